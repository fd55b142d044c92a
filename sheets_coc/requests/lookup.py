"""Finding someone: in which records they stand, in what part, and where else they are mentioned.

Who is asked about is typed at a prompt and lives in memory only. Who is the same person is
decided by the very rule that extends records; a name alone that several people bear is
said to be so, and is never merged.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from sheets_coc.errors import UsageError
from sheets_coc.people.contacts import normalise, split_contacts
from sheets_coc.people.entries import CONTACTS, entry_keys
from sheets_coc.people.names import is_full_name, split_people
from sheets_coc.private import Private
from sheets_coc.records.identity import Links
from sheets_coc.records.record import NO_PEOPLE, Record
from sheets_coc.records.sheet import RecordsSheet
from sheets_coc.redaction.sweep import sweep
from sheets_coc.scrubbing import Known, Scrubber
from sheets_coc.sheet.model import Snapshot, a1
from sheets_coc.sheet.workbook import Text

QUESTION = "Whom? Names, aliases, addresses, handles, one on a line; an empty line ends."
SHORTEST = 3
"""Letters and digits an identifier must have to be looked for in texts."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is asked about, as typed.

    Attributes:
        names: names and user names.
        contacts: addresses, handles, profile pages, telephone numbers.
    """

    names: tuple[str, ...] = field(default=(), repr=False)
    contacts: tuple[str, ...] = field(default=(), repr=False)

    @property
    def known(self) -> Known:
        """The same, as texts are searched for it; a user name is a handle as well."""
        handles = tuple(n for n in self.names if len(n.split()) == 1 and is_full_name(n))
        return Known(names=self.names, aliases=(), contacts=(*self.contacts, *handles))

    @property
    def identified(self) -> Asked:
        """The same without single plain words, which many people are called."""
        return replace(self, names=tuple(name for name in self.names if is_full_name(name)))

    @property
    def by_account(self) -> Asked:
        """What can be nobody else's: contacts and user names, no names of people."""
        return replace(
            self, names=tuple(n for n in self.names if is_full_name(n) and len(n.split()) == 1)
        )

    @property
    def keys(self) -> frozenset[str]:
        """What tells that an entry of a cell is about them."""
        return frozenset(key for one in (*self.names, *self.contacts) for key in entry_keys(one))


def asked(lines: Iterable[str]) -> Asked:
    """What somebody typed at a prompt: names, aliases, addresses and handles, one on a line.

    Several on one line are told apart as in a cell.

    Raises:
        UsageError: nothing was typed, or something too short to be looked for.
    """
    names: list[str] = []
    contacts: list[str] = []
    for line in lines:
        for one in split_people(line):
            is_contact = one.lstrip().startswith("@") or normalise(one).kind in CONTACTS
            (contacts if is_contact else names).extend(
                split_contacts(one) if is_contact else (one,)
            )
    if not names and not contacts:
        raise UsageError(
            "Nobody to look for. Type names, aliases, addresses or handles, one on a line.",
            code="nobody-asked",
        )
    for one in (*names, *contacts):
        if sum(sign.isalnum() for sign in one) < SHORTEST and one.isascii():
            raise UsageError(
                "One of these is too short to be looked for: it would be found everywhere.",
                code="too-short",
            )
    return Asked(tuple(dict.fromkeys(names)), tuple(dict.fromkeys(contacts)))


class Capacity(StrEnum):
    """What somebody is in a record."""

    SUBJECT = "subject"
    REPORTER = "reporter"
    OTHER = "named otherwise"
    HANDLER = "handled it"
    RECUSED = "recused from it"


_FIELDS = {
    Capacity.REPORTER: "reporter",
    Capacity.OTHER: "others",
    Capacity.HANDLER: "handled_by",
    Capacity.RECUSED: "recused",
}


@dataclass(frozen=True, slots=True)
class Involvement:
    """A record that somebody stands in.

    Attributes:
        record: the record.
        capacity: what they are in it.
        sure: whether it is them by the rule; otherwise it may be, and a person must tell.
    """

    record: Record
    capacity: Capacity
    sure: bool


def parts(records: Sequence[Record], who: Asked) -> list[Involvement]:
    """The records somebody stands in, in the order given, and as what.

    Expunged records hold nobody.
    """
    found = [*_as_subject(records, who)]
    for capacity, name in _FIELDS.items():
        found += _as(capacity, name, records, who)
    order = {record.row: place for place, record in enumerate(records)}
    return sorted(found, key=lambda part: order[part.record.row])


def _probe(who: Asked) -> Record:
    """The person asked about as a record, so that the rule for records can be put to it."""
    return Record(-1, subjects=Private(who.names), contacts=Private(who.contacts))


def _as_subject(records: Sequence[Record], who: Asked) -> list[Involvement]:
    """Records about them, and records that may be: whoever is not surely meant needs a contact.

    First, the rule for records says who shares an identifier or a full name with what was
    typed; one plain word is no identifier. Then a record that only shares the name is in doubt
    while the name also stands in a record that may be somebody else's:

        Wanda Example, wanda@example.org      asked for by name and this address: sure
        Wanda Example, other@example.net      may be: a namesake, or their other address
        Wanda Example, no contact             may be, as it may belong to either
    """
    probe = len(records)
    links = Links([*records, _probe(who)])
    related = {*links.same(probe), *links.possible(probe)}
    sure = set(Links([*records, _probe(who.identified)]).same(probe))
    maybe = related.union(*({*links.same(i), *links.possible(i)} for i in sure)) - sure - {probe}
    tied = set(Links([*records, _probe(who.by_account)]).same(probe))
    bearing = {i: who.keys & _full_names(records[i]) for i in sure | maybe}

    def in_doubt(i: int) -> bool:
        others = maybe | (sure & set(links.possible(i)))
        return any(bearing[i] & bearing[j] for j in others - {i})

    while doubtful := {i for i in sure - tied if in_doubt(i)}:
        sure, maybe = sure - doubtful, maybe | doubtful
    return [Involvement(records[i], Capacity.SUBJECT, i in sure) for i in sorted(sure | maybe)]


def _full_names(record: Record) -> frozenset[str]:
    """What tells the full names under which a record holds its subjects."""
    names = (*record.subjects.reveal(), *record.aliases.reveal())
    return frozenset(key for name in names if is_full_name(name) for key in entry_keys(name))


def _as(capacity: Capacity, name: str, records: Sequence[Record], who: Asked) -> list[Involvement]:
    """Records with them in another column, which holds names and addresses alike.

    A name alone is not enough there: a namesake must not learn that a report exists.
    """
    turned = [
        replace(record, subjects=getattr(record, name), aliases=NO_PEOPLE, contacts=NO_PEOPLE)
        for record in records
    ]
    links = Links([*turned, _probe(who)])
    found = {*links.same(len(turned)), *links.possible(len(turned))}
    contacts = {key for one in who.contacts if (key := normalise(one).key)}
    made = []
    for i in sorted(found):
        entries = getattr(records[i], name).reveal()
        made.append(
            Involvement(records[i], capacity, any(contacts & entry_keys(one) for one in entries))
        )
    return made


def several_people(found: Sequence[Involvement], who: Asked) -> bool:
    """Whether only a contact can tell which records are theirs: they were asked for by name."""
    subjects = [one for one in found if one.capacity is Capacity.SUBJECT]
    return bool(subjects) and not who.contacts and not any(one.sure for one in subjects)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place that mentions somebody; it holds no text.

    Attributes:
        tab: the tab's title, or its number where the title itself names them; empty for
            something of the whole file.
        cell: the address, if it is in a cell.
        kind: what kind of place it is.
        case: the record it belongs to, if it is in one.
    """

    tab: str
    cell: str | None
    kind: str
    case: str | None = None

    def as_json(self) -> dict[str, str | None]:
        """How it stands in JSON."""
        return {"tab": self.tab, "cell": self.cell, "kind": self.kind, "case": self.case}


def mentions(
    texts: Sequence[Text], who: Asked, snapshot: Snapshot, sheet: RecordsSheet | None = None
) -> list[Mention]:
    """Every place that mentions somebody, each once.

    Args:
        texts: every text of the spreadsheet.
        who: whom to look for.
        snapshot: the spreadsheet, for what its tabs are called.
        sheet: the records, to say which one a place belongs to.
    """
    titles = tab_names(snapshot, who)
    cases: dict[tuple[int | None, int | None], str] = {}
    if sheet:
        cases = {(sheet.tab.id, record.row): record.name for record in sheet.records}
    found = {}
    for place in sweep(texts, who.known):
        cell = None if place.row is None or place.column is None else a1(place.row, place.column)
        elsewhere = place.tab if cell else ""  # in the key, where that is a file of its own
        tab = titles.get(place.tab_id, "") if place.tab_id is not None else elsewhere
        case = cases.get((place.tab_id, place.row))
        found[tab, cell, place.kind] = Mention(tab, cell, place.kind, case)
    return list(found.values())


def tab_names(snapshot: Snapshot, who: Asked) -> dict[int, str]:
    """What each tab is called where it is printed, by its id.

    A title that names somebody, or may name them, is replaced by the tab's number.
    """
    scrubber = Scrubber(who.known, strangers=False)
    names = {}
    for number, tab in enumerate(snapshot.tabs, 1):
        result = scrubber(tab.title)
        tells = result.replaced or result.flags
        names[tab.id] = f"tab number {number}" if tells else tab.title
    return names
