"""One case, whole: when its rows go, why, and what a person should look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sheets_coc.dates import iso
from sheets_coc.errors import UsageError
from sheets_coc.records import cases, drift
from sheets_coc.retention.explain import Explanation, explain
from sheets_coc.schema.findings import Finding
from sheets_coc.todo.analysis import Analysis
from sheets_coc.todo.findings import all_findings
from sheets_coc.todo.stops import uncertain


@dataclass(frozen=True, slots=True)
class CaseView:
    """One row of a case.

    Attributes:
        explanation: when it goes, and why.
        findings: what a person should look at in this row.
    """

    explanation: Explanation
    findings: tuple[Finding, ...]

    def as_json(self) -> dict[str, Any]:
        """As JSON: case names, codes and days."""
        return {
            "case": self.explanation.dated.case,
            "summary": self.explanation.summary,
            "events": [
                {"day": iso(event.day), "code": event.code, "text": event.text}
                for event in self.explanation.events
            ],
            "findings": [finding.as_json() for finding in self.findings],
            "dates": self.explanation.dated.as_json(),
        }


def views(seen: Analysis, name: str) -> list[CaseView]:
    """The rows of a case.

    Args:
        seen: what the rules say of the sheet.
        name: its name; that of one further row (`stunned-bulb/2`); or `row N`.

    Raises:
        UsageError: `no-such-case`.
        SafetyStop: records may have been overlooked or misread.
    """
    drift.refuse(uncertain(seen))
    wanted = cases.key(name)
    found = [
        one
        for one in seen.dated
        if cases.key(one.case) == wanted or cases.key(cases.base(one.case)) == wanted
    ]
    if not found:
        raise UsageError("No record has that case name.", code="no-such-case")
    every = all_findings(seen)
    return [
        CaseView(
            explain(one, seen.dated, seen.policy.retention, seen.today),
            tuple(f for f in every if f.row == one.row),
        )
        for one in found
    ]
