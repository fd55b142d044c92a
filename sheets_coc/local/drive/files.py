"""`files.*` of Drive v3 for spreadsheets: find, look at, create, copy, rename, delete."""

from __future__ import annotations

import re
from typing import Any

from sheets_coc.local.auth.access import (
    DOCUMENT,
    FOLDER,
    GONE_AFTER,
    ROLES,
    SPREADSHEET,
    active,
    at_least,
    check_file,
    drive_error,
    insufficient_file_permissions,
    is_open,
    is_person,
    may_share,
    new_file,
    only_spreadsheets,
    owners,
    role_of,
    touch,
)
from sheets_coc.local.drive import folders
from sheets_coc.local.drive.common import (
    fields_required,
    invalid_value,
    names,
    narrowed,
    page,
    user,
)
from sheets_coc.local.drive.contents import EXPORTS
from sheets_coc.local.drive.permissions import shown as shown_permission
from sheets_coc.local.drive.query import parse
from sheets_coc.local.errors import ApiError, lacking
from sheets_coc.local.state.blank import blank
from sheets_coc.local.state.model import Spreadsheet
from sheets_coc.local.state.state import new_id
from sheets_coc.local.wire.endpoint import Call

Json = dict[str, Any]

DEFAULT = ("kind", "id", "name", "mimeType")
LIST_FIELDS = ("kind", "incompleteSearch", "nextPageToken", "files")
ABOUT_FIELDS = names(
    """kind user storageQuota exportFormats importFormats maxImportSizes maxUploadSize appInstalled
    canCreateDrives canCreateTeamDrives driveThemes teamDriveThemes folderColorPalette"""
)
FILE_FIELDS = names(
    """appProperties capabilities clientEncryptionDetails contentHints contentRestrictions
    copyRequiresWriterPermission createdTime description downloadRestrictions driveId
    explicitlyTrashed exportLinks fileExtension folderColorRgb fullFileExtension
    hasAugmentedPermissions hasThumbnail headRevisionId iconLink id imageMediaMetadata
    inheritedPermissionsDisabled isAppAuthorized kind labelInfo lastModifyingUser
    linkShareMetadata md5Checksum mimeType modifiedByMe modifiedByMeTime modifiedTime name
    originalFilename ownedByMe owners parents permissionIds permissions properties quotaBytesUsed
    resourceKey sha1Checksum sha256Checksum shared sharedWithMeTime sharingUser shortcutDetails
    size spaces starred teamDriveId thumbnailLink thumbnailVersion trashed trashedTime
    trashingUser version videoMediaMetadata viewedByMe viewedByMeTime viewersCanCopyContent
    webContentLink webViewLink writersCanShare"""
)
"""Every field a file has in Drive v3. Asking for one that is not told here gives nothing, as it
does at Google for a field that a spreadsheet has no use for."""
_WRITABLE = ("name", "description", "starred", "trashed", "writersCanShare")
_WRITABLE_LAST = ("copyRequiresWriterPermission", "properties", "appProperties")
_SORT_KEYS = names(
    """createdTime folder modifiedByMeTime modifiedTime name name_natural quotaBytesUsed recency
    sharedWithMeTime starred viewedByMeTime"""
)
_NATURAL = re.compile(r"(\d+)")


def listed(call: Call) -> Json:
    """`files.list`: the spreadsheets that are shared with the caller by address or domain."""
    if (call.option("corpora") or "user") not in ("user", "allDrives"):
        raise lacking(f"corpora={call.option('corpora')}")
    test = parse(call.option("q") or "", call.state.now)
    found = []
    for file_id in call.state.ids():
        file = call.state.file(file_id)
        if (
            _listed_for(file, call)
            and is_open(call.state, file, call.email)
            and test(file_id, file)
        ):
            found.append(file_id)
    ids, token = page(call, [{"id": file_id} for file_id in _sorted(call, found)], 100, 1000)
    answer: Json = {"kind": "drive#fileList", "incompleteSearch": False}
    if token:
        answer["nextPageToken"] = token
    answer["files"] = [shown(call, item["id"]) for item in ids]
    if call.option("fields") is None:
        answer["files"] = [{key: file[key] for key in DEFAULT} for file in answer["files"]]
    return narrowed(call, answer, LIST_FIELDS, LIST_FIELDS)


def get(call: Call) -> Json:
    """`files.get`: what Drive knows about a file."""
    if call.option("alt") == "media":
        raise drive_error(
            403,
            "fileNotDownloadable",
            "Only files with binary content can be downloaded. Use Export with Docs Editors files.",
            location="alt",
            locationType="parameter",
        )
    file_id = call.params["file_id"]
    if folders.is_root(call, file_id):
        return narrowed(call, folders.root(call), DEFAULT, FILE_FIELDS)
    check_file(call.state, file_id, call.email, "reader")
    return answer(call, file_id)


_SHEETS = "https://docs.google.com/spreadsheets/d/{}/edit?usp=drivesdk"
_ADDRESSES = {
    DOCUMENT: "https://docs.google.com/document/d/{}/edit?usp=drivesdk",
    FOLDER: "https://drive.google.com/drive/folders/{}",
}
"""Where people open a file, by its type."""


def create(call: Call) -> Json:
    """`files.create`: a new blank file; only people have room for one.

    A document of Docs is what Drive knows of it, with nothing in it.
    """
    body = call.json()
    kind = body.get("mimeType", "application/octet-stream")
    if kind not in (FOLDER, DOCUMENT):
        only_spreadsheets(kind)
    new = made(call, body)
    if kind in (FOLDER, DOCUMENT):
        new.file["mimeType"], new.tabs = kind, []
    return answer(call, new.id)


def made(call: Call, body: Json) -> Spreadsheet:
    """A new blank spreadsheet of the caller's."""
    file = _owned_by_caller(call, str(body.get("name") or "Untitled"), body)
    new = blank(new_id(), file)
    call.state.add(new)
    return new


def copied(call: Call) -> Json:
    """`files.copy`: everything in the spreadsheet, without permissions and comments."""
    original_id = call.params["file_id"]
    original = check_file(call.state, original_id, call.email, "reader")
    role = role_of(original, call.email, call.state.now)
    if original["mimeType"] != SPREADSHEET:
        raise drive_error(403, "cannotCopyFile", "This file cannot be copied by the user.")
    if original["copyRequiresWriterPermission"] and not at_least(role, "writer"):
        raise drive_error(403, "cannotCopyFile", "This file cannot be copied by the user.")
    body = call.json()
    if body.get("mimeType"):
        only_spreadsheets(body["mimeType"])
    name = body.get("name") or f"Copy of {original['name']}"
    file = _owned_by_caller(call, str(name), body)
    new = call.state.spreadsheet(original_id).copy()
    new.id, new.file = new_id(), file
    call.state.add(new)
    return answer(call, new.id)


def update(call: Call) -> Json:
    """`files.update` of what Drive knows: the name, the description, the bin, who may share."""
    file_id = call.params["file_id"]
    file = check_file(call.state, file_id, call.email, "writer")
    body = call.json()
    owns = role_of(file, call.email, call.state.now) in ("owner", "organizer")
    if not owns and {"trashed", "writersCanShare", "copyRequiresWriterPermission"} & body.keys():
        raise insufficient_file_permissions()
    if call.option("addParents") or call.option("removeParents"):
        added = (call.option("addParents") or "").split(",")
        folders.place(call, file, [parent for parent in added if parent])
    if body.get("mimeType", file["mimeType"]) != file["mimeType"]:
        only_spreadsheets(body["mimeType"])
    before = dict(file)
    _write(file, body)
    if file != before:
        touch(file, call.email, call.state.now)
    return answer(call, file_id)


def delete(call: Call) -> None:
    """`files.delete`: for good, past the bin; only the owner may."""
    file_id = call.params["file_id"]
    file = check_file(call.state, file_id, call.email, "reader")
    if role_of(file, call.email, call.state.now) not in ("owner", "organizer"):
        raise insufficient_file_permissions()
    folders.doom(call, file_id)
    call.state.delete(file_id)


def about(call: Call) -> Json:
    """`about.get`: who is asking, and whether there is room for files."""
    fields_required(call)
    limit = str(15 * 2**30) if is_person(call.email) else "0"
    full = {
        "kind": "drive#about",
        "user": user(call.email, me=call.email),
        "storageQuota": {"limit": limit, "usage": "0", "usageInDrive": "0"},
        "exportFormats": {SPREADSHEET: list(EXPORTS)},
    }
    return narrowed(call, full, (), ABOUT_FIELDS)


def shown(call: Call, file_id: str) -> Json:
    """Everything Drive tells the caller about a file."""
    file = call.state.file(file_id)
    now = call.state.now
    role = role_of(file, call.email, now)
    permissions = active(file, now)
    holders = owners(file)
    answer: Json = {
        "kind": "drive#file",
        "id": file_id,
        "name": file["name"],
        "mimeType": file["mimeType"],
        "starred": file.get("starred", False),
        "trashed": file["trashed"],
        "explicitlyTrashed": file["trashed"],
        "spaces": ["drive"],
        "version": str(file["version"]),
        "webViewLink": _ADDRESSES.get(file["mimeType"], _SHEETS).format(file_id),
        "createdTime": file["createdTime"],
        "modifiedTime": file["modifiedTime"],
        "lastModifyingUser": user(file["lastModifiedBy"], me=call.email),
        "modifiedByMe": file["lastModifiedBy"] == call.email,
        "shared": len(permissions) > 1,
        "ownedByMe": call.email in holders,
        "viewersCanCopyContent": not file["copyRequiresWriterPermission"],
        "copyRequiresWriterPermission": file["copyRequiresWriterPermission"],
        "writersCanShare": file["writersCanShare"],
        "hasThumbnail": False,
        "quotaBytesUsed": "1024",
        "isAppAuthorized": call.email in file.get("openedBy", [call.email]),
        "capabilities": _capabilities(file, role, may_share(file, call.email, now)),
    }
    if file["mimeType"] == SPREADSHEET:
        answer["exportLinks"] = {
            mime: f"https://docs.google.com/spreadsheets/export?id={file_id}&exportFormat={short}"
            for mime, short in EXPORTS.items()
        }
    optional = ("description", "driveId", "parents", "properties", "appProperties")
    answer.update({key: file[key] for key in optional if file.get(key)})
    if "driveId" not in file:
        answer["owners"] = [user(email, me=call.email) for email in holders]
    if may_share(file, call.email, now):
        answer["permissions"] = [shown_permission(p) for p in permissions]
        answer["permissionIds"] = [p["id"] for p in permissions]
    return answer


def _capabilities(file: Json, role: str | None, sharing: bool) -> Json:
    """What the caller may do, as Drive puts it."""
    writer, owner = at_least(role, "writer"), role in ("owner", "organizer")
    return {
        "canChangeCopyRequiresWriterPermission": owner,
        "canComment": at_least(role, "commenter"),
        "canCopy": writer or not file["copyRequiresWriterPermission"],
        "canDelete": owner,
        "canDownload": writer or not file["copyRequiresWriterPermission"],
        "canEdit": writer,
        "canModifyContent": writer,
        "canReadRevisions": writer,
        "canRename": writer,
        "canShare": sharing,
        "canTrash": owner,
        "canUntrash": owner,
    }


def answer(call: Call, file_id: str) -> Json:
    """A file as the caller asked to see it."""
    return narrowed(call, shown(call, file_id), DEFAULT, FILE_FIELDS)


def _owned_by_caller(call: Call, name: str, body: Json) -> Json:
    """A new file of the caller's, who must be a person."""
    if not is_person(call.email):
        raise _no_storage()
    file = new_file(name, call.email, call.state.now)
    folders.place(call, file, body.get("parents") or [])
    _write(file, {key: value for key, value in body.items() if key != "name"})
    return file


def _write(file: Json, body: Json) -> None:
    """Take over what may be written; Drive passes over fields it does not know."""
    for key in (*_WRITABLE, *_WRITABLE_LAST):
        if key in body and body[key] is not None:
            file[key] = body[key]


def _no_storage() -> ApiError:
    return drive_error(
        403,
        "storageQuotaExceeded",
        "Service Accounts do not have storage quota. Leverage shared drives "
        "(https://developers.google.com/workspace/drive/api/guides/about-shareddrives), or use "
        "OAuth delegation (http://support.google.com/a/answer/7281227) instead.",
        domain="usageLimits",
    )


def _listed_for(file: Json, call: Call) -> bool:
    """Whether a file is in the caller's list: link sharing alone does not put it there."""
    if GONE_AFTER in file:
        return False
    named = [p for p in file["permissions"] if p["type"] != "anyone"]
    return role_of({**file, "permissions": named}, call.email, call.state.now) in ROLES


def _sorted(call: Call, ids: list[str]) -> list[str]:
    """The order asked for; without one, the files changed last come first."""
    order = call.option("orderBy") or "modifiedTime desc"
    for part in reversed(order.split(",")):
        key, _, direction = part.strip().partition(" ")
        if key not in _SORT_KEYS or direction not in ("", "desc"):
            raise invalid_value("orderBy")
        values = {i: _sort_value(call.state.file(i), key, call.email) for i in ids}
        ids = sorted(ids, key=values.__getitem__, reverse=direction == "desc")
    return ids


def _sort_value(file: Json, key: str, email: str) -> tuple[Any, ...]:
    """What a file is sorted by; folders, views and sharing are not kept and sort alike."""
    if key == "name_natural":
        parts = _NATURAL.split(file["name"].casefold())
        return tuple(part.zfill(20) if part.isdigit() else part for part in parts)
    if key == "name":
        return (file["name"].casefold(),)
    if key == "modifiedByMeTime":
        mine = [r["modifiedTime"] for r in file["revisions"] if r["email"] == email]
        return (max(mine, default=""),)
    name = "modifiedTime" if key == "recency" else key
    return (file.get(name) or "",) if name != "starred" else (bool(file.get(name)),)
