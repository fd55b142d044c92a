"""Folders: the caller's own, and those that are made in it. A file is in one folder at a time."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from sheets_coc.local.auth.access import (
    FOLDER,
    GONE_AFTER,
    check_file,
    drive_error,
    insufficient_file_permissions,
)
from sheets_coc.local.drive.common import user
from sheets_coc.local.state.state import timestamp
from sheets_coc.local.wire.endpoint import Call

Json = dict[str, Any]

_LATER = timedelta(seconds=30)


def root_id(email: str) -> str:
    """The id of somebody's own folder, in which their files are."""
    return "0A" + hashlib.sha256(email.encode()).hexdigest()[:17]


def is_root(call: Call, file_id: str) -> bool:
    """Whether an id means the caller's own folder."""
    return file_id in ("root", root_id(call.email))


def root(call: Call) -> Json:
    """The caller's own folder as Drive shows it."""
    return {
        "kind": "drive#file",
        "id": root_id(call.email),
        "name": "My Drive",
        "mimeType": FOLDER,
        "starred": False,
        "trashed": False,
        "ownedByMe": True,
        "owners": [user(call.email, me=call.email)],
        "capabilities": {"canAddChildren": True, "canListChildren": True, "canRename": False},
    }


def place(call: Call, file: Json, parents: list[str]) -> None:
    """Puts a file into a folder; None of these means the caller's own.

    Raises:
        ApiError: 404 for a folder there is not, 403 for one that is not the caller's to change or
            for several, of which a file can only have one.
    """
    if len(parents) > 1:
        raise drive_error(
            403, "multipleParentsNotSupported", "A file can only have one parent folder."
        )
    for parent in parents:
        if not is_root(call, parent):
            found = check_file(call.state, parent, call.email, "writer")
            if found["mimeType"] != FOLDER:
                raise insufficient_file_permissions()
    file["parents"] = [
        root_id(call.email) if is_root(call, parent) else parent for parent in parents
    ] or [root_id(call.email)]


def doom(call: Call, folder_id: str) -> None:
    """Lets what is in a folder go with it: out of lists at once, and for good a little later.

    Google does not wait for it either; suites of others delete a folder and then a file in it.
    """
    for file_id in inside(call, folder_id):
        call.state.file(file_id)[GONE_AFTER] = timestamp(call.state.now + _LATER)


def inside(call: Call, folder_id: str) -> list[str]:
    """The ids of everything in a folder, and in the folders in it."""
    found: list[str] = []
    for file_id in call.state.ids():
        file = call.state.file(file_id)
        if folder_id in file.get("parents", ()):
            found.append(file_id)
            if file["mimeType"] == FOLDER:
                found += inside(call, file_id)
    return found
