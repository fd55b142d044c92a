"""Google takes what is left of requests on tables, and nothing else is left out."""

import copy
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sheets_coc.local.edits.batch import run
from sheets_coc.local.state.blank import default_properties
from sheets_coc.local.state.model import Spreadsheet, as_cell
from sheets_coc.local.state.model import Tab as StoredTab
from sheets_coc.local.wire.messages import check
from sheets_coc.sheet.google.requests import DATE, FORMAT, VALUE
from sheets_coc.sheet.google.typed_columns import allowed
from sheets_coc.sheet.model import Snapshot, Tab, Table

NOW = datetime(2026, 11, 28, tzinfo=UTC)
ROWS, COLUMNS = 8, 7
CELL = {"userEnteredValue": {"numberValue": 1}, "userEnteredFormat": {"numberFormat": DATE}}


@st.composite
def spans(draw: st.DrawFn) -> dict[str, int]:
    top, left = draw(st.integers(0, ROWS - 1)), draw(st.integers(0, COLUMNS - 1))
    return {
        "sheetId": 3,
        "startRowIndex": top,
        "endRowIndex": draw(st.integers(top + 1, ROWS)),
        "startColumnIndex": left,
        "endColumnIndex": draw(st.integers(left + 1, COLUMNS)),
    }


@st.composite
def written(draw: st.DrawFn) -> dict[str, Any]:
    """A request of a kind that the product sends."""
    span = draw(spans())
    width = span["endColumnIndex"] - span["startColumnIndex"]
    height = span["endRowIndex"] - span["startRowIndex"]
    fields = draw(st.sampled_from([VALUE, FORMAT, f"{VALUE},{FORMAT}"]))
    start = {
        "sheetId": 3,
        "rowIndex": span["startRowIndex"],
        "columnIndex": span["startColumnIndex"],
    }
    rows = [{"values": [CELL] * width}] * height
    rule = {"condition": {"type": "BOOLEAN"}}
    return draw(
        st.sampled_from(
            [
                {"repeatCell": {"range": span, "cell": CELL, "fields": fields}},
                {"updateCells": {"start": start, "rows": rows, "fields": fields}},
                {"appendCells": {"sheetId": 3, "rows": rows[:1], "fields": fields}},
                {"setDataValidation": {"range": span, "rule": rule}},
                {"setBasicFilter": {"filter": {"range": span}}},
            ]
        )
    )


def applied(requests: list[Any], table: Any = None) -> Spreadsheet:
    """A blank spreadsheet after some requests."""
    book = Spreadsheet("s", {"name": "S", "permissions": []}, default_properties())
    book.tabs = [StoredTab(3, {"title": "T"}, ROWS, COLUMNS, [["x"]])]
    sent = ([{"addTable": {"table": table}}] if table else []) + copy.deepcopy(requests)
    run(book, check("BatchUpdateSpreadsheetRequest", {"requests": sent})["requests"], "", NOW)
    return book


@given(
    st.lists(written(), min_size=1, max_size=3),
    spans(),
    st.sets(st.integers(0, COLUMNS - 1)),
)
def test_google_takes_them_and_the_rest_is_done(
    requests: list[Any], span: dict[str, int], types: set[int]
) -> None:
    left, right = span["startColumnIndex"], span["endColumnIndex"]
    typed = {column: "DATE" for column in types if left <= column < right}
    columns = [{"columnIndex": c - left, "columnType": kind} for c, kind in typed.items()]
    bounds = (span["startRowIndex"], span["endRowIndex"], left, right)
    tab = Tab(3, "T", ROWS, COLUMNS, tables=[Table("", bounds, typed)])
    kept = allowed(requests, Snapshot("s", "S", [tab]))
    if not kept:
        return
    found = applied(kept, {"range": span, "columnProperties": columns}).tabs[0]
    plain = applied([one for one in requests if "setBasicFilter" not in one] or kept).tabs[0]
    appends = any("appendCells" in one for one in requests)
    for row in range(ROWS if not appends else 0):
        for column in set(range(COLUMNS)) - typed.keys():
            one, other = as_cell(found.get(row, column)), as_cell(plain.get(row, column))
            assert (one.format, one.extra) == (other.format, other.extra)


def test_without_tables_nothing_is_left_out() -> None:
    requests = [
        {"setBasicFilter": {"filter": {"range": {"sheetId": 3}}}},
        {"addSheet": {"properties": {"title": "T"}}},
        {"createDeveloperMetadata": {"developerMetadata": {}}},
    ]
    assert allowed(requests, Snapshot("s", "S", [Tab(3, "T")])) == requests


def test_drop_downs_reach_rows_that_a_filter_hides() -> None:
    (found,) = allowed([{"setDataValidation": {"range": {}}}], Snapshot("s", "S", []))
    assert found["setDataValidation"]["filteredRowsIncluded"] is True
