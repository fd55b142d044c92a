"""Who can open the spreadsheet, against who should: the Committee tab.

A pure comparison. Access is compared by address, because that is what Drive knows; a member
may have several in the cell. Whatever cannot be seen is said, and never counts as fine.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2s
from typing import Final

from sheets_coc.access.kinds import DIFFERENCES, NOTICES, OPEN_TO_ALL, UNSEEN
from sheets_coc.access.members import Person, Standing, people
from sheets_coc.access.sharing import EDITING, NOBODY, Permission, Sharing
from sheets_coc.people.mailboxes import address_key
from sheets_coc.private import Private

__all__ = ["DIFFERENCES", "NOTICES", "UNSEEN", "Comparison", "Difference", "compare", "people"]

ANYONE: Final = Private("anyone")


@dataclass(frozen=True, slots=True)
class Difference:
    """Somebody's access that is not as it should be.

    Attributes:
        kind: a code of `DIFFERENCES` or `NOTICES`.
        who: the address, domain or cell it is about.
        role: Drive's word for what they may do; empty where they may nothing.
        permission: Drive's id of it; empty where there is none.
        why_not: why it cannot be taken away, in plain words.
        case: the case whose document it is about; empty for the sheet itself.
    """

    kind: str
    who: Private[str]
    role: str = ""
    permission: str = field(default="", repr=False)
    why_not: str = ""
    case: str = ""

    @property
    def text(self) -> str:
        """What it means and what to do."""
        return DIFFERENCES.get(self.kind) or NOTICES[self.kind]

    @property
    def removable(self) -> bool:
        """Whether `--apply` takes it away."""
        return bool(self.permission) and not self.why_not

    @property
    def mark(self) -> str:
        """A short mark that stands for it where nobody's address may stand.

        The same as long as nothing about it changes: another role is another difference.
        """
        whose = self.permission or self.who.reveal()
        said = "|".join((self.kind, self.role, whose, *([self.case] if self.case else [])))
        return blake2s(said.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()

    def as_json(self) -> dict[str, str]:
        """How it stands in JSON, with the address: it is what the command is asked for."""
        found = {"kind": self.kind, "who": self.who.reveal(), "role": self.role}
        return found | {"case": self.case} if self.case else found


@dataclass(frozen=True, slots=True)
class Comparison:
    """What `access` found.

    Attributes:
        differences: what a person should settle, the most urgent first.
        notices: what is worth knowing.
        unseen: codes of `UNSEEN`.
        members: how many members have access of their own.
        nobody_known: whether the Committee tab names nobody with an address.
    """

    differences: tuple[Difference, ...]
    notices: tuple[Difference, ...]
    unseen: tuple[str, ...]
    members: int = 0
    nobody_known: bool = False

    def beside(self, *others: Comparison) -> Comparison:
        """The same, with what was found about other files; the most urgent first."""
        order = list(DIFFERENCES)
        found = [one for each in (self, *others) for one in each.differences]
        return replace(
            self,
            differences=tuple(sorted(found, key=lambda one: order.index(one.kind))),
            notices=tuple(one for each in (self, *others) for one in each.notices),
            unseen=tuple(code for each in (*others, self) for code in each.unseen),
        )

    @property
    def removable(self) -> tuple[Difference, ...]:
        """What `--apply` takes away."""
        return tuple(d for d in self.differences if d.removable)


_ORDER = (
    Standing.RECUSED, Standing.MEMBER, Standing.UNCLEAR, Standing.NAMELESS, Standing.NOT_JOINED,
    Standing.LEFT,
)  # fmt: skip
"""Somebody in several rows (who left and came back) stands by the first of these."""


class _Comparing:
    """One comparison, collecting what it finds."""

    def __init__(
        self, sharing: Sharing, persons: Sequence[Person], group: str, granted: Iterable[str]
    ) -> None:
        self.sharing = sharing
        self.persons = persons
        self.granted = {address_key(address) for address in granted}
        self.group = address_key(group) if group else ""
        self.standing: dict[str, Standing] = {}
        for standing in reversed(_ORDER):
            for person in persons:
                if person.standing is standing:
                    self.standing |= dict.fromkeys(person.keys, standing)
        self.members = [p for p in persons if p.standing is Standing.MEMBER]
        perhaps = (Standing.MEMBER, Standing.UNCLEAR)
        self.all_known = all(p.addresses for p in persons if p.standing in perhaps)
        self.differences: list[Difference] = []
        self.notices: list[Difference] = []

    def differs(self, kind: str, who: Private[str], permission: Permission, keep: str = "") -> None:
        """Note a difference; with `keep`, say why its access is not taken away."""
        keep = keep or self.untouchable(permission)
        found = Difference(kind, who, permission.role, permission.id, keep)
        self.differences.append(found)

    def note(self, kind: str, who: Private[str] = NOBODY, role: str = "") -> None:
        self.notices.append(Difference(kind, who, role))

    def is_own(self, permission: Permission) -> bool:
        """Whether a permission is this account's, by Drive's id or by its address."""
        own = self.sharing.own_address.reveal()
        same = bool(own) and address_key(own) == address_key(permission.who.reveal())
        return same or permission.id == self.sharing.own

    def untouchable(self, permission: Permission) -> str:
        """Why a permission is never taken away here; empty where it may be."""
        if permission.role == "owner":
            return "it is the owner's"
        if self.is_own(permission):
            return "it is this account's own"
        if permission.kind == "group":
            return "who is in the group cannot be seen"
        if permission.inherited:
            return "it comes from a folder or shared drive, and ends only there"
        if not self.sharing.may_share:
            return "this account may not change who has access"
        if address_key(permission.who.reveal()) in self.granted:
            return "it was given just now"
        return ""

    def look(self, permission: Permission) -> None:
        """Compare one permission."""
        match permission.kind:
            case "anyone":
                self.differs("link", ANYONE, permission)
            case "domain":
                self.differs("domain", permission.who, permission)
            case "group":
                self.look_at_group(permission)
            case _:
                self.look_at_account(permission)

    def look_at_group(self, permission: Permission) -> None:
        key = address_key(permission.who.reveal())
        if key == self.group or self.standing.get(key) is Standing.MEMBER:
            self.note("committee-group", permission.who, permission.role)
        else:
            self.differs("group", permission.who, permission)

    def look_at_account(self, permission: Permission) -> None:
        if permission.pending_owner:
            self.differs("pending-owner", permission.who, permission, "settle it under Share")
        if permission.deleted:
            self.differs("deleted-account", permission.who, permission)
            return
        standing = self.standing.get(address_key(permission.who.reveal()))
        if standing is Standing.RECUSED:
            self.differs("recused", permission.who, permission)
        elif permission.role == "owner" and standing is not Standing.MEMBER:
            self.differs("owner-elsewhere", permission.who, permission)
        elif standing is Standing.MEMBER:
            self.look_at_member(permission)
        elif standing is Standing.LEFT:
            self.differs("left", permission.who, permission)
        elif standing is not None:
            self.differs(standing.value, permission.who, permission, "that is for a person")
        elif permission.service_account:
            self.look_at_program(permission)
        else:
            keep = "" if self.all_known else "it may be a member's whose address is not filled in"
            self.differs("not-a-member", permission.who, permission, keep)

    def look_at_member(self, permission: Permission) -> None:
        if permission.role not in EDITING:
            self.note("read-only", permission.who, permission.role)
        if permission.ends is not None:
            self.note("ends", permission.who, permission.role)

    def look_at_program(self, permission: Permission) -> None:
        """A service account: this one, another one, or for a member most likely the job's."""
        if self.is_own(permission):
            return
        if self.sharing.runs_as_program:
            self.differs("service-account", permission.who, permission)
        else:
            self.note("program", permission.who, permission.role)

    def look_for_members(self, permissions: Sequence[Permission]) -> int:
        """Find the members who have no access of their own, and count the others."""
        open_to = {
            address_key(p.who.reveal()) for p in permissions if p.kind == "user" and not p.deleted
        }
        by_group = any(n.kind == "committee-group" for n in self.notices)
        inside = 0
        for person in self.members:
            typed = person.addresses.reveal()
            if not typed:
                self.differences.append(Difference("no-address", Private(person.cell)))
            elif person.keys & open_to:
                inside += 1
            elif by_group:
                self.note("maybe-by-group", Private(typed[0]))
            else:
                self.differences.append(Difference("no-access", Private(typed[0])))
        return inside


def compare(
    sharing: Sharing,
    persons: Sequence[Person],
    *,
    group: str = "",
    granted: Iterable[str] = (),
    meant: Collection[str] = (),
) -> Comparison:
    """Compare who can open the file with who should.

    Args:
        sharing: what Drive says.
        persons: the Committee tab.
        group: the committee's own address; a group of that address is its own.
        granted: addresses that were given access in this run.
        meant: marks of differences of which people said that they are meant. What opens the
            sheet to everybody cannot be meant.
    """
    found = _Comparing(sharing, persons, group, granted)
    if sharing.published:
        found.differences.append(
            Difference("published", ANYONE, "reader", why_not="only the sheet's menu can end it")
        )
    inside = 0
    if sharing.permissions is None:
        found.differences.append(Difference("not-visible", NOBODY))
    else:
        for permission in sharing.permissions:
            found.look(permission)
        inside = found.look_for_members(sharing.permissions)
    if sharing.writers_can_share or sharing.shared_drive:
        found.note("editors-can-share")
    order = list(DIFFERENCES)
    accepted = [d for d in found.differences if d.mark in meant and d.kind not in OPEN_TO_ALL]
    for one in accepted:
        found.differences.remove(one)
        found.note("meant", one.who, one.role)
    return Comparison(
        tuple(sorted(found.differences, key=lambda d: order.index(d.kind))),
        tuple(found.notices),
        _unseen(sharing),
        inside,
        nobody_known=not any(p.addresses for p in found.members),
    )


def _unseen(sharing: Sharing) -> tuple[str, ...]:
    shown = sharing.permissions
    unseen = {
        "permissions": shown is None,
        "publishing": sharing.published is None,
        "groups": shown is not None and any(p.kind == "group" for p in shown),
        "shared-drive": sharing.shared_drive,
        "copies": True,
    }
    return tuple(code for code, is_so in unseen.items() if is_so)
