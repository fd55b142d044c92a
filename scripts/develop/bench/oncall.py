"""How long planning takes, and how fair it is, over committees of several sizes."""

import random
import statistics
import time
from datetime import UTC, datetime, timedelta

from sheets_coc.committee.members import Absence, Committee, Member
from sheets_coc.oncall.rota.planner import RotaPlan, plan
from sheets_coc.oncall.tab import RotaTab
from sheets_coc.private import Private

NOW = datetime(2026, 11, 18, tzinfo=UTC)
FIRST = datetime(2026, 11, 23, tzinfo=UTC).date()
RUNS = 10
SIZES = ((4, 52, 0.1), (5, 52, 0.1), (7, 13, 0.1), (7, 52, 0.1), (12, 52, 0.1), (30, 52, 0.1))
"""Members, weeks, the part of its weeks somebody is away."""


def committee(members: int, weeks: int, share: float, seed: int) -> Committee:
    """Invented members; half of them are away now and then, for one to three weeks."""
    rng = random.Random(seed)
    people = []
    for number in range(members):
        away, week = [], 0
        while number % 2 and week < weeks:
            length = rng.randint(1, 3)
            if rng.random() < share * 2 / length:
                first = FIRST + timedelta(weeks=week)
                away.append(Absence(first, first + timedelta(weeks=length, days=-1)))
            week += length
        people.append(Member(number, Private(f"Member {number:02}"), away=tuple(away)))
    return Committee(tuple(people))


def measured(members: int, weeks: int, share: float) -> tuple[list[float], list[RotaPlan]]:
    """Milliseconds and results of some plans."""
    empty = RotaTab(1, 0, {"week": 0, "primary": 1, "secondary": 2}, {})
    times, plans = [], []
    for seed in range(RUNS):
        people = committee(members, weeks, share, seed)
        start = time.perf_counter()
        plans.append(plan(people, empty, NOW, weeks=weeks))
        times.append((time.perf_counter() - start) * 1000)
    return times, plans


def main() -> int:
    """Print a row for each size."""
    print("members weeks  median ms  worst ms  uncovered  back to back  worst spread")
    for members, weeks, share in SIZES:
        times, plans = measured(members, weeks, share)
        print(
            f"{members:7} {weeks:5} {statistics.median(times):10.0f} {max(times):9.0f}"
            f" {sum(p.uncovered for p in plans):10} {sum(p.back_to_back for p in plans):13}"
            f" {max(p.spread for p in plans):13}"
        )
    return 0
