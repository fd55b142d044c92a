"""Publishing through the library's door, over the local Google: what is public, noted, refused."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import sheets_coc as coc
from sheets_coc.cli.main import run
from sheets_coc.local.files import text as files
from sheets_coc.reporting.documents.event_report import AboutEvent

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
HEADER = ["Case", "Date of report", "Named subjects", "Summary of report", "Action taken by us?",
          "Action taken by local rep?", "Banned or flagged", "Decision", "Event"]  # fmt: skip
EVENT = "Invented Conference 2026"


def row(number: int, day: str, decision: str, action: str = "Warned", event: str = "") -> list[str]:
    return [f"case-n{number}", day, "Ann Quillfeather", "She shouted.", action, "no", "no",
            decision, event]  # fmt: skip


@pytest.fixture
def sheet(tmp_path: Path) -> Any:
    """Makes a local records sheet of rows; a further call makes another one."""

    def make(rows: list[list[str]], name: str = "records") -> Path:
        file = tmp_path / f"{name}.coc"
        files.new(file, name, {"Records": [HEADER, *rows]})
        return file

    return make


def published(file: Path) -> list[str]:
    """What the Log's column Published holds, line by line."""
    if "Log" not in files.titles(file):
        return []
    return [line for cells in files.show(file, "Log")[1:] for line in cells[4].splitlines()]


def test_library_and_command_give_the_same_figures(sheet: Any, capsys: Any):
    file = sheet([row(n, f"202{n % 4 + 2}-03-01", "Violation, resolved") for n in range(12)])
    with coc.open(file, now=NOW) as book:
        found = book.statistics(years="2023-2025")
    code = run(["--spreadsheet", f"local:{file}", "--today", "2026-11-21", "--format", "json",
                "statistics", "--years", "2023-2025"])  # fmt: skip
    assert code == 0
    assert json.loads(capsys.readouterr().out) == found.as_json()


def test_a_frame_is_oldest_first_and_knows_what_is_not_known(sheet: Any):
    rows = [row(1, "2024-03-01", "Violation, resolved"), row(2, "2025-03-01", "Open", action="")]
    rows[1][5] = ""
    with coc.open(sheet(rows), now=NOW) as book:
        found = book.statistics()
        frame, outcomes = found.to_frame(), found.outcomes_frame()
        halves = book.statistics(unit="half").to_frame()
    assert list(frame.index) == ["2024", "2025"]
    assert frame["reports"].tolist() == [1, 1]
    assert frame["actions_us"].isna().tolist() == [False, True]
    assert str(frame.dtypes["no_action"]) == "Int64"
    assert outcomes.loc["2024", "other"] == 1
    assert outcomes["warned"].isna().tolist() == [True, False]  # an open report warned nobody
    assert list(halves.index)[:2] == ["2024 H1", "2024 H2"]


def test_an_event_twice_and_the_year_between_give_no_case_away(sheet: Any):
    """Seven closed and one open, then eight closed: neither publication says which."""
    rows = [row(n, "2026-06-01", "Violation, resolved", event=EVENT) for n in range(7)]
    handled = row(7, "2026-06-01", "Open", action="", event=EVENT)
    texts = []
    for number, last in enumerate((handled, row(7, "2026-06-01", "Violation, resolved",
                                                event=EVENT))):  # fmt: skip
        file = sheet([*rows, last], f"records{number}")
        out = file.parent / f"out{number}"
        with coc.open(file, now=NOW) as book:
            book.statistics(event=EVENT, out=out, about=AboutEvent(names_checked=True), apply=True)
        texts.append((out / "event-report.md").read_text("utf-8"))
        assert published(file) == [f"event {EVENT} to 2026-11-21: reports=8"]
    assert texts[0] == texts[1]


def test_a_half_published_in_july_and_the_year_in_january(sheet: Any):
    """The year stands as it is, and no reason is given that is none."""
    rows = [row(n, f"2025-0{1 + n % 6}-02", "Violation, resolved") for n in range(11)]
    rows += [row(20 + n, "2025-03-02", "No violation", action="no") for n in range(2)]
    rows += [row(30 + n, "2025-09-02", "Violation, resolved") for n in range(3)]
    file = sheet(rows)
    with coc.open(file, now=datetime(2025, 7, 15, tzinfo=UTC)) as book:
        july = book.statistics(periods=["2025-H1"], apply=True)
        assert "the whole year tells the rest of it" in " ".join(july.remarks)
    with coc.open(file, now=datetime(2026, 1, 15, tzinfo=UTC)) as book:
        january = book.statistics(years="2025", apply=True)
    assert "other=11" in published(file)[0]
    assert "not_a_violation=0-4" in published(file)[0]
    (year,) = january.as_json()["outcomes"]
    assert (year["other"], year["not_a_violation"]) == (14, 2)
    (said,) = january.remarks
    assert said.startswith("2025 stands as it is: together with what was published of 2025 H1")


def test_a_year_of_which_nothing_was_published_gives_nothing_more_away(sheet: Any):
    rows = [row(n, f"2025-0{1 + n % 9}-02", "Violation, resolved") for n in range(14)]
    with coc.open(sheet(rows), now=datetime(2026, 1, 15, tzinfo=UTC)) as book:
        assert book.statistics(years="2025", apply=True).remarks == ()


def test_nothing_is_written_without_apply(sheet: Any):
    file = sheet([row(1, "2025-03-01", "Open")])
    with coc.open(file, now=NOW) as book:
        assert not book.statistics().noted
    assert published(file) == []


def test_publishing_the_same_again_notes_nothing(sheet: Any):
    with coc.open(sheet([row(1, "2025-03-01", "Open")]), now=NOW) as book:
        assert book.statistics(years="2025", apply=True).noted
        assert not book.statistics(years="2025", apply=True).noted


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"unit": "week"}, "period"), ({"unit": "span"}, "period"), ({"years": "soon"}, "years"),
        ({"periods": ["2026"], "years": "2025"}, "period"),
        ({"about": AboutEvent(in_person=3, names_checked=True)}, "event-missing"),
        ({"show_small_numbers": True}, "override-needs-apply"),
        ({"event": "ann@quill.example"}, "event-identifies"),
        ({"event": EVENT, "about": AboutEvent(survey="x" * 20_001)}, "text-length"),
        ({"event": "Ann Quillfeather's talk"}, "names-someone"),
        ({"event": EVENT, "about": AboutEvent(survey="Thanks to Quillfeather.")}, "names-someone"),
    ],
)  # fmt: skip
def test_what_is_refused(sheet: Any, tmp_path: Path, arguments: dict[str, Any], code: str):
    out = tmp_path / "out"
    file = sheet([row(1, "2025-03-01", "Open")])
    with coc.open(file, now=NOW) as book, pytest.raises(coc.Error) as raised:
        book.statistics(out=out, **arguments)
    assert raised.value.code == code
    assert "Quill" not in raised.value.message
    assert not out.exists()
