"""`batchUpdate` requests that write cells: one by one, many alike, drop-downs, borders."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sheets_coc.local.cells.cells import Writer, shared_format, with_value
from sheets_coc.local.edits.edit import Edit
from sheets_coc.local.edits.filtering import filtered
from sheets_coc.local.edits.size import check_size
from sheets_coc.local.edits.typed_columns import check_formats, check_validation, room_in_table
from sheets_coc.local.errors import Json
from sheets_coc.local.formulas.references import shifted
from sheets_coc.local.state.model import Content, RichCell, Tab, as_cell, has_value, simplify
from sheets_coc.local.wire.colors import tidy_format
from sheets_coc.local.wire.fields import Mask, update_mask, wants

_READ_ONLY = ("effectiveValue", "formattedValue", "effectiveFormat", "hyperlink")


def _mask(edit: Edit, request: Json) -> Mask:
    mask = update_mask(request.get("fields", ""), "CellData", edit.where)
    for name in ("pivotTable", "dataSourceTable", "dataSourceFormula"):
        if mask and wants(mask, name):
            raise edit.lacks(name)
    if mask and not set(mask) - set(_READ_ONLY):
        raise edit.refuse(f"Field is read-only: {next(iter(mask))}")
    return mask


def update_cells(edit: Edit, request: Json) -> Json:
    """Writes rows of cells; cells of a `range` beyond the given rows are cleared."""
    mask = _mask(edit, request)
    writer = Writer(mask, edit.where, links=edit.links)
    rows = request.get("rows", [])
    if ("start" in request) == ("range" in request):
        raise edit.refuse("Exactly one of 'start' or 'range' must be specified.")
    if "range" in request:
        tab, block = edit.editable(request["range"])
        check_formats(edit, tab, block, mask)
        _fill(edit, writer, tab, block, rows)
        return {}
    start = request["start"]
    tab = edit.tab(start.get("sheetId", 0))
    top, left = start.get("rowIndex", 0), start.get("columnIndex", 0)
    width = max((len(row.get("values", [])) for row in rows), default=0)
    check_formats(edit, tab, (top, top + len(rows), left, left + width), mask)
    _write_rows(edit, writer, tab, top, left, rows)
    return {}


def _write_rows(
    edit: Edit, writer: Writer, tab: Tab, top: int, left: int, rows: list[Json]
) -> None:
    width = max((len(row.get("values", [])) for row in rows), default=0)
    height = len(rows)
    if top < 0 or left < 0 or top + height > tab.row_count or left + width > tab.column_count:
        raise edit.refuse(
            f"Attempting to write column: {left + width - 1}, beyond the last requested column of:"
            f" {tab.column_count - 1}"
            if left + width > tab.column_count
            else f"Attempting to write row: {top + height - 1}, beyond the last requested row of:"
            f" {tab.row_count - 1}"
        )
    if height and width:
        edit.check(tab, (top, top + height, left, left + width))
    for offset, row in enumerate(rows):
        for index, data in enumerate(row.get("values", [])):
            writer.write(tab, top + offset, left + index, data)


def _fill(
    edit: Edit, writer: Writer, tab: Tab, block: tuple[int, int, int, int], rows: list[Json]
) -> None:
    top, bottom, left, right = block
    if len(rows) > bottom - top:
        raise edit.refuse(
            f"Attempting to write row: {top + len(rows) - 1}, beyond the last requested row of:"
            f" {bottom - 1}"
        )
    for row in range(top, bottom):
        values = rows[row - top].get("values", []) if row - top < len(rows) else []
        if len(values) > right - left:
            raise edit.refuse(
                f"Attempting to write column: {left + len(values) - 1}, beyond the last requested"
                f" column of: {right - 1}"
            )
        stored = len(tab.rows[row]) if row < len(tab.rows) else 0
        for column in range(left, max(left + len(values), min(right, stored))):
            data = values[column - left] if column - left < len(values) else {}
            writer.write(tab, row, column, data)


def append_cells(edit: Edit, request: Json) -> Json:
    """Writes rows after the last row with data; the grid grows by rows and never by columns."""
    mask = _mask(edit, request)
    writer = Writer(mask, edit.where, links=edit.links)
    rows = request.get("rows", [])
    width = max((len(row.get("values", [])) for row in rows), default=0)
    if "tableId" in request:
        tab, top, left = room_in_table(edit, request["tableId"], len(rows), width)
    else:
        tab = edit.tab(request.get("sheetId", 0))
        top, left = tab.last_row(), 0
        tab.row_count = max(tab.row_count, top + len(rows))
    check_size(edit.spreadsheet)
    check_formats(edit, tab, (top, top + len(rows), left, left + width), mask)
    _write_rows(edit, writer, tab, top, left, rows)
    return {}


def repeat_cell(edit: Edit, request: Json) -> Json:
    """Writes one cell's data into every cell of a range."""
    mask = _mask(edit, request)
    writer = Writer(mask, edit.where, links=edit.links)
    tab, (top, bottom, left, right) = block = edit.clipped(request.get("range"))
    if top < bottom and left < right:
        edit.check(*block)
        check_formats(edit, *block, mask)
    data = request.get("cell", {})
    formula = data.get("userEnteredValue", {}).get("formulaValue")
    if formula is None:
        _change(tab, range(top, bottom), (left, right), lambda old: writer.written(old, data))
        return {}
    for row in range(top, bottom):
        for column in range(left, right):
            moved = shifted(formula, row - top, column - left)
            writer.write(tab, row, column, {**data, "userEnteredValue": {"formulaValue": moved}})
    return {}


def _change(
    tab: Tab, rows: Iterable[int], columns: tuple[int, int], change: Callable[[Content], Content]
) -> None:
    """Change the cells of a block alike; what one content becomes is worked out once."""
    known: dict[int, tuple[Content, Content]] = {}
    for row in rows:
        for column in range(*columns):
            old = tab.get(row, column)
            # Kept along with its outcome, so that no other content can come to its identity.
            if id(old) not in known:
                known[id(old)] = (old, change(old))
            new = known[id(old)][1]
            if new is not old:
                tab.set(row, column, new)


def set_data_validation(edit: Edit, request: Json) -> Json:
    """Sets or clears the rule of what cells accept (drop-downs, check boxes)."""
    tab, (top, bottom, left, right) = edit.editable(request.get("range"))
    check_validation(edit, tab, (top, bottom, left, right))
    rule = request.get("rule")
    if rule is not None and "condition" not in rule:
        raise edit.refuse("Data validation rule must have a condition.")
    hidden_too = request.get("filteredRowsIncluded")
    rows = [row for row in range(top, bottom) if hidden_too or not filtered(tab, row)]
    _change(tab, rows, (left, right), lambda old: with_extra(old, "dataValidation", rule))
    return {}


def with_extra(old: Content, name: str, value: object) -> Content:
    """A cell with a further field set, or cleared by None."""
    cell = as_cell(old)
    extra = {key: item for key, item in (cell.extra or {}).items() if key != name}
    if value is not None:
        extra[name] = value
    if not extra and cell.extra is None:
        return old
    return simplify(RichCell(cell.value, cell.formula, cell.format, cell.note, extra or None))


def update_borders(edit: Edit, request: Json) -> Json:
    """Sets borders around and inside a range; sides that are not given stay."""
    tab, (top, bottom, left, right) = edit.editable(request.get("range"))
    for row in range(top, bottom):
        for column in range(left, right):
            sides = {
                "top": request.get("top" if row == top else "innerHorizontal"),
                "bottom": request.get("bottom" if row == bottom - 1 else "innerHorizontal"),
                "left": request.get("left" if column == left else "innerVertical"),
                "right": request.get("right" if column == right - 1 else "innerVertical"),
            }
            given = {side: border for side, border in sides.items() if border is not None}
            if given:
                tab.set(row, column, _with_borders(tab.get(row, column), given))
    return {}


def _with_borders(old: Content, given: Json) -> Content:
    cell = as_cell(old)
    style = dict(cell.format or {})
    borders = {**style.get("borders", {}), **tidy_format(given)}
    kept = {side: border for side, border in borders.items() if border.get("style") != "NONE"}
    style["borders"] = kept
    if not kept:
        del style["borders"]
    return simplify(RichCell(cell.value, cell.formula, shared_format(style), cell.note, cell.extra))


def trim_whitespace(edit: Edit, request: Json) -> Json:
    """Removes outer white space and runs of inner white space from texts."""
    tab, (top, bottom, left, right) = edit.editable(request.get("range"))
    changed = 0
    for row in range(top, min(bottom, len(tab.rows))):
        for column in range(left, right):
            old = tab.get(row, column)
            value = as_cell(old).value if has_value(old) else None
            if isinstance(value, str) and value != " ".join(value.split()):
                tab.set(row, column, with_value(old, " ".join(value.split()) or None))
                changed += 1
    return {"cellsChangedCount": changed} if changed else {}


HANDLERS = {
    "updateCells": update_cells,
    "appendCells": append_cells,
    "repeatCell": repeat_cell,
    "setDataValidation": set_data_validation,
    "updateBorders": update_borders,
    "trimWhitespace": trim_whitespace,
}
