"""What else the records ask of the committee: what goes, what to settle, bans, holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from sheets_coc.dates import is_after, iso
from sheets_coc.records.record import Record
from sheets_coc.retention.terms import DatedRecord, State
from sheets_coc.schema.columns import Decision
from sheets_coc.schema.findings import BY_CODE, Severity
from sheets_coc.status import to_do
from sheets_coc.status.item import Item, Urgency, about
from sheets_coc.todo.analysis import Analysis
from sheets_coc.todo.date_findings import date_findings
from sheets_coc.todo.digest import together_ref
from sheets_coc.todo.pairs import row_identity
from sheets_coc.todo.stops import reason_to_stop
from sheets_coc.todo.tab import STICKY

GOING_DAYS: Final = 30
BAN_DAYS: Final = 60


def items(seen: Analysis) -> list[Item]:
    """Records that go soon, what to settle, bans that end, holds and waits.

    While records may have been misread, nothing is said of when they go or what keeps them.
    """
    looks = (_settle,) if reason_to_stop(seen) else (_going, _settle, _bans, _stays)
    return [item for look in looks for item in look(seen)]


def _pairs(seen: Analysis) -> Iterator[tuple[Record, DatedRecord]]:
    """Records that are not expunged, with their dates."""
    for dated in seen.dated:
        record = dated.record
        if not record.expunged:
            yield record, dated


def _going(seen: Analysis) -> list[Item]:
    """Records that go within a month, by day."""
    last = seen.today + timedelta(days=GOING_DAYS)
    days = [(_goes(seen, dated), record, dated) for record, dated in _pairs(seen)]
    soon = sorted(
        ((day, record, dated) for day, record, dated in days if day is not None and day <= last),
        key=lambda found: (found[0], found[1].row),
    )
    if not soon:
        return [Item("going", Urgency.KNOW, f"Nothing goes within {GOING_DAYS} days.")]
    return about(
        "going",
        Urgency.SOON,
        f"Going within {GOING_DAYS} days: {{}}.",
        [record for _, record, _ in soon],
        [_said(seen.today, *found) for found in soon],
    )


def _goes(seen: Analysis, dated: DatedRecord) -> date | None:
    """The day a record may be expunged, as far as it is set and nothing keeps the record."""
    if dated.state not in (State.KEPT, State.ANNOUNCED, State.DUE) or dated.record.held:
        return None
    if dated.goes_on is not None:
        return dated.goes_on
    day = dated.effective
    if not isinstance(day, date) or day == date.max:
        return None
    goes = day + timedelta(days=1)
    # So near its date it would be announced, were it not waiting for another report.
    near = seen.today + timedelta(days=seen.policy.retention.notice_days)
    return goes if goes > near or not seen.sheet.layout.has_decisions else None


def _said(today: date, day: date, record: Record, dated: DatedRecord) -> str:
    what = ", the reporter only" if dated.scope == "reporter" else ""
    when = "with the next run" if day <= today else f"on {day.isoformat()}"
    return f"{record.name} ({when}{what})"


def _settle(seen: Analysis) -> list[Item]:
    """Records with errors, each kind with what to do, and what else waits in To do."""
    found = []
    for code, records in _errors(seen).items():
        what = BY_CODE[code].text.partition(". ")[0].rstrip(".")
        found += about("to-settle", Urgency.SOON, f"To settle: {{}}. {what}.", records)
    return found + to_do.items(seen, to_settle(seen))


def to_settle(seen: Analysis) -> frozenset[int]:
    """The rows of records with errors."""
    return frozenset(record.row for records in _errors(seen).values() for record in records)


def _errors(seen: Analysis) -> dict[str, list[Record]]:
    """Records with errors, by the code of each."""
    errors: dict[str, list[Record]] = {}
    by_row = {record.row: record for record, _ in _pairs(seen)}
    for finding in seen.findings:
        ours = finding.row is not None and finding.tab == seen.policy.tabs.records
        record = by_row.get(finding.row or 0) if ours else None
        if finding.severity is not Severity.ERROR or record is None:
            continue
        if finding.code == "came-apart":  # said in a line of its own
            continue
        if record not in (known := errors.setdefault(finding.code, [])):
            known.append(record)
    return errors


def _bans(seen: Analysis) -> list[Item]:
    """Bans that end within two months: the committee may want to look again.

    A ban that another one of the same person outlasts ends nothing.
    """
    last = seen.today + timedelta(days=BAN_DAYS)
    ending = [
        (dated.record.banned_until, dated.record)
        for at, dated in enumerate(seen.dated)
        if not dated.record.expunged
        and dated.record.decision is Decision.BANNED
        and isinstance(dated.record.banned_until, date)
        and seen.today <= dated.record.banned_until <= last
        and not _outlasted(seen, at, dated.record.banned_until)
    ]
    ending.sort(key=lambda found: (found[0], found[1].row))
    return about(
        "ban-ends",
        Urgency.SOON,
        f"Bans ending within {BAN_DAYS} days: {{}}.",
        [record for _, record in ending],
        [f"{record.name} (until {iso(day)})" for day, record in ending],
    )


def _outlasted(seen: Analysis, at: int, until: date) -> bool:
    """Whether another ban of the same person ends later."""
    others = (seen.dated[other].record for other in seen.links.same(at))
    return any(
        other.decision is Decision.BANNED
        and other.banned_until is not None
        and is_after(other.banned_until, until)
        for other in others
    )


def _stays(seen: Analysis) -> list[Item]:
    """Holds and waits, and those so old that they want a review."""
    old = {(f.row, f.code) for f in date_findings(seen)}
    answered = {line.ref.removeprefix(STICKY) for line in seen.present_lines if line.done}
    pairs = list(_pairs(seen))
    held = [record for record, _ in pairs if record.held]
    waiting = [record for record, dated in pairs if dated.state is State.WAITING]

    def review(records: Sequence[Record], code: str) -> list[Record]:
        asked = [record for record in records if (record.row, code) in old]
        refs = [f"{code}/{row_identity(seen.sheet, record)}/hold" for record in asked]
        if together_ref(f"{code}/hold", refs) in answered:
            return []
        return [r for r, ref in zip(asked, refs, strict=True) if ref not in answered]

    def text(code: str) -> str:
        return f"{BY_CODE[code].text} {{}}."

    return [
        *about("hold-review", Urgency.SOON, text("hold-review"), review(held, "hold-review")),
        *about("wait-review", Urgency.SOON, text("wait-review"), review(waiting, "wait-review")),
        *about("held", Urgency.KNOW, "On hold: {}.", held),
        *about("waiting", Urgency.KNOW, "Past their date, waiting for another report: {}.",
               waiting),
    ]  # fmt: skip
