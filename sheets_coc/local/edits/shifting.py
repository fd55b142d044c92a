"""What happens to everything that has a place when rows or columns come, go or move.

A `Shift` says where a row (or column) ends up; `apply` carries that through a spreadsheet: cells
of the tab, sizes, merges, filters, protections, named ranges, developer metadata, charts, groups
and the references in every formula.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from sheets_coc.local.errors import Json
from sheets_coc.local.formulas.references import Corner, Reference, renamed, rewrite
from sheets_coc.local.state.model import RichCell, Spreadsheet, Tab, simplify

_NAMES = {
    "ROWS": ("startRowIndex", "endRowIndex", "rowIndex"),
    "COLUMNS": ("startColumnIndex", "endColumnIndex", "columnIndex"),
}


_BY_COLUMN = ("columnProperties", "filterSpecs")
"""Lists whose `columnIndex` is no place of its own."""


@dataclass(frozen=True, slots=True)
class Shift:
    """One change of rows or columns of a tab.

    Attributes:
        tab_id: which tab.
        dimension: `ROWS` or `COLUMNS`.
        index: where a row ends up; None where it is deleted.
        span: where a block (start, end exclusive) ends up; None where all of it is deleted.
    """

    tab_id: int
    dimension: str
    index: Callable[[int], int | None]
    span: Callable[[int, int], tuple[int, int] | None]

    @property
    def by_rows(self) -> bool:
        """Whether rows change and not columns."""
        return self.dimension == "ROWS"


def inserted(tab_id: int, dimension: str, at: int, count: int) -> Shift:
    """Rows put in before the row `at`."""

    def index(place: int) -> int:
        return place + count if place >= at else place

    def span(start: int, end: int) -> tuple[int, int]:
        return index(start), end + count if end > at else end

    return Shift(tab_id, dimension, index, span)


def deleted(tab_id: int, dimension: str, start: int, end: int) -> Shift:
    """Rows taken out."""
    count = end - start

    def index(place: int) -> int | None:
        if place < start:
            return place
        return None if place < end else place - count

    def bound(place: int) -> int:
        return place if place <= start else max(place - count, start)

    def span(first: int, last: int) -> tuple[int, int] | None:
        moved = bound(first), bound(last)
        return moved if moved[0] < moved[1] else None

    return Shift(tab_id, dimension, index, span)


def moved(tab_id: int, dimension: str, start: int, end: int, to: int) -> Shift:
    """Rows moved to before the row that was `to`."""
    count = end - start

    def index(place: int) -> int:
        if start <= place < end:
            return place + (to - end if to > start else to - start)
        if to > start and end <= place < to:
            return place - count
        return place + count if to <= place < start else place

    def span(first: int, last: int) -> tuple[int, int]:
        low, high = index(first), index(last - 1)
        # A block whose ends keep its length went as a whole; any other keeps its place.
        return (low, high + 1) if high - low == last - 1 - first else (first, last)

    return Shift(tab_id, dimension, index, span)


def apply(spreadsheet: Spreadsheet, tab: Tab, shift: Shift) -> None:
    """Carries a shift through everything but the tab's own cells and its size."""
    _shift_sizes(tab, shift)
    if not shift.by_rows:
        _shift_columns(tab, shift)
        for one in (tab.parts.get("basicFilter"), *tab.parts.get("filterViews", ())):
            _shift_criteria(one or {}, shift)
    for name, part in list(tab.parts.items()):
        tab.parts[name] = _shift_part(part, shift)
        if name == "merges":
            tab.parts[name] = [merge for merge in tab.parts[name] if not _is_one_cell(merge)]
        if tab.parts[name] in (None, []):
            del tab.parts[name]
    # Charts may stand on other tabs and draw their numbers from this one.
    for other in spreadsheet.tabs:
        if other is not tab and other.parts:
            other.parts = {name: _shift_part(item, shift) for name, item in other.parts.items()}
    spreadsheet.named_ranges = [
        named for item in spreadsheet.named_ranges if (named := _shift_part(item, shift))
    ]
    spreadsheet.metadata = [
        kept for item in spreadsheet.metadata if (kept := _shift_metadata(item, shift))
    ]
    _shift_formulas(spreadsheet, shift)


def _shift_columns(tab: Tab, shift: Shift) -> None:
    """Lets the columns of tables keep their types; columns that come between have none."""
    for table in tab.parts.get("tables", ()):
        start, end = table["range"]["startColumnIndex"], table["range"]["endColumnIndex"]
        span = shift.span(start, end)
        if span is None:
            continue
        known = {
            place - span[0]: item
            for item in table["columnProperties"]
            if (place := shift.index(start + item.get("columnIndex", 0))) is not None
        }
        table["columnProperties"] = [
            _numbered(known.get(index, {"columnName": f"Column {index + 1}"}), index)
            for index in range(span[1] - span[0])
        ]


def _numbered(column: Json, index: int) -> Json:
    """A column's properties at another place."""
    rest = {name: item for name, item in column.items() if name != "columnIndex"}
    return {"columnIndex": index, **rest} if index else rest


def _shift_criteria(one: Json, shift: Shift) -> None:
    """Lets what a filter asks of columns go along with them."""
    if "filterSpecs" not in one:
        return
    one["filterSpecs"] = [
        {**spec, "columnIndex": place}
        for spec in one["filterSpecs"]
        if (place := shift.index(spec.get("columnIndex", 0))) is not None
    ]
    one["criteria"] = {
        str(spec["columnIndex"]): spec.get("filterCriteria", {}) for spec in one["filterSpecs"]
    }


def _shift_sizes(tab: Tab, shift: Shift) -> None:
    old = tab.row_meta if shift.by_rows else tab.column_meta
    new = {place: meta for index, meta in old.items() if (place := shift.index(index)) is not None}
    if shift.by_rows:
        tab.row_meta = new
    else:
        tab.column_meta = new


def _shift_part(value: Any, shift: Shift) -> Any:
    """Any structure with its ranges shifted; None where its range is gone."""
    if isinstance(value, list):
        items = [_shift_part(item, shift) for item in value]
        return [item for item in items if item is not None]
    if not isinstance(value, dict):
        return value
    if _is_grid_range(value):
        return _shift_range(value, shift)
    if "dimension" in value and "startIndex" in value:
        return _shift_dimension_range(value, shift)
    if "rowIndex" in value or "columnIndex" in value:
        return _shift_place(value, shift)
    result = {}
    for name, item in value.items():
        kept = item if name in _BY_COLUMN else _shift_part(item, shift)
        if kept is None and name == "range":
            return None
        if kept == [] and name == "ranges" and item:
            return None
        if kept is not None:
            result[name] = kept
    return result


def _is_one_cell(merge: Json) -> bool:
    """Whether a merge has shrunk to a single cell."""
    return bool(
        merge["endRowIndex"] - merge["startRowIndex"] == 1
        and merge["endColumnIndex"] - merge["startColumnIndex"] == 1
    )


def _is_grid_range(value: Json) -> bool:
    return "sheetId" in value and (
        len(value) == 1
        or any(name.startswith(("startRow", "endRow", "startCol", "endCol")) for name in value)
    )


def _shift_range(grid: Json, shift: Shift) -> Json | None:
    start_name, end_name, _ = _NAMES[shift.dimension]
    if grid["sheetId"] != shift.tab_id or (start_name not in grid and end_name not in grid):
        return grid
    open_end = end_name not in grid
    start = grid.get(start_name, 0)
    span = shift.span(start, 2**31 if open_end else grid[end_name])
    if span is None:
        return None
    found = dict(grid)
    if start_name in grid:
        found[start_name] = span[0]
    if not open_end:
        found[end_name] = span[1]
    return found


def _shift_dimension_range(place: Json, shift: Shift) -> Json | None:
    if place.get("sheetId", 0) != shift.tab_id or place["dimension"] != shift.dimension:
        return place
    span = shift.span(place["startIndex"], place["endIndex"])
    return None if span is None else {**place, "startIndex": span[0], "endIndex": span[1]}


def _shift_place(place: Json, shift: Shift) -> Json:
    """An anchor of a chart: one whose row is deleted slides to where that row was."""
    name = _NAMES[shift.dimension][2]
    if place.get("sheetId", 0) != shift.tab_id or name not in place:
        return place
    index = shift.index(place[name])
    if index is None:
        index = (shift.span(0, place[name] + 1) or (0, 1))[1]
    return {**place, name: index}


def _shift_metadata(item: Json, shift: Shift) -> Json | None:
    location = item["location"]
    if "dimensionRange" not in location:
        return item
    place = _shift_dimension_range(location["dimensionRange"], shift)
    if place is None:
        return None
    return {**item, "location": {**location, "dimensionRange": place}}


def _shift_formulas(spreadsheet: Spreadsheet, shift: Shift) -> None:
    """Rewrites references to the tab in every formula that has one."""
    for tab, row, column, cell in spreadsheet.formulas():
        text = with_shift(spreadsheet, tab, cell.formula or "", shift)
        if text != cell.formula:
            new = simplify(RichCell(None, text, cell.format, cell.note, cell.extra))
            tab.set(row, column, new)


def with_shift(spreadsheet: Spreadsheet, home: Tab, formula: str, shift: Shift) -> str:
    """A formula after rows or columns came, went or moved."""

    def change(reference: Reference) -> Reference | None:
        tab = home if reference.title is None else spreadsheet.tab_titled(reference.title)
        if tab is None or tab.id != shift.tab_id:
            return reference
        name = "row" if shift.by_rows else "column"
        if reference.last is None:
            return _shift_cell(reference, name, shift)
        return _shift_block(reference, reference.last, name, shift)

    return rewrite(formula, change)


def _shift_cell(reference: Reference, name: str, shift: Shift) -> Reference | None:
    place = shift.index(getattr(reference.first, name))
    if place is None:
        return None
    return replace(reference, first=_at(reference.first, name, place))


def _shift_block(reference: Reference, last: Corner, name: str, shift: Shift) -> Reference | None:
    start, end = getattr(reference.first, name), getattr(last, name)
    if start is None:
        return reference
    span = shift.span(start, 2**31 if end is None else end + 1)
    if span is None:
        return None
    first = _at(reference.first, name, span[0])
    return replace(
        reference, first=first, last=last if end is None else _at(last, name, span[1] - 1)
    )


def _at(corner: Corner, name: str, place: int) -> Corner:
    return replace(corner, row=place) if name == "row" else replace(corner, column=place)


def rename_tab(spreadsheet: Spreadsheet, tab: Tab, title: str) -> None:
    """Lets formulas follow a tab that is about to get another title."""
    for home, row, column, cell in spreadsheet.formulas():
        formula = renamed(cell.formula or "", tab.title, title)
        if formula != cell.formula:
            home.set(row, column, RichCell(None, formula, cell.format, cell.note, cell.extra))
