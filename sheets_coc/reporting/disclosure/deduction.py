"""What a reader can work out: exactly, by enumeration.

A grid of counts (spans of time by categories) is unknown to the reader except for what has
been said: sums of some of its cells, exact or within limits. The values a cell can still
have are found by going through every grid that agrees with everything said. At the sizes
that occur this takes milliseconds; where it would take too long, `TooManyGrids` is raised
and nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import prod

MOST_STEPS = 400_000
"""Grids looked at in one step; more would take seconds."""

Vector = tuple[int, ...]


class TooManyGrids(Exception):
    """There are too many grids to go through."""


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
class Reader:
    """A reader, and everything they have been told.

    Attributes:
        spans: how many spans of time the grid has.
        categories: how many categories it has.
        said: what the reader knows.
    """

    spans: int
    categories: int
    said: tuple[Said, ...]

    def possible(self, spans: Iterable[int], category: int) -> frozenset[int]:
        """The values the sum of one category over some spans can still have.

        Empty where what was said contradicts itself.

        Raises:
            TooManyGrids: where this would take too long.
        """
        across = [s for s in self.said if len(s.categories) > 1]
        sums = {tuple(0 for _ in across)}
        for other in range(self.categories):
            if other != category:
                sums = self._added(sums, other, across)
        chosen = tuple(spans)
        found: set[int] = set()
        for cells in self._columns(category):
            value = sum(cells[span] for span in chosen)
            if value not in found and self._fits(cells, category, across, sums):
                found.add(value)
        return frozenset(found)

    def _limit(self, span: int, category: int) -> int:
        """The most a single cell can be."""
        limits = [
            s.most
            for s in self.said
            if s.most is not None and span in s.spans and category in s.categories
        ]
        if not limits:
            raise TooManyGrids
        return min(limits)

    def _columns(self, category: int) -> Iterator[Vector]:
        """Every way to fill one category over the spans that agrees with what is said of it."""
        alone = [s for s in self.said if s.categories == {category}]
        begun: list[Vector] = [()]
        for span in range(self.spans):
            least = max((s.least for s in alone if s.spans == {span}), default=0)
            numbers = range(least, self._limit(span, category) + 1)
            if len(begun) * len(numbers) > MOST_STEPS:
                raise TooManyGrids
            longer = ((*cells, n) for cells in begun for n in numbers)
            begun = [cells for cells in longer if _may_become(cells, alone, span)]
        yield from begun

    def _fewest_columns(self, category: int) -> int:
        """A number of ways to fill a category that is known without going through them."""
        if any(s.categories == {category} for s in self.said):
            return 1
        return prod(self._limit(span, category) + 1 for span in range(self.spans))

    def _added(self, sums: set[Vector], category: int, across: Sequence[Said]) -> set[Vector]:
        """The sums over several categories, with one more category added to them."""
        if self._fewest_columns(category) * len(sums) > MOST_STEPS:
            raise TooManyGrids
        shares = {_share(cells, category, across) for cells in self._columns(category)}
        if len(shares) * len(sums) > MOST_STEPS:
            raise TooManyGrids
        limits = [_cap(s) for s in across]
        grown: set[Vector] = set()
        for share in shares:
            for before in sums:
                after = _plus(before, share, across, limits)
                if after is not None:
                    grown.add(after)
        return grown

    def _fits(
        self, cells: Vector, category: int, across: Sequence[Said], sums: set[Vector]
    ) -> bool:
        share = _share(cells, category, across)
        if all(s.least == s.most for s in across):
            return tuple(s.least - part for s, part in zip(across, share, strict=True)) in sums
        return any(
            all(_within(a + b, s) for a, b, s in zip(share, rest, across, strict=True))
            for rest in sums
        )


def _may_become(cells: Vector, alone: Sequence[Said], last: int) -> bool:
    """Whether cells filled up to a span can still agree with what is said of their category."""
    for said in alone:
        value = sum(cells[i] for i in said.spans if i <= last)
        if said.most is not None and value > said.most:
            return False
        if value < said.least and max(said.spans) <= last:
            return False
    return True


def _within(value: int, said: Said) -> bool:
    return value >= said.least and (said.most is None or value <= said.most)


def _cap(said: Said) -> int:
    """Above this, a sum without an upper limit need not be told apart."""
    return said.least if said.most is None else said.most


def _share(cells: Vector, category: int, across: Sequence[Said]) -> Vector:
    """What one category adds to each of the sums."""
    return tuple(
        sum(cells[span] for span in s.spans) if category in s.categories else 0 for s in across
    )


def _plus(
    before: Vector, share: Vector, across: Sequence[Said], caps: Sequence[int]
) -> Vector | None:
    """The sums with a share added; None where one is over its limit."""
    after = []
    for a, b, said, cap in zip(before, share, across, caps, strict=True):
        value = a + b
        if value > cap:
            if said.most is not None:
                return None
            value = cap
        after.append(value)
    return tuple(after)
