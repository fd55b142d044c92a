"""`batchUpdate` requests that work out what further cells hold: filling on, and splitting texts.

Google says what these two are for and not how they count; this is what its editor is seen to do:

    1            → 1 1 1        one number is repeated (with the alternate series: 1 2 3)
    1 3          → 5 7 9        several are carried on along their straight line
    2026-01-05   → 2026-01-06   one day is carried on day by day (alternate: repeated)
    Talk 7       → Talk 8       so is a number at the end of a text
    a b          → a b a b      anything else is repeated, formulas with their references moved
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from sheets_coc.local.auth.protection import Block
from sheets_coc.local.cells.entered import typed
from sheets_coc.local.edits.edit import Edit, Handler
from sheets_coc.local.edits.kinds.blocks import Cells, moved_formula, put, take
from sheets_coc.local.errors import Json
from sheets_coc.local.formulas.machine import result
from sheets_coc.local.state.model import (
    Content,
    RichCell,
    Scalar,
    Tab,
    as_cell,
    has_value,
    number,
    simplify,
)

_ENDS_IN_NUMBER = re.compile(r"(.*?)(\d{1,15})$", re.S)
_DELIMITERS = {"COMMA": ",", "SEMICOLON": ";", "PERIOD": ".", "SPACE": " "}
Series = Callable[[int], Scalar]
"""The value at a place counted from the first source cell; places before it are negative."""


def auto_fill(edit: Edit, request: Json) -> Json:
    """Carries on what a block holds, below, above or beside it."""
    other = bool(request.get("useAlternateSeries"))
    if "sourceAndDestination" in request:
        given = request["sourceAndDestination"]
        tab, block = edit.block(given.get("source"))
        if given.get("dimension") not in ("ROWS", "COLUMNS"):
            raise edit.refuse("No dimension specified.")
        _fill(edit, tab, block, given["dimension"], given.get("fillLength", 0), other)
        return {}
    if "range" not in request:
        raise edit.refuse("No area specified.")
    tab, (top, bottom, left, right) = edit.block(request["range"])
    found = _with_data(tab, (top, bottom, left, right))
    if found is None:
        return {}
    first, last, start, end = found
    # Downwards and upwards first, then the whole height to the sides.
    for dimension, length in (("ROWS", bottom - last), ("ROWS", top - first)):
        _fill(edit, tab, found, dimension, length, other)
    tall = (top, bottom, start, end)
    for dimension, length in (("COLUMNS", right - end), ("COLUMNS", left - start)):
        _fill(edit, tab, tall, dimension, length, other)
    return {}


def _with_data(tab: Tab, block: Block) -> Block | None:
    """The smallest block within another that holds all of its values."""
    top, bottom, left, right = block
    filled = [
        (row, column)
        for row in range(top, min(bottom, len(tab.rows)))
        for column in range(left, right)
        if has_value(tab.get(row, column))
    ]
    if not filled:
        return None
    rows, columns = zip(*filled, strict=True)
    return min(rows), max(rows) + 1, min(columns), max(columns) + 1


def _fill(edit: Edit, tab: Tab, source: Block, dimension: str, length: int, other: bool) -> None:
    """Fills `length` rows or columns after the source; before it where the length is negative."""
    if not length:
        return
    top, bottom, left, right = source
    down = dimension == "ROWS"
    start, end = (top, bottom) if down else (left, right)
    first, last = (end, end + length) if length > 0 else (start + length, start)
    if first < 0 or last > (tab.row_count if down else tab.column_count):
        raise edit.refuse("The area to fill exceeds the grid.")
    target = (first, last, left, right) if down else (top, bottom, first, last)
    edit.check(tab, target)
    cells = take(tab, source)
    lines = list(zip(*cells, strict=True)) if down else cells
    filled: Cells = [
        [_filled(line, place - start, down, series) for place in range(first, last)]
        for line in lines
        for series in [_series(line, other)]
    ]
    rows = [list(row) for row in zip(*filled, strict=True)] if down else filled
    put(tab, target[0], target[2], rows)


def _filled(line: Sequence[Content], place: int, down: bool, series: Series | None) -> Content:
    """The cell at a place: the source cell that is its turn, with the value of the series."""
    model = line[place % len(line)]
    if series is None:
        by = place - place % len(line)
        return moved_formula(model, by if down else 0, 0 if down else by)
    cell = replace(as_cell(model), value=series(place))
    return simplify(cell)


def _series(line: Sequence[Content], other: bool) -> Series | None:
    """How the values of a line go on; None where they are repeated."""
    cells = [as_cell(content) for content in line]
    if any(cell.formula is not None for cell in cells):
        return None
    values = [cell.value for cell in cells]
    numbers = [v for v in values if isinstance(v, int | float) and not isinstance(v, bool)]
    if len(numbers) == len(values):
        # One day is carried on by itself, one number only when asked to; several the other way.
        single = len(values) == 1
        if (single and not _is_day(cells[0])) != other:
            return None
        return _line_through(numbers) if not single else lambda place: number(numbers[0] + place)
    found = [_ENDS_IN_NUMBER.match(v) if isinstance(v, str) else None for v in values]
    matches = [match for match in found if match]
    if len(matches) < len(values) or len({match[1] for match in matches}) > 1 or other:
        return None
    head, width = matches[0][1], len(matches[0][2]) if matches[0][2][0] == "0" else 0
    ends = [int(match[2]) for match in matches]
    step = _line_through(ends) if len(ends) > 1 else lambda place: ends[0] + place
    return lambda place: f"{head}{abs(int(step(place))):0{width}d}"


def _is_day(cell: RichCell) -> bool:
    kind = (cell.format or {}).get("numberFormat", {}).get("type")
    return kind in ("DATE", "DATE_TIME")


def _line_through(values: Sequence[float]) -> Callable[[int], float | int]:
    """The straight line that fits best, as a function of the place."""
    count = len(values)
    middle, mean = (count - 1) / 2, sum(values) / count
    spread = sum((place - middle) ** 2 for place in range(count))
    slope = sum((place - middle) * value for place, value in enumerate(values)) / spread
    return lambda place: number(round(mean + slope * (place - middle), 10))


def text_to_columns(edit: Edit, request: Json) -> Json:
    """Splits the texts of one column; the parts stand in it and to its right, as if typed."""
    tab, (top, bottom, left, right) = edit.editable(request.get("source"))
    if right - left != 1:
        raise edit.refuse("The source range must span exactly one column.")
    bottom = min(bottom, len(tab.rows))
    texts = {
        row: value
        for row in range(top, bottom)
        if isinstance(value := result(edit.spreadsheet, tab, row, left, tab.get(row, left)), str)
    }
    delimiter = _delimiter(edit, request, list(texts.values()))
    if delimiter is None:
        return {}
    parts = {row: text.split(delimiter) for row, text in texts.items()}
    width = max(map(len, parts.values()), default=1)
    tab.column_count = max(tab.column_count, left + width)
    edit.check(tab, (top, max(bottom, top + 1), left, left + width))
    for row, line in parts.items():
        for offset, text in enumerate(line):
            if len(line) > 1:
                old = tab.get(row, left + offset)
                tab.set(row, left + offset, typed(edit.spreadsheet, old, text.strip()))
    return {}


def _delimiter(edit: Edit, request: Json, texts: list[str]) -> str | None:
    """What separates the parts; None where it shall be found and there is none."""
    kind = request.get("delimiterType", "DELIMITER_TYPE_UNSPECIFIED")
    if kind == "CUSTOM":
        if not request.get("delimiter"):
            raise edit.refuse("A delimiter must be specified.")
        return str(request["delimiter"])
    if kind == "AUTODETECT":
        found = {sign: sum(sign in text for text in texts) for sign in _DELIMITERS.values()}
        best = max(found, key=lambda sign: found[sign])
        return best if found[best] else None
    if kind not in _DELIMITERS:
        raise edit.refuse("No delimiter type specified.")
    return _DELIMITERS[kind]


HANDLERS: dict[str, Handler] = {"autoFill": auto_fill, "textToColumns": text_to_columns}
