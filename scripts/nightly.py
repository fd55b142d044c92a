#!/usr/bin/env python3
"""The nightly job: validate, date, expunge, search, look at access; one line in the Log.

Takes the options of `sheets-coc` and of `sheets-coc nightly` in any order, and their
environment variables. Shows what would happen; `--apply` does it. Running it again, late, or
twice at a time is harmless. Exits with 0 when all is done, and otherwise with what
`sheets-coc` exits with: a red run means that a person must look.
"""

import click

import sheets_coc as coc
from sheets_coc.cli.app import App
from sheets_coc.cli.commands.nightly import report, told_where_it_fails
from sheets_coc.cli.scheduled import ScheduledJob


@click.command(cls=ScheduledJob)
@click.option("--apply", "apply_", is_flag=True, help="Do it: expunging cannot be undone.")
@click.option("--without-access", is_flag=True, help="Leave out who can open the file.")
@click.pass_obj
def nightly(app: App, apply_: bool, without_access: bool) -> int:
    """Validate, date, expunge, search and look at access."""
    with told_where_it_fails(app, apply=apply_), coc.open(**app.opening) as book:
        night = book.nightly(apply=apply_, access=not without_access)
    return report(app, night, applied=apply_)


if __name__ == "__main__":
    nightly()
