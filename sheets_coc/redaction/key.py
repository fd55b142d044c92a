"""What becomes of the key to people's codes: names that go, counts that are kept up to date.

A person's name goes from the key with the last of their records, in the same step. Whatever leaves
open whose the name is, or where it stands, keeps the records as well: the key is not read, a code
stands over two people, a code is in no row of the key while somebody's name there has no record.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sheets_coc.records.key.checks import several_people
from sheets_coc.records.key.identity_key import UNKNOWN, IdentityKey, KeyEntry, KeyState, reports_of
from sheets_coc.records.record import Record
from sheets_coc.records.sheet import RecordsSheet
from sheets_coc.redaction.erasing import ALL
from sheets_coc.redaction.row_redaction import RowRedaction
from sheets_coc.retention.terms import DatedRecord, Scope
from sheets_coc.retention.together import TOGETHER, by_code_alone
from sheets_coc.schema.columns import EXPUNGED, OnExpunge
from sheets_coc.schema.consequences import CONSEQUENCE_LABELS, DecisionWord, folded, gravity
from sheets_coc.schema.identity_key import NAMES
from sheets_coc.sheet.after import with_cells
from sheets_coc.sheet.model import Changes, SetCell, Snapshot, text
from sheets_coc.todo.analysis import Analysis

ONLY_A_PERSON = (*(state.value for state in UNKNOWN), "key-column", "key-code-twice",
                 "person-not-in-key")  # fmt: skip
"""Reasons to stay that only a person can settle: codes of findings."""


def kept_by_key(sheet: RecordsSheet, going: Sequence[DatedRecord]) -> list[tuple[DatedRecord, str]]:
    """The records that cannot go because of the key, each with the reason.

    Args:
        sheet: the records, with the key.
        going: what would go.
    """
    kept = [(one, why) for one in going if (why := _why(sheet, one.record))]
    left = [one for one in going if one not in [stays for stays, _ in kept]]
    while apart := [
        one
        for one in left
        if by_code_alone(one.record)
        and not _whole(sheet, one.record, [(other.record, other.scope) for other in left])
    ]:
        kept += [(one, TOGETHER) for one in apart]
        left = [one for one in left if one not in apart]
    return kept


def _why(sheet: RecordsSheet, record: Record) -> str:
    """Why the key keeps a record by itself; empty where it does not."""
    key = sheet.key
    if not record.persons or key.state in (KeyState.NONE, KeyState.UNUSED):
        return ""
    if key.state is not KeyState.READ:
        return key.state.value
    if key.unclassified:
        return "key-column"
    if any(several_people(key, code) for code in record.persons):
        return "key-code-twice"
    missing = any(code not in key.entries for code in record.persons)
    return "person-not-in-key" if missing and _strangers(sheet) else ""


def _strangers(sheet: RecordsSheet) -> bool:
    """Whether the key names somebody whose code stands in no record: it may be misspelt."""
    known = {code for record in sheet.records for code in record.persons}
    return any(
        entry.named
        for code, entries in sheet.key.entries.items()
        if code not in known
        for entry in entries
    )


def _whole(sheet: RecordsSheet, record: Record, going: Iterable[tuple[Record, Scope]]) -> bool:
    """Whether everything about a record's people is expunged, or goes as well."""
    rows = {one.row for one, scope in going if scope == ALL}
    return all(
        other.expunged or other.row in rows
        for other in sheet.records
        if not set(record.persons).isdisjoint(other.persons)
    )


def leaving(sheet: RecordsSheet, done: Sequence[RowRedaction]) -> tuple[KeyEntry, ...]:
    """The rows of the key whose people go with these records."""
    if sheet.key.state is not KeyState.READ:
        return ()
    going = [(one.record, one.scope) for one in done]
    codes = {
        code
        for record, _ in going
        if record.persons and _whole(sheet, record, going)
        for code in record.persons
    }
    return tuple(entry for entry in sheet.key.of(sorted(codes)) if entry.named)


def erased(key: IdentityKey, entries: Iterable[KeyEntry]) -> Iterator[SetCell]:
    """The cells of the key that change when these people go."""
    if key.tab is None:
        return
    own = [one.column for one in key.own if one.on_expunge is not OnExpunge.KEEP]
    columns = [*(key.columns[name] for name in NAMES if name in key.columns), *own]
    for entry in entries:
        for column in columns:
            at = (entry.row, column)
            filled = text(key.tab.value(*at)).strip() or at in key.tab.formulas
            hangs = at in key.tab.notes or at in key.tab.rich
            if filled or hangs:
                yield SetCell(key.tab.id, *at, EXPUNGED if filled else None, strip=True)
        for column in (key.columns["person"], key.columns.get("reports", -1)):
            if (entry.row, column) in key.tab.notes:  # what hangs beside the code may name them
                value = key.tab.value(entry.row, column)
                yield SetCell(key.tab.id, entry.row, column, value, strip=True)


def kept_up(seen: Analysis) -> Iterator[SetCell]:
    """The cells of the key that say how often somebody was reported, and the gravest consequence.

    Never less than what stands there: people may know of more than the sheet does.
    """
    key = seen.sheet.key
    if key.tab is None or key.state is not KeyState.READ:
        return
    counts, gravest = reports_of(seen.sheet.records), _gravest(seen)
    for code, entries in key.entries.items():
        for entry in entries if code in counts else ():
            if not entry.named:
                continue
            if (at := _place(key, entry, "reports")) and _below(key.tab.value(*at), counts[code]):
                yield SetCell(key.tab.id, *at, float(counts[code]))
            at = _place(key, entry, "highest")
            if at and code in gravest:
                label, word = gravest[code]
                present = text(key.tab.value(*at)).strip()
                known = seen.policy.decisions.read(present) if present else None
                if not present or (known and gravity(known) < gravity(word)):
                    yield SetCell(key.tab.id, *at, label)


def _place(key: IdentityKey, entry: KeyEntry, column: str) -> tuple[int, int] | None:
    at = (entry.row, key.columns.get(column, -1))
    return None if at[1] < 0 or key.tab is None or at in key.tab.formulas else at


def _below(present: object, count: int) -> bool:
    if present in (None, ""):
        return True
    return isinstance(present, float | int) and not isinstance(present, bool) and present < count


def _gravest(seen: Analysis) -> dict[str, tuple[str, DecisionWord]]:
    """The gravest consequence of each code: how it is called, and what it means."""
    found: dict[str, list[tuple[str, DecisionWord]]] = defaultdict(list)
    for record in seen.sheet.records:
        typed = text(seen.sheet.cell(record, "consequence")).strip()
        word = seen.policy.decisions.read(typed) if typed else None
        if word is None or word.consequence is None:
            continue
        called = {folded(label): label for label in CONSEQUENCE_LABELS}
        for code in record.persons:
            found[code].append((called.get(folded(typed), typed), word))
    return {code: max(some, key=lambda one: gravity(one[1])) for code, some in found.items()}


def key_changes(seen: Analysis, cells: Iterable[SetCell] = ()) -> Changes:
    """What is written into the key where it is a tab of the same spreadsheet."""
    if seen.sheet.key.elsewhere:
        return Changes()
    return changes_of(seen, cells)


def changes_of(seen: Analysis, cells: Iterable[SetCell] = ()) -> Changes:
    """What is written into the key: names that go, and counts.

    Args:
        seen: what the rules say of the sheet.
        cells: the cells of people who go.
    """
    key = seen.sheet.key
    going = {(cell.row, cell.column): cell for cell in cells}
    every = {(cell.row, cell.column): cell for cell in kept_up(seen)} | going
    if not every or key.tab is None:
        return Changes()
    return Changes(
        tuple(every.values()), keys={key.tab.id: (key.header_row, key.columns["person"])}
    )


def key_with(snapshot: Snapshot, key: IdentityKey, cells: Sequence[SetCell]) -> Snapshot:
    """A spreadsheet as it will be when these cells of its key have been written."""
    if key.tab is None:
        return snapshot
    if not key.elsewhere:
        return with_cells(snapshot, key.tab.id, cells)
    beside = with_cells(snapshot.beside, key.tab.id, cells) if snapshot.beside else None
    return replace(snapshot, beside=beside)
