"""Who may do what with a file, from its list of permissions.

A file's permissions are Drive's own objects under `permissions`: each with `type` (`user`,
`group`, `domain`, `anyone`), `role` (`owner`, `organizer`, `fileOrganizer`, `writer`,
`commenter`, `reader`) and, for people, `emailAddress`.
"""

from __future__ import annotations

from sheets_coc.local.errors import Json, forbidden

_RANK = {
    "reader": 1,
    "commenter": 2,
    "writer": 3,
    "fileOrganizer": 4,
    "organizer": 5,
    "owner": 6,
}


def role_of(file: Json, email: str) -> str | None:
    """The strongest role an address has on a file; None where it has none.

    Groups open nothing here: who belongs to one is not known.
    """
    roles = [
        permission["role"]
        for permission in file.get("permissions", [])
        if not permission.get("deleted") and _covers(permission, email)
    ]
    return max(roles, key=lambda role: _RANK.get(role, 0), default=None)


def allows(role: str | None, wanted: str) -> bool:
    """Whether a role includes another: a writer may read."""
    return _RANK.get(role or "", 0) >= _RANK[wanted]


def require(file: Json, email: str, wanted: str) -> None:
    """Refuses callers without the wanted role, as Sheets does.

    Raises:
        ApiError: 403.
    """
    if not allows(role_of(file, email), wanted):
        raise forbidden()


def owners(file: Json) -> list[str]:
    """The addresses of the file's owners."""
    return [
        permission.get("emailAddress", "")
        for permission in file.get("permissions", [])
        if permission["role"] == "owner"
    ]


def _covers(permission: Json, email: str) -> bool:
    kind = permission.get("type")
    address = email.casefold()
    if kind == "user":
        return str(permission.get("emailAddress", "")).casefold() == address
    if kind == "domain":
        return address.endswith("@" + str(permission.get("domain", "")).casefold())
    return kind == "anyone"
