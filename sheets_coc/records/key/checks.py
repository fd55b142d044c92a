"""What the key and the records say of each other, and where they do not fit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sheets_coc.people.contacts import normalise
from sheets_coc.people.names import read_name
from sheets_coc.policy import Policy
from sheets_coc.records import cases
from sheets_coc.records.drift import plain
from sheets_coc.records.key import key_memory
from sheets_coc.records.key.identity_key import UNKNOWN, IdentityKey, KeyState
from sheets_coc.records.record import Record
from sheets_coc.records.sheet import RecordsSheet
from sheets_coc.schema.findings import BY_CODE, Finding

TELLS = "person-tells"
CASE_TELLS = "case-tells"


def check_key(sheet: RecordsSheet, policy: Policy) -> list[Finding]:
    """Findings about the key, and about codes in the records that it does not explain.

    Records whose code tells who somebody is are blocked; they, and those whose case name does,
    are spoken of by their row.
    """
    key, tab = sheet.key, policy.tabs.records
    if key.state in UNKNOWN:
        place = sheet.layout.header_row, sheet.layout.columns["person"]
        return [Finding(key.state.value, tab, *place, "person")]
    if key.state is not KeyState.READ:
        return []
    return [
        *_moved(sheet),
        *_cases(sheet, tab),
        *_codes(sheet, tab),
        *_columns(key),
        *_entries(key, sheet),
        *_names_twice(key),
    ]


def _moved(sheet: RecordsSheet) -> Iterator[Finding]:
    """One finding for all names that stand beside another code, and one where none is watched."""
    key, name = sheet.key, sheet.key.columns["real_name"]
    for entry in key_memory.moved(key, sheet.metadata)[:1]:
        yield _finding("key-apart", key, entry.row, name)
    if key_memory.too_many(key, sheet.metadata):
        yield _finding("key-unwatched", key, key.header_row, name)


def _cases(sheet: RecordsSheet, tab: str) -> Iterator[Finding]:
    """Case names with a name of the key's in them: of any row of the case, which all bear it."""
    told: dict[str, set[str]] = {}
    for record in sheet.records:
        if record.report is not None:
            told.setdefault(cases.base(record.report), set()).update(sheet.key.names_of(record))
    column = sheet.layout.columns.get("case")
    for index, record in enumerate(sheet.records):
        if record.report is not None and cases.tells(
            record.report, told[cases.base(record.report)]
        ):
            sheet.records[index] = replace(record, case=None, report=None)
            _spoken_of(sheet, tab, record.row, None)
            yield Finding(CASE_TELLS, tab, record.row, column, "case")


def _spoken_of(sheet: RecordsSheet, tab: str, row: int, case: str | None) -> None:
    """Let what was found in a row before speak of it by another name."""
    sheet.findings[:] = [
        replace(found, case=case) if found.tab == tab and found.row == row else found
        for found in sheet.findings
    ]


def _codes(sheet: RecordsSheet, tab: str) -> Iterator[Finding]:
    column = sheet.layout.columns["person"]
    called = {
        _called(name)
        for entries in sheet.key.entries.values()
        for entry in entries
        for name in entry.names.reveal()
    } - {None}
    for index, record in enumerate(sheet.records):
        if record.expunged:
            continue
        if sheet.key.tells(record) or called.intersection(map(_called, record.persons)):
            blocked = (*record.blocked_by, TELLS) if BY_CODE[TELLS].blocks else record.blocked_by
            case = None if record.case != record.report else record.case
            sheet.records[index] = replace(record, blocked_by=blocked, case=case)
            _spoken_of(sheet, tab, record.row, case)
            yield Finding(TELLS, tab, record.row, column, "person", case)
        elif len(sheet.key.of(record.persons)) < len(record.persons):
            yield Finding("person-not-in-key", tab, record.row, column, "person", record.case)


def _columns(key: IdentityKey) -> Iterator[Finding]:
    for own in key.unclassified:
        yield _finding("key-column", key, key.header_row, own.column)


def _entries(key: IdentityKey, sheet: RecordsSheet) -> Iterator[Finding]:
    people: dict[str, list[Record]] = {}
    for record in sheet.records:
        for code in record.persons:
            people.setdefault(code, []).append(record)
    where = key.columns["person"]
    for code, entries in key.entries.items():
        named = [entry for entry in entries if entry.named]
        if not named:
            continue
        if not code:
            found = "key-without-code"
        elif code not in people:
            found = "key-without-record"
        elif all(record.expunged for record in people[code]):
            found = "key-after-expunge"
        elif several_people(key, code):
            found = "key-code-twice"
        else:
            continue
        for entry in named:
            yield _finding(found, key, entry.row, where)


def _called(typed: str) -> str | None:
    """A full name for comparing; None for anything else, such as one word alone."""
    found, full = read_name(typed)
    return found if full else None


def _names_twice(key: IdentityKey) -> Iterator[Finding]:
    """Rows of a name that stands over another code before, unless contacts tell them apart."""
    met: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for code, entries in key.entries.items():
        for entry in entries:
            contacts = frozenset(filter(None, (normalise(c).key for c in entry.contacts.reveal())))
            for name in filter(None, map(_called, entry.names.reveal())):
                others = [c for other, c in met.get(name, ()) if other != code]
                if any(not c or not contacts or c & contacts for c in others):
                    yield _finding("key-name-twice", key, entry.row, key.columns["real_name"])
                met.setdefault(name, []).append((code, contacts))


def several_people(key: IdentityKey, code: str) -> bool:
    """Whether a code stands over more than one row of the key that names somebody."""
    return sum(entry.named for entry in key.entries.get(code, ())) > 1


def _finding(code: str, key: IdentityKey, row: int, column: int) -> Finding:
    title = plain(key.tab.title) if key.tab else ""
    return Finding(code, title, row, column)
