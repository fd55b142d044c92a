"""Blocks of cells: taking and putting them, and the requests that insert or delete one."""

from __future__ import annotations

from sheets_coc.local.auth.protection import Block
from sheets_coc.local.edits.edit import Edit, Handler
from sheets_coc.local.errors import Json
from sheets_coc.local.formulas.references import shifted
from sheets_coc.local.state.model import Content, RichCell, Tab

Cells = list[list[Content]]


def take(tab: Tab, block: Block) -> Cells:
    """The cells of a block, row by row, blank ones too."""
    top, bottom, left, right = block
    return [[tab.get(row, column) for column in range(left, right)] for row in range(top, bottom)]


def put(tab: Tab, top: int, left: int, cells: Cells) -> None:
    """Puts cells into a tab with their corner at a place; a None empties."""
    for offset, row in enumerate(cells):
        for index, content in enumerate(row):
            if content is not None or tab.get(top + offset, left + index) is not None:
                tab.set(top + offset, left + index, content)


def moved_formula(content: Content, rows: int, columns: int) -> Content:
    """A cell that stands elsewhere now: relative references of its formula move along."""
    if not isinstance(content, RichCell) or content.formula is None:
        return content
    formula = shifted(content.formula, rows, columns)
    return RichCell(None, formula, content.format, content.note, content.extra)


def insert_range(edit: Edit, request: Json) -> Json:
    """Puts blank cells into a block and pushes what was there down or to the right."""
    tab, (top, bottom, left, right) = edit.block(request.get("range"))
    if request.get("shiftDimension") == "ROWS":
        height = bottom - top
        edit.check(tab, (top, tab.row_count, left, right))
        last = max(len(tab.rows), top)
        tab.row_count = max(tab.row_count, last + height)
        put(tab, bottom, left, take(tab, (top, last, left, right)))
        put(tab, top, left, [[None] * (right - left)] * height)
    elif request.get("shiftDimension") == "COLUMNS":
        width = right - left
        edit.check(tab, (top, bottom, left, tab.column_count))
        last = max((len(row) for row in tab.rows[top:bottom]), default=left)
        last = max(last, left)
        tab.column_count = max(tab.column_count, last + width)
        put(tab, top, right, take(tab, (top, bottom, left, last)))
        put(tab, top, left, [[None] * width] * (bottom - top))
    else:
        raise edit.refuse("No shift dimension specified.")
    return {}


def delete_range(edit: Edit, request: Json) -> Json:
    """Takes a block out and pulls what is below it, or to its right, into its place."""
    tab, (top, bottom, left, right) = edit.block(request.get("range"))
    if request.get("shiftDimension") == "ROWS":
        edit.check(tab, (top, tab.row_count, left, right))
        last = max(len(tab.rows), bottom)
        put(tab, top, left, take(tab, (bottom, last, left, right)))
        put(tab, last - (bottom - top), left, [[None] * (right - left)] * (bottom - top))
    elif request.get("shiftDimension") == "COLUMNS":
        edit.check(tab, (top, bottom, left, tab.column_count))
        last = max(max((len(row) for row in tab.rows[top:bottom]), default=0), right)
        put(tab, top, left, take(tab, (top, bottom, right, last)))
        put(tab, top, last - (right - left), [[None] * (right - left)] * (bottom - top))
    else:
        raise edit.refuse("No shift dimension specified.")
    return {}


HANDLERS: dict[str, Handler] = {
    "insertRange": insert_range,
    "deleteRange": delete_range,
}
