"""What came of a report for one person: the vocabulary of today's published statistics.

The working group's sheet of 2026 types one of these words into its column *Consequences*; the
decisions of the record-keeping policy are translated into them here. What a decision cannot
tell apart is said as well, so that no table shows it as nought.

    Ban                              -> BANNED
    First Suspension                 -> SUSPENDED
    "Violation, banned" to a day     -> SUSPENDED
    "Violation, resolved", both action cells say no -> NO_ACTION
    "Violation, resolved", anything else            -> OTHER (a warning, perhaps)
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from sheets_coc.dates import NEVER, Day
from sheets_coc.schema.columns import Decision


class Consequence(StrEnum):
    """What came of a report for one person; the values stand in JSON."""

    NOT_A_VIOLATION = "not_a_violation"
    OUT_OF_SCOPE = "out_of_scope"
    NO_ACTION = "no_action"
    WARNED = "warned"
    SUSPENDED = "suspended"
    BANNED = "banned"
    OTHER = "other"


WORDS: Final = {
    "not a violation": Consequence.NOT_A_VIOLATION,
    "out of scope": Consequence.OUT_OF_SCOPE,
    "no action taken": Consequence.NO_ACTION,
    "no action": Consequence.NO_ACTION,
    "warning": Consequence.WARNED,
    "warned": Consequence.WARNED,
    "suspension": Consequence.SUSPENDED,
    "first suspension": Consequence.SUSPENDED,
    "second suspension": Consequence.SUSPENDED,
    "suspended": Consequence.SUSPENDED,
    "ban": Consequence.BANNED,
    "banned": Consequence.BANNED,
    "permanent ban": Consequence.BANNED,
    "other": Consequence.OTHER,
}
"""The words of the column *Consequences* (2026), folded."""

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


def of_word(typed: str) -> Consequence | None:
    """The consequence a word of the column *Consequences* names; None where it names none."""
    return WORDS.get(" ".join(typed.casefold().split()).rstrip("."))


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
