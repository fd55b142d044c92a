"""`setup`: make a spreadsheet ready, touching nothing that is there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from sheets_coc.cli import output
from sheets_coc.cli.app import App

if TYPE_CHECKING:
    from sheets_coc.cli.workbook import Book
    from sheets_coc.committee.setup_facts import Facts
    from sheets_coc.committee.setup_plan import Plan
    from sheets_coc.committee.setup_wardrobe import Action
    from sheets_coc.sheet.model import Tab

SAID = {
    "add-tab": "Add the tab",
    "add-column": "Add, to the right of everything, the columns",
    "name-cases": "Give a case name to rows that have none",
    "drop-down": "Offer a list to choose from in",
    "date-format": "Show dates as 2026-03-15",
    "note": "Explain columns in a note on their header",
    "freeze": "Keep the header in sight",
    "width": "Widen columns nobody has set a width for",
    "protect": "Warn before somebody types into sheets-coc's own",
    "colour": "Colour flagged and banned, and overdue dates, in",
    "widen-filter": "Widen filters over the added columns, so that sorting keeps rows together",
    "explain": "Lead through the old records, year by year, in To do",
}
"""Each kind of action in plain words, in the order they are told."""

COUNTED = ("name-cases", "date-format", "note", "width")
"""Kinds of which only the number is told."""


@click.command()
@click.option("--apply", "apply_", is_flag=True, help="Do it, in one go.")
@click.pass_obj
def setup(app: App, apply_: bool) -> int:
    """Make a spreadsheet ready: columns, tabs, drop-downs, notes, colours.

    Adds what is missing and changes nothing that is there: nothing is moved, renamed, deleted
    or overwritten. Shows what it would do; --apply does it.

    Example: sheets-coc --spreadsheet local:records.coc setup
    """  # fmt: skip
    from sheets_coc.committee import setup as job

    book = app.workbook()
    result = job.setup(book, app.policy, app.now, looker(book), apply=apply_, check=app.check_clock)
    if app.json:
        actions = [action.as_json() for action in result.plan.actions]
        output.emit_json({"plan": actions, "applied": result.applied})
    else:
        _print(app, result.plan, applied=result.applied)
    output.outcome(app, "setup", attention=False)
    return 0


def looker(book: Book) -> Callable[[Tab], Facts]:
    """What asks Google how a tab is dressed."""
    from sheets_coc.committee import setup_facts
    from sheets_coc.sheet.decode import tolerantly

    def look(tab: Tab) -> Facts:
        quoted = "'" + tab.title.replace("'", "''") + "'"
        return book.session.get(
            setup_facts.MASK,
            lambda answer: tolerantly(lambda: setup_facts.decode(answer, tab.id)),
            ranges=quoted,
        )

    return look


def _print(app: App, plan: Plan, *, applied: bool) -> None:
    if not plan.actions:
        output.say(app, "Nothing to do: this spreadsheet is ready.")
        return
    output.say(app, "Done:" if applied else "sheets-coc setup would:")
    for line in sentences(plan.actions, plan.cases):
        output.say(app, f"  - {line}")
    output.say(app, "\nNothing that stands in the sheet is changed, moved or renamed.")
    if plan.unknown:
        output.say(
            app,
            f"Nobody knows the header of column {', '.join(plan.unknown)}. If it is one of the "
            "columns above by another name, say so in the policy under [columns] first.",
        )
    after = "sheets-coc dates --apply" if applied else "sheets-coc setup --apply"
    output.say(app, f"{'Next' if applied else 'To do it'}: {after}")


def sentences(actions: Sequence[Action], cases: int = 0) -> list[str]:
    """A plan in plain words, one line for each kind of action."""
    from sheets_coc.records.schema import BY_KEY

    told = []
    for kind, words in SAID.items():
        mine = [action for action in actions if action.action == kind]
        if not mine:
            continue
        names = [a.tab for a in mine] if kind == "add-tab" else []
        names = names or [BY_KEY[a.column].header for a in mine if a.column]
        plural = "s" if kind == "add-tab" and len(mine) > 1 else ""
        if kind in COUNTED:
            told.append(f"{words} ({cases if kind == 'name-cases' else len(mine)})")
        else:
            told.append(f"{words}{plural} {'; '.join(names)}".rstrip())
    return told
