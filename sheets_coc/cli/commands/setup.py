"""`setup`: make a spreadsheet ready, touching nothing that is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sheets_coc.cli import output
from sheets_coc.cli.app import App
from sheets_coc.cli.pasting import command

if TYPE_CHECKING:
    from sheets_coc.setup.plan import Plan


@click.command()
@click.option("--with-oncall", is_flag=True, help="Make the On-call tab too, for a rota.")
@click.option("--with-event", is_flag=True, help="Make a column for a report's event too.")
@click.option("--apply", "apply_", is_flag=True, help="Do it, in one go.")
@click.pass_obj
def setup(app: App, with_oncall: bool, with_event: bool, apply_: bool) -> int:
    """Make a spreadsheet ready: columns, tabs, drop-downs, notes, colours.

    Adds what is missing; nothing that anybody typed is changed, moved, renamed or deleted, only
    how it looks (how dates are shown, widths, colours). Shows what it would do; --apply does it.

    Example: sheets-coc --spreadsheet local:records.coc setup
    """  # fmt: skip
    result = app.workbook().setup(apply=apply_, with_oncall=with_oncall, with_event=with_event)
    if app.json:
        actions = [action.as_json() for action in result.plan.actions]
        planned = {"plan": actions, "applied": result.applied}
        output.emit_dry_run(app, planned, applying=apply_ or not actions)
    else:
        _print(app, result.plan, applied=result.applied)
    asked = bool(result.plan.questions)
    output.outcome(app, "setup", attention=asked)
    return 1 if asked else 0


def _print(app: App, plan: Plan, *, applied: bool) -> None:
    if not plan.actions:
        if not plan.questions:
            output.say(app, "Nothing to do: this spreadsheet is ready.")
        _ask(app, plan)
        return
    output.say(app, "Done:" if applied else "sheets-coc setup would:")
    from sheets_coc.setup.wording import looks, sentences

    for line in sentences(plan.actions, plan.cases):
        output.say(app, f"  - {line}")
    output.say(
        app,
        "\nNothing that anybody typed is changed, moved or renamed."
        + (f" Only how it looks is: {look}." if (look := looks(plan.actions)) else ""),
    )
    if plan.unknown:
        output.say(
            app,
            f"Nobody knows the header of column {', '.join(plan.unknown)}. If it is one of the "
            "columns above by another name, say so in the policy under [columns] first.",
        )
    for said in plan.beware:
        output.say(app, said)
    _ask(app, plan)
    if applied:
        output.say(app, f"Next: {command(app, 'dates', '--apply')}")
    else:
        output.to_apply(app, "To do it:")


def _ask(app: App, plan: Plan) -> None:
    """Say what has to be answered first, and where."""
    if plan.questions:
        output.say(app, "\nTo be answered in To do, before anything that it is about is added:")
    for question in plan.questions:
        output.say(app, f"  - {question}")
