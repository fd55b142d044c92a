"""What was decided, in the committee's own words: both generations of them, in one list.

The record-keeping policy of 2018 sorts records into decisions, which set how long they are
kept. The working group's manual of 2026 has a column *Consequences* instead. Each of its words
comes to a decision and to what the published statistics count:

    Ongoing                      -> open
    Not a violation              -> no_violation    not_a_violation
    Out of scope                 -> no_violation    out_of_scope
    No action taken              -> resolved        no_action
    Warning                      -> resolved        warned
    First Suspension             -> banned          suspended      to a day, asked for
    Ban                          -> banned          banned         for good, if no end is given
    Violation, banned            -> banned          what its end says

What a decision cannot tell apart is said as well, so that no table shows it as nought.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sheets_coc.dates import NEVER, Day
from sheets_coc.private import remembered
from sheets_coc.schema.columns import DECISION_LABELS, Decision


class Consequence(StrEnum):
    """What came of a report for one person; the values stand in JSON."""

    NOT_A_VIOLATION = "not_a_violation"
    OUT_OF_SCOPE = "out_of_scope"
    NO_ACTION = "no_action"
    WARNED = "warned"
    SUSPENDED = "suspended"
    BANNED = "banned"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class DecisionWord:
    """What a word for a decision comes to.

    Attributes:
        decision: the decision, which sets how long a record is kept.
        consequence: what statistics count it as; None where the decision and its end tell.
        permanent: whether it is for good where no end is given.
        rank: how grave it is among others of the same consequence.
    """

    decision: Decision
    consequence: Consequence | None = None
    permanent: bool = False
    rank: int = 0


_C, _D = Consequence, Decision

WORDS: Final[dict[str, DecisionWord]] = {
    "ongoing": DecisionWord(_D.OPEN),
    "not a violation": DecisionWord(_D.NO_VIOLATION, _C.NOT_A_VIOLATION),
    "out of scope": DecisionWord(_D.NO_VIOLATION, _C.OUT_OF_SCOPE),
    "no action taken": DecisionWord(_D.RESOLVED, _C.NO_ACTION),
    "no action": DecisionWord(_D.RESOLVED, _C.NO_ACTION),
    "warning": DecisionWord(_D.RESOLVED, _C.WARNED),
    "warned": DecisionWord(_D.RESOLVED, _C.WARNED),
    "suspension": DecisionWord(_D.BANNED, _C.SUSPENDED),
    "suspended": DecisionWord(_D.BANNED, _C.SUSPENDED),
    "temporary suspension": DecisionWord(_D.BANNED, _C.SUSPENDED),
    "temporary ban": DecisionWord(_D.BANNED, _C.SUSPENDED),
    "first suspension": DecisionWord(_D.BANNED, _C.SUSPENDED, rank=1),
    "second suspension": DecisionWord(_D.BANNED, _C.SUSPENDED, rank=2),
    "ban": DecisionWord(_D.BANNED, _C.BANNED, permanent=True),
    "permanent ban": DecisionWord(_D.BANNED, _C.BANNED, permanent=True),
    "other": DecisionWord(_D.RESOLVED, _C.OTHER),
    **{
        label.casefold().replace(",", ""): DecisionWord(one)
        for one, label in DECISION_LABELS.items()
    },
    **{one.value.replace("_", " "): DecisionWord(one) for one in Decision},
    "no violation occurred": DecisionWord(_D.NO_VIOLATION),
    "violation not identified": DecisionWord(_D.NOBODY_IDENTIFIED),
    "blacklisted": DecisionWord(_D.BANNED),
}
"""Every word that is known without a policy of one's own, folded as `folded` does."""

CONSEQUENCE_LABELS: Final = (
    "Not a violation", "Out of scope", "No action taken", "Warning", "First Suspension",
    "Second Suspension", "Ban", "Other",
)  # fmt: skip
"""The drop-down of the column *Consequences*, as the manual has it."""

STATUS_LABELS: Final = ("Ongoing", "Resolved")
"""The drop-down of the column *Status*, as the manual has it."""

_TYPES: Final = (
    Decision.NO_VIOLATION,
    Decision.NOBODY_IDENTIFIED,
    Decision.RESOLVED,
    Decision.FLAGGED,
    Decision.BANNED,
)
"""The five types of records, in the order of the record-keeping policy."""
_BETWEEN = re.compile(r"[\s_,:;/–—-]+")
_TYPE_NUMBER = re.compile(r"(?:(?:record )?type |case )?#?([1-5])(?:\.0)?\.?")
_SEVERAL = re.compile(r"[,;\n]|\band\b", re.IGNORECASE)

CLOSED: Final = frozenset({"resolved", "closed", "done", "completed", "settled"})
"""Words of the column *Status* for a case that is over; what came of it stands elsewhere."""
ONGOING: Final = frozenset(
    {"ongoing", "open", "in progress", "pending", "new", "under review", "reopened", "on appeal"}
)
"""Words of the column *Status* for a case that is not."""

ACTIONS: Final = frozenset(
    {Consequence.WARNED, Consequence.SUSPENDED, Consequence.BANNED, Consequence.OTHER}
)
"""Those that are an action, and of which the statistics count people; of the rest, reports."""

GRAVEST_FIRST: Final = (
    Consequence.BANNED,
    Consequence.SUSPENDED,
    Consequence.WARNED,
    Consequence.OTHER,
    Consequence.NO_ACTION,
    Consequence.OUT_OF_SCOPE,
    Consequence.NOT_A_VIOLATION,
)
"""Which one stands for a whole report where it has several."""

NOT_TOLD_BY_DECISIONS: Final = frozenset({Consequence.WARNED, Consequence.OUT_OF_SCOPE})
"""What a decision never says: a warning is among OTHER, out of scope among NOT_A_VIOLATION."""

MEASURES: Final = frozenset({Consequence.SUSPENDED, Consequence.BANNED})
"""Those under which a person is kept out."""


def folded(typed: str) -> str:
    """A word for comparing: without regard to case and to what stands between its parts."""
    return " ".join(_BETWEEN.sub(" ", typed.casefold()).split()).rstrip(".")


def gravity(meaning: DecisionWord) -> tuple[int, int]:
    """How grave a consequence is, for comparing; the larger the graver."""
    if meaning.consequence is None:
        return (-1, meaning.rank)
    return len(GRAVEST_FIRST) - GRAVEST_FIRST.index(meaning.consequence), meaning.rank


@dataclass(frozen=True)
class Vocabulary:
    """The words for decisions: everybody's, and those of a committee's own.

    Attributes:
        own: the committee's own, folded; each counts in place of everybody's.
    """

    own: Mapping[str, DecisionWord]

    def __hash__(self) -> int:
        return hash(tuple(sorted(self.own)))

    def read(self, typed: str) -> DecisionWord | None:
        """What a text means: a word of the vocabulary, or a type from 1 to 5; None if neither.

        Several words in one cell, as a drop-down of many choices leaves them, mean the gravest
        of them; where one is unknown, so is the whole.
        """
        return _read(self, typed)

    def status(self, typed: str) -> bool | None:
        """Whether a word of the column *Status* says that a case is over; None: unknown word."""
        word = folded(typed)
        own = self.own.get(word)
        if own is not None:
            return own.decision is not Decision.OPEN
        if word in CLOSED:
            return True
        return False if word in ONGOING else None


@remembered(1024)
def _read(vocabulary: Vocabulary, typed: str) -> DecisionWord | None:
    word = folded(typed)
    if found := _TYPE_NUMBER.fullmatch(word):
        return DecisionWord(_TYPES[int(found[1]) - 1])
    if one := vocabulary.own.get(word) or WORDS.get(word):
        return one
    parts = [part for part in _SEVERAL.split(typed) if part.strip()]
    if len(parts) < 2:
        return None
    several = [vocabulary.own.get(folded(part)) or WORDS.get(folded(part)) for part in parts]
    known = [one for one in several if one is not None and one.consequence is not None]
    return max(known, key=gravity) if len(known) == len(parts) else None


EVERYBODYS: Final = Vocabulary({})
"""The vocabulary of a committee that has no words of its own."""


def of_decision(
    decision: Decision | None,
    banned_until: Day | None,
    *,
    action_us: bool | None,
    action_local: bool | None,
) -> Consequence | None:
    """The consequence a decision comes to.

    Args:
        decision: what was decided; None where not recorded.
        banned_until: the last day of a ban; `NEVER` for a permanent one.
        action_us: whether the committee did something; None where that is not known.
        action_local: whether local representatives did.

    Returns:
        None where the report is open, nothing is recorded, or a ban has neither an end nor the
        word permanent.
    """
    match decision:
        case None | Decision.OPEN:
            return None
        case Decision.NO_VIOLATION:
            return Consequence.NOT_A_VIOLATION
        case Decision.BANNED if banned_until is None:
            return None
        case Decision.BANNED:
            return Consequence.BANNED if banned_until is NEVER else Consequence.SUSPENDED
        case Decision.FLAGGED:
            return Consequence.OTHER
    nothing_done = action_us is False and action_local is False
    return Consequence.NO_ACTION if nothing_done else Consequence.OTHER
