"""E-mail addresses by which accounts are known: every one in a cell, and when two are the same."""

from __future__ import annotations

import re

from sheets_coc.people.contacts import ContactKind, normalise


def address_key(address: str) -> str:
    """An address for comparing: the one key of an account (see `normalise`)."""
    return normalise(address).key or address.strip().casefold()


def addresses(typed: str) -> tuple[str, ...]:
    """Every address in a cell, however it is written and separated."""
    found = []
    for piece in re.split(r"[,;\n/|]|\s+(?:and|or)\s+", typed):
        contact = normalise(piece.strip()) if piece.strip() else None
        if contact and contact.kind is ContactKind.EMAIL and contact.address:
            found.append(contact.address)
    return tuple(dict.fromkeys(found))
