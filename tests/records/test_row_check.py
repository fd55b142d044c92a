"""Rows that came apart are noticed; ordinary edits are not."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets_coc.records.apart.row_check import (
    CheckedRow,
    came_apart,
    changed_since,
    digest,
    pieces,
)

ROWS = [
    {"reported_on": 45000 + i, "subjects": f"Invented Person{i}", "summary": f"story {i}",
     "decision": "Open" if i % 2 else "Violation, resolved", "flag": "no"}
    for i in range(12)
]  # fmt: skip


def _check(before, after):
    pairs = zip(before, after, strict=True)
    return came_apart(
        [CheckedRow(i, pieces(digest(a)), pieces(digest(b))) for i, (a, b) in enumerate(pairs)]
    )


def _with(rows, changes):
    return [{**row, **changes.get(i, {})} for i, row in enumerate(rows)]


def test_nothing_changed():
    assert _check(ROWS, ROWS) == ()


def test_sorting_only_some_columns():
    order = sorted(range(12), key=lambda i: -i)
    moved = [
        {**ROWS[i], **{k: ROWS[j][k] for k in ("reported_on", "subjects", "summary")}}
        for i, j in enumerate(order)
    ]
    assert _check(ROWS, moved) == tuple(range(12))


def test_two_cells_that_changed_places():
    second, fifth = ({"subjects": ROWS[i]["subjects"]} for i in (2, 5))
    assert _check(ROWS, _with(ROWS, {2: fifth, 5: second})) == (2, 5)


def test_sorting_the_decisions_alone():
    decisions = sorted(row["decision"] for row in ROWS)
    moved = [{**row, "decision": d} for row, d in zip(ROWS, decisions, strict=True)]
    assert len(_check(ROWS, moved)) > 2


def test_editing_some_rows_is_no_coming_apart():
    edited = _with(
        ROWS, {1: {"summary": "a new story"}, 3: {"decision": "Banned", "flag": "banned"},
               7: {"subjects": "Someone Else"}, 8: {"subjects": ""}, 9: {"reported_on": 45000}}
    )  # fmt: skip
    assert _check(ROWS, edited) == ()


def test_copying_a_name_to_another_row_is_no_coming_apart():
    assert _check(ROWS, _with(ROWS, {4: {"subjects": ROWS[2]["subjects"]}})) == ()


def test_closing_one_case_and_opening_another_is_no_coming_apart():
    closed = _with(ROWS, {0: {"decision": "Open"}, 1: {"decision": "Violation, resolved"}})
    assert _check(ROWS, closed) == ()


def test_a_check_of_another_kind_is_ignored():
    assert pieces("garbage") is None
    assert pieces("1" + digest(ROWS[0])[1:]) is None


@given(st.randoms(use_true_random=False))
def test_a_partial_sort_is_noticed_whatever_the_order(chance: random.Random):
    order = list(range(12))
    chance.shuffle(order)
    moved = [{**ROWS[i], "subjects": ROWS[j]["subjects"]} for i, j in enumerate(order)]
    found = _check(ROWS, moved)
    assert set(found) == {i for i, j in enumerate(order) if i != j}


def test_the_check_tells_little():
    assert "Invented" not in digest(ROWS[0])
    assert len(digest(ROWS[0])) < 80


@pytest.mark.parametrize("typed", [46_357.0, "2026-12-01", "1 December 2026"])
def test_the_same_day_is_no_change_however_it_stands_there(typed):
    check = digest({"goes_on": 46_357})
    assert not changed_since(check, "goes_on", typed)
    assert changed_since(check, "goes_on", 46_358.0)
    assert changed_since(digest({"goes_on": None}), "goes_on", typed)
    assert not changed_since("what people wrote", "goes_on", typed)
