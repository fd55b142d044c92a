"""The Person Identity Key: whose each code is, as far as the key can be read.

    Real Name      Person Code Name   Also known as   Reports   Highest Consequence
    Ada Pretend    Blue Jay           adap            2         Warning
    Expunged       Red Fox            Expunged        1         Ban

That it cannot be opened is no error: fewer people may open it than the records. But nothing that
needs it goes then, and whatever would have used it says so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from sheets_coc.people.contacts import split_contacts
from sheets_coc.people.names import count_expunged, split_aliases, split_people
from sheets_coc.policy import Policy
from sheets_coc.private import Private
from sheets_coc.records import cases
from sheets_coc.records.key import persons
from sheets_coc.records.layout import OwnColumn, own_columns
from sheets_coc.records.record import Record
from sheets_coc.schema.headers import HeaderRow, find_header, known_headers
from sheets_coc.schema.identity_key import KEY_COLUMNS, NAMES
from sheets_coc.sheet.model import Snapshot, Tab, text

KEY_ANSWER_PREFIX = "sheets-coc.key-column."
"""Metadata of the records' spreadsheet that remembers what a person said of a column of the key."""
NO_KEY = "none"
"""What the policy says where there is no key."""


class KeyState(StrEnum):
    """What can be said of the key."""

    UNUSED = "unused"
    """The records have no codes."""
    NONE = "none"
    """The policy says that there is none."""
    READ = "read"
    MISSING = "no-identity-key"
    OUT_OF_REACH = "key-out-of-reach"
    NO_HEADER = "key-without-header"


UNKNOWN = frozenset({KeyState.MISSING, KeyState.OUT_OF_REACH, KeyState.NO_HEADER})
"""States in which nobody can tell whose a code is; their values are codes of findings."""


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """One row of the key.

    Attributes:
        row: the row, from 0.
        code: the person's code, for comparing.
        names, aliases, contacts: what the person is known by; nothing once it is expunged.
        expunged: whether something of the row has been expunged.
    """

    row: int
    code: str
    names: Private[tuple[str, ...]]
    aliases: Private[tuple[str, ...]]
    contacts: Private[tuple[str, ...]]
    expunged: bool = False

    @property
    def named(self) -> bool:
        """Whether it tells who somebody is."""
        return bool(self.names or self.aliases or self.contacts)


@dataclass(slots=True, repr=False)
class IdentityKey:
    """The key, read and understood.

    Attributes:
        state: what can be said of it.
        tab: its tab; None unless it was read.
        elsewhere: whether it is in a spreadsheet of its own.
        header_row: the row of its header, from 0.
        columns: where each known column stands.
        own: columns of the committee's own in it.
        entries: its rows, by code.
    """

    state: KeyState = KeyState.UNUSED
    tab: Tab | None = None
    elsewhere: bool = False
    header_row: int = 0
    columns: Mapping[str, int] = field(default_factory=dict)
    own: tuple[OwnColumn, ...] = ()
    entries: Mapping[str, tuple[KeyEntry, ...]] = field(default_factory=dict)

    @property
    def unclassified(self) -> tuple[OwnColumn, ...]:
        """Columns of which nobody has said what happens to them when a person goes."""
        return tuple(one for one in self.own if one.on_expunge is None)

    def of(self, codes: Iterable[str]) -> tuple[KeyEntry, ...]:
        """The rows of some codes."""
        return tuple(entry for code in codes for entry in self.entries.get(code, ()))

    def named(self, record: Record) -> Record:
        """A record with what the key knows of its people, beside what its own row says."""
        found = self.of(record.persons)
        if not found or record.expunged:
            return record
        return replace(
            record,
            subjects=_joined(record.subjects, *(one.names for one in found)),
            aliases=_joined(record.aliases, *(one.aliases for one in found)),
            contacts=_joined(record.contacts, *(one.contacts for one in found)),
        )

    def names_of(self, record: Record) -> tuple[str, ...]:
        """What the people of a record are known by here: for looking for them, not for showing."""
        cells = (c for e in self.of(record.persons) for c in (e.names, e.aliases, e.contacts))
        return tuple(name for cell in cells for name in cell.reveal())

    def tells(self, record: Record) -> bool:
        """Whether the code of a record's person says who it is, by a word of their name."""
        return any(
            cases.tells(code, (*entry.names.reveal(), *entry.aliases.reveal()))
            for entry in self.of(record.persons)
            for code in record.persons
        )


def _joined(*several: Private[tuple[str, ...]]) -> Private[tuple[str, ...]]:
    return Private(tuple(dict.fromkeys(one for some in several for one in some.reveal())))


_KNOWN = known_headers({c.key: (c.header, *c.also) for c in KEY_COLUMNS})
_NEEDED = ("real_name", "person")


def read_key(snapshot: Snapshot, policy: Policy, metadata: Mapping[str, str]) -> IdentityKey:
    """Read the key of a spreadsheet whose records have codes.

    Args:
        snapshot: the spreadsheet, with the one beside it where the key is there.
        policy: where the key is.
        metadata: what people said of columns of their own.
    """
    if policy.identity_key == NO_KEY:
        return IdentityKey(KeyState.NONE)
    elsewhere = bool(policy.identity_key)
    source = snapshot.beside if elsewhere else snapshot
    if source is None:
        return IdentityKey(KeyState.OUT_OF_REACH, elsewhere=True)
    tab = source.tab(policy.tabs.identity_key)
    if tab is None and elsewhere:
        tab = next((one for one in source.tabs if _header(one)), None)
    if tab is None:
        state = KeyState.NO_HEADER if elsewhere else KeyState.MISSING
        return IdentityKey(state, elsewhere=elsewhere)
    header = _header(tab)
    if header is None or header.twice:
        return IdentityKey(KeyState.NO_HEADER, tab, elsewhere)
    own = own_columns(tab, header.row, header.columns, policy, metadata, KEY_ANSWER_PREFIX)
    read = [_entry(tab, row, header.columns) for row in range(header.row + 1, len(tab.values))]
    entries: dict[str, list[KeyEntry]] = defaultdict(list)
    for entry in read:
        if entry.code or entry.named:
            entries[entry.code].append(entry)
    by_code = {code: tuple(some) for code, some in entries.items()}
    return IdentityKey(
        KeyState.READ, tab, elsewhere, header.row, header.columns, tuple(own), by_code
    )


def _header(tab: Tab) -> HeaderRow | None:
    return find_header(tab, _KNOWN, needed=_NEEDED, least=2)


def _entry(tab: Tab, row: int, columns: Mapping[str, int]) -> KeyEntry:
    typed = {key: text(tab.value(row, column)) for key, column in columns.items()}
    chips = [email for key in NAMES for email in tab.emails(row, columns.get(key))]
    return KeyEntry(
        row,
        persons.key(typed["person"]),
        Private(split_people(typed["real_name"])),
        Private(split_aliases(typed.get("aliases", ""))),
        Private(tuple(dict.fromkeys((*split_contacts(typed.get("contacts", "")), *chips)))),
        any(count_expunged(typed.get(key, "")) for key in NAMES),
    )


def reports_of(records: Sequence[Record]) -> Counter[str]:
    """In how many cases each code stands."""
    cases = {(code, one.report or one.name) for one in records for code in one.persons}
    return Counter(code for code, _ in cases)
