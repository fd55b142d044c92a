"""Codes for the people whom reports name, where records hold codes and a key holds names.

A report names two people, and the key knows one of them by an address:

    report   Ada Pretend; Ben Sham                     key   Ben Sham   Red Fox
    rows     twin monsoon   Swift Glove                Ada Pretend gets a code and a row there
             twin monsoon   Red Fox

Each person of a report has a row of their own under the same case name (manual of 2026). Somebody
is known by an address or handle; by a full name, unless addresses tell two people of that name
apart. Whoever is not known for certain gets a code of their own: two codes for one person can
be made one later, two people under one code cannot.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from sheets_coc.intake.report import EventReport
from sheets_coc.people.contacts import normalise, split_contacts
from sheets_coc.people.folding import fold
from sheets_coc.people.names import read_name, split_aliases, split_people
from sheets_coc.records import cases
from sheets_coc.records.key import persons
from sheets_coc.records.key.identity_key import IdentityKey, KeyState
from sheets_coc.records.sheet import RecordsSheet
from sheets_coc.schema.identity_key import NAMES
from sheets_coc.sheet.model import AppendRow, Snapshot, Tab, Value, text

ABOUT = {"subjects": "real_name", "aliases": "aliases", "contacts": "contacts"}
"""What a report says of who it is about, and the column of the key it goes into."""


@dataclass(frozen=True, slots=True)
class Coded:
    """Reports with codes for the people they are about.

    Attributes:
        reports: the reports, one for each person.
        key_rows: the rows of the key that their names need.
        left: column keys of what the reports say of people and neither sheet nor key holds
            afterwards: there is no column for it, nobody can tell whose of several it is, or the
            key knows the person and not that.
    """

    reports: tuple[EventReport, ...]
    key_rows: tuple[AppendRow, ...] = field(default=(), repr=False)
    left: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, repr=False)
class _Person:
    """Somebody by what they are called and by how they are reached."""

    cells: dict[str, str]
    called: frozenset[str | None]
    reached: frozenset[str | None]

    def is_same(self, other: _Person) -> bool:
        if self.reached & other.reached:
            return True
        apart = bool(self.reached and other.reached)
        return bool(self.called & other.called) and not apart


def has_codes(sheet: RecordsSheet) -> bool:
    """Whether people stand in these records by a code, and by no name."""
    return sheet.layout.codes and "subjects" not in sheet.layout.columns


def coded(sheet: RecordsSheet, reports: Sequence[EventReport], seed: str) -> Coded:
    """Give everybody whom reports are about the code they have, or a new one.

    Where the key is not read, nobody gets one: a code whose name stands nowhere says nothing.

    Args:
        sheet: the records, with the key.
        reports: the reports as they were read.
        seed: what new codes are drawn from.
    """
    if sheet.key.state is not KeyState.READ:
        filled = {key for report in reports for key, cell in report.cells.items() if cell.strip()}
        return Coded(tuple(reports), left=frozenset(filled & ABOUT.keys()))
    draw = random.Random(f"people {seed}")
    known = list(_known(sheet.key))
    taken = {persons.key(code) for _, code in known}
    taken |= {code for record in sheet.records for code in record.persons}
    taken |= {cases.base(record.report) for record in sheet.records if record.report}
    rows: list[AppendRow] = []
    done: list[EventReport] = []
    left: set[str] = set()
    for report in reports:
        rest = {key: cell for key, cell in report.cells.items() if key not in ABOUT}
        people, unclear = _people(report)
        left |= unclear
        for person in people:
            there, code = next(((one, c) for one, c in known if one.is_same(person)), (None, None))
            if there is not None:
                left |= _not_there(person, there)
            if code is None:
                left |= {key for key, name in ABOUT.items() if name in person.cells
                         and name not in sheet.key.columns}  # fmt: skip
                names = [name for cell in person.cells.values() for name in split_people(cell)]
                code = cases.new_case(taken, draw, names, " ").title()
                taken.add(persons.key(code))
                rows += _key_rows(sheet.key, person, code)
                known.append((person, code))
            done.append(EventReport(report.number, {**rest, "person": code}))
        if not people:
            done.append(EventReport(report.number, rest))
    return Coded(tuple(done), tuple(rows), frozenset(left))


def _people(report: EventReport) -> tuple[list[_Person], set[str]]:
    """Whom a report is about; and what of it belongs to nobody of several for certain."""
    cells = {key: report.cells[key] for key in ABOUT if report.cells.get(key, "").strip()}
    subjects = split_people(cells.get("subjects", ""))
    if len(subjects) > 1:
        return [_person({"real_name": one}) for one in subjects], cells.keys() - {"subjects"}
    about = {ABOUT[key]: cell for key, cell in cells.items()}
    return [_person(about)] if about else [], set()


def _not_there(person: _Person, there: _Person) -> set[str]:
    """What a report says of somebody whom the key knows, and the key does not."""
    said, known = _typed(person), _typed(there)
    known["aliases"] |= known["subjects"]
    return {key for key in ("contacts", "aliases") if said[key] - known[key]}


def _typed(person: _Person) -> dict[str, set[str]]:
    """What stands of somebody, each for comparing, by the column of a report."""
    split = {"subjects": split_people, "aliases": split_aliases, "contacts": split_contacts}
    return {
        key: {normalise(one).key or fold(one) for one in split[key](person.cells.get(name, ""))}
        for key, name in ABOUT.items()
    }


def _person(cells: dict[str, str]) -> _Person:
    names = (*split_people(cells.get("real_name", "")), *split_aliases(cells.get("aliases", "")))
    called = {name for name, full in map(read_name, names) if full}
    reached = {normalise(one).key for one in split_contacts(cells.get("contacts", ""))}
    return _Person(cells, frozenset(called) - {None}, frozenset(reached) - {None})


def _known(key: IdentityKey) -> Iterator[tuple[_Person, str]]:
    """Everybody the key names, with their code as it stands there."""
    if key.tab is None:
        return
    for entries in key.entries.values():
        for entry in entries:
            code = text(key.tab.value(entry.row, key.columns["person"])).strip()
            cells = {
                name: text(key.tab.value(entry.row, key.columns[name]))
                for name in NAMES
                if name in key.columns
            }
            if code and entry.named:
                yield _person(cells), code


def _key_rows(key: IdentityKey, person: _Person, code: str) -> list[AppendRow]:
    if key.tab is None:
        return []
    values: list[Value] = [None] * (max(key.columns.values()) + 1)
    for name, cell in {**person.cells, "person": code}.items():
        if name in key.columns:
            values[key.columns[name]] = cell
    return [AppendRow(key.tab.id, tuple(values))]


def with_key_rows(snapshot: Snapshot, key: IdentityKey, rows: Sequence[AppendRow]) -> Snapshot:
    """A spreadsheet as it will be when these rows stand in its key."""
    if key.tab is None or not rows:
        return snapshot

    def added(tab: Tab) -> Tab:
        more = [list(row.values) for row in rows]
        return replace(tab, values=[*tab.values, *more]) if tab is key.tab else tab

    if not key.elsewhere:
        return replace(snapshot, tabs=[added(tab) for tab in snapshot.tabs])
    if snapshot.beside is None:
        return snapshot
    beside = replace(snapshot.beside, tabs=[added(tab) for tab in snapshot.beside.tabs])
    return replace(snapshot, beside=beside)
