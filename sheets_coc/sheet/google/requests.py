"""From `Changes` to the requests of one `batchUpdate`.

Everything is written raw, as values of a type: nothing is parsed as if typed, so text from
outside never becomes a formula.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sheets_coc.errors import Error
from sheets_coc.sheet.google.typed_columns import allowed
from sheets_coc.sheet.model import AppendRow, Changes, Position, SetCell, Snapshot, Value, a1

Request = Mapping[str, Any]
Cell = Mapping[str, Any]

MAX_CELL = 50_000
"""Characters that fit in a cell (Google's limit)."""

MAX_REQUESTS = 100_000
"""Requests that a batch holds (Google's limit)."""

MARKER = "sheets-coc-run-"
"""Developer metadata with this beginning tells that a batch was applied."""

VALUE = "userEnteredValue"
LINK = "userEnteredFormat.textFormat.link"
STRIP = f"{VALUE},{LINK},textFormatRuns,chipRuns,note"
"""Everything personal a cell can hold. What is in the mask and not in the data is cleared;
formats and drop-downs stay. `*` would take those as well."""
FORMAT = "userEnteredFormat.numberFormat"
DATE = {"type": "DATE", "pattern": "yyyy-mm-dd"}
TIME = {"type": "DATE_TIME", "pattern": "yyyy-mm-dd hh:mm"}


def build(changes: Changes, snapshot: Snapshot, *, copies: Iterable[Request] = ()) -> list[Request]:
    """The requests that carry out changes, in the order `Changes` promises.

    Args:
        changes: what shall be written.
        snapshot: the spreadsheet they were planned on.
        copies: what is sent before the first cell is written, once the tabs are large enough.

    Raises:
        Error: a value does not fit in a cell, or there is more than one batch holds.
    """
    cells = merged(changes.cells)
    requests = (
        *changes.before,
        *_growth(changes, cells, snapshot),
        *copies,
        *_updates(cells),
        *_appends(changes.appended),
        *changes.after,
        *metadata(changes.metadata, snapshot),
    )
    kept = allowed(requests, snapshot)
    if len(kept) > MAX_REQUESTS:
        raise Error(
            "This is more than Google takes in one write (100,000 requests). Do it in parts.",
            code="too-many-requests",
        )
    return kept


def merged(cells: Iterable[SetCell]) -> list[SetCell]:
    """Each position once: the last value given for it wins, stripped if any asked for it."""
    by_place: dict[tuple[int, int, int], SetCell] = {}
    for cell in cells:
        place = (cell.tab, cell.row, cell.column)
        earlier = by_place.get(place)
        strip = cell.strip or (earlier is not None and earlier.strip)
        by_place[place] = replace(cell, strip=strip)
    return [by_place[place] for place in sorted(by_place)]


def extended_value(value: Value, where: str | None = None) -> dict[str, Any]:
    """A value as Google's ExtendedValue; empty for none.

    Raises:
        Error: text too long for a cell, or a number that is none.
    """
    if value is None or value == "":
        return {}
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int | float):
        if not math.isfinite(value):
            raise Error("A number to be written is not finite.", code="bad-number", cell=where)
        return {"numberValue": value}
    if len(value) > MAX_CELL:
        raise Error(
            "The text for a cell is longer than the 50,000 characters a cell can hold.",
            code="cell-too-long",
            cell=where,
        )
    return {"stringValue": whole_characters(value)}


def whole_characters(text: str) -> str:
    """Text without halves of surrogate pairs, which no answer of Google's can carry."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _cell(change: SetCell) -> tuple[str, Cell]:
    """The field mask and the CellData of a change."""
    entered = extended_value(change.value, a1(change.row, change.column))
    mask = STRIP if change.strip else VALUE
    cell: dict[str, Any] = {VALUE: entered} if entered else {}
    look: dict[str, Any] = {}
    if change.link is not None:
        mask = mask if change.strip else f"{VALUE},{LINK}"
        look["textFormat"] = {"link": {"uri": change.link}}
    if change.is_date and entered:
        mask += f",{FORMAT}"
        look["numberFormat"] = DATE
    if change.note is not None:
        mask = mask if change.strip else f"{mask},note"
        cell["note"] = change.note
    if look:
        cell["userEnteredFormat"] = look
    return mask, cell


def _updates(cells: Iterable[SetCell]) -> list[Request]:
    """`updateCells` requests for single cells, as few as they can be."""
    by_tab: dict[int, dict[Position, tuple[str, Cell]]] = {}
    for change in cells:
        by_tab.setdefault(change.tab, {})[change.row, change.column] = _cell(change)
    return [request for tab, places in by_tab.items() for request in update_cells(tab, places)]


@dataclass(slots=True)
class _Block:
    """Neighbouring cells with one mask: what a single `updateCells` can carry."""

    row: int
    column: int
    mask: str
    rows: list[list[Cell]]


def update_cells(tab: int, places: Mapping[Position, tuple[str, Cell]]) -> Iterator[Request]:
    """`updateCells` requests for CellData by position, neighbours together.

    Args:
        tab: the tab's id.
        places: field mask and CellData for each position.
    """
    blocks: list[_Block] = []
    open_blocks: dict[tuple[int, int, str], _Block] = {}
    for run in _runs(places):
        key = (run.column, len(run.rows[0]), run.mask)
        above = open_blocks.get(key)
        if above and above.row + len(above.rows) == run.row:
            above.rows += run.rows
        else:
            blocks.append(run)
            open_blocks[key] = run
    for block in blocks:
        yield {
            "updateCells": {
                "start": {"sheetId": tab, "rowIndex": block.row, "columnIndex": block.column},
                "rows": [{"values": row} for row in block.rows],
                "fields": block.mask,
            }
        }


def _runs(places: Mapping[Position, tuple[str, Cell]]) -> Iterator[_Block]:
    """Runs of neighbouring cells of one row with the same mask, from the top left."""
    run: _Block | None = None
    for (row, column), (mask, cell) in sorted(places.items(), key=lambda item: item[0]):
        joins = run and (run.row, run.column + len(run.rows[0]), run.mask) == (row, column, mask)
        if run and joins:
            run.rows[0].append(cell)
            continue
        if run:
            yield run
        run = _Block(row, column, mask, [[cell]])
    if run:
        yield run


def _appends(rows: Iterable[AppendRow]) -> list[Request]:
    """One `appendCells` request for each tab."""
    by_tab: dict[int, list[Request]] = {}
    for row in rows:
        by_tab.setdefault(row.tab, []).append({"values": [*_appended(row)]})
    return [
        {"appendCells": {"sheetId": tab, "rows": data, "fields": f"{VALUE},{FORMAT}"}}
        for tab, data in by_tab.items()
    ]


def _appended(row: AppendRow) -> Iterator[Cell]:
    """The CellData of an appended row."""
    for column, value in enumerate(row.values):
        entered = extended_value(value)
        cell: dict[str, Any] = {VALUE: entered} if entered else {}
        look = DATE if column in row.date_columns else None
        look = TIME if column in row.time_columns else look
        if look and entered:
            cell["userEnteredFormat"] = {"numberFormat": look}
        yield cell


def _growth(changes: Changes, cells: Iterable[SetCell], snapshot: Snapshot) -> list[Request]:
    """Requests that make tabs large enough for the cells: writes beyond the grid fail.

    Rows that are appended make room below by themselves, but not at the right.
    """
    needed: dict[tuple[int, str], int] = {}
    for cell in cells:
        for dimension, end in (("ROWS", cell.row + 1), ("COLUMNS", cell.column + 1)):
            key = (cell.tab, dimension)
            needed[key] = max(needed.get(key, 0), end)
    for row in changes.appended:
        key = (row.tab, "COLUMNS")
        needed[key] = max(needed.get(key, 0), len(row.values))
    sizes = {(tab.id, "ROWS"): tab.rows for tab in snapshot.tabs}
    sizes |= {(tab.id, "COLUMNS"): tab.columns for tab in snapshot.tabs}
    for request in changes.before:
        for key, length in _lengthened(request):
            sizes[key] = sizes.get(key, 0) + length
    return [
        {"appendDimension": {"sheetId": tab, "dimension": dimension, "length": end - size}}
        for (tab, dimension), end in needed.items()
        if (size := sizes.get((tab, dimension), end)) < end
    ]


def _lengthened(request: Request) -> Iterator[tuple[tuple[int, str], int]]:
    """By how much a raw request makes which tab longer."""
    if (more := request.get("appendDimension")) is not None:
        yield (more.get("sheetId", 0), more["dimension"]), more["length"]
    if (more := request.get("insertDimension")) is not None:
        span = more["range"]
        length = span["endIndex"] - span.get("startIndex", 0)
        yield (span.get("sheetId", 0), span["dimension"]), length


def metadata(wanted: Mapping[str, str | None], snapshot: Snapshot) -> list[Request]:
    """Requests that set or remove developer metadata of the spreadsheet."""
    requests: list[Request] = []
    for key, value in wanted.items():
        if snapshot.metadata.get(key) == value:
            continue
        if key in snapshot.metadata:
            requests.append(delete_metadata(key))
        if value is not None:
            requests.append(create_metadata(key, value))
    return requests


def create_metadata(key: str, value: str, number: int | None = None) -> Request:
    """A request that adds developer metadata to the spreadsheet.

    Visible to every project, so that a member's own login finds what the schedule left.

    Args:
        key: its key.
        value: its value.
        number: an id of its own choice: a second one with the same id is refused.
    """
    entry: dict[str, Any] = {
        "metadataKey": key,
        "metadataValue": value,
        "location": {"spreadsheet": True},
        "visibility": "DOCUMENT",
    }
    if number is not None:
        entry["metadataId"] = number
    return {"createDeveloperMetadata": {"developerMetadata": entry}}


def delete_metadata(key: str) -> Request:
    """A request that removes the developer metadata with a key."""
    lookup = {"developerMetadataLookup": {"metadataKey": key}}
    return {"deleteDeveloperMetadata": {"dataFilter": lookup}}
