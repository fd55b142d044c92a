"""An .xlsx file as tabs: values, formulas and number formats; its looks are left behind."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time
from typing import Any

from sheets_coc.local.cells.cells import LONGEST_TEXT, shared_format
from sheets_coc.local.cells.fill import tab_of
from sheets_coc.local.errors import LocalGoogleError
from sheets_coc.local.numbers.serials import serial
from sheets_coc.local.state.model import Content, RichCell, Tab, number

_LONGEST_TITLE = 100


def tabs_of(content: bytes) -> list[Tab]:
    """The sheets of an .xlsx file.

    Raises:
        LocalGoogleError: it is none.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(content))
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError):
        raise LocalGoogleError("The file is no .xlsx workbook.") from None
    made = []
    for index, sheet in enumerate(book.worksheets):
        rows = [[_content(cell) for cell in row] for row in sheet.iter_rows()]
        tab = tab_of(index, sheet.title[:_LONGEST_TITLE], rows)
        if sheet.sheet_state != "visible":
            tab.properties["hidden"] = True
        made.append(tab)
    if all(tab.properties.get("hidden") for tab in made):
        del made[0].properties["hidden"]
    return made


def _content(cell: Any) -> Content:
    """One cell."""
    value = cell.value
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, date | datetime):
        kind = "DATE_TIME" if isinstance(value, datetime) and value.time() != time() else "DATE"
        return _formatted(serial(value), kind, "")
    if isinstance(value, int | float):
        if cell.number_format == "General":
            return number(value)
        return _formatted(number(value), "NUMBER", cell.number_format)
    text = str(value)[:LONGEST_TEXT]
    return RichCell(None, text) if cell.data_type == "f" else text


def _formatted(value: float, kind: str, pattern: str) -> RichCell:
    shown = {"type": kind, **({"pattern": pattern} if pattern else {})}
    return RichCell(value, format=shared_format({"numberFormat": shown}))
