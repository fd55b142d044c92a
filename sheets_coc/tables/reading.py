"""Reads the tables out of a file, whatever its format: that shows in its first bytes."""

from __future__ import annotations

import errno
import re
import zipfile
import zlib
from pathlib import Path

from sheets_coc.errors import UsageError
from sheets_coc.plain_files import read_plain
from sheets_coc.tables import ods
from sheets_coc.tables.delimited import DELIMITERS, read_delimited
from sheets_coc.tables.encoding import Decoded, decode
from sheets_coc.tables.json_export import looks_like_json, read_json
from sheets_coc.tables.package import open_package
from sheets_coc.tables.table import MOST_BYTES, TableFile, TableSheet, is_filled
from sheets_coc.tables.xlsx import read_xlsx

_NO_TABLES = (
    *(b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf"),
    *(b"\x1f\x8b", b"BZh", b"7z\xbc\xaf", b"Rar!", b"\xfd7zXZ"),  # packed
    *(b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"SQLite format 3"),
)
_MARKUP = re.compile(r"\s*<(?:\?xml|!doctype|html|table|head|body|meta|workbook|[a-z]+:)", re.I)


def read_bytes(path: Path) -> bytes:
    """The content of a file, if it is a plain file of sensible size.

    Raises:
        UsageError: no such file, not a plain file, unreadable, or too large.
    """
    try:
        return read_plain(path, MOST_BYTES)
    except OSError as error:
        if error.errno == errno.EFBIG:
            raise _too_large() from None
        raise UsageError(
            "The list cannot be opened: no such file, no permission, or not a plain file.",
            code="list-unreadable",
        ) from None


def _too_large() -> UsageError:
    return UsageError("The list is larger than 100 MB.", code="list-too-large")


def read_tables(
    content: bytes, *, encoding: str | None = None, delimiter: str | None = None
) -> TableFile:
    """The tables in a file's content.

    Args:
        content: the file's bytes.
        encoding: how its text is encoded, where somebody has said it.
        delimiter: what separates its columns, where somebody has said it.

    Raises:
        UsageError: the file is too large, or no table that is read here.
    """
    if len(content) > MOST_BYTES:
        raise _too_large()
    if content.startswith(b"PK\x03\x04"):
        return _read_package(content)
    if content.startswith(_NO_TABLES):
        raise UsageError(
            "The list is in a format that is not read (old Excel, protected by a password, packed,"
            " or not a table). Save it as .xlsx or CSV.",
            code="list-format",
        )
    decoded = _decode(content, encoding)
    if _MARKUP.match(decoded.text):
        raise UsageError(
            "The list is a web page or XML, whatever its name ends in, and not a table. Open it"
            " in a spreadsheet program and save it as .xlsx or CSV.",
            code="list-format",
        )
    if looks_like_json(decoded.text):
        return TableFile(read_json(decoded.text), "json")
    if delimiter is not None and len(delimiter) != 1:
        delimiter = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";"}.get(delimiter, "")
        if not delimiter:
            raise UsageError(
                f"--delimiter is one sign, such as {' '.join(DELIMITERS.split())}, or tab.",
                code="delimiter",
            )
    rows = read_delimited(decoded.text, delimiter)
    filled = tuple(row for row in rows if is_filled(row))
    sheets = (TableSheet(filled),) if filled else ()
    return TableFile(sheets, "csv", decoded.guessed)


def _decode(content: bytes, encoding: str | None) -> Decoded:
    try:
        return decode(content, encoding)
    except (LookupError, UnicodeError):
        raise UsageError(
            "The list is not in that encoding, or no encoding of that name is known. Some names:"
            " utf-8, cp1252, cp1250, cp1251, cp932, gb18030, big5, euc-kr.",
            code="encoding",
        ) from None


def _read_package(content: bytes) -> TableFile:
    with open_package(content) as package:
        names = set(package.namelist())
        if "mimetype" in names and _starts(package, "mimetype", ods.MIME):
            return TableFile(ods.read_ods(package), "ods")
    if not any(name.startswith("xl/") for name in names):
        raise UsageError("The file is not an .xlsx or .ods workbook.", code="list-format")
    return TableFile(read_xlsx(content), "xlsx")


def _starts(package: zipfile.ZipFile, name: str, expected: bytes) -> bool:
    """Whether a part of a package begins like that; a damaged one does not."""
    try:
        return package.read(name).strip().startswith(expected)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError):
        return False
