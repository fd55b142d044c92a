"""The values that formulas work with: plain ones, errors and blocks; arithmetic and comparison."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from sheets_coc.local.state.model import Scalar, Spreadsheet, Tab, number
from sheets_coc.local.state.results import CellError, Result


class Failed(Exception):
    """A formula that results in an error."""

    def __init__(self, kind: str, message: str = "") -> None:
        super().__init__(kind)
        self.error = CellError(kind, message)


CellValue = Callable[[Tab, int, int], Result]


class Block:
    """A block of cells that a formula refers to.

    Args:
        value: gives the value of any cell.
        tab: where the block is.
        bounds: its top, bottom, left and right; bottom and right lie outside.
    """

    def __init__(self, value: CellValue, tab: Tab, bounds: tuple[int, int, int, int]) -> None:
        self._value = value
        self.tab = tab
        self.top, self.bottom, self.left, self.right = bounds

    def at(self, row: int, column: int) -> Result:
        """The value of one cell, counted within the block."""
        return self._value(self.tab, self.top + row, self.left + column)

    def rows(self) -> Iterator[list[Result]]:
        """The values, row by row, as far as anything is stored."""
        for row in range(min(self.bottom, len(self.tab.rows)) - self.top):
            width = min(self.right, len(self.tab.rows[self.top + row])) - self.left
            yield [self.at(row, column) for column in range(max(width, 0))]

    def values(self) -> Iterator[Result]:
        """All values that are stored."""
        for row in self.rows():
            yield from row

    @property
    def height(self) -> int:
        """How many rows."""
        return self.bottom - self.top

    @property
    def width(self) -> int:
        """How many columns."""
        return self.right - self.left


Value = Result | Block


class Working(Protocol):
    """The formula that is being worked out, as the functions in it see it.

    Attributes:
        spreadsheet: where it stands.
        row: its row.
        column: its column.
    """

    spreadsheet: Spreadsheet
    row: int
    column: int

    def single(self, value: Value) -> Result:
        """A value that is not a block; a block of one cell counts as its value."""

    def run_tokens(self, tokens: list[tuple[str, str]]) -> Value:
        """What some tokens come to; nothing at all is an empty value."""

    def tried(self, tokens: list[tuple[str, str]]) -> Result:
        """The same as one value, with an error as a value."""


def number_of(value: Scalar | None) -> float | int:
    """A value in arithmetic."""
    if value is None or value == "":
        return 0
    if isinstance(value, str):
        try:
            return number(float(value))
        except ValueError:
            raise Failed(
                "VALUE", "An operation expects number values, but it was given a text."
            ) from None
    return int(value) if isinstance(value, bool) else value


def text_of(value: Scalar | None) -> str:
    """A value in a text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return str(number(value)) if isinstance(value, int | float) else value


def power(base: float, exponent: float) -> float | int:
    """A power, or the error that Google gives."""
    try:
        found = float(base) ** exponent
    except ZeroDivisionError:
        raise Failed("DIVIDE_BY_ZERO", "Function POWER parameter 2 cannot be negative.") from None
    except OverflowError:
        raise Failed("NUM", "POWER cannot be worked out for these numbers.") from None
    if isinstance(found, complex) or not math.isfinite(found):
        raise Failed("NUM", "POWER cannot be worked out for these numbers.")
    return number(found)


def compare(sign: str, left: Scalar | None, right: Scalar | None) -> bool:
    """A comparison; texts without regard to case, numbers before texts before truth values."""
    one, other = _rank(left, right), _rank(right, left)
    order = (one > other) - (one < other)
    return {
        "=": order == 0,
        "<>": order != 0,
        "<": order < 0,
        "<=": order <= 0,
        ">": order > 0,
        ">=": order >= 0,
    }[sign]


def _rank(value: Scalar | None, beside: Scalar | None) -> tuple[int, Any]:
    if value is None:
        value = "" if isinstance(beside, str) else False if isinstance(beside, bool) else 0
    if isinstance(value, bool):
        return 2, value
    return (1, value.casefold()) if isinstance(value, str) else (0, value)
