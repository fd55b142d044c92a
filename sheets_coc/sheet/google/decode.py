"""From an answer of the Sheets API to a `Snapshot`.

The field mask asks for no more than is needed, because decoding costs most: a literal's
content once (`effectiveValue`, which for a literal is what was entered), the text of a
formula, the note, and what makes text rich. What cells show is asked for because of chips: a
person or a file in a cell may stand as `@` in its value, and with a name only in what is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from sheets_coc.sheet.google import chips
from sheets_coc.sheet.google.failures import unreadable
from sheets_coc.sheet.model import Position, Protection, Snapshot, Tab, Table, Value
from sheets_coc.sheet.undo_tab import UNDO

T = TypeVar("T")

CELL = (
    "userEnteredValue/formulaValue,effectiveValue,formattedValue,note,hyperlink,textFormatRuns,"
    "chipRuns"
)
PROTECTION = (
    "protectedRanges(protectedRangeId,range,namedRangeId,tableId,description,warningOnly,"
    "requestingUserCanEdit,editors)"
)
METADATA = "developerMetadata(metadataKey,metadataValue)"
SHEET = (
    "properties(sheetId,title,index,hidden,gridProperties(rowCount,columnCount)),merges,"
    "basicFilter(range),"
    "tables(name,range,columnProperties(columnIndex,columnType)),"
    f"{METADATA},{PROTECTION}"
)
MASK = (
    f"spreadsheetId,properties(title,timeZone),{METADATA},"
    f"sheets({SHEET},data(startRow,startColumn,rowData(values({CELL}))))"
)
"""What `Session.read` asks for."""


def tolerantly(decode: Callable[[], T]) -> T:
    """What `decode` returns.

    Raises:
        GoogleError: the answer is of another form than the API describes. The exception that
            showed it may quote content, so it is left behind.
    """
    try:
        return decode()
    except (KeyError, TypeError, AttributeError, IndexError, ValueError):
        pass
    raise unreadable()


def snapshot(answer: Any) -> Snapshot:
    """A spreadsheet resource as a snapshot.

    Raises:
        GoogleError: the answer is of another form than the API describes.
    """
    return tolerantly(lambda: _snapshot(answer))


def _snapshot(answer: Mapping[str, Any]) -> Snapshot:
    properties = answer["properties"]
    tabs = sorted((_tab(sheet) for sheet in answer["sheets"]), key=lambda tab: tab.index)
    if not tabs:
        raise ValueError
    return Snapshot(
        id=_checked(answer["spreadsheetId"], str),
        title=_checked(properties["title"], str),
        tabs=[tab for tab in tabs if UNDO not in tab.metadata],
        time_zone=properties.get("timeZone", "Etc/GMT"),
        metadata=_metadata(answer),
        undo=[tab for tab in tabs if UNDO in tab.metadata],
    )


def _metadata(part: Mapping[str, Any]) -> dict[str, str]:
    """The values of developer metadata by key, of a spreadsheet or a tab."""
    return {
        entry["metadataKey"]: entry.get("metadataValue", "")
        for entry in part.get("developerMetadata", ())
    }


def _checked(value: Any, kind: type[T]) -> T:
    """The value, if it is of its kind."""
    if not isinstance(value, kind):
        raise TypeError
    return value


def _tab(sheet: Mapping[str, Any]) -> Tab:
    properties = sheet["properties"]
    grid = properties.get("gridProperties", {})
    tab = Tab(
        id=_checked(properties.get("sheetId", 0), int),
        title=_checked(properties["title"], str),
        rows=grid.get("rowCount", 0),
        columns=grid.get("columnCount", 0),
        hidden=properties.get("hidden", False),
        index=properties.get("index", 0),
        merges=[_merge(merge, grid) for merge in sheet.get("merges", ())],
        protections=[protection(entry) for entry in sheet.get("protectedRanges", ())],
        metadata=_metadata(sheet),
        tables=[_table(table, grid) for table in sheet.get("tables", ())],
        filtered="basicFilter" in sheet,
    )
    for block in sheet.get("data", ()):
        _fill(tab, block)
    return tab


def _table(table: Mapping[str, Any], grid: Mapping[str, int]) -> Table:
    bounds = _merge(table.get("range", {}), grid)
    columns = {
        bounds[2] + column.get("columnIndex", 0): column.get("columnType", UNTYPED)
        for column in table.get("columnProperties", ())
    }
    types = {column: kind for column, kind in columns.items() if kind != UNTYPED}
    return Table(_checked(table.get("name", ""), str), bounds, types)


def _merge(merge: Mapping[str, int], grid: Mapping[str, int]) -> tuple[int, int, int, int]:
    return (
        merge.get("startRowIndex", 0),
        merge.get("endRowIndex", grid.get("rowCount", 0)),
        merge.get("startColumnIndex", 0),
        merge.get("endColumnIndex", grid.get("columnCount", 0)),
    )


def protection(entry: Mapping[str, Any]) -> Protection:
    """A protected range; one over a whole tab has no bounds and no other backing."""
    span = entry.get("range", {})
    bounds = tuple(
        span.get(name)
        for name in ("startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex")
    )
    backed = "namedRangeId" in entry or "tableId" in entry
    editors = entry.get("editors")
    return Protection(
        id=_checked(entry["protectedRangeId"], int),
        description=entry.get("description", ""),
        warning_only=entry.get("warningOnly", False),
        whole_tab=not backed and "range" in entry and bounds == (None, None, None, None),
        may_edit=entry.get("requestingUserCanEdit", False),
        range=(bounds[0], bounds[1], bounds[2], bounds[3]),
        editors=None
        if editors is None
        else len(editors.get("users", ())) + len(editors.get("groups", ())),
        everyone=bool(editors and editors.get("domainUsersCanEdit")),
    )


def _fill(tab: Tab, block: Mapping[str, Any]) -> None:
    """Put one block of grid data into a tab."""
    top, left = block.get("startRow", 0), block.get("startColumn", 0)
    rows: list[list[Value]] = [[] for _ in range(len(tab.values), top)]
    for row, entry in enumerate(block.get("rowData", ()), start=top):
        cells = entry.get("values")
        rows.append(_row(tab, row, left, cells) if cells else [])
    while rows and not rows[-1]:
        rows.pop()
    tab.values += rows


def _row(tab: Tab, row: int, left: int, cells: Sequence[Mapping[str, Any]]) -> list[Value]:
    """The values of one row, trailing blanks trimmed; what else hangs on cells goes to the tab.

    This is the loop that runs for every cell of the spreadsheet.
    """
    values: list[Value] = [None] * left
    width = 0
    for column, cell in enumerate(cells, start=left):
        if not cell:
            values.append(None)
            continue
        value: Value = None
        effective = cell.get("effectiveValue")
        if effective:
            [(kind, value)] = effective.items()
            if kind == "errorValue":
                value = None
                tab.errors.add((row, column))
            elif kind not in KINDS:
                raise ValueError
            width = column + 1
        values.append(value)
        plain = 1 + ("formattedValue" in cell) + (cell.get("userEnteredValue") == {})
        if len(cell) > plain or not effective:
            _besides(tab, (row, column), cell)
            if "chipRuns" in cell and (told := chips.read(cell)):
                values[-1] = told[0]
                if told[1]:
                    tab.people[row, column] = told[1]
            if (row, column) in tab.formulas:
                width = column + 1
    del values[width:]
    return values


UNTYPED = "COLUMN_TYPE_UNSPECIFIED"
KINDS = {"stringValue", "numberValue", "boolValue"}
RICH = ("textFormatRuns", "chipRuns", "hyperlink")


def _besides(tab: Tab, position: Position, cell: Mapping[str, Any]) -> None:
    """Keep formula, note and rich text of a cell."""
    entered = cell.get("userEnteredValue")
    if entered and "formulaValue" in entered:
        tab.formulas[position] = _checked(entered["formulaValue"], str)
    note = cell.get("note")
    if note:
        tab.notes[position] = _checked(note, str)
    rich = {name: cell[name] for name in RICH if cell.get(name)}
    if rich:
        tab.rich.add(position)
        tab.rich_text[position] = rich
