"""Cells as Google's API has them: `CellData` out of what is stored, and back."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Sequence
from datetime import date

from sheets_coc.local.cells import chips
from sheets_coc.local.errors import Json, invalid
from sheets_coc.local.formulas.machine import result
from sheets_coc.local.numbers.serials import serial
from sheets_coc.local.numbers.shown import formatted
from sheets_coc.local.state.chips import SHOWN, has_chips, runs_of, without_chips
from sheets_coc.local.state.model import (
    Content,
    RichCell,
    Scalar,
    Spreadsheet,
    Tab,
    as_cell,
    number,
    simplify,
)
from sheets_coc.local.state.results import CellError, Result
from sheets_coc.local.wire.colors import tidy_format, with_both_colors
from sheets_coc.local.wire.fields import Mask, assign, below, select, wants
from sheets_coc.local.wire.jsontext import quoted

LONGEST_TEXT = 50_000
_EXTRA = ("textFormatRuns", "chipRuns", "dataValidation")
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
        self._extra = [name for name in _EXTRA if wants(mask, name)]
        self._where = where
        self._links = links

    def write(self, tab: Tab, row: int, column: int, data: Json) -> None:
        """Puts the masked fields of `data` into a cell; those it lacks are cleared."""
        old = tab.get(row, column)
        if self._value and not (self._note or self._format or self._extra):
            new = self._only_value(old, data)
        else:
            new = self.apply(old, data)
        if new is not old:
            tab.set(row, column, new)

    def _only_value(self, old: Content, data: Json) -> Content:
        value, formula = stored_value(data.get("userEnteredValue", {}))
        if formula is None and not isinstance(old, RichCell):
            return value
        return with_value(old, value, formula)

    def apply(self, old: Content, data: Json) -> Content:
        """What a cell becomes."""
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


Project = Callable[[int, int, Content], Json]


def projector(spreadsheet: Spreadsheet, tab: Tab, mask: Mask) -> Project:
    """A function that gives the masked `CellData` of a cell by row, column and content.

    What it gives shares its parts with what is stored: it is there to be written out.
    """
    steps = [step for name, step in _steps(spreadsheet, tab).items() if wants(mask, name)]
    masks = {name: sub for name, sub in mask.items() if sub}

    def project(row: int, column: int, content: Content) -> Json:
        data: Json = {}
        if content is not None:
            for step in steps:
                step(data, row, column, content)
        return {name: select(data[name], masks.get(name, {})) for name in data} if masks else data

    return project


_PLAIN_FIELDS = {"userEnteredValue", "effectiveValue", "note", *_EXTRA, "hyperlink"}


def fast_projector(mask: Mask) -> Callable[[Scalar], str] | None:
    """A function that writes the masked `CellData` of a bare value as JSON text.

    Gives None for a mask that asks for more than values, notes and the like: formats and shown
    values need the slow way.
    """
    deep = {name: sub for name, sub in mask.items() if sub}
    formulas_only = deep == {"userEnteredValue": {"formulaValue": {}}}
    if not mask or (deep and not formulas_only) or not mask.keys() <= _PLAIN_FIELDS:
        return None
    names = [name for name in ("userEnteredValue", "effectiveValue") if name in mask]
    parts = [f'"{name}":%s' for name in names]
    if formulas_only:
        parts[0] = '"userEnteredValue":{}'
    template = "{" + ",".join(parts) + "}"
    places = template.count("%s")

    def project(value: Scalar) -> str:
        if isinstance(value, str):
            text = '{"stringValue":' + quoted(value) + "}"
        elif isinstance(value, bool):
            text = '{"boolValue":true}' if value else '{"boolValue":false}'
        else:
            text = f'{{"numberValue":{value!r}}}'
        return template % ((text,) * places)

    return project


_Step = Callable[[Json, int, int, Content], None]


def _steps(spreadsheet: Spreadsheet, tab: Tab) -> dict[str, _Step]:
    """For each field of `CellData`, what puts it into an answer."""
    known: dict[tuple[int, str | None], Json] = {}

    def entered(data: Json, row: int, column: int, content: Content) -> None:
        if isinstance(content, RichCell) and content.formula is not None:
            data["userEnteredValue"] = {"formulaValue": content.formula}
            return
        value = extended_value(result(spreadsheet, tab, row, column, content))
        if value is not None:
            data["userEnteredValue"] = value

    def effective(data: Json, row: int, column: int, content: Content) -> None:
        value = extended_value(result(spreadsheet, tab, row, column, content))
        if value is not None:
            data["effectiveValue"] = value

    def shown(data: Json, row: int, column: int, content: Content) -> None:
        value = result(spreadsheet, tab, row, column, content)
        if value is not None:
            data["formattedValue"] = formatted(spreadsheet, value, content)

    def style(data: Json, _row: int, _column: int, content: Content) -> None:
        if isinstance(content, RichCell) and content.format is not None:
            data["userEnteredFormat"] = content.format

    def effective_style(data: Json, row: int, column: int, content: Content) -> None:
        value = result(spreadsheet, tab, row, column, content)
        own = content.format if isinstance(content, RichCell) else None
        if value is None and not own:
            return
        key = (id(own), None if value is None else _alignment(value))
        if key not in known:
            known[key] = effective_format(spreadsheet, own, value)
        data["effectiveFormat"] = known[key]

    def link(data: Json, _row: int, _column: int, content: Content) -> None:
        address = hyperlink(content)
        if address is not None:
            data["hyperlink"] = address

    def note(data: Json, _row: int, _column: int, content: Content) -> None:
        if isinstance(content, RichCell) and content.note is not None:
            data["note"] = content.note

    def chip_runs(data: Json, _row: int, _column: int, content: Content) -> None:
        if isinstance(content, RichCell) and has_chips(content):
            as_text = "chips-as-text" in spreadsheet.variants
            data["chipRuns"] = runs_of(content, as_text=as_text)

    def extra(name: str) -> _Step:
        def step(data: Json, _row: int, _column: int, content: Content) -> None:
            if isinstance(content, RichCell) and content.extra and name in content.extra:
                data[name] = content.extra[name]

        return step

    return {
        "userEnteredValue": entered,
        "effectiveValue": effective,
        "formattedValue": shown,
        "userEnteredFormat": style,
        "effectiveFormat": effective_style,
        "hyperlink": link,
        "note": note,
        "textFormatRuns": extra("textFormatRuns"),
        "chipRuns": chip_runs,
        "dataValidation": extra("dataValidation"),
    }


def effective_format(spreadsheet: Spreadsheet, own: Json | None, value: Result) -> Json:
    """The spreadsheet's default format under the cell's own.

    Conditional formats are not applied.
    """
    merged = _over(spreadsheet.properties["defaultFormat"], own or {})
    if "horizontalAlignment" not in merged and value is not None:
        merged["horizontalAlignment"] = _alignment(value)
    merged.setdefault("hyperlinkDisplayType", "PLAIN_TEXT")
    return merged


def _alignment(value: Result) -> str:
    if isinstance(value, bool | CellError):
        return "CENTER"
    return "LEFT" if isinstance(value, str) else "RIGHT"


def _over(under: Json, over: Json) -> Json:
    merged: Json = copy.deepcopy(under)
    for name, item in over.items():
        replaced = name.endswith(("Color", "Style")) or not isinstance(item, dict)
        merged[name] = copy.deepcopy(item) if replaced else _over(merged.get(name, {}), item)
    return merged


def hyperlink(content: Content) -> str | None:
    """The address a cell links to as a whole: by its format, one run, or a HYPERLINK formula."""
    if not isinstance(content, RichCell):
        return None
    if content.format:
        uri = content.format.get("textFormat", {}).get("link", {}).get("uri")
        if uri:
            return str(uri)
    if content.formula and content.formula.upper().startswith("=HYPERLINK("):
        parts = content.formula.split('"')
        return parts[1] if len(parts) > 2 else None
    runs: Sequence[Json] = (content.extra or {}).get("textFormatRuns", [])
    links = [run.get("format", {}).get("link", {}).get("uri") for run in runs]
    return str(links[0]) if len(links) == 1 and links[0] else None
