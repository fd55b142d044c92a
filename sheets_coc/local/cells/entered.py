"""What a person's typing becomes (`USER_ENTERED`): numbers, dates, truth values, formulas."""

from __future__ import annotations

from datetime import date

from sheets_coc.local.cells.cells import shared_format, text_within_limit, with_value
from sheets_coc.local.numbers.typed import Read, read
from sheets_coc.local.state.model import (
    Content,
    RichCell,
    Scalar,
    Spreadsheet,
    as_cell,
    number,
    simplify,
)

_TEMPORAL = ("DATE", "TIME", "DATE_TIME")


def typed(spreadsheet: Spreadsheet, old: Content, value: Scalar) -> Content:
    """A cell after somebody typed a value into it; its format stays where it still fits.

    Raises:
        ApiError: 400, the text is too long.
    """
    if isinstance(value, bool):
        return _stored(old, value)
    if not isinstance(value, str):
        return _stored(old, number(value))
    text_within_limit(value)
    if value.startswith("'"):
        return _stored(old, value[1:] or None)
    if _is_text_cell(old):
        return _stored(old, value or None)
    if value.startswith("=") and len(value) > 1:
        return _stored(old, None, value)
    if value.strip().upper() in ("TRUE", "FALSE"):
        return _stored(old, value.strip().upper() == "TRUE")
    year = spreadsheet.now.year if spreadsheet.now else date.today().year
    found = read(value, spreadsheet.properties["locale"], year)
    return _stored(old, value or None) if found is None else _with_kind(old, found)


def _is_text_cell(old: Content) -> bool:
    style = (as_cell(old).format or {}).get("numberFormat", {})
    return bool(style.get("type") == "TEXT")


def _stored(old: Content, value: Scalar | None, formula: str | None = None) -> Content:
    return with_value(old, value, formula)


def _with_kind(old: Content, found: Read) -> Content:
    """A number with the format that its writing brings along, unless the cell has one that fits."""
    cell = as_cell(_stored(old, found.value))
    style = cell.format or {}
    known = style.get("numberFormat", {}).get("type")
    fits = known is not None and (found.kind not in _TEMPORAL or known in _TEMPORAL)
    if found.kind is None or fits:
        return simplify(cell)
    shown = {"type": found.kind, **({"pattern": found.pattern} if found.pattern else {})}
    style = shared_format({**style, "numberFormat": shown}) or {}
    return RichCell(cell.value, None, style, cell.note, cell.extra)
