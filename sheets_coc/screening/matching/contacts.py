"""Finds people of ours by e-mail address, handle, profile page or telephone number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sheets_coc.people.contacts import Contact, ContactKind
from sheets_coc.people.given_names import nickname_groups
from sheets_coc.screening.matching.match import Tier

SHORTEST_ACCOUNT = 4
"""A shorter user name is many people's."""

DISTINCTIVE = 8
"""From this length on, or with a digit or underscore, a user name is rarely taken twice."""


@dataclass(frozen=True, slots=True)
class ContactMatch:
    """A contact that is, or may be, one of ours.

    Attributes:
        number: which of our people.
        tier: how sure it is.
        evidence: why, in words.
    """

    number: int
    tier: Tier
    evidence: str


_EQUAL = {
    ContactKind.EMAIL: "e-mail equal",
    ContactKind.HANDLE: "handle equal",
    ContactKind.PROFILE: "profile equal",
    ContactKind.PHONE: "telephone number equal",
}


def is_common(account: str) -> bool:
    """Whether many people could have chosen this user name."""
    return len(account) < SHORTEST_ACCOUNT or bool(nickname_groups(account))


def _is_distinctive(account: str) -> bool:
    unlike_names = any(sign.isdigit() or sign in "_-." for sign in account)
    return len(account) >= DISTINCTIVE or (unlike_names and not is_common(account))


@dataclass(slots=True, repr=False)
class ContactIndex:
    """Our people's contacts, filed.

    Attributes:
        people: for each of our people, their contacts.
    """

    people: Sequence[Sequence[Contact]]
    _keys: dict[str, set[int]] = field(default_factory=dict)
    _mailboxes: dict[str, set[int]] = field(default_factory=dict)
    _accounts: dict[str, set[tuple[int, ContactKind]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Files every contact."""
        for number, contacts in enumerate(self.people):
            for contact in contacts:
                self._file(number, contact)

    def _file(self, number: int, contact: Contact) -> None:
        if contact.key:
            self._keys.setdefault(contact.key, set()).add(number)
        box = contact.mailbox
        if box:
            self._mailboxes.setdefault(box, set()).add(number)
        elif contact.account:
            posting = (number, contact.kind)
            self._accounts.setdefault(contact.account, set()).add(posting)

    def find(self, contact: Contact) -> Iterator[ContactMatch]:
        """Everyone of ours this contact belongs to, surely or possibly."""
        if not contact.key:
            return
        equal = self._keys.get(contact.key, set())
        for number in sorted(equal):
            yield ContactMatch(number, *_judge_equal(contact))
        box = contact.mailbox
        if box:
            for number in sorted(self._mailboxes.get(box, set()) - equal):
                yield ContactMatch(number, Tier.LIKELY, "e-mail equal but for a +tag")
        elif contact.account:
            for number, kind in sorted(self._accounts.get(contact.account, set())):
                if number not in equal:
                    yield from _judge_account(number, contact, kind)


def _judge_equal(contact: Contact) -> tuple[Tier, str]:
    if contact.kind is ContactKind.HANDLE and is_common(contact.account or ""):
        return Tier.POSSIBLE, "handle equal, but a common one"
    tier = Tier.LIKELY if contact.kind is ContactKind.PHONE else Tier.EXACT
    return tier, _EQUAL.get(contact.kind, "contact equal")


def _judge_account(number: int, contact: Contact, kind: ContactKind) -> Iterator[ContactMatch]:
    """The same user name where one or both sides name a site."""
    account = contact.account or ""
    if ContactKind.HANDLE in (contact.kind, kind):
        if not is_common(account):
            evidence = "user name equal, the site is not given on both sides"
            yield ContactMatch(number, Tier.LIKELY, evidence)
    elif _is_distinctive(account):
        yield ContactMatch(number, Tier.POSSIBLE, "user name equal, on another site")
