"""Today's table: what is counted, and what is shown, as a class, as unknown, or not at all."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sheets_coc.dates import NEVER
from sheets_coc.policy import default
from sheets_coc.records.facts import Fact, Frame
from sheets_coc.reporting.cells import Hidden
from sheets_coc.reporting.outcomes import LABELS, SHOWN, nothing_decided
from sheets_coc.reporting.periods import Unit
from sheets_coc.reporting.remarks import remarks
from sheets_coc.reporting.reports import consequence
from sheets_coc.reporting.statistics import StatisticsRequest, compute
from sheets_coc.schema.columns import FlagState
from sheets_coc.schema.consequences import EVERYBODYS, WORDS, Consequence
from tests.reporting.counting import TODAY, C, D, cells, facts, ordinary, statistics


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, None),
        ({"decision": D.OPEN}, None),
        ({"decision": D.NO_VIOLATION}, C.NOT_A_VIOLATION),
        ({"decision": D.RESOLVED}, C.OTHER),
        ({"decision": D.RESOLVED, "action_us": False}, C.OTHER),
        ({"decision": D.RESOLVED, "action_us": False, "action_local": False}, C.NO_ACTION),
        ({"decision": D.FLAGGED, "flag": FlagState.FLAGGED}, C.OTHER),
        ({"decision": D.NOBODY_IDENTIFIED}, C.OTHER),
        ({"decision": D.BANNED, "banned_until": NEVER}, C.BANNED),
        ({"decision": D.BANNED, "banned_until": date(2027, 1, 1)}, C.SUSPENDED),
        ({"decision": D.BANNED}, None),
        ({"decision": D.RESOLVED, "flag": FlagState.BANNED}, None),
        ({"decision": D.RESOLVED, "consequence": C.WARNED}, C.WARNED),
    ],
)
def test_what_came_of_a_row(fields: dict[str, Any], expected: Consequence | None):
    assert consequence(Fact(1, **fields)) is expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Not a violation", C.NOT_A_VIOLATION), ("out of  scope", C.OUT_OF_SCOPE),
        ("No action taken", C.NO_ACTION), ("Warning", C.WARNED),
        ("First Suspension", C.SUSPENDED), ("Second suspension.", C.SUSPENDED), ("Ban", C.BANNED),
        ("Other", C.OTHER), ("", None), ("perhaps", None),
    ],
)  # fmt: skip
def test_the_words_of_2026(typed: str, expected: Consequence | None):
    meaning = EVERYBODYS.read(typed)
    assert (meaning and meaning.consequence) is expected


def test_every_consequence_has_a_word_and_a_column():
    assert {word.consequence for word in WORDS.values()} >= set(C)
    assert {one.value for one in C} == {one.value for one in SHOWN}


def test_a_year_stands_as_it_is_however_small():
    """By hand: 7 resolved are other, each one person; 5 are no violation; 2 are suspended."""
    assert cells(ordinary()) == {
        "reports": 15, "people_named": 9, "actions_dsf": 7, "actions_local": 0,
        "not_a_violation": 5, "out_of_scope": Hidden.UNKNOWN, "warned": Hidden.UNKNOWN,
        "suspended": 2, "banned": 0, "other": 7, "no_action": 0,
    }  # fmt: skip
    assert cells(facts(1, decision=D.BANNED, banned_until=NEVER))["banned"] == 1


def test_rows_in_the_words_of_2026_are_counted_by_hand():
    """People under the outcomes of people, reports under those of reports."""
    history = [
        # One report about two people: one is warned, one banned, by the group and an event.
        Fact(1, date(2025, 2, 1), people=1, consequence=C.WARNED, action_us=True),
        Fact(1, date(2025, 2, 1), people=1, consequence=C.BANNED, action_local=True),
        # One about two people of whom nothing is said of the second: it was a violation.
        Fact(2, date(2025, 3, 1), people=1, consequence=C.SUSPENDED, action_us=True),
        Fact(2, date(2025, 3, 1), people=1, consequence=C.NOT_A_VIOLATION, action_us=False),
        Fact(3, date(2025, 4, 1), people=1, consequence=C.OUT_OF_SCOPE, action_us=False),
        Fact(4, date(2025, 5, 1), people=1, consequence=C.NO_ACTION, action_us=False),
        Fact(5, date(2025, 6, 1), people=1, consequence=C.NOT_A_VIOLATION, action_us=False),
        Fact(6, date(2025, 7, 1), people=2, consequence=C.OTHER, action_us=True),
        # One whose second row is still open cannot be said to be without action yet.
        Fact(7, date(2025, 8, 1), people=1, consequence=C.NO_ACTION, action_us=False),
        Fact(7, date(2025, 8, 1), people=1, decision=D.OPEN),
    ]
    assert cells(history) == {
        "reports": 7, "people_named": 11, "actions_dsf": 3, "actions_local": 1,
        "not_a_violation": 1, "out_of_scope": 1, "warned": 1, "suspended": 1, "banned": 1,
        "other": 2, "no_action": 1,
    }  # fmt: skip


def test_one_row_by_decision_makes_warnings_unknown_and_leaves_the_rest():
    history = [
        *facts(3, 0, consequence=C.WARNED, action_us=True),
        *facts(2, 10, decision=D.RESOLVED, action_us=True, people=1),
    ]
    found = cells(history)
    assert (found["warned"], found["out_of_scope"]) == (Hidden.UNKNOWN, Hidden.UNKNOWN)
    assert (found["other"], found["banned"]) == (2, 0)


def test_what_the_records_do_not_hold_is_null_and_never_nought():
    outcomes = statistics(ordinary()).as_json()["outcomes"][0]
    assert outcomes["warned"] is None
    assert outcomes["out_of_scope"] is None
    assert list(outcomes) == ["year", *LABELS]


def test_years_before_decisions_were_recorded_are_unknown():
    found = cells(facts(12))
    assert {found[one.value] for one in SHOWN} == {Hidden.UNKNOWN}
    assert (found["reports"], found["actions_dsf"]) == (12, Hidden.UNKNOWN)


def test_a_nought_is_not_shown_while_some_reports_have_no_decision():
    found = cells([*facts(2, decision=D.RESOLVED, people=1, action_us=True), *facts(1, 5)])
    assert found["other"] == 2
    assert found["banned"] is Hidden.UNKNOWN


def test_a_year_without_reports_is_noughts():
    history = [*facts(1, 0, "2023-01-01", consequence=C.OTHER), *facts(1, 1, "2025-01-01")]
    (empty,) = [r for r in statistics(history).annual.outcomes if r.period.label == "2024"]
    assert set(empty.values) == {0}


def test_the_ten_columns_have_no_such_table():
    frame = Frame(tuple(ordinary()), Frame(()).columns - {"decision"})
    found = compute(frame, default().statistics, StatisticsRequest(TODAY))
    assert found.annual.outcomes == ()
    assert "outcomes" not in found.as_json()


def test_other_sheets_than_those_with_decisions_keep_their_words():
    """A row in the words of 2026 whose status is ongoing has no consequence yet."""
    ongoing = replace(Fact(1, date(2025, 1, 1)), decision=D.OPEN)
    assert consequence(ongoing) is None


UNDECIDED = "None of these reports has a decision yet that is understood"


@pytest.mark.parametrize(
    ("history", "said"),
    [
        (facts(3), True),
        ([*facts(3), *facts(2, 10, decision=D.OPEN)], True),
        ([*facts(3), *facts(12, 10, "2024-05-01")], True),
        ([*facts(3), *facts(12, 10, "2024-05-01", decision=D.OPEN)], False),  # noughts are shown
        (facts(3, decision=D.OPEN), False),
        ([*facts(3), *facts(1, 10, decision=D.NO_VIOLATION)], False),
        ([*facts(3), *facts(1, 10, decision=D.NOBODY_IDENTIFIED)], False),  # unknown, but decided
        ([], False),
    ],
)
def test_that_nothing_is_decided_is_said_only_where_every_outcome_is_unknown(history, said):
    found = statistics(history)
    assert nothing_decided(found.annual.outcomes) == said
    assert any(one.startswith(UNDECIDED) for one in remarks(found)) == said


@pytest.mark.parametrize("number", [1, 3, 9, 12])
@pytest.mark.parametrize("decided", [0, 1, 3])
def test_of_parts_of_a_year_it_tells_nothing_that_the_cells_do_not(number, decided):
    """Where a small number is kept back, the table stays as it is."""
    history = [*facts(number), *facts(decided, 50, decision=D.RESOLVED, people=1)]
    rows = statistics(history, unit=Unit.QUARTER).annual.outcomes
    shown = {row.cells[one.value] for row in rows if row.cells["reports"] for one in SHOWN}
    assert nothing_decided(rows) == (shown == {Hidden.UNKNOWN}) == (not decided)
