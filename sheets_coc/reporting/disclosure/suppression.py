"""Small numbers identify people: what of a breakdown may be shown.

The totals of the yearly table are published as they are. The finer table breaks a period
down by outcome only from a number of reports on; cells of 0 to 4 show as one class; and
only if nobody can work out a hidden cell from the table, its totals and labels, the yearly
table, and what was published before about the period or a part of it. Otherwise the period
shows its total alone.

Earlier publications are taken at their figures of today, as far as they showed them: what
has been corrected since is closer to what a reader may know than the figure once printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from sheets_coc.reporting.disclosure.deduction import Reader, Said, TooManyGrids
from sheets_coc.reporting.reports import Outcome, Report

Span = tuple[date, date]
"""The first and last day of a span of time."""

CATEGORIES = tuple(Outcome)


class Level(StrEnum):
    """How much of a period is shown."""

    FULL = "full"
    CLASSES = "classes"
    TOTAL = "total"


class Why(StrEnum):
    """Why a period is not broken down, or not as far as it could be."""

    FEW = "few"
    DEDUCIBLE = "deducible"
    TOO_LARGE = "too-large"
    OVERRIDDEN = "overridden"


@dataclass(frozen=True, slots=True)
class Rules:
    """The limits.

    Attributes:
        break_down_from: reports in a period from which it is broken down.
        small_cell: cells from 0 to this number show as one class; 0 switches classes off.
    """

    break_down_from: int
    small_cell: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A breakdown of one span, as it is or was shown.

    Attributes:
        span: its first and last day.
        shown: categories whose number is shown; the others show as a class.
    """

    span: Span
    shown: frozenset[Outcome]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What may be shown of a period.

    Attributes:
        level: how much.
        why: what limited it; None where nothing did.
    """

    level: Level
    why: Why | None = None


def counts(reports: Iterable[Report], span: Span) -> dict[Outcome, int]:
    """How many reports of a span had each outcome."""
    found = dict.fromkeys(CATEGORIES, 0)
    for report in reports:
        if report.received and span[0] <= report.received <= span[1]:
            found[report.outcome] += 1
    return found


def grid(cells: Mapping[Outcome, int], span: Span, rules: Rules) -> Grid:
    """The breakdown of a span with its small cells as one class."""
    return Grid(span, frozenset(c for c, n in cells.items() if n > rules.small_cell))


def decide(
    reports: Sequence[Report],
    span: Span,
    before: Iterable[Grid],
    rules: Rules,
    *,
    totals: Iterable[Span] = (),
    override: bool = False,
) -> Verdict:
    """What may be shown of a span.

    Args:
        reports: all reports.
        span: the span that is to be published.
        before: breakdowns published before.
        rules: the limits.
        totals: other spans whose totals are known, such as half-years of the year.
        override: show every number all the same.
    """
    cells = counts(reports, span)
    if override:
        return Verdict(Level.FULL, Why.OVERRIDDEN)
    if sum(cells.values()) < rules.break_down_from:
        return Verdict(Level.TOTAL, Why.FEW)
    if rules.small_cell == 0:
        return Verdict(Level.FULL)
    try:
        told = tells(reports, grid(cells, span, rules), before, rules, totals=totals)
    except TooManyGrids:
        return Verdict(Level.TOTAL, Why.TOO_LARGE)
    return Verdict(Level.TOTAL, Why.DEDUCIBLE) if told else Verdict(Level.CLASSES)


def tells(
    reports: Sequence[Report],
    new: Grid,
    before: Iterable[Grid],
    rules: Rules,
    *,
    totals: Iterable[Span] = (),
) -> bool:
    """Whether a breakdown tells a number that it hides, or that its parts would hide.

    Every span that the published ones cut out of the calendar is looked at, and every run
    of them: what remains of a year beside its first half counts as if it were published.

    Raises:
        TooManyGrids: where this would take too long to say.
    """
    known = [g for g in _connected(before, new.span) if g != new]
    also = [span for span in totals if _meet(span, new.span)]
    spans = [new.span, *also, *(g.span for g in known)]
    atoms = _atoms(spans)
    public = _Public(reports, atoms, rules)
    base = [said for g in known for said in public.shown(g)]
    base += [said for span in spans for said in public.totals(span)]
    earlier = Reader(len(atoms), len(CATEGORIES), tuple(dict.fromkeys(base)))
    later = Reader(len(atoms), len(CATEGORIES), tuple(dict.fromkeys([*base, *public.shown(new)])))
    return any(
        public.is_sensitive(run, category)
        and len(later.possible(run, category)) < 2
        and len(earlier.possible(run, category)) > 1
        for run in _runs(len(atoms))
        for category in range(len(CATEGORIES))
    )


def _meet(first: Span, second: Span) -> bool:
    return first[0] <= second[1] and second[0] <= first[1]


def _connected(before: Iterable[Grid], span: Span) -> list[Grid]:
    """Earlier breakdowns that overlap with a span, or with one that does."""
    left = list(dict.fromkeys(before))
    reached: list[Grid] = []
    edge = [span]
    while edge:
        found = [g for g in left if any(_meet(g.span, e) for e in edge)]
        left = [g for g in left if g not in found]
        reached += found
        edge = [g.span for g in found]
    return reached


def _atoms(spans: Iterable[Span]) -> list[Span]:
    """The calendar cut at every first day and after every last day."""
    several = list(spans)
    cuts = sorted({s[0] for s in several} | {s[1] + timedelta(1) for s in several})
    pieces = [(a, b - timedelta(1)) for a, b in pairwise(cuts)]
    return [p for p in pieces if any(s[0] <= p[0] and p[1] <= s[1] for s in several)]


def _runs(length: int) -> list[tuple[int, ...]]:
    return [tuple(range(a, b)) for a in range(length) for b in range(a + 1, length + 1)]


class _Public:
    """Turns published tables into what a reader knows of the atoms."""

    def __init__(self, reports: Sequence[Report], atoms: Sequence[Span], rules: Rules) -> None:
        self.atoms = atoms
        self.rules = rules
        self.cells = [counts(reports, atom) for atom in atoms]
        self.flagged = [_flagged(reports, atom) for atom in atoms]

    def within(self, span: Span) -> frozenset[int]:
        return frozenset(i for i, a in enumerate(self.atoms) if span[0] <= a[0] and a[1] <= span[1])

    def value(self, atoms: Iterable[int], category: Outcome) -> int:
        return sum(self.cells[i][category] for i in atoms)

    def total(self, atoms: Iterable[int]) -> int:
        return sum(sum(self.cells[i].values()) for i in atoms)

    def shown(self, breakdown: Grid) -> list[Said]:
        """What the cells of a breakdown say: a number, or that it is a small one."""
        atoms = self.within(breakdown.span)
        said = []
        for index, category in enumerate(CATEGORIES):
            value = self.value(atoms, category)
            least, most = value, value
            if category not in breakdown.shown:
                least, most = 0, max(self.rules.small_cell, value)
            said.append(Said(atoms, frozenset({index}), least, most))
        return said

    def totals(self, span: Span) -> list[Said]:
        """What the yearly table says: the reports, and the people banned or flagged.

        Whoever is banned or suspended is one of the people banned or flagged; and where
        there are such people, some report ended otherwise than open or without a violation.
        """
        atoms = self.within(span)
        total = self.total(atoms)
        flagged = sum(self.flagged[i] for i in atoms)
        banned = _numbers(lambda c: c in (Outcome.SUSPENDED, Outcome.BANNED))
        ended = _numbers(lambda c: c not in (Outcome.OPEN, Outcome.NOT_A_VIOLATION))
        said = [Said(atoms, frozenset(range(len(CATEGORIES))), total, total)]
        if flagged < total:
            said.append(Said(atoms, banned, 0, flagged))
        if flagged:
            said.append(Said(atoms, ended, 1))
        return said

    def is_sensitive(self, run: Sequence[int], category: int) -> bool:
        """Whether a number, published by itself, would be hidden."""
        small = self.value(run, CATEGORIES[category]) <= self.rules.small_cell
        return small or self.total(run) < self.rules.break_down_from


def _numbers(chosen: Callable[[Outcome], bool]) -> frozenset[int]:
    return frozenset(i for i, category in enumerate(CATEGORIES) if chosen(category))


def _flagged(reports: Iterable[Report], span: Span) -> int:
    return sum(r.flagged for r in reports if r.received and span[0] <= r.received <= span[1])
