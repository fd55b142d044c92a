"""A spreadsheet as the jobs work on it: a session, the transaction and the search together."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from sheets_coc.errors import SafetyStop, UsageError
from sheets_coc.policy import Policy
from sheets_coc.setup import present_format
from sheets_coc.sheet.google.decode import tolerantly
from sheets_coc.sheet.google.session import DEFAULT_SCOPES, Session
from sheets_coc.sheet.google.text_locations import Place, read_places
from sheets_coc.sheet.model import Changes, Snapshot, Tab, position
from sheets_coc.sheet.transaction.transaction import transact
from sheets_coc.sheet.workbook import Text

if TYPE_CHECKING:
    from sheets_coc.access.job import AccessResult
    from sheets_coc.handover.job import Reminder
    from sheets_coc.library.records import Records
    from sheets_coc.mail.sending import Server
    from sheets_coc.nightly import Night
    from sheets_coc.oncall.jobs import RotaJobs
    from sheets_coc.redaction.jobs import DatesResult, RedactResult, Validated
    from sheets_coc.setup.job import SetupResult
    from sheets_coc.status.status import Status

Opener = Callable[[Sequence[str]], Session]
"""Opens a session with these scopes."""


class Book:
    """One spreadsheet: everything the commands do, as calls that return what they found.

    What writes takes `apply=True`, and shows what it would do without. `sheets_coc.open` makes
    a book; the commands and scripts walk through the same door.

    Args:
        session: the session with Google.
        policy: the committee's rules.
        now: the moment the rules take for now.
        given: whether a person gave that moment, in place of the clock's.
        any_clock: whether the moment may lie anywhere: on a local spreadsheet, or for trying.
        opener: opens another session about the same spreadsheet, for jobs that need more of
            Google than `session` may do; they use `session` where it is not given.

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
    ) -> None:
        self.session = session
        self.policy = policy
        self.now = now
        self._given, self._any_clock = given, any_clock
        self._opener = opener
        self.unread: tuple[str, ...] = ()
        self._tabs: dict[str, int] = {}

    def __repr__(self) -> str:
        return "<Book>"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connections; nothing waits to be written."""
        self.session.close()

    @property
    def requests(self) -> int:
        """Requests to Sheets so far."""
        return self.session.requests

    @property
    def server_time(self) -> datetime | None:
        """The moment of Google's last answer."""
        return self.session.server_time

    # What the committee does with it

    def records(self) -> Records:
        """Its records, read into memory in one request."""
        from sheets_coc.library.records import Records

        return Records(self.read(), self.policy)

    def validate(self, *, apply: bool = False) -> Validated:
        """Check every row; with `apply`, bring To do up to date and act on its answers."""
        from sheets_coc.redaction import jobs

        return jobs.validate(self, apply=apply)

    def dates(self, *, apply: bool = False) -> DatesResult:
        """Date every record; with `apply`, write the tool's columns and To do.

        Raises:
            SafetyStop: with `apply`, where rows have come apart.
        """
        from sheets_coc.redaction import jobs

        return jobs.dates(self, apply=apply)

    def redact(
        self,
        *,
        apply: bool = False,
        plan: str | None = None,
        max_records: int | None = None,
        break_lock: bool = False,
    ) -> RedactResult:
        """Expunge the records whose day has passed. With `apply` this cannot be undone.

        Args:
            apply: whether to do it.
            plan: the id of the only plan that may be applied, as `PlannedRedaction.id`.
            max_records: how many records may go at the most, in place of the policy's limit.
            break_lock: whether to remove another run's lock first.

        Returns:
            What went or would go. A safety rule that stopped it stands in `redaction.stop`,
            and nothing was changed then.
        """
        from sheets_coc.redaction import jobs

        return jobs.redact(
            self, apply=apply, plan=plan, max_records=max_records, break_lock=break_lock
        )

    def nightly(self, *, apply: bool = False, access: bool = True) -> Night:
        """The night's steps in one reading and one batch: validate, date, expunge, search, look.

        Args:
            apply: whether to do it.
            access: whether to look at who can open the file as well.
        """
        from sheets_coc.nightly import nightly
        from sheets_coc.sheet.google.credentials import DRIVE_METADATA

        return nightly(self, apply=apply, drive=self._drive(DRIVE_METADATA) if access else None)

    def setup(self, *, apply: bool = False, with_oncall: bool = False) -> SetupResult:
        """Make the spreadsheet ready, touching nothing that stands in it.

        Args:
            apply: whether to do it.
            with_oncall: whether there shall be an On-call tab too.
        """
        from sheets_coc.setup import job

        return job.setup(self, self.present_format, apply=apply, with_oncall=with_oncall)

    @property
    def oncall(self) -> RotaJobs:
        """The on-call rota: `plan`, `check`, `swap`, `fairness`, `calendar`."""
        from sheets_coc.oncall.jobs import RotaJobs

        return RotaJobs(self)

    def remind(
        self,
        *,
        week: date | None = None,
        server: Server | None = None,
        sent_by: str = "",
        link: str = "",
    ) -> Reminder:
        """Compose the Monday mail of a week; with a server, send it once and mark it.

        Args:
            week: the week it is about, by the day it begins; the running one if not given.
            server: the mail server, as `sheets_coc.mail.sending.server_from` reads it from
                the environment; None to send nothing.
            sent_by: what sends it, so that somebody can mend it.
            link: the spreadsheet's address, if people can open it.
        """
        from sheets_coc.handover import job

        return job.remind(self, week=week, server=server, sent_by=sent_by, link=link)

    def access(
        self, *, apply: bool = False, grant: str | None = None, ask_again: bool = False
    ) -> AccessResult:
        """Compare who can open the file with the Committee tab.

        Args:
            apply: whether to take away what is too much, and to give what `grant` asks for.
            grant: an address that shall be able to edit.
            ask_again: whether what people said to be meant counts as a difference again; with
                `apply`, it is forgotten and nothing else is done.
        """
        from sheets_coc.access import job
        from sheets_coc.sheet.google.credentials import DRIVE, DRIVE_METADATA

        return job.access(
            self,
            self._drive(DRIVE if apply else DRIVE_METADATA),
            apply=apply,
            grant=grant,
            ask_again=ask_again,
        )

    def status(self) -> Status:
        """What needs attention today, the most urgent first."""
        from sheets_coc.status import status
        from sheets_coc.todo.analysis import analyse

        return status.status(analyse(self.read(), self.policy, self.now.date()), self.now)

    def _drive(self, scope: str) -> Session:
        """The same spreadsheet with Drive; one session does for both where none has begun."""
        if self._opener is None:
            return self.session
        opened = self._opener((*DEFAULT_SCOPES, scope))
        if not self.session.requests:
            self.session = opened
        return opened

    # What jobs need of it

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
            if self.now.date() > server.date():
                raise UsageError(
                    "--today lies in the future, and the sheet is only written as of today. "
                    "Leave --apply away to see what would happen then.",
                    code="today-in-future",
                )
            return
        allowed = timedelta(days=self.policy.safety.max_clock_days)
        if abs(server - self.now) > allowed:
            raise SafetyStop(
                "Stopped, nothing changed. This machine's clock and Google's disagree by more "
                f"than {allowed.days} day(s). Set the clock, then run again.",
                code="clock",
            )

    def read(self) -> Snapshot:
        """Everything, in one request."""
        snapshot = self.session.read()
        self._tabs = {tab.title: tab.id for tab in snapshot.tabs}
        return snapshot

    def texts(self) -> list[Text]:
        """Every place text can hide in, in one request; what cannot be read is in `unread`."""
        places = read_places(self.session)
        self.unread = tuple(dict.fromkeys(place.where for place in places if place.unread))
        return [self._text(place) for place in places if not place.unread]

    def present_format(self, tab: Tab) -> present_format.Facts:
        """How a tab is formatted now, in one request."""
        quoted = "'" + tab.title.replace("'", "''") + "'"
        return self.session.get(
            present_format.MASK,
            lambda answer: tolerantly(lambda: present_format.decode(answer, tab.id)),
            ranges=quoted,
        )

    def _text(self, place: Place) -> Text:
        row, column = position(place.cell) if place.cell else (None, None)
        tab = place.tab or ""
        return Text(place.where, tab, self._tabs.get(tab), row, column, place.text)

    def transact(
        self,
        planner: Callable[[Snapshot], tuple[Changes, Any]],
        first: Snapshot,
        *,
        break_lock: bool = False,
    ) -> tuple[list[Any], Snapshot, bool]:
        """Plan and write under lock; see `sheets_coc.sheet.transaction.transaction`."""
        outcome = transact(
            self.session,
            planner,
            run_id=secrets.token_hex(6),
            break_lock=break_lock,
            first=first,
        )
        return list(outcome.results), outcome.after, outcome.applied
