"""Fairness among the rotas that reach the minimum.

Every member's fair share of a week is its covered cells divided by the members eligible in
it; shares add up over the weeks planned, so a newcomer, a leaver or someone away owes only
the weeks they could have served. What the past year left open decides ties: it is pressed
into less than half a duty, so nobody has to catch up more.

The search goes forward through the weeks along transitions that cost the minimum, keeps the
most balanced states (equal states are merged), and looks at every one of them as long as
they are few: small committees are solved exactly. Where the search had to drop states and
the result may still be improved, it is repeated with the overloaded starting at a handicap:
once for the fairness of the whole, and with more effort while the spread is above 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sheets_coc.oncall.rota.optimum import BACK_TO_BACK, Option, backward

SCALE: Final = 10_080
"""Parts of one duty; divisible by every number up to 10, so most shares are exact."""
_EFFORT: Final = 20_000
"""How many transitions the first pass looks at, roughly."""
_WIDEST: Final = 3_000
_PASSES: Final = 5


@dataclass(frozen=True, slots=True)
class Task:
    """What has to be balanced.

    Attributes:
        weeks: the options of each week.
        before: members on duty in the week before, as a bit mask.
        after: members on duty in the week after, as a bit mask.
        eligible: the members eligible in each week.
        carry: what the past left each member owed, in parts of a duty, less than half of it.
    """

    weeks: Sequence[Sequence[Option]]
    before: int
    after: int
    eligible: Sequence[Sequence[int]]
    carry: Sequence[int]

    @property
    def members(self) -> int:
        """How many members there are."""
        return len(self.carry)

    def targets(self) -> list[list[int]]:
        """The fair share of each member up to each week, in parts of a duty."""
        share = list(self.carry)
        shares = []
        for choices, eligible in zip(self.weeks, self.eligible, strict=True):
            cells = len(choices[0].members)
            for member in eligible:
                share[member] += SCALE * cells // len(eligible)
            shares.append(list(share))
        return shares

    def throughout(self) -> list[int]:
        """The members eligible in every week."""
        always = set(range(self.members)).intersection(*map(set, self.eligible))
        return sorted(always)


def spread(counts: Sequence[int], members: Sequence[int]) -> int:
    """The most minus the fewest duties among some members."""
    held = [counts[m] for m in members]
    return max(held) - min(held) if held else 0


def unfairness(counts: Sequence[int], targets: Sequence[int]) -> int:
    """How far duties are from the fair shares: the sum of squares, in parts of a duty."""
    return sum((SCALE * held - share) ** 2 for held, share in zip(counts, targets, strict=True))


@dataclass(frozen=True, slots=True)
class _Link:
    """The way a state was reached, its beginning shared with other states."""

    option: int
    before: _Link | None

    def unwind(self) -> list[int]:
        path: list[int] = []
        link: _Link | None = self
        while link is not None and link.before is not None:
            path.append(link.option)
            link = link.before
        return path[::-1]


@dataclass(frozen=True, slots=True)
class _State:
    """Members on duty last, what the rest must cost, duties so far, and the way here."""

    mask: int
    need: int
    counts: tuple[int, ...]
    way: _Link


@dataclass(frozen=True, slots=True)
class Choice:
    """One rota that reaches the minimum.

    Attributes:
        path: the index of each week's option.
        counts: the duties of each member.
        key: excess of the spread over 1, then unfairness: lower is better.
    """

    path: tuple[int, ...]
    counts: tuple[int, ...]
    key: tuple[int, int]


class _Search:
    """Passes forward through the weeks of one task."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.remaining = backward(task.weeks, task.after)
        self.targets = task.targets()
        self.always = task.throughout()
        none = task.members  # a slot that costs nothing, for options of fewer than two people
        self.seats = [
            [(*option.members, none, none)[:2] for option in choices] for choices in task.weeks
        ]
        self.masks = [[option.mask for option in choices] for choices in task.weeks]
        self.complete = True

    def start(self) -> _State:
        """The state before the first week."""
        need = min(
            remaining + BACK_TO_BACK * (self.task.before & mask).bit_count()
            for remaining, mask in zip(self.remaining[0], self.masks[0], strict=True)
        )
        return _State(self.task.before, need, (0,) * self.task.members, _Link(-1, None))

    def _grow(
        self, week: int, states: Sequence[_State], targets: Sequence[int]
    ) -> list[tuple[int, int, int]]:
        """Every continuation at the least cost: its score, the state's index, the option."""
        remaining, masks, seats = self.remaining[week], self.masks[week], self.seats[week]
        plenty = range(len(masks))
        grown: list[tuple[int, int, int]] = []
        for index, state in enumerate(states):
            mask, need = state.mask, state.need
            score = unfairness(state.counts, targets)
            extra = [
                SCALE * (SCALE * (2 * held + 1) - 2 * share)
                for held, share in zip(state.counts, targets, strict=True)
            ]
            extra.append(0)
            grown += [
                (score + extra[seats[j][0]] + extra[seats[j][1]], index, j)
                for j in plenty
                if remaining[j] + BACK_TO_BACK * (mask & masks[j]).bit_count() == need
            ]
        return grown

    def _keep(
        self, week: int, states: Sequence[_State], targets: Sequence[int], width: int
    ) -> list[_State]:
        """The most balanced continuations, equal ones merged."""
        grown = sorted(self._grow(week, states, targets))
        kept: dict[tuple[int, tuple[int, ...]], _State] = {}
        for _, index, j in grown:
            counts = list(states[index].counts)
            for member in self.task.weeks[week][j].members:
                counts[member] += 1
            key = (j, tuple(counts))
            if key in kept:
                continue
            if len(kept) == width:
                self.complete = False
                break
            need = self.remaining[week][j] - self.task.weeks[week][j].cost
            kept[key] = _State(self.masks[week][j], need, key[1], _Link(j, states[index].way))
        return list(kept.values())

    def run(self, handicap: Sequence[int], effort: int) -> list[Choice]:
        """One pass; the handicap of each member fades until the last week."""
        self.complete = True
        states, last = [self.start()], len(self.task.weeks)
        for week, share in enumerate(self.targets):
            targets = [
                part - late * (last - week - 1) // last
                for part, late in zip(share, handicap, strict=True)
            ]
            typical = last * max(1, len(self.masks[week]))
            states = self._keep(week, states, targets, min(_WIDEST, 4 + effort // typical))
        return sorted(
            (Choice(tuple(s.way.unwind()), s.counts, self.key(s.counts)) for s in states),
            key=lambda choice: choice.key,
        )

    def key(self, counts: Sequence[int]) -> tuple[int, int]:
        excess = max(0, spread(counts, self.always) - 1)
        return excess, unfairness(counts, self.targets[-1])

    def bound(self) -> tuple[int, int]:
        """What no rota can be better than: shares without regard to neighbouring weeks."""
        task, targets = self.task, self.targets[-1]
        held, room = [0] * task.members, [0] * task.members
        for choices in task.weeks:
            for member in range(task.members):
                present = [choice.mask >> member & 1 for choice in choices]
                held[member] += min(present)
                room[member] += max(present)
        total = sum(len(choices[0].members) for choices in task.weeks)
        for _ in range(total - sum(held)):
            free = [m for m in range(task.members) if held[m] < room[m]]
            held[min(free, key=lambda m: (SCALE * held[m] - targets[m], m))] += 1
        return 0, unfairness(held, targets)


def balanced(task: Task) -> list[Choice]:
    """The fairest rotas found that reach the minimum, equally fair, best first.

    The spread of duties among members eligible throughout is at most 1 wherever that is
    possible and the search was complete; `key` tells what was reached.
    """
    if not task.weeks:
        return [Choice((), (0,) * task.members, (0, 0))]
    search = _Search(task)
    bound, handicap, effort = search.bound(), [0] * task.members, _EFFORT
    best: list[Choice] = []
    for number in range(_PASSES):
        found = search.run(handicap, effort)
        if not best or found[0].key < best[0].key:
            best = [choice for choice in found if choice.key == found[0].key]
        if search.complete or best[0].key <= bound or (number and not best[0].key[0]):
            break
        final = search.targets[-1]
        handicap = [
            late + SCALE * held - share
            for late, held, share in zip(handicap, found[0].counts, final, strict=True)
        ]
        if best[0].key[0]:
            effort *= 2
    return best
