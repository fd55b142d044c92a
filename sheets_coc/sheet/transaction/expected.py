"""What a tab holds after changes, and whether a state is what was planned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sheets_coc.sheet.google import requests as rq
from sheets_coc.sheet.model import AppendRow, Changes, Position, Snapshot, Tab, Value
from sheets_coc.sheet.transaction.cell_write import Patch, Put, from_changes

HARMLESS = {
    "addSheet",
    "appendDimension",
    "updateSheetProperties",
    "updateSpreadsheetProperties",
    "updateDimensionProperties",
    "autoResizeDimensions",
    "setDataValidation",
    "setBasicFilter",
    "updateFilterView",
    "addFilterView",
    "addConditionalFormatRule",
    "updateConditionalFormatRule",
    "deleteConditionalFormatRule",
    "addProtectedRange",
    "updateProtectedRange",
    "deleteProtectedRange",
    "updateBorders",
    "addBanding",
    "updateNamedRange",
    "addNamedRange",
}
"""Raw requests that leave the content of existing cells where and as it is."""

LOOKS = tuple(
    f"userEnteredFormat.{part}"
    for part in (
        "numberFormat",
        "backgroundColor",
        "wrapStrategy",
        "verticalAlignment",
        "horizontalAlignment",
        "textFormat.bold",
    )
)
"""Field masks of formats alone. A whole `textFormat` would hold a cell's link as well."""


def moved_by(changes: Changes) -> set[int]:
    """Tabs whose content raw requests may move or change, so that it cannot be compared."""
    tabs: set[int] = set()
    for request in (*changes.before, *changes.after):
        if not (HARMLESS.issuperset(request) or _only_looks(request) or _deleted_row(request)):
            tabs |= mentioned(request)
    return tabs


def made_by(changes: Changes) -> set[int]:
    """The tabs that changes make."""
    added = (request.get("addSheet", {}).get("properties", {}) for request in changes.before)
    return {properties["sheetId"] for properties in added if "sheetId" in properties}


def deleted_rows(changes: Changes) -> dict[int, list[int]]:
    """By tab: the rows that raw requests delete, one by one from the bottom, in order."""
    rows: dict[int, list[int]] = {}
    for tab, row in filter(None, map(_deleted_row, changes.after)):
        rows.setdefault(tab, []).insert(0, row)
    return rows


def _deleted_row(request: rq.Request) -> tuple[int, int] | None:
    """Tab and row, if all a request does is to delete one row."""
    place = request.get("deleteDimension", {}).get("range", {})
    one = place.get("endIndex", 0) == place.get("startIndex", 0) + 1
    if place.get("dimension") != "ROWS" or not one:
        return None
    return place.get("sheetId", 0), place["startIndex"]


def _only_looks(request: rq.Request) -> bool:
    """Whether a request changes how cells look and nothing of what they hold."""
    fields = request.get("repeatCell", {}).get("fields", "")
    return bool(fields) and all(part.startswith(LOOKS) for part in fields.split(","))


def mentioned(part: Any) -> set[int]:
    """Every sheetId in a raw request; a range without one means sheet 0."""
    if isinstance(part, Mapping):
        own = {part["sheetId"]} if isinstance(part.get("sheetId"), int) else set()
        return own.union(*(mentioned(value) for value in part.values()))
    if isinstance(part, list | tuple):
        return set().union(*(mentioned(value) for value in part))
    return set()


def applied(
    tab: Tab,
    puts: Mapping[Position, Put],
    appended: Iterable[AppendRow] = (),
    deleted: Collection[int] = (),
) -> Tab:
    """A tab after a patch, appended rows and deleted ones, in this order."""
    values = list(tab.values)
    after = replace(
        tab,
        values=values,
        formulas=dict(tab.formulas),
        notes=dict(tab.notes),
        rich=set(tab.rich),
        rich_text=dict(tab.rich_text),
        errors=set(tab.errors),
    )
    copied: set[int] = set()
    for (row, column), put in puts.items():
        while len(values) <= row:
            values.append([])
        if row not in copied:
            values[row] = list(values[row])
            copied.add(row)
        cells = values[row]
        cells += [None] * (column + 1 - len(cells))
        cells[column] = put.value
        _hang(after, (row, column), put)
    _trim(values, copied)
    values += [trimmed(row.values) for row in appended]
    return without(after, deleted) if deleted else after


def without(tab: Tab, rows: Collection[int]) -> Tab:
    """A tab without some of its rows."""
    left = [row for row in range(len(tab.values)) if row not in rows]
    return _rearranged(tab, left)


def with_blank(tab: Tab, rows: Collection[int]) -> Tab:
    """A tab with blank rows where these were deleted.

    Args:
        tab: the tab.
        rows: where the blank rows stand afterwards.
    """
    height = len(tab.values) + len(rows)
    left = iter(range(len(tab.values)))
    return _rearranged(tab, [None if row in rows else next(left, None) for row in range(height)])


def _rearranged(tab: Tab, rows: Sequence[int | None]) -> Tab:
    """A tab of other rows of it; None for a blank one."""
    now = {row: at for at, row in enumerate(rows) if row is not None}

    def moved(cells: Iterable[Position]) -> Iterator[tuple[Position, Position]]:
        return ((at, (now[at[0]], at[1])) for at in cells if at[0] in now)

    values = [[] if row is None else tab.values[row] for row in rows]
    while values and not values[-1]:
        values.pop()
    return replace(
        tab,
        values=values,
        formulas={to: tab.formulas[at] for at, to in moved(tab.formulas)},
        notes={to: tab.notes[at] for at, to in moved(tab.notes)},
        rich={to for _, to in moved(tab.rich)},
        rich_text={to: tab.rich_text[at] for at, to in moved(tab.rich_text)},
        errors={to for _, to in moved(tab.errors)},
    )


def _hang(tab: Tab, at: Position, put: Put) -> None:
    """Put formula, note and rich text of a cell in place."""
    tab.formulas.pop(at, None)
    tab.errors.discard(at)
    tab.rich_text.pop(at, None)
    tab.rich.discard(at)
    if put.formula is not None:
        tab.formulas[at] = put.formula
    if put.rich:
        tab.rich_text[at] = put.rich
        tab.rich.add(at)
    if put.everything:
        tab.notes.pop(at, None)
    if put.note:
        tab.notes[at] = put.note


def _trim(values: list[list[Value]], rows: Iterable[int]) -> None:
    """Trailing blanks go, as in answers."""
    for row in rows:
        values[row] = trimmed(values[row])
    while values and not values[-1]:
        values.pop()


def trimmed(row: Iterable[Value]) -> list[Value]:
    """The cells of a row up to the last that holds anything."""
    cells = [None if value == "" else value for value in row]
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def same(expected: Tab, seen: Tab) -> bool:
    """Whether two tabs have the same content: values, formulas by their text, notes, links."""
    if expected.formulas != seen.formulas or expected.notes != seen.notes:
        return False
    if expected.rich != seen.rich:
        return False
    if expected.values == seen.values:
        return True
    return _plain(expected) == _plain(seen)


def _plain(tab: Tab) -> list[list[Value]]:
    """The values without formulas' results, which may change at any time."""
    rows = [list(row) for row in tab.values]
    for row, column in tab.formulas:
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = None
    rows = [trimmed(row) for row in rows]
    while rows and not rows[-1]:
        rows.pop()
    return rows


def as_planned(before: Snapshot, changes: Changes, after: Snapshot) -> bool:
    """Whether the tabs that were written hold what was there before, and the changes.

    Args:
        before: what the changes were planned on.
        changes: what was written.
        after: the state right after.
    """
    patch, added = from_changes(changes), added_to(changes.appended)
    skip, deleted = moved_by(changes), deleted_rows(changes)
    seen = {tab.id: tab for tab in after.tabs}
    for tab in before.tabs:
        if tab.id in skip or not (tab.id in patch or tab.id in deleted):
            continue
        expected = applied(
            tab, patch.get(tab.id, {}), added.get(tab.id, ()), deleted.get(tab.id, ())
        )
        if tab.id not in seen or not same(expected, seen[tab.id]):
            return False
    return True


def only_moved(before: Snapshot, changes: Changes, after: Snapshot) -> bool:
    """Whether the tabs that were written hold just the cells they should, wherever those are.

    For a write whose answer was lost: people may have moved and sorted things since. Had they
    done so before it, it would have replaced other cells.
    """
    patch, added = from_changes(changes), added_to(changes.appended)
    skip, deleted = moved_by(changes), deleted_rows(changes)
    expected = [
        applied(tab, patch[tab.id], added.get(tab.id, ()), deleted.get(tab.id, ()))
        for tab in before.tabs
        if tab.id in patch and tab.id not in skip
    ]
    return _same_cells(expected, after)


def holds_somewhere(before: Snapshot, patch: Patch, after: Snapshot) -> bool:
    """Whether tabs hold just what was there before and a patch, wherever people moved it."""
    tabs = [applied(tab, patch[tab.id]) for tab in before.tabs if tab.id in patch]
    return _same_cells(tabs, after)


def _same_cells(expected: Iterable[Tab], after: Snapshot) -> bool:
    seen = {tab.id: tab for tab in after.tabs}
    return all(tab.id in seen and _columns(tab) == _columns(seen[tab.id]) for tab in expected)


def _columns(tab: Tab) -> Counter[frozenset[tuple[Value, int]]]:
    """What each column holds, in whatever order its cells and the columns stand."""
    rows = _plain(tab)
    columns = (
        Counter(row[column] for row in rows if column < len(row) and row[column] is not None)
        for column in range(max(map(len, rows), default=0))
    )
    return Counter(frozenset(column.items()) for column in columns if column)


def holds(before: Snapshot, patch: Patch, after: Snapshot) -> bool:
    """Whether tabs hold what was there before, and a patch."""
    seen = {tab.id: tab for tab in after.tabs}
    return all(
        tab.id in seen and same(applied(tab, patch[tab.id]), seen[tab.id])
        for tab in before.tabs
        if tab.id in patch
    )


def added_to(appended: Iterable[AppendRow]) -> dict[int, list[AppendRow]]:
    """By tab: the rows that are added."""
    by_tab: dict[int, list[AppendRow]] = {}
    for row in appended:
        by_tab.setdefault(row.tab, []).append(row)
    return by_tab
