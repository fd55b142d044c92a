"""The spread of duties against an independent search that looks at every rota.

States are the pair on duty and everybody's duties so far; for each only the least cost is
kept, so all rotas of committees too large for trying them one by one are covered.
"""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from sheets_coc.oncall.rota.planner import plan
from tests.oncall.builders import NAMES, NOW, away, committee, rota, week

Fixed = dict[tuple[int, int], int]
"""Agreed cells: week and role, and who holds them."""


def pairs(able: set[int], held: list[int]) -> list[tuple[int, ...]]:
    """Who may serve a week together, given who has agreed to."""
    free = min(2, len(able)) - len(held)
    others = sorted(able - set(held))
    return [tuple(sorted((*held, *more))) for more in combinations(others, free)]


def least_spread(members: int, able: list[set[int]], fixed: Fixed) -> tuple[int, int]:
    """The least number of people serving two weeks running, and the least spread at that."""
    states: dict[tuple[tuple[int, ...], tuple[int, ...]], int] = {((), (0,) * members): 0}
    for w, eligible in enumerate(able):
        following: dict[tuple[tuple[int, ...], tuple[int, ...]], int] = {}
        options = pairs(eligible, [fixed[w, r] for r in (0, 1) if (w, r) in fixed])
        for (last, duties), cost in states.items():
            for pair in options:
                key = (pair, tuple(d + (m in pair) for m, d in enumerate(duties)))
                running = cost + len({*last} & {*pair})
                if running < following.get(key, 10**9):
                    following[key] = running
        states = following
    best = min(states.values())
    always = [m for m in range(members) if all(m in eligible for eligible in able)]
    held = [[d[m] for m in always] or [0] for (_, d), cost in states.items() if cost == best]
    return best, min(max(h) - min(h) for h in held)


def case(seed: int) -> tuple[int, list[set[int]], Fixed]:
    """A committee some of whose members are often away, and some agreed cells."""
    rng = random.Random(seed)
    members, weeks = rng.choice([(4, 9), (5, 8), (6, 6)])
    full = rng.randint(2, members)
    able = [{m for m in range(members) if m < full or rng.random() < 0.6} for _ in range(weeks)]
    fixed: Fixed = {}
    for w, eligible in enumerate(able):
        if rng.random() < 0.3:
            fixed[w, rng.randint(0, 1)] = rng.choice(sorted(eligible))
    return members, able, fixed


@pytest.mark.parametrize("seed", range(24))
def test_the_spread_is_0_or_1_wherever_that_is_possible(seed: int) -> None:
    members, able, fixed = case(seed)
    absent = {m: away(w for w, e in enumerate(able) if m not in e) for m in range(members)}
    people = committee(NAMES[:members], absent)
    rows = [
        [week(w), *(NAMES[fixed[w, r]] if (w, r) in fixed else None for r in (0, 1))]
        for w in range(len(able))
    ]
    result = plan(people, rota(people, rows), NOW, weeks=len(able))
    running, narrowest = least_spread(members, able, fixed)
    assert result.back_to_back == running
    assert result.spread <= max(1, narrowest)
