"""Serial numbers: how spreadsheets count days and times, from 1899-12-30 and without a zone."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sheets_coc.local.state.model import number

EPOCH = datetime(1899, 12, 30)
"""The day whose serial number is 0."""


def serial(moment: date | datetime) -> float | int:
    """Days since 1899-12-30."""
    whole = moment if isinstance(moment, datetime) else datetime.combine(moment, time())
    days = (whole.replace(tzinfo=None) - EPOCH) / timedelta(days=1)
    return number(days)


def moment(value: float) -> datetime:
    """The date and time of a serial number, to the second.

    Raises:
        OverflowError: it lies outside the years 1 to 9999.
    """
    return EPOCH + timedelta(seconds=round(value * 86400))
