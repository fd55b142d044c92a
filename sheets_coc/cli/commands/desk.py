"""`desk`: the committee's page in the browser."""

from __future__ import annotations

import contextlib
import signal
import webbrowser
from typing import TYPE_CHECKING

import click

from sheets_coc.cli import output
from sheets_coc.cli.app import App
from sheets_coc.errors import UsageError

if TYPE_CHECKING:
    from sheets_coc.book.workbook import Book


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Which port; else any.")
@click.option("--no-browser", is_flag=True, help="Print the link and open nothing.")
@click.pass_obj
def desk(app: App, port: int, no_browser: bool) -> int:
    """Open the committee's page in the browser, on this machine only.

    Prints a link that works once, for whoever started it. Nothing is kept on disk; it closes
    when it is stopped (Ctrl-C) or has not been used for half an hour. On a local spreadsheet
    it is a place to practise: one can type into the sheet and let days pass.

    JSON: {"url"} as its first line.

    Example: sheets-coc desk
    """
    if app.in_ci:
        raise UsageError("The desk shows people's data, and this is no place for it.", code="ci")
    from sheets_coc.desk.desk import Desk
    from sheets_coc.desk.serving import serve

    def opener() -> Book:
        return app.workbook()

    opener().close()  # so that a wrong address is said here
    local = app.local_file is not None
    serving = serve(Desk(opener, practice=local), port)
    if app.json:
        output.emit_json({"url": serving.url})
    else:
        output.say(app, f"The desk is open, for this browser and once:\n\n  {serving.url}\n")
        output.say(app, "Stop it with Ctrl-C.")
    if not no_browser and not app.json:
        webbrowser.open(serving.url)
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    with contextlib.suppress(KeyboardInterrupt):
        serving.run()
    output.say(app, "The desk is closed.")
    return 0
