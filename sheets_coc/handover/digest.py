"""What the Monday mail says of the records: new things first, ten lines a person reads.

What has not changed since last week comes after what has, long lists are counted, and what
nobody needs on a Monday (the last run, the last fresh copy) is left to `status`:

    New since 16 November 2026
      Reported: frosty-boat.

    To do
      Unanswered for more than a day: frosty-boat (31 hours).
      Undecided for more than a week: 19 cases since 2016: old-onion, odd-otter and 17 more.
    On hold: 1. Waiting for another report: 2.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sheets_coc.dates import in_words
from sheets_coc.errors import Error
from sheets_coc.policy import Policy
from sheets_coc.sheet.model import Snapshot
from sheets_coc.status.item import RECUSED, Item, Urgency
from sheets_coc.status.status import status
from sheets_coc.todo.analysis import Analysis, analyse
from sheets_coc.todo.open_cases import conflicts
from sheets_coc.todo.wording import count, named

NAMED: Final = 5
"""How many cases a line of the mail names."""
LINES: Final = 7
"""How many lines ask for something; the rest is counted."""
_IN_THE_ROTA: Final = frozenset({"nobody-on-duty"})
"""Said where the mail names who is on duty."""
_COUNTED: Final = {"held": "On hold", "waiting": "Waiting for another report"}


@dataclass(frozen=True, slots=True)
class Section:
    """Lines of the mail under one heading."""

    heading: str
    lines: tuple[str, ...]


def digest(snapshot: Snapshot, policy: Policy, now: datetime) -> tuple[Section, ...]:
    """What the mail says of the records: case names only; nothing where there are none.

    Args:
        snapshot: the spreadsheet.
        policy: the committee's rules.
        now: the moment, in UTC.
    """
    if snapshot.tab(policy.tabs.records) is None:
        return ()
    try:
        seen = analyse(snapshot, policy, now)
        found = status(seen, None)
    except Error as error:
        return (Section("To do", (f"The records could not be looked at. {error.message}",)),)
    hidden = conflicts(seen).hidden_from()
    since = seen.today - timedelta(days=7)
    return tuple(
        section
        for section in (
            Section(f"New since {in_words(since)}", _new(seen, since, hidden)),
            Section("To do", _asked(found.items)),
            Section("", _counted(found.items)),
        )
        if section.lines
    )


def _new(seen: Analysis, since: date, hidden: Collection[str]) -> tuple[str, ...]:
    """What happened since a day: reported, decided, expunged."""
    records = [dated.record for dated in seen.dated if dated.record.name not in hidden]
    today = seen.today
    there = [record for record in records if not record.expunged]
    happened = (
        ("Reported", [r for r in there if _within(r.reported_on, since, today)]),
        ("Decided", [r for r in there if _within(r.decided_on, since, today)]),
        ("Expunged", [r for r in records if _within(r.expunged_on, since, today)]),
    )
    return tuple(
        f"{verb}: {named([record.name for record in found], NAMED)}."
        for verb, found in happened
        if found
    )


def _within(day: date | None, since: date, today: date) -> bool:
    return day is not None and since < day <= today


def _asked(items: Sequence[Item]) -> tuple[str, ...]:
    """What somebody should do, the most urgent first."""
    asked = [
        item.shortened(NAMED)
        for item in items
        if item.urgency is not Urgency.KNOW and item.code not in _IN_THE_ROTA
    ]
    lines = asked[:LINES]
    if (more := len(asked) - LINES) > 0:
        lines.append(f"And {count(more, 'more line')}: sheets-coc status.")
    lines += [item.text for item in items if item.code == RECUSED]
    return tuple(lines) or ("Nothing needs attention.",)


def _counted(items: Sequence[Item]) -> tuple[str, ...]:
    """What stays as it is, in numbers."""
    said = [
        f"{_COUNTED[item.code]}: {len(item.cases)}."
        for item in items
        if item.code in _COUNTED and item.cases
    ]
    return (" ".join(said),) if said else ()
