"""`person`: what is on record about somebody, what they may be given, and erasure on request."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sheets_coc.cli import asking, files, output
from sheets_coc.cli.app import App
from sheets_coc.cli.commands.sweep import print_mentions
from sheets_coc.errors import UsageError

if TYPE_CHECKING:
    from sheets_coc.records.record import Record
    from sheets_coc.redaction.jobs import RedactResult
    from sheets_coc.requests import handout as requests
    from sheets_coc.requests.erasure import Kept
    from sheets_coc.requests.lookup import Asked, Mention, Part
    from sheets_coc.todo.analysis import Analysis


@click.command()
@click.option("--for-them", is_flag=True, help="What may be handed out to the person.")
@click.option("--with-texts", is_flag=True,
              help="With --for-them: internal texts too, without the people known.")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE",
              help="With --for-them: write to FILE, readable by you only.")  # fmt: skip
@files.inside_git_option
@click.option("--expunge", is_flag=True, help="Plan an erasure on request.")
@click.option("--reason", metavar="TEXT", help="Why, for the Log; no names.")
@click.option("--apply", "apply_", is_flag=True, help="Do it: this cannot be undone.")
@click.option("--plan", metavar="ID", help="Apply this plan or nothing.")
@click.option("--max-records", type=click.IntRange(min=0), metavar="N",
              help="Let up to N records go.")  # fmt: skip
@click.pass_obj
def person(
    app: App,
    for_them: bool,
    with_texts: bool,
    out: Path | None,
    inside_git: bool,
    expunge: bool,
    reason: str | None,
    apply_: bool,
    plan: str | None,
    max_records: int | None,
) -> int:
    """Find somebody in all records and places, for a request they made.

    Asks for names, aliases, addresses and handles; in a script they are read from standard
    input, never from the command line. Shows cases and addresses, no values.

    --for-them gives what may be handed out: their data with dates and recipients, without
    who reported and without anybody else; to a terminal or to --out only. Check first that
    whoever asks is that person.

    --expunge plans an erasure on request, before the record's time. It needs --reason, shows
    what would go, and does it with --apply.

    With --format json: {"records": [{"case", "role", "sure"}], "places": [{"tab", "cell",
    "kind", "case"}], "unread": [KIND]}; with --expunge {"plan", "applied", "going": [CASE],
    "kept": [{"case", "why"}], "cells", "residual": [{"tab", "cell"}]}, and exit code 1 where
    something stays.

    Example: sheets-coc person
    """
    from sheets_coc.requests import lookup

    _check_options(for_them, with_texts, out, expunge, reason, apply_, plan)
    if for_them:
        _check_output(app, out, inside_git=inside_git)
    who = lookup.asked(asking.lines(lookup.QUESTION))
    if expunge:
        return _expunge(app, who, reason or "", plan, max_records, apply=apply_)
    if for_them:
        return _hand_out(app, who, out, texts=with_texts, inside_git=inside_git)
    return _show(app, who)


def _check_options(
    for_them: bool,
    with_texts: bool,
    out: Path | None,
    expunge: bool,
    reason: str | None,
    apply: bool,
    plan: str | None,
) -> None:
    """Refuse options that do not go together: what would they mean?"""
    if expunge and (for_them or out):
        raise UsageError("Either --for-them or --expunge.", code="usage")
    if (with_texts or out) and not for_them:
        raise UsageError("--with-texts and --out go with --for-them.", code="usage")
    if (apply or plan or reason) and not expunge:
        raise UsageError("--reason, --plan and --apply go with --expunge.", code="usage")
    if expunge and not reason:
        raise UsageError(
            "An erasure on request deviates from the retention terms: say why with --reason, "
            "without any names.",
            code="reason",
        )


def _check_output(app: App, out: Path | None, *, inside_git: bool) -> None:
    if out is not None:
        files.check(app, out, inside_git=inside_git)
    elif app.in_ci or app.json or not sys.stdout.isatty():
        raise UsageError(
            "Personal data is only written to a terminal, or to a file named with --out.",
            code="personal-output",
        )


def _show(app: App, who: Asked) -> int:
    """Where somebody stands: cases, parts and addresses."""
    from sheets_coc.requests import lookup
    from sheets_coc.todo.analysis import analyse

    book = app.workbook()
    seen = analyse(book.read(), app.policy, app.day)
    found = lookup.parts(seen.sheet.records, who)
    places = lookup.mentions(book.texts(), who, seen.snapshot, seen.sheet)
    if app.json:
        records = [{"case": p.record.name, "role": p.role.value, "sure": p.sure} for p in found]
        listed = [m.as_json() for m in places]
        output.emit_json({"records": records, "places": listed, "unread": list(book.unread)})
    else:
        _print_parts(app, found)
        print_mentions(app, places, book.unread)
    output.outcome(app, "person", attention=False)
    return 0


def _print_parts(app: App, found: list[Part]) -> None:
    output.table(
        app,
        ("Case", "Part in it", "Sure"),
        [(p.record.name, p.role.value, "yes" if p.sure else "may be them") for p in found],
    )
    output.say(app, "" if found else "They stand in no record under these names and addresses.")


def _hand_out(app: App, who: Asked, out: Path | None, *, texts: bool, inside_git: bool) -> int:
    from sheets_coc.redaction import plan as due
    from sheets_coc.requests import handout as requests
    from sheets_coc.requests import lookup
    from sheets_coc.todo.analysis import analyse

    seen = analyse(app.session().read(), app.policy, app.day)
    if seen.apart:
        raise due.came_apart(seen)
    found = lookup.parts(seen.sheet.records, who)
    if lookup.several_people(found, seen.sheet.records):
        raise requests.nobody_stop()
    made = requests.entries(seen, found, who, texts=texts)
    content = requests.report(made, app.policy.mail.committee)
    if out is not None:
        files.write(app, out, content.encode(), inside_git=inside_git)
    else:
        click.echo(content)
    _say_rest(app, made, found)
    if app.json:
        output.emit_json({"records": [entry.case for entry in made]})
    return 0


def _say_rest(app: App, made: list[requests.Entry], found: list[Part]) -> None:
    """What the committee has to know before it hands anything out; on stderr, no values."""
    notes = ["Before you hand it out: make sure that whoever asks is that person, and read it."]
    for entry in made:
        if entry.left_out:
            notes.append(f"{entry.case}: internal texts are left out; see --with-texts.")
        if entry.doubts:
            texts = ", ".join(label.lower() for label in entry.doubts)
            notes.append(f"{entry.case}: left out, because others may be named in it: {texts}.")
    notes += [
        f"{part.record.name}: may be about them; not handed out. Ask again with their address."
        for part in found
        if not part.sure
    ]
    for note in notes:
        click.echo(note, err=True)


def _expunge(
    app: App, who: Asked, reason: str, plan: str | None, most: int | None, *, apply: bool
) -> int:
    from sheets_coc.redaction import jobs
    from sheets_coc.requests import erasure as requests_erasure

    def select(seen: Analysis) -> Analysis:
        requests_erasure.checked_reason(reason, who, seen)
        return requests_erasure.as_due(seen, who)

    said = " ".join(reason.split())
    result = jobs.redact(
        app.workbook(),
        apply=apply,
        plan=plan,
        max_records=most,
        select=select,
        write=lambda seen, planned, residual: requests_erasure.changes(
            seen, planned, residual, who, said, app.now
        ),
    )
    if result.redaction.stop:
        output.outcome(app, "person", attention=True)
        raise result.redaction.stop
    erased = requests_erasure.erasure(result.seen, who)
    kept = requests_erasure.left(erased, result.redaction)
    places = _places(result, who)
    if app.json:
        output.emit_json(_erasure_json(result, kept, places))
    else:
        _print_erasure(app, result, kept, places)
    output.outcome(app, "person", attention=bool(kept or result.residual))
    return 1 if kept or result.residual else 0


def _places(result: RedactResult, who: Asked) -> list[Mention]:
    """Where they are still mentioned, with no title of a tab that names them."""
    from sheets_coc.requests.lookup import Mention, tab_names

    names = tab_names(result.seen.snapshot, who)
    return [
        Mention("" if one.tab_id is None else names.get(one.tab_id, ""), one.cell, one.kind)
        for one in result.residual
    ]


def _erasure_json(result: RedactResult, kept: list[Kept], places: list[Mention]) -> dict[str, Any]:
    planned = result.redaction
    return {
        "plan": planned.plan,
        "applied": result.applied,
        "going": [removal.going.record.name for removal in planned.done],
        "cells": len(planned.cells),
        "kept": [{"case": one.record.name, "why": one.why} for one in kept],
        "residual": [{"tab": place.tab, "cell": place.cell} for place in places],
    }


def _print_erasure(app: App, result: RedactResult, kept: list[Kept], places: list[Mention]) -> None:
    from sheets_coc.requests.erasure import WHY

    planned = result.redaction
    verb = "Expunged" if result.applied else "Would expunge"
    rows = [(r.going.record.name, _stands(r.going.record), str(len(r.cells))) for r in planned.done]
    output.table(app, ("Case", "Decision", "Cells"), rows)
    output.say(app, f"{verb} {len(planned.done)} records, {len(planned.cells)} cells.")
    if kept:
        output.say(app, "\nLeft as they are:")
        output.table(app, ("Case", "Why"), [(one.record.name, WHY[one.why]) for one in kept])
    if places:
        output.say(app, "\nStill mentioned (also in To do):")
        output.table(
            app,
            ("Where", "What"),
            [(f"{p.tab} {p.cell or ''}".strip(), p.kind) for p in places],
        )
    if result.unread:
        output.say(app, f"Could not be searched: {', '.join(result.unread)}.")
    if result.applied:
        output.say(app, "Google keeps the version history, and everyone who can edit reads it.")
    elif planned.done:
        output.say(app, f"To do it: add --apply --plan {planned.plan}")


def _stands(record: Record) -> str:
    """What is lost with a record: a ban or a flag is no longer known afterwards."""
    from sheets_coc.schema.columns import DECISION_LABELS

    if record.decision:
        return DECISION_LABELS[record.decision]
    return record.flag.value if record.flag else ""
