"""References in formulas: finding them in the text and writing them anew when cells move."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from sheets_coc.local.state.model import Spreadsheet, Tab
from sheets_coc.local.wire.a1 import column_number, letters, quoted

_TITLE = r"(?:'(?:[^']|'')*'|[A-Za-z_][A-Za-z0-9_.]*)!"
_CELL = r"\$?[A-Za-z]{1,3}\$?[0-9]+"
_COLUMNS = r"\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}"
_ROWS = r"\$?[0-9]+:\$?[0-9]+"
_OPEN = r"\$?[A-Za-z]{1,3}\$?[0-9]+:\$?[A-Za-z]{1,3}(?![A-Za-z0-9])"
PATTERN = re.compile(
    rf"(?<![A-Za-z0-9_.$!'])({_TITLE})?({_CELL}:{_CELL}|{_OPEN}|{_CELL}|{_COLUMNS}|{_ROWS})"
    r"(?![A-Za-z0-9_(.!])"
)
_PIECES = re.compile(r'"(?:[^"]|"")*"')
_CORNER = re.compile(r"(\$?)([A-Za-z]{0,3})(\$?)([0-9]*)$")


@dataclass(frozen=True, slots=True)
class Corner:
    """One end of a reference; row or column are None where it names whole columns or rows."""

    row: int | None
    column: int | None
    row_fixed: bool = False
    column_fixed: bool = False

    def __str__(self) -> str:
        text = ""
        if self.column is not None:
            text += ("$" if self.column_fixed else "") + letters(self.column)
        if self.row is not None:
            text += ("$" if self.row_fixed else "") + str(self.row + 1)
        return text


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference: a cell, a block, whole rows or whole columns.

    Attributes:
        title: the tab it names, None for its own.
        first: the first corner.
        last: the last corner of a block, None for a cell.
    """

    title: str | None
    first: Corner
    last: Corner | None = None

    def __str__(self) -> str:
        prefix = f"{quoted(self.title)}!" if self.title is not None else ""
        return f"{prefix}{self.first}" + (f":{self.last}" if self.last else "")


def parse(prefix: str | None, text: str) -> Reference:
    """A reference out of what the pattern found."""
    title = None
    if prefix:
        title = prefix[:-1]
        if title.startswith("'"):
            title = title[1:-1].replace("''", "'")
    first, _, last = text.partition(":")
    return Reference(title, _corner(first), _corner(last) if last else None)


def _corner(text: str) -> Corner:
    match = _CORNER.match(text)
    if match is None:
        raise ValueError("not a corner of a reference")
    fixed, column, row_fixed, row = match.groups()
    if not column:
        # A lone row number: `$5` reads its sign as the column's.
        return Corner(int(row) - 1, None, bool(fixed or row_fixed))
    number = int(row) - 1 if row else None
    return Corner(number, column_number(column), bool(row_fixed), bool(fixed))


def rewrite(formula: str, change: Callable[[Reference], Reference | None]) -> str:
    """A formula with its references changed; None becomes `#REF!`. Texts in quotes stay."""

    def replaced(match: re.Match[str]) -> str:
        reference = parse(match[1], match[2])
        new = change(reference)
        if new is None:
            return "#REF!"
        return match[0] if new == reference else str(new)

    parts, start = [], 0
    for piece in _PIECES.finditer(formula):
        parts += [PATTERN.sub(replaced, formula[start : piece.start()]), piece[0]]
        start = piece.end()
    return "".join([*parts, PATTERN.sub(replaced, formula[start:])])


def shifted(formula: str, rows: int, columns: int) -> str:
    """A formula as it reads when copied so many rows down and columns to the right."""

    def corner(old: Corner) -> Corner | None:
        row = old.row if old.row is None or old.row_fixed else old.row + rows
        column = old.column if old.column is None or old.column_fixed else old.column + columns
        if min(row or 0, column or 0) < 0:
            return None
        return replace(old, row=row, column=column)

    def change(reference: Reference) -> Reference | None:
        first = corner(reference.first)
        last = corner(reference.last) if reference.last else None
        if first is None or (reference.last and last is None):
            return None
        return replace(reference, first=first, last=last)

    return rewrite(formula, change)


def with_moved_block(
    spreadsheet: Spreadsheet,
    home: Tab,
    formula: str,
    source: Tab,
    block: tuple[int, int, int, int],
    target: Tab,
    by: tuple[int, int],
) -> str:
    """A formula after a block was cut and pasted: references wholly inside it follow."""
    top, bottom, left, right = block

    def inside(corner: Corner) -> bool:
        return (
            corner.row is not None
            and corner.column is not None
            and top <= corner.row < bottom
            and left <= corner.column < right
        )

    def moved(corner: Corner) -> Corner:
        row, column = corner.row or 0, corner.column or 0
        return replace(corner, row=row + by[0], column=column + by[1])

    def change(reference: Reference) -> Reference | None:
        tab = home if reference.title is None else spreadsheet.tab_titled(reference.title)
        corners = [reference.first, *([reference.last] if reference.last else [])]
        if tab is not source or not all(map(inside, corners)):
            return reference
        title = None if target is home else target.title
        last = moved(reference.last) if reference.last else None
        return Reference(title, moved(reference.first), last)

    return rewrite(formula, change)


def renamed(formula: str, old: str, new: str) -> str:
    """A formula after a tab got another title."""

    def change(reference: Reference) -> Reference:
        if reference.title is None or reference.title.casefold() != old.casefold():
            return reference
        return replace(reference, title=new)

    return rewrite(formula, change)
