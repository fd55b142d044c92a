"""What the dates give a person to look at: dates set by hand, long holds, late violations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sheets_coc.dates import Day, add_months
from sheets_coc.records import remembered
from sheets_coc.records.record import Record
from sheets_coc.retention.own_term import is_past, own_base
from sheets_coc.retention.terms import State
from sheets_coc.retention.together import TOGETHER
from sheets_coc.schema.columns import VIOLATIONS
from sheets_coc.schema.findings import Finding
from sheets_coc.todo.analysis import Analysis
from sheets_coc.todo.wording import named

REVIEW_MONTHS = 6
"""Holds and waits older than this ask for a review."""
_NAMED = 5
_OTHERS = {"wait-review": "It waits for {}.", "late-violation": "That is {}."}
"""How the other records that a finding is about are named."""


def date_findings(seen: Analysis) -> list[Finding]:
    """What the dates give a person to look at: hand-set ones, long holds, late violations."""
    tab = seen.policy.tabs.records
    columns = seen.sheet.layout.columns
    found: list[tuple[str, str, Record, Sequence[str]]] = []
    for dated in seen.dated:
        record = dated.record
        if record.expunged:
            if _by_hand(seen, record):
                found.append(("expunged-by-hand", "subjects", record, ()))
            continue
        if dated.hand_set and seen.sheet.layout.has_decisions:
            found.append(("hand-set", "expunge_on", record, ()))
        if record.held and _is_old(_held_since(seen, record), seen.today):
            found.append(("hold-review", "hold", record, ()))
        waits = dated.state is State.WAITING and dated.why != TOGETHER
        if waits and _is_old(dated.effective, seen.today):
            found.append(("wait-review", "hold", record, dated.waits_for))
        if dated.late_violations:
            found.append(("late-violation", "expunge_on", record, dated.late_violations))
    return [
        Finding(
            code,
            tab,
            record.row,
            columns.get(key, columns.get("case")),
            key,
            record.case,
            tuple(others),
            _OTHERS[code].format(named(others, _NAMED)) if others else "",
        )
        for code, key, record, others in found
    ]


def _is_old(since: Day | None, today: date) -> bool:
    return isinstance(since, date) and add_months(since, REVIEW_MONTHS) < today


def _held_since(seen: Analysis, record: Record) -> date | None:
    """Since when a record has been seen on hold; None where that was never written down."""
    return remembered.day(seen.snapshot.metadata, remembered.HELD, record.lasting)


def _by_hand(seen: Analysis, record: Record) -> bool:
    """Whether people, not the tool, expunged a violation before its own day.

    Only where the sheet has the tool's columns: without them that is how it is done.
    """
    columns = seen.sheet.layout.columns
    if not {"expunged_on", "policy_date"} <= columns.keys() or record.expunged_on is not None:
        return False
    if record.decision not in VIOLATIONS:
        return False
    base = own_base(record, seen.policy.retention)
    return base is not None and not is_past(base, seen.today)
