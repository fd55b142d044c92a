"""What is removed from a record when it goes: from the sheet's content to a list of cells.

Identifying cells become "Expunged", narratives keep everything but the people, and every
statistic is the same before and after. Planning writes nothing; the very same plan is what
is applied. Everything known about a case's people is collected before anything is removed,
because afterwards it is gone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from sheets_coc.dates import to_serial
from sheets_coc.people.contacts import split_contacts
from sheets_coc.people.names import count_expunged, split_people
from sheets_coc.policy import Policy
from sheets_coc.records import cases
from sheets_coc.records.reading import CELL_LIMIT, RecordsSheet
from sheets_coc.records.record import Record
from sheets_coc.records.schema import BY_KEY, EXPUNGED, Kind, OnExpunge
from sheets_coc.records.values import action_taken, read_date, read_flag
from sheets_coc.retention.scrubbing import Flag, Known, Scrubber
from sheets_coc.sheet.model import SetCell, Tab, Value, text

ALL, REPORTER = "all", "reporter"


@dataclass(frozen=True, slots=True)
class Going:
    """A record to expunge.

    Attributes:
        record: the record.
        scope: `all`, or `reporter` where the rest is kept for good.
    """

    record: Record
    scope: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that may still identify someone after scrubbing; a person should look.

    Attributes:
        record: the record.
        column: the column's key.
        rule: why the words were marked.
        count: how many such places there are.
    """

    record: Record
    column: str
    rule: str
    count: int


@dataclass(frozen=True, slots=True)
class Removal:
    """What expunging one record changes.

    Attributes:
        going: the record and how much of it goes.
        cells: the cells to write.
        keys: the columns they are in.
        marks: what a person should look at afterwards.
        known: who was removed; what the sweep looks for.
    """

    going: Going
    cells: tuple[SetCell, ...]
    keys: tuple[str, ...]
    marks: tuple[Mark, ...]
    known: Known = field(repr=False)


@dataclass(frozen=True, slots=True)
class Removals:
    """What expunging several records changes.

    Attributes:
        done: one for each record that goes.
        cells: all cells to write, each at most once.
        failed: records that cannot be expunged now, and the code of the reason.
    """

    done: tuple[Removal, ...]
    cells: tuple[SetCell, ...]
    failed: tuple[tuple[Record, str], ...]


def known_of(sheet: RecordsSheet, record: Record, scope: str) -> Known:
    """Everything the sheet knows of a record's people."""
    if scope == REPORTER:
        return Known(names=record.reporter.reveal(), aliases=(), contacts=())
    own = [
        name
        for column in sheet.layout.own
        if column.on_expunge is OnExpunge.ERASE
        for name in split_people(text(sheet.tab.value(record.row, column.column)))
    ]
    names = (
        *record.reporter.reveal(),
        *record.subjects.reveal(),
        *record.others.reveal(),
        *own,
    )
    return Known(names=names, aliases=record.aliases.reveal(), contacts=record.contacts.reveal())


def joined(known: Iterable[Known]) -> Known:
    """Several people's identifiers as one, each once, in order."""
    several = list(known)
    return Known(
        names=tuple(dict.fromkeys(n for k in several for n in k.names)),
        aliases=tuple(dict.fromkeys(a for k in several for a in k.aliases)),
        contacts=tuple(dict.fromkeys(c for k in several for c in k.contacts)),
    )


def without(known: Known, kept: Known) -> Known:
    """Identifiers without those another record still holds."""
    return Known(
        names=tuple(n for n in known.names if n not in kept.names),
        aliases=tuple(a for a in known.aliases if a not in kept.aliases),
        contacts=tuple(c for c in known.contacts if c not in kept.contacts),
    )


class CellCannotHold(Exception):
    """A scrubbed text that is longer than a cell can hold."""


@dataclass(frozen=True, slots=True)
class _Written:
    """A cell's new content; `touch` says that it must be written even if the text stays."""

    key: str
    column: int
    value: Value
    touch: bool
    flags: tuple[Flag, ...] = ()


class _Row:
    """Expunges one row: decides each cell's new content."""

    def __init__(
        self, sheet: RecordsSheet, policy: Policy, going: Going, known: Known, today: date
    ) -> None:
        self.sheet = sheet
        self.policy = policy
        self.record = going.record
        self.scope = going.scope
        self.scrubber = Scrubber(known)
        self.nobody_known = not (known.names or known.aliases or known.contacts)
        self.today = today
        self.tab = sheet.tab

    def hangs_on(self, column: int) -> bool:
        """Whether a note, link or chip hangs on the cell: those go as well."""
        position = (self.record.row, column)
        return position in self.tab.notes or position in self.tab.rich

    def cells(self) -> list[_Written]:
        """Every cell that changes."""
        written = []
        for key, column in self.sheet.layout.columns.items():
            value = self.tab.value(self.record.row, column)
            if (new := self.known_cell(key, column, value)) is not None:
                written.append(new)
        for own in self.sheet.layout.own:
            value = self.tab.value(self.record.row, own.column)
            if (new := self.own_cell(own.on_expunge, own.column, value)) is not None:
                written.append(new)
        return [w for w in written if w.touch or w.flags]

    def known_cell(self, key: str, column: int, value: Value) -> _Written | None:
        kind = BY_KEY[key]
        if key == "expunged_on":
            return _Written(key, column, to_serial(self.today), touch=True)
        if kind.on_expunge is OnExpunge.CLEAR:
            return _Written(key, column, None, touch=value not in (None, ""))
        if self.scope == REPORTER:
            return self.reporter_only(key, column, value)
        if kind.on_expunge is OnExpunge.ERASE:
            return self.erased(key, column, value)
        if kind.on_expunge is OnExpunge.SCRUB:
            return self.narrative(key, column, value)
        if _outside_its_kind(key, value):
            return self.scrubbed(key, column, value)
        return _Written(key, column, value, touch=self.hangs_on(column))

    def reporter_only(self, key: str, column: int, value: Value) -> _Written | None:
        if key == "reporter":
            return self.erased(key, column, value)
        if BY_KEY[key].on_expunge is OnExpunge.SCRUB or _outside_its_kind(key, value):
            note = self.tab.notes.get((self.record.row, column), "")
            new = self.scrubbed(key, column, value, strip=bool(self.scrubber(note).replaced))
            return new if new.touch else None
        return None

    def own_cell(self, answer: OnExpunge | None, column: int, value: Value) -> _Written | None:
        key = ""
        if answer is OnExpunge.ERASE and self.scope == ALL:
            return self.erased(key, column, value)
        if answer is OnExpunge.SCRUB:
            return self.scrubbed(key, column, value, strip=self.scope == ALL)
        return None

    def erased(self, key: str, column: int, value: Value) -> _Written:
        typed = text(value)
        people = split_contacts(typed) if key == "contacts" else split_people(typed)
        gone = count_expunged(typed)
        new: Value = value
        if people or (typed.strip() and not gone and not _says_nobody(typed)):
            number = len(people) + gone
            new = f"{EXPUNGED} ({number})" if key == "subjects" and number > 1 else EXPUNGED
        return _Written(key, column, new, touch=new != value or self.hangs_on(column))

    def narrative(self, key: str, column: int, value: Value) -> _Written:
        if self.policy.retention.narrative.get(key) == "erase":
            return self.replaced_whole(key, column, value)
        return self.scrubbed(key, column, value)

    def replaced_whole(self, key: str, column: int, value: Value) -> _Written:
        typed = text(value).strip()
        new: Value = value
        if BY_KEY[key].kind is Kind.ACTION:
            taken = action_taken(value)
            if taken is not None and typed.casefold() not in ("yes", "no", "true", "false"):
                new = "Yes" if taken else "No"
        elif typed and not _says_nobody(typed):
            new = EXPUNGED
        return _Written(key, column, new, touch=new != value or self.hangs_on(column))

    def scrubbed(self, key: str, column: int, value: Value, *, strip: bool = True) -> _Written:
        hangs = strip and self.hangs_on(column)
        if value is None or isinstance(value, bool) or value == "":
            return _Written(key, column, value, touch=hangs)
        result = self.scrubber(text(value))
        if not result.replaced:
            return _Written(key, column, value, touch=hangs, flags=self.flags(result.flags))
        new = _same_answer(key, value, result.text)
        if len(new) > CELL_LIMIT:
            raise CellCannotHold
        return _Written(key, column, new, touch=True, flags=self.flags(result.flags))

    def flags(self, flags: tuple[Flag, ...]) -> tuple[Flag, ...]:
        """Flags of a text; a record with no identifiers is never called clean."""
        if self.nobody_known and not any(f.rule == "no_identifiers" for f in flags):
            return (*flags, Flag("no_identifiers", 0, 0))
        return flags


def _same_answer(key: str, before: Value, scrubbed: str) -> str:
    """A scrubbed text that, in an action cell, still gives the answer it gave.

    Where a name at its beginning was read as a no (Na, No), a no is put in front: no
    statistic may change on the day a record goes.
    """
    if not key or BY_KEY[key].kind is not Kind.ACTION:
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
    if kind is Kind.FLAG:
        reading = read_flag(value)
        return reading.remark
    if kind in (Kind.DATE, Kind.DATE_OR_NEVER):
        return read_date(value, never=True).problem is not None
    return False


def _marks(record: Record, written: Sequence[_Written]) -> tuple[Mark, ...]:
    return tuple(
        Mark(record, w.key, rule, count)
        for w in written
        for rule, count in sorted(Counter(f.rule for f in w.flags).items())
    )


def _set_cell(tab: Tab, record: Record, written: _Written) -> SetCell:
    is_date = written.key == "expunged_on"
    return SetCell(
        tab.id, record.row, written.column, written.value, strip=not is_date, is_date=is_date
    )


def _remove(
    sheet: RecordsSheet, policy: Policy, going: Going, known: Known, today: date
) -> Removal:
    written = _Row(sheet, policy, going, known, today).cells()
    record = going.record
    touched = [w for w in written if w.touch]
    return Removal(
        going=going,
        cells=tuple(_set_cell(sheet.tab, record, w) for w in touched),
        keys=tuple(w.key for w in touched),
        marks=_marks(record, written),
        known=known_of(sheet, record, going.scope),
    )


def _scrub_siblings(
    sheet: RecordsSheet, policy: Policy, done: Sequence[Removal], today: date
) -> list[SetCell]:
    """Remove the people who go from the narratives of other rows of the same case.

    Those the other row still names itself stay, and rows on hold or blocked are not touched.
    """
    gone = {removal.going.record.row for removal in done}
    by_case: Mapping[str, list[Removal]] = defaultdict(list)
    for removal in done:
        if removal.going.record.case:
            by_case[cases.base(removal.going.record.case)].append(removal)
    cells: list[SetCell] = []
    for record in sheet.records:
        removals = by_case.get(cases.base(record.case)) if record.case else None
        if not removals or record.row in gone or record.held or record.blocked_by:
            continue
        known = without(joined(r.known for r in removals), known_of(sheet, record, ALL))
        if known.names or known.aliases or known.contacts:
            row = _Row(sheet, policy, Going(record, REPORTER), known, today)
            cells += [
                _set_cell(sheet.tab, record, w)
                for w in row.cells()
                if w.touch and w.key and BY_KEY[w.key].on_expunge is OnExpunge.SCRUB
            ]
    return cells


def removals(
    sheet: RecordsSheet, policy: Policy, going: Sequence[Going], today: date
) -> Removals:
    """What expunging these records changes.

    A record whose texts cannot be scrubbed stays whole and is listed as failed: never half
    a row.

    Args:
        sheet: the Records tab.
        policy: the committee's rules.
        going: the records to expunge, and how much of each.
        today: the date written into "Expunged on".
    """
    together: Mapping[str, list[Known]] = defaultdict(list)
    for one in going:
        if one.record.case:
            together[cases.base(one.record.case)].append(known_of(sheet, one.record, one.scope))
    done: list[Removal] = []
    failed: list[tuple[Record, str]] = []
    for one in going:
        own = known_of(sheet, one.record, one.scope)
        shared = together[cases.base(one.record.case)] if one.record.case else []
        try:
            done.append(_remove(sheet, policy, one, joined([own, *shared]), today))
        except CellCannotHold:
            failed.append((one.record, "cell-full"))
        except Exception:  # whatever it was, its text may quote the cell
            failed.append((one.record, "scrub-failed"))
    siblings = _scrub_siblings(sheet, policy, done, today)
    cells = {(c.row, c.column): c for c in [*siblings, *(c for r in done for c in r.cells)]}
    return Removals(tuple(done), tuple(cells.values()), tuple(failed))


def plan_id(done: Sequence[Removal], identities: Sequence[str]) -> str:
    """The short name of a plan: a hash of cases, scopes, columns and counts.

    Not of positions, values or the date: the same plan on another day, after a sort, is the
    same plan.
    """
    lines = sorted(
        f"{identity}|{r.going.scope}|{','.join(sorted(r.keys))}|{len(r.cells)}"
        for r, identity in zip(done, identities, strict=True)
    )
    return sha256("\n".join(lines).encode()).hexdigest()[:10]
