"""Erasure on request: which records go before their time because somebody asked.

It deviates from the retention terms, so it needs a reason, and goes through the same plan,
batch limit and transaction as every redaction.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sheets_coc.errors import UsageError
from sheets_coc.records.record import Record
from sheets_coc.redaction import staying, tool_columns
from sheets_coc.redaction.found import RunFindings
from sheets_coc.redaction.new_case_names import logged_names
from sheets_coc.redaction.plan import RedactionPlan
from sheets_coc.requests.lookup import Asked, Capacity, Involvement, parts
from sheets_coc.retention.terms import DatedRecord, State
from sheets_coc.schema.columns import Decision
from sheets_coc.scrubbing import Known, Scrubber
from sheets_coc.sheet.model import Changes
from sheets_coc.todo import log
from sheets_coc.todo.analysis import Analysis
from sheets_coc.todo.came_back import CAME_BACK
from sheets_coc.todo.mentions import Mentions
from sheets_coc.todo.wording import count

LONGEST_REASON: Final = 300
"""Characters of the reason that goes into the Log."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A record that an erasure on request leaves as it is, and why, as a code."""

    record: Record
    why: str


@dataclass(frozen=True, slots=True)
class Erasure:
    """Which records an erasure on request takes, and which it leaves."""

    going: tuple[Record, ...]
    kept: tuple[Kept, ...]


WHY = {
    **staying.WHY,
    "possible": "may be somebody else; ask again with an address or handle of theirs as well",
    "error": "something in the row must be settled first; see validate",
    "blocked": "something in the row must be settled first; see validate",
    "several-people": "others are named as subjects in the same row; give each a row of their "
    "own, or replace this person by Expunged by hand",
    "not-subject": "they are not its subject; replace their name by Expunged in that cell by hand",
    "expunged": "expunged already",
}
"""What a person is told about each record that is left as it is, by code."""


def erasure(seen: Analysis, who: Asked) -> Erasure:
    """What an erasure on request takes: the records that are surely and only about somebody."""
    dated = {one.row: one for one in seen.dated}
    going: dict[int, Record] = {}
    kept: dict[int, Kept] = {}
    for part in parts(seen.sheet.named_records, who):
        record, row = part.record, part.record.row
        if why := _stays(part, dated[row].state):
            if part.capacity is Capacity.SUBJECT or row not in kept:
                kept[row] = Kept(record, why)
        else:
            going[row] = record
    left = tuple(one for row, one in sorted(kept.items()) if row not in going)
    return Erasure(tuple(going[row] for row in sorted(going)), left)


def left(erased: Erasure, planned: RedactionPlan) -> list[Kept]:
    """Every record about them that stays: by the rules, or because it cannot be expunged now."""
    rows = {record.row for record in erased.going}
    failed = [Kept(one.record, one.why) for one in planned.stays if one.record.row in rows]
    return sorted([*erased.kept, *failed], key=lambda kept: kept.record.row)


def _stays(part: Involvement, state: State) -> str:
    record = part.record
    if part.capacity is not Capacity.SUBJECT:
        return "not-subject"
    if not part.sure:
        return "possible"
    if record.expunged:
        return "expunged"
    if set(record.blocked_by) - {CAME_BACK, "names-after-expunge"}:  # what came back may go again
        return "blocked"
    if record.held:
        return "held"
    if record.decision is Decision.OPEN or state is State.OPEN:
        return "open"
    if state is State.WAITING:
        return "waiting"
    return "several-people" if len(record.subjects.reveal()) > 1 else ""


def as_due(seen: Analysis, who: Asked) -> Analysis:
    """The analysis with these records due, and no others: what the redaction plans from."""
    rows = {record.row for record in erasure(seen, who).going}
    return replace(seen, dated=[_on_request(one, one.row in rows) for one in seen.dated])


def _on_request(dated: DatedRecord, goes: bool) -> DatedRecord:
    if goes:
        return dated._replace(state=State.DUE, scope="all")
    return dated._replace(state=State.KEPT) if dated.state is State.DUE else dated


def checked_reason(reason: str, who: Asked, seen: Analysis) -> str:
    """The reason for a deviation, fit for the Log: it must not tell who asked.

    Raises:
        UsageError: there is none, it is long, or it holds a name or an address.
    """
    said = " ".join(reason.split())
    if not said or len(said) > LONGEST_REASON:
        raise UsageError(
            f"Erasure on request needs a reason of at most {LONGEST_REASON} characters.",
            code="reason",
        )
    known = [who.known, *(_everybody(part.record) for part in parts(seen.sheet.named_records, who))]
    for one in known:
        result = Scrubber(one)(said)
        if result.replaced or any(flag.rule != "no_identifiers" for flag in result.flags):
            raise UsageError(
                "The reason goes into the Log, so it must not hold names, addresses or links.",
                code="reason-tells",
            )
    return said


def _everybody(record: Record) -> Known:
    cells = (record.subjects, record.reporter, record.others, record.handled_by,
             record.recused)  # fmt: skip
    names = tuple(name for cell in cells for name in cell.reveal())
    return Known(names, record.aliases.reveal(), record.contacts.reveal())


def changes(
    seen: Analysis,
    planned: RedactionPlan,
    mentions: Mentions,
    who: Asked,
    reason: str,
    now: datetime,
) -> Changes:
    """What an erasure on request writes: what every redaction writes, with its reason logged.

    Args:
        seen: what the rules say of the sheet.
        planned: what goes.
        mentions: where the person is still mentioned, and what could not be searched.
        who: who asked.
        reason: why, as `checked_reason` gave it.
        now: the moment, for the Log.
    """
    if planned.stop or not planned.done:
        return Changes()
    names = logged_names(seen, planned.done)
    went = f"{count(len(planned.cells), 'cell')} expunged on request; {mentions.said}"
    what = f"{went}. Reason: {reason}"
    entry = log.LogEntry(log.ON_REQUEST, what, names)
    return Changes.merge(
        [
            tool_columns.redact_changes(
                as_due(seen, who), planned, now, RunFindings(mentions=mentions), log_it=False
            ),
            log.append(seen.snapshot, seen.policy, entry, now),
        ]
    )
