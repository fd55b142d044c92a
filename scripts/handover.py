#!/usr/bin/env python3
"""The Monday job: fill the rota, then send the handover mail of the running week, once.

Takes the options that stand before a command of sheets-coc, and their environment
variables. Shows what would happen; `--apply` (or `--send`) does it. A committee without a
rota gets its status all the same. Running it again, or late, is harmless: what was sent is
marked in the sheet. Exits with the graver of both steps' codes; a rota that cannot be
filled does not keep the mail back.
"""

import os

import click

import sheets_coc as coc
from sheets_coc.cli import output, summary
from sheets_coc.cli.app import App
from sheets_coc.cli.commands import oncall_text as show
from sheets_coc.cli.scheduled import ScheduledJob, attempt
from sheets_coc.mail.sending import sent_by, server_from


@click.command(cls=ScheduledJob)
@click.option("--apply", "--send", "apply_", is_flag=True, help="Write the rota, send the mail.")
@click.pass_obj
def handover(app: App, apply_: bool) -> int:
    """Fill the rota and send the Monday handover."""

    def fill() -> int:
        output.refuse_names_as_json(app)
        with coc.open(**app.opening) as book:
            if not book.oncall.exists():
                return show.no_rota(app)
            return show.plan(app, book.oncall.plan(apply=apply_))

    def mail() -> int:
        output.refuse_names_as_json(app)
        server = server_from(os.environ) if apply_ else None
        with coc.open(**app.opening) as book:
            return show.reminder(app, book.remind(server=server, sent_by=sent_by(os.environ)))

    code = max(attempt(app, fill), attempt(app, mail))
    summary.add("Monday handover", attention=code != 0)
    return code


if __name__ == "__main__":
    handover()
