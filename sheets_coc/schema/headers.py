"""Header rows: how headings are compared, and how the row that holds them is found.

One finder for every tab: Records, Committee, On-call, To do, Log. Columns may stand in any
order among columns of the committee's own, below a title, with whatever punctuation:

    Summary of outcome to share, if suitable  ->  summaryofoutcometoshareifsuitable
    Date of 1st report.                       ->  dateof1streport
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2s

from sheets_coc.private import remembered
from sheets_coc.sheet.model import Position, Tab, Value

SEARCHED_ROWS = 30
"""How far down a header is looked for at first."""


@remembered(4096)
def header_key(header: str) -> str:
    """A heading for comparing: its letters and digits, without case."""
    folded = unicodedata.normalize("NFKC", header).casefold()
    return "".join(c for c in folded if c.isalnum())


def header_digest(known_by: str) -> str:
    """A heading as metadata keeps it: people's own headings may be personal."""
    return blake2s(known_by.encode(), digest_size=8).hexdigest()


def known_headers(headers: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """The key of each heading, for comparing; the first that claims one has it."""
    known: dict[str, str] = {}
    for key, names in headers.items():
        for name in names:
            known.setdefault(header_key(name), key)
    known.pop("", None)
    return known


@dataclass(frozen=True, slots=True)
class HeaderRow:
    """A row of headings.

    Attributes:
        row: the row, from 0.
        columns: the column of each key found in it, the first where one stands twice.
        twice: where a second column of the same meaning stands, if there is one.
    """

    row: int
    columns: Mapping[str, int]
    twice: Position | None = None


def read_headings(row: int, cells: Sequence[Value], known: Mapping[str, str]) -> HeaderRow:
    """What the cells of a row are headings of."""
    columns: dict[str, int] = {}
    twice: Position | None = None
    for column, value in enumerate(cells):
        key = known.get(header_key(value)) if isinstance(value, str) else None
        if key is None:
            continue
        if key in columns:
            twice = twice or (row, column)
        else:
            columns[key] = column
    return HeaderRow(row, columns, twice)


def find_header(
    tab: Tab,
    known: Mapping[str, str],
    *,
    needed: Iterable[str] = (),
    least: int = 1,
    prefer: int | None = None,
    searched: int = SEARCHED_ROWS,
) -> HeaderRow | None:
    """The row that holds most headings; None where none holds enough.

    Args:
        tab: the tab to search.
        known: the key of each heading, as `known_headers` gives it.
        needed: keys without which it is no header.
        least: how many different keys make a header.
        prefer: the row that was the header until now: it stays so while it is one at all.
        searched: how many rows are searched.
    """
    must = set(needed)

    def is_header(found: HeaderRow) -> bool:
        return must <= found.columns.keys() and len(found.columns) >= least

    if prefer is not None and prefer < len(tab.values):
        found = read_headings(prefer, tab.values[prefer], known)
        if is_header(found):
            return found
    best: HeaderRow | None = None
    for row, cells in enumerate(tab.values[:searched]):
        found = read_headings(row, cells, known)
        if is_header(found) and (best is None or len(found.columns) > len(best.columns)):
            best = found
    return best
