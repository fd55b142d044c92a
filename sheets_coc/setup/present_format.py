"""What set-up must know of a tab beyond its content: drop-downs, formats, widths, filters.

It is read in a request of its own, because nothing but set-up needs it and decoding it for
every run would cost more than the content.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sheets_coc.sheet.model import Position

MASK = (
    "sheets(properties(sheetId,gridProperties(frozenRowCount)),basicFilter,filterViews,"
    "conditionalFormats(ranges,booleanRule(condition)),"
    "data(startRow,startColumn,columnMetadata(pixelSize),rowData(values("
    "dataValidation(condition(type)),"
    "userEnteredFormat(numberFormat(type),backgroundColorStyle)))))"
)
"""What is asked for."""


@dataclass(frozen=True, slots=True, repr=False)
class Facts:
    """How a tab is dressed.

    Attributes:
        frozen: how many rows stay in sight.
        basic_filter: the tab's filter, as Google's API has it; None where it has none.
        filter_views: its filter views.
        rules: its conditional formats, the strongest first.
        widths: the width of each column in pixels, as far as it is known.
        validated: cells with a drop-down or another rule about what may stand there.
        formatted: cells with a number format of their own.
        colours: background colours people gave cells, by position.
    """

    frozen: int = 0
    basic_filter: Mapping[str, Any] | None = None
    filter_views: tuple[Mapping[str, Any], ...] = ()
    rules: tuple[Mapping[str, Any], ...] = ()
    widths: Mapping[int, int] = field(default_factory=dict)
    validated: frozenset[Position] = frozenset()
    formatted: frozenset[Position] = frozenset()
    colours: Mapping[Position, Mapping[str, Any]] = field(default_factory=dict)


def decode(answer: Mapping[str, Any], tab: int) -> Facts:
    """The facts of one tab out of a spreadsheet resource asked for with `MASK`.

    Args:
        answer: Google's answer.
        tab: the tab's id.

    Raises:
        KeyError, TypeError, AttributeError or ValueError: the answer is of another form than
            the API describes; the caller turns that into an error without values.
    """
    for sheet in answer["sheets"]:
        if sheet["properties"].get("sheetId", 0) == tab:
            return _facts(sheet)
    raise KeyError("sheets")


def _facts(sheet: Mapping[str, Any]) -> Facts:
    widths: dict[int, int] = {}
    validated: set[Position] = set()
    formatted: set[Position] = set()
    colours: dict[Position, Mapping[str, Any]] = {}
    for block in sheet.get("data", ()):
        top, left = block.get("startRow", 0), block.get("startColumn", 0)
        for column, entry in enumerate(block.get("columnMetadata", ()), start=left):
            if "pixelSize" in entry:
                widths[column] = entry["pixelSize"]
        for row, cells in enumerate(block.get("rowData", ()), start=top):
            for column, cell in enumerate(cells.get("values", ()), start=left):
                look = cell.get("userEnteredFormat", {})
                if "dataValidation" in cell:
                    validated.add((row, column))
                if look.get("numberFormat"):
                    formatted.add((row, column))
                if look.get("backgroundColorStyle"):
                    colours[row, column] = look["backgroundColorStyle"]
    return Facts(
        frozen=sheet["properties"].get("gridProperties", {}).get("frozenRowCount", 0),
        basic_filter=sheet.get("basicFilter"),
        filter_views=tuple(sheet.get("filterViews", ())),
        rules=tuple(sheet.get("conditionalFormats", ())),
        widths=widths,
        validated=frozenset(validated),
        formatted=frozenset(formatted),
        colours=colours,
    )
