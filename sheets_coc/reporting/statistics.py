"""The figures of a records sheet, from facts and a date: tables, breakdowns, an event."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from sheets_coc.errors import SheetError, UsageError
from sheets_coc.garbage import uncollected
from sheets_coc.policy import StatisticsPolicy
from sheets_coc.records.facts import Frame
from sheets_coc.reporting import outcomes, periods, yearly
from sheets_coc.reporting.cells import Cell, number
from sheets_coc.reporting.disclosure import published
from sheets_coc.reporting.disclosure.published import Published
from sheets_coc.reporting.disclosure.suppression import Rules
from sheets_coc.reporting.documents.annual_report import Annual
from sheets_coc.reporting.events import EventFigures, event
from sheets_coc.reporting.groups import Groups, groups
from sheets_coc.reporting.periods import Period, Unit
from sheets_coc.reporting.process import response_times
from sheets_coc.reporting.reports import ReportFacts, reports

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class StatisticsRequest:
    """What is asked for.

    Attributes:
        as_of: the last day that counts.
        years: the first and last year; None for all there are.
        unit: years, half-years or quarters.
        periods: periods as people type them, in place of all of a unit; see `parse_period`.
        by: the heading of the column by which reports are broken down; none if blank.
        events: names of one event; none for no event.
        override: show small numbers.
    """

    as_of: date
    years: tuple[int, int] | None = None
    unit: Unit = Unit.YEAR
    periods: tuple[str, ...] = ()
    by: str = field(default="", repr=False)
    events: tuple[str, ...] = field(default=(), repr=False)
    override: bool = False

    @property
    def tables(self) -> bool:
        """Whether tables are meant, and not an event alone."""
        named = self.years is not None or self.unit is not Unit.YEAR
        return not self.events or named or bool(self.periods or self.by)


@dataclass(frozen=True, slots=True)
class Statistics:
    """The statistics.

    Attributes:
        annual: the tables.
        request: what was asked for.
        event: what is reported of the event, if one was asked for.
        known: what was published before.
    """

    annual: Annual
    request: StatisticsRequest
    event: EventFigures | None = None
    known: Published = field(default_factory=Published)

    def as_json(self) -> dict[str, Any]:
        """The result as JSON: years newest first, unknown null.

        `outcomes` is today's table, where the sheet has decisions; `breakdown` and `event` are
        there where they were asked for; `source_unread` counts reports of which it is not
        understood who resolved them, where there are any.
        """
        annual = self.annual
        left = annual.not_counted
        found: dict[str, Any] = {
            "years": [row.as_json() for row in annual.rows],
            "as_of": annual.as_of.isoformat(),
            "not_counted": {"undated": left.undated, "later": left.later},
            "response_times": [times.as_json() for times in annual.times],
        }
        if left.source_unread:
            found["source_unread"] = left.source_unread
        if annual.outcomes:
            found["outcomes"] = [row.as_json() for row in annual.outcomes]
        if annual.groups:
            found["breakdown"] = annual.groups.as_json()
        if self.event:
            found["event"] = self.event.as_json()
        return found

    def to_frame(self) -> pd.DataFrame:
        """The committee's table as a DataFrame: a row for each period, oldest first.

        Columns are `reports`, `people_named`, `actions_us`, `actions_local`,
        `banned_or_flagged` and `no_action`, whole numbers with `<NA>` for what is not known or
        not shown; the index, `period`, holds labels such as `2026` or `2026 H1`.
        """
        rows = self.annual.rows
        return _frame(((row.period, row.values) for row in rows), yearly.LABELS)

    def outcomes_frame(self) -> pd.DataFrame:
        """Today's table as a DataFrame; like `to_frame`, empty where there are no decisions."""
        rows = self.annual.outcomes
        return _frame(((row.period, row.values) for row in rows), outcomes.LABELS)

    @property
    def overridden(self) -> bool:
        """Whether small numbers are shown by choice."""
        return self.request.override

    def lines(self) -> tuple[str, ...]:
        """What the Log must remember of this once it is published, and does not yet."""
        found = self._table_lines() if self.request.tables else []
        if self.event:
            one = self.event
            closed = one.closed if one.told_apart else None
            found.append(published.event_line(one.name, one.as_of, one.reports, closed))
        return tuple(line for line in found if line not in self.known.lines)

    def _table_lines(self) -> list[str]:
        finer = {row.period: row for row in self.annual.outcomes}
        found = [published.line(row, finer.get(row.period)) for row in self.annual.rows]
        if self.annual.groups:
            by, rows = self.annual.groups.by, self.annual.groups.rows
            found += [
                published.group_line(row.period, by, row.reports, row.groups)
                for row in rows
                if row.groups
            ]
        return found


def _frame(rows: Iterable[tuple[Period, Sequence[Cell]]], labels: Iterable[str]) -> pd.DataFrame:
    import pandas as pd

    several = list(reversed(list(rows)))
    index = pd.Index([period.label for period, _ in several], name="period", dtype="object")
    cells = [[number(cell) for cell in values] for _, values in several]
    return pd.DataFrame(cells, index=index, columns=list(labels), dtype="Int64")


def compute(
    frame: Frame, limits: StatisticsPolicy, request: StatisticsRequest, log: Iterable[str] = ()
) -> Statistics:
    """Compute the statistics.

    Args:
        frame: the records as facts.
        limits: the limits the policy sets.
        request: what is asked for.
        log: what the Log's column *Published* holds, a cell each.

    Raises:
        SheetError: `no-event-column` where an event is asked for and no column names any.
        UsageError: where an event's name or a period is not usable.
    """
    with uncollected():
        return _compute(frame, limits, request, published.parse(log))


def _compute(
    frame: Frame, limits: StatisticsPolicy, request: StatisticsRequest, known: Published
) -> Statistics:
    everything = reports(frame)
    rules = Rules(limits.break_down_from, limits.small_cell)
    chosen = _periods(everything, request)
    years = periods.by_year(everything)
    annual = Annual(
        rows=yearly.table(everything, chosen, frame.columns),
        outcomes=_outcomes(frame, everything, chosen, rules, request, known),
        groups=_groups(everything, chosen, rules, request, known),
        times=tuple(
            response_times(
                one, periods.within(yearly.of_years(years, one), one), rules.break_down_from
            )
            for one in chosen
        ),
        rules=rules,
        as_of=request.as_of,
        not_counted=yearly.not_counted(everything, request.as_of),
        us=limits.us,
    )
    found = _event(frame, everything, request, limits, rules, known)
    return Statistics(annual, request, found, known)


def _periods(everything: Sequence[ReportFacts], request: StatisticsRequest) -> tuple[Period, ...]:
    """The periods that are asked for, newest first.

    Raises:
        UsageError: where some are asked for in two ways, or overlap.
    """
    if not request.periods:
        return periods.periods(everything, request.as_of, years=request.years, unit=request.unit)
    if request.years is not None or request.unit is not Unit.YEAR:
        raise UsageError(
            "Ask either for certain periods or for all of a kind, not for both.", code="period"
        )
    chosen = [periods.parse_period(typed, request.as_of) for typed in request.periods]
    periods.check_apart(chosen)
    return tuple(sorted(chosen, reverse=True))


def _outcomes(
    frame: Frame,
    everything: Sequence[ReportFacts],
    chosen: Iterable[Period],
    rules: Rules,
    request: StatisticsRequest,
    known: Published,
) -> tuple[outcomes.OutcomesRow, ...]:
    if not frame.has_decisions:
        return ()
    basis = outcomes.Basis(
        everything,
        frame.columns,
        request.as_of,
        rules,
        before=known.grids,
        spans=known.spans,
        override=request.override,
    )
    return outcomes.table(basis, chosen)


def _groups(
    everything: Sequence[ReportFacts],
    chosen: Sequence[Period],
    rules: Rules,
    request: StatisticsRequest,
    known: Published,
) -> Groups | None:
    if not request.by:
        return None
    by = " ".join(request.by.split())
    years = [
        periods.year(n, request.as_of)
        for one in chosen
        for n in range(one.start.year, one.end.year + 1)
    ]
    return groups(
        by,
        everything,
        chosen,
        rules,
        before=known.groups.get(by, ()),
        spans=[*known.spans, *(one.span for one in years)],
        override=request.override,
    )


def _event(
    frame: Frame,
    everything: Sequence[ReportFacts],
    request: StatisticsRequest,
    limits: StatisticsPolicy,
    rules: Rules,
    known: Published,
) -> EventFigures | None:
    if not request.events:
        return None
    if "event" not in frame.columns:
        raise SheetError(
            "The records do not say which event a report is about: they have no column Event. "
            "Add one (sheets-coc setup --with-event --apply), or name yours in the policy under "
            "[columns].",
            code="no-event-column",
        )
    return event(
        everything,
        request.events,
        request.as_of,
        years=limits.history_years,
        rules=rules,
        before=known.events,
        override=request.override,
    )
