"""`batchUpdate` requests that put rows of a block in another order or drop those that repeat."""

from __future__ import annotations

import random
from functools import cmp_to_key
from typing import Any

from sheets_coc.local.auth.protection import Block
from sheets_coc.local.edits.edit import Edit, Handler
from sheets_coc.local.edits.kinds.blocks import Cells, moved_formula, put, take
from sheets_coc.local.errors import Json
from sheets_coc.local.formulas.machine import result
from sheets_coc.local.state.model import Content, Tab, as_cell
from sheets_coc.local.state.results import CellError, Result


def sort_range(edit: Edit, request: Json) -> Json:
    """Sorts the rows of a block by one or more of its columns."""
    tab, block = edit.editable(request.get("range"))
    sort_block(edit, tab, block, request.get("sortSpecs", []))
    return {}


def sort_block(edit: Edit, tab: Tab, block: Block, specs: list[Json]) -> None:
    """Sorts the rows of a block; notes and formats go along, blank rows end up last."""
    top, bottom, left, right = block
    if not specs:
        return
    for spec in specs:
        if spec.keys() - {"dimensionIndex", "sortOrder"}:
            raise edit.lacks("sorting by colour")
        if not left <= spec.get("dimensionIndex", 0) < right:
            raise edit.refuse(
                f"Sort spec dimension index {spec.get('dimensionIndex', 0)} is outside of the"
                " range."
            )
    # Rows below the last stored one are blank and stay where they are.
    bottom = min(bottom, max(len(tab.rows), top))
    cells = take(tab, (top, bottom, left, right))
    keys = [
        [
            result(edit.spreadsheet, tab, top + number, column, row[column - left])
            for column in (spec.get("dimensionIndex", 0) for spec in specs)
        ]
        for number, row in enumerate(cells)
    ]
    signs = [-1 if spec.get("sortOrder") == "DESCENDING" else 1 for spec in specs]

    def compare(one: int, other: int) -> int:
        for a, b, sign in zip(keys[one], keys[other], signs, strict=True):
            order = _compare(a, b, sign)
            if order:
                return order
        return 0

    order = sorted(range(len(cells)), key=cmp_to_key(compare))
    rows = [_shifted_row(cells[old], new - old) for new, old in enumerate(order)]
    put(tab, top, left, rows)
    if edit.varies("sort-moves-metadata"):
        _move_metadata(edit, tab, {top + old: top + new for new, old in enumerate(order)})


def _move_metadata(edit: Edit, tab: Tab, rows: dict[int, int]) -> None:
    """Lets marks on rows go along with them."""
    for item in edit.spreadsheet.metadata:
        place = item["location"].get("dimensionRange")
        if not place or place["dimension"] != "ROWS" or place.get("sheetId", 0) != tab.id:
            continue
        new = rows.get(place["startIndex"])
        if new is not None:
            item["location"] = {
                **item["location"],
                "dimensionRange": {**place, "startIndex": new, "endIndex": new + 1},
            }


def _shifted_row(row: list[Content], by: int) -> list[Content]:
    return [moved_formula(content, by, 0) for content in row]


def _compare(one: Result, other: Result, sign: int) -> int:
    """Numbers before texts before truth values before errors; blanks last in either order."""
    if one is None or other is None:
        return (one is None) - (other is None)
    ranks = _rank(one), _rank(other)
    if ranks[0] != ranks[1]:
        return sign * (ranks[0] - ranks[1])
    a, b = _sort_value(one), _sort_value(other)
    return sign * (int(a > b) - int(a < b))


def _rank(value: Result) -> int:
    if isinstance(value, bool):
        return 2
    if isinstance(value, CellError):
        return 3
    return 1 if isinstance(value, str) else 0


def _sort_value(value: Result) -> Any:
    if isinstance(value, CellError):
        return value.text
    return value.casefold() if isinstance(value, str) else value


def delete_duplicates(edit: Edit, request: Json) -> Json:
    """Removes rows of a block that repeat an earlier one; those below move up."""
    tab, block = edit.editable(request.get("range"))
    top, bottom, left, right = block
    columns = [
        column
        for place in request.get("comparisonColumns", [])
        for column in range(place.get("startIndex", 0), place.get("endIndex", right))
    ] or list(range(left, right))
    if not all(left <= column < right for column in columns):
        raise edit.refuse("The comparison columns must be within the range.")
    seen, kept = set(), []
    cells = take(tab, (top, min(bottom, max(len(tab.rows), top)), left, right))
    for row in cells:
        key = tuple(_key(row[column - left]) for column in columns)
        if any(key) and key in seen:
            continue
        seen.add(key)
        kept.append(row)
    removed = len(cells) - len(kept)
    blank: Cells = [[None] * (right - left) for _ in range(removed)]
    put(tab, top, left, kept + blank)
    return {"duplicatesRemovedCount": removed} if removed else {}


def _key(content: Content) -> object:
    value = as_cell(content).formula or as_cell(content).value
    return value.casefold() if isinstance(value, str) else value


def randomize_range(edit: Edit, request: Json) -> Json:
    """Shuffles the rows of a block."""
    tab, (top, bottom, left, right) = edit.editable(request.get("range"))
    cells = take(tab, (top, bottom, left, right))
    random.shuffle(cells)
    put(tab, top, left, cells)
    return {}


HANDLERS: dict[str, Handler] = {
    "sortRange": sort_range,
    "deleteDuplicates": delete_duplicates,
    "randomizeRange": randomize_range,
}
