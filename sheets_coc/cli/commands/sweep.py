"""`sweep`: where in the whole spreadsheet somebody is mentioned."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sheets_coc.cli import asking, output
from sheets_coc.cli.app import App

if TYPE_CHECKING:
    from sheets_coc.requests import lookup


@click.command()
@click.pass_obj
def sweep(app: App) -> int:
    """Search the whole spreadsheet for somebody who was expunged.

    Asks for names, aliases, addresses and handles; in a script they are read from standard
    input, never from the command line. Every tab is searched, hidden ones too, with notes,
    formulas, links, drop-downs, filters, charts, names and comments. Only addresses are
    shown. The version history cannot be searched.

    Exit code 1 means that somebody is mentioned. With --format json:
    {"places":[{"tab","cell","kind","case"}],"unread":[kind]}

    Example: sheets-coc sweep
    """
    from sheets_coc.requests import job, lookup

    who = lookup.asked(asking.lines(lookup.QUESTION))
    result = job.search(app.workbook(), who)
    found = list(result.places)
    if app.json:
        output.emit_json({"places": [m.as_json() for m in found], "unread": list(result.unread)})
    else:
        print_mentions(app, found, result.unread)
    output.outcome(app, "sweep", attention=bool(found or result.unread))
    return 1 if found else 0


def print_mentions(app: App, found: list[lookup.Mention], unread: tuple[str, ...]) -> None:
    """Print places by address, and what could not be searched."""
    from sheets_coc.todo.mentions import unread_in_words

    output.table(
        app,
        ("Where", "What", "Record"),
        [(f"{m.tab} {m.cell or ''}".strip() or "file", m.kind, m.case or "") for m in found],
    )
    if found:
        many = "place mentions them." if len(found) == 1 else "places mention them."
        output.say(app, f"{len(found)} {many}")
    else:
        output.say(app, f"No place{' that could be searched' if unread else ''} mentions them.")
    if unread:
        output.say(app, f"Could not be searched: {unread_in_words(unread)}. Look there by hand.")
    output.say(app, "Google's version history cannot be searched.")
