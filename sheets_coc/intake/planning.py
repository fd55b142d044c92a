"""EventReports that an event hands over become rows: appended, named, checked, logged.

Types are left open, because the committee decides them. What seems to be in the sheet already
is pointed out before anything is written.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from sheets_coc.dates import to_serial
from sheets_coc.errors import NOTHING_CHANGED, SafetyStop, UsageError
from sheets_coc.intake.dates import read_day
from sheets_coc.intake.likeness import SURE, Likeness, likenesses
from sheets_coc.intake.people import ABOUT, Coded, coded, has_codes, with_key_rows
from sheets_coc.intake.report import EventReport
from sheets_coc.people.names import split_people
from sheets_coc.records import cases
from sheets_coc.records.key.identity_key import UNKNOWN
from sheets_coc.records.reading import read_records
from sheets_coc.records.sheet import RecordsSheet
from sheets_coc.schema.columns import DECISION_LABELS, Decision
from sheets_coc.schema.consequences import STATUS_LABELS
from sheets_coc.schema.findings import BY_CODE
from sheets_coc.sheet.model import AppendRow, Changes, Value, text
from sheets_coc.todo import log
from sheets_coc.todo.analysis import Analysis
from sheets_coc.todo.wording import count, named


class Duplicates(StrEnum):
    """What to do with reports that seem to be in the sheet already."""

    STOP = "stop"
    SKIP = "skip"
    ADD = "add"


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
        key_rows: the rows that people's names need in the key, where the records hold codes.
        has_codes: whether they do.
        unread_key: whether people are named and the key that would hold them cannot be read.
    """

    rows: tuple[AppendRow, ...]
    cases: tuple[str, ...]
    numbers: tuple[int, ...]
    likenesses: tuple[Likeness, ...]
    problems: tuple[Problem, ...]
    homeless: tuple[str, ...] = field(default=())
    key_rows: tuple[AppendRow, ...] = field(default=(), repr=False)
    has_codes: bool = False
    unread_key: bool = False

    def is_for_document(self, key: str) -> bool:
        """Whether what the sheet has no column for belongs in the case's document."""
        return self.has_codes and key not in ("event", "our_action", "local_action")

    @property
    def reports(self) -> int:
        """How many reports are added: one about several people may be several rows."""
        return len(set(self.numbers))

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
    homeless = _homeless(seen.sheet, filled)
    named = _names(seen.sheet, filled, seed)
    people = Coded(tuple(filled))
    if with_codes := has_codes(seen.sheet):
        people = coded(seen.sheet, filled, seed)
        filled = list(people.reports)
        homeless = [key for key in homeless if key not in ABOUT or key in people.left]
    names = [named[report.number] for report in filled]
    rows = [
        _row(seen, report, name, month_first) for report, name in zip(filled, names, strict=True)
    ]
    after = _after(seen, rows, people.key_rows)
    first = len(seen.sheet.tab.values)
    alike = likenesses(seen.sheet, after, first, filled)
    out = {one.number for one in alike if one.why in SURE} if skip else set()
    kept = [n for n, report in enumerate(filled) if report.number not in out]
    has_names = "case" in seen.sheet.layout.columns
    return IntakePlan(
        rows=tuple(rows[n] for n in kept),
        cases=tuple(names[n] for n in kept) if has_names else (),
        numbers=tuple(filled[n].number for n in kept),
        likenesses=tuple(alike),
        problems=tuple(_problems(after, first, filled)),
        homeless=tuple(homeless),
        key_rows=people.key_rows,
        has_codes=with_codes,
        unread_key=with_codes and seen.sheet.key.state in UNKNOWN and bool(people.left),
    )


def _completed(report: EventReport, event: str, received: date | None) -> EventReport:
    cells = dict(report.cells)
    if event:
        cells.setdefault("event", event)
    if received:
        cells.setdefault("reported_on", received.isoformat())
    return replace(report, cells=cells)


def _names(sheet: RecordsSheet, reports: Sequence[EventReport], seed: str) -> dict[int, str]:
    """A case name for each report, by its number, which tells nothing of its people."""
    draw = random.Random(seed)
    present = [text(sheet.cell(record, "case")) for record in sheet.records]
    joint = cases.joint(present, " " if sheet.layout.codes else "-")
    taken = {cases.key(name) for name in present}
    taken |= {cases.base(name) for name in taken}
    names = {}
    for report in reports:
        name = cases.new_case(taken, draw, _people(report), joint)
        taken.add(cases.key(name))
        names[report.number] = name
    return names


def _people(report: EventReport) -> list[str]:
    keys = ("reporter", "subjects", "aliases", "contacts", "others")
    return [one for key in keys for one in split_people(report.cells.get(key, ""))]


def _row(seen: Analysis, report: EventReport, name: str, month_first: bool | None) -> AppendRow:
    sheet = seen.sheet
    columns = sheet.layout.columns
    values: list[Value] = [None] * (max(columns.values()) + 1)
    wanted: dict[str, Value] = dict(report.cells)
    day = read_day(report.cells.get("reported_on", ""), month_first=month_first)
    if day:
        wanted["reported_on"] = to_serial(day)
    wanted["case"] = name
    wanted["decision"] = DECISION_LABELS[Decision.OPEN]
    wanted["status"] = STATUS_LABELS[0]
    for key, value in wanted.items():
        if key in columns:
            values[columns[key]] = value
    dates = frozenset({columns["reported_on"]} if day and "reported_on" in columns else ())
    return AppendRow(sheet.tab.id, tuple(values), date_columns=dates)


def _after(
    seen: Analysis, rows: Sequence[AppendRow], key_rows: Sequence[AppendRow]
) -> RecordsSheet:
    """The records as they will be, so that the new ones are checked like all others."""
    tab = seen.sheet.tab
    changed = replace(tab, values=[*tab.values, *(list(row.values) for row in rows)])
    tabs = [changed if one is tab else one for one in seen.snapshot.tabs]
    snapshot = replace(seen.snapshot, tabs=tabs)
    snapshot = with_key_rows(snapshot, seen.sheet.key, key_rows)
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
        UsageError: people would need codes of a key that cannot be read.
    """
    if mode is Duplicates.STOP and planned.duplicates:
        shown = named([f"row {d.number}: {d.like}" for d in planned.duplicates], 10)
        raise SafetyStop(
            f"Some reports seem to be in the sheet already ({shown}). Leave them out with "
            "--duplicates skip, or add them with --duplicates add.",
            became=NOTHING_CHANGED,
            code="duplicates",
        )
    if planned.unread_key:
        raise UsageError(
            "This sheet holds codes, and the names of people go into the key, which cannot be "
            "read from here: nothing was added. sheets-coc doctor says why.",
            code="key-unread",
        )
    if not planned.rows:
        return Changes()
    what = f"{count(planned.reports, 'report')} added" + (f", from {event}" if event else "")
    entry = log.LogEntry("intake", what, tuple(dict.fromkeys(planned.cases)))
    in_key = () if seen.sheet.key.elsewhere else planned.key_rows
    return Changes.merge(
        [
            Changes(appended=(*planned.rows, *in_key)),
            log.append(seen.snapshot, seen.policy, entry, now),
        ]
    )
