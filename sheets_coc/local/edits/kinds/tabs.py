"""`batchUpdate` requests about tabs and the spreadsheet itself: add, delete, copy, properties."""

from __future__ import annotations

import secrets
from typing import Any

from sheets_coc.local.auth.protection import check_block, check_tab
from sheets_coc.local.edits.edit import Edit, fresh_id
from sheets_coc.local.edits.kinds.dimensions import delete
from sheets_coc.local.edits.shifting import rename_tab
from sheets_coc.local.edits.size import check_size
from sheets_coc.local.errors import Json
from sheets_coc.local.numbers.locales import known_locale, known_time_zone
from sheets_coc.local.reading.read import sheet_properties
from sheets_coc.local.state.model import Spreadsheet, Tab
from sheets_coc.local.state.plain import json_copy
from sheets_coc.local.wire.colors import tidy_format
from sheets_coc.local.wire.fields import assign, update_mask, wants

_LONGEST_TITLE = 100
_GRID_DEFAULTS = {
    "frozenRowCount": 0,
    "frozenColumnCount": 0,
    "hideGridlines": False,
    "rowGroupControlAfter": False,
    "columnGroupControlAfter": False,
}


def _check_title(edit: Edit, title: str, besides: Tab | None = None) -> None:
    if not title:
        raise edit.refuse("You must specify a non-empty title for the sheet.")
    if len(title) > _LONGEST_TITLE:
        raise edit.refuse("Sheet title cannot be greater than 100 characters.")
    other = next(
        (
            tab
            for tab in edit.spreadsheet.tabs
            if tab is not besides and tab.title.casefold() == title.casefold()
        ),
        None,
    )
    if other is not None:
        raise edit.refuse(
            f'A sheet with the name "{title}" already exists. Please enter another name.'
        )


def add_sheet(edit: Edit, request: Json) -> Json:
    """Adds a tab at its index, or at the end."""
    given = request.get("properties", {})
    if given.get("sheetType", "GRID") != "GRID":
        raise edit.lacks(f"sheetType {given['sheetType']}")
    spreadsheet = edit.spreadsheet
    title = given.get("title") or _free_title(spreadsheet)
    _check_title(edit, title)
    tab_id = _new_tab_id(edit, given.get("sheetId"))
    grid = given.get("gridProperties", {})
    tab = Tab(tab_id, {"title": title}, grid.get("rowCount", 1000), grid.get("columnCount", 26))
    if tab.row_count < 1 or tab.column_count < 1:
        raise edit.refuse("gridProperties.rowCount and columnCount must be positive.")
    for name in ("hidden", "rightToLeft"):
        if given.get(name):
            tab.properties[name] = True
    _set_color(tab, given)
    _set_grid(edit, tab, {k: v for k, v in grid.items() if k in _GRID_DEFAULTS})
    index = given.get("index", len(spreadsheet.tabs))
    if not 0 <= index <= len(spreadsheet.tabs):
        raise edit.refuse(f"index must be between 0 and {len(spreadsheet.tabs)}")
    spreadsheet.tabs.insert(index, tab)
    check_size(spreadsheet)
    return {"properties": sheet_properties(spreadsheet, tab)}


def _free_title(spreadsheet: Spreadsheet) -> str:
    number = 1
    while spreadsheet.tab_titled(f"Sheet{number}"):
        number += 1
    return f"Sheet{number}"


def _new_tab_id(edit: Edit, wanted: int | None) -> int:
    taken = {tab.id for tab in edit.spreadsheet.tabs}
    if wanted is None:
        return fresh_id(taken)
    if wanted < 0:
        raise edit.refuse(f"sheetId must be non-negative: {wanted}")
    if wanted in taken:
        raise edit.refuse(f"Sheet with id {wanted} already exists.")
    return wanted


def delete_sheet(edit: Edit, request: Json) -> Json:
    """Deletes a tab with everything that points to it."""
    spreadsheet = edit.spreadsheet
    tab = edit.tab(request.get("sheetId", 0))
    check_tab(spreadsheet, tab, edit.email, edit.where)
    others = [other for other in spreadsheet.tabs if other is not tab]
    if not any(not other.properties.get("hidden") for other in others):
        raise edit.refuse("You can't remove all the visible sheets in a document.")
    spreadsheet.tabs = others
    spreadsheet.named_ranges = [
        named for named in spreadsheet.named_ranges if named["range"]["sheetId"] != tab.id
    ]
    spreadsheet.metadata = [item for item in spreadsheet.metadata if _metadata_tab(item) != tab.id]
    return {}


def _metadata_tab(item: Json) -> int | None:
    location = item["location"]
    if location["locationType"] == "SHEET":
        return int(location.get("sheetId", 0))
    place = location.get("dimensionRange")
    return int(place.get("sheetId", 0)) if place else None


def duplicate_sheet(edit: Edit, request: Json) -> Json:
    """Copies a tab within the spreadsheet."""
    spreadsheet = edit.spreadsheet
    source = edit.tab(request.get("sourceSheetId", 0))
    title = request.get("newSheetName") or _copy_title(spreadsheet, source.title)
    _check_title(edit, title)
    tab = copied(source, _new_tab_id(edit, request.get("newSheetId")), title)
    index = request.get("insertSheetIndex", 0)
    if not 0 <= index <= len(spreadsheet.tabs):
        raise edit.refuse(f"insertSheetIndex must be between 0 and {len(spreadsheet.tabs)}")
    spreadsheet.tabs.insert(index, tab)
    check_size(spreadsheet)
    return {"properties": sheet_properties(spreadsheet, tab)}


def _copy_title(spreadsheet: Spreadsheet, title: str) -> str:
    wanted, number = f"Copy of {title}", 1
    while spreadsheet.tab_titled(wanted):
        number += 1
        wanted = f"Copy of {title} {number}"
    return wanted


def copy_to(source: Tab, destination: Spreadsheet) -> Tab:
    """Copies a tab to the end of a spreadsheet (`sheets.copyTo`)."""
    tab = copied(
        source,
        fresh_id(tab.id for tab in destination.tabs),
        _copy_title(destination, source.title),
    )
    destination.tabs.append(tab)
    check_size(destination)
    return tab


def copied(source: Tab, tab_id: int, title: str) -> Tab:
    """A copy of a tab; protections, filter views and charts get ids of their own."""
    tab = source.copy()
    tab.id = tab_id
    tab.properties["title"] = title
    tab.properties.pop("hidden", None)
    tab.parts = _moved_to(tab.parts, source.id, tab_id)
    for name, key in (
        ("protectedRanges", "protectedRangeId"),
        ("filterViews", "filterViewId"),
        ("charts", "chartId"),
        ("bandedRanges", "bandedRangeId"),
    ):
        for item in tab.parts.get(name, []):
            item[key] = fresh_id(())
    for table in tab.parts.get("tables", []):
        table["tableId"] = secrets.token_hex(6)
        table["name"] = f"{table['name']}_{table['tableId']}"  # unique in a spreadsheet
    return tab


def _moved_to(value: Any, old: int, new: int) -> Any:
    if isinstance(value, list):
        return [_moved_to(item, old, new) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        name: new if name == "sheetId" and item == old else _moved_to(item, old, new)
        for name, item in value.items()
    }


def update_sheet_properties(edit: Edit, request: Json) -> Json:
    """Sets properties of a tab: title, size, position, frozen rows, colour, hidden."""
    mask = update_mask(request.get("fields", ""), "SheetProperties", edit.where)
    given = request.get("properties", {})
    tab = edit.tab(given.get("sheetId", 0))
    if mask and "sheetType" in mask:
        raise edit.refuse("Cannot update the sheet type.")
    if wants(mask, "title") and (mask or "title" in given):
        _check_title(edit, given.get("title", ""), tab)
        if given["title"] != tab.title:
            _rename(edit, tab, given["title"])
    if wants(mask, "gridProperties"):
        sub = mask.get("gridProperties", {}) if mask else {}
        _update_grid(edit, tab, given.get("gridProperties", {}), sub)
    if wants(mask, "tabColor") or wants(mask, "tabColorStyle"):
        _set_color(tab, given)
    if wants(mask, "rightToLeft"):
        _set_flag(tab, "rightToLeft", given)
    if wants(mask, "hidden"):
        _set_hidden(edit, tab, given)
    if wants(mask, "index") and (mask or "index" in given):
        _reorder(edit, tab, given.get("index", 0))
    return {}


def _rename(edit: Edit, tab: Tab, title: str) -> None:
    check_tab(edit.spreadsheet, tab, edit.email, edit.where)
    rename_tab(edit.spreadsheet, tab, title)
    tab.properties["title"] = title


def _set_flag(tab: Tab, name: str, given: Json) -> None:
    tab.properties.pop(name, None)
    if given.get(name):
        tab.properties[name] = True


def _set_hidden(edit: Edit, tab: Tab, given: Json) -> None:
    visible = [t for t in edit.spreadsheet.tabs if not t.properties.get("hidden")]
    if given.get("hidden") and visible == [tab]:
        raise edit.refuse("You can't hide all the sheets in a document.")
    _set_flag(tab, "hidden", given)


def _set_color(tab: Tab, given: Json) -> None:
    names = ("tabColor", "tabColorStyle")
    # No colour is a style without one; a colour without channels is black.
    chosen = {name: given[name] for name in names if given.get(name) is not None}
    if not chosen.get("tabColorStyle", True):
        del chosen["tabColorStyle"]
    found = tidy_format(chosen)
    for name in names:
        tab.properties.pop(name, None)
    tab.properties.update(found)


def _reorder(edit: Edit, tab: Tab, index: int) -> None:
    """Moves a tab to before the one now at `index`, as Google counts it."""
    tabs = edit.spreadsheet.tabs
    if not 0 <= index <= len(tabs):
        raise edit.refuse(f"index must be between 0 and {len(tabs)}")
    old = tabs.index(tab)
    tabs.insert(index, tab)
    del tabs[old + 1 if index <= old else old]


def _update_grid(edit: Edit, tab: Tab, given: Json, mask: Json) -> None:
    names = set(mask) if mask else {*_GRID_DEFAULTS, *given}
    rows = given.get("rowCount", 0) if "rowCount" in names else tab.row_count
    columns = given.get("columnCount", 0) if "columnCount" in names else tab.column_count
    chosen = {name: given.get(name) for name in names if name in _GRID_DEFAULTS}
    _resize(edit, tab, rows, columns)
    _set_grid(edit, tab, chosen)


def _resize(edit: Edit, tab: Tab, rows: int, columns: int) -> None:
    if rows < 1 or columns < 1:
        what = "rows" if rows < 1 else "columns"
        raise edit.refuse(f"You can't delete all the {what} on the sheet.")
    # Rows come before columns: a new number of rows is held against the old number of columns.
    check_size(edit.spreadsheet, (rows - tab.row_count) * tab.column_count)
    check_size(edit.spreadsheet, rows * columns - tab.row_count * tab.column_count)
    if rows < tab.row_count:
        block = (rows, tab.row_count, 0, tab.column_count)
        check_block(edit.spreadsheet, tab, block, edit.email, edit.where)
        delete(edit.spreadsheet, tab, "ROWS", rows, tab.row_count)
    if columns < tab.column_count:
        block = (0, tab.row_count, columns, tab.column_count)
        check_block(edit.spreadsheet, tab, block, edit.email, edit.where)
        delete(edit.spreadsheet, tab, "COLUMNS", columns, tab.column_count)
    tab.row_count, tab.column_count = rows, columns


def _set_grid(edit: Edit, tab: Tab, given: Json) -> None:
    grid = {**tab.properties.get("gridProperties", {}), **given}
    frozen_rows, frozen_columns = (
        grid.get(name) or 0 for name in ("frozenRowCount", "frozenColumnCount")
    )
    if min(frozen_rows, frozen_columns) < 0:
        raise edit.refuse("The number of frozen rows and columns cannot be negative.")
    if frozen_rows >= tab.row_count:
        raise edit.refuse("You can't freeze all visible rows on the sheet.")
    if frozen_columns >= tab.column_count:
        raise edit.refuse("You can't freeze all visible columns on the sheet.")
    kept = {name: value for name, value in grid.items() if value or name.endswith("ControlAfter")}
    kept = {name: value for name, value in kept.items() if value is not None}
    tab.properties.pop("gridProperties", None)
    if kept:
        tab.properties["gridProperties"] = kept


def update_spreadsheet_properties(edit: Edit, request: Json) -> Json:
    """Sets title, locale, time zone and the like."""
    mask = update_mask(request.get("fields", ""), "SpreadsheetProperties", edit.where)
    given = request.get("properties", {})
    spreadsheet = edit.spreadsheet
    if wants(mask, "title") and (mask or "title" in given):
        if not given.get("title"):
            raise edit.refuse("Title must not be empty.")
        spreadsheet.file["name"] = given["title"]
    if wants(mask, "locale") and "locale" in given and not known_locale(given["locale"]):
        raise edit.refuse(f"Unsupported locale: {given['locale']}")
    if wants(mask, "timeZone") and "timeZone" in given and not known_time_zone(given["timeZone"]):
        raise edit.refuse(f"Unknown time zone: {given['timeZone']}")
    rest = {name: sub for name, sub in mask.items() if name != "title"}
    if mask and not rest:
        return {}
    whole: Json = {name: {} for name in given if name != "title"}
    chosen = rest or whole
    kept = assign(spreadsheet.properties, tidy_format(json_copy(given)), chosen)
    required = ("locale", "timeZone", "autoRecalc", "defaultFormat", "spreadsheetTheme")
    spreadsheet.properties = {
        **{name: spreadsheet.properties[name] for name in required},
        **kept,
    }
    return {}


HANDLERS = {
    "addSheet": add_sheet,
    "deleteSheet": delete_sheet,
    "duplicateSheet": duplicate_sheet,
    "updateSheetProperties": update_sheet_properties,
    "updateSpreadsheetProperties": update_spreadsheet_properties,
}
