"""What else the records ask of the committee: what goes, what to settle, bans, holds."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from sheets_coc.dates import is_after, iso
from sheets_coc.records.record import Record
from sheets_coc.retention.terms import DatedRecord, State
from sheets_coc.schema.columns import Decision
from sheets_coc.schema.findings import BY_CODE, Severity
from sheets_coc.status.item import Item, Urgency, about
from sheets_coc.todo.analysis import APART_REF, BELT_REF, Analysis, row_identity
from sheets_coc.todo.date_findings import date_findings
from sheets_coc.todo.digest import TOGETHER_REF, together_ref
from sheets_coc.todo.kept import KEPT_REF
from sheets_coc.todo.shape_questions import SHAPE_REFS
from sheets_coc.todo.stops import reason_to_stop
from sheets_coc.todo.tab import STICKY, Topic
from sheets_coc.todo.wording import count

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
    errors: dict[str, list[Record]] = {}
    by_row = {record.row: record for record, _ in _pairs(seen)}
    for finding in seen.findings:
        ours = finding.row is not None and finding.tab == seen.policy.tabs.records
        record = by_row.get(finding.row or 0) if ours else None
        if finding.severity is not Severity.ERROR or record is None:
            continue
        if record not in (known := errors.setdefault(finding.code, [])):
            known.append(record)
    found = []
    for code, records in errors.items():
        what = BY_CODE[code].text.partition(". ")[0].rstrip(".")
        found += about("to-settle", Urgency.SOON, f"To settle: {{}}. {what}.", records)
    settled = {record.row for records in errors.values() for record in records}
    return found + _waiting_lines(seen, by_row, settled)


_SAID_ABOVE: Final = ("unanswered/", BELT_REF, APART_REF, KEPT_REF, *SHAPE_REFS)
"""What references of lines begin with that have an item of their own."""


def _waiting_lines(
    seen: Analysis, by_row: Mapping[int, Record], said: Collection[int]
) -> list[Item]:
    """What stands in To do unticked, by the cases it is about; what is said already is left out."""
    cases: dict[int, Record] = {}
    others = 0
    for line in seen.present_lines:
        ref = line.ref.removeprefix(STICKY)
        together = ref.startswith(TOGETHER_REF)
        if line.done or line.kind == Topic.GOING.value:
            continue
        if ref.removeprefix(TOGETHER_REF).startswith(_SAID_ABOVE):
            continue
        record = by_row.get(_row_of(line.where, seen.policy.tabs.records))
        if record is None or (together and record.row not in said):  # it is about more than one
            others += 1
        elif record.row not in said:
            cases[record.row] = record
    names = tuple(record.name for record in cases.values())
    more = count(others, "other line") if names else count(others, "line")
    listed = (*names, *([more] if others else []))
    if not listed:
        return []
    # The last place is no case: it is listed, and counted, all the same.
    text = "Waiting in To do: {}." if names else f"{more} waits in To do." if others == 1 else (
        f"{more} wait in To do.")  # fmt: skip
    return [Item("to-do", Urgency.SOON, text, names, listed if names else ())]


def _row_of(where: str, title: str) -> int:
    """The row of an address such as `Records B12`, from 0; -1 for one in no such tab."""
    tab, _, cell = where.rpartition(" ")
    digits = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return int(digits) - 1 if tab == title and digits.isdigit() else -1


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
