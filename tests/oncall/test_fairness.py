"""Who served how much of what they could, and the chart of it."""

from __future__ import annotations

import warnings
from datetime import date
from fractions import Fraction
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets_coc.committee.members import read_committee
from sheets_coc.oncall.rota.fairness import Share, bars, much, picture, recorded, shares
from sheets_coc.private import Private
from tests.oncall.builders import NAMES, away, committee, committee_tab, rota, week

PEOPLE = committee(NAMES[:4])
ROWS = [
    [week(0), NAMES[0], NAMES[1]],
    [week(1), NAMES[2], NAMES[0]],
    [week(2), None, None],
    [week(3), NAMES[0], None],
]


def share(primary: int, secondary: int, eligible: int = 10) -> Share:
    return Share(Private("Ada Quill"), primary, secondary, eligible, Fraction(2), Fraction(1))


def test_each_members_part() -> None:
    counted = shares(PEOPLE.members, recorded(rota(PEOPLE, ROWS), week(0), 4))
    assert [(s.primary, s.secondary, s.eligible) for s in counted] == [
        (2, 1, 3), (0, 1, 3), (1, 0, 3), (0, 0, 3),
    ]  # fmt: skip
    assert [s.due for s in counted] == [Fraction(5, 4)] * 4
    assert counted[0].owed == Fraction(-7, 4)
    assert counted[3].primary_owed == Fraction(3, 4)
    assert counted[0].rate == 1.0


def test_weeks_outside_and_weeks_without_anyone_do_not_count() -> None:
    table = rota(PEOPLE, ROWS)
    assert [w.starts for w in recorded(table, week(1), 2)] == [week(1)]


def test_weeks_nobody_could_have_served_count_neither_way() -> None:
    rows = [[NAMES[0], "", None, None, "yes", away([0])], [NAMES[1], "", week(1), None, "yes"]]
    rows += [[name, "", date(2020, 1, 6), None, "yes"] for name in NAMES[2:4]]
    people = read_committee(committee_tab(rows))
    counted = shares(people.members, recorded(rota(people, ROWS), week(0), 4))
    assert [s.eligible for s in counted] == [2, 1, 3, 3]
    assert counted[0].due == Fraction(2, 3) + Fraction(1, 4)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=12))
def test_fair_shares_add_up_to_the_duties(pairs: list[tuple[int, int]]) -> None:
    rows = [[week(n), NAMES[p], NAMES[s] if s != p else None] for n, (p, s) in enumerate(pairs)]
    counted = shares(PEOPLE.members, recorded(rota(PEOPLE, rows), week(0), 12))
    assert sum(s.due for s in counted) == sum(s.duties for s in counted)
    assert sum(s.primary_due for s in counted) == sum(s.primary for s in counted)


def test_much_duty_is_more_than_the_limit() -> None:
    assert not much(share(2, 1), 0.3)
    assert much(share(2, 2), 0.3)
    assert not much(share(0, 0, 0), 0.3)


def test_bars_are_as_long_as_the_duties() -> None:
    assert bars([share(6, 6), share(3, 0), share(0, 0)], width=12) == [
        "██████▒▒▒▒▒▒", "███", "",
    ]  # fmt: skip
    assert bars([share(0, 0)]) == [""]
    assert bars([]) == []


@pytest.mark.parametrize("form", ["png", "svg"])
def test_the_picture_is_reproducible(form: str) -> None:
    counted = shares(PEOPLE.members, recorded(rota(PEOPLE, ROWS), week(0), 4))
    once = picture(counted, "On-call duty", form)
    assert picture(counted, "On-call duty", form) == once
    assert once.startswith(b"\x89PNG" if form == "png" else b"<?xml")


def test_the_svg_holds_the_names_as_text() -> None:
    counted = shares(PEOPLE.members, recorded(rota(PEOPLE, ROWS), week(0), 4))
    text = "".join(ET.fromstring(picture(counted, "On-call duty", "svg")).itertext())
    assert all(name in text for name in NAMES[:4])
    assert "Fair share" in text


def test_odd_names_and_nobody_can_be_drawn() -> None:
    odd = [
        Share(Private(name), 1, 1, 4, Fraction(1), Fraction(1))
        for name in ("$x_{1}$ \\frac", "a$b")
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert picture(odd, "On-call duty", "svg")
        assert picture([], "On-call duty", "png")
