"""`revisions.*` of Drive v3 as far as a spreadsheet has them: seen, published, never deleted."""

from __future__ import annotations

from typing import Any

from sheets_coc.local.auth.access import check_file, drive_error, drive_not_found
from sheets_coc.local.drive.common import list_answer, names, narrowed, page, user
from sheets_coc.local.errors import lacking
from sheets_coc.local.wire.endpoint import Call

Json = dict[str, Any]

DEFAULT = ("kind", "id", "mimeType", "modifiedTime")
FIELDS = names(
    """exportLinks id keepForever kind lastModifyingUser md5Checksum mimeType modifiedTime
    originalFilename publishAuto published publishedLink publishedOutsideDomain size"""
)
_PUBLISHING = ("published", "publishAuto", "publishedOutsideDomain")


def listed(call: Call) -> Json:
    """`revisions.list`, for everybody who may edit: the version history keeps what was erased."""
    file = check_file(call.state, call.params["file_id"], call.email, "writer")
    items, token = page(call, [_shown(call, file, r) for r in file["revisions"]], 200, 1000)
    return list_answer(call, "revision", items, token, DEFAULT)


def get(call: Call) -> Json:
    """`revisions.get`."""
    file = check_file(call.state, call.params["file_id"], call.email, "writer")
    return narrowed(call, _shown(call, file, _revision(call, file)), DEFAULT, FIELDS)


def update(call: Call) -> Json:
    """`revisions.update`: publish to the web, or stop it."""
    file = check_file(call.state, call.params["file_id"], call.email, "writer")
    revision = _revision(call, file)
    body = call.json()
    if "keepForever" in body:
        raise lacking("keeping revisions for ever")
    revision.update({key: bool(body[key]) for key in _PUBLISHING if key in body})
    return narrowed(call, _shown(call, file, revision), DEFAULT, FIELDS)


def delete(call: Call) -> None:
    """`revisions.delete`: not for a spreadsheet; its history goes with the file only."""
    file = check_file(call.state, call.params["file_id"], call.email, "writer")
    _revision(call, file)
    raise drive_error(
        400,
        "revisionDeletionNotSupported",
        "Revisions of Google Docs, Sheets and Slides files cannot be deleted.",
    )


def _revision(call: Call, file: Json) -> Json:
    wanted = call.params["revision_id"]
    revisions: list[Json] = file["revisions"]
    if wanted == "head":
        return revisions[-1]
    for revision in revisions:
        if revision["id"] == wanted:
            return revision
    raise drive_not_found(wanted, "Revision")


def _shown(call: Call, file: Json, revision: Json) -> Json:
    return {
        "kind": "drive#revision",
        "id": revision["id"],
        "mimeType": file["mimeType"],
        "modifiedTime": revision["modifiedTime"],
        "lastModifyingUser": user(revision["email"], me=call.email),
        **{key: revision.get(key, False) for key in _PUBLISHING},
    }
