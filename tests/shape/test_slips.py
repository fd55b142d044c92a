"""Slips of the hand that leave every other cell where it was."""

import pytest

from tests.shape.sheet import FULL, TEN, Sheet, person

ROWS = [person(n, reported_on=f"2026-0{n}-1{n}", decided_on=f"2026-0{n}-2{n}") for n in range(1, 6)]
ROWS[4] |= {
    "flag": "banned",
    "hold": "an appeal",
    "expunge_on": "never",
    "banned_until": "2030-01-01",
}


def apart(sheet):
    night = sheet.night()
    return night.stop is not None and night.stop.code == "rows-apart"


@pytest.mark.parametrize(
    ("key", "step", "keys"),
    [
        ("reported_on", 1, FULL),
        ("reported_on", 0, TEN),
        ("decided_on", 0, FULL),
        ("reported_on", 7, FULL),
    ],
)
def test_a_date_is_dragged_over_the_rows_below(world, key, step, keys):
    sheet = Sheet(world, ROWS, keys)
    assert not apart(sheet)
    at = sheet.column(key)

    def drag(grid):
        for below in (1, 2):
            grid[2 + below][at] = grid[2][at] + step * below

    sheet.edit(drag)
    assert apart(sheet)


def test_a_date_is_dragged_upward_or_typed_as_text_by_the_month(world):
    sheet = Sheet(world, ROWS)
    assert not apart(sheet)
    at = sheet.column("reported_on")
    as_they_were = sheet.grid()

    def drag(grid):
        grid[3][at] = grid[2][at] = grid[4][at]

    sheet.edit(drag)
    assert apart(sheet)
    sheet.edit(lambda grid: as_they_were)
    assert not apart(sheet)
    for row, day in enumerate(("11 March 2026", "11 April 2026", "11 May 2026"), start=2):
        sheet.set(row, "reported_on", day)
    assert apart(sheet)


@pytest.mark.parametrize("blank", [3, 4])
def test_a_date_is_dragged_over_a_blank_too(world, blank):
    sheet = Sheet(world, ROWS)
    sheet.set(blank, "decided_on", None)
    assert not apart(sheet)
    at = sheet.column("decided_on")

    def drag(grid):
        grid[3][at] = grid[4][at] = grid[2][at]

    sheet.edit(drag)
    assert apart(sheet)


@pytest.mark.parametrize(
    "dates",
    [
        ["2026-02-12", "2026-02-12", "2026-04-14"],  # one corrected to the day of the one above
        ["2026-02-12", "2026-03-15", "2026-04-16"],  # two corrected, a few days later
    ],
)
def test_dates_may_be_corrected(world, dates):
    sheet = Sheet(world, ROWS)
    assert not apart(sheet)
    for row, day in enumerate(dates, start=2):
        sheet.set(row, "reported_on", day)
    assert not apart(sheet)


def test_dates_that_were_missing_may_be_filled_down(world):
    sheet = Sheet(world, [row | {"decided_on": None} for row in ROWS])
    assert not apart(sheet)
    for row in range(1, 5):
        sheet.set(row, "decided_on", "2026-06-30")
    assert not apart(sheet)


@pytest.mark.parametrize(
    ("key", "keys"),
    [
        ("hold", FULL),
        ("decision", FULL),
        ("expunge_on", FULL),
        ("subjects", TEN),
        ("flag", TEN),
        ("reported_on", FULL),
        ("banned_until", FULL),
    ],
)
def test_the_last_cell_of_a_column_is_shifted_down(world, key, keys):
    sheet = Sheet(world, ROWS, keys)
    assert not apart(sheet)
    at = sheet.column(key)

    def shift(grid):
        grid.append([grid[5][at] if n == at else None for n in range(len(grid[5]))])
        grid[5][at] = None

    sheet.edit(shift)
    assert apart(sheet)


def test_a_report_may_be_added_below_a_record_that_lost_a_cell(world):
    sheet = Sheet(world, ROWS)
    assert not apart(sheet)
    sheet.set(5, "hold", None)
    at = sheet.column("reported_on")
    sheet.edit(lambda grid: [*grid, [46346 if n == at else None for n in range(len(grid[0]))]])
    assert not apart(sheet)
