"""Writing plain values: `values.update`, `append`, `clear` and their batches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sheets_coc.local.auth.protection import check_block
from sheets_coc.local.cells.cells import raw, with_value
from sheets_coc.local.cells.entered import typed
from sheets_coc.local.edits.kinds.dimensions import insert_rows
from sheets_coc.local.edits.size import check_size
from sheets_coc.local.errors import Json, invalid
from sheets_coc.local.reading.tables import table_at
from sheets_coc.local.reading.values import Options, read
from sheets_coc.local.state.model import Row, Spreadsheet, as_cell, has_value
from sheets_coc.local.wire import a1
from sheets_coc.local.wire.a1 import Area


@dataclass(slots=True)
class WrittenBlock:
    """What a write touched: the block the values span, and the cells that were not null."""

    area: Area
    rows: set[int]
    columns: set[int]
    cells: int = 0


def write(
    spreadsheet: Spreadsheet,
    area: Area,
    values: Sequence[Sequence[Any]],
    email: str,
    by_columns: bool,
    as_typed: bool,
) -> WrittenBlock:
    """Puts values into a block from its first cell on. Null skips a cell, an empty text clears it.

    Raises:
        ApiError: 400, values beyond the block or the grid, of a wrong kind, or protected.
    """
    rows = _checked(values)
    if by_columns:
        rows = _transposed_input(rows)
    top, left = area.top or 0, area.left or 0
    height, width = len(rows), max(map(len, rows), default=0)
    _check_fits(area, top + height, left + width)
    written = WrittenBlock(
        Area(area.tab, top, top + max(height, 1), left, left + max(width, 1)), set(), set()
    )
    for offset, row in enumerate(rows):
        _write_row(spreadsheet, written, top + offset, left, row, email, as_typed)
    return written


def _write_row(
    spreadsheet: Spreadsheet,
    written: WrittenBlock,
    row: int,
    left: int,
    values: Sequence[Any],
    email: str,
    as_typed: bool,
) -> None:
    tab = written.area.tab
    protected = bool(tab.parts.get("protectedRanges"))
    for offset, value in enumerate(values):
        if value is None:
            continue
        column = left + offset
        if protected:
            check_block(spreadsheet, tab, (row, row + 1, column, column + 1), email)
        old = tab.get(row, column)
        new = typed(spreadsheet, old, value) if as_typed else raw(old, value)
        tab.set(row, column, new)
        written.rows.add(row)
        written.columns.add(column)
        written.cells += 1


def _checked(values: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """Rows of scalars.

    Raises:
        ApiError: 400, a value is a list or an object.
    """
    rows: list[list[Any]] = []
    for index, row in enumerate(values):
        for column, value in enumerate(row):
            if isinstance(value, list | dict):
                kind = "list_value" if isinstance(value, list) else "struct_value"
                raise invalid(f"Invalid values[{index}][{column}]: {kind} {{\n}}\n")
        rows.append(list(row))
    return rows


def _transposed_input(columns: list[list[Any]]) -> list[list[Any]]:
    height = max(map(len, columns), default=0)
    return [
        [column[row] if row < len(column) else None for column in columns] for row in range(height)
    ]


def _check_fits(area: Area, bottom: int, right: int) -> None:
    """Refuses values that run out of the range they were sent to, or out of the grid."""
    tab = area.tab
    within = f"Requested writing within range [{a1.text_of(area)}], but tried writing to"
    if area.bottom is not None and bottom > area.bottom and not _is_cell(area):
        raise invalid(f"{within} row [{area.bottom + 1}]")
    if area.right is not None and right > area.right and not _is_cell(area):
        raise invalid(f"{within} column [{a1.letters(area.right)}]")
    top, left = area.top or 0, area.left or 0
    if bottom > tab.row_count or right > tab.column_count:
        shown = a1.echo(tab, top, max(bottom, top + 1), left, max(right, left + 1))
        raise invalid(
            f"Range ({shown}) exceeds grid limits."
            f" Max rows: {tab.row_count}, max columns: {tab.column_count}"
        )


def _is_cell(area: Area) -> bool:
    """Whether a range is one cell: then it is only where writing starts."""
    return (
        area.top is not None
        and area.left is not None
        and area.bottom == area.top + 1
        and area.right == area.left + 1
    )


def update_answer(spreadsheet: Spreadsheet, written: WrittenBlock, include: Options | None) -> Json:
    """Google's `UpdateValuesResponse`."""
    top, bottom, left, right = written.area.closed()
    answer: Json = {
        "spreadsheetId": spreadsheet.id,
        "updatedRange": a1.echo(written.area.tab, top, bottom, left, right),
    }
    if written.cells:
        answer |= {
            "updatedRows": len(written.rows),
            "updatedColumns": len(written.columns),
            "updatedCells": written.cells,
        }
    if include is not None:
        answer["updatedData"] = read(spreadsheet, written.area, include)
    return answer


def append(
    spreadsheet: Spreadsheet,
    area: Area,
    values: Sequence[Sequence[Any]],
    email: str,
    by_columns: bool,
    as_typed: bool,
    insert: bool,
) -> tuple[str | None, WrittenBlock]:
    """Adds rows after the table at a range; the grid grows as needed.

    Returns:
        The table's range as text, None where there was no table, and what was written.

    Raises:
        ApiError: 400, the range begins outside the grid, or cells are protected.
    """
    a1.check_within(area)
    tab = area.tab
    table = table_at(tab, area)
    if table is None:
        top, left = area.top or 0, area.left or 0
    else:
        top, left = table[1], table[2]
    height = len(values) if not by_columns else max(map(len, values), default=0)
    width = max(map(len, values), default=0) if not by_columns else len(values)
    if insert and height:
        insert_rows(spreadsheet, tab, top, height)
    tab.row_count = max(tab.row_count, top + height)
    tab.column_count = max(tab.column_count, left + width)
    check_size(spreadsheet)
    start = Area(tab, top, None, left, None)
    written = write(spreadsheet, start, values, email, by_columns, as_typed)
    return (a1.echo(tab, *table) if table else None), written


def clear(spreadsheet: Spreadsheet, area: Area, email: str) -> str:
    """Empties the values of a block; formats, notes and drop-downs stay. Gives the range's text.

    Raises:
        ApiError: 400, the block begins outside the grid or is protected.
    """
    a1.check_within(area)
    top, bottom, left, right = area.closed()
    check_block(spreadsheet, area.tab, (top, bottom, left, right), email)
    for row in range(top, min(bottom, len(area.tab.rows))):
        cells: Row = list(area.tab.rows[row])
        for column in range(left, min(right, len(cells))):
            if has_value(cells[column]):
                cells[column] = with_value(as_cell(cells[column]), None)
        area.tab.rows[row] = cells
    return a1.echo(area.tab, top, bottom, left, right)
