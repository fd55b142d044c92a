"""A formula's text in its pieces, in the signs of the spreadsheet's locale.

Where the comma is the decimal sign, as in a German sheet, `=SUM(1,2)` has one argument; arguments
are told apart by semicolons there, which every locale takes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from sheets_coc.local.formulas import references
from sheets_coc.local.formulas.values import Failed

_KINDS = ("text", "error", "reference", "number", "name", "sign")


@cache
def _pattern(decimal: str) -> re.Pattern[str]:
    point = re.escape(decimal)
    return re.compile(
        r"\s*(?:(?P<text>\"(?:[^\"]|\"\")*\")"
        r"|(?P<error>#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!))"
        rf"|(?P<reference>{references.PATTERN.pattern})"
        rf"|(?P<number>\d+(?:{point}\d*)?(?:[eE][+-]?\d+)?|{point}\d+(?:[eE][+-]?\d+)?)"
        r"|(?P<name>[A-Za-z_][A-Za-z0-9_.]*)"
        r"|(?P<sign><>|<=|>=|[-+*/^&=<>%(),;{}]))"
    )


def tokens(text: str, decimal: str) -> Iterator[tuple[str, str]]:
    """The pieces, each with its kind.

    Args:
        text: a formula without its `=`.
        decimal: the decimal sign.

    Raises:
        Failed: it is no formula.
    """
    position = 0
    text = text.rstrip()
    while position < len(text):
        match = _pattern(decimal).match(text, position)
        if match is None or match.lastgroup is None:
            raise Failed("ERROR", "Formula parse error.")
        kind = next(name for name in _KINDS if match[name] is not None)
        yield kind, match[kind]
        position = match.end()
