"""Open cases, and how long their reporters have waited.

Any member steps in where a first answer is not given within a day, a report is resolved within
a week, and one that local representatives have handled wants an acknowledgement only (report
handling procedure).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sheets_coc.committee.handlers import Handlers
from sheets_coc.committee.members import read_if_any
from sheets_coc.records.record import Record
from sheets_coc.records.values import action_taken
from sheets_coc.records.waiting import Received, received
from sheets_coc.retention.terms import State
from sheets_coc.schema.columns import Decision
from sheets_coc.schema.findings import Finding
from sheets_coc.todo.analysis import Analysis

ANSWER: Final = timedelta(days=1)
ESCALATE: Final = timedelta(days=2)
DECIDE: Final = timedelta(days=7)
FORGOTTEN: Final = timedelta(days=28)
"""A report older than this is no longer called unanswered: it is undecided, and that is worse.
Old records have no first answer noted, because the column is younger than they are."""


@dataclass(frozen=True, slots=True)
class OpenCase:
    """An open case.

    Attributes:
        record: its record.
        received: when it came; None where nobody can tell.
        local: whether local representatives handled it and the committee did not.
    """

    record: Record
    received: Received | None
    local: bool

    def longer(self, than: timedelta, now: datetime) -> bool:
        """Whether it has surely waited longer."""
        return self.received is not None and self.received.longer(than, now)

    def unanswered(self, now: datetime) -> bool:
        """Whether its reporter has waited too long for a first answer."""
        return (
            not self.local
            and self.record.responded_on is None
            and self.longer(ANSWER, now)
            and not self.longer(FORGOTTEN, now)
        )


def open_cases(seen: Analysis) -> list[OpenCase]:
    """Every open case."""
    zone = seen.snapshot.time_zone
    return [
        OpenCase(d.record, received(seen.sheet, d.record, zone), _local(seen, d.record))
        for d in seen.dated
        if not d.record.expunged and (d.state is State.OPEN or d.record.decision is Decision.OPEN)
    ]


def _local(seen: Analysis, record: Record) -> bool:
    """Whether local representatives did something and the committee did not."""
    return (
        action_taken(seen.sheet.cell(record, "local_action")) is True
        and action_taken(seen.sheet.cell(record, "our_action")) is not True
    )


def unanswered(seen: Analysis) -> list[OpenCase]:
    """Cases whose reporters have waited too long; none where first answers are not noted."""
    if "responded_on" not in seen.sheet.layout.columns:
        return []
    return [case for case in open_cases(seen) if case.unanswered(seen.now)]


def case_findings(seen: Analysis) -> list[Finding]:
    """What open cases give a person to look at: no answer yet, and a handler who is no member."""
    columns, tab = seen.sheet.layout.columns, seen.policy.tabs.records
    found = [("unanswered", "responded_on", case.record) for case in unanswered(seen)]
    found += [("handler-unknown", "handled_by", record) for record in _strangers(seen)]
    return [
        Finding(code, tab, record.row, columns.get(key), key, record.case)
        for code, key, record in found
    ]


def _strangers(seen: Analysis) -> list[Record]:
    """Records that somebody handles who stands nowhere in the Committee tab."""
    committee = read_if_any(seen.snapshot, seen.policy)
    if committee is None or not committee.members or "handled_by" not in seen.sheet.layout.columns:
        return []
    handlers = Handlers(committee)
    records = [dated.record for dated in seen.dated if not dated.record.expunged]
    return [record for record in records if handlers.unknown(record.handled_by)]
