"""The reports of an event, and of its earlier editions.

An event's name and the year in it are told apart: `DjangoCon Europe 2026` is the edition
of 2026 of `djangocon europe`. Where a record names no year, the year of receipt stands in.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sheets_coc.errors import UsageError
from sheets_coc.reporting.documents.checklist import traces
from sheets_coc.reporting.reports import Report

LONGEST_NAME = 120
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SEPARATORS = re.compile(r"[;\n]")
_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Edition:
    """One year of an event.

    Attributes:
        year: its year.
        reports: how many reports it had; None where the records do not say.
    """

    year: int
    reports: int | None


@dataclass(frozen=True, slots=True)
class Event:
    """What is reported of an event.

    Attributes:
        name: its name, as given.
        year: the edition's year.
        closed: reports that have been dealt with.
        handled: reports that are being handled.
        unsaid: reports of which the records do not say which.
        history: earlier editions, newest first.
        as_of: the last day that counts.
    """

    name: str
    year: int
    closed: int
    handled: int
    unsaid: int
    history: tuple[Edition, ...]
    as_of: date

    @property
    def reports(self) -> int:
        """How many reports there are."""
        return self.closed + self.handled + self.unsaid

    @property
    def statuses(self) -> tuple[str, ...]:
        """Each report's status, in an order that tells nothing about when it came."""
        closed = ("closed",) * self.closed
        return (*closed, *("being handled",) * self.handled, *("not recorded",) * self.unsaid)

    def as_json(self) -> dict[str, object]:
        """How it stands in JSON."""
        return {
            "name": self.name,
            "year": self.year,
            "as_of": self.as_of.isoformat(),
            "reports": self.reports,
            "closed": self.closed,
            "being_handled": self.handled,
            "not_recorded": self.unsaid,
            "history": [{"year": e.year, "reports": e.reports} for e in self.history],
        }


def series(name: str) -> str:
    """An event's name for comparing, without its year, case and punctuation."""
    return " ".join(_WORDS.findall(_YEAR.sub(" ", name).casefold()))


def check_name(name: str) -> str:
    """An event's name on one line.

    Raises:
        UsageError: where it is blank, too long, or looks like a person's contact.
    """
    plain = " ".join(name.split())
    if not series(plain) or len(plain) > LONGEST_NAME:
        raise UsageError("An event's name must be a short text with words in it.", code="event")
    if traces(plain):
        raise UsageError(
            "That looks like somebody's contact, not like the name of an event. A transparency "
            "report names no one.",
            code="event-identifies",
        )
    return plain


def event(reports: Iterable[Report], names: Sequence[str], as_of: date, *, years: int) -> Event:
    """What is reported of an event.

    Args:
        reports: all reports.
        names: the event's name; further ones are other names it is recorded under.
        as_of: the last day that counts.
        years: how many earlier years the history shows.

    Raises:
        UsageError: where a name is not usable, or the names speak of different years.
    """
    plain = [check_name(name) for name in names]
    wanted = {series(name) for name in plain}
    dated = [r for r in reports if r.received and r.received <= as_of]
    editions = [(year, r) for r in dated if (year := _edition(r, wanted)) is not None]
    year = _year(plain, [number for number, _ in editions], as_of)
    chosen = [report for number, report in editions if number == year]
    counted = Counter(report.closed for report in chosen)
    return Event(
        name=plain[0],
        year=year,
        closed=counted[True],
        handled=counted[False],
        unsaid=counted[None],
        history=_history(dated, Counter(number for number, _ in editions), year, years),
        as_of=as_of,
    )


def _edition(report: Report, wanted: set[str]) -> int | None:
    """The year of the edition a report is about; None where it is about other events."""
    for typed in sorted(report.events):
        for name in _SEPARATORS.split(typed):
            if series(name) in wanted:
                found = _YEAR.search(name)
                return int(found[0]) if found else report.received.year if report.received else None
    return None


def _year(names: Iterable[str], known: Sequence[int], as_of: date) -> int:
    said = {int(found[0]) for name in names if (found := _YEAR.search(name))}
    if len(said) > 1:
        raise UsageError(
            "These names speak of different years. Name one edition; earlier ones are added.",
            code="event-years",
        )
    return said.pop() if said else max(known, default=as_of.year)


def _history(
    reports: Iterable[Report], found: Counter[int], year: int, years: int
) -> tuple[Edition, ...]:
    """Earlier editions; unknown for years in which no record names any event."""
    recorded = {r.received.year for r in reports if r.received and r.events}
    return tuple(
        Edition(number, found[number] if number in recorded or number in found else None)
        for number in range(year - 1, year - 1 - years, -1)
    )
