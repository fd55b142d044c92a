"""`screen`: lists of attendees or speakers against people who are flagged or banned."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sheets_coc.cli import files, lists, output
from sheets_coc.cli.app import App
from sheets_coc.cli.pasting import command
from sheets_coc.cli.terminal import behind
from sheets_coc.errors import UsageError
from sheets_coc.todo.wording import count

if TYPE_CHECKING:
    from sheets_coc.screening.earlier import EarlierAnswers
    from sheets_coc.screening.job import ScreeningResult
    from sheets_coc.screening.screen import Progress


@click.command()
@click.argument("lists_", metavar="LIST…", nargs=-1)
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
@click.option("--ignore-column", multiple=True, metavar="COLUMN",
              help="A column that is not to be read, whatever it seems to hold.")  # fmt: skip
@lists.reading_options
@click.option("--forget", type=click.Path(path_type=Path), metavar="FILE",
              help="Overwrite and remove a result file.")  # fmt: skip
@click.option("--answered", type=click.Path(path_type=Path), metavar="FILE",
              help="Ask only what is new: answers kept in FILE; --forget adds to it.")  # fmt: skip
@files.inside_git_option
@click.pass_obj
def screen(
    app: App,
    lists_: tuple[str, ...],
    event_date: str | None,
    event: str,
    out: Path | None,
    asked_by: str | None,
    name_column: str | None,
    given_column: str | None,
    family_column: str | None,
    email_column: tuple[str, ...],
    handle_column: tuple[str, ...],
    ignore_column: tuple[str, ...],
    sheet: tuple[str, ...],
    encoding: str | None,
    delimiter: str | None,
    forget: Path | None,
    answered: Path | None,
    inside_git: bool,
) -> int:
    """Compare lists of attendees or speakers with people who are flagged or banned.

    LIST is a file (CSV, .xlsx, .ods, JSON of pretix or pretalx), a Google Sheet's address, or -
    for standard input; several are screened in one go. Every sheet with people is read. Columns
    are recognised by their headings and by what stands in them; a column that is named, by its
    heading or letter, is read as well. The result is candidates for people to look at, never a
    decision, and nobody is ever said to be clear. What could not be compared is the first line
    of the answer. Nothing of the list is kept but in --out.

    With --format json: {"rows", "unreadable", "not_searchable", "hits": [{"row", "case",
    "status", "tier", "evidence", "order_status"?, "confirmed_before"?, "in"?}], "unreadable_rows",
    "incomplete_rows", "uncertain_rows", "not_compared": ["names", "e-mails"], "columns",
    "answered_before", "sheets": [{"list", "sheet", "rows", …}],
    "left_out": [{"list", "sheet", "why"}], "key": whether it was read, or why people who stand
    in it alone were not looked for, "without_name": how many have a code and no name,
    "undecided": how many records were not looked for, since it is not understood whether their
    people are flagged or banned; null where no column says so}; "in" is the place in "sheets"
    where several were read. No values. Exit code 1 means candidates, or
    that something could not be compared.

    Example: sheets-coc screen attendees.csv --event-date 2027-05-21 --out result.xlsx
    """
    from sheets_coc.screening.lists.layout import NamedColumns

    if forget is not None:
        return _forget(app, forget, answered)
    if not lists_ or event_date is None:
        raise UsageError(
            "Which list, and for an event on which day? "
            "sheets-coc screen LIST --event-date 2027-05-21",
            code="missing",
        )
    if out is not None:
        files.check(app, out, inside_git=inside_git)
    day = _event_day(event_date)
    tables = [lists.read(app, one, encoding=encoding, delimiter=delimiter) for one in lists_]
    named = NamedColumns(
        name_column, given_column, family_column, email_column, handle_column, ignore_column
    )
    with _progress(app) as progress:
        earlier = _earlier(answered) if answered else None
        found = app.workbook().screen(
            tables, day, named=named, sheets=sheet, earlier=earlier, progress=progress
        )
    if out is not None:
        _write(app, out, found, event, asked_by)
    _report(app, found, out)
    output.outcome(app, "screen", attention=found.attention)
    return 1 if found.attention else 0


def _event_day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise UsageError(
            "--event-date must be a date such as 2027-05-21.", code="event-date"
        ) from None


@contextmanager
def _progress(app: App) -> Iterator[Progress | None]:
    """A progress bar on stderr, in a terminal only."""
    if app.quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(file=behind(sys.stderr)), transient=True) as bar:
        task = bar.add_task("Comparing")
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _write(app: App, out: Path, found: ScreeningResult, event: str, asked_by: str | None) -> None:
    from sheets_coc.screening.results import ScreeningRequest, write_result

    request = ScreeningRequest(found.event_date, app.day, asked_by or _login(), event)
    write_result(out, found, request)


def _login() -> str:
    """The name of whoever runs this on their machine, as it knows it."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "not said"


def _report(app: App, found: ScreeningResult, out: Path | None) -> None:
    for note in found.notes:
        output.note(note)
    if app.json:
        output.emit_json(found.as_json())
        return
    for gap in found.gaps:
        output.say(app, gap)
    _print_hits(app, found, values=out is None and sys.stdout.isatty() and not app.in_ci)
    for line in summary(found):
        output.say(app, line)
    if out is not None:
        output.say(
            app,
            "The result file holds people's data. Fill in its column Confirmed; then "
            f"{command(app, 'letter', 'screening', '--result', str(out))}; and at last "
            f"{command(app, 'screen', '--forget', str(out))}.",
        )


def _print_hits(app: App, found: ScreeningResult, *, values: bool) -> None:
    """The candidates, one line for each person and record; names only in a terminal."""
    from sheets_coc.screening.job import candidates, rows_of

    rows = []
    for one in candidates(found.screening.hits):
        hit = one.best
        why = "; ".join(hit.evidence) + ("; our record is not settled" if hit.unsettled else "")
        if hit.before:
            why += "; confirmed on an earlier list"
        if one.order_status:
            why += f"; order: {one.order_status}"
        row = (rows_of(one, found.attendees), hit.case, hit.status.value, hit.tier.value, why)
        rows.append(row)
        if values:
            # Two entries side by side are no table at 80 columns.
            output.say(app, output.filled(f"Row {row[0]}, {row[1]} ({row[2]}): {row[3]}; {why}"))
            output.say(app, output.filled(hit.entry.quote, "  On the list:   ", " " * 17))
            ours = "; ".join(hit.listed.names)
            output.say(app, output.filled(ours, "  In our record: ", " " * 17))
            output.say(app, "")
    if not values:
        output.table(app, ("Row", "Case", "Status", "How sure", "Why"), rows)


def summary(found: ScreeningResult) -> Iterator[str]:
    """What was compared, in words; never that anybody is clear."""
    from sheets_coc.screening.job import candidates, place

    attendees, screening = found.attendees, found.screening
    for sheet in attendees.sheets:
        where = place(sheet, attendees)
        labels = "; ".join(column.label for column in sheet.layout.columns)
        yield f"Read{f' {where}' if where else ''}: {labels}."
    without = [one for one in attendees.left_out if one.why == "no people"]
    if without:
        yield f"No column with people in {count(len(without), 'further sheet')}."
    yield f"{screening.rows - len(screening.unreadable)} of {screening.rows} rows read."
    yield f"Looked for: {count(screening.people, 'record')}, flagged or banned, or a ban has ended."
    if screening.not_searchable:
        yield (
            f"{screening.not_searchable} of our people could not be looked for: no usable name or"
            " contact."
        )
    if found.answered:
        yield f"Left out, answered with no before: {count(found.answered, 'candidate')}."
    known = sum(bool(one.best.before) for one in candidates(screening.hits))
    if known:
        yield f"Confirmed on an earlier list: {count(known, 'candidate')}; the others are new."
    yield (
        f"{count(len(candidates(screening.hits)), 'candidate')}. These are candidates only, and "
        "whoever is not among them is not thereby clear."
    )


def _earlier(path: Path) -> EarlierAnswers:
    from sheets_coc.cli.remembered import secret
    from sheets_coc.screening.earlier import load

    return load(path, secret("screening.key"))


def _forget(app: App, path: Path, answered: Path | None) -> int:
    from sheets_coc.screening.forgetting import forget

    if answered is not None:
        from sheets_coc.screening.confirming import answers

        files.check(app, answered, inside_git=True, replace=True, option="--answered")
        earlier = _earlier(answered)
        earlier.learn(answers(path))
        files.write(
            app, answered, earlier.dump(), inside_git=True, replace=True, option="--answered"
        )
    done = forget(path)
    if app.json:
        output.emit_json({"forgotten": True, "bytes": done.size, "other_names": done.other_names})
    else:
        output.say(app, done.meaning)
        output.outcome(app, "screen", attention=False)
    return 0
