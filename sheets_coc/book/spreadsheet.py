"""A spreadsheet as the jobs work on it: a session, the transaction and the search together."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from sheets_coc.errors import NOTHING_CHANGED, Error, SafetyStop, UsageError
from sheets_coc.policy import Policy
from sheets_coc.private import Private
from sheets_coc.records.key.identity_key import NO_KEY
from sheets_coc.sheet.google.credentials import DRIVE_METADATA
from sheets_coc.sheet.google.decode import tolerantly
from sheets_coc.sheet.google.session import DEFAULT_SCOPES, Session
from sheets_coc.sheet.model import Changes, Snapshot, Tab, position
from sheets_coc.sheet.protections import closed_tabs, said_of_closed
from sheets_coc.sheet.undo_tab import closed, kept, put_right, unfinished, unprotect
from sheets_coc.sheet.workbook import Text
from sheets_coc.todo.open_cases import conflicts
from sheets_coc.todo.own_tabs import written

if TYPE_CHECKING:
    from sheets_coc.book.key_spreadsheet import KeySpreadsheet
    from sheets_coc.book.public_sheet import GooglePublicSheet
    from sheets_coc.setup.present_format import Facts
    from sheets_coc.sheet.google.text_locations import TextLocation
    from sheets_coc.tables.table import TableFile
    from sheets_coc.todo.analysis import Analysis

Opener = Callable[[Sequence[str]], Session]
"""Opens a session with these scopes."""

HALF_DONE = (
    "Another run is writing to this sheet now, or died while it did. The next run that writes "
    "takes back what was left half done."
)
TAKEN_BACK = "An earlier run had died half way. What it had written was taken back first."
OPEN_LOCK = (
    "While the tool wrote, Google kept fewer people out than it was asked to. Nothing was lost: "
    "what it wrote was looked at afterwards."
)


class OpenSpreadsheet:
    """One spreadsheet, read and written; see `sheets_coc.sheet.workbook.Workbook`.

    Args:
        session: the session with Google.
        policy: the committee's rules.
        now: the moment the rules take for now.
        given: whether a person gave that moment, in place of the clock's.
        any_clock: whether the moment may lie anywhere: on a local spreadsheet, or for trying.
        opener: opens another session about the same spreadsheet, for jobs that need more of
            Google than `session` may do; they use `session` where it is not given.
        notice: told, in a sentence, what people should know besides the result.
        other: opens a session about another spreadsheet, with the same login.
        link: the spreadsheet's address, if people can open it.

    Attributes:
        unread: kinds of places whose text could not be read.
    """

    def __init__(
        self,
        session: Session,
        policy: Policy,
        now: datetime,
        *,
        given: bool = False,
        any_clock: bool = False,
        opener: Opener | None = None,
        notice: Callable[[str], None] = lambda text: None,
        other: Callable[[str], Session] | None = None,
        link: str = "",
    ) -> None:
        self.session = session
        self.policy = policy
        self.now = now
        self._given, self._any_clock = given, any_clock
        self._opener = opener
        self._notice = notice
        self._other = other
        self.link = link
        self.unread: tuple[str, ...] = ()
        self._tabs: dict[str, int] = {}
        self._closed: list[str] = []
        self._key = self._key_spreadsheet()

    def _key_spreadsheet(self) -> KeySpreadsheet | None:
        """The spreadsheet that says whose the people's codes are, where it is another one."""
        address, other = self.policy.identity_key.strip(), self._other
        if not address or address == NO_KEY or other is None:
            return None
        from sheets_coc.book.key_spreadsheet import KeySpreadsheet

        return KeySpreadsheet(lambda: other(address))

    def __repr__(self) -> str:
        return "<Book>"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connections; nothing waits to be written."""
        self.session.close()
        if self._key:
            self._key.close()

    @property
    def requests(self) -> int:
        """Requests to Sheets so far."""
        return self.session.requests + (self._key.requests if self._key else 0)

    @property
    def server_time(self) -> datetime | None:
        """The moment of Google's last answer."""
        return self.session.server_time

    @property
    def in_the_future(self) -> bool:
        """Whether the moment that was given lies in Google's future: then nothing is written."""
        server = self.session.server_time
        if server is None or self._any_clock or not self._given:
            return False
        return self.now.date() > server.date()

    def check_clock(self) -> None:
        """Refuse to act by a moment that disagrees with Google's.

        Raises:
            UsageError: the moment that was given lies in Google's future.
            SafetyStop: this machine's date is wrong.
        """
        server = self.session.server_time
        if server is None or self._any_clock:
            return
        if self._given:
            if self.in_the_future:
                raise UsageError(
                    "--today lies in the future, and the sheet is only written as of today. "
                    "Leave --apply away to see what would happen then.",
                    code="today-in-future",
                )
            return
        allowed = timedelta(days=self.policy.safety.max_clock_days)
        if abs(server - self.now) > allowed:
            raise SafetyStop(
                f"This machine's clock is over {allowed.days * 24} hours off Google's. Set it.",
                became=NOTHING_CHANGED,
                code="clock",
            )

    def read(self, *, acting: bool = False, break_lock: bool = False) -> Snapshot:
        """Everything, in one request, and the key in another; see `Workbook.read`."""
        snapshot = self.session.read()
        left = unfinished(snapshot)
        if acting:
            self.check_clock()
            snapshot = self._recovered(snapshot, break_lock=break_lock)
            if left and not unfinished(snapshot):
                self._notice(TAKEN_BACK)
            if protected := closed(snapshot):
                self._notice(unprotect(protected))
            if for_people := kept(snapshot):
                self._notice(put_right(for_people))
        elif left:
            self._notice(HALF_DONE)
        self._tabs = {tab.title: tab.id for tab in snapshot.tabs}
        self._closed = closed_tabs(snapshot, written(self.policy.tabs))
        snapshot = self._key.beside(snapshot, acting=acting) if self._key else snapshot
        if acting and snapshot.beside and (protected := closed(snapshot.beside)):
            self._notice(unprotect(protected, key=True))
        return snapshot

    def refusals(self, *, drive: bool = True) -> list[str]:
        """What would keep this login from writing, a sentence for each, told before it tries.

        By what was read last and, with `drive`, by a request to Drive where the login is for it:
        that nothing is told is no promise.
        """
        from sheets_coc.access.sharing import READ_ONLY, may_edit

        try:
            allowed = not drive or may_edit(self._drive(DRIVE_METADATA))
        except Error:
            allowed = True
        if not allowed:
            return [READ_ONLY]
        return [said_of_closed(self._closed)] if self._closed else []

    def texts(self) -> list[Text]:
        """Every place text can hide in, in one request; what cannot be read is in `unread`."""
        from sheets_coc.sheet.google.text_locations import read_places

        places = read_places(self.session)
        unread = [place.where for place in places if place.unread]
        found = [self._text(place) for place in places if not place.unread]
        if self._key:
            from sheets_coc.book.key_spreadsheet import KEY

            there, not_read = self._key.places()
            found += [replace(self._text(place), tab=KEY, tab_id=None) for place in there]
            unread += not_read
        self.unread = tuple(dict.fromkeys(unread))
        return found

    def present_format(self, tab: Tab) -> Facts:
        """How a tab is formatted now, in one request."""
        from sheets_coc.setup import present_format

        quoted = "'" + tab.title.replace("'", "''") + "'"
        return self.session.get(
            present_format.MASK,
            lambda answer: tolerantly(lambda: present_format.decode(answer, tab.id)),
            ranges=quoted,
        )

    def _text(self, place: TextLocation) -> Text:
        row, column = position(place.cell) if place.cell else (None, None)
        tab = place.tab or ""
        return Text(place.where, tab, self._tabs.get(tab), row, column, place.text)

    def _recovered(self, snapshot: Snapshot, *, break_lock: bool) -> Snapshot:
        """The state once what crashed runs left half done is taken back."""
        from sheets_coc.sheet.transaction.transaction import recover

        run_id = secrets.token_hex(6)
        return recover(self.session, snapshot, run_id=run_id, break_lock=break_lock)

    def transact(
        self,
        planner: Callable[[Snapshot], tuple[Changes, Any]],
        first: Snapshot,
        *,
        break_lock: bool = False,
    ) -> tuple[list[Any], Snapshot, bool]:
        """Plan and write under lock; see `sheets_coc.sheet.transaction.transaction`.

        The key stays beside every state as it stood beside the first.
        """
        from sheets_coc.sheet.transaction.transaction import transact

        def plan(snapshot: Snapshot) -> tuple[Changes, Any]:
            if snapshot is not first and first.beside is not None:
                snapshot = replace(snapshot, beside=first.beside)
            return planner(snapshot)

        outcome = transact(
            self.session,
            plan,
            run_id=secrets.token_hex(6),
            break_lock=break_lock,
            first=first,
        )
        if outcome.open:
            self._notice(OPEN_LOCK)
        after = replace(outcome.after, beside=first.beside)
        return list(outcome.results), after, outcome.applied

    def transact_key(
        self, planner: Callable[[Snapshot], tuple[Changes, Any]], first: Snapshot
    ) -> list[Any]:
        """Plan and write in the key's own spreadsheet; see `Workbook.transact_key`."""
        if self._key is None or first.beside is None:
            return []

        def plan(beside: Snapshot) -> tuple[Changes, Any]:
            now = first if beside is first.beside else replace(self.session.read(), beside=beside)
            return planner(now)

        results, _, _ = self._key.transact(plan, first.beside)
        return results

    def tables_of(self, address: str) -> TableFile:
        """The tables of another Google Sheet, such as the one a form writes to.

        Args:
            address: its address.

        Raises:
            UsageError: the address cannot be used, or this book opens no other spreadsheet.
            GoogleError: it cannot be reached.
        """
        from sheets_coc.tables.google import read_snapshot

        if self._other is None:
            raise UsageError(
                "This book cannot open another spreadsheet. Use sheets_coc.open.",
                code="no-other-sheet",
            )
        session = self._other(address)
        try:
            return read_snapshot(session.read())
        finally:
            session.close()

    def _public_sheet(self) -> GooglePublicSheet:
        """The other spreadsheet, in which statistics are public."""
        from sheets_coc.book.public_sheet import GooglePublicSheet

        if self._other is None:
            raise UsageError(
                "This book cannot open the spreadsheet for the statistics. Use sheets_coc.open.",
                code="statistics-target",
            )
        return GooglePublicSheet(self._other(self.policy.statistics.spreadsheet.strip()))

    def readers(self, seen: Analysis) -> frozenset[int] | None:
        """The members who run this, by their position in the Committee tab.

        Returns:
            None where nobody can tell: a program's account, which several people may use, or a
            login that does not say whose it is.
        """
        who = conflicts(seen)
        if not who:
            return frozenset()
        from sheets_coc.access.sharing import SERVICE_ACCOUNT

        address = self._own_address()
        if not address or address.reveal().endswith(SERVICE_ACCOUNT):
            return None
        return who.readers(address)

    def _own_address(self) -> Private[str]:
        """The address of whoever runs this, where the login or Drive tells."""
        if self.session.account:
            return Private(self.session.account)
        from sheets_coc.access.sharing import own_address

        try:
            return own_address(self._drive(DRIVE_METADATA))
        except Error:  # a login without Drive: then nobody can tell
            return Private("")

    def _drive(self, scope: str) -> Session:
        """The same spreadsheet with Drive; one session does for both where none has begun."""
        if self._opener is None:
            return self.session
        opened = self._opener((*DEFAULT_SCOPES, scope))
        if not self.session.requests:
            self.session = opened
        return opened
