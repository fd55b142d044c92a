"""Which row of an earlier state each row of a later one is, told by a block of columns.

Rows are known by what they hold: first those whose every visible cell is that of one earlier
row, then those that agree with one earlier row more than with any other, then blank and wholly
overwritten ones by the rows beside them. What is left of a block that was sorted by itself is
put in that sort's order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sheets_coc.sheet.model import Value

Rows = dict[int, int]
"""Rows of the later state to rows of the earlier one."""


class Hole:
    """A cell that was written in between: what people had there is not to be seen."""


HOLE = Hole()
Cell = Value | Hole
SortKey = Callable[[int], tuple[Any, ...]]
"""From an earlier row to what it is sorted by."""
RARE = 64
"""How many rows may hold a value that still tells them apart."""


def match_rows(
    before: Sequence[tuple[Value, ...]], after: Sequence[tuple[Cell, ...]], *, torn: bool = False
) -> Rows:
    """Match the rows of a block.

    Args:
        before: the cells of each earlier row.
        after: the cells of each later row, in the same order of columns.
        torn: whether the block left its rows, as in a sort of only some columns.

    Returns:
        The earlier row of each later one, where it has one: new rows have none.
    """
    matcher = _Matcher(before, after)
    matcher.exactly()
    matcher.nearly(doubt=not torn)
    if torn:
        matcher.in_order()
        matcher.nearly(doubt=True)
    else:
        matcher.beside()
    return matcher.rows


class _Matcher:
    """The rows of a block, and those that are matched so far."""

    def __init__(
        self, before: Sequence[tuple[Value, ...]], after: Sequence[tuple[Cell, ...]]
    ) -> None:
        self.before, self.after = before, after
        self.rows: Rows = {}
        self._index = _Index(before)
        self._taken: Counter[int] = Counter()

    def exactly(self) -> None:
        """Rows whose every visible cell is that of one earlier row and no other.

        Several rows may be that of the same one: someone copied it.
        """
        for row, cells in enumerate(self.after):
            if any(_visible(cells)):
                alike = self._index.alike(cells)
                if len(alike) == 1:
                    self._take(row, alike[0])

    def nearly(self, *, doubt: bool) -> None:
        """Rows that agree with one earlier row more than with any other.

        An earlier row that is found elsewhere as it was is only believed to be here as well
        if most of it is.

        Args:
            doubt: whether the nearest is taken where several agree as much.
        """
        for row, cells in enumerate(self.after):
            if row in self.rows or not any(_visible(cells)):
                continue
            expected = self._expected(row)
            candidates = self._candidates(cells, expected)
            best = max(
                candidates,
                key=lambda source: self._rank(cells, source, expected),
                default=None,
            )
            if best is None or not self._plausible(cells, best):
                continue
            if doubt or not self._rivalled(cells, best, candidates):
                self._take(row, best)

    def beside(self) -> None:
        """Rows that show nothing, next to a matched one, if the earlier row showed nothing too."""
        downwards = range(len(self.after))
        for rows, step in ((downwards, -1), (reversed(downwards), 1)):
            for row in rows:
                source = self._next_to(row, step)
                if (
                    row not in self.rows
                    and source is not None
                    and not self._taken[source]
                    and _agreement(self.after[row], self.before[source])[1] == 0
                ):
                    self._take(row, source)

    def in_order(self) -> None:
        """What is left over goes where the block's sort puts it."""
        places = [
            row for row, cells in enumerate(self.after) if row not in self.rows and HOLE in cells
        ]
        left = [
            source
            for source, cells in enumerate(self.before)
            if not self._taken[source] and any(value is not None for value in cells)
        ]
        if not places or len(places) != len(left):
            return
        for key in self._sorts():
            filled = {**self.rows, **dict(zip(places, sorted(left, key=key), strict=True))}
            if _in_order(filled, key) and all(
                _agreement(self.after[row], self.before[filled[row]])[1] == 0 for row in places
            ):
                self.rows = filled
                return

    def _sorts(self) -> Iterator[SortKey]:
        """The sorts that what is matched agrees with, by the most telling column first."""
        columns = range(len(self.before[0]) if self.before else 0)
        held = {
            column: len({self.before[source][column] for source in self.rows.values()})
            for column in columns
        }
        for column in sorted(columns, key=lambda column: -held[column]):
            for descending in (False, True):
                key = self._sort_key(column, descending=descending)
                if held[column] > 1 and _in_order(self.rows, key):
                    yield key

    def _sort_key(self, column: int, *, descending: bool) -> SortKey:
        """How Google sorts: numbers, text whatever its case, truth values; blanks always last."""

        def key(source: int) -> tuple[object, ...]:
            value = self.before[source][column]
            if value is None:
                return (9,)
            kind = 2 if isinstance(value, bool) else 1 if isinstance(value, str) else 0
            if descending:
                kind = 2 - kind
            plain: Any = value.casefold() if isinstance(value, str) else value
            return kind, _Backwards(plain) if descending else plain

        return key

    def _take(self, row: int, source: int) -> None:
        self.rows[row] = source
        self._taken[source] += 1

    def _expected(self, row: int) -> int:
        """The earlier row that would be here if it stayed with the row above."""
        above = next((r for r in range(row - 1, max(-1, row - RARE), -1) if r in self.rows), None)
        return row if above is None else self.rows[above] + row - above

    def _next_to(self, row: int, step: int) -> int | None:
        """The earlier row next to that of the row beside; None outside the sheet."""
        beside = -1 if row + step < 0 else self.rows.get(row + step)
        source = None if beside is None else beside - step
        return source if source is not None and 0 <= source < len(self.before) else None

    def _candidates(self, cells: tuple[Cell, ...], expected: int) -> set[int]:
        """Earlier rows worth a look: alike, with a rare value in common, or in this place."""
        found = set(_nearest(self._index.alike(cells), expected))
        for column, value in enumerate(cells):
            found.update(self._index.with_rare(column, value))
        if 0 <= expected < len(self.before):
            found.add(expected)
        return found

    def _rank(self, cells: tuple[Cell, ...], source: int, expected: int) -> tuple[int, bool, int]:
        same, other = _agreement(cells, self.before[source])
        return same - other, not self._taken[source], -abs(source - expected)

    def _rivalled(self, cells: tuple[Cell, ...], best: int, candidates: set[int]) -> bool:
        """Whether another earlier row that is not found yet agrees as much as the best."""
        agreed = _agreement(cells, self.before[best])
        return any(
            source != best
            and not self._taken[source]
            and _agreement(cells, self.before[source]) == agreed
            for source in candidates
        )

    def _plausible(self, cells: tuple[Cell, ...], source: int) -> bool:
        same, other = _agreement(cells, self.before[source])
        return same >= 3 * other if self._taken[source] else same > other


class _Index:
    """Earlier rows by what they hold."""

    def __init__(self, before: Sequence[tuple[Value, ...]]) -> None:
        self._before = before
        self._by_cells: dict[tuple[int, ...], dict[tuple[Cell, ...], list[int]]] = {}
        self._by_value: list[dict[Value, list[int]]] | None = None

    def alike(self, cells: tuple[Cell, ...]) -> list[int]:
        """The earlier rows that hold just what is visible of a later one."""
        shown = tuple(column for column, value in enumerate(cells) if value is not HOLE)
        if shown not in self._by_cells:
            index: dict[tuple[Cell, ...], list[int]] = defaultdict(list)
            for source, there in enumerate(self._before):
                index[tuple(there[column] for column in shown)].append(source)
            self._by_cells[shown] = dict(index)
        return self._by_cells[shown].get(tuple(cells[column] for column in shown), [])

    def with_rare(self, column: int, value: Cell) -> list[int]:
        """The earlier rows that hold a value in a column, if they are few."""
        if value is None or isinstance(value, Hole):
            return []
        if self._by_value is None:
            self._by_value = [defaultdict(list) for _ in self._before[0]] if self._before else []
            for source, cells in enumerate(self._before):
                for place, held in enumerate(cells):
                    self._by_value[place][held].append(source)
        found = self._by_value[column].get(value, []) if self._by_value else []
        return found if len(found) <= RARE else []


class _Backwards:
    """A value that sorts the other way round."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Backwards) and self.value == other.value

    def __hash__(self) -> int:
        return hash(self.value)

    def __lt__(self, other: _Backwards) -> bool:
        return bool(other.value < self.value)


def _in_order(rows: Rows, key: SortKey) -> bool:
    """Whether rows below the header stand in the order of a sort."""
    keys = [key(rows[row]) for row in sorted(rows)][1:]
    return keys == sorted(keys)


def _visible(cells: tuple[Cell, ...]) -> Iterator[bool]:
    """For each visible cell whether it holds anything."""
    return (value is not None for value in cells if value is not HOLE)


def _agreement(cells: tuple[Cell, ...], source: tuple[Value, ...]) -> tuple[int, int]:
    """How many visible cells hold the same, and how many something else."""
    same = other = 0
    for here, there in zip(cells, source, strict=True):
        if here is HOLE:
            continue
        if here != there:
            other += 1
        elif here is not None:
            same += 1
    return same, other


def _nearest(rows: Iterable[int], expected: int) -> list[int]:
    """The rows nearest to a place, as many as are worth a look."""
    return sorted(rows, key=lambda row: abs(row - expected))[:RARE]
