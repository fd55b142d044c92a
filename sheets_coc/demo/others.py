"""The rest of the committee's work in the demo, only shown: the rota, a list, a letter."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sheets_coc.demo.story import Play

ATTENDEES = b"""Name,Email
Tim Wendell,tim@example.org
"Fictum, Ossian",ossian.fictum@example.org
Maja Standin,maja@example.net
"""
"""An invented list as an event would send it; the second is banned."""
EVENT_DAY = date(2027, 5, 21)


def oncall(it: Play, day: date) -> None:
    """Plan the duty of four weeks."""
    planned = it.book(day).oncall.plan(weeks=4).plan
    told = [
        f"week of {week.starts.isoformat()}: "
        + ", then ".join(name.reveal() if name else "nobody" for name in week.names)
        for week in planned.weeks
    ]
    it.tell(
        day, "oncall plan --weeks 4", "Plan who answers reports, shared fairly",
        *told,
    )  # fmt: skip


def screening(it: Play, day: date) -> None:
    """Compare an event's list, and word a letter."""
    from sheets_coc.letters.kinds import LetterKind
    from sheets_coc.letters.rendering import render
    from sheets_coc.tables.reading import read_tables

    found = it.book(day).screen([read_tables(ATTENDEES)], EVENT_DAY)
    told = [
        f"row {hit.entry.row}: perhaps {hit.case} ({hit.status.value}), {hit.tier.value}: "
        + ", ".join(hit.evidence)
        for hit in found.screening.hits
    ]
    it.tell(
        day, f"screen attendees.csv --event-date {EVENT_DAY}",
        "Compare an event's list with who is banned: candidates for a person, never a decision",
        *told, "Whoever is not among them is not thereby clear.",
    )  # fmt: skip
    values = {"group": it.policy.group.name, "code": it.policy.group.code, "signature": "Ada"}
    letter = render(LetterKind.ACKNOWLEDGE, values, it.policy.mail.committee, None)
    it.tell(
        day, "letter acknowledge", "Word the first answer to a reporter; nothing is sent",
        *(line for line in letter.body.splitlines() if line.strip()),
    )  # fmt: skip
