"""Tables: columns with types, and what Google does not let anybody do to them."""

from pathlib import Path
from typing import Any

import pytest

from sheets_coc.local.person.edits import PersonEdit
from sheets_coc.local.state.model import Tab
from tests.keyed import local_google
from tests.local.edits.client import block
from tests.local.knocking import Knocker

ROWS = [["Who", "Day", "Kind", ""], ["Al", 46_000, "x", ""], ["Bo", 46_001, "y", ""]]
DAY = {"userEnteredFormat": {"numberFormat": {"type": "DATE"}}}


class Book:
    def __init__(self, path: Path) -> None:
        self.google = local_google(path)
        rows: list[Any] = [[cell or None for cell in row] for row in ROWS]
        self.google.create_from("Book", [Tab(0, {"title": "T"}, 20, 8, rows)])
        self.id = self.google.main_spreadsheet
        self.knocker = Knocker(self.google)
        self.google.edit(
            PersonEdit("convert_to_table", tab="T", block="A1:D4", types={"B": "DATE"})
        )

    def batch(self, *requests: Any) -> Any:
        return self.knocker.sheets("POST", f"{self.id}:batchUpdate", {"requests": list(requests)})

    def table(self) -> dict[str, Any]:
        answer = self.knocker.sheets("GET", self.id, fields="sheets.tables").json()
        (found,) = answer["sheets"][0]["tables"]
        return dict(found)

    def types(self) -> list[str | None]:
        return [column.get("columnType") for column in self.table()["columnProperties"]]


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path / "f")


def test_a_table_is_read_with_its_types(book: Book) -> None:
    found = book.table()
    assert found["name"] == "Table1"
    assert found["range"] == block(0, 4, 0, 4)
    assert [column["columnName"] for column in found["columnProperties"]] == [
        "Who",
        "Day",
        "Kind",
        "Column 4",
    ]
    assert book.types() == [None, "DATE", None, None]


def cells(top: int, left: int, fields: str) -> dict[str, Any]:
    start = {"rowIndex": top, "columnIndex": left}
    return {"updateCells": {"start": start, "rows": [{"values": [DAY]}], "fields": fields}}


RULE = {"condition": {"type": "BOOLEAN"}}
FORMAT = "userEnteredFormat.numberFormat"


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        (cells(1, 1, FORMAT), "You can't set the number format of cells in a typed column."),
        (cells(1, 1, "*"), "You can't set the number format of cells in a typed column."),
        (
            {"repeatCell": {"range": block(0, 20, 0, 8), "cell": DAY, "fields": FORMAT}},
            "You can't set the number format of cells in a typed column.",
        ),
        (
            {"setDataValidation": {"range": block(3, 9, 0, 2), "rule": RULE}},
            "This operation is not allowed on cells in typed columns",
        ),
        (cells(1, 1, "dataValidation"), "This operation is not allowed on cells in typed columns"),
        (
            {"setBasicFilter": {"filter": {"range": block(0, 20, 3, 8)}}},
            "You cannot create a filter that intersects a table.",
        ),
    ],
)
def test_what_a_typed_column_forbids(book: Book, request_: Any, said: str) -> None:
    answer = book.batch(request_)
    (kind,) = request_
    assert answer.status_code == 400
    assert answer.json()["error"]["message"] == f"Invalid requests[0].{kind}: {said}"


@pytest.mark.parametrize(
    "request_",
    [
        cells(0, 1, FORMAT),  # the heading
        cells(1, 2, FORMAT),  # a column without a type
        cells(5, 1, FORMAT),  # below the table
        cells(1, 1, "userEnteredFormat.textFormat,userEnteredValue"),
        {"setDataValidation": {"range": block(1, 4, 2, 4), "rule": RULE}},
        {"setBasicFilter": {"filter": {"range": block(6, 20, 0, 8)}}},
    ],
)
def test_what_it_does_not(book: Book, request_: Any) -> None:
    assert book.batch(request_).ok


def test_rows_go_to_the_end_of_its_body(book: Book) -> None:
    table = book.table()["tableId"]
    rows = [{"values": [{"userEnteredValue": {"stringValue": name}}]} for name in ("Cy", "Di")]
    below = {"start": {"rowIndex": 5, "columnIndex": 0}, "rows": rows[:1], "fields": "*"}
    append = {"tableId": table, "rows": rows, "fields": "userEnteredValue"}
    assert book.batch({"updateCells": below}, {"appendCells": append}).ok
    answer = book.knocker.sheets("GET", f"{book.id}/values/A1:A8").json()["values"]
    # One row was free in the table; one more came, and pushed down what stood below.
    assert answer == [["Who"], ["Al"], ["Bo"], ["Cy"], ["Di"], [], ["Cy"]]
    assert book.table()["range"]["endRowIndex"] == 5


def test_types_stay_with_their_columns(book: Book) -> None:
    book.google.edit(PersonEdit("insert_columns", tab="T", column="B"))
    assert book.types() == [None, None, "DATE", None, None]
    book.google.edit(PersonEdit("delete_columns", tab="T", column="A", count=2))
    assert book.types() == ["DATE", None, None]
    book.google.edit(PersonEdit("delete_rows", tab="T", row=2))
    assert book.table()["range"] == block(0, 3, 0, 3)


def test_it_is_changed_copied_and_deleted(book: Book) -> None:
    table = book.table()["tableId"]
    kinds = [{"columnIndex": 2, "columnType": "TEXT"}]
    given = {"tableId": table, "name": "Reports", "columnProperties": kinds}
    assert book.batch({"updateTable": {"table": given, "fields": "name,columnProperties"}}).ok
    assert (book.table()["name"], book.types()) == ("Reports", [None, None, "TEXT", None])
    assert book.batch({"addTable": {"table": {"range": block(1, 3, 0, 2)}}}).status_code == 400
    assert book.batch({"duplicateSheet": {"newSheetId": 7}}).ok
    sheets = book.knocker.sheets("GET", book.id, fields="sheets.tables(tableId,name)").json()
    assert len({sheet["tables"][0]["tableId"] for sheet in sheets["sheets"]}) == 2
    assert book.batch({"deleteSheet": {"sheetId": 7}}, {"deleteTable": {"tableId": table}}).ok
    answer = book.knocker.sheets("GET", book.id, fields="sheets.tables").json()
    assert answer == {"sheets": [{}]}
