"""A workbook that somebody downloaded, as a spreadsheet in a file of its own."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

from sheets_coc.local.errors import LocalGoogleError, NotALocalSheet
from sheets_coc.local.files.main import create
from sheets_coc.local.files.read_ods import tabs_of_ods
from sheets_coc.local.files.read_xlsx import tabs_of
from sheets_coc.local.state.model import Tab
from sheets_coc.local.state.state import Clock, Store, utc_now

_ODS = b"application/vnd.oasis.opendocument.spreadsheet"


def is_workbook(content: bytes) -> bool:
    """Whether a file is a package, as .xlsx and .ods are."""
    return content.startswith(b"PK\x03\x04")


def workbook_tabs(content: bytes) -> list[Tab]:
    """The tabs of an .xlsx or .ods file; which it is shows in what it holds.

    Raises:
        LocalGoogleError: it is neither.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            kind = package.read("mimetype") if "mimetype" in package.namelist() else b""
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise LocalGoogleError("The file is no workbook.") from None
    return tabs_of_ods(content) if kind.strip().startswith(_ODS) else tabs_of(content)


def new_of_tabs(
    path: str | Path, title: str, tabs: Sequence[Tab], *, clock: Clock = utc_now
) -> None:
    """Makes a file with one spreadsheet of these tabs, readable by its owner only.

    Raises:
        NotALocalSheet: there is something at the path already, or its folder is missing.
        LocalGoogleError: two tabs have one title.
    """
    target = Path(path)
    if target.exists():
        raise NotALocalSheet("There is a file of that name already.")
    if not target.parent.is_dir():
        raise NotALocalSheet("The folder for the file does not exist.")
    if len({tab.title.casefold() for tab in tabs}) < len(tabs):
        raise LocalGoogleError("Two tabs have the same title.")
    create(Store(target, clock), title, tabs)
