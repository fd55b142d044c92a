"""`case`: when one record goes, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sheets_coc.cli import output
from sheets_coc.cli.app import App
from sheets_coc.dates import NEVER, iso

if TYPE_CHECKING:
    from sheets_coc.book.case import CaseView


@click.command()
@click.argument("name")
@click.pass_obj
def case(app: App, name: str) -> int:
    """Show when one record goes, and why: its term, what extends it, what it waits for.

    NAME is the case name, or row N. Nothing of the people in it is shown. Where it is open and
    nobody handles it, the members are named who may: nobody who is recused, and who has the
    fewest open cases first; not under CI.

    JSON: {"case", "summary", "events": [{"day", "code", "text"}], "findings": [as validate],
    "may_handle": [name] (null under CI without --details), "dates": as dates}; one object for
    each row of the case, in "records".

    Example: sheets-coc --spreadsheet local:records.coc case stunned-bulb
    """
    found = app.workbook().case(name)
    if app.json:
        output.emit_json({"records": [view.as_json(names=not app.quiet) for view in found]})
    else:
        for view in found:
            _print(app, view)
    attention = any(f.severity == "error" for view in found for f in view.findings)
    output.outcome(app, "case", attention=attention)
    return int(attention)


def _print(app: App, view: CaseView) -> None:
    output.say(app, f"{view.explanation.dated.case}: {view.explanation.summary}\n")
    rows = [
        ("never" if event.day is NEVER else iso(event.day) or "", event.text)
        for event in view.explanation.events
    ]
    output.table(app, ("Day", "What"), rows)
    for finding in view.findings:
        where = f" {finding.cell}" if finding.cell else ""
        output.say(app, f"  {finding.severity.value}{where}: {finding.text}")
    if names := view.may_handle.reveal():
        who = f"{len(names)} members" if app.in_ci else ", ".join(names)
        output.say(app, output.filled(f"These may handle it: {who}.", "", ""))
    output.say(app, "")
