"""Where a person points, as the API says it: tabs by title, rows from 1, columns by letters."""

from __future__ import annotations

from typing import Any

from sheets_coc.local.state.model import Spreadsheet, Tab
from sheets_coc.local.wire import a1

Json = dict[str, Any]
Requests = list[Json]
"""The requests of one `batchUpdate`."""


def tab_titled(spreadsheet: Spreadsheet, title: str) -> Tab:
    """The tab of a title.

    Raises:
        ValueError: there is none.
    """
    found = spreadsheet.tab_titled(title)
    if found is None:
        raise ValueError("the spreadsheet has no tab of that title")
    return found


def rows_of(tab: Tab, row: int, count: int) -> Json:
    """Rows from one on, which is numbered from 1, as a `DimensionRange`."""
    return span_of(tab, "ROWS", row - 1, count)


def columns_of(tab: Tab, column: str, count: int) -> Json:
    """Columns from one on, which is named by its letters, as a `DimensionRange`."""
    return span_of(tab, "COLUMNS", a1.column_number(column), count)


def span_of(tab: Tab, dimension: str, start: int, count: int) -> Json:
    """`count` rows or columns from `start` on, which counts from 0, as a `DimensionRange`."""
    return {
        "sheetId": tab.id,
        "dimension": dimension,
        "startIndex": start,
        "endIndex": start + count,
    }


def block_of(spreadsheet: Spreadsheet, tab: str, block: str) -> Json:
    """A block such as `A2:C3`, `B:B`, `4:6` or `A1` as a `GridRange`."""
    area = a1.parse(spreadsheet, f"{a1.quoted(tab_titled(spreadsheet, tab).title)}!{block}")
    top, bottom, left, right = area.closed()
    return {
        "sheetId": area.tab.id,
        "startRowIndex": top,
        "endRowIndex": bottom,
        "startColumnIndex": left,
        "endColumnIndex": right,
    }


def cell_of(tab: Tab, cell: str) -> Json:
    """A cell such as `B12` as a `GridCoordinate`.

    Raises:
        ValueError: it is named otherwise.
    """
    letters = cell.rstrip("0123456789")
    if not letters.isalpha() or not cell[len(letters) :]:
        raise ValueError("a cell is letters and a number, like B12")
    return {
        "sheetId": tab.id,
        "rowIndex": int(cell[len(letters) :]) - 1,
        "columnIndex": a1.column_number(letters),
    }
