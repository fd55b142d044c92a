"""The lock, and the proof that Google copies the rows to be written whole, in one batch.

What a paste takes along is documented thinly: notes, chips, and rows that a filter hides may be
left out. So it is tried before anything is written. If a copy of the rows does not show them as
they stand, the whole tab is copied instead; if that does not either, nothing is written. The same
where a tab has a filter, which may change before the write, and Google minds it (`filter_trial`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

from sheets_coc.errors import SafetyStop
from sheets_coc.sheet import undo_tab
from sheets_coc.sheet.google import requests as rq
from sheets_coc.sheet.model import Changes, Snapshot, Tab
from sheets_coc.sheet.transaction import undo
from sheets_coc.sheet.transaction.filter_trial import filtered, note_trial, trial
from sheets_coc.sheet.transaction.locking import acquire_lock
from sheets_coc.sheet.transaction.parts import overwriting
from sheets_coc.sheet.transaction.placing import holds_something
from sheets_coc.sheet.transaction.state import TRIES, Run, T, gave_up
from sheets_coc.sheet.undo_tab import Copy, Kind, Left


def locked_plan(run: Run[T], snapshot: Snapshot, changes: Changes) -> tuple[Snapshot, Changes]:
    """Lock, prove that the rows to be written are copied whole, and plan from what is there then.

    Raises:
        SafetyStop: Google leaves something out of copies, of rows and of the whole tab.
    """
    for _ in range(2 * TRIES):
        wanted = written_rows(overwriting(changes, snapshot), snapshot)
        snapshot = acquire_lock(run, snapshot, wanted, partial(_proof, run, wanted))
        tried = note_trial(run, snapshot)
        filters_matter = filtered(snapshot, wanted) and not run.filters_harmless
        if not is_whole(run, snapshot, wanted) or (filters_matter and tried):
            if run.whole:
                raise _not_kept()
            run.whole = True
            continue
        if filters_matter and not run.whole:
            continue  # somebody has just set a filter: try what that means for copies
        changes = run.plan(snapshot)
        needed = written_rows(overwriting(changes, snapshot), snapshot)
        if all(tab in wanted and rows <= wanted[tab] for tab, rows in needed.items()):
            return snapshot, changes
    raise gave_up()


def written_rows(changes: Changes, snapshot: Snapshot) -> dict[int, set[int]]:
    """The rows that changes overwrite, by tab; a blank row has nothing that could be lost."""
    tabs = {tab.id: tab for tab in snapshot.tabs}
    rows: dict[int, set[int]] = {}
    for cell in changes.cells:
        wanted = rows.setdefault(cell.tab, set())
        tab = tabs[cell.tab]
        if any(holds_something(tab, (cell.row, column)) for column in range(tab.columns)):
            wanted.add(cell.row)
    return rows


def _proof(run: Run[T], wanted: Mapping[int, set[int]], snapshot: Snapshot) -> list[rq.Request]:
    """Requests that copy the rows to be written, and some that bear what copies might lose."""
    batch = trial(run, wanted, snapshot)
    for tab in snapshot.tabs:
        if tab.id in wanted:
            if run.whole and not undo_tab.is_removable(tab):
                raise _not_kept()
            rows = wanted[tab.id] | set(_samples(tab))
            rows = {row for row in rows if row < tab.rows}
            label = undo.label_for(Kind.PROOF, run.name, 0, run.clock(), tab,
                                   {(row, 0): Left(None) for row in rows}, None,
                                   whole=run.whole)  # fmt: skip
            copy = Copy(replace(label, keys=()), replace(tab, id=undo.new_id(snapshot)), {})
            batch += undo.make(copy, tab, rows)
    return batch


def _samples(tab: Tab) -> Iterator[int]:
    """A row with a note, and one for each way in which text is rich."""
    kinds: dict[str, int] = {}
    for row, _ in tab.notes:
        kinds.setdefault("note", row)
        break
    for (row, _), rich in tab.rich_text.items():
        for name in rich:
            kinds.setdefault(name, row)
    return iter(kinds.values())


def is_whole(run: Run[T], snapshot: Snapshot, wanted: Mapping[int, set[int]]) -> bool:
    """Whether the copies show the rows as they stand: values, notes, chips and links."""
    tabs = {tab.id: tab for tab in snapshot.tabs}
    proved = {
        copy.label.tab
        for copy in undo_tab.copies(snapshot)
        if copy.label.kind is Kind.PROOF and copy.label.run == run.name
        and copy.label.tab in tabs.keys() & wanted.keys()
        and _shows(copy, tabs[copy.label.tab], wanted[copy.label.tab])
    }  # fmt: skip
    return proved >= wanted.keys() & tabs.keys()


def _shows(copy: Copy, tab: Tab, wanted: set[int]) -> bool:
    """Whether a copy shows certain rows, and whatever else it holds, as they stand."""
    shown = {row for row, cells in enumerate(copy.tab.values) if cells}
    return all(_same_row(tab, copy.tab, row, copy.label.width) for row in wanted | shown)


def _same_row(tab: Tab, other: Tab, row: int, width: int) -> bool:
    return all(undo.same_cell(tab, (row, c), other, (row, c)) for c in range(width))


def _not_kept() -> SafetyStop:
    return SafetyStop(
        "Stopped. Google does not copy the rows to be written whole, so they could not be put "
        "back if something went wrong, and were not written. A filter that hides them is one "
        "reason: remove it under Data, and run again.",
        code="not-kept",
    )
