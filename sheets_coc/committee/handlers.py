"""People of a case who are members: looked up in the Committee tab, by name and by address."""

from __future__ import annotations

from datetime import date

from sheets_coc.committee.members import Committee, Member
from sheets_coc.committee.names import Matched, NameMatch
from sheets_coc.people.mailboxes import address_key, addresses
from sheets_coc.private import Private

Names = Private[tuple[str, ...]]
"""People as they stand in a cell, one string each."""


def has_left(member: Member, today: date) -> bool:
    """Whether a member has surely left."""
    return member.left is not None and "left" not in member.doubts and member.left <= today


class Handlers:
    """People who stand in cases, looked up in the Committee tab.

    Members are told by their position in the tab.

    Args:
        committee: the members.
    """

    def __init__(self, committee: Committee) -> None:
        self._members = committee.members
        self._directory = committee.directory()
        self._known: dict[str, Matched] = {}
        self._by_address: dict[str, set[int]] = {}
        for at, member in enumerate(self._members):
            for address in addresses(member.email.reveal()):
                self._by_address.setdefault(address_key(address), set()).add(at)

    def __repr__(self) -> str:
        return f"<Handlers: {len(self._members)} members>"

    def _match(self, name: str) -> Matched:
        if name not in self._known:
            found = self.with_address(name)
            self._known[name] = (
                Matched(NameMatch.ONE if len(found) == 1 else NameMatch.SEVERAL, tuple(found))
                if found
                else self._directory.match(name)
            )
        return self._known[name]

    def with_address(self, typed: str) -> frozenset[int]:
        """The members one of whose addresses this is."""
        if "@" not in typed:
            return frozenset()
        found = (self._by_address.get(address_key(one), ()) for one in addresses(typed))
        return frozenset(at for members in found for at in members)

    def unknown(self, names: Names) -> bool:
        """Whether one of some people is no member, of today or of the past."""
        return any(self._match(name).how is NameMatch.NONE for name in names.reveal())

    def gone(self, names: Names, today: date) -> bool:
        """Whether some people are all members who have left; not where there is nobody."""
        found = [self._match(name).members for name in names.reveal()]
        return bool(found) and all(
            members and all(has_left(self._members[m], today) for m in members) for members in found
        )

    def meant(self, names: Names) -> frozenset[int]:
        """The members that some people may be: in doubt, one more."""
        return frozenset(m for name in names.reveal() for m in self._match(name).members)

    def surely(self, names: Names) -> frozenset[int]:
        """The members that some people are: by an address, or by all parts of a name."""
        found: set[int] = set()
        for name in names.reveal():
            found |= self.with_address(name)
            if self._directory.names(name):
                found.update(self._match(name).members)
        return frozenset(found)

    def there(self, today: date) -> tuple[int, ...]:
        """The members who have not left, in the order of the tab."""
        return tuple(n for n, one in enumerate(self._members) if not has_left(one, today))
