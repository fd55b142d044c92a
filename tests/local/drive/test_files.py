"""Files: found by a query, told of field by field, copied, renamed and deleted."""

from datetime import timedelta

import pytest

from sheets_coc.local.server.google import LocalGoogle
from tests.local.clock import Clock
from tests.local.drive.answers import TOOL, ok, reason
from tests.local.knocking import Knocker


def test_a_file_tells_little_unless_asked(owner: Knocker, book: str) -> None:
    assert ok(owner.drive("GET", f"/files/{book}")) == {
        "kind": "drive#file",
        "id": book,
        "name": "Book",
        "mimeType": "application/vnd.google-apps.spreadsheet",
    }
    asked = ok(owner.drive("GET", f"/files/{book}", fields="name,owners/emailAddress,md5Checksum"))
    assert asked == {"name": "Book", "owners": [{"emailAddress": "owner@example.org"}]}
    assert ok(owner.drive("GET", f"/files/{book}", fields="*"))["capabilities"]["canShare"]


def test_a_misspelt_field_is_refused(owner: Knocker, book: str) -> None:
    answer = owner.drive("GET", f"/files/{book}", fields="nmae")
    assert reason(answer) == (400, "invalidParameter")
    assert "Invalid field selection nmae" in answer.text


def test_a_file_that_is_absent_and_one_not_shared_look_the_same(
    google: LocalGoogle, owner: Knocker, book: str
) -> None:
    stranger = Knocker(google, "stranger@example.net")
    assert reason(owner.drive("GET", "/files/none")) == (404, "notFound")
    assert reason(stranger.drive("GET", f"/files/{book}")) == (404, "notFound")
    message = stranger.drive("GET", f"/files/{book}").json()["error"]["message"]
    assert message == f"File not found: {book}."
    assert stranger.sheets("GET", book).json()["error"]["status"] == "PERMISSION_DENIED"
    assert stranger.sheets("GET", "none").json()["error"]["status"] == "NOT_FOUND"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", True),
        ('mimeType="application/vnd.google-apps.spreadsheet"', True),
        ("mimeType = 'application/vnd.google-apps.folder'", False),
        ('mimeType="application/vnd.google-apps.spreadsheet" and name = "book"', True),
        ("name = 'Book' and trashed = true", False),
        ("not trashed = true", True),
        ("name contains 'bo'", True),
        ("name contains 'ook'", False),
        ("name = 'x' or (name != 'y' and trashed=false)", True),
        ("'owner@example.org' in owners", True),
        ("'editor@example.org' in owners", False),
        ("'editor@example.org' in writers", True),
        ('parents in "somewhere"', False),
        ("modifiedTime > '2026-03-01T00:00:00'", True),
        ("modifiedTime < '2026-03-01T00:00:00'", False),
        (r"name = 'O\'Book'", False),
    ],
)
def test_files_are_found_by_a_query(owner: Knocker, query: str, found: bool) -> None:
    assert bool(ok(owner.drive("GET", "/files", q=query))["files"]) is found


@pytest.mark.parametrize(
    "query", ["name", "name =", "name = Book", "name ~ 'x'", "(trashed=false", "x = 'y'", "' and"]
)
def test_a_query_that_makes_no_sense_is_a_400(owner: Knocker, query: str) -> None:
    assert reason(owner.drive("GET", "/files", q=query)) == (400, "invalid")


def test_what_is_not_searched_for_says_so(owner: Knocker) -> None:
    answer = owner.drive("GET", "/files", q="fullText contains 'x'")
    assert answer.status_code == 501 and "fullText" in answer.text


def test_files_come_in_pages(owner: Knocker) -> None:
    for number in range(4):
        body = {"name": f"n{number}", "mimeType": "application/vnd.google-apps.spreadsheet"}
        ok(owner.drive("POST", "/files", body))
    first = ok(owner.drive("GET", "/files", pageSize=3, orderBy="name"))
    second = ok(
        owner.drive("GET", "/files", pageSize=3, orderBy="name", pageToken=first["nextPageToken"])
    )
    names = [file["name"] for file in first["files"] + second["files"]]
    assert names == ["Book", "n0", "n1", "n2", "n3"]
    assert "nextPageToken" not in second
    assert reason(owner.drive("GET", "/files", pageSize=0))[0] == 400
    assert reason(owner.drive("GET", "/files", pageToken="x"))[0] == 400


def test_only_people_can_own_files(google: LocalGoogle, owner: Knocker, book: str) -> None:
    tool = Knocker(google, "tool")
    body = {"name": "New", "mimeType": "application/vnd.google-apps.spreadsheet"}
    assert reason(tool.drive("POST", "/files", body)) == (403, "storageQuotaExceeded")
    assert reason(tool.drive("POST", f"/files/{book}/copy", {})) == (403, "storageQuotaExceeded")
    made = ok(owner.drive("POST", "/files", body))["id"]
    assert ok(owner.sheets("GET", made))["sheets"][0]["properties"]["title"] == "Sheet1"


def test_other_kinds_of_files_are_not_made(owner: Knocker) -> None:
    answer = owner.drive("POST", "/files", {"name": "x", "mimeType": "text/plain"})
    assert answer.status_code == 501 and "text/plain" in answer.text


def test_a_copy_belongs_to_its_maker_alone(google: LocalGoogle, book: str) -> None:
    editor = Knocker(google, "editor")
    made = ok(editor.drive("POST", f"/files/{book}/copy", {}))
    assert made["name"] == "Copy of Book"
    permissions = ok(editor.drive("GET", f"/files/{made['id']}/permissions", fields="*"))
    assert [p["emailAddress"] for p in permissions["permissions"]] == ["editor@example.org"]
    values = ok(editor.sheets("GET", f"{made['id']}/values/Records"))["values"]
    assert values == [["Case", "Day"], ["a", "1"]]
    ok(editor.sheets("PUT", f"{made['id']}/values/A2", {"values": [["b"]]}, valueInputOption="RAW"))
    assert ok(editor.sheets("GET", f"{book}/values/A2"))["values"] == [["a"]]


def test_deleting_is_for_the_owner(google: LocalGoogle, owner: Knocker, book: str) -> None:
    editor = Knocker(google, "editor")
    assert reason(editor.drive("DELETE", f"/files/{book}"))[1] == "insufficientFilePermissions"
    gone = owner.drive("DELETE", f"/files/{book}")
    assert (gone.status_code, gone.content) == (204, b"")
    assert owner.sheets("GET", book).status_code == 404


def test_renaming_shows_in_both_apis(owner: Knocker, book: str, clock: Clock) -> None:
    clock.now += timedelta(minutes=20)
    ok(owner.drive("PATCH", f"/files/{book}", {"name": "Other", "description": "why"}))
    assert ok(owner.sheets("GET", book))["properties"]["title"] == "Other"
    file = ok(owner.drive("GET", f"/files/{book}", fields="description,modifiedTime,createdTime"))
    assert file == {
        "description": "why",
        "createdTime": "2026-03-02T09:30:00.000Z",
        "modifiedTime": "2026-03-02T09:50:00.000Z",
    }


def test_a_write_through_sheets_is_a_new_version(
    google: LocalGoogle, owner: Knocker, book: str, clock: Clock
) -> None:
    fields = "version,modifiedTime,lastModifyingUser/emailAddress"
    before = ok(owner.drive("GET", f"/files/{book}", fields=fields))
    clock.now += timedelta(minutes=30)
    tool = Knocker(google, "tool")
    ok(tool.sheets("PUT", f"{book}/values/A2", {"values": [["b"]]}, valueInputOption="RAW"))
    after = ok(owner.drive("GET", f"/files/{book}", fields=fields))
    assert int(after["version"]) > int(before["version"])
    assert after["modifiedTime"] == "2026-03-02T10:00:00.000Z"
    assert after["lastModifyingUser"]["emailAddress"] == TOOL
    revisions = ok(owner.drive("GET", f"/files/{book}/revisions"))["revisions"]
    assert len(revisions) == 2


def test_the_metadata_scope_reads_and_no_more(google: LocalGoogle, book: str) -> None:
    auditor = Knocker(google, "tool", ("drive.metadata.readonly",))
    assert auditor.drive("GET", f"/files/{book}/permissions").status_code == 200
    answer = auditor.drive("DELETE", f"/files/{book}/permissions/1")
    assert answer.status_code == 403
    reasons = [detail["reason"] for detail in answer.json()["error"]["details"]]
    assert reasons == ["ACCESS_TOKEN_SCOPE_INSUFFICIENT"]
    assert auditor.drive("GET", f"/files/{book}/comments", fields="*").status_code == 403


def test_unknown_paths_are_named(owner: Knocker) -> None:
    answer = owner.drive("POST", "/files/x/watch", {})
    assert answer.status_code == 501 and "/files/x/watch" in answer.text


def test_who_am_i(google: LocalGoogle, owner: Knocker) -> None:
    assert reason(owner.drive("GET", "/about")) == (400, "required")
    about = ok(Knocker(google, "tool").drive("GET", "/about", fields="user,storageQuota/limit"))
    assert about["user"]["emailAddress"] == TOOL and about["storageQuota"]["limit"] == "0"
