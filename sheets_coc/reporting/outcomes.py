"""The finer table: what came of the reports of a period, where the sheet has decisions.

Every report stands under one outcome, the gravest of its rows. What the records do not
hold (who was only warned, what was out of scope) is shown as unknown, and a nought is not
shown for an outcome while some reports of the period have none recorded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from sheets_coc.reporting.disclosure.suppression import (
    Grid,
    Level,
    Rules,
    Span,
    Verdict,
    counts,
    decide,
)
from sheets_coc.reporting.periods import Period, by_year, within
from sheets_coc.reporting.reports import Outcome, Report


class Shown(Enum):
    """What stands in a cell instead of a number."""

    UNKNOWN = "unknown"
    NOT_SHOWN = "not shown"


@dataclass(frozen=True, slots=True)
class Small:
    """A small number, shown as a class: from 0 to `most`."""

    most: int

    def __str__(self) -> str:
        return f"0–{self.most}"


Cell = int | Small | Shown

LABELS: Final = {
    "reports": "Reports",
    "actions_us": "Actions by the foundation",
    "actions_local": "Actions locally",
    "not_a_violation": "Not a violation",
    "out_of_scope": "Out of scope",
    "warned": "Warned",
    "suspended": "Suspended",
    "banned": "Banned",
    "other": "Other",
    "open": "Being handled",
    "not_recorded": "Not recorded",
    "no_action": "No action",
}
"""The columns, by key, in their order."""

NOTES: Final = (
    "Each report stands under one outcome: the columns from Not a violation to Not recorded "
    "do not overlap. The columns on actions do.",
    "Suspended is a ban with an end, Banned one without. Other are violations that were "
    "resolved or flagged, or where nobody could be identified; warnings are among them.",
    "Unknown: the records do not say. They tell neither warnings apart, nor reports that "
    "were out of scope.",
    "Small numbers stand as a class, so that nobody can be recognised.",
)
"""What readers of the table must know."""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """One row of the finer table.

    Attributes:
        period: the year or half-year.
        cells: what is shown, by column key.
        verdict: how much of it is shown, and why not more.
        counts: the numbers themselves; only what the verdict allows goes further.
    """

    period: Period
    cells: Mapping[str, Cell]
    verdict: Verdict
    counts: Mapping[Outcome, int] = field(repr=False)
    small_cell: int

    @property
    def values(self) -> tuple[Cell, ...]:
        """The cells in the order of the columns."""
        return tuple(self.cells[key] for key in LABELS)

    def remembered(self, outcome: Outcome) -> str:
        """How the Log remembers a cell: the number, or the class it was shown as."""
        number = self.counts[outcome]
        small = self.verdict.level is Level.CLASSES and number <= self.small_cell
        return f"0-{self.small_cell}" if small else str(number)

    def as_json(self) -> dict[str, int | str | None]:
        """How it stands in JSON: unknown is null, a class `0-4`, what is not shown says so."""
        entry: dict[str, int | str | None] = {"year": self.period.year}
        if self.period.half:
            entry["half"] = self.period.half
        return entry | {key: cell_json(self.cells[key]) for key in LABELS}


def cell_json(cell: Cell) -> int | str | None:
    """A cell in JSON."""
    if isinstance(cell, Small):
        return f"0-{cell.most}"
    if isinstance(cell, Shown):
        return None if cell is Shown.UNKNOWN else cell.value
    return cell


def cell_text(cell: Cell) -> str:
    """A cell as people read it."""
    return cell.value if isinstance(cell, Shown) else str(cell)


def table(
    reports: Sequence[Report],
    periods: Iterable[Period],
    before: Iterable[Grid],
    rules: Rules,
    *,
    totals: Iterable[Span] = (),
    override: bool = False,
) -> tuple[Breakdown, ...]:
    """The finer table of several periods, in their order.

    Args:
        reports: all reports.
        periods: the periods, none of which overlap.
        before: breakdowns published before.
        rules: the limits of disclosure control.
        totals: other spans whose totals are known.
        override: show small numbers all the same.
    """
    known, also, years = tuple(before), tuple(totals), by_year(reports)
    found = []
    for period in periods:
        # No span that is ever published crosses a year's end, so its own year is all it takes.
        chosen, span = years.get(period.year, []), (period.start, period.end)
        verdict = decide(chosen, span, known, rules, totals=also, override=override)
        found.append(breakdown(chosen, period, verdict, rules))
    return tuple(found)


def breakdown(
    reports: Sequence[Report], period: Period, verdict: Verdict, rules: Rules
) -> Breakdown:
    """One row, showing what the verdict allows."""
    chosen = within(reports, period)
    found = counts(chosen, (period.start, period.end))
    cells: dict[str, Cell] = {
        "reports": len(chosen),
        "actions_us": _actions(r.action_us for r in chosen),
        "actions_local": _actions(r.action_local for r in chosen),
        "out_of_scope": Shown.UNKNOWN,
        "warned": Shown.UNKNOWN,
        "no_action": _no_action(chosen),
    }
    for outcome, number in found.items():
        cells[outcome.value] = _cell(outcome, number, found, verdict, rules)
    return Breakdown(period, cells, verdict, found, rules.small_cell)


def _cell(
    outcome: Outcome, number: int, found: Mapping[Outcome, int], verdict: Verdict, rules: Rules
) -> Cell:
    unrecorded = found[Outcome.NOT_RECORDED]
    if unrecorded and unrecorded == sum(found.values()):
        return number if outcome is Outcome.NOT_RECORDED else Shown.UNKNOWN
    if verdict.level is Level.TOTAL:
        return Shown.NOT_SHOWN
    if verdict.level is Level.CLASSES and number <= rules.small_cell:
        return Small(rules.small_cell)
    if number == 0 and unrecorded and outcome is not Outcome.NOT_RECORDED:
        return Shown.UNKNOWN
    return number


def _actions(answers: Iterable[bool | None]) -> Cell:
    """Reports with action; unknown where the records of the period say nothing about it."""
    given = list(answers)
    if given and set(given) == {None}:
        return Shown.UNKNOWN
    return given.count(True)


def _no_action(chosen: Sequence[Report]) -> Cell:
    if chosen and all(r.action_us is None and r.action_local is None for r in chosen):
        return Shown.UNKNOWN
    return sum(r.no_action for r in chosen)
