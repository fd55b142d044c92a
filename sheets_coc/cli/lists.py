"""Lists and reports that somebody sends: from a file, standard input or a Google Sheet."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from sheets_coc.cli.app import App
    from sheets_coc.tables.table import TableFile

F = TypeVar("F", bound=Callable[..., Any])

_GOOGLE = re.compile(r"https?://(?:docs|drive|sheets)\.google\.com/|local:", re.IGNORECASE)


def reading_options(command: F) -> F:
    """The options of every command that reads somebody's table."""
    for option in (
        click.option("--sheet", multiple=True, metavar="NAME",
                     help="Read this sheet only, by its title or number."),
        click.option("--encoding", metavar="NAME",
                     help="How the text is encoded, else it is found out: cp1250, cp932, gb18030."),
        click.option("--delimiter", metavar="SIGN",
                     help="What separates the columns, else it is found out; or tab."),
    ):  # fmt: skip
        command = option(command)
    return command


def content(where: str) -> bytes:
    """The content of a file, or of standard input for `-`.

    Raises:
        UsageError: no such file, not a file, unreadable.
    """
    from sheets_coc.tables.reading import read_bytes
    from sheets_coc.tables.table import MOST_BYTES

    return sys.stdin.buffer.read(MOST_BYTES + 1) if where == "-" else read_bytes(Path(where))


def is_address(where: str) -> bool:
    """Whether it names a Google Sheet rather than a file."""
    return bool(_GOOGLE.match(where))


def read(
    app: App, where: str, *, encoding: str | None = None, delimiter: str | None = None
) -> TableFile:
    """The tables of a file, of standard input for `-`, or of a Google Sheet.

    Raises:
        UsageError: it cannot be read, or is no table.
        GoogleError: the sheet cannot be reached.
    """
    from sheets_coc.tables.google import read_snapshot
    from sheets_coc.tables.reading import read_tables

    if is_address(where):
        return read_snapshot(app.session(other=where).read())
    return read_tables(content(where), encoding=encoding, delimiter=delimiter)
