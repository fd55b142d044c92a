"""`statistics`: the yearly tables, transparency reports, and publishing them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sheets_coc.cli import output
from sheets_coc.cli.app import App
from sheets_coc.errors import SafetyStop, SheetError, UsageError

if TYPE_CHECKING:
    from sheets_coc.reporting.documents.event_report import About
    from sheets_coc.reporting.statistics import Statistics, Wanted
    from sheets_coc.sheet.google.session import Session
    from sheets_coc.sheet.model import Changes, Snapshot, Tab

MOST_TEXT = 20_000
"""Characters of a text given for an event's report."""


@click.command()
@click.option("--years", metavar="A-B", help="These years only, such as 2015-2025.")
@click.option("--half", is_flag=True, help="Half-years instead of years.")
@click.option(
    "--event",
    "events",
    multiple=True,
    metavar="NAME",
    help="Also an event's transparency report; again for other names it is recorded under.",
)
@click.option("--in-person", type=click.IntRange(min=0), metavar="N", help="Attendees there.")
@click.option("--online", type=click.IntRange(min=0), metavar="N", help="Attendees online.")
@click.option("--initial", is_flag=True, help="The event's report for its closing ceremony.")
@click.option("--responders", default="", metavar="TEXT", help="Who responded to reports there.")
@click.option("--how-to-report", default="", metavar="TEXT", help="How and where to report there.")
@click.option("--survey", default="", metavar="TEXT", help="Results of a survey on reporting.")
@click.option("--law-enforcement", is_flag=True, help="Say that law enforcement was called.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write CSV, JSON, Markdown, HTML and charts into this folder.",
)
@click.option(
    "--show-small-numbers",
    is_flag=True,
    help="Break every period down, small numbers and all; the Log says so. Needs --apply.",
)
@click.option(
    "--apply",
    "apply_",
    is_flag=True,
    help="Publish in the spreadsheet the policy names, and note in the Log what is published.",
)
@click.pass_obj
def statistics(
    app: App,
    years: str | None,
    half: bool,
    events: tuple[str, ...],
    in_person: int | None,
    online: int | None,
    initial: bool,
    responders: str,
    how_to_report: str,
    survey: str,
    law_enforcement: bool,
    out: Path | None,
    show_small_numbers: bool,
    apply_: bool,
) -> int:
    """Count the reports of each year, and write transparency reports.

    Redaction changes none of these figures.

    Example: sheets-coc --spreadsheet local:records.coc statistics --out reports
    """  # fmt: skip
    from sheets_coc.reporting.documents.event_report import About
    from sheets_coc.reporting.periods import parse_years
    from sheets_coc.reporting.statistics import Wanted

    about = About(
        in_person, online, responders, how_to_report, survey, law_enforcement, initial, True
    )
    _check_options(about, events, override=show_small_numbers, applying=apply_)
    wanted = Wanted(
        app.day, parse_years(years) if years else None, half, events, show_small_numbers
    )
    book = app.workbook()
    snapshot = book.read(acting=apply_)
    found = _compute(app, snapshot, wanted)
    if events:
        _refuse_names(app, snapshot, events, survey)
    if out:
        _prepare(out)
    if apply_:
        _publish(app, found, snapshot, book.session.spreadsheet)
    files = _write(found, about, out) if out else 0
    _report(app, found, files=files, applied=apply_)
    return 0


def _check_options(
    about: About, events: tuple[str, ...], *, override: bool, applying: bool
) -> None:
    from sheets_coc.reporting.documents.event_report import About

    if not events and about != About(names_checked=True):
        raise UsageError(
            "What is said of an event needs its name: --event NAME.", code="event-missing"
        )
    texts = (about.responders, about.how_to_report, about.survey)
    if any(len(text) > MOST_TEXT for text in texts):
        raise UsageError("A text for the report is too long.", code="text-length")
    if override and not applying:
        raise UsageError(
            "--show-small-numbers is noted in the Log, and so it needs --apply.",
            code="override-needs-apply",
        )


def _compute(app: App, snapshot: Snapshot, wanted: Wanted) -> Statistics:
    from sheets_coc.records.facts import read_facts
    from sheets_coc.reporting.statistics import compute
    from sheets_coc.todo import log

    published = [line.published for line in log.read(snapshot, app.policy) if line.published]
    return compute(read_facts(snapshot, app.policy), app.policy.statistics, wanted, published)


def _refuse_names(app: App, snapshot: Snapshot, events: Iterable[str], survey: str) -> None:
    """Stop where a text meant for the public names somebody who stands in the records.

    In the survey's text a part of a name is enough; an event cannot be called otherwise
    because somebody's given name occurs in it, so there it takes the full name.

    Raises:
        SafetyStop: where a text names somebody; which, and whom, is not said.
    """
    from sheets_coc.people.names import is_full_name, name_parts
    from sheets_coc.records.reading import read_records
    from sheets_coc.redaction.row_redaction import ALL, joined, known_of
    from sheets_coc.scrubbing import Scrubber

    sheet = read_records(snapshot, app.policy, app.day)
    known = joined(known_of(sheet, record, ALL) for record in sheet.records)
    people = {name_parts(name) for name in (*known.names, *known.aliases) if is_full_name(name)}
    called = [f" {' '.join(name_parts(event))} " for event in events]
    named = any(
        f" {' '.join(parts)} " in name
        for person in people
        for parts in (person, person[::-1])
        for name in called
        if parts
    )
    if named or (survey.strip() and Scrubber(known)(survey).replaced):
        raise SafetyStop(
            "Stopped, nothing written. The name of the event or the survey's text names "
            "somebody who stands in the records; a transparency report must not.",
            code="names-someone",
        )


def _publish(app: App, found: Statistics, snapshot: Snapshot, records: str) -> None:
    """Note in the Log what is published, then bring the other spreadsheet up to date.

    In this order, so that nothing is ever public that later checks do not know of.
    """
    session = _target(app, records) if app.policy.statistics.spreadsheet.strip() else None
    batch = _batch(app, session, found) if session else []
    _note(app, found, to_spreadsheet=session is not None)
    if session:
        session.batch(batch)


def _target(app: App, records: str) -> Session:
    """The spreadsheet to publish in.

    Raises:
        UsageError: where it is the records sheet.
    """
    from sheets_coc.reporting.documents.google_charts import refuse_records

    session = app.session(other=app.policy.statistics.spreadsheet.strip())
    refuse_records(session.spreadsheet, records)
    return session


def _batch(app: App, session: Session, found: Statistics) -> list[Mapping[str, Any]]:
    """The one batch that rewrites the published tables.

    Raises:
        UsageError: where that spreadsheet holds records.
    """
    from sheets_coc.reporting.documents.google_charts import CHART_IDS_FIELDS, changes
    from sheets_coc.sheet.google.requests import build

    other = session.read()
    if any(_looks_like_records(app, tab) for tab in other.tabs):
        raise UsageError(
            "The spreadsheet that the policy names for the statistics holds records, or a copy "
            "of them. Name one that holds nothing else.",
            code="statistics-target",
        )
    ids = session.get(CHART_IDS_FIELDS, _chart_ids)
    annual = found.annual
    planned = changes(other, ids, annual.rows, annual.breakdowns, annual.as_of)
    return list(build(planned, other))


def _chart_ids(answer: Any) -> list[int]:
    """The ids of the charts in a spreadsheet, from Google's answer.

    Raises:
        GoogleError: where it is of another form than the API describes.
    """
    from sheets_coc.sheet.google.decode import tolerantly

    return tolerantly(
        lambda: [
            chart["chartId"]
            for sheet in answer.get("sheets", ())
            for chart in sheet.get("charts", ())
        ]
    )


def _looks_like_records(app: App, tab: Tab) -> bool:
    from sheets_coc.records.layout import read_layout

    try:
        read_layout(tab, app.policy, {})
    except SheetError as error:
        return error.code != "no-header"
    return True


def _note(app: App, found: Statistics, *, to_spreadsheet: bool) -> None:
    """Append a line to the Log that says what is published, where it says anything new."""
    from sheets_coc.todo import log

    lines = found.lines()
    if not lines and not found.overridden:
        return
    what = "Statistics made for publication"
    what += ", written to the statistics spreadsheet" if to_spreadsheet else ""
    what += "; small numbers shown by choice" if found.overridden else ""
    entry = log.LogEntry("statistics", f"{what}.", published="\n".join(lines))

    def plan(snapshot: Snapshot) -> tuple[Changes, None]:
        return log.append(snapshot, app.policy, entry, app.now), None

    book = app.workbook()
    book.transact(plan, book.read(acting=True))


def _prepare(out: Path) -> None:
    """Make sure of the folder before anything is published or noted."""
    from sheets_coc.reporting.documents.files import prepare

    prepare(out)


def _write(found: Statistics, about: About, out: Path) -> int:
    """Write every file, and say how many there are."""
    from sheets_coc.reporting.documents import files
    from sheets_coc.reporting.documents.event_report import event_report

    made = files.statistics_files(found.annual, found.as_json())
    if found.event:
        made |= files.document_files("event-report", event_report(found.event, about))
    return len(files.write(out, made))


def _report(app: App, found: Statistics, *, files: int, applied: bool) -> None:
    from sheets_coc.reporting.documents.annual_report import missing_sentence
    from sheets_coc.reporting.documents.tables import outcomes_table, yearly_table
    from sheets_coc.reporting.documents.wording import count

    annual = found.annual
    if app.json:
        output.emit_json(found.as_json())
    output.say(app, yearly_table(annual.rows).markdown())
    if annual.breakdowns:
        output.say(app, "\n" + outcomes_table(annual.breakdowns).markdown())
    if found.event:
        output.say(app, f"\nReports of the event: {found.event.reports}.")
    for line in (missing_sentence(annual.missing), _hint(found)):
        if line:
            output.say(app, line)
    if files:
        output.say(app, f"{count(files, 'file')} written. The reports end with a checklist.")
    if not applied:
        output.say(app, "Run with --apply when these are published: the Log remembers them then.")
    output.outcome(app, "statistics", attention=False)


def _hint(found: Statistics) -> str:
    """What to look at where an event has no report at all."""
    if found.event is None or found.event.reports:
        return ""
    return "No record names this event. Is its name written as in the column Event?"
