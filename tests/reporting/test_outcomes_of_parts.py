"""Parts of a year in today's table: small cells, and what two parts give away of each other."""

from datetime import date
from typing import Any

from sheets_coc.dates import NEVER
from sheets_coc.policy import default
from sheets_coc.records.facts import Fact, Frame
from sheets_coc.reporting.cells import Hidden, SmallNumber
from sheets_coc.reporting.disclosure.suppression import Level, Limit
from sheets_coc.reporting.documents.tables import outcomes_table
from sheets_coc.reporting.outcomes import OutcomesRow
from sheets_coc.reporting.periods import Unit
from sheets_coc.reporting.remarks import remarks
from sheets_coc.reporting.statistics import StatisticsRequest, compute
from tests.reporting.counting import D, facts, halves, in_july, ordinary, statistics


def half(history: list[Fact], log: tuple[str, ...] = (), **wanted: Any) -> OutcomesRow:
    return statistics(history, log, periods=("2025-H1",), **wanted).annual.outcomes[0]


def test_in_other_periods_small_cells_are_a_class_and_others_a_number():
    found = half([*ordinary(), *facts(1, 50, action_us=True)])
    assert found.disclosure.level is Level.CLASSES
    assert (found.cells["other"], found.cells["not_a_violation"]) == (7, 5)
    assert found.cells["suspended"] == found.cells["banned"] == SmallNumber(4)


def test_few_reports_show_their_total_alone():
    found = half(facts(9, decision=D.RESOLVED))
    assert found.disclosure.limit is Limit.FEW
    assert found.cells["reports"] == 9
    assert found.cells["other"] is Hidden.NOT_SHOWN
    assert "not shown" in outcomes_table([found]).rows[0]


def test_showing_small_numbers_is_a_choice():
    found = half(facts(2, decision=D.BANNED, banned_until=NEVER), override=True)
    assert found.cells["banned"] == 2


def test_a_half_year_published_in_july_does_not_hide_the_year_in_january():
    published = in_july()
    assert published.annual.outcomes[0].disclosure.level is Level.CLASSES
    log = ("\n".join(published.lines()),)
    year = statistics(halves(), log).annual.outcomes[0]
    assert (year.cells["other"], year.cells["no_action"]) == (12, 5)
    (said,) = remarks(statistics(halves(), log))
    assert "together with what was published of 2025 H1" in said
    assert not remarks(statistics(halves()))


def test_a_longer_part_that_would_give_the_published_one_away_names_it():
    log = ("\n".join(in_july().lines()),)
    request = StatisticsRequest(date(2025, 10, 1), periods=("2025-01-01..2025-09-30",))
    found = compute(Frame(tuple(halves())), default().statistics, request, log)
    assert found.annual.outcomes[0].disclosure.limit is Limit.DEDUCIBLE
    (said,) = remarks(found)
    assert "published of 2025 H1" in said
    assert "fewer than" not in said


def test_whoever_publishes_a_half_is_told_beforehand_what_it_costs():
    assert any("Once 2025 H1 is published like this" in said for said in remarks(in_july()))


def test_many_small_periods_are_one_remark():
    days = ("2022-02-01", "2022-05-01", "2022-08-01", "2022-11-01")
    history = [Fact(n, date.fromisoformat(day), decision=D.RESOLVED) for n, day in enumerate(days)]
    found = statistics(history, unit=Unit.QUARTER)
    (said,) = remarks(found)
    assert said == "4 periods are not broken down: fewer than 10 reports."
