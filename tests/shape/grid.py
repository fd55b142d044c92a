"""A sheet that people rearrange, known by what each cell means rather than by where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random

from sheets_coc.dates import add_months
from sheets_coc.schema.columns import BY_KEY, Decision
from sheets_coc.sheet.model import Snapshot, Tab, Value
from tests.shape.sheet import FULL

START = date(2026, 6, 1)
MONTHS = {Decision.RESOLVED: 14, Decision.FLAGGED: 26}


@dataclass
class Truth:
    """What a record really says."""

    name: str
    reported_on: date
    decision: Decision
    held: bool = False
    gone: bool = False

    def last_day(self) -> date | None:
        """The day it may go after, by its own term; nobody here is in two records."""
        if self.decision is Decision.NO_VIOLATION:
            return self.reported_on
        months = MONTHS.get(self.decision)
        return None if months is None else add_months(self.reported_on, months)


@dataclass
class Column:
    """One column: what it is, and what stands above it."""

    key: str
    heading: str


@dataclass
class Line:
    """One row: a record's case, or what else it is."""

    case: str
    cells: dict[int, Value] = field(default_factory=dict)


class Grid:
    """A spreadsheet between nights, which knows what each of its rows and columns is.

    Attributes:
        truths: what each record really says, by case.
        said: what happened, to understand a failure by.
    """

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.day = START
        self.truths: dict[str, Truth] = {}
        self.announced: dict[str, date] = {}
        self.columns = [Column(key, BY_KEY[key].header) for key in FULL]
        self.lines: list[Line] = [Line("header")]
        self.elsewhere: list[Line] = []
        self.rest: list[Tab] = []
        self.metadata: dict[str, str] = {}
        self.undo: list[Line] | None = None
        self.exchanged: list[Column] = []
        self.last: dict[str, dict[str, Value]] = {}
        self.said: list[str] = []

    def snapshot(self) -> Snapshot:
        """The spreadsheet as it stands."""
        tabs = [self._tab(11, "Records", self.lines)]
        if self.elsewhere:
            tabs.append(self._tab(12, "2024", [self._header(), *self.elsewhere]))
        return Snapshot("id", "Invented", [*tabs, *self.rest], metadata=dict(self.metadata))

    def _tab(self, number: int, title: str, lines: list[Line]) -> Tab:
        width = len(self.columns)
        header = [column.heading or None for column in self.columns]
        values = [
            list(header) if line.case == "header" else [line.cells.get(c) for c in range(width)]
            for line in lines
        ]
        return Tab(number, title, values=values, columns=max(26, width))

    def _take(self, after: Snapshot) -> None:
        tab = after.tab("Records")
        assert tab is not None
        for row, line in enumerate(self.lines):
            if line.case != "header":
                line.cells = {c: v for c, v in enumerate(tab.values[row]) if v not in (None, "")}
        self.rest = [tab for tab in after.tabs if tab.title not in ("Records", "2024")]
        self.metadata = after.metadata

    def _type(self, line: Line, key: str, value: Value) -> None:
        line.cells[self.columns.index(self._column(key))] = value

    def _column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)

    def _header(self) -> Line:
        return next(line for line in self.lines if line.case == "header")

    def _any_live(self) -> Line | None:
        live = [
            line
            for line in self.lines
            if line.case in self.truths and not self.truths[line.case].gone
        ]
        return self.chance.choice(live) if live else None
