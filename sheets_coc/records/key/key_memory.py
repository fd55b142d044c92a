"""Noticing that names in the key have changed places: each code has one name, and keeps it.

Sorting only one column of the key, or inserting a cell in it, gives every code somebody else's
name, and the wrong person would be erased. So the spreadsheet's metadata keeps a short, salted
digest of what stands beside each code:

    written    Blue Jay: Ada     Red Fox: Ben
    now        Blue Jay: Ben     Red Fox: Cleo     Ben stands beside another code: moved

A name that is corrected, a code that is new or given another word, a row that is removed move
nothing from one known code to another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import blake2s

from sheets_coc.records.apart.row_check import BLANK, cell_digest, salt_of
from sheets_coc.records.key.identity_key import IdentityKey, KeyEntry, KeyState
from sheets_coc.sheet.metadata import room
from sheets_coc.sheet.model import text

PEOPLE = "sheets-coc.key-people"
"""Under which metadata key the digests are kept."""
MEANT = "sheets-coc.key-meant"
"""Under which it is kept that a person said of the key as it stands that it is right."""
APART_REF = "key-apart/"
"""What the reference of the line in To do begins with."""
MOST = 9_000
"""Characters that the digests may take at most."""
_WATCHED = ("real_name", "contacts")
_CODE, _CELL = 4, 3
"""Letters of the digest of a code, and of a cell."""
_WIDTH = _CODE + _CELL * len(_WATCHED)

People = Mapping[str, tuple[str, ...]]
"""The digests of what stands beside each code, by the digest of the code."""


def _now(key: IdentityKey, salt: str) -> Iterator[tuple[KeyEntry, str, tuple[str, ...]]]:
    """Each row of a code that stands once, with the digests of its code and its cells."""
    mixed = bytes.fromhex(salt)
    for code, entries in key.entries.items():
        if not code or len(entries) > 1 or key.tab is None:
            continue
        (entry,) = entries
        cells = [
            "" if value.casefold().startswith("expunged") else value
            for name in _WATCHED
            for value in [text(key.tab.value(entry.row, key.columns.get(name, -1))).strip()]
        ]
        found = tuple(
            cell_digest("subjects" if name == "real_name" else name, cell, mixed, _CELL)
            for name, cell in zip(_WATCHED, cells, strict=True)
        )
        yield entry, cell_digest("case", code, mixed, _CODE), found


def _then(metadata: Mapping[str, str]) -> People:
    kept = metadata[PEOPLE][16:]
    rows = [kept[at : at + _WIDTH] for at in range(0, len(kept) - _WIDTH + 1, _WIDTH)]
    return {
        row[:_CODE]: tuple(row[at : at + _CELL] for at in range(_CODE, _WIDTH, _CELL))
        for row in rows
    }


def moved(key: IdentityKey, metadata: Mapping[str, str]) -> tuple[KeyEntry, ...]:
    """The rows beside whose code stands what stood beside another one when the tool last wrote.

    Args:
        key: the key as it is.
        metadata: what the records' spreadsheet keeps.
    """
    salt = salt_of(metadata, PEOPLE)
    if not salt or key.state is not KeyState.READ or metadata.get(MEANT) == mark(key, metadata):
        return ()
    then = _then(metadata)
    found = [row for row in _now(key, salt) if row[1] in then]
    now = {code: cells for _, code, cells in found}
    return tuple(
        entry
        for entry, code, cells in found
        if any(_stood_elsewhere(at, code, cells[at], then, now) for at in range(len(_WATCHED)))
    )


def _stood_elsewhere(at: int, code: str, piece: str, then: People, now: People) -> bool:
    """Whether what stands beside a code stood beside another, which is there and lost it."""
    if BLANK in piece or then[code][at] == piece:
        return False
    holders = [other for other, cells in then.items() if cells[at] == piece]
    return any(other in now and now[other][at] != piece for other in holders)


def mark(key: IdentityKey, metadata: Mapping[str, str]) -> str:
    """By what a key with exactly this content is known."""
    salt = salt_of(metadata, PEOPLE)
    if not salt:
        return ""
    told = sorted(code + "".join(cells) for _, code, cells in _now(key, salt))
    return blake2s("\n".join(told).encode(), key=bytes.fromhex(salt), digest_size=8).hexdigest()


def too_many(key: IdentityKey, metadata: Mapping[str, str]) -> bool:
    """Whether there are more people than metadata has room for, so that none is watched."""
    people = sum(len(entries) == 1 for code, entries in key.entries.items() if code)
    return 16 + people * _WIDTH > min(MOST, room(metadata, PEOPLE))


def to_remember(key: IdentityKey, metadata: Mapping[str, str], seed: str) -> dict[str, str | None]:
    """The metadata that keeps the digests, as far as it differs from what is kept.

    Args:
        key: the key as it will stand.
        metadata: what is kept now, the salt of which stays the same, and will be of the rest.
        seed: what a new salt is drawn from; empty where none is to be drawn.
    """
    if key.state is not KeyState.READ:
        return {}
    salt = salt_of(metadata, PEOPLE)
    if not salt and seed:
        salt = blake2s(f"key {seed}".encode(), digest_size=8).hexdigest()
    if not salt:
        return {}
    rows = sorted(code + "".join(cells) for _, code, cells in _now(key, salt))
    kept: dict[str, str | None] = {PEOPLE: salt + "".join(rows), MEANT: None}
    if too_many(key, metadata):
        kept[PEOPLE] = None
    return {name: value for name, value in kept.items() if metadata.get(name) != value}
