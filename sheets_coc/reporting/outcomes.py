"""Today's table: what came of the reports of a period, where the sheet says.

The outcomes of people (warned, suspended, banned, other) count people, those of reports (not
a violation, out of scope, no action) count reports, as the working group publishes them. For
a year every number stands as it is. Other periods are breakdowns: there each report stands
under one outcome, the gravest, and small numbers are kept back.

What the records do not say is unknown: a decision of the older policy tells neither warnings
nor what was out of scope apart, and a nought is not shown for an outcome while of some
reports of the period none is recorded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sheets_coc.reporting import yearly
from sheets_coc.reporting.cells import Cell, Hidden, SmallNumber, cell_json
from sheets_coc.reporting.disclosure.suppression import (
    Breaking,
    CountedReport,
    Disclosure,
    Grid,
    Level,
    Rules,
    Span,
    Statement,
)
from sheets_coc.reporting.periods import Period, Unit, by_year, within, year
from sheets_coc.reporting.reports import ReportFacts, ReportOutcome
from sheets_coc.schema.consequences import ACTIONS, NOT_TOLD_BY_DECISIONS

LABELS: Final = {
    "reports": "Reports",
    "people_named": "People Named",
    "actions_dsf": "Actions (DSF)",
    "actions_local": "Actions (Local)",
    "not_a_violation": "Not a violation",
    "out_of_scope": "Out of scope",
    "warned": "Warned",
    "suspended": "Suspended",
    "banned": "Banned",
    "other": "Other",
    "no_action": "No Action",
}
"""The columns, by key, in the order and under the headers of the published table."""


def labels(us: str) -> dict[str, str]:
    """The headers, with what a committee calls itself: `Actions (DSF)`."""
    return LABELS | {"actions_dsf": f"Actions ({us})"}


MEANINGS: Final = {
    "reports": "reports received in that period",
    "people_named": "people named in them, once for each report they are named in",
    "actions_dsf": "reports on which the Code of Conduct group or the board took action",
    "actions_local": "reports on which event organisers or moderators of online spaces did",
    "not_a_violation": "reports found to be no violation of the Code of Conduct",
    "out_of_scope": "reports found to be outside its scope",
    "warned": "people who were warned",
    "suspended": "people who were suspended: banned to a day",
    "banned": "people who were banned for good",
    "other": "people for whom something else followed",
    "no_action": "reports of violations on which no action was taken",
}
"""What each column counts."""

SHOWN: Final = tuple(ReportOutcome(key) for key in LABELS if key in set(ReportOutcome))
"""The outcomes that have a column."""
_PEOPLE = frozenset(ReportOutcome(one.value) for one in ACTIONS)
_UNTOLD = frozenset(ReportOutcome(one.value) for one in NOT_TOLD_BY_DECISIONS)
_EXEMPT = frozenset({ReportOutcome.OPEN.value, ReportOutcome.NOT_RECORDED.value})
_FLAGGED_ENDS: Final = frozenset[str](_PEOPLE | {ReportOutcome.NOT_RECORDED})

NOTE_UNKNOWN: Final = (
    "Unknown: the records do not say. Where they hold a decision alone, warnings are among "
    "Other, and what was out of scope is among Not a violation."
)
NOTE_PARTS: Final = (
    "Other periods than years: each report stands under the gravest of its outcomes, small "
    "numbers stand as a class, so that nobody can be recognised, and reports that are still "
    "being handled stand under none."
)


@dataclass(frozen=True, slots=True)
class OutcomesRow:
    """One row of the table.

    Attributes:
        period: the period.
        cells: what is shown, by column key.
        disclosure: how much of it is shown, and why not more.
        counts: the numbers themselves; only what may be shown goes further.
        undecided: whether nothing is recorded as decided about any of its reports.
    """

    period: Period
    cells: Mapping[str, Cell]
    disclosure: Disclosure
    counts: Mapping[ReportOutcome, int] = field(repr=False)
    undecided: bool = field(default=False, repr=False)

    @property
    def values(self) -> tuple[Cell, ...]:
        """The cells in the order of the columns."""
        return tuple(self.cells[key] for key in LABELS)

    @property
    def broken_down(self) -> bool:
        """Whether anything is shown of what came of the reports."""
        shown = (self.cells[outcome.value] for outcome in SHOWN)
        return any(not isinstance(cell, Hidden) for cell in shown)

    def as_json(self) -> dict[str, int | str | None]:
        """How it stands in JSON: unknown is null, a class `0-4`, what is not shown says so."""
        return self.period.as_json() | {key: cell_json(self.cells[key]) for key in LABELS}


@dataclass(frozen=True, slots=True)
class Basis:
    """What the table is made of.

    Attributes:
        reports: all reports.
        columns: the keys of the columns that the sheet has.
        as_of: the last day that counts.
        rules: the limits of disclosure control.
        before: breakdowns by outcome published before.
        spans: spans of time whose totals were published before.
        override: show small numbers all the same.
    """

    reports: Sequence[ReportFacts]
    columns: frozenset[str]
    as_of: date
    rules: Rules
    before: tuple[Grid, ...] = ()
    spans: tuple[Span, ...] = ()
    override: bool = False


def table(basis: Basis, periods: Iterable[Period]) -> tuple[OutcomesRow, ...]:
    """The table of several periods, none of which overlap, in their order."""
    years = by_year(basis.reports)
    found = []
    for period in periods:
        chosen = within(yearly.of_years(years, period), period)
        if period.unit is Unit.YEAR:
            found.append(_of_year(basis, period, chosen, years))
        else:
            found.append(_of_part(basis, period, chosen, years))
    return tuple(found)


def _of_year(
    basis: Basis,
    period: Period,
    chosen: Sequence[ReportFacts],
    years: Mapping[int, Sequence[ReportFacts]],
) -> OutcomesRow:
    numbers = year_counts(chosen)
    disclosure = _breaking(basis, period, chosen, years).beside(period.span)
    cells = _first_cells(basis, chosen)
    for outcome in SHOWN:
        cells[outcome.value] = _cell(outcome, numbers[outcome], chosen, disclosure, basis.rules)
    return OutcomesRow(period, cells, disclosure, numbers, _undecided(chosen))


def _of_part(
    basis: Basis,
    period: Period,
    chosen: Sequence[ReportFacts],
    years: Mapping[int, Sequence[ReportFacts]],
) -> OutcomesRow:
    breaking = _breaking(basis, period, chosen, years)
    disclosure = breaking.decide(period.span)
    numbers = Counter(report.outcome for report in chosen)
    cells = _first_cells(basis, chosen)
    for outcome in SHOWN:
        cells[outcome.value] = _cell(outcome, numbers[outcome], chosen, disclosure, basis.rules)
    shown = {one: numbers[one] for one in SHOWN}
    return OutcomesRow(period, cells, disclosure, shown, _undecided(chosen))


def _undecided(chosen: Iterable[ReportFacts]) -> bool:
    return all(report.outcome.value in _EXEMPT for report in chosen)


def nothing_decided(rows: Iterable[OutcomesRow]) -> bool:
    """Whether every outcome is unknown because nothing is recorded as decided yet.

    Only where the cells themselves say unknown throughout: so whoever is told learns nothing
    that a number kept back would hide.
    """
    some = [row for row in rows if row.cells["reports"]]
    return bool(some) and all(
        row.undecided and all(row.cells[one.value] is Hidden.UNKNOWN for one in SHOWN)
        for row in some
    )


def year_counts(chosen: Iterable[ReportFacts]) -> dict[ReportOutcome, int]:
    """People under the outcomes of people, reports under those of reports."""
    reports: Counter[str] = Counter()
    people: Counter[str] = Counter()
    for report in chosen:
        reports[report.outcome.value] += 1
        people.update({one.value: number for one, number in report.consequences.items()})
    return {one: (people if one in _PEOPLE else reports)[one.value] for one in SHOWN}


def _first_cells(basis: Basis, chosen: Sequence[ReportFacts]) -> dict[str, Cell]:
    us, local, _ = yearly.actions(chosen, basis.columns)
    return {
        "reports": len(chosen),
        "people_named": yearly.named(chosen, basis.columns),
        "actions_dsf": us,
        "actions_local": local,
    }


def _cell(
    outcome: ReportOutcome,
    number: int,
    chosen: Sequence[ReportFacts],
    disclosure: Disclosure,
    rules: Rules,
) -> Cell:
    unrecorded = sum(report.unrecorded for report in chosen)
    if unrecorded and unrecorded == len(chosen):
        return Hidden.UNKNOWN
    if outcome in _UNTOLD and any(report.by_decision for report in chosen):
        return Hidden.UNKNOWN
    if disclosure.level is Level.TOTAL:
        return Hidden.NOT_SHOWN
    if disclosure.level is Level.CLASSES and number <= rules.small_cell:
        return SmallNumber(rules.small_cell)
    return Hidden.UNKNOWN if number == 0 and unrecorded else number


def _breaking(
    basis: Basis,
    period: Period,
    chosen: Sequence[ReportFacts],
    years: Mapping[int, Sequence[ReportFacts]],
) -> Breaking:
    """What a part of a year breaks down, and what readers know beside it.

    Only years that the period touches, or that something published about it touches, matter.
    """
    untold = _UNTOLD if any(report.by_decision for report in chosen) else frozenset()
    touched = range(period.start.year - 1, period.last_day.year + 2)
    near = [report for number in touched for report in years.get(number, ())]
    return Breaking(
        counted=tuple(
            CountedReport(report.received, report.outcome.value)
            for report in near
            if report.received
        ),
        labels=tuple(one.value for one in SHOWN if one not in untold),
        rules=basis.rules,
        exempt=_EXEMPT,
        before=basis.before,
        public=tuple(_public(basis, period, near)),
        override=basis.override,
    )


def _public(basis: Basis, period: Period, near: Sequence[ReportFacts]) -> Iterable[Statement]:
    """What the published tables say: each span's total and bans, and the years' outcomes."""
    whole = [year(n, basis.as_of) for n in range(period.start.year, period.end.year + 1)]
    spans = {one.span for one in whole if one.start <= one.end} | set(basis.spans)
    for first, last in sorted(spans):
        inside = [r for r in near if r.received and first <= r.received <= last]
        yield Statement((first, last), None, len(inside), len(inside))
        yield from _bans((first, last), inside)
    for one in whole:
        if one.complete or one.span == period.span:
            yield from _year_outcomes(one, within(near, one))


def _bans(span: Span, inside: Sequence[ReportFacts]) -> Iterable[Statement]:
    """Whoever is banned or suspended is one of the people banned or flagged."""
    flagged = sum(report.flagged for report in inside)
    yield Statement(span, frozenset({ReportOutcome.SUSPENDED, ReportOutcome.BANNED}), 0, flagged)
    if any(report.flagged and report.outcome in _FLAGGED_ENDS for report in inside):
        yield Statement(span, _FLAGGED_ENDS, 1, None)


def _year_outcomes(one: Period, inside: Sequence[ReportFacts]) -> Iterable[Statement]:
    """What the table of a whole year tells of its reports; it stands as it is.

    Where no report has two people, the people under an outcome are its reports, and whoever
    sees as many people named as reports will take it that way.
    """
    numbers = year_counts(inside)
    one_each = all(sum(report.consequences.values()) <= 1 for report in inside)
    for outcome in SHOWN:
        if _cell(outcome, numbers[outcome], inside, Disclosure(Level.FULL), Rules(0, 0)) is not (
            Hidden.UNKNOWN
        ):
            reports = sum(report.outcome is outcome for report in inside)
            known = outcome not in _PEOPLE or (one_each and reports == numbers[outcome])
            least = numbers[outcome] if known else 0
            yield Statement(
                one.span, frozenset({outcome.value}), least, max(numbers[outcome], reports)
            )
