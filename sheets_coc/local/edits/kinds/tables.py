"""`batchUpdate` requests about tables: blocks whose columns have names and types."""

from __future__ import annotations

import secrets

from sheets_coc.local.edits.edit import Edit, Handler, closed_range
from sheets_coc.local.edits.parts import find_part, overlap, remove_part, shown_message
from sheets_coc.local.edits.typed_columns import UNTYPED, bounds
from sheets_coc.local.errors import Json
from sheets_coc.local.formulas.machine import result
from sheets_coc.local.numbers.shown import formatted
from sheets_coc.local.state.model import Tab
from sheets_coc.local.state.plain import json_copy
from sheets_coc.local.wire.fields import assign, update_mask


def add_table(edit: Edit, request: Json) -> Json:
    """Makes a table out of a block; its first row holds the columns' names."""
    table = json_copy(request.get("table", {}))
    tab = _placed(edit, table)
    names = {item["name"].casefold() for _, item in _tables(edit)}
    table.setdefault("name", _free_name(names))
    if table["name"].casefold() in names:
        raise edit.refuse(f"A table with the name {table['name']} already exists.")
    taken = {item["tableId"] for _, item in _tables(edit)}
    if table.get("tableId") in taken:
        raise edit.refuse(f"A table with id {table['tableId']} already exists.")
    table.setdefault("tableId", secrets.token_hex(6))
    table["columnProperties"] = _columns(edit, tab, table)
    tab.part("tables").append(table)
    return {"table": shown_message(table)}


def update_table(edit: Edit, request: Json) -> Json:
    """Changes a table: its name, its block, or the types of its columns."""
    mask = update_mask(request.get("fields", ""), "Table", edit.where)
    given = request.get("table", {})
    tab, item = find_part(edit, "tables", "tableId", given.get("tableId"), "table")
    new = {**assign(item, json_copy(given), mask), "tableId": item["tableId"]}
    if _placed(edit, new, item) is not tab:
        raise edit.refuse("A table cannot move to another sheet.")
    new["columnProperties"] = _columns(edit, tab, new)
    tables = tab.parts["tables"]
    tables[tables.index(item)] = new
    return {}


def delete_table(edit: Edit, request: Json) -> Json:
    """Deletes a table with everything in it."""
    tab, item = find_part(edit, "tables", "tableId", request.get("tableId"), "table")
    top, bottom, left, right = block = bounds(tab, item)
    edit.check(tab, block)
    for row in range(top, min(bottom, len(tab.rows))):
        for column in range(left, min(right, len(tab.rows[row]))):
            tab.set(row, column, None)
    remove_part(tab, "tables", item)
    return {}


def _tables(edit: Edit) -> list[tuple[Tab, Json]]:
    return [(tab, item) for tab in edit.spreadsheet.tabs for item in tab.parts.get("tables", ())]


def _free_name(taken: set[str]) -> str:
    number = 1
    while f"table{number}" in taken:
        number += 1
    return f"Table{number}"


def _placed(edit: Edit, table: Json, old: Json | None = None) -> Tab:
    """Checks where a table shall stand, and brings its range into the form that is stored."""
    tab, block = edit.block(table.get("range"))
    table["range"] = closed_range(tab, block)
    for other in tab.parts.get("tables", ()):
        if other is not old and overlap(block, bounds(tab, other)):
            raise edit.refuse("Tables cannot overlap.")
    filtered = tab.parts.get("basicFilter")
    if filtered and overlap(block, bounds(tab, filtered)):
        raise edit.refuse("You cannot create a table that intersects a filter.")
    return tab


def _columns(edit: Edit, tab: Tab, table: Json) -> list[Json]:
    """The properties of every column: its name stands in the first row."""
    top, _, left, right = bounds(tab, table)
    given = {item.get("columnIndex", 0): item for item in table.get("columnProperties", ())}
    if any(not 0 <= index < right - left for index in given):
        raise edit.refuse("columnProperties.columnIndex is outside of the table.")
    found = []
    for index in range(right - left):
        own = {name: item for name, item in given.get(index, {}).items() if name != "columnIndex"}
        if own.get("columnType") in UNTYPED:
            own.pop("columnType", None)
        if "dataValidationRule" in own and own.get("columnType") != "DROPDOWN":
            raise edit.refuse("Only columns of the type DROPDOWN have a data validation rule.")
        content = tab.get(top, left + index)
        value = result(edit.spreadsheet, tab, top, left + index, content)
        name = own.pop("columnName", None)
        if value is None:
            name = name or f"Column {index + 1}"
            tab.set(top, left + index, name)
        else:
            name = formatted(edit.spreadsheet, value, content)
        found.append({**({"columnIndex": index} if index else {}), "columnName": name, **own})
    return found


HANDLERS: dict[str, Handler] = {
    "addTable": add_table,
    "updateTable": update_table,
    "deleteTable": delete_table,
}
