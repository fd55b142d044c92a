"""What stands on the next line is another thing: forms and lists pasted into a story."""

import pytest

from tests.scrubbing.scrubbed import scrub

ODILE = "Odile Brambleworth"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "First name: Odile\nLast name: Brambleworth\nE-mail: none",
            "First name: Expunged\nLast name: Expunged\nE-mail: none",
        ),
        (
            "Name: Odile\nFamily name: Brambleworth\nCompany: Globex",
            "Name: Expunged\nFamily name: Expunged\nCompany: Globex",
        ),
        ("Surname: Brambleworth\nT-shirt: M", "Surname: Expunged\nT-shirt: M"),
        ("Said by: Brambleworth\nHall: B", "Said by: Expunged\nHall: B"),
        ("Brambleworth O\nFernholt A", "Expunged\nFernholt A"),
        ("Odile B\nGreta F", "Expunged\nGreta F"),
    ],
)
def test_a_name_at_the_end_of_a_line(text: str, expected: str) -> None:
    assert scrub(text, ODILE) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The Brambleworth Company was there.",
        "Brambleworth CI failed, and the Brambleworth cache too.",
        "Odile S. came from elsewhere.",
    ],
)
def test_on_one_line_it_still_counts(text: str) -> None:
    assert scrub(text, ODILE) == text
