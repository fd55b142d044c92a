"""`batchUpdate` requests that merge cells and take merges apart."""

from __future__ import annotations

from sheets_coc.local.auth.protection import Block
from sheets_coc.local.cells.cells import with_value
from sheets_coc.local.edits.edit import Edit, Handler, closed_range
from sheets_coc.local.edits.parts import bounds_of, overlap
from sheets_coc.local.errors import Json
from sheets_coc.local.state.model import Tab, has_value


def merge_cells(edit: Edit, request: Json) -> Json:
    """Merges cells; only the first one of each block keeps its value."""
    tab, block = edit.editable(request.get("range"))
    _unmerge(edit, tab, block)
    top, bottom, left, right = block
    kind = request.get("mergeType", "MERGE_ALL")
    blocks = [block]
    if kind == "MERGE_ROWS":
        blocks = [(row, row + 1, left, right) for row in range(top, bottom)]
    elif kind == "MERGE_COLUMNS":
        blocks = [(top, bottom, column, column + 1) for column in range(left, right)]
    for one in blocks:
        if (one[1] - one[0]) * (one[3] - one[2]) > 1:
            tab.part("merges").append(closed_range(tab, one))
            _keep_first(tab, one)
    return {}


def _keep_first(tab: Tab, block: Block) -> None:
    top, bottom, left, right = block
    for row in range(top, min(bottom, len(tab.rows))):
        for column in range(left, right):
            if (row, column) != (top, left) and has_value(tab.get(row, column)):
                tab.set(row, column, with_value(tab.get(row, column), None))


def unmerge_cells(edit: Edit, request: Json) -> Json:
    """Takes merges apart."""
    tab, block = edit.editable(request.get("range"))
    _unmerge(edit, tab, block)
    return {}


def _unmerge(edit: Edit, tab: Tab, block: Block) -> None:
    kept = []
    for merge in tab.part("merges"):
        bounds = bounds_of(merge)
        if not overlap(bounds, block):
            kept.append(merge)
        elif not (
            block[0] <= bounds[0]
            and bounds[1] <= block[1]
            and block[2] <= bounds[2]
            and bounds[3] <= block[3]
        ):
            raise edit.refuse(
                "You must select all cells in a merged range to merge or unmerge them."
            )
    tab.parts["merges"] = kept
    if not kept:
        del tab.parts["merges"]


HANDLERS: dict[str, Handler] = {
    "mergeCells": merge_cells,
    "unmergeCells": unmerge_cells,
}
