"""What every command shares: the options, the policy, the moment, the session."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sheets_coc.errors import UsageError

if TYPE_CHECKING:
    from sheets_coc.book.workbook import Book
    from sheets_coc.cli.remembered import Remembered
    from sheets_coc.policy import Policy
    from sheets_coc.sheet.google.session import Session


def in_ci() -> bool:
    """Whether output may end up in a public log."""
    return os.environ.get("CI", "").casefold() in ("true", "1", "yes")


def parse_moment(typed: str) -> datetime:
    """A date or a time in UTC, as `--today` takes it.

    Raises:
        UsageError: for anything else.
    """
    try:
        if len(typed) <= 10:
            return datetime.combine(date.fromisoformat(typed), time(), UTC)
        moment = datetime.fromisoformat(typed)
    except ValueError:
        raise UsageError(
            "--today must be a date such as 2026-11-21, or a UTC time such as 2026-11-21T12:00.",
            code="today",
        ) from None
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)


@dataclass
class App:
    """The options before the command, and what follows from them.

    Attributes:
        spreadsheet: an address, an id, or a local file, as it was named; see `address`.
        policy_file: the committee's own policy.
        credentials: a key file.
        today: the moment the rules shall take for now; None for the clock's.
        json: whether results are printed as JSON.
        details: whether more than one line of outcome is printed under CI.
        debug: whether tracebacks are shown, without values.
        program: what is typed to run this program.
        opened: the spreadsheet, once a command has opened it.
    """

    spreadsheet: str | None = None
    policy_file: Path | None = None
    credentials: Path | None = None
    today: str | None = None
    json: bool = False
    details: bool = False
    debug: bool = False
    program: tuple[str, ...] = ("sheets-coc",)
    opened: Book | None = None

    @cached_property
    def _kept(self) -> Remembered | None:
        """What `use` remembers, where no spreadsheet is named and logs are nobody else's."""
        if self.spreadsheet or self.in_ci:
            return None
        from sheets_coc.cli import remembered

        return remembered.load()

    @property
    def address(self) -> str | None:
        """The spreadsheet to work on: the one that was named, or the one that is remembered."""
        return self.spreadsheet or (self._kept.spreadsheet if self._kept else None)

    @property
    def given_policy(self) -> Path | None:
        """The committee's own policy: the one that was named, or remembered with the sheet."""
        if self.policy_file is None and self._kept and self._kept.policy:
            return Path(self._kept.policy)
        return self.policy_file

    @cached_property
    def policy(self) -> Policy:
        """The policy."""
        from sheets_coc import policy

        return policy.load(self.given_policy)

    @cached_property
    def now(self) -> datetime:
        """The moment the rules take for now, in UTC."""
        return parse_moment(self.today) if self.today else datetime.now(UTC)

    @property
    def day(self) -> date:
        """The date the rules take for today, in UTC."""
        return self.now.date()

    @property
    def in_ci(self) -> bool:
        """Whether output may end up in a public log."""
        return in_ci()

    @property
    def quiet(self) -> bool:
        """Whether only one line of outcome may be printed."""
        return self.in_ci and not self.details

    @property
    def local_file(self) -> Path | None:
        """The file of a local spreadsheet, if that is what is worked on."""
        from sheets_coc.book.opening import local_file

        return local_file(self.address)

    @property
    def opening(self) -> dict[str, Any]:
        """What `sheets_coc.open` takes, by the options.

        Raises:
            UsageError: `no-spreadsheet`, or what is wrong with the policy or the moment.
        """
        return self.opening_of(self._named())

    def opening_of(self, address: str, policy: Policy | None = None) -> dict[str, Any]:
        """The same for another spreadsheet, with the same login.

        Args:
            address: the spreadsheet.
            policy: the rules, in place of those that were named.
        """
        return {
            "address": address,
            "policy": policy or self.policy,
            "credentials": self.credentials,
            "now": self.now if self.today else None,
            "notice": self._notice,
            "waiting": self._waiting(),
        }

    def workbook(self) -> Book:
        """The spreadsheet as the jobs work on it."""
        from sheets_coc.book.opening import open_book

        self.opened = open_book(**self.opening)
        return self.opened

    def session(self, scopes: Sequence[str] | None = None, *, other: str | None = None) -> Session:
        """A session about the spreadsheet, or about another one with the same login.

        Args:
            scopes: what the command needs.
            other: another spreadsheet's address or id, or a local file. An address goes to the
                same local Google where the main one is a local file.

        Raises:
            UsageError: where no spreadsheet is named, or something about it is wrong.
        """
        from sheets_coc.book.opening import open_other, open_session

        where: dict[str, Any] = {"credentials": self.credentials, "waiting": self._waiting()}
        if other:
            return open_other(self._named(), other, scopes=scopes, **where)
        return open_session(self._named(), scopes=scopes, **where)

    def _named(self) -> str:
        if not self.address:
            raise UsageError(
                "Which spreadsheet? Name it with --spreadsheet, or once with `sheets-coc use`: its "
                "address, its id, or a local file. To try without one: sheets-coc demo",
                code="no-spreadsheet",
            )
        if not self.spreadsheet and self.local_file and not self.local_file.exists():
            raise UsageError(
                "The file that sheets-coc use remembers is not there any more. Name another one "
                "(sheets-coc use FILE, or --spreadsheet), or forget it: sheets-coc use --forget",
                code="no-local-file",
            )
        return self.address

    def _notice(self, text: str) -> None:
        if not self.quiet:
            from click import echo

            echo(text, err=True)

    def _waiting(self) -> Callable[..., None] | None:
        from sheets_coc.cli.waiting import waiting

        return None if self.quiet else waiting
