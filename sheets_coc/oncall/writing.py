"""What has to be written to the On-call tab, as changes for the one transaction."""

from __future__ import annotations

from sheets_coc.dates import to_serial
from sheets_coc.oncall.rota import Plan, PlannedWeek
from sheets_coc.oncall.tab import ROLES, Role, RotaTab
from sheets_coc.sheet.model import AppendRow, Changes, SetCell, Value


def _written(week: PlannedWeek) -> dict[Role, str]:
    return {
        role: name.reveal()
        for role, name in zip(ROLES, week.names, strict=True)
        if role in week.filled and name is not None
    }


def changes(plan_: Plan, rota: RotaTab) -> Changes:
    """What has to be written to make the tab say what the plan says.

    Weeks without a row are added below, in the order of time; a week that nobody can serve
    at all is not. Nothing but names and the dates of new weeks is written.
    """
    cells: list[SetCell] = []
    added: list[AppendRow] = []
    for week in plan_.weeks:
        written = _written(week)
        if week.row is not None:
            cells += [
                SetCell(rota.tab, week.row, rota.columns[role], name)
                for role, name in written.items()
            ]
        elif written:
            row: list[Value] = [None] * (1 + max(rota.columns[k] for k in ("week", *ROLES)))
            row[rota.columns["week"]] = float(to_serial(week.starts))
            for role, name in written.items():
                row[rota.columns[role]] = name
            added.append(AppendRow(rota.tab, tuple(row), frozenset({rota.columns["week"]})))
    return Changes(cells=tuple(cells), appended=tuple(added))
