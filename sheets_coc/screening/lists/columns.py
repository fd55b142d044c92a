"""Which columns of a list are read, and as what.

First the header is found: the row of the first twenty-five that says most, and never a row of data.
Then each column is understood by its heading, or, where that says nothing, by what stands in
it. A heading that names something else (a company, a talk) keeps its column out. What a user
names is added to what was recognised, and goes before it; what they want ignored is not read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from sheets_coc.errors import UsageError
from sheets_coc.screening.lists import content, header
from sheets_coc.screening.lists.headings import (
    PERSONAL,
    FieldKind,
    ListHeading,
    Whose,
    plain,
    read_heading,
)
from sheets_coc.screening.lists.layout import NAMES, PAIRED, ListColumn, ListLayout, NamedColumns
from sheets_coc.screening.lists.settling import settle, settle_whose
from sheets_coc.sheet.model import column_number
from sheets_coc.tables.table import TableRow


def find_layout(rows: Sequence[TableRow], named: NamedColumns | None = None) -> ListLayout:
    """How a table is laid out; without columns where none holds people.

    Raises:
        UsageError: a column named by the user is not there, or the table lies on its side.
    """
    pairs = named.pairs() if named else []
    if header.lies_on_its_side(rows):
        raise UsageError(
            "The table lies on its side: its headings stand in the first column. Turn it in the"
            " spreadsheet (copy, then paste special, transposed) and try again.",
            code="list-sideways",
        )
    if header.labels_its_values(rows):
        raise UsageError(
            "Each line says what it holds (`Name: …`), which is no table. Make it one with a row"
            " for each person and the headings above, and try again.",
            code="list-labelled",
        )
    ignored = named.ignored if named else ()
    found = header.find(rows, [plain(name) for name, _ in pairs])
    if found is None:
        chosen = _named(pairs, (), rows)
        out = {*chosen, *_places(ignored, (), rows)}
        if len(rows) == 1 and not chosen and header.is_prose(rows[0]):
            return ListLayout((), 0)
        start = header.after_unknown(rows)
        guessed = [one for one in _guess(rows[start:]) if one.place not in out]
        return ListLayout(_in_order([*guessed, *chosen.values()]), start)
    data = content.sample(rows[found.start :])
    chosen = _named(pairs, found.cells, rows)
    read = dict(_by_heading(found.headings, found.cells, data)) | chosen
    read |= _by_content(read, found.headings, found.cells, data)
    read |= _other_half(read, found.headings, data)
    out = _places(ignored, found.cells, rows)
    kept = [one for one in read.values() if one.place not in out]
    columns = settle_whose(settle(kept))
    if not found.sure:
        below = rows[found.start - found.doubtful :]
        guessed = [one for one in _guess(below) if one.place not in out]
        columns += [one for one in guessed if one.number >= PAIRED]
    places = {one.holds: at for at, one in reversed(list(enumerate(found.headings))) if one}
    return ListLayout(
        _in_order(columns), found.start, found.cells,
        places.get(FieldKind.ORDER), places.get(FieldKind.STATUS), found.doubtful,
    )  # fmt: skip


def recognise(headings: Sequence[str]) -> tuple[ListColumn, ...]:
    """The columns whose headings alone say that they hold what people are known by."""
    read = [read_heading(text) for text in headings]
    found = [_column(at, one, headings[at]) for at, one in enumerate(read)
             if one and one.holds in PERSONAL]  # fmt: skip
    return tuple(settle_whose(settle(found)))


def _in_order(columns: Sequence[ListColumn]) -> tuple[ListColumn, ...]:
    return tuple(sorted(columns, key=lambda column: column.place))


def _column(place: int, heading: ListHeading, text: str) -> ListColumn:
    return ListColumn(
        place, heading.holds, heading.whose, heading.number, heading.site, plain(text)[:60]
    )


def _by_heading(
    headings: Sequence[ListHeading | None], cells: Sequence[str], data: Sequence[TableRow]
) -> Mapping[int, ListColumn]:
    """The columns that their headings name, guesses only where the values bear them out."""
    found = {}
    for place, heading in enumerate(headings):
        if heading is None or heading.holds not in PERSONAL:
            continue
        if heading.sure or content.bears_out(content.values_at(data, place), heading.holds):
            found[place] = _column(place, heading, cells[place])
    return found


def _by_content(
    read: Mapping[int, ListColumn],
    headings: Sequence[ListHeading | None],
    cells: Sequence[str],
    data: Sequence[TableRow],
) -> dict[int, ListColumn]:
    """Columns whose headings say nothing and whose values are addresses or people's names."""
    width = max((len(row.cells) for row in data), default=0)
    has_names = any(one.holds in NAMES for one in read.values())
    found: dict[int, ListColumn] = {}
    for place in range(width):
        heading = headings[place] if place < len(headings) else None
        if place in read or (heading is not None and heading.sure):
            continue
        values = content.values_at(data, place)
        holds = content.guess(values)
        if holds is FieldKind.NAME and not content.hold_people(values, others=has_names):
            continue
        if holds in {FieldKind.NAME, FieldKind.EMAIL, FieldKind.HANDLE}:
            text = plain(cells[place])[:60] if place < len(cells) else ""
            more = has_names or any(one.holds is FieldKind.NAME for one in found.values())
            number = place if holds is FieldKind.NAME and more else 0
            found[place] = ListColumn(place, holds, number=number, header=text, by_content=True)
    return found


def _other_half(
    read: Mapping[int, ListColumn],
    headings: Sequence[ListHeading | None],
    data: Sequence[TableRow],
) -> dict[int, ListColumn]:
    """The given names beside family names, or the other way round, in a column nobody knows."""
    halves = {FieldKind.GIVEN: FieldKind.FAMILY, FieldKind.FAMILY: FieldKind.GIVEN}
    names = [one for one in read.values()
             if one.holds in NAMES and not one.buyer and not one.by_content]  # fmt: skip
    if len(names) != 1 or names[0].holds not in halves:
        return {}
    known = names[0]
    step = 1 if known.holds is FieldKind.GIVEN else -1  # given names mostly stand first
    for place in (known.place + step, known.place - step):
        heading = headings[place] if 0 <= place < len(headings) else None
        told = place in read and not read[place].by_content
        if place < 0 or told or (heading is not None and heading.sure):
            continue
        if content.guess(content.values_at(data, place)) in {FieldKind.GIVEN, FieldKind.NAME}:
            other = ListColumn(place, halves[known.holds], known.whose, known.number)
            return {place: replace(other, by_content=True)}
    return {}


def _named(
    pairs: Sequence[tuple[str, FieldKind]], cells: Sequence[str], rows: Sequence[TableRow]
) -> dict[int, ListColumn]:
    """Each column that the user named, by its heading or else by its letters."""
    width = max((len(row.cells) for row in rows), default=0)
    headings = [plain(cell) for cell in cells]
    found = {}
    for name, holds in pairs:
        place = _place(name, headings, width)
        if place is None:
            raise _not_there()
        text = cells[place] if place < len(cells) else ""
        known = read_heading(text) if text else None
        site = known.site if known and holds is FieldKind.HANDLE else None
        whose = known.whose if known else Whose.ANYONE
        number = known.number if known else 0
        found[place] = ListColumn(place, holds, whose, number, site, plain(text)[:60])
    return found


def _places(names: Sequence[str], cells: Sequence[str], rows: Sequence[TableRow]) -> set[int]:
    """Where columns stand that the user named."""
    width = max((len(row.cells) for row in rows), default=0)
    headings = [plain(cell) for cell in cells]
    found = {_place(name, headings, width) for name in names}
    if None in found:
        raise _not_there()
    return {place for place in found if place is not None}


def _not_there() -> UsageError:
    return UsageError("A column that was named is not in the list.", code="list-columns")


def _place(name: str, headings: Sequence[str], width: int) -> int | None:
    """Where a column stands that the user named; None where it is not in the list."""
    if plain(name) in headings:
        return headings.index(plain(name))
    place = column_number(name) if re.fullmatch(r"[A-Za-z]{1,2}", name) else None
    return place if place is not None and place < width else None


def _guess(rows: Sequence[TableRow]) -> list[ListColumn]:
    """A list without a header: columns known by what stands in them."""
    data = content.sample(rows)
    width = max((len(row.cells) for row in data), default=0)
    found: list[ListColumn] = []
    single: list[int] = []
    mixed: list[int] = []
    for place in range(width):
        values = content.values_at(data, place)
        holds = content.guess(values)
        if holds is FieldKind.GIVEN:
            words = sum(map(content.is_one_word, values))
            several = len({*values}) * 3 > len(values)
            single += [place] if words * 2 > len(values) and several else []
        elif holds is not None:
            if holds is FieldKind.NAME and any(map(content.is_one_word, values)):
                mixed.append(place)
            names = sum(one.holds is FieldKind.NAME for one in found)
            number = names + 1 if holds is FieldKind.NAME and names else 0
            found.append(ListColumn(place, holds, number=number, by_content=True))
    pairs = [(one, two) for one, two in pairwise(sorted({*single, *mixed}))
             if two == one + 1 and not {one, two} <= {*mixed}]  # fmt: skip
    people = any(one.holds is FieldKind.NAME for one in found)
    if pairs:  # which is the family name is not known, nor which of three columns are the names
        return found + [
            ListColumn(place, holds, number=PAIRED + at, by_content=True)
            for at, pair in enumerate(pairs)
            for place, holds in zip(pair, (FieldKind.GIVEN, FieldKind.MIDDLE), strict=True)
        ]
    if people or not single:
        return found
    return [*found, ListColumn(single[0], FieldKind.NAME, by_content=True)]
