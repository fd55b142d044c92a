"""Reads a table out of a file that strangers made: CSV in any usual dialect, or XLSX.

The file is read into memory once and nothing of it is written anywhere. Everything is
bounded before it is unpacked, and nothing in it is followed: no entities, no links, no
formulas (a formula's last computed result is what is read).
"""

from __future__ import annotations

import codecs
import csv
import io
import stat
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sheets_coc.errors import UsageError

MOST_BYTES = 100 * 2**20
"""A file larger than this is not a list of attendees."""

MOST_UNPACKED = 300 * 2**20
"""What all parts of an XLSX file may come to when unpacked."""

MOST_RATIO = 200
"""How many times larger than packed an XLSX part of more than 10 MB may be."""

MOST_ROWS = 500_000
_LAST_ROW = 1_048_576
"""The last row a workbook can have: further ones exist in forged files only."""

MOST_COLUMNS = 256
MOST_FILES = 2_000
LONGEST_CELL = 20_000
"""Characters of a cell that are read; a longer one makes its row unreadable."""

_DELIMITERS = ",;\t|"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True, repr=False)
class Row:
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
        return f"<Row {self.number}: {len(self.cells)} cells>"


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was read.

    Attributes:
        rows: the rows that are not blank. Closed in repr.
        format: `csv` or `xlsx`.
        other_sheets: how many further sheets of a workbook hold something and were not read.
    """

    rows: tuple[Row, ...] = field(repr=False)
    format: str
    other_sheets: int = 0


def read_bytes(path: Path) -> bytes:
    """The content of a file, if it is a plain file of sensible size.

    Raises:
        UsageError: no such file, not a file, unreadable, or too large.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # opening a pipe would wait for ever
            raise UsageError("The list is not a file.", code="list-unreadable")
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError:
        raise UsageError(
            "The list cannot be opened: no such file, or no permission.", code="list-unreadable"
        ) from None
    return content


def read_table(content: bytes) -> Table:
    """The table in a file's content; which kind it is shows in its first bytes.

    Raises:
        UsageError: the file is too large, holds nothing, or cannot be understood.
    """
    if len(content) > MOST_BYTES:
        raise UsageError("The list is larger than 100 MB.", code="list-too-large")
    if content.startswith(b"PK\x03\x04"):
        return _read_xlsx(content)
    if content.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf")):
        raise UsageError(
            "The list is in a format that is not read (old Excel, protected by a password, or"
            " not a table). Save it as .xlsx or CSV.",
            code="list-format",
        )
    rows = [row for row in _csv_rows(decode(content)) if row.broken or any(row.cells)]
    return Table(tuple(rows), "csv")


def decode(content: bytes) -> str:
    """Text in UTF-8, UTF-16, UTF-32 or Windows' Western encoding, with or without a mark."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, errors="replace")
    head = content[:4096]
    if head and head.count(0) * 5 > len(head) * 2:
        even = head[::2].count(0)
        return content.decode("utf-16-be" if even * 4 > len(head) else "utf-16-le", "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_western(content)


def _decode_western(content: bytes) -> str:
    """Windows-1252; where a byte means nothing in it, Latin-1."""
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _csv_rows(text: str) -> Iterator[Row]:
    """Every row of a CSV text, blank ones too, since they count in a spreadsheet's numbers."""
    delimiter = _delimiter(text)
    if text[:4].lower() == "sep=":  # Excel's own line, which it does not number
        text = text.partition("\n")[2]
    try:
        rows = list(_strictly(text, delimiter))
    except csv.Error:
        # A quote that nobody closed swallows all rows after it: take each line by itself.
        rows = list(_line_by_line(text, delimiter))
    if len(rows) > MOST_ROWS:
        raise _too_many_rows()
    yield from rows


def _strictly(text: str, delimiter: str | None) -> Iterator[Row]:
    if delimiter is None:
        yield from _bare_lines(text)
        return
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    for number, cells in enumerate(reader, start=1):
        yield _row(number, cells)


def _line_by_line(text: str, delimiter: str | None) -> Iterator[Row]:
    for number, line in enumerate(_lines(text), start=1):
        try:
            cells = next(csv.reader([line], delimiter=delimiter or ",", strict=True), [])
            yield _row(number, cells)
        except csv.Error:
            yield Row(number, (), broken=True)


def _bare_lines(text: str) -> Iterator[Row]:
    for number, line in enumerate(_lines(text), start=1):
        bare = line.strip()
        quoted = len(bare) > 1 and bare[0] == bare[-1] == '"' and bare.count('"') == 2
        yield _row(number, [bare[1:-1] if quoted else bare])


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _row(number: int, cells: Sequence[str]) -> Row:
    broken = len(cells) > MOST_COLUMNS or any(len(cell) > LONGEST_CELL for cell in cells)
    if broken:
        return Row(number, (), broken=True)
    return Row(number, tuple(cell.replace("\x00", "").strip() for cell in cells))


def _delimiter(text: str) -> str | None:
    """What separates the columns; None where there is one column only.

    `sep=;` in the first line (Excel's own habit) decides. Otherwise the sign by which most
    of the first lines fall into the same number of columns, two or more.
    """
    head = [line for line in _lines(text[:200_000])[:200] if line.strip()]
    if head and head[0].lower().startswith("sep=") and len(head[0].strip()) == 5:
        return head[0].strip()[-1]
    scored = [(_consistency(head, sign), -place, sign) for place, sign in enumerate(_DELIMITERS)]
    best = max(scored, default=(0, 0, ","))
    return best[2] if best[0] > 0 else None


def _consistency(lines: Sequence[str], sign: str) -> int:
    """How many lines have the most usual number of columns; 0 if that is one."""
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=sign, strict=True) if row)
    except csv.Error:
        widths = Counter(line.count(sign) + 1 for line in lines)
    if not widths:
        return 0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    return count if width > 1 and count * 2 >= widths.total() else 0


def _too_many_rows() -> UsageError:
    return UsageError(f"The list has more than {MOST_ROWS:,} rows.", code="list-too-large")


def _read_xlsx(content: bytes) -> Table:
    """The first sheet of a workbook that is visible and holds something."""
    _check_package(content)
    import warnings

    from openpyxl import load_workbook
    from openpyxl.xml import DEFUSEDXML

    if not DEFUSEDXML:
        raise UsageError("Reading .xlsx needs the package defusedxml.", code="list-format")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and extensions it does not know
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            try:
                return _first_sheet(book)
            finally:
                book.close()
    except UsageError:
        raise
    except Exception:
        # Whatever a hostile or damaged file provokes in the parsers; their messages quote it.
        raise UsageError(
            "The workbook is damaged or not a real .xlsx file. Save it again, or as CSV.",
            code="list-format",
        ) from None


def _check_package(content: bytes) -> None:
    """Refuses a ZIP that would unpack into more than a list can be, before unpacking it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            names = {part.filename for part in parts}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise UsageError("The workbook is damaged.", code="list-format") from None
    if len(names) != len(parts) or not any(name.startswith("xl/") for name in names):
        raise UsageError("The file is not an .xlsx workbook.", code="list-format")
    if any(part.flag_bits & 1 for part in parts):
        raise UsageError("The workbook is protected by a password.", code="list-format")
    unpacked = sum(part.file_size for part in parts)
    bombs = any(
        part.file_size > 10 * 2**20 and part.file_size > MOST_RATIO * max(part.compress_size, 1)
        for part in parts
    )
    if unpacked > MOST_UNPACKED or bombs or len(parts) > MOST_FILES:
        raise UsageError(
            "The workbook would unpack into far more than a list needs; it is not opened."
            " Save the sheet as CSV.",
            code="list-too-large",
        )


def _first_sheet(book: Any) -> Table:
    """The rows of the first visible sheet with content, and how many others have some."""
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    filled = [(sheet, width) for sheet in sheets if (width := _width(sheet))]
    if not filled:
        return Table((), "xlsx")
    return Table(tuple(_sheet_rows(*filled[0])), "xlsx", len(filled) - 1)


def _width(sheet: Any) -> int:
    """How many columns are filled in the first hundred rows; 0 for an empty sheet.

    What the file itself says of its size is not believed: some programs write it wrong.
    """
    rows = sheet.iter_rows(max_row=100, max_col=MOST_COLUMNS, values_only=True)
    filled = (place for row in rows for place, value in enumerate(row, 1) if value is not None)
    return max(filled, default=0)


def _sheet_rows(sheet: Any, width: int) -> Iterator[Row]:
    rows = sheet.iter_rows(max_row=_LAST_ROW, max_col=width, values_only=True)
    for number, values in enumerate(rows, start=1):
        cells = [_cell(value) for value in values]
        if any(cells):
            if number > MOST_ROWS:
                raise _too_many_rows()
            yield _row(number, cells)


def _cell(value: object) -> str:
    """A cell as text; a whole number without its `.0`, as a ticket number is typed."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
