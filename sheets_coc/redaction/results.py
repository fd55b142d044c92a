"""What the jobs found, as pandas frames. Nothing in them is anybody's data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from sheets_coc.dates import NEVER
from sheets_coc.redaction.plan import RedactionPlan
from sheets_coc.redaction.staying import NotExpunged
from sheets_coc.retention.terms import DatedRecord
from sheets_coc.schema.findings import Finding
from sheets_coc.sheet.model import a1
from sheets_coc.todo.analysis import Analysis
from sheets_coc.todo.flagged_words import FlaggedWords

if TYPE_CHECKING:
    import pandas as pd

FINDINGS = {
    "code": "str", "severity": "str", "case": "str", "row": "Int64", "column": "str",
    "cell": "str", "tab": "str",
}  # fmt: skip
DATES = {
    "case": "str", "row": "int64", "decision": "str", "base": "date", "policy_date": "date",
    "effective": "date", "never": "bool", "goes_on": "date", "hand_set": "bool",
    "extended_by": "object", "waits_for": "object", "scope": "str", "state": "str", "why": "str",
}  # fmt: skip
"""The columns of a frame of dates. `effective` is the date that counts; `why` a code for the
state (`hold`, `open-report`, `notice` …); `extended_by` and `waits_for` are lists of cases."""


def _frame(rows: Iterable[dict[str, Any]], kinds: dict[str, str]) -> pd.DataFrame:
    from sheets_coc.frames.frame import frame

    return frame(rows, kinds)


def findings_frame(findings: Sequence[Finding]) -> pd.DataFrame:
    """Findings, in the order given: the columns of `FINDINGS`."""
    return _frame(
        (
            {
                "code": f.code,
                "severity": f.severity.value,
                "case": f.case,
                "row": None if f.row is None else f.row + 1,
                "column": f.key,
                "cell": f.cell,
                "tab": f.tab,
            }
            for f in findings
        ),
        FINDINGS,
    )


def dates_frame(dated: Sequence[DatedRecord]) -> pd.DataFrame:
    """When each record goes: the columns of `DATES`."""
    return _frame(
        (
            {
                "case": d.case,
                "row": d.row + 1,
                "decision": d.decision.value,
                "base": d.base,
                "policy_date": d.policy_date,
                "effective": d.effective,
                "never": d.effective is NEVER,
                "goes_on": d.goes_on,
                "hand_set": d.hand_set,
                "extended_by": list(d.extended_by),
                "waits_for": list(d.waits_for),
                "scope": d.scope,
                "state": d.state.value,
                "why": d.why,
            }
            for d in dated
        ),
        DATES,
    )


def flags_frame(flags: Iterable[FlaggedWords]) -> pd.DataFrame:
    """Words that may still identify someone: `case`, `column`, `rule`, `count`."""
    rows = (
        {"case": f.record.name, "column": f.where, "rule": f.rule, "count": f.count} for f in flags
    )
    return _frame(rows, {"case": "str", "column": "str", "rule": "str", "count": "int64"})


def stays_frame(stays: Iterable[NotExpunged]) -> pd.DataFrame:
    """Records that stay: `case`, `why` (a code), `in_words`."""
    rows = ({"case": s.record.name, "why": s.why, "in_words": s.in_words} for s in stays)
    return _frame(rows, {"case": "str", "why": "str", "in_words": "str"})


def changes_frame(seen: Analysis, plan: RedactionPlan) -> pd.DataFrame:
    """The cells of the records tab that change: `case`, `column`, `cell`."""
    names = {record.row: record.name for record in seen.sheet.records}
    keys = seen.sheet.layout.keys
    rows = (
        {"case": names.get(c.row), "column": keys.get(c.column), "cell": a1(c.row, c.column)}
        for c in plan.cells
    )
    return _frame(rows, {"case": "str", "column": "str", "cell": "str"})
