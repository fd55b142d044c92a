"""Case names: speakable code names that tell nothing about the case.

A case name is two ordinary words drawn at random (`stunned-bulb`), in the spirit of the
committee's practice, and joined as the sheet joins its own; a further row of the same report is
`stunned-bulb/2`, or has the same name and another person's code: `stunned bulb/Blue Jay`.
Messages and the Log speak of cases by these names, so a name that people made up is only
repeated when it has that shape and shares no word with the people of its own record.
"""

from __future__ import annotations

import random
import re
from collections.abc import Container, Iterable, Sequence
from functools import cache
from importlib import resources

from sheets_coc.people.folding import fold

_SHAPE = re.compile(r"[a-z]{2,20}[ -][a-z0-9]{1,20}(?:/\d{1,3})?", re.IGNORECASE)
_TOKENS = re.compile(r"[^\W_]+")
_SYLLABLES = 0x1100
"""Where scripts begin of which one sign is a syllable or a word: names of two signs are whole."""


def key(case: str) -> str:
    """A case name for comparing."""
    return case.strip().casefold()


def base(case: str) -> str:
    """The case a row belongs to: `stunned-bulb` for `stunned-bulb/2`."""
    return key(case).split("/", 1)[0]


def is_code_name(typed: str) -> bool:
    """Whether this has the shape of a case name: two words, perhaps with `/2`."""
    return _SHAPE.fullmatch(typed.strip()) is not None


def tells(case: str, people: Iterable[str]) -> bool:
    """Whether a case name or a code shares a word with one of the people it stands for.

    Words of two letters are too many names to count by themselves, unless nothing else stands
    there: `lee-matter` tells of Kim Lee, `bo-matter` of nobody, `Bo Li` of Bo Li.
    """
    every = _words_in(case)
    words = {w for w in every if len(w) > 2 or ord(w[0]) >= _SYLLABLES}
    for person in people:
        theirs = _words_in(person)
        if not words.isdisjoint(theirs) or (every <= theirs and len("".join(every)) > 1):
            return True
    return False


def _words_in(typed: str) -> set[str]:
    """The words of a text, also as they are without accents."""
    words = set(_TOKENS.findall(typed.casefold()))
    return words if typed.isascii() else words.union(_TOKENS.findall(fold(typed)))


def joint(names: Iterable[str], otherwise: str = "-") -> str:
    """What joins the two words of case names in a sheet: a hyphen or a space, the more common.

    Args:
        names: the case names that stand in it.
        otherwise: what does where there are none.
    """
    plain = [base(name) for name in names if is_code_name(name)]
    hyphens = sum("-" in name for name in plain)
    if 2 * hyphens == len(plain):
        return otherwise
    return "-" if 2 * hyphens > len(plain) else " "


def split(typed: str) -> frozenset[str]:
    """Several case names in one cell, for comparing."""
    return frozenset(key(part) for part in re.split(r"[;,&\n]| and ", typed) if part.strip())


@cache
def _words() -> tuple[tuple[str, ...], tuple[str, ...]]:
    lists = resources.files("sheets_coc.records").joinpath("case_words.txt").read_text("utf-8")
    first, second = lists.split("--")
    return tuple(first.split()), tuple(second.split())


def new_case(
    taken: Container[str], draw: random.Random, people: Sequence[str] = (), joint: str = "-"
) -> str:
    """A case name nobody uses yet, and that names nobody.

    Args:
        taken: the names in use, as `key` gives them.
        people: the people of the record, as they were typed.
        draw: where chance comes from; seeded from the operating system once for a run.
        joint: what joins its two words.
    """
    first, second = _words()
    for _ in range(1000):
        words = draw.choice(first), draw.choice(second)
        used = any(sign.join(words) in taken for sign in "- ")
        if not used and not tells(joint.join(words), people):
            return joint.join(words)
    return f"{draw.choice(first)}{joint}{draw.choice(second)}{draw.randrange(10**6)}"
