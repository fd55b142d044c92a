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
import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sheets_coc.local import codec
from sheets_coc.local.errors import NotALocalSheet, not_found
from sheets_coc.local.model import Json, Row, Spreadsheet, Tab

Clock = Callable[[], datetime]

_APPLICATION_ID = 0x53484343
_BUSY_SECONDS = 60.0
_SCHEMA = """
CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE spreadsheet (
    id TEXT PRIMARY KEY, version INTEGER NOT NULL, file TEXT NOT NULL, head TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE tab (
    spreadsheet TEXT NOT NULL, id INTEGER NOT NULL, head TEXT NOT NULL,
    PRIMARY KEY (spreadsheet, id)
) WITHOUT ROWID;
CREATE TABLE block (
    spreadsheet TEXT NOT NULL, tab INTEGER NOT NULL, number INTEGER NOT NULL,
    version INTEGER NOT NULL, rows BLOB NOT NULL,
    PRIMARY KEY (spreadsheet, tab, number)
);
"""


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


@dataclass(slots=True, repr=False)
class _Loaded:
    """A spreadsheet as it was last read or written by this process."""

    version: int
    spreadsheet: Spreadsheet
    blocks: dict[int, dict[int, int]] = field(default_factory=dict)
    """Version of each block by tab and number."""


class State:
    """Everything in the file, within one transaction.

    Attributes:
        now: the server's time of this transaction.
    """

    def __init__(self, store: Store, connection: sqlite3.Connection, writable: bool) -> None:
        self.now: datetime = store.clock()
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
            self._open[spreadsheet_id] = found
        return self._open[spreadsheet_id]

    def add(self, spreadsheet: Spreadsheet) -> None:
        """Adds a new spreadsheet."""
        self._open[spreadsheet.id] = spreadsheet
        self._files[spreadsheet.id] = spreadsheet.file
        self._added.add(spreadsheet.id)

    def delete(self, spreadsheet_id: str) -> None:
        """Deletes a spreadsheet for good."""
        self._open.pop(spreadsheet_id, None)
        self._files.pop(spreadsheet_id, None)
        self._added.discard(spreadsheet_id)
        for table, column in (
            ("spreadsheet", "id"),
            ("tab", "spreadsheet"),
            ("block", "spreadsheet"),
        ):
            self._connection.execute(
                f"DELETE FROM {table} WHERE {column} = ?",  # noqa: S608  # names from the line above
                (spreadsheet_id,),
            )
        self._store.forget(spreadsheet_id)

    def changed(self) -> tuple[dict[str, Spreadsheet], dict[str, Json]]:
        """Spreadsheets and files that were opened and may have changed."""
        return self._open, self._files


class Store:
    """The file.

    Args:
        path: where it is; made if absent.
        clock: gives the server's time.

    Raises:
        NotALocalSheet: the file is something else.
    """

    def __init__(self, path: str | Path, clock: Clock = utc_now) -> None:
        self.path = Path(path)
        self.clock = clock
        self._lock = threading.RLock()
        self._cache: dict[str, _Loaded] = {}
        self._formats: dict[str, Json] = {}
        with self._connection() as connection:
            self._prepare(connection)

    @contextmanager
    def read(self) -> Iterator[State]:
        """A consistent view; what it gives must not be changed."""
        with self._lock, self._connection() as connection:
            connection.execute("BEGIN")
            try:
                yield State(self, connection, writable=False)
            finally:
                connection.execute("ROLLBACK")

    @contextmanager
    def write(self) -> Iterator[State]:
        """A change, kept whole when the block ends well and dropped whole when it does not."""
        with self._lock, self._connection() as connection:
            connection.execute("BEGIN IMMEDIATE")
            state = State(self, connection, writable=True)
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
            cached = self._read(connection, spreadsheet_id, row, cached)
            self._cache[spreadsheet_id] = cached
        return cached.spreadsheet

    def forget(self, spreadsheet_id: str) -> None:
        """Drops what is held in memory of a spreadsheet."""
        self._cache.pop(spreadsheet_id, None)

    def _read(
        self,
        connection: sqlite3.Connection,
        spreadsheet_id: str,
        row: tuple[int, str, str],
        old: _Loaded | None,
    ) -> _Loaded:
        version, file, head = row[0], json.loads(row[1]), json.loads(row[2])
        heads = dict(
            connection.execute("SELECT id, head FROM tab WHERE spreadsheet = ?", (spreadsheet_id,))
        )
        spreadsheet = Spreadsheet(
            spreadsheet_id,
            file,
            head["properties"],
            named_ranges=head["namedRanges"],
            metadata=head["metadata"],
        )
        loaded = _Loaded(version, spreadsheet)
        for tab_id in head["tabs"]:
            rows, versions = self._read_rows(connection, spreadsheet_id, tab_id, old)
            loaded.blocks[tab_id] = versions
            spreadsheet.tabs.append(codec.decode_tab(tab_id, heads[tab_id], rows))
        return loaded

    def _read_rows(
        self,
        connection: sqlite3.Connection,
        spreadsheet_id: str,
        tab_id: int,
        old: _Loaded | None,
    ) -> tuple[list[Row], dict[int, int]]:
        """All rows of a tab; blocks that did not change are taken from memory."""
        key = (spreadsheet_id, tab_id)
        versions = dict(
            connection.execute(
                "SELECT number, version FROM block WHERE spreadsheet = ? AND tab = ?"
                " ORDER BY number",
                key,
            )
        )
        known = old.blocks.get(tab_id, {}) if old else {}
        tab = old.spreadsheet.tab(tab_id) if old else None
        rows: list[Row] = []
        for number, version in versions.items():
            start = number * codec.BLOCK
            if tab is not None and known.get(number) == version:
                rows += tab.rows[start : start + codec.BLOCK]
                continue
            (data,) = connection.execute(
                "SELECT rows FROM block WHERE spreadsheet = ? AND tab = ? AND number = ?",
                (*key, number),
            ).fetchone()
            rows += codec.decode_rows(data, self._formats)
        return rows, versions

    def _save(self, connection: sqlite3.Connection, state: State) -> dict[str, _Loaded]:
        """Writes what changed; gives what memory may hold once it is committed."""
        fresh: dict[str, _Loaded] = {}
        spreadsheets, files = state.changed()
        for spreadsheet_id, spreadsheet in spreadsheets.items():
            fresh[spreadsheet_id] = self._save_spreadsheet(connection, state, spreadsheet)
        for spreadsheet_id, file in files.items():
            if spreadsheet_id not in spreadsheets:
                self._save_file(connection, spreadsheet_id, file)
        return fresh

    def _save_file(self, connection: sqlite3.Connection, spreadsheet_id: str, file: Json) -> None:
        text = codec.dumps(file)
        connection.execute(
            "UPDATE spreadsheet SET file = ?, version = ? WHERE id = ? AND file <> ?",
            (text, secrets.randbits(62), spreadsheet_id, text),
        )

    def _save_spreadsheet(
        self, connection: sqlite3.Connection, state: State, spreadsheet: Spreadsheet
    ) -> _Loaded:
        version = secrets.randbits(62)
        loaded = _Loaded(version, spreadsheet)
        old = self._cache.get(spreadsheet.id)
        for tab in spreadsheet.tabs:
            loaded.blocks[tab.id] = self._save_tab(connection, spreadsheet.id, tab, old, version)
        for gone in (old.blocks.keys() if old else set()) - loaded.blocks.keys():
            for statement in (
                "DELETE FROM tab WHERE spreadsheet = ? AND id = ?",
                "DELETE FROM block WHERE spreadsheet = ? AND tab = ?",
            ):
                connection.execute(statement, (spreadsheet.id, gone))
        connection.execute(
            "INSERT OR REPLACE INTO spreadsheet VALUES (?, ?, ?, ?)",
            (
                spreadsheet.id,
                version,
                codec.dumps(spreadsheet.file),
                codec.encode_head(spreadsheet),
            ),
        )
        return loaded

    def _save_tab(
        self,
        connection: sqlite3.Connection,
        spreadsheet_id: str,
        tab: Tab,
        old: _Loaded | None,
        version: int,
    ) -> dict[int, int]:
        """Writes the blocks of a tab whose rows are not the very rows held before."""
        before = old.spreadsheet.tab(tab.id) if old else None
        known = old.blocks.get(tab.id, {}) if old else {}
        versions: dict[int, int] = {}
        while tab.rows and not tab.rows[-1]:
            tab.rows.pop()
        connection.execute(
            "INSERT OR REPLACE INTO tab VALUES (?, ?, ?)",
            (spreadsheet_id, tab.id, codec.encode_tab(tab)),
        )
        for number, start in enumerate(range(0, len(tab.rows), codec.BLOCK)):
            rows = tab.rows[start : start + codec.BLOCK]
            same = before.rows[start : start + codec.BLOCK] if before is not None else []
            if number in known and _identical(rows, same):
                versions[number] = known[number]
                continue
            versions[number] = version
            connection.execute(
                "INSERT OR REPLACE INTO block VALUES (?, ?, ?, ?, ?)",
                (spreadsheet_id, tab.id, number, version, codec.encode_rows(rows)),
            )
        connection.execute(
            "DELETE FROM block WHERE spreadsheet = ? AND tab = ? AND number >= ?",
            (spreadsheet_id, tab.id, len(versions)),
        )
        return versions

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

    def _prepare(self, connection: sqlite3.Connection) -> None:
        """Makes the tables in a new file; refuses somebody else's database."""
        connection.execute("BEGIN IMMEDIATE")
        if connection.execute("PRAGMA application_id").fetchone()[0] != _APPLICATION_ID:
            if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                connection.execute("ROLLBACK")
                raise NotALocalSheet("The file is not a local spreadsheet.")
            for statement in filter(str.strip, _SCHEMA.split(";")):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
        connection.execute("COMMIT")


def _identical(rows: list[Row], others: list[Row]) -> bool:
    """Whether two blocks hold the very same row objects."""
    return len(rows) == len(others) and all(a is b for a, b in zip(rows, others, strict=True))
