"""`statistics`: the figures, as JSON and as tables, by year, half-year, group and event."""

from typing import Any

import pytest

from sheets_coc.cli.main import run
from tests.cli.local_sheet import ALL, TEN
from tests.cli.statistics.sheet import ROWS, Sheet


@pytest.mark.parametrize("keys", [ALL, TEN], ids=["all columns", "ten columns"])
def test_json_is_as_agreed(sheet: Sheet, keys: list[str]):
    years = {year["year"]: year for year in sheet.new(keys=keys).figures()["years"]}
    assert list(years) == [2026, 2025, 2024]
    two_rows = 1 if keys is ALL else 2
    assert years[2024] == {
        "year": 2024, "reports": two_rows, "people_named": 3, "actions_us": two_rows,
        "actions_local": 0, "banned_or_flagged": 1, "no_action": 0,
    }  # fmt: skip
    assert years[2025]["no_action"] == 1
    assert years[2026]["no_action"] is None  # nobody has said anything of it yet


@pytest.mark.parametrize("keys", [ALL, TEN], ids=["all columns", "ten columns"])
def test_the_figures_are_the_same_after_expunging(sheet: Sheet, keys: list[str]):
    before = sheet.new(keys=keys).figures()
    code, _, _ = sheet.run("redact", "--apply")
    assert code == 0
    if keys is ALL:  # announced first, and gone a week later
        assert run(["--spreadsheet", f"local:{sheet.file}", "--today", "2026-12-01",
                    "redact", "--apply"]) == 0  # fmt: skip
        sheet.capsys.readouterr()
    assert "Expunged (2)" in str(sheet.show("Records"))
    assert sheet.figures() == before


def test_the_table_is_printed_newest_first(sheet: Sheet):
    code, out, _ = sheet.new().run("statistics")
    assert code == 0
    assert out.splitlines()[2].startswith("| 2026 | 1 ")


def test_one_line_of_outcome_under_ci(sheet: Sheet, monkeypatch: Any):
    sheet.new()
    monkeypatch.setenv("CI", "true")
    assert sheet.run("statistics") == (0, "statistics: done\n", "")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--years", "soon"], 2), (["--years", "2025-2015"], 2), (["--online", "-3"], 2),
        (["--in-person", "3"], 2), (["--initial"], 2), (["--law-enforcement"], 2),
        (["--event", "ann@quill.example"], 2), (["--event", "A 2024", "--event", "B 2025"], 2),
        (["--years", "2015-2016"], 0), (["--half"], 0), (["--quarter"], 0),
        (["--period", "2026-H1"], 0), (["--period", "2027"], 2), (["--period", "H1"], 2),
        (["--period", "2026", "--half"], 2), (["--period", "2026", "--period", "2026-Q1"], 2),
        (["--as-of", "2025-12-31"], 0), (["--as-of", "soon"], 2), (["--by", "Decision"], 0),
        (["--by", "Named subjects"], 2), (["--by", "Space"], 5), (["--by", "Case"], 2),
    ],
)  # fmt: skip
def test_exit_codes(sheet: Sheet, arguments: list[str], code: int):
    found, out, err = sheet.new().run("statistics", *arguments)
    assert found == code
    assert "quill" not in out + err


def test_a_time_without_reports_is_said_in_words(sheet: Sheet):
    _, out, _ = sheet.new().run("statistics", "--years", "1999")
    assert "no report of that time" in out
    assert "no report of that time" not in sheet.run("statistics")[1]


def test_as_published_it_can_be_pasted(sheet: Sheet):
    """The table of 2026 where there are decisions, the older one where there are none."""
    code, out, _ = sheet.new().run("statistics", "--as-published")
    assert code == 0
    assert out.splitlines()[2].startswith("| Year | Reports | People Named | Actions (DSF) | Act")
    assert "Statistics were last updated on 21 November 2026." in out
    assert "Run with" not in out
    sheet.file = sheet.folder / "ten.coc"
    _, out, _ = sheet.new(keys=TEN).run("statistics", "--as-published")
    assert out.splitlines()[2].startswith("| Year | Reports | People named | Actions taken by us |")


def test_in_a_terminal_it_is_a_table_of_80_columns(sheet: Sheet, monkeypatch: Any):
    sheet.new()
    monkeypatch.setattr("sheets_coc.cli.commands.statistics._on_terminal", lambda: True)
    _, out, _ = sheet.run("statistics")
    assert "|" not in out
    assert "2024" in out
    # A command to paste is never broken, however long the path of its sheet.
    options = f" --spreadsheet local:{sheet.file}"
    assert sum(options in line for line in out.splitlines()) <= 1
    assert max(len(line.replace(options, "")) for line in out.splitlines()) <= 80


def test_a_terminal_says_in_words_that_nothing_is_decided_yet(sheet: Sheet, monkeypatch: Any):
    monkeypatch.setattr("sheets_coc.cli.commands.statistics._on_terminal", lambda: True)
    undecided = [{key: value for key, value in row.items() if key != "decision"} for row in ROWS]
    code, out, _ = sheet.new([undecided[0], undecided[3]]).run("statistics")
    assert code == 0
    assert "Reports" in out
    assert "Not a violation" not in out
    assert "None of these reports has a decision yet that is understood" in " ".join(out.split())


def test_unknown_is_null_where_nothing_is_said_or_the_column_is_missing(sheet: Sheet):
    rows = [{"reported_on": "2025-01-01", "subjects": "Dora Quillfeather", "flag": "no"}]
    (year,) = sheet.new(rows, keys=TEN).figures()["years"]
    assert [year[k] for k in ("actions_us", "actions_local", "no_action")] == [None] * 3
    rows[0]["our_action"] = "Warned"
    sheet.file = sheet.folder / "fewer.coc"
    (year,) = sheet.new(rows, keys=[k for k in TEN if k != "local_action"]).figures()["years"]
    assert [year[k] for k in ("actions_us", "actions_local", "no_action")] == [1, None, None]


def test_todays_table_is_as_agreed(sheet: Sheet):
    outcomes = {row["year"]: row for row in sheet.new().figures()["outcomes"]}
    assert outcomes[2024] == {
        "year": 2024, "reports": 1, "people_named": 3, "actions_dsf": 1, "actions_local": 0,
        "not_a_violation": 0, "out_of_scope": None, "warned": None, "suspended": 0, "banned": 0,
        "other": 3, "no_action": 0,
    }  # fmt: skip
    assert outcomes[2025]["not_a_violation"] == 1


def test_without_matplotlib_everything_but_charts_is_written_and_it_says_how_to_get_them(
    sheet: Sheet, monkeypatch: Any
):
    monkeypatch.setattr("sheets_coc.reporting.documents.charts.find_spec", lambda name: None)
    out = sheet.folder / "out"
    code, _, err = sheet.new().run(
        "statistics", "--out", str(out), "--event", "DjangoCon Europe 2026"
    )
    assert code == 0
    assert "pip install '.[charts]'" in err
    names = {path.name for path in out.iterdir()}
    assert {"transparency-report.html", "event-report.md", "statistics.csv"} <= names
    assert not any(name.endswith(("png", "svg")) for name in names)


def test_an_event_needs_the_column(sheet: Sheet):
    assert sheet.new(keys=TEN).run("statistics", "--event", "Summit")[0] == 5


def test_half_years_say_which_half(sheet: Sheet):
    years = sheet.new().figures("--half", "--years", "2024-2025")["years"]
    assert [(y["year"], y["half"], y["reports"]) for y in years] == [
        (2025, 2, 0), (2025, 1, 1), (2024, 2, 0), (2024, 1, 1),
    ]  # fmt: skip


def test_an_event_in_json(sheet: Sheet):
    event = sheet.new().figures("--event", "DjangoCon Europe 2026")["event"]
    assert (event["reports"], event["being_handled"], event["closed"]) == (1, None, None)
    assert event["history"][:2] == [{"year": 2025, "reports": 1}, {"year": 2024, "reports": 1}]
