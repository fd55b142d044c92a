"""What can stand in a cell of a published table: a number, a class, or why there is neither."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class Hidden(Enum):
    """What stands in a cell instead of a number."""

    UNKNOWN = "unknown"
    NOT_SHOWN = "not shown"


@dataclass(frozen=True, slots=True)
class SmallNumber:
    """A small number, shown as a class: from 0 to `most`."""

    most: int

    def __str__(self) -> str:
        return f"0–{self.most}"


Cell = int | SmallNumber | Hidden


def cell_json(cell: Cell) -> int | str | None:
    """A cell in JSON: unknown is null, a class `0-4`, what is not shown says so."""
    if isinstance(cell, SmallNumber):
        return f"0-{cell.most}"
    if isinstance(cell, Hidden):
        return None if cell is Hidden.UNKNOWN else cell.value
    return cell


def cell_text(cell: Cell) -> str:
    """A cell as people read it."""
    return cell.value if isinstance(cell, Hidden) else str(cell)


def cell_remembered(cell: Cell) -> str:
    """A cell as the Log remembers it: one word."""
    return cell_text(cell).replace("–", "-").replace(" ", "-")


def number(cell: Cell) -> int | None:
    """The number in a cell, for charts and frames; None where there is none."""
    return cell if isinstance(cell, int) else None


def counted(numbers: Iterable[int], *, known: bool) -> Cell:
    """The sum of some numbers, or that it is not known."""
    return sum(numbers) if known else Hidden.UNKNOWN
