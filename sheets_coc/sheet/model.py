"""What a spreadsheet looks like to the rest of the product.

A `Snapshot` is everything one request returned; a `Changes` is everything one batch shall
write. Both are plain data, know nothing of Google's client, and show nothing of their
content when printed.

Rows and columns count from 0 here; `a1(row, column)` gives the address people know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Value = str | float | bool | None
"""A cell's content as Google's API has it: text, number (dates too), truth value, or nothing."""

Position = tuple[int, int]
"""Row and column of a cell in its tab, both from 0."""


def column_letters(column: int) -> str:
    """The letters of a column: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def a1(row: int, column: int) -> str:
    """The address of a cell: `a1(11, 1)` is `B12`."""
    return f"{column_letters(column)}{row + 1}"


def column_number(letters: str) -> int:
    """The column of some letters: A is 0, `aa` is 26."""
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def position(address: str) -> Position:
    """The row and column of an address: `position("B12")` is (11, 1)."""
    letters = address.rstrip("0123456789")
    return int(address[len(letters) :]) - 1, column_number(letters)


@dataclass(frozen=True, slots=True)
class Protection:
    """One protected range of a tab.

    Attributes:
        id: Google's id of it.
        description: what people see; the tool's own lock is recognised by it.
        warning_only: whether it only warns.
        whole_tab: whether it covers the whole tab.
        may_edit: whether the requesting account may edit it.
        range: row start, row end, column start, column end; None where open.
        editors: how many users and groups Google says may edit it; None where it does not say.
        everyone: whether Google says that everyone of the owner's domain may edit it.
    """

    id: int
    description: str = field(repr=False)
    warning_only: bool
    whole_tab: bool
    may_edit: bool
    range: tuple[int | None, int | None, int | None, int | None] = (None, None, None, None)
    editors: int | None = None
    everyone: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A block that people made a table: its columns have names, and may have types.

    Attributes:
        name: the table's name.
        range: first row (the heading), row after the last, first column, column after the last.
        types: Google's type (`DATE`, `DROPDOWN`, …) of each column that has one, by column.
    """

    name: str = field(repr=False)
    range: tuple[int, int, int, int]
    types: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PersonChip:
    """A person who is a chip in a cell's text.

    Attributes:
        start: where in the text what it shows begins.
        end: where that ends.
        email: the person's address, which people see only when the mouse rests on the chip.
    """

    start: int
    end: int
    email: str = field(repr=False)


@dataclass(slots=True, repr=False)
class Tab:
    """One tab as it was read: a dense grid of values, and what hangs on cells beside them.

    Attributes:
        id: Google's sheet id.
        title: the tab's title.
        rows: how many rows the grid has, filled or not.
        columns: how many columns the grid has.
        hidden: whether people do not see it.
        values: rows of values as far as there is content; rows may differ in length.
            A formula's cell holds the formula's result here.
        formulas: the text of each formula, by position.
        notes: the text of each note, by position.
        rich: positions whose text carries links, chips or runs of their own format.
        merges: merged blocks: first row, row after the last, first column, column after the last.
        protections: protected ranges.
        errors: positions whose formula results in an error.
        rich_text: what makes the text at `rich` positions rich, as Google's API has it.
        metadata: values of developer metadata of the tab itself, by key.
        people: people who are chips in a cell's text, by position.
        tables: blocks that people made tables.
        filtered: whether there is a filter on it, which may hide rows.
    """

    id: int
    title: str
    rows: int = 1000
    columns: int = 26
    hidden: bool = False
    index: int = 0
    values: list[list[Value]] = field(default_factory=list)
    formulas: dict[Position, str] = field(default_factory=dict)
    notes: dict[Position, str] = field(default_factory=dict)
    rich: set[Position] = field(default_factory=set)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    protections: list[Protection] = field(default_factory=list)
    errors: set[Position] = field(default_factory=set)
    rich_text: dict[Position, Mapping[str, Any]] = field(default_factory=dict)
    metadata: dict[str, str] = field(default_factory=dict)
    people: dict[Position, tuple[PersonChip, ...]] = field(default_factory=dict)
    tables: list[Table] = field(default_factory=list)
    filtered: bool = False

    def __repr__(self) -> str:
        return f"<Tab {self.id}: {len(self.values)} rows>"

    def value(self, row: int, column: int) -> Value:
        """The value of a cell; None for an empty one and for one outside the grid."""
        if row < 0 or column < 0 or row >= len(self.values):
            return None
        cells = self.values[row]
        return cells[column] if column < len(cells) else None

    def typed(self, column: int) -> str | None:
        """The type a table gives a column; None where it has none."""
        found = (table.types.get(column) for table in self.tables)
        return next((kind for kind in found if kind), None)

    def emails(self, row: int, column: int | None) -> tuple[str, ...]:
        """The addresses of the people who are chips in a cell, each once."""
        chips = () if column is None else self.people.get((row, column), ())
        return tuple(dict.fromkeys(chip.email for chip in chips))

    def told(self, row: int, column: int, known: Callable[[str], bool]) -> str:
        """A cell's text, with the address of each known chip in place of what it shows.

        A chip may show anything, initials or a nickname; its address tells who is meant.

        Args:
            row: the cell's row.
            column: its column.
            known: whether an address is one that is looked for.
        """
        told = text(self.value(row, column))
        for chip in reversed(self.people.get((row, column), ())):
            if known(chip.email):
                told = told[: chip.start] + chip.email + told[chip.end :]
        return told


@dataclass(slots=True, repr=False)
class Snapshot:
    """A whole spreadsheet, as one request returned it.

    Attributes:
        id: the spreadsheet's id.
        title: the file's title.
        tabs: every tab, in the order people see, except those in `undo`.
        time_zone: the spreadsheet's time zone.
        metadata: values of developer metadata by key (the tool's markers and answers).
        undo: the tool's own hidden tabs, which keep what a write replaced.
        beside: the spreadsheet that holds the key to people's codes, where it is another one and
            whoever reads may open it.
    """

    id: str
    title: str
    tabs: list[Tab]
    time_zone: str = "Etc/GMT"
    metadata: dict[str, str] = field(default_factory=dict)
    undo: list[Tab] = field(default_factory=list)
    beside: Snapshot | None = None

    def __repr__(self) -> str:
        return f"<Snapshot: {len(self.tabs)} tabs>"

    def tab(self, title: str) -> Tab | None:
        """The tab of that title, compared without regard to case and outer white space."""
        wanted = title.strip().casefold()
        return next((t for t in self.tabs if t.title.strip().casefold() == wanted), None)


@dataclass(frozen=True, slots=True, repr=False)
class SetCell:
    """One cell to write, raw.

    Attributes:
        tab: the tab's id.
        row: the row, from 0.
        column: the column, from 0.
        value: what shall stand there; None empties the cell.
        strip: also remove note, links, chips and rich text of the cell.
        link: an address inside the spreadsheet (`#gid=0&range=B12`) the cell shall link to.
        is_date: write the number with a date format (yyyy-mm-dd).
        note: a note for the cell; None leaves the one it has.
    """

    tab: int
    row: int
    column: int
    value: Value
    strip: bool = False
    link: str | None = None
    is_date: bool = False
    note: str | None = None

    def __repr__(self) -> str:
        return f"<SetCell {self.tab}!{a1(self.row, self.column)}>"


@dataclass(frozen=True, slots=True, repr=False)
class AppendRow:
    """One row to add after the last row with data, raw. Dates are serial numbers.

    Attributes:
        tab: the tab's id.
        values: the cells from the first column on.
        date_columns: columns whose number is a date.
        time_columns: columns whose number is a date with a time of day.
    """

    tab: int
    values: tuple[Value, ...]
    date_columns: frozenset[int] = frozenset()
    time_columns: frozenset[int] = frozenset()

    def __repr__(self) -> str:
        return f"<AppendRow {self.tab}>"


@dataclass(frozen=True, slots=True, repr=False)
class Changes:
    """Everything one atomic batch shall write, in this order: before, cells, appended, after.

    Attributes:
        cells: single cells.
        appended: rows added below.
        before: raw `batchUpdate` requests sent first (new tabs, new columns).
        after: raw requests sent last (formats, drop-downs). None of them moves or changes what
            a cell of an existing tab holds.
        metadata: developer metadata of the spreadsheet to set: key to value, None removes.
        keys: the header row of a tab, and the column whose values tell its rows apart, if any.
    """

    cells: tuple[SetCell, ...] = ()
    appended: tuple[AppendRow, ...] = ()
    before: tuple[Mapping[str, Any], ...] = ()
    after: tuple[Mapping[str, Any], ...] = ()
    metadata: Mapping[str, str | None] = field(default_factory=dict)
    keys: Mapping[int, tuple[int, int | None]] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<Changes: {len(self.cells)} cells, {len(self.appended)} rows>"

    def __bool__(self) -> bool:
        return bool(self.cells or self.appended or self.before or self.after or self.metadata)

    @staticmethod
    def merge(parts: Iterable[Changes]) -> Changes:
        """Several changes as one, each part's pieces in order."""
        cells: list[SetCell] = []
        appended: list[AppendRow] = []
        before: list[Mapping[str, Any]] = []
        after: list[Mapping[str, Any]] = []
        metadata: dict[str, str | None] = {}
        keys: dict[int, tuple[int, int | None]] = {}
        for part in parts:
            cells += part.cells
            appended += part.appended
            before += part.before
            after += part.after
            metadata |= part.metadata
            keys |= part.keys
        return Changes(tuple(cells), tuple(appended), tuple(before), tuple(after), metadata, keys)


def text(value: Value) -> str:
    """A value as the text a person would read, dates aside: 3.0 is `3`, None is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def pad(row: Sequence[Value], width: int) -> list[Value]:
    """A row filled with None up to a width."""
    return [*row, *[None] * (width - len(row))]
