"""What validation says of a whole sheet: findings of single rows, and those across rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sheets_coc.policy import Policy
from sheets_coc.records import shape
from sheets_coc.records.apart import row_memory
from sheets_coc.records.apart.row_check import (
    CHECKED,
    CheckedRow,
    digest,
    own_digests,
    pieces,
)
from sheets_coc.records.apart.torn import torn
from sheets_coc.records.identity import Links
from sheets_coc.records.layout import taken_headings
from sheets_coc.records.record import Record
from sheets_coc.records.sheet import RecordsSheet
from sheets_coc.schema.findings import Finding
from sheets_coc.schema.layouts import has_codes
from sheets_coc.sheet.model import text

_NEEDED = frozenset(("decision", "extended_until", "goes_on", "expunged_on"))
"""Columns without which nothing goes on a sheet that has decisions."""
_GIVE_WAY = (
    "A column of your own has the heading of one of them, so set-up cannot add it: give yours "
    "another heading first."
)


def present_check(sheet: RecordsSheet, row: int) -> str:
    """The row check of a row's present content."""
    columns = sheet.layout.columns
    cells = sheet.tab.values[row]
    width = len(cells)
    return digest(
        {
            key: cells[columns[key]] if columns[key] < width else None
            for key in CHECKED
            if key in columns
        }
    )


def apart(sheet: RecordsSheet, metadata: Mapping[str, str]) -> list[Record]:
    """The records whose content has changed places since the tool last wrote.

    As after sorting only some of the columns, or exchanging two headings. Expunged records carry
    no check; one that has a check and reads as expunged is looked at: a sort may have put
    "Expunged" there.

    Args:
        sheet: the Records tab.
        metadata: what the spreadsheet keeps: without a column for it, the checks stand there.
    """
    kept = row_memory.apart(sheet, metadata)
    if kept or "row_check" not in sheet.layout.columns:
        return kept
    checked: list[tuple[Record, CheckedRow]] = []
    added: dict[int, Sequence[str]] = {}
    for record in sheet.records:
        now = pieces(present_check(sheet, record.row))
        if now is None:
            continue
        if before := pieces(text(sheet.cell(record, "row_check"))):
            own = own_digests(sheet.own_cells(record)) if before != now else {}
            checked.append((record, CheckedRow(record.row, before, now, own)))
        else:
            added[record.row] = now  # new or expunged: a sort takes content there as well
    rows = [row for _, row in checked]
    alone = {row: pieces(present_check(sheet, row)) or () for row in sheet.rows.alone}
    return [checked[i][0] for i in torn(sheet, rows, CHECKED, added, alone, metadata)]


def repeats(records: Sequence[Record], links: Links, tab: str, column: int) -> list[Finding]:
    """Findings for records that may be about the same person."""
    return [
        Finding(
            "possible-repeat",
            tab,
            records[later].row,
            column,
            "subjects",
            records[later].case,
            (records[earlier].name,),
        )
        for earlier, later in links.possible_pairs()
    ]


def lacks_columns(sheet: RecordsSheet, policy: Policy) -> bool:
    """Whether a sheet with decisions misses a column without which nothing can go.

    An announcement that is written nowhere would begin anew every day, and a date given by
    a record that goes would be lost.
    """
    columns = sheet.layout.columns
    if not sheet.layout.has_decisions:
        return False
    announced = "goes_on" in columns or policy.retention.notice_days == 0
    extended = "extended_until" in columns or policy.retention.extension == "none"
    decided = not {"decision", "consequence"}.isdisjoint(columns)
    marked = "expunged_on" in columns or not sheet.layout.codes
    return not (announced and extended and decided and marked)


def never_set_up(sheet: RecordsSheet) -> bool:
    """Whether this is the sheet of 2026 as the manual has it, on which nobody has run set-up."""
    columns = sheet.layout.columns.keys() | shape.remembered(sheet.metadata).columns.keys()
    return has_codes(columns) and shape.SET_UP.isdisjoint(columns)


def validate(
    sheet: RecordsSheet, links: Links, policy: Policy, moved: Sequence[Record]
) -> list[Finding]:
    """Everything a person should look at in the Records tab, in the sheet's order.

    Args:
        sheet: the tab as it was read.
        links: who is, or may be, the same person.
        policy: the committee's names of tabs.
        moved: the records whose content has changed places, as `apart` found them, unless a
            person confirmed that it is right.
    """
    tab = policy.tabs.records
    found = list(sheet.findings)
    if lacks_columns(sheet, policy):
        columns = sheet.layout.columns
        place = sheet.layout.header_row, columns.get("decision", columns.get("consequence", 0))
        code = "not-set-up" if never_set_up(sheet) else "needs-setup"
        taken = _NEEDED & taken_headings(sheet.layout, policy)
        found.append(
            Finding(
                code,
                tab,
                *place,
                None if code == "not-set-up" else "decision",
                besides=_GIVE_WAY if taken else "",
            )
        )
    if "row_check" not in sheet.layout.columns and row_memory.too_many(sheet):
        found.append(Finding("unwatched", tab, sheet.layout.header_row, 0))
    subjects = sheet.layout.columns.get("subjects", 0)
    found += repeats(sheet.records, links, tab, subjects)
    found += [
        Finding(
            "came-apart", tab, record.row, sheet.layout.columns.get("case"), "case", record.case
        )
        for record in moved
    ]
    return sorted(found, key=lambda f: (f.row or 0, f.column or 0, f.code))
