"""What a person does with cells: type, paste, press Delete, put a note on one, fill a row."""

from __future__ import annotations

from collections.abc import Sequence

from sheets_coc.local.cells.cells import extended_value
from sheets_coc.local.cells.entered import typed
from sheets_coc.local.person.places import Json, Requests, block_of, cell_of, tab_titled
from sheets_coc.local.state.model import Content, RichCell, Spreadsheet, as_cell

_CONTENT = "userEnteredValue,userEnteredFormat.numberFormat"


def cut_paste(
    spreadsheet: Spreadsheet, tab: str, block: str, to: str, to_tab: str | None = None
) -> Requests:
    """Cut a block (`A2:C3`) and paste it with its corner at a cell."""
    target = tab_titled(spreadsheet, to_tab or tab)
    paste = {
        "source": block_of(spreadsheet, tab, block),
        "destination": cell_of(target, to),
        "pasteType": "PASTE_NORMAL",
    }
    return [{"cutPaste": paste}]


def copy_paste(
    spreadsheet: Spreadsheet, tab: str, block: str, to: str, to_tab: str | None = None
) -> Requests:
    """Copy a block and paste it with its corner at a cell."""
    source = block_of(spreadsheet, tab, block)
    corner = cell_of(tab_titled(spreadsheet, to_tab or tab), to)
    target = {
        "sheetId": corner["sheetId"],
        "startRowIndex": corner["rowIndex"],
        "endRowIndex": corner["rowIndex"] + source["endRowIndex"] - source["startRowIndex"],
        "startColumnIndex": corner["columnIndex"],
        "endColumnIndex": corner["columnIndex"]
        + source["endColumnIndex"]
        - source["startColumnIndex"],
    }
    paste = {"source": source, "destination": target, "pasteType": "PASTE_NORMAL"}
    return [{"copyPaste": paste}]


def overtype(spreadsheet: Spreadsheet, tab: str, cell: str, value: str | float | bool) -> Requests:
    """Type something into a cell, over what is there."""
    found = tab_titled(spreadsheet, tab)
    place = cell_of(found, cell)
    old = found.get(place["rowIndex"], place["columnIndex"])
    data = _typed(spreadsheet, old, value)
    return [{"updateCells": {"start": place, "rows": [{"values": [data]}], "fields": _CONTENT}}]


def clear(spreadsheet: Spreadsheet, tab: str, block: str) -> Requests:
    """Select a block and press Delete: values go; formats, notes and drop-downs stay."""
    grid = block_of(spreadsheet, tab, block)
    return [{"updateCells": {"range": grid, "fields": "userEnteredValue"}}]


def note(spreadsheet: Spreadsheet, tab: str, cell: str, text: str) -> Requests:
    """Put a note on a cell; an empty one takes it away."""
    place = cell_of(tab_titled(spreadsheet, tab), cell)
    rows = [{"values": [{"note": text}]}]
    return [{"updateCells": {"start": place, "rows": rows, "fields": "note"}}]


def add_row(
    spreadsheet: Spreadsheet, tab: str, values: Sequence[str | float | bool | None]
) -> Requests:
    """Fill the first free row below everything, as one does with a new record."""
    found = tab_titled(spreadsheet, tab)
    above = found.rows[found.last_row() - 1] if found.last_row() else []
    cells = []
    for column, value in enumerate(values):
        old = above[column] if column < len(above) else None
        look = RichCell(format=as_cell(old).format)
        cells.append({} if value is None else _typed(spreadsheet, look, value))
    append = {"sheetId": found.id, "rows": [{"values": cells}], "fields": _CONTENT}
    return [{"appendCells": append}]


def _typed(spreadsheet: Spreadsheet, old: Content, value: str | float | bool) -> Json:
    """`CellData` of a cell after somebody typed into it; its number format may change with it."""
    cell = as_cell(typed(spreadsheet, old, value))
    entered = {"formulaValue": cell.formula} if cell.formula else extended_value(cell.value)
    data: Json = {"userEnteredValue": entered} if entered else {}
    if cell.format and "numberFormat" in cell.format:
        data["userEnteredFormat"] = {"numberFormat": cell.format["numberFormat"]}
    return data
