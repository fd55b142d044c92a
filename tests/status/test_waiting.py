"""Told in time: hours where the sheet knows the moment, days where it does not."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets_coc import policy
from sheets_coc.dates import to_serial
from sheets_coc.records.waiting import Received, moment_of
from sheets_coc.status.item import Urgency
from sheets_coc.status.status import status
from sheets_coc.todo.analysis import analyse
from sheets_coc.todo.open_cases import unanswered
from tests.sheets import ALL, snapshot
from tests.status.open_case import NOW, OPEN

DAY = timedelta(days=1)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(
    lambda moment: moment.replace(microsecond=0, fold=0)  # a cell knows no fold
)


def serial(moment):
    return to_serial(moment.date()) + (moment.hour * 3600 + moment.minute * 60) / 86400


ZONES = st.sampled_from(["Etc/GMT", "Europe/Berlin", "America/New_York", "Pacific/Auckland"])


@given(MOMENTS.map(lambda m: m.replace(second=0)), ZONES)
def test_a_cell_with_a_time_is_a_moment_of_the_spreadsheets_time_zone(local, zone):
    found = moment_of(serial(local), zone)
    if local.time() == time():
        assert found is None
    else:
        assert found == local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize("value", [None, "2026-11-20 09:30", True, 46000, 46000.0, 1e12 + 0.5])
def test_what_holds_no_moment(value):
    assert moment_of(value, "Etc/GMT") is None
    assert moment_of(46000.5, "Nowhere/Else") is None


@given(MOMENTS, st.integers(0, 60 * 24 * 5))
def test_longer_is_only_said_when_it_is_sure(received, minutes):
    received = received.replace(tzinfo=UTC)
    now = received + timedelta(minutes=minutes)
    exact = Received(received.date(), received)
    coarse = Received(received.date())
    assert exact.longer(DAY, now) == (timedelta(minutes=minutes) > DAY)
    assert not coarse.longer(DAY, now) or exact.longer(DAY, now)
    assert coarse.longer(DAY, now + DAY) or not exact.longer(DAY, now)


def seen(reported, now=NOW, zone="Etc/GMT", **more):
    book = snapshot({**OPEN, **more}, keys=ALL)
    column = next(c for c, v in enumerate(book.tabs[0].values[0]) if v == "Date of 1st report")
    book.tabs[0].values[1][column] = serial(reported)
    book.time_zone = zone
    return analyse(book, policy.default(), now)


def said(*arguments, **more):
    return [
        (i.code, i.text) for i in status(seen(*arguments, **more)).items if i.urgency is Urgency.NOW
    ]


def test_unanswered_counts_in_hours():
    assert said(datetime(2026, 11, 20, 9, 1)) == []
    assert said(datetime(2026, 11, 20, 8, 59)) == [
        ("unanswered", "Unanswered for more than a day: frosty-boat (24 hours).")
    ]
    assert said(datetime(2026, 11, 20, 3, 59), zone="America/New_York") == [
        ("unanswered", "Unanswered for more than a day: frosty-boat (24 hours).")
    ]
    assert said(datetime(2026, 11, 19, 8, 0)) == [
        ("unanswered",
         "Unanswered for more than two days, so any member steps in: frosty-boat (49 hours).")
    ]  # fmt: skip
    answered = seen(datetime(2026, 11, 19, 8, 0), responded_on="2026-11-20")
    assert unanswered(answered) == []
