"""The one file on disk that holds everything: spreadsheets, people, tokens. Knows nothing of HTTP.

The file is an SQLite database with a rollback journal. Whatever changes, changes in one
transaction: a process killed at any moment leaves the state before or after it, and several
processes may work on one file. Between transactions there is nothing beside the file.

    store = Store(path, clock)
    with store.read() as state:
        state.spreadsheet(id).tabs          # to look at only
    with store.write() as state:
        state.spreadsheet(id).tabs[0].set(0, 0, "text")   # kept if the block ends well
"""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sheets_coc.local.errors import NotALocalSheet, not_found
from sheets_coc.local.state import codec
from sheets_coc.local.state.model import Json, Spreadsheet
from sheets_coc.local.state.storage import (
    Loaded,
    delete_spreadsheet,
    prepare,
    read_spreadsheet,
    save_file,
    save_spreadsheet,
)
from sheets_coc.local.state.variants import checked

Clock = Callable[[], datetime]

_BUSY_SECONDS = 60.0


def utc_now() -> datetime:
    """The time by the machine's clock."""
    return datetime.now(UTC)


def timestamp(moment: datetime) -> str:
    """A time as Drive writes it: `2026-03-01T09:30:00.000Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + (
        f"{moment.microsecond // 1000:03d}Z"
    )


def new_id() -> str:
    """A random id of a spreadsheet, 44 characters like Google's."""
    return "1" + secrets.token_urlsafe(33)[:43]


class Transaction:
    """Everything in the file, within one transaction.

    Attributes:
        now: the server's time of this transaction.
        opened_only: whether the caller may see no file but those they made with the program or
            showed to it (the scope `drive.file` alone).
        links: whether the caller's scopes let chips link to files of Drive.
    """

    def __init__(self, store: Store, connection: sqlite3.Connection, writable: bool) -> None:
        self.now: datetime = store.clock()
        self.opened_only = False
        self.links = True
        self._store = store
        self._connection = connection
        self._writable = writable
        self._open: dict[str, Spreadsheet] = {}
        self._files: dict[str, Json] = {}
        self._added: set[str] = set()

    def setting(self, key: str, default: Any = None) -> Any:
        """A setting (people, keys, tokens, which spreadsheet is the main one)."""
        row = self._connection.execute("SELECT value FROM setting WHERE key = ?", (key,)).fetchone()
        return default if row is None else json.loads(row[0])

    def set_setting(self, key: str, value: Any) -> None:
        """Keeps a setting; the value must be JSON."""
        self._connection.execute(
            "INSERT OR REPLACE INTO setting VALUES (?, ?)", (key, codec.dumps(value))
        )

    def ids(self) -> list[str]:
        """The ids of all spreadsheets."""
        known = {row[0] for row in self._connection.execute("SELECT id FROM spreadsheet")}
        return sorted(known | self._added)

    def file(self, spreadsheet_id: str) -> Json:
        """What Drive knows of a file; in a writing transaction it may be changed in place.

        Raises:
            ApiError: 404, there is no such file.
        """
        if spreadsheet_id not in self._files:
            if spreadsheet_id in self._open:
                self._files[spreadsheet_id] = self._open[spreadsheet_id].file
            else:
                row = self._connection.execute(
                    "SELECT file FROM spreadsheet WHERE id = ?", (spreadsheet_id,)
                ).fetchone()
                if row is None:
                    raise not_found()
                self._files[spreadsheet_id] = json.loads(row[0])
        return self._files[spreadsheet_id]

    def spreadsheet(self, spreadsheet_id: str) -> Spreadsheet:
        """A spreadsheet; in a writing transaction it may be changed in place.

        Raises:
            ApiError: 404, there is no such spreadsheet.
        """
        if spreadsheet_id not in self._open:
            found = self._store.load(self._connection, spreadsheet_id)
            if self._writable:
                found = found.copy()
                found.file = self.file(spreadsheet_id)
            if found.volatile and found.now != self.now:
                found.results.clear()
                found.volatile = False
            found.now = self.now
            found.variants = self._store.variants
            self._open[spreadsheet_id] = found
        return self._open[spreadsheet_id]

    def add(self, spreadsheet: Spreadsheet) -> None:
        """Adds a new spreadsheet."""
        spreadsheet.variants = self._store.variants
        self._open[spreadsheet.id] = spreadsheet
        self._files[spreadsheet.id] = spreadsheet.file
        self._added.add(spreadsheet.id)

    def delete(self, spreadsheet_id: str) -> None:
        """Deletes a spreadsheet for good."""
        self._open.pop(spreadsheet_id, None)
        self._files.pop(spreadsheet_id, None)
        self._added.discard(spreadsheet_id)
        delete_spreadsheet(self._connection, spreadsheet_id)
        self._store.forget(spreadsheet_id)

    def changed(self) -> tuple[dict[str, Spreadsheet], dict[str, Json]]:
        """Spreadsheets and files that were opened and may have changed."""
        return self._open, self._files


class Store:
    """The file.

    Args:
        path: where it is; made if absent, for its owner's eyes only, as it holds private keys.
        clock: gives the server's time.
        variants: which unmeasured questions are answered the other way.

    Raises:
        NotALocalSheet: the file is something else.
        ValueError: there is no variant of that name.
    """

    def __init__(
        self, path: str | Path, clock: Clock = utc_now, variants: Iterable[str] = ()
    ) -> None:
        self.path = Path(path)
        self.clock = clock
        self.variants = checked(variants)
        self._lock = threading.RLock()
        self._cache: dict[str, Loaded] = {}
        self._formats: dict[str, Json] = {}
        with suppress(OSError):  # it is there already; or it cannot be, and opening it says so
            os.close(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with self._connection() as connection:
            prepare(connection)

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """A consistent view; what it gives must not be changed."""
        with self._lock, self._connection() as connection:
            connection.execute("BEGIN")
            try:
                yield Transaction(self, connection, writable=False)
            finally:
                connection.execute("ROLLBACK")

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """A change, kept whole when the block ends well and dropped whole when it does not."""
        with self._lock, self._connection() as connection:
            connection.execute("BEGIN IMMEDIATE")
            state = Transaction(self, connection, writable=True)
            try:
                yield state
                fresh = self._save(connection, state)
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            self._cache.update(fresh)

    def load(self, connection: sqlite3.Connection, spreadsheet_id: str) -> Spreadsheet:
        """A spreadsheet from memory where it is still current, else from the file.

        Raises:
            ApiError: 404, there is no such spreadsheet.
        """
        row = connection.execute(
            "SELECT version, file, head FROM spreadsheet WHERE id = ?", (spreadsheet_id,)
        ).fetchone()
        if row is None:
            self._cache.pop(spreadsheet_id, None)
            raise not_found()
        cached = self._cache.get(spreadsheet_id)
        if cached is None or cached.version != row[0]:
            cached = read_spreadsheet(connection, spreadsheet_id, row, cached, self._formats)
            self._cache[spreadsheet_id] = cached
        return cached.spreadsheet

    def forget(self, spreadsheet_id: str) -> None:
        """Drops what is held in memory of a spreadsheet."""
        self._cache.pop(spreadsheet_id, None)

    def _save(self, connection: sqlite3.Connection, state: Transaction) -> dict[str, Loaded]:
        """Writes what changed; gives what memory may hold once it is committed."""
        fresh: dict[str, Loaded] = {}
        spreadsheets, files = state.changed()
        for spreadsheet_id, spreadsheet in spreadsheets.items():
            old = self._cache.get(spreadsheet_id)
            fresh[spreadsheet_id] = save_spreadsheet(connection, spreadsheet, old)
        for spreadsheet_id, file in files.items():
            if spreadsheet_id not in spreadsheets:
                save_file(connection, spreadsheet_id, file)
        return fresh

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """A connection for one transaction; nothing stays open or lies about in between."""
        connection = sqlite3.connect(
            self.path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            # A killed process cannot tear a transaction at any setting; NORMAL guards against
            # a power cut as well in all but the rarest cases, for half the waiting.
            connection.execute("PRAGMA synchronous = NORMAL")
            yield connection
        except sqlite3.DatabaseError as error:
            if "not a database" in str(error):
                raise NotALocalSheet("The file is not a local spreadsheet.") from None
            raise
        finally:
            connection.close()
