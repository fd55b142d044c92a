"""Days in UTC, calendar months, spreadsheet serial numbers, and weeks of duty.

No function here asks what time it is: the moment is always an argument.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from typing import Final, Literal


class _Never(Enum):
    NEVER = "never"

    def __repr__(self) -> str:
        return "NEVER"


NEVER: Final = _Never.NEVER
"""The day that does not come: later than every date."""

Never = Literal[_Never.NEVER]
Day = date | Never
"""A date, or `NEVER`."""

EPOCH: Final = date(1899, 12, 30)
"""Day 0 of spreadsheet serial numbers (Sheets API, "Serial number date-time format")."""


def later(first: Day, second: Day) -> Day:
    """The later of two days; `NEVER` is later than any date."""
    if first is NEVER or second is NEVER:
        return NEVER
    return max(first, second)


def is_after(first: Day, second: Day) -> bool:
    """Whether `first` comes strictly after `second`; `NEVER` comes after every date."""
    if second is NEVER:
        return False
    return first is NEVER or first > second


def add_months(day: date, months: int) -> date:
    """`day` some calendar months later, at most at that month's end.

    31 August + 6 months is 28 or 29 February. A result past year 9999 is 9999-12-31.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if year > date.max.year:
        return date.max
    month += 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def iso(day: Day | None) -> str | None:
    """A day as ISO 8601, `never`, or None: how days stand in JSON."""
    if day is None:
        return None
    return "never" if day is NEVER else day.isoformat()


def to_serial(day: date) -> int:
    """A date as the spreadsheet's serial number (days since 1899-12-30)."""
    return (day - EPOCH).days


def from_serial(serial: float) -> date | None:
    """The date of a spreadsheet serial number, its time of day dropped; None if out of range."""
    try:
        return EPOCH + timedelta(days=int(serial // 1))
    except (OverflowError, ValueError):
        return None


WEEKDAYS: Final = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Changeover:
    """When duty changes hands: every week on one day, at one hour in UTC.

    A week of duty is named by the date it begins on. With Mondays at noon, the week of
    23 November begins on that Monday at 12:00 UTC; that morning, the pair of the week of
    16 November is still on duty.

    Attributes:
        weekday: the day, 0 for Monday to 6 for Sunday.
        hour: the hour in UTC, 0 to 23.
    """

    weekday: int = 0
    hour: int = 12

    @property
    def day(self) -> str:
        """The day's name: `Monday`."""
        return WEEKDAYS[self.weekday]

    def on_or_before(self, day: date) -> date:
        """The changeover day on or before a day."""
        return day - timedelta(days=(day.weekday() - self.weekday) % 7)

    def running(self, now: datetime) -> date:
        """The name of the week running at a moment."""
        return self.on_or_before((now.astimezone(UTC) - timedelta(hours=self.hour)).date())

    def starts_at(self, week: date) -> datetime:
        """The moment a week begins."""
        return datetime.combine(week, time(self.hour, tzinfo=UTC))


MONDAY_NOON: Final = Changeover()
"""Duty changes on Mondays at noon UTC (report handling procedure, "On-call duty")."""


MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def in_words(day: date) -> str:
    """A day as people write it: `21 November 2026`, whatever the machine's language."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
