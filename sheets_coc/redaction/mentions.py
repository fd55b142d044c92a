"""Where people who go are still mentioned: before the write, and in what came in meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, replace

from sheets_coc.policy import Policy
from sheets_coc.private import Private
from sheets_coc.records.record import NO_PEOPLE
from sheets_coc.redaction.plan import RedactionPlan
from sheets_coc.redaction.row_redaction import ALL, REPORTER, joined, known_of
from sheets_coc.redaction.sweep import still_known, sweep
from sheets_coc.scrubbing import Scrubber
from sheets_coc.sheet.model import Snapshot, a1
from sheets_coc.sheet.workbook import Text
from sheets_coc.todo.analysis import Analysis
from sheets_coc.todo.items import Residual


def residual(seen: Analysis, planned: RedactionPlan, texts: Sequence[Text]) -> list[Residual]:
    """Where people who go are still mentioned, apart from the cells that change anyway.

    Args:
        seen: what the rules say of the sheet.
        planned: who goes, and which cells change.
        texts: every text of the spreadsheet.
    """
    going = {removal.going.record.row for removal in planned.done}
    live = [
        known_of(seen.sheet, record, ALL)
        for record in seen.sheet.records
        if record.row not in going and not record.expunged
    ]
    kept = [
        known_of(seen.sheet, replace(removal.going.record, reporter=NO_PEOPLE), ALL)
        for removal in planned.done
        if removal.going.scope == REPORTER
    ]
    wanted = still_known(planned.removed, [*live, *kept], _member_texts(seen.snapshot, seen.policy))
    changed = {(cell.tab, cell.row, cell.column) for cell in planned.cells}
    found: dict[tuple[str, str | None, str], Residual] = {}
    titles = _titles(seen)
    for place in sweep(texts, wanted):
        if (place.tab_id, place.row, place.column) in changed:
            continue
        cell = None if place.row is None or place.column is None else a1(place.row, place.column)
        tab = titles.get(place.tab, place.tab)
        key = (tab, cell, place.kind if cell is None else "")
        found.setdefault(
            key,
            Residual(tab, place.tab_id, cell, place.row or 0, place.column or 0, place.kind),
        )
    return list(found.values())


def late(
    seen: Analysis, planned: RedactionPlan, after: Snapshot, known: Sequence[Residual]
) -> list[Residual]:
    """Mentions that stand in the sheet after the write and were not seen before it."""
    seen_before = {(place.tab, place.cell) for place in known}
    nothing_changes = replace(planned, cells=())
    return [
        place
        for place in residual(seen, nothing_changes, _snapshot_texts(after))
        if (place.tab, place.cell) not in seen_before
    ]


def _member_texts(snapshot: Snapshot, policy: Policy) -> list[str]:
    """What stands in Committee and On-call: members are no find of the sweep."""
    tabs = [snapshot.tab(title) for title in (policy.tabs.committee, policy.tabs.oncall)]
    return [
        value
        for tab in tabs
        if tab is not None
        for cells in tab.values
        for value in cells
        if isinstance(value, str) and value
    ]


def _snapshot_texts(snapshot: Snapshot) -> list[Text]:
    """Values, formulas and notes of every cell of a snapshot."""
    found = []
    for tab in snapshot.tabs:
        for row, cells in enumerate(tab.values):
            for column, value in enumerate(cells):
                if isinstance(value, str) and value:
                    found.append(Text("cell", tab.title, tab.id, row, column, Private(value)))
        for kind, places in (("formula", tab.formulas), ("note", tab.notes)):
            found += [
                Text(kind, tab.title, tab.id, row, column, Private(said))
                for (row, column), said in places.items()
            ]
    return found


def _titles(seen: Analysis) -> dict[str, str]:
    """Other words for the titles of tabs that name somebody who stands in the records.

    A place is told by its tab's title in messages and in To do, which repeat nobody's name.
    """
    ours = {title.casefold() for title in astuple(seen.policy.tabs)}
    others = {
        tab.title: f"tab number {number}"
        for number, tab in enumerate(seen.snapshot.tabs, start=1)
        if tab.title.casefold() not in ours
    }
    if not others:
        return {}
    scrub = Scrubber(joined(known_of(seen.sheet, r, ALL) for r in seen.sheet.records))
    told = {title: scrub(title) for title in others}
    return {title: others[title] for title, r in told.items() if r.replaced or r.flags}
