"""What whoever publishes the figures should know first: what is kept back, why, and its price.

For the committee alone: in public, which rule it was could tell more than the rule hides.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sheets_coc.reporting import outcomes, periods
from sheets_coc.reporting.disclosure.suppression import Disclosure, Level, Limit
from sheets_coc.reporting.documents.wording import count, listed
from sheets_coc.reporting.periods import Period, Unit
from sheets_coc.reporting.statistics import Statistics

_NAMED = 3
"""Periods that are named; of more, their number is said."""


def remarks(found: Statistics) -> tuple[str, ...]:
    """What to know before publishing, each in a sentence or two."""
    every = (
        *_source_unread(found),
        *_undecided(found),
        *_kept_back(found),
        *_given_away(found),
        *_event(found),
        *_price(found),
    )
    return tuple(dict.fromkeys(every))


def _source_unread(found: Statistics) -> Iterable[str]:
    if number := found.annual.not_counted.source_unread:
        reports = count(number, "report")
        yield (
            f"Of {reports} it is not understood who resolved them, so they are counted, and their "
            "actions under nobody: validate names the cells."
        )


def _undecided(found: Statistics) -> Iterable[str]:
    if outcomes.nothing_decided(found.annual.outcomes):
        yield (
            "None of these reports has a decision yet that is understood, so no outcomes can be "
            "counted."
        )


def _disclosures(found: Statistics) -> Iterable[tuple[Period, Disclosure]]:
    for row in found.annual.outcomes:
        yield row.period, row.disclosure
    for one in found.annual.groups.rows if found.annual.groups else ():
        yield one.period, one.disclosure


def _kept_back(found: Statistics) -> Iterable[str]:
    few = [p for p, allowed in _disclosures(found) if allowed.limit is Limit.FEW]
    if few:
        least = found.annual.rules.break_down_from
        yield f"{_not_broken_down(few)}: fewer than {least} reports."
    for period, allowed in _disclosures(found):
        if allowed.level is Level.FULL:
            continue
        if allowed.limit is Limit.GAVE_UP:
            yield (
                f"{_not_broken_down([period])}: whether its small numbers could be worked out "
                "would take too long to say."
            )
        elif allowed.limit is Limit.DEDUCIBLE and allowed.because:
            yield (
                f"{_not_broken_down([period])}: together with what was published of "
                f"{_earlier(allowed)}, its small numbers or those of the rest could be worked out."
            )
        elif allowed.limit is Limit.DEDUCIBLE:
            yield (
                f"{_not_broken_down([period])}: its small numbers could be worked out from its "
                "total and the published tables."
            )


def _given_away(found: Statistics) -> Iterable[str]:
    """What years tell, which stand as they are, of a part that was published before."""
    for row in found.annual.outcomes:
        allowed, name = row.disclosure, row.period.label
        if allowed.level is not Level.FULL:
            continue
        if allowed.limit is Limit.DEDUCIBLE:
            yield (
                f"{name} stands as it is: together with what was published of "
                f"{_earlier(allowed)}, small numbers of the rest of it can be worked out."
            )
        elif allowed.limit is Limit.GAVE_UP:
            yield (
                f"{name} stands as it is: whether small numbers of its parts can be worked out, "
                "with what was published of them, would take too long to say."
            )


def _earlier(allowed: Disclosure) -> str:
    """The earlier publications that are the reason, by their names."""
    return listed([periods.span(first, last, last).label for first, last in allowed.because])


def _not_broken_down(several: list[Period]) -> str:
    return f"{_named(several)} not broken down"


def _named(several: list[Period]) -> str:
    names = list(dict.fromkeys(period.label for period in several))
    told = listed(names) if len(names) <= _NAMED else f"{len(names)} periods"
    return f"{told} {'is' if len(names) == 1 else 'are'}"


def _event(found: Statistics) -> Iterable[str]:
    if found.event and found.event.reports and not found.event.told_apart:
        yield (
            "How many of the event's reports are closed is not told: small numbers could tell of "
            "a single one."
        )


def _price(found: Statistics) -> Iterable[str]:
    """What the breakdown of a part does to a later publication that holds it."""
    parts = [
        period
        for period, allowed in _disclosures(found)
        if allowed.level is Level.CLASSES
        and (period.unit is not Unit.YEAR or not period.complete)
        and period.end < date(period.end.year, 12, 31)
    ]
    rows = [row for row in found.annual.outcomes if row.disclosure.level is Level.CLASSES]
    running = [row.period for row in rows if found.annual.as_of < date(row.period.end.year, 12, 31)]
    if running:
        yield (
            f"Once {_named(running)} published like this, the table of the whole year tells the "
            "rest of it, small numbers too: it stands as it is."
        )
    if parts:
        yield (
            f"Once {_named(parts)} published like this, a longer period that is no year can be "
            "broken down only if no small number of either, or of the rest, can be worked out "
            "from both."
        )
