"""Where rows and columns went between two states of a tab.

Between the lock and the write only the owner can move anything, but then the write hits
other cells than it was planned for. Their content is in memory, if it is known which cell of
the earlier state each cell of the later one is. Nothing in Google's answer says so; it is
worked out from the content, with the cells that were written in between left out of it
(the *holes*).

Columns are matched by what they hold. Rows are matched in several ways: by the whole row, by
their identity, by place, by each column whose values tell rows apart. For every column that
way is believed which explains most of the column, so a sort of only some of the columns is
followed too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sheets_coc.sheet.model import Position, Tab, Value

Rows = dict[int, int]
"""Rows of the later state to rows of the earlier one."""


class Trace:
    """Which cell of an earlier state each cell of a later one is.

    Args:
        earlier: the tab as it was.
        later: the tab as it is.
        holes: positions of `later` that were written in between.
        identities: what names each row in `earlier` and in `later`, where known.
    """

    def __init__(
        self,
        earlier: Tab,
        later: Tab,
        holes: Collection[Position] = (),
        identities: tuple[Sequence[Hashable], Sequence[Hashable]] = ((), ()),
    ) -> None:
        self._same = not holes and earlier.values == later.values
        if self._same:
            return
        self._earlier, self._later = earlier, later
        self._holes = frozenset(holes)
        self._width = max(width(earlier), width(later), *(c + 1 for _, c in self._holes), 0)
        self._height = max(len(later.values), *(r + 1 for r, _ in self._holes), 0)
        self._old = [
            [content(earlier, row, column) for row in _rows(earlier)]
            for column in range(self._width)
        ]
        self.columns = self._match_columns()
        self._blank = {row for row, _ in self._holes if not any(self._beside(row))}
        self._exact = self._match_whole_rows()
        self._ways = self._all_ways(identities)
        self._torn = self._torn_columns()
        self._best = {column: self._best_ways(column) for column in self.columns}

    def source(self, position: Position) -> Position | None:
        """The position in the earlier state of a cell of the later one; None for a new cell."""
        if self._same:
            return position
        row, column = position
        if column not in self.columns:
            return None
        source = self._row(row, column)
        if source is not None and row in self._blank and self._has_more(row, source):
            return None
        return None if source is None else (source, self.columns[column])

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

    def _cells(self, column: int) -> Iterator[tuple[int, Value]]:
        """The rows of a later column with their content, holes left out."""
        for row in range(self._height):
            if (row, column) not in self._holes:
                yield row, content(self._later, row, column)

    def _beside(self, row: int) -> Iterator[bool]:
        """Whether each matched cell of a later row that is no hole has content."""
        for column in self.columns:
            if (row, column) not in self._holes:
                yield content(self._later, row, column) is not None

    def _has_more(self, row: int, source: int) -> bool:
        """Whether an earlier row has content where the later one is blank: then it is another."""
        return any(
            content(self._earlier, source, there) is not None
            for here, there in self.columns.items()
            if (row, here) not in self._holes
        )

    def _match_columns(self) -> dict[int, int]:
        """Columns of the later state to columns of the earlier one, by what they hold."""
        before = [_counted(iter(old)) for old in self._old]
        after = [
            _counted(value for _, value in self._cells(column)) for column in range(self._width)
        ]
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

    def _match_whole_rows(self) -> Rows:
        """Rows whose every cell outside the holes is that of one earlier row and no other.

        Several rows may be that of the same one: someone copied it.
        """
        with_formulas = {column for _, column in self._earlier.formulas}
        columns = [here for here, there in self.columns.items() if there not in with_formulas]
        indexes: dict[tuple[int, ...], dict[tuple[Value, ...], list[int]]] = {}
        matched: Rows = {}
        for row in range(self._height):
            shown = tuple(c for c in columns if (row, c) not in self._holes)
            if shown not in indexes:
                there = [self.columns[c] for c in shown]
                index: dict[tuple[Value, ...], list[int]] = {}
                for source in _rows(self._earlier):
                    key = tuple(content(self._earlier, source, c) for c in there)
                    index.setdefault(key, []).append(source)
                indexes[shown] = index
            key = tuple(content(self._later, row, c) for c in shown)
            candidates = indexes[shown].get(key, [])
            if self._alike(candidates) and any(value is not None for value in key):
                matched[row] = candidates[0]
        return matched

    def _alike(self, rows: Sequence[int]) -> bool:
        """Whether there is such an earlier row, and several are copies of each other."""
        values = self._earlier.values
        return bool(rows) and all(values[row] == values[rows[0]] for row in rows[1:])

    def _torn_columns(self) -> set[int]:
        """Columns whose cells left their rows, as in a sort of only some columns.

        Cells of a row come from different rows then: once is enough where the row is known by
        its name, otherwise it takes two rows, since a new one may repeat what stands elsewhere.
        What lies between torn columns is counted among them: a sort takes a block.
        """
        named = self._ways[1].known
        own = {way.column: way.known for way in self._ways if way.column is not None}
        torn = {
            column
            for column, known in own.items()
            if any(row in named and named[row] != source for row, source in known.items())
        }
        apart = Counter(
            column
            for row in range(self._height)
            if len({known[row] for known in own.values() if row in known}) > 1
            for column, known in own.items()
            if row in known
        )
        torn |= {column for column, rows in apart.items() if rows > 1}
        return set(range(min(torn), max(torn) + 1)) if torn else torn

    def _row(self, row: int, column: int) -> int | None:
        """The earlier row of a cell: by a way that knows this row, before one that infers it."""
        if column not in self._torn:
            for rows in (self._exact, self._ways[1].known):  # by content, by name
                if row in rows:
                    return rows[row]
        ways = self._best[column]
        for way in ways:
            if row in way.known:
                return way.known[row]
        return ways[0].inferred.get(row)

    def _all_ways(self, identities: tuple[Sequence[Hashable], Sequence[Hashable]]) -> list[_Way]:
        """Every way to match rows, the most trusted first."""
        before, after = identities
        height, earlier = self._height, len(self._earlier.values)
        ways = [self._exact, _by_key(enumerate(before), enumerate(after))]
        for here, there in self.columns.items():
            ways.append(_by_key(enumerate(self._old[there]), self._cells(here)))
        ways.append({row: row for row in range(min(height, earlier))})
        own = [None, None, *self.columns, None]
        return [
            _Way(way, _continued(way, height, earlier), column)
            for way, column in zip(ways, own, strict=True)
        ]

    def _best_ways(self, column: int) -> list[_Way]:
        """The ways that explain most of a column, the most trusted first.

        That a column explains itself says little, so it counts for less.
        """
        old = self._old[self.columns[column]]
        shown = list(self._cells(column))
        scores = [
            (0.8 if way.column == column else 1) * _explained(old, shown, way.inferred)
            for way in self._ways
        ]
        enough = max(scores) * 0.97 - 0.5  # a few blanks more are no reason
        return [way for way, score in zip(self._ways, scores, strict=True) if score >= enough]


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to match rows.

    Attributes:
        known: the rows it knows.
        inferred: with them, those in between.
        column: the column it was worked out from, if it was one.
    """

    known: Rows
    inferred: Rows
    column: int | None


def content(tab: Tab, row: int, column: int) -> Value:
    """What stands in a cell for matching: nothing for a formula, since its references move."""
    if (row, column) in tab.formulas:
        return None
    value = tab.value(row, column)
    return None if value == "" else value


def width(tab: Tab) -> int:
    """How many columns have content."""
    return max((len(row) for row in tab.values), default=0)


def _rows(tab: Tab) -> range:
    return range(len(tab.values))


def _counted(values: Iterator[Value]) -> Counter[Value]:
    return Counter(value for value in values if value is not None)


def _explained(old: list[Value], shown: list[tuple[int, Value]], rows: Rows) -> float:
    """How many cells of a column a way to match rows explains; blank ones hardly count."""
    same = [value for row, value in shown if row in rows and old[rows[row]] == value]
    blank = same.count(None)
    return len(same) - 0.95 * blank


def _likeness(one: Counter[Value], other: Counter[Value]) -> int:
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


def _by_key(before: Iterator[tuple[int, Hashable]], after: Iterator[tuple[int, Hashable]]) -> Rows:
    """Rows matched by a key that stands once on either side."""
    old, new = _unique(before), _unique(after)
    return {row: old[key] for key, row in new.items() if key in old}


def _unique(keyed: Iterator[tuple[int, Hashable]]) -> Mapping[Hashable, int]:
    rows: dict[Hashable, int] = {}
    twice: set[Hashable] = set()
    for row, key in keyed:
        if key is not None:
            if key in rows:
                twice.add(key)
            rows[key] = row
    return {key: row for key, row in rows.items() if key not in twice}


def _continued(known: Rows, height: int, earlier_height: int) -> Rows:
    """Match what is left next to a matched row, in order, downwards and then upwards."""
    way, used = dict(known), set(known.values())
    for rows, step in ((range(height), -1), (range(height - 1, -1, -1), 1)):
        for row in rows:
            if row in way:
                continue
            beside = way.get(row + step, -1 if row + step < 0 else None)
            source = None if beside is None else beside - step
            if source is not None and 0 <= source < earlier_height and source not in used:
                way[row] = source
                used.add(source)
    return way
