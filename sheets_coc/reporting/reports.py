"""From rows to reports: several rows of one case are one report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sheets_coc.dates import NEVER
from sheets_coc.records.facts import Fact, Frame
from sheets_coc.records.schema import Decision, Flag


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
_FLAGS = frozenset({Flag.FLAGGED, Flag.BANNED})
_FLAG_OF = {Decision.FLAGGED: Flag.FLAGGED, Decision.BANNED: Flag.BANNED}


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
        events: the events it is about.
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
    events: frozenset[str] = frozenset()

    @property
    def no_action(self) -> bool:
        """Whether both action cells *say* no; a blank one is unknown and says nothing."""
        return self.action_us is False and self.action_local is False


def reports(frame: Frame) -> tuple[Report, ...]:
    """The reports of a sheet, in the order of their first rows."""
    rows: dict[int, list[Fact]] = defaultdict(list)
    for fact in frame.facts:
        rows[fact.report].append(fact)
    return tuple(_report(together) for together in rows.values())


def is_flagged(fact: Fact) -> bool:
    """Whether a row's people are banned or flagged: the cell says so, or, blank, the decision."""
    return fact.flag in _FLAGS or (fact.flag is None and fact.decision in _FLAG_OF)


def people(fact: Fact) -> int:
    """People named in a row; someone who is banned or flagged is at least one person."""
    return max(fact.people, 1) if is_flagged(fact) else fact.people


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
    return fact.flag is not _FLAG_OF.get(fact.decision, Flag.NONE)


def _report(rows: Sequence[Fact]) -> Report:
    outcomes = {outcome(row) for row in rows}
    closed = _all(row.closed for row in rows)
    return Report(
        received=_first(row.reported_on for row in rows),
        people=sum(people(row) for row in rows),
        flagged=sum(people(row) for row in rows if is_flagged(row)),
        action_us=_any(row.action_us for row in rows),
        action_local=_any(row.action_local for row in rows),
        outcome=next(one for one in _GRAVEST_FIRST if one in outcomes),
        closed=closed,
        decided_on=max((d for row in rows if (d := row.decided_on)), default=None)
        if closed
        else None,
        responded_on=_first(row.responded_on for row in rows),
        events=frozenset(row.event for row in rows if row.event),
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
