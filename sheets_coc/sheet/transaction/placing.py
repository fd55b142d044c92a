"""Where the rows of an undo copy are by now, and which of their cells nobody has touched since.

Nothing is guessed. A row is where it was if all of it still stands there as the tool left it.
Elsewhere it is only believed to be where a value of its stood nowhere else when it was written,
stands nowhere else now, and no other such value disagrees; where the planner named a column that
tells rows apart, that one must be among them. A row that was blank is where one is that holds
what the tool left and nothing else. What cannot be told stays in the hidden tab.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from sheets_coc.sheet.model import Position, Snapshot, Tab, Value
from sheets_coc.sheet.transaction.undo import same_cell
from sheets_coc.sheet.undo_tab import Copy

SEARCHED_ROWS = 60
"""How far down a header is looked for that is not where it was."""


@dataclass(frozen=True, slots=True)
class Placing:
    """Where the rows and columns of a copy are in its tab now.

    Attributes:
        rows: the row of each written row that is found.
        columns: the column of each column that is found.
        in_place: whether every written row is where it was, as the tool left it.
    """

    rows: Mapping[int, int]
    columns: Mapping[int, int]
    in_place: bool

    def at(self, position: Position) -> Position | None:
        """Where a cell is now; None where that cannot be told."""
        row, column = self.rows.get(position[0]), self.columns.get(position[1])
        return None if row is None or column is None else (row, column)


def place(copy: Copy, tab: Tab) -> Placing:
    """Where the rows and columns of a copy are in its tab now."""
    columns = _columns(copy, tab)
    rows = {row: row for row in copy.rows if _is_whole(copy, row, tab, row, columns)}
    still = len(columns) == copy.label.width and all(c == now for c, now in columns.items())
    in_place = still and len(rows) == len(copy.rows)
    if len(rows) < len(copy.rows):
        rows |= _found(copy, tab, columns, rows)
    return Placing(rows, columns, in_place)


def _columns(copy: Copy, tab: Tab) -> dict[int, int]:
    """Where the columns are: told by the header, the row whose headings agree best with one now.

    Headings that stand once in both tell where each column is; where all of the row is as it
    was, those without a heading are where they were too.
    """
    width = copy.label.width
    now = [_contents(tab, row, width) for row in range(min(len(tab.values), SEARCHED_ROWS))]
    old = [[copy.left(row, column) for column in range(width)] for row in copy.top_rows]
    best: dict[int, int] = {}
    same = all(row == _contents(tab, at, width) for at, row in zip(copy.top_rows, old, strict=True))
    for one, other in product(old, now):
        wanted, there = _single(one), _single(other)
        found = {wanted[value]: there[value] for value in wanted.keys() & there.keys()}
        if len(found) > len(best):
            best, same = found, one == other[:width]
    return {column: column for column in range(width)} if same else best


def _contents(tab: Tab, row: int, width: int) -> list[Value]:
    """A row's values, at least so many."""
    filled = len(tab.values[row]) if row < len(tab.values) else 0
    return [_content(tab, row, column) for column in range(max(filled, width))]


def _filled(copy: Copy, row: int, tab: Tab, columns: Mapping[int, int]) -> dict[int, int]:
    """Where a row is that was blank: all it holds is what the tool left, and no other is like it.

    Were it another one after all, nothing but the tool's own words would be cleared there.
    """
    rows = range(len(tab.values))
    like = [there for there in rows if _is_whole(copy, row, tab, there, columns)]
    return {row: like[0]} if len(like) == 1 else {}


def _single(values: Sequence[Value]) -> dict[Value, int]:
    """Where each value stands that stands once."""
    counts = Counter(values)
    return {v: at for at, v in enumerate(values) if v is not None and counts[v] == 1}


def _is_whole(copy: Copy, row: int, tab: Tab, there: int, columns: Mapping[int, int]) -> bool:
    """Whether a row stands in a place, all of it as the tool left it."""
    for column in range(copy.label.width):
        left, formula = copy.left(row, column), copy.is_formula(row, column)
        if column not in columns:
            if left is not None or formula:
                return False
            continue
        at = there, columns[column]
        if _content(tab, *at) != left or (at in tab.formulas) != formula:
            return False
    return bool(columns)


def _found(
    copy: Copy, tab: Tab, columns: Mapping[int, int], known: Mapping[int, int]
) -> dict[int, int]:
    """Where rows went that are not where they were, as far as their values tell for certain."""
    once = {column: _once(tab, columns[column]) for column in copy.label.keys if column in columns}
    surest = copy.label.keys[0] if copy.label.keyed else None
    found: dict[int, int] = {}
    for row in copy.rows:
        if row in known:
            continue
        votes = {c: once[c].get(value) for c, value in copy.telling(row) if c in once}
        told = {there for there in votes.values() if there is not None}
        named = surest is None or votes.get(surest) is not None
        if len(told) == 1 and (named or copy.left(row, surest or 0) is None):
            found[row] = told.pop()
        elif not any(holds_something(copy.tab, (row, c)) for c in range(copy.label.width)):
            found |= _filled(copy, row, tab, columns)
    taken = Counter([*found.values(), *known.values()])
    return {row: there for row, there in found.items() if taken[there] == 1}


def _once(tab: Tab, column: int) -> dict[Value, int]:
    """The row of each value that stands once in a column."""
    return _single([_content(tab, row, column) for row in range(len(tab.values))])


def _content(tab: Tab, row: int, column: int) -> Value:
    """A cell's value; None for a blank cell and for a formula."""
    value = tab.value(row, column)
    return None if value == "" or (row, column) in tab.formulas else value


def overwritten(copy: Copy) -> list[Position]:
    """The cells that the write changed, by where they stood."""
    return [
        at
        for at, left in copy.written.items()
        if left.formula or left.note or at in copy.tab.notes or at in copy.tab.rich
        or at in copy.tab.formulas or _content(copy.tab, *at) != left.value
    ]  # fmt: skip


def untouched(copy: Copy, tab: Tab, placing: Placing) -> dict[Position, Position]:
    """The cells that may be put back: changed by the write, and by nobody since.

    Returns:
        Where each is now, by where it stood.
    """
    found = {at: placing.at(at) for at in overwritten(copy)}
    return {
        at: now
        for at, now in found.items()
        if now and _holds_left(copy, at, tab, now) and not same_cell(copy.tab, at, tab, now)
    }


def missing(copy: Copy, tab: Tab, placing: Placing) -> list[Position]:
    """The cells that are not as they were, and of which nobody but the tool is known to be why.

    A cell that held nothing is one of them if the tool's words still stand in it; or somewhere in
    its column, where the cell was cut or its row torn since.
    """
    found = {at: placing.at(at) for at in overwritten(copy)}
    return [at for at, now in found.items() if now is None or _is_missing(copy, at, tab, placing)]


def rows_missing(
    copy: Copy, snapshot: Snapshot, restored: Callable[[Position], bool] = lambda at: False
) -> set[int]:
    """The rows of a copy in which cells are not as they were.

    Args:
        copy: what a write replaced.
        snapshot: the spreadsheet as it is.
        restored: whether a cell is known to have been put back.
    """
    tab = next((tab for tab in snapshot.tabs if tab.id == copy.label.tab), None)
    cells = missing(copy, tab, place(copy, tab)) if tab else list(copy.written)
    return {at[0] for at in cells if not restored(at)}


def _is_missing(copy: Copy, at: Position, tab: Tab, placing: Placing) -> bool:
    now = placing.rows[at[0]], placing.columns[at[1]]
    if holds_something(copy.tab, at) or _holds_left(copy, at, tab, now):
        return not same_cell(copy.tab, at, tab, now)
    is_moved = not holds_something(tab, now) or _is_torn(copy, at[0], tab, placing)
    return is_moved and _stands_elsewhere(copy, at, tab, now)


def _is_torn(copy: Copy, row: int, tab: Tab, placing: Placing) -> bool:
    """Whether a row no longer holds what it held beside what was written: somebody tore it."""
    return any(
        not same_cell(copy.tab, (row, column), tab, now)
        for column in range(copy.label.width)
        if (row, column) not in copy.written and (now := placing.at((row, column)))
    )


def _stands_elsewhere(copy: Copy, at: Position, tab: Tab, now: Position) -> bool:
    """Whether what the tool left in a cell stands in another row of its column."""
    left = copy.written[at].value
    rows = range(len(tab.values))
    return left is not None and any(
        _content(tab, row, now[1]) == left for row in rows if row != now[0]
    )


def holds_something(tab: Tab, at: Position) -> bool:
    """Whether a cell has a value, or anything hanging on it."""
    hanging = tab.formulas, tab.notes, tab.rich
    return tab.value(*at) not in (None, "") or any(at in places for places in hanging)


def _holds_left(copy: Copy, at: Position, tab: Tab, now: Position) -> bool:
    """Whether a cell holds exactly what the tool left there.

    The note may be the old one, which a write of the value alone leaves.
    """
    left = copy.written[at]
    if left.formula != (now in tab.formulas):
        return False
    if not left.formula and _content(tab, *now) != left.value:
        return False
    return tab.notes.get(now) in (None, left.note, copy.tab.notes.get(at))
