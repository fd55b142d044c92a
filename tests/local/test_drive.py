"""Drive v3 as far as spreadsheets need it, knocked at over requests and with gspread."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import gspread
import pytest
import requests
from google.oauth2.credentials import Credentials

from sheets_coc.local.auth.access import put_in_shared_drive
from sheets_coc.local.server.google import LocalGoogle
from tests.local.clock import NOW, Clock
from tests.local.knocking import Knocker

TOOL = "tool@local-google.iam.gserviceaccount.com"


@pytest.fixture
def google(tmp_path: Path, clock: Clock) -> LocalGoogle:
    made = LocalGoogle(tmp_path / "file", clock=clock)
    made.create_spreadsheet("Book", {"Records": [["Case", "Day"], ["a", 1]]})
    for name in ("reader", "commenter", "stranger"):
        made.identities.add(f"{name}@example.net")
    return made


@pytest.fixture
def book(google: LocalGoogle) -> str:
    return google.main_spreadsheet


@pytest.fixture
def owner(google: LocalGoogle) -> Knocker:
    return Knocker(google)


def reason(answer: requests.Response) -> tuple[int, str]:
    """Status and Drive's reason; Drive's errors bear no `status`."""
    error = answer.json()["error"]
    assert error["code"] == answer.status_code and "status" not in error
    assert error["errors"][0]["message"] == error["message"]
    return answer.status_code, error["errors"][0]["reason"]


def ok(answer: requests.Response) -> Any:
    assert answer.status_code == 200, answer.json()["error"]["code"]
    return answer.json()


def share(owner: Knocker, book: str, email: str, role: str, **more: Any) -> str:
    body = {"type": "user", "role": role, "emailAddress": email, **more}
    return str(ok(owner.drive("POST", f"/files/{book}/permissions", body))["id"])


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


@pytest.mark.parametrize(
    ("role", "read", "write"), [("reader", 200, 403), ("commenter", 200, 403), ("writer", 200, 200)]
)
def test_roles_open_what_they_should(
    google: LocalGoogle, owner: Knocker, book: str, role: str, read: int, write: int
) -> None:
    share(owner, book, "reader@example.net", role)
    somebody = Knocker(google, "reader@example.net")
    assert somebody.sheets("GET", f"{book}/values/A1").status_code == read
    body = {"values": [["x"]]}
    answer = somebody.sheets("PUT", f"{book}/values/A1", body, valueInputOption="RAW")
    assert answer.status_code == write
    listed = somebody.drive("GET", f"/files/{book}/permissions")
    assert listed.status_code == (200 if role == "writer" else 403)
    shown = ok(somebody.drive("GET", f"/files/{book}", fields="permissions"))
    assert ("permissions" in shown) is (role == "writer")


def test_writers_can_be_kept_from_sharing(google: LocalGoogle, owner: Knocker, book: str) -> None:
    editor = Knocker(google, "editor")
    assert reason(editor.drive("PATCH", f"/files/{book}", {"writersCanShare": False}))[0] == 403
    ok(owner.drive("PATCH", f"/files/{book}", {"writersCanShare": False}))
    assert reason(editor.drive("GET", f"/files/{book}/permissions"))[0] == 403
    assert len(ok(owner.drive("GET", f"/files/{book}/permissions"))["permissions"]) == 3


def test_permissions_tell_little_unless_asked(owner: Knocker, book: str) -> None:
    short = ok(owner.drive("GET", f"/files/{book}/permissions"))
    assert short["kind"] == "drive#permissionList"
    assert all(set(p) == {"kind", "id", "type", "role"} for p in short["permissions"])
    asked = ok(owner.drive("GET", f"/files/{book}/permissions", fields="permissions(emailAddress)"))
    emails = [p["emailAddress"] for p in asked["permissions"]]
    assert emails == ["owner@example.org", "editor@example.org", TOOL]


def test_everybody_with_the_link(google: LocalGoogle, owner: Knocker, book: str) -> None:
    stranger = Knocker(google, "stranger@example.net")
    made = ok(
        owner.drive("POST", f"/files/{book}/permissions", {"type": "anyone", "role": "reader"})
    )
    assert made["id"] == "anyoneWithLink"
    assert stranger.sheets("GET", book).status_code == 200
    assert ok(stranger.drive("GET", "/files"))["files"] == []
    assert owner.drive("DELETE", f"/files/{book}/permissions/anyoneWithLink").status_code == 204
    assert stranger.sheets("GET", book).status_code == 403


def test_a_domain_and_a_group(google: LocalGoogle, owner: Knocker, book: str) -> None:
    body = {"type": "domain", "role": "reader", "domain": "Example.net"}
    made = ok(owner.drive("POST", f"/files/{book}/permissions", body, fields="*"))
    assert made["domain"] == "example.net" and made["allowFileDiscovery"] is False
    stranger = Knocker(google, "stranger@example.net")
    assert stranger.sheets("GET", book).status_code == 200
    group = share(owner, book, "committee@example.org", "writer", type="group")
    found = ok(owner.drive("GET", f"/files/{book}/permissions/{group}", fields="*"))
    assert found["type"] == "group" and found["emailAddress"] == "committee@example.org"


def test_sharing_twice_changes_the_role(owner: Knocker, book: str) -> None:
    first = share(owner, book, "reader@example.net", "reader")
    assert share(owner, book, "Reader@example.net", "writer") == first
    found = ok(owner.drive("GET", f"/files/{book}/permissions/{first}"))
    assert found["role"] == "writer"


def test_access_can_end_by_itself(
    google: LocalGoogle, owner: Knocker, book: str, clock: Clock
) -> None:
    end = (NOW + timedelta(days=1)).isoformat()
    share(owner, book, "reader@example.net", "reader", expirationTime=end)
    reader = Knocker(google, "reader@example.net")
    assert reader.sheets("GET", book).status_code == 200
    clock.now += timedelta(days=2)
    late = Knocker(google, "reader@example.net")
    assert late.sheets("GET", book).status_code == 403
    again = Knocker(google)
    listed = ok(again.drive("GET", f"/files/{book}/permissions"))
    assert len(listed["permissions"]) == 3
    share(again, book, "reader@example.net", "reader")
    assert late.sheets("GET", book).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"type": "user", "emailAddress": "a@example.org"},
        {"role": "reader", "emailAddress": "a@example.org"},
        {"type": "user", "role": "reader"},
        {"type": "user", "role": "reader", "emailAddress": "nobody"},
        {"type": "user", "role": "king", "emailAddress": "a@example.org"},
        {"type": "user", "role": "organizer", "emailAddress": "a@example.org"},
        {"type": "domain", "role": "reader"},
        {"type": "planet", "role": "reader"},
    ],
)
def test_a_permission_that_makes_no_sense_is_a_400(
    owner: Knocker, book: str, body: dict[str, str]
) -> None:
    assert reason(owner.drive("POST", f"/files/{book}/permissions", body))[0] == 400
    assert len(ok(owner.drive("GET", f"/files/{book}/permissions"))["permissions"]) == 3


@pytest.mark.parametrize("ends", ["2020-01-01T00:00:00Z", "2099-01-01T00:00:00Z", "soon"])
def test_an_end_must_be_within_a_year(owner: Knocker, book: str, ends: str) -> None:
    body = {
        "type": "user",
        "role": "reader",
        "emailAddress": "a@example.org",
        "expirationTime": ends,
    }
    assert reason(owner.drive("POST", f"/files/{book}/permissions", body))[0] == 403


def test_the_owner_cannot_be_removed(google: LocalGoogle, book: str) -> None:
    editor = Knocker(google, "editor")
    owner_id = google.identities["owner"].permission_id
    assert editor.drive("DELETE", f"/files/{book}/permissions/{owner_id}").status_code == 403
    answer = editor.drive("PATCH", f"/files/{book}/permissions/{owner_id}", {"role": "reader"})
    assert answer.status_code == 403


def test_one_can_leave(google: LocalGoogle, owner: Knocker, book: str) -> None:
    own = share(owner, book, "reader@example.net", "reader")
    reader = Knocker(google, "reader@example.net")
    other = google.identities["editor"].permission_id
    assert reason(reader.drive("DELETE", f"/files/{book}/permissions/{other}"))[0] == 403
    assert reader.drive("DELETE", f"/files/{book}/permissions/{own}").status_code == 204
    assert reader.sheets("GET", book).status_code == 403


def test_handing_over_within_a_domain(google: LocalGoogle, owner: Knocker, book: str) -> None:
    editor_id = google.identities["editor"].permission_id
    path = f"/files/{book}/permissions/{editor_id}"
    assert reason(owner.drive("PATCH", path, {"role": "owner"})) == (403, "forbidden")
    ok(owner.drive("PATCH", path, {"role": "owner"}, transferOwnership=True))
    roles = {
        p["emailAddress"]: p["role"]
        for p in ok(owner.drive("GET", f"/files/{book}/permissions", fields="*"))["permissions"]
    }
    assert roles["owner@example.org"] == "writer" and roles["editor@example.org"] == "owner"


def test_handing_over_to_somebody_elsewhere_needs_their_consent(
    google: LocalGoogle, owner: Knocker, book: str
) -> None:
    new = share(owner, book, "reader@example.net", "writer")
    path = f"/files/{book}/permissions/{new}"
    refused = owner.drive("PATCH", path, {"role": "owner"}, transferOwnership=True)
    assert reason(refused)[1] == "consentRequiredForOwnershipTransfer"
    ok(owner.drive("PATCH", path, {"role": "writer", "pendingOwner": True}))
    heir = Knocker(google, "reader@example.net")
    made = heir.drive("PATCH", path, {"role": "owner"}, transferOwnership=True, fields="role")
    assert ok(made) == {"role": "owner"}


def test_a_service_account_never_becomes_the_owner(
    google: LocalGoogle, owner: Knocker, book: str
) -> None:
    tool_id = google.identities["tool"].permission_id
    path = f"/files/{book}/permissions/{tool_id}"
    assert reason(owner.drive("PATCH", path, {"role": "owner"}, transferOwnership=True))[0] == 400


def test_a_shared_drive_has_members_and_no_owner(
    google: LocalGoogle, owner: Knocker, book: str
) -> None:
    with google.store.write() as state:
        put_in_shared_drive(state.file(book), "0ADrive", {"owner@example.org": "organizer"})
    file = ok(owner.drive("GET", f"/files/{book}", fields="*"))
    assert file["driveId"] == "0ADrive" and "owners" not in file
    details = {p["emailAddress"]: p["permissionDetails"][0] for p in file["permissions"]}
    assert details["owner@example.org"]["inherited"] is True
    assert details["owner@example.org"]["inheritedFrom"] == "0ADrive"
    assert details["editor@example.org"]["inherited"] is False
    own = google.identities["owner"].permission_id
    answer = owner.drive("DELETE", f"/files/{book}/permissions/{own}")
    assert reason(answer) == (403, "cannotModifyInheritedPermission")


def test_comments_are_deleted_by_their_author_only(
    google: LocalGoogle, owner: Knocker, book: str
) -> None:
    share(owner, book, "commenter@example.net", "commenter")
    author = Knocker(google, "commenter@example.net")
    body = {
        "content": "Ann <Example>?",
        "anchor": "a1",
        "quotedFileContent": {"mimeType": "text/html", "value": "old"},
    }
    path = f"/files/{book}/comments"
    assert reason(author.drive("POST", path, body)) == (400, "required")
    made = ok(author.drive("POST", path, body, fields="*"))
    assert made["htmlContent"] == "Ann &lt;Example&gt;?"
    assert made["quotedFileContent"]["value"] == "old" and made["author"]["me"] is True
    one = f"{path}/{made['id']}"
    assert reason(owner.drive("DELETE", one))[0] == 400
    assert author.drive("DELETE", one).status_code == 204
    assert ok(owner.drive("GET", path, fields="comments"))["comments"] == []
    (left,) = ok(owner.drive("GET", path, fields="*", includeDeleted=True))["comments"]
    assert left["deleted"] is True and not left.keys() & {"content", "quotedFileContent"}


def test_replies_resolve_a_comment(google: LocalGoogle, owner: Knocker, book: str) -> None:
    path = f"/files/{book}/comments"
    made = ok(owner.drive("POST", path, {"content": "?"}, fields="id"))["id"]
    editor = Knocker(google, "editor")
    reply = {"content": "!", "action": "resolve"}
    answer = ok(editor.drive("POST", f"{path}/{made}/replies", reply, fields="id,action"))
    assert answer["action"] == "resolve"
    found = ok(owner.drive("GET", f"{path}/{made}", fields="resolved,replies(content)"))
    assert found == {"resolved": True, "replies": [{"content": "!"}]}
    one = f"{path}/{made}/replies/{answer['id']}"
    assert reason(owner.drive("PATCH", one, {"content": "x"}, fields="id"))[0] == 400
    assert ok(editor.drive("PATCH", one, {"content": "x"}, fields="content")) == {"content": "x"}
    assert editor.drive("DELETE", one).status_code == 204
    assert ok(owner.drive("GET", f"{path}/{made}/replies", fields="replies"))["replies"] == []


def test_readers_cannot_comment(google: LocalGoogle, owner: Knocker, book: str) -> None:
    share(owner, book, "reader@example.net", "reader")
    reader = Knocker(google, "reader@example.net")
    answer = reader.drive("POST", f"/files/{book}/comments", {"content": "x"}, fields="id")
    assert reason(answer)[0] == 403


def test_revisions_are_seen_by_editors_and_never_deleted(
    google: LocalGoogle, owner: Knocker, book: str
) -> None:
    share(owner, book, "reader@example.net", "reader")
    reader = Knocker(google, "reader@example.net")
    assert reason(reader.drive("GET", f"/files/{book}/revisions"))[0] == 403
    (only,) = ok(owner.drive("GET", f"/files/{book}/revisions", fields="*"))["revisions"]
    assert only["published"] is False
    path = f"/files/{book}/revisions/{only['id']}"
    assert reason(owner.drive("DELETE", path))[0] == 400
    ok(owner.drive("PATCH", path, {"published": True, "publishAuto": True}))
    assert ok(owner.drive("GET", path, fields="published")) == {"published": True}


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


@pytest.fixture
def client(google: LocalGoogle) -> gspread.Client:
    token = google.tokens.token(google.identities["owner"], ["spreadsheets", "drive"])
    made = gspread.authorize(Credentials(token))
    made.http_client.session.mount("https://", google.adapter())
    return made


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
