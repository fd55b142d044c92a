"""Swapping duty: "exchange your week", the members' main verb.

An exchange comes first (two cells change hands, counts stay), a hand-over second. What
would break eligibility or put one person into both roles is refused; what makes somebody
serve two weeks running is allowed and marked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from sheets_coc.dates import monday
from sheets_coc.errors import Error, UsageError
from sheets_coc.oncall.members import Committee
from sheets_coc.oncall.rota.fairness import PAST_WEEKS, recorded, shares
from sheets_coc.oncall.rota.planner import first_week
from sheets_coc.oncall.tab import ROLES, Role, RotaTab, Slot
from sheets_coc.private import Private
from sheets_coc.sheet.model import Changes, SetCell

_ROLE_WORDS: Final = {
    "primary": Role.PRIMARY, "p": Role.PRIMARY, "1": Role.PRIMARY,
    "secondary": Role.SECONDARY, "s": Role.SECONDARY, "2": Role.SECONDARY,
}  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """One cell of the rota: a week, by its Monday, and a role."""

    week: date
    role: Role

    def __str__(self) -> str:
        return f"{self.week.isoformat()}/{self.role.value}"


def parse_place(typed: str) -> Place:
    """A place as people type it: `2026-12-07/primary`, or `2026-12-07/p`.

    Raises:
        UsageError: where it is no Monday and role.
    """
    day, _, role = typed.strip().casefold().partition("/")
    try:
        week = date.fromisoformat(day.strip())
    except ValueError:
        week = None
    if week is None or role.strip() not in _ROLE_WORDS:
        raise UsageError("Name a week and a role, such as 2026-12-07/primary.", code="swap-place")
    if monday(week) != week:
        raise UsageError(
            f"Weeks are named by their Monday; that would be {monday(week).isoformat()}.",
            code="swap-place",
        )
    return Place(week, _ROLE_WORDS[role.strip()])


class SwapKind(StrEnum):
    """How duty changes hands."""

    EXCHANGE = "exchange"
    HAND_OVER = "hand-over"


@dataclass(frozen=True, slots=True)
class Swap:
    """Duty changing hands, checked.

    Attributes:
        kind: an exchange or a hand-over.
        place: the cell that is given away.
        other: the cell taken in return; None for a hand-over.
        giver: index of the member who gives `place` away.
        taker: index of the member who takes it.
        names: the giver's and the taker's name.
        back_to_back: how many more times somebody serves two weeks running; negative for fewer.
        rate: the taker's share of eligible weeks on duty, past year and weeks ahead.
        expected: what stands in the cells concerned now.
    """

    kind: SwapKind
    place: Place
    other: Place | None
    giver: int
    taker: int
    names: tuple[Private[str], Private[str]]
    back_to_back: int
    rate: float
    expected: Mapping[Place, Private[str]] = field(repr=False, default_factory=dict)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it stands where it stands among the partners, in words without names."""
        reasons = []
        if self.other is not None:
            apart = abs((self.other.week - self.place.week).days) // 7
            reasons.append("same role" if self.other.role is self.place.role else "other role")
            reasons.append(f"{apart} week{'' if apart == 1 else 's'} apart")
        else:
            reasons.append(f"on duty in {self.rate:.0%} of weeks")
        if self.back_to_back > 0:
            reasons.append("serves two weeks running")
        elif self.back_to_back < 0:
            reasons.append("spares two weeks running")
        return tuple(reasons)


class Swapper:
    """Swaps in one rota at one moment."""

    def __init__(self, committee: Committee, rota: RotaTab, now: datetime) -> None:
        self.committee = committee
        self.members = committee.members
        self.rota = rota
        self.first = first_week(now)
        running = self.first - timedelta(weeks=1)
        ahead = [w for w in rota.weeks.values() if w.starts >= self.first and w.holders]
        past = recorded(rota, running - timedelta(weeks=PAST_WEEKS - 1), PAST_WEEKS)
        self.rates = [share.rate for share in shares(self.members, [*past, *ahead])]

    def slot(self, place: Place) -> Slot:
        """What stands at a place."""
        return self.rota.week(place.week).slots[ROLES.index(place.role)]

    def cell(self, place: Place) -> tuple[int, int]:
        """The row and column of a place that has a row."""
        row = self.rota.weeks[place.week].row
        if row is None:
            raise UsageError("This week has no row in the tab.", code="swap-week")
        return row, self.rota.columns[place.role]

    def holder(self, place: Place) -> int:
        """The member who holds a place and can give it away.

        Raises:
            UsageError: where the week has begun or has no row.
            Error: where nobody, or nobody known for sure, holds it, or the cell is not ours.
        """
        if place.week < self.first:
            raise UsageError("That week has begun, and is not changed any more.", code="swap-begun")
        if place.week not in self.rota.weeks:
            raise UsageError("That week is not in the tab yet. Plan first.", code="swap-week")
        slot = self.slot(place)
        if slot.holder is None or not slot.writable:
            what = "Nobody is on duty there yet. Plan first." if not slot.typed else (
                "What stands there cannot be swapped: it is no single member's name, or not a "
                "plain cell. Correct it in the sheet.")  # fmt: skip
            raise Error(what, code="swap-holder")
        return slot.holder

    def _after(self, moves: Mapping[Place, int]) -> dict[date, list[int | None]]:
        """The holders of the weeks concerned and of their neighbours, once moved."""
        near = {p.week + timedelta(weeks=d) for p in moves for d in (-1, 0, 1)}
        duty: dict[date, list[int | None]] = {
            week: [slot.holder for slot in self.rota.week(week).slots] for week in sorted(near)
        }
        for place, member in moves.items():
            duty[place.week][ROLES.index(place.role)] = member
        return duty

    def _running(self, duty: Mapping[date, list[int | None]]) -> int:
        total = 0
        for week, pair in duty.items():
            following = duty.get(week + timedelta(weeks=1), [])
            total += len({m for m in pair if m is not None} & {*following})
        return total

    def refusal(self, moves: Mapping[Place, int]) -> str | None:
        """Why some moves are impossible, as a finding's code; None where they are possible."""
        duty = self._after(moves)
        for place, member in moves.items():
            if self.members[member].unclear:
                return "member-unclear"
            if obstacle := self.members[member].obstacle(place.week):
                return obstacle
            slots = self.rota.week(place.week).slots
            if duty[place.week][0] == duty[place.week][1] or any(
                member in slot.candidates for slot in slots
            ):
                return "same-twice"
        return None

    def _swap(self, place: Place, other: Place | None, giver: int, taker: int) -> Swap:
        moves = {place: taker} if other is None else {place: taker, other: giver}
        extra = self._running(self._after(moves)) - self._running(
            self._after({p: h for p in moves if (h := self.slot(p).holder) is not None})
        )
        return Swap(
            SwapKind.HAND_OVER if other is None else SwapKind.EXCHANGE,
            place,
            other,
            giver,
            taker,
            (self.members[giver].name, self.members[taker].name),
            extra,
            self.rates[taker],
            {p: self.slot(p).typed for p in moves},
        )

    def exchange(self, place: Place, other: Place) -> Swap:
        """An exchange of two places.

        Raises:
            UsageError: for a place that cannot be given away.
            Error: `swap-refused` where it would break eligibility.
        """
        giver, taker = self.holder(place), self.holder(other)
        if giver == taker:
            raise UsageError("The same member holds both places.", code="swap-same")
        self._refuse({place: taker, other: giver})
        return self._swap(place, other, giver, taker)

    def hand_over(self, place: Place, taker: int) -> Swap:
        """A place given to another member, with nothing in return.

        Raises:
            UsageError: for a place that cannot be given away.
            Error: `swap-refused` where the taker cannot serve then.
        """
        giver = self.holder(place)
        if giver == taker:
            raise UsageError("That member holds the place already.", code="swap-same")
        self._refuse({place: taker})
        return self._swap(place, None, giver, taker)

    def _refuse(self, moves: Mapping[Place, int]) -> None:
        reason = self.refusal(moves)
        if reason:
            raise Error(_REFUSED[reason], code="swap-refused")

    def partners(self, place: Place) -> list[Swap]:
        """Everyone who could take a place, best first: exchanges, then hand-overs.

        Raises:
            UsageError: for a place that cannot be given away.
        """
        giver = self.holder(place)
        found: list[Swap] = []
        for week in self.rota.weeks.values():
            for role, slot in zip(ROLES, week.slots, strict=True):
                other, taker = Place(week.starts, role), slot.holder
                if week.starts < self.first or not slot.writable or taker in (None, giver):
                    continue
                if week.starts == place.week:
                    continue  # changing roles does not free anybody that week
                if taker is not None and not self.refusal({place: taker, other: giver}):
                    found.append(self._swap(place, other, giver, taker))
        found += [
            self._swap(place, None, giver, taker)
            for taker in range(len(self.members))
            if taker != giver and not self.refusal({place: taker})
        ]
        return sorted(found, key=_rank)

    def with_member(self, place: Place, taker: int) -> Swap:
        """The best swap with one member: an exchange where there is one, else a hand-over.

        Raises:
            UsageError: for a place that cannot be given away.
            Error: `swap-refused` where neither is possible.
        """
        best = next((s for s in self.partners(place) if s.taker == taker), None)
        return best or self.hand_over(place, taker)

    def changes(self, swap: Swap, today: date) -> Changes:
        """What a swap writes: one or two names, and a remark beside each.

        Raises:
            Error: `swap-changed` where the cells no longer hold what they held when the swap
                was chosen: somebody else swapped in the meantime.
        """
        if not self._still(swap):
            raise Error(
                "Nothing changed: someone else has changed one of these weeks, or the members, "
                "in the meantime. Look at the sheet and try again.",
                code="swap-changed",
            )
        moves = {swap.place: swap.taker}
        if swap.other is not None:
            moves[swap.other] = swap.giver
        self._refuse(moves)
        return Changes(
            cells=tuple(
                SetCell(self.rota.tab, *self.cell(place), self.members[member].name.reveal())
                for place, member in moves.items()
            )
            + self._remarks(swap, today),
            keys=self.rota.row_key,
        )

    def _still(self, swap: Swap) -> bool:
        """Whether the cells and the members are what they were when the swap was chosen."""
        cells = all(
            place.week in self.rota.weeks and self.slot(place).typed == typed
            for place, typed in swap.expected.items()
        )
        both = (swap.giver, swap.taker)
        return cells and all(
            i < len(self.members) and self.members[i].name == name
            for i, name in zip(both, swap.names, strict=True)
        )

    def _remarks(self, swap: Swap, today: date) -> tuple[SetCell, ...]:
        if "note" not in self.rota.columns:
            return ()
        words: dict[int, list[str]] = {}
        ends = [(swap.place, swap.other)]
        if swap.other is not None:
            ends.append((swap.other, swap.place))
        for place, other in ends:
            what = f"swapped with {other}" if other else "handed over"
            words.setdefault(self.cell(place)[0], []).append(
                f"{today.isoformat()}: {place.role.value} {what}"
            )
        return tuple(
            SetCell(self.rota.tab, row, self.rota.columns["note"], "; ".join([*before, *added]))
            for row, added in words.items()
            if (before := self.rota.remarks(row)) is not None
        )


def _rank(swap: Swap) -> tuple[object, ...]:
    exchange = swap.other is not None
    role = swap.other.role if swap.other else swap.place.role
    apart = abs((swap.other.week - swap.place.week).days) if swap.other else 0
    return (
        not exchange,
        swap.back_to_back,
        role is not swap.place.role,
        apart,
        swap.rate,
        swap.other or swap.place,
        swap.taker,
    )


_REFUSED: Final = {
    "left": "Refused: one of the two has left by then.",
    "not-joined": "Refused: one of the two has not joined by then.",
    "not-on-call": "Refused: one of the two is not on call.",
    "away": "Refused: one of the two is away then.",
    "same-twice": "Refused: one person would be primary and secondary of the same week.",
    "member-unclear": "Refused: the Committee tab leaves it open when one of the two can serve. "
    "oncall check names the cell.",
}
