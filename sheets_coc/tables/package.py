"""Files that are packages of other files (.xlsx, .ods, .docx), checked before unpacking."""

from __future__ import annotations

import io
import zipfile

from sheets_coc.errors import UsageError

MOST_UNPACKED = 300 * 2**20
"""What all parts of a package may come to when unpacked."""

MOST_RATIO = 200
"""How many times larger than packed a part of more than 10 MB may be."""

MOST_FILES = 2_000
_LARGE = 10 * 2**20


def open_package(content: bytes) -> zipfile.ZipFile:
    """The package, if unpacking it is safe.

    Raises:
        UsageError: it is damaged, protected, or would unpack into far more than a list needs.
    """
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
        parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise UsageError("The workbook is damaged.", code="list-format") from None
    if len({part.filename for part in parts}) != len(parts):
        raise UsageError("The workbook is damaged.", code="list-format")
    if any(part.flag_bits & 1 for part in parts):
        raise UsageError("The workbook is protected by a password.", code="list-format")
    unpacked = sum(part.file_size for part in parts)
    bombs = any(
        part.file_size > _LARGE and part.file_size > MOST_RATIO * max(part.compress_size, 1)
        for part in parts
    )
    if unpacked > MOST_UNPACKED or bombs or len(parts) > MOST_FILES:
        raise UsageError(
            "The workbook would unpack into far more than a list needs; it is not opened."
            " Save the sheet as CSV.",
            code="list-too-large",
        )
    return package


def damaged(kind: str) -> UsageError:
    """What is said of whatever a hostile or damaged file provokes in a parser."""
    return UsageError(
        f"The file is damaged or not a real {kind} file. Save it again, or as CSV.",
        code="list-format",
    )
