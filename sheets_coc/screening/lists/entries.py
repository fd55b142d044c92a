"""The people in one row of a list: who attends, who bought, guests, speakers beside each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from sheets_coc.people.contacts import Contact, ContactKind, normalise, split_contacts
from sheets_coc.people.folding import fold
from sheets_coc.people.names import is_full_name, name_parts
from sheets_coc.private import remembered
from sheets_coc.screening.lists.content import looks_like
from sheets_coc.screening.lists.headings import FieldKind, Whose, plain, read_heading
from sheets_coc.screening.lists.layout import ListColumn, ListLayout
from sheets_coc.screening.lists.people_cell import CellPerson, given_names, is_given, read_people
from sheets_coc.screening.lists.words import REMARKS
from sheets_coc.tables.table import TableRow, clean

_HOST = re.compile(r"[\w-]\.[a-z]{2,}/\S|://")
_PLAIN = re.compile(r"[\w.+-]+@[\w.-]+")
_ADDRESSES = re.compile(r"@?[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}")
LONGEST_REMARK = 5000
"""A longer text is none."""
_FEDERATED = re.compile(r"[\w.-]+@[\w-]+(?:\.[\w-]+)+")
_OWNER = re.compile(
    r"(?:https?://)?(?:www\.|gist\.)?(github\.com|gitlab\.com|bitbucket\.org|codeberg\.org)"
    r"/([\w.-]+)(?:/.*)?",
    re.IGNORECASE,
)


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
class ListEntry:
    """One person of the list.

    Attributes:
        row: the row, as a spreadsheet numbers it.
        whose: in which part the row names this person.
        names: the spellings of the person's name.
        contacts: addresses, handles and profiles as typed.
        keys: the same contacts, understood.
        order: the code of the order, as the list has it.
        status: what became of the order where it is not simply valid: `cancelled`, `refunded`,
            `waiting`, `rejected`, `expired`, `pending`.
        sheet: which of the sheets that were read it stands in, from 0.
    """

    row: int
    whose: Whose = Whose.ANYONE
    names: tuple[SplitName, ...] = field(default=(), repr=False)
    contacts: tuple[str, ...] = field(default=(), repr=False)
    keys: tuple[Contact, ...] = field(default=(), repr=False)
    order: str = field(default="", repr=False)
    status: str = ""
    sheet: int = 0

    @property
    def buyer(self) -> bool:
        """Whether this is who bought the ticket rather than who attends."""
        return self.whose is Whose.BUYER

    @property
    def identity(self) -> tuple[object, ...]:
        """What two entries of the same person share: names and contacts, however often."""
        names = tuple(sorted({fold(name.text) for name in self.names}))
        return names, tuple(sorted({key.key for key in self.keys if key.key}))

    @property
    def quote(self) -> str:
        """The entry as the organisers sent it, for people who are to recognise it."""
        named = [name.text for name in self.names[:1]]
        order = [f"order {self.order}"] if self.order else []
        return ", ".join([*named, *self.contacts, *order])

    @property
    def says_who(self) -> bool:
        """Whether anything in it is a name or a contact."""
        return bool(self.names or any(key.key for key in self.keys))

    @property
    def says_enough(self) -> bool:
        """Whether it can be compared: a contact, or a name that can stand for one person."""
        return any(key.key for key in self.keys) or any(
            len(name_parts(name.text)) > 1 or is_full_name(name.text) for name in self.names
        )


@dataclass(frozen=True, slots=True)
class TypedContact:
    """A contact as typed, and what its column says of it.

    Attributes:
        text: the contact.
        site: the site that the heading names.
        profile: whether the column is one for handles and profiles.
    """

    text: str = field(repr=False)
    site: str | None = None
    profile: bool = False


class EntryReader:
    """Reads the people out of the rows of one sheet."""

    def __init__(self, layout: ListLayout, sheet: int = 0) -> None:
        """Sort the columns.

        Args:
            layout: how the sheet is laid out.
            sheet: which of the sheets that are read it is.
        """
        self._layout, self._sheet = layout, sheet
        grouped: dict[tuple[Whose, int], list[ListColumn]] = {}
        for column in sorted(layout.columns, key=lambda one: one.buyer):
            grouped.setdefault((column.whose, column.number), []).append(column)
        self._groups = grouped
        self._read = frozenset(column.place for column in layout.columns)

    def entries(self, row: TableRow) -> list[ListEntry]:
        """Everyone a row names: whoever it is about first, who bought last."""
        cells = [clean(cell) for cell in row.cells]
        order, status = self._at(cells, self._layout.order), self._at(cells, self._layout.status)
        found = [
            ListEntry(row.number, whose, names, contacts, keys, order, order_status(status),
                      self._sheet)
            for (whose, _), columns in self._groups.items()
            for names, contacts, keys in _people(cells, columns)
        ]  # fmt: skip
        stray = self._stray(cells)
        if stray:
            keys = tuple(normalise(contact) for contact in stray)
            first = next((at for at, one in enumerate(found) if not one.buyer), None)
            whose = found[first].whose if first is not None else Whose.ANYONE
            more = ListEntry(row.number, whose, (), stray, keys, order, order_status(status),
                             self._sheet)  # fmt: skip
            found.insert(0 if first is None else first + 1, more)
        return [entry for entry in found if entry.says_who]

    @staticmethod
    def _at(cells: Sequence[str], place: int | None) -> str:
        return cells[place] if place is not None and place < len(cells) else ""

    def _stray(self, cells: Sequence[str]) -> tuple[str, ...]:
        """Profiles in columns that are not read, and addresses in remarks."""
        found: list[str] = []
        for place, cell in enumerate(cells):
            if place in self._read or len(cell) > LONGEST_REMARK:
                continue
            if "/" in cell and _HOST.search(cell):
                pieces = split_contacts(cell)
                found += [one for one in pieces if normalise(one).kind is ContactKind.PROFILE]
            if "@" in cell and self._may_address(place):
                found += _ADDRESSES.findall(cell)
        return tuple(found)

    def _may_address(self, place: int) -> bool:
        """Whether an address in a column is the row's: the heading does not say whose else."""
        header = self._layout.header
        said = read_heading(header[place]) if place < len(header) else None
        return said is None or not REMARKS.isdisjoint(plain(header[place]).split())


Person = tuple[tuple[SplitName, ...], tuple[str, ...], tuple[Contact, ...]]


def _people(cells: Sequence[str], columns: Sequence[ListColumn]) -> Iterator[Person]:
    """The people in the columns of one group.

    Usually one. Where a cell names several, each is a person of their own, and has the address
    at the same place where there are as many addresses.
    """
    names, beside = _names(cells, columns)
    if not names and (addressed := list(_addressed(cells, columns))):
        for one in addressed:
            named = [SplitName(one.name)] if name_parts(one.name) else []
            yield _person(named, [TypedContact(contact) for contact in one.contacts])
        columns = [column for column in columns if column.holds is not FieldKind.EMAIL]
    contacts = [
        TypedContact(contact, column.site, column.holds is FieldKind.HANDLE)
        for column in columns
        if column.holds in {FieldKind.EMAIL, FieldKind.HANDLE} and column.place < len(cells)
        for contact in _contacts(cells[column.place])
    ]
    if len(names) < 2:
        yield _person(names[0] if names else (), [*beside, *contacts])
    elif len(contacts) == len(names):
        for spellings, contact in zip(names, contacts, strict=True):
            yield _person(spellings, [contact])
        if beside:
            yield _person((), beside)
    else:
        for spellings in names:
            yield _person(spellings, [])
        if beside or contacts:
            yield _person((), [*beside, *contacts])


def _addressed(cells: Sequence[str], columns: Sequence[ListColumn]) -> Iterator[CellPerson]:
    """The people in columns of addresses as programs for mail write them: `Ida Roe <ida@…>`."""
    found = [
        person
        for column in columns
        if column.holds is FieldKind.EMAIL and column.place < len(cells)
        for person in read_people(cells[column.place])
    ]
    if any(person.name for person in found):
        yield from found


def _contacts(cell: str) -> tuple[str, ...]:
    """The contacts in one cell; most hold one plain address."""
    return (cell,) if _PLAIN.fullmatch(cell) else split_contacts(cell)


def _person(spellings: Sequence[SplitName], contacts: Sequence[TypedContact]) -> Person:
    typed = tuple(contact.text for contact in contacts)
    keys = tuple(key for contact in contacts for key in read_contact(contact))
    return tuple(spellings), typed, keys


def _names(
    cells: Sequence[str], columns: Sequence[ListColumn]
) -> tuple[list[tuple[SplitName, ...]], list[TypedContact]]:
    """The people named, each with every spelling, and the addresses among the names."""
    parts: dict[FieldKind, list[str]] = {holds: [] for holds in FieldKind}
    people: list[list[SplitName]] = []
    beside: list[TypedContact] = []
    for column in columns:
        text = cells[column.place] if column.place < len(cells) else ""
        if not text:
            continue
        if column.holds is FieldKind.NAME:
            read = read_people(text)
            beside += [TypedContact(contact) for one in read for contact in one.contacts]
            named = [one.name for one in read if one.name and name_parts(one.name)]
            for at, name in enumerate(named):
                _spell(people, at, SplitName(name))
        elif column.holds is FieldKind.HANDLE:
            if _is_name(text):
                _spell(people, 0, SplitName(text))
        elif is_given(text):
            parts[column.holds].append(text)
    given, family = (
        parts[FieldKind.GIVEN] + parts[FieldKind.MIDDLE],
        " ".join(parts[FieldKind.FAMILY]),
    )
    if given or family:
        several = list(given_names(given[0])) if len(given) == 1 and family else []
        each = several if len(several) > 1 else [" ".join(given)]
        for at, one in enumerate(each):
            split = SplitName("", one, family)
            if name_parts(split.text):
                _spell(people, at, split)
    return [tuple(spellings) for spellings in people], beside


def _is_name(text: str) -> bool:
    """Whether a whole name stands where a handle is asked for: `Name or nickname`."""
    written = looks_like(text) is FieldKind.NAME and not text.islower()
    return written and normalise(text).kind is ContactKind.OTHER and is_given(text)


def _spell(people: list[list[SplitName]], at: int, name: SplitName) -> None:
    """Adds a spelling of the name of a person of the row."""
    if at == len(people):
        people.append([])
    if not any(fold(name.text) == fold(other.text) and not name.family for other in people[at]):
        people[at].append(name)


def read_contact(typed: TypedContact) -> Iterator[Contact]:
    """A contact understood; a handle under `GitHub` is that site's profile.

    What stands in a column for profiles says whose it is, also where it is a link to something
    of their own, and where an account of the Fediverse lacks its leading @.
    """
    text = typed.text.strip()
    if typed.site and text.startswith("/"):  # a path without its site: `/in/jane`
        text = f"https://{typed.site}{text}"
    found = normalise(text)
    if found.kind is ContactKind.HANDLE and found.account and typed.site:
        yield Contact(ContactKind.PROFILE, f"profile:{typed.site}/{found.account}", found.account)
        return
    yield found
    if not typed.profile:
        return
    if found.kind is ContactKind.EMAIL and _FEDERATED.fullmatch(text):
        yield normalise(f"@{text}")
    if found.kind is ContactKind.THREAD and (owner := _OWNER.fullmatch(text)):
        yield normalise(f"https://{owner[1]}/{owner[2]}")


@cache
def _statuses() -> dict[str, str]:
    found = {}
    text = files("sheets_coc.screening.lists").joinpath("statuses.txt").read_text("utf-8")
    for line in text.splitlines():
        status, colon, words = line.partition(":")
        if colon and not line.startswith("#"):
            found.update({word.strip(): status for word in words.split("|")})
    return found


@remembered(1024)
def order_status(typed: str) -> str:
    """What became of an order, in one word; blank where it is valid or nothing is known."""
    if len(typed) > 60:
        return ""
    status = _statuses().get(plain(typed), "")
    return "" if status == "paid" else status
