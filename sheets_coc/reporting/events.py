"""The reports of an event, and of its earlier editions.

Below the number of reports from which periods are broken down, only their number is told: an
event's one report "being handled" that is "closed" in the next publication would give away,
together with the year's table of outcomes, what came of that one case. Above, the statuses are
told where none of them is a small number, nor becomes one by subtracting what was published
of the event before.

    8 reports, 7 closed, 1 being handled   -> 8 reports
    12 reports, 7 closed, 5 being handled  -> told apart
    12 closed, after "12: 7 closed"        -> told apart: 5 were closed since
    12 closed, after "12: 10 closed"       -> 12 reports

An event's name and the year in it are told apart: `DjangoCon Europe 2026` is the edition
of 2026 of `djangocon europe`. Where a record names no year, the year of receipt stands in.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sheets_coc.errors import UsageError
from sheets_coc.reporting.disclosure.published import PublishedEvent
from sheets_coc.reporting.disclosure.suppression import Rules
from sheets_coc.reporting.documents.checklist import traces
from sheets_coc.reporting.reports import ReportFacts

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
class EventFigures:
    """What is reported of an event.

    Attributes:
        name: its name, as given.
        year: the edition's year.
        closed: reports that have been dealt with.
        handled: reports that are being handled.
        unsaid: reports of which the records do not say which.
        history: earlier editions, newest first.
        as_of: the last day that counts.
        told_apart: whether it may be told how many are closed and how many being handled.
        overridden: whether it is told by choice.
    """

    name: str
    year: int
    closed: int
    handled: int
    unsaid: int
    history: tuple[Edition, ...]
    as_of: date
    told_apart: bool = True
    overridden: bool = False

    @property
    def reports(self) -> int:
        """How many reports there are."""
        return self.closed + self.handled + self.unsaid

    @property
    def statuses(self) -> tuple[str, ...]:
        """Each report's status, if told, in an order that tells nothing about when it came."""
        if not self.told_apart:
            return ()
        closed = ("closed",) * self.closed
        return (*closed, *("being handled",) * self.handled, *("not recorded",) * self.unsaid)

    def as_json(self) -> dict[str, object]:
        """How it stands in JSON: the statuses are null where they are not told apart."""
        told = self.told_apart
        return {
            "name": self.name,
            "year": self.year,
            "as_of": self.as_of.isoformat(),
            "reports": self.reports,
            "closed": self.closed if told else None,
            "being_handled": self.handled if told else None,
            "not_recorded": self.unsaid if told else None,
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


def event(
    reports: Iterable[ReportFacts],
    names: Sequence[str],
    as_of: date,
    *,
    years: int,
    rules: Rules,
    before: Iterable[PublishedEvent] = (),
    override: bool = False,
) -> EventFigures:
    """What is reported of an event.

    Args:
        reports: all reports.
        names: the event's name; further ones are other names it is recorded under.
        as_of: the last day that counts.
        years: how many earlier years the history shows.
        rules: the limits of disclosure control.
        before: what was published of events before.
        override: tell the statuses apart all the same.

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
    same = [one.closed for one in before if series(one.name) in wanted and _is_of(one, year)]
    told = _told_apart(counted, same, rules)
    return EventFigures(
        name=plain[0],
        year=year,
        closed=counted[True],
        handled=counted[False],
        unsaid=counted[None],
        history=_history(dated, Counter(number for number, _ in editions), year, years),
        as_of=as_of,
        told_apart=told or override,
        overridden=override and not told,
    )


def _is_of(one: PublishedEvent, year: int) -> bool:
    found = _YEAR.search(one.name)
    return found is None or int(found[0]) == year


def _told_apart(
    counted: Mapping[bool | None, int], closed_before: Iterable[int], rules: Rules
) -> bool:
    """Whether the statuses may be told apart: no number among them, or between, is small."""
    if sum(counted.values()) < rules.break_down_from:
        return False
    small = range(1, rules.small_cell + 1)
    since = (abs(counted[True] - closed) for closed in closed_before)
    return not any(number in small for number in (*counted.values(), *since))


def _edition(report: ReportFacts, wanted: set[str]) -> int | None:
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
    reports: Iterable[ReportFacts], found: Counter[int], year: int, years: int
) -> tuple[Edition, ...]:
    """Earlier editions; unknown for years in which no record names any event."""
    recorded = {r.received.year for r in reports if r.received and r.events}
    return tuple(
        Edition(number, found[number] if number in recorded or number in found else None)
        for number in range(year - 1, year - 1 - years, -1)
    )
