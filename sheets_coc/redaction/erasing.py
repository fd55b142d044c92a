"""What becomes of each cell of one row when its record goes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from sheets_coc.dates import to_serial
from sheets_coc.people.contacts import split_contacts
from sheets_coc.people.entries import entry_keys
from sheets_coc.people.names import count_expunged, split_people
from sheets_coc.people.organisations import event_key, is_organisation
from sheets_coc.policy import Policy
from sheets_coc.records import cases
from sheets_coc.records.key import persons
from sheets_coc.records.reading import CELL_LIMIT
from sheets_coc.records.record import Record
from sheets_coc.records.sheet import RecordsSheet
from sheets_coc.records.values import action_taken, read_date, read_flag
from sheets_coc.redaction.sparing import SPARED, SparingScrubber
from sheets_coc.redaction.sweep import NOBODY
from sheets_coc.retention.terms import Scope
from sheets_coc.schema.columns import BY_KEY, EXPUNGED, ColumnKind, OnExpunge
from sheets_coc.scrubbing import Flag, Known
from sheets_coc.sheet.model import Value, text

ALL: Scope = "all"
REPORTER: Scope = "reporter"


class CellCannotHold(Exception):
    """A scrubbed text that is longer than a cell can hold."""


@dataclass(frozen=True, slots=True)
class CellRedaction:
    """A cell's new content; `touch` says that it must be written even if the text stays."""

    key: str
    column: int
    value: Value = field(repr=False)
    touch: bool
    flags: tuple[Flag, ...] = ()


class RowEraser:
    """Expunges one row: decides each cell's new content."""

    def __init__(
        self,
        sheet: RecordsSheet,
        policy: Policy,
        record: Record,
        scope: Scope,
        known: Known,
        today: date,
        staying: Known = NOBODY,
        members: Known = NOBODY,
    ) -> None:
        self.sheet = sheet
        self.policy = policy
        self.record = record
        self.scope = scope
        self.scrubber = SparingScrubber(known, staying, members)
        self.known_keys = frozenset[str]().union(
            *map(entry_keys, (*known.names, *known.aliases, *known.contacts))
        )
        self.nobody_known = not (known.names or known.aliases or known.contacts)
        self.today = today
        self.tab = sheet.tab

    def _hangs_on(self, column: int) -> bool:
        """Whether a note, link or chip hangs on the cell: those go as well."""
        position = (self.record.row, column)
        return position in self.tab.notes or position in self.tab.rich

    def cells(self) -> list[CellRedaction]:
        """Every cell that changes."""
        written = []
        for key, column in self.sheet.layout.columns.items():
            value = self.tab.value(self.record.row, column)
            if (new := self._known_cell(key, column, value)) is not None:
                written.append(new)
        for own in self.sheet.layout.own:
            value = self.tab.value(self.record.row, own.column)
            if (new := self._own_cell(own.on_expunge, own.column, value)) is not None:
                written.append(new)
        return [w for w in written if w.touch or w.flags]

    def _known_cell(self, key: str, column: int, value: Value) -> CellRedaction | None:
        kind = BY_KEY[key]
        if key == "expunged_on":
            return CellRedaction(key, column, to_serial(self.today), touch=True)
        if kind.kind is ColumnKind.LINK:  # stays until what it leads to is gone
            return None
        if kind.on_expunge is OnExpunge.CLEAR:
            return CellRedaction(key, column, None, touch=value not in (None, ""))
        if self.scope == REPORTER:
            return self._reporter_only(key, column, value)
        if kind.on_expunge is OnExpunge.ERASE:
            return self._erased(key, column, value)
        if kind.on_expunge is OnExpunge.SCRUB:
            return self._narrative(key, column, value)
        if _outside_its_kind(key, value):
            return self._scrubbed(key, column, value)
        if key == "event":
            return self._event(key, column, value)
        if kind.kind is ColumnKind.CHOICE:
            return replace(self._scrubbed(key, column, value), flags=())
        if kind.kind is ColumnKind.CASES:  # a name there looks like a case name: two words
            return replace(self._scrubbed(key, column, value), flags=())
        return CellRedaction(key, column, value, touch=self._hangs_on(column))

    def _reporter_only(self, key: str, column: int, value: Value) -> CellRedaction | None:
        if key == "reporter":
            return self._erased(key, column, value)
        if key == "event":
            event = self._event(key, column, value)
            return event if event.value != value else None
        if BY_KEY[key].on_expunge is OnExpunge.SCRUB or _outside_its_kind(key, value):
            note = self.tab.notes.get((self.record.row, column), "")
            new = self._scrubbed(key, column, value, strip=bool(self.scrubber(note).replaced))
            return new if new.touch or any(f.rule == SPARED for f in new.flags) else None
        return None

    def _event(self, key: str, column: int, value: Value) -> CellRedaction:
        """An event's name: kept, unless it is a person's, as `Keynote of Quixby`.

        What several reports name is a public event, whoever it is called after, and figures
        by event must be the same before and after.
        """
        kept = CellRedaction(key, column, value, touch=self._hangs_on(column))
        event = event_key(text(value))
        mine = cases.base(self.record.case or "")
        shared = any(
            other.row != self.record.row
            and other.event
            and event_key(other.event) == event
            and not (mine and cases.base(other.case or "") == mine)
            for other in self.sheet.records
        )
        if shared or is_organisation(text(value)):
            return kept
        return replace(self._scrubbed(key, column, value), flags=())

    def _own_cell(
        self, answer: OnExpunge | None, column: int, value: Value
    ) -> CellRedaction | None:
        key = ""
        if answer is OnExpunge.ERASE and self.scope == ALL:
            return self._erased(key, column, value)
        if answer is OnExpunge.SCRUB:
            return self._scrubbed(key, column, value, strip=self.scope == ALL)
        return None

    def _erased(self, key: str, column: int, value: Value) -> CellRedaction:
        typed = text(value)
        people = split_contacts(typed) if key == "contacts" else split_people(typed)
        gone = count_expunged(typed)
        new: Value = value
        if people or (typed.strip() and not gone and not _says_nobody(typed)):
            number = len(people) + gone
            new = f"{EXPUNGED} ({number})" if key == "subjects" and number > 1 else EXPUNGED
        return CellRedaction(key, column, new, touch=new != value or self._hangs_on(column))

    def _narrative(self, key: str, column: int, value: Value) -> CellRedaction:
        if self.policy.retention.narrative.get(key) == "erase":
            return self._replaced_whole(key, column, value)
        return self._scrubbed(key, column, value)

    def _replaced_whole(self, key: str, column: int, value: Value) -> CellRedaction:
        typed = text(value).strip()
        new: Value = value
        if BY_KEY[key].kind is ColumnKind.ACTION:
            taken = action_taken(value)
            if taken is not None and typed.casefold() not in ("yes", "no", "true", "false"):
                new = "Yes" if taken else "No"
        elif typed and not _says_nobody(typed):
            new = EXPUNGED
        return CellRedaction(key, column, new, touch=new != value or self._hangs_on(column))

    def _scrubbed(
        self, key: str, column: int, value: Value, *, strip: bool = True
    ) -> CellRedaction:
        hangs = strip and self._hangs_on(column)
        if value is None or isinstance(value, bool) or value == "":
            return CellRedaction(key, column, value, touch=hangs)
        result = self.scrubber(self.tab.told(self.record.row, column, self._is_known))
        if not result.replaced:
            return CellRedaction(key, column, value, touch=hangs, flags=self._flags(result.flags))
        new = _same_answer(key, value, result.text)
        if len(new) > CELL_LIMIT:
            raise CellCannotHold
        return CellRedaction(key, column, new, touch=True, flags=self._flags(result.flags))

    def _is_known(self, email: str) -> bool:
        """Whether an address is one of those who go."""
        return bool(self.known_keys & entry_keys(email))

    def _flags(self, flags: tuple[Flag, ...]) -> tuple[Flag, ...]:
        """Flags of a text; a record with no identifiers is never called clean."""
        if self.nobody_known and not any(f.rule == "no_identifiers" for f in flags):
            return (*flags, Flag("no_identifiers", 0, 0))
        return flags


def _same_answer(key: str, before: Value, scrubbed: str) -> str:
    """A scrubbed text that, in an action cell, still gives the answer it gave.

    Where a name at its beginning was read as a no (Na, No), a no is put in front: no
    statistic may change on the day a record goes.
    """
    if not key or BY_KEY[key].kind is not ColumnKind.ACTION:
        return scrubbed
    if action_taken(before) is False and action_taken(scrubbed):
        return f"No: {scrubbed}"
    return scrubbed


def _says_nobody(typed: str) -> bool:
    return not split_people(typed) and not count_expunged(typed)


def _outside_its_kind(key: str, value: Value) -> bool:
    """Whether a column that is kept holds something it is not for, such as a remark."""
    if value is None or value == "":
        return False
    kind = BY_KEY[key].kind
    if kind is ColumnKind.FLAG:
        reading = read_flag(value)
        return reading.remark
    if kind is ColumnKind.PERSON:
        return not all(map(persons.is_code, persons.codes(value)))
    if kind in (ColumnKind.DATE, ColumnKind.DATE_OR_NEVER):
        return read_date(value, never=True).problem is not None
    return False
