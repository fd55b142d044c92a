"""`use`: remember a spreadsheet, so that it need not be named each time."""

from __future__ import annotations

from pathlib import Path

import click

from sheets_coc.cli import output, remembered
from sheets_coc.cli.app import App
from sheets_coc.errors import UsageError

SHORTEST_ID = 20
"""Google's ids have some 44 signs; what is much shorter is a file's name, or a slip."""


@click.command()
@click.argument("address", required=False)
@click.option("--forget", is_flag=True, help="Forget what is remembered.")
@click.pass_obj
def use(app: App, address: str | None, forget: bool) -> int:
    """Remember a spreadsheet: later commands work on it unless another one is named.

    ADDRESS is a spreadsheet's address, its id, or a local file; --policy is remembered
    with it. Without ADDRESS, what is remembered is shown. Kept on this machine, for
    you alone, and not used under CI. Nothing acts by itself: --apply is always typed.

    Example: sheets-coc use records.coc
    """
    if forget:
        gone = remembered.forget()
        output.say(app, "Forgotten." if gone else "Nothing was remembered.")
        return 0
    if address is None:
        return _show(app)
    policy = app.given_policy
    if policy is not None:
        app.policy  # noqa: B018 - which refuses a policy that cannot be used
    kept = remembered.Remembered(_full(address), str(policy.resolve()) if policy else None)
    remembered.keep(kept)
    app.spreadsheet = app.policy_file = None  # known from now on: commands need not name them
    output.say(app, "Remembered. Now, for example: sheets-coc status")
    return 0


def _full(address: str) -> str:
    """An address that means the same from every folder.

    Raises:
        UsageError: it is neither an address nor a local spreadsheet.
    """
    from sheets_coc.book.opening import LOCAL, local_file, open_local
    from sheets_coc.sheet.google.session import spreadsheet_id

    path = local_file(address)
    if path is None:
        if "://" not in address and len(address) < SHORTEST_ID:
            raise UsageError(
                "That is neither a file that is here nor a spreadsheet's address. Check the name "
                "and folder, or copy the address from the browser.",
                code="no-such-file",
            )
        spreadsheet_id(address)
        return address
    open_local(path)
    return f"{LOCAL}{Path(path).resolve()}"


def _show(app: App) -> int:
    kept = remembered.load()
    if kept is None:
        raise UsageError(
            "No spreadsheet is remembered. Name one: sheets-coc use ADDRESS", code="nothing-kept"
        )
    output.say(app, kept.spreadsheet + (f"\nwith the policy {kept.policy}" if kept.policy else ""))
    return 0
