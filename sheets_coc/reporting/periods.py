"""Years, half-years, quarters and other spans of receipt, as far as a day."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from sheets_coc.errors import UsageError
from sheets_coc.reporting.reports import ReportFacts

EARLIEST, LATEST = 1990, 2200
_MONTHS = 12


class Unit(StrEnum):
    """How long a period is."""

    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    SPAN = "span"


_PARTS = {Unit.YEAR: 1, Unit.HALF: 2, Unit.QUARTER: 4}
_LETTERS = {Unit.HALF: "H", Unit.QUARTER: "Q"}
_NAMED = re.compile(
    r"(?P<year>\d{4})(?:[-\s]?(?P<letter>[HQ])(?P<number>\d))?", re.IGNORECASE | re.ASCII
)
_DAY = r"\d{4}-\d{2}-\d{2}"
_SPAN = re.compile(rf"({_DAY})\s*(?:\.\.|–|\bto\b)\s*({_DAY})", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A year, a part of one, or any other span; or as much of it as has passed.

    Attributes:
        start: its first day.
        end: its last day, or the day the figures are as of.
        last_day: its last day, passed or not.
        unit: how long it is.
        number: which half or quarter of its year, from 1; 1 for others.
    """

    start: date
    end: date
    last_day: date
    unit: Unit = Unit.YEAR
    number: int = 1

    @property
    def year(self) -> int:
        """The calendar year it begins in."""
        return self.start.year

    @property
    def complete(self) -> bool:
        """Whether all of it has passed."""
        return self.end == self.last_day

    @property
    def label(self) -> str:
        """How tables name it: `2026`, `2026 H1`, `2026 Q3` or `2025-07-01 to 2026-06-30`."""
        if self.unit is Unit.SPAN:
            return f"{self.start.isoformat()} to {self.last_day.isoformat()}"
        if self.unit is Unit.YEAR:
            return str(self.year)
        return f"{self.year} {_LETTERS[self.unit]}{self.number}"

    @property
    def span(self) -> tuple[date, date]:
        """Its first and last day, as far as it has passed."""
        return self.start, self.end

    def holds(self, day: date | None) -> bool:
        """Whether a day lies in it."""
        return day is not None and self.start <= day <= self.end

    def as_json(self) -> dict[str, int | str | None]:
        """How it stands in JSON: `year`, and `half`, `quarter`, or `from` and `to`."""
        if self.unit is Unit.SPAN:
            one = self.year if self.year == self.last_day.year else None
            return {"year": one, "from": self.start.isoformat(), "to": self.last_day.isoformat()}
        entry: dict[str, int | str | None] = {"year": self.year}
        return entry if self.unit is Unit.YEAR else entry | {self.unit.value: self.number}


def part(number: int, unit: Unit, which: int, as_of: date) -> Period:
    """A part of a calendar year, at most to the day the figures are as of.

    Args:
        number: the year.
        unit: what it is divided into.
        which: which of these, from 1.
        as_of: the last day that counts.
    """
    months = _MONTHS // _PARTS[unit]
    first = date(number, (which - 1) * months + 1, 1)
    after = which * months + 1
    last = date(number + (after > _MONTHS), (after - 1) % _MONTHS + 1, 1) - timedelta(1)
    return Period(first, min(last, as_of), last, unit, which)


def year(number: int, as_of: date) -> Period:
    """A calendar year, at most to the day the figures are as of."""
    return part(number, Unit.YEAR, 1, as_of)


def parts(number: int, unit: Unit, as_of: date) -> tuple[Period, ...]:
    """The parts of a calendar year that have begun, in their order."""
    found = (part(number, unit, which + 1, as_of) for which in range(_PARTS[unit]))
    return tuple(period for period in found if period.start <= as_of)


def parse_years(typed: str) -> tuple[int, int]:
    """The first and last year of `2015-2025`, or of a single year.

    Raises:
        UsageError: where this is neither.
    """
    first, dash, last = typed.replace("–", "-").replace("..", "-").partition("-")
    try:
        begin, end = int(first), int(last if dash else first)
    except ValueError:
        begin, end = 1, 0
    if not EARLIEST <= begin <= end <= LATEST:
        raise UsageError("Years are given as 2015-2025, or as one year.", code="years")
    return begin, end


def parse_period(typed: str, as_of: date) -> Period:
    """A period as people type it: `2026`, `2026-H1`, `2026 Q3`, `2025-07-01..2026-06-30`.

    Raises:
        UsageError: where this is none of them, or begins after the day that counts.
    """
    period = _parsed(" ".join(typed.split()), as_of)
    if period is None or not EARLIEST <= period.start.year <= period.last_day.year <= LATEST:
        raise UsageError(
            "A period is a year, a half, a quarter, or two dates: 2026, 2026-H1, 2026-Q3, "
            "2025-07-01..2026-06-30.",
            code="period",
        )
    if period.start > as_of:
        raise UsageError("That period has not begun.", code="period")
    return period


def _parsed(typed: str, as_of: date) -> Period | None:
    if found := _NAMED.fullmatch(typed):
        letter = (found["letter"] or "").upper()
        unit = next((u for u, one in _LETTERS.items() if one == letter), Unit.YEAR)
        number = int(found["number"] or 1)
        fits = number in range(1, _PARTS[unit] + 1) and int(found["year"]) in range(1, 9999)
        return part(int(found["year"]), unit, number, as_of) if fits else None
    if found := _SPAN.fullmatch(typed):
        try:
            first, last = date.fromisoformat(found[1]), date.fromisoformat(found[2])
        except ValueError:
            return None
        return span(first, last, as_of) if first <= last else None
    return None


def span(first: date, last: date, as_of: date) -> Period:
    """The period of two days, by its shorter name where it has one."""
    for unit, pieces in _PARTS.items():
        for which in range(1, pieces + 1):
            named = part(first.year, unit, which, as_of)
            if (named.start, named.last_day) == (first, last):
                return named
    return Period(first, min(last, as_of), last, Unit.SPAN)


def check_apart(chosen: Iterable[Period]) -> None:
    """Refuse periods that overlap: small numbers of their difference could be worked out.

    Raises:
        UsageError: where two of them do.
    """
    days = sorted((period.start, period.last_day) for period in chosen)
    if any(before[1] >= after[0] for before, after in pairwise(days)):
        raise UsageError("These periods overlap. Ask for one after the other.", code="period")


def periods(
    reports: Iterable[ReportFacts],
    as_of: date,
    *,
    years: tuple[int, int] | None,
    unit: Unit = Unit.YEAR,
) -> tuple[Period, ...]:
    """The periods a table shows, newest first.

    Without `years`, from the first report's year to the last one's. With them, those among
    the years the sheet covers, from its first report to the day it is as of: of other years
    it says nothing, and nothing is not zero.

    Args:
        reports: the reports.
        as_of: the last day that counts.
        years: the first and last year that were asked for.
        unit: years, half-years or quarters.
    """
    known = sorted({r.received.year for r in reports if r.received and r.received <= as_of})
    if not known:
        return ()
    begin, end = known[0], known[-1]
    if years is not None:
        begin, end = max(begin, years[0]), min(as_of.year, years[1])
    found: list[Period] = []
    for number in range(begin, end + 1):
        found += parts(number, unit, as_of)
    return tuple(reversed(found))


def by_year(reports: Iterable[ReportFacts]) -> Mapping[int, list[ReportFacts]]:
    """The reports by their year of receipt; undated ones are left out."""
    found: dict[int, list[ReportFacts]] = defaultdict(list)
    for report in reports:
        if report.received:
            found[report.received.year].append(report)
    return found


def within(reports: Sequence[ReportFacts], period: Period) -> tuple[ReportFacts, ...]:
    """The reports received in a period."""
    return tuple(report for report in reports if period.holds(report.received))
