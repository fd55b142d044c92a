"""Local spreadsheets as files: make one out of texts, and show what is in one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from sheets_coc.local.cells.cells import LONGEST_TEXT, date_cell
from sheets_coc.local.cells.fill import tab_of
from sheets_coc.local.errors import LocalGoogleError, NoSuchTab, NotALocalSheet
from sheets_coc.local.files.main import create, main_spreadsheet
from sheets_coc.local.formulas.machine import result
from sheets_coc.local.numbers.serials import moment
from sheets_coc.local.numbers.shown import number_kind
from sheets_coc.local.state.chips import has_chips, spelled_out
from sheets_coc.local.state.model import Content, RichCell, Spreadsheet, Tab
from sheets_coc.local.state.results import CellError
from sheets_coc.local.state.state import Clock, Store, utc_now

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}$", re.ASCII)


def new(
    path: str | Path,
    title: str,
    tabs: Mapping[str, Sequence[Sequence[str]]],
    *,
    clock: Clock = utc_now,
) -> None:
    """Makes a file with one spreadsheet.

    Args:
        path: where; there must be nothing yet.
        title: the spreadsheet's title.
        tabs: rows of texts for each tab. ISO dates become date cells, an empty text an empty
            cell, everything else stays text.
        clock: gives the server's time.

    Raises:
        NotALocalSheet: there is something at the path already, or its folder is missing.
        LocalGoogleError: a text is longer than a cell may be, or two tabs have one title.
    """
    target = Path(path)
    if target.exists():
        raise NotALocalSheet("There is a file of that name already.")
    if not target.parent.is_dir():
        raise NotALocalSheet("The folder for the file does not exist.")
    if len({name.casefold() for name in tabs}) < len(tabs):
        raise LocalGoogleError("Two tabs have the same title.")
    made = [
        tab_of(number, name, [[_content(text) for text in row] for row in rows])
        for number, (name, rows) in enumerate(tabs.items())
    ]
    create(Store(target, clock), title, made)


def _content(text: str) -> Content:
    """A cell out of a text."""
    if len(text) > LONGEST_TEXT:
        raise LocalGoogleError(f"A text is longer than a cell may be ({LONGEST_TEXT}).")
    if _ISO_DATE.match(text):
        with suppress(ValueError):
            return date_cell(date.fromisoformat(text))
    return text or None


def titles(path: str | Path, *, clock: Clock = utc_now) -> list[str]:
    """The titles of a file's tabs, in order.

    Raises:
        NotALocalSheet: there is no such file, or it is something else.
    """
    if not Path(path).is_file():
        raise NotALocalSheet("There is no file of that name.")
    store = Store(path, clock)
    main = main_spreadsheet(store, Path(path).stem)
    with store.read() as state:
        return [tab.title for tab in state.spreadsheet(main).tabs]


def show(path: str | Path, tab: str, *, clock: Clock = utc_now) -> list[list[str]]:
    """The content of a tab as texts: dates in ISO, TRUE or FALSE, numbers plainly.

    Args:
        path: the file.
        tab: the tab's title.
        clock: gives the server's time, for formulas that ask for it.

    Returns:
        Rows without trailing blanks, up to the last one that holds something.

    Raises:
        NotALocalSheet: there is no such file, or it is something else.
        NoSuchTab: there is no such tab.
    """
    if not Path(path).is_file():
        raise NotALocalSheet("There is no file of that name.")
    store = Store(path, clock)
    main = main_spreadsheet(store, Path(path).stem)
    with store.read() as state:
        spreadsheet = state.spreadsheet(main)
        found = spreadsheet.tab_titled(tab)
        if found is None:
            raise NoSuchTab("The file has no tab of that title.")
        return _texts(spreadsheet, found)


def _texts(spreadsheet: Spreadsheet, tab: Tab) -> list[list[str]]:
    rows = []
    for row, cells in enumerate(tab.rows):
        texts = [
            plain_text(spreadsheet, tab, row, column, content)
            for column, content in enumerate(cells)
        ]
        while texts and not texts[-1]:
            texts.pop()
        rows.append(texts)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def plain_text(spreadsheet: Spreadsheet, tab: Tab, row: int, column: int, content: Content) -> str:
    """A cell as a text that is the same in every locale."""
    if has_chips(content):
        return spelled_out(content)[0]
    value = result(spreadsheet, tab, row, column, content)
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, CellError):
        return value.text
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    kind = number_kind(content if isinstance(content, RichCell) else None)
    if kind in ("DATE", "DATE_TIME", "TIME"):
        with suppress(OverflowError):
            return _iso(moment(value), kind)
    return repr(value)


def _iso(when: datetime, kind: str) -> str:
    if kind == "TIME":
        return when.time().isoformat("seconds")
    if kind == "DATE_TIME":
        return when.isoformat(" ", "seconds")
    return when.date().isoformat()
