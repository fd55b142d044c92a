"""The jobs on the on-call tabs, whole: read, plan, write in one transaction.

Each takes a spreadsheet and the moment, and returns what a command prints. Nothing is
written or sent unless asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sheets_coc.dates import duty_week
from sheets_coc.errors import SheetError
from sheets_coc.oncall.members import Committee, read_committee
from sheets_coc.oncall.rota import planner
from sheets_coc.oncall.rota.fairness import PAST_WEEKS, Share, recorded, shares
from sheets_coc.oncall.swaps import Swap, Swapper
from sheets_coc.oncall.tab import RotaTab, read_rota
from sheets_coc.oncall.writing import changes
from sheets_coc.policy import Policy
from sheets_coc.sheet.model import Changes, Snapshot, Tab
from sheets_coc.sheet.workbook import Workbook

Note = Callable[[Snapshot, str, str], Changes]
"""What adds a line to the Log: the snapshot, the command, what was done."""

NO_ROTA: Final = "no-rota"
"""The code of the error that there is no On-call tab: a committee may do without."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The two tabs, read."""

    committee: Committee
    rota: RotaTab


def _tab(snapshot: Snapshot, title: str, code: str) -> Tab:
    tab = snapshot.tab(title)
    if tab is None:
        raise SheetError(
            f"There is no tab called {title}. Make it (sheets-coc setup), or name the right one "
            "in the policy under [tabs].",
            code=code,
        )
    return tab


def look(snapshot: Snapshot, policy: Policy) -> Seen:
    """Read both tabs of a spreadsheet.

    Raises:
        SheetError: where one of them is missing or has no header.
    """
    table = _tab(snapshot, policy.tabs.oncall, NO_ROTA)
    people = _tab(snapshot, policy.tabs.committee, "no-committee")
    committee = read_committee(people, policy.tabs.committee)
    return Seen(committee, read_rota(table, committee.members, policy.tabs.oncall))


def both(snapshot: Snapshot, policy: Policy) -> tuple[Committee | None, RotaTab | None]:
    """The two tabs; None for what the committee does without."""
    if snapshot.tab(policy.tabs.oncall) is None:
        return None, None
    if snapshot.tab(policy.tabs.committee) is None:  # then nobody's name is known
        table = _tab(snapshot, policy.tabs.oncall, NO_ROTA)
        return Committee(()), read_rota(table, (), policy.tabs.oncall)
    seen = look(snapshot, policy)
    return seen.committee, seen.rota


@dataclass(frozen=True, slots=True)
class Planned:
    """What `oncall plan` found: the plan, what it was made from, and whether it was written."""

    seen: Seen
    plan: planner.Plan
    applied: bool = False


def plan(
    book: Workbook,
    *,
    note: Note,
    weeks: int | None = None,
    repair: bool = False,
    apply: bool = False,
) -> Planned:
    """Plan the weeks ahead; with `apply`, write what is open or impossible.

    Args:
        book: the spreadsheet.
        note: what adds a line to the Log.
        weeks: how many weeks; the policy's number if not given.
        repair: whether agreed cells may move.
        apply: whether to write.
    """
    policy, now = book.policy, book.now
    count = policy.oncall.weeks if weeks is None else weeks

    def made(snapshot: Snapshot) -> Planned:
        seen = look(snapshot, policy)
        title = policy.tabs.oncall
        return Planned(
            seen,
            planner.plan(seen.committee, seen.rota, now, weeks=count, repair=repair, title=title),
        )

    def write(snapshot: Snapshot) -> tuple[Changes, Planned]:
        planned = made(snapshot)
        written = changes(planned.plan, planned.seen.rota)
        if not written:
            return Changes(), planned
        line = note(snapshot, "oncall plan", _said(planned.plan))
        return Changes.merge([written, line]), planned

    snapshot = book.read(acting=apply)
    first = made(snapshot)
    if not apply or not changes(first.plan, first.seen.rota):
        return first
    results, _, written = book.transact(write, snapshot)
    last: Planned = results[-1]
    return Planned(last.seen, last.plan, written)


def _said(plan_: planner.Plan) -> str:
    filled = sum(len(week.filled) for week in plan_.weeks)
    return f"Filled {filled} cells of the rota, {plan_.changes} of them anew."


def swap(
    book: Workbook,
    *,
    choose: Callable[[Swapper], Swap],
    note: Note,
    apply: bool = False,
) -> tuple[Seen, Swap, bool]:
    """Choose a swap and, with `apply`, write it as long as the tab is still as it was.

    Args:
        book: the spreadsheet.
        choose: picks the swap, or raises why there is none.
        note: what adds a line to the Log.
        apply: whether to write.

    Returns:
        The tabs, the swap, and whether it was written.
    """
    policy, now = book.policy, book.now
    snapshot = book.read(acting=apply)
    seen = look(snapshot, policy)
    chosen = choose(Swapper(seen.committee, seen.rota, now))

    def write(current: Snapshot) -> tuple[Changes, Seen]:
        again = look(current, policy)
        cells = Swapper(again.committee, again.rota, now).changes(chosen, now.date())
        places = " and ".join(str(p) for p in chosen.expected)
        return Changes.merge([cells, note(current, "oncall swap", f"Swapped {places}.")]), again

    if not apply:
        return seen, chosen, False
    _, _, written = book.transact(write, snapshot)
    return seen, chosen, written


@dataclass(frozen=True, slots=True)
class Counted:
    """What `oncall fairness` shows: the members' shares from one Monday to another."""

    shares: tuple[Share, ...]
    first: date
    last: date


def fairness(seen: Seen, now: datetime) -> Counted:
    """The members' parts over the past year and the weeks already planned."""
    running = duty_week(now)
    first = running - timedelta(weeks=PAST_WEEKS - 1)
    last = max([running, *seen.rota.weeks])
    weeks = recorded(seen.rota, first, (last - first).days // 7 + 1)
    counted = shares(seen.committee.members, weeks)
    concerned = [
        share
        for share, member in zip(counted, seen.committee.members, strict=True)
        if share.duties or share.eligible or (member.on_call and member.left is None)
    ]
    return Counted(tuple(concerned), first, last)
