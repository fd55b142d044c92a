"""The committee's table: one row for each period of receipt.

Reports and the action columns count reports, the people columns count people. The action
columns overlap, so they need not add up to the reports. A person named in two reports
counts once in each: who is the same person is forgotten when records are expunged, and no
figure may change on that day.

Unknown is not nought. A column that the sheet does not have says nothing, and where every
action cell of a period is blank, nobody has said whether anything was done:

    our_action  local_action      actions_us  actions_local  no_action
    "Warned"    ""                1           0              0
    ""          ""                unknown     unknown        unknown    (if all are so)
    (no column) "Asked to leave"  unknown     1              unknown

Years and half-years stand as they are, as the committee publishes them. Shorter and odd
spans could be cut around a single report, so of these only the first two columns are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sheets_coc.reporting.cells import Cell, Hidden, cell_json, counted
from sheets_coc.reporting.periods import Period, Unit, by_year, within
from sheets_coc.reporting.reports import ReportFacts

LABELS: Final = {
    "reports": "Reports",
    "people_named": "People named",
    "actions_us": "Actions taken by us",
    "actions_local": "Actions taken by local reps",
    "banned_or_flagged": "People banned or flagged",
    "no_action": "Lack of actions taken",
}
"""The columns, by key, under the committee's headers."""

MEANINGS: Final = {
    "reports": "reports the Code of Conduct committee received in that period",
    "people_named": "people named in those reports, once for each report they are named in",
    "actions_us": "reports on which the committee itself took action",
    "actions_local": "reports on which event organisers or moderators of online spaces did",
    "banned_or_flagged": "people who were banned or flagged as an outcome",
    "no_action": "reports on which, as the records say, nobody took action",
}
"""What each column counts."""

_BY_SOURCE = frozenset({"consequence", "resolution_source"})
"""The columns of 2026 that say both at once: what was done, and by whom."""
_AS_THEY_ARE = frozenset({Unit.YEAR, Unit.HALF})


@dataclass(frozen=True, slots=True)
class YearlyRow:
    """One row of the table.

    Attributes:
        period: the year, half-year, quarter or span.
        reports: how many reports came.
        people_named: how many people they name.
        actions_us: reports on which the committee took action.
        actions_local: reports on which local representatives did.
        banned_or_flagged: people who are banned or flagged.
        no_action: reports of which both action cells say no.
    """

    period: Period
    reports: int
    people_named: Cell
    actions_us: Cell
    actions_local: Cell
    banned_or_flagged: Cell
    no_action: Cell

    @property
    def values(self) -> tuple[Cell, ...]:
        """The figures in the order of the columns."""
        return tuple(getattr(self, key) for key in LABELS)

    def as_json(self) -> dict[str, int | str | None]:
        """How it stands in JSON; other periods than years say which they are."""
        return self.period.as_json() | dict(zip(LABELS, map(cell_json, self.values), strict=True))


def yearly_row(
    period: Period, reports: Iterable[ReportFacts], columns: frozenset[str]
) -> YearlyRow:
    """The figures of the reports received in a period.

    Args:
        period: the period.
        reports: reports, of this period and others.
        columns: the keys of the columns that the sheet has.
    """
    chosen = within(tuple(reports), period)
    us, local, neither = actions(chosen, columns)
    unread = any(r.flag_unread for r in chosen) and not any(r.flagged for r in chosen)
    flagged = counted(
        (r.flagged for r in chosen),
        known=bool(columns & {"flag", "decision", "consequence"}) and not unread,
    )
    if period.unit not in _AS_THEY_ARE:
        us = local = neither = flagged = Hidden.NOT_SHOWN
    return YearlyRow(
        period,
        reports=len(chosen),
        people_named=named(chosen, columns),
        actions_us=us,
        actions_local=local,
        banned_or_flagged=flagged,
        no_action=neither,
    )


def named(chosen: Iterable[ReportFacts], columns: frozenset[str]) -> Cell:
    """How many people the reports of a period name."""
    return counted((r.people for r in chosen), known=bool(columns & {"subjects", "person"}))


def actions(chosen: Sequence[ReportFacts], columns: frozenset[str]) -> tuple[Cell, Cell, Cell]:
    """Reports with action by the committee, by local representatives, and by neither.

    Args:
        chosen: the reports of a period.
        columns: the keys of the columns that the sheet has.
    """
    said = not chosen or any(r.action_us is not None or r.action_local is not None for r in chosen)
    both = columns >= _BY_SOURCE
    us, local = (both or key in columns for key in ("our_action", "local_action"))
    return (
        counted((r.action_us is True for r in chosen), known=said and us),
        counted((r.action_local is True for r in chosen), known=said and local),
        counted((r.no_action for r in chosen), known=said and us and local),
    )


def table(
    reports: Sequence[ReportFacts], periods: Iterable[Period], columns: frozenset[str]
) -> tuple[YearlyRow, ...]:
    """The figures of several periods, in their order."""
    years = by_year(reports)
    return tuple(yearly_row(period, of_years(years, period), columns) for period in periods)


def of_years(years: Mapping[int, Sequence[ReportFacts]], period: Period) -> tuple[ReportFacts, ...]:
    """The reports of the years that a period touches."""
    touched = range(period.start.year, period.end.year + 1)
    return tuple(report for number in touched for report in years.get(number, ()))


@dataclass(frozen=True, slots=True)
class NotCounted:
    """Reports that stand in no row of any table.

    Attributes:
        undated: reports without a date that can be read.
        later: reports dated after the day the figures are as of.
        source_unread: reports of which it is not understood who resolved them, so that they are
            counted, but under nobody's actions.
    """

    undated: int
    later: int
    source_unread: int = 0


def not_counted(reports: Iterable[ReportFacts], as_of: date) -> NotCounted:
    """How many reports cannot be counted, so that nobody takes the table for complete."""
    every = tuple(reports)
    days = [report.received for report in every]
    return NotCounted(
        days.count(None),
        sum(day is not None and day > as_of for day in days),
        sum(report.source_unread for report in every),
    )
