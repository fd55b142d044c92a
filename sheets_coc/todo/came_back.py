"""Records that the Log calls expunged and that hold people again.

Old content was pasted back, or a version restored. What goes by the rules is found again by
the rules; who was erased on request is not, since the record's time is not over. So such a
row is blocked, and people are asked: expunge it again, or say that it was put back on purpose.
A whole version that is restored takes the Log back as well; then nothing can tell, and the
runbook says to repeat requests.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from sheets_coc.policy import Policy
from sheets_coc.records import cases
from sheets_coc.records.record import Record
from sheets_coc.records.sheet import RecordsSheet
from sheets_coc.retention.terms import DatedRecord, State
from sheets_coc.schema.findings import Finding
from sheets_coc.sheet.model import Snapshot
from sheets_coc.todo import log

CAME_BACK: Final = "erased-came-back"
"""The finding about somebody who was erased on request."""
PUT_BACK: Final = "put back on purpose"
"""The answer that lets such a record be."""
PUT_BACK_PREFIX: Final = "sheets-coc.put-back."
"""Developer metadata that remembers the answer, by case."""


def block(
    sheet: RecordsSheet, snapshot: Snapshot, policy: Policy, answers: Mapping[str, str]
) -> dict[str, bool]:
    """Block rows of people who were erased on request, and find them.

    Args:
        sheet: the records; changed in place.
        snapshot: the spreadsheet, for its Log.
        policy: what the Log is called.
        answers: metadata with answers given before.

    Returns:
        The cases the Log calls expunged, without those that were put back on purpose.

    Raises:
        SheetError: the Log's tab holds something else.
    """
    logged = log.expunged_cases(log.read(snapshot, policy))
    gone = {case: asked for case, asked in logged.items() if PUT_BACK_PREFIX + case not in answers}
    for index, record in enumerate(sheet.records):
        if _is_back(record, gone) and gone[cases.key(record.name)]:
            sheet.findings.append(_finding(CAME_BACK, sheet, policy, record))
            blocked = (*record.blocked_by, CAME_BACK)
            sheet.records[index] = replace(record, blocked_by=blocked)
    return gone


def others(
    sheet: RecordsSheet, policy: Policy, dated: list[DatedRecord], gone: Mapping[str, bool]
) -> list[Finding]:
    """Findings for the other records that came back, where no rule will let them go soon."""
    return [
        _finding("came-back", sheet, policy, one.record)
        for one in dated
        if _is_back(one.record, gone)
        and not gone[cases.key(one.record.name)]
        and not one.record.held
        and one.record.expunged_on is None
        and one.state not in (State.DUE, State.ANNOUNCED)
    ]


def _is_back(record: Record, gone: Mapping[str, bool]) -> bool:
    named = bool(record.subjects or record.contacts or record.reporter)
    back = named and not record.expunged and record.case is not None
    return back and cases.key(record.name) in gone


def _finding(code: str, sheet: RecordsSheet, policy: Policy, record: Record) -> Finding:
    column = sheet.layout.columns.get("subjects", sheet.layout.columns.get("case"))
    return Finding(code, policy.tabs.records, record.row, column, "subjects", record.case)
