"""`letter`: letters of the committee, as text to paste into a mail."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sheets_coc.cli import asking, files, output
from sheets_coc.cli.app import App
from sheets_coc.errors import UsageError
from sheets_coc.letters.kinds import PERSONAL, LetterKind

if TYPE_CHECKING:
    from sheets_coc.letters.draft import Draft
    from sheets_coc.letters.rendering import Letter
    from sheets_coc.todo.analysis import Analysis


_LONGEST = 100


@click.command()
@click.argument("kind", metavar="KIND", type=click.Choice([kind.value for kind in LetterKind]))
@click.option("--case", metavar="CASE", help="The record it is about.")
@click.option("--result", type=click.Path(path_type=Path), metavar="FILE",
              help="screening: the result file in which a person confirmed hits.")  # fmt: skip
@click.option("--event", metavar="NAME", help="The event's name.")
@click.option("--event-date", metavar="DATE", help="The event's first day: 2027-05-21.")
@click.option("--count", type=click.IntRange(min=1), metavar="N", help="How many reports came.")
@click.option("--reply-by", metavar="DATE", help="right-of-reply: by when to answer.")
@click.option("--until", metavar="DATE", help="suspension, appeal: its last day.")
@click.option("--by", metavar="DATE", help="delay, appeal: by when to expect news.")
@click.option("--set", "sets", multiple=True, metavar="KEY=TEXT",
              help="Fill in a placeholder of your own template; never a name.")  # fmt: skip
@click.option("--ask", is_flag=True, help="Fill in what is missing, names too, at a prompt.")
@click.option("--templates", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
              help="Wording of your own: DIR/KIND.j2.")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE",
              help="Write the letter to FILE, readable by you only.")  # fmt: skip
@files.inside_git_option
@click.option("--apply", "apply_", is_flag=True, help="Note in the Log what is told, and to whom.")
@click.pass_obj
def letter(
    app: App,
    kind: str,
    case: str | None,
    result: Path | None,
    event: str | None,
    event_date: str | None,
    count: int | None,
    reply_by: str | None,
    until: str | None,
    by: str | None,
    sets: tuple[str, ...],
    ask: bool,
    templates: Path | None,
    out: Path | None,
    inside_git: bool,
    apply_: bool,
) -> int:
    """Word a letter to paste into a mail; the committee is always in copy.

    To who reported: acknowledge (a report has arrived), acknowledge-handled (one that only
    wants to be filed), delay, decision. To the subject: right-of-reply (before anything is
    decided), warning, suspension, suspension-ends, readmission, ban: what happened, what it
    did, what is expected, what follows; appeal while a decision is looked at again and its
    measure stands, appeal-answer afterwards. To an event: reports-received, event-answer,
    screening (only hits that a person confirmed). recipients-changed gives the [+ Name] and
    [- Name] lines when people join or leave a thread.

    With --case the letter must say what that record says, and what it holds is compared with
    everybody who reported about the same person. --apply then notes in the Log what is told.

    What nobody has filled in stands in brackets and is named. Names are never taken from the
    command line: --ask takes them at a prompt, or from standard input, as KEY: TEXT; for
    recipients-changed as + NAME and - NAME. A letter that holds anything of people goes to a
    terminal or to --out only, and is refused where it names somebody who reported, or where
    a record is not settled.

    With --format json: {"kind","cc","missing":[…],"people":N,"logged":bool,"text"}; the text
    is null where it is personal.

    Example: sheets-coc letter acknowledge
    """
    from sheets_coc.letters import draft as drafts
    from sheets_coc.letters import job

    if out is not None:
        files.check(app, out, inside_git=inside_git)
    if templates is not None and not templates.is_dir():
        raise UsageError("There is no such folder of templates.", code="templates")
    given = {"event": event, "event_date": event_date, "reply_by": reply_by, "until": until,
             "by": by, "count": str(count) if count else None}  # fmt: skip
    values = _values(given, sets)
    request = drafts.LetterRequest(LetterKind(kind), values, templates, case, result, event_date)
    job.check_request(request, apply=apply_)
    draft = job.draft(request, app.policy, app.day, lambda: _look(app))
    if draft.kind is LetterKind.RECIPIENTS_CHANGED:
        drafts.change_recipients(draft, asking.lines(
            "Who was added or removed? + NAME or - NAME; an empty line ends."))  # fmt: skip
    elif ask and (missing := drafts.missing(draft)):
        lead = "Fill in, as KEY: TEXT on a line each; an empty line ends. Asked for:"
        drafts.fill(draft, asking.lines(f"{lead} {missing}"))
    made = draft.letter()
    if out is None and draft.personal and (app.in_ci or app.json or not sys.stdout.isatty()):
        raise UsageError(
            "Letters about people are only written to a terminal, or to a file named with --out.",
            code="personal-output",
        )
    logged = apply_ and _note(app, draft)
    if out is not None:
        files.write(app, out, made.text.encode(), inside_git=inside_git)
    _report(app, made, draft, logged=logged, written=out is not None)
    return 0


def _look(app: App) -> Analysis | None:
    from sheets_coc.todo.analysis import analyse

    return analyse(app.session().read(), app.policy, app.day) if app.address else None


def _note(app: App, draft: Draft) -> bool:
    from sheets_coc.letters import job

    return job.note(draft, app.workbook())


def _values(given: Mapping[str, str | None], sets: tuple[str, ...]) -> dict[str, str]:
    values = {key: value for key, value in given.items() if value}
    for one in sets:
        key, sign, value = one.partition("=")
        if not sign or not key.isidentifier():
            raise UsageError("--set takes KEY=TEXT.", code="set")
        if key in PERSONAL:
            raise UsageError(
                "Names and what people are told are not taken from the command line, where "
                "others on this machine can read them. Use --ask.",
                code="personal-argument",
            )
        values[key] = value
    if any(
        len(values.get(key, "")) > _LONGEST
        for key in ("event", "event_date", "reply_by", "until", "by")
    ):
        raise UsageError(f"At most {_LONGEST} characters, please.", code="too-long")
    return values


def _report(app: App, made: Letter, draft: Draft, *, logged: bool, written: bool) -> None:
    if app.json:
        output.emit_json(
            {
                "kind": made.kind.value,
                "cc": made.cc,
                "missing": list(made.missing),
                "people": len(draft.people),
                "logged": logged,
                "text": None if draft.personal else made.text,
            }
        )
    elif not written and not app.quiet:
        click.echo(made.text)
    notes = list(draft.notes)
    if made.missing:
        how = "" if draft.kind is LetterKind.RECIPIENTS_CHANGED else ", or with --ask"
        notes.append(f"Fill in before sending{how}: {', '.join(made.missing)}.")
    if draft.loggable and not logged:
        notes.append("When you send it, run this again with --apply: it goes into the Log.")
    for note in notes:
        output.note(note)
    output.outcome(app, "letter", attention=False)
