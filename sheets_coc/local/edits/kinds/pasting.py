"""`batchUpdate` requests that copy, cut and paste."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sheets_coc.local.auth.protection import Block
from sheets_coc.local.cells.cells import shared_format, without
from sheets_coc.local.cells.entered import typed
from sheets_coc.local.edits.edit import Edit, Handler
from sheets_coc.local.edits.filtering import filtered
from sheets_coc.local.edits.kinds.blocks import Cells, moved_formula, put, take
from sheets_coc.local.edits.size import check_size
from sheets_coc.local.errors import Json
from sheets_coc.local.formulas.machine import result
from sheets_coc.local.formulas.references import with_moved_block
from sheets_coc.local.state.chips import has_chips, spelled_out, without_chips
from sheets_coc.local.state.model import Content, RichCell, Tab, as_cell, simplify
from sheets_coc.local.state.results import CellError

Pick = Callable[[RichCell, RichCell], RichCell]


def _both(_old: RichCell, new: RichCell) -> RichCell:
    return new


def _values(old: RichCell, new: RichCell) -> RichCell:
    return RichCell(new.value, None, old.format, old.note, old.extra)


def _formula(old: RichCell, new: RichCell) -> RichCell:
    return RichCell(new.value, new.formula, old.format, old.note, old.extra)


def _format(old: RichCell, new: RichCell) -> RichCell:
    return RichCell(old.value, old.formula, new.format, old.note, old.extra)


def _no_borders(old: RichCell, new: RichCell) -> RichCell:
    style = {name: item for name, item in (new.format or {}).items() if name != "borders"}
    borders = (old.format or {}).get("borders")
    if borders:
        style["borders"] = borders
    return RichCell(new.value, new.formula, shared_format(style), new.note, new.extra)


def _validation(old: RichCell, new: RichCell) -> RichCell:
    extra = {name: item for name, item in (old.extra or {}).items() if name != "dataValidation"}
    rule = (new.extra or {}).get("dataValidation")
    if rule is not None:
        extra["dataValidation"] = rule
    return RichCell(old.value, old.formula, old.format, old.note, extra or None)


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
    """The cells of a block; for pasted values, formulas by their result and chips by their text."""
    cells = [[_varied(edit, content) for content in row] for row in take(tab, block)]
    if kind != "PASTE_VALUES":
        return cells
    top, _, left, _ = block
    for offset, row in enumerate(cells):
        for index, content in enumerate(row):
            if isinstance(content, RichCell) and content.formula is not None:
                value = result(edit.spreadsheet, tab, top + offset, left + index, content)
                row[index] = value.text if isinstance(value, CellError) else value
            elif has_chips(content):
                row[index] = spelled_out(content)[0]
    return cells


def _varied(edit: Edit, content: Content) -> Content:
    """A cell without what a paste leaves behind, where that was asked for."""
    if not isinstance(content, RichCell):
        return content
    cell = content
    if edit.varies("paste-drops-notes"):
        cell = replace(cell, note=None)
    if edit.varies("paste-drops-chips"):
        cell = without_chips(cell)
    if edit.varies("paste-drops-validation"):
        cell = replace(cell, extra=without(cell.extra, "dataValidation"))
    return simplify(cell)


def copy_paste(edit: Edit, request: Json) -> Json:
    """Copies a block; a larger destination is filled by repeating it."""
    pick = _pick(edit, request)
    tab, block = edit.block(request.get("source"))
    kind = request.get("pasteType", "PASTE_NORMAL")
    cells = _copied_cells(edit, tab, block, kind)
    if edit.varies("paste-skips-filtered"):
        cells = [row for at, row in enumerate(cells, block[0]) if not filtered(tab, at)]
        if not cells:
            return {}
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
            new = as_cell(moved_formula(content, *by))
            line.append(simplify(pick(as_cell(tab.get(top + offset, left + index)), new)))
        pasted.append(line)
    put(tab, top, left, pasted)


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
    put(tab, block[0], block[2], emptied)
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
    return simplify(pick(as_cell(content), RichCell()))


def _follow(edit: Edit, tab: Tab, block: Block, target: Tab, by: tuple[int, int]) -> None:
    """Lets references in formulas follow a block that was moved."""
    for home, row, column, cell in edit.spreadsheet.formulas():
        formula = with_moved_block(
            edit.spreadsheet, home, cell.formula or "", tab, block, target, by
        )
        if formula != cell.formula:
            home.set(row, column, RichCell(None, formula, cell.format, cell.note, cell.extra))


def paste_data(edit: Edit, request: Json) -> Json:
    """Pastes text with a delimiter, read as if typed."""
    if request.get("html"):
        raise edit.lacks("html")
    place = request.get("coordinate", {})
    tab = edit.tab(place.get("sheetId", 0))
    top, left = place.get("rowIndex", 0), place.get("columnIndex", 0)
    if min(top, left) < 0:
        raise edit.refuse("coordinate has a negative index.")
    delimiter = request.get("delimiter")
    if not delimiter:
        raise edit.refuse("A delimiter must be specified.")
    rows = [line.split(delimiter) for line in request.get("data", "").splitlines()]
    height, width = len(rows), max(map(len, rows), default=0)
    tab.row_count = max(tab.row_count, top + height)
    tab.column_count = max(tab.column_count, left + width)
    check_size(edit.spreadsheet)
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
    "copyPaste": copy_paste,
    "cutPaste": cut_paste,
    "pasteData": paste_data,
}
