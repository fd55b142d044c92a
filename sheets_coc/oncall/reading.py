"""The Committee and On-call tabs of a spreadsheet, read together."""

from __future__ import annotations

from dataclasses import dataclass, field

from sheets_coc.committee.columns import committee_tab
from sheets_coc.committee.members import Committee, read_committee
from sheets_coc.errors import SheetError
from sheets_coc.oncall.new_tabs import oncall_tab
from sheets_coc.oncall.tab import RotaTab, read_rota
from sheets_coc.policy import Policy
from sheets_coc.sheet.model import Changes, Snapshot, Tab


@dataclass(frozen=True, slots=True)
class Rota:
    """Who serves when: the two tabs.

    Attributes:
        committee: the members.
        tab: the On-call tab.
        made: what makes the On-call tab, where it is only planned yet.
    """

    committee: Committee
    tab: RotaTab
    made: Changes = field(default_factory=Changes)


def _committee(snapshot: Snapshot, policy: Policy) -> Committee:
    return read_committee(committee_tab(snapshot, policy), policy.tabs.committee)


def _rota(tab: Tab, committee: Committee, policy: Policy) -> RotaTab:
    return read_rota(tab, committee.members, policy.tabs.oncall, policy.oncall.changeover)


def read(snapshot: Snapshot, policy: Policy) -> Rota:
    """Read both tabs.

    Raises:
        SheetError: where one of them is missing or has no header.
    """
    table = snapshot.tab(policy.tabs.oncall)
    if table is None:
        raise SheetError(
            f"There is no rota: no tab is called {policy.tabs.oncall}. Make one (sheets-coc "
            "oncall plan --apply), or name the right one in the policy under [tabs].",
            code="no-rota",
        )
    committee = _committee(snapshot, policy)
    return Rota(committee, _rota(table, committee, policy))


def read_or_make(snapshot: Snapshot, policy: Policy) -> Rota:
    """Read both tabs; an On-call tab that is missing or empty is thought of as made.

    Raises:
        SheetError: where there is no Committee tab, or one of them has no header.
    """
    made = oncall_tab(snapshot, policy)
    if not made or snapshot.tab(policy.tabs.committee) is None:
        return read(snapshot, policy)
    committee = _committee(snapshot, policy)
    header = [cell.value for cell in made.cells]
    tab = Tab(made.cells[0].tab, policy.tabs.oncall, values=[header])
    return Rota(committee, _rota(tab, committee, policy), made)


def read_if_any(snapshot: Snapshot, policy: Policy) -> Rota | None:
    """Read both tabs; None where the committee does without a rota.

    Where there is no Committee tab, nobody in the rota is known.

    Raises:
        SheetError: where one of them has no header.
    """
    table = snapshot.tab(policy.tabs.oncall)
    if table is None:
        return None
    if snapshot.tab(policy.tabs.committee) is None:
        nobody = Committee(())
        return Rota(nobody, _rota(table, nobody, policy))
    return read(snapshot, policy)
