"""`batchUpdate` requests that move content about: sort, copy, cut, shift, replace, deduplicate."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import cmp_to_key
from typing import Any

from sheets_coc.local.cells import with_value
from sheets_coc.local.edit import Edit
from sheets_coc.local.edit_parts import Handler
from sheets_coc.local.errors import Json
from sheets_coc.local.formulas import shifted
from sheets_coc.local.model import Cell, Content, Tab, as_cell, simplify
from sheets_coc.local.protection import Block
from sheets_coc.local.results import CellError, Result, result

Cells = list[list[Content]]
Pick = Callable[[Cell, Cell], Cell]


def _take(tab: Tab, block: Block) -> Cells:
    top, bottom, left, right = block
    return [[tab.get(row, column) for column in range(left, right)] for row in range(top, bottom)]


def _put(tab: Tab, top: int, left: int, cells: Cells) -> None:
    for offset, row in enumerate(cells):
        for index, content in enumerate(row):
            if content is not None or tab.get(top + offset, left + index) is not None:
                tab.set(top + offset, left + index, content)


def sort_range(edit: Edit, request: Json) -> Json:
    """Sorts the rows of a block by one or more of its columns."""
    tab, block = edit.editable(request.get("range"))
    sort_block(edit, tab, block, request.get("sortSpecs", []))
    return {}


def sort_block(edit: Edit, tab: Tab, block: Block, specs: list[Json]) -> None:
    """Sorts the rows of a block; notes and formats go along, blank rows end up last."""
    top, bottom, left, right = block
    if not specs:
        raise edit.refuse("At least one sort spec must be specified.")
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
    cells = _take(tab, (top, bottom, left, right))
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
    _put(tab, top, left, rows)


def _shifted_row(row: list[Content], by: int) -> list[Content]:
    return [_moved_formula(content, by, 0) for content in row]


def _moved_formula(content: Content, rows: int, columns: int) -> Content:
    if not isinstance(content, Cell) or content.formula is None:
        return content
    formula = shifted(content.formula, rows, columns)
    return Cell(None, formula, content.format, content.note, content.extra)


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


def _both(_old: Cell, new: Cell) -> Cell:
    return new


def _values(old: Cell, new: Cell) -> Cell:
    return Cell(new.value, None, old.format, old.note, old.extra)


def _formula(old: Cell, new: Cell) -> Cell:
    return Cell(new.value, new.formula, old.format, old.note, old.extra)


def _format(old: Cell, new: Cell) -> Cell:
    return Cell(old.value, old.formula, new.format, old.note, old.extra)


def _no_borders(old: Cell, new: Cell) -> Cell:
    from sheets_coc.local.cells import shared_format

    style = {name: item for name, item in (new.format or {}).items() if name != "borders"}
    borders = (old.format or {}).get("borders")
    if borders:
        style["borders"] = borders
    return Cell(new.value, new.formula, shared_format(style), new.note, new.extra)


def _validation(old: Cell, new: Cell) -> Cell:
    extra = {name: item for name, item in (old.extra or {}).items() if name != "dataValidation"}
    rule = (new.extra or {}).get("dataValidation")
    if rule is not None:
        extra["dataValidation"] = rule
    return Cell(old.value, old.formula, old.format, old.note, extra or None)


_PASTES: dict[str, Pick] = {
    "PASTE_NORMAL": _both,
    "PASTE_VALUES": _values,
    "PASTE_FORMULA": _formula,
    "PASTE_FORMAT": _format,
    "PASTE_NO_BORDERS": _no_borders,
    "PASTE_DATA_VALIDATION": _validation,
}


def _pick(edit: Edit, request: Json) -> Pick:
    kind = request.get("pasteType", "PASTE_NORMAL")
    if kind not in _PASTES:
        raise edit.lacks(kind)
    return _PASTES[kind]


def _copied_cells(edit: Edit, tab: Tab, block: Block, kind: str) -> Cells:
    """The cells of a block; for pasted values, formulas by their result."""
    cells = _take(tab, block)
    if kind != "PASTE_VALUES":
        return cells
    top, _, left, _ = block
    for offset, row in enumerate(cells):
        for index, content in enumerate(row):
            if isinstance(content, Cell) and content.formula is not None:
                value = result(edit.spreadsheet, tab, top + offset, left + index, content)
                row[index] = value.text if isinstance(value, CellError) else value
    return cells


def copy_paste(edit: Edit, request: Json) -> Json:
    """Copies a block; a larger destination is filled by repeating it."""
    pick = _pick(edit, request)
    tab, block = edit.block(request.get("source"))
    kind = request.get("pasteType", "PASTE_NORMAL")
    cells = _copied_cells(edit, tab, block, kind)
    turned = request.get("pasteOrientation") == "TRANSPOSE"
    if turned:
        cells = [list(column) for column in zip(*cells, strict=True)]
    target, (top, bottom, left, right) = edit.block(request.get("destination"))
    height, width = len(cells), len(cells[0])
    # A destination that is no multiple of the source takes the source once.
    rows = (bottom - top) // height * height if (bottom - top) % height == 0 else height
    columns = (right - left) // width * width if (right - left) % width == 0 else width
    _check_room(edit, target, top + rows, left + columns)
    edit.check(target, (top, top + rows, left, left + columns))
    merges = [] if turned or kind != "PASTE_NORMAL" else _merges_in(tab, block)
    for row in range(top, top + rows, height):
        for column in range(left, left + columns, width):
            by = (row - block[0], column - block[2])
            _paste(target, row, column, cells, pick, (0, 0) if turned else by)
            _paste_merges(target, merges, by)
    return {}


def _check_room(edit: Edit, tab: Tab, bottom: int, right: int) -> None:
    if bottom > tab.row_count or right > tab.column_count:
        raise edit.refuse("The destination range is not large enough for the source.")


def _paste(tab: Tab, top: int, left: int, cells: Cells, pick: Pick, by: tuple[int, int]) -> None:
    pasted = []
    for offset, row in enumerate(cells):
        line: list[Content] = []
        for index, content in enumerate(row):
            new = as_cell(_moved_formula(content, *by))
            line.append(simplify(pick(as_cell(tab.get(top + offset, left + index)), new)))
        pasted.append(line)
    _put(tab, top, left, pasted)


def _merges_in(tab: Tab, block: Block) -> list[Json]:
    top, bottom, left, right = block
    return [
        merge
        for merge in tab.parts.get("merges", [])
        if top <= merge["startRowIndex"]
        and merge["endRowIndex"] <= bottom
        and left <= merge["startColumnIndex"]
        and merge["endColumnIndex"] <= right
    ]


def _paste_merges(tab: Tab, merges: list[Json], by: tuple[int, int]) -> None:
    for merge in merges:
        moved = {
            "sheetId": tab.id,
            "startRowIndex": merge["startRowIndex"] + by[0],
            "endRowIndex": merge["endRowIndex"] + by[0],
            "startColumnIndex": merge["startColumnIndex"] + by[1],
            "endColumnIndex": merge["endColumnIndex"] + by[1],
        }
        if moved not in tab.part("merges"):
            tab.part("merges").append(moved)


def cut_paste(edit: Edit, request: Json) -> Json:
    """Moves a block; references to its cells follow, developer metadata does not."""
    pick = _pick(edit, request)
    tab, block = edit.editable(request.get("source"))
    place = request.get("destination", {})
    target = edit.tab(place.get("sheetId", 0))
    top, left = place.get("rowIndex", 0), place.get("columnIndex", 0)
    height, width = block[1] - block[0], block[3] - block[2]
    _check_room(edit, target, top + height, left + width)
    edit.check(target, (top, top + height, left, left + width))
    cells = _copied_cells(edit, tab, block, request.get("pasteType", "PASTE_NORMAL"))
    merges = _merges_in(tab, block)
    by = (top - block[0], left - block[2])
    emptied = [[_left_behind(pick, content) for content in row] for row in cells]
    _put(tab, block[0], block[2], emptied)
    _paste(target, top, left, cells, pick, (0, 0))
    if pick is _both:
        if merges:
            kept = [merge for merge in tab.parts["merges"] if merge not in merges]
            tab.parts["merges"] = kept
            _paste_merges(target, merges, by)
            if not tab.parts["merges"]:
                del tab.parts["merges"]
        _follow(edit, tab, block, target, by)
    return {}


def _left_behind(pick: Pick, content: Content) -> Content:
    """What stays of a cell that was cut: whatever was not taken along."""
    if pick is _both or content is None:
        return None
    return simplify(pick(as_cell(content), Cell()))


def _follow(edit: Edit, tab: Tab, block: Block, target: Tab, by: tuple[int, int]) -> None:
    """Lets references in formulas follow a block that was moved."""
    from sheets_coc.local.formulas import with_moved_block

    for home, row, column, cell in edit.spreadsheet.formulas():
        formula = with_moved_block(
            edit.spreadsheet, home, cell.formula or "", tab, block, target, by
        )
        if formula != cell.formula:
            home.set(row, column, Cell(None, formula, cell.format, cell.note, cell.extra))


def insert_range(edit: Edit, request: Json) -> Json:
    """Puts blank cells into a block and pushes what was there down or to the right."""
    tab, (top, bottom, left, right) = edit.block(request.get("range"))
    if request.get("shiftDimension") == "ROWS":
        height = bottom - top
        edit.check(tab, (top, tab.row_count, left, right))
        last = max(len(tab.rows), top)
        tab.row_count = max(tab.row_count, last + height)
        _put(tab, bottom, left, _take(tab, (top, last, left, right)))
        _put(tab, top, left, [[None] * (right - left)] * height)
    elif request.get("shiftDimension") == "COLUMNS":
        width = right - left
        edit.check(tab, (top, bottom, left, tab.column_count))
        last = max((len(row) for row in tab.rows[top:bottom]), default=left)
        last = max(last, left)
        tab.column_count = max(tab.column_count, last + width)
        _put(tab, top, right, _take(tab, (top, bottom, left, last)))
        _put(tab, top, left, [[None] * width] * (bottom - top))
    else:
        raise edit.refuse("No shift dimension specified.")
    return {}


def delete_range(edit: Edit, request: Json) -> Json:
    """Takes a block out and pulls what is below it, or to its right, into its place."""
    tab, (top, bottom, left, right) = edit.block(request.get("range"))
    if request.get("shiftDimension") == "ROWS":
        edit.check(tab, (top, tab.row_count, left, right))
        last = max(len(tab.rows), bottom)
        _put(tab, top, left, _take(tab, (bottom, last, left, right)))
        _put(tab, last - (bottom - top), left, [[None] * (right - left)] * (bottom - top))
    elif request.get("shiftDimension") == "COLUMNS":
        edit.check(tab, (top, bottom, left, tab.column_count))
        last = max(max((len(row) for row in tab.rows[top:bottom]), default=0), right)
        _put(tab, top, left, _take(tab, (top, bottom, right, last)))
        _put(tab, top, last - (right - left), [[None] * (right - left)] * (bottom - top))
    else:
        raise edit.refuse("No shift dimension specified.")
    return {}


def find_replace(edit: Edit, request: Json) -> Json:
    """Replaces texts in a range, a tab or everywhere, and counts."""
    if not request.get("find"):
        raise edit.refuse("Find text must be specified.")
    pattern = _pattern(edit, request)
    replacement = request.get("replacement", "")
    if not request.get("searchByRegex"):
        replacement = replacement.replace("\\", "\\\\")
    else:
        replacement = re.sub(r"\$(\d)", r"\\\1", replacement)
    counts = {"valuesChanged": 0, "formulasChanged": 0, "occurrencesChanged": 0}
    rows, tabs = set(), set()
    for tab, block in _searched(edit, request):
        for row, column in _stored_places(tab, block):
            new, changed, formula = _replaced(tab.get(row, column), pattern, replacement, request)
            if changed:
                edit.check(tab, (row, row + 1, column, column + 1))
                tab.set(row, column, new)
                counts["formulasChanged" if formula else "valuesChanged"] += 1
                counts["occurrencesChanged"] += changed
                rows.add((tab.id, row))
                tabs.add(tab.id)
    counts |= {"rowsChanged": len(rows), "sheetsChanged": len(tabs)}
    return {name: count for name, count in counts.items() if count}


def _pattern(edit: Edit, request: Json) -> re.Pattern[str]:
    text = request["find"] if request.get("searchByRegex") else re.escape(request["find"])
    if request.get("matchEntireCell"):
        text = rf"\A(?:{text})\Z"
    try:
        return re.compile(text, 0 if request.get("matchCase") else re.IGNORECASE)
    except re.error:
        raise edit.refuse("Invalid regular expression.") from None


def _searched(edit: Edit, request: Json) -> list[tuple[Tab, Block]]:
    if request.get("allSheets"):
        tabs = edit.spreadsheet.tabs
    elif "sheetId" in request:
        tabs = [edit.tab(request["sheetId"])]
    elif "range" in request:
        return [edit.block(request["range"])]
    else:
        raise edit.refuse("One of range, sheetId or allSheets must be specified.")
    return [(tab, (0, tab.row_count, 0, tab.column_count)) for tab in tabs]


def _stored_places(tab: Tab, block: Block) -> list[tuple[int, int]]:
    top, bottom, left, right = block
    return [
        (row, column)
        for row in range(top, min(bottom, len(tab.rows)))
        for column in range(left, min(right, len(tab.rows[row])))
    ]


def _replaced(
    content: Content, pattern: re.Pattern[str], replacement: str, request: Json
) -> tuple[Content, int, bool]:
    """The cell after replacing, how often, and whether it is a formula."""
    cell = as_cell(content)
    if cell.formula is not None:
        if not request.get("includeFormulas"):
            return content, 0, True
        text, count = pattern.subn(replacement, cell.formula)
        is_formula = text.startswith("=")
        value = (None, text) if is_formula else (text or None, None)
        return with_value(content, *value), count, True
    if cell.value is None or isinstance(cell.value, bool):
        return content, 0, False
    shown = cell.value if isinstance(cell.value, str) else str(cell.value)
    text, count = pattern.subn(replacement, shown)
    if not count:
        return content, 0, False
    return with_value(content, text or None), count, False


def delete_duplicates(edit: Edit, request: Json) -> Json:
    """Removes rows of a block that repeat an earlier one; those below move up."""
    tab, block = edit.editable(request.get("range"))
    top, bottom, left, right = block
    columns = [
        column
        for place in request.get("comparisonColumns", [])
        for column in range(place.get("startIndex", 0), place.get("endIndex", right))
    ] or list(range(left, right))
    seen, kept = set(), []
    cells = _take(tab, (top, min(bottom, max(len(tab.rows), top)), left, right))
    for row in cells:
        key = tuple(_key(row[column - left]) for column in columns)
        if any(key) and key in seen:
            continue
        seen.add(key)
        kept.append(row)
    removed = len(cells) - len(kept)
    blank: Cells = [[None] * (right - left) for _ in range(removed)]
    _put(tab, top, left, kept + blank)
    return {"duplicatesRemovedCount": removed} if removed else {}


def _key(content: Content) -> object:
    value = as_cell(content).formula or as_cell(content).value
    return value.casefold() if isinstance(value, str) else value


def randomize_range(edit: Edit, request: Json) -> Json:
    """Shuffles the rows of a block."""
    tab, (top, bottom, left, right) = edit.editable(request.get("range"))
    cells = _take(tab, (top, bottom, left, right))
    random.shuffle(cells)
    _put(tab, top, left, cells)
    return {}


def paste_data(edit: Edit, request: Json) -> Json:
    """Pastes text with a delimiter, read as if typed."""
    from sheets_coc.local.typed import typed

    if request.get("html"):
        raise edit.lacks("html")
    place = request.get("coordinate", {})
    tab = edit.tab(place.get("sheetId", 0))
    top, left = place.get("rowIndex", 0), place.get("columnIndex", 0)
    delimiter = request.get("delimiter")
    if not delimiter:
        raise edit.refuse("A delimiter must be specified.")
    rows = [line.split(delimiter) for line in request.get("data", "").splitlines()]
    height, width = len(rows), max(map(len, rows), default=0)
    tab.row_count = max(tab.row_count, top + height)
    tab.column_count = max(tab.column_count, left + width)
    if height:
        edit.check(tab, (top, top + height, left, left + width))
    pick = _pick(edit, {"pasteType": request.get("type", "PASTE_NORMAL")})
    for offset, row in enumerate(rows):
        for index, text in enumerate(row):
            old = tab.get(top + offset, left + index)
            if pick in (_both, _values, _formula, _no_borders):
                tab.set(top + offset, left + index, typed(edit.spreadsheet, old, text))
    return {}


HANDLERS: dict[str, Handler] = {
    "sortRange": sort_range,
    "copyPaste": copy_paste,
    "cutPaste": cut_paste,
    "insertRange": insert_range,
    "deleteRange": delete_range,
    "findReplace": find_replace,
    "deleteDuplicates": delete_duplicates,
    "randomizeRange": randomize_range,
    "pasteData": paste_data,
}
