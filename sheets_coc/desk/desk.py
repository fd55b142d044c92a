"""What stands behind the pages: one spreadsheet, read when asked for, and nothing kept on disk.

A page that is looked at reads the sheet at most once in a while; whatever writes reads it anew,
under the same locks and limits as the command line. All of it lives in memory and is gone when
the desk is closed.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sheets_coc.book.standing import with_standing
from sheets_coc.book.workbook import Book
from sheets_coc.desk.lists import ListInHand
from sheets_coc.desk.reports import ReportsInHand
from sheets_coc.desk.starting import Starting
from sheets_coc.desk.working import Work
from sheets_coc.errors import UsageError
from sheets_coc.oncall.lines import rota_lines
from sheets_coc.private import forget
from sheets_coc.redaction.documents import document_lines
from sheets_coc.redaction.plan import RedactionPlan, flags_ahead, redaction_plan
from sheets_coc.sheet.model import Snapshot
from sheets_coc.todo import items
from sheets_coc.todo.analysis import Analysis
from sheets_coc.todo.tab import Line

FRESH = timedelta(minutes=2)
"""How long a reading is shown before the sheet is read again."""


class LookedBook(Book):
    """The same book, which answers from one reading and writes nothing.

    Args:
        book: the book.
        snapshot: what was read.
    """

    def __init__(self, book: Book, snapshot: Snapshot) -> None:
        self.__dict__.update(vars(book))
        self._snapshot = snapshot

    def read(self, *, acting: bool = False, break_lock: bool = False) -> Snapshot:
        """What was read; whoever is going to write needs the book itself."""
        if acting or break_lock:
            raise AssertionError("this book only looks")
        return self._snapshot


@dataclass
class Desk:
    """The desk of one sitting.

    Attributes:
        opener: opens the book; None where no spreadsheet was named yet.
        title: what the page calls the spreadsheet.
        practice: whether it is a practice copy, in which days may be let pass.
        read_at: when the sheet was last read; None before.
        ahead: how far a practice copy is ahead of the moment it was opened at.
        starting: what Start knows; None where it is not offered.
        reading_since: when a reading in the background began; None where none goes on.
        work: what takes a while now, if anything does.
        listed: the list that is being screened.
        reports: the reports that are being taken in.
        drawn: the files of the figures that were looked at last, by a digest of the figures.
        drawing: is held while they are made.
    """

    opener: Callable[[], Book] | None
    title: str = "Records"
    practice: bool = False
    read_at: datetime | None = None
    ahead: timedelta = timedelta()
    starting: Starting | None = None
    reading_since: float | None = None
    work: Work | None = None
    listed: ListInHand | None = field(default=None, repr=False)
    reports: ReportsInHand | None = field(default=None, repr=False)
    drawn: dict[str, dict[str, str | bytes]] = field(default_factory=dict, repr=False)
    drawing: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _book: Book | None = field(default=None, repr=False)
    _began: datetime | None = field(default=None, repr=False)
    _seen: Analysis | None = field(default=None, repr=False)
    _lines: list[Line] | None = field(default=None, repr=False)
    _lock: threading.RLock = field(default_factory=threading.RLock, repr=False)

    @property
    def book(self) -> Book:
        """The book, opened once; on a practice copy as of the day that was let pass."""
        with self._lock:
            if self._book is None:
                if self.opener is None:
                    raise UsageError("Choose a sheet first: see Start.", code="no-spreadsheet")
                self._book = self.opener()
                self._began = self._book.now
            if self.practice and self._began is not None:
                self._book.now = self._began + self.ahead
            return self._book

    def look(self) -> Analysis:
        """What the rules say of the sheet, read not long ago."""
        with self._lock:
            now = self.book.session.now()
            if self._seen is None or self.read_at is None or now - self.read_at > FRESH:
                self._seen, self._lines = self.book.analysis(), None
                self.read_at = self.book.session.now()
            return self._seen

    def read_ahead(self) -> None:
        """Read the sheet in the background, so that the link need not wait for it."""
        self.reading_since = time.monotonic()
        threading.Thread(target=self._read_ahead, daemon=True).start()

    def _read_ahead(self) -> None:
        try:
            self.look()
        except Exception:  # noqa: S110 - the page that asks next meets it again, and says it
            pass
        finally:
            self.reading_since = None

    def moment(self) -> datetime:
        """The moment the rules take for now, whether or not a sheet is open."""
        return self.book.now if self.opener is not None else datetime.now(UTC)

    def turn_to(self, opener: Callable[[], Book], *, practice: bool) -> None:
        """Work on another sheet from now on."""
        with self._lock:
            self.leave()
            self.opener, self.practice = opener, practice

    def leave(self) -> None:
        """Close the sheet; none is open then."""
        with self._lock:
            if self._book is not None:
                self._book.close()
            self._book = self._seen = self._lines = self.read_at = self._began = None
            self.drawn = {}
            self.listed = self.reports = self.work = None
            self.opener, self.ahead, self.practice = None, timedelta(), False
        forget()

    def looked(self) -> LookedBook:
        """The book as it was read not long ago, for what only looks."""
        return LookedBook(self.book, self.look().snapshot)

    def changed(self) -> None:
        """Forget what was read: something was written, or a person asks to read again."""
        with self._lock:
            self._seen = self._lines = None

    def plan(self) -> RedactionPlan:
        """What would go now, as a dry run."""
        return redaction_plan(self.look(), apply=False, ahead=False)

    def lines(self) -> list[Line]:
        """What there is to do, as it would stand in To do; worked out once for each reading."""
        with self._lock:
            seen = self.look()
            if self._lines is None:
                called_for = [*items.lines(seen, flags_ahead(seen)), *document_lines(seen)]
                called_for += rota_lines(seen.snapshot, seen.policy, seen.now)
                self._lines = with_standing(seen, called_for)
            return self._lines

    def alone(self, job: Callable[[], object]) -> None:
        """Do something while no page reads or writes."""
        with self._lock:
            job()

    def let_pass(self, days: int) -> None:
        """Let days pass on a practice copy."""
        self.ahead += timedelta(days=days)
        self.changed()

    def close(self) -> None:
        """Forget everything."""
        with self._lock:
            if self._book is not None:
                self._book.close()
            self._book = self._seen = self._lines = None
            self.drawn = {}
            self.listed = self.reports = self.work = None
        forget()
        if self.starting is not None:
            self.starting.forget()
