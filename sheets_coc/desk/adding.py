"""Adding a name to a record while it is announced, so that the scrubber knows it."""

from __future__ import annotations

from sheets_coc.errors import SheetError, UsageError
from sheets_coc.records import cases
from sheets_coc.sheet.model import Changes, SetCell, Snapshot, text
from sheets_coc.sheet.workbook import Workbook
from sheets_coc.todo.analysis import analyse

COLUMNS = ("aliases", "others")
"""Where a name may be added: of somebody reported, or of anybody else in the story."""


def add_name(book: Workbook, case: str, column: str, name: str) -> None:
    """Add a name under *Also known as* or *Others named*, behind what stands there.

    Args:
        book: the spreadsheet.
        case: the record's case name.
        column: `aliases` or `others`.
        name: the name, as it stands in the story.

    Raises:
        UsageError: `no-such-case`, `no-name`, or another column; `already-expunged`; or
            `name-formula` where the cell is not plain text, which would be lost.
        SheetError: `no-such-column` where the sheet lacks it; set-up adds it.
    """
    wanted = " ".join(name.split())
    if not wanted or column not in COLUMNS:
        raise UsageError("There is no name to add.", code="no-name")

    def planner(snapshot: Snapshot) -> tuple[Changes, None]:
        seen = analyse(snapshot, book.policy, book.now)
        place = seen.sheet.layout.columns.get(column)
        if place is None:
            raise SheetError(
                "The sheet has no column for that yet. Set-up adds it: sheets-coc setup --apply",
                code="no-such-column",
            )
        rows = [r for r in seen.sheet.records if r.case and cases.key(r.case) == cases.key(case)]
        if len(rows) != 1:
            raise UsageError("No record has that case name, or several have.", code="no-such-case")
        record, tab = rows[0], seen.sheet.tab
        if record.expunged:
            raise UsageError("That record is expunged by now.", code="already-expunged")
        present = text(tab.value(record.row, place)).strip()
        known = {part.strip().casefold() for part in present.split(";")}
        if wanted.casefold() in known:
            return Changes(), None
        if any((record.row, place) in some for some in (tab.formulas, tab.rich, tab.people)):
            raise UsageError(
                "That cell is no plain text. Type the name there by hand.", code="name-formula"
            )
        value = f"{present}; {wanted}" if present else wanted
        return Changes((SetCell(tab.id, record.row, place, value),)), None

    first = book.read(acting=True)
    changes, _ = planner(first)
    if changes:
        book.transact(planner, first)
