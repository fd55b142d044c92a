"""Makes the result file as a workbook, in memory only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sheets_coc.local.files.in_memory import saved

HEADER = "Confirmed"
"""The first cell of the header row."""


def as_xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    """A workbook made in memory only; every cell is text, so that nothing is a formula."""
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook()
    sheet: Any = book.active
    for number, cells in enumerate(rows, start=1):
        for place, text in ((n, text) for n, text in enumerate(cells, start=1) if text):
            cell = sheet.cell(number, place)
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)[:32_000]
            cell.data_type = "s"  # or a text such as `=1+1` would become a formula
            cell.quotePrefix = True
    _dress(sheet, len(rows))
    return saved(book)


def _dress(sheet: Any, rows: int) -> None:
    """A drop-down in "Confirmed", a bold header, columns wide enough to read."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.datavalidation import DataValidation

    header = next(n for n in range(1, rows + 1) if sheet.cell(n, 1).value == HEADER)
    for place, width in enumerate((14, 8, 22, 12, 12, 48, 34, 34, 34, 34), start=1):
        sheet.column_dimensions[sheet.cell(header, place).column_letter].width = width
        sheet.cell(header, place).font = Font(bold=True)
        for number in range(header + 1, rows + 1):
            sheet.cell(number, place).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.cell(1, 1).font = Font(bold=True)
    sheet.freeze_panes = sheet.cell(header + 1, 1)
    answers = DataValidation(type="list", formula1='"yes,no,tell"', allow_blank=True)
    answers.add(f"A{header + 1}:A{max(rows, header + 1)}")
    sheet.add_data_validation(answers)
