"""Who resolved a case: what the words of the column *Resolution Source* come to.

Statistics tell what the group and its board did from what local representatives did. Each word
of a cell is looked for by itself, so a cell of two sources counts for both:

    CoC WG                      us
    DSF Board                   us
    Local Event Reps            local
    CoC WG; Local Event Reps    us and local
    None                        nobody
    Legal                       not understood, until the policy says under [resolvers] who that is
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sheets_coc.private import remembered
from sheets_coc.schema.consequences import ACTIONS, EVERYBODYS, Consequence, Vocabulary, folded


class Resolver(StrEnum):
    """Who resolved a case; the values stand in the policy."""

    US = "us"
    LOCAL = "local"
    NOBODY = "nobody"


_US: Final = frozenset({
    "us", "wg", "coc", "cocc", "working group", "work group", "committee", "board", "coc team",
    "code of conduct team", "dsf", "psf",
})  # fmt: skip
"""Words that mean the group or the board it answers to."""
_LOCAL: Final = frozenset({
    "local", "event", "events", "organiser", "organisers", "organizer", "organizers",
    "moderator", "moderators", "moderation", "admins", "admin", "online community", "conference",
    "rep", "reps", "representatives",
})  # fmt: skip
"""Words that mean organisers of an event or moderators of a space."""
_NOBODY: Final = frozenset({"none", "nobody", "no one", "n a", "n/a", "-", "–", "—", "no"})
_SEVERAL: Final = re.compile(r"[;,\n&+]|\band\b", re.IGNORECASE)


@dataclass(frozen=True)
class Resolvers:
    """The words for who resolved a case: everybody's, and those of a committee's own.

    Attributes:
        own: the committee's own, folded; each counts in place of everybody's.
    """

    own: Mapping[str, Resolver]

    def __hash__(self) -> int:
        return hash(tuple(sorted(self.own.items())))

    def read(self, typed: str) -> frozenset[Resolver] | None:
        """Who resolved a case, by a cell; none where it is blank.

        Returns:
            None where any part of it is not understood.
        """
        return _read(self, typed)


@remembered(512)
def _read(words: Resolvers, typed: str) -> frozenset[Resolver] | None:
    if own := words.own.get(folded(typed)):
        return frozenset({own})
    found: set[Resolver] = set()
    for part in filter(None, map(str.strip, _SEVERAL.split(typed))):
        one = words.own.get(folded(part)) or _of_part(part)
        if one is None:
            return None
        found.add(one)
    return frozenset(found)


def _of_part(part: str) -> Resolver | None:
    word = folded(part)
    if word in _NOBODY or part in _NOBODY:
        return Resolver.NOBODY
    # "Local Event Reps of the board" is local: who acted is named first.
    for resolver, known in ((Resolver.LOCAL, _LOCAL), (Resolver.US, _US)):
        if any(re.search(rf"(?<!\w){re.escape(one)}(?!\w)", word) for one in known):
            return resolver
    return None


EVERYBODYS_RESOLVERS: Final = Resolvers({})
"""The words of a committee that has none of its own."""


@dataclass(frozen=True, slots=True)
class KnownWords:
    """A committee's words: for what was decided, and for who resolved a case."""

    decisions: Vocabulary = EVERYBODYS
    resolvers: Resolvers = EVERYBODYS_RESOLVERS


KNOWN_WORDS: Final = KnownWords()
"""The words of a committee that has none of its own."""


def acted(
    came: Consequence | None, by: frozenset[Resolver] | None
) -> tuple[bool | None, bool | None]:
    """Whether the group and local representatives acted, by what came of it and who resolved it.

    A warning, a suspension, a ban or something else is an action of whoever resolved the case:

        Warning            CoC WG                      (yes, no)
        Ban                DSF Board, Local Event Reps (yes, yes)
        Not a violation    CoC WG                      (no, no)
        Warning            None, blank, not understood (unknown, unknown)
    """
    if came is None:
        return None, None
    if came not in ACTIONS:
        return False, False
    us, local = (one in (by or ()) for one in (Resolver.US, Resolver.LOCAL))
    return (us, local) if us or local else (None, None)
