"""Which records concern the same person, and which may.

Two records concern the *same* person if they share an e-mail address, a handle, a profile
page or an alias that can only be one person's, or if they share a full name while not both
having contacts. The same full name with different contacts, and names that nearly agree, are
*possible* repeats: people are asked, and nothing is merged in silence. Where people have codes,
records of one code are the same person's: that needs no name. What "Not the same as" says is
respected by both.

An alias of one plain word is what many people are called: it counts like a name, and never
against contacts or full names that say otherwise:

    Robert Smith, Bob, r@example.org   and   Bob Jones, Bob              possible
    Bob, r@example.org                 and   Bob, b@example.org          possible
    Zaphod (no contact)                and   Ada Abbot, alias Zaphod     the same
    Bob (no contact)                   and   the two Bobs above          possible, both
    Robert Smith, alias bob_17         and   anybody, alias bob_17       the same

Everything goes through indexes from keys to rows, so the work grows with the records and
with the repeats that are there, not with all pairs of records.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from sheets_coc.people.contacts import Contact, ContactKind, normalise
from sheets_coc.people.fuzzy import near_names
from sheets_coc.people.names import read_name
from sheets_coc.records.record import Record

SHORTEST_ACCOUNT = 3
"""User names shorter than this are too common to suggest a repeat."""

_Index = dict[str, list[int]]
_Groups = dict[int, list[Collection[int]]]
_NOBODY: frozenset[int] = frozenset()


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
        self._index = _Indexes(records)
        self._excluded = _Excluded(records)
        self._sure: _Groups = {}
        self._maybe: _Groups = {}
        self._nearly_done = False
        self._last: tuple[int, Collection[int]] = (-1, _NOBODY)
        self._group()

    def __repr__(self) -> str:
        return f"<Links: {len(self._records)} records>"

    def same(self, i: int) -> Collection[int]:
        """Positions of the records that concern a person of record `i`."""
        groups = self._sure.get(i)
        if groups is None:
            return _NOBODY
        if self._last[0] != i:  # dates ask for the same row several times in turn
            found = set().union(*groups)
            found.discard(i)
            self._last = i, self._excluded.without(i, found)
        return self._last[1]

    def possible(self, i: int) -> Collection[int]:
        """Positions of the records that may concern a person of record `i`, and not surely.

        Rows of one report (`stunned-bulb`, `stunned-bulb/2`) are about different people by
        construction and are not asked about.
        """
        if not self._nearly_done:
            self._group_nearly()
        groups = self._maybe.get(i)
        if groups is None:
            return _NOBODY
        found = set().union(*groups)
        found.discard(i)
        found.difference_update(self.same(i))
        return self._excluded.one_report(i, self._excluded.without(i, found))

    def possible_pairs(self) -> Iterator[tuple[int, int]]:
        """Every pair of records that may concern the same person, the lower position first."""
        for i in range(len(self._records)):
            yield from ((i, j) for j in sorted(self.possible(i)) if j > i)

    def _group(self) -> None:
        """Give every row the groups it belongs to; rows that share nothing get none."""
        index = self._index
        for rows in index.contacts.values():
            if len(rows) > 1:
                _give(self._sure, rows, rows)
        for key, rows in index.full.items():
            if len(rows) > 1 or key in index.aliases or key in index.loose:
                self._group_full(rows)
                self._group_apart(rows, index.loose.get(key, ()))
        for rows in index.loose.values():
            if len(rows) > 1:
                self._group_apart(rows, rows)
        for key, rows in index.aliases.items():
            named = index.full.get(key, ())
            if len(rows) + len(named) > 1:
                _give(self._sure, rows, [*rows, *named])
                _give(self._sure, named, rows)
        for key, rows in index.calls.items():
            self._group_called(rows, index.loose.get(key, ()))

    def _group_full(self, rows: list[int]) -> None:
        """Rows of one full name: the same person unless both have contacts, then possibly."""
        having = self._index.having
        bare = [i for i in rows if not having[i]]
        known = [i for i in rows if having[i]]
        _give(self._sure, bare, rows)
        if bare:
            _give(self._sure, known, bare)
        if len(known) > 1:
            _give(self._maybe, known, known)

    def _group_called(self, rows: list[int], named: Sequence[int]) -> None:
        """Rows with one plain word as an alias, and rows that name somebody by that word.

        They are the same person unless both have contacts, or both a full name: then possibly.
        Where several people are called so, whoever is known by nothing else may be any of them.
        """
        index = self._index
        if len(rows) + len(named) < 2:
            return
        several = self._are_several([*rows, *named])
        for other, mine in ((rows, [*rows, *named]), (named, rows)):
            by_kind: dict[tuple[int, int], list[int]] = defaultdict(list)
            for j in other:
                by_kind[index.having[j], index.fully[j]].append(j)
            for i in mine:
                for (contacts, full), found in by_kind.items():
                    told_apart = (contacts and index.having[i]) or (full and index.fully[i])
                    _give(self._maybe if told_apart or several else self._sure, (i,), found)

    def _are_several(self, rows: Sequence[int]) -> bool:
        """Whether among these rows are two that contacts, or full names, tell apart."""
        for marked in (self._index.having, self._index.fully):
            told = [i for i in rows if marked[i]]
            if told:
                one = set(told[:1]).union(*self._sure.get(told[0], ()))
                if not one.issuperset(told):
                    return True
        return False

    def _group_apart(self, rows: list[int], others: Sequence[int]) -> None:
        """Rows that share less than a full name: possible, unless both have contacts."""
        having = self._index.having
        bare = [j for j in others if not having[j]]
        for i in rows:
            _give(self._maybe, (i,), bare if having[i] else others)
        if others is not rows:
            mine = [i for i in rows if not having[i]]
            for j in others:
                _give(self._maybe, (j,), mine if having[j] else rows)

    def _group_nearly(self) -> None:
        """Names that nearly agree, and one user name on sites of which one is not named."""
        index = self._index
        named = (index.full, index.aliases, index.calls)
        for key, others in near_names({key for names in named for key in names}).items():
            mine = [i for names in named for i in names.get(key, ())]
            for other in others:
                for names in named:
                    _give(self._maybe, mine, names.get(other, ()))
        for account, rows in index.handles.items():
            _give(self._maybe, rows, rows)
            profiles = index.profiles.get(account, ())
            _give(self._maybe, rows, profiles)
            _give(self._maybe, profiles, rows)
        self._nearly_done = True


def _give(groups: _Groups, rows: Iterable[int], group: Collection[int]) -> None:
    if group:
        for i in rows:
            groups.setdefault(i, []).append(group)


class _Indexes:
    """From what records can be recognised by to their positions. Holds personal values.

    Attributes:
        contacts: addresses, handles and profile pages.
        aliases: full names and user names under "Also known as".
        calls: single plain words there, which many people may be called.
        full: full names and user names under "Named subjects".
        loose: single plain words there.
        handles, profiles: user names without and with the site they are on.
        having: whether a record has a contact.
        fully: whether a record names somebody in full.
    """

    def __init__(self, records: Sequence[Record]) -> None:
        self.contacts: _Index = defaultdict(list)
        self.aliases: _Index = defaultdict(list)
        self.calls: _Index = defaultdict(list)
        self.full: _Index = defaultdict(list)
        self.loose: _Index = defaultdict(list)
        self.handles: _Index = defaultdict(list)
        self.profiles: _Index = defaultdict(list)
        self.having = bytearray(len(records))
        self.fully = bytearray(len(records))
        self._known_contacts: dict[str, Contact] = {}
        self._known_names: dict[str, tuple[str | None, bool]] = {}
        for i, record in enumerate(records):
            if not record.expunged:
                self._read(i, record)

    def __repr__(self) -> str:
        return f"<Indexes: {len(self.having)} records>"

    def _read(self, i: int, record: Record) -> None:
        for code in record.persons:
            _add(self.contacts, f"person:{code}", i)
        for typed in record.contacts.reveal():
            if self._read_contact(i, typed):
                self.having[i] = True
        for typed in record.aliases.reveal():
            self._read_name(i, typed, alias=True)
        for typed in record.subjects.reveal():
            self._read_name(i, typed, alias=False)

    def _read_contact(self, i: int, typed: str) -> bool:
        contact = self._known_contacts.get(typed)
        if contact is None:
            contact = self._known_contacts[typed] = normalise(typed)
        if contact.key is None:
            return False
        _add(self.contacts, contact.key, i)
        if contact.account and len(contact.account) >= SHORTEST_ACCOUNT:
            if contact.kind is ContactKind.HANDLE:
                _add(self.handles, contact.account, i)
            elif contact.kind is ContactKind.PROFILE:
                _add(self.profiles, contact.account, i)
        return True

    def _read_name(self, i: int, typed: str, *, alias: bool) -> None:
        if "@" in typed or "://" in typed:
            self._read_contact(i, typed)  # an address is an identifier wherever it stands
            if not typed.lstrip().startswith("@"):
                return
        known = self._known_names.get(typed)
        if known is None:
            known = self._known_names[typed] = read_name(typed)
        key, full = known
        if key is None:
            return
        if alias:
            _add(self.aliases if full else self.calls, key, i)
        else:
            _add(self.full if full else self.loose, key, i)
            self.fully[i] |= full
        if (full or alias) and " " not in key and len(key) >= SHORTEST_ACCOUNT:
            _add(self.handles, key, i)


def _add(index: _Index, key: str, i: int) -> None:
    """Note that record `i` has a key, once."""
    rows = index[key]
    if not rows or rows[-1] != i:
        rows.append(i)


class _Excluded:
    """Pairs that people, or the report itself, say are different."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._records = records
        self._different: dict[int, set[int]] = {}
        self._reports = [_report(record) for record in records]
        self._rows = Counter(self._reports)
        answers = [i for i, record in enumerate(records) if record.not_same_as]
        if answers:
            self._read(answers)

    def _read(self, answers: list[int]) -> None:
        positions: defaultdict[str, list[int]] = defaultdict(list)
        for i, record in enumerate(self._records):
            positions[_fold_case(record.case)].append(i)
        for i in answers:
            for case in self._records[i].not_same_as:
                for j in positions.get(_fold_case(case), ()):
                    self._different.setdefault(i, set()).add(j)
                    self._different.setdefault(j, set()).add(i)

    def without(self, i: int, found: set[int]) -> set[int]:
        return found - self._different[i] if i in self._different else found

    def one_report(self, i: int, found: set[int]) -> set[int]:
        mine = self._reports[i]
        if not found or not mine or self._rows[mine] == 1:
            return found
        return {j for j in found if self._reports[j] != mine}


def _fold_case(case: str | None) -> str:
    return (case or "").strip().casefold()


def _report(record: Record) -> str:
    """The case name without the number of a further row; empty where there is none."""
    return _fold_case(record.case).partition("/")[0]
