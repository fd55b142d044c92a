"""The planner against every rota there is, on committees small enough to try them all."""

from __future__ import annotations

from itertools import pairwise, product

from hypothesis import given, settings
from hypothesis import strategies as st

from sheets_coc.oncall.rota.planner import RotaPlan, plan
from sheets_coc.oncall.tab import ROLES
from tests.oncall.builders import NAMES, NOW, away, committee, rota, week

Pair = tuple[int | None, int | None]


def candidates(agreed: Pair, able: set[int], repair: bool) -> list[Pair]:
    """Every pair a week may have: agreed and possible cells stay unless `repair`."""

    def cell(held: int | None) -> list[int | None]:
        if held in able and not repair:
            return [held]
        return [None, *sorted(able)]

    held = agreed
    if agreed[0] is not None and agreed[0] == agreed[1] and agreed[0] in able:
        held = (agreed[0], None)
    return [(p, s) for p, s in product(cell(held[0]), cell(held[1])) if p is None or p != s]


def costs(
    rota_: tuple[Pair, ...], agreed: list[Pair], able: list[set[int]], last: Pair
) -> tuple[int, int, int]:
    """Uncovered cells, people two weeks running, agreed cells moved."""
    uncovered = sum(pair.count(None) for pair in rota_)
    running = sum(len({*a} & {*b} - {None}) for a, b in pairwise([last, *rota_]))
    moved = 0
    for pair, held, eligible in zip(rota_, agreed, able, strict=True):
        for role in (0, 1):
            twice = role == 1 and held[0] == held[1]
            if held[role] in eligible and not twice:
                moved += pair[role] != held[role]
    return uncovered, running, moved


def spread(rota_: tuple[Pair, ...], able: list[set[int]], members: int) -> int:
    always = [m for m in range(members) if all(m in eligible for eligible in able)]
    duties = [sum(m in pair for pair in rota_) for m in always]
    return max(duties) - min(duties) if duties else 0


@st.composite
def cases(draw: st.DrawFn) -> tuple[int, list[Pair], list[set[int]], Pair]:
    members = draw(st.integers(0, 4))
    weeks = draw(st.integers(1, 5 if members < 4 else 4))
    who = st.none() | st.integers(0, members - 1) if members else st.none()
    absent = st.sets(st.integers(0, max(0, members - 1)), max_size=2)
    able = [set(range(members)) - draw(absent) for _ in range(weeks)]
    agreed = [draw(st.tuples(who, who)) for _ in range(weeks)]
    return members, agreed, able, draw(st.tuples(who, who))


def planned(
    members: int, agreed: list[Pair], able: list[set[int]], last: Pair, repair: bool
) -> RotaPlan:
    absent = {
        m: away(w for w, eligible in enumerate(able) if m not in eligible) for m in range(members)
    }
    people = committee(NAMES[:members], absent)
    name = {None: None, **dict(enumerate(NAMES))}
    rows = [[week(w), name[p], name[s]] for w, (p, s) in enumerate([last, *agreed], start=-1)]
    return plan(people, rota(people, rows), NOW, weeks=len(agreed), repair=repair)


@settings(deadline=None)
@given(cases(), st.booleans())
def test_nothing_is_better_than_the_plan(
    case: tuple[int, list[Pair], list[set[int]], Pair], repair: bool
) -> None:
    members, agreed, able, last = case
    result = planned(*case, repair)
    got: tuple[Pair, ...] = tuple(
        (w.members[0] if w.members[0] >= 0 else None, w.members[1] if w.members[1] >= 0 else None)
        for w in result.weeks
    )
    every = list(product(*(candidates(a, e, repair) for a, e in zip(agreed, able, strict=True))))
    scored = [(costs(one, agreed, able, last), one) for one in every]
    best = min(score for score, _ in scored)
    assert got in set(every)
    assert costs(got, agreed, able, last) == best
    assert (result.uncovered, result.back_to_back) == best[:2]
    narrowest = min(spread(one, able, members) for score, one in scored if score == best)
    assert result.spread == spread(got, able, members)
    assert result.spread <= max(1, narrowest)


@settings(max_examples=100, deadline=None)
@given(cases())
def test_the_plan_says_exactly_when_moving_agreed_cells_would_help(
    case: tuple[int, list[Pair], list[set[int]], Pair],
) -> None:
    kept, repaired = planned(*case, repair=False), planned(*case, repair=True)
    gain = (
        kept.uncovered - repaired.uncovered,
        kept.back_to_back - repaired.back_to_back,
    )
    if gain > (0, 0):
        assert kept.could_help is not None
        assert (kept.could_help.uncovered, kept.could_help.back_to_back) == gain
        assert kept.could_help.moves > 0
    else:
        assert kept.could_help is None
    assert repaired.could_help is None


@settings(max_examples=60, deadline=None)
@given(cases())
def test_changed_names_the_roles_whose_agreed_holder_was_replaced(
    case: tuple[int, list[Pair], list[set[int]], Pair],
) -> None:
    _, agreed, _, _ = case
    result = planned(*case, repair=True)
    for held, week_ in zip(agreed, result.weeks, strict=True):
        replaced = [
            role
            for role, before, after in zip(ROLES, held, week_.members, strict=True)
            if before is not None and after >= 0 and before != after
        ]
        assert list(week_.changed) == replaced
    assert result.changes == sum(len(w.changed) for w in result.weeks)
