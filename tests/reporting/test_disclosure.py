"""Cases in which hiding small cells alone does not hide them."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sheets_coc.reporting.disclosure.deduction import Reader, Said
from sheets_coc.reporting.disclosure.suppression import (
    CATEGORIES,
    Grid,
    Level,
    Rules,
    Span,
    Verdict,
    Why,
    counts,
    decide,
    grid,
)
from sheets_coc.reporting.reports import Outcome, Report

RULES = Rules(break_down_from=10, small_cell=4)
YEAR: Span = (date(2026, 1, 1), date(2026, 12, 31))
FIRST: Span = (date(2026, 1, 1), date(2026, 6, 30))
SECOND: Span = (date(2026, 7, 1), date(2026, 12, 31))
EARLY, LATE = date(2026, 2, 1), date(2026, 9, 1)
BANS = {Outcome.SUSPENDED, Outcome.BANNED}


def came(day: date, **numbers: int) -> list[Report]:
    """Reports of a day, by outcome; whoever is banned is among the people banned or flagged."""
    return [
        Report(day, people=1, flagged=int(Outcome(name) in BANS), outcome=Outcome(name))
        for name, number in numbers.items()
        for _ in range(number)
    ]


def shown(reports: list[Report], span: Span) -> Grid:
    return grid(counts(reports, span), span, RULES)


def test_below_ten_reports_there_are_totals_only():
    assert decide(came(EARLY, other=9), YEAR, (), RULES) == Verdict(Level.TOTAL, Why.FEW)


def test_from_ten_reports_on_small_cells_are_a_class():
    reports = came(EARLY, other=7, open=2, suspended=2)
    assert decide(reports, YEAR, (), RULES) == Verdict(Level.CLASSES)


def test_fifteen_of_ten_and_five_and_two_noughts():
    """15 = 10 + 5 + x + x: the hidden cells can only be nought."""
    reports = came(EARLY, other=10, not_a_violation=5)
    assert decide(reports, YEAR, (), RULES) == Verdict(Level.TOTAL, Why.DEDUCIBLE)


def test_everything_in_one_cell_tells_that_the_others_are_nought():
    assert decide(came(EARLY, other=12), YEAR, (), RULES).why is Why.DEDUCIBLE


def test_hidden_cells_that_must_all_be_full():
    """Six cells, four of them hidden, 16 reports left for them: each must be 4."""
    numbers = {"open": 4, "not_recorded": 4, "suspended": 4, "banned": 4}
    reports = came(EARLY, other=6, not_a_violation=6, **numbers)
    assert decide(reports, YEAR, (), RULES).why is Why.DEDUCIBLE


def test_a_single_hidden_cell_is_the_total_without_the_others():
    reports = came(EARLY, other=9, not_a_violation=7, open=5, suspended=6, banned=5, not_recorded=2)
    assert decide(reports, YEAR, (), RULES).why is Why.DEDUCIBLE


def test_the_yearly_table_is_part_of_what_readers_know():
    """One person banned or flagged, so 0 or 1 suspended: together with the total, told."""
    reports = came(EARLY, other=9, not_a_violation=8, open=5, not_recorded=5, banned=1)
    assert decide(reports, YEAR, (), RULES) == Verdict(Level.CLASSES)
    more = [*reports, Report(EARLY, people=2, flagged=2, outcome=Outcome.OTHER)]
    assert decide(more, YEAR, (), RULES) == Verdict(Level.CLASSES)


def test_a_half_year_then_the_year():
    """9 in the first half and 12 in the year are 3 in the second, a number that is hidden."""
    first = came(EARLY, other=9, open=3, not_a_violation=1)
    second = came(LATE, other=3, open=2, not_a_violation=1)
    assert decide(first, FIRST, (), RULES) == Verdict(Level.CLASSES)
    everything = first + second
    assert decide(everything, YEAR, (), RULES) == Verdict(Level.CLASSES)
    before = [shown(everything, FIRST)]
    assert decide(everything, YEAR, before, RULES) == Verdict(Level.TOTAL, Why.DEDUCIBLE)


def test_the_year_then_a_half_year():
    first = came(EARLY, other=9, open=3, not_a_violation=1)
    everything = first + came(LATE, other=3, open=2, not_a_violation=1)
    before = [shown(everything, YEAR)]
    assert decide(everything, FIRST, before, RULES).why is Why.DEDUCIBLE


def test_a_remainder_of_fewer_than_ten_is_not_broken_down_either():
    """The rest of the year has 8 reports, all of one kind: subtracting would show that."""
    first = came(EARLY, other=6, open=3, not_a_violation=2)
    everything = first + came(LATE, other=8)
    before = [shown(everything, FIRST)]
    assert decide(everything, YEAR, before, RULES).why is Why.DEDUCIBLE


def test_a_complement_with_a_nought():
    """Nobody suspended since: the class of the year cannot hide the nought of the remainder."""
    first = came(EARLY, other=8, not_a_violation=6, suspended=5, open=5, not_recorded=5)
    second = came(LATE, other=7, not_a_violation=6, open=5, not_recorded=5)
    flagged = [Report(LATE, people=1, flagged=1, outcome=Outcome.OTHER)] * 5
    everything = first + second + flagged
    before = [shown(everything, FIRST)]
    assert decide(everything, YEAR, before, RULES).why is Why.DEDUCIBLE


def test_what_the_yearly_table_tells_by_itself_is_no_reason_to_hide():
    """Nobody is banned or flagged, says the yearly table; that nobody is banned is public."""
    reports = came(EARLY, other=7, not_a_violation=6, open=2, not_recorded=1)
    assert decide(reports, YEAR, (), RULES) == Verdict(Level.CLASSES)


def test_a_large_remainder_may_be_worked_out():
    first = came(EARLY, other=9, open=3, not_a_violation=1)
    second = came(LATE, other=8, open=2, not_a_violation=1, suspended=2)
    everything = first + second
    before = [shown(everything, FIRST)]
    assert decide(everything, YEAR, before, RULES) == Verdict(Level.CLASSES)


def test_the_same_again_tells_nothing_new():
    reports = came(EARLY, other=7, open=2, suspended=2)
    assert decide(reports, YEAR, [shown(reports, YEAR)], RULES) == Verdict(Level.CLASSES)


def test_other_years_do_not_matter():
    reports = came(EARLY, other=7, open=2, suspended=2)
    earlier: Span = (date(2025, 1, 1), date(2025, 12, 31))
    before = [Grid(earlier, frozenset({Outcome.OTHER}))]
    assert decide(reports, YEAR, before, RULES) == Verdict(Level.CLASSES)


def test_years_so_large_that_nobody_can_check_show_their_totals():
    numbers = {c.value: 400 for c in CATEGORIES} | {"suspended": 0, "banned": 1}
    reports = [r for month in range(1, 13) for r in came(date(2026, month, 2), **numbers)]
    totals = [((date(2026, 1, 1)), date(2026, month, 28)) for month in (3, 6, 9)]
    verdict = decide(reports, YEAR, (), RULES, totals=totals)
    assert verdict == Verdict(Level.TOTAL, Why.TOO_LARGE)


def test_showing_small_numbers_is_a_choice_that_is_told():
    reports = came(EARLY, other=2, suspended=1)
    verdict = decide(reports, YEAR, (), RULES, override=True)
    assert verdict == Verdict(Level.FULL, Why.OVERRIDDEN)


@pytest.mark.parametrize("small", [0, 1, 4])
def test_the_limits_are_the_policys(small: int):
    reports = came(EARLY, other=5, suspended=2, open=1)
    rules = Rules(break_down_from=8, small_cell=small)
    level = decide(reports, YEAR, (), rules).level
    assert level is (Level.FULL if small == 0 else level)
    assert decide(reports, YEAR, (), Rules(9, small)).why is Why.FEW


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=6, max_size=6))
def test_what_is_broken_down_leaves_every_hidden_cell_open(numbers: list[int]):
    """Somebody who knows the total and the labels is left with two values at least."""
    reports = came(EARLY, **{c.value: n for c, n in zip(CATEGORIES, numbers, strict=True)})
    assume(reports)
    reports[0] = replace(reports[0], flagged=99)  # so that this tells nothing of bans
    assume(decide(reports, YEAR, (), RULES).level is Level.CLASSES)
    atom = frozenset({0})
    said = [Said(atom, frozenset(range(6)), sum(numbers), sum(numbers))]
    for index, number in enumerate(numbers):
        limits = (number, number) if number > 4 else (0, 4)
        said.append(Said(atom, frozenset({index}), *limits))
    hidden = [i for i, n in enumerate(numbers) if n <= 4]
    assert all(len(Reader(1, 6, tuple(said)).possible((0,), i)) > 1 for i in hidden)
