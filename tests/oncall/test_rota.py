"""The rota, week by week: what is filled, what stays, and when nothing is written."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from sheets_coc.committee.members import read_committee
from sheets_coc.dates import from_serial
from sheets_coc.oncall.rota.planner import first_week, plan
from sheets_coc.oncall.tab import read_rota
from sheets_coc.oncall.writing import changes
from tests.oncall.builders import (
    NAMES,
    NOW,
    away,
    committee,
    committee_tab,
    names,
    oncall_tab,
    rota,
    serials,
    week,
)

PEOPLE = committee()


@pytest.mark.parametrize(
    ("moment", "first"),
    [
        ("2026-11-22T23:30:00", "2026-11-23"),
        ("2026-11-23T00:00:00", "2026-11-23"),
        ("2026-11-23T11:59:59", "2026-11-23"),
        ("2026-11-23T12:00:00", "2026-11-30"),
        ("2026-11-26T09:00:00", "2026-11-30"),
        ("2020-12-27T12:00:00", "2020-12-28"),
        ("2021-01-01T00:00:00", "2021-01-04"),
        ("2026-03-29T01:30:00", "2026-03-30"),
        ("2026-10-25T01:30:00", "2026-10-26"),
    ],
)
def test_the_first_week_that_may_be_planned(moment: str, first: str) -> None:
    now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert first_week(now) == date.fromisoformat(first)
    result = plan(PEOPLE, rota(PEOPLE), now, weeks=60)
    mondays = [w.starts for w in result.weeks]
    assert mondays[0] == date.fromisoformat(first)
    assert all(b - a == timedelta(days=7) for a, b in pairwise(mondays))


def test_an_empty_tab_is_filled_fairly() -> None:
    result = plan(PEOPLE, rota(PEOPLE), NOW, weeks=21)
    assert (result.uncovered, result.back_to_back, result.changes, result.spread) == (0, 0, 0, 0)
    primaries = [p for p, _ in names(result)]
    assert {primaries.count(name) for name in NAMES[:7]} == {3}
    assert result.could_help is None
    assert result.findings == ()


def test_the_json_is_the_contract() -> None:
    result = plan(PEOPLE, rota(PEOPLE, [[week(0), "Zoe Unknown", "Ada Quill"]]), NOW, weeks=2)
    shown = json.loads(json.dumps(result.as_json()))
    assert set(shown) == {"weeks", "uncovered", "back_to_back", "changes", "spread"}
    assert shown["weeks"][0]["starts"] == "2026-11-23"
    assert shown["weeks"][0]["secondary"] == "Ada Quill"
    assert shown["weeks"][0]["changed"] == ["primary"]
    assert shown["weeks"][1]["changed"] == []
    assert shown["changes"] == 1


def test_planning_what_was_planned_changes_nothing() -> None:
    first = plan(PEOPLE, rota(PEOPLE), NOW)
    rows = [[w.starts, *pair] for w, pair in zip(first.weeks, names(first), strict=True)]
    written = rota(PEOPLE, rows)
    again = plan(PEOPLE, written, NOW)
    assert names(again) == names(first)
    assert not changes(again, written)


def test_a_hand_made_swap_stays() -> None:
    first = plan(PEOPLE, rota(PEOPLE), NOW)
    pairs = names(first)
    pairs[2], pairs[5] = pairs[5], pairs[2]
    rows = [[w.starts, *pair] for w, pair in zip(first.weeks, pairs, strict=True)]
    again = plan(PEOPLE, rota(PEOPLE, rows), NOW, weeks=16)
    assert names(again)[:13] == pairs
    assert again.changes == 0


@pytest.mark.parametrize(
    ("row", "absent"),
    [
        (["Ada Quill", "", None, week(1), "yes"], "left"),
        (["Ada Quill", "", None, None, "no"], "not on call"),
        (["Ada Quill", "", None, None, "yes", away([2])], "away"),
        (["Someone Else", "", None, None, "yes"], "unknown"),
    ],
)
def test_a_cell_that_became_impossible_is_filled_anew_and_no_other(
    row: list[object], absent: str
) -> None:
    others = [[name, "", None, None, "yes"] for name in NAMES[1:7]]
    people = read_committee(committee_tab([row, *others]))
    pairs = [
        ("Bela Frost", "Cleo Marsh"),
        ("Dov Tinker", "Esra Vale"),
        ("Ada Quill", "Finn Harrow"),
    ]
    tab = rota(people, [[week(n), *pair] for n, pair in enumerate(pairs)])
    result = plan(people, tab, NOW, weeks=3)
    assert names(result)[:2] == pairs[:2]
    assert names(result)[2][1] == "Finn Harrow"
    assert names(result)[2][0] not in {"Ada Quill", "Finn Harrow", None}
    assert [list(w.changed) for w in result.weeks] == [[], [], ["primary"]]
    noted = [(3, 3)] if absent == "unknown" else []
    assert [(c.row, c.column) for c in changes(result, tab).cells] == [(3, 1), *noted]


def test_a_misspelt_name_is_an_agreement_and_is_not_overwritten() -> None:
    tab = rota(PEOPLE, [[week(0), "Ada Quil", None]])
    result = plan(PEOPLE, tab, NOW, weeks=1)
    assert names(result)[0][0] == "Ada Quill"
    assert names(result)[0][1] != "Ada Quill"
    assert [(c.row, c.column) for c in changes(result, tab).cells] == [(1, 2)]


def test_a_name_that_is_two_members_is_neither_overwritten_nor_doubled() -> None:
    people = committee(["Alex Marsh", "Alex Tinker", "Ada Quill"])
    tab = rota(people, [[week(0), "Alex", None]])
    result = plan(people, tab, NOW, weeks=1)
    assert names(result) == [("Alex", "Ada Quill")]
    assert [(c.row, c.column) for c in changes(result, tab).cells] == [(1, 2)]


def test_members_whose_row_is_unclear_keep_what_they_agreed_to_and_get_no_more() -> None:
    rows = [["Ada Quill", "", "soon", None, "yes"]]
    rows += [[name, "", None, None, "yes"] for name in NAMES[1:5]]
    people = read_committee(committee_tab(rows))
    for repair in (False, True):
        tab = rota(people, [[week(0), "Ada Quill", None], [week(1), "Ada Quill", None]])
        result = plan(people, tab, NOW, weeks=8, repair=repair)
        assert [n for n, pair in enumerate(names(result)) if "Ada Quill" in pair] == [0, 1]


def test_past_and_current_weeks_are_never_written() -> None:
    tab = rota(PEOPLE, [[week(-2), None, None], [week(-1), "Zoe Unknown", None], [week(0), None]])
    for repair in (False, True):
        written = changes(plan(PEOPLE, tab, NOW, repair=repair), tab)
        assert {cell.row for cell in written.cells} == set(range(3, 16))
        mondays = [from_serial(float(str(c.value))) for c in written.cells if c.column == 0]
        assert mondays == [week(n) for n in range(1, 13)]


def test_the_current_pair_is_spared_the_next_week() -> None:
    people = committee(NAMES[:4])
    result = plan(people, rota(people, [[week(-1), "Ada Quill", "Cleo Marsh"]]), NOW, weeks=1)
    assert set(names(result)[0]) == {"Bela Frost", "Dov Tinker"}
    assert result.back_to_back == 0


def test_the_week_after_the_last_one_counts_too() -> None:
    people = committee(NAMES[:4])
    result = plan(people, rota(people, [[week(1), "Ada Quill", "Cleo Marsh"]]), NOW, weeks=1)
    assert set(names(result)[0]) == {"Bela Frost", "Dov Tinker"}


def test_too_few_people_names_the_weeks_and_fills_what_can_be_filled() -> None:
    people = committee(NAMES[:2], {0: away([1]), 1: away([2])})
    tab = rota(people)
    result = plan(people, tab, NOW, weeks=3)
    assert names(result)[1:] == [("Bela Frost", None), ("Ada Quill", None)]
    assert result.uncovered == 2
    assert [(f.code, f.week, f.key) for f in result.findings] == [
        ("nobody-can-serve", week(1), "secondary"),
        ("nobody-can-serve", week(2), "secondary"),
    ]
    written = changes(result, tab).cells
    assert [(c.row, c.column) for c in written if c.column] == [(1, 1), (1, 2), (2, 1), (3, 1)]


def test_a_committee_of_nobody_writes_nothing() -> None:
    people = committee([])
    tab = rota(people, [[week(0), "Zoe Unknown", None]])
    result = plan(people, tab, NOW, weeks=2)
    assert (result.uncovered, result.changes, result.spread) == (4, 0, 0)
    assert not changes(result, tab)


def test_repair_moves_only_what_helps() -> None:
    people = committee(NAMES[:5])
    pairs = [("Ada Quill", "Bela Frost"), ("Ada Quill", "Cleo Marsh"), ("Dov Tinker", "Esra Vale")]
    tab = rota(people, [[week(n), *pair] for n, pair in enumerate(pairs)])
    kept = plan(people, tab, NOW, weeks=3)
    assert (kept.back_to_back, kept.changes) == (1, 0)
    assert kept.could_help is not None
    assert (kept.could_help.back_to_back, kept.could_help.moves) == (1, 1)
    assert [f.code for f in kept.findings] == ["could-help"]
    repaired = plan(people, tab, NOW, weeks=3, repair=True)
    assert (repaired.back_to_back, repaired.changes) == (0, 1)


def test_nothing_is_overwritten_in_a_tab_nobody_can_make_sense_of() -> None:
    people = committee(["Alex Marsh", "Alex Tinker", "Ada Quill"])
    tab = oncall_tab([[week(0), "Alex", "alex"], [week(0), "Ada Quill", None], ["?", "Ada"]])
    tab.formulas[(3, 2)] = "=A1"
    read = read_rota(tab, people.members)
    written = changes(plan(people, read, NOW, weeks=1), read)
    assert not written


def test_only_names_and_new_mondays_are_written() -> None:
    rows = serials([["Secondary", "Note", "Week starting", "Primary"], [None, "!", week(0), None]])
    tab = oncall_tab()
    tab.values = rows
    read = read_rota(tab, PEOPLE.members)
    written = changes(plan(PEOPLE, read, NOW, weeks=2), read)
    places = sorted((c.row, c.column, c.is_date) for c in written.cells)
    old, new = places[:2], places[2:]
    assert old == [(1, 0, False), (1, 3, False)]
    assert new == [(2, 0, False), (2, 2, True), (2, 3, False)]
    assert "Quill" not in repr(written) + repr(read) + repr(plan(PEOPLE, read, NOW))


def test_new_weeks_go_below_notes_and_merged_blocks_too() -> None:
    tab = oncall_tab([[week(0), *NAMES[:2]]])
    tab.notes[(4, 2)] = "do not write here"
    tab.merges.append((5, 7, 0, 2))
    read = read_rota(tab, PEOPLE.members)
    written = changes(plan(PEOPLE, read, NOW, weeks=2), read)
    assert {cell.row for cell in written.cells} == {7}


def test_whoever_cannot_serve_and_stays_is_said() -> None:
    """Nobody else is left that week, so the name stands there as before."""
    people = committee(NAMES[:2], {0: away([0])})
    tab = rota(people, [[week(0), "Bela Frost", "Ada Quill"]])
    result = plan(people, tab, NOW, weeks=1)
    assert not changes(result, tab).cells
    assert [(f.code, f.cell) for f in result.findings] == [
        ("nobody-can-serve", "C2"),
        ("absent-stays", "C2"),
    ]


def test_whoever_cannot_serve_and_may_not_be_written_over_is_said() -> None:
    people = committee(NAMES[:5], {0: away([0, 1])})
    merged = oncall_tab([[week(0), "Ada Quill", "Bela Frost"], [week(1), "Ada (agreed)", None]])
    tab = read_rota(replace(merged, merges=[(1, 2, 1, 2)]), people.members)
    result = plan(people, tab, NOW, weeks=2)
    assert [(f.code, f.cell) for f in result.findings if f.code != "could-help"] == [
        ("absent-stays", "B2"),
        ("absent-stays", "B3"),
    ]


def test_one_person_twice_where_neither_cell_is_written_is_said() -> None:
    people = committee(NAMES[:5])
    tab = read_rota(
        replace(oncall_tab([[week(0), "Ada Quill", "Ada Quill"]]), merges=[(1, 2, 1, 3)]),
        people.members,
    )
    result = plan(people, tab, NOW, weeks=1)
    assert [(f.code, f.cell) for f in result.findings] == [("same-twice", "C2")]


def test_whoever_is_replaced_or_can_serve_is_no_finding() -> None:
    people = committee(NAMES[:5], {0: away([0])})
    tab = rota(people, [[week(0), "Bela Frost", "Ada Quill"]])
    result = plan(people, tab, NOW, weeks=1)
    assert result.changes == 1
    assert not [f for f in result.findings if f.code == "absent-stays"]
