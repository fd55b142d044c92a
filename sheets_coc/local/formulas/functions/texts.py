"""Functions on texts."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sheets_coc.local.formulas.functions.arguments import (
    all_in,
    number_in,
    on_text,
    plain_in,
    text_in,
)
from sheets_coc.local.formulas.values import Failed, Value, Working, number_of, text_of
from sheets_coc.local.numbers.shown import with_pattern
from sheets_coc.local.numbers.typed import read_number
from sheets_coc.local.state.results import Result


def _concatenate(work: Working, *values: Value) -> Result:
    return "".join(text_of(item) for item, _ in all_in(work, values))


def _join(work: Working, between: Value, *values: Value) -> Result:
    return text_in(work, between).join(text_of(item) for item, _ in all_in(work, values))


def _textjoin(work: Working, between: Value, skip: Value, *values: Value) -> Result:
    texts = [text_of(item) for item, _ in all_in(work, values)]
    kept = [text for text in texts if text or not plain_in(work, skip)]
    return text_in(work, between).join(kept)


def _left(work: Working, text: Value, count: Value = 1) -> Result:
    return text_in(work, text)[: int(number_in(work, count))]


def _right(work: Working, text: Value, count: Value = 1) -> Result:
    wanted = int(number_in(work, count))
    return text_in(work, text)[-wanted:] if wanted else ""


def _mid(work: Working, text: Value, start: Value, count: Value) -> Result:
    first = int(number_in(work, start)) - 1
    return text_in(work, text)[first : first + int(number_in(work, count))]


def _find(fold: bool) -> Callable[..., Result]:
    def called(work: Working, wanted: Value, text: Value, start: Value = 1) -> Result:
        needle, hay = text_in(work, wanted), text_in(work, text)
        if fold:
            needle, hay = needle.casefold(), hay.casefold()
        found = hay.find(needle, int(number_in(work, start)) - 1)
        if found < 0:
            raise Failed("VALUE", "The text was not found.")
        return found + 1

    return called


def _substitute(work: Working, text: Value, old: Value, new: Value) -> Result:
    wanted = text_in(work, old)
    whole = text_in(work, text)
    return whole.replace(wanted, text_in(work, new)) if wanted else whole


def _value_of(work: Working, value: Value) -> Result:
    plain = plain_in(work, value)
    if not isinstance(plain, str):
        return number_of(plain)
    found = read_number(plain, work.spreadsheet.properties["locale"])
    if found is None:
        raise Failed("VALUE", "The text cannot be read as a number.")
    return found


def _text_format(work: Working, value: Value, pattern: Value) -> Result:
    plain = plain_in(work, value)
    if isinstance(plain, str) or plain is None:
        return text_of(plain)
    locale = work.spreadsheet.properties["locale"]
    return with_pattern(float(plain), text_in(work, pattern), locale)


def _hyperlink(work: Working, address: Value, label: Value = None) -> Result:
    return text_in(work, address) if label is None else plain_in(work, label)


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
    "REPT": lambda work, text, n: text_in(work, text) * int(number_in(work, n)),
    "EXACT": lambda work, a, b: text_in(work, a) == text_in(work, b),
    "CHAR": lambda work, value: chr(int(number_in(work, value))),
    "VALUE": _value_of,
    "TEXT": _text_format,
    "HYPERLINK": _hyperlink,
}
