"""Matching a hand-written name to the members of the committee.

Names are compared without regard to case, accents, the order of their parts and white
space. A part of a name (a first name alone) is enough where it fits exactly one member.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from sheets_coc.people.names import name_parts

_SEVERAL = re.compile(r"[;,&\n+/]|\band\b|\bor\b", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_NOBODY: Final = frozenset({"", "?", "??", "tbd", "tba", "open", "vacant", "n/a"})
_AROUND = " \t\r\n-–—()[]."
_CLOSE: Final = 80.0
"""From which likeness (0 to 100, rapidfuzz's ratio) a name is taken to be misspelt."""
_CLEARLY: Final = 8.0
"""By how much the nearest member must be nearer than the second."""


@lru_cache(maxsize=4096)
def parts(name: str) -> tuple[str, ...]:
    """The parts of a name in alphabetical order, as every name is compared: without titles."""
    return tuple(sorted(name_parts(name)))


def says_nobody(typed: str) -> bool:
    """Whether a text stands where a name belongs and names nobody: blank, `-`, `(vacant)`."""
    return typed.strip(_AROUND).casefold() in _NOBODY


class Match(StrEnum):
    """How a hand-written name relates to the members."""

    ONE = "one"
    MISSPELT = "misspelt"
    SEVERAL = "several"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Matched:
    """Whom a hand-written name means.

    Attributes:
        how: how sure that is.
        members: indices of the members it can mean; one for ONE and MISSPELT.
    """

    how: Match
    members: tuple[int, ...] = ()


class Directory:
    """The members' names, ready for matching; shows nothing of them."""

    def __init__(self, names: Sequence[str]) -> None:
        self._parts = [parts(name) for name in names]

    def __repr__(self) -> str:
        return f"<Directory: {len(self._parts)} names>"

    def match(self, typed: str) -> Matched:
        """Whom a hand-written name means: itself, then a part of it, then a near miss."""
        wanted = parts(_IN_BRACKETS.sub(" ", typed)) or parts(typed)
        if not wanted:
            return Matched(Match.NONE)
        same = tuple(i for i, known in enumerate(self._parts) if known == wanted)
        if same:
            return Matched(Match.ONE if len(same) == 1 else Match.SEVERAL, same)
        if len(several := self._several(typed)) > 1:
            return Matched(Match.SEVERAL, several)
        fits = tuple(i for i, k in enumerate(self._parts) if _covers(k, wanted))
        if fits:
            return Matched(Match.ONE if len(fits) == 1 else Match.SEVERAL, fits)
        return self._near(" ".join(wanted))

    def _several(self, typed: str) -> tuple[int, ...]:
        """Members that the pieces of a cell with several people mean."""
        pieces = [p for p in _SEVERAL.split(typed) if p.strip()]
        found: set[int] = set()
        for piece in pieces if len(pieces) > 1 else []:
            wanted = parts(piece)
            fits = {i for i, k in enumerate(self._parts) if wanted and _covers(k, wanted)}
            if not fits and len(wanted) > 1:
                fits = set(self._near(" ".join(wanted)).members)
            found |= fits
        return tuple(sorted(found))

    def _near(self, wanted: str) -> Matched:
        from rapidfuzz import fuzz

        scores = sorted(
            ((max(fuzz.ratio(wanted, form) for form in _forms(known, wanted)), -i)
             for i, known in enumerate(self._parts) if known),
            reverse=True,
        )  # fmt: skip
        if not scores or scores[0][0] < _CLOSE or len(wanted) < 3:
            return Matched(Match.NONE)
        near = tuple(sorted(-i for score, i in scores if score > scores[0][0] - _CLEARLY))
        return Matched(Match.MISSPELT, near) if len(near) == 1 else Matched(Match.NONE)


def _covers(known: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Whether every wanted part is a part of the known name, or its initial beside a whole one.

    Initials alone are nobody's name.
    """
    if not any(len(part) > 1 and part in known for part in wanted):
        return False
    left = list(known)
    for part in sorted(wanted, key=len, reverse=True):
        hit = next((k for k in left if k == part or (_initial(part) and k[0] == part)), None)
        if hit is None:
            return False
        left.remove(hit)
    return True


def _initial(part: str) -> bool:
    """Whether a part stands for a whole one: a single letter, never a number."""
    return len(part) == 1 and part.isalpha()


def _forms(known: tuple[str, ...], wanted: str) -> tuple[str, ...]:
    """What a misspelt text is compared with: the name, and for one word each of its parts."""
    whole = " ".join(known)
    return (whole,) if " " in wanted else (whole, *(p for p in known if len(p) > 3))
