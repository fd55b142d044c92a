#!/usr/bin/env python3
"""The scheduled job that exports the statistics every half-year: `transparency.py --out DIR`.

Counts the years that have passed, and in the second half of a year its first half as well, in
a folder of its own: `DIR/2026-H1`. It takes the options of sheets-coc too, and their
environment variables. The job summary, where there is one, may be public. With `--apply` it
gets the reports, because the Log then remembers what was published, and later reports are
checked against it; without, the tables alone. The exit code is that of `sheets-coc statistics`.
"""

from datetime import date
from pathlib import Path
from typing import Any

import click

import sheets_coc as coc
from sheets_coc.cli import output, summary
from sheets_coc.cli.app import App
from sheets_coc.cli.commands.statistics import report
from sheets_coc.cli.scheduled import ScheduledJob

TITLE = "Transparency report"
REPORT = "transparency-report.md"
TABLE = "statistics.md"
FIRST_YEAR = 1990
JULY = 7


def exports(day: date, years: str | None) -> list[tuple[str, dict[str, Any]]]:
    """What is exported: a folder's name, and of which time.

    Args:
        day: the day of the run.
        years: certain years; None for what has passed since the last export.
    """
    if years:
        return [("", {"years": years})]
    found: list[tuple[str, dict[str, Any]]] = [("", {"years": f"{FIRST_YEAR}-{day.year - 1}"})]
    if day.month >= JULY:
        half = f"{day.year}-H1"
        found.append((half, {"periods": [half]}))
    return found


def shown(page: Path) -> str:
    """A page without the charts, which are files beside it."""
    lines = page.read_text("utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("!["))


@click.command(cls=ScheduledJob)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("transparency"),
    show_default=True,
    help="The folder for tables, reports and charts.",
)
@click.option("--years", metavar="A-B", help="These years only, such as 2015-2025.")
@click.option("--apply", "apply_", is_flag=True, help="Publish, and note in the Log what is.")
@click.pass_obj
def transparency(app: App, out: Path, years: str | None, apply_: bool) -> int:
    """Export the statistics and the transparency reports."""
    with summary.failure_said(TITLE), coc.open(**app.opening) as book:
        made = [
            (out / name, book.statistics(**when, out=out / name, apply=apply_))
            for name, when in exports(app.day, years)
        ]
    pages = [shown(folder / (REPORT if apply_ else TABLE)) for folder, _ in made]
    summary.add(TITLE, attention=False, lines=pages)
    # One outcome for the whole job: the years'. The half-year is in its folder.
    for _, result in made[1:]:
        for remark in result.remarks:
            output.say(app, remark)
    return report(app, made[0][1], applied=apply_)


if __name__ == "__main__":
    transparency()
