"""Where cells went: worked out from content, checked against edits that are known."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheets_coc.sheet.model import Changes, SetCell, Snapshot, Tab
from sheets_coc.sheet.transaction.formula import shifted
from sheets_coc.sheet.transaction.restore import undone
from sheets_coc.sheet.transaction.trace import Trace

HEADERS = ["Case", "Date", "Reporter", "Named subjects", "Summary", "Flag", "Decision", "Expunged"]


def records(count: int, seed: int = 0) -> list[list]:
    """A sheet like the committee's: some columns unique, some repeating, some blank."""
    rng = random.Random(seed)
    return [list(HEADERS)] + [
        [
            f"case-{number}",
            45_000 + rng.randrange(400),
            rng.choice(["Ana Invented", "Ben Invented", None]),
            f"Subject {rng.randrange(count)}",
            f"Story {number}",
            rng.choice(["yes", "no", None]),
            rng.choice(["Open", "Flagged", "No violation"]),
            rng.choice([46_000 + number, None]),
        ]
        for number in range(count)
    ]


def tab(rows: list[list]) -> Tab:
    values = [list(row) for row in rows]
    for row in values:
        while row and row[-1] is None:
            row.pop()
    while values and not values[-1]:
        values.pop()
    return Tab(id=7, title="Records", rows=1000, columns=26, values=values)


def snapshot(rows: list[list]) -> Snapshot:
    return Snapshot(id="x", title="x", tabs=[tab(rows)])


def edit(rows: list[list], kind: str, rng: random.Random) -> None:
    """One thing the owner does, on plain lists, in place."""
    width = max(len(row) for row in rows)
    for cells in rows:
        cells.extend([None] * (width - len(cells)))
    row = rng.randrange(1, len(rows))
    other = rng.randrange(1, len(rows))
    column = rng.randrange(width)
    if kind == "insert rows":
        rows[row:row] = [[None] * width for _ in range(rng.randrange(1, 4))]
    elif kind == "delete row":
        del rows[row]
    elif kind == "move row":
        rows.insert(other, rows.pop(row))
    elif kind == "sort":
        rows[1:] = sorted(
            rows[1:], key=lambda cells: str(cells[column]), reverse=rng.random() < 0.5
        )
    elif kind == "insert column":
        for cells in rows:
            cells.insert(column, None)
    elif kind == "delete column":
        for cells in rows:
            del cells[column]
    elif kind == "move column":
        there = rng.randrange(width)
        for cells in rows:
            cells.insert(there, cells.pop(column))
    elif kind == "insert above":
        rows.insert(0, [None] * width)


MOVES = [
    "insert rows",
    "delete row",
    "move row",
    "sort",
    "insert column",
    "delete column",
    "move column",
    "insert above",
]


def write(rows: list[list], due: list[int]) -> tuple[Changes, list[list]]:
    """An expunging of some rows, planned on these rows; and what stands where it is written."""
    cells = [
        SetCell(7, row, column, value, strip=True)
        for row in due
        for column, value in ((2, "Expunged"), (3, "Expunged"), (4, "Expunged"), (7, 46_000))
    ]
    return Changes(cells=tuple(cells)), rows


def hit(rows: list[list], changes: Changes) -> list[list]:
    """The rows after the write, wherever its cells are by now."""
    after = [list(row) for row in rows]
    for cell in changes.cells:
        while len(after) <= cell.row:
            after.append([])
        after[cell.row] += [None] * (cell.column + 1 - len(after[cell.row]))
        after[cell.row][cell.column] = cell.value
    return after


@settings(deadline=None, max_examples=120)
@given(st.lists(st.sampled_from(MOVES), min_size=1, max_size=3), st.integers(0, 10_000))
def test_what_a_write_replaced_is_worked_out_after_moves(kinds, seed):
    rng = random.Random(seed)
    planned_on = records(25, seed)
    changes, _ = write(planned_on, sorted(rng.sample(range(1, 26), 3)))
    met = [list(row) for row in planned_on]
    for kind in kinds:
        edit(met, kind, rng)
    found = undone(snapshot(planned_on), changes, snapshot(hit(met, changes)))
    assert found.snapshot.tabs[0].values == tab(met).values


def sorted_in_part(seed: int) -> tuple[list[list], list[list]]:
    """What stood there when it was written, and what is worked out to have stood there."""
    rng = random.Random(seed)
    planned_on = records(25, seed)
    changes, _ = write(planned_on, sorted(rng.sample(range(1, 26), 3)))
    met = [list(row) for row in planned_on]
    first = rng.randrange(1, 7)
    key = rng.randrange(first)
    block = sorted((row[:first] for row in met[1:]), key=lambda cells: str(cells[key]))
    for row, cells in zip(met[1:], block, strict=True):
        row[:first] = cells
    found = undone(snapshot(planned_on), changes, snapshot(hit(met, changes)))
    return tab(met).values, found.snapshot.tabs[0].values


def test_a_sort_of_some_of_the_columns_is_followed_nearly_always():
    right = sum(met == found for met, found in map(sorted_in_part, range(100)))
    assert right >= 98


def test_typing_elsewhere_is_kept():
    planned_on = records(10)
    changes, _ = write(planned_on, [3])
    met = [list(row) for row in planned_on]
    met[3][6] = "Open"
    met[5][4] = "Another story"
    found = undone(snapshot(planned_on), changes, snapshot(hit(met, changes)))
    assert found.snapshot.tabs[0].values == tab(met).values


def test_rows_alike_but_for_what_was_written_are_told_apart_by_identity():
    planned_on = [["Key", "Name"], ["a", "Ana"], ["b", "Ben"], ["c", "Cem"]]
    met = [planned_on[0], planned_on[3], planned_on[1], planned_on[2]]
    changes = Changes(cells=(SetCell(7, 2, 1, "Expunged"),))
    found = undone(snapshot(planned_on), changes, snapshot(hit(met, changes)))
    assert found.snapshot.tabs[0].values == met


def test_nothing_moved_is_the_plain_case():
    same = tab(records(5))
    trace = Trace(same, tab(records(5)))
    assert trace.source((3, 2)) == (3, 2)
    assert trace.targets([(1, 1)]) == {(1, 1): (1, 1)}


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("=A2+1", "=A3+1"),
        ("=$A$2+B2", "=$A$2+B3"),
        ('="A2"&C$1&C2', '="A2"&C$1&C3'),
        ("=SUM(A2:B2)", "=SUM(A3:B3)"),
        ("=LOG10(A2)", "=LOG10(A3)"),
        ("='A2 tab'!A2", "='A2 tab'!A2"),
    ],
)
def test_formulas_move_with_their_row(formula, moved):
    assert shifted(formula, 1, 0) == moved
