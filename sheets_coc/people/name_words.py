"""Titles, suffixes and small words around names: the one list of them, in `name_words.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Final

from sheets_coc.people.folding import fold


@lru_cache(maxsize=1)
def _lists() -> dict[str, frozenset[str]]:
    text = files(__package__).joinpath("name_words.toml").read_text("utf-8")
    return {
        name: frozenset(map(fold, words.split())) for name, words in tomllib.loads(text).items()
    }


UNMISTAKABLE: Final = _lists()["unmistakable"]
"""Titles and degrees that nobody is called by, wherever they stand."""

TITLES: Final = UNMISTAKABLE | _lists()["titles"] | _lists()["doubtful_titles"]
"""Words that stand before a name."""

PLAIN_TITLES: Final = TITLES - _lists()["doubtful_titles"]
"""Titles that are no name or word of their own: what follows is a name (`Ms King`)."""

GIVEN_TITLES: Final = _lists()["given_titles"]
"""Words that stand before a given name: `Don Quixote`."""

COURTESIES: Final = _lists()["courtesies"]
"""Words that stand after a name: `Aylin Hanim`."""

JOINED_COURTESIES: Final = _lists()["joined_courtesies"]
"""Words that are joined to a name behind it: `Sato-san`."""

GENERATIONS: Final = _lists()["generations"]
"""What tells father and son apart: `Jr`."""

SUFFIXES: Final = GENERATIONS | _lists()["degrees"]
"""What may stand after a name."""

PARTICLES: Final = _lists()["particles"]
"""Small words inside a family name."""

SMALL_WORDS: Final = _lists()["small_words"]
"""Words between names, left out or spelled at will: they decide nothing by themselves."""

_LEADING: Final = PLAIN_TITLES | _lists()["abbreviated_titles"]


def without_titles(words: Sequence[str]) -> list[int]:
    """Which words of a name are no titles; all of them where nothing else would be left.

    `Sra. Maria Lopez` and `Maria Lopez, PhD` are Maria Lopez; `Ana Fru` keeps her family name,
    because no name follows it. Which of a family somebody is (`Jr`) stays.

    Args:
        words: the folded words of a name, in the order typed.

    Returns:
        Their positions, in order.
    """
    kept: list[int] = []
    leading = True
    for at, word in enumerate(words):
        follows = at + 1 < len(words)
        if word in UNMISTAKABLE or (leading and follows and word in _LEADING):
            continue
        leading = False
        kept.append(at)
    return kept or list(range(len(words)))
