"""Who has served how much: over the past year for the planner, and as a table for people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from sheets_coc.oncall.members import Member
from sheets_coc.oncall.tab import RotaTab, Week
from sheets_coc.private import Private

PAST_WEEKS = 52
"""How far back duties count: a year."""


@dataclass(frozen=True, slots=True)
class Share:
    """One member's part in the duty of some weeks.

    Attributes:
        name: the member's name.
        primary: weeks as primary.
        secondary: weeks as secondary.
        eligible: weeks the member could have served.
        due: the member's fair share: of every week's duties, one part for each eligible member.
    """

    name: Private[str]
    primary: int
    secondary: int
    eligible: int
    due: Fraction
    primary_due: Fraction

    @property
    def duties(self) -> int:
        """Weeks on duty, in either role."""
        return self.primary + self.secondary

    @property
    def rate(self) -> float:
        """Weeks on duty per eligible week; 0 where there was none."""
        return self.duties / self.eligible if self.eligible else 0.0

    @property
    def owed(self) -> Fraction:
        """How many duties are missing from the fair share; negative for too many."""
        return self.due - self.duties

    @property
    def primary_owed(self) -> Fraction:
        """The same for weeks as primary."""
        return self.primary_due - self.primary


def recorded(rota: RotaTab, first: date, weeks: int) -> list[Week]:
    """The weeks with somebody on duty among those from a Monday on."""
    mondays = (first + timedelta(weeks=w) for w in range(weeks))
    return [rota.weeks[m] for m in mondays if m in rota.weeks and rota.weeks[m].holders]


def shares(members: Sequence[Member], weeks: Sequence[Week]) -> list[Share]:
    """Every member's part in some weeks, in the order of the members.

    Weeks in which a member was not eligible count neither for nor against them, so that
    newcomers start at the mean and a leave earns no catching up.
    """
    due, primary_due = [Fraction(0)] * len(members), [Fraction(0)] * len(members)
    eligible, held = [0] * len(members), [[0, 0] for _ in members]
    for week in weeks:
        able = [i for i, m in enumerate(members) if m.eligible(week.starts)]
        for i in able:
            eligible[i] += 1
            due[i] += Fraction(len(week.holders), len(able))
            primary_due[i] += Fraction(week.slots[0].holder is not None, len(able))
        for role, slot in enumerate(week.slots):
            if slot.holder is not None:
                held[slot.holder][role] += 1
    return [
        Share(m.name, held[i][0], held[i][1], eligible[i], due[i], primary_due[i])
        for i, m in enumerate(members)
    ]


def much(share: Share, limit: float) -> bool:
    """Whether a member is on duty in too large a part of the weeks.

    Args:
        share: the member's part.
        limit: the largest acceptable part of eligible weeks, such as 0.3.
    """
    return share.eligible > 0 and Fraction(share.duties, share.eligible) > Fraction(str(limit))
