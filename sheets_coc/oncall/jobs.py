"""The jobs on the on-call tabs, whole: read, plan, write in one transaction.

Each returns what a command, a page or a program shows. Nothing is written unless asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sheets_coc.committee.columns import committee_tab
from sheets_coc.committee.members import Member
from sheets_coc.oncall.absence import AbsencePlan, absence
from sheets_coc.oncall.absence import changes as absence_changes
from sheets_coc.oncall.calendar import Names, RotaCalendar, left_out
from sheets_coc.oncall.calendar import calendar as as_calendar
from sheets_coc.oncall.check import check as look_ahead
from sheets_coc.oncall.reading import Rota, read, read_or_make
from sheets_coc.oncall.rota import planner
from sheets_coc.oncall.rota.fairness import (
    PAST_WEEKS,
    Share,
    much,
    recorded,
    shares,
    uncounted,
)
from sheets_coc.oncall.swap.swap import Duty, Swap, parse_duty
from sheets_coc.oncall.swap.swapper import Swapper, find_member
from sheets_coc.oncall.swap.writing import changes as swap_changes
from sheets_coc.oncall.writing import changes
from sheets_coc.schema.findings import Severity, Spot
from sheets_coc.sheet.model import Changes, Snapshot
from sheets_coc.sheet.workbook import Workbook
from sheets_coc.todo import log
from sheets_coc.todo.wording import count


@dataclass(frozen=True, slots=True)
class Planned:
    """What `oncall plan` found.

    Attributes:
        rota: what the plan was made from.
        plan: the weeks ahead.
        left_out: members of whom nobody can tell when they may serve. While there are any,
            nothing is written: weeks without them would count as agreed.
        applied: whether it was written.
    """

    rota: Rota
    plan: planner.RotaPlan
    left_out: tuple[Member, ...] = ()
    applied: bool = False

    @property
    def findings(self) -> tuple[Spot, ...]:
        """What a person should look at, leaving out what the plan itself settles."""
        first = self.plan.weeks[0].starts if self.plan.weeks else date.max
        columns = self.rota.tab.columns
        settled = {(w.row, columns[role]) for w in self.plan.weeks for role in w.filled}
        return (
            *self.rota.committee.findings,
            *(
                f
                for f in self.rota.tab.findings
                if (f.week is None or f.week >= first) and (f.row, f.column) not in settled
            ),
            *self.plan.findings,
        )

    @property
    def attention(self) -> bool:
        """Whether a person must look."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


@dataclass(frozen=True, slots=True)
class DutyShares:
    """What `oncall fairness` shows: the members' shares from one week to another.

    Attributes:
        shares: each member's part.
        first: the first week counted, by the day it begins.
        last: the last.
        limit: the share of weeks above which somebody serves too much.
        uncounted: what is not understood in these weeks, so that the shares leave it out.
    """

    shares: tuple[Share, ...]
    first: date
    last: date
    limit: float
    uncounted: tuple[Spot, ...] = ()

    @property
    def over(self) -> int:
        """How many members serve in more than the limit's share of their weeks."""
        return sum(much(share, self.limit) for share in self.shares)


class RotaJobs:
    """Everything the commands do with the rota, as calls that return what they found.

    Args:
        book: the spreadsheet.
    """

    def __init__(self, book: Workbook) -> None:
        self.book = book

    def __repr__(self) -> str:
        return "<RotaJobs>"

    def _note(self, snapshot: Snapshot, command: str, what: str) -> Changes:
        """A line for the Log."""
        return log.append(snapshot, self.book.policy, log.LogEntry(command, what), self.book.now)

    def exists(self) -> bool:
        """Whether there is an On-call tab: a committee may do without a rota."""
        return self.book.read().tab(self.book.policy.tabs.oncall) is not None

    def plan(
        self, *, weeks: int | None = None, repair: bool = False, apply: bool = False
    ) -> Planned:
        """Plan the weeks ahead; with `apply`, write what is open or impossible.

        A spreadsheet without an On-call tab gets one with the first plan that is applied.

        Args:
            weeks: how many weeks; the policy's number if not given.
            repair: whether agreed cells may move.
            apply: whether to write.

        Raises:
            SheetError: there is no Committee tab, or a tab without a header.
        """
        policy, now = self.book.policy, self.book.now
        number = policy.oncall.weeks if weeks is None else weeks

        def made(snapshot: Snapshot) -> Planned:
            rota = read_or_make(snapshot, policy)
            found = planner.plan(
                rota.committee, rota.tab, now, weeks=number, repair=repair, title=policy.tabs.oncall
            )
            first = planner.first_week(now, policy.oncall.changeover)
            return Planned(rota, found, rota.committee.left_out(first))

        def to_write(planned: Planned) -> Changes:
            if planned.left_out:
                return Changes()
            cells = changes(planned.plan, planned.rota.tab)
            return Changes.merge([planned.rota.made, cells])

        def write(snapshot: Snapshot) -> tuple[Changes, Planned]:
            planned = made(snapshot)
            written = to_write(planned)
            if not written:
                return Changes(), planned
            line = self._note(snapshot, "oncall plan", _said(planned.plan))
            # A new tab goes before those made earlier in the batch, hence this order.
            return Changes.merge([line, written]), planned

        snapshot = self.book.read(acting=apply)
        first = made(snapshot)
        if not apply or not to_write(first):
            return first
        results, _, written = self.book.transact(write, snapshot)
        last: Planned = results[-1]
        return Planned(last.rota, last.plan, last.left_out, written)

    def check(self, *, weeks: int | None = None) -> list[Spot]:
        """What a person should look at in the weeks ahead.

        Args:
            weeks: how many weeks; the policy's number if not given.

        Raises:
            SheetError: where one of the two tabs is missing or has no header.
        """
        policy = self.book.policy
        rota = read(self.book.read(), policy)
        number = policy.oncall.check_weeks if weeks is None else weeks
        return look_ahead(
            rota.committee, rota.tab, self.book.now, weeks=number, title=policy.tabs.oncall
        )

    def partners(self, typed: str) -> tuple[Duty, list[Swap]]:
        """Everyone who could take a duty, best first.

        Args:
            typed: the duty, such as `2026-12-07/primary`.

        Raises:
            UsageError: for what is no duty, or one that is over.
            SheetError: where one of the two tabs is missing or has no header.
        """
        duty = parse_duty(typed, self.book.policy.oncall.changeover)
        rota = read(self.book.read(), self.book.policy)
        return duty, Swapper(rota.committee, rota.tab, self.book.now).partners(duty)

    def swap(
        self, typed: str, with_: str, *, hand_over: bool = False, apply: bool = False
    ) -> tuple[Swap, bool]:
        """Choose a swap and, with `apply`, write it as long as the tab is still as it was.

        Args:
            typed: the duty that is given away, such as `2026-12-07/primary`.
            with_: another duty, or a member's name.
            hand_over: whether it is given away with nothing in return.
            apply: whether to write.

        Returns:
            The swap, and whether it was written.

        Raises:
            UsageError: for what is no duty or member, or cannot be given away.
            Error: `swap-refused` where somebody could not serve then, `swap-changed` where
                somebody changed the weeks meanwhile.
            SheetError: where one of the two tabs is missing or has no header.
        """
        policy, now = self.book.policy, self.book.now
        duty = parse_duty(typed, policy.oncall.changeover)
        snapshot = self.book.read(acting=apply)
        rota = read(snapshot, policy)
        chosen = Swapper(rota.committee, rota.tab, now).choose(duty, with_, hand_over=hand_over)

        def write(current: Snapshot) -> tuple[Changes, None]:
            again = read(current, policy)
            cells = swap_changes(Swapper(again.committee, again.tab, now), chosen, now.date())
            line = self._note(current, "oncall swap", _swapped(chosen))
            return Changes.merge([cells, line]), None

        if not apply:
            return chosen, False
        _, _, written = self.book.transact(write, snapshot)
        return chosen, written

    def away(
        self, member: str, first: date, last: date, *, apply: bool = False
    ) -> tuple[AbsencePlan, bool]:
        """Note that a member is away; with `apply`, write it under *Away*.

        Args:
            member: the member's name.
            first: the first day away.
            last: the last.
            apply: whether to write.

        Returns:
            The absence, with the duties it hits, and whether it was written.

        Raises:
            UsageError: where it is no one member's name, or no span of days.
            Error: where what stands under *Away* is not understood, or no plain text.
            SheetError: where one of the two tabs, or the column, is missing.
        """
        policy = self.book.policy
        running = policy.oncall.changeover.running(self.book.now)

        def write(current: Snapshot) -> tuple[Changes, AbsencePlan]:
            rota = read(current, policy)
            found = absence(rota, member, first, last, running)
            cells = absence_changes(committee_tab(current, policy), rota, found)
            line = self._note(current, "oncall away", "Noted that a member is away.")
            return (Changes.merge([cells, line]) if cells else Changes()), found

        snapshot = self.book.read(acting=apply)
        cells, found = write(snapshot)
        if not apply or not cells:
            return found, False
        results, _, written = self.book.transact(write, snapshot)
        return results[-1], written

    def fairness(self) -> DutyShares:
        """The members' parts over the past year and the weeks already planned.

        Raises:
            SheetError: where one of the two tabs is missing or has no header.
        """
        policy = self.book.policy
        rota = read(self.book.read(), policy)
        members = rota.committee.members
        running = policy.oncall.changeover.running(self.book.now)
        first = running - timedelta(weeks=PAST_WEEKS - 1)
        last = max([running, *rota.tab.weeks])
        weeks = recorded(rota.tab, first, (last - first).days // 7 + 1)
        concerned = [
            share
            for share, member in zip(shares(members, weeks), members, strict=True)
            if share.duties or share.eligible or (member.on_call and member.left is None)
        ]
        missed = uncounted(rota.committee, rota.tab, first, last)
        return DutyShares(tuple(concerned), first, last, policy.oncall.warn_share, tuple(missed))

    def calendar(self, *, member: str | None = None, names: Names = "full") -> bytes:
        """The rota as an iCalendar file; `export` says as well what it leaves out.

        Args:
            member: only this member's weeks.
            names: how members are named in it.

        Raises:
            UsageError: where `member` is no one member's name.
            SheetError: where one of the two tabs is missing or has no header.
        """
        return self.export(member=member, names=names).content

    def export(self, *, member: str | None = None, names: Names = "full") -> RotaCalendar:
        """The rota as an iCalendar file, and what is not in it.

        Args:
            member: only this member's weeks.
            names: how members are named in it.

        Raises:
            UsageError: where `member` is no one member's name.
            SheetError: where one of the two tabs is missing or has no header.
        """
        rota = read(self.book.read(), self.book.policy)
        who = find_member(rota.committee, member) if member else None
        content = as_calendar(rota.committee, rota.tab, who, names=names)
        return RotaCalendar(content, left_out(rota.tab, who))


def _said(plan_: planner.RotaPlan) -> str:
    filled = sum(len(week.filled) for week in plan_.weeks)
    anew = f", {plan_.changes} of them anew" if plan_.changes else ""
    return f"Filled {count(filled, 'cell')} of the rota{anew}."


def _swapped(chosen: Swap) -> str:
    if chosen.other is not None:
        return f"Swapped {chosen.duty} and {chosen.other}."
    rest = "the rest of " if chosen.running else ""
    return f"Handed over {rest}{chosen.duty}." if chosen.giver is not None else (
        f"Somebody stepped in for {rest}{chosen.duty}."
    )  # fmt: skip
