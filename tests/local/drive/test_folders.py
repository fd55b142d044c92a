"""Folders of Drive: made, filled, listed, and deleted with what is in them."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.keyed import local_google
from tests.local.knocking import Knocker

FOLDER = "application/vnd.google-apps.folder"
SHEET = "application/vnd.google-apps.spreadsheet"


@pytest.fixture
def knocker(tmp_path: Path) -> Knocker:
    google = local_google(tmp_path / "f")
    assert google.main_spreadsheet
    return Knocker(google)


def made(knocker: Knocker, kind: str, *parents: str) -> str:
    body: dict[str, Any] = {"name": "New", "mimeType": kind, "parents": list(parents)}
    answer = knocker.drive("POST", "/files", body)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["id"])


def listed(knocker: Knocker, folder: str) -> set[str]:
    files = knocker.drive("GET", "/files", q=f"'{folder}' in parents").json()["files"]
    return {file["id"] for file in files}


def test_a_file_is_made_in_a_folder_and_moved(knocker: Knocker) -> None:
    root = knocker.drive("GET", "/files/root").json()["id"]
    folder = made(knocker, FOLDER)
    inner = made(knocker, FOLDER, folder)
    sheet = made(knocker, SHEET, folder)
    assert listed(knocker, root) == {folder}
    assert listed(knocker, folder) == {inner, sheet}
    moved = knocker.drive("PATCH", f"/files/{sheet}", {}, addParents=inner, removeParents=folder)
    assert moved.status_code == 200
    assert listed(knocker, inner) == {sheet}
    assert knocker.drive("DELETE", f"/files/{folder}").status_code == 204
    assert {folder, inner, sheet}.isdisjoint(
        file["id"] for file in knocker.drive("GET", "/files").json()["files"]
    )
    later = knocker.google.clock() + timedelta(minutes=1)
    knocker.google.store.clock = lambda: later
    for gone in (folder, inner, sheet):
        assert knocker.sheets("GET", gone).status_code == 404
        assert knocker.drive("GET", f"/files/{gone}").status_code == 404


def test_a_document_is_shared_binned_and_deleted_and_has_no_cells(knocker: Knocker) -> None:
    file = made(knocker, "application/vnd.google-apps.document")
    shown = knocker.drive("GET", f"/files/{file}", fields="*").json()
    assert shown["webViewLink"] == f"https://docs.google.com/document/d/{file}/edit?usp=drivesdk"
    assert "exportLinks" not in shown
    knocker.drive("POST", f"/files/{file}/permissions", {"type": "anyone", "role": "reader"})
    shared = knocker.drive("GET", f"/files/{file}/permissions").json()["permissions"]
    assert [one["type"] for one in shared] == ["user", "anyone"]
    revisions = knocker.drive("GET", f"/files/{file}/revisions").json()["revisions"]
    assert {one["mimeType"] for one in revisions} == {shown["mimeType"]}
    assert knocker.sheets("GET", file).status_code == 400
    assert knocker.drive("PATCH", f"/files/{file}", {"trashed": True}).json()["id"] == file
    assert knocker.drive("GET", f"/files/{file}", fields="trashed").json() == {"trashed": True}
    assert knocker.drive("DELETE", f"/files/{file}").status_code == 204
    assert knocker.drive("GET", f"/files/{file}").status_code == 404


def test_a_folder_is_no_spreadsheet(knocker: Knocker) -> None:
    folder = made(knocker, FOLDER)
    answer = knocker.sheets("GET", folder)
    assert (answer.status_code, answer.json()["error"]["status"]) == (400, "FAILED_PRECONDITION")
    assert knocker.drive("POST", f"/files/{folder}/copy", {}).status_code == 403
    sheet = made(knocker, SHEET)
    for parents in (["no-such-folder"], [sheet], [folder, "root"]):
        body = {"name": "New", "mimeType": SHEET, "parents": parents}
        assert knocker.drive("POST", "/files", body).status_code in (403, 404)
