"""EventReports that an event hands over become rows: appended, named, checked, logged.

Types are left open, because the committee decides them. What seems to be in the sheet already
is pointed out before anything is written.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from sheets_coc.dates import to_serial
from sheets_coc.errors import SafetyStop
from sheets_coc.intake.dates import read_day
from sheets_coc.intake.fields import TAKEN
from sheets_coc.intake.report import EventReport
from sheets_coc.people.folding import fold
from sheets_coc.people.names import split_people
from sheets_coc.records import cases
from sheets_coc.records.identity import Links
from sheets_coc.records.reading import read_records
from sheets_coc.records.sheet import RecordsSheet
from sheets_coc.schema.columns import DECISION_LABELS, Decision
from sheets_coc.schema.findings import BY_CODE
from sheets_coc.sheet.model import AppendRow, Changes, Value, text
from sheets_coc.todo import log
from sheets_coc.todo.analysis import Analysis
from sheets_coc.todo.wording import count, named


class Resemblance(StrEnum):
    """How a report resembles a record or another report."""

    DUPLICATE = "same people and date"
    SAME_TEXT = "same date and text"
    IDENTICAL = "same in every cell"
    MAYBE = "perhaps the same people, same date"
    AGAIN = "same people, another date"


SURE = (Resemblance.DUPLICATE, Resemblance.SAME_TEXT, Resemblance.IDENTICAL)
"""What stops writing until somebody has said what to do."""


class Duplicates(StrEnum):
    """What to do with reports that seem to be in the sheet already."""

    STOP = "stop"
    SKIP = "skip"
    ADD = "add"


@dataclass(frozen=True, slots=True)
class Likeness:
    """A report that resembles a record.

    Attributes:
        number: the row of the file.
        like: the case, or the row of the file, it resembles.
        why: how.
    """

    number: int
    like: str
    why: Resemblance


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to look at in a report that was read: a code, its place in the file."""

    number: int
    code: str
    key: str | None

    @property
    def is_error(self) -> bool:
        """Whether it must be settled in the sheet afterwards."""
        return BY_CODE[self.code].severity == "error"


@dataclass(frozen=True, slots=True)
class IntakePlan:
    """What an intake adds to the sheet.

    Attributes:
        rows: the rows to append.
        cases: their case names; empty where the sheet has none.
        numbers: the rows of the file they come from.
        likenesses: what resembles records, or other reports of the file.
        problems: what a person has to look at.
        homeless: keys that the file fills and the sheet has no column for.
    """

    rows: tuple[AppendRow, ...]
    cases: tuple[str, ...]
    numbers: tuple[int, ...]
    likenesses: tuple[Likeness, ...]
    problems: tuple[Problem, ...]
    homeless: tuple[str, ...] = field(default=())

    @property
    def duplicates(self) -> tuple[Likeness, ...]:
        """The likenesses that stop writing."""
        return tuple(one for one in self.likenesses if one.why in SURE)


def plan(
    seen: Analysis,
    reports: Sequence[EventReport],
    seed: str,
    *,
    event: str = "",
    received: date | None = None,
    skip: bool = False,
    month_first: bool | None = None,
) -> IntakePlan:
    """What adding these reports to a sheet comes to. Pure: the same every time it is asked.

    Args:
        seen: what the rules say of the sheet.
        reports: the reports, as they were read.
        seed: what case names are drawn from.
        event: the event's name, for reports that name none.
        received: the day the reports came, for those without a date.
        skip: whether to leave out what seems to be there already.
        month_first: what the dates of the file prove of `3/4/2026`.
    """
    filled = [_completed(report, event, received) for report in reports]
    names = _names(seen.sheet, filled, seed)
    rows = [
        _row(seen.sheet, report, name, month_first)
        for report, name in zip(filled, names, strict=True)
    ]
    after = _after(seen, rows)
    first = len(seen.sheet.tab.values)
    likenesses = _likenesses(seen.sheet, after, first, filled)
    out = {one.number for one in likenesses if one.why in SURE} if skip else set()
    kept = [n for n, report in enumerate(filled) if report.number not in out]
    has_names = "case" in seen.sheet.layout.columns
    return IntakePlan(
        rows=tuple(rows[n] for n in kept),
        cases=tuple(names[n] for n in kept) if has_names else (),
        numbers=tuple(filled[n].number for n in kept),
        likenesses=tuple(likenesses),
        problems=tuple(_problems(after, first, filled)),
        homeless=tuple(_homeless(seen.sheet, filled)),
    )


def _completed(report: EventReport, event: str, received: date | None) -> EventReport:
    cells = dict(report.cells)
    if event:
        cells.setdefault("event", event)
    if received:
        cells.setdefault("reported_on", received.isoformat())
    return replace(report, cells=cells)


def _names(sheet: RecordsSheet, reports: Sequence[EventReport], seed: str) -> list[str]:
    """A case name for each report, which tells nothing of its people."""
    draw = random.Random(seed)
    taken = {cases.key(text(sheet.cell(record, "case"))) for record in sheet.records}
    taken |= {cases.base(name) for name in taken}
    names = []
    for report in reports:
        people = _people(report)
        name = cases.new_case(taken, draw)
        while cases.tells(name, people):
            taken.add(name)
            name = cases.new_case(taken, draw)
        taken.add(name)
        names.append(name)
    return names


def _people(report: EventReport) -> list[str]:
    keys = ("reporter", "subjects", "aliases", "contacts", "others")
    return [one for key in keys for one in split_people(report.cells.get(key, ""))]


def _row(
    sheet: RecordsSheet, report: EventReport, name: str, month_first: bool | None
) -> AppendRow:
    columns = sheet.layout.columns
    values: list[Value] = [None] * (max(columns.values()) + 1)
    wanted: dict[str, Value] = dict(report.cells)
    day = read_day(report.cells.get("reported_on", ""), month_first=month_first)
    if day:
        wanted["reported_on"] = to_serial(day)
    wanted["case"] = name
    wanted["decision"] = DECISION_LABELS[Decision.OPEN]
    for key, value in wanted.items():
        if key in columns:
            values[columns[key]] = value
    dates = frozenset({columns["reported_on"]} if day and "reported_on" in columns else ())
    return AppendRow(sheet.tab.id, tuple(values), date_columns=dates)


def _after(seen: Analysis, rows: Sequence[AppendRow]) -> RecordsSheet:
    """The records as they will be, so that the new ones are checked like all others."""
    tab = seen.sheet.tab
    changed = replace(tab, values=[*tab.values, *(list(row.values) for row in rows)])
    tabs = [changed if one is tab else one for one in seen.snapshot.tabs]
    snapshot = replace(seen.snapshot, tabs=tabs)
    return read_records(snapshot, seen.policy, seen.today)


def _problems(after: RecordsSheet, first: int, reports: Sequence[EventReport]) -> list[Problem]:
    return [
        Problem(reports[finding.row - first].number, finding.code, finding.key)
        for finding in after.findings
        if finding.row is not None and first <= finding.row < first + len(reports)
    ]


def _homeless(sheet: RecordsSheet, reports: Sequence[EventReport]) -> list[str]:
    filled = dict.fromkeys(key for report in reports for key, cell in report.cells.items() if cell)
    return [key for key in filled if key not in sheet.layout.columns]


def _likenesses(
    sheet: RecordsSheet, after: RecordsSheet, first: int, reports: Sequence[EventReport]
) -> list[Likeness]:
    """What each report resembles, each once; what stops writing comes first."""
    found = [
        *_of_one_text(sheet, after, first, reports),
        *_of_the_same_people(after, first, reports),
        *_identical(after, first, reports),
    ]
    order = list(Resemblance)
    found.sort(key=lambda one: (one.number, order.index(one.why), one.like))
    once: dict[tuple[int, str], Likeness] = {}
    for one in found:
        once.setdefault((one.number, one.like), one)
    return list(once.values())


def _of_one_text(
    sheet: RecordsSheet, after: RecordsSheet, first: int, reports: Sequence[EventReport]
) -> Iterator[Likeness]:
    """EventReports that say of one day what a record says already."""
    texts: dict[tuple[date | None, str], list[str]] = {}
    for record in sheet.records:
        said = fold(text(sheet.cell(record, "summary"))).strip()
        texts.setdefault((record.reported_on, said), []).append(record.name)
    for record in after.records:
        if record.row < first:
            continue
        report = reports[record.row - first]
        if said := fold(report.cells.get("summary", "")).strip():
            for name in texts.get((record.reported_on, said), ()):
                yield Likeness(report.number, name, Resemblance.SAME_TEXT)


def _of_the_same_people(
    after: RecordsSheet, first: int, reports: Sequence[EventReport]
) -> Iterator[Likeness]:
    """EventReports about somebody who stands in a record, or in an earlier report of the file."""
    records = after.records
    links = Links(records)
    old = sum(record.row < first for record in records)
    for i in range(old, len(records)):
        report, day = reports[records[i].row - first], records[i].reported_on
        for j in sorted(links.same(i)):
            same_day = day is not None and records[j].reported_on == day
            if j < old:
                why = Resemblance.DUPLICATE if same_day else Resemblance.AGAIN
                yield Likeness(report.number, records[j].name, why)
            elif j < i:
                other = reports[records[j].row - first]
                # Two reports about somebody on one day, handed over together, are two.
                why = (
                    Resemblance.DUPLICATE
                    if same_day and other.cells == report.cells
                    else Resemblance.AGAIN
                )
                yield Likeness(report.number, f"row {other.number} of the file", why)
        for j in sorted(links.possible(i)):
            if j < old and day is not None and records[j].reported_on == day:
                yield Likeness(report.number, records[j].name, Resemblance.MAYBE)


def _identical(
    after: RecordsSheet, first: int, reports: Sequence[EventReport]
) -> Iterator[Likeness]:
    """The reports that stand in the sheet as they are, whatever they hold."""
    known: dict[tuple[str, ...], list[str]] = {}
    for record in after.records:
        cells = tuple(text(after.cell(record, key)) for key in TAKEN)
        if record.row < first:
            known.setdefault(cells, []).append(record.name)
            continue
        number = reports[record.row - first].number
        yield from (Likeness(number, name, Resemblance.IDENTICAL) for name in known.get(cells, ()))


def changes(
    seen: Analysis, planned: IntakePlan, mode: Duplicates, event: str, now: datetime
) -> Changes:
    """What an intake writes, in one batch: the rows below the last one, and a line of the Log.

    Args:
        seen: what the rules say of the sheet.
        planned: what is to be added.
        mode: what to do with what seems to be there already.
        event: the event's name, for the Log.
        now: the moment, for the Log.

    Raises:
        SafetyStop: something seems to be there already, and nobody has said what to do.
    """
    if mode is Duplicates.STOP and planned.duplicates:
        shown = named([f"row {d.number}: {d.like}" for d in planned.duplicates], 10)
        raise SafetyStop(
            f"Stopped, nothing changed. Some reports seem to be in the sheet already ({shown}). "
            "Leave them out with --duplicates skip, or add them with --duplicates add.",
            code="duplicates",
        )
    if not planned.rows:
        return Changes()
    what = f"{count(len(planned.rows), 'report')} added" + (f", from {event}" if event else "")
    entry = log.LogEntry("intake", what, planned.cases)
    return Changes.merge(
        [Changes(appended=planned.rows), log.append(seen.snapshot, seen.policy, entry, now)]
    )
