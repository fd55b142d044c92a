"""The row check of a sheet that has no column for it: digests in the spreadsheet's metadata.

The ten-column sheet says nothing of which row is which, so besides the digests of its cells
nothing is known of a row, and the rows of then and now are matched first: those that are the
same, then those that share most. What still stands elsewhere then is what came apart.

    then   AbC Xyz 123        now   AbC Xyz 777   shares two of three with the first of then
           DeF Uvw 456              DeF Uvw 123   with the second, and holds the first's date
           GhI Rst 777              GhI Rst 456   with the third, and holds the second's

Digests are salted and short: 3 letters for each cell, of 2 letters for the columns that tell
most where there are very many rows, or little room: metadata holds 30,000 characters, and other
things are remembered there too. Records that have been expunged leave none behind.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from hashlib import blake2s

from sheets_coc.records.apart.row_check import (
    ABSENT,
    BLANK,
    LETTERS,
    CheckedRow,
    cell_digest,
    own_digests,
    salt_of,
)
from sheets_coc.records.apart.torn import torn
from sheets_coc.records.record import Record
from sheets_coc.records.sheet import RecordsSheet
from sheets_coc.schema.columns import COLUMNS
from sheets_coc.sheet.metadata import room

ROWS = "sheets-coc.rows"
"""Under which metadata key the digests are kept."""
MOST = 24_000
"""Characters that the digests may take, of the 30,000 that Google allows in all."""
ALL_KEYS = tuple(c.key for c in COLUMNS if not c.added)
FEW_KEYS = ("reported_on", "subjects", "contacts", "summary", "expunge_on")
"""The columns that are watched where there are too many rows for all."""
_HEAD = 17
"""Characters before the digests: the salt, and how many letters they have."""
_SHARED = 2
"""How many cells two rows must share to be taken for the same one."""
_COMMON = 50
"""A cell that stands in more rows than this tells nothing of which row it is."""

Digests = tuple[str, ...]


def _wide(rows: int, metadata: Mapping[str, str]) -> tuple[tuple[str, ...], int] | None:
    """Which columns of so many rows are watched, and with how many letters; None: too many."""
    most = min(MOST, room(metadata, ROWS)) - _HEAD
    for keys, letters in ((ALL_KEYS, LETTERS), (FEW_KEYS, LETTERS - 1)):
        if rows * len(keys) * letters <= most:
            return keys, letters
    return None


def _live(sheet: RecordsSheet) -> list[Record]:
    return [record for record in sheet.records if not record.expunged]


def too_many(sheet: RecordsSheet) -> bool:
    """Whether there are more rows than metadata has room for digests of."""
    return _wide(len(_live(sheet)), sheet.metadata) is None


def _digests(
    sheet: RecordsSheet, row: int, keys: Sequence[str], salt: str, letters: int
) -> Digests:
    columns = sheet.layout.columns
    return tuple(
        cell_digest(key, sheet.tab.value(row, columns[key]), bytes.fromhex(salt), letters)
        if key in columns
        else ABSENT * letters
        for key in keys
    )


def to_remember(sheet: RecordsSheet, metadata: Mapping[str, str], seed: str) -> str | None:
    """The digests of every row, as metadata keeps them; None where there are too many rows.

    Args:
        sheet: the records as they will stand.
        metadata: what is kept now, the salt of which stays the same, and will be of the rest.
        seed: what a new salt is drawn from.
    """
    live = _live(sheet)
    wide = _wide(len(live), metadata)
    if wide is None:
        return None
    keys, letters = wide
    salt = salt_of(metadata, ROWS) or blake2s(seed.encode(), digest_size=8).hexdigest()
    rows = ["".join(_digests(sheet, record.row, keys, salt, letters)) for record in live]
    return f"{salt}{letters}" + "".join(rows)


def _kept(metadata: Mapping[str, str]) -> tuple[tuple[str, ...], int, list[Digests]]:
    """Which columns were watched, with how many letters, and the digests of each row."""
    letters = 2 if metadata[ROWS][_HEAD - 1 : _HEAD] == "2" else LETTERS
    keys = ALL_KEYS if letters == LETTERS else FEW_KEYS
    body, width = metadata[ROWS][_HEAD:], letters * len(keys)
    rows = [body[at : at + width] for at in range(0, len(body) - width + 1, width)]
    return keys, letters, [
        tuple(row[at : at + letters] for at in range(0, width, letters)) for row in rows
    ]  # fmt: skip


def apart(sheet: RecordsSheet, metadata: Mapping[str, str]) -> list[Record]:
    """The records whose content has changed places since the tool last wrote."""
    salt = salt_of(metadata, ROWS)
    if not salt:
        return []
    keys, letters, before = _kept(metadata)
    records = sheet.records
    now = [_digests(sheet, record.row, keys, salt, letters) for record in records]
    matched = _matched(before, now)
    rows = [
        CheckedRow(
            records[i].row,
            before[j],
            now[i],
            own_digests(sheet.own_cells(records[i]), bytes.fromhex(salt), letters),
        )
        for i, j in matched
    ]
    known = {i for i, _ in matched}
    added = {records[i].row: now[i] for i in range(len(now)) if i not in known}
    alone = {row: _digests(sheet, row, keys, salt, letters) for row in sheet.rows.alone}
    return [records[matched[at][0]] for at in torn(sheet, rows, keys, added, alone, metadata)]


def _matched(before: Sequence[Digests], now: Sequence[Digests]) -> list[tuple[int, int]]:
    """Pairs of a present row and the one it was: place in `now`, place in `before`."""
    # First the rows that are what they were; of equal ones in their order.
    left: dict[Digests, list[int]] = defaultdict(list)
    for j, row in enumerate(before):
        left[row].append(j)
    pairs: list[tuple[int, int]] = []
    changed: list[int] = []
    for i, row in enumerate(now):
        if left.get(row):
            pairs.append((i, left[row].pop(0)))
        else:
            changed.append(i)
    # Then those that share most, rare cells first: the pair that shares most has first choice.
    rest = sorted(j for places in left.values() for j in places)
    found = _shares(before, now, rest, changed)
    used: set[int] = set()
    taken: set[int] = set()
    for share, i, j in sorted(found, key=lambda one: (-one[0], abs(one[1] - one[2]), one[1:])):
        if share >= _SHARED and i not in used and j not in taken:
            used.add(i)
            taken.add(j)
            pairs.append((i, j))
    return sorted(pairs)


def _shares(
    before: Sequence[Digests], now: Sequence[Digests], rest: Sequence[int], changed: Sequence[int]
) -> list[tuple[int, int, int]]:
    """How many cells rows of then and now share: the number, place in `now` and in `before`."""
    where: dict[tuple[int, str], list[int]] = defaultdict(list)
    for j in rest:
        for at, piece in enumerate(before[j]):
            if BLANK not in piece and ABSENT not in piece:
                where[at, piece].append(j)
    found = []
    for i in changed:
        shared: Counter[int] = Counter()
        for at, piece in enumerate(now[i]):
            holders = where.get((at, piece), ())
            if len(holders) <= _COMMON:
                shared.update(holders)
        found += [(number, i, j) for j, number in shared.items()]
    return found
