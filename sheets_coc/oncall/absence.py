"""A member's absence: days away, noted in the Committee tab, and the agreed weeks they hit.

The cell *Away* is people's own. What stands there stays as it was typed; the new days go behind
it, so that nobody loses a remark. A cell that is a formula, or that is not understood, is left
alone: then it is for a person to correct.

    Away                          away 2027-03-01 to 2027-03-05
    2026-12-21..2027-01-04   →    2026-12-21..2027-01-04, 2027-03-01..2027-03-05
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sheets_coc.committee.columns import COMMITTEE, find_header
from sheets_coc.committee.members import NOT_AWAY, Absence, Member
from sheets_coc.dates import from_serial
from sheets_coc.errors import Error, SheetError, UsageError
from sheets_coc.oncall.reading import Rota
from sheets_coc.oncall.swap.swap import Duty
from sheets_coc.oncall.swap.swapper import find_member
from sheets_coc.oncall.tab import ROLES
from sheets_coc.private import Private
from sheets_coc.sheet.model import Changes, SetCell, Tab, text


@dataclass(frozen=True, slots=True)
class AbsencePlan:
    """Days that a member is away.

    Attributes:
        name: the member's name.
        away: the days, both included.
        hit: the duties they hold in those days, which somebody else has to take.
        already: whether the tab says so already.
    """

    name: Private[str]
    away: Absence
    hit: tuple[Duty, ...]
    already: bool = False


def absence(rota: Rota, typed: str, first: date, last: date, running: date) -> AbsencePlan:
    """What an absence would bring.

    Args:
        rota: the two tabs.
        typed: the member's name.
        first: the first day away.
        last: the last.
        running: the day the running week began.

    Raises:
        UsageError: `member`, or `away-reversed` where it ends before it begins.
        Error: `away-unclear` where nobody can tell what stands in the member's cell.
    """
    if last < first:
        raise UsageError("That absence ends before it begins.", code="away-reversed")
    at = find_member(rota.committee, typed)
    member = rota.committee.members[at]
    if "away" in member.doubts:
        raise Error(
            "What stands under Away for this member is not understood. Correct it in the "
            "Committee tab first.",
            code="away-unclear",
        )
    wanted = Absence(first, last)
    only = replace(member, away=(wanted,), left=None, joined=None, on_call=True)
    hit = tuple(
        Duty(week.starts, role)
        for week in rota.tab.weeks.values()
        if week.starts >= running and only.obstacle(week.starts) == "away"
        for role, slot in zip(ROLES, week.slots, strict=True)
        if at == slot.holder or at in slot.candidates
    )
    return AbsencePlan(member.name, wanted, hit, _covered(member, wanted))


def _covered(member: Member, wanted: Absence) -> bool:
    return any(one.first <= wanted.first and wanted.last <= one.last for one in member.away)


def changes(tab: Tab, rota: Rota, wanted: AbsencePlan) -> Changes:
    """What notes an absence in the Committee tab; nothing where it stands there already.

    Raises:
        SheetError: `no-away-column`.
        Error: `away-formula` where the cell is not plain text.
    """
    if wanted.already:
        return Changes()
    header, columns = find_header(tab, COMMITTEE, ("name",))
    if "away" not in columns:
        raise SheetError(
            "The Committee tab has no column Away. Add one, or run sheets-coc setup --apply.",
            code="no-away-column",
        )
    row = next(one.row for one in rota.committee.members if one.name == wanted.name)
    column = columns["away"]
    if (row, column) in tab.formulas or (row, column) in tab.rich:
        raise Error(
            "The cell Away of this member is no plain text. Type the absence there by hand.",
            code="away-formula",
        )
    value = tab.value(row, column)
    present = text(value).strip()
    if isinstance(value, int | float) and not isinstance(value, bool):
        day = from_serial(value)
        present = day.isoformat() if day else present
    added = wanted.away.first.isoformat()
    if wanted.away.last != wanted.away.first:
        added += f"..{wanted.away.last.isoformat()}"
    kept = "" if present.casefold() in NOT_AWAY else present.strip(" ,;")
    whole = f"{kept}, {added}" if kept else added
    return Changes(
        cells=(SetCell(tab.id, row, column, whole),), keys={tab.id: (header, columns["name"])}
    )
