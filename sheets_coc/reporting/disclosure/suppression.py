"""Small numbers identify people: what of a breakdown may be shown.

Yearly tables are published as they are. Whatever else breaks reports down (a half-year, a
quarter or another span by outcome; any period by a column) does so only from a number of
reports on; cells of 0 to 4 show as one class; and only if nobody can work out a hidden cell
from the table, its totals and labels, the yearly table, and what was published before about
the period or a part of it. Otherwise the period shows its total alone.

    2026 H1, published in July:     13 reports: other 9, not a violation 0-4, no action 0-4
    2026, by the same column:       18 reports: other 12, not a violation 5, no action 0-4
    so the second half has 12 - 9 = 3 of "other", a number it would hide: told, by way of H1

Earlier publications are taken at their figures of today, as far as they showed them: what
has been corrected since is closer to what a reader may know than the figure once printed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from sheets_coc.reporting.disclosure.deduction import Reader, Said, TooManySteps

Span = tuple[date, date]
"""The first and last day of a span of time."""


class Level(StrEnum):
    """How much of a period is shown."""

    FULL = "full"
    CLASSES = "classes"
    TOTAL = "total"


class Limit(StrEnum):
    """What limits how far a period is broken down."""

    FEW = "few"
    DEDUCIBLE = "deducible"
    GAVE_UP = "gave-up"
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
class CountedReport:
    """A report as a breakdown sees it.

    Attributes:
        day: the day of receipt.
        label: under what it counts.
        flagged: people in it who are banned or flagged.
    """

    day: date
    label: str
    flagged: int = 0


@dataclass(frozen=True, slots=True)
class Grid:
    """A breakdown of one span, as it is or was shown.

    Attributes:
        span: its first and last day.
        shown: labels whose number is shown.
        classed: labels that show as a class.
        rest: the label, among those, that stands for everything not named; none if blank.
    """

    span: Span
    shown: frozenset[str]
    classed: frozenset[str]
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """Something else that is public: how many reports of a span have one of some labels.

    Attributes:
        span: its first and last day.
        labels: the labels; None for all reports.
        least: the least the number can be.
        most: the most it can be; None where nothing limits it.
    """

    span: Span
    labels: frozenset[str] | None
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What may be shown of a period.

    Attributes:
        level: how much.
        limit: what limited it; of what is shown in full all the same, what it gives away.
            None where nothing did.
        because: earlier publications without which more could be shown.
    """

    level: Level
    limit: Limit | None = None
    because: tuple[Span, ...] = ()


def counts(counted: Iterable[CountedReport], span: Span, labels: Iterable[str]) -> dict[str, int]:
    """How many reports of a span count under each label."""
    found = Counter(one.label for one in counted if span[0] <= one.day <= span[1])
    return {label: found[label] for label in labels}


def total(counted: Iterable[CountedReport], span: Span) -> int:
    """How many reports a span has."""
    return sum(span[0] <= one.day <= span[1] for one in counted)


def grid(cells: Iterable[tuple[str, int]], span: Span, rules: Rules, rest: str = "") -> Grid:
    """The breakdown of a span with its small cells as one class."""
    small = {label: number <= rules.small_cell for label, number in cells}
    return Grid(
        span,
        frozenset(label for label, is_small in small.items() if not is_small),
        frozenset(label for label, is_small in small.items() if is_small),
        rest,
    )


@dataclass(frozen=True, slots=True)
class Breaking:
    """What is to be broken down, and by which rules.

    Attributes:
        counted: every report, of every period.
        labels: the labels that the breakdown names.
        rest: the one among them that stands for every other; none if blank.
        exempt: labels of which a small number tells nothing of anybody.
        rules: the limits.
        before: breakdowns published before, by the same column.
        public: what else readers know.
        override: show every number all the same.
    """

    counted: Sequence[CountedReport] = field(repr=False)
    labels: tuple[str, ...] = field(repr=False)
    rules: Rules
    rest: str = ""
    exempt: frozenset[str] = frozenset()
    before: tuple[Grid, ...] = field(default=(), repr=False)
    public: tuple[Statement, ...] = field(default=(), repr=False)
    override: bool = False

    def cells(self, span: Span) -> dict[str, int]:
        """The numbers of a span, by label."""
        found = counts(self.counted, span, self.labels)
        if self.rest:
            found[self.rest] = 0
            found[self.rest] = total(self.counted, span) - sum(found.values())
        return found

    def decide(self, span: Span) -> Disclosure:
        """What may be shown of a span."""
        if self.override:
            return Disclosure(Level.FULL, Limit.OVERRIDDEN)
        number = total(self.counted, span)
        if number == 0:
            return Disclosure(Level.FULL)  # the total says it all
        if number < self.rules.break_down_from:
            return Disclosure(Level.TOTAL, Limit.FEW)
        if self.rules.small_cell == 0:
            return Disclosure(Level.FULL)
        new = grid(self.cells(span).items(), span, self.rules, self.rest)
        known = [one for one in _connected(self.before, span) if one != new]
        try:
            if not self._tells(new, known):
                return Disclosure(Level.CLASSES)
            return Disclosure(Level.TOTAL, Limit.DEDUCIBLE, self._because(new, known))
        except TooManySteps:
            return Disclosure(Level.TOTAL, Limit.GAVE_UP)

    def beside(self, span: Span) -> Disclosure:
        """What a span that stands as it is gives away, by way of what was published before.

        `public` says what its table tells. It is not kept back; whoever publishes it is told.
        """
        known = _connected(self.before, span)
        others = {one: [k for k in known if k != one] for one in known}
        try:
            told = tuple(one.span for one in known if self._tells(one, others[one]))
        except TooManySteps:
            return Disclosure(Level.FULL, Limit.GAVE_UP)
        return Disclosure(Level.FULL, Limit.DEDUCIBLE, told) if told else Disclosure(Level.FULL)

    def _because(self, new: Grid, known: Sequence[Grid]) -> tuple[Span, ...]:
        """The earlier publications that are the reason; none where the table tells by itself."""
        if not known or self._tells(new, ()):
            return ()
        alone = [one for one in known if not self._tells(new, [k for k in known if k != one])]
        return tuple(one.span for one in alone or known)

    def _tells(self, new: Grid, before: Sequence[Grid]) -> bool:
        """Whether a breakdown tells a number that it hides, or that its parts would hide.

        Every span that the published ones cut out of the calendar is looked at, and every
        run of them: what remains of a year beside its first half counts as if published.

        Raises:
            TooManySteps: where this would take too long to say.
        """
        public = [one for one in self.public if _meet(one.span, new.span)]
        spans = [new.span, *(one.span for one in public), *(one.span for one in before)]
        pieces = _Pieces(self, _atoms(spans), [new, *before])
        told = [pieces.stated(one) for one in public]
        told += [said for one in before for said in pieces.said(one)]
        told += [pieces.total(span) for span in spans]
        earlier = pieces.reader(told)
        later = pieces.reader([*told, *pieces.said(new)])
        return any(
            pieces.is_sensitive(run, number)
            and not later.leaves_open(run, number)
            and earlier.leaves_open(run, number)
            for run in _runs(len(pieces.atoms))
            for number in range(len(pieces.labels))
        )


class _Pieces:
    """The calendar in pieces, the labels told apart anywhere, and the true grid over both."""

    def __init__(self, breaking: Breaking, atoms: Sequence[Span], grids: Sequence[Grid]) -> None:
        self.rules, self.exempt, self.atoms = breaking.rules, breaking.exempt, atoms
        named = dict.fromkeys(breaking.labels)
        named |= dict.fromkeys(label for g in grids for label in sorted(g.shown | g.classed))
        if not breaking.rest:
            named |= dict.fromkeys(one.label for one in breaking.counted)
        self.labels = [label for label in named if label != breaking.rest]
        self.rest = breaking.rest
        if self.rest:
            self.labels.append(self.rest)
        cells = []
        for atom in atoms:
            found = counts(breaking.counted, atom, self.labels)
            if self.rest:
                found[self.rest] = 0
                found[self.rest] = total(breaking.counted, atom) - sum(found.values())
            cells.append(found)
        self.cells = cells

    def reader(self, said: Iterable[Said]) -> Reader:
        truth = tuple(found[label] for found in self.cells for label in self.labels)
        return Reader(len(self.atoms), len(self.labels), tuple(dict.fromkeys(said)), truth)

    def within(self, span: Span) -> frozenset[int]:
        return frozenset(i for i, a in enumerate(self.atoms) if span[0] <= a[0] and a[1] <= span[1])

    def numbers(self, labels: Iterable[str]) -> frozenset[int]:
        wanted = set(labels)
        return frozenset(i for i, label in enumerate(self.labels) if label in wanted)

    def value(self, atoms: Iterable[int], numbers: Iterable[int]) -> int:
        chosen = [self.labels[number] for number in numbers]
        return sum(self.cells[atom][label] for atom in atoms for label in chosen)

    def said(self, shown: Grid) -> Iterable[Said]:
        """What the cells of a breakdown say: a number, or that it is a small one."""
        atoms, named = self.within(shown.span), shown.shown | shown.classed
        for label in sorted(named):
            labels = {label}
            if label == shown.rest:
                labels = {one for one in self.labels if one not in named} | {label}
            numbers = self.numbers(labels)
            value = self.value(atoms, numbers)
            least, most = value, value
            if label in shown.classed:
                least, most = 0, max(self.rules.small_cell, value)
            yield Said(atoms, numbers, least, most)

    def stated(self, one: Statement) -> Said:
        labels = self.labels if one.labels is None else one.labels
        return Said(self.within(one.span), self.numbers(labels), one.least, one.most)

    def total(self, span: Span) -> Said:
        atoms, numbers = self.within(span), frozenset(range(len(self.labels)))
        value = self.value(atoms, numbers)
        return Said(atoms, numbers, value, value)

    def is_sensitive(self, run: Sequence[int], number: int) -> bool:
        """Whether a number, published by itself, would be hidden."""
        if self.labels[number] in self.exempt:
            return False
        few = self.value(run, range(len(self.labels))) < self.rules.break_down_from
        return few or self.value(run, (number,)) <= self.rules.small_cell


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
