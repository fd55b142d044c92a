"""Lists of attendees or speakers, read into memory: who stands in which row.

Nothing of a list is ever written, logged or shown from here; what is shown are row numbers,
counts and which columns were understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from sheets_coc.errors import UsageError
from sheets_coc.people.contacts import ContactKind, normalise
from sheets_coc.people.names import is_full_name
from sheets_coc.screening.lists import content, header
from sheets_coc.screening.lists.alignment import realign
from sheets_coc.screening.lists.columns import find_layout
from sheets_coc.screening.lists.entries import EntryReader, ListEntry, SplitName
from sheets_coc.screening.lists.headings import FieldKind, plain, read_heading
from sheets_coc.screening.lists.layout import NAMES, ListColumn, ListLayout, NamedColumns
from sheets_coc.screening.lists.words import tell
from sheets_coc.tables.table import TableFile, TableRow, TableSheet, clean

_RULER = re.compile(r"[\s:=+_–—-]*")


@dataclass(frozen=True, slots=True)
class ListSheet:
    """One sheet of a list, as it was read.

    Attributes:
        file: which of several lists it belongs to, from 1.
        number: which sheet of the file it is, from 1.
        title: its title; may name people.
        entries: the people in it, in order.
        rows: how many rows hold anything, the header aside.
        unreadable: numbers of rows from which nobody who attends could be read.
        incomplete: numbers of rows with a single name and no contact, too little to compare.
        uncertain: numbers of rows with more cells than the header, read as well as possible.
        layout: what was read, and from where.
    """

    file: int
    number: int
    title: str = field(repr=False)
    entries: tuple[ListEntry, ...] = field(repr=False)
    rows: int
    unreadable: tuple[int, ...]
    incomplete: tuple[int, ...]
    uncertain: tuple[int, ...]
    layout: ListLayout

    @property
    def half_names(self) -> bool:
        """Whether most names are one word, as where given names stand in a column not read."""
        named = [entry for entry in self.entries if entry.names]
        whole = sum(any(is_full_name(one.text) for one in entry.names) for entry in named)
        return bool(named) and whole * 2 < len(named)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A sheet that holds something and was not read.

    Attributes:
        file: which of several lists it belongs to, from 1.
        number: which sheet of the file it is, from 1.
        why: `no people` where no column with people was recognised, `hidden`, or `not asked for`.
    """

    file: int
    number: int
    why: str


@dataclass(frozen=True, slots=True)
class AttendeeList:
    """Everything that was read of one or several lists.

    Attributes:
        sheets: the sheets with people.
        left_out: the others.
        formats: what each file is (`csv`, `xlsx`, …).
        guessed: whether an encoding is a guess that a person should look at.
    """

    sheets: tuple[ListSheet, ...]
    left_out: tuple[LeftOut, ...] = ()
    formats: tuple[str, ...] = ()
    guessed: bool = False

    @property
    def entries(self) -> tuple[ListEntry, ...]:
        """All people, in order."""
        return tuple(entry for sheet in self.sheets for entry in sheet.entries)

    @property
    def rows(self) -> int:
        """How many rows hold anything."""
        return sum(sheet.rows for sheet in self.sheets)

    @property
    def unreadable(self) -> tuple[int, ...]:
        """Numbers of rows from which nobody who attends could be read."""
        return tuple(row for sheet in self.sheets for row in sheet.unreadable)

    @property
    def incomplete(self) -> tuple[int, ...]:
        """Numbers of rows that say too little to be compared."""
        return tuple(row for sheet in self.sheets for row in sheet.incomplete)

    @property
    def columns(self) -> tuple[ListColumn, ...]:
        """The columns that were read, of all sheets."""
        return tuple(column for sheet in self.sheets for column in sheet.layout.columns)

    @property
    def not_compared(self) -> tuple[str, ...]:
        """What people could not be compared by in a whole file: `names`, `e-mails`."""
        missing = []
        for what, kinds in (("names", NAMES), ("e-mails", frozenset({FieldKind.EMAIL}))):
            files = {sheet.file for sheet in self.sheets}
            with_it = {sheet.file for sheet in self.sheets if _has(sheet, kinds)}
            if files - with_it:
                missing.append(what)
        return tuple(missing)


def _has(sheet: ListSheet, kinds: frozenset[FieldKind]) -> bool:
    """Whether anybody of a sheet could be compared by these."""
    if not sheet.rows:
        return True
    if kinds == NAMES:
        named = sum(bool(entry.names) for entry in sheet.entries)
        return bool(named) if sheet.layout.has(kinds) else named * 2 >= sheet.rows
    emails = any(k.kind is ContactKind.EMAIL for entry in sheet.entries for k in entry.keys)
    return emails or sheet.layout.has(kinds)


def read_files(
    tables: Sequence[TableFile],
    named: NamedColumns | None = None,
    *,
    sheets: Sequence[str] = (),
) -> AttendeeList:
    """The people in one or several files that were read already.

    Args:
        tables: the files.
        named: columns named by the user.
        sheets: titles or numbers of the sheets to read; else every visible sheet with people.

    Raises:
        UsageError: a file holds no column with people, or no such sheet.
    """
    read: list[ListSheet] = []
    left: list[LeftOut] = []
    for number, file in enumerate(tables, start=1):
        before = len(read)
        layouts = _Layouts(named)
        for sheet, why in _chosen(file, sheets):
            found = [] if why else layouts.of(sheet, single=len(file.sheets) == 1)
            if not found:
                left.append(LeftOut(number, sheet.number, why or "no people"))
            for part, layout in found:
                read.append(_read_sheet(part, layout, number, len(read), ragged=file.ragged))
        if layouts.all_refused:
            raise layouts.all_refused
        if len(read) == before and file.sheets:
            raise UsageError(
                "No column with names or e-mail addresses was recognised. Name the columns by"
                " their headers or letters (--name-column, --email-column).",
                code="list-columns",
            )
    return AttendeeList(
        tuple(read),
        tuple(left),
        tuple(file.format for file in tables),
        any(file.guessed for file in tables),
    )


def _chosen(file: TableFile, wanted: Sequence[str]) -> Iterable[tuple[TableSheet, str]]:
    """The sheets of a file, each with the reason why it is not read, or a blank."""
    names = {name.strip().casefold() for name in wanted}
    for sheet in file.sheets:
        asked = bool(names & {sheet.title.strip().casefold(), str(sheet.number)})
        why = "not asked for" if names and not asked else ""
        yield sheet, why or ("hidden" if sheet.hidden and not asked else "")


class _Layouts:
    """How the sheets of one file are laid out.

    A column named by the user may stand in one of several tables; standing in none is an error.
    """

    def __init__(self, named: NamedColumns | None) -> None:
        """Nothing is read yet.

        Args:
            named: columns named by the user.
        """
        self._named = named
        self._refused: list[UsageError] = []
        self._tables = 0

    @property
    def all_refused(self) -> UsageError | None:
        """Why the columns that were named are in no table; None where they are in one."""
        return self._refused[0] if 0 < self._tables == len(self._refused) else None

    def of(self, sheet: TableSheet, *, single: bool) -> list[tuple[TableSheet, ListLayout]]:
        """The tables with people in a sheet, one below the other; most sheets are one."""
        parts = header.parts(sheet.rows)
        alone = single and len(parts) == 1
        found = []
        for rows in parts:
            part = replace(sheet, rows=tuple(rows))
            layout = self._layout(part)
            if layout.columns and (alone or not _only_words(part, layout)):
                found.append((part, layout))
        return found

    def _layout(self, part: TableSheet) -> ListLayout:
        self._tables += 1
        try:
            return find_layout(part.rows, self._named)
        except UsageError as error:
            if error.code != "list-columns":
                raise
            self._refused.append(error)
            return find_layout(part.rows)


def _only_words(sheet: TableSheet, layout: ListLayout) -> bool:
    """Whether a sheet whose headings say nothing holds single words only: `Hall`, `100`."""
    if not all(column.by_content and column.holds in NAMES for column in layout.columns):
        return False
    data = content.sample(sheet.rows[layout.start :])
    values = [value for c in layout.columns for value in content.values_at(data, c.place)]
    return all(content.looks_like(value) is not FieldKind.NAME for value in values)


def _read_sheet(
    sheet: TableSheet, layout: ListLayout, file: int, at: int, *, ragged: bool
) -> ListSheet:
    """The people in a sheet, and the rows that could not be read."""
    reader = EntryReader(layout, at)
    entries = [one for row in sheet.rows[: layout.start] for one in _above(row, at)]
    unreadable: list[int] = []
    incomplete: list[int] = []
    uncertain: list[int] = []
    below = sheet.rows[layout.start :]
    rows = [row for row in below if not _repeats(row, layout) and not _is_ruler(row)]
    width = len(layout.header) if ragged else 0
    for row in rows:
        whole = row
        if width and len(row.cells) > width and any(row.cells[width:]):
            whole, sure = realign(row, width, layout)
            if not sure:
                uncertain.append(row.number)
        found = [] if whole.broken else reader.entries(whole)
        present = [entry for entry in found if not entry.buyer] if _attending(layout) else found
        if not present:
            unreadable.append(row.number)
            found += _salvage(row, at)
        elif not any(entry.says_enough for entry in present):
            incomplete.append(row.number)
        entries += found
    return ListSheet(
        file, sheet.number, sheet.title, tuple(entries), len(rows), tuple(unreadable),
        tuple(incomplete), tuple(uncertain), layout,
    )  # fmt: skip


def _above(row: TableRow, at: int) -> list[ListEntry]:
    """People in a row above the data: a title may name one, and a header may be no header."""
    found = []
    for cell in map(clean, row.cells):
        looks = content.looks_like(cell) if cell else None
        unknown = len(tell(plain(cell).split()).unknown) if read_heading(cell) else len(cell)
        if looks is FieldKind.NAME and unknown > 1:
            found.append(ListEntry(row.number, names=(SplitName(cell),), sheet=at))
        elif looks in {FieldKind.EMAIL, FieldKind.HANDLE}:
            found.append(ListEntry(row.number, contacts=(cell,), keys=(normalise(cell),), sheet=at))
    return found


def _attending(layout: ListLayout) -> bool:
    """Whether a list has columns about anybody but who bought."""
    return any(not column.buyer for column in layout.columns)


def _repeats(row: TableRow, layout: ListLayout) -> bool:
    """Whether a row is the header once more, as on each page of a printed list."""
    return bool(layout.header) and not row.broken and row.cells == layout.header


def _is_ruler(row: TableRow) -> bool:
    """Whether a row is a line that is drawn: `|---|:--:|`."""
    return not row.broken and bool(row.cells) and all(_RULER.fullmatch(cell) for cell in row.cells)


def _salvage(row: TableRow, at: int) -> list[ListEntry]:
    """The addresses of a row that fell apart are looked for all the same."""
    contacts = tuple(cell for cell in row.cells if "@" in cell and len(cell) < 500)
    keys = tuple(key for key in map(normalise, contacts) if key.kind is ContactKind.EMAIL)
    return [ListEntry(row.number, contacts=contacts, keys=keys, sheet=at)] if keys else []
