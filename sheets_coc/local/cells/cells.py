"""Writing cells: what is stored out of Google's `CellData`, and the values in it."""

from __future__ import annotations

import json
from datetime import date

from sheets_coc.local.cells import chips
from sheets_coc.local.errors import Json, invalid
from sheets_coc.local.numbers.serials import serial
from sheets_coc.local.state.chips import SHOWN, without_chips
from sheets_coc.local.state.model import (
    Content,
    RichCell,
    Scalar,
    Tab,
    as_cell,
    number,
    simplify,
)
from sheets_coc.local.state.results import CellError, Result
from sheets_coc.local.wire.colors import tidy_format, with_both_colors
from sheets_coc.local.wire.fields import Mask, assign, below, wants

LONGEST_TEXT = 50_000
EXTRA = ("textFormatRuns", "chipRuns", "dataValidation")
_FORMAT_POOL: dict[str, Json] = {}


def shared_format(style: Json | None) -> Json | None:
    """One object for equal formats, so that thousands of cells share it; None for no format."""
    if not style:
        return None
    return _FORMAT_POOL.setdefault(json.dumps(style, sort_keys=True), style)


def text_within_limit(text: str) -> str:
    """A text that a cell can hold.

    Raises:
        ApiError: 400, it is longer than 50,000 characters.
    """
    if len(text) > LONGEST_TEXT:
        raise invalid(
            f"Your input contains more than the maximum of {LONGEST_TEXT} characters"
            " in a single cell."
        )
    return text


def extended_value(value: Result) -> Json | None:
    """A value as Google's `ExtendedValue`."""
    if isinstance(value, str):
        return {"stringValue": value}
    if value is None:
        return None
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, CellError):
        error: Json = {"type": value.kind}
        if value.message:
            error["message"] = value.message
        return {"errorValue": error}
    return {"numberValue": value}


def stored_value(value: Json) -> tuple[Scalar | None, str | None]:
    """Value and formula of an `ExtendedValue`."""
    if "formulaValue" in value:
        text = text_within_limit(value["formulaValue"])
        return (None, text) if text.startswith("=") else (text or None, None)
    if "stringValue" in value:
        return text_within_limit(value["stringValue"]) or None, None
    if "numberValue" in value:
        return number(value["numberValue"]), None
    return value.get("boolValue"), None


class Writer:
    """Writes `CellData` into cells under one mask.

    Args:
        mask: which fields of `CellData` to write; empty for all.
        where: the request, for messages.
        links: whether chips may link to files, see `chips.written`.
    """

    def __init__(self, mask: Mask, where: str, *, links: bool = True) -> None:
        self._value = wants(mask, "userEnteredValue")
        self._note = wants(mask, "note")
        self._format = wants(mask, "userEnteredFormat")
        self._format_mask = with_both_colors(below(mask, "userEnteredFormat"))
        self._extra = [name for name in EXTRA if wants(mask, name)]
        self._where = where
        self._links = links

    def write(self, tab: Tab, row: int, column: int, data: Json) -> None:
        """Puts the masked fields of `data` into a cell; those it lacks are cleared."""
        old = tab.get(row, column)
        new = self.written(old, data)
        if new is not old:
            tab.set(row, column, new)

    def written(self, old: Content, data: Json) -> Content:
        """What a cell becomes when the masked fields of `data` are written into it."""
        if self._value and not (self._note or self._format or self._extra):
            return self._only_value(old, data)
        return self._apply(old, data)

    def _only_value(self, old: Content, data: Json) -> Content:
        value, formula = stored_value(data.get("userEnteredValue", {}))
        if formula is None and not isinstance(old, RichCell):
            return value
        return with_value(old, value, formula)

    def _apply(self, old: Content, data: Json) -> Content:
        cell = as_cell(old)
        value, formula, note, style, extra = (
            cell.value,
            cell.formula,
            cell.note,
            cell.format,
            cell.extra,
        )
        if self._value:
            value, formula = stored_value(data.get("userEnteredValue", {}))
        if self._note:
            note = data.get("note") or None
        if self._format:
            wanted = data.get("userEnteredFormat", {})
            style = shared_format(tidy_format(assign(style or {}, wanted, self._format_mask)))
        if self._extra:
            if "chipRuns" in self._extra and not self._value:
                value = without_chips(cell).value  # chips that go leave their text behind
            extra = self._new_extra(extra, data, value)
        elif self._value and extra and (value, formula) != (cell.value, cell.formula):
            extra = without_runs(extra)
        return simplify(RichCell(value, formula, style, note, extra))

    def _new_extra(self, extra: Json | None, data: Json, value: Scalar | None) -> Json | None:
        kept = without(extra, *self._extra) or {}
        for name in self._extra:
            if data.get(name):
                kept[name] = data[name]
        if "chipRuns" in self._extra:
            kept.pop(SHOWN, None)
            if kept.get("chipRuns"):
                runs, shown = chips.written(value, kept["chipRuns"], links=self._links)
                kept |= {"chipRuns": runs, SHOWN: shown}
        return kept or None


def with_value(old: Content, value: Scalar | None, formula: str | None = None) -> Content:
    """A cell with another value; its format, note and drop-down stay, rich text goes."""
    cell = as_cell(old)
    extra = without_runs(cell.extra) if cell.extra else None
    return simplify(RichCell(value, formula, cell.format, cell.note, extra))


def raw(old: Content, value: Scalar) -> Content:
    """A cell with a value stored as it was sent."""
    if isinstance(value, str):
        value = text_within_limit(value)
    elif not isinstance(value, bool):
        value = number(value)
    kept = None if value == "" else value
    return with_value(old, kept) if isinstance(old, RichCell) else kept


def date_cell(day: date) -> RichCell:
    """A cell with a date and the format `yyyy-mm-dd`."""
    style = shared_format({"numberFormat": {"type": "DATE", "pattern": "yyyy-mm-dd"}})
    return RichCell(serial(day), format=style)


def without_runs(extra: Json) -> Json | None:
    """The further fields of a cell whose text was replaced: runs and chips go with the text."""
    return without(extra, "textFormatRuns", "chipRuns", SHOWN)


def without(extra: Json | None, *names: str) -> Json | None:
    """The further fields of a cell but for some; None where none is left."""
    return {name: item for name, item in (extra or {}).items() if name not in names} or None
