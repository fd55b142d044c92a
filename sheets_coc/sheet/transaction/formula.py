"""References in formulas that are put back elsewhere."""

from __future__ import annotations

import re

from sheets_coc.sheet.model import a1

_REFERENCE = re.compile(r"""("[^"]*"|'[^']*')|(?<![\w.$!])(\$?)([A-Z]{1,3})(\$?)(\d+)(?![\w(])""")


def shifted(formula: str, rows: int, columns: int) -> str:
    """A formula with its relative references moved, as when it is copied."""
    if not rows and not columns:
        return formula

    def move(match: re.Match[str]) -> str:
        quoted, column_fixed, letters, row_fixed, number = match.groups()
        if quoted:
            return quoted
        column = _column_number(letters) + (0 if column_fixed else columns)
        row = int(number) - 1 + (0 if row_fixed else rows)
        if row < 0 or column < 0:
            return "#REF!"
        name = a1(row, column)
        split = len(name.rstrip("0123456789"))
        return f"{column_fixed}{name[:split]}{row_fixed}{name[split:]}"

    return _REFERENCE.sub(move, formula)


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
