"""A name as a person writes it: which of its words are the family name.

The one reader of that. Whoever compares names (`screening`) puts the words into Latin letters
afterwards, whoever looks for one in a story (`scrubbing`) into every spelling; which word is the
family name, both ask here:

    Doe, Jane         Doe, surely: a comma stands behind it
    Jane Doe, PhD     Doe, by its place: what stands behind the comma is no name
    Jane Q. Doe       Doe: the last word
    Quandringer T.    Quandringer: the last that is more than an initial
    Nguyễn Thị Lan    Nguyễn: the first, as in Vietnam
    山田 太郎           山田: the first, in letters of East Asia
"""

from __future__ import annotations

from collections.abc import Sequence

from sheets_coc.people.families import family_first
from sheets_coc.people.folding import fold
from sheets_coc.people.name_words import SUFFIXES, TITLES, without_titles

_BEHIND: frozenset[str] = SUFFIXES | {"junior", "senior", "eng", "llc", "ltd"}
"""What may stand behind a whole name: none of it is a given name."""


def is_behind_names(word: str) -> bool:
    """Whether a folded word is one that stands behind a whole name: `Jr`, `PhD`."""
    return word in _BEHIND


def at_comma(typed: str) -> tuple[str, str]:
    """The family name that stands before a comma, and the rest of the name.

    Args:
        typed: a name as typed.

    Returns:
        `("Doe", "Jane")` of `Doe, Jane`; a blank family name where no comma says which it is, and
        the whole name without commas.
    """
    family, comma, rest = typed.partition(",")
    if comma and _has_name(family) and _has_name(rest):
        return family, rest.replace(",", " ")
    return "", typed.replace(",", " ")


def _has_name(part: str) -> bool:
    words = [word.strip(".'()") for word in fold(part).replace(",", " ").split()]
    words = [word for word in words if word]
    return any(
        words[at] not in TITLES and not is_behind_names(words[at]) for at in without_titles(words)
    )


def family_place(words: Sequence[str], typed: str, *, east: bool = False) -> int:
    """Which word of a name is its family name, where no comma says so.

    Args:
        words: the folded words, in the order typed; initials may be among them.
        typed: the name as typed.
        east: whether it is written in letters of East Asia.

    Returns:
        The word's position. Initials behind a name are given names, but for `Jane Doe J.`: no
        name is written like that.
    """
    if east or family_first(typed, list(words)):
        return 0
    last = next((at for at in reversed(range(len(words))) if len(words[at]) > 1), len(words) - 1)
    if last < len(words) - 1 and len(words) > 2 and min(len(words[0]), len(words[1])) > 1:
        return len(words) - 1
    return last
