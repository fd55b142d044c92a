"""One case, whole: when its rows go, why, and what a person should look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sheets_coc.committee.conflicts import Conflicts
from sheets_coc.dates import iso
from sheets_coc.errors import UsageError
from sheets_coc.private import Private
from sheets_coc.records import cases, drift
from sheets_coc.records.record import NO_PEOPLE
from sheets_coc.retention.explain import Explanation, explain
from sheets_coc.retention.terms import DatedRecord
from sheets_coc.schema.findings import Finding
from sheets_coc.todo.analysis import Analysis
from sheets_coc.todo.findings import all_findings
from sheets_coc.todo.open_cases import conflicts
from sheets_coc.todo.stops import uncertain


@dataclass(frozen=True, slots=True)
class CaseView:
    """One row of a case.

    Attributes:
        explanation: when it goes, and why.
        findings: what a person should look at in this row.
        may_handle: where the case is open and nobody handles it, the members who may: nobody
            with a conflict of interest, and who has the fewest open cases first.
    """

    explanation: Explanation
    findings: tuple[Finding, ...]
    may_handle: Private[tuple[str, ...]] = NO_PEOPLE

    def as_json(self, *, names: bool = True) -> dict[str, Any]:
        """As JSON: case names, codes and days.

        Args:
            names: whether the members who may handle it are named.
        """
        return {
            "case": self.explanation.dated.case,
            "summary": self.explanation.summary,
            "events": [
                {"day": iso(event.day), "code": event.code, "text": event.text}
                for event in self.explanation.events
            ],
            "findings": [finding.as_json() for finding in self.findings],
            "may_handle": list(self.may_handle.reveal()) if names else None,
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
    who = conflicts(seen)
    return [
        CaseView(
            explain(one, seen.dated, seen.policy.retention, seen.today),
            tuple(f for f in every if f.row == one.row and f.tab == seen.policy.tabs.records),
            _may_handle(who, one),
        )
        for one in found
    ]


def _may_handle(who: Conflicts, dated: DatedRecord) -> Private[tuple[str, ...]]:
    """The members who may handle a case that is open and that nobody, or the wrong one, handles."""
    record = dated.record
    wanted = not record.handled_by or who.handles_all_the_same(record)
    if not (who.is_open(record) and wanted):
        return NO_PEOPLE
    return Private(tuple(member.name.reveal() for member in who.may_handle(record)))
