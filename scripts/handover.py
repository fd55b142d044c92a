#!/usr/bin/env python3
"""The Monday job: fill the rota, then send the handover mail of the running week, once.

Takes the options that stand before a command of sheets-coc, and their environment
variables. Shows what would happen; `--apply` (or `--send`) does it. A committee without a
rota gets its status all the same. Running it again, or late, is harmless: what was sent is
marked in the sheet. Exits with the graver of both commands' codes.
"""

import sys

import click

from sheets_coc.cli import summary
from sheets_coc.cli.main import run


@click.command(context_settings={"ignore_unknown_options": True})
@click.option("--apply", "--send", "apply_", is_flag=True, help="Write the rota, send the mail.")
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def handover(apply_: bool, options: tuple[str, ...]) -> None:
    """Fill the rota and send the Monday handover.

    OPTIONS are those of sheets-coc itself, such as --spreadsheet.
    """
    plan = ["oncall", "plan", "--if-any", *(["--apply"] if apply_ else [])]
    remind = ["oncall", "remind", *(["--send"] if apply_ else [])]
    code = max(run([*options, *plan]), run([*options, *remind]))
    summary.add("Monday handover", attention=code != 0)
    sys.exit(code)


if __name__ == "__main__":
    handover()
