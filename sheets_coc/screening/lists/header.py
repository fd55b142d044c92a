"""Finds the header of a table: the row whose cells are headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sheets_coc.screening.lists import content
from sheets_coc.screening.lists.headings import (
    PERSONAL,
    FieldKind,
    ListHeading,
    Whose,
    plain,
    read_heading,
)
from sheets_coc.tables.table import TableRow, clean

HEADER_ROWS = 25
"""The header stands in one of the first filled rows; titles may stand above it."""

ABOUT_AS_MUCH = 2
"""By how much a later row must say more: one heading that is surely about people, no less."""

_ADDRESS = re.compile(r"\S@\S+\.\w|://")
_LABELLED = re.compile(r"[\s*•-]*([^\W\d_][^:@/]{1,30}?)\s*:\s+(?=\S)")
_NAMED = frozenset({FieldKind.NAME, FieldKind.GIVEN, FieldKind.FAMILY})
_IN_DATA = frozenset({"x", "nick", "link", "ho", "ten", "ad", "nev"})
"""Headings that say nothing of a row: a cross in a box, and names that people have."""
_MOST_WORDS = 6
"""More words are no name."""
_BELOW = 50
"""Rows below by which a heading is told from a word that stands in every row."""


@dataclass(frozen=True, slots=True)
class Header:
    """A header that was found.

    Attributes:
        cells: its cells as they stand there.
        headings: what each says.
        start: the place of the first row below it.
    """

    cells: tuple[str, ...]
    headings: tuple[ListHeading | None, ...]
    start: int


def find(rows: Sequence[TableRow], named: Sequence[str] = ()) -> Header | None:
    """The header of a table; None where none of its first rows is one.

    The row that says most wins, and the first of several that say about as much: a talk called
    `How to GitHub` says something too. A line with one cell is a title, which goes before nothing.

    Args:
        rows: the table.
        named: headings that the user named, folded.
    """
    best, at = 0, -1
    for place, row in enumerate(rows[:HEADER_ROWS]):
        worth = _worth(row, named, rows[place + 1 : place + 1 + _BELOW])
        first = at >= 0 and sum(map(bool, rows[at].cells)) > 1
        if worth > best + (ABOUT_AS_MUCH if first else 0):
            best, at = worth, place
    if at < 0:
        return None
    return _with_neighbours(rows, at)


def lies_on_its_side(rows: Sequence[TableRow]) -> bool:
    """Whether the headings stand one below the other, each with its values behind it.

    Names, addresses or handles of at least two kinds stand so, and an address behind `E-mail`.
    """
    kinds: set[FieldKind] = set()
    addresses = 0
    for row in rows[:HEADER_ROWS]:
        heading = read_heading(clean(row.cells[0])) if row.cells and row.cells[0] else None
        if heading is None or not heading.sure or heading.holds not in PERSONAL:
            continue
        behind = [content.looks_like(clean(cell)) for cell in row.cells[1:] if cell]
        addresses += heading.holds is FieldKind.EMAIL and FieldKind.EMAIL in behind
        if behind and None not in behind:
            kinds.add(heading.holds)
    return bool(addresses) and len(kinds) > 1


def is_prose(row: TableRow) -> bool:
    """Whether a row is a sentence: `Our speakers are Ida Roe, Jo Poe`."""
    texts = [cell for cell in row.cells if content.looks_like(cell) is None]
    return any(len(cell.split()) > _MOST_WORDS for cell in texts)


def labels_its_values(rows: Sequence[TableRow]) -> bool:
    """Whether no header stands above, and cells say by themselves what they hold.

    `Name: Ida Roe`, `Email: ida@x.example`, as in a mail from a form.
    """
    first = rows[:HEADER_ROWS]
    if any(map(_is_plainly_header, first)):
        return False
    lines = [next((cell for cell in row.cells if cell), "") for row in first]
    said = [found for line in lines if (found := _LABELLED.match(line))]
    read = [read_heading(found[1]) for found in said]
    names = sum(one is not None and one.sure and one.holds in _NAMED for one in read)
    return len(said) > 1 and names > 0 and names * 4 >= len(said) * 2 >= len(lines)


def parts(rows: Sequence[TableRow]) -> list[Sequence[TableRow]]:
    """A table cut where another header stands: tables one below the other in one sheet.

    A header that is repeated, as on each page of a printed list, starts no other table. A title
    right above a header belongs to it.
    """
    cuts: list[int] = []
    known: tuple[str, ...] = ()
    for place, row in enumerate(rows):
        if not _is_plainly_header(row):
            continue
        cells = tuple(plain(clean(cell)) for cell in row.cells)
        if known and cells != known:
            cuts.append(place - 1 if _is_title(rows[place - 1]) else place)
        known = cells
    starts = [0, *cuts]
    return [rows[start:end] for start, end in zip(starts, [*cuts, len(rows)], strict=True)]


def _is_plainly_header(row: TableRow) -> bool:
    """Whether a row is headings: surely two about people, or nothing else and surely one."""
    filled = [clean(cell) for cell in row.cells if cell]
    if row.broken or len(filled) < 2:
        return False
    read = [read_heading(cell) for cell in filled if plain(cell) not in _IN_DATA]
    sure = [one.holds for one in read if one and one.sure]
    personal = {holds for holds in sure if holds in PERSONAL}
    if None in read:
        return len(personal) > 1 and len(sure) * 2 > len(filled)
    return len(sure) > 1 and bool(personal)


def _is_title(row: TableRow) -> bool:
    """Whether a row is one cell, and nobody's name."""
    filled = [clean(cell) for cell in row.cells if cell]
    known = (FieldKind.NAME, FieldKind.EMAIL, FieldKind.HANDLE)
    return not row.broken and len(filled) == 1 and content.looks_like(filled[0]) not in known


def _worth(row: TableRow, named: Sequence[str], below: Sequence[TableRow] = ()) -> int:
    """How much the cells of a row say as headings; 0 where it is plainly data.

    A word for somebody alone (`Speaker`) says little: it stands in rows of data too, and nothing
    where others of the kind stand below it.
    """
    cells = [clean(cell) for cell in row.cells]
    if row.broken or any(_ADDRESS.search(cell) for cell in cells):
        return 0
    said = sum(plain(cell) in named for cell in cells if cell)
    read = [
        (cell, read_heading(cell))
        for place, cell in enumerate(cells)
        if cell and plain(cell) not in _IN_DATA and not _is_a_part(cell, place, below)
    ]
    sure = sum(one is not None and one.sure and one.holds in PERSONAL for _, one in read)
    weak = sum(one is not None and not one.sure for _, one in read)
    other = sum(one is not None and one.sure and one.holds not in PERSONAL for _, one in read)
    names = any(one is None and content.looks_like(cell) is FieldKind.NAME for cell, one in read)
    if not (said or sure or other > 2) and (not weak or names):
        return 0
    return 10 * said + 3 * sure + weak + other


def _is_a_part(cell: str, place: int, below: Sequence[TableRow]) -> bool:
    """Whether a word for somebody (`Guest`) stands in a column of such words."""
    heading = read_heading(cell)
    if heading is None or heading.sure:
        return False
    values = content.values_at(below, place)
    same = [one for value in values if (one := read_heading(value)) and not one.sure]
    return bool(values) and len(same) * 2 >= len(values)


def _with_neighbours(rows: Sequence[TableRow], at: int) -> Header:
    """The header together with a second line of it above or below."""
    cells = tuple(clean(cell) for cell in rows[at].cells)
    headings = [read_heading(cell) if cell else None for cell in cells]
    start = at + 1
    groups = _groups(rows[at - 1], len(cells)) if at else []
    if groups:  # `Attendee` above `First name`, `Last name`, `Email`
        headings = [
            replace(one, whose=one.whose or group) if one else one
            for one, group in zip(headings, groups, strict=True)
        ]
    while start < len(rows) and (more := _second_line(rows[start], headings)):
        width = max(len(cells), len(more))
        both = [*headings, *[None] * (width - len(headings))]
        below = [*more, *[None] * (width - len(more))]
        headings = [lower or upper for lower, upper in zip(below, both, strict=True)]
        filled = [clean(cell) for cell in rows[start].cells] + [""] * width
        cells = tuple(filled[n] or (cells[n] if n < len(cells) else "") for n in range(width))
        start += 1
    return Header(cells, tuple(headings), start)


def _groups(row: TableRow, width: int) -> list[Whose]:
    """Whom each column below a row of groups is about; empty where it is no such row."""
    found: list[Whose] = []
    whose, seen = Whose.ANYONE, 0
    filled = [cell for cell in row.cells if cell]
    if row.broken or not filled or len(filled) * 2 > max(width, 2):
        return []
    for cell in [*row.cells, *[""] * width][:width]:
        if cell:
            heading = read_heading(clean(cell))
            whose = heading.whose if heading else Whose.ANYONE
            seen += bool(whose)
        found.append(whose)
    return found if seen else []


def _second_line(
    row: TableRow, above: Sequence[ListHeading | None]
) -> list[ListHeading | None] | None:
    """What a further line of the header says (`Vorname`, `Nachname` under `Name`)."""
    cells = [clean(cell) for cell in row.cells]
    read = [read_heading(cell) if cell else None for cell in cells]
    known = [one for one in read if one and one.sure]
    personal = [one for one in known if one.holds in PERSONAL]
    filled = sum(bool(cell) for cell in cells)
    if row.broken or len(personal) < 2 or len(known) < filled or _worth(row, ()) == 0:
        return None
    return read


def after_unknown(rows: Sequence[TableRow]) -> int:
    """Past a first row that is unlike all others: a header in words nobody knows.

    Where it asks something, or where every other row of a column is an address and it is not.
    """
    data = content.sample(rows[1:])
    if not rows or rows[0].broken or not data:
        return 0
    if any(cell.rstrip().endswith(("?", ":")) for cell in rows[0].cells):
        return 1  # a question is nobody
    for place, cell in enumerate(rows[0].cells):
        values = content.values_at(data, place)
        if (
            content.guess(values) is FieldKind.EMAIL
            and content.looks_like(cell) is not FieldKind.EMAIL
        ):
            return int(bool(cell))
    return 0
