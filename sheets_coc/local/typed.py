"""What a person's typing becomes (`USER_ENTERED`): numbers, dates, truth values, formulas."""

from __future__ import annotations

from sheets_coc.local.cells import number, text_within_limit, with_value
from sheets_coc.local.model import Content, Scalar, Spreadsheet


def typed(spreadsheet: Spreadsheet, old: Content, value: Scalar) -> Content:
    """A cell after somebody typed a value into it."""
    if isinstance(value, str):
        text_within_limit(value)
        if value.startswith("=") and len(value) > 1:
            return with_value(old, None, value)
        return with_value(old, value or None)
    return with_value(old, value if isinstance(value, bool) else number(value))
