"""Opening a spreadsheet: an address, an id, or a file on this machine behind the local Google."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sheets_coc.book.workbook import Book
from sheets_coc.errors import UsageError
from sheets_coc.policy import Policy, load
from sheets_coc.sheet.google.http import Waiting
from sheets_coc.sheet.google.session import DEFAULT_SCOPES, Session, connect

if TYPE_CHECKING:
    from requests.adapters import BaseAdapter

    from sheets_coc.local import LocalGoogle

LOCAL = "local:"
API_ROOT = "SHEETS_COC_API_ROOT"


def local_file(address: str | Path | None) -> Path | None:
    """The file that an address means, if it means one on this machine.

    `local:FILE` always does; a path does where there is such a file.
    """
    if isinstance(address, Path):
        return address
    if address and address.startswith(LOCAL):
        return Path(address.removeprefix(LOCAL))
    if address and "://" not in address and "\0" not in address and Path(address).is_file():
        return Path(address)
    return None


def open_session(
    address: str | Path,
    *,
    credentials: Path | Mapping[str, Any] | None = None,
    scopes: Sequence[str] | None = None,
    api_root: str | None = None,
    waiting: Waiting | None = None,
    adapter: BaseAdapter | None = None,
) -> Session:
    """A session about a spreadsheet.

    Args:
        address: its address or id, `local:FILE`, or the path of a local spreadsheet.
        credentials: a key file, or what stands in one; without it, whoever is logged in.
        scopes: what shall be possible; reading and writing spreadsheets if not given.
        api_root: a server on this machine that answers for Google; the environment's
            `SHEETS_COC_API_ROOT` if not given.
        waiting: is told before the tool waits for Google.
        adapter: what answers for Google in this process, as a local one does.

    Raises:
        UsageError: `no-local-file`, `not-a-local-file`, `spreadsheet-address`, or what is wrong
            with the credentials.
    """
    path = local_file(address)
    if path is None:
        where: dict[str, Any] = {
            "credentials": credentials,
            "adapter": adapter,
            "api_root": None if adapter else api_root or os.environ.get(API_ROOT) or None,
        }
        return connect(str(address), scopes=scopes or DEFAULT_SCOPES, waiting=waiting, **where)
    google = open_local(path)
    return connect(
        google.main_spreadsheet,
        scopes=scopes or DEFAULT_SCOPES,
        waiting=waiting,
        credentials=google.identities.key_file("tool"),
        adapter=google.adapter(),
    )


def open_other(
    main: str | Path,
    other: str,
    *,
    credentials: Path | Mapping[str, Any] | None = None,
    scopes: Sequence[str] | None = None,
    waiting: Waiting | None = None,
) -> Session:
    """A session about another spreadsheet than the main one, with the same login.

    An address goes to the same local Google where the main one is a local file.

    Args:
        main: the main spreadsheet, as `open_session` takes it.
        other: the other one.
        credentials: as `open_session` takes them.
        scopes: what shall be possible; reading and writing spreadsheets if not given.
        waiting: is told before the tool waits for Google.

    Raises:
        UsageError: as `open_session` does.
    """
    where: dict[str, Any] = {"credentials": credentials}
    path = local_file(main)
    if path is not None and local_file(other) is None:
        google = open_local(path)
        where = {"credentials": google.identities.key_file("tool"), "adapter": google.adapter()}
    return open_session(other, scopes=scopes, waiting=waiting, **where)


def open_local(path: Path) -> LocalGoogle:
    """The local Google over a file.

    Raises:
        UsageError: `no-local-file` or `not-a-local-file`.
    """
    import sqlite3

    from sheets_coc.local import LocalGoogle
    from sheets_coc.local.errors import LocalGoogleError

    if "\0" in str(path) or not path.is_file():
        raise UsageError(
            "There is no local spreadsheet of that name. Check its name and folder, or make one: "
            "sheets-coc local new",
            code="no-local-file",
        )
    try:
        google = LocalGoogle(path)
        assert google.main_spreadsheet  # noqa: S101 - which opens the file
    except (LocalGoogleError, OSError, sqlite3.Error):
        raise UsageError(
            "That is no local spreadsheet, or it cannot be opened. A downloaded file (.xlsx, "
            ".ods) becomes one with sheets-coc start.",
            code="not-a-local-file",
        ) from None
    return google


def open_book(
    address: str | Path,
    *,
    policy: Policy | Path | str | None = None,
    credentials: Path | str | Mapping[str, Any] | None = None,
    now: datetime | None = None,
    scopes: Sequence[str] | None = None,
    notice: Callable[[str], None] = lambda text: None,
    waiting: Waiting | None = None,
) -> Book:
    """Open a spreadsheet.

    Args:
        address: its address or id, `local:FILE`, or the path of a local spreadsheet.
        policy: the committee's rules, or the path of their file; the default ones if not given.
        credentials: a key file, or what stands in one; without it, whoever is logged in, as on
            the command line.
        now: the moment the rules take for now; the clock's if not given. One without a time
            zone is in UTC. Nothing is written to a real spreadsheet as of a day in its future.
        scopes: what the session may do; reading and writing spreadsheets if not given. Jobs
            that need Drive open a session of their own.
        notice: told, in a sentence, what people should know besides the result.
        waiting: told before the tool waits for Google.

    Returns:
        The spreadsheet. Use it in a `with` block.

    Raises:
        UsageError: the address, the file, the policy or the credentials cannot be used.

    Example:
        with sheets_coc.open("records.coc") as book:
            print(book.validate().to_frame())
    """
    rules = policy if isinstance(policy, Policy) else load(Path(policy) if policy else None)
    key = Path(credentials) if isinstance(credentials, str) else credentials

    def opener(wanted: Sequence[str]) -> Session:
        return open_session(address, credentials=key, scopes=wanted, waiting=waiting)

    def other(wanted: str) -> Session:
        return open_other(address, wanted, credentials=key, waiting=waiting)

    given, local = now is not None, local_file(address) is not None
    anywhere = local or (given and bool(os.environ.get(API_ROOT)))
    session = opener(scopes or DEFAULT_SCOPES)
    return Book(
        session,
        rules,
        _in_utc(now) if now is not None else datetime.now(UTC),
        given=given,
        any_clock=anywhere,
        opener=opener,
        notice=notice,
        other=other,
        link="" if local else f"https://docs.google.com/spreadsheets/d/{session.spreadsheet}",
    )


def _in_utc(moment: datetime) -> datetime:
    """A moment in UTC; one without a time zone already is."""
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
