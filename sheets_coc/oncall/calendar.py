"""The rota as an iCalendar file (RFC 5545): whole, or one member's weeks.

Every duty has an identity made of its Monday and role, so a calendar program that reads the
file again updates what it has. Nothing in the file depends on when it was made: as long as
the rota is the same, so is every byte. Names stand in it, addresses do not.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sheets_coc.committee.members import Committee
from sheets_coc.dates import week_starts_at
from sheets_coc.oncall.tab import ROLES, Role, RotaTab, Slot, Week

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT = "-//sheets-coc//on-call rota//EN"


def uid(week: date, role: Role) -> str:
    """The identity of a duty: its Monday and role, whoever holds it."""
    return f"oncall-{week.isoformat()}-{role.value}@sheets-coc"


def _name(slot: Slot, committee: Committee) -> str:
    if slot.holder is None:
        return slot.typed.reveal()
    return committee.members[slot.holder].name.reveal()


def _event(week: Week, role: Role, name: str) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", uid(week.starts, role))
    event.add("dtstamp", week_starts_at(week.starts))
    event.add("dtstart", week_starts_at(week.starts))
    event.add("dtend", week_starts_at(week.starts + timedelta(weeks=1)))
    event.add("summary", f"On call ({role.value}): {name}")
    event.add("transp", "TRANSPARENT")
    return event


def _duties(rota: RotaTab, member: int | None) -> Iterator[tuple[Week, Role, Slot]]:
    for week in rota.weeks.values():
        for role, slot in zip(ROLES, week.slots, strict=True):
            if slot.typed and (member is None or slot.holder == member):
                yield week, role, slot


def calendar(committee: Committee, rota: RotaTab, member: int | None = None) -> bytes:
    """The rota as the bytes of an .ics file.

    Args:
        committee: the members.
        rota: the On-call tab; every week in it is exported.
        member: the index of one member to export the weeks of; None for everyone.
    """
    from icalendar import Calendar

    result = Calendar()
    result.add("prodid", PRODUCT)
    result.add("version", "2.0")
    result.add("method", "PUBLISH")
    result.add("x-wr-calname", "Code of Conduct on-call duty")
    for week, role, slot in _duties(rota, member):
        result.add_component(_event(week, role, _name(slot, committee)))
    return bytes(result.to_ical())
