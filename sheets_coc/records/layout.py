"""Finding the header row and the columns, wherever a committee has put them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import blake2s

from sheets_coc.errors import SheetError
from sheets_coc.policy import Policy
from sheets_coc.schema.columns import COLUMNS, OnExpunge
from sheets_coc.sheet.model import Tab, a1, column_letters, text

SEARCHED_ROWS = 30
"""How far down a header is looked for."""
NEEDED_COLUMNS = 3
"""How many known columns make a header."""
ANSWER_PREFIX = "sheets-coc.column."
"""Developer metadata that remembers what a person said of a column."""

_EDGES = re.compile(r"^[\W_]+|[\W_]+$")


@lru_cache(maxsize=2048)
def header_key(header: str) -> str:
    """A header for comparing: without case, white space and punctuation at the edges."""
    folded = unicodedata.normalize("NFKC", header).casefold()
    return _EDGES.sub("", re.sub(r"\s+", "", folded))


def column_answer_key(header: str, column: int) -> str:
    """Under which metadata key the answer about a column of the committee's own is kept.

    The header itself may be personal, so only a digest of it is written. A column without
    one is known by its place: an answer about it must not speak for the next such column.
    """
    known_by = header_key(header) or f"column {column_letters(column)}"
    return ANSWER_PREFIX + blake2s(known_by.encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class OwnColumn:
    """A column of the committee's own.

    Attributes:
        column: where it stands, from 0.
        header: what stands above it; may be blank.
        on_expunge: what happens to it when a record goes; None while nobody has said.
    """

    column: int
    header: str = field(repr=False)
    on_expunge: OnExpunge | None

    @property
    def name(self) -> str:
        """How messages speak of it: a header of people's own is not repeated."""
        return f"column {column_letters(self.column)}"


@dataclass(frozen=True)
class Layout:
    """Where things stand in the Records tab.

    Attributes:
        tab: the tab's id.
        header_row: the row of the header, from 0.
        columns: the column of each known key.
        own: the committee's own columns.
        merged: columns whose header is part of a merged block.
    """

    tab: int
    header_row: int
    columns: Mapping[str, int]
    own: tuple[OwnColumn, ...] = ()
    merged: tuple[int, ...] = ()

    @cached_property
    def keys(self) -> Mapping[int, str]:
        """The key of each known column, by where it stands."""
        return {column: key for key, column in self.columns.items()}

    @property
    def row_key(self) -> Mapping[int, tuple[int, int | None]]:
        """What tells rows apart, for `Changes.keys`: the header's row, and the case's column."""
        return {self.tab: (self.header_row, self.columns.get("case"))}

    @property
    def unclassified(self) -> tuple[OwnColumn, ...]:
        """Columns that stop redaction, because nobody has said what they hold."""
        return tuple(c for c in self.own if c.on_expunge is None)

    @property
    def has_decisions(self) -> bool:
        """Whether this is more than the original ten columns."""
        return "decision" in self.columns


def _known_headers(policy: Policy) -> dict[str, str]:
    known: dict[str, str] = {}
    for column in COLUMNS:
        for header in (column.header, *column.also):
            known.setdefault(header_key(header), column.key)
    for key, header in policy.headers.items():
        known[header_key(header)] = key
    return known


def _matches(tab: Tab, row: int, known: Mapping[str, str]) -> dict[int, str]:
    found: dict[int, str] = {}
    for column, value in enumerate(tab.values[row]):
        if isinstance(value, str) and (key := known.get(header_key(value))):
            found[column] = key
    return found


def _header_row(tab: Tab, known: Mapping[str, str]) -> tuple[int, dict[int, str]]:
    best: tuple[int, dict[int, str]] = (0, {})
    for row in range(min(SEARCHED_ROWS, len(tab.values))):
        found = _matches(tab, row, known)
        if len(set(found.values())) > len(set(best[1].values())):
            best = (row, found)
    if len(set(best[1].values())) < NEEDED_COLUMNS:
        raise SheetError(
            "No header was found in the records tab: none of its first "
            f"{SEARCHED_ROWS} rows names three columns of a record. Check the tab, "
            "or name your headers in the policy under [columns].",
            code="no-header",
        )
    return best


def _refuse_duplicates(found: Mapping[int, str], row: int) -> dict[str, int]:
    columns: dict[str, int] = {}
    for column, key in found.items():
        if key in columns:
            raise SheetError(
                f"Two columns of the records tab have the same meaning: {a1(row, columns[key])} "
                f"and {a1(row, column)}. Rename one of the two headers.",
                code="duplicate-header",
                cell=a1(row, column),
            )
        columns[key] = column
    return columns


def _has_content(tab: Tab, column: int, below: int) -> bool:
    if any(c == column and r > below for r, c in tab.notes):
        return True
    return any(
        len(cells) > column and cells[column] not in (None, "", False)
        for cells in tab.values[below + 1 :]
    )


def _own_columns(
    tab: Tab, row: int, found: Mapping[int, str], policy: Policy, metadata: Mapping[str, str]
) -> tuple[OwnColumn, ...]:
    width = max((len(cells) for cells in tab.values[row:]), default=0)
    said = {header_key(h): answer for h, answer in policy.own_columns.items()}
    own = []
    for column in range(width):
        if column in found:
            continue
        header = text(tab.value(row, column)).strip()
        if not header and not _has_content(tab, column, row):
            continue
        answer = said.get(header_key(header)) if header_key(header) else None
        if answer is None and (remembered := metadata.get(column_answer_key(header, column))):
            answer = OnExpunge(remembered) if remembered in set(OnExpunge) else None
        own.append(OwnColumn(column, header, answer))
    return tuple(own)


def read_layout(tab: Tab, policy: Policy, metadata: Mapping[str, str]) -> Layout:
    """Find the header row and every column of the Records tab.

    Args:
        tab: the Records tab.
        policy: the committee's headers and what it said of its own columns.
        metadata: answers people gave in the sheet.

    Raises:
        SheetError: `no-header` or `duplicate-header`.
    """
    row, found = _header_row(tab, _known_headers(policy))
    merged = tuple(
        column
        for top, bottom, left, right in tab.merges
        if top <= row < bottom and right - left > 1
        for column in range(left, right)
    )
    return Layout(
        tab=tab.id,
        header_row=row,
        columns=_refuse_duplicates(found, row),
        own=_own_columns(tab, row, found, policy, metadata),
        merged=merged,
    )
