"""Reports of an event that are being taken in on the page, in memory until they are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sheets_coc.book.workbook import Book
from sheets_coc.errors import Error, UsageError
from sheets_coc.intake.fields import TAKEN
from sheets_coc.intake.job import IntakeResult
from sheets_coc.intake.planning import Duplicates
from sheets_coc.intake.reading import EventReports, label, read_report_tables, read_reports
from sheets_coc.sheet.model import column_letters
from sheets_coc.tables.reading import read_tables
from sheets_coc.tables.table import TableFile

FIELDS = tuple((key, label(key)) for key in TAKEN)
"""What a column can be said to fill: its key, and the heading people know."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """A column of the file, and where it goes.

    Attributes:
        letters: its letters.
        heading: its heading, as typed.
        key: the column it fills; blank where it is not taken.
        why: why it is not taken.
        asked: whether a person must say whose it is.
    """

    letters: str
    heading: str = field(repr=False)
    key: str = ""
    why: str = ""
    asked: bool = False


@dataclass
class ReportsInHand:
    """A file of reports, how its columns are read, and what became of them.

    Attributes:
        content: the file's content.
        event: the event's name.
        received: the day the reports came, for those without a date.
        named: columns that a person named: by key, a column's letters.
        table: its tables, where it is a Google Sheet.
        read: the reports; None where no header was understood.
        problem: why not.
        result: what came of writing them; None before.
    """

    content: bytes = field(repr=False)
    event: str = ""
    received: date | None = None
    named: dict[str, str] = field(default_factory=dict)
    table: TableFile | None = field(default=None, repr=False)
    read: EventReports | None = field(default=None, repr=False)
    problem: Error | None = None
    result: IntakeResult | None = field(default=None, repr=False)

    def understand(self) -> None:
        """Read the file, with the columns as they were named.

        Raises:
            UsageError: it cannot be read at all.
        """
        self.read, self.problem = None, None
        try:
            if self.table is not None:
                self.read = read_report_tables(self.table, self.named)
            else:
                self.read = read_reports(self.content, self.named)
        except UsageError as error:
            if error.code != "intake-columns":
                raise
            self.problem = error

    def columns(self) -> list[Mapped]:
        """The columns of the file, and where each goes."""
        if self.read is None:
            return self._not_understood()
        headings, keys = dict(self.read.headings), dict(self.read.columns)
        left = dict(self.read.left_out)
        every = [*headings, *(one for one in (*keys, *left) if one not in headings)]
        return [
            Mapped(
                letters,
                headings.get(letters, ""),
                keys.get(letters, ""),
                left.get(letters, ""),
                letters in self.read.asked,
            )
            for letters in every
        ]

    def _not_understood(self) -> list[Mapped]:
        """The first row of a table of which nothing was understood, for a person to choose."""
        try:
            sheets = (self.table or read_tables(self.content)).sheets
        except UsageError:
            return []
        cells = sheets[0].rows[0].cells if sheets and sheets[0].rows else ()
        return [Mapped(column_letters(n), cell) for n, cell in enumerate(cells)]

    def name_columns(self, chosen: Mapping[str, str]) -> None:
        """Take what a person says that columns fill.

        Args:
            chosen: by the column's letters, a key.

        Raises:
            UsageError: `column-twice` where two columns are said to fill one.
        """
        named = dict(self.named)
        for column in self.columns():
            key = chosen.get(column.letters, column.key)
            if key == column.key or key not in TAKEN:
                continue
            if key in named and named[key] != column.letters and chosen.get(named[key]) == key:
                raise UsageError(
                    f"Two columns cannot both be said to fill “{label(key)}”. Choose one; the "
                    "other can go into the summary.",
                    code="column-twice",
                )
            named = {k: letters for k, letters in named.items() if letters != column.letters}
            named[key] = column.letters
        before, self.named = self.named, named
        self.understand()
        if self.read is None:
            self.named = before
            self.understand()
            raise UsageError(
                "With these columns there is nothing to take: choose who is reported, or what "
                "happened.",
                code="intake-columns",
            )

    def take_in(
        self, book: Book, duplicates: Duplicates, *, without_subjects: bool, apply: bool
    ) -> IntakeResult:
        """What taking the reports in comes to; with `apply`, do it.

        Raises:
            Error: as `Book.intake` does.
        """
        assert self.read is not None  # noqa: S101 - there is no page for it otherwise
        options: dict[str, Any] = {"event": self.event, "received": self.received}
        return book.intake(
            self.read,
            duplicates=duplicates,
            without_subjects=without_subjects,
            apply=apply,
            **options,
        )
