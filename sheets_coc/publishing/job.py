"""`statistics`, whole: count, check, note in the Log, publish, write files.

What is published is noted first and shown second, so that nothing is ever public that later
checks do not know of.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sheets_coc.errors import UsageError
from sheets_coc.publishing.names import refuse_names
from sheets_coc.publishing.public_sheet import PublicSheet, planned
from sheets_coc.records.facts import read_facts
from sheets_coc.reporting.documents import charts, files
from sheets_coc.reporting.documents.event_report import AboutEvent, event_report
from sheets_coc.reporting.periods import Unit
from sheets_coc.reporting.remarks import remarks
from sheets_coc.reporting.statistics import Statistics, StatisticsRequest, compute
from sheets_coc.sheet.model import Changes, Snapshot
from sheets_coc.sheet.workbook import Workbook
from sheets_coc.todo import log
from sheets_coc.todo.analysis import analyse
from sheets_coc.todo.stops import came_apart

if TYPE_CHECKING:
    import pandas as pd

MOST_TEXT = 20_000
"""Characters of a text given for an event's report."""
NOBODY_SAID = AboutEvent(names_checked=True)


@dataclass(frozen=True, slots=True)
class StatisticsResult:
    """What was counted, and what was done with it.

    Attributes:
        statistics: the figures.
        remarks: what whoever publishes them should know first.
        files: the files that were written, by name.
        charts: whether charts were drawn; they need matplotlib.
        noted: whether the Log got a line.
        published: whether the other spreadsheet was brought up to date.
    """

    statistics: Statistics
    remarks: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    charts: bool = True
    noted: bool = False
    published: bool = False

    def as_json(self) -> dict[str, Any]:
        """The figures as JSON."""
        return self.statistics.as_json()

    def to_frame(self) -> pd.DataFrame:
        """The committee's table as a DataFrame; see `Statistics.to_frame`."""
        return self.statistics.to_frame()

    def outcomes_frame(self) -> pd.DataFrame:
        """Today's table as a DataFrame; see `Statistics.outcomes_frame`."""
        return self.statistics.outcomes_frame()


@dataclass(frozen=True, slots=True)
class Publication:
    """What shall be done with the figures.

    Attributes:
        out: a folder for files; None for none.
        about: what people say of the event.
        apply: whether they are published: noted in the Log, and in the other spreadsheet.
        target: opens that spreadsheet; None where the policy names none.
    """

    out: Path | None = None
    about: AboutEvent = NOBODY_SAID
    apply: bool = False
    target: Callable[[], PublicSheet] | None = field(default=None, repr=False)


def statistics(
    book: Workbook, request: StatisticsRequest, publication: Publication | None = None
) -> StatisticsResult:
    """Count the reports of each period, and publish what may be published.

    With `apply`, an event's report is published by itself: the tables beside it only where
    years, periods or a column were asked for, so that nobody publishes the running year by
    reporting about an event.

    Args:
        book: the records.
        request: what is asked for.
        publication: what shall be done with it; nothing if not given.

    Raises:
        UsageError: options that do not go together, or a folder that cannot be written.
        SafetyStop: a text names somebody who stands in the records; rows have come apart, or
            may have been overlooked or misread.
        SheetError: the sheet cannot be understood, or has no such column.
    """
    wanted = publication or Publication()
    _check(request, wanted)
    snapshot = book.read(acting=wanted.apply)
    _refuse_torn(book, snapshot)
    found = _counted(book, snapshot, request)
    _refuse_names(book, snapshot, found, wanted.about)
    if wanted.out:
        files.prepare(wanted.out)
    noted = published = False
    if wanted.apply:
        noted, published = _publish(book, snapshot, found, wanted.target)
    drawn = charts.available()
    names = _write(found, wanted, charts=drawn) if wanted.out else ()
    return StatisticsResult(found, remarks(found), names, drawn, noted, published)


def _refuse_torn(book: Workbook, snapshot: Snapshot) -> None:
    """Count nothing while rows have come apart: a figure that was published stays published.

    The figures themselves are read from columns that hold nobody's data; whether rows came
    apart is told by all of them.

    Raises:
        SafetyStop: the content of several records has changed places.
    """
    seen = analyse(snapshot, book.policy, book.now)
    if seen.apart:
        raise came_apart(seen)


def _check(request: StatisticsRequest, wanted: Publication) -> None:
    """Refuse what does not go together, before anything is read."""
    about = wanted.about
    if not request.events and about != NOBODY_SAID:
        raise UsageError(
            "What is said of an event needs its name: --event NAME.", code="event-missing"
        )
    texts = (about.responders, about.how_to_report, about.survey)
    if any(len(text) > MOST_TEXT for text in texts):
        raise UsageError("A text for the report is too long.", code="text-length")
    if request.override and not wanted.apply:
        raise UsageError(
            "--show-small-numbers is noted in the Log, and so it needs --apply.",
            code="override-needs-apply",
        )


def _counted(book: Workbook, snapshot: Snapshot, request: StatisticsRequest) -> Statistics:
    lines = [line.published for line in log.read(snapshot, book.policy) if line.published]
    facts = read_facts(snapshot, book.policy, request.by)
    return compute(facts, book.policy.statistics, request, lines)


def _refuse_names(book: Workbook, snapshot: Snapshot, found: Statistics, about: AboutEvent) -> None:
    groups = found.annual.groups
    refuse_names(
        snapshot,
        book.policy,
        book.now.date(),
        titles=found.request.events,
        texts=(about.survey,),
        groups=groups.labels if groups else (),
    )


def _publish(
    book: Workbook,
    snapshot: Snapshot,
    found: Statistics,
    target: Callable[[], PublicSheet] | None,
) -> tuple[bool, bool]:
    """Note what is published, then bring the other spreadsheet up to date.

    That one shows years; other periods, and an event alone, leave it as it is.

    Returns:
        Whether the Log got a line, and whether the other spreadsheet was written.
    """
    request = found.request
    years = request.tables and request.unit is Unit.YEAR and not request.periods
    ready = planned(target(), snapshot.id, book.policy, found.annual) if target and years else None
    noted = _note(book, snapshot, found, to_spreadsheet=ready is not None)
    if ready:
        ready.write()
    return noted, ready is not None


def _note(book: Workbook, snapshot: Snapshot, found: Statistics, *, to_spreadsheet: bool) -> bool:
    """Append a line to the Log that says what is published, where it says anything new."""
    lines = found.lines()
    if not lines and not found.overridden:
        return False
    what = "Statistics made for publication"
    what += ", written to the statistics spreadsheet" if to_spreadsheet else ""
    what += "; small numbers shown by choice" if found.overridden else ""
    entry = log.LogEntry("statistics", f"{what}.", published="\n".join(lines))

    def plan(now: Snapshot) -> tuple[Changes, None]:
        return log.append(now, book.policy, entry, book.now), None

    book.transact(plan, snapshot)
    return True


def _write(found: Statistics, wanted: Publication, *, charts: bool) -> tuple[str, ...]:
    """Write every file, or with `apply` those of what is published."""
    assert wanted.out is not None  # noqa: S101 - nothing is written without a folder
    made: dict[str, str | bytes] = {}
    if found.request.tables or not wanted.apply:
        made |= files.statistics_files(found.annual, found.as_json(), charts=charts)
    if found.event:
        report = event_report(found.event, wanted.about, charts=charts)
        made |= files.document_files("event-report", report)
    return tuple(path.name for path in files.write(wanted.out, made))
