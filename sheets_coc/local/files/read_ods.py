"""An .ods file (LibreOffice) as tabs: values with their types, formulas, notes, drop-downs.

The format repeats cells and rows "a million times" to fill a sheet's edges, so repetition is
taken only as far as something is filled:

    <table-row number-rows-repeated="1048000"><table-cell number-columns-repeated="1024"/>  ->  nothing
"""  # noqa: E501 - a line of the format as it is

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any

from sheets_coc.local.cells.cells import LONGEST_TEXT, shared_format
from sheets_coc.local.cells.fill import tab_of
from sheets_coc.local.errors import LocalGoogleError
from sheets_coc.local.files.read_rules import choices, from_range, with_rules
from sheets_coc.local.files.read_xlsx import LONGEST_TITLE, MOST_CELLS
from sheets_coc.local.numbers.serials import serial
from sheets_coc.local.state.model import Content, Json, RichCell, Tab, number, simplify

_URN = "{{urn:oasis:names:tc:opendocument:xmlns:{}:1.0}}"
_TABLE, _OFFICE, _TEXT, _STYLE = map(_URN.format, ("table", "office", "text", "style"))
_LINK = "{http://www.w3.org/1999/xlink}href"
_GROUPS = frozenset(
    f"{_TABLE}{name}" for name in ("table-rows", "table-header-rows", "table-row-group")
)
_CELLS = frozenset({f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"})
_MOST_COLUMNS = 1000
_PIECE = re.compile(
    r"""\"(?:[^"]|"")*\"|;|\[\$?(?P<sheet>'(?:[^']|'')*'|[^\].']*)\."""
    r"""(?P<first>[^\]:]+)(?::\.?(?P<last>[^\]]+))?\]"""
)
"""What differs in a formula: references; quoted text, which is passed over; separators."""
_LISTED = re.compile(r"cell-content-is-in-list\((.*)\)\s*$", re.S)
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')


def tabs_of_ods(content: bytes) -> list[Tab]:
    """The sheets of an .ods file.

    Raises:
        LocalGoogleError: it is none, or larger than any spreadsheet.
    """
    from defusedxml.ElementTree import fromstring

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            root = fromstring(package.read("content.xml"))
        bodies = list(root.iter(f"{_OFFICE}spreadsheet"))
        found = [(body, one) for body in bodies for one in body.findall(f"{_TABLE}table")]
        hidden, rules = _hidden_styles(root), _validations(bodies)
        made = [_tab(index, one, hidden, rules) for index, (_, one) in enumerate(found)]
    except LocalGoogleError:
        raise
    except Exception:
        # Whatever a damaged file provokes in the parsers; their messages quote it.
        raise LocalGoogleError("The file is no .ods workbook.") from None
    if not made:
        raise LocalGoogleError("The file is no .ods workbook.")
    if all(tab.properties.get("hidden") for tab in made):
        del made[0].properties["hidden"]
    return made


def _hidden_styles(root: Any) -> set[str]:
    return {
        one.get(f"{_STYLE}name", "")
        for one in root.iter(f"{_STYLE}style")
        for properties in one.findall(f"{_STYLE}table-properties")
        if properties.get(f"{_TABLE}display") == "false"
    }


def _validations(bodies: list[Any]) -> dict[str, Json]:
    """The drop-downs by name."""
    rules: dict[str, Json] = {}
    for one in (found for body in bodies for found in body.iter(f"{_TABLE}content-validation")):
        listed = _LISTED.search(one.get(f"{_TABLE}condition", ""))
        if listed is None:
            continue
        message = one.find(f"{_TABLE}error-message")
        strict = message is None or message.get(f"{_TABLE}message-type", "stop") == "stop"
        quoted = [text.replace('""', '"') for text in _QUOTED.findall(listed[1])]
        rule = choices(quoted, strict=strict) if quoted else from_range(
            formula(f"of:={listed[1]}"), strict=strict
        )  # fmt: skip
        rules[one.get(f"{_TABLE}name", "")] = rule
    return rules


def _tab(index: int, table: Any, hidden: set[str], rules: dict[str, Json]) -> Tab:
    rows: list[list[Content]] = []
    blank, placed = 0, []
    for element in _row_elements(table):
        repeated = int(element.get(f"{_TABLE}number-rows-repeated", "1"))
        cells, named = _row(element)
        top = len(rows) + blank
        placed += [
            (rules[name], (top, top + repeated - 1, left, right))
            for name, left, right in named
            if name in rules
        ]
        if not cells:
            blank += repeated
            continue
        if (top + repeated) * max(len(cells), 1) > MOST_CELLS:
            raise LocalGoogleError("A tab is larger than any spreadsheet.")
        rows += [[] for _ in range(blank)] + [list(cells) for _ in range(repeated)]
        blank = 0
    tab = tab_of(index, table.get(f"{_TABLE}name", f"Sheet{index + 1}")[:LONGEST_TITLE], rows)
    if table.get(f"{_TABLE}style-name", "") in hidden:
        tab.properties["hidden"] = True
    with_rules(tab, placed)
    return tab


def _row_elements(parent: Any) -> Iterator[Any]:
    """The rows in order, also where they are grouped."""
    for child in parent:
        if child.tag == f"{_TABLE}table-row":
            yield child
        elif child.tag in _GROUPS:
            yield from _row_elements(child)


def _row(row: Any) -> tuple[list[Content], list[tuple[str, int, int]]]:
    """A row's cells up to the last one that holds something, and where drop-downs stand."""
    cells: list[Content] = []
    named = []
    place = 0
    for cell in (child for child in row if child.tag in _CELLS):
        repeated = min(int(cell.get(f"{_TABLE}number-columns-repeated", "1")), _MOST_COLUMNS)
        if name := cell.get(f"{_TABLE}content-validation-name"):
            named.append((name, place, place + repeated - 1))
        made = _content(cell)
        if made is not None and place + repeated <= _MOST_COLUMNS:
            cells += [None] * (place - len(cells)) + [made] * repeated
        place += repeated
    return cells, named


def _content(cell: Any) -> Content:
    """One cell: its value or formula, with its note and link where it has any."""
    kind = cell.get(f"{_OFFICE}value-type", "")
    value = cell.get(f"{_OFFICE}value", "")
    style: Json = {}
    made: Any = None
    if kind == "boolean":
        made = cell.get(f"{_OFFICE}boolean-value") == "true"
    elif kind == "date":
        with suppress(ValueError):
            day = datetime.fromisoformat(cell.get(f"{_OFFICE}date-value", ""))
            made = serial(day)
            style["numberFormat"] = {"type": "DATE_TIME" if day.time().isoformat() != "00:00:00"
                                     else "DATE"}  # fmt: skip
    elif kind in ("float", "percentage", "currency"):
        made = number(float(value))
        if kind != "float":
            style["numberFormat"] = {"type": "PERCENT" if kind == "percentage" else "CURRENCY"}
    if made is None:
        made = _shown(cell)[:LONGEST_TEXT] or None
    note = "\n".join(_shown(one) for one in cell.findall(f"{_OFFICE}annotation")) or None
    links = {found.get(_LINK, "") for found in cell.iter(f"{_TEXT}a")} - {""}
    if len(links) == 1:
        style["textFormat"] = {"link": {"uri": links.pop()}}
    calculated = cell.get(f"{_TABLE}formula")
    whole = formula(calculated) if calculated else None
    return simplify(RichCell(None if whole else made, whole, shared_format(style), note))


def formula(stored: str) -> str:
    """A formula of the format as people type it: `of:=SUM([.A1:.A3];2)` is `=SUM(A1:A3,2)`.

    What stands in quotes is text and stays as it is.
    """
    return "=" + _PIECE.sub(_typed_piece, stored.partition("=")[2])


def _typed_piece(found: re.Match[str]) -> str:
    if not found["first"]:
        return "," if found[0] == ";" else found[0]
    sheet, first, last = found["sheet"], found["first"], found["last"]
    block = f"{first}:{last}" if last else first
    return f"{sheet}!{block}" if sheet else block


def _shown(cell: Any) -> str:
    """The text of a cell or a note: its paragraphs, one a line."""
    return "\n".join("".join(_pieces(one)) for one in cell.findall(f"{_TEXT}p"))


def _pieces(element: Any) -> Iterator[str]:
    """The text of a paragraph: spaces, tabs and breaks are elements there."""
    yield element.text or ""
    for child in element:
        if child.tag == f"{_TEXT}s":
            yield " " * min(int(child.get(f"{_TEXT}c", "1")), 100)
        elif child.tag in (f"{_TEXT}tab", f"{_TEXT}line-break"):
            yield " " if child.tag == f"{_TEXT}tab" else "\n"
        elif not child.tag.startswith(_OFFICE):  # an annotation is no content
            yield from _pieces(child)
        yield child.tail or ""
