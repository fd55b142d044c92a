"""`validate`, `dates` and `redact`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from sheets_coc.cli import output
from sheets_coc.cli.app import App
from sheets_coc.cli.pasting import command
from sheets_coc.errors import UsageError

if TYPE_CHECKING:
    from sheets_coc.redaction.jobs import RedactResult
    from sheets_coc.redaction.plan import RedactionPlan
    from sheets_coc.schema.findings import Finding

_SEVERITIES = ("error", "warning", "notice")
_ALIKE = 5
"""Of more notices that say the same, the first is shown, and how many there are."""


@click.command()
@click.option("--apply", "apply_", is_flag=True, help="Bring the To do tab up to date.")
@click.pass_obj
def validate(app: App, apply_: bool) -> int:
    """Check every row against the record schema.

    Example: sheets-coc --spreadsheet local:records.coc validate
    """
    result = app.workbook().validate(apply=apply_)
    findings = result.findings
    if app.json:
        found = {"findings": [f.as_json() for f in findings], "rows": result.rows}
        output.emit_dry_run(app, found, applying=apply_, drive=False)
    else:
        _print_findings(app, findings, result.rows)
        if apply_:
            output.say(app, f"To do is up to date. To answer it here: {command(app, 'answer')}")
        elif findings:
            # People look often and write seldom, so that looking asks Google once.
            output.to_apply(app, "To put what is asked into To do:", drive=False)
    output.outcome(app, "validate", attention=bool(result.errors))
    return 1 if result.errors else 0


def _count(number: int, what: str, more: str = "") -> str:
    return f"{number} " + (what if number == 1 else more or f"{what}s")


def _print_findings(app: App, findings: Sequence[Finding], rows: int) -> None:
    """The findings, the gravest first; notices of one kind in a line where there are many."""
    alike = Counter(f.said for f in findings if f.severity == "notice")
    met: set[str] = set()
    shown = []
    for finding in sorted(findings, key=lambda f: _SEVERITIES.index(f.severity)):
        where, case, said = f"{finding.tab} {finding.cell}", finding.case or "", finding.said
        if alike[said] > _ALIKE and finding.severity == "notice":
            if said in met:
                continue
            met.add(said)
            where, case = f"{where} and {alike[said] - 1} more", ""
        shown.append((where, case, finding.severity.value, said))
    output.table(app, ("Where", "Case", "How bad", "What"), shown)
    counts = {s: sum(f.severity == s for f in findings) for s in _SEVERITIES}
    said = ", ".join(_count(n, s) for s, n in counts.items() if n)
    output.say(app, f"{_count(rows, 'record')}: {said or 'nothing to settle'}.")


@click.command()
@click.option("--apply", "apply_", is_flag=True, help="Write the dates into the sheet.")
@click.pass_obj
def dates(app: App, apply_: bool) -> int:
    """Show when each record goes, and why.

    Example: sheets-coc --spreadsheet local:records.coc dates
    """
    from sheets_coc.retention.explain import reason

    result = app.workbook().dates(apply=apply_)
    records = [d.as_json() for d in result.dated]
    errors = any(d.state == "error" for d in result.dated)
    if app.json:
        output.emit_dry_run(app, {"records": records}, applying=apply_, drive=False)
    else:
        output.table(
            app,
            ("Case", "Decision", "Goes by", "State", "Why"),
            [
                (
                    d["case"],
                    d["decision"].replace("_", " ") if dated.record.decision else "",
                    d["effective"] or "",
                    d["state"],
                    reason(dated),
                )
                for d, dated in zip(records, result.dated, strict=True)
            ],
        )
        if not apply_ and records:
            output.to_apply(app, "To write the dates into the sheet:", drive=False)
    output.outcome(app, "dates", attention=errors)
    return 1 if errors else 0


@click.command()
@click.option("--apply", "apply_", is_flag=True, help="Do it: this cannot be undone.")
@click.option("--plan", metavar="ID", help="Apply this plan or nothing.")
@click.option(
    "--max-records",
    type=click.IntRange(min=0),
    metavar="N",
    help="Let up to N records go in this run.",
)
@click.option("--break-lock", is_flag=True, help="Remove the lock of another run first.")
@click.option(
    "--show",
    is_flag=True,
    help="Show, in a terminal only, the masked surroundings of what may still tell.",
)
@click.pass_obj
def redact(
    app: App, apply_: bool, plan: str | None, max_records: int | None, break_lock: bool, show: bool
) -> int:
    """Expunge the records whose day has passed.

    Shows what would happen; --apply does it. What is still mentioned afterwards stands in To
    do until somebody ticks it. Exit code 1 means that a record past its date could not be
    expunged and stays whole.

    Example: sheets-coc --spreadsheet local:records.coc redact
    """  # fmt: skip
    if show:
        _refuse_outside_a_terminal(app)
    book = app.workbook()
    result = book.redact(
        apply=apply_,
        plan=plan,
        max_records=max_records,
        break_lock=break_lock,
    )
    if app.json and not result.redaction.stop:
        acts = bool(result.redaction.done)
        output.emit_dry_run(app, _redact_json(result), applying=apply_ or not acts)
    elif not app.json:
        print_redaction(app, result, applying=apply_)
        if not apply_ and result.redaction.done and not result.redaction.stop:
            _print_next(app, result, later=book.in_the_future)
        if show:
            _print_masked(result.redaction)
    stop = result.redaction.stop
    if stop is not None:
        output.outcome(app, "redact", attention=True)
        raise stop
    failed = bool(result.redaction.failed)
    output.outcome(app, "redact", attention=failed)
    return 1 if failed else 0


def _refuse_outside_a_terminal(app: App) -> None:
    if app.json or app.in_ci or not sys.stdout.isatty():
        raise UsageError("--show prints to a terminal only.", code="no-terminal")


def _print_masked(planned: RedactionPlan) -> None:
    """What may still tell who someone is, everything around it masked."""
    for flag in planned.flags:
        for place in flag.shown:
            click.echo(f"{flag.record.name} {flag.where} ({flag.rule}): {place}")


def _redact_json(result: RedactResult) -> dict[str, Any]:
    planned = result.redaction
    return {
        "plan": planned.plan,
        "applied": result.applied,
        "due": [removal.record.name for removal in planned.done],
        "cells": len(planned.cells),
        "flags": [
            {"case": m.record.name, "column": m.where, "rule": m.rule} for m in planned.flags
        ],
        "not_expunged": [{"case": s.record.name, "why": s.why} for s in planned.stays],
        "residual": [{"tab": place.tab, "cell": place.cell} for place in result.residual],
        "requests": result.requests,
    }


def print_redaction(app: App, result: RedactResult, *, applying: bool) -> None:
    """Say what went, or would go, and what stays."""
    planned = result.redaction
    if planned.stop:
        return
    verb = "Expunged" if result.applied else "Would expunge"
    output.table(
        app,
        ("Case", "What goes", "Cells"),
        [
            (
                removal.record.name,
                "the reporter" if removal.scope == "reporter" else "everything personal",
                str(len(removal.cells)),
            )
            for removal in planned.done
        ],
    )
    if planned.done:
        went = _count(len(planned.done), "record"), _count(len(planned.cells), "cell")
        names = f", and {_count(planned.people, 'name')} from the key" if planned.people else ""
        output.say(app, f"{verb} {went[0]}, {went[1]}{names}.")
        unannounced = sum(removal.record.goes_on is None for removal in planned.done)
        if unannounced and not result.applied:
            days = app.policy.retention.notice_days
            brings = f" Set-up brings {_count(days, 'day')} of notice." if days else ""
            whose = _count(unannounced, "of them was", "of them were")
            if unannounced == len(planned.done):
                whose = "it was" if unannounced == 1 else "they were"
            output.say(
                app,
                f"No notice: {whose} not announced in the sheet, and would go at once.{brings}",
            )
    else:
        output.say(app, "Nothing to expunge today.")
    stays = [s for s in planned.stays if s.why != "open"]
    if stays:
        output.say(app, "\nNot expunged:")
        output.table(app, ("Case", "Why"), [(s.record.name, s.in_words) for s in stays])
    if planned.flags:
        output.say(app, "\nLook at these; words there may still tell who it is:")
        output.table(
            app,
            ("Case", "Column", "Why", "Places"),
            [(m.record.name, m.where, m.rule, str(m.count)) for m in planned.flags],
        )
    _print_rest(app, result, applying=applying)


def _print_next(app: App, result: RedactResult, *, later: bool) -> None:
    """The command that does it, and beforehand what would stop it."""
    planned, most = result.redaction, result.over_limit
    if later:
        output.say(app, f"\n{output.AS_OF_LATER}")
        return
    more: tuple[str, ...] = ()
    if most is not None:
        number = str(len(planned.done))
        more = ("--max-records", number)
        output.say(
            app,
            f"\n{number} records are more than one run may take ({most}): --apply alone takes "
            "none but those that were let go in To do. Look at them first; then tick their line "
            "there (sheets-coc validate --apply puts it there), or let them all go:",
        )
    lead = "To do it:" if more else "\nTo do it:"
    output.to_apply(app, lead, "--plan", planned.plan, *more)


def _print_rest(app: App, result: RedactResult, *, applying: bool) -> None:
    from sheets_coc.todo.mentions import unread_in_words

    residual = result.residual
    if residual:
        output.say(app, "\nStill mentioned (also in To do):")
        output.table(
            app, ("Where", "What"), [(f"{p.tab} {p.cell or ''}".strip(), p.kind) for p in residual]
        )
    if result.unread:
        unread = unread_in_words(result.unread)
        output.say(app, f"\nCould not be searched: {unread}. Look there by hand.")
    if applying and result.redaction.done:
        output.say(
            app,
            "\nGoogle keeps the version history, and everyone who can edit can read it there. "
            "See the runbook for a fresh copy in the documentation.",
        )
