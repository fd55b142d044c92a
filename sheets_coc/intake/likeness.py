"""What reports that are taken in resemble: records, and other reports of the same file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sheets_coc.intake.fields import TAKEN
from sheets_coc.intake.report import EventReport
from sheets_coc.people.folding import fold
from sheets_coc.records.identity import Links
from sheets_coc.records.sheet import RecordsSheet
from sheets_coc.sheet.model import text


class Resemblance(StrEnum):
    """How a report resembles a record or another report."""

    DUPLICATE = "same people and date"
    SAME_TEXT = "same date and text"
    IDENTICAL = "same in every cell"
    MAYBE = "perhaps the same people, same date"
    AGAIN = "same people, another date"


SURE = (Resemblance.DUPLICATE, Resemblance.SAME_TEXT, Resemblance.IDENTICAL)
"""What stops writing until somebody has said what to do."""


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


def likenesses(
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
        cells = tuple(text(after.cell(record, key)) for key in (*TAKEN, "person"))
        if record.row < first:
            known.setdefault(cells, []).append(record.name)
            continue
        number = reports[record.row - first].number
        yield from (Likeness(number, name, Resemblance.IDENTICAL) for name in known.get(cells, ()))
