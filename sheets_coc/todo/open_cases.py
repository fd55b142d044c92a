"""Open cases, and how long their reporters have waited.

Any member steps in where a first answer is not given within a day, a report is resolved within
a week, and one that local representatives have handled wants an acknowledgement only (report
handling procedure).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sheets_coc.committee.conflicts import Conflicts
from sheets_coc.committee.members import Committee, read_if_any
from sheets_coc.committee.unclear import unreadable
from sheets_coc.records.record import Record
from sheets_coc.records.values import action_taken
from sheets_coc.records.waiting import Received, received
from sheets_coc.retention.terms import DatedRecord, State
from sheets_coc.schema.columns import Decision
from sheets_coc.schema.findings import Finding
from sheets_coc.todo.analysis import Analysis

ANSWER: Final = timedelta(days=1)
ESCALATE: Final = timedelta(days=2)
ESCALATED: Final = "After two days the secondary steps in, or any other member."
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
        if _is_open(d)
    ]


def _is_open(dated: DatedRecord) -> bool:
    record = dated.record
    return not record.expunged and (dated.state is State.OPEN or record.decision is Decision.OPEN)


def conflicts(seen: Analysis) -> Conflicts:
    """Who of the committee keeps out of which case."""
    return Conflicts(
        read_if_any(seen.snapshot, seen.policy) or Committee(()),
        [dated.record for dated in seen.dated if not dated.record.expunged],
        {dated.row for dated in seen.dated if _is_open(dated)},
        seen.today,
        unreadable=unreadable(seen.snapshot, seen.policy) is not None,
    )


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
    """What open cases give a person to look at: no answer yet, and who handles them."""
    columns, tab = seen.sheet.layout.columns, seen.policy.tabs.records
    key = "responded_on"
    waiting = [
        Finding("unanswered", tab, one.record.row, columns[key], key, one.record.case,
                besides=ESCALATED if one.longer(ESCALATE, seen.now) else "")
        for one in unanswered(seen)
    ]  # fmt: skip
    found = _handling(seen) if columns.keys() & {"handled_by", "recused"} else []
    return waiting + [
        Finding(code, tab, record.row, columns.get(key), key, record.case)
        for code, key, record in found
        if key in columns
    ]


def _handling(seen: Analysis) -> list[tuple[str, str, Record]]:
    """Cases that somebody handles who is no member, or who has a conflict of interest in them."""
    who = conflicts(seen)
    looks = (
        ("handler-unknown", "handled_by", who.stranger_handles),
        ("recused-unknown", "recused", who.unknown),
        ("handles-while-recused", "handled_by", who.handles_all_the_same),
        ("nobody-may-handle", "recused", who.nobody_may_handle),
    )
    return [
        (code, key, record)
        for record in who.records
        for code, key, applies in looks
        if applies(record)
        # Said already where the names agree.
        and not (code == "handles-while-recused" and "handles-own-case" in record.blocked_by)
    ]
