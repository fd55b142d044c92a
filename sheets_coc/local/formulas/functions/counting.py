"""Functions that count, and the conditions they count by."""

from __future__ import annotations

import contextlib
import math
import re
from collections.abc import Callable
from typing import Any

from sheets_coc.local.formulas.functions.arguments import cells_in, plain_in
from sheets_coc.local.formulas.values import Block, Value, Working, compare
from sheets_coc.local.state.model import number
from sheets_coc.local.state.results import CellError, Result


def _count(work: Working, *values: Value) -> Result:
    flat = [
        item
        for value in values
        for item in (value.values() if isinstance(value, Block) else [value])
    ]
    return sum(isinstance(item, int | float) and not isinstance(item, bool) for item in flat)


def _counta(work: Working, *values: Value) -> Result:
    flat = [
        item
        for value in values
        for item in (value.values() if isinstance(value, Block) else [value])
    ]
    return sum(item is not None for item in flat)


def _countblank(work: Working, value: Value) -> Result:
    if not isinstance(value, Block):
        return int(value in (None, ""))
    filled = sum(item not in (None, "") for item in value.values())
    return value.height * value.width - filled


def _criterion(work: Working, wanted: Value) -> Callable[[Result], bool]:
    """What COUNTIF and its like look for: a value, `>5`, `<>x`, or a text with `*` and `?`."""
    plain = plain_in(work, wanted)
    sign, text = "=", plain
    if isinstance(plain, str):
        match = re.match(r"(<>|<=|>=|=|<|>)?(.*)$", plain, re.DOTALL)
        sign, text = (match[1] or "=", match[2]) if match else ("=", plain)
        with contextlib.suppress(ValueError):
            text = number(float(text))
    if isinstance(text, str) and sign in ("=", "<>"):
        pattern = re.compile(_wildcards(text), re.IGNORECASE | re.DOTALL)
        return lambda value: (
            (
                (isinstance(value, str) and bool(pattern.fullmatch(value)))
                or (value is None and not text)
            )
            == (sign == "=")
        )

    def fits(value: Result) -> bool:
        if (
            isinstance(value, CellError)
            or value is None
            or isinstance(value, str) != isinstance(text, str)
        ):
            return sign == "<>"
        return compare(sign, value, text)

    return fits


def _wildcards(text: str) -> str:
    parts = re.split(r"(~[*?~]|[*?])", text)
    known = {"*": ".*", "?": ".", "~*": r"\*", "~?": r"\?", "~~": "~"}
    return "".join(known.get(part, re.escape(part)) for part in parts)


def _countif(work: Working, block: Value, wanted: Value) -> Result:
    return _countifs(work, block, wanted)


def _countifs(work: Working, *pairs: Value) -> Result:
    columns = [
        [fits(item) for item in cells_in(pairs[index])]
        for index in range(0, len(pairs), 2)
        for fits in [_criterion(work, pairs[index + 1])]
    ]
    return sum(all(row) for row in zip(*columns, strict=False))


def _sumif(work: Working, block: Value, wanted: Value, total: Value = None) -> Result:
    fits = _criterion(work, wanted)
    amounts = cells_in(block if total is None else total)
    chosen = [amount for item, amount in zip(cells_in(block), amounts, strict=False) if fits(item)]
    return number(math.fsum(a for a in chosen if isinstance(a, int | float)))


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "COUNT": _count,
    "COUNTA": _counta,
    "COUNTBLANK": _countblank,
    "COUNTIF": _countif,
    "COUNTIFS": _countifs,
    "SUMIF": _sumif,
}
