"""Whoever reads a name leaves out the same titles: identity, screening and scrubbing."""

import pytest

from sheets_coc.people.name_words import PLAIN_TITLES
from sheets_coc.people.names import read_name
from sheets_coc.screening.matching.names import parse
from sheets_coc.scrubbing import Known, Scrubber

ALSO_A_NAME = {"md"}
"""`Md. Karim` is how Mohammed is abbreviated, so screening compares it."""


def scrubbed(text: str, name: str) -> str:
    return Scrubber(Known((name,), (), ()))(text).text


@pytest.mark.parametrize("written", ["{}. Maria Lopez", "{} Maria Lopez"])
def test_every_title_is_left_out_by_all_who_read_names(written: str):
    titles = sorted(PLAIN_TITLES)
    names = {title: written.format(title.title()) for title in titles}
    plain, parsed = read_name("Maria Lopez"), parse("Maria Lopez")
    assert [t for t in titles if read_name(names[t]) != plain] == []
    assert {t for t in titles if parse(names[t]).parts != parsed.parts} <= ALSO_A_NAME
    text = "Maria Lopez shouted."
    expected = scrubbed(text, "Maria Lopez")
    assert "Lopez" not in expected
    assert [t for t in titles if scrubbed(text, names[t]) != expected] == []
