"""What a person does in the sheet: insert, move, sort, cut and paste, type, rename, delete.

An edit is a name and arguments, so that it can be sent over a wire and kept in a list:

    PersonEdit("sort", tab="Records", column="B")
    PersonEdit("overtype", tab="Records", cell="C4", value="15 March 2019")

It is carried out through the very requests that the API offers, as the person who does it: an
edit of a protected cell is refused unless it is the owner's. Rows are numbered as people see
them, from 1; columns are letters. What is typed is read as typed in a browser.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sheets_coc.local import a1
from sheets_coc.local.access import check_sheet, touch
from sheets_coc.local.batch import run
from sheets_coc.local.cells import extended_value
from sheets_coc.local.model import Cell, Content, Spreadsheet, Tab, as_cell
from sheets_coc.local.state import State
from sheets_coc.local.typed import typed

Json = dict[str, Any]
Requests = list[Json]

_CONTENT = "userEnteredValue,userEnteredFormat.numberFormat"


@dataclass(frozen=True, repr=False)
class PersonEdit:
    """One thing a person does.

    Attributes:
        name: one of `NAMES`.
        arguments: what the function of that name takes besides the spreadsheet.
    """

    name: str
    arguments: dict[str, Any] = field(default_factory=dict)

    def __init__(self, name: str, /, **arguments: Any) -> None:
        if name not in _EDITS:
            raise ValueError(f"no such edit; there are: {', '.join(NAMES)}")
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "arguments", arguments)

    def __repr__(self) -> str:
        return f"<PersonEdit {self.name}>"

    def requests(self, spreadsheet: Spreadsheet) -> Requests:
        """The `batchUpdate` requests that do it to the spreadsheet as it stands."""
        return _EDITS[self.name](spreadsheet, **self.arguments)


def perform(state: State, spreadsheet_id: str, email: str, edit: PersonEdit) -> None:
    """Do it, in the caller's transaction.

    Args:
        state: a writing transaction.
        spreadsheet_id: the spreadsheet.
        email: who does it.
        edit: what.

    Raises:
        ApiError: Google would not let this person do it, or it cannot be done.
        ValueError: there is no such tab or cell.
    """
    check_sheet(state, spreadsheet_id, email, "writer")
    spreadsheet = state.spreadsheet(spreadsheet_id)
    requests = edit.requests(spreadsheet)
    if requests:
        run(spreadsheet, requests, email, state.now)
        touch(state.file(spreadsheet_id), email, state.now)


def insert_rows(spreadsheet: Spreadsheet, tab: str, row: int, count: int = 1) -> Requests:
    """Insert blank rows above a row."""
    return [_insert(_tab(spreadsheet, tab), "ROWS", row - 1, count)]


def insert_columns(spreadsheet: Spreadsheet, tab: str, column: str, count: int = 1) -> Requests:
    """Insert blank columns to the left of a column."""
    return [_insert(_tab(spreadsheet, tab), "COLUMNS", a1.column_number(column), count)]


def delete_rows(spreadsheet: Spreadsheet, tab: str, row: int, count: int = 1) -> Requests:
    """Delete rows, from `row` down."""
    return [{"deleteDimension": {"range": _rows(_tab(spreadsheet, tab), row, count)}}]


def delete_columns(spreadsheet: Spreadsheet, tab: str, column: str, count: int = 1) -> Requests:
    """Delete columns, from `column` to the right."""
    return [{"deleteDimension": {"range": _columns(_tab(spreadsheet, tab), column, count)}}]


def move_rows(spreadsheet: Spreadsheet, tab: str, row: int, to: int, count: int = 1) -> Requests:
    """Drag rows so that they stand above what is row `to` now."""
    source = _rows(_tab(spreadsheet, tab), row, count)
    return [{"moveDimension": {"source": source, "destinationIndex": to - 1}}]


def move_columns(
    spreadsheet: Spreadsheet, tab: str, column: str, to: str, count: int = 1
) -> Requests:
    """Drag columns so that they stand to the left of what is column `to` now."""
    source = _columns(_tab(spreadsheet, tab), column, count)
    return [{"moveDimension": {"source": source, "destinationIndex": a1.column_number(to)}}]


def sort(
    spreadsheet: Spreadsheet,
    tab: str,
    column: str,
    *,
    descending: bool = False,
    columns: str | None = None,
    first_row: int = 2,
    last_row: int | None = None,
) -> Requests:
    """Sort by a column: whole rows, or only some `columns` (`A:C`), which tears rows apart."""
    found = _tab(spreadsheet, tab)
    first, _, last = (columns or f"A:{a1.letters(found.column_count - 1)}").partition(":")
    block = {
        "sheetId": found.id,
        "startRowIndex": first_row - 1,
        "endRowIndex": last_row or max(found.last_row(), first_row),
        "startColumnIndex": a1.column_number(first),
        "endColumnIndex": a1.column_number(last or first) + 1,
    }
    order = {
        "dimensionIndex": a1.column_number(column),
        "sortOrder": "DESCENDING" if descending else "ASCENDING",
    }
    return [{"sortRange": {"range": block, "sortSpecs": [order]}}]


def cut_paste(
    spreadsheet: Spreadsheet, tab: str, block: str, to: str, to_tab: str | None = None
) -> Requests:
    """Cut a block (`A2:C3`) and paste it with its corner at a cell."""
    target = _tab(spreadsheet, to_tab or tab)
    paste = {
        "source": _grid(spreadsheet, tab, block),
        "destination": _coordinate(target, to),
        "pasteType": "PASTE_NORMAL",
    }
    return [{"cutPaste": paste}]


def copy_paste(
    spreadsheet: Spreadsheet, tab: str, block: str, to: str, to_tab: str | None = None
) -> Requests:
    """Copy a block and paste it with its corner at a cell."""
    source = _grid(spreadsheet, tab, block)
    corner = _coordinate(_tab(spreadsheet, to_tab or tab), to)
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
    found = _tab(spreadsheet, tab)
    place = _coordinate(found, cell)
    old = found.get(place["rowIndex"], place["columnIndex"])
    data = _typed(spreadsheet, old, value)
    return [{"updateCells": {"start": place, "rows": [{"values": [data]}], "fields": _CONTENT}}]


def clear(spreadsheet: Spreadsheet, tab: str, block: str) -> Requests:
    """Select a block and press Delete: values go; formats, notes and drop-downs stay."""
    grid = _grid(spreadsheet, tab, block)
    return [{"updateCells": {"range": grid, "fields": "userEnteredValue"}}]


def note(spreadsheet: Spreadsheet, tab: str, cell: str, text: str) -> Requests:
    """Put a note on a cell; an empty one takes it away."""
    place = _coordinate(_tab(spreadsheet, tab), cell)
    rows = [{"values": [{"note": text}]}]
    return [{"updateCells": {"start": place, "rows": rows, "fields": "note"}}]


def rename_tab(spreadsheet: Spreadsheet, tab: str, title: str) -> Requests:
    """Give a tab another title."""
    properties = {"sheetId": _tab(spreadsheet, tab).id, "title": title}
    return [{"updateSheetProperties": {"properties": properties, "fields": "title"}}]


def hide_tab(spreadsheet: Spreadsheet, tab: str) -> Requests:
    """Hide a tab."""
    properties = {"sheetId": _tab(spreadsheet, tab).id, "hidden": True}
    return [{"updateSheetProperties": {"properties": properties, "fields": "hidden"}}]


def add_tab(spreadsheet: Spreadsheet, title: str) -> Requests:
    """Add an empty tab at the end."""
    return [{"addSheet": {"properties": {"title": title}}}]


def delete_tab(spreadsheet: Spreadsheet, tab: str) -> Requests:
    """Delete a tab."""
    return [{"deleteSheet": {"sheetId": _tab(spreadsheet, tab).id}}]


def add_column(
    spreadsheet: Spreadsheet, tab: str, header: str, *, before: str | None = None, row: int = 1
) -> Requests:
    """Make a column of one's own: at the left of `before`, or after the last one in use."""
    found = _tab(spreadsheet, tab)
    used = max((len(cells) for cells in found.rows), default=0)
    at = used if before is None else a1.column_number(before)
    start = {"sheetId": found.id, "rowIndex": row - 1, "columnIndex": at}
    rows = [{"values": [{"userEnteredValue": {"stringValue": header}}]}]
    write = {"updateCells": {"start": start, "rows": rows, "fields": "userEnteredValue"}}
    if before is None and at < found.column_count:
        return [write]
    if before is None:
        grow = {"sheetId": found.id, "dimension": "COLUMNS", "length": 1}
        return [{"appendDimension": grow}, write]
    return [_insert(found, "COLUMNS", at, 1), write]


def add_row(
    spreadsheet: Spreadsheet, tab: str, values: Sequence[str | float | bool | None]
) -> Requests:
    """Fill the first free row below everything, as one does with a new record."""
    found = _tab(spreadsheet, tab)
    above = found.rows[found.last_row() - 1] if found.last_row() else []
    cells = []
    for column, value in enumerate(values):
        old = above[column] if column < len(above) else None
        look = Cell(format=as_cell(old).format)
        cells.append({} if value is None else _typed(spreadsheet, look, value))
    append = {"sheetId": found.id, "rows": [{"values": cells}], "fields": _CONTENT}
    return [{"appendCells": append}]


def protect(spreadsheet: Spreadsheet, tab: str, block: str | None = None) -> Requests:
    """Protect a tab, or a block of it, so that only its maker and the owner may edit."""
    grid = _grid(spreadsheet, tab, block) if block else {"sheetId": _tab(spreadsheet, tab).id}
    return [{"addProtectedRange": {"protectedRange": {"range": grid}}}]


def remove_protection(spreadsheet: Spreadsheet, tab: str | None = None) -> Requests:
    """Take away every protected range, of one tab or of all."""
    tabs = spreadsheet.tabs if tab is None else [_tab(spreadsheet, tab)]
    return [
        {"deleteProtectedRange": {"protectedRangeId": protection["protectedRangeId"]}}
        for found in tabs
        for protection in found.parts.get("protectedRanges", [])
    ]


_EDITS: dict[str, Callable[..., Requests]] = {
    function.__name__: function
    for function in (
        insert_rows,
        insert_columns,
        delete_rows,
        delete_columns,
        move_rows,
        move_columns,
        sort,
        cut_paste,
        copy_paste,
        overtype,
        clear,
        note,
        rename_tab,
        hide_tab,
        add_tab,
        delete_tab,
        add_column,
        add_row,
        protect,
        remove_protection,
    )
}
NAMES = tuple(_EDITS)
"""Every edit there is."""


def _tab(spreadsheet: Spreadsheet, title: str) -> Tab:
    found = spreadsheet.tab_titled(title)
    if found is None:
        raise ValueError("the spreadsheet has no tab of that title")
    return found


def _insert(tab: Tab, dimension: str, start: int, count: int) -> Json:
    span = _span(tab, dimension, start, count)
    return {"insertDimension": {"range": span, "inheritFromBefore": start > 0}}


def _rows(tab: Tab, row: int, count: int) -> Json:
    return _span(tab, "ROWS", row - 1, count)


def _columns(tab: Tab, column: str, count: int) -> Json:
    return _span(tab, "COLUMNS", a1.column_number(column), count)


def _span(tab: Tab, dimension: str, start: int, count: int) -> Json:
    """A `DimensionRange`."""
    return {
        "sheetId": tab.id,
        "dimension": dimension,
        "startIndex": start,
        "endIndex": start + count,
    }


def _grid(spreadsheet: Spreadsheet, tab: str, block: str) -> Json:
    """A block such as `A2:C3`, `B:B`, `4:6` or `A1` as a `GridRange`."""
    area = a1.parse(spreadsheet, f"{a1.quoted(_tab(spreadsheet, tab).title)}!{block}")
    top, bottom, left, right = area.closed()
    return {
        "sheetId": area.tab.id,
        "startRowIndex": top,
        "endRowIndex": bottom,
        "startColumnIndex": left,
        "endColumnIndex": right,
    }


def _coordinate(tab: Tab, cell: str) -> Json:
    letters = cell.rstrip("0123456789")
    if not letters.isalpha() or not cell[len(letters) :]:
        raise ValueError("a cell is letters and a number, like B12")
    return {
        "sheetId": tab.id,
        "rowIndex": int(cell[len(letters) :]) - 1,
        "columnIndex": a1.column_number(letters),
    }


def _typed(spreadsheet: Spreadsheet, old: Content, value: str | float | bool) -> Json:
    """`CellData` of a cell after somebody typed into it; its number format may change with it."""
    cell = as_cell(typed(spreadsheet, old, value))
    entered = {"formulaValue": cell.formula} if cell.formula else extended_value(cell.value)
    data: Json = {"userEnteredValue": entered} if entered else {}
    if cell.format and "numberFormat" in cell.format:
        data["userEnteredFormat"] = {"numberFormat": cell.format["numberFormat"]}
    return data
