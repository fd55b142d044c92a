"""Drop-downs and check boxes of a file that is read, as the rules of cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from sheets_coc.local.cells.cells import shared_format
from sheets_coc.local.state.model import Json, RichCell, Tab, as_cell

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

CHECK_BOX = ("TRUE", "FALSE")
"""The choices by which files without check boxes write them."""

Block = tuple[int, int, int, int]
"""First row, last row, first column, last column, from 0."""


def choices(values: Iterable[str], *, strict: bool) -> Json:
    """A drop-down of these choices; a check box where they are TRUE and FALSE."""
    listed = [value.strip() for value in values if value.strip()]
    if tuple(value.upper() for value in listed) == CHECK_BOX:
        return {"condition": {"type": "BOOLEAN"}, "strict": True, "showCustomUi": True}
    return {
        "condition": {
            "type": "ONE_OF_LIST",
            "values": [{"userEnteredValue": value} for value in listed],
        },
        "strict": strict,
        "showCustomUi": True,
    }


def from_range(place: str, *, strict: bool) -> Json:
    """A drop-down whose choices stand in a block of cells."""
    return {
        "condition": {
            "type": "ONE_OF_RANGE",
            "values": [{"userEnteredValue": f"={place.removeprefix('=')}"}],
        },
        "strict": strict,
        "showCustomUi": True,
    }


def drop_downs(sheet: Worksheet) -> Iterator[tuple[Json, Block]]:
    """The drop-downs of a sheet of an .xlsx file: rule and block."""
    made: Any = sheet.data_validations
    for found in made.dataValidation:
        typed = found.formula1 or ""
        if found.type != "list" or not typed:
            continue
        strict = found.errorStyle != "warning"
        if typed.startswith('"'):
            rule = choices(typed.strip('"').replace('""', '"').split(","), strict=strict)
        else:
            rule = from_range(typed, strict=strict)
        for area in found.sqref.ranges:
            yield rule, (area.min_row - 1, area.max_row - 1, area.min_col - 1, area.max_col - 1)


def with_rules(tab: Tab, rules: Iterable[tuple[Json, Block]]) -> None:
    """Give cells their rules: as far down as the tab goes, as far right as it is filled."""
    for rule, (top, bottom, left, right) in rules:
        shared = shared_format({"dataValidation": rule})
        for row in range(top, min(bottom + 1, tab.row_count)):
            for column in range(left, min(right + 1, tab.column_count)):
                old = as_cell(tab.get(row, column))
                extra = {**(old.extra or {}), **(shared or {})}
                tab.set(row, column, RichCell(old.value, old.formula, old.format, old.note, extra))
