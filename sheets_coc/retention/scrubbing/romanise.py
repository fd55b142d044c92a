"""Write words of other scripts in Latin letters, for comparing only."""

from __future__ import annotations

import re
from functools import lru_cache

_FIRST_FOREIGN = 0x370
_PAIRS = re.compile("ph|sh|ch|kh|th|zh|ck|ts|tz|dz|x")
_PAIR_TO = {"ph": "p", "sh": "s", "ch": "k", "kh": "k", "th": "t", "zh": "s", "ck": "k", "x": "ks"}
_SINGLE = str.maketrans("fvwcqz", "pbbkks", "aeiouyhj'")
_EVEN = str.maketrans("gbdr", "kptl")
_DOUBLED = re.compile(r"(.)\1+")


def foreign(word: str) -> bool:
    """Whether a folded word is in another script than the Latin one."""
    return ord(word[0]) >= _FIRST_FOREIGN and word[0].isalpha()


@lru_cache(maxsize=1024)
def romanised(word: str) -> str:
    """A word in Latin letters, in lower case, with nothing but letters and digits."""
    from anyascii import anyascii

    return "".join(char for char in anyascii(word).lower() if char.isalnum())


@lru_cache(maxsize=1024)
def consonants(word: str) -> str:
    """What is left of a Latin spelling when everything is dropped that spellings disagree on."""
    plain = _PAIRS.sub(lambda match: _PAIR_TO.get(match[0], "s"), word)
    return _DOUBLED.sub(r"\1", plain.translate(_SINGLE))


def even(word: str) -> str:
    """A Latin spelling of East Asian syllables without what romanisations differ in."""
    return word.translate(_EVEN)
