"""Text with separators: which sign separates, and what stands in each row.

The sign is found by trying each on whole records, never on lines: a biography of fifty lines
is one cell. Rows of event software differ in width (trailing blanks are left out, a comma was
not quoted), so what counts is in how many records a sign separates at all, then how alike the
records are.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from sheets_coc.tables.mailboxes import named_mailboxes
from sheets_coc.tables.table import MOST_ROWS, TableRow, make_row, too_many_rows

DELIMITERS = ",;\t|"
SAMPLE = 300
"""Records by which the separator is chosen."""

_PART = 100_000
"""Characters by which it is judged what follows a sign."""

_MOST_CHARACTERS = 10_000_000
"""A quote that nobody closed makes one cell of the rest: more than this is none."""


def read_delimited(text: str, delimiter: str | None = None) -> tuple[TableRow, ...]:
    """Every row of a text, blank ones too (they count in a spreadsheet's numbers).

    Args:
        text: the text.
        delimiter: the sign between columns, where somebody has said it.

    Raises:
        UsageError: there are more rows than in any list.
    """
    said, text = _said(text)
    sign = delimiter or said or find_delimiter(text)
    csv.field_size_limit(_MOST_CHARACTERS)
    try:
        rows = _limited(_strictly(text, sign))
    except csv.Error:
        rows = _escaped(text, sign) or _limited(_line_by_line(text, sign))
    return tuple(rows)


def _said(text: str) -> tuple[str, str]:
    """The sign in Excel's own first line (`sep=;`), which it does not number, and the rest."""
    line, _, rest = text.partition("\n")
    line = line.strip("\r")
    return (line[4], rest) if len(line) == 5 and line.lower().startswith("sep=") else ("", text)


def find_delimiter(text: str) -> str:
    """What separates the columns; blank where there is one column only.

    Each sign is worth the share of records it separates, and the share of them that are alike. Of
    two that are worth the same, the one that people type less within a cell: tabs and bars, and
    what no space follows (`Roe, Ida` is one cell).
    """
    if _are_mailboxes(text):
        return ""
    scored = [
        (_worth(text, sign), sign in "\t|", -_spaced(text, sign), -at, sign)
        for at, sign in enumerate(DELIMITERS)
    ]
    best = max(scored)
    return best[-1] if best[0] > 0 else ""


def _spaced(text: str, sign: str) -> float:
    """In which share of places a space follows a sign, roughly."""
    part = text[:_PART]
    return round(part.count(f"{sign} ") / (part.count(sign) or 1), 1)


def _are_mailboxes(text: str) -> bool:
    """Whether each line is a list of addresses with names, whose quotes are those of a mail."""
    lines = [line for line in islice(io.StringIO(text), SAMPLE) if line.strip()]
    return bool(lines) and all(named_mailboxes(line) for line in lines)


def _worth(text: str, sign: str) -> float:
    if sign not in text:
        return 0.0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    try:
        records = [row for row in islice(reader, SAMPLE) if any(map(str.strip, row))]
    except csv.Error:
        lines = (line for line in islice(io.StringIO(text), SAMPLE) if line.strip())
        records = [line.split(sign) for line in lines]
    if not records:
        return 0.0
    widths = Counter(len(row) for row in records)
    separated = sum(count for width, count in widths.items() if width > 1) / len(records)
    alike = max((count for width, count in widths.items() if width > 1), default=0) / len(records)
    return separated + alike if separated >= 0.5 else 0.0


def _escaped(text: str, sign: str) -> list[TableRow]:
    r"""The rows of a text that has `\"` for a quote in a cell, as databases write it; else none.

    Where that is not it either, a quote that nobody closed swallows all rows after it: then each
    line has to be taken by itself.
    """
    if '\\"' not in text:
        return []
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=sign or ",", strict=True, escapechar="\\",
        doublequote=False,
    )  # fmt: skip
    try:
        return _limited(make_row(number, cells) for number, cells in enumerate(reader, start=1))
    except csv.Error:
        return []


def _limited(rows: Iterator[TableRow]) -> list[TableRow]:
    read = list(islice(rows, MOST_ROWS + 1))
    if len(read) > MOST_ROWS:
        raise too_many_rows()
    return read


def _strictly(text: str, sign: str) -> Iterator[TableRow]:
    if not sign:
        yield from _bare_lines(text)
        return
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    for number, cells in enumerate(reader, start=1):
        yield make_row(number, cells)


def _line_by_line(text: str, sign: str) -> Iterator[TableRow]:
    for number, line in enumerate(_lines(text), start=1):
        try:
            yield make_row(number, next(csv.reader([line], delimiter=sign or ",", strict=True), []))
        except csv.Error:
            yield TableRow(number, (), broken=True)


def _bare_lines(text: str) -> Iterator[TableRow]:
    quoted = '"' in text and text.count('"') % 2 == 0 and not _are_mailboxes(text)
    if quoted:  # one column: a cell may hold lines
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), 1):
            yield make_row(number, [", ".join(cells)])
        return
    for number, line in enumerate(_lines(text), start=1):
        yield make_row(number, [line])


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
