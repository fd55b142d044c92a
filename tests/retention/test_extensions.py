"""A later violation extends an earlier record, and what remains of that when the later one goes."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from sheets_coc.dates import NEVER
from sheets_coc.private import Private
from sheets_coc.retention.terms import Inherited, State, compute, inherited
from sheets_coc.schema.columns import VIOLATIONS, Decision
from tests.builders import day, records
from tests.retention.dating import ADA, AT_ONCE, TODAY, dates, gone


@pytest.mark.parametrize(
    ("extension", "effective"),
    [
        ("longest", "2027-08-01"),
        ("restart", "2027-08-01"),
        ("match", "2026-08-01"),
        ("none", "2026-03-15"),
    ],
)
def test_ways_to_extend(extension: Any, effective: str) -> None:
    first, _ = dates(
        {**ADA, "reported_on": "2024-01-15", "decision": "flagged"},
        {**ADA, "reported_on": "2025-06-01", "decision": "resolved"},
        terms=replace(AT_ONCE, extension=extension),
    )
    assert first.effective == day(effective)
    assert first.extended_by == (() if extension == "none" else ("case-2",))


def test_a_further_violation_restarts_a_ban_from_its_end_or_the_report() -> None:
    running, ended, _ = dates(
        {**ADA, "reported_on": "2022-01-01", "decision": "banned", "banned_until": "2027-06-30"},
        {**ADA, "reported_on": "2022-01-01", "decision": "banned", "banned_until": "2023-06-30"},
        {**ADA, "reported_on": "2024-05-01", "decision": "resolved"},
    )
    assert running.effective == date(2029, 8, 30)
    assert ended.effective == date(2029, 8, 30)  # what the running ban gives it
    assert running.extended_by == ()


def test_reports_of_one_day_extend_each_other() -> None:
    resolved, flagged = dates(
        {**ADA, "reported_on": "2025-01-10", "decision": "resolved"},
        {**ADA, "reported_on": "2025-01-10", "decision": "flagged"},
    )
    assert resolved.effective == flagged.effective == date(2027, 3, 10)
    assert (resolved.extended_by, flagged.extended_by) == (("case-2",), ())


def test_a_date_cut_short_by_hand_is_extended_by_a_violation_of_the_same_day() -> None:
    cut, _ = dates(
        {**ADA, "reported_on": "2026-01-10", "decision": "flagged", "expunge_on": "2026-02-01"},
        {**ADA, "reported_on": "2026-01-10", "decision": "resolved"},
    )
    assert cut.effective == date(2028, 3, 10)
    assert cut.hand_set
    assert cut.extended_by == ("case-2",)


def test_a_date_set_by_hand_beyond_the_extension_stands() -> None:
    kept, _ = dates(
        {**ADA, "reported_on": "2024-01-15", "decision": "resolved", "expunge_on": "2029-01-01"},
        {**ADA, "reported_on": "2024-11-01", "decision": "resolved"},
    )
    assert (kept.effective, kept.policy_date) == (date(2029, 1, 1), date(2026, 1, 1))
    assert kept.extended_by == ()


def test_a_violation_after_the_date_is_pointed_out() -> None:
    late, _ = dates(
        {**ADA, "reported_on": "2023-01-10", "decision": "resolved"},
        {**ADA, "reported_on": "2024-12-01", "decision": "flagged"},
    )
    in_time, _ = dates(
        {**ADA, "reported_on": "2023-01-10", "decision": "resolved"},
        {**ADA, "reported_on": "2024-03-10", "decision": "flagged"},
    )
    assert (late.late_violations, in_time.late_violations) == (("case-2",), ())


class TestInherited:
    """What remains when the later record goes."""

    HISTORY = (
        {**ADA, "reported_on": "2024-01-15", "decision": "flagged"},
        {**ADA, "reported_on": "2025-06-01", "decision": "resolved"},
    )

    def test_what_the_later_one_gave_is_written_down(self) -> None:
        made = records(*self.HISTORY)
        dated = compute(made, AT_ONCE, TODAY)
        assert inherited(made, dated, {1}) == {0: Inherited(date(2027, 8, 1))}
        assert inherited(made, dated, {0}) == inherited(made, dated, {0, 1}) == {}

    def test_nothing_is_written_twice_or_made_shorter(self) -> None:
        first, second = records(*self.HISTORY)
        for until in (date(2027, 8, 1), date(2030, 1, 1), NEVER):
            made = [replace(first, extended_until=until), second]
            assert inherited(made, compute(made, AT_ONCE, TODAY), {1}) == {}

    def test_a_record_set_by_hand_or_in_error_inherits_too(self) -> None:
        first, second = records(*self.HISTORY)
        for earlier in (
            replace(first, expunge_on=date(2028, 1, 1)),
            replace(first, date_errors=("not-a-date",)),
            replace(first, decision=Decision.BANNED),
        ):
            made = [earlier, second]
            found = inherited(made, compute(made, AT_ONCE, TODAY), {1})
            assert found == {0: Inherited(date(2027, 8, 1))}

    @pytest.mark.parametrize("decision", ["resolved", "flagged", "banned"])
    @pytest.mark.parametrize("extension", ["longest", "restart", "match", "none"])
    def test_an_appeal_on_the_day_the_later_one_goes_costs_nothing(
        self, decision: str, extension: Any
    ) -> None:
        """Open, or decided wrongly, while the later record goes: its date stays the same."""
        terms = replace(AT_ONCE, extension=extension)
        first, second = records(*self.HISTORY)
        decided = replace(first, decision=Decision(decision), banned_until=date(2024, 9, 1))
        promised = compute([decided, second], terms, TODAY)[0].effective
        for undecided in (None, *(d for d in Decision if d not in VIOLATIONS)):
            made = [replace(decided, decision=undecided), second]
            kept = inherited(made, compute(made, terms, TODAY), {1}).get(0, Inherited())
            after = replace(decided, extended_until=kept.until, restarted_on=kept.restart)
            gone = replace(second, expunged=True, subjects=Private(()))
            assert compute([after, gone], terms, TODAY)[0].effective == promised

    def test_an_extension_counts_for_violations_only(self) -> None:
        for decision, effective in (("flagged", "2027-08-01"), ("no_violation", "2024-01-15")):
            (one,) = dates(
                {"reported_on": "2024-01-15", "decision": decision,
                 "extended_until": "2027-08-01"}
            )  # fmt: skip
            assert one.effective == day(effective)


def test_a_restored_record_is_found_again() -> None:
    (row,) = records({"reported_on": "2020-01-15", "decision": "resolved"})
    assert compute([gone(row)], AT_ONCE, TODAY)[0].state is State.EXPUNGED
    assert compute([row], AT_ONCE, TODAY + timedelta(days=1))[0].state is State.DUE
