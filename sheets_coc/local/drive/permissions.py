"""`permissions.*` of Drive v3: who has access, seen and changed by those who may share."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from sheets_coc.local.auth.access import (
    active,
    check_file,
    drive_error,
    drive_not_found,
    insufficient_file_permissions,
    is_person,
    may_share,
    role_of,
    user_permission,
)
from sheets_coc.local.auth.identities import permission_id
from sheets_coc.local.drive.common import list_answer, names, narrowed, page
from sheets_coc.local.errors import ApiError, lacking
from sheets_coc.local.state.state import timestamp
from sheets_coc.local.wire.endpoint import Call

Json = dict[str, Any]

DEFAULT = ("kind", "id", "type", "role")
FIELDS = names(
    """allowFileDiscovery deleted displayName domain emailAddress expirationTime id
    inheritedPermissionsDisabled kind pendingOwner permissionDetails photoLink role
    teamDrivePermissionDetails type view"""
)
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_GRANTABLE = ("reader", "commenter", "writer", "owner")
_SHARED_DRIVE_ONLY = ("fileOrganizer", "organizer")


def listed(call: Call) -> Json:
    """`permissions.list`."""
    file = _readable(call)
    items, token = page(call, [shown(p) for p in active(file, call.state.now)], 100, 100)
    return list_answer(call, "permission", items, token, DEFAULT)


def get(call: Call) -> Json:
    """`permissions.get`."""
    return _answer(call, _find(_readable(call), call))


def create(call: Call) -> Json:
    """`permissions.create`: share with a person, a group, a domain or everybody with the link.

    Whoever has access already gets the new role; the owner stays the owner.
    """
    file = _shareable(call)
    body = call.json()
    role = _role(body, file)
    made = _grantee(body, role)
    if role == "owner":
        return _answer(call, _transfer(call, file, made))
    _set_expiry(made, body, call.state.now)
    existing = next((p for p in file["permissions"] if p["id"] == made["id"]), None)
    if existing is None:
        file["permissions"].append(made)
        return _answer(call, made)
    if existing["role"] != "owner":
        existing.pop("expirationTime", None)
        existing.update(made)
    return _answer(call, existing)


def update(call: Call) -> Json:
    """`permissions.update`: another role, an end, or the file's next owner."""
    file = _readable_or_pending(call)
    permission = _find(file, call)
    _not_inherited(permission)
    body = call.json()
    if "role" not in body and "expirationTime" not in body and not call.flag("removeExpiration"):
        raise _required("role")
    role = _role({"role": permission["role"], **body}, file)
    if role == "owner" and permission["role"] != "owner":
        return _answer(call, _transfer(call, file, permission))
    if not may_share(file, call.email, call.state.now):
        raise insufficient_file_permissions()
    if permission["role"] == "owner" and role != "owner":
        raise _owner_stays()
    if "pendingOwner" in body:
        _propose(call, file, permission, role, bool(body["pendingOwner"]))
    permission["role"] = role
    if call.flag("removeExpiration"):
        permission.pop("expirationTime", None)
    _set_expiry(permission, body, call.state.now)
    return _answer(call, permission)


def delete(call: Call) -> None:
    """`permissions.delete`: take access away, or give one's own back."""
    file = check_file(call.state, call.params["file_id"], call.email, "reader")
    own = call.params["permission_id"] == permission_id(call.email)
    if not own and not may_share(file, call.email, call.state.now):
        raise insufficient_file_permissions()
    permission = _find(file, call)
    _not_inherited(permission)
    if permission["role"] == "owner":
        raise _owner_stays()
    file["permissions"].remove(permission)


def shown(permission: Json) -> Json:
    """A permission as Drive tells it."""
    return {"kind": "drive#permission", **permission}


def _answer(call: Call, permission: Json) -> Json:
    return narrowed(call, shown(permission), DEFAULT, FIELDS)


def _readable(call: Call) -> Json:
    """The file, for somebody who may see who has access."""
    file = check_file(call.state, call.params["file_id"], call.email, "reader")
    if not may_share(file, call.email, call.state.now):
        raise insufficient_file_permissions()
    return file


_shareable = _readable


def _readable_or_pending(call: Call) -> Json:
    """The file, for somebody who may share it, or who was proposed as its owner."""
    file = check_file(call.state, call.params["file_id"], call.email, "reader")
    own = [p for p in file["permissions"] if p["id"] == permission_id(call.email)]
    pending = any(p.get("pendingOwner") for p in own)
    if not pending and not may_share(file, call.email, call.state.now):
        raise insufficient_file_permissions()
    return file


def _find(file: Json, call: Call) -> Json:
    wanted = call.params["permission_id"]
    wanted = permission_id(call.email) if wanted == "me" else wanted
    for permission in active(file, call.state.now):
        if permission["id"] == wanted:
            return permission
    raise drive_not_found(call.params["permission_id"], "Permission")


def _role(body: Json, file: Json) -> str:
    role = body.get("role")
    if not role:
        raise _required("role")
    if role in _SHARED_DRIVE_ONLY and "driveId" in file:
        return str(role)
    if role not in _GRANTABLE or (role == "owner" and "driveId" in file):
        raise drive_error(
            400,
            "invalid",
            f"The specified role {role} is invalid or not applicable for the given item.",
            location="permission.role",
            locationType="other",
        )
    return str(role)


def _grantee(body: Json, role: str) -> Json:
    """A new permission for whom the body names."""
    kind = body.get("type")
    if not kind:
        raise _required("type")
    if body.get("view"):
        raise lacking("permissions of a view")
    if kind in ("user", "group"):
        address = str(body.get("emailAddress") or "").strip()
        if not _ADDRESS.fullmatch(address):
            raise _bad_grantee("emailAddress")
        return user_permission(address, role, kind)
    if kind not in ("domain", "anyone"):
        raise _bad_grantee("type")
    if role == "owner":
        raise _bad_grantee("role")
    findable = bool(body.get("allowFileDiscovery", False))
    if kind == "anyone":
        identifier = "anyone" if findable else "anyoneWithLink"
        return {"id": identifier, "type": kind, "role": role, "allowFileDiscovery": findable}
    domain = str(body.get("domain") or "").strip().lower()
    if "." not in domain or "@" in domain:
        raise _bad_grantee("domain")
    return {
        "id": permission_id(domain) + "k",
        "type": kind,
        "role": role,
        "domain": domain,
        "displayName": domain,
        "allowFileDiscovery": findable,
    }


def _set_expiry(permission: Json, body: Json, now: datetime) -> None:
    """An end of access: for people and groups only, in the future, within a year."""
    text = body.get("expirationTime")
    if not text:
        return
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        moment = None
    if moment is not None and moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    fits = permission["type"] in ("user", "group") and permission["role"] != "owner"
    if moment is None or not fits or not now < moment <= now + timedelta(days=366):
        raise drive_error(
            403,
            "expirationDateNotAllowedForSharedDriveMembers" if not fits else "invalid",
            "Expiration dates for this item must be in the future and at most a year away, and "
            "can be set for people and groups only.",
        )
    permission["expirationTime"] = timestamp(moment)


def _transfer(call: Call, file: Json, permission: Json) -> Json:
    """Make somebody the owner; the owner before becomes a writer."""
    if not call.flag("transferOwnership"):
        raise drive_error(
            403,
            "forbidden",
            "The transferOwnership parameter must be enabled when the permission role is 'owner'.",
            location="transferOwnership",
            locationType="parameter",
        )
    address = permission.get("emailAddress", "")
    if permission["type"] != "user" or not is_person(address):
        raise _bad_grantee("role")
    accepts = permission.get("pendingOwner") and permission["id"] == permission_id(call.email)
    owns = role_of(file, call.email, call.state.now) == "owner"
    if not accepts and not owns:
        raise insufficient_file_permissions()
    if not accepts and address.partition("@")[2] != call.email.partition("@")[2]:
        raise drive_error(
            403,
            "consentRequiredForOwnershipTransfer",
            "Consent is required to transfer ownership of a file to another user.",
        )
    for other in file["permissions"]:
        if other["role"] == "owner":
            other["role"] = "writer"
    made = {**permission, "role": "owner", "pendingOwner": False}
    made.pop("expirationTime", None)
    kept = [p for p in file["permissions"] if p["id"] != made["id"]]
    file["permissions"] = [*kept, made]
    return made


def _propose(call: Call, file: Json, permission: Json, role: str, pending: bool) -> None:
    """Propose somebody as the next owner, which only the owner can."""
    if role_of(file, call.email, call.state.now) != "owner":
        raise insufficient_file_permissions()
    if permission["type"] != "user" or role != "writer":
        raise drive_error(
            403, "pendingOwnerWriterRequired", "The pending owner must be a writer of the file."
        )
    permission["pendingOwner"] = pending


def _not_inherited(permission: Json) -> None:
    details = permission.get("permissionDetails", [])
    if details and all(detail["inherited"] for detail in details):
        raise drive_error(
            403,
            "cannotModifyInheritedPermission",
            "Cannot modify a permission that is inherited; change it where it comes from.",
        )


def _required(name: str) -> ApiError:
    return _bad_field(name, "required", f"The permission {name} field is required.")


def _bad_grantee(name: str) -> ApiError:
    sentence = f"The specified {name} is invalid or not applicable for the given permission type."
    return _bad_field(name, "invalid", sentence)


def _bad_field(name: str, reason: str, sentence: str) -> ApiError:
    place = f"permission.{name}"
    return drive_error(400, reason, sentence, location=place, locationType="other")


def _owner_stays() -> ApiError:
    return drive_error(403, "insufficientFilePermissions", "The owner of a file cannot be removed.")
