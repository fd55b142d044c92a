"""Records that stay although their day has come or is near, and why: as a code, and in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sheets_coc.records.record import Record
from sheets_coc.retention.terms import DatedRecord, State
from sheets_coc.retention.together import TOGETHER
from sheets_coc.schema.findings import BY_CODE, Finding
from sheets_coc.todo.wording import named


@dataclass(frozen=True, slots=True)
class NotExpunged:
    """A record that stays, and the reason, as a code.

    Attributes:
        record: the record.
        why: the reason.
        waits_for: the cases it waits for, where it does.
        goes_on: the day from which it may go, where it is announced.
        cell: the address of the cell that is the reason, where one is.
    """

    record: Record
    why: str
    waits_for: tuple[str, ...] = ()
    goes_on: date | None = None
    cell: str | None = None

    @property
    def in_words(self) -> str:
        """The reason, for people."""
        if self.why == TOGETHER and self.waits_for:
            return f"goes together with {named(self.waits_for, 5)}, of the same person"
        if self.waits_for:
            return f"waits for {named(self.waits_for, 5)}: settle that first"
        if self.why == "notice" and self.goes_on:
            return f"announced; goes on {self.goes_on.isoformat()}"
        return f"{self.cell}: {in_words(self.why)}" if self.cell else in_words(self.why)


WHY = {
    "notice": "announced; its notice runs",
    "open": "still open; decide it first",
    "held": "on hold",
    "waiting": "waits for another report about the same person; settle that one first",
    "batch-limit": "waits for a later run; more are due than usual",
    TOGETHER: "goes together with the other records of the same person",
    "needs-setup": "the sheet lacks a column it needs; see setup",
    "cell-full": "a cell would become longer than a cell can be; shorten it",
    "not-kept": "Google does not copy its row whole, so it could not be put back; a filter is one "
    "reason: remove it under Data",
    "protected": "a protected range covers it that the tool may not edit; see doctor",
    "refused": "Google refuses to write there; see doctor",
    "key-ahead": "somebody kept it in the moment in which the name had gone from the key; the "
    "version history of the key's spreadsheet still says who it is about",
    "scrub-failed": "its texts could not be worked through, so it stays whole",
}
"""Reasons to stay in plain words, by code, where no finding is the reason."""


def in_words(why: str) -> str:
    """The reason why a record stays, for people; where a finding is the reason, its text."""
    code = why.rpartition(": ")[2]
    return BY_CODE[code].text if code in BY_CODE and code not in WHY else WHY.get(why, why)


def staying(dated: DatedRecord, findings: Iterable[Finding] = (), why: str = "") -> NotExpunged:
    """A record that stays.

    Args:
        dated: the record with its dates.
        findings: what is wrong in the sheet: where one is the reason, its cell is named.
        why: the reason, where it is not the state of the record.
    """
    why = why or _why(dated)
    code = why.rpartition(": ")[2]
    cells = (f.cell for f in findings if f.row == dated.row and f.code == code)
    return NotExpunged(dated.record, why, dated.waits_for, dated.goes_on, next(cells, None))


def _why(dated: DatedRecord) -> str:
    record = dated.record
    if dated.state is State.ERROR:
        codes = record.blocked_by or record.date_errors
        return f"{'blocked' if record.blocked_by else 'error'}: {codes[0]}" if codes else "error"
    if dated.why == TOGETHER:
        return TOGETHER
    return "notice" if dated.state is State.ANNOUNCED else dated.state.value
