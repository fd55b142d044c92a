"""Matching a hand-written name to the members of the committee.

Names are compared without regard to case, accents, the order of their parts and white
space. A part of a name (a first name alone) is enough where it fits exactly one member, and
a member may be known by further names.

A cell that holds more than one plain name is somebody's agreement, never a name to correct:

    Ada Quill                   a name
    Ada                         a name: the only Ada
    Zed Unheard                 a name, of nobody in the committee
    Ben (till Wed), then Cleo   an agreement: Ben and Cleo are mentioned
    whoever is around           an agreement that mentions nobody
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sheets_coc.people.folding import fold
from sheets_coc.people.names import name_parts
from sheets_coc.private import remembered

_SEVERAL = re.compile(r"[;,&\n+/]|\band\b|\bor\b", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_NOBODY: Final = frozenset({"", "?", "??", "tbd", "tba", "open", "vacant", "n/a", "nn", "n.n"})
_AROUND = " \t\r\n-–—()[]."
_CLOSE: Final = 80.0
"""From which likeness (0 to 100, rapidfuzz's ratio) a name is taken to be misspelt."""
_CLEARLY: Final = 8.0
"""By how much the nearest member must be nearer than the second."""


@remembered(4096)
def parts(name: str) -> tuple[str, ...]:
    """The parts of a name in alphabetical order, as every name is compared: without titles."""
    return tuple(sorted(name_parts(name)))


def says_nobody(typed: str) -> bool:
    """Whether a text stands where a name belongs and names nobody: blank, `-`, `(vacant)`."""
    return typed.strip(_AROUND).casefold() in _NOBODY


_WORD = re.compile(r"[^\W\d_][^\W\d_.'’·-]*(?:[.'’·-][^\W\d_]*)*(?<!-)", re.UNICODE)
_PRONOUNS = re.compile(
    r"[(\[]\s*(?:any|he|her|hers|him|his|she|them|they|all|/|\s)+[)\]]", re.IGNORECASE
)
_PARTICLES: Final = frozenset({
    "af", "al", "av", "bin", "binti", "d", "da", "das", "de", "del", "della", "den", "der",
    "di", "do", "dos", "du", "e", "el", "ibn", "la", "le", "los", "mac", "mc", "'t", "ten",
    "ter", "van", "vom", "von", "y", "zu", "zum", "zur",
})  # fmt: skip
_NO_NAMES: Final = frozenset({
    "after", "agency", "all", "and", "anybody", "anyone", "ask", "away", "backup", "before",
    "board", "both", "break", "but", "by", "call", "canceled", "cancelled", "chair", "christmas",
    "closed", "coc", "committee", "conference", "cover", "covering", "covers", "dsf", "easter",
    "either", "everybody", "everyone", "external", "first", "for", "friday", "from", "group",
    "half", "holiday", "holidays", "if", "in", "it", "later", "maybe", "me", "nobody",
    "monday", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "next", "no", "none", "not",
    "note", "on", "only", "open", "or", "our", "pending", "perhaps", "probably", "saturday",
    "see", "sick", "skip", "skipped", "somebody", "someone", "sprint", "sprints", "standing",
    "still", "sunday", "swap", "swapped", "swaps", "team", "tbc", "tbd", "tentative", "the",
    "then", "thursday", "till", "to", "tuesday", "until", "volunteer", "wednesday", "week",
    "whoever", "with", "without",
})  # fmt: skip
_MOST_WORDS: Final = 5
_INITIALS = re.compile(r"[^\W\d_]\.?[^\W\d_]\.?[^\W\d_]?\.?")
"""Two or three letters alone: *BF* is somebody who is not written out."""


def is_plain_name(typed: str) -> bool:
    """Whether a text is one person's name and nothing else: no remark, no second person.

    A family name first (`Quill, Ada`) and pronouns in brackets are part of a name. In doubt it
    is more than a name: what is no plain name is left alone.
    """
    said = _PRONOUNS.sub(" ", typed).strip()
    family, comma, given = said.partition(",")
    if comma and family.strip() and given.strip() and "," not in given:
        said = f"{family} {given}"
    words = said.split()
    if not 0 < len(words) <= _MOST_WORDS or not all(_WORD.fullmatch(word) for word in words):
        return False
    if any(fold(word).strip(".") in _NO_NAMES for word in words):
        return False
    if said.isupper() and _INITIALS.fullmatch(said):
        return False
    small = [word for word in words if word[0].islower() and fold(word) not in _PARTICLES]
    return not small or (len(small) == len(words) <= 2)


class NameMatch(StrEnum):
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

    how: NameMatch
    members: tuple[int, ...] = ()


class Directory:
    """The members' names, ready for matching; shows nothing of them.

    Args:
        names: each member's name.
        aliases: further names each member is known by, in the same order; none if left out.
    """

    def __init__(self, names: Sequence[str], aliases: Sequence[Sequence[str]] = ()) -> None:
        more = aliases or [()] * len(names)
        self._written = frozenset(
            (form, _signs(known))
            for name, also in zip(names, more, strict=True)
            for known in (name, *also)
            if (form := parts(known))
        )
        self._forms = [
            tuple(dict.fromkeys(form for known in (name, *also) if (form := parts(known))))
            for name, also in zip(names, more, strict=True)
        ]

    def __repr__(self) -> str:
        return f"<Directory: {len(self._forms)} members>"

    def _those(self, fits: Callable[[tuple[str, ...]], bool]) -> tuple[int, ...]:
        """The members of whom one form fits."""
        return tuple(i for i, forms in enumerate(self._forms) if any(map(fits, forms)))

    def names(self, typed: str) -> bool:
        """Whether a text is exactly one form of a member's name, all parts and nothing else.

        A sign that stands for more people, as in `Bela Frost &`, is something else, unless the
        member's own name has it (`Ada & Sons`).
        """
        plain = all(char.isalpha() or char in " ,.'’·-&" for char in typed)
        return plain and (parts(typed), _signs(typed)) in self._written

    def mentioned(self, typed: str) -> tuple[int, ...]:
        """Members of whom a whole part of their name stands somewhere in a text."""
        words = set(parts(typed))
        return self._those(lambda form: any(len(p) > 2 and p in words for p in form))

    def mentions_more(self, typed: str) -> bool:
        """Whether members stand in a text beside what is no further part of their name.

        Two of them (`Bela Cleo`), or one and what is too short for a name (`Bela Mo-Mi`).
        """
        found = self.mentioned(typed)
        pieces = [fold(piece) for piece in re.split(r"[\s-]+", typed) if piece]
        short = any(len(piece) == 2 and piece not in _PARTICLES for piece in pieces)
        return len(found) > 1 or (bool(found) and short)

    def match(self, typed: str) -> Matched:
        """Whom a hand-written name means: itself, then a part of it, then a near miss."""
        wanted = parts(_IN_BRACKETS.sub(" ", typed)) or parts(typed)
        if not wanted:
            return Matched(NameMatch.NONE)
        same = self._those(lambda form: form == wanted)
        if same:
            return Matched(NameMatch.ONE if len(same) == 1 else NameMatch.SEVERAL, same)
        if len(several := self._several(typed)) > 1:
            return Matched(NameMatch.SEVERAL, several)
        fits = self._covering(wanted)
        if fits:
            return Matched(NameMatch.ONE if len(fits) == 1 else NameMatch.SEVERAL, fits)
        return self._near(" ".join(wanted))

    def _covering(self, wanted: tuple[str, ...]) -> tuple[int, ...]:
        """Members of whom every wanted part is a part of their name."""
        return self._those(lambda form: _covers(form, wanted))

    def _several(self, typed: str) -> tuple[int, ...]:
        """Members that the pieces of a cell with several people mean."""
        pieces = [p for p in _SEVERAL.split(typed) if p.strip()]
        found: set[int] = set()
        for piece in pieces if len(pieces) > 1 else []:
            wanted = parts(piece)
            fits = set(self._covering(wanted)) if wanted else set()
            if not fits and len(wanted) > 1:
                fits = set(self._near(" ".join(wanted)).members)
            found |= fits
        return tuple(sorted(found))

    def _near(self, wanted: str) -> Matched:
        from rapidfuzz import fuzz

        scores = sorted(
            ((max(fuzz.ratio(wanted, near) for form in forms for near in _near_forms(form, wanted)),
              -i)
             for i, forms in enumerate(self._forms) if forms),
            reverse=True,
        )  # fmt: skip
        if not scores or scores[0][0] < _CLOSE or len(wanted) < 3:
            return Matched(NameMatch.NONE)
        near = tuple(sorted(-i for score, i in scores if score > scores[0][0] - _CLEARLY))
        return Matched(NameMatch.MISSPELT, near) if len(near) == 1 else Matched(NameMatch.NONE)


def _signs(typed: str) -> tuple[str, ...]:
    """The signs in a text that are no part of a word, and a comma or hyphen left at its end."""
    alone = [word for word in typed.split() if not any(char.isalpha() for char in word)]
    inside = [char for word in typed.split() if word not in alone for char in word if char == "&"]
    return (*alone, *inside, *(char for char in typed.strip()[-1:] if char in ",-"))


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


def _near_forms(known: tuple[str, ...], wanted: str) -> tuple[str, ...]:
    """What a misspelt text is compared with: the name, and for one word each of its parts."""
    whole = " ".join(known)
    return (whole,) if " " in wanted else (whole, *(p for p in known if len(p) > 3))
