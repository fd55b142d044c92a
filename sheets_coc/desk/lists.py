"""A list that is being screened on the page: held in memory until it is forgotten.

What each column was read as can be corrected, and each candidate answered; the answers live as
long as the list does. Nothing of it is written anywhere: the letter is worded from what stands
here, through the very checks that a result file goes through.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sheets_coc.book.workbook import Book
from sheets_coc.errors import Error, UsageError
from sheets_coc.screening.job import ListCandidate, ScreeningResult, candidates
from sheets_coc.screening.lists.columns import find_layout
from sheets_coc.screening.lists.headings import FieldKind
from sheets_coc.screening.lists.layout import ListLayout, NamedColumns
from sheets_coc.screening.results import ScreeningRequest, answered_result
from sheets_coc.sheet.model import column_letters
from sheets_coc.tables.table import TableFile, TableSheet

CHOICES = (
    FieldKind.NAME,
    FieldKind.GIVEN,
    FieldKind.FAMILY,
    FieldKind.EMAIL,
    FieldKind.HANDLE,
)
"""What a person may say that a column holds."""

NOT_READ = ""
ANSWERS = ("yes", "no", "tell", "")
"""What a candidate can be answered with; blank is later."""


@dataclass(frozen=True, slots=True)
class ColumnRead:
    """A column of the list as the page shows it.

    Attributes:
        place: where it stands, from 0.
        letters: its letters.
        heading: its heading, as typed.
        sample: something that stands in it.
        kind: what it is read as; blank where it is not read.
        whose: whom of the row it is about, where that is said.
        by_content: whether what stands in it decided.
    """

    place: int
    letters: str
    heading: str = field(repr=False)
    sample: str = field(repr=False)
    kind: str
    whose: str = ""
    by_content: bool = False


@dataclass
class ListInHand:
    """A list, what it was compared by, what came of it and what people answered.

    Attributes:
        tables: the list as it was read.
        event_date: the first day of the event.
        event: its name.
        named: what people said of its columns.
        only: the number of the one sheet to read; blank for every sheet with people.
        found: what came of comparing it; None where that was not possible.
        problem: why not.
        answers: what each candidate was answered with.
        recipient: whom the letter greets.
    """

    tables: tuple[TableFile, ...] = field(repr=False)
    event_date: date
    event: str = ""
    named: NamedColumns | None = field(default=None, repr=False)
    only: str = ""
    found: ScreeningResult | None = field(default=None, repr=False)
    problem: Error | None = None
    answers: dict[int, str] = field(default_factory=dict, repr=False)
    recipient: str = field(default="", repr=False)

    def compare(self, book: Book, told: Callable[[int, int], None]) -> None:
        """Compare the list with our people; answers given before are asked for anew.

        Raises:
            Error: it cannot be compared; where a person can choose columns, that is kept as
                `problem` instead.
        """
        self.found, self.problem, self.answers = None, None, {}
        sheets = (self.only,) if self.only else ()
        try:
            self.found = book.screen(
                self.tables, self.event_date, named=self.named, sheets=sheets, progress=told
            )
        except UsageError as error:
            if error.code != "list-columns":
                raise
            self.problem = error

    @property
    def candidates(self) -> list[ListCandidate]:
        """Whom a person must look at."""
        return candidates(self.found.screening.hits) if self.found else []

    @property
    def sheets(self) -> list[TableSheet]:
        """Every sheet of the list."""
        return [sheet for table in self.tables for sheet in table.sheets]

    @property
    def sheet(self) -> TableSheet | None:
        """The one sheet whose columns can be corrected; None while several are read."""
        if len(self.tables) > 1:
            return None
        every = self.sheets
        if self.only:
            return next((sheet for sheet in every if str(sheet.number) == self.only), None)
        if self.found and len(self.found.attendees.sheets) == 1:
            number = self.found.attendees.sheets[0].number
            return next(sheet for sheet in every if sheet.number == number)
        return every[0] if len(every) == 1 else None

    def columns(self) -> list[ColumnRead]:
        """The columns of that sheet, and what each is read as."""
        sheet = self.sheet
        if sheet is None:
            return []
        layout = find_layout(sheet.rows, self.named)
        heads = layout.header or (sheet.rows[0].cells if self.found is None else ())
        data = sheet.rows[layout.start :] if layout.header else sheet.rows
        read = {column.place: column for column in layout.columns}
        width = max((len(row.cells) for row in sheet.rows), default=0)
        shown = []
        for place in range(width):
            values = (row.cells[place] for row in data if place < len(row.cells))
            one = read.get(place)
            shown.append(
                ColumnRead(
                    place,
                    column_letters(place),
                    heads[place] if place < len(heads) else "",
                    next((value[:60] for value in values if value), ""),
                    one.holds.value if one else NOT_READ,
                    one.whose.value if one else "",
                    bool(one and one.by_content),
                )
            )
        return shown

    def correct(self, chosen: Mapping[int, str]) -> None:
        """Take what people say that the columns hold.

        Args:
            chosen: by the column's place; blank for one that is not read.

        Raises:
            UsageError: `one-name` where two columns are said to hold what only one can.
        """
        sheet = self.sheet
        if sheet is None:
            return
        layout = find_layout(sheet.rows)
        self.named = _named(layout, chosen, self.columns())

    def result(self, answers: Sequence[str], today: date) -> bytes:
        """The result with answers, as a file would hold it."""
        assert self.found is not None  # noqa: S101 - there is no page for it otherwise
        request = ScreeningRequest(self.event_date, today, event=self.event)
        return answered_result(self.found, request, answers)


def _named(
    layout: ListLayout, chosen: Mapping[int, str], columns: Sequence[ColumnRead]
) -> NamedColumns:
    """What differs from what is recognised by itself, by the columns' headings or letters."""
    alone = {one.place: one.holds.value for one in layout.columns}
    said: dict[str, list[str]] = {kind.value: [] for kind in CHOICES}
    ignored = []
    headings = [column.heading for column in columns]
    for column in columns:
        kind = chosen.get(column.place, column.kind)
        if kind == alone.get(column.place, NOT_READ):
            continue
        once = column.heading and headings.count(column.heading) == 1
        name = column.heading if once else column.letters
        if kind in said:
            said[kind].append(name)
        elif not kind:
            ignored.append(name)
    for kind in (FieldKind.NAME, FieldKind.GIVEN, FieldKind.FAMILY):
        if len(said[kind.value]) > 1:
            raise UsageError(
                f"Two columns cannot both be said to hold the {kind.value}. Choose one of them.",
                code="one-name",
            )
    return NamedColumns(
        next(iter(said[FieldKind.NAME.value]), None),
        next(iter(said[FieldKind.GIVEN.value]), None),
        next(iter(said[FieldKind.FAMILY.value]), None),
        tuple(said[FieldKind.EMAIL.value]),
        tuple(said[FieldKind.HANDLE.value]),
        tuple(ignored),
    )
