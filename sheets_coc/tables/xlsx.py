"""Workbooks of Excel: every sheet that holds anything."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import Any

from sheets_coc.errors import UsageError
from sheets_coc.tables.package import damaged
from sheets_coc.tables.table import (
    MOST_COLUMNS,
    MOST_ROWS,
    TableRow,
    TableSheet,
    make_row,
    too_many_rows,
)

_LAST_ROW = 1_048_576
"""The last row a workbook can have: further ones exist in forged files only."""


def read_xlsx(content: bytes) -> tuple[TableSheet, ...]:
    """The sheets of a workbook that hold anything, hidden ones too.

    Raises:
        UsageError: the workbook is damaged, or larger than any list.
    """
    from openpyxl import load_workbook
    from openpyxl.xml import DEFUSEDXML

    if not DEFUSEDXML:
        raise UsageError("Reading .xlsx needs the package defusedxml.", code="list-format")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and extensions it does not know
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            try:
                return tuple(_sheets(book))
            finally:
                book.close()
    except UsageError:
        raise
    except Exception:
        # Whatever a hostile or damaged file provokes in the parsers; their messages quote it.
        raise damaged(".xlsx") from None


def _sheets(book: Any) -> Iterator[TableSheet]:
    for number, sheet in enumerate(book.worksheets, start=1):
        if rows := tuple(_rows(sheet)):
            yield TableSheet(rows, number, str(sheet.title), sheet.sheet_state != "visible")


def _rows(sheet: Any) -> Iterator[TableRow]:
    """The rows that hold anything, each as wide as it is filled.

    What the file itself says of its size is not believed: some programs write it wrong.
    """
    rows = sheet.iter_rows(max_row=_LAST_ROW, max_col=MOST_COLUMNS, values_only=True)
    for number, values in enumerate(rows, start=1):
        width = len(values)
        while width and values[width - 1] is None:
            width -= 1
        if width:
            if number > MOST_ROWS:
                raise too_many_rows()
            yield make_row(number, map(_text, values[:width]))


def _text(value: object) -> str:
    """A cell as text; a whole number without its `.0`, as a ticket number is typed."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
