"""From changes to the requests of one batch."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets_coc.errors import Error
from sheets_coc.sheet.google import requests as rq
from sheets_coc.sheet.model import AppendRow, Changes, SetCell, Snapshot, Tab

SHEET = Snapshot(
    id="x",
    title="x",
    tabs=[Tab(id=0, title="Records", rows=10, columns=5), Tab(id=9, title="Log")],
    metadata={"kept": "1", "old": "2"},
)


def kinds(requests: list) -> list[str]:
    return [next(iter(request)) for request in requests]


def test_neighbours_with_one_mask_go_together():
    cells = [SetCell(0, row, column, "x") for row in range(2, 8) for column in range(1, 4)]
    [request] = rq.build(Changes(cells=tuple(reversed(cells))), SHEET)
    update = request["updateCells"]
    assert update["start"] == {"sheetId": 0, "rowIndex": 2, "columnIndex": 1}
    assert [len(row["values"]) for row in update["rows"]] == [3] * 6


def test_ten_thousand_cells_of_a_column_are_one_request():
    cells = tuple(SetCell(9, row, 3, f"{row}") for row in range(900))
    assert len(rq.build(Changes(cells=cells), SHEET)) == 1


def test_stripping_clears_all_that_is_personal_and_keeps_the_look():
    [request] = rq.build(Changes(cells=(SetCell(0, 1, 1, "Expunged", strip=True),)), SHEET)
    assert request["updateCells"]["fields"] == (
        "userEnteredValue,userEnteredFormat.textFormat.link,textFormatRuns,chipRuns,note"
    )
    assert request["updateCells"]["rows"] == [
        {"values": [{"userEnteredValue": {"stringValue": "Expunged"}}]}
    ]


@pytest.mark.parametrize(
    ("value", "entered"),
    [
        (None, {}),
        ("", {}),
        ("=IMPORTDATA(A1)", {"stringValue": "=IMPORTDATA(A1)"}),
        ("0042", {"stringValue": "0042"}),
        (0, {"numberValue": 0}),
        (45000.5, {"numberValue": 45000.5}),
        (False, {"boolValue": False}),
        ("a\ud800b", {"stringValue": "a\ufffdb"}),
        ("\U0001f600", {"stringValue": "\U0001f600"}),
    ],
)
def test_values_are_written_raw(value, entered):
    assert rq.extended_value(value) == entered


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=50))
def test_any_text_can_be_sent(text):
    entered = rq.extended_value(text)
    entered.get("stringValue", "").encode("utf-8")


@pytest.mark.parametrize("value", [math.nan, math.inf, "x" * 50_001])
def test_what_no_cell_can_hold_is_said_with_its_address(value):
    with pytest.raises(Error) as caught:
        rq.build(Changes(cells=(SetCell(0, 11, 1, value),)), SHEET)
    assert caught.value.cell == "B12"


def test_dates_and_links_bring_their_format():
    day = SetCell(0, 1, 1, 45_000, is_date=True)
    link = SetCell(0, 2, 1, "See", link="#gid=0&range=B12")
    requests = rq.build(Changes(cells=(day, link)), SHEET)
    assert [request["updateCells"]["fields"] for request in requests] == [
        "userEnteredValue,userEnteredFormat.numberFormat",
        "userEnteredValue,userEnteredFormat.textFormat.link",
    ]


def test_tabs_grow_for_cells_beyond_them_and_not_twice():
    changes = Changes(cells=(SetCell(0, 12, 6, "x"),))
    grow, grow_too, _ = rq.build(changes, SHEET)
    assert grow["appendDimension"] == {"sheetId": 0, "dimension": "ROWS", "length": 3}
    assert grow_too["appendDimension"] == {"sheetId": 0, "dimension": "COLUMNS", "length": 2}
    own = {"appendDimension": {"sheetId": 0, "dimension": "COLUMNS", "length": 2}}
    insert = {
        "insertDimension": {
            "range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 4}
        }
    }
    both = Changes(cells=changes.cells, before=(own, insert))
    assert kinds(rq.build(both, SHEET)) == ["appendDimension", "insertDimension", "updateCells"]


def test_the_last_value_for_a_cell_wins_and_stripping_sticks():
    cells = rq.merged([SetCell(0, 1, 1, "a", strip=True), SetCell(0, 1, 1, "b")])
    assert cells == [SetCell(0, 1, 1, "b", strip=True)]


def test_appended_rows_go_by_tab_with_their_formats():
    rows = (
        AppendRow(9, (45_000.5, "redact", None), time_columns=frozenset({0})),
        AppendRow(9, (45_001.5, "redact", None), time_columns=frozenset({0})),
    )
    [request] = rq.build(Changes(appended=rows), SHEET)
    first = request["appendCells"]["rows"][0]["values"]
    assert first[0]["userEnteredFormat"]["numberFormat"]["type"] == "DATE_TIME"
    assert first[2] == {}


def test_metadata_is_set_once_and_removed():
    wanted = {"kept": "1", "old": None, "new": "3", "never": None}
    assert kinds(rq.build(Changes(metadata=wanted), SHEET)) == [
        "deleteDeveloperMetadata",
        "createDeveloperMetadata",
    ]


def test_the_order_is_before_cells_rows_after():
    changes = Changes(
        cells=(SetCell(0, 1, 1, "x"),),
        appended=(AppendRow(9, ("x",)),),
        before=({"addSheet": {}},),
        after=({"setDataValidation": {}},),
        metadata={"new": "1"},
    )
    assert kinds(rq.build(changes, SHEET)) == [
        "addSheet",
        "updateCells",
        "appendCells",
        "setDataValidation",
        "createDeveloperMetadata",
    ]


def test_a_tab_grows_to_the_right_before_rows_are_appended():
    wide = AppendRow(0, (*range(7),))
    [grow, append] = rq.build(Changes(appended=(wide,)), SHEET)
    assert grow == {"appendDimension": {"sheetId": 0, "dimension": "COLUMNS", "length": 2}}
    assert "appendCells" in append


def test_more_than_a_batch_holds_is_refused_before_it_is_sent():
    many = tuple({"addSheet": {}} for _ in range(100_001))
    with pytest.raises(Error) as refused:
        rq.build(Changes(before=many), SHEET)
    assert refused.value.code == "too-many-requests"
