"""What a reader can work out of a grid of counts, exactly.

A grid (spans of time by categories) is unknown to the reader except for what has been said:
sums of some of its cells, exact or within limits. We know the true grid. A sum is *left open*
if some other grid, in which it has another value, agrees with everything said just as well.
Such a grid is looked for near the true one: whatever sum is not within its limits has one of
its cells moved, and what follows from that is propagated. Where no grid exists, the limits
meet soon, and that is the proof.

    15 reports: 10 other, 5 not a violation, suspended and banned 0-4 each
    said: a+b+c+d = 15, a = 10, b = 5, 0 <= c <= 4, 0 <= d <= 4
    derived: c+d = 15 - 10 - 5 = 0, so c = d = 0: nothing is left open
    with a class for b as well, c = 1 needs b = 4: the search finds it, and c is open

The search gives up after a number of steps (`TooManySteps`), and then nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

MOST_STEPS = 1_000
"""Grids tried before giving up on one sum: a second or so."""

Vector = tuple[int, ...]


class TooManySteps(Exception):
    """Saying whether a sum is left open would take too long."""


@dataclass(frozen=True, slots=True)
class Said:
    """Something the reader knows: the sum of some cells lies within limits.

    Attributes:
        spans: the spans of time that are summed, by number.
        categories: the categories that are summed, by number.
        least: the least the sum can be.
        most: the most it can be; None where nothing limits it.
    """

    spans: frozenset[int]
    categories: frozenset[int]
    least: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True)
class _Limit:
    """A sum of cells, by their numbers, within limits."""

    cells: frozenset[int]
    least: int
    most: int | None

    def allows(self, value: int) -> bool:
        """Whether a sum lies within it."""
        return value >= self.least and (self.most is None or value <= self.most)


@dataclass(slots=True)
class Reader:
    """A reader, everything they have been told, and the truth, which they do not know.

    Attributes:
        spans: how many spans of time the grid has.
        categories: how many categories it has.
        said: what the reader knows.
        truth: the true grid, span by span.
    """

    spans: int
    categories: int
    said: Sequence[Said]
    truth: Vector = field(repr=False)
    _limits: list[_Limit] = field(init=False, repr=False)
    _found: list[Vector] = field(default_factory=list, init=False, repr=False)

    def __post_init__(self) -> None:
        self._limits = _with_differences(
            [
                _Limit(self._cells(one.spans, one.categories), one.least, one.most)
                for one in self.said
            ]
        )

    def leaves_open(self, spans: Iterable[int], category: int) -> bool:
        """Whether the sum of one category over some spans can be other than it is.

        Raises:
            TooManySteps: where this would take too long to say.
        """
        cells = self._cells(spans, (category,))
        value = _sum(self.truth, cells)
        # First, grids found for other questions often answer this one as well.
        if any(_sum(grid, cells) != value for grid in self._found):
            return True
        # Then a grid is looked for in which the sum is larger, and one in which it is smaller.
        wanted = [_Limit(cells, value + 1, None)]
        wanted += [_Limit(cells, 0, value - 1)] if value else []
        for limit in wanted:
            if (grid := _search(self.truth, [limit, *self._limits])) is not None:
                self._found.append(grid)
                return True
        return False

    def _cells(self, spans: Iterable[int], categories: Iterable[int]) -> frozenset[int]:
        chosen = tuple(categories)
        return frozenset(span * self.categories + one for span in spans for one in chosen)


def _sum(grid: Vector, cells: Iterable[int]) -> int:
    return sum(grid[cell] for cell in cells)


def _with_differences(limits: Sequence[_Limit]) -> list[_Limit]:
    """The limits, and those of the rest wherever one sum is a part of another.

    They follow from the others, but propagation alone would not see them: 12 in the year and
    9 in its first half are 3 in the second.
    """
    found: dict[frozenset[int], tuple[int, int | None]] = {}
    for one in limits:
        _tighten(found, one.cells, one.least, one.most)
    known = list(found.items())
    for whole, (least, most) in known:
        for piece, (lower, upper) in known:
            if piece < whole:
                rest_least = 0 if upper is None else max(0, least - upper)
                rest_most = None if most is None else most - lower
                _tighten(found, whole - piece, rest_least, rest_most)
    for whole, (least, most) in known:
        inside = sorted((p for p in known if p[0] < whole), key=lambda p: -len(p[0]))
        for piece, _ in inside:
            _tighten(found, *_rest(whole, least, most, piece, inside))
    return [_Limit(cells, *ends) for cells, ends in found.items()]


def _rest(
    whole: frozenset[int],
    least: int,
    most: int | None,
    kept: frozenset[int],
    pieces: Iterable[tuple[frozenset[int], tuple[int, int | None]]],
) -> tuple[frozenset[int], int, int | None]:
    """What is left of a sum, one piece of it included, without other pieces that do not overlap."""
    rest = whole
    for piece, (lower, upper) in pieces:
        if upper is not None and piece <= rest and not piece & kept:
            rest -= piece
            least -= upper
            most = None if most is None else most - lower
    return rest, max(0, least), most


def _tighten(
    found: dict[frozenset[int], tuple[int, int | None]],
    cells: frozenset[int],
    least: int,
    most: int | None,
) -> None:
    lower, upper = found.get(cells, (0, None))
    ends = [end for end in (upper, most) if end is not None]
    found[cells] = max(lower, least), min(ends, default=None)


def _search(truth: Vector, limits: Sequence[_Limit]) -> Vector | None:
    """A grid within all limits, near the truth; None where there is none."""
    lows, highs = [0] * len(truth), [_cap(cell, limits) for cell in range(len(truth))]
    touching = [[limit for limit in limits if cell in limit.cells] for cell in range(len(truth))]
    waiting = [(lows, highs, list(limits))]
    steps = 0
    while waiting:
        steps += 1
        if steps > MOST_STEPS:
            raise TooManySteps
        lows, highs, changed = waiting.pop()
        if not _propagate(lows, highs, changed, touching):
            continue
        near = tuple(map(_clamp, truth, lows, highs))
        broken = next((one for one in limits if not one.allows(_sum(near, one.cells))), None)
        if broken is None:
            return near
        waiting += _branches(broken, near, lows, highs, touching)
    return None


def _cap(cell: int, limits: Iterable[_Limit]) -> int:
    """The most a cell needs to be; without an upper limit, what alone meets every lower one."""
    ends = [one.most for one in limits if cell in one.cells and one.most is not None]
    if ends:
        return max(0, min(ends))
    return max((one.least for one in limits if cell in one.cells), default=0)


def _propagate(
    lows: list[int],
    highs: list[int],
    changed: list[_Limit],
    touching: Sequence[Sequence[_Limit]],
) -> bool:
    """Narrow every cell to what the limits leave it; False where they leave nothing."""
    queue = dict.fromkeys(map(id, changed))
    by_id = {id(one): one for one in changed}
    while queue:
        number = next(iter(queue))
        del queue[number]
        limit = by_id[number]
        lowest = sum(lows[cell] for cell in limit.cells)
        highest = sum(highs[cell] for cell in limit.cells)
        if (limit.most is not None and lowest > limit.most) or highest < limit.least:
            return False
        for cell in limit.cells:
            low, high = lows[cell], highs[cell]
            least = max(low, limit.least - (highest - high))
            most = high if limit.most is None else min(high, limit.most - (lowest - low))
            if least > most:
                return False
            if (least, most) != (low, high):
                lows[cell], highs[cell] = least, most
                lowest += least - low
                highest += most - high
                for other in touching[cell]:
                    by_id[id(other)] = other
                    queue[id(other)] = None
    return True


def _clamp(true: int, low: int, high: int) -> int:
    return min(max(true, low), high)


def _branches(
    broken: _Limit,
    near: Vector,
    lows: list[int],
    highs: list[int],
    touching: Sequence[Sequence[_Limit]],
) -> list[tuple[list[int], list[int], list[_Limit]]]:
    """One cell of a sum that is not within its limits: it stays at most where it is, or moves.

    The move is tried first, so it stands last. Both together are everything there is.
    """
    too_low = _sum(near, broken.cells) < broken.least
    room = [c for c in broken.cells if (near[c] < highs[c] if too_low else near[c] > lows[c])]
    cell = min(room, key=lambda c: (len(touching[c]), c))
    value = near[cell]
    stays, moves = ((0, value), (value + 1, None)) if too_low else ((value, None), (0, value - 1))
    found = []
    for least, most in (stays, moves):
        some_lows, some_highs = lows.copy(), highs.copy()
        some_lows[cell] = max(lows[cell], least)
        some_highs[cell] = highs[cell] if most is None else min(highs[cell], most)
        found.append((some_lows, some_highs, list(touching[cell])))
    return found
