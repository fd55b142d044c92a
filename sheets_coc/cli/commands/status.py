"""`status`: what needs attention today."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import click

from sheets_coc.cli import output
from sheets_coc.cli.app import App

if TYPE_CHECKING:
    from sheets_coc.private import Private
    from sheets_coc.status.duty import OnDuty
    from sheets_coc.status.status import Status

_HEADINGS = {"now": "Now", "soon": "Soon", "know": "To know"}


@click.command()
@click.option("--markdown", is_flag=True, help="As Markdown, for a job summary.")
@click.pass_obj
def status(app: App, markdown: bool) -> int:
    """Say what needs attention today, the most urgent first.

    Case names only; members on duty are named, except under CI (in JSON they are null there
    without --details). JSON: {"today", "attention", "on_duty": {"week", "primary",
    "secondary"} or null, "items": [{"code", "urgency", "text", "cases"}], "last_run",
    "last_fresh_copy"}; urgency is now, soon or know. Exits with 0 whatever there is to do.

    Example: sheets-coc --spreadsheet local:records.coc status
    """
    found = app.workbook().status()
    if app.json:
        output.emit_json(found.as_json(names=not app.quiet))
    elif markdown:
        output.say(app, _markdown(app, found))
    else:
        _print(app, found)
    output.outcome(app, "status", attention=found.attention)
    return 0


def _names(app: App, duty: OnDuty) -> tuple[str, str]:
    """The two on duty, as they may be shown."""

    def shown(name: Private[str]) -> str:
        if not name:
            return "nobody"
        return "somebody" if app.in_ci else name.reveal()

    return shown(duty.primary), shown(duty.secondary)


def _on_duty(app: App, found: Status) -> str:
    if found.duty is None:
        return ""
    first, second = _names(app, found.duty)
    return f"On duty from {found.duty.week.isoformat()}: {first}, then {second}."


def _print(app: App, found: Status) -> None:
    output.say(app, f"Status of {found.today.isoformat()}")
    if duty := _on_duty(app, found):
        output.say(app, duty)
    if not found.attention:
        output.say(app, "Nothing needs attention today.")
    for urgency, heading in _HEADINGS.items():
        texts = [item.text for item in found.items if item.urgency == urgency]
        if texts:
            output.say(app, f"\n{heading}")
        for text in texts:
            output.say(app, output.filled(text, "  - ", "    "))


def _plain(text: str) -> str:
    """Text that Markdown shows as it is."""
    return re.sub(r"([\\`*_\[\]|#~])", r"\\\1", html.escape(text, quote=False))


def _markdown(app: App, found: Status) -> str:
    lines = [f"## Status of {found.today.isoformat()}"]
    if duty := _on_duty(app, found):
        lines += ["", _plain(duty)]
    if not found.attention:
        lines += ["", "Nothing needs attention today."]
    for urgency, heading in _HEADINGS.items():
        texts = [item.text for item in found.items if item.urgency == urgency]
        if texts:
            lines += ["", f"### {heading}", "", *(f"- {_plain(text)}" for text in texts)]
    return "\n".join(lines)
