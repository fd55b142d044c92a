"""`batchUpdate` requests about rows and columns: insert, delete, move, append, sizes."""

from __future__ import annotations

from typing import Any

from sheets_coc.local.auth.protection import may_edit, refusal
from sheets_coc.local.edits import shifting
from sheets_coc.local.edits.edit import Edit, Handler
from sheets_coc.local.edits.size import check_size
from sheets_coc.local.errors import Json
from sheets_coc.local.state.model import Content, RichCell, Row, Spreadsheet, Tab, as_cell, simplify
from sheets_coc.local.wire.fields import assign, update_mask


def place(edit: Edit, request: Json | None) -> tuple[Tab, str, int, int]:
    """Tab, dimension, start and end of a `DimensionRange` within the grid."""
    if not request:
        raise edit.refuse("range must be specified")
    tab = edit.tab(request.get("sheetId", 0))
    dimension = request.get("dimension", "DIMENSION_UNSPECIFIED")
    if dimension == "DIMENSION_UNSPECIFIED":
        raise edit.refuse("No dimension specified.")
    size = tab.row_count if dimension == "ROWS" else tab.column_count
    start, end = request.get("startIndex", 0), request.get("endIndex", size)
    if start < 0 or end <= start:
        raise edit.refuse(f"Invalid dimension range: startIndex {start}, endIndex {end}.")
    return tab, dimension, start, end


def check_within(edit: Edit, tab: Tab, dimension: str, end: int) -> None:
    """Refuses rows or columns that end beyond the grid."""
    size = tab.row_count if dimension == "ROWS" else tab.column_count
    if end > size:
        what = "row" if dimension == "ROWS" else "column"
        raise edit.refuse(
            f"Cannot reach a {what} that doesn't exist. Tried index {end - 1} but there are only"
            f" {size} {what}s."
        )


def _check_strip(edit: Edit, tab: Tab, dimension: str, start: int, end: int) -> None:
    """Refuses to touch whole rows or columns that hold protected cells."""
    rows = dimension == "ROWS"
    edit.check(
        tab,
        (start, end, 0, tab.column_count) if rows else (0, tab.row_count, start, end),
    )


def _check_between(edit: Edit, tab: Tab, dimension: str, at: int) -> None:
    """Refuses to put something into the middle of a protected range."""
    first, last = (
        ("startRowIndex", "endRowIndex")
        if dimension == "ROWS"
        else ("startColumnIndex", "endColumnIndex")
    )
    for protection in tab.parts.get("protectedRanges", []):
        grid = protection["range"]
        inside = grid.get(first, -1) < at < grid.get(last, 2**31)
        if inside and not may_edit(edit.spreadsheet, protection, edit.email):
            raise refusal(edit.where)


def insert_dimension(edit: Edit, request: Json) -> Json:
    """Puts in blank rows or columns, with the formats of their neighbours."""
    tab, dimension, start, end = place(edit, request.get("range"))
    size = tab.row_count if dimension == "ROWS" else tab.column_count
    from_before = request.get("inheritFromBefore", False)
    if start > size or (start == size and not from_before):
        what = "row" if dimension == "ROWS" else "column"
        raise edit.refuse(
            f"range.startIndex[{start}] must be less than the {what} count ({size})"
            + (" (or equal to it if inheritFromBefore is true)." if start == size else ".")
        )
    if from_before and start == 0:
        raise edit.refuse(
            "inheritFromBefore cannot be true if inserting at the first row or column."
        )
    _check_between(edit, tab, dimension, start)
    insert(edit.spreadsheet, tab, dimension, start, end - start, from_before)
    check_size(edit.spreadsheet)
    return {}


def insert_rows(spreadsheet: Spreadsheet, tab: Tab, at: int, count: int) -> None:
    """Puts in blank rows before the row `at`."""
    insert(spreadsheet, tab, "ROWS", at, count, at > 0)


def insert(
    spreadsheet: Spreadsheet, tab: Tab, dimension: str, at: int, count: int, from_before: bool
) -> None:
    """Puts in blank rows or columns."""
    source = at - 1 if from_before else at
    if dimension == "ROWS":
        if at < len(tab.rows) or (from_before and at == len(tab.rows) and tab.rows):
            pattern = [_look(cell) for cell in tab.rows[source]] if source < len(tab.rows) else []
            tab.rows[at:at] = [_trim(list(pattern)) for _ in range(count)]
        tab.row_count += count
    else:
        for index, row in enumerate(tab.rows):
            if at <= len(row) and (at < len(row) or from_before):
                look = _look(row[source]) if source < len(row) else None
                tab.rows[index] = _trim([*row[:at], *[look] * count, *row[at:]])
        tab.column_count += count
    _shift_frozen(tab, dimension, at, count)
    shifting.apply(spreadsheet, tab, shifting.inserted(tab.id, dimension, at, count))


def _shift_frozen(tab: Tab, dimension: str, at: int, count: int) -> None:
    name = "frozenRowCount" if dimension == "ROWS" else "frozenColumnCount"
    grid = tab.properties.get("gridProperties", {})
    frozen = grid.get(name, 0)
    if at < frozen:
        removed = -min(-count, frozen - at) if count < 0 else count
        grid[name] = frozen + removed
        if not grid[name]:
            del grid[name]


def _look(content: Content) -> Content:
    """Format and drop-down of a cell, without its content."""
    if not isinstance(content, RichCell):
        return None
    rule = (content.extra or {}).get("dataValidation")
    return simplify(
        RichCell(format=content.format, extra={"dataValidation": rule} if rule else None)
    )


def _trim(row: Row) -> Row:
    while row and row[-1] is None:
        row.pop()
    return row


def delete_dimension(edit: Edit, request: Json) -> Json:
    """Takes out rows or columns."""
    tab, dimension, start, end = place(edit, request.get("range"))
    check_within(edit, tab, dimension, end)
    size = tab.row_count if dimension == "ROWS" else tab.column_count
    if end - start >= size:
        what = "rows" if dimension == "ROWS" else "columns"
        raise edit.refuse(f"You can't delete all the {what} on the sheet.")
    frozen = tab.properties.get("gridProperties", {}).get(
        "frozenRowCount" if dimension == "ROWS" else "frozenColumnCount", 0
    )
    if size - (end - start) <= frozen - max(0, min(end, frozen) - start):
        raise edit.refuse("Sorry, it is not possible to delete all non-frozen rows or columns.")
    _check_strip(edit, tab, dimension, start, end)
    delete(edit.spreadsheet, tab, dimension, start, end)
    return {}


def delete(spreadsheet: Spreadsheet, tab: Tab, dimension: str, start: int, end: int) -> None:
    """Takes out rows or columns."""
    if dimension == "ROWS":
        del tab.rows[start:end]
        tab.row_count -= end - start
    else:
        tab.rows = [[*row[:start], *row[end:]] if len(row) > start else row for row in tab.rows]
        tab.column_count -= end - start
    _shift_frozen(tab, dimension, start, start - end)
    shifting.apply(spreadsheet, tab, shifting.deleted(tab.id, dimension, start, end))


def move_dimension(edit: Edit, request: Json) -> Json:
    """Moves rows or columns to before the one that is now at `destinationIndex`."""
    tab, dimension, start, end = place(edit, request.get("source"))
    check_within(edit, tab, dimension, end)
    to = request.get("destinationIndex", 0)
    check_within(edit, tab, dimension, to)
    if start <= to <= end:
        if start < to < end:
            raise edit.refuse("Cannot move a range to inside itself.")
        return {}
    _check_strip(edit, tab, dimension, start, end)
    _check_between(edit, tab, dimension, to)
    if dimension == "ROWS":
        _pad_rows(tab, max(end, to))
        tab.rows = _moved(tab.rows, start, end, to)
    else:
        tab.rows = [
            _trim(_moved([*row, *[None] * (max(end, to) - len(row))], start, end, to))
            for row in tab.rows
        ]
    shifting.apply(edit.spreadsheet, tab, shifting.moved(tab.id, dimension, start, end, to))
    return {}


def _pad_rows(tab: Tab, count: int) -> None:
    tab.rows.extend([] for _ in range(count - len(tab.rows)))


def _moved(items: list[Any], start: int, end: int, to: int) -> list[Any]:
    block, rest = items[start:end], [*items[:start], *items[end:]]
    at = to - (end - start) if to > start else to
    return [*rest[:at], *block, *rest[at:]]


def append_dimension(edit: Edit, request: Json) -> Json:
    """Adds rows or columns at the end."""
    tab = edit.tab(request.get("sheetId", 0))
    length = request.get("length", 0)
    if length <= 0:
        raise edit.refuse("length must be > 0")
    if request.get("dimension") == "ROWS":
        tab.row_count += length
    elif request.get("dimension") == "COLUMNS":
        tab.column_count += length
    else:
        raise edit.refuse("No dimension specified.")
    check_size(edit.spreadsheet)
    return {}


def update_dimension_properties(edit: Edit, request: Json) -> Json:
    """Sets sizes of rows or columns, hides or shows them."""
    mask = update_mask(request.get("fields", ""), "DimensionProperties", edit.where)
    tab, dimension, start, end = place(edit, request.get("range"))
    check_within(edit, tab, dimension, end)
    _check_strip(edit, tab, dimension, start, end)
    given = request.get("properties", {})
    if mask.keys() - {"pixelSize", "hiddenByUser"}:
        raise edit.refuse("Only pixelSize and hiddenByUser can be updated.")
    mask = mask or {"pixelSize": {}, "hiddenByUser": {}}
    metas = tab.row_meta if dimension == "ROWS" else tab.column_meta
    for index in range(start, end):
        meta = assign(metas.get(index, {}), given, mask)
        if not meta.get("hiddenByUser"):
            meta.pop("hiddenByUser", None)
        if meta:
            metas[index] = meta
        else:
            metas.pop(index, None)
    return {}


def auto_resize(edit: Edit, request: Json) -> Json:
    """Fits columns to their text, roughly: seven pixels to a character. Rows get their default."""
    tab, dimension, start, end = place(edit, request.get("dimensions"))
    check_within(edit, tab, dimension, end)
    for index in range(start, end):
        if dimension == "ROWS":
            tab.row_meta.get(index, {}).pop("pixelSize", None)
        else:
            texts = [str(as_cell(row[index]).value or "") for row in tab.rows if index < len(row)]
            longest = max((len(line) for text in texts for line in text.split("\n")), default=0)
            meta = tab.column_meta.setdefault(index, {})
            meta["pixelSize"] = max(21, 7 * longest + 10) if longest else 21
    return {}


HANDLERS: dict[str, Handler] = {
    "insertDimension": insert_dimension,
    "deleteDimension": delete_dimension,
    "moveDimension": move_dimension,
    "appendDimension": append_dimension,
    "updateDimensionProperties": update_dimension_properties,
    "autoResizeDimensions": auto_resize,
}
