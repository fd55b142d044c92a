"""`intake`: the reports an event hands over become rows of the records."""

from __future__ import annotations

import secrets
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sheets_coc.cli import files, output
from sheets_coc.cli.app import App
from sheets_coc.errors import UsageError

if TYPE_CHECKING:
    from sheets_coc.intake.job import Duplicates, IntakePlan
    from sheets_coc.intake.reading import EventReports
    from sheets_coc.letters.rendering import Letter
    from sheets_coc.sheet.model import Snapshot

LONGEST_NAME = 100


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--event", default="", metavar="NAME", help="The event's name.")
@click.option("--received", metavar="DATE",
              help="The day the reports came, for reports without a date.")  # fmt: skip
@click.option("--column", "columns", multiple=True, metavar="KEY=HEADER",
              help="Take a column by header or letter: summary=C.")  # fmt: skip
@click.option("--duplicates", type=click.Choice(["stop", "skip", "add"]), default="stop",
              show_default=True, help="For reports that are there already.")  # fmt: skip
@click.option("--templates", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
              help="Wording of your own for the letter: DIR/reports-received.j2.")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE",
              help="Write the drafted letter to FILE.")  # fmt: skip
@files.inside_git_option
@click.option("--apply", "apply_", is_flag=True, help="Add the rows.")
@click.pass_obj
def intake(
    app: App,
    file: Path,
    event: str,
    received: str | None,
    columns: tuple[str, ...],
    duplicates: str,
    templates: Path | None,
    out: Path | None,
    inside_git: bool,
    apply_: bool,
) -> int:
    """Add the reports that an event hands over, and draft the letter that confirms them.

    FILE is CSV or .xlsx, or - for standard input. Columns are recognised, and shown by their
    letters, also those that are not taken. Each report becomes a row below the last one, with
    a case name and its type left open. What seems to be in the sheet already is pointed out;
    nothing is written without --apply, and not before somebody says what to do with
    duplicates.

    With --format json: {"rows": N, "cases": […], "duplicates": [{"row", "like", "why"}],
    "similar": […], "findings": [{"row", "code", "column"}], "unreadable": [N],
    "columns": {LETTER: KEY}, "left_out": {LETTER: WHY}, "no_column": [KEY], "applied": BOOL,
    "letter": TEXT}; case names are given once they are written. Exit code 1 means duplicates,
    rows that cannot be read, or something to settle.

    Example: sheets-coc intake reports.csv --event "Conference 2027"
    """
    from sheets_coc.intake.job import Duplicates
    from sheets_coc.intake.reading import read_reports

    event = " ".join(event.split())
    if len(event) > LONGEST_NAME:
        raise UsageError(f"--event takes at most {LONGEST_NAME} characters.", code="too-long")
    day = _day(received)
    if out is not None:
        files.check(app, out, inside_git=inside_git)
    read = read_reports(_content(file), _named(columns))
    if not read.reports and not read.unreadable:
        raise UsageError("The file holds no reports.", code="no-reports")
    mode = Duplicates(duplicates)
    made, applied = _run(app, read, mode, event, day, apply=apply_)
    letter = _letter(app, len(read.reports), event, templates)
    if out is not None:
        files.write(app, out, letter.text.encode(), inside_git=inside_git)
    attention = _attention(read, made)
    if app.json:
        output.emit_json(_json(read, made, letter, applied=applied))
    else:
        _print(app, read, made, applied=applied)
        _print_letter(app, letter, shown=out is None)
    output.outcome(app, "intake", attention=attention)
    return 1 if attention else 0


def _attention(read: EventReports, made: IntakePlan) -> bool:
    return bool(read.unreadable or made.duplicates or any(p.is_error for p in made.problems))


def _day(received: str | None) -> date | None:
    try:
        return date.fromisoformat(received) if received else None
    except ValueError:
        raise UsageError("--received must be a date such as 2027-05-21.", code="received") from None


def _content(file: Path) -> bytes:
    from sheets_coc.tables.reading import read_bytes
    from sheets_coc.tables.table import MOST_BYTES

    return sys.stdin.buffer.read(MOST_BYTES + 1) if str(file) == "-" else read_bytes(file)


def _named(columns: tuple[str, ...]) -> dict[str, str]:
    named = {}
    for one in columns:
        key, sign, header = one.partition("=")
        if not sign or not header.strip():
            raise UsageError("--column takes KEY=HEADER or KEY=LETTER.", code="column-key")
        named[key.strip()] = header.strip()
    return named


def _run(
    app: App, read: EventReports, mode: Duplicates, event: str, day: date | None, *, apply: bool
) -> tuple[IntakePlan, bool]:
    """Plan, and with `apply` write what is planned under the state of the sheet as it is then."""
    from sheets_coc.intake import job as jobs
    from sheets_coc.sheet.model import Changes
    from sheets_coc.todo.analysis import analyse

    seed = secrets.token_hex(16)
    book = app.workbook()
    first = book.read(acting=apply)
    skip = mode is jobs.Duplicates.SKIP

    def planner(snapshot: Snapshot) -> tuple[Changes, IntakePlan]:
        seen = analyse(snapshot, app.policy, app.day)
        made = jobs.plan(seen, read.reports, seed, event=event, received=day, skip=skip)
        if not apply:
            return Changes(), made
        return jobs.changes(seen, made, mode, event, app.now), made

    if not apply:
        return planner(first)[1], False
    if read.unreadable:
        raise UsageError(
            f"{len(read.unreadable)} row(s) of the file cannot be read "
            f"({_numbers(read.unreadable)}). Nothing is added before all can: mend them.",
            code="unreadable-rows",
        )
    results, _, applied = book.transact(planner, first)
    return results[-1], applied


def _letter(app: App, count: int, event: str, templates: Path | None) -> Letter:
    from sheets_coc.letters.kinds import LetterKind
    from sheets_coc.letters.rendering import render

    values = {
        "event": event,
        "count": str(count) if count else "",
        "signature": app.policy.mail.signature,
    }
    return render(LetterKind.REPORTS_RECEIVED, values, app.policy.mail.committee, templates)


def _numbers(numbers: tuple[int, ...]) -> str:
    return ", ".join(map(str, numbers[:20])) + (" and more" if len(numbers) > 20 else "")


def _json(read: EventReports, made: IntakePlan, letter: Letter, *, applied: bool) -> dict[str, Any]:
    def likeness(one: Any) -> dict[str, Any]:
        return {"row": one.number, "like": one.like, "why": one.why.value}

    return {
        "rows": len(made.rows),
        "cases": list(made.cases) if applied else [],
        "duplicates": [likeness(one) for one in made.duplicates],
        "similar": [likeness(one) for one in made.likenesses if one not in made.duplicates],
        "findings": [{"row": p.number, "code": p.code, "column": p.key} for p in made.problems],
        "unreadable": list(read.unreadable),
        "columns": dict(read.columns),
        "left_out": dict(read.left_out),
        "no_column": list(made.homeless),
        "applied": applied,
        "letter": letter.text,
    }


def _print(app: App, read: EventReports, made: IntakePlan, *, applied: bool) -> None:
    from sheets_coc.intake.reading import label
    from sheets_coc.schema.findings import BY_CODE

    output.table(app, ("Column", "Goes to"), [(n, label(key)) for n, key in read.columns])
    for letter, why in read.left_out:
        reason = "only the committee fills it" if why == "committee" else "not recognised"
        output.say(app, f"Column {letter} is not taken: {reason}.")
    for key in made.homeless:
        output.say(app, f"The sheet has no column “{label(key)}”: that is not kept. See setup.")
    if read.other_sheets:
        output.say(app, f"{read.other_sheets} further sheet(s) of the workbook were not read.")
    if read.unreadable:
        output.say(app, f"Rows that cannot be read: {_numbers(read.unreadable)}.")
    if made.likenesses:
        rows = [(str(one.number), one.like, one.why.value) for one in made.likenesses]
        output.table(app, ("Row", "Is like", "Resemblance"), rows)
    if made.problems:
        found = [(str(p.number), p.key or "", BY_CODE[p.code].text) for p in made.problems]
        output.table(app, ("Row", "Column", "To settle in the sheet"), found)
    verb = "Added" if applied else "Would add"
    output.say(app, f"{verb} {len(made.rows)} report(s).")
    if applied and made.cases:
        named = [(str(n), name) for n, name in zip(made.numbers, made.cases, strict=True)]
        output.table(app, ("Row", "Case"), named)
    if applied:
        output.say(app, "The file still holds people's data: delete it when you are done.")
    else:
        output.say(app, "To do it: add --apply.")


def _print_letter(app: App, letter: Letter, *, shown: bool) -> None:
    if shown:
        output.say(app, f"\nThe letter to the event:\n\n{letter.text}")
    if letter.missing and not app.quiet:
        click.echo(f"Fill in before sending: {', '.join(letter.missing)}.", err=True)
