"""Spreadsheets in memory for tests of rules: made from rows, changed as a batch would."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import date
from typing import Any

from sheets_coc.dates import to_serial
from sheets_coc.schema.columns import BY_KEY, COLUMNS
from sheets_coc.sheet.model import Changes, Snapshot, Tab

TEN = tuple(c.key for c in COLUMNS if not c.added)
ALL = tuple(c.key for c in COLUMNS)


def cell(value: Any) -> Any:
    """A value as the sheet holds it: ISO dates become serial numbers."""
    if isinstance(value, date):
        return to_serial(value)
    if isinstance(value, str) and len(value) == 10 and value[4:5] == value[7:8] == "-":
        return to_serial(date.fromisoformat(value))
    return value


def records_tab(
    rows: Sequence[Mapping[str, Any]], keys: Sequence[str] = ALL, own: Sequence[str] = ()
) -> Tab:
    """A Records tab: a header and one row for each mapping of column key to value."""
    header: list[Any] = [BY_KEY[key].header for key in keys] + list(own)
    values = [[cell(row.get(key)) for key in (*keys, *own)] for row in rows]
    return Tab(id=11, title="Records", values=[header, *values], columns=max(26, len(header)))


def snapshot(*rows: Mapping[str, Any], keys: Sequence[str] = ALL, **tabs: Tab) -> Snapshot:
    """A spreadsheet with a Records tab, and others by name."""
    return Snapshot("id", "Invented records", [records_tab(rows, keys), *tabs.values()])


def applied(before: Snapshot, changes: Changes) -> Snapshot:
    """What a spreadsheet is after a batch; understands what the tool sends."""
    after = deepcopy(before)
    tabs = {tab.id: tab for tab in after.tabs}
    for request in changes.before:
        if "addSheet" in request:
            properties = request["addSheet"]["properties"]
            tab = Tab(id=properties["sheetId"], title=properties["title"], rows=200)
            after.tabs.append(tab)
            tabs[tab.id] = tab
    for change in changes.cells:
        _put(tabs[change.tab], change.row, change.column, change.value)
        if change.strip:
            tabs[change.tab].notes.pop((change.row, change.column), None)
            tabs[change.tab].rich.discard((change.row, change.column))
    for row in changes.appended:
        tabs[row.tab].values.append(list(row.values))
    for request in changes.after:
        if "deleteDimension" in request:
            place = request["deleteDimension"]["range"]
            del tabs[place["sheetId"]].values[place["startIndex"] : place["endIndex"]]
    for key, value in changes.metadata.items():
        if value is None:
            after.metadata.pop(key, None)
        else:
            after.metadata[key] = value
    return after


def _put(tab: Tab, row: int, column: int, value: Any) -> None:
    while len(tab.values) <= row:
        tab.values.append([])
    cells = tab.values[row]
    cells += [None] * (column + 1 - len(cells))
    cells[column] = value
