"""The exact check, against going through every grid naively."""

import random
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheets_coc.reporting.disclosure import deduction
from sheets_coc.reporting.disclosure.deduction import Reader, Said, TooManySteps

SPANS, CATEGORIES, MOST = 2, 3, 2
PLACES = list(product(range(SPANS), range(CATEGORIES)))


def total(grid: tuple[int, ...], said: Said) -> int:
    return sum(grid[s * CATEGORIES + c] for s in said.spans for c in said.categories)


def naive(said: list[Said], spans: tuple[int, ...], category: int) -> set[int]:
    """The values a sum can have, by trying every grid of small numbers."""
    target = Said(frozenset(spans), frozenset({category}))
    return {
        total(grid, target)
        for grid in product(range(MOST + 1), repeat=len(PLACES))
        if all(
            one.least <= total(grid, one) and (one.most is None or total(grid, one) <= one.most)
            for one in said
        )
    }


def subsets(size: int) -> st.SearchStrategy[frozenset[int]]:
    return st.frozensets(st.integers(0, size - 1), min_size=1)


def around(truth: tuple[int, ...]) -> st.SearchStrategy[Said]:
    """Something true about a grid."""
    return st.builds(
        lambda spans, categories, less, more: Said(
            spans,
            categories,
            max(0, (n := total(truth, Said(spans, categories))) - less),
            None if more is None else n + more,
        ),
        subsets(SPANS),
        subsets(CATEGORIES),
        st.integers(0, 4),
        st.sampled_from((None, 0, 0, 0, 1, 3)),
    )


TRUTHS = st.tuples(*[st.integers(0, MOST)] * len(PLACES))
# Every cell is at most MOST, so that both look through the same grids.
LIMITS = [
    Said(frozenset({i}), frozenset({c}), 0, MOST) for i in range(SPANS) for c in range(CATEGORIES)
]
CASES = TRUTHS.flatmap(lambda truth: st.tuples(st.just(truth), st.lists(around(truth), max_size=5)))


@settings(max_examples=80, deadline=None)
@given(CASES, subsets(SPANS), st.integers(0, CATEGORIES - 1))
def test_it_finds_what_going_through_every_grid_finds(
    case: tuple[tuple[int, ...], list[Said]], spans: frozenset[int], category: int
):
    truth, said = case
    chosen = tuple(sorted(spans))
    reader = Reader(SPANS, CATEGORIES, [*LIMITS, *said], truth)
    assert reader.leaves_open(chosen, category) == (
        len(naive([*LIMITS, *said], chosen, category)) > 1
    )


def test_what_nothing_limits_is_open():
    assert Reader(1, 2, (), (3, 0)).leaves_open((0,), 1)


def test_questions_after_the_first_get_the_same_answers_as_by_themselves():
    everything = frozenset(range(3))
    said = (Said(frozenset({0}), everything, 7, 7), Said(frozenset({0}), frozenset({0}), 5, 5))
    reader = Reader(1, 3, said, (5, 2, 0))
    for category in (1, 2, 0, 1):
        alone = Reader(1, 3, said, (5, 2, 0))
        assert reader.leaves_open((0,), category) == alone.leaves_open((0,), category)


def test_large_tables_of_many_spans_are_no_reason_to_give_up():
    """Four quarters, nine categories, hundreds of reports; everything shown but two cells."""
    chance = random.Random(1)
    truth = tuple(chance.choice((0, 2, 9, 60, 400)) for _ in range(4 * 9))
    said = [Said(frozenset(range(4)), frozenset(range(9)), sum(truth), sum(truth))]
    for span in range(4):
        row = truth[span * 9 : span * 9 + 9]
        said.append(Said(frozenset({span}), frozenset(range(9)), sum(row), sum(row)))
        for category, number in enumerate(row):
            limits = (number, number) if number > 4 else (0, 4)
            said.append(Said(frozenset({span}), frozenset({category}), *limits))
    reader = Reader(4, 9, said, truth)
    answers = [reader.leaves_open((s,), c) for s in range(4) for c in range(9)]
    assert any(answers)
    assert not all(answers)


def test_it_says_when_it_gives_up(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(deduction, "MOST_STEPS", 0)
    with pytest.raises(TooManySteps):
        Reader(1, 1, (), (0,)).leaves_open((0,), 0)
