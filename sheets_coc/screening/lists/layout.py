"""How a table of people is laid out: which columns are read, as what, about whom."""

from __future__ import annotations

from dataclasses import dataclass

from sheets_coc.screening.lists.headings import FieldKind, Whose
from sheets_coc.sheet.model import column_letters

NAMES = frozenset({FieldKind.NAME, FieldKind.GIVEN, FieldKind.MIDDLE, FieldKind.FAMILY})
"""Kinds of columns that make up names."""

PLAYED = 100
"""From this number on people are told apart by the column they stand in."""

REPEATED = 1000
"""From this number on people are told apart by how often their headings stood there before."""

PAIRED = 3000
"""From this number on people are pairs of columns of which nothing says that they are names."""


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
        number = f" {self.number}" if 0 < self.number < PLAYED else ""
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
        doubtful: whether the header may be a row of data as well.
    """

    columns: tuple[ListColumn, ...]
    start: int
    header: tuple[str, ...] = ()
    order: int | None = None
    status: int | None = None
    doubtful: bool = False

    def has(self, kinds: frozenset[FieldKind], *, buyers: bool = True) -> bool:
        """Whether any column that is read holds one of these kinds."""
        return any(one.holds in kinds and (buyers or not one.buyer) for one in self.columns)
