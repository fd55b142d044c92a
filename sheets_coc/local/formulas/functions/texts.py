"""Functions on texts."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sheets_coc.local.cells.render import with_pattern
from sheets_coc.local.cells.results import Result
from sheets_coc.local.cells.typed import read_number
from sheets_coc.local.formulas.functions.arguments import (
    all_in,
    number_in,
    on_text,
    plain_in,
    text_in,
)
from sheets_coc.local.formulas.values import Failed, Value, number_of, text_of

if TYPE_CHECKING:
    from sheets_coc.local.formulas.machine import Machine


def _concatenate(machine: Machine, *values: Value) -> Result:
    return "".join(text_of(item) for item, _ in all_in(machine, values))


def _join(machine: Machine, between: Value, *values: Value) -> Result:
    return text_in(machine, between).join(text_of(item) for item, _ in all_in(machine, values))


def _textjoin(machine: Machine, between: Value, skip: Value, *values: Value) -> Result:
    texts = [text_of(item) for item, _ in all_in(machine, values)]
    kept = [text for text in texts if text or not plain_in(machine, skip)]
    return text_in(machine, between).join(kept)


def _left(machine: Machine, text: Value, count: Value = 1) -> Result:
    return text_in(machine, text)[: int(number_in(machine, count))]


def _right(machine: Machine, text: Value, count: Value = 1) -> Result:
    wanted = int(number_in(machine, count))
    return text_in(machine, text)[-wanted:] if wanted else ""


def _mid(machine: Machine, text: Value, start: Value, count: Value) -> Result:
    first = int(number_in(machine, start)) - 1
    return text_in(machine, text)[first : first + int(number_in(machine, count))]


def _find(fold: bool) -> Callable[..., Result]:
    def called(machine: Machine, wanted: Value, text: Value, start: Value = 1) -> Result:
        needle, hay = text_in(machine, wanted), text_in(machine, text)
        if fold:
            needle, hay = needle.casefold(), hay.casefold()
        found = hay.find(needle, int(number_in(machine, start)) - 1)
        if found < 0:
            raise Failed("VALUE", "The text was not found.")
        return found + 1

    return called


def _substitute(machine: Machine, text: Value, old: Value, new: Value) -> Result:
    wanted = text_in(machine, old)
    whole = text_in(machine, text)
    return whole.replace(wanted, text_in(machine, new)) if wanted else whole


def _value_of(machine: Machine, value: Value) -> Result:
    plain = plain_in(machine, value)
    if not isinstance(plain, str):
        return number_of(plain)
    found = read_number(plain, machine.spreadsheet.properties["locale"])
    if found is None:
        raise Failed("VALUE", "The text cannot be read as a number.")
    return found


def _text_format(machine: Machine, value: Value, pattern: Value) -> Result:
    plain = plain_in(machine, value)
    if isinstance(plain, str) or plain is None:
        return text_of(plain)
    locale = machine.spreadsheet.properties["locale"]
    return with_pattern(float(plain), text_in(machine, pattern), locale)


def _hyperlink(machine: Machine, address: Value, label: Value = None) -> Result:
    return text_in(machine, address) if label is None else plain_in(machine, label)


def _proper(text: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), text)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "CONCATENATE": _concatenate,
    "CONCAT": _concatenate,
    "JOIN": _join,
    "TEXTJOIN": _textjoin,
    "LEN": on_text(len),
    "UPPER": on_text(str.upper),
    "LOWER": on_text(str.lower),
    "PROPER": on_text(_proper),
    "TRIM": on_text(lambda text: " ".join(text.split())),
    "CLEAN": on_text(lambda text: "".join(c for c in text if c.isprintable())),
    "LEFT": _left,
    "RIGHT": _right,
    "MID": _mid,
    "FIND": _find(fold=False),
    "SEARCH": _find(fold=True),
    "SUBSTITUTE": _substitute,
    "REPT": lambda machine, text, n: text_in(machine, text) * int(number_in(machine, n)),
    "EXACT": lambda machine, a, b: text_in(machine, a) == text_in(machine, b),
    "CHAR": lambda machine, value: chr(int(number_in(machine, value))),
    "VALUE": _value_of,
    "TEXT": _text_format,
    "HYPERLINK": _hyperlink,
}
