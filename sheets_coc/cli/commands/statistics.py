"""`statistics`: the tables, breakdowns, transparency reports, and publishing them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sheets_coc.cli import output
from sheets_coc.cli.app import App

if TYPE_CHECKING:
    from sheets_coc.publishing.job import StatisticsResult
    from sheets_coc.reporting.documents.tables import TextTable

_IN_BOTH_TABLES = ("reports", "people_named")
"""Columns of today's table that a terminal shows in the first one only, to fit 80 columns."""

_AS_OF = " (as of "
_SHORT = {"unknown": "?", "not shown": "-"}
"""How a terminal shows what is no number, so that twelve columns fit."""


@click.command()
@click.option("--years", metavar="A-B", help="These years only, such as 2015-2025.")
@click.option("--half", "unit", flag_value="half", help="Half-years instead of years.")
@click.option("--quarter", "unit", flag_value="quarter", help="Quarters instead of years.")
@click.option(
    "--period",
    "periods",
    multiple=True,
    metavar="WHEN",
    help="One period: 2026, 2026-H1, 2026-Q3 or 2025-07-01..2026-06-30; again for others.",
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Count reports up to this day only.",
)
@click.option(
    "--by",
    default="",
    metavar="HEADING",
    help="Break reports down by a column that holds nobody's data, such as Space.",
)
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
    "--as-published",
    is_flag=True,
    help="Print the table in Markdown, exactly as the committee publishes it.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write CSV, JSON, Markdown, HTML and charts into this folder.",
)
@click.option(
    "--show-small-numbers",
    is_flag=True,
    help="Show every number, small ones too; the Log says so. Needs --apply.",
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
    unit: str | None,
    periods: tuple[str, ...],
    as_of: datetime | None,
    by: str,
    events: tuple[str, ...],
    in_person: int | None,
    online: int | None,
    initial: bool,
    responders: str,
    how_to_report: str,
    survey: str,
    law_enforcement: bool,
    as_published: bool,
    out: Path | None,
    show_small_numbers: bool,
    apply_: bool,
) -> int:
    """Count the reports of each year, and write transparency reports.

    Redaction changes none of these figures. Years stand as they are; whatever else is broken
    down keeps small numbers back. With --event, --apply publishes that report alone, unless
    years or periods are named.

    Example: sheets-coc --spreadsheet local:records.coc statistics --out reports
    """  # fmt: skip
    from sheets_coc.reporting.documents.event_report import AboutEvent

    about = AboutEvent(
        in_person, online, responders, how_to_report, survey, law_enforcement, initial, True
    )
    result = app.workbook().statistics(
        years=years,
        unit=unit or "year",
        periods=periods,
        by=by,
        event=events,
        as_of=as_of.date() if as_of else None,
        show_small_numbers=show_small_numbers,
        out=out,
        about=about,
        apply=apply_,
    )
    return report(app, result, applied=apply_, as_published=as_published)


def report(app: App, result: StatisticsResult, *, applied: bool, as_published: bool = False) -> int:
    """Print the figures, and return the exit code."""
    if app.json:
        output.emit_dry_run(app, result.as_json(), applying=applied)
    elif as_published:
        output.say(app, _as_published(result), whole=True)
    else:
        _print(app, result, applied=applied)
    if result.files and not result.charts:
        from sheets_coc.reporting.documents.charts import HOW_TO_GET

        output.note(f"No charts were written. {HOW_TO_GET}")
    output.outcome(app, "statistics", attention=False)
    return 0


def _as_published(result: StatisticsResult) -> str:
    """The page as the committee publishes it: today's table, or the older one."""
    from sheets_coc.reporting.documents.files import outcomes_page, statistics_page

    annual = result.statistics.annual
    page = outcomes_page(annual) if annual.outcomes else statistics_page(annual)
    return page.markdown().rstrip()


def _print(app: App, result: StatisticsResult, *, applied: bool) -> None:
    from sheets_coc.reporting import outcomes
    from sheets_coc.reporting.documents.annual_report import not_counted_sentence
    from sheets_coc.reporting.documents.tables import groups_table, outcomes_table, yearly_table
    from sheets_coc.reporting.documents.wording import count

    annual = result.statistics.annual
    _table(app, yearly_table(annual.rows))
    if not annual.rows:
        output.say(app, "The sheet has no report of that time whose date can be read.")
    # A terminal leaves a table out that would hold question marks alone: a remark says why.
    if annual.outcomes and not (_on_terminal() and outcomes.nothing_decided(annual.outcomes)):
        columns = [k for k in outcomes.LABELS if not _on_terminal() or k not in _IN_BOTH_TABLES]
        _table(app, outcomes_table(annual.outcomes, columns, annual.us))
    if annual.groups:
        _table(app, groups_table(annual.groups, all_periods=not _on_terminal()))
    event = result.statistics.event
    if event:
        output.say(app, f"Reports of the event: {event.reports}.")
        if not event.reports:
            output.say(
                app, "No record names this event. Is its name written as in the column Event?"
            )
    for line in (not_counted_sentence(annual.not_counted), *result.remarks):
        if line:
            output.say(app, line)
    if result.files:
        written = count(len(result.files), "file")
        output.say(app, f"{written} written. The reports end with a checklist.")
    if not applied:
        output.say(app, "When these are published, let the Log remember them:")
        output.to_apply(app, " ")
    elif not result.noted:
        output.say(app, "The Log holds all of this already.")


def _on_terminal() -> bool:
    return sys.stdout.isatty()


def _table(app: App, table: TextTable) -> None:
    """Print a table: for reading in a terminal, as Markdown into a file or another program."""
    if not _on_terminal():
        output.say(app, f"{table.markdown()}\n", whole=True)
    elif len(table.headers) > 1:
        rows = [[_SHORT.get(cell, cell) for cell in _label(row)] for row in table.rows]
        output.table(app, table.headers, rows, figures=True)
        legend = [f"{sign} {word}" for word, sign in _SHORT.items() if any(sign in r for r in rows)]
        legend += [
            f"* as of {row[0].partition(_AS_OF)[2][:-1]}" for row in table.rows if _AS_OF in row[0]
        ]
        output.say(app, "   ".join(legend) + "\n" if legend else "")


def _label(row: Sequence[str]) -> Iterable[str]:
    """A row whose label fits: that its period still runs stands below."""
    name, running, _ = row[0].partition(_AS_OF)
    return (f"{name}*" if running else name, *row[1:])
