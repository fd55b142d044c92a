"""Reading the Records tab into records, with a finding for whatever cannot be understood.

The reader trusts nothing: every cell is optional, every date may be text, any row may be
half filled. What it cannot read it says, by code and address.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sheets_coc.errors import SheetError
from sheets_coc.policy import Policy
from sheets_coc.records.drift import drift
from sheets_coc.records.key.checks import check_key
from sheets_coc.records.key.identity_key import read_key
from sheets_coc.records.key.persons import case_counts
from sheets_coc.records.layout import Layout, read_layout
from sheets_coc.records.record_rows import record_rows
from sheets_coc.records.rows import RowReader
from sheets_coc.records.sheet import RecordsSheet
from sheets_coc.schema.columns import BY_KEY, Holds, OnExpunge
from sheets_coc.schema.findings import Finding
from sheets_coc.sheet.model import Snapshot, Tab

CELL_LIMIT = 50_000
"""Characters a cell can hold (Sheets limits)."""


def records_tab(snapshot: Snapshot, policy: Policy) -> Tab:
    """The Records tab of a spreadsheet.

    Raises:
        SheetError: `no-tab` where none has the title the policy gives.
    """
    tab = snapshot.tab(policy.tabs.records)
    if tab is None:
        raise SheetError(
            f"The spreadsheet has no tab called {policy.tabs.records}. "
            "sheets-coc start asks which one it is; or rename it, or name it in the policy under "
            "[tabs].",
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
    rows = record_rows(tab, layout, policy, snapshot.metadata)
    sheet = RecordsSheet(tab, layout, [], [], snapshot.metadata, rows)
    sheet.findings += _layout_findings(layout, policy.tabs.records)
    sheet.findings += drift(snapshot, policy, layout, rows, snapshot.metadata)
    taken = case_counts(tab, layout, range(layout.header_row + 1, len(tab.values)))
    formulas = _formulas(tab, layout)
    for row in rows.records:
        reader = RowReader(sheet, policy, today, row)
        sheet.records.append(reader.read(taken, formulas.get(row, ()), row in rows.merged))
    if any(record.persons for record in sheet.records):
        sheet.key = read_key(snapshot, policy, snapshot.metadata)
        sheet.findings += check_key(sheet, policy)
    return sheet


def _layout_findings(layout: Layout, tab: str) -> list[Finding]:
    row = layout.header_row
    found = [Finding("merged-header", tab, row, column) for column in layout.merged[:1]]
    asked = [c for c in layout.unclassified if not c.likeness]
    found += [Finding("unclassified-column", tab, row, c.column) for c in asked]
    return found


def _formulas(tab: Tab, layout: Layout) -> Mapping[int, tuple[int, ...]]:
    """Columns of personal data that hold a formula, by row."""
    watched = {c for k, c in layout.columns.items() if BY_KEY[k].holds is not Holds.NOBODY}
    watched |= {c.column for c in layout.own if c.on_expunge is not OnExpunge.KEEP}
    found: dict[int, tuple[int, ...]] = {}
    for row, column in sorted(tab.formulas):
        if column in watched:
            found[row] = (*found.get(row, ()), column)
    return found
