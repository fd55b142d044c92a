"""Cases in which hiding small cells alone does not hide them."""

from collections.abc import Iterable
from datetime import date
from itertools import product

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from sheets_coc.reporting.disclosure import deduction
from sheets_coc.reporting.disclosure.suppression import (
    Breaking,
    CountedReport,
    Disclosure,
    Grid,
    Level,
    Limit,
    Rules,
    Span,
    Statement,
    grid,
)

RULES = Rules(break_down_from=10, small_cell=4)
YEAR: Span = (date(2026, 1, 1), date(2026, 12, 31))
FIRST: Span = (date(2026, 1, 1), date(2026, 6, 30))
SECOND: Span = (date(2026, 7, 1), date(2026, 12, 31))
EARLY, LATE = date(2026, 2, 1), date(2026, 9, 1)
LABELS = ("a", "b", "c", "d")


def came(day: date, **numbers: int) -> list[CountedReport]:
    return [CountedReport(day, label) for label, number in numbers.items() for _ in range(number)]


def breaking(
    reports: Iterable[CountedReport],
    before: Iterable[Grid] = (),
    rules: Rules = RULES,
    **more: object,
) -> Breaking:
    return Breaking(tuple(reports), LABELS, rules, before=tuple(before), **more)  # type: ignore[arg-type]


def shown(reports: list[CountedReport], span: Span) -> Grid:
    return grid(breaking(reports).cells(span).items(), span, RULES)


def test_below_ten_reports_there_are_totals_only():
    assert breaking(came(EARLY, a=9)).decide(YEAR) == Disclosure(Level.TOTAL, Limit.FEW)


def test_from_ten_reports_on_small_cells_are_a_class():
    assert breaking(came(EARLY, a=7, b=2, c=2)).decide(YEAR) == Disclosure(Level.CLASSES)


def test_fifteen_of_ten_and_five_and_two_noughts():
    """15 = 10 + 5 + x + x: the hidden cells can only be nought."""
    found = breaking(came(EARLY, a=10, b=5)).decide(YEAR)
    assert found == Disclosure(Level.TOTAL, Limit.DEDUCIBLE)


def test_everything_in_one_cell_tells_that_the_others_are_nought():
    assert breaking(came(EARLY, a=12)).decide(YEAR).limit is Limit.DEDUCIBLE


def test_hidden_cells_that_must_all_be_full():
    assert breaking(came(EARLY, a=6, b=4, c=4, d=4)).decide(YEAR).limit is Limit.DEDUCIBLE


def test_a_single_hidden_cell_is_the_total_without_the_others():
    assert breaking(came(EARLY, a=9, b=7, c=5, d=2)).decide(YEAR).limit is Limit.DEDUCIBLE


def test_a_half_year_then_the_year_names_the_half():
    """9 in the first half and 12 in the year are 3 in the second, a number that is hidden."""
    everything = came(EARLY, a=9, b=3, c=1) + came(LATE, a=3, b=2, c=1)
    assert breaking(everything).decide(FIRST) == Disclosure(Level.CLASSES)
    assert breaking(everything).decide(YEAR) == Disclosure(Level.CLASSES)
    found = breaking(everything, [shown(everything, FIRST)]).decide(YEAR)
    assert found == Disclosure(Level.TOTAL, Limit.DEDUCIBLE, (FIRST,))


def test_the_year_then_a_half_year():
    everything = came(EARLY, a=9, b=3, c=1) + came(LATE, a=3, b=2, c=1)
    found = breaking(everything, [shown(everything, YEAR)]).decide(FIRST)
    assert found == Disclosure(Level.TOTAL, Limit.DEDUCIBLE, (YEAR,))


def test_a_remainder_of_fewer_than_ten_is_not_broken_down_either():
    """The rest of the year has 8 reports, all of one kind: subtracting would show that."""
    everything = came(EARLY, a=6, b=3, c=2) + came(LATE, a=8)
    found = breaking(everything, [shown(everything, FIRST)]).decide(YEAR)
    assert found.because == (FIRST,)


def test_a_large_remainder_may_be_worked_out():
    everything = came(EARLY, a=9, b=3, c=1) + came(LATE, a=8, b=2, c=1, d=2)
    found = breaking(everything, [shown(everything, FIRST)]).decide(YEAR)
    assert found == Disclosure(Level.CLASSES)


def test_what_is_public_already_is_no_reason_to_hide():
    """Nobody of the year is d, says another table; that the class of d is nought is public."""
    reports = came(EARLY, a=7, b=3, c=2)
    nobody = Statement(YEAR, frozenset({"d"}), 0, 0)
    assert breaking(reports, public=(nobody,)).decide(YEAR) == Disclosure(Level.CLASSES)


def test_what_is_public_already_can_be_what_tells():
    """At most one is c or d, says another table: with 11 = 8 + b + c + d, b is 2 or 3."""
    reports = came(EARLY, a=8, b=2, c=1)
    assert breaking(reports).decide(YEAR) == Disclosure(Level.CLASSES)
    tight = Statement(YEAR, frozenset({"c", "d"}), 1, 1)
    found = breaking(reports, public=(tight,)).decide(YEAR)
    assert found.limit is Limit.DEDUCIBLE


def test_the_same_again_tells_nothing_new():
    reports = came(EARLY, a=7, b=2, c=2)
    assert breaking(reports, [shown(reports, YEAR)]).decide(YEAR) == Disclosure(Level.CLASSES)


def test_other_years_do_not_matter():
    reports = came(EARLY, a=7, b=2, c=2)
    earlier = Grid((date(2025, 1, 1), date(2025, 12, 31)), frozenset({"a"}), frozenset("bcd"))
    assert breaking(reports, [earlier]).decide(YEAR) == Disclosure(Level.CLASSES)


def test_a_group_that_was_counted_with_the_rest_before_is_told_apart_from_it():
    """First a and everything else; then b by itself: the rest of the half is not given away."""
    everything = came(EARLY, a=8, b=6, c=2) + came(LATE, a=9, b=2, c=3, d=3)
    first = Grid(FIRST, frozenset({"a", "rest"}), frozenset(), rest="rest")
    found = Breaking(
        tuple(everything), ("a", "b"), RULES, rest="rest", before=(first,)
    ).decide(YEAR)  # fmt: skip
    assert found == Disclosure(Level.CLASSES)


def test_many_spans_and_labels_are_no_reason_to_give_up():
    """Four quarters, two halves and the year, nine labels: where the check once gave up."""
    labels = tuple("abcdefghi")
    quarters = [
        (date(2026, m, 1), date(2026, m + 2, 30 if m in (4, 7) else 31)) for m in (1, 4, 7, 10)
    ]
    everything = [
        one
        for number, (first, _) in enumerate(quarters)
        for one in came(first, **dict(zip(labels, (9, 7, 2, 3, 0, 1, 6, 5, number), strict=True)))
    ]
    known = [
        grid(Breaking(tuple(everything), labels, RULES).cells(span).items(), span, RULES)
        for span in (*quarters[:3], FIRST)
    ]
    found = Breaking(tuple(everything), labels, RULES, before=tuple(known)).decide(YEAR)
    assert found.limit is not Limit.GAVE_UP


def test_giving_up_is_said_and_is_no_other_reason(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(deduction, "MOST_STEPS", 0)
    found = breaking(came(EARLY, a=7, b=2, c=2)).decide(YEAR)
    assert found == Disclosure(Level.TOTAL, Limit.GAVE_UP)


def test_showing_small_numbers_is_a_choice_that_is_told():
    found = breaking(came(EARLY, a=2, b=1), override=True).decide(YEAR)
    assert found == Disclosure(Level.FULL, Limit.OVERRIDDEN)


@pytest.mark.parametrize("small", [0, 1, 4])
def test_the_limits_are_the_policys(small: int):
    reports = came(EARLY, a=5, b=2, c=1)
    level = breaking(reports, rules=Rules(8, small)).decide(YEAR).level
    assert (level is Level.FULL) == (small == 0)
    assert breaking(reports, rules=Rules(9, small)).decide(YEAR).limit is Limit.FEW


SMALLER = Rules(break_down_from=6, small_cell=2)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(
    st.tuples(
        *[st.integers(3, 7), *[st.integers(0, 3)] * 3],
        *[st.integers(1, 7), *[st.integers(0, 4)] * 3],
    )
)
def test_whoever_knows_both_publications_is_left_with_two_values_of_every_hidden_number(
    numbers: tuple[int, ...],
):
    """Naively: every pair of tables of two halves that agrees with what was published."""
    first, second = numbers[:4], numbers[4:]
    everything = came(EARLY, **dict(zip(LABELS, first, strict=True)))
    everything += came(LATE, **dict(zip(LABELS, second, strict=True)))
    assume(breaking(everything, rules=SMALLER).decide(FIRST).level is Level.CLASSES)
    half = grid(breaking(everything).cells(FIRST).items(), FIRST, SMALLER)
    assume(breaking(everything, [half], SMALLER).decide(YEAR).level is Level.CLASSES)
    possible: list[set[int]] = [set() for _ in range(4)]
    rest: list[set[int]] = [set() for _ in range(4)]
    for halves in _agreeing(first, sum(first)):
        for years in _agreeing([a + b for a, b in zip(first, second, strict=True)], sum(numbers)):
            left = [year - part for year, part in zip(years, halves, strict=True)]
            if min(left) >= 0:
                for label in range(4):
                    possible[label].add(halves[label])
                    rest[label].add(left[label])
    assert all(len(possible[n]) > 1 for n in range(4) if first[n] <= SMALLER.small_cell)
    few = sum(second) < SMALLER.break_down_from
    assert all(len(rest[n]) > 1 for n in range(4) if few or second[n] <= SMALLER.small_cell)


def _agreeing(numbers: Iterable[int], total: int) -> Iterable[tuple[int, ...]]:
    small = SMALLER.small_cell
    choices = [range(small + 1) if number <= small else (number,) for number in numbers]
    return (chosen for chosen in product(*choices) if sum(chosen) == total)
