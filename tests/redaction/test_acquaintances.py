"""Who stays in a row, and who is on the committee, is no stranger in its story."""

from sheets_coc.redaction.sparing import SparingScrubber
from sheets_coc.scrubbing import STRANGER, Known, Scrubbed

GOING = Known(("Casimir Reuss",))
TEXT = "Reuss insulted Kayleigh Brandt. Ms Okafor of the committee called Reuss, and Brandt left."


def strangers(done: Scrubbed) -> list[str]:
    return [done.text[f.start : f.end] for f in done.flags if f.rule == STRANGER]


def test_everybody_else_in_a_story_is_a_stranger() -> None:
    done = SparingScrubber(GOING, Known())(TEXT)
    assert strangers(done) == ["Kayleigh Brandt", "Okafor", "Brandt"]


def test_who_stays_in_the_row_is_none() -> None:
    done = SparingScrubber(GOING, Known(("Kayleigh Brandt",)))(TEXT)
    assert strangers(done) == ["Okafor"]
    assert "Kayleigh Brandt" in done.text


def test_members_are_none_and_stay() -> None:
    done = SparingScrubber(GOING, Known(), Known(("Ngozi Okafor",)))(TEXT)
    assert strangers(done) == ["Kayleigh Brandt", "Brandt"]
    assert "Ms Okafor" in done.text
