"""An .xlsx file as tabs, as Google imports it, as far as a records sheet is made of it.

Carried over: values, formulas, number formats, links of cells, notes, drop-downs and check boxes,
merged cells, a filter, widths, what is frozen or hidden. Left behind: fonts and colours, charts,
conditional formats, protection.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from sheets_coc.local.cells.cells import LONGEST_TEXT, shared_format
from sheets_coc.local.cells.fill import tab_of
from sheets_coc.local.errors import LocalGoogleError
from sheets_coc.local.files.read_rules import drop_downs, with_rules
from sheets_coc.local.numbers.serials import serial
from sheets_coc.local.state.model import Content, Json, RichCell, Tab, number, simplify
from sheets_coc.local.wire.a1 import column_number

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

LONGEST_TITLE = 100
MOST_CELLS = 2_000_000
"""Cells of a file's tab, or of a merged block, at the most: a forged one may name billions."""
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*\bref=[\"']([A-Z]+)(\d+):([A-Z]+)(\d+)")
_NO_WORKBOOK = "The file is no .xlsx workbook."


def tabs_of(content: bytes) -> list[Tab]:
    """The sheets of an .xlsx file.

    Raises:
        LocalGoogleError: it is none, or larger than any spreadsheet.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        _refuse_forged(content)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and extensions that it does not know
            book = load_workbook(io.BytesIO(content))
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError):
        raise LocalGoogleError(_NO_WORKBOOK) from None
    if not book.worksheets:
        raise LocalGoogleError(_NO_WORKBOOK)
    made = [_tab(index, sheet) for index, sheet in enumerate(book.worksheets)]
    if all(tab.properties.get("hidden") for tab in made):
        del made[0].properties["hidden"]
    return made


def _refuse_forged(content: bytes) -> None:
    """Refuse merged blocks that the parser would fill cell by cell."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            if not name.startswith("xl/worksheets/"):
                continue
            for left, top, right, bottom in _MERGED.findall(package.read(name)):
                width = abs(column_number(right.decode()) - column_number(left.decode())) + 1
                if width * (abs(int(bottom) - int(top)) + 1) > MOST_CELLS:
                    raise LocalGoogleError("A merged block is larger than any spreadsheet.")


def _tab(index: int, sheet: Worksheet) -> Tab:
    stored: dict[tuple[int, int], Any] = dict(sheet._cells)  # iterating makes the empty ones
    filled = {
        place: made
        for place, cell in stored.items()
        if (made := _content(cell)) is not None and place[0] > 0
    }
    height = max((row for row, _ in filled), default=0)
    width = max((column for _, column in filled), default=0)
    if height * width > MOST_CELLS:
        raise LocalGoogleError("A tab is larger than any spreadsheet.")
    rows: list[list[Content]] = [[None] * width for _ in range(height)]
    for (row, column), made in filled.items():
        rows[row - 1][column - 1] = made
    tab = tab_of(index, sheet.title[:LONGEST_TITLE], rows)
    if sheet.sheet_state != "visible":
        tab.properties["hidden"] = True
    _lay_out(tab, sheet)
    with_rules(tab, drop_downs(sheet))
    return tab


def _lay_out(tab: Tab, sheet: Any) -> None:
    """Widths, what is hidden, frozen, merged or filtered."""
    from openpyxl.utils.cell import range_boundaries

    for letter, dimension in sheet.column_dimensions.items():
        column = column_number(letter)
        if column < tab.column_count and (dimension.customWidth or dimension.hidden):
            tab.column_meta[column] = {
                **({"pixelSize": round(dimension.width * 7)} if dimension.width else {}),
                **({"hiddenByUser": True} if dimension.hidden else {}),
            }
    for row, dimension in sheet.row_dimensions.items():
        if dimension.hidden and row <= tab.row_count:
            tab.row_meta[row - 1] = {"hiddenByUser": True}
    if sheet.freeze_panes:
        left, top, *_ = range_boundaries(sheet.freeze_panes)
        frozen = {"frozenRowCount": (top or 1) - 1, "frozenColumnCount": (left or 1) - 1}
        tab.properties["gridProperties"] = {name: n for name, n in frozen.items() if n}
    merges = [_grid(tab, block.bounds) for block in sheet.merged_cells.ranges]
    if merges:
        tab.parts["merges"] = merges
    if sheet.auto_filter.ref:
        grid = _grid(tab, range_boundaries(sheet.auto_filter.ref))
        tab.parts["basicFilter"] = {"range": grid}


def _grid(tab: Tab, bounds: Any) -> Json:
    left, top, right, bottom = (edge or 1 for edge in bounds)
    return {
        "sheetId": tab.id,
        "startRowIndex": top - 1,
        "endRowIndex": min(bottom, tab.row_count),
        "startColumnIndex": left - 1,
        "endColumnIndex": min(right, tab.column_count),
    }


def _content(cell: Any) -> Content:
    """One cell: its value, with its note and link where it has any."""
    made = _value(cell)
    note = cell.comment.text if getattr(cell, "comment", None) else None
    link = getattr(cell, "hyperlink", None)
    target = link.target if link is not None else None
    if not note and not target:
        return made
    rich = made if isinstance(made, RichCell) else RichCell(made)
    style = dict(rich.format or {})
    if target and rich.formula is None:
        style["textFormat"] = {"link": {"uri": str(target)}}
    return simplify(RichCell(rich.value, rich.formula, shared_format(style), note or None))


def _value(cell: Any) -> Content:
    value = cell.value
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, date | datetime):
        kind = "DATE_TIME" if isinstance(value, datetime) and value.time() != time() else "DATE"
        return _formatted(serial(value), kind, "")
    if isinstance(value, time):
        whole = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
        return _formatted(whole / timedelta(days=1), "TIME", "")
    if isinstance(value, timedelta):
        return _formatted(value / timedelta(days=1), "TIME", "[h]:mm:ss")
    if isinstance(value, int | float):
        if cell.number_format == "General":
            return number(value)
        return _formatted(number(value), "NUMBER", cell.number_format)
    if cell.data_type == "f":
        return RichCell(None, str(getattr(value, "text", value))[:LONGEST_TEXT])
    return str(value)[:LONGEST_TEXT] or None


def _formatted(value: float, kind: str, pattern: str) -> RichCell:
    shown = {"type": kind, **({"pattern": pattern} if pattern else {})}
    return RichCell(value, format=shared_format({"numberFormat": shown}))
