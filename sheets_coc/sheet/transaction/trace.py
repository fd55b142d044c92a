"""Where rows and columns went between two states of a tab.

Between the lock and the write only the owner can move anything, but then the write hits
other cells than it was planned for. Their content is in memory, if it is known which cell of
the earlier state each cell of the later one is. Nothing in Google's answer says so; it is
worked out from the content, with the cells that were written in between left out of it
(the *holes*).

Columns are matched by what they hold. Usually they all stayed with their rows; a sort of only
some of them tears rows apart. Columns whose values tell different stories about where the rows
went are taken for separate *blocks*, and rows are matched for each block by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from functools import cached_property

from sheets_coc.sheet.model import Position, Tab, Value
from sheets_coc.sheet.transaction.row_matching import HOLE, Cell, Rows, match_rows


class Trace:
    """Which cell of an earlier state each cell of a later one is.

    Args:
        earlier: the tab as it was.
        later: the tab as it is.
        holes: positions of `later` that were written in between.
    """

    def __init__(self, earlier: Tab, later: Tab, holes: Collection[Position] = ()) -> None:
        self._same = not holes and earlier.values == later.values
        self._later = later
        if self._same:
            self.columns = {column: column for column in range(width(later))}
            return
        self._holes = frozenset(holes)
        self._width = max(width(earlier), width(later), *(c + 1 for _, c in self._holes), 0)
        self._height = max(len(later.values), *(r + 1 for r, _ in self._holes), 0)
        self._old = [
            [content(earlier, row, column) for row in range(len(earlier.values))]
            for column in range(self._width)
        ]
        self._new = [
            [self._visible(row, column) for row in range(self._height)]
            for column in range(self._width)
        ]
        self.columns = self._match_columns()

    @property
    def torn(self) -> bool:
        """Whether some columns left their rows."""
        return not self._same and len(self._blocks) > 1

    @property
    def lost(self) -> bool:
        """Whether something that stood there cannot be put in its place any more.

        Only where rows came apart: otherwise what is found nowhere was deleted.
        """
        if not self.torn:
            return False
        for block in self._blocks:
            rows = self._rows[block[0]]
            left = set(range(len(self._old[0]))) - set(rows.values())
            empty = {row for row, column in self._holes if column in block and row not in rows}
            if empty and any(
                self._old[self.columns[column]][row] is not None for column in block for row in left
            ):
                return True
        return False

    def source(self, position: Position) -> Position | None:
        """The position in the earlier state of a cell of the later one; None for a new cell."""
        if self._same:
            return position
        row, column = position
        source = self._rows.get(column, {}).get(row)
        return None if source is None else (source, self.columns[column])

    def rows_found(self) -> set[int]:
        """The rows of the earlier state of which anything is found in the later one."""
        if self._same:
            return set(range(len(self._later.values)))
        return {source for rows in self._rows.values() for source in rows.values()}

    def targets(self, positions: Collection[Position]) -> dict[Position, Position]:
        """Where cells of the earlier state are now: earlier position to later position."""
        if self._same:
            return {position: position for position in positions}
        wanted = set(positions)
        found: dict[Position, Position] = {}
        for column in self.columns:
            for row in range(self._height):
                source = self.source((row, column))
                if source in wanted:
                    found.setdefault(source, (row, column))
        return found

    def _visible(self, row: int, column: int) -> Cell:
        return HOLE if (row, column) in self._holes else content(self._later, row, column)

    def _match_columns(self) -> dict[int, int]:
        """Columns of the later state to columns of the earlier one, by what they hold."""
        before = [_counted(old) for old in self._old]
        after = [_counted(new) for new in self._new]
        scores = sorted(
            (-_likeness(after[here], before[there]), abs(here - there), here, there)
            for here in range(self._width)
            for there in range(self._width)
            if after[here] and before[there]
        )
        matched: dict[int, int] = {}
        used: set[int] = set()
        for score, _distance, here, there in scores:
            if score < 0 and here not in matched and there not in used:
                matched[here] = there
                used.add(there)
        held = Counter(column for _, column in self._holes)
        _fill_gaps(
            matched,
            self._width,
            lambda here, there: (
                bool(after[here] & before[there])  # much of it was typed over
                or (not after[here] and before[there].total() <= held[here])
            ),
        )
        return matched

    @cached_property
    def _rows(self) -> Mapping[int, Rows]:
        """The earlier row of each later one, by column."""
        torn = len(self._blocks) > 1
        return {
            column: rows
            for block in self._blocks
            for rows in [self._match(block, torn=torn)]
            for column in block
        }

    def _match(self, block: Collection[int], *, torn: bool = False) -> Rows:
        """Match the rows of some columns."""
        before = [*zip(*(self._old[self.columns[column]] for column in block), strict=True)]
        after = [*zip(*(self._new[column] for column in block), strict=True)]
        return match_rows(before, after, torn=torn)

    @cached_property
    def _blocks(self) -> list[list[int]]:
        """The columns that stayed together, the largest block first."""
        known = {
            here: _by_value(enumerate(self._old[there]), enumerate(self._new[here]))
            for here, there in self.columns.items()
        }
        blocks: list[tuple[list[int], Rows]] = []
        for column in sorted(known, key=lambda here: -len(known[here])):
            rows = known[column]
            for columns, together in blocks:
                if _agree(rows, together):
                    columns.append(column)
                    together.update({row: rows[row] for row in rows.keys() - together.keys()})
                    break
            else:
                blocks.append(([column], dict(rows)))
        if len(blocks) == 1:
            return [columns for columns, _ in blocks]
        return self._with_the_unsure(blocks, known)

    def _with_the_unsure(
        self, blocks: list[tuple[list[int], Rows]], known: Mapping[int, Rows]
    ) -> list[list[int]]:
        """Torn blocks, with each column that would fit in several where it explains most.

        A sort takes a block of neighbours, so where two blocks explain as much of a column, it
        goes with the one beside it.
        """
        sure = [
            [
                column
                for column in columns
                if not any(_agree(known[column], other) for c, other in blocks if c is not columns)
            ]
            for columns, _ in blocks
        ]
        sure = [columns for columns in sure if columns]
        rows = [self._match(columns) for columns in sure]
        grown = [list(columns) for columns in sure]
        for column in sorted(self.columns.keys() - {here for block in sure for here in block}):
            best = max(
                range(len(sure)),
                key=lambda n: (self._explained(column, rows[n]), _beside(column, grown[n])),
            )
            grown[best].append(column)
        return sorted((sorted(columns) for columns in grown), key=len, reverse=True)

    def _explained(self, column: int, rows: Rows) -> int:
        """How many filled cells of a column a way to match rows explains."""
        old = self._old[self.columns[column]]
        return sum(
            value is not None and row in rows and old[rows[row]] == value
            for row, value in enumerate(self._new[column])
        )


def content(tab: Tab, row: int, column: int) -> Value:
    """What stands in a cell for matching: nothing for a formula, since its references move."""
    if (row, column) in tab.formulas:
        return None
    value = tab.value(row, column)
    return None if value == "" else value


def width(tab: Tab) -> int:
    """How many columns have content."""
    return max((len(row) for row in tab.values), default=0)


def _agree(rows: Rows, others: Rows) -> bool:
    """Whether two columns tell the same story; a single cell may have been cut and pasted."""
    return sum(others.get(row, source) != source for row, source in rows.items()) < 2


def _beside(column: int, block: Collection[int]) -> int:
    """How near a column is to a block, the nearest last."""
    return -min(abs(column - other) for other in block)


def _counted(values: Iterable[Cell]) -> Counter[Cell]:
    return Counter(value for value in values if value is not None and value is not HOLE)


def _likeness(one: Counter[Cell], other: Counter[Cell]) -> int:
    """How much of one column is found in another, less what is not."""
    return 2 * (one & other).total() - one.total()


def _fill_gaps(matched: dict[int, int], size: int, fits: Callable[[int, int], bool]) -> None:
    """Match columns that show too little between their matched neighbours, in order."""
    used = set(matched.values())
    for here in range(size):
        if here in matched:
            continue
        left = matched[here - 1] + 1 if here - 1 in matched else (0 if here == 0 else None)
        right = matched[here + 1] - 1 if here + 1 in matched else None
        for there in (left, right, here):
            if there in used or there is None or not 0 <= there < size:
                continue
            if fits(here, there):
                matched[here] = there
                used.add(there)
                break


def _by_value(before: Iterable[tuple[int, Cell]], after: Iterable[tuple[int, Cell]]) -> Rows:
    """Rows matched by a value that stands once on either side."""
    old, new = _unique(before), _unique(after)
    return {row: old[key] for key, row in new.items() if key in old}


def _unique(cells: Iterable[tuple[int, Cell]]) -> Mapping[Hashable, int]:
    rows: dict[Hashable, int] = {}
    twice: set[Hashable] = set()
    for row, value in cells:
        if value is not None and value is not HOLE:
            if value in rows:
                twice.add(value)
            rows[value] = row
    return {value: row for value, row in rows.items() if value not in twice}
