"""Cells as answers have them: Google's `CellData` out of what is stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sheets_coc.local.cells.cells import EXTRA, extended_value
from sheets_coc.local.errors import Json
from sheets_coc.local.formulas.machine import result
from sheets_coc.local.numbers.locales import locale_of
from sheets_coc.local.numbers.shown import formatted, plain_number
from sheets_coc.local.state.chips import has_chips, runs_of
from sheets_coc.local.state.model import (
    Content,
    RichCell,
    Scalar,
    Spreadsheet,
    Tab,
)
from sheets_coc.local.state.plain import json_copy
from sheets_coc.local.state.results import CellError, Result
from sheets_coc.local.wire.fields import Mask, select, wants
from sheets_coc.local.wire.jsontext import quoted

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


_VALUES = {"userEnteredValue", "effectiveValue", "formattedValue"}
_PLAIN_FIELDS = {*_VALUES, "note", *EXTRA, "hyperlink"}


def fast_projector(spreadsheet: Spreadsheet, mask: Mask) -> Callable[[Scalar], str] | None:
    """A function that writes the masked `CellData` of a bare value as JSON text.

    Gives None for a mask that asks for more than values, notes and the like: formats need the
    slow way.
    """
    deep = {name: sub for name, sub in mask.items() if sub}
    formulas_only = deep == {"userEnteredValue": {"formulaValue": {}}}
    if not mask or (deep and not formulas_only) or not mask.keys() <= _PLAIN_FIELDS:
        return None
    locale = locale_of(spreadsheet.properties["locale"])
    names = [name for name in ("userEnteredValue", "effectiveValue") if name in mask]
    parts = [f'"{name}":%s' for name in names]
    if formulas_only:
        parts[0] = '"userEnteredValue":{}'
    places = len(parts) - formulas_only
    shows = "formattedValue" in mask
    if shows:
        parts.append('"formattedValue":%s')
    template = "{" + ",".join(parts) + "}"

    def project(value: Scalar) -> str:
        if isinstance(value, str):
            shown = quoted(value)
            text = '{"stringValue":' + shown + "}"
        elif isinstance(value, bool):
            shown = '"TRUE"' if value else '"FALSE"'
            text = '{"boolValue":true}' if value else '{"boolValue":false}'
        else:
            shown = quoted(plain_number(value, locale)) if shows else ""
            text = f'{{"numberValue":{value!r}}}'
        return template % ((text,) * places + (shown,) * shows)

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
    merged: Json = json_copy(under)
    for name, item in over.items():
        replaced = name.endswith(("Color", "Style")) or not isinstance(item, dict)
        merged[name] = json_copy(item) if replaced else _over(merged.get(name, {}), item)
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
