"""`person`: what is on record about somebody, what they may be given, and erasure on request."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sheets_coc.cli import asking, files, output
from sheets_coc.cli.app import App
from sheets_coc.cli.commands.sweep import print_mentions
from sheets_coc.errors import UsageError

if TYPE_CHECKING:
    from sheets_coc.records.record import Record
    from sheets_coc.requests.job import Erased, HandedOut
    from sheets_coc.requests.lookup import Asked, Involvement


@dataclass(frozen=True, slots=True, repr=False)
class _Options:
    """The options of `person`."""

    for_them: bool
    with_texts: bool
    out: Path | None
    inside_git: bool
    expunge: bool
    reason: str | None
    received: str | None
    answered: str | None
    request: str | None
    apply_: bool
    plan: str | None
    max_records: int | None


@click.command()
@click.option("--for-them", is_flag=True, help="What may be handed out to the person.")
@click.option("--with-texts", is_flag=True,
              help="With --for-them: internal texts too, without the people known.")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE",
              help="With --for-them: write to FILE, readable by you only.")  # fmt: skip
@files.inside_git_option
@click.option("--expunge", is_flag=True, help="Plan an erasure on request.")
@click.option("--reason", metavar="TEXT", help="Why, for the Log; no names.")
@click.option("--received", metavar="DATE", help="Note that a request came on that day.")
@click.option("--answered", metavar="REQUEST", help="Note that it was answered otherwise.")
@click.option("--request", metavar="REQUEST", help="The request that this answers.")
@click.option("--apply", "apply_", is_flag=True,
              help="Do it. What is expunged cannot be brought back.")  # fmt: skip
@click.option("--plan", metavar="ID", help="Apply this plan or nothing.")
@click.option("--max-records", type=click.IntRange(min=0), metavar="N",
              help="Let up to N records go.")  # fmt: skip
@click.pass_obj
def person(app: App, /, **typed: Any) -> int:
    """Find somebody in all records and places, for a request they made.

    Asks for names, aliases, addresses and handles; in a script they are read from standard
    input, never from the command line. Shows cases and addresses, no values. Whoever is only
    known by a name that may be several people's gets and loses nothing until a contact tells.

    --for-them gives what may be handed out: their data with dates and recipients, without
    who reported and without anybody else; to a terminal or to --out only. Check first that
    whoever asks is that person. --apply notes in the Log that they were given it.

    --expunge plans an erasure on request, before the record's time. It needs --reason, shows
    what would go, and does it with --apply.

    --received DATE notes that a request came, under a code name; `status` says by when it has
    to be answered, until --request NAME (with --for-them or --expunge) or --answered NAME
    says that it was. All of them act with --apply.

    With --format json: {"records": [{"case", "role", "sure"}], "places": [{"tab", "cell",
    "kind", "case"}], "unread": [KIND]}, with "doubt" and exit code 1 where records may have
    been overlooked; with --for-them {"records": [CASE], "logged"}; with --expunge {"plan",
    "applied", "going": [CASE], "kept": [{"case", "why"}], "cells", "residual": [{"tab",
    "cell"}], "unread": [KIND]}, and exit code 1 where something stays; with --received
    {"request", "by"}; with --answered {"request", "answered"}.

    Example: sheets-coc person
    """
    from sheets_coc.requests import lookup

    options = _Options(**typed)
    _check_options(options)
    if options.received or options.answered:
        return _deadline(app, options)
    if options.for_them:
        _check_output(app, options.out, inside_git=options.inside_git)
    who = lookup.asked(asking.lines(lookup.QUESTION))
    if options.expunge:
        return _expunge(app, who, options)
    if options.for_them:
        return _hand_out(app, who, options)
    return _show(app, who)


def _check_options(given: _Options) -> None:
    """Refuse options that do not go together: what would they mean?"""
    noting = bool(given.received or given.answered)
    if sum((given.for_them, given.expunge, bool(given.received), bool(given.answered))) > 1:
        raise UsageError(
            "One of --for-them, --expunge, --received and --answered at a time.", code="usage"
        )
    if (given.with_texts or given.out) and not given.for_them:
        raise UsageError("--with-texts and --out go with --for-them.", code="usage")
    if (given.plan or given.reason or given.max_records is not None) and not given.expunge:
        raise UsageError("--reason, --plan and --max-records go with --expunge.", code="usage")
    if (given.apply_ or given.request) and not (given.expunge or given.for_them or noting):
        raise UsageError(
            "--apply and --request go with --for-them, --expunge or --received.", code="usage"
        )
    if given.request and noting:
        raise UsageError("--request goes with --for-them or --expunge.", code="usage")
    if given.expunge and not given.reason:
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
    from sheets_coc.requests import job

    found = job.find(app.workbook(), who)
    if app.json:
        records = [
            {"case": p.record.name, "role": p.capacity.value, "sure": p.sure} for p in found.parts
        ]
        listed = [place.as_json() for place in found.places]
        shown = {"records": records, "places": listed, "unread": list(found.unread)}
        output.emit_json(shown | ({"doubt": found.doubt} if found.doubt else {}))
    else:
        if found.doubt:
            output.say(app, f"This may not be all. {found.doubt}\n")
        _print_parts(app, list(found.parts))
        print_mentions(app, list(found.places), found.unread)
    output.outcome(app, "person", attention=bool(found.doubt))
    return int(bool(found.doubt))


def _print_parts(app: App, found: list[Involvement]) -> None:
    output.table(
        app,
        ("Case", "Part in it", "Sure"),
        [(p.record.name, p.capacity.value, "yes" if p.sure else "may be them") for p in found],
    )
    output.say(app, "" if found else "They stand in no record under these names and addresses.")


def _hand_out(app: App, who: Asked, given: _Options) -> int:
    from sheets_coc.requests import job

    made = job.hand_out(
        app.workbook(), who,
        texts=given.with_texts, apply=given.apply_, request=given.request or "",
    )  # fmt: skip
    content = made.content.reveal()
    if given.out is not None:
        files.write(app, given.out, content.encode(), inside_git=given.inside_git)
    else:
        click.echo(content)
    _say_rest(made)
    if app.json:
        records = [entry.case for entry in made.records]
        output.emit_json({"records": records, "logged": made.logged})
    return 0


def _say_rest(made: HandedOut) -> None:
    """What the committee has to know before it hands anything out; on stderr, no values."""
    notes = ["Before you hand it out: make sure that whoever asks is that person, and read it."]
    for entry in made.records:
        if entry.left_out:
            notes.append(f"{entry.case}: internal texts are left out; see --with-texts.")
        if entry.doubts:
            texts = ", ".join(label.lower() for label in entry.doubts)
            notes.append(f"{entry.case}: left out, because others may be named in it: {texts}.")
    notes += [
        f"{case}: may be about them; not handed out. Ask again with their address."
        for case in made.unsure
    ]
    if not made.logged:
        notes.append("When you hand it out, run this again with --apply: it goes into the Log.")
    for note in notes:
        output.note(note)


def _expunge(app: App, who: Asked, given: _Options) -> int:
    from sheets_coc.errors import SafetyStop
    from sheets_coc.requests import job

    try:
        erased = job.erase(
            app.workbook(), who, given.reason or "",
            apply=given.apply_, plan=given.plan, max_records=given.max_records,
            request=given.request or "",
        )  # fmt: skip
    except SafetyStop:
        output.outcome(app, "person", attention=True)
        raise
    if app.json:
        over = given.apply_ or not erased.result.redaction.done
        output.emit_dry_run(app, _erasure_json(erased), applying=over)
    else:
        _print_erasure(app, erased)
    output.outcome(app, "person", attention=erased.attention)
    return int(erased.stays)


def _erasure_json(erased: Erased) -> dict[str, Any]:
    planned = erased.result.redaction
    return {
        "plan": planned.plan,
        "applied": erased.result.applied,
        "going": [removal.record.name for removal in planned.done],
        "cells": len(planned.cells),
        "kept": [{"case": one.record.name, "why": one.why} for one in erased.kept],
        "residual": [{"tab": place.tab, "cell": place.cell} for place in erased.places],
        "unread": list(erased.result.unread),
    }


def _print_erasure(app: App, erased: Erased) -> None:
    from sheets_coc.requests.erasure import WHY
    from sheets_coc.todo.mentions import unread_in_words
    from sheets_coc.todo.wording import count

    result, planned = erased.result, erased.result.redaction
    verb = "Expunged" if result.applied else "Would expunge"
    rows = [(r.record.name, _stands(r.record), str(len(r.cells))) for r in planned.done]
    output.table(app, ("Case", "Decision", "Cells"), rows)
    what = f"{count(len(planned.done), 'record')}, {count(len(planned.cells), 'cell')}"
    output.say(app, f"{verb} {what}.")
    if erased.kept:
        output.say(app, "\nLeft as they are:")
        output.table(app, ("Case", "Why"), [(one.record.name, WHY[one.why]) for one in erased.kept])
    if erased.places:
        output.say(app, "\nStill mentioned (also in To do):")
        output.table(
            app,
            ("Where", "What"),
            [(f"{p.tab} {p.cell or ''}".strip(), p.kind) for p in erased.places],
        )
    if result.unread:
        unread = unread_in_words(result.unread)
        output.say(app, f"Could not be searched: {unread}. Look there by hand.")
    if result.applied:
        output.say(app, "Google keeps the version history, and everyone who can edit reads it.")
    elif planned.done:
        output.to_apply(app, "To do it:", "--plan", planned.plan)


def _stands(record: Record) -> str:
    """What is lost with a record: a ban or a flag is no longer known afterwards."""
    from sheets_coc.schema.columns import DECISION_LABELS

    if record.decision:
        return DECISION_LABELS[record.decision]
    return record.flag.value if record.flag else ""


def _deadline(app: App, given: _Options) -> int:
    """Note a request that came, or that one was answered."""
    from sheets_coc.requests import job

    book = app.workbook()
    if given.answered:
        job.close(book, given.answered, apply=given.apply_)
        if app.json:
            said = {"request": given.answered, "answered": given.apply_}
            output.emit_dry_run(app, said, applying=given.apply_)
        elif given.apply_:
            output.say(app, "Noted in the Log.")
        else:
            output.to_apply(app, "To note it in the Log:")
        return 0
    try:
        received = date.fromisoformat(given.received or "")
    except ValueError:
        raise UsageError("--received must be a date such as 2026-11-21.", code="date") from None
    noted = job.receive(book, received, apply=given.apply_)
    if app.json:
        found = noted and {"request": noted.name, "by": noted.by.isoformat()}
        output.emit_dry_run(app, found or {"request": None, "by": None}, applying=given.apply_)
    elif noted:
        output.say(app, f"Noted as {noted.name}, to be answered by {noted.by.isoformat()}.")
        output.say(app, f"When you answer it: --request {noted.name}")
    else:
        output.to_apply(app, "To note it in the Log, under a code name:")
    return 0
