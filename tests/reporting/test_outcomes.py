"""The finer table: what is shown, as a class, as unknown, or not at all."""

from datetime import date
from typing import Any

import pytest

from sheets_coc.dates import NEVER
from sheets_coc.policy import default
from sheets_coc.records.facts import Fact, Frame
from sheets_coc.reporting.disclosure.published import parse
from sheets_coc.reporting.disclosure.suppression import Level, Why
from sheets_coc.reporting.documents.tables import outcomes_table
from sheets_coc.reporting.outcomes import Breakdown, Shown, Small
from sheets_coc.reporting.reports import Outcome, outcome
from sheets_coc.reporting.statistics import Statistics, Wanted, compute
from sheets_coc.schema.columns import Decision, FlagState

TODAY = date(2026, 11, 21)


def facts(number: int, start: int = 0, day: str = "2025-03-01", **fields: Any) -> list[Fact]:
    return [Fact(start + n, date.fromisoformat(day), **fields) for n in range(number)]


def ordinary() -> list[Fact]:
    """Fifteen reports: 7 resolved, 5 no violation, 2 suspended, 1 open."""
    return [
        *facts(7, 0, decision=Decision.RESOLVED, action_us=True),
        *facts(5, 10, decision=Decision.NO_VIOLATION, action_us=False, action_local=False),
        *facts(2, 20, decision=Decision.BANNED, banned_until=date(2027, 1, 1), people=1),
        *facts(1, 30, decision=Decision.OPEN),
    ]


def statistics(history: list[Fact], log: tuple[str, ...] = (), **wanted: Any) -> Statistics:
    return compute(Frame(tuple(history)), default().statistics, Wanted(TODAY, **wanted), log)


def row(history: list[Fact], **wanted: Any) -> Breakdown:
    return statistics(history, **wanted).annual.breakdowns[0]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, Outcome.NOT_RECORDED),
        ({"decision": Decision.OPEN}, Outcome.OPEN),
        ({"decision": Decision.NO_VIOLATION}, Outcome.NOT_A_VIOLATION),
        ({"decision": Decision.RESOLVED}, Outcome.OTHER),
        ({"decision": Decision.FLAGGED, "flag": FlagState.FLAGGED}, Outcome.OTHER),
        ({"decision": Decision.NOBODY_IDENTIFIED}, Outcome.OTHER),
        ({"decision": Decision.BANNED, "banned_until": NEVER}, Outcome.BANNED),
        ({"decision": Decision.BANNED, "banned_until": date(2027, 1, 1)}, Outcome.SUSPENDED),
        ({"decision": Decision.BANNED}, Outcome.NOT_RECORDED),
        ({"decision": Decision.RESOLVED, "flag": FlagState.BANNED}, Outcome.NOT_RECORDED),
    ],
)
def test_what_came_of_a_row(fields: dict[str, Any], expected: Outcome):
    assert outcome(Fact(1, **fields)) is expected


def test_the_gravest_row_of_a_case_counts():
    case = [
        Fact(1, date(2025, 1, 1), decision=Decision.NO_VIOLATION),
        Fact(1, date(2025, 1, 1), decision=Decision.BANNED, banned_until=NEVER),
    ]
    assert row(case).counts[Outcome.BANNED] == 1
    assert sum(row(case).counts.values()) == 1


def test_small_cells_are_a_class_and_others_a_number():
    cells = row(ordinary()).cells
    assert (cells["other"], cells["not_a_violation"]) == (7, 5)
    assert cells["suspended"] == cells["banned"] == cells["open"] == Small(4)
    assert (cells["reports"], cells["actions_us"], cells["no_action"]) == (15, 7, 5)


def test_what_the_records_do_not_hold_is_unknown_and_never_nought():
    for history in (ordinary(), ordinary()[:3]):
        cells = row(history).cells
        assert cells["warned"] is Shown.UNKNOWN
        assert cells["out_of_scope"] is Shown.UNKNOWN
    assert statistics(ordinary()).as_json()["outcomes"][0]["warned"] is None


def test_years_before_decisions_were_recorded_are_unknown():
    cells = row(facts(12)).cells
    assert {cells[o.value] for o in Outcome if o is not Outcome.NOT_RECORDED} == {Shown.UNKNOWN}
    assert cells["not_recorded"] == 12
    assert cells["actions_us"] is Shown.UNKNOWN
    assert cells["no_action"] is Shown.UNKNOWN


def test_a_nought_is_not_shown_while_some_reports_have_no_decision():
    history = [*facts(2, decision=Decision.RESOLVED), *facts(1, 5)]
    cells = row(history, override=True).cells
    assert cells["other"] == 2
    assert cells["banned"] is Shown.UNKNOWN
    assert cells["not_recorded"] == 1


def test_few_reports_show_their_total_alone():
    breakdown = row(facts(9, decision=Decision.RESOLVED))
    assert breakdown.verdict.why is Why.FEW
    assert breakdown.cells["reports"] == 9
    assert breakdown.cells["other"] is Shown.NOT_SHOWN
    assert "0" not in {outcomes_table([breakdown]).rows[0][n] for n in (4, 7, 8, 9, 10, 11)}


def test_the_ten_columns_have_no_finer_table():
    frame = Frame(tuple(ordinary()), has_decisions=False)
    found = compute(frame, default().statistics, Wanted(TODAY))
    assert found.annual.breakdowns == ()
    assert "outcomes" not in found.as_json()


def test_a_half_year_that_the_log_remembers_keeps_the_year_closed():
    """9 others in the first half, 12 in the year: 3 in the second would be told."""
    first = [
        *facts(9, 0, "2025-02-01", decision=Decision.RESOLVED),
        *facts(3, 10, "2025-02-01", decision=Decision.OPEN),
        *facts(1, 20, "2025-02-01", decision=Decision.NO_VIOLATION),
    ]
    half = statistics(first, half=True)
    assert half.annual.breakdowns[1].period.label == "2025 H1"
    assert half.annual.breakdowns[1].verdict.level is Level.CLASSES
    second = [
        *facts(3, 30, "2025-09-01", decision=Decision.RESOLVED),
        *facts(2, 40, "2025-09-01", decision=Decision.OPEN),
        *facts(1, 50, "2025-09-01", decision=Decision.NO_VIOLATION),
    ]
    everything = first + second
    assert row(everything).verdict.level is Level.CLASSES
    remembered = statistics(everything, ("\n".join(half.lines()),))
    assert remembered.annual.breakdowns[0].verdict.why is Why.DEDUCIBLE


def test_the_log_remembers_what_was_shown_and_nothing_that_was_hidden():
    found = statistics(ordinary())
    (remembered,) = found.lines()
    assert remembered == (
        "2025: reports=15 people_named=2 actions_us=7 actions_local=0 banned_or_flagged=2 "
        "no_action=5 outcomes open=0-4 not_a_violation=5 other=7 suspended=0-4 banned=0-4 "
        "not_recorded=0-4"
    )
    (grid,) = parse([remembered]).grids
    assert grid.span == (date(2025, 1, 1), date(2025, 12, 31))
    assert grid.shown == {Outcome.OTHER, Outcome.NOT_A_VIOLATION}


def test_what_the_log_has_already_is_not_remembered_again():
    lines = statistics(ordinary()).lines()
    assert statistics(ordinary(), ("\n".join(lines),)).lines() == ()


def test_a_period_still_running_is_remembered_with_its_day():
    found = statistics(facts(12, day="2026-02-01", decision=Decision.RESOLVED))
    (remembered,) = found.lines()
    assert remembered.startswith("2026 to 2026-11-21: reports=12 ")
    assert parse([remembered]).spans == ((date(2026, 1, 1), TODAY),)


@pytest.mark.parametrize(
    "typed",
    [
        "", "hello", "2025", "2025: reports=", "2025: reports=11 outcomes", "2025 H3: reports=1",
        "2025: reports=11 outcomes nonsense=3", "2025 to 2024-01-01: reports=3",
        "2025 to 2025-99-01: reports=3", "2025 H2 to 2025-03-01: reports=3 outcomes open=1",
        "event DjangoCon 2025 to 2025-01-01: reports=3 closed=2",
    ],
)  # fmt: skip
def test_what_people_write_into_the_log_is_passed_over(typed: str):
    assert parse([typed]).grids == ()
    assert parse([typed]).spans == ()


def test_every_line_of_a_cell_is_read():
    cell = "note by hand\n2024: reports=3\r\n2025 H1: reports=12 outcomes open=7 other=0-4\n"
    found = parse([cell])
    assert len(found.spans) == 2
    assert found.grids[0].span == (date(2025, 1, 1), date(2025, 6, 30))
