"""The exact check, against going through every grid naively."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheets_coc.reporting.disclosure.deduction import Reader, Said, TooManyGrids

SPANS, CATEGORIES, MOST = 2, 3, 3


def naive(reader: Reader, spans: tuple[int, ...], category: int) -> frozenset[int]:
    """The values a sum can have, by trying every grid of small numbers."""
    found = set()
    places = list(product(range(reader.spans), range(reader.categories)))
    for numbers in product(range(MOST + 1), repeat=len(places)):
        grid = dict(zip(places, numbers, strict=True))
        sums = [(s, sum(grid[i, c] for i in s.spans for c in s.categories)) for s in reader.said]
        if all(s.least <= n and (s.most is None or n <= s.most) for s, n in sums):
            found.add(sum(grid[i, category] for i in spans))
    return frozenset(found)


def subsets(size: int) -> st.SearchStrategy[frozenset[int]]:
    return st.frozensets(st.integers(0, size - 1), min_size=1)


SAID = st.builds(
    lambda spans, categories, least, more: Said(
        spans, categories, least, None if more is None else least + more
    ),
    subsets(SPANS),
    subsets(CATEGORIES),
    st.integers(0, 4),
    st.one_of(st.none(), st.integers(0, 3)),
)
# Every cell is at most MOST, so that both look through the same grids.
LIMITS = tuple(
    Said(frozenset({i}), frozenset({c}), 0, MOST) for i in range(SPANS) for c in range(CATEGORIES)
)


@settings(max_examples=60, deadline=None)
@given(st.lists(SAID, max_size=4), subsets(SPANS), st.integers(0, CATEGORIES - 1))
def test_it_finds_what_going_through_every_grid_finds(
    said: list[Said], spans: frozenset[int], category: int
):
    reader = Reader(SPANS, CATEGORIES, (*LIMITS, *said))
    chosen = tuple(sorted(spans))
    assert reader.possible(chosen, category) == naive(reader, chosen, category)


def test_contradictions_leave_nothing():
    one = frozenset({0})
    reader = Reader(1, 1, (Said(one, one, 3, 3), Said(one, one, 4, 4)))
    assert reader.possible((0,), 0) == frozenset()


def test_what_nothing_limits_is_not_guessed_at():
    with pytest.raises(TooManyGrids):
        Reader(1, 2, (Said(frozenset({0}), frozenset({0}), 0, None),)).possible((0,), 0)


def test_too_many_grids_are_said_to_be_too_many():
    everything = Said(frozenset(range(4)), frozenset(range(6)), 500, 500)
    with pytest.raises(TooManyGrids):
        Reader(4, 6, (everything,)).possible((0,), 0)
