"""When a record goes and why, in sentences with days: its line of time.

resolved, reported 2024-01-15, and a ban of the same person until 2025-06-01:

2024-01-15  report received
2025-03-15  end of its own term: Violation, resolved, 14 months
2027-08-01  frosty-boat, reported 2024-06-01, keeps it until then
2027-08-02  may be expunged from this day on
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sheets_coc.dates import NEVER, Day
from sheets_coc.policy import Retention
from sheets_coc.records.record import Record
from sheets_coc.retention.own_term import own_base
from sheets_coc.retention.terms import DatedRecord, State
from sheets_coc.schema.columns import DECISION_LABELS, Decision
from sheets_coc.schema.findings import BY_CODE


@dataclass(frozen=True, slots=True)
class Event:
    """One point on a record's line of time.

    Attributes:
        day: the day, `NEVER`, or None for what has none.
        code: what kind of point it is, for those who draw it.
        text: the point in words; case names only.
    """

    day: Day | None
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a record goes when it goes.

    Attributes:
        dated: the record with its dates.
        events: its line of time, in the order of the days; what has none comes last.
        summary: one sentence that answers "when, and why".
    """

    dated: DatedRecord
    events: tuple[Event, ...]
    summary: str


def explain(
    dated: DatedRecord, everything: Sequence[DatedRecord], terms: Retention, today: date
) -> Explanation:
    """Explain a record's dates.

    Args:
        dated: the record.
        everything: all records of the sheet, as `compute` answered them.
        terms: the policy's terms.
        today: the UTC date.
    """
    record = dated.record
    events = [
        *_received(record),
        *_own(dated, terms),
        *_extensions(dated, everything),
        *_announced(dated, today),
    ]
    known = [event for event in events if isinstance(event.day, date)]
    rest = [event for event in events if not isinstance(event.day, date)]
    ordered = sorted(known, key=lambda event: (event.day or date.max, event.code == "goes"))
    return Explanation(dated, (*ordered, *rest), _summary(dated))


_MOST_NAMED = 2


def reason(dated: DatedRecord) -> str:
    """Why a record goes when it goes, in a few words; empty where its own term says it all.

    Example: `kept on by frosty-boat`, `waits for amber-kite`, `on hold`, `goes on 2026-12-13`.
    """
    if dated.record.expunged:
        return ""
    if dated.state is State.ERROR:
        return "an error; see validate"
    if dated.state is State.DUE:
        return "goes with the next run"
    if dated.state is State.ANNOUNCED and dated.goes_on is not None:
        return f"goes on {dated.goes_on.isoformat()}"
    if dated.state is State.WAITING and dated.waits_for:
        return f"waits for {_some(dated.waits_for)}"
    if dated.record.held:
        return "on hold"
    if dated.hand_set and dated.effective is not None:
        policy = f"; the policy says {dated.policy_date}" if dated.policy_date else ""
        return f"set by hand{policy}"
    if dated.undecided:
        return _undecided(dated.record)
    if dated.extended_by:
        return f"kept on by {_some(dated.extended_by)}"
    if dated.record.extended_until is not None:
        return "kept on by a record expunged since"
    return "no date yet" if dated.effective is None else ""


def _undecided(record: Record) -> str:
    """Why an undecided record has no date; without a Decision column the typed one counts."""
    word = f"{record.no_date} counts as no date" if record.no_date else ""
    if not record.has_decision_column:
        return word or "no date in the sheet"
    return f"not decided; {word}" if word else "not decided"


def _some(names: Sequence[str]) -> str:
    rest = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {rest} more" if rest > 0 else "")


def _received(record: Record) -> list[Event]:
    found = []
    if record.reported_on:
        found.append(Event(record.reported_on, "reported", "report received"))
    if record.responded_on:
        found.append(Event(record.responded_on, "answered", "first answer"))
    if record.decided_on:
        label = DECISION_LABELS[record.decision] if record.decision else "decided"
        found.append(Event(record.decided_on, "decided", label))
    if record.decision is Decision.BANNED and isinstance(record.banned_until, date):
        found.append(Event(record.banned_until, "ban-ends", "last day of the ban"))
    if record.expunged_on:
        found.append(Event(record.expunged_on, "expunged", "expunged"))
    return found


def _own(dated: DatedRecord, terms: Retention) -> list[Event]:
    record = dated.record
    if record.expunged:
        return []
    found = []
    base = own_base(record, terms)
    if base is not None and record.decision:
        months = terms.months[record.decision]
        after = " after the ban" if record.decision is Decision.BANNED else ""
        term = "kept for good" if months is NEVER else f"{months} months{after}"
        label = DECISION_LABELS[record.decision]
        found.append(Event(base, "own-term", f"end of its own term: {label}, {term}"))
    if dated.hand_set:
        found.append(
            Event(record.expunge_on, "manual", "the date a person set, in place of the policy's")
        )
    if record.extended_until is not None and (dated.violation or dated.undecided):
        found.append(
            Event(record.extended_until, "kept", "kept until then by a record expunged since")
        )
    return found


def _extensions(dated: DatedRecord, everything: Sequence[DatedRecord]) -> list[Event]:
    found = []
    for position, day in dated.extensions:
        other = everything[position]
        if other.case not in dated.extended_by:
            continue
        received = other.record.reported_on
        told = f", reported {received.isoformat()}," if received else ""
        found.append(Event(day, "extended", f"{other.case}{told} keeps it until then"))
    return found


def _announced(dated: DatedRecord, today: date) -> list[Event]:
    if dated.record.expunged:
        return []
    if dated.goes_on is not None:
        return [Event(dated.goes_on, "goes", "may be expunged from this day on")]
    if isinstance(dated.effective, date) and dated.effective < date.max:
        first = max(dated.effective + timedelta(days=1), today)
        if dated.state is State.KEPT:
            return [Event(first, "goes", "may be expunged from this day on, announced before")]
    return []


def _summary(dated: DatedRecord) -> str:
    """When it goes, and why, in one sentence."""
    state = dated.state
    what = "The reporter goes" if dated.scope == "reporter" else "It goes"
    if state is State.EXPUNGED:
        return "It has been expunged."
    if state is State.ERROR:
        code = dated.why
        told = BY_CODE[code].text if code in BY_CODE else "its dates cannot be worked out."
        return f"It does not go: {told}"
    if state is State.OPEN:
        return "It does not go while it is open."
    if state is State.PERMANENT:
        return "It is kept for good."
    if state is State.HELD:
        return "It is past its date, and on hold."
    if state is State.WAITING:
        return f"It is past its date, and waits for {', '.join(dated.waits_for)}."
    if dated.record.held:
        return f"It is on hold; without that its date would be {dated.effective}."
    if state is State.DUE:
        return f"{what} with the next run."
    if dated.goes_on is not None:
        return f"{what} on {dated.goes_on.isoformat()}."
    if dated.effective is None:
        return "It has no date yet."
    return f"{what} after {dated.effective}."
