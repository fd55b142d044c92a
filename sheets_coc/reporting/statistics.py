"""Everything the command `statistics` gives, from facts and a date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sheets_coc import policy
from sheets_coc.errors import SheetError
from sheets_coc.records.facts import Frame, uncollected
from sheets_coc.reporting import outcomes, periods, yearly
from sheets_coc.reporting.disclosure import published
from sheets_coc.reporting.disclosure.published import Published
from sheets_coc.reporting.disclosure.suppression import Rules, Why
from sheets_coc.reporting.documents.annual_report import Annual
from sheets_coc.reporting.events import Event, event
from sheets_coc.reporting.periods import Period
from sheets_coc.reporting.reports import Report, reports


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for.

    Attributes:
        as_of: the last day that counts.
        years: the first and last year; None for all there are.
        half: half-years instead of years.
        events: names of one event; none for no event.
        override: show small numbers.
    """

    as_of: date
    years: tuple[int, int] | None = None
    half: bool = False
    events: tuple[str, ...] = ()
    override: bool = False


@dataclass(frozen=True, slots=True)
class Statistics:
    """The statistics.

    Attributes:
        annual: the tables.
        event: what is reported of the event, if one was asked for.
        known: what was published before.
    """

    annual: Annual
    event: Event | None = None
    known: Published = field(default_factory=Published)

    def as_json(self) -> dict[str, Any]:
        """The result as JSON: years newest first.

        `outcomes` is the finer table (unknown is null), where the sheet has decisions;
        `event` is there where one was asked for.
        """
        annual = self.annual
        found: dict[str, Any] = {
            "years": [row.as_json() for row in annual.rows],
            "as_of": annual.as_of.isoformat(),
            "not_counted": {"undated": annual.missing.undated, "later": annual.missing.later},
        }
        if annual.breakdowns:
            found["outcomes"] = [row.as_json() for row in annual.breakdowns]
        if self.event:
            found["event"] = self.event.as_json()
        return found

    @property
    def overridden(self) -> bool:
        """Whether small numbers are shown by choice."""
        return any(b.verdict.why is Why.OVERRIDDEN for b in self.annual.breakdowns)

    def lines(self) -> tuple[str, ...]:
        """What the Log must remember of this once it is published, and does not yet."""
        finer = {b.period: b for b in self.annual.breakdowns}
        found = [published.line(row, finer.get(row.period)) for row in self.annual.rows]
        if self.event:
            one = self.event
            found.append(published.event_line(one.name, one.as_of, one.reports, one.closed))
        return tuple(line for line in found if line not in self.known.lines)


def compute(
    frame: Frame, limits: policy.StatisticsPolicy, wanted: Wanted, log: Iterable[str] = ()
) -> Statistics:
    """Compute the statistics.

    Args:
        frame: the records as facts.
        limits: the limits the policy sets.
        wanted: what is asked for.
        log: what the Log's column *Published* holds, a cell each.

    Raises:
        SheetError: `no-event-column` where an event is asked for and no column names any.
        UsageError: where an event's name is not usable.
    """
    with uncollected():
        return _compute(frame, limits, wanted, published.parse(log))


def _compute(
    frame: Frame, limits: policy.StatisticsPolicy, wanted: Wanted, known: Published
) -> Statistics:
    everything = reports(frame)
    rows = periods.periods(everything, wanted.as_of, years=wanted.years, half=wanted.half)
    rules = Rules(limits.break_down_from, limits.small_cell)
    annual = Annual(
        reports=everything,
        rows=yearly.table(everything, rows),
        breakdowns=_finer(everything, rows, known, rules, wanted) if frame.has_decisions else (),
        rules=rules,
        as_of=wanted.as_of,
        missing=yearly.missing(everything, wanted.as_of),
    )
    return Statistics(annual, _event(frame, everything, wanted, limits.history_years), known)


def _finer(
    everything: Sequence[Report],
    rows: Iterable[Period],
    known: Published,
    rules: Rules,
    wanted: Wanted,
) -> tuple[outcomes.Breakdown, ...]:
    """The finer table; the totals of whole years count as known whether logged or not."""
    shown = tuple(rows)
    years = {periods.year(period.year, wanted.as_of) for period in shown}
    spans = [*known.spans, *((one.start, one.end) for one in sorted(years))]
    return outcomes.table(
        everything, shown, known.grids, rules, totals=spans, override=wanted.override
    )


def _event(frame: Frame, everything: Sequence[Report], wanted: Wanted, years: int) -> Event | None:
    if not wanted.events:
        return None
    if not frame.has_events:
        raise SheetError(
            "The records do not say which event a report is about: they have no column Event. "
            "Add one (its header is Event), or name yours in the policy under [columns].",
            code="no-event-column",
        )
    return event(everything, wanted.events, wanted.as_of, years=years)
