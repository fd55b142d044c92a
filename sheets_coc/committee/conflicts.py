"""Conflicts of interest: who of the committee keeps out of which case.

A member keeps out whom the column *Recused* names, or who is a subject of the report. Whoever
reported it is not proposed as its handler either; nothing more follows from that, because the
policy writes the member who handles a private report into the Reporter column.

    Recused        Handled by    what follows
    Ada Quill      Ada Quill     handles-while-recused
    Ada Quill      (blank)       may handle it: everybody but Ada Quill
    Zed Unheard    (blank)       recused-unknown: nobody of that name is in the Committee tab

Several rows of one case are one case: who keeps out of one of them keeps out of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from sheets_coc.committee.handlers import Handlers
from sheets_coc.committee.members import Committee, Member
from sheets_coc.people.entries import entry_keys
from sheets_coc.private import Private
from sheets_coc.records import cases
from sheets_coc.records.record import Record


class Conflicts:
    """Who keeps out of which case; members are told by their position in the Committee tab.

    Args:
        committee: the members.
        records: the records that are not expunged.
        open_rows: the rows of those that are open.
        today: the UTC date; members who have left handle nothing, and get no mail.
        unreadable: whether there is a Committee tab that cannot be read, so that nobody can tell
            who keeps out of what.
    """

    def __init__(
        self,
        committee: Committee,
        records: Sequence[Record],
        open_rows: Collection[int],
        today: date,
        *,
        unreadable: bool = False,
    ) -> None:
        self._unreadable = unreadable
        self._members = committee.members
        self._handlers = Handlers(committee)
        self._there = self._handlers.there(today)
        self.records = records
        self._open = {record.row: record for record in records if record.row in open_rows}
        self._out: dict[str, set[int]] = {}
        for record in self.records:
            if found := self._keeps_out(record):
                self._out.setdefault(_case(record), set()).update(found)

    def __repr__(self) -> str:
        return f"<Conflicts: {len(self._out)} cases>"

    def __bool__(self) -> bool:
        return bool(self._out)

    def _keeps_out(self, record: Record) -> frozenset[int]:
        subjects = (record.subjects, record.aliases, record.contacts)
        return self._handlers.meant(record.recused).union(*map(self._handlers.surely, subjects))

    def out_of(self, record: Record) -> Collection[int]:
        """The members who keep out of a record's case."""
        return self._out.get(_case(record), ())

    def rows_out_of(self, record: Record) -> frozenset[int]:
        """The rows of the Committee tab of the members who keep out of a record's case."""
        return frozenset(self._members[at].row for at in self.out_of(record))

    def keeps_out(self, record: Record, person: Private[str]) -> bool:
        """Whether somebody, by name, keeps out of a record's case."""
        those = self._handlers.meant(Private((person.reveal(),)))
        return not those.isdisjoint(self.out_of(record))

    def handled_by(self, record: Record) -> frozenset[int]:
        """The members who handle a record."""
        return self._handlers.meant(record.handled_by)

    def handles_all_the_same(self, record: Record) -> bool:
        """Whether somebody handles a record who keeps out of its case.

        Names are compared as they stand, too: they may be no members'.
        """
        handling = self._handlers.meant(record.handled_by)
        return not handling.isdisjoint(self.out_of(record)) or not _keys(
            record.handled_by
        ).isdisjoint(_keys(record.recused))

    def unknown(self, record: Record) -> bool:
        """Whether the column *Recused* names somebody who is no member."""
        return bool(self._members) and self._handlers.unknown(record.recused)

    def stranger_handles(self, record: Record) -> bool:
        """Whether somebody handles a record who is no member."""
        return bool(self._members) and self._handlers.unknown(record.handled_by)

    def is_open(self, record: Record) -> bool:
        """Whether a record's case is open."""
        return record.row in self._open

    def nobody_may_handle(self, record: Record) -> bool:
        """Whether a case is open and every member keeps out of it."""
        return bool(self._there) and self.is_open(record) and not self._others(record)

    def _others(self, record: Record) -> list[int]:
        return [at for at in self._there if at not in self.out_of(record)]

    def may_handle(self, record: Record) -> tuple[Member, ...]:
        """The members who may handle a case, those who handle the fewest open ones first."""
        reported = self._handlers.surely(record.reporter)
        handled = (self._handlers.meant(one.handled_by) for one in self._open.values())
        busy = Counter(at for members in handled for at in members)
        those = [at for at in self._others(record) if at not in reported]
        return tuple(self._members[at] for at in sorted(those, key=lambda at: (busy[at], at)))

    def hidden_from(self, readers: Iterable[int] | None = None) -> frozenset[str]:
        """Records, by name, of whose cases a reader keeps out: they are not told of by name.

        Where nobody can tell whom *Recused* means, it may be a reader.

        Args:
            readers: who reads it; the whole committee if not given, as in a mail to its address.
        """
        those = set(self._there if readers is None else readers)
        somebody = bool(those) or readers is None
        return frozenset(
            r.name
            for r in self.records
            if not those.isdisjoint(self.out_of(r))
            or (somebody and (self._unreadable or self._handlers.unknown(r.recused)))
        )

    def readers(self, address: Private[str]) -> frozenset[int]:
        """The members one of whose addresses this is."""
        return self._handlers.with_address(address.reveal())


def _case(record: Record) -> str:
    name = record.report or record.case
    return cases.base(name) if name else record.name


def _keys(names: Private[tuple[str, ...]]) -> frozenset[str]:
    return frozenset(key for name in names.reveal() for key in entry_keys(name))
