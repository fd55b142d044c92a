"""From rows to reports: several rows of one case are one report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sheets_coc.records.facts import Fact, Frame
from sheets_coc.records.grouping import SEVERAL
from sheets_coc.schema.columns import Decision, FlagState
from sheets_coc.schema.consequences import ACTIONS, GRAVEST_FIRST, Consequence, of_decision


class ReportOutcome(StrEnum):
    """What came of a report as a whole: each report has exactly one."""

    NOT_A_VIOLATION = "not_a_violation"
    OUT_OF_SCOPE = "out_of_scope"
    NO_ACTION = "no_action"
    WARNED = "warned"
    SUSPENDED = "suspended"
    BANNED = "banned"
    OTHER = "other"
    OPEN = "open"
    NOT_RECORDED = "not_recorded"


_GRAVEST_FIRST = (
    *(ReportOutcome(one.value) for one in GRAVEST_FIRST if one in ACTIONS),
    ReportOutcome.NOT_RECORDED,
    ReportOutcome.OPEN,
    *(ReportOutcome(one.value) for one in GRAVEST_FIRST if one not in ACTIONS),
)
"""While a row is open, the report cannot yet be said to be no violation, or without action."""

_NO_EVENTS: frozenset[str] = frozenset()
_FLAGS = frozenset({FlagState.FLAGGED, FlagState.BANNED})
_FLAG_OF = {Decision.FLAGGED: FlagState.FLAGGED, Decision.BANNED: FlagState.BANNED}


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """One report.

    Attributes:
        received: the day it came; None where the sheet does not say.
        people: how many people are named (at least one where someone is banned or flagged).
        flagged: how many of them stand in rows that are banned or flagged.
        flag_unread: whether of any row it is not understood whether they are.
        action_us: whether the committee did something; None where that is not known.
        action_local: whether local representatives did.
        source_unread: whether of any row it is not understood who resolved it.
        outcome: what came of it as a whole.
        consequences: how many people were warned, suspended and so on, for what is an action.
        by_decision: whether any of that is translated from a decision, which tells neither
            warnings nor what was out of scope apart.
        unrecorded: whether of any row it is not recorded what came of it.
        closed: whether it has been dealt with; None where the sheet does not say.
        decided_on: the day of the last decision, once everything is decided.
        responded_on: the day of the first answer.
        events: the events it is about, as people typed them.
        group: what the column says by which reports are broken down.
    """

    received: date | None
    people: int = 0
    flagged: int = 0
    flag_unread: bool = False
    action_us: bool | None = None
    action_local: bool | None = None
    source_unread: bool = False
    outcome: ReportOutcome = ReportOutcome.NOT_RECORDED
    consequences: Mapping[Consequence, int] = field(default_factory=dict)
    by_decision: bool = False
    unrecorded: bool = True
    closed: bool | None = None
    decided_on: date | None = None
    responded_on: date | None = None
    events: frozenset[str] = field(default=frozenset(), repr=False)
    group: str | None = field(default=None, repr=False)

    @property
    def no_action(self) -> bool:
        """Whether both action cells *say* no; a blank one is unknown and says nothing."""
        return self.action_us is False and self.action_local is False


def reports(frame: Frame) -> tuple[ReportFacts, ...]:
    """The reports of a sheet, in the order of their first rows."""
    first: dict[int, ReportFacts] = {}
    several: dict[int, list[ReportFacts]] = {}
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


def consequence(fact: Fact) -> Consequence | None:
    """What a row says came of the report for its people; None where it is open or not known.

    Where Decision and *Banned or flagged* disagree, that is not known until it is settled.
    """
    if fact.consequence is not None or _disagrees(fact):
        return fact.consequence
    return of_decision(
        fact.decision, fact.banned_until, action_us=fact.action_us, action_local=fact.action_local
    )


def _disagrees(fact: Fact) -> bool:
    if fact.flag is None or fact.decision is None:
        return False
    return fact.flag is not _FLAG_OF.get(fact.decision, FlagState.NONE)


def _of_one(row: Fact) -> ReportFacts:
    """One row by itself. Someone who is banned or flagged is at least one person."""
    flagged = is_flagged(row)
    named = max(row.people, 1) if flagged else row.people
    came = consequence(row)
    outcome = _outcome(row, came)
    return ReportFacts(
        received=row.reported_on,
        people=named,
        flagged=named if flagged else 0,
        flag_unread=row.flag_unread,
        action_us=row.action_us,
        action_local=row.action_local,
        source_unread=row.source_unread,
        outcome=outcome,
        consequences={came: _people(row, came, named)} if came in ACTIONS else {},
        by_decision=came is not None and row.consequence is None,
        unrecorded=outcome is ReportOutcome.NOT_RECORDED,
        closed=row.closed,
        decided_on=row.decided_on if row.closed else None,
        responded_on=row.responded_on,
        events=frozenset({row.event}) if row.event else _NO_EVENTS,
        group=row.group,
    )


def _outcome(row: Fact, came: Consequence | None) -> ReportOutcome:
    if came is not None:
        return ReportOutcome(came.value)
    return ReportOutcome.OPEN if row.decision is Decision.OPEN else ReportOutcome.NOT_RECORDED


def _people(row: Fact, came: Consequence, named: int) -> int:
    """How many people something came to: somebody, but where a decision names nobody."""
    by_decision = row.consequence is None and came is Consequence.OTHER
    return named if by_decision else max(named, 1)


def _of_several(parts: Sequence[ReportFacts]) -> ReportFacts:
    """One report of the rows of a case, each read by itself."""
    outcomes = {part.outcome for part in parts}
    closed = _all(part.closed for part in parts)
    decided = max((d for part in parts if (d := part.decided_on)), default=None)
    return ReportFacts(
        received=_first(part.received for part in parts),
        people=sum(part.people for part in parts),
        flagged=sum(part.flagged for part in parts),
        flag_unread=any(part.flag_unread for part in parts),
        action_us=_any(part.action_us for part in parts),
        action_local=_any(part.action_local for part in parts),
        source_unread=any(part.source_unread for part in parts),
        outcome=next(one for one in _GRAVEST_FIRST if one in outcomes),
        consequences=sum((Counter(part.consequences) for part in parts), Counter()),
        by_decision=any(part.by_decision for part in parts),
        unrecorded=any(part.unrecorded for part in parts),
        closed=closed,
        decided_on=decided if closed else None,
        responded_on=_first(part.responded_on for part in parts),
        events=frozenset().union(*(part.events for part in parts)),
        group=_group({part.group for part in parts if part.group}),
    )


def _group(named: set[str]) -> str | None:
    return SEVERAL if len(named) > 1 else next(iter(named), None)


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
