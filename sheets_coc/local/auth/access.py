"""Who may do what with a file: what Drive keeps of it, and the roles on it.

A file is a plain dictionary as `Transaction.file` gives it: `name`, `mimeType`, `createdTime`,
`modifiedTime`, `version`, `lastModifiedBy` (an address), `trashed`, `writersCanShare`,
`copyRequiresWriterPermission`, `openedBy` (whose programs made it or were shown it), optionally
`description`, `driveId`, `parents`, and the lists
`permissions`, `comments` and `revisions` in Google's own form.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sheets_coc.local.auth.identities import BUILT_IN, permission_id
from sheets_coc.local.errors import ApiError, forbidden, lacking, not_found
from sheets_coc.local.state.state import Transaction, timestamp

Json = dict[str, Any]

SPREADSHEET = "application/vnd.google-apps.spreadsheet"
FOLDER = "application/vnd.google-apps.folder"
DOCUMENT = "application/vnd.google-apps.document"
ROLES = ("reader", "commenter", "writer", "fileOrganizer", "organizer", "owner")
"""From the weakest to the strongest."""
GONE_AFTER = "goneAfter"
"""When a file that went with its folder is gone for good."""
SESSION = timedelta(minutes=10)
"""Changes by one person within this time are one revision."""


def new_file(name: str, owner: str, now: datetime) -> Json:
    """What Drive keeps of a new spreadsheet that belongs to the address `owner` alone."""
    file: Json = {
        "name": name,
        "mimeType": SPREADSHEET,
        "createdTime": timestamp(now),
        "version": 0,
        "trashed": False,
        "writersCanShare": True,
        "copyRequiresWriterPermission": False,
        "openedBy": [owner],
        "permissions": [user_permission(owner, "owner")],
        "comments": [],
        "revisions": [],
    }
    touch(file, owner, now)
    return file


def touch(file: Json, email: str, now: datetime) -> None:
    """Note that somebody changed a file: its time, version, author and revision."""
    file["version"] += 1
    file["modifiedTime"] = timestamp(now)
    file["lastModifiedBy"] = email
    revisions = file["revisions"]
    last = revisions[-1] if revisions else None
    recent = last is not None and last["modifiedTime"] > timestamp(now - SESSION)
    if last is None or last["email"] != email or not recent:
        last = {"id": str(int(last["id"]) + 1 if last else 1), "email": email}
        revisions.append(last)
    last["modifiedTime"] = timestamp(now)


def user_permission(email: str, role: str, kind: str = "user") -> Json:
    """A permission of a person or a group."""
    return {
        "id": permission_id(email),
        "type": kind,
        "role": role,
        "emailAddress": email,
        "displayName": display_name(email),
        "deleted": False,
        **({"pendingOwner": False} if kind == "user" else {}),
    }


def share(file: Json, email: str, role: str) -> None:
    """Give an address a role, in place of one it has directly."""
    kept = [p for p in file["permissions"] if p["id"] != permission_id(email)]
    file["permissions"] = [*kept, user_permission(email, role)]


def display_name(email: str) -> str:
    """What Drive shows for an address: a service account has no name but its address."""
    known = next((i.display_name for i in BUILT_IN.values() if i.email == email), "")
    return known or (email.partition("@")[0] if is_person(email) else email)


def is_person(email: str) -> bool:
    """Whether an address is not a service account's."""
    return not email.endswith(".gserviceaccount.com")


def put_in_shared_drive(file: Json, drive_id: str, members: dict[str, str]) -> None:
    """Move a file to a shared drive: nobody owns it, and members' roles are inherited.

    Args:
        file: the file.
        drive_id: the shared drive's id.
        members: role of each member by address.
    """
    direct = [p for p in file["permissions"] if p["role"] != "owner"]
    for permission in direct:
        permission.pop("pendingOwner", None)
        permission["permissionDetails"] = [_detail("file", permission["role"], None)]
    inherited = []
    for email, role in members.items():
        permission = user_permission(email, role)
        del permission["pendingOwner"]
        permission["permissionDetails"] = [_detail("member", role, drive_id)]
        inherited.append(permission)
    taken = {p["id"] for p in inherited}
    file["driveId"] = drive_id
    file["permissions"] = [*inherited, *(p for p in direct if p["id"] not in taken)]


def role_of(file: Json, email: str, now: datetime | None = None) -> str | None:
    """The strongest role somebody has on a file; None if it is not shared with them.

    Membership of groups is not known here, so a group's permission lets nobody in. Without a
    time, ends of permissions are not looked at, which is enough to know the owner.
    """
    domain = email.partition("@")[2]
    best = -1
    for permission in active(file, now):
        fits = {
            "user": permission.get("emailAddress", "").lower() == email.lower(),
            "domain": permission.get("domain", "").lower() == domain.lower(),
            "anyone": True,
        }
        if fits.get(permission["type"], False):
            best = max(best, ROLES.index(permission["role"]))
    return ROLES[best] if best >= 0 else None


def active(file: Json, now: datetime | None) -> list[Json]:
    """The permissions that count: neither expired (where a time is given) nor deleted."""
    at = timestamp(now) if now else ""
    return [
        p for p in file["permissions"] if not p.get("deleted") and p.get("expirationTime", "9") > at
    ]


def owners(file: Json) -> list[str]:
    """The addresses of the owners: one, or none in a shared drive."""
    return [p["emailAddress"] for p in file["permissions"] if p["role"] == "owner"]


def addresses(file: Json, needed: str) -> list[str]:
    """Everybody who has a role, or a stronger one, by their own address."""
    return [
        p["emailAddress"]
        for p in file["permissions"]
        if "emailAddress" in p and at_least(p["role"], needed)
    ]


def at_least(role: str | None, needed: str) -> bool:
    """Whether a role includes another one."""
    return role is not None and ROLES.index(role) >= ROLES.index(needed)


def may_share(file: Json, email: str, now: datetime) -> bool:
    """Whether somebody may see and change who has access."""
    role = role_of(file, email, now)
    if role == "writer":
        return "driveId" in file or bool(file["writersCanShare"])
    return at_least(role, "fileOrganizer")


def is_open(state: Transaction, file: Json, email: str) -> bool:
    """Whether a file is there, and the caller's scopes reach it: any, or what they showed."""
    if file.get(GONE_AFTER, "9") <= timestamp(state.now):
        return False
    return not state.opened_only or email in file.get("openedBy", [email])


def check_sheet(state: Transaction, spreadsheet_id: str, email: str, needed: str) -> str:
    """The role somebody has on a spreadsheet, as the Sheets API sees to it.

    Args:
        state: the transaction.
        spreadsheet_id: the file.
        email: the caller's address.
        needed: `reader` to look, `writer` to change.

    Raises:
        ApiError: 404 where there is no such spreadsheet, 403 where the role is not enough.
    """
    file = state.file(spreadsheet_id)
    if not is_open(state, file, email):
        raise not_found()
    role = role_of(file, email, state.now)
    if role is None or not at_least(role, needed):
        raise forbidden()
    if file["mimeType"] != SPREADSHEET:
        sentence = "This operation is not supported for this document"
        raise ApiError(400, sentence, "FAILED_PRECONDITION")
    return role


def check_file(state: Transaction, file_id: str, email: str, needed: str) -> Json:
    """A file, as the Drive API sees to it.

    Raises:
        ApiError: 404 where the file is absent or not shared at all, 403 for too weak a role.
    """
    try:
        file = state.file(file_id)
    except ApiError:
        raise drive_not_found(file_id) from None
    role = role_of(file, email, state.now)
    if role is None or not is_open(state, file, email):
        raise drive_not_found(file_id)
    if not at_least(role, needed):
        raise insufficient_file_permissions()
    return file


def drive_error(
    code: int, reason: str, message: str, *, domain: str = "global", **where: str
) -> ApiError:
    """An error as the Drive API words it: a list of reasons and no status.

    Args:
        code: the HTTP status.
        reason: Drive's word for it.
        message: the sentence.
        domain: Drive's realm of the reason.
        where: `location` and `locationType`, where Drive says them.
    """
    item = {"message": message, "domain": domain, "reason": reason, **where}
    return ApiError(code, message, "", errors=[item])


def drive_not_found(wanted: str, kind: str = "File") -> ApiError:
    """Drive's 404, the same for a file that is absent and for one that is not shared.

    Args:
        wanted: the id that was asked for.
        kind: what was asked for, as Drive calls it: `File`, `Permission`, `Revision`.
    """
    location = f"{kind.lower()}Id"
    message = f"{kind} not found: {wanted}."
    return drive_error(404, "notFound", message, location=location, locationType="parameter")


def insufficient_file_permissions() -> ApiError:
    """Drive's 403 for a file that may be seen but not treated so."""
    return drive_error(
        403,
        "insufficientFilePermissions",
        "The user does not have sufficient permissions for this file.",
    )


def only_spreadsheets(mime_type: str) -> None:
    """Refuse any other kind of file, by name."""
    if mime_type != SPREADSHEET:
        raise lacking(f"files of the type {mime_type}")


def _detail(kind: str, role: str, inherited_from: str | None) -> Json:
    detail: Json = {"permissionType": kind, "role": role, "inherited": inherited_from is not None}
    if inherited_from is not None:
        detail["inheritedFrom"] = inherited_from
    return detail
