"""What functions are given: one value or many, as numbers, texts or truth values."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sheets_coc.local.formulas.values import Block, Failed, Value, Working, number_of, text_of
from sheets_coc.local.state.model import Scalar, number
from sheets_coc.local.state.results import CellError, Result

Tokens = list[tuple[str, str]]


def plain_in(work: Working, value: Value) -> Scalar | None:
    """One value that is no error.

    Raises:
        Failed: it is an error, or a block of several cells.
    """
    found = work.single(value)
    if isinstance(found, CellError):
        raise Failed(found.kind, found.message)
    return found


def number_in(work: Working, value: Value) -> float | int:
    """One value as a number."""
    return number_of(plain_in(work, value))


def text_in(work: Working, value: Value) -> str:
    """One value as a text."""
    return text_of(plain_in(work, value))


def all_in(work: Working, values: tuple[Value, ...]) -> Iterator[tuple[Scalar | None, bool]]:
    """Every value of every argument, and whether it comes from a block; errors come through."""
    for value in values:
        inside = isinstance(value, Block)
        for item in value.values() if isinstance(value, Block) else [value]:
            if isinstance(item, CellError):
                raise Failed(item.kind, item.message)
            yield item, inside


def numbers_in(work: Working, values: tuple[Value, ...]) -> list[float | int]:
    """The numbers among arguments; in blocks, texts and truth values do not count."""
    found: list[float | int] = []
    for item, inside in all_in(work, values):
        if inside:
            if isinstance(item, int | float) and not isinstance(item, bool):
                found.append(item)
        elif item is not None:
            found.append(number_of(item))
    return found


def cells_in(block: Value) -> list[Result]:
    """Every cell of a block, blank ones too."""
    if not isinstance(block, Block):
        return [block]
    return [
        block.at(row, column) for row in range(used_rows(block)) for column in range(block.width)
    ]


def used_rows(block: Block) -> int:
    """How many rows of a block may hold anything."""
    return max(min(block.bottom, len(block.tab.rows)) - block.top, 0)


def on_text(function: Callable[[str], Scalar]) -> Callable[..., Result]:
    """A function of one text."""
    return lambda work, value: function(text_in(work, value))


def on_number(function: Callable[[float], float]) -> Callable[..., Result]:
    """A function of one number."""
    return lambda work, value: number(function(number_in(work, value)))


def truth_in(work: Working, value: Value) -> bool:
    """One value as a truth value.

    Raises:
        Failed: it is a text other than TRUE and FALSE.
    """
    found = plain_in(work, value)
    if isinstance(found, str):
        if found.upper() in ("TRUE", "FALSE"):
            return found.upper() == "TRUE"
        raise Failed("VALUE", "A truth value was expected, but it was given a text.")
    return bool(found)
