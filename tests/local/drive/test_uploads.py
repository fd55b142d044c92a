"""An .xlsx file that is uploaded becomes a spreadsheet."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.keyed import local_google
from tests.local.knocking import Knocker

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ADDRESS = "https://www.googleapis.com/upload/drive/v3/files"


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "Sales"
    sheet.append(["Produce", "Price", "Day", "Twice", "Fresh"])
    sheet.append(["Kale", 0.5, date(2026, 3, 15), "=B2*2", True])
    sheet["B2"].number_format = "0.00"
    book.create_sheet("Notes").sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(knocker: Knocker, content: bytes, kind: str = XLSX) -> Any:
    wanted = {"name": "sales.xlsx", "mimeType": "application/vnd.google-apps.spreadsheet"}
    parts = [("application/json", json.dumps(wanted).encode()), (kind, content)]
    body = b"".join(
        b"--edge\r\nContent-Type: " + name.encode() + b"\r\n\r\n" + part + b"\r\n"
        for name, part in parts
    )
    headers = {"Content-Type": "multipart/related; boundary=edge"}
    query = {"uploadType": "multipart"}
    return knocker.session.post(ADDRESS, body + b"--edge--\r\n", params=query, headers=headers)


@pytest.fixture
def knocker(tmp_path: Path) -> Knocker:
    return Knocker(local_google(tmp_path / "f"))


def test_what_stood_in_the_workbook_stands_in_the_spreadsheet(knocker: Knocker) -> None:
    answer = upload(knocker, workbook())
    assert answer.status_code == 200, answer.text
    made = answer.json()
    assert made["name"] == "sales"
    values = knocker.sheets("GET", f"{made['id']}/values/Sales").json()["values"]
    assert values == [
        ["Produce", "Price", "Day", "Twice", "Fresh"],
        ["Kale", "0.50", "3/15/2026", "1", "TRUE"],
    ]
    sheets = knocker.sheets("GET", made["id"]).json()["sheets"]
    assert [sheet["properties"].get("hidden", False) for sheet in sheets] == [False, True]


def test_what_is_no_workbook_is_refused(knocker: Knocker) -> None:
    assert upload(knocker, b"PK no workbook").status_code == 400
    answer = upload(knocker, b"a,b", "text/tab-separated-values")
    assert (answer.status_code, "tab-separated" in answer.text) == (501, True)
