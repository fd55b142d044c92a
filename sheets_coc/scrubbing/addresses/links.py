"""An address in a text: an e-mail or web address, a handle, a telephone number."""

from __future__ import annotations

from dataclasses import dataclass

from sheets_coc.people.contacts import Contact, normalise
from sheets_coc.people.folding import fold

EMAIL, URL, HANDLE, PHONE = "email", "url", "handle", "phone"


@dataclass(frozen=True, slots=True, repr=False)
class Link:
    """One address in a text.

    Attributes:
        kind: `email`, `url`, `handle` or `phone`.
        start: where it begins in the folded text.
        end: where it ends in the folded text.
        written: the address, folded; put together where it was spelled out. Of a telephone
            number the digits.
        sure: whether it is an address by its looks; `jane at example.org` is one only if known.
    """

    kind: str
    start: int
    end: int
    written: str
    sure: bool = True

    def contact(self) -> Contact:
        """What it is by the rules that hold for every contact."""
        return normalise(self.written.replace("%40", "@") if self.kind == EMAIL else self.written)


def account_keys(contact: Contact) -> frozenset[str]:
    """The folded keys of an account: its own, and that of its mailbox without a `+tag`."""
    return frozenset(fold(key) for key in (contact.key, contact.mailbox) if key)
