"""Rota: the weeks as a board, swapping by clicking, shares, absences and the calendar."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug import Response

from sheets_coc.committee.members import Member
from sheets_coc.desk.pages.common import the_desk
from sheets_coc.desk.uploads import day
from sheets_coc.errors import UsageError
from sheets_coc.oncall.calendar import Names
from sheets_coc.oncall.jobs import Planned
from sheets_coc.oncall.rota.fairness import much
from sheets_coc.oncall.tab import ROLES, Week

pages = Blueprint("rota", __name__)

NAMES: dict[str, Names] = {"full": "full", "initials": "initials", "none": "none"}


@dataclass(frozen=True, slots=True)
class BoardPlace:
    """One role of a week on the board.

    Attributes:
        role: the role.
        name: who holds it, or would.
        state: `agreed`, `planned` where the plan would fill it, `replaced` where it would
            replace an agreed holder, `open` where nobody can be found, `over` where it is past.
        duty: how the swap page calls it; blank where nothing can be swapped.
    """

    role: str
    name: str = field(repr=False)
    state: str
    duty: str = ""


@dataclass(frozen=True, slots=True)
class BoardWeek:
    """One week on the board.

    Attributes:
        starts: the day it begins.
        places: primary and secondary.
        away: who is away in it.
        running: whether it has begun.
    """

    starts: date
    places: tuple[BoardPlace, ...]
    away: tuple[str, ...] = field(repr=False)
    running: bool = False


@pages.get("/rota")
def page() -> str:
    """The weeks, who serves how much, who is away."""
    looked = the_desk().looked()
    planned = looked.oncall.plan()
    exists = looked.oncall.exists()
    shares = looked.oncall.fairness() if exists else None
    return render_template(
        "rota.html",
        planned=planned,
        exists=exists,
        weeks=_board(planned),
        filled=sum(len(week.filled) for week in planned.plan.weeks),
        findings=[f for f in planned.findings if f.code != "could-help"],
        shares=shares,
        most=max([s.duties for s in shares.shares], default=0) if shares else 0,
        over=[much(s, shares.limit) for s in shares.shares] if shares else [],
        members=_serving(planned),
        absences=_absences(planned),
        today=looked.now.date(),
    )


@pages.post("/rota/plan")
def plan() -> Response:
    """Write what the board shows as planned."""
    desk = the_desk()
    desk.book.oncall.plan(repair=bool(request.form.get("repair")), apply=True)
    desk.changed()
    return redirect(url_for("rota.page"), 303)


@pages.get("/rota/<week>/<role>")
def swap(week: str, role: str) -> str:
    """Everyone who could take a duty, best first, and what each swap would bring."""
    duty, found = the_desk().looked().oncall.partners(f"{week}/{role}")
    holder = next((one.names[0].reveal() for one in found), "")
    return render_template("swap.html", duty=duty, partners=found, holder=holder)


@pages.post("/rota/<week>/<role>")
def swapped(week: str, role: str) -> Response:
    """Write a swap, as long as the weeks are still what they were."""
    desk = the_desk()
    other, taker = request.form.get("other", ""), request.form.get("taker", "")
    desk.book.oncall.swap(f"{week}/{role}", other or taker, hand_over=not other, apply=True)
    desk.changed()
    return redirect(url_for("rota.page") + f"#w-{week}", 303)


@pages.post("/rota/away")
def away() -> Response | str:
    """Note an absence; where it hits agreed weeks, say which."""
    desk, form = the_desk(), request.form
    first = day(form.get("first", ""), what="First day away")
    last = day(form.get("last", "") or first.isoformat(), what="Last day away")
    found, _ = desk.book.oncall.away(form.get("member", ""), first, last, apply=True)
    desk.changed()
    if found.hit:
        return render_template("absence.html", absence=found)
    return redirect(url_for("rota.page") + "#absences", 303)


@pages.post("/rota/calendar")
def calendar() -> Response:
    """The rota as a calendar file: whole, or one member's weeks."""
    form = request.form
    names = NAMES.get(form.get("names", ""))
    if names is None:
        raise UsageError("Choose how members are named in it.", code="names")
    content = the_desk().looked().oncall.calendar(member=form.get("member") or None, names=names)
    answer = Response(content, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = 'attachment; filename="on-call.ics"'
    return answer


def _board(planned: Planned) -> list[BoardWeek]:
    """The running week as it stands, and the weeks of the plan."""
    tab, members = planned.rota.tab, planned.rota.committee.members
    weeks = []
    if planned.plan.weeks:
        before = planned.plan.weeks[0].starts - timedelta(weeks=1)
        if before in tab.weeks:
            weeks.append(_running(tab.weeks[before], members))
    for one in planned.plan.weeks:
        stands = tab.week(one.starts)
        places = []
        for role, name, slot in zip(ROLES, one.names, stands.slots, strict=True):
            state = "agreed"
            if role in one.changed:
                state = "replaced"
            elif role in one.filled:
                state = "planned"
            elif name is None:
                state = "open"
            shown = name.reveal() if name else slot.typed.reveal()
            swappable = one.starts in tab.weeks and role not in one.filled and slot.writable
            duty = f"{one.starts.isoformat()}/{role.value}" if swappable else ""
            places.append(BoardPlace(role.value, shown, state, duty))
        weeks.append(BoardWeek(one.starts, tuple(places), _away(members, one.starts)))
    return weeks


def _running(week: Week, members: tuple[Member, ...]) -> BoardWeek:
    places = tuple(
        BoardPlace(
            role.value,
            slot.shown(members).reveal(),
            "agreed" if slot.typed else "open",
            f"{week.starts.isoformat()}/{role.value}" if slot.writable else "",
        )
        for role, slot in zip(ROLES, week.slots, strict=True)
    )
    return BoardWeek(week.starts, places, _away(members, week.starts), running=True)


def _away(members: tuple[Member, ...], week: date) -> tuple[str, ...]:
    return tuple(one.name.reveal() for one in members if one.obstacle(week) == "away")


def _serving(planned: Planned) -> list[str]:
    """Members who have not left, by name."""
    first = planned.plan.weeks[0].starts if planned.plan.weeks else date.max
    return [
        one.name.reveal()
        for one in planned.rota.committee.members
        if one.left is None or one.left > first
    ]


def _absences(planned: Planned) -> list[dict[str, Any]]:
    """Absences that are not over, the next first."""
    first = planned.plan.weeks[0].starts - timedelta(weeks=1) if planned.plan.weeks else date.max
    found = [
        {"name": member.name.reveal(), "first": one.first, "last": one.last}
        for member in planned.rota.committee.members
        for one in member.away
        if one.last >= first
    ]
    return sorted(found, key=lambda one: (one["first"], one["last"]))
