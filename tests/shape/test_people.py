"""Random people do random ordinary things to the shape of a sheet between nights.

Nothing is expunged that was not due and announced, and whenever the program claims to have
read the records it has read each of them, as it was meant.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.shape.model import live_through


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**9))
def test_nothing_goes_wrongly_and_nothing_is_overlooked_in_silence(seed: int) -> None:
    live_through(seed)


@pytest.mark.soak
@settings(max_examples=3000, deadline=None)
@given(st.integers(0, 10**9))
def test_nor_over_many_lives(seed: int) -> None:
    live_through(seed, nights=25)


def test_the_model_sees_records_go_and_people_tear_rows() -> None:
    models = [live_through(seed) for seed in range(12)]
    said = [word for model in models for word in model.said]
    assert sum(truth.gone for model in models for truth in model.truths.values()) >= 3
    for slip in ("tear", "drag", "shift out", "exchange"):
        assert any(word.startswith(slip) for word in said), slip
    assert "undo" in said
