"""Who can open the spreadsheet, as Drive tells it: one reading of everything there is to see.

Permissions are only shown to those who may share the file, publishing only to those who may
edit it; what cannot be seen is None here, and never taken for "nothing".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, Protocol

from sheets_coc.errors import GoogleError
from sheets_coc.private import Private

ROLES = ("reader", "commenter", "writer", "fileOrganizer", "organizer", "owner")
"""Drive's roles, from the weakest to the strongest."""
EDITING = frozenset(ROLES[2:])
"""Roles that may edit, and so may read the version history."""
SERVICE_ACCOUNT = ".gserviceaccount.com"

NOBODY: Final = Private("")
NO_OWNERS: Final[Private[tuple[str, ...]]] = Private(())

_ALL_DRIVES = {"supportsAllDrives": "true"}
_FILE_FIELDS = (
    "id,driveId,createdTime,writersCanShare,ownedByMe,owners(emailAddress),"
    "capabilities(canEdit,canShare,canReadRevisions)"
)
_PERMISSION_FIELDS = (
    "nextPageToken,permissions(id,type,role,emailAddress,domain,deleted,"
    "pendingOwner,expirationTime,view,permissionDetails(inherited))"
)
_REVISION_FIELDS = "nextPageToken,revisions(id,published)"
_MOST_PAGES = 500
_NOT_ALLOWED = frozenset({"not-shared", "refused", "not-implemented"})


class Drive(Protocol):
    """What is needed of a session with Google."""

    @property
    def spreadsheet(self) -> str:
        """The spreadsheet's id."""

    @property
    def account(self) -> str | None:
        """The address of the account, where the credentials know it."""

    def drive(
        self, method: str, path: str, *, params: Mapping[str, Any] | None = None, body: Any = None
    ) -> Any:
        """A request to Drive v3."""


@dataclass(frozen=True, slots=True)
class Permission:
    """One way into the file.

    Attributes:
        id: Drive's id of it, which follows from the address.
        kind: `user`, `group`, `domain` or `anyone`.
        role: one of `ROLES`.
        who: the address, or the domain; empty for a deleted account and for everybody.
        deleted: whether the account is gone.
        pending_owner: whether somebody proposed it as the owner.
        inherited: whether it comes from a folder or a shared drive and ends only there.
        ends: when it ends by itself.
    """

    id: str = field(repr=False)
    kind: str
    role: str
    who: Private[str] = NOBODY
    deleted: bool = False
    pending_owner: bool = False
    inherited: bool = False
    ends: datetime | None = None

    @property
    def service_account(self) -> bool:
        """Whether it is a program's."""
        return self.who.reveal().endswith(SERVICE_ACCOUNT)


@dataclass(frozen=True, slots=True)
class Sharing:
    """Everything Drive says of who can open the file.

    Attributes:
        permissions: every permission; None where this account may not see them.
        published: whether it is published to the web; None where that cannot be seen.
        shared_drive: whether it lies in a shared drive.
        writers_can_share: whether whoever may edit may also share it on.
        may_edit: whether this account may edit.
        may_share: whether this account may change who has access.
        own: the id of this account's permission.
        own_address: this account's address.
        owners: the owners' addresses; none in a shared drive.
        created: when the file was made.
    """

    permissions: tuple[Permission, ...] | None
    published: bool | None
    shared_drive: bool = False
    writers_can_share: bool = True
    may_edit: bool = True
    may_share: bool = True
    own: str = field(default="", repr=False)
    own_address: Private[str] = NOBODY
    owners: Private[tuple[str, ...]] = NO_OWNERS
    created: datetime | None = None

    @property
    def runs_as_program(self) -> bool:
        """Whether this account is a service account."""
        return self.own_address.reveal().endswith(SERVICE_ACCOUNT)


def sharing(drive: Drive, now: datetime) -> Sharing:
    """Everything this account can see of who can open the spreadsheet.

    Args:
        drive: the session; needs a Drive scope.
        now: the moment; access that has ended by then is left out.

    Raises:
        GoogleError: Google could not be reached, or the file not be looked at at all.
    """
    file = _object(drive.drive("GET", _path(drive), params={"fields": _FILE_FIELDS, **_ALL_DRIVES}))
    me = _me(drive)
    may = file.get("capabilities") or {}
    return Sharing(
        permissions=_permissions(drive, now),
        published=_published(drive),
        shared_drive="driveId" in file,
        writers_can_share=bool(file.get("writersCanShare")),
        may_edit=bool(may.get("canEdit")),
        may_share=bool(may.get("canShare")),
        own=str(me.get("permissionId") or ""),
        own_address=Private(str(me.get("emailAddress") or drive.account or "")),
        owners=Private(tuple(str(o.get("emailAddress", "")) for o in file.get("owners") or ())),
        created=moment(file.get("createdTime")),
    )


READ_ONLY = (
    "This login may look at the spreadsheet and not edit it, so writing is refused. Whoever owns "
    "it can share it with this login as an editor."
)


def may_edit(drive: Drive) -> bool:
    """Whether this account may edit the spreadsheet, in one request.

    Raises:
        GoogleError: Google could not be reached, or the file not be looked at at all.
    """
    asked = {"fields": "capabilities(canEdit)", **_ALL_DRIVES}
    file = _object(drive.drive("GET", _path(drive), params=asked))
    return bool((file.get("capabilities") or {}).get("canEdit"))


def moment(text: object) -> datetime | None:
    """A time as Drive writes it (RFC 3339), in UTC; None for anything else."""
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC)


def read_permission(item: Mapping[str, Any]) -> Permission:
    """One permission of Drive's answer."""
    details = item.get("permissionDetails") or ()
    return Permission(
        id=str(item.get("id", "")),
        kind=str(item.get("type", "")),
        role=str(item.get("role", "")),
        who=Private(str(item.get("emailAddress") or item.get("domain") or "").strip()),
        deleted=bool(item.get("deleted")),
        pending_owner=bool(item.get("pendingOwner")),
        inherited=bool(details) and all(bool(d.get("inherited")) for d in details),
        ends=moment(item.get("expirationTime")),
    )


def remove(drive: Drive, permission: str) -> None:
    """End one permission.

    Raises:
        GoogleError: Google refused, or could not be reached.
    """
    drive.drive("DELETE", f"{_path(drive)}/permissions/{permission}", params=_ALL_DRIVES)


def give(drive: Drive, address: str) -> None:
    """Let somebody edit, without a mail to them: it would show the title of the file.

    Raises:
        GoogleError: Google refused, or could not be reached.
    """
    drive.drive(
        "POST",
        f"{_path(drive)}/permissions",
        params={**_ALL_DRIVES, "sendNotificationEmail": "false", "fields": "id"},
        body={"type": "user", "role": "writer", "emailAddress": address},
    )


def _path(drive: Drive) -> str:
    return f"files/{drive.spreadsheet}"


def _object(answer: Any) -> dict[str, Any]:
    """An answer that must be an object.

    Raises:
        GoogleError: it is something else.
    """
    if not isinstance(answer, dict):
        raise GoogleError(
            "Google's answer could not be understood. Try again later.", code="unreadable-answer"
        )
    return answer


def own_address(drive: Drive) -> Private[str]:
    """The address of the account a session works as; empty where Drive does not say.

    Raises:
        GoogleError: Google could not be reached or refused.
    """
    return Private(str(_me(drive).get("emailAddress") or ""))


def _me(drive: Drive) -> Mapping[str, Any]:
    answer = drive.drive("GET", "about", params={"fields": "user(emailAddress,permissionId)"})
    return _object(_object(answer).get("user") or {})


def _pages(drive: Drive, what: str, fields: str, size: int) -> Iterator[Mapping[str, Any]]:
    """Every item of a list, page after page."""
    token = ""
    for _ in range(_MOST_PAGES):
        params = {"fields": fields, "pageSize": str(size)}
        if what == "permissions":
            params |= _ALL_DRIVES
        if token:
            params["pageToken"] = token
        answer = _object(drive.drive("GET", f"{_path(drive)}/{what}", params=params))
        for item in answer.get(what) or ():
            yield _object(item)
        token = answer.get("nextPageToken") or ""
        if not token:
            return
    raise GoogleError("Google's list of who has access does not end.", code="unreadable-answer")


def _permissions(drive: Drive, now: datetime) -> tuple[Permission, ...] | None:
    try:
        items = list(_pages(drive, "permissions", _PERMISSION_FIELDS, 100))
    except GoogleError as error:
        if error.code in _NOT_ALLOWED:
            return None
        raise
    # A permission of the view "metadata" shows that the file exists, not what is in it.
    found = [read_permission(item) for item in items if item.get("view") != "metadata"]
    return tuple(p for p in found if p.ends is None or p.ends > now)


def _published(drive: Drive) -> bool | None:
    try:
        revisions = list(_pages(drive, "revisions", _REVISION_FIELDS, 1000))
    except GoogleError as error:
        if error.code in _NOT_ALLOWED:
            return None
        raise
    return any(bool(revision.get("published")) for revision in revisions)
