"""What gspread does to files rather than to cells, done with the real gspread."""

import gspread
import pytest

from sheets_coc.local.auth.access import put_in_shared_drive
from sheets_coc.local.server.google import LocalGoogle
from tests.local.drive.answers import ok
from tests.local.knocking import Knocker


def test_gspread_shares_exports_copies_and_deletes(client: gspread.Client, book: str) -> None:
    sheet = client.open("Book")
    assert sheet.id == book
    sheet.share("reader@example.net", perm_type="user", role="reader", notify=False)
    assert len(sheet.list_permissions()) == 4
    copy = client.copy(book, "Second", copy_permissions=False)
    assert {file["name"] for file in client.list_spreadsheet_files()} == {"Book", "Second"}
    sheet.remove_permissions("reader@example.net")
    assert len(sheet.list_permissions()) == 3
    client.del_spreadsheet(copy.id)
    assert sheet.export(gspread.utils.ExportFormat.CSV) == b"Case,Day\r\na,1"
    assert sheet.export(gspread.utils.ExportFormat.TSV) == b"Case\tDay\r\na\t1"
    assert sheet.export(gspread.utils.ExportFormat.EXCEL)[:2] == b"PK"
    assert sheet.get_lastUpdateTime() == "2026-03-02T09:30:00.000Z"
    with pytest.raises(gspread.exceptions.SpreadsheetNotFound):
        client.open("Third")
    with pytest.raises(gspread.exceptions.APIError, match="501"):
        sheet.export(gspread.utils.ExportFormat.PDF)


def test_gspread_copies_comments(client: gspread.Client, owner: Knocker, book: str) -> None:
    for text in ("one", "two"):
        owner.drive("POST", f"/files/{book}/comments", {"content": text}, fields="id")
    copy = client.copy(book)
    found = ok(owner.drive("GET", f"/files/{copy.id}/comments", fields="comments(content)"))
    assert {comment["content"] for comment in found["comments"]} == {"one", "two"}


def test_gspread_copies_permissions_where_nobody_owns_the_file(
    google: LocalGoogle, client: gspread.Client, book: str
) -> None:
    with google.store.write() as state:
        members = {"owner@example.org": "writer", "reader@example.net": "writer"}
        put_in_shared_drive(state.file(book), "0ADrive", members)
    copy = client.copy(book, copy_permissions=True)
    assert len(copy.list_permissions()) == 4


def test_gspread_imports_csv_over_everything(client: gspread.Client, book: str) -> None:
    answer = client.import_csv(book, 'x,"a ""b"", c"\r\n,7\r\n')
    assert answer is None or answer["title"] == "Book"
    sheet = client.open_by_key(book)
    assert [tab.title for tab in sheet.worksheets()] == ["Book"]
    assert sheet.sheet1.get_all_values() == [["x", 'a "b", c'], ["", "7"]]


def test_gspread_hands_a_file_over(google: LocalGoogle, client: gspread.Client, book: str) -> None:
    sheet = client.open_by_key(book)
    (editor_id,) = [
        p["id"] for p in sheet.list_permissions() if p["emailAddress"] == "editor@example.org"
    ]
    sheet.transfer_ownership(editor_id)
    pending = [p for p in sheet.list_permissions() if p.get("pendingOwner")]
    assert [p["id"] for p in pending] == [editor_id]
