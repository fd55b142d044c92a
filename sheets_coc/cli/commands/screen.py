"""`screen`: a list of attendees or speakers against people who are flagged or banned."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sheets_coc.cli import files, output
from sheets_coc.cli.app import App
from sheets_coc.errors import UsageError

if TYPE_CHECKING:
    from sheets_coc.screening.flagged import Listed
    from sheets_coc.screening.lists.columns import NamedColumns
    from sheets_coc.screening.lists.listing import AttendeeList
    from sheets_coc.screening.screen import Hit, Progress, Screening

FAR_AHEAD = timedelta(days=730)
"""An event further away than this is probably a slip of the keyboard."""


@click.command()
@click.argument("list_", metavar="LIST", required=False, type=click.Path(path_type=Path))
@click.option("--event-date", metavar="DATE", help="The first day of the event: 2027-05-21.")
@click.option("--event", default="", metavar="NAME", help="The event's name, for the result file.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE",
              help="Write the candidates with their values to FILE, .csv or .xlsx.")  # fmt: skip
@click.option("--asked-by", metavar="NAME", help="Who asked, for the result file; else the login.")
@click.option("--name-column", metavar="COLUMN", help="The column with full names.")
@click.option("--given-column", metavar="COLUMN", help="The column with given names.")
@click.option("--family-column", metavar="COLUMN", help="The column with family names.")
@click.option("--email-column", multiple=True, metavar="COLUMN", help="A column with e-mails.")
@click.option("--handle-column", multiple=True, metavar="COLUMN", help="A column with handles.")
@click.option("--forget", type=click.Path(path_type=Path), metavar="FILE",
              help="Overwrite and remove a result file.")  # fmt: skip
@files.inside_git_option
@click.pass_obj
def screen(
    app: App,
    list_: Path | None,
    event_date: str | None,
    event: str,
    out: Path | None,
    asked_by: str | None,
    name_column: str | None,
    given_column: str | None,
    family_column: str | None,
    email_column: tuple[str, ...],
    handle_column: tuple[str, ...],
    forget: Path | None,
    inside_git: bool,
) -> int:
    """Compare a list of attendees or speakers with people who are flagged or banned.

    LIST is a CSV or .xlsx file, or - for standard input. Columns are recognised, or named by
    their header or letter. The result is candidates for people to look at, never a decision,
    and nobody is ever said to be clear. Nothing of the list is kept but in --out.

    Example: sheets-coc screen attendees.csv --event-date 2027-05-21 --out result.xlsx
    """
    from sheets_coc.screening.lists.columns import NamedColumns

    if forget is not None:
        return _forget(app, forget)
    if list_ is None or event_date is None:
        raise UsageError(
            "Which list, and for an event on which day? screen LIST --event-date 2027-05-21",
            code="missing",
        )
    if out is not None:
        files.check(app, out, inside_git=inside_git)
    day = _event_day(app, event_date)
    named = NamedColumns(name_column, given_column, family_column, email_column, handle_column)
    found, attendees = _screen(app, list_, day, named)
    if out is not None:
        _write(app, out, found, day, event, asked_by)
    _report(app, found, attendees, out)
    output.outcome(app, "screen", attention=bool(found.hits))
    return 1 if found.hits else 0


def _event_day(app: App, typed: str) -> date:
    """The day of the event, with a word on stderr where it is an unlikely one."""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        raise UsageError(
            "--event-date must be a date such as 2027-05-21.", code="event-date"
        ) from None
    if day < app.day:
        click.echo(
            "Note: this event is in the past; people's status is taken of that day.", err=True
        )
    elif day > app.day + FAR_AHEAD:
        click.echo(
            "Note: this event is more than two years away. Records that will be gone by then are"
            " not compared; check the date.",
            err=True,
        )
    return day


def _screen(app: App, path: Path, day: date, named: NamedColumns) -> tuple[Screening, AttendeeList]:
    from sheets_coc.screening.lists.listing import read_list
    from sheets_coc.screening.screen import screen as compare_all
    from sheets_coc.tables.table import MOST_BYTES

    source = sys.stdin.buffer.read(MOST_BYTES + 1) if str(path) == "-" else path
    attendees = read_list(source, named)
    people = _people(app, day)
    with _progress(app) as progress:
        return compare_all(attendees, people, progress), attendees


def _people(app: App, day: date) -> list[Listed]:
    """Who is flagged or banned on the day of the event."""
    from sheets_coc.screening.flagged import listed
    from sheets_coc.todo.analysis import analyse
    from sheets_coc.todo.stops import refuse

    look = analyse(app.session().read(), app.policy, app.day)
    refuse(look)
    return listed(look.sheet.records, look.dated, day)


@contextmanager
def _progress(app: App) -> Iterator[Progress | None]:
    """A progress bar on stderr, in a terminal only."""
    if app.quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Comparing")
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _write(
    app: App, out: Path, found: Screening, day: date, event: str, asked_by: str | None
) -> None:
    from sheets_coc.screening.results import Request, write_result

    request = Request(day, app.day, asked_by or _login(), event)
    write_result(out, found, request)


def _login() -> str:
    """The name of whoever runs this on their machine, as it knows it."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "not said"


def _report(app: App, found: Screening, attendees: AttendeeList, out: Path | None) -> None:
    labels = [column.label for column in attendees.columns]
    if app.json:
        output.emit_json({**found.as_json(), "columns": labels})
        return
    output.say(app, "Read " + "; ".join(labels) + "." if labels else "The list is empty.")
    _print_hits(app, found.hits, values=out is None and sys.stdout.isatty() and not app.in_ci)
    for line in summary(found, attendees):
        output.say(app, line)
    if out is not None:
        output.say(
            app, "The result file holds people's data: confirm in it, then `screen --forget` it."
        )


def _print_hits(app: App, hits: tuple[Hit, ...], *, values: bool) -> None:
    """The candidates; names only in a terminal."""
    if not hits:
        return
    headers = ["Row", "Case", "Status", "How sure", "Why"]
    rows = []
    for hit in hits:
        why = "; ".join(hit.evidence) + ("; our record is not settled" if hit.unsettled else "")
        row = [str(hit.row), hit.case, hit.status.value, hit.tier.value, why]
        if values:
            row.append("; ".join(name.text for name in hit.entry.names))
            row.append("; ".join(hit.listed.names))
        rows.append(row)
    output.table(app, headers + (["On the list", "In our record"] if values else []), rows)


def summary(found: Screening, attendees: AttendeeList) -> Iterator[str]:
    """What was and was not compared, in words; never that anybody is clear."""
    numbers = ", ".join(map(str, found.unreadable[:20]))
    more = " and more" if len(found.unreadable) > 20 else ""
    yield (
        f"{found.rows - len(found.unreadable)} of {found.rows} rows read"
        + (f"; not read: row {numbers}{more}." if found.unreadable else ".")
    )
    if found.incomplete:
        numbers = ", ".join(map(str, found.incomplete[:20]))
        yield f"{len(found.incomplete)} row(s) say too little to be compared: row {numbers}."
    yield f"{found.people} record(s) are flagged or banned, or a ban has ended."
    if found.not_searchable:
        yield (
            f"{found.not_searchable} of our people could not be looked for: no usable name or"
            " contact."
        )
    yield (
        f"{len(found.hits)} candidate(s). These are candidates only, and whoever is not among them"
        " is not thereby clear."
    )


def _forget(app: App, path: Path) -> int:
    from sheets_coc.screening.forgetting import forget

    done = forget(path)
    if app.json:
        output.emit_json({"forgotten": True, "bytes": done.size, "other_names": done.other_names})
    else:
        output.say(app, done.meaning)
        output.outcome(app, "screen", attention=False)
    return 0
