"""When a record is announced, and when an announcement lapses."""

from datetime import date

import pytest

from sheets_coc.retention.terms import State
from tests.builders import day
from tests.builders import terms as make_terms
from tests.retention.dating import ADA, dates


@pytest.mark.parametrize(
    ("goes_on", "effective", "notice", "announced"),
    [
        (None, "2026-11-27", 7, "2026-11-28"),  # tomorrow's date + 7: a week ahead, in time
        (None, "2026-11-28", 7, None),  # too early to announce
        ("2026-11-28", "2026-11-27", 7, "2026-11-28"),  # announced, and stands
        ("2026-11-27", "2026-11-27", 7, "2026-11-28"),  # not after the date: announced anew
        ("2026-11-27", "2027-05-01", 7, None),  # moved away: withdrawn
        ("2027-05-02", "2026-11-20", 7, "2027-05-02"),
        (None, "2020-01-01", 0, "2026-11-21"),
        (None, "2026-11-21", 0, None),
    ],
)
def test_announcing(
    goes_on: str | None, effective: str, notice: int, announced: str | None
) -> None:
    (one,) = dates(
        {
            "reported_on": "2019-01-01", "decision": "resolved",
            "expunge_on": effective, "goes_on": goes_on,
        },
        terms=make_terms(notice_days=notice),
    )  # fmt: skip
    assert one.goes_on == day(announced)


def test_a_permission_that_runs_out_while_something_keeps_the_record_is_none() -> None:
    week = make_terms(notice_days=7)
    row = {**ADA, "reported_on": "2024-01-15", "decision": "resolved", "goes_on": "2026-11-18"}
    (due,) = dates(row, terms=week)
    assert (due.state, due.goes_on) == (State.DUE, date(2026, 11, 18))
    kept = (
        [{**row, "held": True}],
        [{**row, "blocked_by": ("flag-disagrees",)}],
        [{**row, "date_errors": ("not-a-date",)}],
        [{**row, "decision": "open"}],
        [row, {**ADA, "reported_on": "2026-11-01", "decision": "open"}],
    )
    for rows in kept:
        one = dates(*rows, terms=week)[0]
        assert one.goes_on is None
        (again,) = dates({**row, "goes_on": one.goes_on}, terms=week)
        assert (again.state, again.goes_on) == (State.ANNOUNCED, date(2026, 11, 28))
