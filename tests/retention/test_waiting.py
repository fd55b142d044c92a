"""A record waits for a report that may become a violation, while that would keep it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sheets_coc.retention.terms import DatedRecord, State
from tests.retention.dating import ADA, AT_ONCE, dates


@pytest.mark.parametrize(
    "later_report",
    [
        {"decision": "open"},
        {},
        {"decision": "banned"},
        {"decision": "no_violation", "date_errors": ("not-a-date",)},
        {"decision": "resolved", "reported_on": None},
        {"decision": "resolved", "reported_on": "2024-01-15", "blocked_by": ("flag-disagrees",)},
    ],
)
@pytest.mark.parametrize("decision", ["resolved", "flagged", None])
def test_waits_for_what_may_become_a_violation(
    later_report: dict[str, Any], decision: str | None
) -> None:
    first, _ = dates(
        {
            **ADA, "reported_on": "2024-01-15", "decision": decision, "expunge_on": "2024-06-01",
            "extended_until": None,
        },
        {**ADA, "reported_on": "2024-01-15"} | later_report,
        terms=replace(AT_ONCE, extension="none"),
    )  # fmt: skip
    assert first.state is State.WAITING
    assert first.waits_for == ("case-2",)


@pytest.mark.parametrize("decision", ["no_violation", "nobody_identified"])
def test_what_is_no_violation_waits_for_nothing(decision: str) -> None:
    first, _ = dates(
        {**ADA, "reported_on": "2024-01-15", "decision": decision},
        {**ADA, "reported_on": "2026-01-15", "decision": "open"},
    )
    assert first.state is State.DUE


def test_waits_for_a_possible_violation_only_while_it_would_keep_the_record() -> None:
    def first(today: date) -> DatedRecord:
        return dates(
            {**ADA, "contacts": "a@example.org", "reported_on": "2024-01-15",
             "decision": "resolved"},
            {**ADA, "contacts": "b@example.org", "reported_on": "2025-09-01",
             "decision": "resolved"},
            today=today,
        )[0]  # fmt: skip

    assert first(date(2026, 11, 1)).state is State.WAITING
    assert first(date(2026, 11, 1)).why == "possible-repeat"
    assert first(date(2026, 11, 2)).state is State.DUE


def test_an_answer_ends_the_wait() -> None:
    first, _ = dates(
        {**ADA, "contacts": "a@example.org", "reported_on": "2024-01-15", "decision": "resolved",
         "not_same_as": frozenset({"case-2"})},
        {**ADA, "contacts": "b@example.org", "reported_on": "2026-09-01", "decision": "open"},
    )  # fmt: skip
    assert first.state is State.DUE
