"""A whole spreadsheet as `spreadsheets.get` answers it: ranges, grid data and field masks."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sheets_coc.local.auth.access import at_least, role_of
from sheets_coc.local.auth.protection import may_edit
from sheets_coc.local.cells.told import fast_projector, projector
from sheets_coc.local.errors import Json
from sheets_coc.local.state.model import Content, RichCell, Spreadsheet, Tab
from sheets_coc.local.state.plain import json_copy
from sheets_coc.local.wire.a1 import Area, check_within, parse
from sheets_coc.local.wire.fields import Mask, below, select, wants
from sheets_coc.local.wire.jsontext import Fragment
from sheets_coc.local.wire.ranges import shown_metadata, shown_part, shown_range

_ROW_PIXELS = 21
_COLUMN_PIXELS = 100
_GROUP_CONTROLS = ("rowGroupControlAfter", "columnGroupControlAfter")
_PLAIN_PARTS = (
    "merges",
    "conditionalFormats",
    "filterViews",
    "basicFilter",
    "charts",
    "bandedRanges",
    "rowGroups",
    "columnGroups",
    "tables",
)


def spreadsheet_answer(
    spreadsheet: Spreadsheet,
    email: str,
    ranges: Sequence[str] = (),
    grid: bool = False,
    mask: Mask | None = None,
) -> Json:
    """The spreadsheet as JSON; the rows of its grids are fragments (see `jsontext`).

    Args:
        spreadsheet: which.
        email: who asks; it decides `requestingUserCanEdit` and who sees editors.
        ranges: ranges in A1 notation that limit tabs and grid data; none means everything.
        grid: whether cells come along where the mask does not decide it.
        mask: the field mask; None where none was given.

    Raises:
        ApiError: 400, a range cannot be understood or lies outside the grid.
    """
    areas = [parse(spreadsheet, text) for text in ranges]
    for area in areas:
        check_within(area)
    return answer_for_areas(spreadsheet, email, areas or None, grid, mask)


def answer_for_areas(
    spreadsheet: Spreadsheet,
    email: str,
    areas: Sequence[Area] | None,
    grid: bool,
    mask: Mask | None,
) -> Json:
    """The same for blocks that are known already; None for everything."""
    chosen = mask or {}
    answer: Json = {
        "spreadsheetId": spreadsheet.id,
        "properties": properties(spreadsheet),
        "sheets": [],
        "spreadsheetUrl": f"https://docs.google.com/spreadsheets/d/{spreadsheet.id}/edit",
    }
    if wants(chosen, "sheets"):
        with_cells = wants(chosen, "sheets", "data") if mask is not None else grid
        answer["sheets"] = _sheets(spreadsheet, email, areas, with_cells, below(chosen, "sheets"))
    if spreadsheet.named_ranges:
        answer["namedRanges"] = [
            {**named, "range": shown_range(named["range"])} for named in spreadsheet.named_ranges
        ]
    found = [
        item for item in spreadsheet.metadata if item["location"]["locationType"] == "SPREADSHEET"
    ]
    if found:
        answer["developerMetadata"] = shown_metadata(found)
    rest = {name: sub for name, sub in chosen.items() if name != "sheets"}
    if not chosen:
        return answer
    selected: Json = select(answer, rest) if rest else {}
    if "sheets" in chosen:
        selected["sheets"] = answer["sheets"]
    return selected


def properties(spreadsheet: Spreadsheet) -> Json:
    """Google's `SpreadsheetProperties`."""
    return {"title": spreadsheet.title, **json_copy(spreadsheet.properties)}


def sheet_properties(spreadsheet: Spreadsheet, tab: Tab) -> Json:
    """Google's `SheetProperties` of a tab."""
    own = json_copy(tab.properties)
    grid = {"rowCount": tab.row_count, "columnCount": tab.column_count}
    kept = own.pop("gridProperties", {})
    grid |= {name: value for name, value in kept.items() if value}
    if tab.parts.get("rowGroups") or tab.parts.get("columnGroups"):
        # Where the signs of groups stand only shows while there are groups.
        grid |= {name: True for name in _GROUP_CONTROLS if kept.get(name, True)}
    shown = {
        "sheetId": tab.id,
        "title": own.pop("title"),
        "index": spreadsheet.tabs.index(tab),
        "sheetType": "GRID",
        "gridProperties": grid,
    }
    return shown | own


def _sheets(
    spreadsheet: Spreadsheet,
    email: str,
    areas: Sequence[Area] | None,
    with_cells: bool,
    mask: Mask,
) -> list[Json]:
    sheets = []
    for tab in spreadsheet.tabs:
        own = [Area(tab)] if areas is None else [area for area in areas if area.tab is tab]
        if not own:
            continue
        sheet: Json = {"properties": sheet_properties(spreadsheet, tab)}
        sheet |= _parts(spreadsheet, tab, email)
        if with_cells:
            data_mask = below(mask, "data")
            sheet["data"] = [grid_data(spreadsheet, area, data_mask) for area in own]
        rest = {name: sub for name, sub in mask.items() if name != "data"}
        chosen = select(sheet, rest) if rest else ({} if mask else sheet)
        if with_cells:
            chosen["data"] = sheet["data"]
        sheets.append(chosen)
    return sheets


def _parts(spreadsheet: Spreadsheet, tab: Tab, email: str) -> Json:
    parts: Json = {}
    for name in _PLAIN_PARTS:
        if tab.parts.get(name):
            parts[name] = shown_part(tab.parts[name])
    if tab.parts.get("protectedRanges"):
        shown = at_least(role_of(spreadsheet.file, email), "writer")
        parts["protectedRanges"] = [
            visible_protection(spreadsheet, protection, email, with_editors=shown)
            for protection in tab.parts["protectedRanges"]
        ]
    found = [
        item
        for item in spreadsheet.metadata
        if item["location"]["locationType"] == "SHEET"
        and item["location"].get("sheetId", 0) == tab.id
    ]
    if found:
        parts["developerMetadata"] = shown_metadata(found)
    return parts


def visible_protection(
    spreadsheet: Spreadsheet, protection: Json, email: str, with_editors: bool
) -> Json:
    """A protected range as answers have it."""
    shown: Json = json_copy(protection)
    shown["range"] = shown_part(shown["range"])
    if "unprotectedRanges" in shown:
        shown["unprotectedRanges"] = shown_part(shown["unprotectedRanges"])
    editable = may_edit(spreadsheet, protection, email)
    if editable:
        shown["requestingUserCanEdit"] = True
    # Editors are only visible to those who may edit the range.
    if not (with_editors and editable):
        shown.pop("editors", None)
    return shown


def grid_data(spreadsheet: Spreadsheet, area: Area, mask: Mask) -> Json:
    """Google's `GridData` of a block."""
    top, bottom, left, right = area.closed()
    data: Json = {}
    if wants(mask, "startRow") and top:
        data["startRow"] = top
    if wants(mask, "startColumn") and left:
        data["startColumn"] = left
    if wants(mask, "rowData"):
        rows = _row_data(spreadsheet, area.tab, (top, bottom, left, right), below(mask, "rowData"))
        if rows is not None:
            data["rowData"] = rows
    if wants(mask, "rowMetadata"):
        found = _dimensions(spreadsheet, area.tab, "ROWS", range(top, bottom))
        data["rowMetadata"] = select(found, below(mask, "rowMetadata"))
    if wants(mask, "columnMetadata"):
        found = _dimensions(spreadsheet, area.tab, "COLUMNS", range(left, right))
        data["columnMetadata"] = select(found, below(mask, "columnMetadata"))
    return data


def _row_data(
    spreadsheet: Spreadsheet, tab: Tab, block: tuple[int, int, int, int], mask: Mask
) -> Fragment | None:
    """The rows of a block up to the last stored cell, each up to its own last one, as JSON."""
    top, left = block[0], block[2]
    stored = _stored(tab, block)
    if not stored:
        return None
    cell_mask = below(mask, "values")
    slow = projector(spreadsheet, tab, cell_mask)
    fast = fast_projector(spreadsheet, cell_mask)
    way = _way(spreadsheet, cell_mask, block)

    def written(row: int, cells: list[Content]) -> str:
        plain = [content for content in cells if not isinstance(content, RichCell)]
        if fast is None or len(plain) < len(cells):
            shown = [slow(row, column, content) for column, content in enumerate(cells, left)]
            return _encode(shown)
        texts = ("{}" if content is None else fast(content) for content in plain)
        return f"[{','.join(texts)}]"

    rows = []
    for row, cells in enumerate(stored, top):
        whole = tab.rows[row]
        text = spreadsheet.row_texts.get(whole, way)
        if text is None:
            text = f'{{"values":{written(row, cells)}}}' if cells else "{}"
            if not _has_formula(cells):
                spreadsheet.row_texts.keep(whole, way, text)
        rows.append(text)
    return Fragment(f"[{','.join(rows)}]")


_encode = json.JSONEncoder(separators=(",", ":")).encode


def _way(spreadsheet: Spreadsheet, mask: Mask, block: tuple[int, int, int, int]) -> str:
    """Everything but the row itself that its text depends on, where it holds no formula."""
    return _encode([block[2:], mask, spreadsheet.properties, sorted(spreadsheet.variants)])


def _has_formula(cells: list[Content]) -> bool:
    return any(isinstance(cell, RichCell) and cell.formula is not None for cell in cells)


def _stored(tab: Tab, block: tuple[int, int, int, int]) -> list[list[Content]]:
    """The stored cells of a block, trailing empty cells and rows left out."""
    top, bottom, left, right = block
    rows = []
    for cells in tab.rows[top:bottom]:
        kept = cells[left:right]
        while kept and kept[-1] is None:
            kept.pop()
        rows.append(kept)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _dimensions(spreadsheet: Spreadsheet, tab: Tab, dimension: str, indexes: range) -> list[Json]:
    """Google's `DimensionProperties` of rows or columns."""
    rows = dimension == "ROWS"
    meta = tab.row_meta if rows else tab.column_meta
    pixels = _ROW_PIXELS if rows else _COLUMN_PIXELS
    marks: dict[int, list[Json]] = {}
    for item in spreadsheet.metadata:
        place = item["location"].get("dimensionRange")
        if place and place.get("sheetId", 0) == tab.id and place["dimension"] == dimension:
            marks.setdefault(place["startIndex"], []).append(item)
    found = []
    for index in indexes:
        properties = {"pixelSize": pixels, **meta.get(index, {})}
        if index in marks:
            properties["developerMetadata"] = shown_metadata(marks[index])
        found.append(properties)
    return found
