"""Reading the Records tab into records, with a finding for whatever cannot be understood.

The reader trusts nothing: every cell is optional, every date may be text, any row may be
half filled. What it cannot read it says, by code and address.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sheets_coc.errors import SheetError
from sheets_coc.policy import Policy
from sheets_coc.records import cases
from sheets_coc.records.layout import Layout, read_layout
from sheets_coc.records.rows import RowReader
from sheets_coc.records.sheet import RecordsSheet
from sheets_coc.schema.columns import BY_KEY, COLUMNS, Filler, Holds, OnExpunge
from sheets_coc.schema.findings import Finding
from sheets_coc.sheet.model import Snapshot, Tab, Value, text

CELL_LIMIT = 50_000
"""Characters a cell can hold (Sheets limits)."""

_TYPED = tuple(c.key for c in COLUMNS if c.filler is not Filler.TOOL or c.key == "case")


def records_tab(snapshot: Snapshot, policy: Policy) -> Tab:
    """The Records tab of a spreadsheet.

    Raises:
        SheetError: `no-tab` where none has the title the policy gives.
    """
    tab = snapshot.tab(policy.tabs.records)
    if tab is None:
        raise SheetError(
            f"The spreadsheet has no tab called {policy.tabs.records}. "
            "Rename the tab, or name yours in the policy under [tabs].",
            code="no-tab",
        )
    return tab


def read_records(snapshot: Snapshot, policy: Policy, today: date) -> RecordsSheet:
    """Read every record of a spreadsheet.

    Args:
        snapshot: the spreadsheet.
        policy: the committee's rules, tabs and headers.
        today: the UTC date.

    Raises:
        SheetError: where there is no such tab or no header.
    """
    tab = records_tab(snapshot, policy)
    layout = read_layout(tab, policy, snapshot.metadata)
    sheet = RecordsSheet(tab, layout, [], [], snapshot.metadata)
    sheet.findings += _layout_findings(layout, policy.tabs.records)
    merged, headings = _merged_rows(tab, layout)
    typed = [layout.columns[key] for key in _TYPED if key in layout.columns]
    taken = _case_counts(tab, layout)
    formulas = _formulas(tab, layout)
    for row in range(layout.header_row + 1, len(tab.values)):
        if row in headings or not _is_filled(tab.values[row], typed):
            continue
        reader = RowReader(sheet, policy, today, row)
        sheet.records.append(reader.read(taken, formulas.get(row, ()), row in merged))
    return sheet


def _is_filled(cells: Sequence[Value], typed: Iterable[int]) -> bool:
    width = len(cells)
    for column in typed:
        if column < width and cells[column] not in (None, "", False):
            value = cells[column]
            if not isinstance(value, str) or value.strip():
                return True
    return False


def _layout_findings(layout: Layout, tab: str) -> list[Finding]:
    row = layout.header_row
    found = [Finding("merged-header", tab, row, column) for column in layout.merged[:1]]
    found += [Finding("unclassified-column", tab, row, c.column) for c in layout.unclassified]
    return found


def _merged_rows(tab: Tab, layout: Layout) -> tuple[set[int], set[int]]:
    """Rows that are part of a merged block, and those that are only a heading across."""
    merged: set[int] = set()
    headings: set[int] = set()
    for top, bottom, left, right in tab.merges:
        if top <= layout.header_row:
            continue
        for row in range(top, min(bottom, len(tab.values))):
            filled = [v for v in tab.values[row] if v not in (None, "", False)]
            heading = bottom - top == 1 and right - left > 2 and len(filled) <= 1
            (headings if heading else merged).add(row)
    return merged, headings


def _case_counts(tab: Tab, layout: Layout) -> Counter[str]:
    column = layout.columns.get("case")
    if column is None:
        return Counter()
    return Counter(
        key
        for row in range(layout.header_row + 1, len(tab.values))
        if (key := cases.key(text(tab.value(row, column))))
    )


def _formulas(tab: Tab, layout: Layout) -> Mapping[int, tuple[int, ...]]:
    """Columns of personal data that hold a formula, by row."""
    watched = {c for k, c in layout.columns.items() if BY_KEY[k].holds is not Holds.NOBODY}
    watched |= {c.column for c in layout.own if c.on_expunge is not OnExpunge.KEEP}
    found: dict[int, tuple[int, ...]] = {}
    for row, column in sorted(tab.formulas):
        if column in watched:
            found[row] = (*found.get(row, ()), column)
    return found
