"""One entry of a cell that names people: what all its spellings share."""

from __future__ import annotations

from sheets_coc.people.contacts import ContactKind, normalise
from sheets_coc.people.names import name_key

CONTACTS = (ContactKind.EMAIL, ContactKind.PROFILE, ContactKind.PHONE)
"""Kinds of contacts that are surely no name."""


def entry_keys(entry: str) -> frozenset[str]:
    """What all spellings of one entry of a cell share: the name's key and the contact's."""
    contact = normalise(entry)
    keys = {f"name:{key}"} if contact.kind not in CONTACTS and (key := name_key(entry)) else set()
    return frozenset(keys | ({contact.key} if contact.key else set()))
