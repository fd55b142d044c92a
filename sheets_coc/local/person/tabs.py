"""What a person does with tabs: rename, hide, add, delete, protect, filter, convert to a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sheets_coc.local.person.places import Requests, block_of, tab_titled
from sheets_coc.local.state.model import Spreadsheet
from sheets_coc.local.wire import a1


def rename_tab(spreadsheet: Spreadsheet, tab: str, title: str) -> Requests:
    """Give a tab another title."""
    properties = {"sheetId": tab_titled(spreadsheet, tab).id, "title": title}
    return [{"updateSheetProperties": {"properties": properties, "fields": "title"}}]


def hide_tab(spreadsheet: Spreadsheet, tab: str) -> Requests:
    """Hide a tab."""
    properties = {"sheetId": tab_titled(spreadsheet, tab).id, "hidden": True}
    return [{"updateSheetProperties": {"properties": properties, "fields": "hidden"}}]


def add_tab(spreadsheet: Spreadsheet, title: str) -> Requests:
    """Add an empty tab at the end."""
    return [{"addSheet": {"properties": {"title": title}}}]


def delete_tab(spreadsheet: Spreadsheet, tab: str) -> Requests:
    """Delete a tab."""
    return [{"deleteSheet": {"sheetId": tab_titled(spreadsheet, tab).id}}]


def protect(spreadsheet: Spreadsheet, tab: str, block: str | None = None) -> Requests:
    """Protect a tab, or a block of it, so that only its maker and the owner may edit."""
    grid = (
        block_of(spreadsheet, tab, block) if block else {"sheetId": tab_titled(spreadsheet, tab).id}
    )
    return [{"addProtectedRange": {"protectedRange": {"range": grid}}}]


def remove_protection(spreadsheet: Spreadsheet, tab: str | None = None) -> Requests:
    """Take away every protected range, of one tab or of all."""
    tabs = spreadsheet.tabs if tab is None else [tab_titled(spreadsheet, tab)]
    return [
        {"deleteProtectedRange": {"protectedRangeId": protection["protectedRangeId"]}}
        for found in tabs
        for protection in found.parts.get("protectedRanges", [])
    ]


def convert_to_table(
    spreadsheet: Spreadsheet, tab: str, block: str, types: Mapping[str, str] | None = None
) -> Requests:
    """Make a table of a block, whose first row is the heading.

    Args:
        spreadsheet: where.
        tab: the tab's title.
        block: the block, such as `A1:F40`.
        types: Google's type (`DATE`, `DROPDOWN`, …) of columns by their letters.
    """
    grid = block_of(spreadsheet, tab, block)
    columns = [
        {"columnIndex": a1.column_number(letters) - grid["startColumnIndex"], "columnType": kind}
        for letters, kind in (types or {}).items()
    ]
    return [{"addTable": {"table": {"range": grid, "columnProperties": columns}}}]


def filter_rows(
    spreadsheet: Spreadsheet, tab: str, block: str, column: str, hidden: Sequence[str]
) -> Requests:
    """Set a filter over a block and leave out rows by what they show in a column."""
    grid = block_of(spreadsheet, tab, block)
    criteria = {str(a1.column_number(column)): {"hiddenValues": list(hidden)}}
    return [{"setBasicFilter": {"filter": {"range": grid, "criteria": criteria}}}]


def remove_filter(spreadsheet: Spreadsheet, tab: str) -> Requests:
    """Take the filter of a tab away."""
    return [{"clearBasicFilter": {"sheetId": tab_titled(spreadsheet, tab).id}}]
