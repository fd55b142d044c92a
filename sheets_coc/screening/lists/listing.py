"""A list of attendees or speakers, read into memory: who stands in which row.

Nothing of a list is ever written, logged or shown from here; what is shown are row numbers,
counts and which columns were understood.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sheets_coc.people.contacts import Contact, ContactKind, normalise, split_contacts
from sheets_coc.people.folding import fold
from sheets_coc.people.names import is_full_name, name_parts, says_nobody, split_people
from sheets_coc.screening.lists.columns import Holds, ListColumn, Named, find_columns
from sheets_coc.screening.lists.table import Row, read_bytes, read_table

_NOT_GIVEN = frozenset(
    {"info requested", "information requested", "not provided", "to be announced", "tba", "tbd"}
)
"""What event software writes where a name is missing."""


@dataclass(frozen=True, slots=True)
class SplitName:
    """A name as the list holds it, in one piece (`full`) or in columns.

    Attributes:
        full: the name in one cell.
        given: given and middle names.
        family: the family name.
    """

    full: str = field(default="", repr=False)
    given: str = field(default="", repr=False)
    family: str = field(default="", repr=False)

    @property
    def text(self) -> str:
        """The whole name as people write it."""
        return self.full or " ".join(part for part in (self.given, self.family) if part)


@dataclass(frozen=True, slots=True)
class Entry:
    """One person of the list.

    Attributes:
        row: the row, as a spreadsheet numbers it.
        buyer: whether this is who bought the ticket rather than who attends.
        names: the person's names.
        contacts: addresses, handles and profiles as typed.
        keys: the same contacts, understood.
    """

    row: int
    buyer: bool = False
    names: tuple[SplitName, ...] = field(default=(), repr=False)
    contacts: tuple[str, ...] = field(default=(), repr=False)
    keys: tuple[Contact, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class AttendeeList:
    """A list that was read.

    Attributes:
        entries: the people in it, in order.
        rows: how many rows hold anything, the header aside.
        unreadable: numbers of rows from which nobody could be read.
        incomplete: numbers of rows with a single name and no contact, too little to compare.
        columns: what was read, and from where.
        format: `csv` or `xlsx`.
        other_sheets: how many further sheets of the workbook were not read.
    """

    entries: tuple[Entry, ...] = field(repr=False)
    rows: int
    unreadable: tuple[int, ...]
    incomplete: tuple[int, ...]
    columns: tuple[ListColumn, ...]
    format: str
    other_sheets: int = 0


def read_list(source: Path | str | bytes, named: Named | None = None) -> AttendeeList:
    """Reads a list of attendees or speakers from a file or from its content.

    Args:
        source: the path of a CSV or XLSX file, or the content of one.
        named: columns named by the user; else they are recognised.

    Raises:
        UsageError: the file cannot be read, or no column was recognised. The message quotes
            nothing of the file.
    """
    content = source if isinstance(source, bytes) else read_bytes(Path(source))
    table = read_table(content)
    if not table.rows:
        return AttendeeList((), 0, (), (), (), table.format)
    columns, start = find_columns(table.rows, named)
    width = max((len(row.cells) for row in table.rows[:start]), default=0)
    reader = _Reader(columns, width if table.format == "csv" else 0)
    for row in table.rows[start:]:
        reader.read(row)
    return AttendeeList(
        tuple(reader.entries),
        len(table.rows) - start,
        tuple(reader.unreadable),
        tuple(reader.incomplete),
        columns,
        table.format,
        table.other_sheets,
    )


@dataclass(slots=True, repr=False)
class _Reader:
    """Reads rows one by one and keeps count."""

    columns: Sequence[ListColumn]
    width: int
    entries: list[Entry] = field(default_factory=list)
    unreadable: list[int] = field(default_factory=list)
    incomplete: list[int] = field(default_factory=list)
    _by_role: list[tuple[bool, list[ListColumn]]] = field(default_factory=list)

    def read(self, row: Row) -> None:
        """Adds the row's people: who attends, and who bought the ticket if that is another."""
        if row.broken or (self.width and any(row.cells[self.width :])):
            self._salvage(row)
            return
        entries = [_entry(row, columns, buyer=buyer) for buyer, columns in self._groups()]
        if not _says_who(entries[0]):
            self.unreadable.append(row.number)
        elif not _enough(entries[0]):
            self.incomplete.append(row.number)
        self.entries += [entry for entry in entries if _says_who(entry)]

    def _groups(self) -> list[tuple[bool, list[ListColumn]]]:
        """The columns about who attends, then those about who bought, where there are any."""
        if not self._by_role:
            for buyer in (False, True):
                columns = [column for column in self.columns if column.buyer is buyer]
                self._by_role += [(buyer, columns)] if columns else []
        return self._by_role

    def _salvage(self, row: Row) -> None:
        """A row that fell apart is unreadable; its addresses are looked for all the same."""
        self.unreadable.append(row.number)
        contacts = tuple(cell for cell in row.cells if "@" in cell)
        keys = tuple(k for k in map(normalise, contacts) if k.kind is ContactKind.EMAIL)
        if keys:
            self.entries.append(Entry(row.number, contacts=contacts, keys=keys))


def _says_who(entry: Entry) -> bool:
    """Whether anything in it is a name or a contact."""
    return bool(entry.names or any(key.key for key in entry.keys))


def _enough(entry: Entry) -> bool:
    """Whether it can be compared: a contact, or a name that can stand for one person."""
    return any(key.key for key in entry.keys) or any(
        len(name_parts(name.text)) > 1 or is_full_name(name.text) for name in entry.names
    )


def _entry(row: Row, columns: Iterable[ListColumn], *, buyer: bool) -> Entry:
    cells = [
        (column, row.cells[column.place])
        for column in columns
        if column.place < len(row.cells) and row.cells[column.place]
    ]
    names, found = _names(cells)
    contacts = found + [
        (contact, column.site)
        for column, text in cells
        if column.holds in {Holds.EMAIL, Holds.HANDLE}
        for contact in split_contacts(text)
    ]
    keys = [_key(contact, site) for contact, site in contacts]
    return Entry(row.number, buyer, tuple(names), tuple(c for c, _ in contacts), tuple(keys))


def _names(
    cells: Sequence[tuple[ListColumn, str]],
) -> tuple[list[SplitName], list[tuple[str, str | None]]]:
    """The names in a row, and the addresses that stand where names should."""
    by_kind: Mapping[Holds, list[str]] = {holds: [] for holds in Holds}
    for column, text in cells:
        if _is_given(text):
            by_kind[column.holds].append(text)
    names: list[SplitName] = []
    addresses: list[tuple[str, str | None]] = []
    given = by_kind[Holds.GIVEN] + by_kind[Holds.MIDDLE]
    if given or by_kind[Holds.FAMILY]:
        names.append(SplitName("", " ".join(given), " ".join(by_kind[Holds.FAMILY])))
    for text in by_kind[Holds.NAME]:
        for person in split_people(text):
            if "@" in person and normalise(person).key:
                addresses.append((person, None))
            elif not any(fold(person) == fold(name.text) for name in names):
                names.append(SplitName(person))
    return [name for name in names if name_parts(name.text)], addresses


def _is_given(text: str) -> bool:
    """Whether a name cell holds anybody's name."""
    letters = any(letter.isalpha() for letter in text) or "@" in text
    return letters and not says_nobody(text) and fold(text) not in _NOT_GIVEN


def _key(contact: str, site: str | None) -> Contact:
    """A contact understood; a handle under `GitHub` is that site's profile."""
    found = normalise(contact)
    if site is None or found.kind is not ContactKind.HANDLE or not found.account:
        return found
    return Contact(ContactKind.PROFILE, f"profile:{site}/{found.account}", found.account)
