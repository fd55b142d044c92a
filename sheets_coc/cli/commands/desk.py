"""`desk`: the committee's page in the browser."""

from __future__ import annotations

import contextlib
import signal
import webbrowser
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sheets_coc.cli import output, remembered
from sheets_coc.cli.app import App
from sheets_coc.errors import UsageError

if TYPE_CHECKING:
    from sheets_coc.book.workbook import Book
    from sheets_coc.policy import Policy


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Which port; else any.")
@click.option("--no-browser", is_flag=True, help="Print the link and open nothing.")
@click.pass_obj
def desk(app: App, port: int, no_browser: bool) -> int:
    """Open the committee's page in the browser, on this machine only.

    Prints a link that works once, for whoever started it. Nothing is kept on disk but what the
    page Start says: your answers, and which sheet it is. It closes when it is stopped (Ctrl-C)
    or has not been used for half an hour. On a local spreadsheet it is a place to practise: one
    can type into the sheet and let days pass. Where no spreadsheet is named or remembered, it
    begins with asking for yours.

    JSON: {"url"} as its first line.

    Example: sheets-coc desk
    """
    if app.in_ci:
        raise UsageError("The desk shows people's data, and this is no place for it.", code="ci")
    from sheets_coc.desk.desk import Desk
    from sheets_coc.desk.serving import serve
    from sheets_coc.desk.starting import Starting, remove_left_behind

    named = app.address is not None
    if named:
        app.workbook().close()  # so that a wrong address is said here; nothing is read yet
    remove_left_behind()
    starting = Starting(_opens(app), _settings(app), partial(_keep, app))
    desk_ = Desk(
        app.workbook if named else None,
        practice=named and app.local_file is not None,
        starting=starting,
    )
    serving = serve(desk_, port)
    if app.json:
        output.emit_json({"url": serving.url})
    else:
        output.say(app, f"The desk is open, for this browser and once:\n\n  {serving.url}\n")
        output.say(app, "Stop it with Ctrl-C.")
    if named:
        desk_.read_ahead()
    if not no_browser and not app.json:
        webbrowser.open(serving.url)
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    with contextlib.suppress(KeyboardInterrupt):
        serving.run()
    output.say(app, "The desk is closed.")
    return 0


def _settings(app: App) -> dict[str, Any]:
    """The sections of the policy file that was named or is remembered."""
    from sheets_coc.plain_files import read_plain
    from sheets_coc.start.beginning import settings_of

    app.policy  # noqa: B018 - which refuses a policy that cannot be used
    return settings_of(read_plain(app.given_policy) if app.given_policy else None)


def _opens(app: App) -> Callable[[str, Policy | None], Book]:
    """What opens another sheet in this sitting, with the same login."""

    def opens(address: str, policy: Policy | None) -> Book:
        from sheets_coc.book.opening import open_book

        return open_book(**app.opening_of(address, policy))

    return opens


def _keep(app: App, address: str | None, policy: str | None) -> Path | None:
    """Keep the answers among the user's settings, and remember a sheet with them.

    Args:
        app: the options, with the policy that the answers began with.
        address: the sheet; None for a practice copy, which is not remembered.
        policy: the content of the policy file; None where nothing was answered.

    Returns:
        Where the policy was written, if it was.
    """
    kept = remembered.keep_policy(policy) if policy is not None else None
    if address is not None:
        rules = kept or app.given_policy
        remembered.keep(remembered.Remembered(address, str(rules.resolve()) if rules else None))
    return kept
