"""Noticing that rows came apart, as when only some columns were sorted.

Each row carries a short digest of each of its cells. A cell whose content another row held
when the tool last wrote, and has lost since, has *moved*. Somebody sorts the dates alone, adds
a row and corrects a date:

    written     now
    2026-01-05  2026-02-01   holds what the third row held: moved
    2026-03-09  2026-03-09
    2026-02-01  2026-01-06   nobody held this: corrected
    2026-01-20  2026-01-20

What counts is how many cells of a column moved, not whether all of them did: a correction, a
new row, *Insert cells, shift down* leave most of them in another row's place. Ordinary work
moves a few as well, and how few depends on what the column holds:

* a name, an address, a story that stood in one row alone: one is enough; a summary to share,
  two, as the same sentence serves for many;
* dates: two, also to rows that are new, and half of the cells that changed; one, where it
  overwrote its neighbour and left a blank behind, as *Delete cells, shift up* does at the end;
* decisions, flags, yes or no: three, and three quarters of them: a meeting closes several cases
  and opens another; what went to a row that is new counts where three different ones moved;
* members: three different ones, so that two may exchange their cases, and of those who handle
  them half, so that three may; holds: two different.

The digest is a few letters for each cell: enough to notice, too little to tell what stood
there, and it is cleared when the record is expunged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2s

from sheets_coc.dates import to_serial
from sheets_coc.people.names import split_people
from sheets_coc.records.values import read_date
from sheets_coc.schema.columns import BY_KEY, COLUMNS, ColumnKind, Holds
from sheets_coc.sheet.model import Value, text

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
LETTERS = 3
"""Letters of the digest of a cell."""
BLANK, ABSENT = ".", "~"
"""What fills the digest of a blank cell, and of one whose column is not there."""
_VERSION = "2"

CHECKED = tuple(c.key for c in COLUMNS if c.key not in ("row_check", "expunged_on"))
"""The columns whose content belongs to its row, in the order of the digest."""
FEWEST = 24
"""How many columns there were when checks of this kind were first written; new ones come last."""
_MEMBERS = frozenset({"reporter", "handled_by", "recused"})
"""Columns that name members: of a private report the reporter is the member handling it."""
_SHIFTED = frozenset({"reported_on", "expunge_on", "banned_until", "decision"})
"""Columns where one cell that slid into the row beside it decides when a record goes."""


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """One row as it was written and as it is now.

    Attributes:
        place: where it stands; neighbours differ by one.
        before: the digest of each checked cell when the tool last wrote.
        now: the digest of each now.
        own: the digests of the committee's own columns now, by column, where the row changed.
    """

    place: int
    before: Sequence[str]
    now: Sequence[str]
    own: Mapping[int, str] = field(default_factory=dict)


def salt_of(metadata: Mapping[str, str], kept: str) -> str:
    """The salt that digests kept in metadata begin with, in hexadecimal; empty where none are."""
    salt = metadata.get(kept, "")[:16]
    try:
        return salt if len(bytes.fromhex(salt)) == 8 else ""
    except ValueError:
        return ""


def cell_digest(key: str, value: Value, salt: bytes = b"", letters: int = LETTERS) -> str:
    """A few letters for the content of a cell; what means nobody is as good as blank.

    Args:
        key: the column's key.
        value: the cell's content.
        salt: what makes the letters mean nothing elsewhere.
        letters: how many.
    """
    typed = text(value).strip()
    if typed and BY_KEY[key].kind is ColumnKind.PEOPLE and not split_people(typed):
        typed = ""
    if not typed:
        return BLANK * letters
    hashed = blake2s(typed.encode("utf-8", "surrogatepass"), key=salt, digest_size=4)
    number = int.from_bytes(hashed.digest())
    found = ""
    for _ in range(letters):
        number, rest = divmod(number, len(_ALPHABET))
        found += _ALPHABET[rest]
    return found


def own_digests(
    cells: Mapping[int, Value], salt: bytes = b"", letters: int = LETTERS
) -> dict[int, str]:
    """The digests of cells of the committee's own columns, by column."""
    return {column: cell_digest("summary", cell, salt, letters) for column, cell in cells.items()}


def digest(cells: Mapping[str, Value]) -> str:
    """The row check of a row, from its cells by column key; absent columns are left out."""
    found = [cell_digest(k, cells[k]) if k in cells else ABSENT * LETTERS for k in CHECKED]
    while len(found) > FEWEST and ABSENT in found[-1]:
        found.pop()
    return _VERSION + "".join(found)


def pieces(check: str) -> tuple[str, ...] | None:
    """The digest of each checked cell out of a row check; None where it is none of this kind.

    One that was written when there were fewer columns says nothing of those added since.
    """
    known, rest = divmod(len(check) - 1, LETTERS)
    if rest or not FEWEST <= known <= len(CHECKED) or check[0] != _VERSION:
        return None
    found = [check[i : i + LETTERS] for i in range(1, len(check), LETTERS)]
    return (*found, *[ABSENT * LETTERS] * (len(CHECKED) - known))


def changed_since(check: str, key: str, value: Value) -> bool:
    """Whether a cell holds something else than when the tool last wrote; no where nobody knows."""
    kept = pieces(check)
    if kept is None or ABSENT in (piece := kept[CHECKED.index(key)]):
        return False
    day = read_date(value).day  # the same day may stand there as a number or as text
    same = [value, to_serial(day)] if isinstance(day, date) else [value]
    return piece not in [cell_digest(key, one) for one in same]


def came_apart(
    rows: Sequence[CheckedRow], keys: Sequence[str] = CHECKED, added: Sequence[Sequence[str]] = ()
) -> tuple[int, ...]:
    """Which rows' content has changed places.

    Args:
        rows: every row that was there when the tool last wrote, as it was and as it is.
        keys: the column of each digest.
        added: the digests of rows that are new, or of which no digest was kept: a sort takes
            content there as well.

    Returns:
        Positions in `rows`; empty when every difference is an ordinary edit.
    """
    torn: set[int] = set()
    for at, key in enumerate(keys):
        column = _Column(rows, at, [row[at] for row in added])
        if column.changed and column.is_torn(key):
            torn |= column.moved
    return tuple(sorted(torn)) if len(torn) > 1 else ()


class _Column:
    """What happened to the cells of one column since the tool last wrote."""

    def __init__(self, rows: Sequence[CheckedRow], at: int, added: Sequence[str]) -> None:
        self.rows, self.at = rows, at
        self.changed = [
            i
            for i, row in enumerate(rows)
            if row.before[at] != row.now[at] and ABSENT not in row.before[at] + row.now[at]
        ]
        self.lost: dict[str, list[int]] = {}
        self.gained: dict[str, list[int]] = {}
        for i in self.changed:
            for found, piece in ((self.lost, rows[i].before[at]), (self.gained, rows[i].now[at])):
                if BLANK not in piece:
                    found.setdefault(piece, []).append(i)
        self.values = self.lost.keys() & self.gained.keys()
        self.count = sum(min(len(self.lost[v]), len(self.gained[v])) for v in self.values)
        self.mostly = 2 * self.count >= len(self.changed)
        # The same with what went to rows that are new.
        self.added = Counter(piece for piece in added if piece in self.lost)
        gained = {v: len(self.gained.get(v, ())) + self.added[v] for v in self.lost}
        self.taken = {v: min(len(self.lost[v]), n) for v, n in gained.items() if n}
        self.count_all = sum(self.taken.values())
        self.mostly_all = 2 * self.count_all >= len(self.changed)
        self.moved = {
            i for value in self.taken for i in (*self.lost[value], *self.gained.get(value, ()))
        }

    def is_torn(self, key: str) -> bool:
        """Whether more cells moved than ordinary work moves, for what the column holds."""
        column = BY_KEY[key]
        if key in _SHIFTED and self._slid():
            return True
        if key in _MEMBERS:
            held = sum(BLANK not in row.before[self.at] for row in self.rows)
            few = key != "reporter" and 2 * len(self.changed) <= held
            return self.mostly and len(self.values) >= 3 and not few
        if key == "hold":
            return len(self.values) >= 2
        if column.kind in (ColumnKind.DATE, ColumnKind.DATE_OR_NEVER):
            return self.mostly_all and self.count_all >= 2
        if key == "outcome":
            return self.mostly and self.count >= 2
        if key in ("case", "person") or (
            column.holds is not Holds.NOBODY and column.kind is not ColumnKind.ACTION
        ):
            return self._one_alone() or (self.mostly and self.count >= 3)
        if self.added and len(self.taken) >= 3 and len(self.values) >= 2:
            return 4 * self.count_all >= 3 * len(self.changed)
        nearly_all = 4 * self.count >= 3 * len(self.changed)
        return nearly_all and self.count >= 3 and len(self.values) >= 2

    def _one_alone(self) -> bool:
        """Whether something that stood in one row alone stands in another alone."""
        before = Counter(row.before[self.at] for row in self.rows)
        now = Counter(row.now[self.at] for row in self.rows)
        return any(before[value] == now[value] == 1 for value in self.values)

    def _slid(self) -> bool:
        """Whether a cell overwrote the one beside it and left a blank behind."""
        place = {i: self.rows[i].place for i in self.changed}
        return any(
            abs(place[source] - place[target]) == 1
            and BLANK in self.rows[source].now[self.at]
            and BLANK not in self.rows[target].before[self.at]
            for value in self.values
            for source in self.lost[value]
            for target in self.gained[value]
        )
