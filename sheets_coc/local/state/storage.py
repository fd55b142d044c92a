"""How spreadsheets lie in the file: the tables, and reading and writing what changed of them.

The rows of a tab are kept in blocks, each with a version. A block is read only where memory does
not hold that version, and written only where its rows are not the very rows that were read.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from dataclasses import dataclass, field

from sheets_coc.local.errors import NotALocalSheet
from sheets_coc.local.state import codec
from sheets_coc.local.state.model import Json, Row, Spreadsheet, Tab
from sheets_coc.local.state.row_texts import RowTexts

_APPLICATION_ID = 0x53484343
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


@dataclass(slots=True, repr=False)
class Loaded:
    """A spreadsheet as it was last read or written by this process."""

    version: int
    spreadsheet: Spreadsheet
    blocks: dict[int, dict[int, int]] = field(default_factory=dict)
    """Version of each block by tab and number."""


def prepare(connection: sqlite3.Connection) -> None:
    """Makes the tables in a new file; refuses somebody else's database.

    Raises:
        NotALocalSheet: the file is one.
    """
    connection.execute("BEGIN IMMEDIATE")
    if connection.execute("PRAGMA application_id").fetchone()[0] != _APPLICATION_ID:
        if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            connection.execute("ROLLBACK")
            raise NotALocalSheet("The file is not a local spreadsheet.")
        for statement in filter(str.strip, _SCHEMA.split(";")):
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
    connection.execute("COMMIT")


def read_spreadsheet(
    connection: sqlite3.Connection,
    spreadsheet_id: str,
    row: tuple[int, str, str],
    old: Loaded | None,
    formats: dict[str, Json],
) -> Loaded:
    """A spreadsheet out of the file.

    Args:
        connection: in a transaction.
        spreadsheet_id: which one.
        row: its version, file and head as they are stored.
        old: what memory holds of it.
        formats: formats that were met before, by their text; equal ones become one object.
    """
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
        row_texts=old.spreadsheet.row_texts if old else RowTexts(),
    )
    loaded = Loaded(version, spreadsheet)
    for tab_id in head["tabs"]:
        rows, versions = _read_rows(connection, (spreadsheet_id, tab_id), old, formats)
        loaded.blocks[tab_id] = versions
        spreadsheet.tabs.append(codec.decode_tab(tab_id, heads[tab_id], rows))
    return loaded


def _read_rows(
    connection: sqlite3.Connection,
    key: tuple[str, int],
    old: Loaded | None,
    formats: dict[str, Json],
) -> tuple[list[Row], dict[int, int]]:
    """All rows of a tab; blocks that did not change are taken from memory."""
    versions = dict(
        connection.execute(
            "SELECT number, version FROM block WHERE spreadsheet = ? AND tab = ? ORDER BY number",
            key,
        )
    )
    known = old.blocks.get(key[1], {}) if old else {}
    tab = old.spreadsheet.tab(key[1]) if old else None
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
        rows += codec.decode_rows(data, formats)
    return rows, versions


def save_spreadsheet(
    connection: sqlite3.Connection, spreadsheet: Spreadsheet, old: Loaded | None
) -> Loaded:
    """Writes what changed of a spreadsheet; gives what memory may hold once it is committed.

    Args:
        connection: in a writing transaction.
        spreadsheet: as it shall be.
        old: what memory held of it before; rows that are the very same are not written.
    """
    version = secrets.randbits(62)
    loaded = Loaded(version, spreadsheet)
    for tab in spreadsheet.tabs:
        loaded.blocks[tab.id] = _save_tab(connection, spreadsheet.id, tab, old, version)
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


def save_file(connection: sqlite3.Connection, spreadsheet_id: str, file: Json) -> None:
    """Writes what Drive knows of a file, if that changed."""
    text = codec.dumps(file)
    connection.execute(
        "UPDATE spreadsheet SET file = ?, version = ? WHERE id = ? AND file <> ?",
        (text, secrets.randbits(62), spreadsheet_id, text),
    )


def _save_tab(
    connection: sqlite3.Connection,
    spreadsheet_id: str,
    tab: Tab,
    old: Loaded | None,
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


def _identical(rows: list[Row], others: list[Row]) -> bool:
    """Whether two blocks hold the very same row objects."""
    return len(rows) == len(others) and all(a is b for a, b in zip(rows, others, strict=True))


def delete_spreadsheet(connection: sqlite3.Connection, spreadsheet_id: str) -> None:
    """Deletes a spreadsheet for good."""
    for statement in (
        "DELETE FROM spreadsheet WHERE id = ?",
        "DELETE FROM tab WHERE spreadsheet = ?",
        "DELETE FROM block WHERE spreadsheet = ?",
    ):
        connection.execute(statement, (spreadsheet_id,))
