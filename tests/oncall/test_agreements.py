"""What members agreed stays, and nobody is left out in silence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheets_coc.committee.members import read_committee
from sheets_coc.oncall.rota.planner import plan
from sheets_coc.oncall.tab import ROLES, read_rota
from sheets_coc.oncall.writing import changes
from tests.oncall.builders import (
    NAMES,
    NOW,
    away,
    committee,
    committee_tab,
    oncall_tab,
    rota,
    week,
)

AGREEMENTS = (
    "Bela (till Wed), then Cleo", "Bela till Wed then Cleo", "Bela?", "ask Bela", "Bela/Cleo",
    "Bela & Cleo", "Bela, Cleo", "Bela or Cleo", "bela - mornings", "Bela 50%", "1st Bela 2nd Cleo",
    "whoever is around", "Everyone", "See note", "swap pending", "Bela + Zed Unheard",
    "Bela Frost and a friend", "@bela", "bela@example.org", "Bela Cleo", "Bela Mo-Mi", "BF", "B.F.",
    "the board", "Board", "cancelled", "Christmas", "nobody", "external",
)  # fmt: skip


@pytest.mark.parametrize("typed", AGREEMENTS)
@pytest.mark.parametrize("repair", [False, True])
def test_more_than_a_plain_name_is_asked_about_and_never_replaced(typed: str, repair: bool) -> None:
    people = committee(NAMES[:7], {1: away([0]), 2: away([0])})
    table = rota(people, [[week(0), typed, None], [week(1), None, typed]])
    planned = plan(people, table, NOW, weeks=6, repair=repair)
    cells = changes(planned, table).cells
    assert not {(1, 1), (2, 2)} & {(c.row, c.column) for c in cells}
    assert {(1, 2), (2, 1)} <= {(c.row, c.column) for c in cells}
    asked = {f.cell for f in table.findings}
    assert asked >= {"B2", "C3"}
    for week_, role in ((planned.weeks[0], 1), (planned.weeks[1], 0)):
        beside = week_.members[role]
        assert beside >= 0
        assert NAMES[beside].split()[0] not in typed  # nobody is put beside themselves


@pytest.mark.parametrize(
    "typed",
    ["Zed Unheard", "zed unheard", "Unheard, Zed", "Zed van Unheard", "Zed (they/them)"],
)
def test_the_plain_name_of_somebody_unknown_is_filled_anew(typed: str) -> None:
    people = committee()
    table = rota(people, [[week(0), typed, NAMES[0]]])
    planned = plan(people, table, NOW, weeks=1)
    assert planned.weeks[0].changed == (ROLES[0],)
    assert [f.code for f in table.findings] == ["unknown-name"]


def test_an_unknown_name_that_makes_room_moves_to_note() -> None:
    people = committee()
    table = rota(people, [[week(0), "Zed Unheard", "Una Sung", "bring cake"]])
    written = {(c.row, c.column): c.value for c in changes(plan(people, table, NOW), table).cells}
    assert written[(1, 3)] == (
        "bring cake; primary was Zed Unheard, who is not in the Committee tab; secondary was Una "
        "Sung, who is not in the Committee tab"
    )


@pytest.mark.parametrize("spoil", ["no column", "merged", "rich"])
def test_an_unknown_name_that_note_cannot_keep_is_left_alone(spoil: str) -> None:
    people, tab = committee(), oncall_tab([[week(0), "Zed Unheard", None, "see cake"]])
    if spoil == "no column":
        tab = replace(tab, values=[row[:3] for row in tab.values])
    elif spoil == "merged":
        tab = replace(tab, merges=[(1, 3, 3, 4)])
    else:
        tab = replace(tab, rich={(1, 3)})
    table = read_rota(tab, people.members)
    planned = plan(people, table, NOW, weeks=1)
    assert planned.weeks[0].changed == ()
    assert [(c.row, c.column) for c in changes(planned, table).cells] == [(1, 2)]
    assert "unknown-name" in [f.code for f in table.findings]


def test_a_members_full_name_is_a_name_whatever_it_looks_like() -> None:
    people = committee(["Till Sun", "May", "Ada & Sons", *NAMES[:3]])
    table = rota(people, [[week(0), "till sun", "May"], [week(1), "Sun, Till", NAMES[0]]])
    assert table.findings == ()
    assert [s.agreement for w in table.weeks.values() for s in w.slots] == [False] * 4


_PIECES = st.sampled_from(
    ["Ada", "Bela Frost", "till Wed", "then", "/", "&", "?", "(half)", "3x", "see note", "Zed",
     "+"]
)  # fmt: skip


@settings(max_examples=60)
@given(st.lists(_PIECES, min_size=2, max_size=5).map(" ".join))
def test_what_is_written_over_was_one_plain_name(typed: str) -> None:
    people = committee(NAMES[:7], {0: away([0]), 1: away([0])})
    table = rota(people, [[week(0), typed, None]])
    planned = plan(people, table, NOW, weeks=2, repair=True)
    over = (1, 1) in {(c.row, c.column) for c in changes(planned, table).cells}
    assert not over or typed.replace(" ", "").isalpha()


@pytest.mark.parametrize("sign", [" &", "&", " -", "-", " ,", ",", " +", " /", " ?"])
def test_a_name_with_more_to_come_is_no_plain_name(sign: str) -> None:
    people = committee(NAMES[:7], {0: away([0]), 1: away([0])})
    for name in ("Bela Frost", "Bela", "Zed Unheard"):
        table = rota(people, [[week(0), name + sign, None]])
        planned = plan(people, table, NOW, weeks=2, repair=True)
        assert (1, 1) not in {(c.row, c.column) for c in changes(planned, table).cells}
        assert table.findings


DOUBTFUL = [
    {"joined": "March 2023 or so"},
    {"joined": "3/4/2023"},
    {"left": "soon"},
    {"left": "2019-01-01"},
    {"on_call": "perhaps"},
    {"away": "Christmas"},
    {"away": "2026-12-21..2027-01-04, Easter"},
    {"away": "2027-01-04..2026-12-21"},
]


@pytest.mark.parametrize("heading", ["Holidays", "Out of office", "Away in 2026"])
@pytest.mark.parametrize("at", [2, 3, 5])
def test_days_under_a_heading_nobody_knows_leave_open_when_members_serve(
    heading: str, at: int
) -> None:
    """*Away*, *Left* or *Joined* that has another heading would mean that it says nothing."""
    tab = committee_tab(_row(name, away="2026-12-21..2027-01-04") for name in NAMES[:5])
    tab.values[0][at] = heading
    for row in tab.values[1:3]:
        row[at] = "2020-02-03"
    for row in tab.values[3:]:
        row[at] = None
    people = read_committee(tab)
    assert [m.name.reveal() for m in people.left_out(week(0))] == list(NAMES[:2])
    assert {(f.code, f.column) for f in people.findings} == {("column-unknown", at)}
    tab.values[0].append(("Joined", "Left", "Away")[(2, 3, 5).index(at)])
    assert read_committee(tab).findings == ()


def _row(name: str, **cells: object) -> list[object]:
    typed = {"joined": date(2020, 1, 6), "left": None, "on_call": "yes", "away": None} | cells
    return [name, "", *typed.values()]


@pytest.mark.parametrize("cells", DOUBTFUL)
def test_whoever_cannot_be_understood_is_left_out_by_name(cells: dict[str, object]) -> None:
    rows = [_row(NAMES[0], **cells), *(_row(name) for name in NAMES[1:6])]
    people = read_committee(committee_tab(rows))
    assert [m.name.reveal() for m in people.left_out(week(0))] == [NAMES[0]]
    assert NAMES[0] not in repr(people.left_out(week(0)))
    assert any(f.row == 1 and f.severity == "error" for f in people.findings)


@pytest.mark.parametrize("cells", DOUBTFUL)
@pytest.mark.parametrize("gone", [{"left": date(2022, 1, 1)}, {"on_call": "no"}])
def test_whoever_does_not_serve_may_have_anything_in_their_row(
    cells: dict[str, object], gone: dict[str, object]
) -> None:
    rows = [_row(NAMES[0], **(cells | gone)), *(_row(name) for name in NAMES[1:6])]
    assert read_committee(committee_tab(rows)).left_out(week(0)) == ()


def test_a_member_is_known_by_further_names() -> None:
    tab = committee_tab([_row(NAMES[0]), _row("Robin Marsh"), *(_row(n) for n in NAMES[3:6])])
    tab.values[0].append("Also known as")
    tab.values[2] += [None, "Cleo Marsh; Rob"]
    people = read_committee(tab)
    table = rota(people, [[week(-1), "Cleo Marsh", NAMES[0]], [week(0), "Rob", "Robin Marsh"]])
    assert [s.holder for w in table.weeks.values() for s in w.slots] == [1, 0, 1, 1]
    assert table.weeks[week(-1)].slots[0].shown(people.members).reveal() == "Robin Marsh"
    assert "Cleo" not in repr(people.members[1])
    tab.values[1] += [None, "Cleo Marsh"]  # two members of one name
    assert {f.code for f in read_committee(tab).findings} == {"name-twice"}
