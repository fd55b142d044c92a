#!/usr/bin/env python3
"""The Monday job: fill the rota, then send the handover mail of the running week, once.

Takes the options that stand before a command of sheets-coc, and their environment
variables. A committee without a rota gets its status all the same. Running it again, or
late, is harmless: what was sent is marked in the sheet.
"""

import sys

import click

from sheets_coc.cli.main import run


@click.command(context_settings={"ignore_unknown_options": True})
@click.option("--dry-run", is_flag=True, help="Show what would be written and sent.")
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def handover(dry_run: bool, options: tuple[str, ...]) -> None:
    """Fill the rota and send the Monday handover.

    OPTIONS are those of sheets-coc itself, such as --spreadsheet.
    """
    plan = ["oncall", "plan", "--if-any", *([] if dry_run else ["--apply"])]
    remind = ["oncall", "remind", *([] if dry_run else ["--send"])]
    sys.exit(max(run([*options, *plan]), run([*options, *remind])))


if __name__ == "__main__":
    handover()
