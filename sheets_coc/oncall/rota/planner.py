"""The planner: who serves in the weeks ahead.

The tab is the truth. A week that has begun never changes. A filled cell is someone's
agreement and stays unless it became impossible: the member left, is away, or is unknown.
Open and impossible cells are filled so that, in this order, as few cells as possible stay
uncovered, as few people as possible serve two weeks running, with `repair` as few agreed
cells as possible move, and duties are shared fairly. The first three are exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final

from sheets_coc.committee.members import Committee, Member
from sheets_coc.committee.names import parts
from sheets_coc.dates import MONDAY_NOON, Changeover
from sheets_coc.oncall.findings import RotaFinding
from sheets_coc.oncall.rota import primaries
from sheets_coc.oncall.rota.balance import SCALE, Task, balanced, spread
from sheets_coc.oncall.rota.fairness import PAST_WEEKS, recorded, shares
from sheets_coc.oncall.rota.optimum import (
    BACK_TO_BACK,
    MOVED,
    NOBODY,
    SOMEONE,
    Cell,
    Option,
    Pair,
    least,
    options,
)
from sheets_coc.oncall.tab import ROLES, DutyRole, RotaTab, Slot, Week
from sheets_coc.private import Private

_TIES: Final = 8
"""How many equally fair rotas are compared by their primaries."""


@dataclass(frozen=True, slots=True)
class PlannedWeek:
    """One week of the plan.

    Attributes:
        starts: its Monday.
        row: its row in the tab; None where it has none yet.
        names: primary and secondary; None where nobody can serve.
        members: the same as indices of members, NOBODY or SOMEONE.
        changed: roles whose agreed holder is replaced.
        filled: roles that are written.
        displaced: roles in which the name of somebody unknown is replaced.
    """

    starts: date
    row: int | None
    names: tuple[Private[str] | None, Private[str] | None] = field(repr=False)
    members: Pair
    changed: tuple[DutyRole, ...]
    filled: tuple[DutyRole, ...]
    displaced: tuple[DutyRole, ...] = ()


@dataclass(frozen=True, slots=True)
class Help:
    """What moving agreed cells would bring.

    Attributes:
        uncovered: cells that would be covered.
        back_to_back: times somebody would be spared two weeks running.
        moves: agreed cells that would move.
    """

    uncovered: int
    back_to_back: int
    moves: int


@dataclass(frozen=True, slots=True)
class RotaPlan:
    """The rota of the weeks ahead.

    Attributes:
        weeks: every planned week, from the next Monday.
        uncovered: cells that nobody serves.
        back_to_back: how often somebody serves two weeks running, the week before the first
            and the week after the last included.
        changes: agreed holders that are replaced.
        spread: most minus fewest duties among members eligible in every planned week.
        could_help: what `repair` would bring; None where nothing.
        findings: weeks that too few people can serve, and the like.
    """

    weeks: tuple[PlannedWeek, ...]
    uncovered: int
    back_to_back: int
    changes: int
    spread: int
    could_help: Help | None = None
    findings: tuple[RotaFinding, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """How the plan stands in `oncall plan --format json`, with the members' names."""
        return {
            "weeks": [
                {
                    "starts": week.starts.isoformat(),
                    **{
                        role.value: name.reveal() if name else None
                        for role, name in zip(ROLES, week.names, strict=True)
                    },
                    "changed": [role.value for role in week.changed],
                }
                for week in self.weeks
            ],
            "uncovered": self.uncovered,
            "back_to_back": self.back_to_back,
            "changes": self.changes,
            "spread": self.spread,
        }


def mask(members: Sequence[int]) -> int:
    """Members as a bit mask."""
    return sum(1 << m for m in set(members) if m >= 0)


class _Planner:
    """The tab and the members turned into costs, and the result turned back.

    Members are numbered by their folded names, so that the rota does not depend on the
    order of the Committee tab.
    """

    def __init__(self, committee: Committee, rota: RotaTab, first: date, weeks: int) -> None:
        self.committee, self.rota = committee, rota
        self.by_name = sorted(
            range(len(committee.members)),
            key=lambda i: (parts(committee.members[i].name.reveal()), i),
        )
        self.number = {i: n for n, i in enumerate(self.by_name)}
        self.members: list[Member] = [committee.members[i] for i in self.by_name]
        self.weeks = [rota.week(first + timedelta(weeks=w)) for w in range(weeks)]
        self.eligible = [
            tuple(n for n, member in enumerate(self.members) if member.eligible(week.starts))
            for week in self.weeks
        ]
        self.before = mask([self.number[h] for h in rota.week(first - timedelta(weeks=1)).holders])
        following = rota.week(first + timedelta(weeks=weeks))
        kept = (s.holder for s in following.slots if self.agreed(following, s))
        self.after = mask([self.number[h] for h in kept if h is not None])

    def agreed(self, week: Week, slot: Slot) -> bool:
        """Whether the tool keeps this holder: nothing known stands against it."""
        if slot.holder is None:
            return False
        member = self.members[self.number[slot.holder]]
        return member.unclear or member.obstacle(week.starts) is None

    def _cell(self, week: Week, slot: Slot, repair: bool) -> Cell:
        held = NOBODY if slot.holder is None else self.number[slot.holder]
        if not slot.writable:
            unknown = SOMEONE if slot.typed else NOBODY
            candidates = tuple(self.number[c] for c in slot.candidates)
            return Cell(unknown if held == NOBODY else held, True, candidates)
        if not self.agreed(week, slot):
            return Cell()
        return Cell(held, fixed=not repair or self.members[held].unclear)

    def cells(self, week: Week, repair: bool) -> tuple[Cell, Cell]:
        """What stands in a week; one person twice keeps only the first of the two cells."""
        first, second = (self._cell(week, slot, repair) for slot in week.slots)
        if first.holder >= 0 and first.holder == second.holder:
            if week.slots[1].writable:
                second = Cell()
            elif week.slots[0].writable:
                first = Cell()
        return first, second

    def options(self, repair: bool) -> list[tuple[Option, ...]]:
        """The options of every week."""
        return [
            options(self.cells(week, repair), eligible)
            for week, eligible in zip(self.weeks, self.eligible, strict=True)
        ]

    def _past(self) -> tuple[list[int], list[int]]:
        """What the past year left each member owed: duties, and weeks as primary."""
        running = self.weeks[0].starts - timedelta(weeks=1)
        weeks = recorded(self.rota, running - timedelta(weeks=PAST_WEEKS - 1), PAST_WEEKS)
        past = shares(self.committee.members, weeks)
        return (
            [pressed(past[i].owed) for i in self.by_name],
            [pressed(past[i].primary_owed) for i in self.by_name],
        )

    def choose(self, repair: bool) -> list[Pair]:
        """The pair of every week."""
        duties, firsts = self._past()
        task = Task(self.options(repair), self.before, self.after, self.eligible, duties)
        for eligible in self.eligible:
            for member in eligible:
                firsts[member] += SCALE // len(eligible)
        tried = [
            primaries.arrange([w[j] for w, j in zip(task.weeks, choice.path, strict=True)], firsts)
            for choice in balanced(task)[:_TIES]
        ]
        return min(tried, key=lambda pairs: primaries.unfairness(pairs, firsts))

    def back_to_back(self, pairs: Sequence[Pair]) -> int:
        """How often somebody serves two weeks running, the weeks around the plan included."""
        masks = [self.before, *map(mask, pairs), self.after]
        return sum((a & b).bit_count() for a, b in pairwise(masks))

    def help(self, pairs: Sequence[Pair]) -> Help | None:
        """What moving agreed cells would bring, beyond the least without moving any."""
        uncovered = sum(pair.count(NOBODY) for pair in pairs)
        running = self.back_to_back(pairs)
        if uncovered == running == 0:
            return None
        fewer, cost = least(self.options(repair=True), self.before, self.after)
        if (fewer, cost // BACK_TO_BACK) >= (uncovered, running):
            return None
        moves = cost % BACK_TO_BACK // MOVED
        return Help(uncovered - fewer, running - cost // BACK_TO_BACK, moves)

    def name(self, slot: Slot, member: int) -> Private[str] | None:
        if member == SOMEONE:
            return slot.typed
        return None if member == NOBODY else self.members[member].name

    def planned(self, week: Week, pair: Pair) -> PlannedWeek:
        """One week of the result."""
        filled, changed = [], []
        for role, slot, member in zip(ROLES, week.slots, pair, strict=True):
            now = NOBODY if slot.holder is None else self.number[slot.holder]
            if member < 0 or member == now:
                continue
            filled.append(role)
            if slot.typed:
                changed.append(role)
        first, second = (self.name(s, m) for s, m in zip(week.slots, pair, strict=True))
        original = tuple(self.by_name[m] if m >= 0 else m for m in pair)
        return PlannedWeek(
            week.starts,
            week.row,
            (first, second),
            (original[0], original[1]),
            tuple(changed),
            tuple(filled),
            tuple(
                r for r, s in zip(ROLES, week.slots, strict=True) if r in changed and not s.known
            ),
        )


def pressed(owed: Fraction) -> int:
    """What is owed, pressed into less than half a duty, in parts of a duty.

    It decides ties in favour of those who served more, and never makes anybody catch up.
    """
    return int(owed / (abs(owed) + 1) * Fraction(49, 100) * SCALE)


def _gaps(weeks: Sequence[PlannedWeek], rota: RotaTab, title: str) -> list[RotaFinding]:
    """A finding for each cell that nobody can serve."""
    return [
        RotaFinding("nobody-can-serve", title, w.row, rota.columns[role], role, w.starts)
        for w in weeks
        for role, member in zip(ROLES, w.members, strict=True)
        if member == NOBODY
    ]


def _staying(
    weeks: Sequence[PlannedWeek], rota: RotaTab, committee: Committee, title: str
) -> list[RotaFinding]:
    """A finding for each name that stays although the plan cannot count on it."""
    found = []
    for planned in weeks:
        slots = rota.week(planned.starts).slots
        for role, slot in zip(ROLES, slots, strict=True):
            if slot.holder is None or role in planned.filled:
                continue
            member = committee.members[slot.holder]
            twice = role is DutyRole.SECONDARY and not planned.filled
            if not member.unclear and member.obstacle(planned.starts):
                code = "absent-stays"
            elif twice and slots[0].holder == slot.holder:
                code = "same-twice"
            else:
                continue
            column = rota.columns[role]
            found.append(RotaFinding(code, title, planned.row, column, role, planned.starts))
    return found


def first_week(now: datetime, changeover: Changeover = MONDAY_NOON) -> date:
    """The first week that may be planned at a moment: the next to begin.

    On a Monday before 12:00 UTC that is the same day's week.
    """
    return changeover.running(now) + timedelta(weeks=1)


def plan(
    committee: Committee,
    rota: RotaTab,
    now: datetime,
    *,
    weeks: int = 13,
    repair: bool = False,
    title: str = "On-call",
) -> RotaPlan:
    """Plan the weeks ahead.

    Args:
        committee: the members.
        rota: the On-call tab as it stands.
        now: the moment; weeks that have begun are left alone.
        weeks: how many weeks to plan, from the next to begin.
        repair: whether agreed cells may move where that helps.
        title: how findings call the On-call tab.
    """
    if weeks < 1:
        return RotaPlan((), 0, 0, 0, 0)
    planner = _Planner(committee, rota, first_week(now, rota.changeover), weeks)
    pairs = planner.choose(repair)
    planned = tuple(planner.planned(w, p) for w, p in zip(planner.weeks, pairs, strict=True))
    help_ = None if repair else planner.help(pairs)
    held = [sum(m in pair for pair in pairs) for m in range(len(planner.members))]
    always = set(range(len(held))).intersection(*planner.eligible)
    findings = [*_gaps(planned, rota, title), *_staying(planned, rota, committee, title)]
    if help_:
        findings.append(RotaFinding("could-help", title))
    return RotaPlan(
        weeks=planned,
        uncovered=sum(pair.count(NOBODY) for pair in pairs),
        back_to_back=planner.back_to_back(pairs),
        changes=sum(len(week.changed) for week in planned),
        spread=spread(held, sorted(always)),
        could_help=help_,
        findings=tuple(findings),
    )
