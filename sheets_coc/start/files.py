"""A downloaded file as tabs, and the practice copy that is made of them.

The file is read once, within limits, and nothing of it is kept but the practice copy: a local
spreadsheet that only its owner can read, where the caller wants it.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from sheets_coc.errors import UsageError
from sheets_coc.local.cells.cells import LONGEST_TEXT, date_cell
from sheets_coc.local.cells.fill import tab_of
from sheets_coc.local.errors import LocalGoogleError
from sheets_coc.local.files import workbooks
from sheets_coc.local.state.model import Content, Tab
from sheets_coc.plain_files import read_plain
from sheets_coc.tables.package import open_package
from sheets_coc.tables.reading import read_tables

MOST_BYTES = 20 * 2**20
"""A file larger than this is no sheet of a committee."""
_DATABASE = b"SQLite format 3\x00"
_TOO_LARGE = "The file is larger than 20 MB, and no records sheet is. Check that it is the one."


def read_file(path: Path) -> bytes:
    """The content of a file that is named.

    Raises:
        UsageError: `no-such-file` or `file-too-large`.
    """
    try:
        return read_plain(path, MOST_BYTES)
    except OSError as error:
        if error.errno == errno.EFBIG:
            raise UsageError(_TOO_LARGE, code="file-too-large") from None
        raise UsageError(
            "The file cannot be opened: no such file, no permission, or not a plain file.",
            code="no-such-file",
        ) from None


def is_local_sheet(path: Path) -> bool:
    """Whether a file is a local spreadsheet already, as `local new` makes it."""
    try:
        with path.open("rb") as file:
            return file.read(len(_DATABASE)) == _DATABASE
    except OSError:
        return False


def read_workbook(path: Path) -> list[Tab]:
    """The tabs of a workbook that is named.

    Raises:
        UsageError: it cannot be opened, is none, or is not safe to unpack.
    """
    return tabs_in(read_file(path), "", workbook=True)


def tabs_in(content: bytes, title: str, *, workbook: bool = False) -> list[Tab]:
    """The tabs that a downloaded file holds.

    Args:
        content: the file's bytes.
        title: what the tab of a CSV file is called, which has no title of its own.
        workbook: whether only a workbook will do.

    Raises:
        UsageError: `file-format` where it is none, `file-too-large`, or it is not safe to unpack.
    """
    if len(content) > MOST_BYTES:
        raise UsageError(_TOO_LARGE, code="file-too-large")
    if workbooks.is_workbook(content):
        open_package(content).close()
        try:
            return workbooks.workbook_tabs(content)
        except LocalGoogleError:
            raise _no_sheet() from None
    if workbook:
        raise _no_sheet()
    sheets = read_tables(content).sheets
    if not sheets:
        raise UsageError("The file is empty.", code="file-format")
    if any(row.broken for row in sheets[0].rows):
        raise UsageError(
            "Some rows of the file cannot be taken apart. Download the sheet as .xlsx instead.",
            code="file-format",
        )
    rows: list[list[Content]] = []
    for row in sheets[0].rows:  # blank lines are left out there, and kept here
        rows += [[] for _ in range(row.number - len(rows) - 1)]
        rows.append([_content(cell) for cell in row.cells])
    return [tab_of(0, title, rows)]


def _no_sheet() -> UsageError:
    return UsageError(
        "That file is no sheet that can be read. Download it again: in Google Sheets, File, "
        "Download, Microsoft Excel (.xlsx).",
        code="file-format",
    )


def _content(text: str) -> Content:
    if len(text) == len("2026-01-31"):
        with suppress(ValueError):
            return date_cell(date.fromisoformat(text))
    return text[:LONGEST_TEXT] or None


def make_copy(tabs: Sequence[Tab], path: Path) -> None:
    """Make the practice copy: a local spreadsheet, readable by its owner only.

    Raises:
        UsageError: `file-exists` or `file-unwritable`.
    """
    if path.exists() or path.is_symlink():
        raise UsageError(
            "There is a file where the practice copy would go. Nothing is ever overwritten: "
            "name another place for it, or remove that file.",
            code="file-exists",
        )
    try:
        workbooks.new_of_tabs(path, path.stem, tabs)
    except (OSError, sqlite3.Error, LocalGoogleError):
        raise UsageError(
            "The practice copy cannot be written there. Name another place for it.",
            code="file-unwritable",
        ) from None
