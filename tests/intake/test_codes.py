"""Reports that are taken into a sheet with codes: whose code they get, and what the key gets."""

from datetime import UTC, datetime

import pytest

import sheets_coc as coc
from sheets_coc.errors import UsageError
from sheets_coc.intake.job import take_in
from sheets_coc.intake.people import coded
from sheets_coc.intake.reading import read_reports
from sheets_coc.intake.report import EventReport
from sheets_coc.local.files import text as files
from sheets_coc.policy import parse
from sheets_coc.todo.analysis import analyse
from tests.records.sheet_2026 import ADA, BOB, HEADINGS, KEY, records_2026, row

ROWS = [["2026-01-10", "home shelf", "Blue Jay", "Resolved", "", "", "", "", "Warning", ""]]
PEOPLE = [[cell or "" for cell in one] for one in (KEY, ADA, BOB)]
FORM = (
    "Date,Who is this about?,Their e-mail,What happened?\n"
    "2026-11-02,Ada Pretend; Gil Madeup,,They shouted.\n"
    "2026-11-03,A. P.,ada@blank.example,Again.\n"
    "2026-11-04,Gil Madeup,,And again.\n"
)


@pytest.fixture
def folder(tmp_path):
    files.new(tmp_path / "alone.coc", "Records", {"Records": [HEADINGS, *ROWS]})
    files.new(tmp_path / "key.coc", "Key", {"People": PEOPLE})
    tabs = {"Records": [HEADINGS, *ROWS], "Person Identity Key": PEOPLE}
    files.new(tmp_path / "both.coc", "Records", tabs)
    return tmp_path


def opened(folder, name, key=""):
    policy = parse(f'[identity_key]\nspreadsheet = "{key}"\n'.encode()) if key else parse(b"")
    return coc.open(folder / name, policy=policy, now=datetime(2026, 12, 1, tzinfo=UTC))


def read():
    return read_reports(FORM.encode(), {"contacts": "C"})


def added(book):
    """The rows after the one that was there: case, code and status."""
    rows = book.read().tab("Records").values[2:]
    return [tuple(cells[1:4]) for cells in rows]


@pytest.mark.parametrize("elsewhere", [False, True])
def test_everybody_has_a_row_and_one_code_and_the_key_says_whose(folder, elsewhere):
    key = f"local:{folder / 'key.coc'}" if elsewhere else ""
    with opened(folder, "alone.coc" if elsewhere else "both.coc", key) as book:
        made = take_in(book, read(), apply=True)
        assert made.plan.reports == 3
        rows = added(book)
        of = book.read()
        seen = analyse(of, book.policy, book.now)
    cases = [case for case, _, _ in rows]
    assert cases[0] == cases[1]
    assert len(set(cases)) == 3
    assert all(" " in case for case in cases)  # as the sheet has them
    codes = [code for _, code, _ in rows]
    assert codes[0] == codes[2] == "Blue Jay"
    assert codes[1] == codes[3] not in ("Blue Jay", "Red Fox")
    assert {status for _, _, status in rows} == {"Ongoing"}
    tab = of.beside.tab("People") if elsewhere else of.tab("Person Identity Key")
    assert tab.values[3][:2] == ["Gil Madeup", codes[1]]
    assert len([line for line in tab.values if line and line[0]]) == 4
    told = {finding.code for finding in seen.findings}
    assert not told & {"person-not-in-key", "key-name-twice", "case-twice", "person-tells"}


@pytest.mark.parametrize("key", ["", "1nobodyHasEverSeenThis000000000000000000000"])
def test_without_a_key_that_can_be_read_nothing_is_added(folder, key):
    with opened(folder, "alone.coc", key) as book:
        assert take_in(book, read()).attention
        with pytest.raises(UsageError) as refused:
            take_in(book, read(), apply=True)
        assert refused.value.code == "key-unread"
        assert added(book) == []


def test_what_is_not_kept_is_said(folder):
    with opened(folder, "both.coc") as book:
        assert take_in(book, read()).plan.homeless == ("summary",)


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"subjects": "Pretend, Ada"}, "Blue Jay"),
        ({"subjects": "Dr. Ada Pretend"}, "Blue Jay"),
        ({"subjects": "Somebody", "contacts": "mailto:Ada@blank.example"}, "Blue Jay"),
        ({"subjects": "Ada Pretend", "contacts": "other@blank.example"}, None),  # a namesake
        ({"subjects": "Ada"}, None),
        ({"subjects": "Robert Invented", "contacts": "bob@blank.example"}, "Red Fox"),
    ],
)
def test_who_is_known(cells, code):
    sheet = analyse(records_2026(row()), parse(b""), datetime(2026, 12, 1, tzinfo=UTC)).sheet
    made = coded(sheet, [EventReport(2, cells)], "seed")
    (report,) = made.reports
    assert (report.cells["person"] == code) == (code is not None)
    assert len(made.key_rows) == (code is None)


def test_what_may_be_anybodys_of_several_is_nobodys():
    sheet = analyse(records_2026(row()), parse(b""), datetime(2026, 12, 1, tzinfo=UTC)).sheet
    cells = {"subjects": "Ada Pretend; Gil Madeup", "contacts": "gil@blank.example"}
    made = coded(sheet, [EventReport(2, cells)], "seed")
    assert made.left == {"contacts"}
    (added_there,) = made.key_rows
    assert "gil@blank.example" not in added_there.values
