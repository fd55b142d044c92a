"""What the records ask of the committee, by its own measures.

Any member steps in where a first answer is not given within a day, a report is resolved within
a week, and one that local representatives have handled wants an acknowledgement only (report
handling procedure).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Final

from sheets_coc.dates import iso
from sheets_coc.records.record import Record
from sheets_coc.records.values import action_taken
from sheets_coc.retention.terms import DatedRecord, State
from sheets_coc.schema.columns import Decision
from sheets_coc.schema.findings import BY_CODE, Severity
from sheets_coc.status.item import SHOWN, Item, Urgency, about
from sheets_coc.todo.analysis import Analysis
from sheets_coc.todo.date_findings import date_findings
from sheets_coc.todo.wording import named

ANSWER_DAYS: Final = 1
DECIDE_DAYS: Final = 7
GOING_DAYS: Final = 30
BAN_DAYS: Final = 60


def items(seen: Analysis) -> list[Item]:
    """What the records ask for: open cases, those that go soon, what to settle, bans, holds."""
    return [item for look in (_open, _going, _settle, _bans, _stays) for item in look(seen)]


def _pairs(seen: Analysis) -> Iterator[tuple[Record, DatedRecord]]:
    """Records that are not expunged, with their dates."""
    for dated in seen.dated:
        record = dated.record
        if not record.expunged:
            yield record, dated


def _open(seen: Analysis) -> list[Item]:
    """Open cases: unanswered, undecided, without anybody, to acknowledge; then all of them."""
    columns = seen.sheet.layout.columns
    every = [
        record
        for record, dated in _pairs(seen)
        if dated.state is State.OPEN or record.decision is Decision.OPEN
    ]
    local = [record for record in every if _handled_locally(seen, record)]
    rows = {record.row for record in local}
    ours = [record for record in every if record.row not in rows]
    late = partial(_waits_longer, seen.today)
    unanswered = [r for r in ours if r.responded_on is None and late(r, ANSWER_DAYS)]
    acknowledge = [r for r in local if r.responded_on is None]
    undecided = [r for r in ours if late(r, DECIDE_DAYS)]
    nobody = [r for r in ours if not r.handled_by]
    answers, handlers = "responded_on" in columns, "handled_by" in columns
    return [
        *about("unanswered", Urgency.NOW, "Unanswered for more than a day: {}.",
               unanswered if answers else []),
        *about("undecided", Urgency.NOW, "Undecided for more than a week: {}.", undecided),
        *about("no-handler", Urgency.SOON, "Open, and nobody handles it: {}.",
               nobody if handlers else []),
        *about("acknowledge", Urgency.SOON,
               "Handled by local representatives; an acknowledgement is all it wants: {}.",
               acknowledge),
        *(about("open", Urgency.KNOW, "Open: {}.", every)
          or ([Item("open", Urgency.KNOW, "No case is open.")] if _has_decisions(seen) else [])),
    ]  # fmt: skip


def _has_decisions(seen: Analysis) -> bool:
    return seen.sheet.layout.has_decisions


def _handled_locally(seen: Analysis, record: Record) -> bool:
    """Whether local representatives did something and the committee did not."""
    return (
        action_taken(seen.sheet.cell(record, "local_action")) is True
        and action_taken(seen.sheet.cell(record, "our_action")) is not True
    )


def _waits_longer(today: date, record: Record, days: int) -> bool:
    """Whether a report has waited longer than a number of days, whenever on its day it came."""
    return record.reported_on is not None and (today - record.reported_on).days > days


def _going(seen: Analysis) -> list[Item]:
    """Records that go within a month, by day."""
    last = seen.today + timedelta(days=GOING_DAYS)
    days = [(_goes(dated), record, dated) for record, dated in _pairs(seen)]
    soon = sorted(
        ((day, record, dated) for day, record, dated in days if day is not None and day <= last),
        key=lambda found: (found[0], found[1].row),
    )
    if not soon:
        return [Item("going", Urgency.KNOW, f"Nothing goes within {GOING_DAYS} days.")]
    said = named([_said(seen.today, *found) for found in soon], SHOWN)
    names = tuple(record.name for _, record, _ in soon)
    return [Item("going", Urgency.SOON, f"Going within {GOING_DAYS} days: {said}.", names)]


def _goes(dated: DatedRecord) -> date | None:
    """The day a record may be expunged, as far as it is set."""
    if dated.state not in (State.KEPT, State.ANNOUNCED, State.DUE):
        return None
    if dated.goes_on is not None:
        return dated.goes_on
    day = dated.effective
    return day + timedelta(days=1) if isinstance(day, date) and day < date.max else None


def _said(today: date, day: date, record: Record, dated: DatedRecord) -> str:
    what = ", the reporter only" if dated.scope == "reporter" else ""
    when = "with the next run" if day <= today else f"on {day.isoformat()}"
    return f"{record.name} ({when}{what})"


def _settle(seen: Analysis) -> list[Item]:
    """Findings that are errors, and what stands in To do unticked."""
    rows = {f.row for f in seen.findings if f.severity is Severity.ERROR}
    records = [record for record, _ in _pairs(seen) if record.row in rows]
    found = about("to-settle", Urgency.SOON, "To settle (see To do): {}.", records)
    waiting = sum(not line.done for line in seen.present_lines)
    if waiting:
        lines = "1 line waits" if waiting == 1 else f"{waiting} lines wait"
        found.append(Item("to-do", Urgency.SOON, f"{lines} in To do."))
    return found


def _bans(seen: Analysis) -> list[Item]:
    """Bans that end within two months: the committee may want to look again."""
    last = seen.today + timedelta(days=BAN_DAYS)
    ending = [
        (record.banned_until, record)
        for record, _ in _pairs(seen)
        if record.decision is Decision.BANNED
        and isinstance(record.banned_until, date)
        and seen.today <= record.banned_until <= last
    ]
    ending.sort(key=lambda found: (found[0], found[1].row))
    if not ending:
        return []
    said = named([f"{record.name} (until {iso(day)})" for day, record in ending], SHOWN)
    names = tuple(record.name for _, record in ending)
    return [Item("ban-ends", Urgency.SOON, f"Bans ending within {BAN_DAYS} days: {said}.", names)]


def _stays(seen: Analysis) -> list[Item]:
    """Holds and waits, and those so old that they want a review."""
    old = {(f.row, f.code) for f in date_findings(seen)}
    pairs = list(_pairs(seen))
    held = [record for record, _ in pairs if record.held]
    waiting = [record for record, dated in pairs if dated.state is State.WAITING]

    def review(records: Sequence[Record], code: str) -> list[Record]:
        return [record for record in records if (record.row, code) in old]

    def text(code: str) -> str:
        return f"{BY_CODE[code].text} {{}}."

    return [
        *about("hold-review", Urgency.SOON, text("hold-review"), review(held, "hold-review")),
        *about("wait-review", Urgency.SOON, text("wait-review"), review(waiting, "wait-review")),
        *about("held", Urgency.KNOW, "On hold: {}.", held),
        *about("waiting", Urgency.KNOW, "Past their date, waiting for another report: {}.",
               waiting),
    ]  # fmt: skip
