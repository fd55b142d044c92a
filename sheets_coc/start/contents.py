"""What stands in a column, counted and never quoted: so that a person knows which one is meant."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sheets_coc.dates import from_serial
from sheets_coc.records.values import read_date
from sheets_coc.sheet.model import Value

_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|www\.\S+", re.I)
_LONG = 60
"""Characters from which a text is a long one."""
_FIRST, _LAST = 32_000, 73_000
"""Serial numbers from 1987 to 2099: what a number among dates may be."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What stands in a column.

    Attributes:
        filled: how many cells hold something.
        mostly: what most of them hold.
    """

    filled: int
    mostly: str

    def __str__(self) -> str:
        if not self.filled:
            return "nothing stands in it yet"
        cells = "1 cell" if self.filled == 1 else f"{self.filled} cells"
        return f"{cells}, {'' if self.filled == 1 else 'mostly '}{self.mostly}"


def contents(values: Iterable[Value]) -> Contents:
    """What stands in the cells of a column."""
    kinds = Counter(_kind(value) for value in values if value not in (None, ""))
    filled = sum(kinds.values())
    return Contents(filled, kinds.most_common(1)[0][0] if filled else "")


def _kind(value: Value) -> str:
    if isinstance(value, bool):
        return "yes or no"
    if isinstance(value, int | float):
        return "dates" if _FIRST <= value <= _LAST and from_serial(value) else "numbers"
    typed = str(value).strip()
    reading = read_date(typed)
    if reading.day is not None or reading.readings:
        return "dates"
    if _ADDRESS.fullmatch(typed):
        return "addresses or links"
    return "long texts" if len(typed) > _LONG else "short texts"
