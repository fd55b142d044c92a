"""The part of Drive v3 that spreadsheets need, as a table of endpoints."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sheets_coc.local.auth.scopes import (
    DRIVE_METADATA,
    DRIVE_READ,
    DRIVE_RENAME,
    DRIVE_WRITE,
    SHEETS_READ,
)
from sheets_coc.local.drive import comments, contents, files, permissions, revisions, uploads
from sheets_coc.local.wire.endpoint import Answer, Call, Endpoint

_FILES = "/drive/v3/files"
_FILE = f"{_FILES}/<file_id>"
_PERMISSIONS = f"{_FILE}/permissions"
_PERMISSION = f"{_PERMISSIONS}/<permission_id>"
_COMMENTS = f"{_FILE}/comments"
_COMMENT = f"{_COMMENTS}/<comment_id>"
_REPLIES = f"{_COMMENT}/replies"
_REPLY = f"{_REPLIES}/<reply_id>"
_REVISIONS = f"{_FILE}/revisions"
_REVISION = f"{_REVISIONS}/<revision_id>"

_DOWNLOAD = tuple({*SHEETS_READ, *DRIVE_READ})
Reader = Callable[[Call], dict[str, Any] | Answer]


def _gone(handle: Callable[[Call], None]) -> Callable[[Call], Answer]:
    """The 204 without a body that Drive answers to a deletion."""

    def handled(call: Call) -> Answer:
        handle(call)
        return Answer(status=204, content_type="text/html")

    return handled


def _read(rule: str, name: str, handle: Reader, scopes: tuple[str, ...]) -> Endpoint:
    return Endpoint("GET", rule, f"drive.{name}", handle, scopes)


def _write(
    method: str, rule: str, name: str, handle: Reader, scopes: tuple[str, ...] = DRIVE_WRITE
) -> Endpoint:
    return Endpoint(method, rule, f"drive.{name}", handle, scopes, writes=True)


ENDPOINTS: tuple[Endpoint, ...] = (
    _read("/drive/v3/about", "about.get", files.about, DRIVE_METADATA),
    _read(_FILES, "files.list", files.listed, DRIVE_METADATA),
    _read(_FILE, "files.get", files.get, DRIVE_METADATA),
    _read(f"{_FILE}/export", "files.export", contents.exported, DRIVE_READ),
    _read("/spreadsheets/d/<file_id>/export", "export", contents.downloaded, _DOWNLOAD),
    _write("POST", _FILES, "files.create", files.create),
    _write("POST", f"{_FILE}/copy", "files.copy", files.copied),
    _write("PATCH", _FILE, "files.update", files.update, DRIVE_RENAME),
    _write("DELETE", _FILE, "files.delete", _gone(files.delete)),
    _write("POST", "/upload/drive/v3/files", "files.create (upload)", uploads.created),
    _write("PUT", "/upload/drive/v2/files/<file_id>", "v2.files.update", contents.uploaded),
    _read(_PERMISSIONS, "permissions.list", permissions.listed, DRIVE_METADATA),
    _read(_PERMISSION, "permissions.get", permissions.get, DRIVE_METADATA),
    _write("POST", _PERMISSIONS, "permissions.create", permissions.create),
    _write("PATCH", _PERMISSION, "permissions.update", permissions.update),
    _write("DELETE", _PERMISSION, "permissions.delete", _gone(permissions.delete)),
    _read(_COMMENTS, "comments.list", comments.listed, DRIVE_READ),
    _read(_COMMENT, "comments.get", comments.get, DRIVE_READ),
    _write("POST", _COMMENTS, "comments.create", comments.create),
    _write("PATCH", _COMMENT, "comments.update", comments.update),
    _write("DELETE", _COMMENT, "comments.delete", _gone(comments.delete)),
    _read(_REPLIES, "replies.list", comments.replies, DRIVE_READ),
    _read(_REPLY, "replies.get", comments.get_reply, DRIVE_READ),
    _write("POST", _REPLIES, "replies.create", comments.create_reply),
    _write("PATCH", _REPLY, "replies.update", comments.update_reply),
    _write("DELETE", _REPLY, "replies.delete", _gone(comments.delete_reply)),
    _read(_REVISIONS, "revisions.list", revisions.listed, DRIVE_METADATA),
    _read(_REVISION, "revisions.get", revisions.get, DRIVE_METADATA),
    _write("PATCH", _REVISION, "revisions.update", revisions.update),
    _write("DELETE", _REVISION, "revisions.delete", _gone(revisions.delete)),
)
"""Every method of Drive that is implemented; anything else is a 501."""
