"""Which swaps are possible in a rota at a moment, and which are best.

An exchange comes first (two cells change hands, counts stay), a hand-over second. What
would break eligibility or put one person into both roles is refused; what makes somebody
serve two weeks running is allowed and marked. Of the running week the rest can be handed
over, but not exchanged: part of it has been served. Where nobody is on duty, or somebody
who is no member, any member who can serve steps in.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final

from sheets_coc.committee.members import Committee
from sheets_coc.committee.names import NameMatch
from sheets_coc.errors import Error, UsageError
from sheets_coc.oncall.rota.fairness import PAST_WEEKS, recorded, shares
from sheets_coc.oncall.swap.swap import Duty, Swap, parse_duty
from sheets_coc.oncall.tab import ROLES, RotaTab, Slot
from sheets_coc.private import Private


def find_member(committee: Committee, typed: str) -> int:
    """The index of the member of a name.

    Raises:
        UsageError: where it is no one member's name.
    """
    found = committee.directory().match(typed)
    if found.how is NameMatch.ONE:
        return found.members[0]
    why = "more than one member" if found.how is NameMatch.SEVERAL else "no member"
    raise UsageError(f"That is the name of {why}. Write it as in the sheet.", code="member")


class Swapper:
    """Swaps in one rota at one moment."""

    def __init__(self, committee: Committee, rota: RotaTab, now: datetime) -> None:
        self.committee = committee
        self.members = committee.members
        self.rota = rota
        self.today = now.date()
        self.running = rota.changeover.running(now)
        ahead = [w for w in rota.weeks.values() if w.starts > self.running and w.holders]
        past = recorded(rota, self.running - timedelta(weeks=PAST_WEEKS - 1), PAST_WEEKS)
        self.rates = [share.rate for share in shares(self.members, [*past, *ahead])]

    def slot(self, duty: Duty) -> Slot:
        """What stands at a duty."""
        return self.rota.week(duty.week).slots[ROLES.index(duty.role)]

    def cell(self, duty: Duty) -> tuple[int, int]:
        """The row and column of a duty that has a row."""
        row = self.rota.weeks[duty.week].row
        if row is None:
            raise UsageError("This week has no row in the tab.", code="swap-week")
        return row, self.rota.columns[duty.role]

    def _check(self, duty: Duty) -> Slot:
        """The slot of a duty that can change hands.

        Raises:
            UsageError: where the week is over or has no row.
            Error: where the cell is not one name, or not ours to write.
        """
        if duty.week < self.running:
            raise UsageError("That week is over, and is not changed any more.", code="swap-begun")
        if duty.week not in self.rota.weeks:
            raise UsageError("That week is not in the tab yet. Plan first.", code="swap-week")
        slot = self.slot(duty)
        if not slot.writable:
            raise Error(
                "What stands there cannot be swapped: it is no single member's name, or not a "
                "plain cell. Correct it in the sheet.",
                code="swap-holder",
            )
        return slot

    def holder(self, duty: Duty) -> int:
        """The member who holds a duty that can be exchanged.

        Raises:
            UsageError: where the week has begun, is over or has no row.
            Error: where nobody, or nobody known for sure, holds it, or the cell is not ours.
        """
        slot = self._check(duty)
        if duty.week == self.running:
            raise UsageError(
                "That week has begun. What is left of it can be handed over: name the member who "
                "takes it, and add --hand-over.",
                code="swap-begun",
            )
        if slot.holder is None:
            raise Error(
                "No member is on duty there. Name the member who steps in, and add --hand-over.",
                code="swap-holder",
            )
        return slot.holder

    def _around(self, moves: Mapping[Duty, int]) -> dict[date, list[int | None]]:
        """The holders of the weeks concerned and of their neighbours, as they are."""
        near = {p.week + timedelta(weeks=d) for p in moves for d in (-1, 0, 1)}
        return {w: [slot.holder for slot in self.rota.week(w).slots] for w in sorted(near)}

    def _after(self, moves: Mapping[Duty, int]) -> dict[date, list[int | None]]:
        """The same, once moved."""
        served = self._around(moves)
        for duty, member in moves.items():
            served[duty.week][ROLES.index(duty.role)] = member
        return served

    @staticmethod
    def _back_to_back(served: Mapping[date, list[int | None]]) -> int:
        """How often somebody serves two weeks running."""
        total = 0
        for week, pair in served.items():
            following = served.get(week + timedelta(weeks=1), [])
            total += len({m for m in pair if m is not None} & {*following})
        return total

    def refusal(self, moves: Mapping[Duty, int]) -> str | None:
        """Why some moves are impossible, as a finding's code; None where they are possible."""
        served = self._after(moves)
        for duty, member in moves.items():
            if self.members[member].unclear:
                return "member-unclear"
            since = self.today if duty.week == self.running else None
            if obstacle := self.members[member].obstacle(duty.week, since):
                return obstacle
            slots = self.rota.week(duty.week).slots
            if served[duty.week][0] == served[duty.week][1] or any(
                member in slot.candidates for slot in slots
            ):
                return "same-twice"
        return None

    def refuse(self, moves: Mapping[Duty, int]) -> None:
        """Let possible moves pass.

        Raises:
            Error: `swap-refused` where they would break eligibility.
        """
        reason = self.refusal(moves)
        if reason:
            raise Error(_REFUSED[reason], code="swap-refused")

    def _swap(self, duty: Duty, other: Duty | None, giver: int | None, taker: int) -> Swap:
        moves = {duty: taker}
        if other is not None and giver is not None:
            moves[other] = giver
        added = self._back_to_back(self._after(moves)) - self._back_to_back(self._around(moves))
        return Swap(
            duty=duty,
            other=other,
            giver=giver,
            taker=taker,
            names=(
                Private("") if giver is None else self.members[giver].name,
                self.members[taker].name,
            ),
            back_to_back=added,
            rate=self.rates[taker],
            running=duty.week == self.running,
            expected={d: self.slot(d).typed for d in moves},
        )

    def exchange(self, duty: Duty, other: Duty) -> Swap:
        """An exchange of two duties.

        Raises:
            UsageError: for a duty that cannot be given away.
            Error: `swap-refused` where it would break eligibility.
        """
        giver, taker = self.holder(duty), self.holder(other)
        if giver == taker:
            raise UsageError("The same member holds both places.", code="swap-same")
        self.refuse({duty: taker, other: giver})
        return self._swap(duty, other, giver, taker)

    def hand_over(self, duty: Duty, taker: int) -> Swap:
        """A duty given to another member, with nothing in return, or taken where nobody is.

        Raises:
            UsageError: for a duty that cannot be given away.
            Error: `swap-refused` where the taker cannot serve then.
        """
        giver = self._check(duty).holder
        if giver == taker:
            raise UsageError("That member holds the place already.", code="swap-same")
        self.refuse({duty: taker})
        return self._swap(duty, None, giver, taker)

    def partners(self, duty: Duty) -> list[Swap]:
        """Everyone who could take a duty, best first: exchanges, then hand-overs.

        Raises:
            UsageError: for a duty that cannot be given away.
        """
        giver = self._check(duty).holder
        found: list[Swap] = []
        if giver is not None and duty.week > self.running:
            found += self._exchanges(duty, giver)
        found += [
            self._swap(duty, None, giver, taker)
            for taker in range(len(self.members))
            if taker != giver and not self.refusal({duty: taker})
        ]
        return sorted(found, key=_rank)

    def _exchanges(self, duty: Duty, giver: int) -> list[Swap]:
        found = []
        for week in self.rota.weeks.values():
            if week.starts <= self.running or week.starts == duty.week:
                continue  # changing roles does not free anybody that week
            for role, slot in zip(ROLES, week.slots, strict=True):
                other, taker = Duty(week.starts, role), slot.holder
                if not slot.writable or taker is None or taker == giver:
                    continue
                if not self.refusal({duty: taker, other: giver}):
                    found.append(self._swap(duty, other, giver, taker))
        return found

    def with_member(self, duty: Duty, taker: int) -> Swap:
        """The best swap with one member: an exchange where there is one, else a hand-over.

        Raises:
            UsageError: for a duty that cannot be given away.
            Error: `swap-refused` where neither is possible.
        """
        self.holder(duty)  # what is not exchanged is handed over on purpose
        best = next((s for s in self.partners(duty) if s.taker == taker), None)
        return best or self.hand_over(duty, taker)

    def choose(self, duty: Duty, with_: str, *, hand_over: bool = False) -> Swap:
        """The swap that a person asks for.

        Args:
            duty: what is given away.
            with_: another duty as people type it, or a member's name.
            hand_over: whether it is given away with nothing in return.

        Raises:
            UsageError: for a name or a duty that is none, or cannot be given away.
            Error: `swap-refused` where it would break eligibility.
        """
        if "/" in with_:
            if hand_over:
                raise UsageError("--hand-over takes a member's name.", code="swap-with")
            return self.exchange(duty, parse_duty(with_, self.rota.changeover))
        taker = find_member(self.committee, with_)
        return self.hand_over(duty, taker) if hand_over else self.with_member(duty, taker)


def _rank(swap: Swap) -> tuple[object, ...]:
    exchange = swap.other is not None
    role = swap.other.role if swap.other else swap.duty.role
    apart = abs((swap.other.week - swap.duty.week).days) if swap.other else 0
    return (
        not exchange,
        swap.back_to_back,
        role is not swap.duty.role,
        apart,
        swap.rate,
        swap.other or swap.duty,
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
