"""Scopes: which doors they open, and to which files."""

from pathlib import Path

import pytest

from tests.keyed import local_google
from tests.local.knocking import Knocker

FEEDS = "https://spreadsheets.google.com/feeds"


@pytest.mark.parametrize("scope", ["spreadsheets", "drive", "drive.file", FEEDS])
def test_four_scopes_open_a_sheet_to_write(tmp_path: Path, scope: str) -> None:
    google = local_google(tmp_path / "f")
    somebody = Knocker(google, "tool", scopes=(scope,))
    body = {"values": [["x"]]}
    path = f"{google.main_spreadsheet}/values/A1"
    answer = somebody.sheets("PUT", path, body, valueInputOption="RAW")
    assert answer.status_code == 200
    assert somebody.sheets("GET", path).json()["values"] == [["x"]]


def test_drive_file_opens_what_one_made_or_was_shown_and_nothing_else(tmp_path: Path) -> None:
    google = local_google(tmp_path / "f")
    owner, narrow = Knocker(google), Knocker(google, "editor", scopes=("drive.file",))
    others = owner.sheets("POST", "", {"properties": {"title": "Theirs"}}).json()["spreadsheetId"]
    grant = {"type": "user", "role": "writer", "emailAddress": "editor@example.org"}
    assert owner.drive("POST", f"/files/{others}/permissions", grant).status_code == 200
    own = narrow.sheets("POST", "", {"properties": {"title": "Own"}}).json()["spreadsheetId"]
    assert narrow.sheets("GET", own).status_code == 200
    assert narrow.sheets("GET", google.main_spreadsheet).status_code == 200
    for answer in (narrow.sheets("GET", others), narrow.drive("GET", f"/files/{others}")):
        assert answer.status_code == 404
    listed = {file["id"] for file in narrow.drive("GET", "/files").json()["files"]}
    assert listed == {own, google.main_spreadsheet}
    wide = Knocker(google, "editor", scopes=("drive.file", "spreadsheets"))
    assert wide.sheets("GET", others).status_code == 200
    assert wide.drive("GET", f"/files/{others}").status_code == 404


def test_the_old_scope_opens_no_drive(tmp_path: Path) -> None:
    google = local_google(tmp_path / "f")
    assert Knocker(google, scopes=(FEEDS,)).drive("GET", "/files").status_code == 403
