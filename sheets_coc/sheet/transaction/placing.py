"""Where the rows of an undo copy are by now, and which of their cells nobody has touched since.

Nothing is guessed. A row is where it was if all of it still stands there as the tool left it.
Elsewhere it is only believed to be where a value of its stood nowhere else when it was written,
stands nowhere else now, and no other such value disagrees; where the planner named a column that
tells rows apart, that one must be among them. What cannot be told stays in the hidden tab.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sheets_coc.sheet.model import Position, Tab, Value
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
    still = all(here == there for here, there in columns.items())
    still = still and len(columns) == copy.label.width
    rows = {row: row for row in copy.rows if still and _is_whole(copy, tab, row)}
    in_place = len(rows) == len(copy.rows)
    if not in_place:
        rows |= _found(copy, tab, columns, rows)
    return Placing(rows, columns, in_place)


def _columns(copy: Copy, tab: Tab) -> dict[int, int]:
    """Where the columns are: as before under the same header, else by headings that stand once."""
    header, width = copy.label.header, copy.label.width
    old = [copy.left(header, column) for column in range(width)]
    if all(value == _content(tab, header, c) for c, value in enumerate(old)):
        return {column: column for column in range(width)}
    counts = Counter(old)
    wanted = {
        value: column
        for column, value in enumerate(old)
        if value is not None and counts[value] == 1
    }
    best: dict[int, int] = {}
    for row in range(min(len(tab.values), SEARCHED_ROWS)):
        shown = [_content(tab, row, column) for column in range(len(tab.values[row]))]
        once = Counter(shown)
        found = {
            wanted[value]: column
            for column, value in enumerate(shown)
            if value in wanted and once[value] == 1
        }
        if len(found) > len(best):
            best = found
    needed = {column for _, column in copy.written}
    return best if needed <= best.keys() else {}


def _is_whole(copy: Copy, tab: Tab, row: int) -> bool:
    """Whether a row stands where it was, all of it as the tool left it."""
    return all(
        _content(tab, row, column) == copy.left(row, column)
        and ((row, column) in tab.formulas) == copy.is_formula(row, column)
        for column in range(copy.label.width)
    )


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
    taken = Counter([*found.values(), *known.values()])
    return {row: there for row, there in found.items() if taken[there] == 1}


def _once(tab: Tab, column: int) -> dict[Value, int]:
    """The row of each value that stands once in a column."""
    shown = [_content(tab, row, column) for row in range(len(tab.values))]
    counts = Counter(shown)
    return {
        value: row for row, value in enumerate(shown) if value is not None and counts[value] == 1
    }


def _content(tab: Tab, row: int, column: int) -> Value:
    """A cell's value; None for a blank cell and for a formula."""
    value = tab.value(row, column)
    return None if value == "" or (row, column) in tab.formulas else value


def overwritten(copy: Copy) -> list[Position]:
    """The cells that the write changed, by where they stood."""
    return [
        at
        for at, left in copy.written.items()
        if left.formula or at in copy.tab.notes or at in copy.tab.rich
        or at in copy.tab.formulas or _content(copy.tab, *at) != left.value
    ]  # fmt: skip


def untouched(copy: Copy, tab: Tab, placing: Placing) -> dict[Position, Position]:
    """The cells that may be put back: changed by the write, and by nobody since.

    Returns:
        Where each is now, by where it stood.
    """
    found = {}
    for at in overwritten(copy):
        now = placing.at(at)
        if now and _holds_left(copy, at, tab, now) and not same_cell(copy.tab, at, tab, now):
            found[at] = now
    return found


def missing(copy: Copy, tab: Tab, placing: Placing) -> list[Position]:
    """The cells that held something which stands nowhere but in the copy."""
    return [
        at
        for at in overwritten(copy)
        if _held_something(copy.tab, at)
        and not ((now := placing.at(at)) and same_cell(copy.tab, at, tab, now))
    ]


def _held_something(tab: Tab, at: Position) -> bool:
    return tab.value(*at) not in (None, "") or any(
        at in hanging for hanging in (tab.formulas, tab.notes, tab.rich)
    )


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
