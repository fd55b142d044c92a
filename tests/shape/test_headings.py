"""Headings that stand over other columns than before: rows are whole, and nothing is missed."""

import pytest

from sheets_coc.records.apart.headings_moved import under_other_headings
from sheets_coc.records.apart.row_check import CheckedRow
from tests.shape.sheet import FULL, TEN, Sheet, person

OLD = {"reported_on": "2020-03-01", "decided_on": "2020-04-01"}
PEOPLE = [
    person(1, **OLD, hold="an appeal", reporter="Ines", Thread="thread-1"),
    person(2, **OLD, aliases="ozark_two", reporter="Jo", expunge_on="never", Thread="thread-2"),
    person(3, **OLD, banned_until="2030-01-01", decision="Violation, banned", flag="banned",
           reporter="Rosa Quill", aliases="ozark_three", Thread="thread-3"),
]  # fmt: skip
KEYS = (*FULL, "Thread")


def exchange(sheet, one, other):
    first, second = sheet.column(one), sheet.column(other)

    def change(grid):
        grid[0][first], grid[0][second] = grid[0][second], grid[0][first]

    sheet.edit(change)


@pytest.mark.parametrize(
    ("one", "other", "keys"),
    [
        ("hold", "aliases", KEYS),
        ("hold", "Thread", KEYS),
        ("reporter", "subjects", KEYS),
        ("decision", "flag", KEYS),
        ("expunge_on", "banned_until", KEYS),
        ("reported_on", "decided_on", KEYS),
        ("reporter", "subjects", (*TEN, "Thread")),
        ("reported_on", "expunge_on", TEN),
    ],
)
def test_two_headings_are_exchanged(world, one, other, keys):
    sheet = Sheet(world, PEOPLE, keys).no_notice()
    if "Thread" in keys:
        sheet.night()
        sheet.answer("Nobody has said", "keep")
    # Without its decisions a sheet tells by its dates alone what goes: the first night takes none.
    assert sheet.night().stop is None
    before = sheet.grid()
    exchange(sheet, one, other)
    night = sheet.night()
    assert night.stop is not None
    assert night.stop.code == "rows-apart"
    assert sheet.grid()[1:] == before[1:]
    exchange(sheet, other, one)
    assert sheet.night().stop is None


def test_a_whole_column_is_moved_or_a_cell_is_put_where_it_belongs(world):
    sheet = Sheet(world, PEOPLE).no_notice()
    assert sheet.night().stop is None
    at = sheet.column("hold")
    sheet.edit(lambda grid: [[*row[:at], *row[at + 1 :], row[at]] for row in grid])
    assert sheet.night().stop is None
    row = next(n for n, cells in enumerate(sheet.grid()) if "ozark_two" in cells)
    sheet.set(row, "aliases", None)
    sheet.set(row, "others", "ozark_two")
    assert sheet.night().stop is None


def row(before, now, own=()):
    return CheckedRow(0, before, now, dict(own))


@pytest.mark.parametrize(
    ("rows", "then", "now", "torn"),
    [
        # Two cells of two stand under the other heading.
        ([row(["abc", "..."], ["...", "abc"]), row(["def", "..."], ["...", "def"])],
         {"hold": 0, "aliases": 1}, {"hold": 0, "aliases": 1}, (0, 1)),
        # One alone may have been put right; not where its heading has left it behind.
        ([row(["abc", "..."], ["...", "abc"])], {"hold": 0, "aliases": 1},
         {"hold": 0, "aliases": 1}, ()),
        ([row(["abc", "..."], ["...", "abc"])], {"hold": 0, "aliases": 1},
         {"hold": 1, "aliases": 0}, (0,)),
        # Under a heading of the committee's own.
        ([row(["abc", "..."], ["xyz", "..."], [(7, "abc")])], {"hold": 7}, {"hold": 0}, (0,)),
        # The heading alone is another one: it was renamed.
        ([row(["abc", "..."], ["~~~", "..."], [(7, "abc")])] * 2, {"hold": 7}, {"aliases": 1}, ()),
        # Most of what stood there is where it was.
        ([row(["abc", "..."], ["...", "abc"]), row(["def", "..."], ["...", "def"]),
          *[row(["ghi", "..."], ["ghi", "..."])] * 2], {}, {"hold": 0, "aliases": 1}, ()),
        # Copied, and still where it was; or both said the same before.
        ([row(["abc", "..."], ["abc", "abc"])] * 2, {}, {"hold": 0, "aliases": 1}, ()),
        ([row(["abc", "abc"], ["def", "abc"])] * 2, {}, {"hold": 0, "aliases": 1}, ()),
    ],
)  # fmt: skip
def test_what_counts(rows, then, now, torn):
    assert under_other_headings(rows, ("hold", "aliases"), then, now) == torn
