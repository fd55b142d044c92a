"""What open cases ask of the committee, by its own measures.

Each case is named once, where it is most urgent, and once more among all that are open.

Any member steps in where a first answer is not given within a day, a report is resolved within
a week, and one that local representatives have handled wants an acknowledgement only (report
handling procedure).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime

from sheets_coc.committee.conflicts import Conflicts
from sheets_coc.committee.handlers import Handlers
from sheets_coc.committee.members import Committee
from sheets_coc.status.duty import OnDuty
from sheets_coc.status.item import Item, Urgency, about
from sheets_coc.todo.analysis import Analysis
from sheets_coc.todo.open_cases import DECIDE, ESCALATE, OpenCase, open_cases, unanswered


def items(
    seen: Analysis, committee: Committee | None, conflicts: Conflicts, duty: OnDuty | None
) -> list[Item]:
    """Open cases by what they want, then all of them.

    Args:
        seen: what the rules say of the sheet.
        committee: the members; None where there is no such tab.
        conflicts: who keeps out of which case.
        duty: who is on duty; None where there is no rota.
    """
    columns, now = seen.sheet.layout.columns, seen.now
    every = open_cases(seen)
    left = _left_to(every, committee, now)
    waiting = unanswered(seen)
    long = [case for case in waiting if case.longer(ESCALATE, now)]
    late = [case for case in waiting if case not in long]
    said = {case.record.row for case in waiting}
    acknowledge = [c for c in every if c.local and c.record.responded_on is None]
    appealed = [c for c in every if c.record.measure_stands and c.record.row not in said]
    said |= {case.record.row for case in appealed}
    undecided = [
        c for c in every if not c.local and c.record.row not in said and c.longer(DECIDE, now)
    ]
    said |= {case.record.row for case in (*acknowledge, *undecided)}
    nobody = [
        c
        for c in every
        if "handled_by" in columns and not c.local and not c.record.handled_by
        and c.record.row not in said
    ]  # fmt: skip
    helped = _by_helper(long, conflicts, duty)
    return [
        *_about("handler-left", Urgency.NOW,
                "Whoever handles it has left the committee: {}. Hand it on.", left),
        *(item for helper, those in helped.items() for item in _about(
            "unanswered", Urgency.NOW, f"Unanswered for more than two days, so {helper}: {{}}.",
            those, _waited(now))),
        *_about("unanswered", Urgency.NOW, "Unanswered for more than a day: {}.", late,
                _waited(now)),
        *(item for said, those in _by_handler(undecided, columns) for item in _about(
            "undecided", Urgency.NOW, f"Undecided for more than a week{said}: {{}}.", those)),
        *_about("appealed", Urgency.SOON,
                "Open while the measure stands, as during an appeal: {}. Decide it.", appealed),
        *_about("no-handler", Urgency.SOON, "Open, and nobody handles it: {}.", nobody),
        *_about("acknowledge", Urgency.SOON,
                "Handled by local representatives; an acknowledgement is all it wants: {}.",
                acknowledge),
        *(_about("open", Urgency.KNOW, "Open: {}.", every)
          or [Item("open", Urgency.KNOW, "No case is open.")] * seen.sheet.layout.has_decisions),
    ]  # fmt: skip


def _by_helper(
    cases: list[OpenCase], conflicts: Conflicts, duty: OnDuty | None
) -> dict[str, list[OpenCase]]:
    """Cases by who steps in: the secondary, unless they keep out of it."""
    found: dict[str, list[OpenCase]] = {}
    for case in cases:
        helper = "any member steps in"
        if duty and duty.secondary:
            out = conflicts.keeps_out(case.record, duty.secondary)
            helper = "another member steps in" if out else "the secondary steps in"
        found.setdefault(helper, []).append(case)
    return found


def _about(
    code: str,
    urgency: Urgency,
    template: str,
    cases: list[OpenCase],
    remark: Callable[[OpenCase], str] | None = None,
) -> list[Item]:
    """A line about cases, the oldest last; none where there are none."""
    if remark is None:
        return about(code, urgency, template, [case.record for case in cases])
    listed = []
    for case in cases:
        said = remark(case)
        listed.append(f"{case.record.name} ({said})" if said else case.record.name)
    return about(code, urgency, template, [case.record for case in cases], listed)


def _waited(now: datetime) -> Callable[[OpenCase], str]:
    return lambda case: case.received.waited(now) if case.received else ""


def _by_handler(
    cases: list[OpenCase], columns: Collection[str]
) -> tuple[tuple[str, list[OpenCase]], ...]:
    """Cases that nobody handles, where the sheet tells, and the others."""
    nobody = [c for c in cases if "handled_by" in columns and not c.record.handled_by]
    others = [c for c in cases if c not in nobody]
    return (", and handled by nobody", nobody), ("", others)


def _left_to(
    cases: Iterable[OpenCase], committee: Committee | None, now: datetime
) -> list[OpenCase]:
    """Cases that are handled by nobody but members who have left."""
    if committee is None:
        return []
    handlers = Handlers(committee)
    return [case for case in cases if handlers.gone(case.record.handled_by, now.date())]
