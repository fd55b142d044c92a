"""Comments, their replies, and revisions."""

from sheets_coc.local.server.google import LocalGoogle
from tests.local.drive.answers import ok, reason, share
from tests.local.knocking import Knocker


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
