"""The rota as an iCalendar file (RFC 5545): whole, or one member's weeks.

Every duty has an identity made of its first day and role, so a calendar program that reads the
file again updates what it has. Nothing in the file depends on when it was made: as long as
the rota is the same, so is every byte. Names stand in it as far as they are asked for,
addresses never.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from sheets_coc.committee.members import Committee
from sheets_coc.dates import Changeover
from sheets_coc.oncall.findings import NO_WEEK
from sheets_coc.oncall.tab import ROLES, DutyRole, RotaTab, Slot, Week
from sheets_coc.schema.findings import Spot

if TYPE_CHECKING:
    from icalendar import Event

Names = Literal["full", "initials", "none"]
"""How members are named in a calendar."""

PRODUCT = "-//sheets-coc//on-call rota//EN"


@dataclass(frozen=True, slots=True)
class RotaCalendar:
    """What `oncall export` writes.

    Attributes:
        content: the bytes of the iCalendar file; they hold names.
        left_out: what is not understood in the On-call tab, so that it does not have it.
    """

    content: bytes = field(repr=False)
    left_out: tuple[Spot, ...] = ()


def uid(week: date, role: DutyRole) -> str:
    """The identity of a duty: its first day and role, whoever holds it."""
    return f"oncall-{week.isoformat()}-{role.value}@sheets-coc"


def _name(slot: Slot, committee: Committee, names: Names) -> str:
    name = slot.shown(committee.members).reveal()
    if names == "initials":
        return " ".join(f"{part[0]}." for part in name.split() if part[0].isalpha()) or "?"
    return name


def _event(week: Week, role: DutyRole, name: str, changeover: Changeover) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", uid(week.starts, role))
    event.add("dtstamp", changeover.starts_at(week.starts))
    event.add("dtstart", changeover.starts_at(week.starts))
    event.add("dtend", changeover.starts_at(week.starts + timedelta(weeks=1)))
    event.add("summary", f"On call ({role.value})" + (f": {name}" if name else ""))
    event.add("transp", "TRANSPARENT")
    return event


def _duties(rota: RotaTab, member: int | None) -> Iterator[tuple[Week, DutyRole, Slot]]:
    for week in rota.weeks.values():
        for role, slot in zip(ROLES, week.slots, strict=True):
            if slot.typed and (member is None or member in (slot.holder, *slot.candidates)):
                yield week, role, slot


def left_out(rota: RotaTab, member: int | None = None) -> tuple[Spot, ...]:
    """What is not understood in the tab, so that the calendar does not have it.

    Args:
        rota: the On-call tab.
        member: the index of the member whose weeks are exported; None for everyone.
    """
    codes = NO_WEEK if member is None else NO_WEEK | {"unknown-name"}
    return tuple(finding for finding in rota.findings if finding.code in codes)


def calendar(
    committee: Committee, rota: RotaTab, member: int | None = None, *, names: Names = "full"
) -> bytes:
    """The rota as the bytes of an .ics file.

    Args:
        committee: the members.
        rota: the On-call tab; every week in it is exported.
        member: the index of one member to export the weeks of; None for everyone.
        names: how members are named: `full` as in the sheet, `initials`, or `none`. Whoever
            can fetch the file reads it, so one with full names is for the committee alone.
    """
    from icalendar import Calendar

    result = Calendar()
    result.add("prodid", PRODUCT)
    result.add("version", "2.0")
    result.add("method", "PUBLISH")
    result.add("x-wr-calname", "Code of Conduct on-call duty")
    for week, role, slot in _duties(rota, member):
        name = "" if names == "none" else _name(slot, committee, names)
        result.add_component(_event(week, role, name, rota.changeover))
    return bytes(result.to_ical())
