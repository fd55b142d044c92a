"""Who is on duty, and which of this and the next week lack somebody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sheets_coc.dates import duty_week
from sheets_coc.errors import Error
from sheets_coc.oncall import jobs as oncall
from sheets_coc.oncall.tab import ROLES, Week
from sheets_coc.policy import Policy
from sheets_coc.private import Private
from sheets_coc.sheet.model import Snapshot
from sheets_coc.status.items import Item, Urgency


@dataclass(frozen=True, slots=True)
class Duty:
    """Who is on duty in the running week; a name is empty where nobody is."""

    week: date
    primary: Private[str]
    secondary: Private[str]


def on_duty(snapshot: Snapshot, policy: Policy, now: datetime) -> tuple[Duty | None, list[Item]]:
    """Who is on duty, and which of this and the next week lack somebody."""
    try:
        committee, rota = oncall.both(snapshot, policy)
    except Error as error:
        text = f"The rota cannot be read. {error.message}"
        return None, [Item("rota-unreadable", Urgency.SOON, text)]
    if committee is None or rota is None:
        return None, []
    monday = duty_week(now)
    this, after = rota.week(monday), rota.week(monday + timedelta(weeks=1))
    found = [
        *_gaps(this, Urgency.NOW, "Nobody is on duty this week as {}. Step in, or swap."),
        *_gaps(
            after,
            Urgency.SOON,
            "Nobody is on duty next week as {}. Fill the rota: sheets-coc oncall plan.",
        ),
    ]
    names = [
        slot.typed if slot.holder is None else committee.members[slot.holder].name
        for slot in this.slots
    ]
    return Duty(monday, names[0], names[1]), found


def _gaps(week: Week, urgency: Urgency, text: str) -> list[Item]:
    empty = [role.value for role, slot in zip(ROLES, week.slots, strict=True) if not slot.typed]
    return [Item("nobody-on-duty", urgency, text.format(" and ".join(empty)))] if empty else []
