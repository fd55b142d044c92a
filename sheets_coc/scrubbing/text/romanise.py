"""Write words of other scripts in Latin letters, for comparing only."""

from __future__ import annotations

from collections.abc import Iterable
from string import ascii_lowercase, digits
from unicodedata import normalize

_FIRST_FOREIGN = "\u0370"
_MOST_CHARACTERS = 100_000
# In this order, so that what one replacement leaves is not taken up by the next.
_PAIRS = (
    *(("ts", "s"), ("tz", "s"), ("dz", "s"), ("sh", "s"), ("zh", "s")),
    *(("ph", "p"), ("kh", "k"), ("th", "t"), ("ch", "k"), ("ck", "k"), ("x", "ks")),
)
_SINGLE = str.maketrans("fvwcqz", "pbbkks", "aeiouyhj'")
_EVEN = str.maketrans("gbdr", "kptl")


def foreign(word: str) -> bool:
    """Whether a folded word is in another script than the Latin one."""
    return word >= _FIRST_FOREIGN and word[0].isalpha()


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
    return "".join(map(_LATIN.__getitem__, normalize("NFC", word)))


def all_romanised(words: Iterable[str]) -> list[str]:
    """Each of some words, none of which holds a line end, in Latin letters."""
    return romanised("\n".join(words)).split("\n")


def consonants(words: str) -> str:
    """What is left of Latin spellings when everything is dropped that spellings disagree on.

    Args:
        words: one word, or many with line ends between them.
    """
    for pair, sound in _PAIRS:
        words = words.replace(pair, sound)
    words = words.translate(_SINGLE)
    for sound in ascii_lowercase + digits:
        while sound * 2 in words:
            words = words.replace(sound * 2, sound)
    return words


def even(word: str) -> str:
    """A Latin spelling of East Asian syllables without what romanisations differ in."""
    return word.translate(_EVEN)
