"""Day or month first: what the dates of a column say of how they were typed.

23/4/2019   can only be the 23rd of April: typed day first
4/23/2019   can only be the 23rd of April: typed month first
3/4/2019    can be either
3.4.2019, 2019-04-03, 3 April 2019, a date cell: say nothing of it
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sheets_coc.records.values import read_date
from sheets_coc.sheet.model import Value


@dataclass(frozen=True, slots=True)
class DateOrder:
    """How many dates of a column were typed how.

    Attributes:
        day_first: those that can only be read day first.
        month_first: those that can only be read month first.
        either: those that can be read both ways, as different days.
    """

    day_first: int = 0
    month_first: int = 0
    either: int = 0

    def contradicts(self, order: str) -> bool:
        """Whether a date of the column was typed the other way than that."""
        return bool(self.month_first if order == "day first" else self.day_first)


def date_order(values: Iterable[Value]) -> DateOrder:
    """What the dates of a column say of how they were typed."""
    day_first = month_first = either = 0
    for value in values:
        if not isinstance(value, str):
            continue
        reading = read_date(value)
        if reading.readings:
            either += 1
        elif reading.day is not None:
            first, separator, rest = _parts(value)
            if separator and first > _MONTHS >= rest:
                day_first += 1
            elif separator and rest > _MONTHS >= first:
                month_first += 1
    return DateOrder(day_first, month_first, either)


_MONTHS = 12


def _parts(typed: str) -> tuple[int, str, int]:
    """The first two numbers of a date of numbers, and what separates them; else nothing."""
    for separator in "/-":
        parts = typed.strip().split(separator)
        if len(parts) == 3 and all(part.isdecimal() for part in parts) and len(parts[0]) <= 2:
            return int(parts[0]), separator, int(parts[1])
    return 0, "", 0
