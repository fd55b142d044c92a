"""`oncall plan|check|swap|fairness|remind|export`: the rota and its Monday mail."""

from __future__ import annotations

import os
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sheets_coc.cli import files, output
from sheets_coc.cli.app import App
from sheets_coc.cli.commands import oncall_text as show
from sheets_coc.cli.commands.oncall_findings import missing
from sheets_coc.cli.terminal import visible
from sheets_coc.errors import UsageError

if TYPE_CHECKING:
    from sheets_coc.oncall.calendar import Names

_OUT = click.Path(path_type=Path, dir_okay=False)


@click.group()
def oncall() -> None:
    """Keep the on-call rota, and send the Monday handover.

    Example: sheets-coc --spreadsheet local:records.coc oncall plan
    """


@oncall.command()
@click.option("--weeks", type=click.IntRange(1, 260), metavar="N", help="How many weeks.")
@click.option("--repair", is_flag=True, help="Move agreed weeks where that helps.")
@click.option("--if-any", is_flag=True, help="Do nothing where there is no On-call tab.")
@click.option("--apply", "apply_", is_flag=True, help="Write it into the sheet.")
@click.pass_obj
def plan(app: App, weeks: int | None, repair: bool, if_any: bool, apply_: bool) -> int:
    """Fill the open weeks of the rota, fairly.

    Agreed weeks stay, unless their member left, is away or is unknown; an unknown name that
    makes room is kept under Note. More than one plain name in a cell is an agreement and is
    never replaced. While nobody can tell when a member may serve, nothing is written. The
    first --apply makes the On-call tab.

    Example: sheets-coc --spreadsheet local:records.coc oncall plan --weeks 26
    """
    output.refuse_names_as_json(app)
    book = app.workbook()
    if if_any and not book.oncall.exists():
        return show.no_rota(app)
    planned = book.oncall.plan(weeks=weeks, repair=repair, apply=apply_)
    return show.plan(app, planned)


@oncall.command()
@click.option("--weeks", type=click.IntRange(1, 260), metavar="N", help="How many weeks.")
@click.pass_obj
def check(app: App, weeks: int | None) -> int:
    """Look ahead: gaps, unknown names, leavers, absences.

    Example: sheets-coc --spreadsheet local:records.coc oncall check
    """
    findings = app.workbook().oncall.check(weeks=weeks)
    if app.json:
        output.emit_json({"findings": [{"week": None, **f.as_json()} for f in findings]})
    else:
        show.check(app, findings, app.policy.oncall.check_weeks if weeks is None else weeks)
    return show.outcome(app, "oncall check", findings)


@oncall.command()
@click.argument("week_role", metavar="WEEK/ROLE")
@click.argument("with_", metavar="[WITH]", required=False)
@click.option("--hand-over", is_flag=True, help="Give it away, with nothing in return.")
@click.option("--apply", "apply_", is_flag=True, help="Write it into the sheet.")
@click.pass_obj
def swap(app: App, week_role: str, with_: str | None, hand_over: bool, apply_: bool) -> int:
    """Exchange your week: list partners, or swap WITH a week and role, or a member.

    With --hand-over, the member named WITH takes it and gives nothing in return: also what
    is left of the running week, and a place where nobody is on duty.

    Example: sheets-coc --spreadsheet local:records.coc oncall swap 2026-12-07/primary
    """
    output.refuse_names_as_json(app)
    if with_ is None:
        if apply_ or hand_over:
            raise UsageError("With whom? Name a week and role, or a member.", code="swap-with")
        return show.partners(app, *app.workbook().oncall.partners(week_role))
    chosen, applied = app.workbook().oncall.swap(
        week_role, with_, hand_over=hand_over, apply=apply_
    )
    show.swap(app, chosen, applied=applied)
    output.outcome(app, "oncall swap", attention=False)
    return 0


@oncall.command()
@click.argument("member", metavar="NAME")
@click.argument("first", metavar="FIRST")
@click.argument("last", metavar="[LAST]", required=False)
@click.option("--apply", "apply_", is_flag=True, help="Write it into the sheet.")
@click.pass_obj
def away(app: App, member: str, first: str, last: str | None, apply_: bool) -> int:
    """Note that a member is away, and list the agreed weeks this hits.

    FIRST and LAST are days such as 2027-03-01, both included. What stands under Away stays.
    Exit code 1 means that somebody else has to take a week: swap it, or plan again.

    With --format json: {"first", "last", "hit": [WEEK/ROLE], "already", "applied"}.

    Example: sheets-coc --spreadsheet local:records.coc oncall away Ada 2027-03-01
    """
    try:
        days = date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError:
        raise UsageError("Days are typed as 2027-03-01.", code="away") from None
    found, applied = app.workbook().oncall.away(member, *days, apply=apply_)
    return show.away(app, found, applied=applied)


@oncall.command()
@click.option("--out", type=_OUT, metavar="FILE", help="A picture: FILE.png or FILE.svg.")
@files.inside_git_option
@click.pass_obj
def fairness(app: App, out: Path | None, inside_git: bool) -> int:
    """Show each member's part of the duty, past year and weeks planned.

    Exit code 1 means that something is not understood, and not counted: it is listed.

    Example: sheets-coc --spreadsheet local:records.coc oncall fairness --out duty.svg
    """
    from sheets_coc.oncall.rota.fairness import picture

    output.refuse_names_as_json(app)
    form = out.suffix.lower().lstrip(".") if out else ""
    if out and form not in ("png", "svg"):
        raise UsageError("--out takes a file that ends in .png or .svg.", code="out")
    if out:
        files.check(app, out, inside_git=inside_git, replace=True)
    counted = app.workbook().oncall.fairness()
    show.fairness(app, counted)
    if out:
        title = f"On-call duty from {counted.first} to {counted.last + timedelta(weeks=1)}"
        content = picture(counted.shares, title, form)
        files.write(app, out, content, inside_git=inside_git, replace=True)
        output.say(app, "Written.")
    output.outcome(app, "oncall fairness", attention=bool(counted.over or counted.uncounted))
    return int(bool(counted.uncounted))


@oncall.command()
@click.option("--week", metavar="DATE", help="Another week than the running one, by its Monday.")
@click.option("--send", is_flag=True, help="Send it to the committee's address.")
@click.pass_obj
def remind(app: App, week: str | None, send: bool) -> int:
    """Show the handover mail of a week; --send sends it, once.

    Example: sheets-coc --spreadsheet local:records.coc oncall remind
    """
    from sheets_coc.mail.sending import sent_by, server_from

    output.refuse_names_as_json(app)
    try:
        about = date.fromisoformat(week) if week else None
    except ValueError:
        raise UsageError("--week takes a Monday such as 2026-12-07.", code="week") from None
    server = server_from(os.environ) if send else None
    reminder = app.workbook().remind(week=about, server=server, sent_by=sent_by(os.environ))
    return show.reminder(app, reminder)


@oncall.command()
@click.option("--member", metavar="NAME", help="Only this member's weeks.")
@click.option(
    "--names",
    type=click.Choice(["full", "initials", "none"]),
    default="full",
    help="How members are named in it; initials or none for a calendar that others can read.",
)
@click.option("--out", type=_OUT, metavar="FILE", help="The file to write; else standard output.")
@files.inside_git_option
@click.pass_obj
def export(app: App, member: str | None, names: Names, out: Path | None, inside_git: bool) -> int:
    """Export the rota as a calendar (iCalendar).

    Exit code 1 means that something in the tab is not understood, and not in it: it is listed.

    Example: sheets-coc --spreadsheet local:records.coc oncall export --out duty.ics
    """
    if app.in_ci and (names == "full" or member):
        raise UsageError(
            "The calendar holds names, and is not written under CI. With --names initials, or "
            "none, it is.",
            code="ci",
        )
    if out:
        files.check(app, out, inside_git=inside_git, replace=True)
    made = app.workbook().oncall.export(member=member, names=names)
    if out:
        files.write(app, out, made.content, inside_git=inside_git, replace=True)
        output.say(app, "Written.")
    else:
        sys.stdout.buffer.write(visible(made.content.decode()).encode())
        sys.stdout.buffer.flush()
    missing(app, "Not in the calendar, because it is not understood:", made.left_out)
    return int(bool(made.left_out))
