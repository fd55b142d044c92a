"""Absences: what it hits, what stands there already, and that nothing typed there is lost."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets_coc.committee.members import read_away, read_committee
from sheets_coc.errors import Error, SheetError, UsageError
from sheets_coc.oncall.absence import absence, changes
from sheets_coc.oncall.reading import Rota
from tests.oncall.builders import MONDAY, NAMES, committee_tab, rota, week

PEOPLE = NAMES[:3]
TYPED = st.sampled_from(
    [None, "", "-", "none", "2026-12-21..2027-01-04", "2026-11-30, 2027-02-01..2027-02-03",
     "2026-12-24; 2026-12-31", date(2026, 12, 24), "2026-12-24,"]
)  # fmt: skip


def at(away):
    tab = committee_tab(
        [name, "", date(2020, 1, 6), None, "yes", away if name == PEOPLE[0] else None]
        for name in PEOPLE
    )
    people = read_committee(tab)
    weeks = [[week(n), PEOPLE[n % 3], PEOPLE[(n + 1) % 3]] for n in range(12)]
    return tab, Rota(people, rota(people, weeks))


@given(TYPED, st.integers(0, 80), st.integers(0, 20))
def test_whatever_stood_there_still_does_and_the_new_days_count_too(typed, start, length):
    tab, read = at(typed)
    first = MONDAY + timedelta(days=start)
    found = absence(read, PEOPLE[0], first, first + timedelta(days=length), MONDAY)
    cells = changes(tab, read, found).cells
    before, _ = read_away(tab.value(1, 5))
    after, problems = read_away(cells[0].value if cells else tab.value(1, 5))
    assert not problems
    assert set(before) <= set(after)
    assert any(one.first <= first and one.last >= found.away.last for one in after)
    days = {first + timedelta(days=n) for n in range(length + 1)}
    for duty in found.hit:
        assert days & {duty.week + timedelta(days=n) for n in range(7)}
    hit = {duty.week for duty in found.hit}
    for n in range(12):
        touched = bool(days & {week(n) + timedelta(days=d) for d in range(7)})
        assert (week(n) in hit) is (touched and PEOPLE[0] in (PEOPLE[n % 3], PEOPLE[(n + 1) % 3]))


def test_what_cannot_be_noted_is_said():
    tab, read = at("Christmas")
    with pytest.raises(Error, match="not understood"):
        absence(read, PEOPLE[0], MONDAY, MONDAY, MONDAY)
    with pytest.raises(UsageError):
        absence(read, "Nobody Here", MONDAY, MONDAY, MONDAY)
    with pytest.raises(UsageError, match="before it begins"):
        absence(read, PEOPLE[1], MONDAY, MONDAY - timedelta(days=1), MONDAY)
    found = absence(read, PEOPLE[1], MONDAY, MONDAY, MONDAY)
    tab.formulas[2, 5] = "=A1"
    with pytest.raises(Error, match="no plain text"):
        changes(tab, read, found)
    tab.values[0][5] = "Hobbies"
    with pytest.raises(SheetError, match="no column Away"):
        changes(tab, read, found)
