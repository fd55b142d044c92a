"""The committee's table: one row for each year or half-year of receipt.

Reports and the action columns count reports, the people columns count people. The action
columns overlap, so they need not add up to the reports. A person named in two reports
counts once in each: who is the same person is forgotten when records are expunged, and no
figure may change on that day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sheets_coc.reporting.periods import Period, by_year
from sheets_coc.reporting.reports import Report

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


@dataclass(frozen=True, slots=True)
class Figures:
    """One row of the table.

    Attributes:
        period: the year or half-year.
        reports: how many reports came.
        people_named: how many people they name.
        actions_us: reports on which the committee took action.
        actions_local: reports on which local representatives did.
        banned_or_flagged: people who are banned or flagged.
        no_action: reports of which both action cells say no.
    """

    period: Period
    reports: int
    people_named: int
    actions_us: int
    actions_local: int
    banned_or_flagged: int
    no_action: int

    @property
    def values(self) -> tuple[int, ...]:
        """The figures in the order of the columns."""
        return tuple(getattr(self, key) for key in LABELS)

    def as_json(self) -> dict[str, int]:
        """How it stands in JSON; half-years have `half` besides `year`."""
        entry = {"year": self.period.year}
        if self.period.half:
            entry["half"] = self.period.half
        return entry | dict(zip(LABELS, self.values, strict=True))


def figures(period: Period, reports: Iterable[Report]) -> Figures:
    """The figures of the reports received in a period."""
    chosen = [report for report in reports if period.holds(report.received)]
    return Figures(
        period,
        reports=len(chosen),
        people_named=sum(r.people for r in chosen),
        actions_us=sum(r.action_us is True for r in chosen),
        actions_local=sum(r.action_local is True for r in chosen),
        banned_or_flagged=sum(r.flagged for r in chosen),
        no_action=sum(r.no_action for r in chosen),
    )


def table(reports: Sequence[Report], periods: Iterable[Period]) -> tuple[Figures, ...]:
    """The figures of several periods, in their order."""
    years = by_year(reports)
    return tuple(figures(period, years.get(period.year, ())) for period in periods)


@dataclass(frozen=True, slots=True)
class Missing:
    """Reports that stand in no row of any table.

    Attributes:
        undated: reports without a date that can be read.
        later: reports dated after the day the figures are as of.
    """

    undated: int
    later: int


def missing(reports: Iterable[Report], as_of: date) -> Missing:
    """How many reports cannot be counted, so that nobody takes the table for complete."""
    days = [report.received for report in reports]
    return Missing(days.count(None), sum(day is not None and day > as_of for day in days))
