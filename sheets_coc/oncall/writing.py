"""What has to be written to the On-call tab, as changes for the one transaction."""

from __future__ import annotations

from sheets_coc.dates import to_serial
from sheets_coc.oncall.rota.planner import PlannedWeek, RotaPlan
from sheets_coc.oncall.tab import ROLES, DutyRole, RotaTab
from sheets_coc.sheet.model import Changes, SetCell


def _written(week: PlannedWeek) -> dict[DutyRole, str]:
    return {
        role: name.reveal()
        for role, name in zip(ROLES, week.names, strict=True)
        if role in week.filled and name is not None
    }


def _noted(rota: RotaTab, row: int, week: PlannedWeek) -> list[SetCell]:
    """The Note of a week with the unknown names that are replaced in it."""
    before = rota.remarks(row)
    said = [
        f"{role.value} was {slot.typed.reveal()}, who is not in the Committee tab"
        for role, slot in zip(ROLES, rota.week(week.starts).slots, strict=True)
        if role in week.displaced
    ]
    if not said or before is None:
        return []
    return [SetCell(rota.tab, row, rota.columns["note"], "; ".join([*before, *said]))]


def changes(plan_: RotaPlan, rota: RotaTab) -> Changes:
    """What has to be written to make the tab say what the plan says.

    Weeks without a row get one below everything, in the order of time; a week that nobody
    can serve at all does not. Nothing but names and the dates of new weeks is written, all of
    it to single cells: so the tab is locked meanwhile, and two runs cannot add a week twice.
    A name that nobody in the Committee tab bears was typed by a person: it moves to Note.
    """
    cells: list[SetCell] = []
    free = rota.first_free
    for week in plan_.weeks:
        row, written = week.row, _written(week)
        if row is None and written:
            row, free = free, free + 1
            serial = float(to_serial(week.starts))
            cells.append(SetCell(rota.tab, row, rota.columns["week"], serial, is_date=True))
        if row is not None:
            cells += [
                SetCell(rota.tab, row, rota.columns[role], name) for role, name in written.items()
            ]
            cells += _noted(rota, row, week)
    return Changes(cells=tuple(cells), keys=rota.row_key if cells else {})
