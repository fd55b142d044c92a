"""The library's door: what is exported, and that it says the same as the commands."""

import doctest
import io
import json
import pickle
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pandas as pd
import pytest

import sheets_coc as coc
from sheets_coc.cli.main import run
from sheets_coc.frames import frame as frames
from sheets_coc.library import records as library
from sheets_coc.local.files import text as files

TODAY = date(2026, 11, 21)
HEADER = (
    "Case", "Date of 1st report", "Named subjects", "Subject email address/URL",
    "Summary of report", "Banned or flagged", "Date to expunge this record", "Decision",
    "Banned until", "Hold", "Date by the policy", "Extended until", "Will be expunged on",
    "Expunged on",
)  # fmt: skip
ROWS = [
    {"Case": "stunned-bulb", "Date of 1st report": "2024-01-31", "Named subjects": "Ada Abbot",
     "Summary of report": "Ada Abbot shouted.", "Decision": "Violation, resolved",
     "Will be expunged on": "2025-05-01"},
    {"Case": "frosty-boat", "Date of 1st report": "2026-05-01", "Named subjects": "Bo Marsh",
     "Summary of report": "Bo wrote letters.", "Decision": "Violation, banned",
     "Banned or flagged": "Banned", "Banned until": "2027-05-01"},
    {"Case": "plain-kettle", "Date of 1st report": "2026-10-01", "Named subjects": "Cy Dahl",
     "Decision": "Open"},
]  # fmt: skip


def rows() -> list[list[str]]:
    return [list(HEADER), *([row.get(name, "") for name in HEADER] for row in ROWS)]


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "records.coc"
    files.new(path, "Invented", {"Records": rows()})
    with coc.open(path, now=datetime(2026, 11, 21, tzinfo=UTC)) as opened:
        yield opened


def test_everything_that_is_exported_is_there_and_documented():
    assert sorted(coc.__all__) == list(coc.__all__)
    assert set(coc.__all__) == set(coc._WHERE)
    for name in coc.__all__:
        assert getattr(coc, name).__doc__, name
    assert set(dir(coc)) == {*coc.__all__, "__version__"}
    with pytest.raises(AttributeError):
        coc.nothing_of_that_name  # noqa: B018


def test_the_examples_in_docstrings_run():
    for module in (library, frames):
        found = doctest.testmod(module, extraglobs={"date": date})
        assert found.attempted and not found.failed, module.__name__


def test_importing_the_library_is_cheap():
    code = (
        "import sys, sheets_coc; from sheets_coc.cli.main import cli; "
        "heavy = [m for m in ('pandas', 'gspread', 'matplotlib', 'rich') if m in sys.modules]; "
        "import sheets_coc.book.opening, sheets_coc.redaction.checking, sheets_coc.todo.findings; "
        "late = ('pandas', 'rich', 'zoneinfo', 'sheets_coc.scrubbing', "
        "'sheets_coc.redaction.plan', 'sheets_coc.sheet.transaction.transaction'); "
        "print(heavy + [m for m in late if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        cwd=Path(coc.__file__).parents[1],
    )  # fmt: skip
    assert done.stdout.strip() == "[]"


def workbook_of(table: list[list[str]]) -> bytes:
    kept = io.BytesIO()
    frame = pd.DataFrame(table[1:], columns=table[0])
    frame["Date of 1st report"] = pd.to_datetime(frame["Date of 1st report"])
    frame.to_excel(kept, index=False)
    return kept.getvalue()


def sources(folder: Path) -> dict[str, object]:
    """The same records in every form they can come in."""
    frame = pd.DataFrame(ROWS)
    typed = frame.assign(
        **{
            "Date of 1st report": pd.to_datetime(frame["Date of 1st report"]),
            "Banned until": [pd.NaT, pd.Timestamp("2027-05-01", tz="UTC"), None],
            "Will be expunged on": [date(2025, 5, 1), float("nan"), None],
            "Decision": frame["Decision"].astype("category"),
        }
    )
    table = folder / "records.csv"
    table.write_text("\n".join(",".join(f'"{c}"' for c in row) for row in rows()), "utf-8")
    (folder / "records.xlsx").write_bytes(workbook_of(rows()))
    return {
        "rows": rows(),
        "dicts": [dict.fromkeys(HEADER) | row for row in ROWS],
        "frame": pd.DataFrame(rows()[1:], columns=HEADER),
        "frame of types": typed.reindex(columns=list(HEADER)),
        "csv": table,
        "xlsx": str(folder / "records.xlsx"),
    }


@pytest.mark.parametrize(
    "kind", ["rows", "dicts", "frame", "frame of types", "csv", "xlsx", "sheet"]
)
def test_records_say_the_same_wherever_they_stand(kind, tmp_path, book):
    records = book.records() if kind == "sheet" else coc.read_records(sources(tmp_path)[kind])
    found = records.dates(TODAY).set_index("case")
    assert len(records) == 3
    assert found.loc["stunned-bulb", "effective"] == pd.Timestamp("2025-03-31")
    assert found.loc["frosty-boat", "effective"] == pd.Timestamp("2029-07-01")
    assert found["state"].to_dict() == {
        "stunned-bulb": "due",
        "frosty-boat": "kept",
        "plain-kettle": "open",
    }
    plan = records.redaction(TODAY)
    assert plan.due == ["stunned-bulb"]
    assert not list(records.findings(TODAY).query("severity == 'error'")["code"])


def test_a_plan_made_in_memory_is_the_plan_that_is_applied(book):
    plan = coc.read_records(rows()).redaction(TODAY)
    rehearsed = plan.rows().reveal()
    with pytest.raises(coc.SafetyStop):
        refused = book.redact(apply=True, plan="0" * 10)
        raise refused.redaction.stop
    done = book.redact(apply=True, plan=plan.id)
    assert (done.applied, done.due) == (True, ["stunned-bulb"])
    written = book.records().to_frame().reveal()
    shared = ["Case", "Named subjects", "Summary of report"]
    assert written[shared].values.tolist() == rehearsed[shared].values.tolist()
    assert rehearsed.loc[0, "Named subjects"] == "Expunged"


def test_the_command_and_the_library_give_the_same(tmp_path, book, capsys):
    path = str(tmp_path / "records.coc")
    run(["--spreadsheet", path, "--today", "2026-11-21", "--format", "json", "dates"])
    printed = {r["case"]: r for r in json.loads(capsys.readouterr().out)["records"]}
    for one in book.dates().to_frame().to_dict("records"):
        theirs = printed[one["case"]]
        assert theirs["state"] == one["state"]
        assert theirs["effective"] == (
            None if pd.isna(one["effective"]) else one["effective"].date().isoformat()
        )
    run(["--spreadsheet", path, "--today", "2026-11-21", "--format", "json", "validate"])
    codes = [f["code"] for f in json.loads(capsys.readouterr().out)["findings"]]
    assert book.validate().to_frame()["code"].tolist() == codes


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 11, 21, 0, 30),
        datetime(2026, 11, 21, 0, 30, tzinfo=UTC),
        datetime(2026, 11, 21, 2, 30, tzinfo=timezone(timedelta(hours=2))),
        pd.Timestamp("2026-11-21 00:30"),
    ],
)
def test_a_moment_is_taken_with_and_without_a_time_zone(tmp_path, now):
    files.new(tmp_path / "r.coc", "Invented", {"Records": rows()})
    with coc.open(tmp_path / "r.coc", now=now) as opened:
        assert opened.now == datetime(2026, 11, 21, 0, 30, tzinfo=UTC)
        assert opened.dates(apply=True).dated


NAMES = ("Abbot", "Marsh", "Dahl")


def test_personal_columns_stay_closed_until_they_are_asked_for():
    frame = coc.read_records(rows()).to_frame()
    shown = (
        repr(frame), frame.to_string(), frame._repr_html_(), frame.to_csv(), frame.to_json(),
        repr(frame["Named subjects"]), frame.head(1).to_string(), repr(frame.to_dict()),
    )  # fmt: skip
    assert not any(name in text for name in NAMES for text in shown)
    with pytest.raises(TypeError):
        pickle.dumps(frame)
    assert "Named subjects" in frame.private
    assert frame.reveal("Named subjects")["Named subjects"][0] == "Ada Abbot"
    assert "Bo wrote" not in frame.reveal("Named subjects").to_string()


@pytest.mark.parametrize(("value", "code"), [({"a": 1}, "cell-type"), (b"Ada Abbot", "cell-type")])
def test_a_value_no_cell_can_hold_is_an_error_with_its_place_and_without_its_value(value, code):
    table = rows()
    table[2][3] = value
    with pytest.raises(coc.UsageError) as stopped:
        coc.read_records(table)
    assert (stopped.value.code, stopped.value.cell) == (code, "D3")
    assert "Abbot" not in str(stopped.value)


@pytest.mark.parametrize("source", [3, None, b"x", {"Case": "x"}, ["Case"]])
def test_what_holds_no_records_is_refused(source):
    with pytest.raises(coc.UsageError):
        coc.read_records(source)
