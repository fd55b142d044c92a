"""`intake`: the reports an event hands over become rows of the records."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sheets_coc.cli import files, lists, output
from sheets_coc.cli.app import App
from sheets_coc.errors import UsageError
from sheets_coc.todo.wording import count

if TYPE_CHECKING:
    from sheets_coc.intake.job import IntakeResult
    from sheets_coc.intake.reading import EventReports
    from sheets_coc.letters.rendering import Letter


@click.command()
@click.argument("file", metavar="FILE")
@click.option("--event", default="", metavar="NAME", help="The event's name.")
@click.option("--received", metavar="DATE",
              help="The day the reports came, for reports without a date.")  # fmt: skip
@click.option("--column", "columns", multiple=True, metavar="KEY=HEADER",
              help="Take a column by header or letter: summary=C.")  # fmt: skip
@click.option("--without-subjects", is_flag=True,
              help="Add reports although no column says who is reported.")  # fmt: skip
@click.option("--duplicates", type=click.Choice(["stop", "skip", "add"]), default="stop",
              show_default=True, help="For reports that are there already.")  # fmt: skip
@lists.reading_options
@click.option("--templates", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
              help="Wording of your own for the letter: DIR/reports-received.j2.")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE",
              help="Write the drafted letter to FILE.")  # fmt: skip
@files.inside_git_option
@click.option("--apply", "apply_", is_flag=True, help="Add the rows.")
@click.pass_obj
def intake(
    app: App,
    file: str,
    event: str,
    received: str | None,
    columns: tuple[str, ...],
    without_subjects: bool,
    duplicates: str,
    sheet: tuple[str, ...],
    encoding: str | None,
    delimiter: str | None,
    templates: Path | None,
    out: Path | None,
    inside_git: bool,
    apply_: bool,
) -> int:
    """Add the reports that an event hands over, and draft the letter that confirms them.

    FILE is CSV, .xlsx, .ods, a Word document, Markdown or text with one report, the address of
    the Google Sheet a form writes to, or - for standard input. Fields are recognised by what they
    ask for, in English, German, French and Spanish, and shown by their letters; text under a
    heading that is not understood goes into the story, under its heading. Each report becomes a
    row below the last one, with a case name and its type left open. What seems to be in the sheet
    already is pointed out; nothing is written without --apply, not before somebody says what to
    do with duplicates, and not where nothing says who is reported. In a sheet that has codes in
    place of names everybody whom a report is about gets a row with the code they have, or a new
    one, and their names go into the key.

    With --format json: {"rows": N, "cases": […], "duplicates": [{"row", "like", "why"}],
    "similar": […], "findings": [{"row", "code", "column"}], "unreadable": [N],
    "columns": {LETTER: KEY}, "left_out": {LETTER: WHY}, "asked": [LETTER], "needs": ["subjects"],
    "no_column": [KEY], "new_people": N, "applied": BOOL, "letter": TEXT}; case names are given
    once they are written. Exit code 1 means duplicates, rows that cannot be read, a column that a
    person must name, a key that cannot be read, or something to settle.

    Example: sheets-coc intake reports.csv --event "Conference 2027"
    """
    from sheets_coc.intake.planning import Duplicates

    day = _day(received)
    if out is not None:
        files.check(app, out, inside_git=inside_git)
    read = _read(app, file, _named(columns), sheet, encoding, delimiter)
    made = app.workbook().intake(
        read,
        event=event,
        received=day,
        duplicates=Duplicates(duplicates),
        without_subjects=without_subjects,
        templates=templates,
        apply=apply_,
    )
    if out is not None:
        files.write(app, out, made.letter.text.encode(), inside_git=inside_git)
    if app.json:
        output.emit_dry_run(app, made.as_json(), applying=made.applied)
    else:
        _print(app, made)
        _print_letter(app, made.letter, shown=out is None)
    output.outcome(app, "intake", attention=made.attention)
    return 1 if made.attention else 0


def _day(received: str | None) -> date | None:
    try:
        return date.fromisoformat(received) if received else None
    except ValueError:
        raise UsageError("--received must be a date such as 2027-05-21.", code="received") from None


def _named(columns: tuple[str, ...]) -> dict[str, str]:
    named = {}
    for one in columns:
        key, sign, header = one.partition("=")
        if not sign or not header.strip():
            raise UsageError("--column takes KEY=HEADER or KEY=LETTER.", code="column-key")
        named[key.strip()] = header.strip()
    return named


def _read(
    app: App,
    file: str,
    named: dict[str, str],
    sheets: tuple[str, ...],
    encoding: str | None,
    delimiter: str | None,
) -> EventReports:
    from sheets_coc.intake.reading import read_report_tables, read_reports

    if lists.is_address(file):
        return read_report_tables(lists.read(app, file), named, sheets=sheets)
    return read_reports(
        lists.content(file), named, encoding=encoding, delimiter=delimiter, sheets=sheets
    )


def _print(app: App, made: IntakeResult) -> None:
    from sheets_coc.schema.findings import BY_CODE

    read, plan = made.read, made.plan
    _print_columns(app, made)
    if read.unreadable:
        numbers = ", ".join(map(str, read.unreadable[:20]))
        output.say(app, f"Rows that cannot be read: {numbers}.")
    if plan.likenesses:
        rows = [(str(one.number), one.like, one.why.value) for one in plan.likenesses]
        output.table(app, ("Row", "Is like", "Why"), rows)
    if plan.problems:
        found = [(str(p.number), p.key or "", BY_CODE[p.code].text) for p in plan.problems]
        output.table(app, ("Row", "Column", "To settle in the sheet"), found)
    verb = "Added" if made.applied else "Would add"
    people = f", and {count(len(plan.key_rows), 'name')} to the key" if plan.key_rows else ""
    output.say(app, f"{verb} {count(plan.reports, 'report')}{people}.")
    if made.applied and plan.cases:
        named = {str(n): name for n, name in zip(plan.numbers, plan.cases, strict=True)}
        output.table(app, ("Row", "Case"), list(named.items()))
    if made.applied:
        documents = " put it into the cases' documents, and" if plan.has_codes else ""
        output.say(
            app, f"The file still holds people's data:{documents} delete it when you are done."
        )
    else:
        output.to_apply(app, "To do it:")


def _print_columns(app: App, made: IntakeResult) -> None:
    """What goes where, and first of all what is missing."""
    from sheets_coc.intake.reading import label

    read = made.read
    if made.needs_subjects:
        output.say(
            app,
            "No column was understood as who is reported. Name it, for instance --column"
            " subjects=D; or, if these reports name nobody, add --without-subjects.",
        )
    for letter in read.asked:
        output.say(
            app,
            f"Column {letter} holds addresses, and nothing says whose: name it, for instance"
            f" --column reporter={letter} or --column contacts={letter}.",
        )
    output.table(app, ("Column", "Goes to"), [(n, label(key)) for n, key in read.columns])
    for letter, why in read.left_out:
        if letter not in read.asked:
            reason = "only the committee fills it" if why == "committee" else "it holds no words"
            output.say(app, f"Column {letter} is not taken: {reason}.")
    if made.plan.unread_key:
        output.say(
            app,
            "This sheet holds codes, and the names of people go into the key, which cannot be "
            "read from here: nothing can be added. sheets-coc doctor says why.",
        )
    for key in made.plan.homeless:
        _print_homeless(app, made, key)
    if read.other_sheets:
        output.say(app, f"No reports in {count(read.other_sheets, 'further sheet')} of the file.")


def _print_homeless(app: App, made: IntakeResult, key: str) -> None:
    """Say what the sheet has no place for, and what can be done about it."""
    from sheets_coc.intake.reading import label

    if made.plan.is_for_document(key):
        output.say(
            app,
            f"“{label(key)}” is not kept: this sheet holds codes. Put it into the case's document.",
        )
        return
    more = " --with-event" if key == "event" else ""
    output.say(
        app,
        f"The sheet has no column “{label(key)}”: that is not kept. To add it: sheets-coc "
        f"setup{more} --apply",
    )


def _print_letter(app: App, letter: Letter, *, shown: bool) -> None:
    if shown:
        output.say(app, f"\nThe letter to the event:\n\n{letter.text}", whole=True)
    if letter.missing and not app.quiet:
        output.note(f"Fill in before sending: {', '.join(letter.missing)}.")
