"""Noticing that rows came apart, as when only some columns were sorted.

Each row carries a short digest of every cell people typed. When the present content of a
cell is what another row held when the tool last wrote, and that row has lost it, content has
changed places. The digest is a few letters for each column: enough to notice, too little to
tell what stood there, and it is cleared when the record is expunged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import blake2s

from sheets_coc.schema.columns import COLUMNS, ColumnKind, Filler, Holds
from sheets_coc.sheet.model import Value, text

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_LETTERS = 3
_BLANK, _ABSENT = "." * _LETTERS, "~" * _LETTERS
_VERSION = "1"

CHECKED = tuple(
    c.key for c in COLUMNS if c.filler is Filler.PEOPLE and c.key not in ("event", "not_same_as")
)
"""The columns whose content belongs to its row, in the order of the digest."""
_DISTINCT = frozenset(
    c.key
    for c in COLUMNS
    if c.key in CHECKED and c.holds is not Holds.NOBODY and c.kind is not ColumnKind.ACTION
)
"""Columns where one match already tells; the others only when a whole pattern has moved."""


def _short(value: Value) -> str:
    typed = text(value).strip()
    if not typed:
        return _BLANK
    number = int.from_bytes(blake2s(typed.encode("utf-8", "surrogatepass"), digest_size=3).digest())
    letters = ""
    for _ in range(_LETTERS):
        number, rest = divmod(number, 64)
        letters += _ALPHABET[rest]
    return letters


def digest(cells: Mapping[str, Value]) -> str:
    """The row check of a row, from its cells by column key; absent columns are left out."""
    return _VERSION + "".join(_short(cells[k]) if k in cells else _ABSENT for k in CHECKED)


def _pieces(check: str) -> tuple[str, ...] | None:
    if len(check) != 1 + _LETTERS * len(CHECKED) or check[0] != _VERSION:
        return None
    return tuple(check[i : i + _LETTERS] for i in range(1, len(check), _LETTERS))


def came_apart(rows: Sequence[tuple[str, str]]) -> tuple[int, ...]:
    """Which rows' content has changed places.

    Args:
        rows: for each row the check that was written and the check of its content now.

    Returns:
        Positions in `rows`; empty when every difference is an ordinary edit.
    """
    changed = {
        i: (old, new)
        for i, (written, present) in enumerate(rows)
        if written != present and (old := _pieces(written)) and (new := _pieces(present))
    }
    moved: set[int] = set()
    for place, key in enumerate(CHECKED):
        before = {i: old[place] for i, (old, new) in changed.items() if old[place] != new[place]}
        after = {i: changed[i][1][place] for i in before}
        ignored = (_BLANK, _ABSENT)
        if key in _DISTINCT:
            moved |= _exchanged(before, after, ignored)
        elif len(before) > 2 and sorted(before.values()) == sorted(after.values()):
            moved |= set(before)
    return tuple(sorted(moved)) if len(moved) > 1 else ()


def _exchanged(
    before: Mapping[int, str], after: Mapping[int, str], ignored: tuple[str, ...]
) -> set[int]:
    """Rows that lost or gained a content that stood in exactly one other changed row."""
    owners: dict[str, list[int]] = {}
    for i, piece in before.items():
        if piece not in ignored:
            owners.setdefault(piece, []).append(i)
    moved: set[int] = set()
    for i, piece in after.items():
        if len(owners.get(piece, ())) == 1:
            moved |= {i, owners[piece][0]}
    return moved
