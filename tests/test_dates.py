"""Days, months, serial numbers and duty weeks."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets_coc.dates import (
    MONDAY_NOON,
    NEVER,
    Changeover,
    add_months,
    from_serial,
    is_after,
    iso,
    later,
    to_serial,
)

DAYS = st.dates(date(1990, 1, 1), date(2190, 1, 1))


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2023-08-31", 6, "2024-02-29"),
        ("2022-08-31", 6, "2023-02-28"),
        ("2024-01-31", 14, "2025-03-31"),
        ("2023-12-31", 14, "2025-02-28"),
        ("2024-02-29", 26, "2026-04-29"),
        ("2024-05-15", 0, "2024-05-15"),
    ],
)
def test_calendar_months(start, months, end):
    assert add_months(date.fromisoformat(start), months) == date.fromisoformat(end)


def test_months_stop_at_the_end_of_the_calendar():
    assert add_months(date(9999, 1, 1), 20) == date.max


@given(DAYS, st.integers(0, 400), st.integers(0, 400))
def test_more_months_are_never_earlier(day, one, other):
    assert (one <= other) <= (add_months(day, one) <= add_months(day, other))


@given(DAYS)
def test_serial_numbers_go_both_ways(day):
    assert from_serial(to_serial(day)) == day
    assert from_serial(to_serial(day) + 0.99) == day


def test_serial_numbers_out_of_range():
    assert from_serial(1e12) is None
    assert from_serial(float("nan")) is None
    assert from_serial(float("inf")) is None


def test_never_is_later_than_every_day():
    assert later(NEVER, date.max) is NEVER
    assert is_after(NEVER, date.max)
    assert not is_after(date.max, NEVER)
    assert not is_after(NEVER, NEVER)
    assert iso(NEVER) == "never"
    assert iso(None) is None


@pytest.mark.parametrize(
    ("moment", "week"),
    [
        ("2026-11-23T11:59:59", "2026-11-16"),
        ("2026-11-23T12:00:00", "2026-11-23"),
        ("2026-11-22T23:59:59", "2026-11-16"),
        ("2026-12-31T00:00:00", "2026-12-28"),
        ("2027-01-03T12:00:00", "2026-12-28"),
    ],
)
def test_duty_weeks_turn_on_mondays_at_noon(moment, week):
    now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert MONDAY_NOON.running(now) == date.fromisoformat(week)


def test_duty_weeks_do_not_care_about_the_local_time():
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert MONDAY_NOON.running(now.astimezone(timezone(timedelta(hours=-8)))) == date(2026, 11, 23)


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(lambda d: d.replace(tzinfo=UTC))
)
def test_every_moment_is_in_the_week_that_names_it(now):
    week = MONDAY_NOON.running(now)
    assert week == MONDAY_NOON.on_or_before(week)
    assert MONDAY_NOON.starts_at(week) <= now < MONDAY_NOON.starts_at(week + timedelta(days=7))


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(lambda d: d.replace(tzinfo=UTC)),
    st.builds(Changeover, st.integers(0, 6), st.integers(0, 23)),
)
def test_weeks_turn_on_any_day_at_any_hour(now, changeover):
    week = changeover.running(now)
    assert week.weekday() == changeover.weekday
    assert week.strftime("%A") == changeover.day
    assert changeover.starts_at(week) <= now < changeover.starts_at(week + timedelta(days=7))
