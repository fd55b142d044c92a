"""`oncall plan|check|swap|fairness|remind|export`: the rota and its Monday mail."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sheets_coc.cli import files, output
from sheets_coc.cli.app import App
from sheets_coc.cli.commands import oncall_text as show
from sheets_coc.errors import Error, SheetError, UsageError

if TYPE_CHECKING:
    from sheets_coc.oncall.findings import Finding
    from sheets_coc.oncall.handover.job import Reminder
    from sheets_coc.oncall.jobs import Planned, Seen
    from sheets_coc.oncall.members import Committee
    from sheets_coc.oncall.swaps import Place, Swap, Swapper
    from sheets_coc.sheet.model import Changes, Snapshot

_OUT = click.Path(path_type=Path, dir_okay=False)


@click.group()
def oncall() -> None:
    """Keep the on-call rota, and send the Monday handover.

    Example: sheets-coc --spreadsheet local:records.coc oncall plan
    """


def note(app: App, snapshot: Snapshot, command: str, what: str) -> Changes:
    """A line for the Log."""
    from sheets_coc.todo import log

    return log.append(snapshot, app.policy, log.LogEntry(command, what), app.now)


def _read(app: App) -> Seen:
    from sheets_coc.oncall import jobs

    return jobs.look(app.workbook().read(), app.policy)


def _exit(app: App, step: str, findings: Sequence[Finding]) -> int:
    bad = any(finding.severity == "error" for finding in findings)
    output.outcome(app, step, attention=bad)
    return int(bad)


def notices(planned: Planned) -> list[Finding]:
    """What a person should look at, leaving out what the plan itself settles."""
    first = planned.plan.weeks[0].starts if planned.plan.weeks else date.max
    columns = planned.seen.rota.columns
    settled = {(w.row, columns[role]) for w in planned.plan.weeks for role in w.filled}
    return [
        *planned.seen.committee.findings,
        *(
            f
            for f in planned.seen.rota.findings
            if (f.week is None or f.week >= first) and (f.row, f.column) not in settled
        ),
        *planned.plan.findings,
    ]


@oncall.command()
@click.option("--weeks", type=click.IntRange(1, 260), metavar="N", help="How many weeks.")
@click.option("--repair", is_flag=True, help="Move agreed weeks where that helps.")
@click.option("--if-any", is_flag=True, help="Do nothing where there is no On-call tab.")
@click.option("--apply", "apply_", is_flag=True, help="Write it into the sheet.")
@click.pass_obj
def plan(app: App, weeks: int | None, repair: bool, if_any: bool, apply_: bool) -> int:
    """Fill the open weeks of the rota, fairly.

    Agreed weeks stay, unless their member left, is away or is unknown.

    Example: sheets-coc --spreadsheet local:records.coc oncall plan --weeks 26
    """
    from functools import partial

    from sheets_coc.oncall import jobs

    output.refuse_names_as_json(app)
    try:
        planned = jobs.plan(
            app.workbook(),
            note=partial(note, app),
            weeks=weeks,
            repair=repair,
            apply=apply_,
        )
    except SheetError as error:
        if not if_any or error.code != jobs.NO_ROTA:
            raise
        output.say(app, "There is no rota to plan.")
        return _exit(app, "oncall plan", [])
    findings = notices(planned)
    if app.json:
        output.emit_json(planned.plan.as_json())
    else:
        show.plan(app, planned)
    show.notices(app, findings)
    return _exit(app, "oncall plan", findings)


@oncall.command()
@click.option("--weeks", type=click.IntRange(1, 260), metavar="N", help="How many weeks.")
@click.pass_obj
def check(app: App, weeks: int | None) -> int:
    """Look ahead: gaps, unknown names, leavers, absences.

    Example: sheets-coc --spreadsheet local:records.coc oncall check
    """
    from sheets_coc.oncall.check import check as look_ahead

    seen = _read(app)
    count = app.policy.oncall.check_weeks if weeks is None else weeks
    title = app.policy.tabs.oncall
    findings = look_ahead(seen.committee, seen.rota, app.now, weeks=count, title=title)
    if app.json:
        output.emit_json({"findings": [finding.as_json() for finding in findings]})
    else:
        show.check(app, findings, count)
    return _exit(app, "oncall check", findings)


def find_member(committee: Committee, typed: str) -> int:
    """The index of the member of a name.

    Raises:
        UsageError: where it is no one member's name.
    """
    from sheets_coc.oncall.names import Directory, Match

    found = Directory([m.name.reveal() for m in committee.members]).match(typed)
    if found.how is Match.ONE:
        return found.members[0]
    why = "more than one member" if found.how is Match.SEVERAL else "no member"
    raise UsageError(f"That is the name of {why}. Write it as in the sheet.", code="member")


def _choose(swapper: Swapper, place: Place, with_: str, hand_over: bool) -> Swap:
    from sheets_coc.oncall.swaps import parse_place

    if "/" in with_:
        if hand_over:
            raise UsageError("--hand-over takes a member's name.", code="swap-with")
        return swapper.exchange(place, parse_place(with_))
    taker = find_member(swapper.committee, with_)
    return swapper.hand_over(place, taker) if hand_over else swapper.with_member(place, taker)


@oncall.command()
@click.argument("week_role", metavar="WEEK/ROLE")
@click.argument("with_", metavar="[WITH]", required=False)
@click.option("--hand-over", is_flag=True, help="Give it away, with nothing in return.")
@click.option("--apply", "apply_", is_flag=True, help="Write it into the sheet.")
@click.pass_obj
def swap(app: App, week_role: str, with_: str | None, hand_over: bool, apply_: bool) -> int:
    """Exchange your week: list partners, or swap WITH a week and role, or a member.

    Example: sheets-coc --spreadsheet local:records.coc oncall swap 2026-12-07/primary
    """
    from functools import partial

    from sheets_coc.oncall import jobs
    from sheets_coc.oncall.swaps import Swapper, parse_place

    output.refuse_names_as_json(app)
    place = parse_place(week_role)
    if with_ is None:
        if apply_ or hand_over:
            raise UsageError("With whom? Name a week and role, or a member.", code="swap-with")
        seen = _read(app)
        partners = Swapper(seen.committee, seen.rota, app.now).partners(place)
        return show.partners(app, place, partners)
    seen, chosen, applied = jobs.swap(
        app.workbook(),
        choose=lambda swapper: _choose(swapper, place, with_, hand_over),
        note=partial(note, app),
        apply=apply_,
    )
    show.swap(app, chosen, applied=applied)
    output.outcome(app, "oncall swap", attention=False)
    return 0


@oncall.command()
@click.option("--out", type=_OUT, metavar="FILE", help="A picture: FILE.png or FILE.svg.")
@files.inside_git_option
@click.pass_obj
def fairness(app: App, out: Path | None, inside_git: bool) -> int:
    """Show each member's part of the duty, past year and weeks planned.

    Example: sheets-coc --spreadsheet local:records.coc oncall fairness --out duty.svg
    """
    from sheets_coc.oncall import jobs
    from sheets_coc.oncall.rota.fairness import much, picture

    output.refuse_names_as_json(app)
    form = out.suffix.lower().lstrip(".") if out else ""
    if out and form not in ("png", "svg"):
        raise UsageError("--out takes a file that ends in .png or .svg.", code="out")
    if out:
        files.check(app, out, inside_git=inside_git, replace=True)
    counted = jobs.fairness(_read(app), app.now)
    limit = app.policy.oncall.warn_share
    show.fairness(app, counted, limit)
    if out:
        title = f"On-call duty from {counted.first} to {counted.last + timedelta(weeks=1)}"
        content = picture(counted.shares, title, form)
        files.write(app, out, content, inside_git=inside_git, replace=True)
        output.say(app, "Written.")
    output.outcome(app, "oncall fairness", attention=any(much(s, limit) for s in counted.shares))
    return 0


def status_lines(app: App, snapshot: Snapshot) -> list[str]:
    """What the Monday mail says of the records: case names only."""
    from sheets_coc.status import status
    from sheets_coc.todo.analysis import analyse

    if snapshot.tab(app.policy.tabs.records) is None:
        return []
    try:
        return status.status_lines(analyse(snapshot, app.policy, app.day), app.now)
    except Error as error:
        return [f"The records could not be looked at. {error.message}"]


def sent_by() -> str:
    """What sends the mail, so that somebody can mend it when it stops."""
    repository = os.environ.get("GITHUB_REPOSITORY", "")
    server = os.environ.get("GITHUB_SERVER_URL", "https://github.com")
    if repository:
        return f"sheets-coc, the scheduled job of {server}/{repository}/actions"
    return "sheets-coc, run by hand"


def remind_week(app: App, week: date | None, *, send: bool) -> Reminder:
    """Compose, and with `send` send, the mail of a week."""
    from functools import partial

    from sheets_coc.oncall.handover import job as reminding
    from sheets_coc.oncall.handover.sending import send as deliver
    from sheets_coc.oncall.handover.sending import server_from

    server = server_from(os.environ) if send else None

    def hand_to_server(message: Any) -> None:
        assert server is not None  # noqa: S101 - only called when sending
        deliver(message, server, committee=app.policy.mail.committee)

    book = app.workbook()
    return reminding.remind(
        book,
        note=partial(note, app),
        deliver=hand_to_server,
        status=partial(status_lines, app),
        week=week,
        send=send,
        sent_by=sent_by(),
        link="" if app.local_file else _link(book.session.spreadsheet),
    )


def _link(spreadsheet: str) -> str:
    return f"https://docs.google.com/spreadsheets/d/{spreadsheet}"


@oncall.command()
@click.option("--week", metavar="DATE", help="Another week than the running one, by its Monday.")
@click.option("--send", is_flag=True, help="Send it to the committee's address.")
@click.pass_obj
def remind(app: App, week: str | None, send: bool) -> int:
    """Show the handover mail of a week; --send sends it, once.

    Example: sheets-coc --spreadsheet local:records.coc oncall remind
    """
    output.refuse_names_as_json(app)
    try:
        about = date.fromisoformat(week) if week else None
    except ValueError:
        raise UsageError("--week takes a Monday such as 2026-12-07.", code="week") from None
    reminder = remind_week(app, about, send=send)
    show.reminder(app, reminder)
    output.outcome(app, "oncall remind", attention=False)
    return 0


@oncall.command()
@click.option("--member", metavar="NAME", help="Only this member's weeks.")
@click.option("--out", type=_OUT, metavar="FILE", help="The file to write; else standard output.")
@files.inside_git_option
@click.pass_obj
def export(app: App, member: str | None, out: Path | None, inside_git: bool) -> int:
    """Export the rota as a calendar (iCalendar).

    Example: sheets-coc --spreadsheet local:records.coc oncall export --out duty.ics
    """
    from sheets_coc.oncall.calendar import calendar

    if app.in_ci:
        raise UsageError("The calendar holds names, and is not written under CI.", code="ci")
    if out:
        files.check(app, out, inside_git=inside_git, replace=True)
    seen = _read(app)
    who = find_member(seen.committee, member) if member else None
    content = calendar(seen.committee, seen.rota, who)
    if out:
        files.write(app, out, content, inside_git=inside_git, replace=True)
        output.say(app, "Written.")
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    return 0
