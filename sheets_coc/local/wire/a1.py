"""Ranges as people write them: `Sheet1!A1:B2`, `'It''s'!A:C`, `A5:5`, `R1C1:R2C3`, or a name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sheets_coc.local.errors import Json, invalid
from sheets_coc.local.state.model import Spreadsheet, Tab

_CELL = r"\$?([A-Za-z]{1,3})?\$?([0-9]+)?"
_RANGE = re.compile(rf"{_CELL}(?::{_CELL})?$")
_NUMBERED = re.compile(r"[Rr]([0-9]+)[Cc]([0-9]+)(?::[Rr]([0-9]+)[Cc]([0-9]+))?$")
_PLAIN_TITLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*$")
_LIKE_A_CELL = re.compile(r"([A-Za-z]{1,3}[0-9]+|[Rr][0-9]*[Cc][0-9]*|TRUE|FALSE)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Area:
    """A block of one tab: rows and columns from 0, ends exclusive, None where open."""

    tab: Tab
    top: int | None = None
    bottom: int | None = None
    left: int | None = None
    right: int | None = None

    def closed(self) -> tuple[int, int, int, int]:
        """Top, bottom, left, right, with open ends set to the grid's and all within it."""
        rows, columns = self.tab.row_count, self.tab.column_count
        return (
            self.top or 0,
            rows if self.bottom is None else min(self.bottom, rows),
            self.left or 0,
            columns if self.right is None else min(self.right, columns),
        )


def letters(column: int) -> str:
    """The letters of a column: 0 is A, 26 is AA; nothing for one left of A."""
    text = ""
    column += 1
    while column > 0:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def column_number(text: str) -> int:
    """The column of some letters: A is 0."""
    number = 0
    for letter in text.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def quoted(title: str) -> str:
    """A tab's title as it stands in a range: in quotes unless it is a plain identifier."""
    if _PLAIN_TITLE.match(title) and not _LIKE_A_CELL.match(title):
        return title
    return "'" + title.replace("'", "''") + "'"


def echo(tab: Tab, top: int, bottom: int, left: int, right: int) -> str:
    """A closed block in A1 notation with its tab; a single cell without a colon."""
    first = f"{letters(left)}{top + 1}"
    last = f"{letters(max(right, left + 1) - 1)}{max(bottom, top + 1)}"
    block = first if first == last else f"{first}:{last}"
    return f"{quoted(tab.title)}!{block}"


def parse(spreadsheet: Spreadsheet, text: str) -> Area:
    """The block that a range in A1 notation names.

    Args:
        spreadsheet: where it is looked up.
        text: the range: with or without a tab, a tab's title alone, or a named range.

    Raises:
        ApiError: 400, it cannot be understood or names no tab.
    """
    title, separator, block = _split(text)
    if separator:
        tab = spreadsheet.tab_titled(title)
        found = None if tab is None else _block(tab, block) or _named(spreadsheet, block, tab)
    else:
        found = _lone(spreadsheet, text)
    if found is None:
        raise invalid(f"Unable to parse range: {text}")
    return found


def _split(text: str) -> tuple[str, str, str]:
    """Title, `!` and block; the title without its quotes."""
    if text.startswith("'"):
        match = re.match(r"'((?:[^']|'')*)'(?:(!)(.*))?$", text, re.DOTALL)
        if match is None:
            return "", "!", ""
        title = match[1].replace("''", "'")
        return (title, "!", match[3]) if match[2] else (title, "!", ":")
    title, separator, block = text.rpartition("!")
    return title, separator, block


def _lone(spreadsheet: Spreadsheet, text: str) -> Area | None:
    """A range without a tab: a block of the first tab, a named range, or a whole tab."""
    named = _named(spreadsheet, text)
    if named is not None:
        return named
    tab = spreadsheet.tab_titled(text)
    if tab is not None:
        return Area(tab)
    return _block(spreadsheet.tabs[0], text) if text else None


def _named(spreadsheet: Spreadsheet, text: str, tab: Tab | None = None) -> Area | None:
    """A named range; where a tab is given, only one on that tab."""
    for named in spreadsheet.named_ranges:
        if named["name"].casefold() == text.casefold():
            area = grid_area(spreadsheet, named["range"])
            return area if area is not None and tab in (None, area.tab) else None
    return None


def _numbered(tab: Tab, match: re.Match[str]) -> Area | None:
    """`R1C1` and `R1C1:R2C3`: rows and columns by number, from 1."""
    row, column = int(match[1]), int(match[2])
    last_row, last_column = int(match[3] or row), int(match[4] or column)
    top, bottom = sorted((row, last_row))
    left, right = sorted((column, last_column))
    return Area(tab, top - 1, bottom, left - 1, right) if top and left else None


def _block(tab: Tab, text: str) -> Area | None:
    """`A1`, `A1:B2`, `A:C`, `2:5`, `B2:D`, in either order; `:` for the whole tab."""
    if text == ":":
        return Area(tab)
    numbered = _NUMBERED.match(text)
    if numbered is not None:
        return _numbered(tab, numbered)
    match = _RANGE.match(text)
    if match is None or not (match[1] or match[2]):
        return None
    if ":" not in text:
        if not (match[1] and match[2]):
            return None
        row, column = int(match[2]) - 1, column_number(match[1])
        return Area(tab, row, row + 1, column, column + 1) if row >= 0 else None
    if not (match[3] or match[4]):
        return None
    rows = [int(number) - 1 for number in (match[2], match[4]) if number]
    columns = [column_number(name) for name in (match[1], match[3]) if name]
    if min(rows, default=0) < 0:
        return None
    top, bottom = _ends(rows)
    left, right = _ends(columns)
    return Area(tab, top, bottom, left, right)


def _ends(found: list[int]) -> tuple[int | None, int | None]:
    """Start and end of one direction from the one or two numbers that were given."""
    if not found:
        return None, None
    if len(found) == 1:
        return found[0], None
    return min(found), max(found) + 1


def check_within(area: Area) -> None:
    """Refuses a range that begins outside the grid, in Google's words.

    Raises:
        ApiError: 400.
    """
    tab = area.tab
    outside = (area.top or 0) >= tab.row_count or (area.left or 0) >= tab.column_count
    if outside:
        raise invalid(
            f"Range ({text_of(area)}) exceeds grid limits."
            f" Max rows: {tab.row_count}, max columns: {tab.column_count}"
        )


def text_of(area: Area) -> str:
    """A block as it was meant, open ends left open."""
    first = (letters(area.left) if area.left is not None else "") + (
        str(area.top + 1) if area.top is not None else ""
    )
    last = (letters(area.right - 1) if area.right is not None else "") + (
        str(area.bottom) if area.bottom is not None else ""
    )
    block = first if first == last else f"{first}:{last}"
    return f"{quoted(area.tab.title)}!{block}" if block else quoted(area.tab.title)


def grid_area(spreadsheet: Spreadsheet, grid: Json) -> Area | None:
    """The block of a `GridRange`; None where its tab is gone."""
    tab = spreadsheet.tab(grid.get("sheetId", 0))
    if tab is None:
        return None
    return Area(
        tab,
        grid.get("startRowIndex"),
        grid.get("endRowIndex"),
        grid.get("startColumnIndex"),
        grid.get("endColumnIndex"),
    )
