"""What programs of others rely on, found by running their own suites against the local Google."""

from pathlib import Path
from typing import Any

import pytest

from sheets_coc.local.formulas.machine import result
from sheets_coc.local.state.blank import default_properties
from sheets_coc.local.state.model import RichCell, Spreadsheet, Tab
from sheets_coc.local.wire.messages import check
from tests.local.knocking import Book, message


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path / "f")


@pytest.mark.parametrize(
    "where",
    ["R2C1:R3C2", "Sheet1!R2C1:R3C2", "'Sheet1'!r3c2:r2c1", "Sheet1!Block", "'Sheet1'!block"],
)
def test_ranges_by_numbers_and_by_names_on_a_tab(book: Book, where: str) -> None:
    block = {"startRowIndex": 1, "endRowIndex": 3, "startColumnIndex": 0, "endColumnIndex": 2}
    assert book.batch({"addNamedRange": {"namedRange": {"name": "Block", "range": block}}}).ok
    assert book.put("A2:B3", [["a", "b"], ["c", "d"]]).ok
    assert book.get(where) == [["a", "b"], ["c", "d"]]


def test_a_named_range_of_another_tab_and_a_row_of_number_0(book: Book) -> None:
    assert book.batch({"addSheet": {"properties": {"title": "Other"}}}).ok
    assert book.batch({"addNamedRange": {"namedRange": {"name": "N", "range": {"sheetId": 0}}}}).ok
    for where in ("Other!N", "R0C1"):
        answer = book.knocker.sheets("GET", f"{book.id}/values/{where}")
        assert message(answer) == f"Unable to parse range: {where}"


def test_tabs_without_a_title_take_the_first_free_one(book: Book) -> None:
    assert book.batch({"addSheet": {"properties": {"title": "foofy"}}}).ok
    replies = book.batch({"addSheet": {}}, {"addSheet": {}}).json()["replies"]
    titles = [reply["addSheet"]["properties"]["title"] for reply in replies]
    assert titles == ["Sheet2", "Sheet3"]


def test_a_slash_before_the_colon(book: Book) -> None:
    body = {"requests": [{"addSheet": {"properties": {"title": "T"}}}]}
    assert book.knocker.sheets("POST", f"{book.id}/:batchUpdate", body).ok


ADD = [{"addSheet": {"properties": {"title": name}}} for name in ("T", "U")]


@pytest.mark.parametrize("requests", [ADD, [ADD], [[ADD[0]], [[ADD[1]]]]])
def test_lists_in_lists_are_one_list(requests: Any) -> None:
    # Not over HTTP, where every request of the suite is held against Google's description.
    assert check("BatchUpdateSpreadsheetRequest", {"requests": requests}) == {"requests": ADD}


def test_one_object_is_a_list_of_it() -> None:
    found = check("BatchUpdateSpreadsheetRequest", {"requests": ADD[0], "responseRanges": "A1"})
    assert found == {"requests": [ADD[0]], "responseRanges": ["A1"]}


LIST = "(type.googleapis.com/google.protobuf.ListValue)"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ("X", f"Invalid value at 'data.values' {LIST}, \"X\""),
        (["X"], f"Invalid value at 'data.values[0]' {LIST}, \"X\""),
        ([["a"], 5], f"Invalid value at 'data.values[1]' {LIST}, 5"),
    ],
)
def test_values_that_are_no_rows(book: Book, values: Any, said: str) -> None:
    assert message(book.put("A1", values)) == said


def test_ranges_that_are_empty_or_end_beyond_the_grid(book: Book) -> None:
    bold = {"cell": {"userEnteredFormat": {"textFormat": {"bold": True}}}, "fields": "*"}
    beyond = {"startRowIndex": 998, "endRowIndex": 1500, "endColumnIndex": 1}
    nothing = {"startRowIndex": 5, "endRowIndex": 5}
    rule = {"condition": {"type": "NOT_BLANK"}, "format": {"textFormat": {"bold": True}}}
    requests = [
        {"repeatCell": {"range": beyond, **bold}},
        {"repeatCell": {"range": nothing, **bold}},
        {"addConditionalFormatRule": {"rule": {"ranges": [nothing], "booleanRule": rule}}},
        {"sortRange": {"range": {"endRowIndex": 3}, "sortSpecs": []}},
    ]
    assert book.batch(*requests).ok
    with book.google.store.read() as state:
        tab = state.spreadsheet(book.id).tabs[0]
    assert (tab.row_count, len(tab.rows), tab.rows[5]) == (1000, 1000, [])


def test_rows_are_inserted_into_an_empty_tab(book: Book) -> None:
    query = {"valueInputOption": "RAW", "insertDataOption": "INSERT_ROWS"}
    path = f"{book.id}/values/A1:append"
    assert book.knocker.sheets("POST", path, {"values": [["a"], ["b"]]}, **query).ok
    with book.google.store.read() as state:
        assert state.spreadsheet(book.id).tabs[0].row_count == 1002


def test_columns_do_not_grow_when_cells_are_appended(book: Book) -> None:
    rows = [{"values": [{"userEnteredValue": {"numberValue": 1}}] * 27}]
    append = {"appendCells": {"rows": rows, "fields": "userEnteredValue"}}
    said = "Attempting to write column: 26, beyond the last requested column of: 25"
    assert message(book.batch(append)).endswith(said)


SIZE = "gridProperties(rowCount,columnCount)"


@pytest.mark.parametrize(
    "requests",
    [
        [{"addSheet": {"properties": {"gridProperties": {"rowCount": 400_000}}}}],
        [{"appendDimension": {"dimension": "ROWS", "length": 400_000}}],
        [{"appendDimension": {"dimension": "ROWS", "length": 380_000}}, {"duplicateSheet": {}}],
        # A new number of rows is held against the old number of columns.
        [
            {
                "updateSheetProperties": {
                    "properties": {"gridProperties": {"rowCount": 500_000, "columnCount": 1}},
                    "fields": SIZE,
                }
            }
        ],
    ],
)
def test_ten_million_cells(book: Book, requests: list[Any]) -> None:
    assert message(book.batch(*requests)).endswith("above the limit of 10000000 cells.")


def test_a_hundred_thousand_requests(book: Book) -> None:
    many = [{"clearBasicFilter": {}}] * 100_001
    assert "100000" in message(book.batch(*many))


@pytest.mark.parametrize(
    ("locale", "formula", "expected"),
    [
        ("de_DE", "=SUM(1,2)", 1.2),
        ("de_DE", "=SUM(1;2)", 3),
        ("en_US", "=SUM(1,2)", 3),
        ("en_US", "=SUM(1.5;2)", 3.5),
        ("de_DE", "=1,5*2", 3),
    ],
)
def test_the_comma_in_a_formula(locale: str, formula: str, expected: float) -> None:
    tab = Tab(0, {"title": "T"})
    made = Spreadsheet("s", {"name": "S"}, default_properties(locale), [tab])
    assert result(made, tab, 0, 0, RichCell(formula=formula)) == pytest.approx(expected)


def test_a_chart_comes_back_with_googles_font(book: Book) -> None:
    spec = {"title": "T", "basicChart": {"chartType": "COLUMN"}}
    answer = book.batch({"addChart": {"chart": {"spec": spec}}}).json()
    shown = answer["replies"][0]["addChart"]["chart"]["spec"]
    assert (shown["fontName"], shown["titleTextFormat"]) == ("Roboto", {"fontFamily": "Roboto"})


def test_ones_own_folder(book: Book) -> None:
    folder = book.knocker.drive("GET", "/files/root").json()
    assert (folder["name"], folder["mimeType"]) == (
        "My Drive",
        "application/vnd.google-apps.folder",
    )
    assert book.knocker.drive("GET", f"/files/{folder['id']}").json() == folder


TIMES = ("createdTime", "modifiedByMeTime", "modifiedTime", "sharedWithMeTime", "viewedByMeTime")
OTHERS = ("folder", "name", "name_natural", "quotaBytesUsed", "recency", "starred")


@pytest.mark.parametrize("key", [*TIMES, *OTHERS])
def test_every_documented_order(book: Book, key: str) -> None:
    for name in ("Book 10", "book 9"):
        assert book.knocker.sheets("POST", "", {"properties": {"title": name}}).ok
    for order in (key, f"{key} desc", f"folder,{key}"):
        assert book.knocker.drive("GET", "/files", orderBy=order).ok
    names = [
        file["name"]
        for file in book.knocker.drive("GET", "/files", orderBy="name_natural").json()["files"]
    ]
    assert names.index("book 9") < names.index("Book 10")
    assert book.knocker.drive("GET", "/files", orderBy="size").status_code == 400


ROWS = [["Who", "Day"], ["Al", "2026-03-01"], ["Bo", "2026-04-01"], ["", "x"]]


@pytest.mark.parametrize(
    ("column", "criterion", "hidden"),
    [
        ("0", {"hiddenValues": ["Al", ""]}, [1, 3]),
        ("0", {"condition": {"type": "BLANK"}}, [1, 2]),
        ("0", {"condition": {"type": "NOT_BLANK"}}, [3]),
        ("0", {"condition": {"type": "TEXT_EQ", "values": [{"userEnteredValue": "BO"}]}}, [1, 3]),
        (
            "1",
            {"condition": {"type": "DATE_AFTER", "values": [{"userEnteredValue": "2026-03-01"}]}},
            [1, 3],
        ),
        ("1", {"condition": {"type": "DATE_BEFORE", "values": [{"relativeDate": "TODAY"}]}}, [3]),
    ],
)
def test_a_filter_hides_rows_and_keeps_rules_from_them(
    book: Book, column: str, criterion: Any, hidden: list[int]
) -> None:
    assert book.put("A1:B4", ROWS).ok
    block = {"startRowIndex": 0, "endRowIndex": 4, "startColumnIndex": 0, "endColumnIndex": 2}
    shown = {"range": block, "criteria": {column: criterion}}
    assert book.batch({"setBasicFilter": {"filter": shown}}).ok
    mask = "sheets.data.rowMetadata.hiddenByFilter"
    sheet = book.knocker.sheets("GET", book.id, fields=mask).json()["sheets"][0]
    rows = sheet["data"][0]["rowMetadata"]
    assert [row for row, meta in enumerate(rows) if meta.get("hiddenByFilter")] == hidden
    rule = {"condition": {"type": "BOOLEAN"}}
    for included in (False, True):
        spread = {"range": block, "rule": rule, "filteredRowsIncluded": included}
        assert book.batch({"setDataValidation": spread}).ok
        with book.google.store.read() as state:
            tab = state.spreadsheet(book.id).tabs[0]
        ruled = [row for row in range(4) if isinstance(tab.get(row, 0), RichCell)]
        assert ruled == [row for row in range(4) if included or row not in hidden]
    assert book.batch({"clearBasicFilter": {}}).ok
    with book.google.store.read() as state:
        assert state.spreadsheet(book.id).tabs[0].row_meta == {}


def test_a_filter_that_is_not_worked_out_is_said(book: Book) -> None:
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": "=A1>1"}]}
    shown = {"range": {}, "criteria": {"0": {"condition": condition}}}
    answer = book.batch({"setBasicFilter": {"filter": shown}})
    assert (answer.status_code, "CUSTOM_FORMULA" in answer.text) == (501, True)


def test_what_a_filter_asks_goes_along_with_its_column(book: Book) -> None:
    criteria = {"1": {"hiddenValues": ["x"]}, "2": {"hiddenValues": ["y"]}}
    requests: list[Any] = [{"addSheet": {"properties": {"sheetId": 7, "title": "T"}}}]
    requests += [
        {"setBasicFilter": {"filter": {"range": {"sheetId": tab}, "criteria": criteria}}}
        for tab in (0, 7)
    ]
    for tab in (0, 7):
        span = {"sheetId": tab, "dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}
        requests += [{"deleteDimension": {"range": span}}]
    assert book.batch(*requests).ok
    answer = book.knocker.sheets("GET", book.id, fields="sheets.basicFilter").json()
    for sheet in answer["sheets"]:
        shown = sheet["basicFilter"]
        assert shown["criteria"] == {"1": {"hiddenValues": ["y"]}}
        assert [spec["columnIndex"] for spec in shown["filterSpecs"]] == [1]


def test_a_request_that_is_null_is_none() -> None:
    found = check("BatchUpdateSpreadsheetRequest", {"requests": [None, ADD[0], None]})
    assert found == {"requests": [ADD[0]]}


@pytest.mark.parametrize(
    "chosen", [{"a1Range": "A1200:B1201"}, {"gridRange": {"startRowIndex": 1200}}]
)
def test_a_filter_that_begins_beyond_the_grid(book: Book, chosen: Any) -> None:
    body = {"dataFilters": [chosen]}
    answer = book.knocker.sheets("POST", f"{book.id}:getByDataFilter", body)
    assert "exceeds grid limits" in message(answer)
