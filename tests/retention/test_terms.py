"""Each rule of the retention terms: which date counts, who sets it, what is wrong or missing."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sheets_coc.dates import NEVER
from sheets_coc.retention.terms import State, compute
from sheets_coc.schema.columns import Decision
from tests.builders import record
from tests.builders import terms as make_terms
from tests.retention.dating import ADA, AT_ONCE, TODAY, dates


def test_past_only_on_the_day_after() -> None:
    row = {"reported_on": "2024-01-31", "decision": "resolved"}
    (on_the_day,) = dates(row, today=date(2025, 3, 31))
    (after,) = dates(row, today=date(2025, 4, 1))
    assert (on_the_day.state, after.state) == (State.KEPT, State.DUE)


def test_terms_may_count_from_the_decision() -> None:
    terms = replace(AT_ONCE, anchor="decision")
    decided, missing, clean = dates(
        {"reported_on": "2024-01-15", "decision": "resolved", "decided_on": "2024-03-10"},
        {"reported_on": "2024-01-15", "decision": "resolved"},
        {"reported_on": "2024-01-15", "decision": "no_violation"},
        terms=terms,
    )
    assert decided.base == date(2025, 5, 10)
    assert (missing.state, missing.why, missing.effective) == (
        State.ERROR, "no-decision-date", None,
    )  # fmt: skip
    assert clean.base == date(2024, 1, 15)


def test_a_policy_may_keep_a_decision_for_good() -> None:
    months = {**AT_ONCE.months, Decision.FLAGGED: NEVER}
    row = {"reported_on": "2020-01-15", "decision": "flagged"}
    (one,) = dates(row, terms=make_terms(months=months))
    assert (one.state, one.base, one.goes_on) == (State.PERMANENT, NEVER, None)


def test_never_may_be_set_by_hand() -> None:
    (one,) = dates({"reported_on": "2020-01-15", "decision": "resolved", "expunge_on": "never"})
    assert (one.state, one.hand_set, one.policy_date) == (State.PERMANENT, True, date(2021, 3, 15))


def test_a_date_the_tool_wrote_is_not_set_by_hand() -> None:
    (one,) = dates(
        {
            "reported_on": "2024-01-15", "decision": "flagged",
            "expunge_on": "2025-03-15", "policy_date": "2025-03-15",
        }
    )  # fmt: skip
    assert (one.hand_set, one.effective) == (False, date(2026, 3, 15))


def test_a_permanent_ban_is_not_cut_short_by_hand() -> None:
    (one,) = dates(
        {
            "reported_on": "2020-01-15", "decision": "banned", "banned_until": "permanent",
            "expunge_on": "2021-01-01",
        }
    )  # fmt: skip
    assert (one.state, one.effective, one.hand_set) == (State.PERMANENT, NEVER, True)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"reported_on": None}, "no-report-date"),
        ({"reported_on": None, "decision": "open"}, "no-report-date"),
        ({"expunge_on": "2020-01-14"}, "expunge-before-report"),
        ({"expunge_on": "2020-01-14", "decision": None}, "expunge-before-report"),
        ({"decision": "banned"}, "ban-without-end"),
        ({"date_errors": ("ambiguous-date",)}, "ambiguous-date"),
        ({"date_errors": ("not-a-date",), "decision": "open"}, "not-a-date"),
    ],
)
def test_what_is_wrong_never_goes_and_has_no_date(fields: dict[str, Any], why: str) -> None:
    (one,) = dates({"reported_on": "2020-01-15", "decision": "resolved", "held": True} | fields)
    assert (one.state, one.why) == (State.ERROR, why)
    assert one.base is one.policy_date is one.effective is one.goes_on is None


def test_a_blocked_row_keeps_its_dates_and_never_goes() -> None:
    (one,) = dates(
        {"reported_on": "2020-01-15", "decision": "resolved", "blocked_by": ("formula",)}
    )
    assert (one.state, one.why, one.goes_on) == (State.ERROR, "formula", None)
    assert one.effective == date(2021, 3, 15)


def test_the_first_state_that_applies() -> None:
    row = {"reported_on": "2020-01-15", "decision": "resolved", "held": True}
    assert dates(row | {"expunged": True})[0].state is State.EXPUNGED
    assert dates(row | {"decision": "open"})[0].state is State.OPEN
    assert dates(row | {"expunge_on": "never"})[0].state is State.PERMANENT
    assert dates(row)[0].state is State.HELD


class TestTenColumns:
    """Without a Decision column the date people typed governs."""

    def test_the_typed_date_governs_without_notice(self) -> None:
        row = {**ADA, "reported_on": "2024-01-15", "has_decision_column": False, "case": None}
        past, ahead, blank, never, later_report = compute(
            [
                record(4, **row, expunge_on="2026-11-20"),
                record(5, **row, expunge_on="2026-11-21"),
                record(6, **row),
                record(7, **row, expunge_on="never"),
                record(8, **row | {"reported_on": "2026-11-01"}, date_errors=("not-a-date",)),
            ],
            make_terms(notice_days=7),
            TODAY,
        )
        assert (past.state, past.case, past.as_json()["row"]) == (State.DUE, "row 5", 5)
        assert ahead.state is State.KEPT
        assert (blank.state, blank.effective, blank.hand_set) == (State.KEPT, None, False)
        assert never.state is State.PERMANENT
        assert later_report.state is State.ERROR

    def test_a_date_before_the_report_is_an_error(self) -> None:
        (one,) = dates(
            {"reported_on": "2024-01-15", "expunge_on": "2023-01-15", "has_decision_column": False}
        )
        assert one.state is State.ERROR

    def test_a_missing_report_date_blocks_nothing(self) -> None:
        (one,) = dates({"expunge_on": "2023-01-15", "has_decision_column": False})
        assert one.state is State.DUE


def test_the_end_of_time_is_no_error() -> None:
    (one,) = dates(
        {"reported_on": "2020-01-01", "decision": "banned", "banned_until": "9999-12-31"}
    )
    assert (one.state, one.effective, one.goes_on) == (State.KEPT, date.max, None)


def test_a_row_shows_no_one() -> None:
    assert "bbot" not in repr(dates({**ADA, "reported_on": "2024-01-15", "decision": "open"}))
