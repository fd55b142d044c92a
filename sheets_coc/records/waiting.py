"""How long a report has waited, in hours where the sheet knows its moment.

A cell of *Date of 1st report* that holds a time of day is a moment in the spreadsheet's own
time zone; one that holds a day alone may mean any moment of it:

    reported 2026-11-20 09:30 Europe/Berlin, now 2026-11-21 08:31 UTC: 24 hours and a minute
    reported 2026-11-20,                     now 2026-11-21 23:59 UTC: perhaps no day yet
    reported 2026-11-20,                     now 2026-11-22 00:00 UTC: more than a day surely
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sheets_coc.dates import EPOCH
from sheets_coc.records.record import Record
from sheets_coc.records.sheet import RecordsSheet
from sheets_coc.sheet.model import Value

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Received:
    """When a report came.

    Attributes:
        day: the day.
        moment: the moment in UTC; None where only the day is known.
    """

    day: date
    moment: datetime | None = None

    def longer(self, than: timedelta, now: datetime) -> bool:
        """Whether it has surely waited longer.

        Args:
            than: whole days.
            now: the moment, in UTC.
        """
        if self.moment is not None:
            return now - self.moment > than
        return (now.date() - self.day).days > than // _DAY

    def waited(self, now: datetime) -> str:
        """How long it has waited, in words: `31 hours`, `4 days`."""
        if self.moment is not None and now - self.moment < 3 * _DAY:
            hours = (now - self.moment) // timedelta(hours=1)
            return f"{hours} hour{'' if hours == 1 else 's'}"
        days = (now.date() - self.day).days
        return f"{days} day{'' if days == 1 else 's'}"


def moment_of(value: Value, zone: str) -> datetime | None:
    """The moment of a cell that holds a day and a time; None where it holds no time.

    Args:
        value: the cell's value.
        zone: the spreadsheet's time zone.
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or not value % 1:
        return None
    from zoneinfo import ZoneInfo

    try:
        local = datetime.combine(EPOCH, time(), ZoneInfo(zone)) + timedelta(
            seconds=round(value * 86400)
        )
        return local.astimezone(UTC)
    except (LookupError, ValueError, OverflowError, OSError):  # no such time zone, or no such day
        return None


def received(sheet: RecordsSheet, record: Record, zone: str) -> Received | None:
    """When a record's report came; None where nobody can tell.

    Args:
        sheet: the records.
        record: one of them.
        zone: the spreadsheet's time zone.
    """
    if record.reported_on is None:
        return None
    return Received(record.reported_on, moment_of(sheet.cell(record, "reported_on"), zone))
