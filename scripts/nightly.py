#!/usr/bin/env python3
"""The nightly job: validate, date, expunge, search, look at access; one line in the Log.

Takes the options of `sheets-coc` and of `sheets-coc nightly` in any order, and their
environment variables. Shows what would happen; `--apply` does it. Running it again, late, or
twice at a time is harmless. Exits with 0 when all is done, and otherwise with what
`sheets-coc` exits with: a red run means that a person must look.
"""

import sys

import click

from sheets_coc.cli.main import run


@click.command(context_settings={"ignore_unknown_options": True})
@click.option("--apply", "apply_", is_flag=True, help="Do it: expunging cannot be undone.")
@click.option("--without-access", is_flag=True, help="Leave out who can open the file.")
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def nightly(apply_: bool, without_access: bool, options: tuple[str, ...]) -> None:
    """Validate, date, expunge, search and look at access.

    OPTIONS are those of sheets-coc itself, such as --spreadsheet.
    """
    chosen = [*(["--apply"] if apply_ else []), *(["--without-access"] if without_access else [])]
    sys.exit(run([*options, "nightly", *chosen]))


if __name__ == "__main__":
    nightly()
