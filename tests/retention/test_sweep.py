"""Where somebody who went is still mentioned: which pieces of text tell, and which do not."""

import pytest

from sheets_coc.private import Private
from sheets_coc.retention.scrubbing import Known
from sheets_coc.retention.sweep import Text, sweep

WANTED = Known(("Ottilie Wendel", "user_17", "Ayşe Öztürk"), (), ("ottilie@example.org",))


def told(text):
    return bool(sweep([Text("cell", "Notes", 1, 0, 0, Private(text))], WANTED))


@pytest.mark.parametrize(
    "text",
    [
        "Ottilie Wendel",
        "Wendel, Ottilie",
        "OTTILIE WENDEL",
        "Like Ottilie Wendel's case.",
        "Ottilie Wendel’s case",
        "Ms. Ottilie Wendels' case",
        "Ayşe Öztürk'ün raporu",
        "user_17's answer",
        "ask ottilie@example.org",
    ],
)
def test_a_name_tells_whatever_ending_it_has(text):
    assert told(text)


@pytest.mark.parametrize("text", ["", "Ottilie", "Wendel's", "Ottilie Brandt", "Wendelin's inn"])
def test_what_many_people_share_does_not(text):
    assert not told(text)
