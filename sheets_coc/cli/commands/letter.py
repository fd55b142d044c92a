"""`letter`: letters of the committee, as text to paste into a mail."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sheets_coc.cli import asking, files, output
from sheets_coc.cli.app import App
from sheets_coc.errors import UsageError
from sheets_coc.letters.kinds import PERSONAL, PLACEHOLDERS, Kind

if TYPE_CHECKING:
    from sheets_coc.letters.rendering import Letter
    from sheets_coc.letters.screening import Told
    from sheets_coc.records.record import Record
    from sheets_coc.screening.confirming import ConfirmedHit
    from sheets_coc.todo.analysis import Analysis

LONGEST_NAME = 100


@dataclass(frozen=True, slots=True, repr=False)
class Wanted:
    """The options of `letter`, after its kind."""

    app: App
    kind: Kind
    values: Mapping[str, str]
    templates: Path | None
    case: str | None
    result: Path | None
    event_date: str | None
    apply: bool


@dataclass(slots=True, repr=False)
class Content:
    """What goes into a letter, and what it is checked against.

    Attributes:
        values: what is filled in.
        seen: the sheet, where the letter draws on it.
        about: the records it is about.
        personal: whether it holds anything of the sheet or of people.
        notes: what to say about it on stderr.
        people: who is told about, in the answer to organisers.
        day: the event's first day.
    """

    values: dict[str, Any]
    seen: Analysis | None = None
    about: tuple[Record, ...] = ()
    personal: bool = False
    notes: list[str] = field(default_factory=list)
    people: list[Told] = field(default_factory=list)
    day: date | None = None


@click.command()
@click.argument("kind", metavar="KIND", type=click.Choice([kind.value for kind in Kind]))
@click.option("--case", metavar="CASE", help="right-of-reply: the record it is about.")
@click.option("--result", type=click.Path(path_type=Path), metavar="FILE",
              help="screening: the result file in which a person confirmed hits.")  # fmt: skip
@click.option("--event", metavar="NAME", help="The event's name.")
@click.option("--event-date", metavar="DATE", help="The event's first day: 2027-05-21.")
@click.option("--count", type=click.IntRange(min=1), metavar="N", help="How many reports came.")
@click.option("--reply-by", metavar="DATE", help="right-of-reply: by when to answer.")
@click.option("--set", "sets", multiple=True, metavar="KEY=TEXT",
              help="Fill in a placeholder of your own template; never a name.")  # fmt: skip
@click.option("--ask", is_flag=True, help="Fill in what is missing, names too, at a prompt.")
@click.option("--templates", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
              help="Wording of your own: DIR/KIND.j2.")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE",
              help="Write the letter to FILE, readable by you only.")  # fmt: skip
@files.inside_git_option
@click.option("--apply", "apply_", is_flag=True, help="screening: note in the Log what is shared.")
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
    sets: tuple[str, ...],
    ask: bool,
    templates: Path | None,
    out: Path | None,
    inside_git: bool,
    apply_: bool,
) -> int:
    """Word a letter to paste into a mail; the committee is always in copy.

    KIND is acknowledge (a report has arrived), acknowledge-handled (one that only wants to be
    filed), reports-received (to an event that handed over its reports), right-of-reply (to the
    subject, before anything is decided), screening (to organisers who sent a list: only hits
    that a person confirmed), or recipients-changed (the [+ Name] and [- Name] lines when people
    join or leave a thread).

    What nobody has filled in stands in brackets and is named. Names are never taken from the
    command line: --ask takes them at a prompt, or from standard input, as KEY: TEXT; for
    recipients-changed as + NAME and - NAME. A letter that holds anything of people goes to a
    terminal or to --out only, and is refused where it names somebody who reported, or where
    a record is not settled.

    With --format json: {"kind","cc","missing":[…],"people":N,"logged":bool,"text"}; the text
    is null where it is personal.

    Example: sheets-coc letter acknowledge
    """
    if out is not None:
        files.check(app, out, inside_git=inside_git)
    if templates is not None and not templates.is_dir():
        raise UsageError("There is no such folder of templates.", code="templates")
    given = {"event": event, "event_date": event_date, "reply_by": reply_by,
             "count": str(count) if count else None}  # fmt: skip
    values = _values(app, given, sets)
    wanted = Wanted(app, Kind(kind), values, templates, case, result, event_date, apply_)
    _check_options(wanted)
    content = _content(wanted)
    if ask or wanted.kind is Kind.RECIPIENTS_CHANGED:
        _ask(wanted, content)
    made = _render(wanted, content)
    if out is None and content.personal and (app.in_ci or app.json or not sys.stdout.isatty()):
        raise UsageError(
            "Letters about people are only written to a terminal, or to a file named with --out.",
            code="personal-output",
        )
    logged = _log(wanted, content)
    if out is not None:
        files.write(app, out, made.text.encode(), inside_git=inside_git)
    _report(app, made, content, logged=logged, written=out is not None)
    return 0


def _values(app: App, given: Mapping[str, str | None], sets: tuple[str, ...]) -> dict[str, str]:
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
    if any(len(values.get(key, "")) > LONGEST_NAME for key in ("event", "event_date", "reply_by")):
        raise UsageError(f"At most {LONGEST_NAME} characters, please.", code="too-long")
    values.setdefault("signature", app.policy.mail.signature)
    return values


def _check_options(wanted: Wanted) -> None:
    if wanted.case and wanted.kind is not Kind.RIGHT_OF_REPLY:
        raise UsageError("--case goes with right-of-reply.", code="usage")
    if (wanted.result or wanted.apply) and wanted.kind is not Kind.SCREENING:
        raise UsageError("--result and --apply go with screening.", code="usage")
    if wanted.kind is Kind.SCREENING and wanted.result is None:
        raise UsageError(
            "Which result? letter screening --result FILE --event NAME --event-date DATE",
            code="missing",
        )


def _content(wanted: Wanted) -> Content:
    if wanted.kind is Kind.SCREENING:
        return _screening(wanted)
    if wanted.kind is Kind.RIGHT_OF_REPLY:
        return _right_of_reply(wanted)
    return Content(dict(wanted.values))


def _look(app: App) -> Analysis:
    from sheets_coc.todo.analysis import analyse

    return analyse(app.session().read(), app.policy, app.day)


def _right_of_reply(wanted: Wanted) -> Content:
    """A record may be named; where a spreadsheet is, the letter is checked against it."""
    from sheets_coc.letters.guard import shared_summary
    from sheets_coc.records.cases import key
    from sheets_coc.redaction.plan import came_apart

    if not wanted.case and not wanted.app.spreadsheet:
        return Content(dict(wanted.values))
    seen = _look(wanted.app)
    if not wanted.case:
        return Content(dict(wanted.values), seen)
    if seen.apart:
        raise came_apart(seen)
    found = [r for r in seen.sheet.records if key(r.name) == key(wanted.case)]
    if len(found) != 1:
        raise UsageError("There is no such case, or it stands there twice.", code="no-case")
    said = shared_summary(seen.sheet, found[0])
    return Content({**wanted.values, "concern": said}, seen, (found[0],), personal=True)


def _screening(wanted: Wanted) -> Content:
    from sheets_coc.letters.screening import answered, told

    assert wanted.result is not None  # noqa: S101 - checked with the options
    answers = answered(wanted.result, wanted.app.day)
    day = _event_day(wanted, answers.hits)
    event = wanted.values.get("event") or next((h.event for h in answers.hits if h.event), "")
    if not event:
        raise UsageError("Name the event with --event.", code="missing")
    seen = _look(wanted.app)
    people = told(seen, answers.hits, day)
    notes = []
    if answers.unanswered:
        notes.append(f"{answers.unanswered} candidate(s) of the result are not answered yet.")
    if answers.kept_back:
        notes.append(
            f"{len(answers.kept_back)} confirmed ban(s) that have ended are not told of: type "
            "tell in the result if the committee decides to."
        )
    values = {**wanted.values, "event": event, "event_date": day.isoformat(),
              "people": [one.as_values() for one in people]}  # fmt: skip
    about = tuple(record for one in people for record in one.records)
    return Content(values, seen, about, bool(people), notes, people, day)


def _event_day(wanted: Wanted, hits: tuple[ConfirmedHit, ...]) -> date:
    if wanted.event_date is None and hits:
        return hits[0].event_date
    try:
        return date.fromisoformat(wanted.event_date or "")
    except ValueError:
        raise UsageError(
            "--event-date must be a date such as 2027-05-21.", code="event-date"
        ) from None


def _ask(wanted: Wanted, content: Content) -> None:
    """Fill in what is missing at a prompt."""
    if wanted.kind is Kind.RECIPIENTS_CHANGED:
        typed = asking.lines("Who was added or removed? + NAME or - NAME; an empty line ends.")
        _changed(wanted.app, content, typed)
        return
    missing = _render(wanted, content).missing
    if not missing:
        return
    said = "; ".join(f"{key} ({PLACEHOLDERS.get(key, key)})" for key in missing)
    for line in asking.lines(f"Fill in, as KEY: TEXT on a line each; an empty line ends. {said}"):
        key, sign, value = line.partition(":")
        if not sign or key.strip() not in missing:
            raise UsageError(
                f"Lines are KEY: TEXT, with one of these keys: {', '.join(missing)}.", code="ask"
            )
        content.values[key.strip()] = value.strip()
        content.personal = True


def _changed(app: App, content: Content, typed: list[str]) -> None:
    """The names that were added and removed. The committee itself always stays in copy."""
    removed = [line.strip()[1:].strip() for line in typed if line.strip()[:1] in ("-", "−", "–")]
    added = [line.strip()[1:].strip() for line in typed if line.strip().startswith("+")]
    if len(added) + len(removed) != sum(bool(line.strip()) for line in typed) or not typed:
        raise UsageError("Type + NAME for who was added, - NAME for who was removed.", code="ask")
    if not all((*added, *removed)):
        raise UsageError("A name is missing after + or -.", code="ask")
    committee = app.policy.mail.committee.casefold()
    if any(committee in one.casefold() for one in removed):
        raise UsageError(
            "The committee's address stays in copy: it is not removed.", code="committee-removed"
        )
    content.values |= {"added": added, "removed": removed}
    content.personal = True


def _render(wanted: Wanted, content: Content) -> Letter:
    from sheets_coc.letters.guard import check_body
    from sheets_coc.letters.rendering import render

    committee = wanted.app.policy.mail.committee
    made = render(wanted.kind, content.values, committee, wanted.templates)
    if content.seen is not None:
        text = f"{made.subject}\n{made.body}"
        check_body(text, content.seen.sheet, content.about, [content.values["signature"]])
    return made


def _log(wanted: Wanted, content: Content) -> bool:
    """Note in the Log what is shared, before the letter is shown: nothing unlogged is sent."""
    from sheets_coc.letters.screening import sharing
    from sheets_coc.sheet.model import Changes, Snapshot

    if not wanted.apply or not content.people or content.seen is None or content.day is None:
        return False
    app, seen, people, day = wanted.app, content.seen, content.people, content.day
    event = " ".join(str(content.values["event"]).split())

    def plan(snapshot: Snapshot) -> tuple[Changes, None]:
        return sharing(snapshot, seen, people, event, day, app.now), None

    book = app.workbook()
    first = book.read(acting=True)
    book.transact(plan, first)
    return True


def _report(app: App, made: Letter, content: Content, *, logged: bool, written: bool) -> None:
    if app.json:
        output.emit_json(
            {
                "kind": made.kind.value,
                "cc": made.cc,
                "missing": list(made.missing),
                "people": len(content.people),
                "logged": logged,
                "text": None if content.personal else made.text,
            }
        )
    elif not written and not app.quiet:
        click.echo(made.text)
    notes = list(content.notes)
    notes += [
        f"{record.name}: who reported is not recorded, so that the summary could not be compared "
        "with their name. Read it with that in mind."
        for record in content.about
        if not record.reporter
    ]
    if made.missing:
        notes.append(f"Fill in before sending: {', '.join(made.missing)}.")
    if content.people and not logged:
        notes.append("When you send it, run this again with --apply: it goes into the Log.")
    for note in notes:
        click.echo(note, err=True)
    output.outcome(app, "letter", attention=False)
