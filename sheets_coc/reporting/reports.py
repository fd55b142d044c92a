"""From rows to reports: several rows of one case are one report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sheets_coc.dates import NEVER
from sheets_coc.records.facts import Fact, Frame
from sheets_coc.schema.columns import Decision, FlagState


class Outcome(StrEnum):
    """What came of a report, as far as the records say."""

    OPEN = "open"
    NOT_A_VIOLATION = "not_a_violation"
    OTHER = "other"
    SUSPENDED = "suspended"
    BANNED = "banned"
    NOT_RECORDED = "not_recorded"


_GRAVEST_FIRST = (
    Outcome.BANNED,
    Outcome.SUSPENDED,
    Outcome.OTHER,
    Outcome.NOT_RECORDED,
    Outcome.OPEN,
    Outcome.NOT_A_VIOLATION,
)
_NO_EVENTS: frozenset[str] = frozenset()
_FLAGS = frozenset({FlagState.FLAGGED, FlagState.BANNED})
_FLAG_OF = {Decision.FLAGGED: FlagState.FLAGGED, Decision.BANNED: FlagState.BANNED}


@dataclass(frozen=True, slots=True)
class Report:
    """One report.

    Attributes:
        received: the day it came; None where the sheet does not say.
        people: how many people are named (at least one where someone is banned or flagged).
        flagged: how many of them stand in rows that are banned or flagged.
        action_us: whether the committee did something; None where that is not known.
        action_local: whether local representatives did.
        outcome: what came of it.
        closed: whether it has been dealt with; None where the sheet does not say.
        decided_on: the day of the last decision, once everything is decided.
        responded_on: the day of the first answer.
        events: the events it is about, as people typed them.
    """

    received: date | None
    people: int = 0
    flagged: int = 0
    action_us: bool | None = None
    action_local: bool | None = None
    outcome: Outcome = Outcome.NOT_RECORDED
    closed: bool | None = None
    decided_on: date | None = None
    responded_on: date | None = None
    events: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def no_action(self) -> bool:
        """Whether both action cells *say* no; a blank one is unknown and says nothing."""
        return self.action_us is False and self.action_local is False


def reports(frame: Frame) -> tuple[Report, ...]:
    """The reports of a sheet, in the order of their first rows."""
    first: dict[int, Report] = {}
    several: dict[int, list[Report]] = {}
    for fact in frame.facts:
        part = _of_one(fact)
        if fact.report in first:
            several.setdefault(fact.report, [first[fact.report]]).append(part)
        else:
            first[fact.report] = part
    return tuple(
        _of_several(several[number]) if number in several else report
        for number, report in first.items()
    )


def is_flagged(fact: Fact) -> bool:
    """Whether a row's people are banned or flagged: the cell says so, or, blank, the decision."""
    return fact.flag in _FLAGS or (fact.flag is None and fact.decision in _FLAG_OF)


def outcome(fact: Fact) -> Outcome:
    """What a row says came of the report.

    Where Decision and *Banned or flagged* disagree, that is not known until it is settled.
    A ban is a suspension where it has an end.
    """
    if fact.decision is None or _disagrees(fact):
        return Outcome.NOT_RECORDED
    if fact.decision is Decision.OPEN:
        return Outcome.OPEN
    if fact.decision is Decision.NO_VIOLATION:
        return Outcome.NOT_A_VIOLATION
    if fact.decision is not Decision.BANNED:
        return Outcome.OTHER
    if fact.banned_until is None:
        return Outcome.NOT_RECORDED
    return Outcome.BANNED if fact.banned_until is NEVER else Outcome.SUSPENDED


def _disagrees(fact: Fact) -> bool:
    if fact.flag is None or fact.decision is None:
        return False
    return fact.flag is not _FLAG_OF.get(fact.decision, FlagState.NONE)


def _of_one(row: Fact) -> Report:
    """One row by itself. Someone who is banned or flagged is at least one person."""
    flagged = is_flagged(row)
    named = max(row.people, 1) if flagged else row.people
    return Report(
        received=row.reported_on,
        people=named,
        flagged=named if flagged else 0,
        action_us=row.action_us,
        action_local=row.action_local,
        outcome=outcome(row),
        closed=row.closed,
        decided_on=row.decided_on if row.closed else None,
        responded_on=row.responded_on,
        events=frozenset({row.event}) if row.event else _NO_EVENTS,
    )


def _of_several(parts: Sequence[Report]) -> Report:
    """One report of the rows of a case, each read by itself."""
    outcomes = {part.outcome for part in parts}
    closed = _all(part.closed for part in parts)
    decided = max((d for part in parts if (d := part.decided_on)), default=None)
    return Report(
        received=_first(part.received for part in parts),
        people=sum(part.people for part in parts),
        flagged=sum(part.flagged for part in parts),
        action_us=_any(part.action_us for part in parts),
        action_local=_any(part.action_local for part in parts),
        outcome=next(one for one in _GRAVEST_FIRST if one in outcomes),
        closed=closed,
        decided_on=decided if closed else None,
        responded_on=_first(part.responded_on for part in parts),
        events=frozenset().union(*(part.events for part in parts)),
    )


def _first(days: Iterable[date | None]) -> date | None:
    return min((day for day in days if day), default=None)


def _any(answers: Iterable[bool | None]) -> bool | None:
    """Whether any answer is yes; not known where none is and one is missing."""
    given = set(answers)
    return True if True in given else None if None in given else False


def _all(answers: Iterable[bool | None]) -> bool | None:
    """Whether every answer is yes; not known where none is no and one is missing."""
    given = set(answers)
    return False if False in given else None if None in given else True
