"""What a spreadsheet is: cells, tabs and what hangs on them. Knows nothing of HTTP.

A cell that holds nothing but a value is stored as that value itself (text, number, truth
value); only a cell with a formula, a format, a note or the like costs an object. Cells are never
changed, only replaced, and a row that changes is replaced by a new list: so a copy of a tab
shares all its rows with the original, and what changed is found by comparing identities.

Rows and columns count from 0. Structures that Google describes (properties, ranges, filters,
protections) are kept as plain dictionaries in Google's own form.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sheets_coc.local.state.plain import json_copy
from sheets_coc.local.state.row_texts import RowTexts

Json = dict[str, Any]
Scalar = str | float | bool


@dataclass(frozen=True, slots=True, repr=False)
class RichCell:
    """A cell that holds more than a value.

    Attributes:
        value: text, number or truth value as entered; None where there is none or a formula.
        formula: the formula's text with its `=`.
        format: Google's `userEnteredFormat`; shared between cells, never changed.
        note: the note.
        extra: further fields of Google's `CellData` by name (`textFormatRuns`, `chipRuns`,
            `dataValidation`, `pivotTable`, …); never changed.
    """

    value: Scalar | None = None
    formula: str | None = None
    format: Json | None = None
    note: str | None = None
    extra: Json | None = None

    def __repr__(self) -> str:
        return "<RichCell>"


Content = Scalar | RichCell | None
"""What a row holds for each cell."""

Row = list[Content]


def simplify(cell: RichCell) -> Content:
    """The cheapest form of a cell: its bare value where it holds nothing else."""
    if (cell.formula, cell.format, cell.note, cell.extra) == (None, None, None, None):
        return cell.value
    return cell


def as_cell(content: Content) -> RichCell:
    """Any content as a full cell."""
    return content if isinstance(content, RichCell) else RichCell(content)


def has_value(content: Content) -> bool:
    """Whether a cell shows something: a value or a formula."""
    if isinstance(content, RichCell):
        return content.value is not None or content.formula is not None
    return content is not None


@dataclass(slots=True, repr=False)
class Tab:
    """One tab.

    Attributes:
        id: Google's `sheetId`.
        properties: Google's `SheetProperties` without id, index, row and column count.
        row_count: how many rows the grid has.
        column_count: how many columns the grid has.
        rows: the rows as far as something was ever stored; each may be shorter than the grid.
        row_meta: properties of single rows (`pixelSize`, `hiddenByUser`) by row.
        column_meta: the same of columns.
        parts: everything else of Google's `Sheet` by name: `merges`, `protectedRanges`,
            `basicFilter`, `filterViews`, `conditionalFormats`, `bandedRanges`, `rowGroups`,
            `columnGroups`, `charts`, `slicers`, `tables`. Ranges always bear their `sheetId`.
    """

    id: int
    properties: Json
    row_count: int = 1000
    column_count: int = 26
    rows: list[Row] = field(default_factory=list)
    row_meta: dict[int, Json] = field(default_factory=dict)
    column_meta: dict[int, Json] = field(default_factory=dict)
    parts: Json = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<Tab {self.id}>"

    @property
    def title(self) -> str:
        """The title people see."""
        return str(self.properties["title"])

    def copy(self) -> Tab:
        """A copy to work on; rows are shared until they are replaced."""
        return Tab(
            self.id,
            json_copy(self.properties),
            self.row_count,
            self.column_count,
            list(self.rows),
            json_copy(self.row_meta),
            json_copy(self.column_meta),
            json_copy(self.parts),
        )

    def get(self, row: int, column: int) -> Content:
        """The content of a cell; None for one that holds nothing or lies outside."""
        if row >= len(self.rows):
            return None
        cells = self.rows[row]
        return cells[column] if column < len(cells) else None

    def set(self, row: int, column: int, content: Content) -> None:
        """Puts a content into a cell of the grid."""
        while len(self.rows) <= row:
            self.rows.append([])
        cells = list(self.rows[row])
        if len(cells) <= column:
            if content is None:
                return
            cells.extend([None] * (column + 1 - len(cells)))
        cells[column] = content
        self.rows[row] = cells

    def last_row(self) -> int:
        """How many rows there are up to the last one that shows something."""
        for index in range(len(self.rows), 0, -1):
            if any(map(has_value, self.rows[index - 1])):
                return index
        return 0

    def part(self, name: str) -> list[Json]:
        """The list of that name in `parts`, made if absent."""
        found: list[Json] = self.parts.setdefault(name, [])
        return found


@dataclass(slots=True, repr=False)
class Spreadsheet:
    """One spreadsheet.

    Attributes:
        id: its id.
        file: what Drive knows: name, times, owners, permissions, comments. Its `name` is the
            title.
        properties: Google's `SpreadsheetProperties` without the title.
        tabs: the tabs in the order people see.
        named_ranges: Google's `NamedRange`, each range with its `sheetId`.
        metadata: Google's `DeveloperMetadata`.
        results: results of formulas by tab, row and column, kept until something changes.
        now: the server's time, for formulas that ask for it.
        volatile: whether a formula asked for it.
        formula_free: whether no cell holds a formula; None where that is not known.
        variants: which unmeasured questions are answered the other way (see `variants`).
        row_texts: what its rows were written as before; shared with its copies.
    """

    id: str
    file: Json
    properties: Json
    tabs: list[Tab] = field(default_factory=list)
    named_ranges: list[Json] = field(default_factory=list)
    metadata: list[Json] = field(default_factory=list)
    results: dict[tuple[int, int, int], Any] = field(default_factory=dict)
    now: datetime | None = None
    volatile: bool = False
    formula_free: bool | None = None
    variants: frozenset[str] = frozenset()
    row_texts: RowTexts = field(default_factory=RowTexts)

    def __repr__(self) -> str:
        return f"<Spreadsheet: {len(self.tabs)} tabs>"

    @property
    def title(self) -> str:
        """The title, which is the name of the file."""
        return str(self.file["name"])

    def copy(self) -> Spreadsheet:
        """A copy to work on; rows are shared until they are replaced."""
        return Spreadsheet(
            self.id,
            json_copy(self.file),
            json_copy(self.properties),
            [tab.copy() for tab in self.tabs],
            json_copy(self.named_ranges),
            json_copy(self.metadata),
            row_texts=self.row_texts,
        )

    def tab(self, tab_id: int) -> Tab | None:
        """The tab of that id."""
        return next((tab for tab in self.tabs if tab.id == tab_id), None)

    def tab_titled(self, title: str) -> Tab | None:
        """The tab of that title; as in Google, without regard to case if none agrees exactly."""
        exact = next((tab for tab in self.tabs if tab.title == title), None)
        folded = title.casefold()
        return exact or next((tab for tab in self.tabs if tab.title.casefold() == folded), None)

    def formulas(self) -> list[tuple[Tab, int, int, RichCell]]:
        """Every cell with a formula, with its tab, row and column."""
        if self.formula_free:
            return []
        found = [
            (tab, row, column, content)
            for tab in self.tabs
            for row, cells in enumerate(tab.rows)
            if RichCell in map(type, cells)
            for column, content in enumerate(cells)
            if isinstance(content, RichCell) and content.formula is not None
        ]
        self.formula_free = not found
        return found


def number(value: float) -> float | int:
    """A number in its plainest form: whole numbers as integers, so that 2.0 is shown as 2."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value
