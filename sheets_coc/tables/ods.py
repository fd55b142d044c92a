"""Workbooks of LibreOffice and OpenOffice (.ods): plain XML in a package.

The format says "repeat this cell a thousand times" to fill a sheet's edges, so repetition is
taken only as far as something is filled.
"""

from __future__ import annotations

import zipfile
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

MIME = b"application/vnd.oasis.opendocument.spreadsheet"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_ROW_GROUPS = frozenset(
    f"{_TABLE}{name}" for name in ("table-rows", "table-header-rows", "table-row-group")
)


def read_ods(package: zipfile.ZipFile) -> tuple[TableSheet, ...]:
    """The tables of a spreadsheet that hold anything.

    Raises:
        UsageError: it is damaged, or larger than any list.
    """
    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(package.read("content.xml"))
        tables = [table for body in root.iter(f"{_OFFICE}spreadsheet")
                  for table in body.findall(f"{_TABLE}table")]  # fmt: skip
        hidden = _hidden_styles(root)
        sheets = [
            TableSheet(
                tuple(_rows(table)), number, table.get(f"{_TABLE}name", ""),
                table.get(f"{_TABLE}style-name", "") in hidden,
            )
            for number, table in enumerate(tables, start=1)
        ]  # fmt: skip
    except UsageError:
        raise
    except Exception:
        raise damaged(".ods") from None
    return tuple(sheet for sheet in sheets if sheet.rows)


def _hidden_styles(root: Any) -> set[str]:
    """The names of table styles that are not displayed."""
    style = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
    return {
        one.get(f"{style}name", "")
        for one in root.iter(f"{style}style")
        for properties in one.findall(f"{style}table-properties")
        if properties.get(f"{_TABLE}display") == "false"
    }


def _rows(table: Any) -> Iterator[TableRow]:
    number = 0
    for element in _row_elements(table):
        repeated = int(element.get(f"{_TABLE}number-rows-repeated", "1"))
        cells = _cells(element)
        if any(cells):
            if number + repeated > MOST_ROWS:
                raise too_many_rows()
            for more in range(repeated):
                yield make_row(number + more + 1, cells)
        number += repeated


def _row_elements(parent: Any) -> Iterator[Any]:
    """The rows in order, also where they are grouped."""
    for child in parent:
        if child.tag == f"{_TABLE}table-row":
            yield child
        elif child.tag in _ROW_GROUPS:
            yield from _row_elements(child)


def _cells(row: Any) -> list[str]:
    cells: list[str] = []
    blank = 0
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        repeated = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        text = _text(cell)
        if not text:
            blank += repeated
            continue
        wanted = min(blank + repeated, MOST_COLUMNS + 1 - len(cells))
        cells += ([""] * blank + [text] * repeated)[: max(wanted, 0)]
        blank = 0
    return cells


def _text(cell: Any) -> str:
    """What a cell shows; of a date its exact value."""
    if day := cell.get(f"{_OFFICE}date-value"):
        return str(day).replace("T", " ")
    paragraphs = ["".join(_pieces(one)) for one in cell.findall(f"{_TEXT}p")]
    return "\n".join(paragraphs)


def _pieces(element: Any) -> Iterator[str]:
    """The text of a paragraph: spaces, tabs and breaks are elements there."""
    yield element.text or ""
    for child in element:
        if child.tag == f"{_TEXT}s":
            yield " " * min(int(child.get(f"{_TEXT}c", "1")), 100)
        elif child.tag == f"{_TEXT}tab":
            yield " "
        elif child.tag == f"{_TEXT}line-break":
            yield "\n"
        elif not child.tag.startswith(_OFFICE):  # an annotation is no content
            yield from _pieces(child)
        yield child.tail or ""
