"""What the on-call commands say is not understood: cells and weeks, and nobody's name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sheets_coc.cli import output

if TYPE_CHECKING:
    from sheets_coc.cli.app import App
    from sheets_coc.schema.findings import Spot


def place_of(finding: Spot) -> str:
    """The tab and cell of a finding."""
    return f"{finding.tab} {finding.cell or ''}".strip()


def week_of(finding: Spot) -> str:
    """The week that a finding is about; empty where it is about none."""
    return str(finding.as_json().get("week") or "")


def notices(app: App, findings: Sequence[Spot]) -> None:
    """Findings on standard error, a line each and without anybody's name."""
    if app.quiet:
        return
    unfilled = [f for f in findings if f.code == "nobody-can-serve"]
    for finding in findings:
        if finding not in unfilled and finding.code != "could-help":
            place = " ".join(p for p in (place_of(finding), week_of(finding)) if p)
            output.note(f"{finding.severity.value}: {place}: {finding.kind.text}")
    if unfilled:
        output.note(f"error: Too few people. Nobody can serve in: {weeks_of(unfilled)}.")


def missing(app: App, lead: str, findings: Sequence[Spot]) -> None:
    """What is not understood and therefore left out, on standard error, below a line about it."""
    if findings and not app.quiet:
        output.note(lead)
        notices(app, findings)


def weeks_of(findings: Sequence[Spot]) -> str:
    """The weeks some findings are about, each once, with the role where only one is meant."""
    roles: dict[str, list[str]] = {}
    for finding in findings:
        roles.setdefault(week_of(finding), []).append(finding.key or "")
    return ", ".join(week if len(both) > 1 else f"{week}/{both[0]}" for week, both in roles.items())
