"""Reports that are taken into a sheet with codes: whose code they get, and what the key gets."""

from datetime import UTC, datetime

import pytest

from sheets_coc.errors import OutcomeUnknown, SafetyStop, UsageError
from sheets_coc.intake.job import take_in
from sheets_coc.intake.people import coded
from sheets_coc.intake.reading import read_reports
from sheets_coc.intake.report import EventReport
from sheets_coc.policy import parse
from sheets_coc.sheet.model import Changes, SetCell
from sheets_coc.todo.analysis import analyse
from tests.records.sheet_2026 import ADA, BOB, KEY, key_tab, make_files, opened, records_2026, row

FORM = (
    "Date,Who is this about?,Their e-mail,What happened?\n"
    "2026-11-02,Ada Pretend; Gil Madeup,,They shouted.\n"
    "2026-11-03,A. P.,ada@blank.example,Again.\n"
    "2026-11-04,Gil Madeup,,And again.\n"
)


@pytest.fixture
def folder(tmp_path):
    make_files(tmp_path)
    return tmp_path


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


@pytest.mark.parametrize(
    ("headings", "cells", "left"),
    [
        (KEY, {"subjects": "Ada Pretend", "contacts": "ada@blank.example"}, set()),
        (KEY, {"subjects": "Ada Pretend", "aliases": "ada_p"}, {"aliases"}),
        (KEY, {"subjects": "Robert Invented", "contacts": "new@blank.example"}, {"contacts"}),
        (KEY[:2], {"subjects": "Gil Madeup", "contacts": "gil@blank.example"}, {"contacts"}),
        (KEY, {"subjects": "Gil Madeup", "contacts": "gil@blank.example"}, set()),
    ],
)
def test_what_neither_sheet_nor_key_holds_afterwards_is_said(headings, cells, left):
    people = [one[: len(headings)] for one in (ADA, BOB)]
    snapshot = records_2026(row(), tabs=[key_tab(*people, headings=headings)])
    sheet = analyse(snapshot, parse(b""), datetime(2026, 12, 1, tzinfo=UTC)).sheet
    assert coded(sheet, [EventReport(2, cells)], "seed").left == left


def test_a_name_that_went_from_a_key_elsewhere_meanwhile_leaves_no_code_behind(folder):
    key = f"local:{folder / 'key.coc'}"
    with opened(folder, "alone.coc", key) as book:
        as_it_was = book.transact_key

        def and_somebody_undoes_it(planner, first):
            results = as_it_was(planner, first)
            as_it_was(lambda of: (undone(of), None), book.read())
            return results

        def undone(of):
            tab = of.beside.tab("People")
            return Changes(tuple(SetCell(tab.id, 3, column, None) for column in range(2)))

        book.transact_key = and_somebody_undoes_it
        with pytest.raises(SafetyStop):
            take_in(book, read(), apply=True)
        assert added(book) == []


def test_nothing_is_said_of_the_reports_where_nobody_knows_whether_they_were_added(folder):
    key = f"local:{folder / 'key.coc'}"
    with opened(folder, "alone.coc", key) as book:
        as_it_was = book.transact

        def unanswered(planner, first):
            as_it_was(planner, first)
            raise OutcomeUnknown("The answer was lost.")

        book.transact = unanswered
        with pytest.raises(OutcomeUnknown) as caught:
            take_in(book, read(), apply=True)
        assert added(book)
    assert "stands in the key with a new one already" in caught.value.message
    assert "report was added" not in caught.value.message
