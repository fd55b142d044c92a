"""`login`: members as themselves, with Google's own login."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import click

from sheets_coc.cli import files, output
from sheets_coc.cli.app import App
from sheets_coc.errors import UsageError

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.option("--client", type=_FILE, metavar="FILE", help="The desktop client's file.")
@click.option("--out", type=_FILE, metavar="FILE", help="Where to keep the login.")
@files.inside_git_option
@click.option("--manage-access", is_flag=True, help="Let it take access away (access --apply).")
@click.option("--browser/--no-browser", default=True, help="Whether to open a browser.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    metavar="N",
    help="Where the browser comes back to; any free port if not given.",
)
@click.option(
    "--wait",
    type=click.IntRange(1, 3600),
    default=300,
    metavar="SECONDS",
    help="How long to wait for you.",
)
@click.pass_obj
def login(
    app: App,
    client: Path | None,
    out: Path | None,
    inside_git: bool,
    manage_access: bool,
    browser: bool,
    port: int,
    wait: int,
) -> int:
    """Log in to Google as yourself, in your browser.

    FILE is made once by one of you: in the Google Cloud console, under APIs & Services,
    enable the Google Sheets and Drive APIs, and under Credentials make an OAuth client of the
    type Desktop app and download it. The login is kept for you alone, and found by every
    later command unless --out names another place; then name it with --credentials. To end
    it: myaccount.google.com, Third-party apps. JSON: {"file"}.

    Example: sheets-coc login --client client_secret.json
    """
    if app.in_ci:
        raise UsageError("Nobody can log in under CI. Use a login without a key.", code="ci")
    if client is None:
        raise UsageError(
            "Which client? Name its file with --client; sheets-coc login --help says how to get "
            "it. Or log in with gcloud auth application-default login.",
            code="no-client",
        )
    from sheets_coc.sheet.google import credentials
    from sheets_coc.sheet.google import login as flow

    path = out or credentials.own_login()
    known = flow.read_client(client)
    flow.check_place(path, inside_git=inside_git)
    rights = credentials.DRIVE if manage_access else credentials.DRIVE_METADATA
    made = flow.log_in(
        known,
        (credentials.SPREADSHEETS, rights),
        show=_opener(browser),
        api_root=os.environ.get("SHEETS_COC_API_ROOT") or None,
        port=port,
        wait=wait,
    )
    flow.keep(path, made)
    if app.json:
        output.emit_json({"file": str(path)})
    output.say(app, f"Logged in. The login is kept in {path}, for you alone.")
    output.say(
        app,
        f"To use it: export SHEETS_COC_CREDENTIALS={path}"
        if out
        else "Every command finds it there. To check: sheets-coc doctor",
    )
    return 0


def _opener(browser: bool) -> Callable[[str], None]:
    """What shows the address of the consent page, and opens it if that is wanted."""

    def show(address: str) -> None:
        click.echo(f"Open this address in your browser and agree:\n\n{address}\n", err=True)
        if browser:
            import webbrowser

            # A browser in the terminal would otherwise keep this program from listening.
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    return show
