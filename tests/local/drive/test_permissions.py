"""Permissions: roles, links, domains and groups, an end of access, and handing over."""

from datetime import timedelta

import pytest

from sheets_coc.local.auth.access import put_in_shared_drive
from sheets_coc.local.server.google import LocalGoogle
from tests.local.clock import NOW, Clock
from tests.local.drive.answers import TOOL, ok, reason, share
from tests.local.knocking import Knocker


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
