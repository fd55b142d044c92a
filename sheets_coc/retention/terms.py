"""When each record goes: the retention terms, applied to all records on one day.

The rules are the committee's record-keeping policy, "Data retention": terms by decision in
calendar months, a new violation extending all earlier records of the same person that have
not been expunged, and room for the committee to deviate (dates set by hand, holds). What a
person typed wrongly never makes a record go: it becomes an error with no date.

    calm lamp: resolved, reported 2024-01-10: kept for 14 months, until 2025-03-10
    2025-03-04   a week before it may go the sheet says so: will be expunged on 2025-03-11
    2025-03-11   due: past its date, and the day announced has come
    red roof: open, about the same person, reported 2024-06-01
    2025-03-11   calm lamp waits, and no day is announced: red roof may become a violation
    once red roof is flagged, calm lamp is kept as long: until 2026-08-01 (see `extension`)
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, Literal, NamedTuple

from sheets_coc.dates import NEVER, Day, is_after, iso
from sheets_coc.policy import Retention
from sheets_coc.records.identity import Links
from sheets_coc.records.record import Record
from sheets_coc.retention.extension import Extension, Extensions, OwnTerm, own_term
from sheets_coc.retention.own_term import announced_day, is_hand_set, is_past, latest
from sheets_coc.schema.columns import VIOLATIONS, Decision

__all__ = ["DatedRecord", "Inherited", "Scope", "State", "compute", "inherited"]

Scope = Literal["all", "reporter"]


class State(StrEnum):
    """Where a record stands on its way; the first that applies, in this order."""

    EXPUNGED = "expunged"
    ERROR = "error"
    OPEN = "open"
    PERMANENT = "permanent"
    HELD = "held"
    WAITING = "waiting"
    ANNOUNCED = "announced"
    DUE = "due"
    KEPT = "kept"


class DatedRecord(NamedTuple):
    """One record and its dates on one day.

    A named tuple, because a large sheet makes very many.

    Attributes:
        record: the record.
        base: the date of the record's own term.
        policy_date: the date by the policy, extensions included.
        effective: the date that counts: `policy_date`, or set by hand and then extended.
        goes_on: the earliest day it may be expunged, once it is near enough to announce; None
            while anything keeps the record, so that it is announced anew afterwards.
        hand_set: whether a person set the date.
        extended_by: cases whose violation gives a later date than the record's own.
        scope: what goes: everything, or the reporter only.
        state: where the record stands.
        waits_for: cases it waits for.
        why: a code for the state: the finding behind an error, `hold`, `open-report`,
            `error-in-report`, `possible-repeat`, `notice`, `no-decision`, `open`,
            `no-date`; empty where the state says it all.
        late_violations: those of `extended_by` reported when the record was already past
            its date: the committee may still let it go.
        extensions: what each later violation gives to this record, by position among the
            records: what must be written down when that one is expunged.
    """

    record: Record
    scope: Scope
    state: State
    base: Day | None = None
    policy_date: Day | None = None
    effective: Day | None = None
    goes_on: date | None = None
    hand_set: bool = False
    extended_by: tuple[str, ...] = ()
    waits_for: tuple[str, ...] = ()
    why: str = ""
    late_violations: tuple[str, ...] = ()
    extensions: tuple[Extension, ...] = ()

    @property
    def undecided(self) -> bool:
        """Whether nobody has decided by what term it is kept: it is open, or has no decision."""
        return self.record.decision in (None, Decision.OPEN)

    @property
    def violation(self) -> bool:
        """Whether it is a violation at present; what is none may become one (again)."""
        return self.record.decision in VIOLATIONS

    @property
    def case(self) -> str:
        """How messages speak of the record."""
        return self.record.name

    @property
    def row(self) -> int:
        """Its row in the tab, from 0."""
        return self.record.row

    @property
    def decision(self) -> Decision:
        """What was decided; OPEN where nothing was."""
        return self.record.decision or Decision.OPEN

    def as_json(self) -> dict[str, Any]:
        """How it stands in `dates --format json`; rows as people count them."""
        return {
            "case": self.case,
            "row": self.row + 1,
            "decision": self.decision.value,
            "base": iso(self.base),
            "policy_date": iso(self.policy_date),
            "effective": iso(self.effective),
            "goes_on": iso(self.goes_on),
            "hand_set": self.hand_set,
            "extended_by": list(self.extended_by),
            "scope": self.scope,
            "state": self.state.value,
        }


def compute(
    records: Sequence[Record], terms: Retention, today: date, links: Links | None = None
) -> list[DatedRecord]:
    """The dates of every record on a day, in the order given. The order changes nothing else.

    Args:
        records: every record of the sheet, expunged ones too.
        terms: the policy's terms.
        today: the day in UTC. A record is past its date when today is after it.
        links: who is who among these records, where the caller has it already.
    """
    day = _Day(records, terms, today, links or Links(records))
    return [day.dated(i) for i in range(len(records))]


class Inherited(NamedTuple):
    """What a record keeps from later ones that are expunged now.

    Attributes:
        until: the new "Extended until"; None where it stays as it is.
        restart: the day of the latest of these reports, for a record that is no violation at
            present: if it becomes one (again), its term begins anew on this day.
    """

    until: Day | None = None
    restart: date | None = None


def inherited(
    records: Sequence[Record], dated: Sequence[DatedRecord], going: set[int]
) -> dict[int, Inherited]:
    """What records that remain keep from records that are being expunged now.

    The link between two records dies with the names of the later one, so what it gave must be
    written down in the same batch: as a date where the earlier record is a violation, and for
    one that is none at present (an appeal, a wrong decision) as the day of the later report as
    well.

    Args:
        records: the records as given to `compute`.
        dated: what it answered.
        going: positions of the records whose people are erased in this batch.

    Returns:
        By position, what each record that remains gains by it.
    """
    result: dict[int, Inherited] = {}
    for i, one in enumerate(dated):
        if i in going or not one.extensions:
            continue
        until, restart = records[i].extended_until, records[i].restarted_on
        for j, day in one.extensions:
            if j not in going:
                continue
            if until is None or is_after(day, until):
                until = day
            received = records[j].reported_on
            if not one.violation and received and (restart is None or received > restart):
                restart = received
        gained = Inherited(
            None if until == records[i].extended_until else until,
            None if restart == records[i].restarted_on else restart,
        )
        if gained != Inherited():
            result[i] = gained
    return result


class _Day:
    """All records on one day. Positions are those of the sequence of records."""

    def __init__(
        self, records: Sequence[Record], terms: Retention, today: date, links: Links
    ) -> None:
        self.records, self.terms, self.today, self.links = records, terms, today, links
        self.own_terms = [own_term(record, terms) for record in records]
        self.extensions = Extensions(records, terms, links, self.own_terms)
        self.unsettled = [self._unsettled(i) for i in range(len(records))]

    def dated(self, i: int) -> DatedRecord:
        record = self.records[i]
        if record.expunged:
            return self._undated(i, State.EXPUNGED)
        now = self.own_terms[i]
        if now.problem:
            return self._undated(i, State.ERROR, now.problem)
        if now.own is not None:
            return self._with_date(i, now)
        if record.blocked_by:
            return self._undated(i, State.ERROR, record.blocked_by[0])
        if not record.has_decision_column:
            return self._undated(i, State.KEPT, "no-date")
        return self._undated(i, State.OPEN, "open" if record.decision else "no-decision")

    def _undated(self, i: int, state: State, why: str = "") -> DatedRecord:
        record = self.records[i]
        return DatedRecord(
            record=record,
            scope=_scope(record),
            state=state,
            why=why,
            hand_set=is_hand_set(record),
            extensions=self.extensions.of(i).extensions,
        )

    def _with_date(self, i: int, now: OwnTerm) -> DatedRecord:
        record, more = self.records[i], self.extensions.of(i)
        given = self.extensions.kept(i) if now.violation else None
        given = latest(given, more.until)
        effective = latest(now.own, given)
        goes_on = self._goes_on(record, effective)
        waiting, waits_for = self._waits(i) if goes_on is not None else ("", ())
        if (record.held or waits_for) and self.terms.notice_days:
            goes_on = None  # a permission that runs out while something keeps the record is none
        state, why = self._state(record, effective, goes_on, waiting)
        return DatedRecord(
            record=record,
            scope=_scope(record),
            state=state,
            base=now.base,
            policy_date=latest(now.base, given),
            effective=effective,
            goes_on=goes_on,
            hand_set=is_hand_set(record),
            extended_by=self._names(more.beyond),
            waits_for=waits_for if state is State.WAITING else (),
            why=why,
            late_violations=self._names(more.late),
            extensions=more.extensions,
        )

    def _goes_on(self, record: Record, effective: Day | None) -> date | None:
        """The announced day. Typing the date was the notice where there is no Decision column."""
        if record.blocked_by or effective is None:
            return None
        notice = self.terms.notice_days if record.has_decision_column else 0
        return announced_day(record.goes_on, effective, self.today, notice)

    def _state(
        self, record: Record, effective: Day | None, goes_on: date | None, waiting: str
    ) -> tuple[State, str]:
        """State and reason of a record with a date; `waiting` is why it waits, if it does."""
        if record.blocked_by:
            return State.ERROR, record.blocked_by[0]
        if effective is NEVER:
            return State.PERMANENT, ""
        if not is_past(effective, self.today):
            return State.KEPT, ""
        if record.held:
            return State.HELD, "hold"
        if waiting:
            return State.WAITING, waiting
        if goes_on is None or self.today < goes_on:
            return State.ANNOUNCED, "notice"
        return State.DUE, ""

    def _waits(self, i: int) -> tuple[str, tuple[str, ...]]:
        """Why a record past its date waits, and for which cases; none where it does not."""
        record, violation = self.records[i], self.own_terms[i].violation
        old_typeless = record.decision is None
        if not record.has_decision_column or not (violation or old_typeless):
            return "", ()
        reasons: dict[int, str] = {}
        for j in self.links.same(i):
            if self.unsettled[j] and self._not_earlier(j, record):
                reasons[j] = self.unsettled[j]
        for j in self.links.possible(i):
            if self.unsettled[j] and self._not_earlier(j, record):
                reasons[j] = self.unsettled[j]
            elif self.extensions.keeps(i, j, self.today):
                reasons[j] = "possible-repeat"
        if not reasons:
            return "", ()
        first = min(reasons, key=lambda j: self.records[j].row)
        return reasons[first], self._names(reasons)

    def _unsettled(self, j: int) -> str:
        """Why a report may still become a violation of another kind or date; empty if not."""
        if self.records[j].expunged:
            return ""
        if self.own_terms[j].problem or self.records[j].blocked_by:
            return "error-in-report"
        return "" if self.own_terms[j].own is not None else "open-report"

    def _not_earlier(self, j: int, record: Record) -> bool:
        """Whether report `j` came no earlier than a record; one without a date counts as late."""
        received, mine = self.records[j].reported_on, record.reported_on
        return received is None or mine is None or received >= mine

    def _names(self, positions: Collection[int]) -> tuple[str, ...]:
        """Case names in the order of the rows."""
        if not positions:
            return ()
        ordered = sorted(positions, key=lambda j: self.records[j].row)
        return tuple([self.records[j].name for j in ordered])


def _scope(record: Record) -> Scope:
    return "reporter" if record.decision is Decision.NOBODY_IDENTIFIED else "all"
