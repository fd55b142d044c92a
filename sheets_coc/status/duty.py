"""Who is on duty, who left while on duty, and which of this and the next week lack somebody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sheets_coc.committee.unclear import not_understood
from sheets_coc.errors import Error
from sheets_coc.oncall import reading as oncall
from sheets_coc.oncall.reading import Rota
from sheets_coc.oncall.tab import ROLES, Slot, Week
from sheets_coc.policy import Policy
from sheets_coc.private import Private
from sheets_coc.schema.findings import Spot
from sheets_coc.sheet.model import Snapshot
from sheets_coc.status.item import Item, Urgency


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Who is on duty in the running week; a name is empty where nobody is."""

    week: date
    primary: Private[str]
    secondary: Private[str]


def on_duty(snapshot: Snapshot, policy: Policy, now: datetime) -> tuple[OnDuty | None, list[Item]]:
    """Who is on duty, and what about the rota wants looking at in this and the next week."""
    try:
        rota = oncall.read_if_any(snapshot, policy)
    except Error as error:
        text = f"The rota cannot be read. {error.message}"
        return None, [Item("rota-unreadable", Urgency.SOON, text)]
    if rota is None:
        said = not_understood(snapshot, policy)
        return None, [Item("members-unclear", Urgency.SOON, said)] if said else []
    week = policy.oncall.changeover.running(now)
    this, after = rota.tab.week(week), rota.tab.week(week + timedelta(weeks=1))
    found = [
        *_absent(rota, this, now.date()),
        *_gaps(
            this,
            Urgency.NOW,
            "Nobody is on duty this week as {}. Step in: sheets-coc oncall swap {} NAME "
            "--hand-over.",
        ),
        *_gaps(
            after,
            Urgency.SOON,
            "Nobody is on duty next week as {}. Fill the rota: sheets-coc oncall plan.",
        ),
        *_unclear(rota, week),
    ]
    members = rota.committee.members
    first, second = (slot.shown(members) for slot in this.slots)
    return OnDuty(week, first, second), found


def _gaps(week: Week, urgency: Urgency, text: str) -> list[Item]:
    empty = [role for role, slot in zip(ROLES, week.slots, strict=True) if not slot.typed]
    if not empty:
        return []
    place = f"{week.starts}/{empty[0].value}"
    said = text.format(" and ".join(role.value for role in empty), place)
    return [Item("nobody-on-duty", urgency, said)]


_GONE = {
    "left": "The {role} of this week has left the committee. Hand the rest of it over: sheets-coc "
    "oncall swap {duty} NAME --hand-over.",
    "away": "The {role} of this week is away. Hand the rest of it over: sheets-coc oncall swap "
    "{duty} NAME --hand-over.",
    "not-on-call": "The {role} of this week is no longer on call. Hand the rest of it over: "
    "sheets-coc oncall swap {duty} NAME --hand-over.",
}


def _absent(rota: Rota, week: Week, today: date) -> list[Item]:
    """Whoever is on duty now and, by the Committee tab, is not there today."""
    found = []
    for role, slot in zip(ROLES, week.slots, strict=True):
        code = _why_absent(rota, slot, today)
        if code is not None:
            said = _GONE[code].format(role=role.value, duty=f"{week.starts}/{role.value}")
            found.append(Item(f"on-duty-{code}", Urgency.NOW, said))
    return found


def _why_absent(rota: Rota, slot: Slot, today: date) -> str | None:
    """Why the holder of a slot is not there today; None where nothing says so."""
    if slot.holder is None or slot.agreement:
        return None
    member = rota.committee.members[slot.holder]
    if member.left is not None and "left" not in member.doubts and member.left <= today:
        return "left"
    if any(absence.first <= today <= absence.last for absence in member.away):
        return "away"
    if not member.on_call and "on_call" not in member.doubts:
        return "not-on-call"
    return None


_UNCLEAR = ("unknown-name", "two-members", "agreement", "week-twice")


def _unclear(rota: Rota, week: date) -> list[Item]:
    """Cells of the two tabs in which something stops the rota or is not understood."""
    soon = (week, week + timedelta(weeks=1))
    asked = [f for f in rota.tab.findings if f.code in _UNCLEAR and f.week in soon]
    rows = {member.row for member in rota.committee.left_out(week)}
    doubtful = [f for f in rota.committee.findings if f.row in rows]
    found = []
    if asked:
        said = f"Who is meant in {_cells(asked)}? See sheets-coc oncall check."
        found.append(Item("rota-unclear", Urgency.SOON, said))
    if doubtful:
        said = (
            f"{_cells(doubtful)} cannot be understood, so the rota is not written: it would leave "
            "somebody out. Correct it."
        )
        found.append(Item("members-unclear", Urgency.SOON, said))
    return found


def _cells(findings: Sequence[Spot]) -> str:
    return ", ".join(dict.fromkeys(f"{finding.tab} {finding.cell}" for finding in findings))
