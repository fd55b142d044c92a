"""The rest of the committee's work in the demo, only shown: the rota, a list, a letter."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sheets_coc.book.workbook import Book

ATTENDEES = b"""Name,Email
Tim Wendell,tim@example.org
"Fictum, Ossian",ossian.fictum@example.org
Maja Standin,maja@example.net
"""
"""An invented list as an event would send it; the second is banned."""
EVENT_DAY = date(2027, 5, 21)

Told = tuple[str, ...]
"""A command, what it is for, and what came of it, line by line."""


def oncall(book: Book) -> Told:
    """Plan the duty of four weeks."""
    planned = book.oncall.plan(weeks=4).plan
    weeks = [
        f"week of {week.starts.isoformat()}: "
        + ", then ".join(name.reveal() if name else "nobody" for name in week.names)
        for week in planned.weeks
    ]
    return ("oncall plan --weeks 4", "Plan who answers reports, shared fairly", *weeks)


def screening(book: Book) -> Told:
    """Compare an event's list with who is banned."""
    from sheets_coc.tables.reading import read_tables

    found = book.screen([read_tables(ATTENDEES)], EVENT_DAY)
    hits = [
        f"row {hit.entry.row}: perhaps {hit.case} ({hit.status.value}), {hit.tier.value}: "
        + ", ".join(hit.evidence)
        for hit in found.screening.hits
    ]
    return (
        f"screen attendees.csv --event-date {EVENT_DAY}",
        "Compare an event's list with who is banned: candidates for a person, never a decision",
        *hits,
        "Whoever is not among them is not thereby clear.",
    )


def letter(book: Book) -> Told:
    """Word the first answer to somebody who reported."""
    from sheets_coc.letters.kinds import LetterKind
    from sheets_coc.letters.rendering import render

    group, mail = book.policy.group, book.policy.mail
    values = {"group": group.name, "code": group.code, "signature": "Ada"}
    made = render(LetterKind.ACKNOWLEDGE, values, mail.committee, None)
    return (
        "letter acknowledge",
        "Word the first answer to a reporter; nothing is sent",
        *(line for line in made.body.splitlines() if line.strip()),
    )
