"""Ordinary things people do to the shape of a sheet: nothing goes wrongly, nothing in silence."""

from datetime import date
from itertools import product

import pytest

from sheets_coc.book.workbook import Book
from sheets_coc.doctor import sheet as doctor
from sheets_coc.errors import SafetyStop
from sheets_coc.records.facts import read_facts
from sheets_coc.requests import job as requests
from sheets_coc.requests.lookup import Asked
from sheets_coc.setup.job import setup
from sheets_coc.sheet.model import text
from sheets_coc.todo.analysis import analyse
from sheets_coc.todo.stops import refuse
from tests.sampled import some
from tests.shape.sheet import FULL, TEN, TODAY, Sheet, person

OLD = {"reported_on": "2020-03-01"}
"""Reported so long ago that whatever keeps it is all that keeps it."""


def _stops_everything(sheet, code):
    """Expunging, screening, publishing and doctor's "All is well"."""
    night = sheet.night()
    assert night.stop is not None
    assert night.stop.code == code
    assert night.attention
    assert code is None or code in sheet.codes()
    snapshot = sheet.book().read()
    seen = analyse(snapshot, sheet.policy, TODAY)
    with pytest.raises(SafetyStop):
        refuse(seen)
    with pytest.raises(SafetyStop):
        read_facts(snapshot, sheet.policy)
    assert not doctor.headers(seen).ok


@pytest.mark.parametrize(
    ("key", "own", "answer", "record"),
    [
        ("hold", "Reason to keep", "remove names", person(1, **OLD, hold="an appeal")),
        ("decision", "Status", "keep", person(1, **OLD, decision="Open", expunge_on="2021-05-01")),
        ("expunge_on", "Our date", "keep", person(1, **OLD, expunge_on="never")),
    ],
)
def test_a_deciding_column_under_another_heading(world, key, own, answer, record):
    sheet = Sheet(world, [record, person(2)]).no_notice()
    sheet.night()
    before = sheet.standing()
    sheet.rename(key, own)
    _stops_everything(sheet, "column-missed")
    sheet.answer("Nobody has said", answer)
    _stops_everything(sheet, "column-missed")
    sheet.nights(3)
    assert sheet.standing() == before
    letter = next(
        option for option in ("F", "K", "L", "M", "N", "O", "P") if _is_at(sheet, own, option)
    )
    sheet.answer("was here before", f"it is column {letter}")
    assert sheet.night().stop is None
    assert sheet.nights(2)[1].stop is None
    assert sheet.standing() == before


def _is_at(sheet, heading, letter):
    return sheet.column(heading) == ord(letter) - ord("A")


def test_a_column_that_is_gone_on_purpose_is_asked_about_once(world):
    sheet = Sheet(world, [person(1), person(2)])
    sheet.night()
    at = sheet.column("handled_by")
    sheet.edit(lambda grid: [row[:at] + row[at + 1 :] for row in grid])
    _stops_everything(sheet, "column-missed")
    sheet.answer("Handled by", "it is gone on purpose")
    assert [night.stop for night in sheet.nights(2)] == [None, None]
    assert "column-missed" not in sheet.codes()


def test_without_its_decisions_a_sheet_is_no_ten_column_sheet(world):
    open_case = person(1, **OLD, decision="Open", expunge_on="2021-05-01")
    sheet = Sheet(world, [open_case, person(2)]).no_notice()
    at = sheet.column("decision")
    sheet.edit(lambda grid: [row[:at] + row[at + 1 :] for row in grid])
    before = sheet.standing()
    _stops_everything(sheet, "column-missed")  # although nothing was remembered yet
    sheet.answer("Decision", "it is gone on purpose")
    sheet.nights(2)
    assert sheet.standing() == before


@pytest.mark.parametrize("remembered", [True, False])
def test_a_header_that_a_sort_took_along(world, remembered):
    rows = [person(n, **OLD, decision="Violation, flagged") for n in range(6)]
    sheet = Sheet(world, rows).no_notice()
    if remembered:
        sheet.policy = Sheet(world, []).policy
        sheet.night()
        sheet.no_notice()
    before = sheet.standing()
    sheet.edit(lambda grid: [*grid[1:4], grid[0], *grid[4:]])
    _stops_everything(sheet, "rows-above-header")
    assert sheet.standing() == before
    sheet.edit(lambda grid: [grid[3], *grid[:3], *grid[4:]])
    assert "rows-above-header" not in sheet.codes()


def test_a_title_above_the_header_is_no_record(world):
    sheet = Sheet(world, [person(1)])
    sheet.edit(lambda grid: [["Our records", None, "confidential"], ["2026"], *grid])
    assert sheet.night().stop is None


def test_a_second_tab_with_records(world):
    rows = [person(1), person(2)]
    sheet = Sheet(world, rows)
    sheet.night()
    older = [sheet.grid()[0], *sheet.grid()[1:2]]
    sheet = Sheet(world, rows, **{"2024": older})
    _stops_everything(sheet, "unread-tab")
    found = [line for line in sheet.todo() if "2024" in line["Where"]]
    assert len(found) == 1
    sheet.answer("rows of records", "these are no records")
    assert sheet.night().stop is None
    assert "unread-tab" not in sheet.codes()


def test_generic_headings_are_not_the_tools(world):
    keys = (*TEN, "Check", "Goes on", "Policy date", "decision")
    row = person(1, **{"Check": "done", "Goes on": "stage in Oslo", "Policy date": "2026-05-05"})
    sheet = Sheet(world, [row], keys)
    setup(sheet.book(), sheet.book().present_format, apply=True)
    sheet.nights(2)
    now = dict(zip(map(text, sheet.grid()[0]), sheet.grid()[1], strict=True))
    assert (now["Check"], now["Goes on"], now["Policy date"]) == ("done", "stage in Oslo", 46147)


def test_what_people_wrote_under_one_of_the_tools_headings_stays(world):
    sheet = Sheet(world, [person(1), person(2)])
    sheet.night()
    sheet.set(1, "row_check", "Ines looked at this")
    sheet.set(1, "goes_on", "not before the appeal")
    sheet.nights(2)
    assert sheet.grid()[1][sheet.column("row_check")] == "Ines looked at this"
    assert sheet.grid()[1][sheet.column("goes_on")] == "not before the appeal"


def test_a_column_that_keeps_one_of_the_tools_headings_is_named_as_what_is_in_the_way(world):
    """Set-up has nothing to do then, and nothing can be announced."""
    keys = (*TEN, "decision", "goes_on")
    sheet = Sheet(world, [person(1, goes_on="May, I think"), person(2)], keys)
    sheet.night()
    sheet.answer("heading", "keep")
    sheet.night()
    setup(sheet.book(), sheet.book().present_format, apply=True)
    sheet.night()
    assert any("give yours another heading" in line["What"] for line in sheet.todo())
    sheet.rename("goes_on", "When it goes, we think")
    setup(sheet.book(), sheet.book().present_format, apply=True)
    assert "needs-setup" not in sheet.codes()


def test_two_columns_of_one_heading_are_two_questions(world):
    rows = [person(1, **{"Note": "x"}), person(2)]
    sheet = Sheet(world, rows, (*FULL, "Note"))
    sheet.night()
    sheet.answer("Nobody has said", "keep")
    assert sheet.night().stop is None
    sheet.edit(lambda grid: [[*row, ("Note" if not n else "z")] for n, row in enumerate(grid)])
    stop = sheet.night().stop
    assert stop is not None
    assert len([line for line in sheet.todo() if "Nobody has said" in line["What"]]) == 2


@pytest.mark.parametrize(
    "cells",
    [
        ["Case", "Date of 1st report", "Reporter", "Named subjects"],
        ["Total", None, None, 12.0],
        ["a word", "when it came", "a member, if private", "separated by semicolons", None, None,
         None, None, None, "banned, flagged or no", "filled in by the tool"],
    ],
    ids=["the header again", "a total", "a line of help"],
)  # fmt: skip
def test_rows_that_are_no_records(world, cells):
    sheet = Sheet(world, [person(1), person(2)])
    sheet.edit(lambda grid: [grid[0], cells, *grid[1:]])
    _stops_everything(sheet, "unlike-a-record")
    assert not {"not-a-date", "no-report-date", "case-name"} & sheet.codes()
    row = sheet.grid()[1]
    assert not row[sheet.column("row_check")]
    assert row[0] == cells[0]
    sheet.answer("looks like a heading", "they are no records")
    assert sheet.night().stop is None
    assert "unlike-a-record" not in sheet.codes()


def test_a_nearly_known_heading_is_asked_about_before_anything_is_added(world):
    own = "Summary of the outcome to share with organisers, if suitable"
    keys = [own if key == "outcome" else key for key in TEN]
    sheet = Sheet(world, [person(1, **{own: "Asked to stop."})], keys)
    book: Book = sheet.book()
    planned = setup(book, book.present_format, apply=True)
    assert any("Summary of outcome" in question for question in planned.plan.questions)
    assert sum("utcome" in text(heading) for heading in sheet.grid()[0]) == 1
    _stops_everything(sheet, "heading-nearly")
    sheet.answer("Is column H", "it is Summary of outcome to share if suitable")
    assert sheet.night().stop is None
    seen = analyse(sheet.book().read(), sheet.policy, TODAY)
    assert text(seen.sheet.cell(seen.sheet.records[0], "outcome")) == "Asked to stop."
    assert not setup(book, book.present_format, apply=True).plan.questions


@pytest.mark.parametrize(
    ("filled", "code"),
    [
        ({"decision": "Open", "flag": "no"}, "filled-down"),
        ({"our_action": "No", "local_action": "No"}, "filled-down"),
        ({"reporter": "n/a", "subjects": "-", "summary": "..."}, "filled-down"),
        ({"reported_on": "2026-11-01", "summary": "TBD", "handled_by": "Ines"}, None),
    ],
)
def test_the_batch_limit_counts_rows_that_hold_a_report(world, filled, code):
    rows = [person(n, case=f"amber-kite{n}", **OLD) for n in range(30)]
    filled_down = [filled for _ in range(320)]
    sheet = Sheet(world, [*rows, *filled_down]).no_notice()
    night = sheet.night()
    assert night.stop is not None
    assert night.stop.code == "batch-limit"
    assert len(sheet.standing()) == 30
    assert code is None or code in sheet.codes()


SORTED = {
    "the dates of report": ("reported_on",),
    "the dates to expunge": ("expunge_on",),
    "the decisions": ("decision",),
    "the people": ("subjects",),
    "two columns": ("summary", "our_action"),
}


def _sort(sheet, keys, *, descending=True):
    columns = [sheet.column(key) for key in keys]

    def change(grid):
        rows = sorted(grid[1:], key=lambda row: text(row[columns[0]]), reverse=descending)
        for row, other in zip(grid[1:], [list(r) for r in rows], strict=True):
            for column in columns:
                row[column] = other[column]

    sheet.edit(change)


TEARS = [
    (keys, ten)
    for keys in SORTED.values()
    for ten in (False, True)
    if not (ten and keys == ("decision",))  # where there is no such column
]


@pytest.mark.parametrize(("keys", "ten"), some(TEARS, 2))
def test_a_sort_of_some_columns_although_a_row_was_added_and_a_date_corrected(world, keys, ten):
    decisions = ("Open", "Violation, resolved", "Violation, flagged", "No violation")
    rows = [
        person(
            n,
            decision=decisions[n % 4],
            expunge_on=f"2029-0{1 + n}-1{n}",
            our_action=f"step {n}",
        )
        for n in (5, 2, 7, 1, 6, 3)
    ]
    sheet = Sheet(world, rows, TEN if ten else FULL)
    sheet.night()
    new = person(11, expunge_on="2029-11-11")
    columns = TEN if ten else FULL
    sheet.edit(lambda grid: [*grid, [_date(new.get(key)) for key in columns]])
    sheet.set(2, "expunge_on", "2029-12-24")
    _sort(sheet, keys)
    night = sheet.night()
    assert night.stop is not None
    assert night.stop.code == "rows-apart"


def test_a_sort_after_corrections_made_while_a_question_waited(world):
    sheet = Sheet(world, [person(n) for n in (5, 2, 7, 1, 6, 3)], (*FULL, "Note"))
    sheet.night()
    sheet.set(1, "Note", "x")
    for row, day in enumerate(("02", "11", "05", "24"), start=1):
        sheet.set(row, "reported_on", f"2026-10-{day}")
    night = sheet.night()
    assert night.stop is not None
    assert night.stop.code != "rows-apart"
    _sort(sheet, ("reported_on",))
    night = sheet.night()
    assert night.stop is not None
    assert night.stop.code == "rows-apart"


def _date(value):
    is_day = isinstance(value, str) and value[4:5] == value[7:8] == "-"
    return (date.fromisoformat(value) - date(1899, 12, 30)).days if is_day else value


SHIFTS = list(
    product(("reported_on", "expunge_on", "contacts"), (True, False), (2, 5), (False, True))
)


@pytest.mark.parametrize(("key", "down", "row", "ten"), some(SHIFTS, 5))
def test_cells_inserted_or_deleted(world, key, down, row, ten):
    rows = [person(n, expunge_on=f"2029-0{1 + n}-1{n}") for n in (5, 2, 7, 1, 6, 3)]
    sheet = Sheet(world, rows, TEN if ten else FULL)
    sheet.night()
    at = sheet.column(key)

    def change(grid):
        cells = [line[at] for line in grid]
        moved = (
            [*cells[:row], None, *cells[row:]] if down else [*cells[:row], *cells[row + 1 :], None]
        )
        grid += [[None] * len(grid[0]) for _ in range(len(moved) - len(grid))]
        for line, value in zip(grid, moved, strict=False):
            line[at] = value

    sheet.edit(change)
    night = sheet.night()
    assert night.stop is not None
    assert night.stop.code == "rows-apart"


def test_the_wrong_record_does_not_go_on_the_ten_column_sheet(world):
    dates = ("2026-11-20", "2029-01-01", "2030-01-01", "2027-01-01", "never", "2028-05-05")
    sheet = Sheet(world, [person(n, expunge_on=d) for n, d in enumerate(dates)], TEN)
    sheet.night(date(2026, 11, 18))
    before = sheet.standing()
    _sort(sheet, ("expunge_on",), descending=False)
    sheet.night()
    assert sheet.standing() == before


def test_digests_tell_nothing_and_go_with_the_record(world):
    sheet = Sheet(world, [person(1, expunge_on="2026-11-20"), person(2)], TEN)
    sheet.night(date(2026, 11, 10))
    first = sheet.book().read().metadata["sheets-coc.rows"]
    sheet.night()
    second = sheet.book().read().metadata["sheets-coc.rows"]
    assert "Ozark" not in first + second
    assert len(second) < len(first)
    other = Sheet(world, [person(1, expunge_on="2026-11-20"), person(2)], TEN)
    other.night(date(2026, 11, 10))
    assert other.book().read().metadata["sheets-coc.rows"][17:] != first[17:]


def test_members_who_exchange_cases_and_holds_that_move_are_ordinary_work(world):
    rows = [person(n, handled_by=("Ines", "Jo")[n % 2], reporter=("Ines", "Jo")[n % 2])
            for n in range(6)]  # fmt: skip
    rows[1]["hold"] = "an appeal"
    sheet = Sheet(world, rows)
    sheet.night()
    at, who = sheet.column("handled_by"), sheet.column("reporter")

    def change(grid):
        for row in grid[1:]:
            row[at] = "Jo" if row[at] == "Ines" else "Ines"
            row[who] = "Jo" if row[who] == "Ines" else "Ines"

    sheet.edit(change)
    sheet.set(2, "hold", "")
    sheet.set(4, "hold", "an appeal")
    sheet.set(1, "decision", "Open")
    assert sheet.night().stop is None


def test_three_members_may_pass_a_case_on_and_a_sort_of_all_handlers_is_noticed(world):
    members = ("Ines", "Jo", "Priya")
    sheet = Sheet(world, [person(n, handled_by=members[n % 3]) for n in range(7)])
    sheet.night()
    for row, member in enumerate(("Jo", "Priya", "Ines"), 1):
        sheet.set(row, "handled_by", member)
    assert sheet.night().stop is None
    _sort(sheet, ("handled_by",))
    assert sheet.night().stop is not None


def test_a_sort_of_whole_rows_is_ordinary_work(world):
    for keys in (FULL, TEN):
        sheet = Sheet(world, [person(n, expunge_on=f"2029-0{1 + n}-1{n}") for n in range(6)], keys)
        sheet.night()
        sheet.set(3, "subjects", "Somebody Else")
        sheet.edit(
            lambda grid: [grid[0], *sorted(grid[1:], key=lambda r: text(r[3]), reverse=True)]
        )
        assert sheet.night().stop is None


def test_while_records_may_be_misread_nothing_is_said_of_when_they_go(world):
    sheet = Sheet(world, [person(1, **OLD, hold="an appeal"), person(2, **OLD)])
    sheet.night()
    assert any("goes on" in line["What"] for line in sheet.todo())
    sheet.rename("hold", "Reason to keep")
    night = sheet.night()
    (dates,) = (step for step in night.steps if step.name == "dates")
    assert (dates.attention, dates.said) == (True, "not dated (column-missed)")
    assert not any("goes on" in line["What"] for line in sheet.todo())
    for claim in (lambda book: book.preview(), lambda book: book.case("brisk-kite"),
                  lambda book: book.dates()):  # fmt: skip
        with pytest.raises(SafetyStop):
            claim(sheet.book())
    found = requests.find(sheet.book(), Asked(("Quillan Ozark1",)))
    assert found.parts
    assert "overlooked or misread" in found.doubt


def test_no_figure_is_made_of_rows_that_came_apart(world):
    rows = [person(n, decision=("Open", "Violation, flagged")[n % 2]) for n in (5, 2, 7, 1, 6, 3)]
    sheet = Sheet(world, rows)
    sheet.night()
    assert sheet.book().statistics().statistics
    _sort(sheet, ("reported_on",))
    with pytest.raises(SafetyStop, match="changed places"):
        sheet.book().statistics()


@pytest.mark.parametrize(
    "cells",
    [
        ["", "(day)", "(who)", "(whom)"],
        ["", "DD/MM/YYYY", "who told us", "whom"],
        [None, None, None, "Total: 12"],
        [None, None, "12 reports"],
    ],
)
def test_more_rows_that_are_no_records(world, cells):
    sheet = Sheet(world, [person(1), person(2)])
    sheet.edit(lambda grid: [grid[0], cells, *grid[1:]])
    assert "unlike-a-record" in sheet.codes()


@pytest.mark.parametrize("keys", [FULL, TEN])
def test_records_nobody_has_decided_are_missed_in_another_tab_too(world, keys):
    rows = [person(n, decision="Open", flag=None, our_action=None) for n in range(3)]
    there = Sheet(world, rows, keys).grid()[2:]
    minutes = [[46000, "Ines; Jo", "All members", "the sprints", "We talked about a date.", "x"]]
    sheet = Sheet(world, rows[:1], keys, Minutes=minutes)
    assert "unread-tab" not in sheet.codes()
    sheet = Sheet(world, rows[:1], keys, Old=there)
    _stops_everything(sheet, "unread-tab")


def test_records_moved_to_another_tab_without_their_header(world):
    moved = [["amber-kite", 43832, "Quillan Ozark7", "Violation, banned", "banned"]]
    sheet = Sheet(world, [person(1), person(2)], **{"2020": moved})
    _stops_everything(sheet, "unread-tab")
    sheet.answer("rows of records", "these are no records")
    assert sheet.night().stop is None
