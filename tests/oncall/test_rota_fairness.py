"""Over months and years the rota is fair, and every Python plans the same one."""

import hashlib
import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from sheets_coc.committee.members import read_committee
from sheets_coc.oncall.rota.planner import plan
from tests.oncall.builders import NAMES, NOW, away, committee, committee_tab, names, rota, week
from tests.shared import ROOT

PEOPLE = committee()


def test_whoever_served_less_over_the_past_year_is_asked_first() -> None:
    rows = [[week(-n), *(("Ada Quill", "Bela Frost") if n % 2 else ("Cleo Marsh", "Dov Tinker"))]
            for n in range(1, 30)]  # fmt: skip
    people = committee(NAMES[:5])
    result = plan(people, rota(people, rows), NOW, weeks=1)
    assert "Esra Vale" in names(result)[0]


def test_a_newcomer_and_someone_back_from_a_long_leave_are_not_made_to_catch_up() -> None:
    joined, leave = week(4), f"{week(-50)}..{week(3) + timedelta(days=6)}"
    rows = [[name, "", date(2020, 1, 6), None, "yes"] for name in NAMES[:6]]
    rows.append(["Gita Loom", "", joined - timedelta(days=1), None, "yes"])
    rows.append(["Hugo Pike", "", date(2020, 1, 6), None, "yes", leave])
    people = read_committee(committee_tab(rows))
    past = plan(people, rota(people), NOW - timedelta(weeks=30), weeks=30)
    tab = rota(people, [[w.starts, *pair] for w, pair in zip(past.weeks, names(past), strict=True)])
    result = plan(people, tab, NOW, weeks=20)
    held = [sum(name in pair for pair in names(result)) for name in NAMES[:8]]
    assert held[6] == held[7] == 4  # 16 weeks of 8 people
    assert set(held[:6]) <= {5, 6}  # 4 weeks of 6 people more
    assert result.spread <= 1


def test_years_of_weekly_runs_stay_fair() -> None:
    rows: list[list[object]] = []
    start = datetime(2024, 1, 3, tzinfo=UTC)
    for n in range(0, 80):
        tab = rota(PEOPLE, rows)
        result = plan(PEOPLE, tab, start + timedelta(weeks=n), weeks=4)
        known = {row[0] for row in rows}
        rows += [
            [w.starts, *pair]
            for w, pair in zip(result.weeks, names(result), strict=True)
            if w.starts not in known
        ]
    duties = [sum(name in row for row in rows) for name in NAMES[:7]]
    firsts = [sum(name == row[1] for row in rows) for name in NAMES[:7]]
    assert len(rows) == 83
    assert max(duties) - min(duties) <= 1
    assert max(firsts) - min(firsts) <= 1


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(7)), st.integers(2, 14))
def test_the_order_of_the_committee_tab_does_not_matter(order: list[int], weeks: int) -> None:
    people = committee([NAMES[i] for i in order])
    assert names(plan(people, rota(people), NOW, weeks=weeks)) == names(
        plan(PEOPLE, rota(PEOPLE), NOW, weeks=weeks)
    )


@settings(max_examples=25, deadline=None)
@given(
    st.integers(4, 12),
    st.lists(st.tuples(st.integers(0, 11), st.integers(0, 25)), max_size=25),
    st.booleans(),
)
def test_larger_rotas_are_always_valid_and_fair(
    members: int, absences: list[tuple[int, int]], repair: bool
) -> None:
    absent = {m: away({w for a, w in absences if a == m}) for m in range(members)}
    people = committee(NAMES[:members], absent)
    result = plan(people, rota(people), NOW, weeks=26, repair=repair)
    for planned in result.weeks:
        on_duty = [m for m in planned.members if m >= 0]
        assert len(set(on_duty)) == len(on_duty)
        assert all(people.members[m].eligible(planned.starts) for m in on_duty)
        able = sum(m.eligible(planned.starts) for m in people.members)
        assert len(on_duty) == min(2, able)
    assert members < 6 or result.spread <= 1


_HASHED = """
import json, sys
from tests.oncall.builders import NAMES, NOW, away, committee, rota
from sheets_coc.oncall.rota.planner import plan
people = committee(NAMES, {2: away([1, 2, 3]), 5: away([7])})
print(json.dumps(plan(people, rota(people), NOW, weeks=52).as_json()))
"""


def test_the_rota_does_not_depend_on_the_hash_seed() -> None:
    shown = {
        subprocess.run(
            [sys.executable, "-c", _HASHED],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(shown) == 1


def test_the_rota_is_the_same_on_every_python() -> None:
    result = plan(PEOPLE, rota(PEOPLE), NOW, weeks=4)
    assert names(result) == [
        ("Ada Quill", "Bela Frost"),
        ("Cleo Marsh", "Dov Tinker"),
        ("Esra Vale", "Finn Harrow"),
        ("Gita Loom", "Ada Quill"),
    ]


def test_a_year_of_twelve_is_the_same_on_every_python_too() -> None:
    people = committee(NAMES, {2: away([1, 2, 3, 30]), 5: away([7, 8]), 11: away(range(20, 33))})
    shown = json.dumps(plan(people, rota(people), NOW, weeks=52).as_json())
    assert hashlib.sha256(shown.encode()).hexdigest()[:16] == "59c99497334a23d4"
