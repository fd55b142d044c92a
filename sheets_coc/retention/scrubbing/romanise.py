"""Write words of other scripts in Latin letters, for comparing only."""

from __future__ import annotations

import re
from collections.abc import Iterable

_FIRST_FOREIGN = 0x370
_MOST_CHARACTERS = 50_000
_PAIRS = re.compile("ph|sh|ch|kh|th|zh|ck|ts|tz|dz|x")
_PAIR_TO = {"ph": "p", "sh": "s", "ch": "k", "kh": "k", "th": "t", "zh": "s", "ck": "k", "x": "ks"}
_SINGLE = str.maketrans("fvwcqz", "pbbkks", "aeiouyhj'")
_EVEN = str.maketrans("gbdr", "kptl")
_DOUBLED = re.compile(r"(.)\1+")


def foreign(word: str) -> bool:
    """Whether a folded word is in another script than the Latin one."""
    return ord(word[0]) >= _FIRST_FOREIGN and word[0].isalpha()


class _Latin(dict[str, str]):
    """Each character in Latin letters, worked out when it is first met."""

    def __missing__(self, char: str) -> str:
        from anyascii import anyascii

        if len(self) >= _MOST_CHARACTERS:
            self.clear()
        latin = "".join(c for c in anyascii(char).lower() if c.isalnum() or c == "\n")
        self[char] = latin
        return latin


_LATIN = _Latin()


def romanised(word: str) -> str:
    """A word in Latin letters, in lower case, with nothing but letters and digits."""
    return "".join(map(_LATIN.__getitem__, word))


def all_romanised(words: Iterable[str]) -> list[str]:
    """Each of some words, none of which holds a line end, in Latin letters."""
    return romanised("\n".join(words)).split("\n")


def consonants(words: str) -> str:
    """What is left of Latin spellings when everything is dropped that spellings disagree on.

    Args:
        words: one word, or many with line ends between them.
    """
    plain = _PAIRS.sub(lambda match: _PAIR_TO.get(match[0], "s"), words)
    return _DOUBLED.sub(r"\1", plain.translate(_SINGLE))


def even(word: str) -> str:
    """A Latin spelling of East Asian syllables without what romanisations differ in."""
    return word.translate(_EVEN)
