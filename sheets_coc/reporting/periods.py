"""Years and half-years of receipt, as far as a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sheets_coc.errors import UsageError
from sheets_coc.reporting.reports import Report

EARLIEST, LATEST = 1990, 2200


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A year or half-year, or as much of it as has passed.

    Attributes:
        start: its first day.
        end: its last day, or the day the figures are as of.
        year: the calendar year.
        half: 1 or 2, or None for a whole year.
    """

    start: date
    end: date
    year: int
    half: int | None = None

    @property
    def last_day(self) -> date:
        """The last day of the whole year or half-year."""
        return date(self.year, 6, 30) if self.half == 1 else date(self.year, 12, 31)

    @property
    def complete(self) -> bool:
        """Whether all of it has passed."""
        return self.end == self.last_day

    @property
    def label(self) -> str:
        """How tables name it: `2026` or `2026 H1`."""
        return f"{self.year} H{self.half}" if self.half else str(self.year)

    def holds(self, day: date | None) -> bool:
        """Whether a day lies in it."""
        return day is not None and self.start <= day <= self.end


def year(number: int, as_of: date) -> Period:
    """A calendar year, at most to the day the figures are as of."""
    return Period(date(number, 1, 1), min(date(number, 12, 31), as_of), number)


def halves(number: int, as_of: date) -> tuple[Period, ...]:
    """The halves of a calendar year that have begun."""
    middle = date(number, 6, 30)
    first = Period(date(number, 1, 1), min(middle, as_of), number, 1)
    if as_of <= middle:
        return (first,)
    second = Period(middle + timedelta(1), min(date(number, 12, 31), as_of), number, 2)
    return (first, second)


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


def periods(
    reports: Iterable[Report], as_of: date, *, years: tuple[int, int] | None, half: bool
) -> tuple[Period, ...]:
    """The periods a table shows, newest first.

    Without `years`, from the first report's year to the last one's. With them, those among
    the years the sheet covers, from its first report to the day it is as of: of other years
    it says nothing, and nothing is not zero.

    Args:
        reports: the reports.
        as_of: the last day that counts.
        years: the first and last year that were asked for.
        half: half-years instead of years.
    """
    known = sorted({r.received.year for r in reports if r.received and r.received <= as_of})
    if not known:
        return ()
    begin, end = known[0], known[-1]
    if years is not None:
        begin, end = max(begin, years[0]), min(as_of.year, years[1])
    found: list[Period] = []
    for number in range(begin, end + 1):
        found += halves(number, as_of) if half else [year(number, as_of)]
    return tuple(reversed(found))


def by_year(reports: Iterable[Report]) -> Mapping[int, list[Report]]:
    """The reports by their year of receipt; undated ones are left out."""
    found: dict[int, list[Report]] = defaultdict(list)
    for report in reports:
        if report.received:
            found[report.received.year].append(report)
    return found


def within(reports: Sequence[Report], period: Period) -> tuple[Report, ...]:
    """The reports received in a period."""
    return tuple(report for report in reports if period.holds(report.received))
