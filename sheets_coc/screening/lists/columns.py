"""Which columns of a list are read, and as what.

First the header is found: the row of the first fifteen that says most, and never a row of data.
Then each column is understood by its heading, or, where that says nothing, by what stands in
it. A heading that names something else (a company, a talk) keeps its column out. What a user
names is added to what was recognised, and goes before it; what they want ignored is not read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

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
from sheets_coc.sheet.model import column_letters, column_number
from sheets_coc.tables.table import TableRow

NAMES = frozenset({FieldKind.NAME, FieldKind.GIVEN, FieldKind.MIDDLE, FieldKind.FAMILY})
"""Kinds of columns that make up names."""

_FAMILY_BESIDE_GIVEN = frozenset({"name", "nom", "namn", "navn", "naam", "nazwa"})
_GIVEN_BESIDE_FAMILY = frozenset(
    {"name", "nome", "nombre", "nimi", "imie", "jmeno", "meno", "ime", "имя", "име", "ім я",
     "ονομα", "nume", "ad", "adi", "이름", "名字", "vards", "nev", "nom", "nama", "ten", "numm"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of the list that is read.

    Attributes:
        place: where it stands, from 0.
        holds: what it holds.
        whose: whom of the row it is about.
        number: which of several such people.
        site: the site its handles are on (`github.com`), where the heading says so.
        header: the heading, folded; blank where the list has none.
        by_content: whether what stands in it decided, not its heading.
    """

    place: int
    holds: FieldKind
    whose: Whose = Whose.ANYONE
    number: int = 0
    site: str | None = None
    header: str = ""
    by_content: bool = False

    @property
    def buyer(self) -> bool:
        """Whether it is about whoever bought or ordered, not who attends."""
        return self.whose is Whose.BUYER

    @property
    def label(self) -> str:
        """How people are shown the choice: `B "attendee e mail": e-mail, attendee`."""
        heading = f' "{self.header}"' if self.header else ""
        whose = f", {self.whose}" if self.whose else ""
        number = f" {self.number}" if self.number else ""
        how = " (by what stands in it)" if self.by_content else ""
        return f"{column_letters(self.place)}{heading}: {self.holds}{whose}{number}{how}"


@dataclass(frozen=True, slots=True)
class NamedColumns:
    """Columns named by the user: a heading, or a column's letters where no heading matches.

    Attributes:
        name: full names.
        given: given names.
        family: family names.
        emails: e-mail addresses.
        handles: handles or profile addresses.
        ignored: columns that are not read, whatever they seem to hold.
    """

    name: str | None = None
    given: str | None = None
    family: str | None = None
    emails: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()

    def pairs(self) -> list[tuple[str, FieldKind]]:
        """What is named, and what it holds."""
        single = (
            (self.name, FieldKind.NAME),
            (self.given, FieldKind.GIVEN),
            (self.family, FieldKind.FAMILY),
        )
        pairs = [(name, holds) for name, holds in single if name]
        pairs += [(name, FieldKind.EMAIL) for name in self.emails]
        return pairs + [(name, FieldKind.HANDLE) for name in self.handles]


@dataclass(frozen=True, slots=True)
class ListLayout:
    """How a table of people is laid out.

    Attributes:
        columns: the columns that are read, in order.
        start: the place in the rows of the first row of data.
        header: the cells of the header; empty where there is none.
        order: where the order's code stands.
        status: where the order's status stands.
    """

    columns: tuple[ListColumn, ...]
    start: int
    header: tuple[str, ...] = ()
    order: int | None = None
    status: int | None = None

    def has(self, kinds: frozenset[FieldKind], *, buyers: bool = True) -> bool:
        """Whether any column that is read holds one of these kinds."""
        return any(one.holds in kinds and (buyers or not one.buyer) for one in self.columns)


def find_layout(rows: Sequence[TableRow], named: NamedColumns | None = None) -> ListLayout:
    """How a table is laid out; without columns where none holds people.

    Raises:
        UsageError: a column named by the user is not there.
    """
    pairs = named.pairs() if named else []
    ignored = named.ignored if named else ()
    found = header.find(rows, [plain(name) for name, _ in pairs])
    if found is None:
        chosen = _named(pairs, (), rows)
        out = {*chosen, *_places(ignored, (), rows)}
        start = header.after_unknown(rows)
        guessed = [one for one in _guess(rows[start:]) if one.place not in out]
        return ListLayout(_in_order([*guessed, *chosen.values()]), start)
    data = content.sample(rows[found.start :])
    chosen = _named(pairs, found.cells, rows)
    read = dict(_by_heading(found.headings, found.cells, data)) | chosen
    read |= _by_content(read, found.headings, found.cells, data)
    out = _places(ignored, found.cells, rows)
    kept = [one for one in read.values() if one.place not in out]
    columns = _settle_whose(_settle(kept))
    places = {one.holds: at for at, one in reversed(list(enumerate(found.headings))) if one}
    return ListLayout(
        _in_order(columns), found.start, found.cells,
        places.get(FieldKind.ORDER), places.get(FieldKind.STATUS),
    )  # fmt: skip


def recognise(headings: Sequence[str]) -> tuple[ListColumn, ...]:
    """The columns whose headings alone say that they hold what people are known by."""
    read = [read_heading(text) for text in headings]
    found = [_column(at, one, headings[at]) for at, one in enumerate(read)
             if one and one.holds in PERSONAL]  # fmt: skip
    return tuple(_settle_whose(_settle(found)))


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
            number = place if holds is FieldKind.NAME and has_names else 0
            found[place] = ListColumn(place, holds, number=number, header=text, by_content=True)
    return found


def _settle(columns: Sequence[ListColumn]) -> list[ListColumn]:
    """`Name` beside `Vorname` is the family name; `Nombre` beside `Apellidos` the given one."""
    return [
        replace(column, holds=_settled(column, columns))
        if column.holds is FieldKind.NAME and not column.by_content
        else column
        for column in columns
    ]


def _settled(column: ListColumn, columns: Sequence[ListColumn]) -> FieldKind:
    """What a column of whole names holds, seen beside the others about the same person."""
    beside = {o.holds for o in columns if (o.whose, o.number) == (column.whose, column.number)}
    words = column.header.split()
    said = {column.header, " ".join(words[-1:]), " ".join(words[-2:])}
    if FieldKind.GIVEN in beside and FieldKind.FAMILY not in beside and said & _FAMILY_BESIDE_GIVEN:
        return FieldKind.FAMILY
    if FieldKind.FAMILY in beside and FieldKind.GIVEN not in beside and said & _GIVEN_BESIDE_FAMILY:
        return FieldKind.GIVEN
    return FieldKind.NAME


def _settle_whose(columns: Sequence[ListColumn]) -> list[ListColumn]:
    """Beside columns that say `attendee`, a plain name or address is the buyer's.

    pretix has the order's `Email` beside `Attendee email`, and `Name` beside `Attendee name`.
    """
    either = NAMES | {FieldKind.EMAIL}
    attending = {
        one.holds in NAMES for one in columns if one.whose is Whose.ATTENDEE and one.holds in either
    }

    def bought(one: ListColumn) -> bool:
        bare = one.whose is Whose.ANYONE and not one.by_content and not one.number
        return bare and one.holds in either and (one.holds in NAMES) in attending

    settled = [replace(one, whose=Whose.BUYER) if bought(one) else one for one in columns]
    named = {(one.whose, one.number) for one in settled if one.holds in NAMES and not one.buyer}
    if len(named) != 1:
        return settled
    whose, number = named.pop()  # `Email` beside `Speakers` is the speakers'
    return [
        replace(one, whose=whose, number=number) if one.whose is Whose.ANYONE else one
        for one in settled
    ]


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
    for place in range(width):
        holds = content.guess(content.values_at(data, place))
        if holds is FieldKind.GIVEN:
            single.append(place)
        elif holds is not None:
            names = sum(one.holds is FieldKind.NAME for one in found)
            number = names + 1 if holds is FieldKind.NAME and names else 0
            found.append(ListColumn(place, holds, number=number, by_content=True))
    if any(one.holds is FieldKind.NAME for one in found) or not single:
        return found
    if len(single) > 1 and single[1] == single[0] + 1:  # which is the family name is not known
        pair = (FieldKind.GIVEN, FieldKind.MIDDLE)
        return found + [ListColumn(at, holds, by_content=True)
                        for at, holds in zip(single, pair, strict=False)]  # fmt: skip
    return [*found, ListColumn(single[0], FieldKind.NAME, by_content=True)]
