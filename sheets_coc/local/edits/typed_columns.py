"""Tables whose columns have types, and what Google does not let anybody do to such columns.

A table is kept as Google's `Table`. The cells below the heading of a column with a type are the
typed ones: their number format and their validation belong to the type.
"""

from __future__ import annotations

from collections.abc import Iterator

from sheets_coc.local.auth.protection import Block
from sheets_coc.local.edits.edit import Edit
from sheets_coc.local.edits.kinds.dimensions import insert
from sheets_coc.local.edits.parts import find_part, overlap
from sheets_coc.local.errors import Json
from sheets_coc.local.state.model import Tab, has_value
from sheets_coc.local.wire.fields import Mask, wants

UNTYPED = (None, "COLUMN_TYPE_UNSPECIFIED")


def bounds(tab: Tab, table: Json) -> Block:
    """Where a table stands, its heading included."""
    grid = table["range"]
    return (
        grid.get("startRowIndex", 0),
        grid.get("endRowIndex", tab.row_count),
        grid.get("startColumnIndex", 0),
        grid.get("endColumnIndex", tab.column_count),
    )


def typed_cells(tab: Tab) -> Iterator[Block]:
    """The cells of each typed column, without its heading."""
    for table in tab.parts.get("tables", ()):
        top, bottom, left, _ = bounds(tab, table)
        for column in table.get("columnProperties", ()):
            if column.get("columnType") not in UNTYPED:
                at = left + column.get("columnIndex", 0)
                yield top + 1, bottom, at, at + 1


def check_formats(edit: Edit, tab: Tab, block: Block, mask: Mask) -> None:
    """Refuses a number format, or a drop-down, for cells of a typed column.

    Raises:
        ApiError: 400.
    """
    if "tables" not in tab.parts or not any(overlap(block, cells) for cells in typed_cells(tab)):
        return
    if wants(mask, "userEnteredFormat", "numberFormat"):
        raise edit.refuse("You can't set the number format of cells in a typed column.")
    if wants(mask, "dataValidation"):
        raise _no_validation(edit)


def check_validation(edit: Edit, tab: Tab, block: Block) -> None:
    """Refuses a drop-down for cells of a typed column.

    Raises:
        ApiError: 400.
    """
    if any(overlap(block, cells) for cells in typed_cells(tab)):
        raise _no_validation(edit)


def check_filter(edit: Edit, tab: Tab, block: Block) -> None:
    """Refuses a filter over any part of a table.

    Raises:
        ApiError: 400.
    """
    if any(overlap(block, bounds(tab, table)) for table in tab.parts.get("tables", ())):
        raise edit.refuse("You cannot create a filter that intersects a table.")


def _no_validation(edit: Edit) -> Exception:
    return edit.refuse("This operation is not allowed on cells in typed columns")


def room_in_table(edit: Edit, table_id: str, rows: int, width: int) -> tuple[Tab, int, int]:
    """Makes room for rows at the end of a table's body, which grows as needed.

    Returns:
        The table's tab, and the first row and column to write to.

    Raises:
        ApiError: 400, no such table, or wider rows than it has columns.
    """
    tab, table = find_part(edit, "tables", "tableId", table_id, "table")
    top, bottom, left, right = bounds(tab, table)
    if width > right - left:
        raise edit.refuse(
            f"Attempting to write column: {left + width - 1}, beyond the last requested column of:"
            f" {right - 1}"
        )
    last = bottom
    while last > top + 1 and not any(
        has_value(tab.get(last - 1, column)) for column in range(left, right)
    ):
        last -= 1
    more = last + rows - bottom
    if more > 0:
        insert(edit.spreadsheet, tab, "ROWS", bottom, more, from_before=True)
        _, table = find_part(edit, "tables", "tableId", table_id, "table")
        table["range"] = {**table["range"], "endRowIndex": bottom + more}
    return tab, last, left
