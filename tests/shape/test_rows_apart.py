"""Rows that come apart, because columns are sorted or cells inserted; and ordinary work."""

from datetime import date
from itertools import product

import pytest

from sheets_coc.errors import SafetyStop
from sheets_coc.sheet.model import text
from tests.sampled import some
from tests.shape.drifting import sort_columns
from tests.shape.sheet import FULL, TEN, Sheet, person
from tests.sheets import cell

SORTED = {
    "the dates of report": ("reported_on",),
    "the dates to expunge": ("expunge_on",),
    "the decisions": ("decision",),
    "the people": ("subjects",),
    "two columns": ("summary", "our_action"),
}
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
    sheet.edit(lambda grid: [*grid, [cell(new.get(key)) for key in columns]])
    sheet.set(2, "expunge_on", "2029-12-24")
    sort_columns(sheet, keys)
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
    sort_columns(sheet, ("reported_on",))
    night = sheet.night()
    assert night.stop is not None
    assert night.stop.code == "rows-apart"


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
    sort_columns(sheet, ("expunge_on",), descending=False)
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
    sort_columns(sheet, ("handled_by",))
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


def test_no_figure_is_made_of_rows_that_came_apart(world):
    rows = [person(n, decision=("Open", "Violation, flagged")[n % 2]) for n in (5, 2, 7, 1, 6, 3)]
    sheet = Sheet(world, rows)
    sheet.night()
    assert sheet.book().statistics().statistics
    sort_columns(sheet, ("reported_on",))
    with pytest.raises(SafetyStop, match="changed places"):
        sheet.book().statistics()
