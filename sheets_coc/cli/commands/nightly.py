"""`nightly`: the scheduled job, in one go."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from sheets_coc.cli import output, summary
from sheets_coc.cli.app import App
from sheets_coc.cli.pasting import command
from sheets_coc.errors import Error

if TYPE_CHECKING:
    from sheets_coc.nightly import Night

TITLE = "Nightly run"


@click.command()
@click.option("--apply", "apply_", is_flag=True, help="Do it: expunging cannot be undone.")
@click.option("--without-access", is_flag=True, help="Leave out who can open the file.")
@click.pass_obj
def nightly(app: App, apply_: bool, without_access: bool) -> int:
    """Validate, date, expunge, search and look at access, in one go.

    What the scheduled job runs: one reading, one batch, one line in the Log. With --apply, a
    night that needs a person is told, in that one sentence, to the policy's [mail] alert
    address and to the webhook of SHEETS_COC_WEBHOOK, where there are any.

    Example: sheets-coc --spreadsheet local:records.coc nightly
    """
    with told_where_it_fails(app, apply=apply_), app.workbook() as book:
        night = book.nightly(apply=apply_, access=not without_access)
    return report(app, night, applied=apply_)


@contextmanager
def told_where_it_fails(app: App, *, apply: bool) -> Iterator[None]:
    """Say a failure in the job summary and, where it was to write, outside the sheet."""
    with summary.failure_said(TITLE):
        try:
            yield
        except Error:
            if apply:
                _tell(app)
            raise


def report(app: App, night: Night, *, applied: bool) -> int:
    """Say what came of a night everywhere it is said, and return the exit code.

    Raises:
        SafetyStop: the safety rule that stopped it, where results are printed as text.
    """
    if applied and night.attention:
        _tell(app)
    summary.add(TITLE, attention=night.attention, lines=[] if app.quiet else _details(night))
    for step in night.steps:
        output.outcome(app, step.name, attention=step.attention)
    if app.json:
        output.emit_dry_run(app, _json(night), applying=applied)
    else:
        _print(app, night, applying=applied)
    if night.stop and not app.json:
        raise night.stop
    return night.stop.exit_code if night.stop else int(night.attention)


def _tell(app: App) -> None:
    """Say outside the sheet that a person must look; that this failed stops nothing else."""
    from sheets_coc.mail.alert import alert

    try:
        alert(app.policy.mail, os.environ, app.now)
    except Error as problem:
        output.note(f"warning: {problem.message}")


def _json(night: Night) -> dict[str, object]:
    """The steps; where a safety rule stopped the run, the error as well."""
    answer: dict[str, object] = night.as_json()
    if night.stop:
        answer["error"] = output.error_json(night.stop)
    return answer


def _details(night: Night) -> list[str]:
    rows = [f"| {step.name} | {step.outcome} | {step.said} |" for step in night.steps]
    return ["\n".join(["| Step | Outcome | What |", "|---|---|---|", *rows])]


def _limited(app: App, night: Night) -> None:
    """Say beforehand that so many records would stop the night."""
    planned, most = night.result.redaction, night.result.over_limit
    if most is None:
        return
    words = ("redact", "--apply", "--plan", planned.plan, "--max-records", str(len(planned.done)))
    output.say(
        app,
        f"\n{len(planned.done)} records are more than one run may take ({most}): the night would "
        "expunge none that nobody let go. Tick their line in To do or, once you have looked at "
        f"them: {command(app, *words)}",
    )


def _print(app: App, night: Night, *, applying: bool) -> None:
    output.table(
        app,
        ("Step", "Outcome", "What"),
        [(step.name, step.outcome, step.said) for step in night.steps],
    )
    names = [removal.record.name for removal in night.result.redaction.done]
    if names:
        verb = "Expunged" if applying else "Would expunge"
        output.say(app, f"\n{verb}: {', '.join(names)}.")
    if not applying:
        _limited(app, night)
        output.to_apply(app, "\nNothing was changed. To do it:")
