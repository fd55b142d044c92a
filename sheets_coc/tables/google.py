"""Tables of a Google Sheet that was read already."""

from __future__ import annotations

from sheets_coc.sheet.model import Snapshot, Value
from sheets_coc.tables.table import TableFile, TableSheet, is_filled, make_row


def read_snapshot(snapshot: Snapshot) -> TableFile:
    """Every tab that holds anything. Dates are the serial numbers that Google gives."""
    sheets = (
        TableSheet(
            tuple(
                row
                for number, values in enumerate(tab.values, start=1)
                if is_filled(row := make_row(number, map(_text, values)))
            ),
            number,
            tab.title,
            tab.hidden,
        )
        for number, tab in enumerate(snapshot.tabs, start=1)
    )
    return TableFile(tuple(sheet for sheet in sheets if sheet.rows), "google")


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float | int):
        return str(int(value)) if float(value).is_integer() else str(value)
    return value
