"""How alike two parts of a name are, and why.

A part is one word of a name, folded to lower-case Latin letters. Two parts agree when they
are equal, sound alike across spellings (`Hussein`, `Husayn`), differ by a slip of the
keyboard, or stand for each other (`Bob`, `R.`). Everything else does not agree: there is no
general "similarity", because a family name that is merely similar is another family.

    Meier      Mayer      0.95, another spelling: one sound
    Jane       Jayne      0.87, one letter differs; 0.80 in a short word (Doe, Roe)
    Bob        Robert     0.82, a nickname
    Giovanni   John       0.82, the same name in another language
    Smith      Schmidt    do not agree
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

from sheets_coc.people.given_names import language_groups, nickname_groups
from sheets_coc.people.sounds import sound


class PartReason(StrEnum):
    """Why two parts agree; the wording is what people read as evidence."""

    EQUAL = "equal"
    SPELLING = "another spelling"
    TYPO = "one letter differs"
    TYPOS = "two letters differ"
    NICKNAME = "nickname"
    LANGUAGE = "the same name in another language"
    INITIAL = "initial"
    GENDER = "perhaps the name of the other gender"


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two parts agree.

    Attributes:
        why: what makes them agree.
        likeness: how much that is worth, above 0 and at most 1 (1 means equal).
    """

    why: PartReason
    likeness: float


LONG = 8
"""From this length on two slips are forgiven."""

EQUAL = Agreement(PartReason.EQUAL, 1.0)
INITIAL = Agreement(PartReason.INITIAL, 0.80)
NICKNAME = Agreement(PartReason.NICKNAME, 0.82)
LANGUAGE = Agreement(PartReason.LANGUAGE, 0.82)
GENDER = Agreement(PartReason.GENDER, 0.75)

_SPELLING = {1: 0.80, 2: 0.80, 3: 0.85, 4: 0.90, 5: 0.95}
"""What another spelling is worth by the length of the shorter part: short ones say less."""


def equivalents(part: str) -> Iterator[str]:
    """Keys that two parts share if they stand for each other."""
    yield from (f"n {group}" for group in nickname_groups(part))
    yield from (f"l {group}" for group in language_groups(part))


@cache
def _distance() -> Callable[..., int]:
    """The distance that counts two exchanged letters as one slip."""
    from rapidfuzz.distance import OSA

    return OSA.distance


def slips(first: str, second: str) -> int:
    """How many slips of the keyboard lie between two words; 3 for three or more."""
    return _distance()(first, second, score_cutoff=2)


def typo(first: str, second: str) -> Agreement | None:
    """One slip (a letter more, less, other, or two exchanged); two in a long part."""
    longest = max(len(first), len(second))
    if abs(len(first) - len(second)) > 2:
        return None
    count = slips(first, second)
    if count == 1 and min(len(first), len(second)) > 0:
        return Agreement(PartReason.TYPO, 0.91 if longest >= 6 else 0.87 if longest >= 4 else 0.80)
    if count == 2 and longest >= LONG:
        return Agreement(PartReason.TYPOS, 0.80)
    return None


def is_gender_pair(first: str, second: str) -> bool:
    """Whether two names differ by their gender alone: `francisco`, `francisca`; `daniel`, `-a`."""
    if first[:3] != second[:3]:
        return False
    short, long = sorted((first, second), key=len)
    if len(short) < 4:
        return False
    if len(short) == len(long):
        return {short[-1], long[-1]} == {"a", "o"} and short[:-1] == long[:-1]
    return long == f"{short}a" and short[-1] not in "aeiou"


_FIRST_WORDS = (
    "oluwa", "chukwu", "olu", "ade", "baba", "temi", "ayo", "ife", "nnam", "ogo", "ola", "oba",
    "oma", "uche", "kelechi", "chi", "nne", "nwa", "akin", "ade", "omo", "folo",
)  # fmt: skip
"""What West African names begin with and short forms leave out: `Oluwaseun`, called Seun."""


def is_tail(short: str, long: str) -> bool:
    """Whether a name is the second half of a long one, by which people are called."""
    rest = long[: -len(short)] if long.endswith(short) else ""
    return (
        2 <= len(rest) <= 6 and len(short) >= (4 if rest in _FIRST_WORDS else 5) and len(long) >= 8
    )


def tails(part: str) -> Iterator[str]:
    """The second halves of a long name that people may be called by."""
    if len(part) >= 8:
        yield from (part[at:] for at in range(2, len(part) - 3))


@dataclass(slots=True, repr=False)
class Parts:
    """Compares parts, remembering what it has compared for the length of one run."""

    _known: dict[tuple[str, str], Agreement | None] = field(default_factory=dict)
    _sounds: dict[str, str] = field(default_factory=dict)

    def sound(self, part: str) -> str:
        """`sound(part)`, remembered."""
        if part not in self._sounds:
            self._sounds[part] = sound(part)
        return self._sounds[part]

    def agree(self, first: str, second: str) -> Agreement | None:
        """How two parts agree, or None. The order of the two does not matter."""
        if first == second:
            return EQUAL
        key = (first, second) if first < second else (second, first)
        if key not in self._known:
            self._known[key] = self._compare(*key)
        return self._known[key]

    def _compare(self, first: str, second: str) -> Agreement | None:
        if 1 in (len(first), len(second)):
            return INITIAL if first[0] == second[0] else None
        return max(self._reasons(first, second), key=lambda a: a.likeness, default=None)

    def _reasons(self, first: str, second: str) -> Iterator[Agreement]:
        if is_gender_pair(first, second):
            yield GENDER
            return
        here, there = self.sound(first), self.sound(second)
        if here == there and len(here) > 1:
            shortest = min(len(first), len(second))
            yield Agreement(PartReason.SPELLING, _SPELLING[min(shortest, 5)])
        slip = typo(first, second)
        if slip:
            yield slip
        elif min(len(here), len(there)) >= 5 and typo(here, there):
            yield Agreement(PartReason.SPELLING, 0.80)
        nick = nickname_groups(first)
        if (
            (nick and not nick.isdisjoint(nickname_groups(second)))
            or is_tail(first, second)
            or is_tail(second, first)
        ):
            yield NICKNAME
        language = language_groups(first)
        if language and not language.isdisjoint(language_groups(second)):
            yield LANGUAGE
