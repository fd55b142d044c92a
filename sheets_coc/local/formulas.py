"""Formulas."""

from __future__ import annotations

from sheets_coc.local.model import Spreadsheet, Tab
from sheets_coc.local.results import Result
from sheets_coc.local.shifting import Shift


def evaluate(spreadsheet: Spreadsheet, tab: Tab, row: int, column: int, formula: str) -> Result:
    return 0


def shifted(formula: str, rows: int, columns: int) -> str:
    return formula


def with_shift(spreadsheet: Spreadsheet, tab: Tab, formula: str, shift: Shift) -> str:
    return formula


def rename_tab(spreadsheet: Spreadsheet, tab: Tab, title: str) -> None:
    return None
