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


@click.command()
@click.option("--apply", "apply_", is_flag=True, help="Do what is shown.")
@click.option("--grant", metavar="ADDRESS", help="With --apply: let this address edit the sheet.")
@click.option("--ask-again", is_flag=True,
              help="Count what To do says to be meant; with --apply, forget it.")  # fmt: skip
@click.pass_obj
def access(app: App, apply_: bool, grant: str | None, ask_again: bool) -> int:
    """Compare who can open the sheet with the Committee tab.

    Shows addresses, except under CI. With --apply, access that nobody should have is taken
    away; the owner, this account and groups stay. The nightly job asks about each difference
    in To do, by the mark that stands here beside it; what is answered there with "this account
    is meant" is no difference any more, until its role changes. JSON holds addresses, and under CI
    needs --details: {"differences": [{"kind", "who", "role"}], "notices": [the same],
    "cannot_see": [code], "applied", "taken": [as above], "refused": [as above], "given"}.
    Afterwards "differences" are those that remain. Exits with 1 where there are any.

    Example: sheets-coc --spreadsheet local:records.coc access
    """
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
        what = found.text
        if plan and found.removable:
            what += " --apply does."
        elif plan and found.why_not:
            what += f" Not with --apply: {found.why_not}."
        rows.append((_who(app, found), found.role, found.mark, what))
    output.table(app, ("Who", "May", "Mark", "What"), rows)


def _notices(app: App, notices: Sequence[Difference]) -> None:
    rows = [(_who(app, found), found.role, found.text) for found in notices]
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
