"""What a swap is: a duty that changes hands, and how people name one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from sheets_coc.dates import MONDAY_NOON, Changeover
from sheets_coc.errors import UsageError
from sheets_coc.oncall.tab import DutyRole
from sheets_coc.private import Private

_ROLE_WORDS: Final = {
    "primary": DutyRole.PRIMARY, "p": DutyRole.PRIMARY, "1": DutyRole.PRIMARY,
    "secondary": DutyRole.SECONDARY, "s": DutyRole.SECONDARY, "2": DutyRole.SECONDARY,
}  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Duty:
    """One duty: a week, by the day it begins, and a role."""

    week: date
    role: DutyRole

    def __str__(self) -> str:
        return f"{self.week.isoformat()}/{self.role.value}"


def parse_duty(typed: str, changeover: Changeover = MONDAY_NOON) -> Duty:
    """A duty as people type it: `2026-12-07/primary`, or `2026-12-07/p`.

    Raises:
        UsageError: where it is no changeover day and role.
    """
    day, _, role = typed.strip().casefold().partition("/")
    try:
        week = date.fromisoformat(day.strip())
    except ValueError:
        week = None
    if week is None or role.strip() not in _ROLE_WORDS:
        raise UsageError("Name a week and a role, such as 2026-12-07/primary.", code="swap-place")
    if (first := changeover.on_or_before(week)) != week:
        raise UsageError(
            f"Weeks are named by their {changeover.day}; that would be {first.isoformat()}.",
            code="swap-place",
        )
    return Duty(week, _ROLE_WORDS[role.strip()])


class SwapKind(StrEnum):
    """How duty changes hands."""

    EXCHANGE = "exchange"
    HAND_OVER = "hand-over"
    STEP_IN = "step-in"


@dataclass(frozen=True, slots=True)
class Swap:
    """A duty that changes hands, checked.

    Attributes:
        duty: what is given away.
        other: what is taken in return; None where nothing is.
        giver: index of the member who gives `duty` away; None where nobody known holds it.
        taker: index of the member who takes it.
        names: the giver's and the taker's name; an empty one where there is no giver.
        back_to_back: how many more times somebody serves two weeks running; negative for fewer.
        rate: the taker's share of eligible weeks on duty, past year and weeks ahead.
        running: whether `duty` has begun, so that only the rest of it changes hands.
        expected: what stands in the cells concerned now.
    """

    duty: Duty
    other: Duty | None
    giver: int | None
    taker: int
    names: tuple[Private[str], Private[str]]
    back_to_back: int
    rate: float
    running: bool = False
    expected: Mapping[Duty, Private[str]] = field(repr=False, default_factory=dict)

    @property
    def kind(self) -> SwapKind:
        """An exchange, a hand-over, or somebody stepping in where nobody is."""
        if self.other is not None:
            return SwapKind.EXCHANGE
        return SwapKind.STEP_IN if self.giver is None else SwapKind.HAND_OVER

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it stands where it stands among the partners, in words without names."""
        reasons = []
        if self.other is not None:
            apart = abs((self.other.week - self.duty.week).days) // 7
            reasons.append("same role" if self.other.role is self.duty.role else "other role")
            reasons.append(f"{apart} week{'' if apart == 1 else 's'} apart")
        else:
            reasons.append(f"on duty in {self.rate:.0%} of weeks")
        if self.back_to_back > 0:
            reasons.append("serves two weeks running")
        elif self.back_to_back < 0:
            reasons.append("spares two weeks running")
        return tuple(reasons)
