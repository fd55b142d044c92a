#!/usr/bin/env python3
"""The scheduled job that exports the statistics: `transparency.py --out DIR [--apply]`.

A thin wrapper over `sheets-coc statistics`: it takes the options that stand before a command
of sheets-coc as well, and their environment variables. The job summary, where there is one,
may be public. With `--apply` it gets the report, because the Log then remembers what was
published, and later reports are checked against it; without, the yearly table alone. The exit
code is the command's.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from sheets_coc.cli import summary
from sheets_coc.cli.main import run

REPORT = "transparency-report.md"
TABLE = "statistics.md"


def command_line(
    options: tuple[str, ...], out: Path, years: str | None, *, half: bool, apply: bool
) -> list[str]:
    """The arguments for `sheets-coc`."""
    arguments = [*options, "statistics", "--out", str(out)]
    arguments += ["--years", years] if years else []
    arguments += ["--half"] if half else []
    return [*arguments, "--apply"] if apply else arguments


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
@click.option("--half", is_flag=True, help="Half-years instead of years.")
@click.option("--apply", is_flag=True, help="Publish, and note in the Log what is published.")
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def main(out: Path, years: str | None, half: bool, apply: bool, options: tuple[str, ...]) -> None:
    """Export the statistics and the annual transparency report.

    OPTIONS are those of sheets-coc itself, such as --spreadsheet.
    """
    code = run(command_line(options, out, years, half=half, apply=apply))
    lines = [] if code else [shown(out / (REPORT if apply else TABLE))]
    summary.add("Transparency report", attention=code != 0, lines=lines)
    sys.exit(code)


if __name__ == "__main__":
    main()
