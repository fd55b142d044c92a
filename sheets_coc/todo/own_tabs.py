"""The tool's own tabs, To do and Log: how they are made and where their columns stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2s
from typing import Any

from sheets_coc.errors import SheetError
from sheets_coc.policy import Tabs
from sheets_coc.schema.headers import find_header, known_headers
from sheets_coc.sheet.model import Changes, SetCell, Snapshot, Tab


def written(titles: Tabs) -> tuple[str, ...]:
    """The titles of the tabs that the tool writes to."""
    return titles.records, titles.oncall, titles.todo, titles.log


@dataclass(frozen=True, slots=True)
class TabColumn:
    """One column of a tab of the tool's own.

    Attributes:
        header: its header.
        width: its width in pixels.
        clip: whether its text is cut off instead of wrapped: nobody reads it.
    """

    header: str
    width: int
    clip: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a tab of the tool's own stands.

    Attributes:
        tab: the tab's id.
        header_row: the row of its header.
        columns: the column of each header, in the order of the headings.
        first_free: the first row below everything.
        rows: how many rows the grid has.
    """

    tab: int
    header_row: int
    columns: tuple[int, ...]
    first_free: int
    rows: int


def new_tab_id(title: str, snapshot: Snapshot) -> int:
    """An id for a new tab, the same on every attempt, so that a retry cannot make two."""
    taken = {tab.id for tab in snapshot.tabs}
    number = int.from_bytes(blake2s(title.encode(), digest_size=3).digest()) + 1_000_000
    while number in taken:
        number += 1
    return number


def find(tab: Tab, headings: Sequence[TabColumn]) -> Place | None:
    """Where the headings stand in a tab; None where it is empty.

    Raises:
        SheetError: `not-our-tab` where the tab holds something else.
    """
    wanted = [h.header for h in headings]
    found = find_header(tab, known_headers({h: (h,) for h in wanted}), needed=wanted)
    if found:
        columns = tuple(found.columns[header] for header in wanted)
        return Place(tab.id, found.row, columns, max(len(tab.values), found.row + 1), tab.rows)
    if any(v not in (None, "", False) for cells in tab.values for v in cells):
        raise SheetError(
            f"The tab {tab.title} holds something else than what sheets-coc writes there. "
            "Rename it, or give ours another name in the policy under [tabs].",
            code="not-our-tab",
        )
    return None


def _add_sheet(tab_id: int, title: str, width: int, index: int) -> dict[str, Any]:
    return {
        "addSheet": {
            "properties": {
                "sheetId": tab_id,
                "title": title,
                "index": index,
                "gridProperties": {"rowCount": 200, "columnCount": width, "frozenRowCount": 1},
            }
        }
    }


def _dress(tab_id: int, headings: Sequence[TabColumn]) -> list[Mapping[str, Any]]:
    """Bold header, wrapped text, column widths."""
    requests: list[Mapping[str, Any]] = [
        {
            "repeatCell": {
                "range": {"sheetId": tab_id, "startRowIndex": 0, "endRowIndex": 1},
                "cell": {"userEnteredFormat": {"textFormat": {"bold": True}}},
                "fields": "userEnteredFormat.textFormat.bold",
            }
        },
        {
            "repeatCell": {
                "range": {"sheetId": tab_id, "startRowIndex": 1},
                "cell": {"userEnteredFormat": {"wrapStrategy": "WRAP", "verticalAlignment": "TOP"}},
                "fields": "userEnteredFormat(wrapStrategy,verticalAlignment)",
            }
        },
    ]
    requests += [_clipped(tab_id, column) for column, h in enumerate(headings) if h.clip]
    requests += [
        {
            "updateDimensionProperties": {
                "range": {
                    "sheetId": tab_id,
                    "dimension": "COLUMNS",
                    "startIndex": column,
                    "endIndex": column + 1,
                },
                "properties": {"pixelSize": heading.width},
                "fields": "pixelSize",
            }
        }
        for column, heading in enumerate(headings)
    ]
    return requests


def _clipped(tab_id: int, column: int) -> dict[str, Any]:
    return {
        "repeatCell": {
            "range": {
                "sheetId": tab_id,
                "startRowIndex": 1,
                "startColumnIndex": column,
                "endColumnIndex": column + 1,
            },
            "cell": {"userEnteredFormat": {"wrapStrategy": "CLIP"}},
            "fields": "userEnteredFormat.wrapStrategy",
        }
    }


def prepare(snapshot: Snapshot, title: str, headings: Sequence[TabColumn]) -> tuple[Place, Changes]:
    """Where the tab stands, and what makes it where it is missing or empty.

    Raises:
        SheetError: where a tab of that title holds something else.
    """
    tab = snapshot.tab(title)
    place = find(tab, headings) if tab else None
    if place:
        return place, Changes()
    before: list[Mapping[str, Any]] = []
    if tab is None:
        tab_id, rows = new_tab_id(title, snapshot), 200
        before.append(_add_sheet(tab_id, title, len(headings), len(snapshot.tabs)))
    else:
        tab_id, rows = tab.id, tab.rows
        if tab.columns < len(headings):
            before.append(_append(tab_id, "COLUMNS", len(headings) - tab.columns))
    cells = tuple(SetCell(tab_id, 0, c, h.header) for c, h in enumerate(headings))
    place = Place(tab_id, 0, tuple(range(len(headings))), 1, rows)
    return place, Changes(cells=cells, before=tuple(before), after=tuple(_dress(tab_id, headings)))


def _append(tab_id: int, dimension: str, length: int) -> dict[str, Any]:
    return {"appendDimension": {"sheetId": tab_id, "dimension": dimension, "length": length}}


def make_room(place: Place, rows_needed: int) -> tuple[Mapping[str, Any], ...]:
    """The request that adds rows where the grid is too short."""
    if rows_needed <= place.rows:
        return ()
    return (_append(place.tab, "ROWS", rows_needed - place.rows + 50),)


def drop_down(tab_id: int, row: int, column: int, options: Sequence[str]) -> dict[str, Any]:
    """The request that gives a cell a drop-down list."""
    return _validation(
        tab_id,
        row,
        column,
        {
            "condition": {
                "type": "ONE_OF_LIST",
                "values": [{"userEnteredValue": option} for option in options],
            },
            "showCustomUi": True,
            "strict": False,
        },
    )


def tick_box(tab_id: int, row: int, column: int) -> dict[str, Any]:
    """The request that gives a cell a tick box."""
    return _validation(tab_id, row, column, {"condition": {"type": "BOOLEAN"}})


def no_rule(tab_id: int, row: int, column: int) -> dict[str, Any]:
    """The request that takes a tick box or a drop-down list from a cell."""
    return _validation(tab_id, row, column, None)


def _validation(
    tab_id: int, row: int, column: int, rule: Mapping[str, Any] | None
) -> dict[str, Any]:
    span = {
        "sheetId": tab_id,
        "startRowIndex": row,
        "endRowIndex": row + 1,
        "startColumnIndex": column,
        "endColumnIndex": column + 1,
    }
    return {"setDataValidation": {"range": span} | ({"rule": rule} if rule else {})}
