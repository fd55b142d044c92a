"""Values as people see them: number formats in the spreadsheet's locale."""

from __future__ import annotations

from sheets_coc.local.model import Content, Spreadsheet
from sheets_coc.local.results import CellError, Result


def formatted(spreadsheet: Spreadsheet, value: Result, content: Content) -> str:
    if isinstance(value, CellError):
        return value.text
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return str(value)


def is_temporal(value: Result, content: Content) -> bool:
    return False
