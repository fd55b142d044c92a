"""What a file of tables holds, whatever its format, and how much of it is read.

Everything is bounded before it is unpacked, nothing in it is followed (no entities, no links,
no formulas: a formula's last result is what is read), and nothing shows in a repr.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from sheets_coc.errors import UsageError

MOST_BYTES = 100 * 2**20
"""A file larger than this is no list of people."""

MOST_ROWS = 500_000
MOST_COLUMNS = 256
LONGEST_CELL = 60_000
"""Characters of a cell that are kept; a cell of Google Sheets holds 50,000."""

_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\x00]")
_FORCED_TEXT = re.compile(r'="((?:[^"]|"")*)"')
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")


@dataclass(frozen=True, slots=True, repr=False)
class TableRow:
    """One row of a table.

    Attributes:
        number: as a spreadsheet numbers it, the first is 1.
        cells: the cells as text, outer white space removed.
        broken: whether it could not be taken apart reliably.
    """

    number: int
    cells: tuple[str, ...]
    broken: bool = False

    def __repr__(self) -> str:
        return f"<TableRow {self.number}: {len(self.cells)} cells>"


@dataclass(frozen=True, slots=True)
class TableSheet:
    """One table of a file.

    Attributes:
        rows: the rows that are not blank.
        number: which sheet of the file it is, the first is 1.
        title: the sheet's title; blank where the file has none. May name people.
        hidden: whether people do not see it in their program.
    """

    rows: tuple[TableRow, ...] = field(repr=False)
    number: int = 1
    title: str = field(default="", repr=False)
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class TableFile:
    """A file that was read.

    Attributes:
        sheets: the tables that hold anything.
        format: what it is: `csv`, `xlsx`, `ods`, `json` or `google`.
        guessed: whether the encoding of its text is a guess that a person should look at.
        ragged: whether a row may have lost or gained cells (text with separators).
    """

    sheets: tuple[TableSheet, ...] = field(repr=False)
    format: str
    guessed: bool = False

    @property
    def ragged(self) -> bool:
        """Whether rows may have lost or gained cells, as in text with separators."""
        return self.format == "csv"


def make_row(number: int, cells: Iterable[str]) -> TableRow:
    """A row of plain cells; broken where it has more cells than any table."""
    plain = tuple(cell.replace("\x00", "").strip()[:LONGEST_CELL] for cell in cells)
    if len(plain) > MOST_COLUMNS and any(plain[MOST_COLUMNS:]):
        return TableRow(number, (), broken=True)
    return TableRow(number, plain[:MOST_COLUMNS])


def is_filled(row: TableRow) -> bool:
    """Whether a row holds anything, or could not be read."""
    return row.broken or any(row.cells)


def too_many_rows() -> UsageError:
    """What is said of a table that is longer than any list."""
    return UsageError(f"The list has more than {MOST_ROWS:,} rows.", code="list-too-large")


def clean(cell: str) -> str:
    """A cell without what programs put around its text.

    Takes off invisible and direction signs, Excel's way of forcing text (`="x"`), and reads
    HTML entities (`&eacute;`): none of them is typed by anybody.
    """
    if cell.isascii() and "&" not in cell and not cell.startswith("=") and "\x00" not in cell:
        return cell
    if forced := _FORCED_TEXT.fullmatch(cell):
        cell = forced[1].replace('""', '"')
    if "&" in cell and ";" in cell:
        cell = _ENTITY.sub(lambda found: html.unescape(found[0]), cell)
    return _INVISIBLE.sub("", cell).strip()
