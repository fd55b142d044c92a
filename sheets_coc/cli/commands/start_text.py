"""What `start` says and asks in a terminal.

Headings and titles of tabs are people's own words: they are shown to the person in the terminal
who is asked about them, and nowhere else.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from sheets_coc.cli import output
from sheets_coc.cli.app import App
from sheets_coc.cli.pasting import command, joined

if TYPE_CHECKING:
    from sheets_coc.start.questions import StartQuestion
    from sheets_coc.start.readiness import Ready
    from sheets_coc.start.recognising import Recognised, SeenColumn

_MARKS = {True: "✓", False: "✗", None: "·"}
_ANOTHER = "it is another column of a record"
_HEADING = 60
"""Characters of a heading that are shown."""


def columns(app: App, found: Recognised) -> None:
    """Say what the tabs and columns were recognised as."""
    from sheets_coc.schema.columns import BY_KEY

    known = [tab for tab in found.tabs if tab.role.value != "other"]
    roles = ", ".join(tab.role.value for tab in known)
    total = f"{len(found.tabs)} tab" + ("" if len(found.tabs) == 1 else "s")
    output.say(app, f"\n{total}" + (f", among them: {roles}." if roles else "."))
    if found.header_row is None:
        return
    output.say(app, f"Headings in row {found.header_row + 1} of the records:\n")
    output.table(
        app,
        ("Column", "Is", "Holds"),
        [
            (
                _column(column),
                BY_KEY[column.key].header if column.key else _own(column),
                str(column.contents),
            )
            for column in found.columns
        ],
    )


def _column(column: SeenColumn) -> str:
    shown = column.heading if column.key is None and sys.stdout.isatty() else ""
    return f"{column.letters}  {shown[:_HEADING]}".strip()


def _own(column: SeenColumn) -> str:
    if column.on_expunge is not None:
        return f"your own: {'remove names' if column.on_expunge == 'scrub' else column.on_expunge}"
    return "asked about" if column.asked else "asked about in To do"


def asked(app: App, question: StartQuestion) -> str:
    """Ask a question in the terminal; one of its answers."""
    click.echo("")
    click.echo(output.filled(question.text))
    if question.heading:
        click.echo(f'  It is headed "{question.heading[:_HEADING]}"')
    if question.contents is not None:
        click.echo(f"  In it: {question.contents}")
    choices = [*question.answers, *([_ANOTHER] if question.more and question.kind != "tab" else [])]
    if question.kind == "tab":
        choices += question.more
    chosen = _choose(choices)
    return _choose(list(question.more)) if chosen == _ANOTHER else chosen


def _choose(choices: Sequence[str]) -> str:
    for number, choice in enumerate(choices, 1):
        click.echo(output.filled(f"{choice}{_meaning(choice)}", f"  {number:>2}  ", " " * 6))
    number = click.prompt("Which", type=click.IntRange(1, len(choices)), prompt_suffix="? ")
    return choices[int(number) - 1]


def _meaning(choice: str) -> str:
    return {
        "erase": ": the whole cell becomes Expunged",
        "remove names": ": the people of the record are taken out of the text, the rest stays",
        "keep": ": it holds nobody's data",
        "one by one": ": each is asked about in To do",
        _ANOTHER: " …",
    }.get(choice, "")


def waiting_for(app: App, questions: Sequence[StartQuestion], before: str | None) -> None:
    """List the questions where nobody can be asked, and how to answer them.

    Args:
        app: the options.
        questions: what is asked.
        before: another sheet that is remembered, and that later commands work on.
    """
    output.say(app, "\nTo be answered first; nothing was written, and no copy is kept:")
    for question in questions:
        output.say(app, output.filled(f"{question.name}: {question.text}", "  - ", "    "))
        takes = "the title of a tab" if question.kind == "tab" else ", ".join(question.answers)
        more = ", or another column of a record: it is …" if question.more else ""
        output.say(app, output.filled(f"{takes}{more if question.kind == 'column' else ''}",
                                      "      ", "      "))  # fmt: skip
    output.say(app, "\nIn a terminal they are asked one by one. Or answer them beforehand:")
    first = questions[0]
    said = "TITLE" if first.kind == "tab" else first.answers[-1]
    output.say(app, f"  --answer {joined([f'{first.name}={said}'])}")
    if before is not None:
        output.say(app, "\nUntil then other commands work on the sheet that is remembered:")
        output.say(app, f"  {before}")


def ready(app: App, lines: Sequence[Ready]) -> None:
    """Say what is ready and what is not."""
    output.say(app, "\nWhat is ready (✓), what is not (✗), what to know (·):\n")
    for line in lines:
        output.say(app, output.filled(line.what, f"  {_MARKS[line.ready]} ", "    "))
        if line.next:
            output.say(app, f"      {command(app, *line.next)}")
