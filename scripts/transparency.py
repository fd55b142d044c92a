#!/usr/bin/env python3
"""The scheduled job that exports the statistics every half-year: `transparency.py --out DIR`.

Counts the years that have passed, and in the second half of a year its first half as well, in
a folder of its own: `DIR/2026-H1`. It takes the options of sheets-coc too, and their
environment variables. The job summary, where there is one, may be public. With `--apply` it
gets the reports, because the Log then remembers what was published, and later reports are
checked against it; without, the tables alone. The exit code is that of `sheets-coc statistics`.
"""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stdout
from datetime import UTC, date, datetime
from pathlib import Path

import click

from sheets_coc.cli import summary
from sheets_coc.cli.app import parse_moment
from sheets_coc.cli.main import run
from sheets_coc.errors import Error

REPORT = "transparency-report.md"
TABLE = "statistics.md"
FIRST_YEAR = 1990
JULY = 7


def day_of(today: str | None) -> date:
    """The day the job takes for today; a wrong one is refused by the command itself."""
    try:
        return parse_moment(today).date() if today else datetime.now(UTC).date()
    except Error:
        return datetime.now(UTC).date()


def exports(day: date, years: str | None, out: Path) -> list[tuple[Path, list[str]]]:
    """What is exported: a folder, and the options that say of which time.

    Args:
        day: the day of the run.
        years: certain years; None for what has passed since the last export.
        out: the folder for everything.
    """
    if years:
        return [(out, ["--years", years])]
    found = [(out, ["--years", f"{FIRST_YEAR}-{day.year - 1}"])]
    if day.month >= JULY:
        half = f"{day.year}-H1"
        found.append((out / half, ["--period", half]))
    return found


def shown(report: Path) -> str:
    """The report without the charts, which are files beside it."""
    lines = report.read_text("utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("!["))


@click.command(context_settings={"ignore_unknown_options": True})
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("transparency"),
    show_default=True,
    help="The folder for tables, reports and charts.",
)
@click.option("--years", metavar="A-B", help="These years only, such as 2015-2025.")
@click.option("--apply", is_flag=True, help="Publish, and note in the Log what is published.")
@click.option("--today", envvar="SHEETS_COC_TODAY", metavar="DATE", help="Take this for today.")
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def main(
    out: Path, years: str | None, apply: bool, today: str | None, options: tuple[str, ...]
) -> None:
    """Export the statistics and the transparency reports.

    OPTIONS are those of sheets-coc itself, such as --spreadsheet.
    """
    common = [*options, *(["--today", today] if today else []), "statistics"]
    code = 0
    lines: list[str] = []
    for number, (folder, period) in enumerate(exports(day_of(today), years, out)):
        arguments = [*common, *period, "--out", str(folder), *(["--apply"] if apply else [])]
        # One outcome for the whole job: what the second export prints is not repeated.
        with redirect_stdout(io.StringIO() if number else sys.stdout):
            code = run(arguments)
        if code:
            lines = []
            break
        lines.append(shown(folder / (REPORT if apply else TABLE)))
    summary.add("Transparency report", attention=code != 0, lines=lines)
    sys.exit(code)


if __name__ == "__main__":
    main()
