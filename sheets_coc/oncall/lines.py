"""What To do says of the rota: weeks in which somebody stands who cannot serve them.

Not every absence is a line: planning again settles most of them. What it cannot settle is said.
"""

from __future__ import annotations

from datetime import datetime

from sheets_coc.errors import SheetError
from sheets_coc.oncall.check import check
from sheets_coc.oncall.reading import read_if_any
from sheets_coc.oncall.rota.planner import plan
from sheets_coc.policy import Policy
from sheets_coc.schema.findings import Spot
from sheets_coc.sheet.model import Snapshot
from sheets_coc.todo.tab import Line, Topic
from sheets_coc.todo.wording import named

REF = "rota/absent/"
"""What the references of these lines begin with; the weeks and roles follow."""
_NAMED = 5
_ABSENT = frozenset({"left", "not-joined", "away", "not-on-call"})


def rota_lines(snapshot: Snapshot, policy: Policy, now: datetime) -> list[Line]:
    """A line about the weeks ahead whose holder cannot serve, and whom no plan replaces.

    A rota that cannot be read has no line: `status` and every command about it say so.
    """
    try:
        rota = read_if_any(snapshot, policy)
    except SheetError:
        return []
    title, weeks = policy.tabs.oncall, policy.oncall.weeks
    if rota is None:
        return []
    doubtful = check(rota.committee, rota.tab, now, weeks=weeks, title=title)
    if not any(one.code in _ABSENT for one in doubtful):
        return []
    found = plan(rota.committee, rota.tab, now, weeks=weeks, title=title).findings
    stays = [one for one in found if one.code == "absent-stays"]
    if not stays:
        return []
    duties = [_duty(one) for one in stays]
    said = (
        "Whoever is on duty in these weeks cannot serve then, and no plan replaces them: nobody "
        "else can, or the cell is not one to write in. Swap the week (sheets-coc oncall swap), "
        f"or clear the cell: {named(duties, _NAMED)}"
    )
    first = stays[0]
    row, column = first.row or 0, first.column or 0
    return [Line(REF + ",".join(duties), Topic.SETTLE, said, rota.tab.tab, title, row, column)]


def _duty(finding: Spot) -> str:
    return f"{finding.as_json().get('week')}/{finding.key}"
