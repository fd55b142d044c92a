"""`access`: who can open the sheet, against the Committee tab."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sheets_coc.cli import output
from sheets_coc.cli.app import App
from sheets_coc.cli.pasting import again
from sheets_coc.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sheets_coc.access.differences import Difference
    from sheets_coc.access.job import AccessResult

_HIDDEN = "(hidden)"


@click.group(invoke_without_command=True)
@click.option("--apply", "apply_", is_flag=True, help="Do what is shown.")
@click.option("--grant", metavar="ADDRESS", help="With --apply: let this address edit the sheet.")
@click.option("--ask-again", is_flag=True,
              help="Count what To do says to be meant; with --apply, forget it.")  # fmt: skip
@click.pass_context
def access(context: click.Context, apply_: bool, grant: str | None, ask_again: bool) -> int:
    """Compare who can open the sheet, and the documents of cases, with the Committee tab.

    Shows addresses, except under CI. With --apply, access that nobody should have is taken
    away; the owner, this account and groups stay. The nightly job asks about each difference
    in To do, by the mark that stands here beside it; what is answered there with "this account
    is meant" is no difference any more, until its role changes.

    Documents, which the column Documents links to, are compared with the members who are not
    recused from their case. What differs there is told, and taken away by hand.

    JSON holds addresses, and under CI needs --details: {"differences": [{"kind", "who",
    "role"}], with "case" where it is about a document; "notices": [the same], "cannot_see":
    [code], "applied", "taken": [as above], "refused": [as above], "given"}. Afterwards
    "differences" are those that remain. Exits with 1 where there are any.

    Example: sheets-coc --spreadsheet local:records.coc access
    """
    if context.invoked_subcommand is not None:
        if apply_ or grant is not None or ask_again:
            raise UsageError("These options belong to access alone.", code="usage")
        return 0
    app: App = context.obj
    return _access(app, apply_=apply_, grant=grant, ask_again=ask_again)


def _access(app: App, *, apply_: bool, grant: str | None, ask_again: bool) -> int:
    from sheets_coc.access import job as access_jobs

    output.refuse_names_as_json(app)
    if grant is not None and ask_again:
        raise UsageError("Either --grant or --ask-again.", code="usage")
    if grant is not None:
        access_jobs.check_address(grant)
    result = app.workbook().access(apply=apply_, grant=grant, ask_again=ask_again)
    if app.json:
        output.emit_json(_as_json(result, applied=apply_))
    else:
        _print(app, result, applied=apply_)
    differs = bool(result.comparison.differences)
    output.outcome(app, "access", attention=differs)
    return int(differs)


@access.command()
@click.argument("who", metavar="MEMBER")
@click.pass_obj
def onboarding(app: App, who: str) -> int:
    """List what is still to be done about somebody who joins.

    MEMBER is their name or address, as the Committee tab has it; of somebody without a row yet,
    the address. What the tool can see is looked at: their row, the sheet, the key to people's
    codes, the documents of cases they do not keep out of, the rota. Every other place (a mailing
    list, a chat, a page) stands in the policy, under [group] places, and is for a person. So is
    asking from which cases they keep out, by their names.

    JSON: {"leaving", "steps": [{"place", "state", "text", "cases"}]}; state is done, open, or
    person where only a person can tell. Exits with 1 where a step is open.

    Example: sheets-coc --spreadsheet local:records.coc access onboarding "Ada Rill"
    """
    return _membership(app, who, leaving=False)


@access.command()
@click.argument("who", metavar="MEMBER")
@click.pass_obj
def offboarding(app: App, who: str) -> int:
    """List what is still to be done about somebody who leaves.

    As onboarding, for the way out: what they can still open, the open cases they handle, the
    weeks they serve in.

    Example: sheets-coc --spreadsheet local:records.coc access offboarding "Ada Rill"
    """
    return _membership(app, who, leaving=True)


_SIGNS = {"done": "done", "open": "TO DO", "person": "by hand"}


def _membership(app: App, who: str, *, leaving: bool) -> int:
    found = app.workbook().membership(who, leaving=leaving)
    if app.json:
        steps = [step.as_json() for step in found.steps]
        output.emit_json({"leaving": leaving, "steps": steps})
    else:
        rows = [(_SIGNS[step.done.value], step.place, step.said) for step in found.steps]
        output.table(app, ("", "Where", "What"), rows)
        output.say(app, "\nBy hand: what this tool cannot see.")
    output.outcome(app, "access", attention=found.attention)
    return int(found.attention)


def _as_json(result: AccessResult, *, applied: bool) -> dict[str, object]:
    found = result.comparison
    return {
        "differences": [d.as_json() for d in found.differences],
        "notices": [d.as_json() for d in found.notices],
        "cannot_see": list(found.unseen),
        "applied": applied,
        "taken": [d.as_json() for d in result.taken],
        "refused": [d.as_json() for d in result.refused],
        "given": result.given,
    }


def _who(app: App, difference: Difference) -> str:
    return _HIDDEN if app.in_ci and difference.who else difference.who.reveal()


def _table(app: App, differences: Sequence[Difference], *, plan: bool) -> None:
    rows = []
    for found in differences:
        what = f"{found.case}: {found.text}" if found.case else found.text
        if plan and found.removable:
            what += " --apply does."
        elif plan and found.why_not:
            what += f" Not with --apply: {found.why_not}."
        rows.append((_who(app, found), found.role, found.mark, what))
    output.table(app, ("Who", "May", "Mark", "What"), rows)


def _notices(app: App, notices: Sequence[Difference]) -> None:
    rows = [
        (_who(app, one), one.role, f"{one.case}: {one.text}" if one.case else one.text)
        for one in notices
    ]
    output.table(app, ("Who", "May", "What"), rows)


def _grant(result: AccessResult, *, applied: bool) -> str:
    """What became of --grant."""
    if result.already:
        return "That address may edit already."
    if result.given:
        return "Access was given. No mail was sent: let them know."
    if applied:
        return "Google's answer was lost, and access was not given. Try again."
    return "Access would be given, with --apply."


def _print(app: App, result: AccessResult, *, applied: bool) -> None:
    from sheets_coc.access.differences import UNSEEN

    found = result.comparison
    if result.grant:
        output.say(app, _grant(result, applied=applied))
    if result.outsider:
        output.say(app, "That address is not in the Committee tab.")
    if result.taken:
        output.say(app, f"Taken away: {len(result.taken)}.")
        _table(app, result.taken, plan=False)
    if result.refused:
        output.say(app, f"Google refused to take away {len(result.refused)}; see below.")
    if found.differences:
        output.say(app, f"{len(found.differences)} to settle:")
        _table(app, found.differences, plan=not applied)
    else:
        output.say(app, f"Everybody who has access should: {found.members} members.")
    if found.notices:
        output.say(app, "\nTo know:")
        _notices(app, found.notices)
    output.say(app, f"\nCannot be seen: {'; '.join(UNSEEN[code] for code in found.unseen)}.")
    if result.would_take:
        output.say(app, f"\nTo take away {len(result.would_take)}: {again(app, '--apply')}")
