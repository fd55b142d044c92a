"""The answer to organisers: from hits that a person confirmed, and from nothing else.

Rows of the organisers' own list stand for people, so the letter needs nobody's name.
Everything is checked again on the sheet as it is now: a confirmed hit is weeks old sometimes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sheets_coc.errors import SafetyStop, UsageError
from sheets_coc.letters.guard import check_settled, shared_summary
from sheets_coc.people.folding import fold
from sheets_coc.records.record import Record
from sheets_coc.screening.confirming import ConfirmedHit, confirmed, content_of
from sheets_coc.screening.flagged import Listed, ListedStatus, listed
from sheets_coc.screening.results import (
    COLUMNS_READ,
    HEADERS,
    NOT_COMPARED,
    own_rows,
    undefuse,
)
from sheets_coc.sheet.model import Changes, Snapshot
from sheets_coc.todo import log
from sheets_coc.todo.analysis import Analysis
from sheets_coc.todo.stops import refuse
from sheets_coc.todo.wording import count

STATUS = {
    ListedStatus.BANNED: "banned",
    ListedStatus.FLAGGED: "flagged",
    ListedStatus.BAN_ENDED: "was banned; the ban is over by your event",
}
"""How a status reads in a letter."""


@dataclass(frozen=True, slots=True)
class ScreeningAnswers:
    """What people answered in a result file.

    Attributes:
        hits: what may be told.
        kept_back: confirmed hits about bans that have ended, which nobody decided to tell.
        unanswered: how many candidates nobody has answered.
        compared: what the list was read as, and what could not be compared, in words.
    """

    hits: tuple[ConfirmedHit, ...]
    kept_back: tuple[ConfirmedHit, ...]
    unanswered: int
    compared: tuple[str, ...] = ()


def answered(result: Path | bytes, today: date) -> ScreeningAnswers:
    """Read back a result: its file, or what would stand in one.

    Raises:
        UsageError: it is no result, past its date, or an answer cannot be read; or nothing is
            confirmed while candidates wait for an answer.
    """
    hits = confirmed(result, today)
    tell = tuple(hit for hit in hits if hit.may_be_told)
    waiting = _unanswered(result)
    if not hits and waiting:
        raise UsageError(
            f"Not answered yet in this result: {count(waiting, 'candidate')}. Type yes or no for "
            "each in the column Confirmed, then run again.",
            code="not-answered",
        )
    kept_back = tuple(hit for hit in hits if not hit.may_be_told)
    return ScreeningAnswers(tell, kept_back, waiting, _compared(result))


def _compared(result: Path | bytes) -> tuple[str, ...]:
    """What a result file says of the columns that were read, and of gaps."""
    rows = [[undefuse(c) for c in row.cells] for row in own_rows(content_of(result))]
    header = next((n for n, cells in enumerate(rows) if _is_header(cells)), len(rows))
    labels = {fold(COLUMNS_READ), fold(NOT_COMPARED)}
    return tuple(
        cells[1]
        for cells in rows[:header]
        if len(cells) > 1 and cells[1] and fold(cells[0]) in labels
    )


def _unanswered(result: Path | bytes) -> int:
    """Rows under the header whose first cell is blank."""
    rows = [[undefuse(c) for c in row.cells] for row in own_rows(content_of(result))]
    header = next((n for n, cells in enumerate(rows) if _is_header(cells)), len(rows))
    place = 0 if header == len(rows) else [fold(c) for c in rows[header]].index(fold(HEADERS[0]))
    return sum(len(cells) <= place or not cells[place].strip() for cells in rows[header + 1 :])


def _is_header(cells: Sequence[str]) -> bool:
    return {fold(HEADERS[0]), fold(HEADERS[2])} <= {fold(cell) for cell in cells}


@dataclass(frozen=True, slots=True)
class Told:
    """What is told about one person of the list.

    Attributes:
        row: the row or rows, as a spreadsheet numbers them.
        entry: the entry as the organisers sent it: whoever exports from a ticket shop sees no
            rows.
        entries: status and summary; several records about one person are one status, the
            strongest, with every summary.
        records: the records.
    """

    row: str
    entry: str = field(repr=False)
    entries: tuple[tuple[str, str], ...] = field(repr=False)
    records: tuple[Record, ...]

    def as_values(self) -> dict[str, Any]:
        """How templates see it."""
        entries = [{"status": status, "summary": summary} for status, summary in self.entries]
        if ":" in self.row:
            place = f"Your list, {self.row}"
        else:
            place = f"Row{'s' if ',' in self.row else ''} {self.row} of your list"
        return {"row": self.row, "place": place, "entry": self.entry, "entries": entries}


def told(seen: Analysis, hits: Sequence[ConfirmedHit], event_date: date) -> list[Told]:
    """What confirmed hits say, as the sheet stands now; one for each person of the list.

    Raises:
        UsageError: the result is about another day.
        SafetyStop: a record is not what it was, is not settled, or its summary names somebody.
    """
    if any(hit.event_date != event_date for hit in hits):
        raise UsageError(
            "This result was made for another date of the event. Status depends on the date: "
            "screen the list again.",
            code="event-date",
        )
    refuse(seen)
    now = {one.row: one for one in listed(seen.sheet.named_records, seen.dated, event_date)}
    by_person: dict[tuple[str, str], dict[int, tuple[ListedStatus, str, Record]]] = {}
    for hit in hits:
        record = _record(seen, hit)
        check_settled(record)
        _check_unchanged(hit, record, now.get(record.row))
        summary = shared_summary(seen, record)
        person = by_person.setdefault((hit.row, hit.entry), {})
        person[record.row] = (hit.status, summary, record)
    return [
        Told(
            row,
            entry,
            _merged([(status, summary) for status, summary, _ in found.values()]),
            tuple(record for *_, record in found.values()),
        )
        for (row, entry), found in by_person.items()
    ]


def _merged(said: Sequence[tuple[ListedStatus, str]]) -> tuple[tuple[str, str], ...]:
    """What several records say of one person: the strongest status, then each summary once."""
    strongest = min((status for status, _ in said), key=list(STATUS).index)
    summaries = [summary for summary in dict.fromkeys(summary for _, summary in said) if summary]
    first, *more = summaries or [""]
    return ((STATUS[strongest], first), *(("", summary) for summary in more))


def _record(seen: Analysis, hit: ConfirmedHit) -> Record:
    found = [record for record in seen.sheet.records if record.name == hit.case]
    if len(found) != 1:
        raise _changed(hit, "it is not in the sheet any more, or stands there twice")
    return found[0]


def _check_unchanged(hit: ConfirmedHit, record: Record, now: Listed | None) -> None:
    """Refuse a hit whose record says something else by now.

    Where records have no case names a row is only known by its number, so that the names in
    it must be the very same; elsewhere one of them is enough, since aliases are added.
    """
    names = record.subjects.reveal() + record.aliases.reveal()
    before = {fold(one) for one in hit.our_names.split("; ") if one}
    present = {fold(one) for one in names}
    if record.case is None and (
        not before or before != {fold(n) for n in "; ".join(names).split("; ")}
    ):
        raise _changed(hit, "the row holds other names than when the list was screened")
    if record.case and before and before.isdisjoint(present):
        raise _changed(hit, "it holds other names than when the list was screened")
    if now is None:
        raise _changed(hit, "nobody in it is flagged or banned on that day any more")
    if now.unsettled or now.status is not hit.status:
        raise _changed(hit, "its status has changed since the list was screened")


def _changed(hit: ConfirmedHit, why: str) -> SafetyStop:
    case = hit.case if len(hit.case) <= 60 else None
    return SafetyStop(
        f"No letter from this result: {why}. Screen the list again.", code="changed", case=case
    )


def sharing(
    snapshot: Snapshot, seen: Analysis, people: Sequence[Told], event: str, day: date, now: datetime
) -> Changes:
    """The line of the Log that says what was shared; nothing where it stands there already.

    Args:
        snapshot: the spreadsheet to write to.
        seen: what the rules say of it.
        people: what is told.
        event: the event's name.
        day: the event's date.
        now: the moment.
    """
    cases = tuple(dict.fromkeys(r.name for person in people for r in person.records))
    shared = f"{event}, {day.isoformat()}"
    for line in log.read(snapshot, seen.policy):
        if line.shared == shared and line.cases == ", ".join(cases):
            return Changes()
    what = f"Organisers told about {len(people)} of the people on their list"
    entry = log.LogEntry("letter screening", what, cases, shared=shared)
    return log.append(snapshot, seen.policy, entry, now)
