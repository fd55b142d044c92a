"""The exact minimum: who may serve week by week, and what it costs to go on.

Costs are minimised in this order: people serving two weeks running (counted once for each
person and each such pair of weeks, whatever their roles), agreed cells that move, weeks
without a primary though somebody serves. Uncovered cells come before all of them, and do
not depend on other weeks: only pairs that leave as few uncovered as possible are options.

Every cost concerns one week or two neighbouring ones, so a backward pass over the pairs on
duty finds the minimum exactly: `remaining[w][i]` is the least cost from week `w` on, if
that week is served by its option `i`.

    Ada, Bo and Cy may serve in week 0, only Ada and Bo in week 1
    week 1, options Ada+Bo, Bo+Ada: nothing comes after, remaining[1] = 0, 0
    week 0, Ada+Bo before Ada+Bo: two serve two weeks running, remaining[0] = 2
    week 0, Ada+Cy before Ada+Bo: one does, remaining[0] = 1, and no option has less
    so the least is 1; walking forward, any option that keeps to it will do
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

NOBODY: Final = -1
"""An uncovered cell."""
SOMEONE: Final = -2
"""A cell that is covered, but not by a member that can be told."""

BACK_TO_BACK: Final = 1_000_000
MOVED: Final = 1_000
NO_PRIMARY: Final = 1
"""Weights; there are fewer than 1,000 weeks, so none can outweigh the one before."""

Pair = tuple[int, int]
"""Primary and secondary: indices of members, NOBODY or SOMEONE."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one cell before planning.

    Attributes:
        holder: a member's index, SOMEONE, or NOBODY where it is open or impossible.
        fixed: whether it stays whatever happens.
        candidates: members that SOMEONE may be.
    """

    holder: int = NOBODY
    fixed: bool = False
    candidates: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """The people who may serve a week together, and in which roles at the least cost.

    Attributes:
        mask: the members on duty as a bit mask.
        members: the same as indices.
        cost: MOVED and NO_PRIMARY of the week itself.
        pairs: primary and secondary, one or two ways round, all of that cost.
        uncovered: how many of the week's cells stay uncovered.
    """

    mask: int
    members: tuple[int, ...]
    cost: int
    pairs: tuple[Pair, ...]
    uncovered: int


def _choices(cell: Cell, eligible: Sequence[int]) -> tuple[int, ...]:
    return (cell.holder,) if cell.fixed else (*eligible, NOBODY)


def _allowed(pair: Pair, cells: tuple[Cell, Cell]) -> bool:
    first, second = pair
    if first >= 0 and first == second:
        return cells[0].fixed and cells[1].fixed
    return not (
        (not cells[0].fixed and first in cells[1].candidates and first != cells[0].holder)
        or (not cells[1].fixed and second in cells[0].candidates and second != cells[1].holder)
    )


def _cost(pair: Pair, cells: tuple[Cell, Cell]) -> int:
    moved = sum(c.holder >= 0 and c.holder != m for m, c in zip(pair, cells, strict=True))
    return MOVED * moved + NO_PRIMARY * (pair[0] == NOBODY and pair[1] != NOBODY)


@lru_cache(maxsize=1024)
def options(cells: tuple[Cell, Cell], eligible: tuple[int, ...]) -> tuple[Option, ...]:
    """The options of one week: as few uncovered cells as possible, each at its least cost.

    Args:
        cells: what stands in the week.
        eligible: the members who may serve, in ascending order.
    """
    pairs = [
        (p, s)
        for p in _choices(cells[0], eligible)
        for s in _choices(cells[1], eligible)
        if _allowed((p, s), cells)
    ]
    fewest = min(p.count(NOBODY) for p in pairs)
    by_mask: dict[int, tuple[int, list[Pair]]] = {}
    for pair in pairs:
        if pair.count(NOBODY) > fewest:
            continue
        mask = sum(1 << m for m in set(pair) if m >= 0)
        cost = _cost(pair, cells)
        least, ways = by_mask.get(mask, (cost, []))
        if cost < least:
            least, ways = cost, []
        if cost == least:
            ways.append(pair)
        by_mask[mask] = (least, ways)
    return tuple(
        Option(mask, tuple(sorted({m for m in ways[0] if m >= 0})), cost, tuple(ways), fewest)
        for mask, (cost, ways) in by_mask.items()
    )


def _onwards(mask: int, later: list[tuple[int, int]]) -> int:
    """The least cost of what follows a week, looking at the cheapest continuations first."""
    best = later[0][0] + BACK_TO_BACK * (mask & later[0][1]).bit_count()
    for remaining, other in later:
        if remaining >= best:
            break
        best = min(best, remaining + BACK_TO_BACK * (mask & other).bit_count())
    return best


def backward(weeks: Sequence[Sequence[Option]], after: int = 0) -> list[list[int]]:
    """The least cost from each option of each week to the end.

    Args:
        weeks: the options of each week.
        after: the members on duty in the week after the last, as a bit mask.
    """
    remaining: list[list[int]] = []
    later = [(0, after)]
    for choices in reversed(weeks):
        costs = [choice.cost + _onwards(choice.mask, later) for choice in choices]
        remaining.append(costs)
        later = sorted(zip(costs, (choice.mask for choice in choices), strict=True))
    remaining.reverse()
    return remaining


def least(weeks: Sequence[Sequence[Option]], before: int = 0, after: int = 0) -> tuple[int, int]:
    """The least uncovered cells and, at that, the least cost of the rest.

    Args:
        weeks: the options of each week.
        before: the members on duty in the week before the first, as a bit mask.
        after: the same for the week after the last.
    """
    uncovered = sum(choices[0].uncovered for choices in weeks)
    if not weeks:
        return 0, BACK_TO_BACK * (before & after).bit_count()
    first = sorted(
        zip(backward(weeks, after)[0], (choice.mask for choice in weeks[0]), strict=True)
    )
    return uncovered, _onwards(before, first)
