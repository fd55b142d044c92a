"""What a person does with rows and columns: insert, delete, move, sort, make one of their own."""

from __future__ import annotations

from sheets_coc.local.person.places import Json, Requests, columns_of, rows_of, span_of, tab_titled
from sheets_coc.local.state.model import Spreadsheet, Tab
from sheets_coc.local.wire import a1


def insert_rows(spreadsheet: Spreadsheet, tab: str, row: int, count: int = 1) -> Requests:
    """Insert blank rows above a row."""
    return [_insert(tab_titled(spreadsheet, tab), "ROWS", row - 1, count)]


def insert_columns(spreadsheet: Spreadsheet, tab: str, column: str, count: int = 1) -> Requests:
    """Insert blank columns to the left of a column."""
    return [_insert(tab_titled(spreadsheet, tab), "COLUMNS", a1.column_number(column), count)]


def delete_rows(spreadsheet: Spreadsheet, tab: str, row: int, count: int = 1) -> Requests:
    """Delete rows, from `row` down."""
    return [{"deleteDimension": {"range": rows_of(tab_titled(spreadsheet, tab), row, count)}}]


def delete_columns(spreadsheet: Spreadsheet, tab: str, column: str, count: int = 1) -> Requests:
    """Delete columns, from `column` to the right."""
    return [{"deleteDimension": {"range": columns_of(tab_titled(spreadsheet, tab), column, count)}}]


def move_rows(spreadsheet: Spreadsheet, tab: str, row: int, to: int, count: int = 1) -> Requests:
    """Drag rows so that they stand above what is row `to` now."""
    source = rows_of(tab_titled(spreadsheet, tab), row, count)
    return [{"moveDimension": {"source": source, "destinationIndex": to - 1}}]


def move_columns(
    spreadsheet: Spreadsheet, tab: str, column: str, to: str, count: int = 1
) -> Requests:
    """Drag columns so that they stand to the left of what is column `to` now."""
    source = columns_of(tab_titled(spreadsheet, tab), column, count)
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
    found = tab_titled(spreadsheet, tab)
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


def add_column(
    spreadsheet: Spreadsheet, tab: str, header: str, *, before: str | None = None, row: int = 1
) -> Requests:
    """Make a column of one's own: at the left of `before`, or after the last one in use."""
    found = tab_titled(spreadsheet, tab)
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


def _insert(tab: Tab, dimension: str, start: int, count: int) -> Json:
    span = span_of(tab, dimension, start, count)
    return {"insertDimension": {"range": span, "inheritFromBefore": start > 0}}
