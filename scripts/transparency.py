#!/usr/bin/env python3
"""The scheduled job that exports the statistics: `transparency.py --out DIR [--apply]`.

A thin wrapper over `sheets-coc statistics`: the spreadsheet, the policy and the credentials
come from the environment (`SHEETS_COC_SPREADSHEET`, `SHEETS_COC_POLICY`,
`SHEETS_COC_CREDENTIALS`), and so does the job summary's file, where there is one: what it
gets is the report that is meant for the public. The exit code is the command's.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from sheets_coc.cli.main import run

REPORT = "transparency-report.md"


def command_line(out: Path, years: str | None, *, half: bool, apply: bool) -> list[str]:
    """The arguments for `sheets-coc`."""
    arguments = ["statistics", "--out", str(out)]
    arguments += ["--years", years] if years else []
    arguments += ["--half"] if half else []
    return [*arguments, "--apply"] if apply else arguments


def add_to_summary(report: Path, summary: Path) -> None:
    """Append the report to the job summary, without the charts, which are files beside it."""
    lines = report.read_text("utf-8").splitlines()
    shown = [line for line in lines if not line.startswith("![")]
    with summary.open("a", encoding="utf-8") as file:
        file.write("\n".join(shown) + "\n")


@click.command()
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
def main(out: Path, years: str | None, half: bool, apply: bool) -> None:
    """Export the statistics and the annual transparency report."""
    code = run(command_line(out, years, half=half, apply=apply))
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if code == 0 and summary:
        add_to_summary(out / REPORT, Path(summary))
    sys.exit(code)


if __name__ == "__main__":
    main()
