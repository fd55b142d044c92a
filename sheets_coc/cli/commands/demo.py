"""`demo`: the whole cycle on an invented spreadsheet, in a few seconds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sheets_coc.cli import output
from sheets_coc.cli.app import App
from sheets_coc.errors import UsageError

if TYPE_CHECKING:
    from sheets_coc.demo.story import Story

SHEET = "records.sheets-coc"
BEFORE = "before.xlsx"
AFTER = "after.xlsx"
REPORT = "report.html"
OURS = (SHEET, BEFORE, AFTER, REPORT)
"""The files the demo makes, and the only ones it replaces."""


@click.command()
@click.argument("folder", metavar="[DIR]", default="demo-output",
                type=click.Path(path_type=Path, file_okay=False))  # fmt: skip
@click.option("--layout", type=click.Choice(["2018", "2026"]), default="2018", show_default=True,
              help="The columns: those of 2018, which name people, or those of the manual of "
                   "2026, with a code for each person and a key.")  # fmt: skip
@click.pass_obj
def demo(app: App, folder: Path, layout: str) -> int:
    """See the whole cycle on an invented spreadsheet, without Google.

    Makes some 40 to 60 invented records, runs setup, validate, dates and redact on them as a
    committee would, and leaves pictures of before and after in DIR (demo-output).

    Example: sheets-coc demo
    """  # fmt: skip
    from sheets_coc.demo import page as demo_page
    from sheets_coc.demo import sheet as demo_sheet
    from sheets_coc.demo import story as demo_story
    from sheets_coc.demo import story_2026

    try:
        _prepare(folder)
        google = demo_sheet.make(folder / SHEET, layout)
        output.say(app, "Playing a week of an invented committee …\n")
        play = story_2026.play if layout == "2026" else demo_story.play
        story = play(google, folder / BEFORE, folder / AFTER)
        (folder / REPORT).write_text(demo_page.page(story), "utf-8")
    except OSError:
        raise UsageError(
            "The demo cannot write there. Name another folder: sheets-coc demo DIR",
            code="folder-unwritable",
        ) from None
    if app.json:
        output.emit_json({"folder": str(folder), "files": list(OURS)})
    _print(app, story, folder)
    output.outcome(app, "demo", attention=False)
    return 0


def _prepare(folder: Path) -> None:
    """Make the folder, and remove what an earlier demo left there: nothing else."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in OURS:
        (folder / name).unlink(missing_ok=True)


def _print(app: App, story: Story, folder: Path) -> None:
    for step in story.steps:
        who = f"sheets-coc {step.command}" if step.command else "(a person)"
        output.say(app, output.filled(f"{step.day}  {who}: {step.title}", "", "    "))
        for line in step.told:
            output.say(app, output.filled(line, "    ", "      "))
    output.say(app, "\nWhat came of it:")
    for line in story.summary:
        output.say(app, output.filled(line, "  - ", "    "))
    output.say(app, "\nLook at:")
    for name, what in (
        (REPORT, "what happened, and records before and after; open it in a browser"),
        (BEFORE, "the sheet as the committee had it; open it in a spreadsheet program"),
        (AFTER, "the same sheet a week later: look at Records, To do and Log"),
    ):
        output.say(app, f"  {folder / name}: {what}")
    output.say(app, "\nPlay with it (any command, any day):")
    output.say(app, f"  sheets-coc --spreadsheet {folder / SHEET} --today 2026-12-06 redact")
