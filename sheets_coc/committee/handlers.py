"""Who handles a case: members only, not those who have left, and nobody with a conflict."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sheets_coc.committee.members import Committee, Member
from sheets_coc.committee.names import Matched, NameMatch
from sheets_coc.private import Private

Names = Private[tuple[str, ...]]
"""People as they stand in a cell, one string each."""


def has_left(member: Member, today: date) -> bool:
    """Whether a member has surely left."""
    return member.left is not None and "left" not in member.doubts and member.left <= today


class Handlers:
    """People who handle cases, looked up in the Committee tab.

    Args:
        committee: the members.
    """

    def __init__(self, committee: Committee) -> None:
        self._members = committee.members
        self._directory = committee.directory()
        self._known: dict[str, Matched] = {}

    def __repr__(self) -> str:
        return f"<Handlers: {len(self._members)} members>"

    def _match(self, name: str) -> Matched:
        if name not in self._known:
            self._known[name] = self._directory.match(name)
        return self._known[name]

    def unknown(self, names: Names) -> bool:
        """Whether one of some people is no member, of today or of the past."""
        return any(self._match(name).how is NameMatch.NONE for name in names.reveal())

    def gone(self, names: Names, today: date) -> bool:
        """Whether some people are all members who have left; not where there is nobody."""
        found = [self._match(name).members for name in names.reveal()]
        return bool(found) and all(
            members and all(has_left(self._members[m], today) for m in members) for members in found
        )

    def recused(self, names: Names) -> frozenset[int]:
        """The members that some people may be: in doubt, one more.

        Whoever is recused from a case is not proposed as its handler, is not told of it by name,
        and does not handle it.
        """
        return frozenset(m for name in names.reveal() for m in self._match(name).members)

    def conflict(self, handled_by: Names, recused: Names) -> bool:
        """Whether somebody handles a case they are recused from."""
        return not self.recused(handled_by).isdisjoint(self.recused(recused))

    def may_handle(self, recused: Names, today: date) -> tuple[int, ...]:
        """The members who may handle a case, in the order of the tab."""
        away = self.recused(recused)
        return tuple(
            n
            for n, member in enumerate(self._members)
            if n not in away and not has_left(member, today)
        )

    def not_for_everybody(self, recused: Mapping[str, Names], today: date) -> frozenset[str]:
        """Cases that a mail to the whole committee must not name.

        Args:
            recused: who is recused from each case, by case name.
            today: the UTC date; members who have left get no mail.
        """
        return frozenset(
            case
            for case, names in recused.items()
            if any(not has_left(self._members[m], today) for m in self.recused(names))
        )
