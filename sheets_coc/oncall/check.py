"""What is wrong with the weeks ahead: gaps, leavers, absences, names nobody knows."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sheets_coc.committee.members import Committee
from sheets_coc.oncall.findings import RotaFinding
from sheets_coc.oncall.rota.planner import first_week
from sheets_coc.oncall.tab import ROLES, DutyRole, RotaTab, Slot, Week
from sheets_coc.schema.findings import Spot


class _Check:
    def __init__(self, committee: Committee, rota: RotaTab, title: str) -> None:
        self.committee, self.rota, self.title = committee, rota, title

    def finding(
        self, code: str, week: Week, role: DutyRole, slot: Slot | None = None
    ) -> RotaFinding:
        member = None
        if slot is not None and slot.holder is not None:
            member = self.committee.members[slot.holder].name
        column = self.rota.columns[role]
        return RotaFinding(code, self.title, week.row, column, role, week.starts, member)

    def held(self, week: Week) -> list[RotaFinding]:
        """Holders who cannot serve, and one person in both roles."""
        found = []
        for role, slot in zip(ROLES, week.slots, strict=True):
            if slot.holder is None:
                continue
            member = self.committee.members[slot.holder]
            obstacle = None if member.unclear else member.obstacle(week.starts)
            if obstacle:
                found.append(self.finding(obstacle, week, role, slot))
        if week.slots[0].holder is not None and week.slots[0].holder == week.slots[1].holder:
            found.append(self.finding("same-twice", week, DutyRole.SECONDARY, week.slots[1]))
        return found

    def gaps(self, week: Week) -> list[RotaFinding]:
        """Cells in which nothing stands."""
        return [
            self.finding("uncovered", week, role)
            for role, slot in zip(ROLES, week.slots, strict=True)
            if not slot.typed
        ]

    def running(self, week: Week, before: Week) -> list[RotaFinding]:
        """Holders who served the week before as well."""
        return [
            self.finding("back-to-back", week, role, slot)
            for role, slot in zip(ROLES, week.slots, strict=True)
            if slot.holder is not None and slot.holder in before.holders
        ]


def check(
    committee: Committee,
    rota: RotaTab,
    now: datetime,
    *,
    weeks: int = 8,
    title: str = "On-call",
) -> list[Spot]:
    """What a person should look at, in the order of tabs and weeks.

    Gaps and people two weeks running are looked for in the weeks ahead; holders who cannot
    serve, and cells that are not understood, in every week that has not begun.

    Args:
        committee: the members.
        rota: the On-call tab.
        now: the moment.
        weeks: how many weeks ahead.
        title: how findings call the On-call tab.
    """
    first = first_week(now, rota.changeover)
    looked = _Check(committee, rota, title)
    found: list[Spot] = [*committee.findings]
    found += [f for f in rota.findings if f.week is None or f.week >= first]
    ahead: list[date] = [first + timedelta(weeks=w) for w in range(weeks)]
    for starts in sorted({*ahead, *(w for w in rota.weeks if w >= first)}):
        week = rota.week(starts)
        found += looked.held(week)
        if starts in ahead:
            found += looked.gaps(week)
            found += looked.running(week, rota.week(starts - timedelta(weeks=1)))
    return found
