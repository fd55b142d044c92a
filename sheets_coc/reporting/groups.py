"""Reports broken down by a column that holds nobody's data: space, type, channel, resolver.

Each report stands in one group. Groups are named where the whole sheet has enough reports of
them; all others are one group, so that the name of a rare one tells nothing. Each period
follows the rules of disclosure control, and shows its total alone where they forbid more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sheets_coc.reporting.cells import Cell, SmallNumber, cell_json
from sheets_coc.reporting.disclosure.published import REST
from sheets_coc.reporting.disclosure.suppression import (
    Breaking,
    CountedReport,
    Disclosure,
    Grid,
    Level,
    Rules,
    Span,
    Statement,
    total,
)
from sheets_coc.reporting.periods import Period
from sheets_coc.reporting.reports import ReportFacts

BLANK: Final = "not recorded"
"""The group of reports of which the column says nothing."""
MOST_GROUPS = 12
"""Groups that are named at most; more are too many to read."""


@dataclass(frozen=True, slots=True)
class GroupsRow:
    """A period, broken down by a column.

    Attributes:
        period: the period.
        reports: how many reports it has.
        groups: what is shown of each group; empty where nothing may be.
        disclosure: how much is shown, and why not more.
    """

    period: Period
    reports: int
    groups: Mapping[str, Cell] = field(repr=False)
    disclosure: Disclosure

    def as_json(self) -> dict[str, object]:
        """How it stands in JSON; `groups` is null where the total stands alone."""
        shown = {label: cell_json(cell) for label, cell in self.groups.items()}
        return self.period.as_json() | {"reports": self.reports, "groups": shown or None}


@dataclass(frozen=True, slots=True)
class Groups:
    """Every period, broken down by a column.

    Attributes:
        by: the column's heading, as it was asked for.
        rows: the periods, newest first.
    """

    by: str = field(repr=False)
    rows: tuple[GroupsRow, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """The groups that are named anywhere, in their order."""
        return tuple(dict.fromkeys(label for row in self.rows for label in row.groups))

    def as_json(self) -> dict[str, object]:
        """How it stands in JSON."""
        return {"by": self.by, "periods": [row.as_json() for row in self.rows]}


def groups(
    by: str,
    reports: Iterable[ReportFacts],
    periods: Iterable[Period],
    rules: Rules,
    *,
    before: Iterable[Grid] = (),
    spans: Iterable[Span] = (),
    override: bool = False,
) -> Groups:
    """Break periods down by the group of each report.

    Args:
        by: the column's heading.
        reports: all reports, each with its group.
        periods: the periods, none of which overlap.
        rules: the limits of disclosure control.
        before: breakdowns by the same column published before.
        spans: spans of time whose totals are known.
        override: show small numbers all the same.
    """
    counted = tuple(
        CountedReport(report.received, report.group or BLANK)
        for report in reports
        if report.received
    )
    named = _named(counted, rules)
    rest = REST if any(one.label not in named for one in counted) else ""
    breaking = Breaking(
        counted,
        named,
        rules,
        rest=rest,
        exempt=frozenset({BLANK}),
        before=tuple(before),
        public=tuple(_totals(counted, spans)),
        override=override,
    )
    return Groups(by, tuple(_row(breaking, period) for period in periods))


def _named(counted: Sequence[CountedReport], rules: Rules) -> tuple[str, ...]:
    """The groups that are named: the most frequent ones, in the order of the alphabet."""
    frequent = Counter(one.label for one in counted).most_common(MOST_GROUPS)
    return tuple(sorted(label for label, number in frequent if number > rules.small_cell))


def _totals(counted: Sequence[CountedReport], spans: Iterable[Span]) -> Iterable[Statement]:
    for span in sorted(set(spans)):
        number = total(counted, span)
        yield Statement(span, None, number, number)


def _row(breaking: Breaking, period: Period) -> GroupsRow:
    disclosure = breaking.decide(period.span)
    number = total(breaking.counted, period.span)
    shown: dict[str, Cell] = {}
    if disclosure.level is not Level.TOTAL:
        for label, cell in breaking.cells(period.span).items():
            small = disclosure.level is Level.CLASSES and cell <= breaking.rules.small_cell
            shown[label] = SmallNumber(breaking.rules.small_cell) if small else cell
    return GroupsRow(period, number, shown, disclosure)
