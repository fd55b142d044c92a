"""The words that tell a name from an ordinary word; lists in the text files beside this one."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files

from sheets_coc.people.name_words import PARTICLES


def _lines(name: str) -> list[str]:
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@lru_cache(maxsize=1)
def _lists() -> dict[str, str]:
    return tomllib.loads("\n".join(_lines("vocabulary.toml")))


def listed(name: str) -> frozenset[str]:
    """A short list of `vocabulary.toml`."""
    return frozenset(_lists()[name].split())


DETERMINERS = listed("determiners")
"""After one of these, an ordinary word is meant as such."""

MONTHS = listed("months")

TOP_DOMAINS = listed("top_domains")
"""Endings that make a bare name a web address."""


def _words(name: str) -> frozenset[str]:
    return frozenset(word for line in _lines(name) for word in line.split())


@lru_cache(maxsize=1)
def other_words() -> frozenset[str]:
    """Words that are no part of a name even where they are capitalised."""
    return _words("other_words.txt")


@lru_cache(maxsize=1)
def places() -> frozenset[str]:
    """Places that somebody may be named after."""
    return _words("places.txt")


@lru_cache(maxsize=1)
def not_people() -> frozenset[str]:
    """Words with a capital that are nobody's name: countries, peoples, products, headings."""
    return _words("not_people.txt")


@lru_cache(maxsize=1)
def person_verbs() -> frozenset[str]:
    """Verbs whose subject is a person."""
    return _words("person_verbs.txt")


@lru_cache(maxsize=1)
def ordinary_words() -> frozenset[str]:
    """Words that may be somebody's name and may as well be just a word."""
    return _words("ordinary.txt") | places() | other_words() | person_verbs() | MONTHS | PARTICLES
