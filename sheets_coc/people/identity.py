"""Which records concern the same person, and which may.

Two records concern the *same* person if they share an e-mail address, a handle, a profile
page or an alias, or if they share a full name while not both having contacts. The same full
name with different contacts, and names that nearly agree, are *possible* repeats: people are
asked, and nothing is merged in silence. What "Not the same as" says is respected by both.

Everything goes through indexes from keys to rows, so the work grows with the records and
with the repeats that are there, not with all pairs of records.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sheets_coc.people.contacts import ContactKind, normalise
from sheets_coc.people.names import is_full_name, name_key
from sheets_coc.people.near import near_names
from sheets_coc.records.record import Record

_Index = defaultdict[str, list[int]]
SHORTEST_ACCOUNT = 3
"""User names shorter than this are too common to suggest a repeat."""


@dataclass(slots=True, repr=False)
class _Keys:
    """What one record can be recognised by. Holds personal values: closed repr."""

    contacts: set[str] = field(default_factory=set)
    written: set[str] = field(default_factory=set)
    aliases: set[str] = field(default_factory=set)
    full: set[str] = field(default_factory=set)
    loose: set[str] = field(default_factory=set)
    handles: set[str] = field(default_factory=set)
    profiles: set[str] = field(default_factory=set)

    @property
    def addresses(self) -> set[str]:
        """Contacts, and what stands among the names but is an address."""
        return self.contacts | self.written if self.written else self.contacts


class Links:
    """Who is who among records. Positions are those of the sequence given.

    Expunged records link to nothing: their names are gone, or should be.
    """

    def __init__(self, records: Sequence[Record]) -> None:
        """Index the records.

        Args:
            records: every record of the sheet; their order does not matter.
        """
        self._records = records
        self._contact_cache: dict[str, tuple[ContactKind, str | None, str | None]] = {}
        self._name_cache: dict[str, tuple[str | None, bool]] = {}
        self._keys = [None if r.expunged else self._read(r) for r in records]
        self._by_contact: _Index = defaultdict(list)
        self._by_alias: _Index = defaultdict(list)
        self._by_full: _Index = defaultdict(list)
        self._by_loose: _Index = defaultdict(list)
        self._by_handle: _Index = defaultdict(list)
        self._by_profile: _Index = defaultdict(list)
        self._fill()
        self._excluded = _Excluded(records)
        self._near: dict[str, list[str]] | None = None

    def __repr__(self) -> str:
        return f"<Links: {len(self._records)} records>"

    def same(self, i: int) -> set[int]:
        """Records that concern a person of record `i`."""
        keys = self._keys[i]
        if keys is None:
            return set()
        found: set[int] = set()
        for key in keys.addresses:
            found.update(self._by_contact[key])
        for key in keys.aliases:
            for index in (self._by_alias, self._by_full, self._by_loose):
                found.update(index.get(key, ()))
        for key in keys.full:
            found.update(self._by_alias.get(key, ()))
            found.update(self._agreeing(i, self._by_full[key]))
        for key in keys.loose:
            found.update(self._by_alias.get(key, ()))
        found.discard(i)
        return self._excluded.without(i, found)

    def possible(self, i: int) -> set[int]:
        """Records that may concern a person of record `i`, and are not surely the same.

        Rows of one report (`stunned-bulb`, `stunned-bulb/2`) are about different people by
        construction and are not asked about.
        """
        keys = self._keys[i]
        if keys is None:
            return set()
        found: set[int] = set()
        for key in keys.full:
            found.update(self._by_full[key])
            found.update(self._agreeing(i, self._by_loose.get(key, ())))
        for key in keys.loose:
            found.update(self._agreeing(i, self._by_loose[key]))
            found.update(self._agreeing(i, self._by_full.get(key, ())))
        found.update(self._nearly(keys))
        found.update(self._by_account(keys))
        found.discard(i)
        if not found:
            return found
        return self._excluded.one_report(i, self._excluded.without(i, found - self.same(i)))

    def possible_pairs(self) -> Iterator[tuple[int, int]]:
        """Every pair of records that may concern the same person, the lower position first."""
        for i in range(len(self._records)):
            yield from ((i, j) for j in sorted(self.possible(i)) if j > i)

    def _agreeing(self, i: int, rows: Iterable[int]) -> Iterable[int]:
        """The rows whose contacts do not speak against record `i`: not both have some."""
        if not self._has_contacts(i):
            return rows
        return [j for j in rows if not self._has_contacts(j)]

    def _has_contacts(self, i: int) -> bool:
        keys = self._keys[i]
        return keys is not None and bool(keys.contacts)

    def _nearly(self, keys: _Keys) -> Iterator[int]:
        if self._near is None:
            self._near = near_names({*self._by_full, *self._by_alias})
        for key in keys.full | keys.aliases:
            for other in self._near.get(key, ()):
                yield from self._by_full.get(other, ())
                yield from self._by_alias.get(other, ())

    def _by_account(self, keys: _Keys) -> Iterator[int]:
        """Rows with the same user name on a site that one of both does not name."""
        for account in keys.handles:
            yield from self._by_handle.get(account, ())
            yield from self._by_profile.get(account, ())
        for account in keys.profiles:
            yield from self._by_handle.get(account, ())

    def _fill(self) -> None:
        for i, keys in enumerate(self._keys):
            if keys is None:
                continue
            for index, mine in (
                (self._by_contact, keys.addresses),
                (self._by_alias, keys.aliases),
                (self._by_full, keys.full),
                (self._by_loose, keys.loose),
                (self._by_handle, keys.handles),
                (self._by_profile, keys.profiles),
            ):
                for key in mine:
                    index[key].append(i)

    def _read(self, record: Record) -> _Keys:
        keys = _Keys()
        for typed in record.contacts.reveal():
            self._read_contact(keys, typed, keys.contacts)
        for typed in record.aliases.reveal():
            self._read_name(keys, typed, alias=True)
        for typed in record.subjects.reveal():
            self._read_name(keys, typed, alias=False)
        return keys

    def _read_contact(self, keys: _Keys, typed: str, into: set[str]) -> bool:
        known = self._contact_cache.get(typed)
        if known is None:
            contact = normalise(typed)
            known = contact.kind, contact.key, contact.account
            self._contact_cache[typed] = known
        kind, key, account = known
        if key is None:
            return False
        into.add(key)
        if account and len(account) >= SHORTEST_ACCOUNT:
            if kind is ContactKind.HANDLE:
                keys.handles.add(account)
            elif kind is ContactKind.PROFILE:
                keys.profiles.add(account)
        return True

    def _read_name(self, keys: _Keys, typed: str, *, alias: bool) -> None:
        if ("@" in typed or "://" in typed) and self._read_contact(keys, typed, keys.written):
            return  # an address is an identifier wherever it stands
        known = self._name_cache.get(typed)
        if known is None:
            known = self._name_cache[typed] = name_key(typed), is_full_name(typed)
        key, full = known
        if key is None:
            return
        (keys.aliases if alias else keys.full if full else keys.loose).add(key)
        if " " not in key and (full or alias) and len(key) >= SHORTEST_ACCOUNT:
            keys.handles.add(key)


class _Excluded:
    """Pairs that people, or the report itself, say are different."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._records = records
        self._positions: dict[str, list[int]] = {}
        self._different: dict[int, set[int]] = {}
        answers = [i for i, record in enumerate(records) if record.not_same_as]
        if answers:
            for i, record in enumerate(records):
                self._positions.setdefault(_fold_case(record.case), []).append(i)
        for i in answers:
            for case in records[i].not_same_as:
                for j in self._positions.get(_fold_case(case), ()):
                    self._different.setdefault(i, set()).add(j)
                    self._different.setdefault(j, set()).add(i)

    def without(self, i: int, found: set[int]) -> set[int]:
        return found - self._different[i] if i in self._different else found

    def one_report(self, i: int, found: set[int]) -> set[int]:
        report = _report(self._records[i])
        if report is None:
            return found
        return {j for j in found if _report(self._records[j]) != report}


def _fold_case(case: str | None) -> str:
    return (case or "").strip().casefold()


def _report(record: Record) -> str | None:
    """The case name without the number of a further row; None where there is none."""
    return _fold_case(record.case).partition("/")[0] or None
