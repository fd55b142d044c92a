"""What keeps the tool from working, when it ran last, and what the file still remembers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sheets_coc.records import drift
from sheets_coc.schema.findings import BY_CODE, Severity
from sheets_coc.sheet.undo_tab import closed, kept, unfinished, unprotect
from sheets_coc.status.item import Item, Urgency, about
from sheets_coc.todo import log
from sheets_coc.todo.analysis import LIMIT_REF, Analysis
from sheets_coc.todo.log import Logged
from sheets_coc.todo.stops import uncertain
from sheets_coc.todo.wording import count, moment

_SAID_APART: Final = frozenset({"came-apart", "unclassified-column"})
"""Findings that have a line of their own, with the cases or columns they are about."""


def stopped(seen: Analysis, lines: Sequence[Logged], now: datetime) -> list[Item]:
    """What keeps the tool from working at all."""
    found = about(
        "rows-apart", Urgency.NOW, f"{BY_CODE['came-apart'].text} It is about {{}}.", seen.apart
    )
    found += [Item(f.code, Urgency.NOW, drift.said(f)) for f in uncertain(seen)]
    found += _whole_tab(seen)
    beside = seen.snapshot.beside
    if kept(seen.snapshot) or (beside and kept(beside)):
        text = "A hidden tab keeps what a run could not put back. To do says which, and what to do."
        found.append(Item("kept-rows", Urgency.NOW, text))
    for snapshot in (seen.snapshot, *([beside] if beside else ())):
        if protected := closed(snapshot):
            text = unprotect(protected, key=snapshot is beside)
            found.append(Item("hidden-tab-protected", Urgency.NOW, text))
    if unfinished(seen.snapshot):
        text = "A run is writing now, or died while it did. The next one that writes puts it right."
        found.append(Item("half-done", Urgency.NOW, text))
    if asked := [column for column in seen.sheet.layout.unclassified if not column.likeness]:
        columns = ", ".join(column.name for column in asked)
        text = f"Nothing is expunged until To do says what happens to {columns}."
        found.append(Item("unclassified-column", Urgency.NOW, text))
    if any(line.ref.startswith(LIMIT_REF) and not line.done for line in seen.present_lines):
        text = (
            "More records are due than usual, so none went. Look at them, and tick that line in "
            "To do (sheets-coc answer shows it)."
        )
        found.append(Item("batch-limit", Urgency.NOW, text))
    if silent := log.silent_since(lines, now):
        text = f"The nightly job last ran on {moment(silent)}. Look at why it stopped."
        found.append(Item("schedule-stopped", Urgency.NOW, text))
    return found


def _whole_tab(seen: Analysis) -> list[Item]:
    """Errors that are about no single record."""
    of_records = {record.row for record in seen.sheet.records}
    codes = dict.fromkeys(
        finding.code
        for finding in seen.findings
        if finding.severity is Severity.ERROR and finding.row not in of_records
    )
    return [
        Item(code, Urgency.NOW, BY_CODE[code].text)
        for code in codes
        if code not in _SAID_APART and not BY_CODE[code].stops
    ]


def memory(seen: Analysis, lines: Sequence[Logged]) -> list[Item]:
    """The last run, the last fresh copy, and what the version history still holds."""
    run, copy = log.last_run(lines), log.last_fresh_copy(lines)
    ran = f"Last run: {moment(run)}." if run else "No run stands in the Log yet."
    if night := log.last_nightly(lines):
        ran = f"Last nightly run: {moment(night)}."
    held = len(seen.expunged_since(log.history_begins(lines)))
    return [
        Item("last-run", Urgency.KNOW, ran),
        Item("last-fresh-copy", Urgency.KNOW, _fresh_copy(copy, held)),
    ]


def _fresh_copy(copy: datetime | None, held: int) -> str:
    """When people last moved to a fresh copy, and how many expunged records may be read since.

    May be: the file itself may be newer than what the Log says. Drive knows, and `doctor` asks it.
    """
    if copy:
        said, what = f"Last fresh copy: {moment(copy)}", f"{count(held, 'record')} expunged since"
    else:
        said, what = "No fresh copy stands in the Log", count(held, "expunged record")
    asks = "sheets-coc doctor looks how old the file is"
    return f"{said}, and the version history may hold {what}: {asks}." if held else f"{said}."
