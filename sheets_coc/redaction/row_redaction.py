"""What is removed from a record when it goes: from the sheet's content to a list of cells.

Identifying cells become "Expunged", narratives keep everything but the people, and every
statistic is the same before and after. Planning writes nothing; the very same plan is what
is applied. Everything known about a case's people is collected before anything is removed,
because afterwards it is gone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256

from sheets_coc.people.names import split_people
from sheets_coc.people.organisations import is_organisation
from sheets_coc.policy import Policy
from sheets_coc.records import cases
from sheets_coc.records.record import NO_PEOPLE, Record
from sheets_coc.records.sheet import RecordsSheet
from sheets_coc.redaction.erasing import (
    ALL,
    REPORTER,
    CellCannotHold,
    CellRedaction,
    RowEraser,
)
from sheets_coc.redaction.sparing import SPARED
from sheets_coc.redaction.sweep import NOBODY, still_known
from sheets_coc.retention.terms import DatedRecord, Scope
from sheets_coc.schema.columns import BY_KEY, OnExpunge
from sheets_coc.scrubbing import Known, masked
from sheets_coc.sheet.model import SetCell, Tab, text
from sheets_coc.todo.flagged_words import FlaggedWords

__all__ = [
    "ALL",
    "REPORTER",
    "RowRedaction",
    "RowRedactions",
    "joined",
    "known_of",
    "plan_id",
    "row_redactions",
]


@dataclass(frozen=True, slots=True)
class RowRedaction:
    """What expunging one record changes.

    Attributes:
        record: the record.
        scope: `all`, or `reporter` where the rest is kept for good.
        cells: the cells to write.
        keys: the columns they are in.
        flags: what a person should look at afterwards.
        known: who was removed; what the sweep looks for.
        columns: what becomes of each column, flagged places included.
    """

    record: Record
    scope: Scope
    cells: tuple[SetCell, ...]
    keys: tuple[str, ...]
    flags: tuple[FlaggedWords, ...]
    known: Known = field(repr=False)
    columns: tuple[CellRedaction, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class RowRedactions:
    """What expunging several records changes.

    Attributes:
        done: one for each record that goes.
        cells: all cells to write, each at most once.
        failed: records that cannot be expunged now, and the code of the reason.
        flags: words in rows that stay, which may mean somebody who goes.
    """

    done: tuple[RowRedaction, ...]
    cells: tuple[SetCell, ...]
    failed: tuple[tuple[Record, str], ...]
    flags: tuple[FlaggedWords, ...] = ()


def known_of(sheet: RecordsSheet, record: Record, scope: Scope) -> Known:
    """Everything the sheet knows of a record's people."""
    if scope == REPORTER:
        reporters = record.reporter.reveal()
        return Known(
            tuple(name for name in reporters if not is_organisation(name, sheet.events)), (), ()
        )
    record = sheet.key.named(record)
    own = [
        name
        for column in sheet.layout.own
        if column.on_expunge is OnExpunge.ERASE
        for name in (
            *split_people(text(sheet.tab.value(record.row, column.column))),
            *sheet.tab.emails(record.row, column.column),
        )
    ]
    named = (
        *record.reporter.reveal(),
        *record.subjects.reveal(),
        *record.others.reveal(),
        *own,
    )
    names = tuple(name for name in named if not is_organisation(name, sheet.events))
    return Known(names=names, aliases=record.aliases.reveal(), contacts=record.contacts.reveal())


def joined(known: Iterable[Known]) -> Known:
    """Several people's identifiers as one, each once, in order."""
    several = list(known)
    return Known(
        names=tuple(dict.fromkeys(n for k in several for n in k.names)),
        aliases=tuple(dict.fromkeys(a for k in several for a in k.aliases)),
        contacts=tuple(dict.fromkeys(c for k in several for c in k.contacts)),
    )


def _flags(record: Record, written: Sequence[CellRedaction]) -> tuple[FlaggedWords, ...]:
    found = []
    for cell in written:
        by_rule: dict[str, list[str]] = {}
        for flag in cell.flags:
            by_rule.setdefault(flag.rule, []).append(masked(text(cell.value), flag))
        found += [
            FlaggedWords(record, cell.key, rule, len(places), tuple(places), at=cell.column)
            for rule, places in sorted(by_rule.items())
        ]
    return tuple(found)


def _set_cell(tab: Tab, record: Record, written: CellRedaction) -> SetCell:
    is_date = written.key == "expunged_on"
    return SetCell(
        tab.id, record.row, written.column, written.value, strip=not is_date, is_date=is_date
    )


def _remove(
    sheet: RecordsSheet,
    policy: Policy,
    dated: DatedRecord,
    known: Known,
    today: date,
    members: Known,
) -> RowRedaction:
    record, staying = dated.record, NOBODY
    if dated.scope == REPORTER:
        staying = known_of(sheet, replace(record, reporter=NO_PEOPLE), ALL)
        known = still_known(known, [staying], ())
    written = RowEraser(
        sheet, policy, record, dated.scope, known, today, staying, _with_handlers(members, record)
    ).cells()
    touched = [w for w in written if w.touch]
    return RowRedaction(
        record=record,
        scope=dated.scope,
        cells=tuple(_set_cell(sheet.tab, record, w) for w in touched),
        keys=tuple(w.key for w in touched),
        flags=_flags(record, written),
        known=known_of(sheet, record, dated.scope),
        columns=tuple(written),
    )


def _scrub_siblings(
    sheet: RecordsSheet, policy: Policy, done: Sequence[RowRedaction], today: date
) -> tuple[list[SetCell], list[FlaggedWords]]:
    """Remove the people who go from the narratives of other rows of the same case.

    Those the other row still names itself stay, and rows on hold or blocked are not touched.
    Words that may mean either stay as well, and are marked for a person to look at.
    """
    gone = {removal.record.row for removal in done}
    by_case: Mapping[str, list[RowRedaction]] = defaultdict(list)
    for removal in done:
        if removal.record.case:
            by_case[cases.base(removal.record.case)].append(removal)
    cells: list[SetCell] = []
    flags: list[FlaggedWords] = []
    for record in sheet.records:
        row_redactions = by_case.get(cases.base(record.case)) if record.case else None
        if not row_redactions or record.row in gone or record.held or record.blocked_by:
            continue
        staying = known_of(sheet, record, ALL)
        known = still_known(joined(r.known for r in row_redactions), [staying], ())
        if known.names or known.aliases or known.contacts:
            row = RowEraser(sheet, policy, record, REPORTER, known, today, staying)
            written = [w for w in row.cells() if w.key == "event" or _is_narrative(w.key)]
            cells += [_set_cell(sheet.tab, record, w) for w in written if w.touch]
            of = row_redactions[0].record.name
            spared = [
                replace(w, flags=tuple(f for f in w.flags if f.rule == SPARED)) for w in written
            ]
            flags += [replace(flag, of=of) for flag in _flags(record, spared)]
    return cells, flags


def _is_narrative(key: str) -> bool:
    return bool(key) and BY_KEY[key].on_expunge is OnExpunge.SCRUB


def _with_handlers(members: Known, record: Record) -> Known:
    """The committee, and whoever handled a record or was recused from it."""
    names = (*members.names, *record.handled_by.reveal(), *record.recused.reveal())
    return replace(members, names=names)


def row_redactions(
    sheet: RecordsSheet,
    policy: Policy,
    going: Sequence[DatedRecord],
    today: date,
    members: Known = NOBODY,
) -> RowRedactions:
    """What expunging these records changes.

    A record whose texts cannot be scrubbed stays whole and is listed as failed: never half
    a row.

    Args:
        sheet: the Records tab.
        policy: the committee's rules.
        going: the records to expunge; their scope says how much of each.
        today: the date written into "Expunged on".
        members: the committee: their names in a story are no strangers'.
    """
    together: Mapping[str, list[Known]] = defaultdict(list)
    for one in going:
        if one.record.case:
            together[cases.base(one.record.case)].append(known_of(sheet, one.record, one.scope))
    done: list[RowRedaction] = []
    failed: list[tuple[Record, str]] = []
    for one in going:
        own = known_of(sheet, one.record, one.scope)
        shared = together[cases.base(one.record.case)] if one.record.case else []
        try:
            done.append(_remove(sheet, policy, one, joined([own, *shared]), today, members))
        except CellCannotHold:
            failed.append((one.record, "cell-full"))
        except Exception:  # whatever it was, its text may quote the cell
            failed.append((one.record, "scrub-failed"))
    siblings, flags = _scrub_siblings(sheet, policy, done, today)
    cells = {(c.row, c.column): c for c in [*siblings, *(c for r in done for c in r.cells)]}
    return RowRedactions(tuple(done), tuple(cells.values()), tuple(failed), tuple(flags))


def plan_id(done: Sequence[RowRedaction], identities: Sequence[str], people: int = 0) -> str:
    """The short name of a plan: a hash of cases, scopes, columns and counts, of people in the key.

    Not of positions, values or the date: the same plan on another day, after a sort, is the
    same plan.
    """
    lines = sorted(
        f"{identity}|{r.scope}|{','.join(sorted(r.keys))}|{len(r.cells)}"
        for r, identity in zip(done, identities, strict=True)
    )
    lines += [f"key|{people}"] * bool(people)
    return sha256("\n".join(lines).encode()).hexdigest()[:10]
