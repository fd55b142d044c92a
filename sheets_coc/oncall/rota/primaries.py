"""Who of a week's two is primary: balanced apart from the duties.

Where both ways round are allowed, a week is an edge between its two members and points to
the primary. Turning round a path of edges takes one primary week from its beginning to its
end and leaves everybody between with as many as before. As long as some path makes the sum
of squares smaller it is turned; when none does, the balance is the best there is (the cost
is convex in each member's number).

    three weeks, primary first: Ada+Bo, Ada+Bo, Bo+Cy; a fair share is one each
    primary weeks: Ada 2, Bo 1, Cy 0
    a path leads from Ada over Bo to Cy: the first week, then the third
    both turned: Bo+Ada, Ada+Bo, Cy+Bo: one each, and Bo between them has as many as before
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from sheets_coc.oncall.rota.balance import SCALE
from sheets_coc.oncall.rota.optimum import Option, Pair


def count(pairs: Sequence[Pair], members: int) -> list[int]:
    """The primary weeks of each member."""
    held = [0] * members
    for primary, _ in pairs:
        if primary >= 0:
            held[primary] += 1
    return held


def _turnable(chosen: Sequence[Option]) -> list[int]:
    return [w for w, option in enumerate(chosen) if len(option.pairs) == 2]


def _paths(pairs: Sequence[Pair], weeks: Sequence[int], start: int) -> dict[int, list[int]]:
    """For each member to whom a primary week of `start` can go: the weeks to turn round."""
    found: dict[int, list[int]] = {start: []}
    waiting = deque([start])
    while waiting:
        member = waiting.popleft()
        for week in weeks:
            primary, secondary = pairs[week]
            if primary == member and secondary not in found:
                found[secondary] = [*found[member], week]
                waiting.append(secondary)
    del found[start]
    return found


def _better(
    pairs: Sequence[Pair], weeks: Sequence[int], targets: Sequence[int]
) -> list[int] | None:
    """The weeks whose turning helps most; None where nothing helps."""
    held = count(pairs, len(targets))
    over = [SCALE * h - share for h, share in zip(held, targets, strict=True)]
    best: tuple[int, list[int]] | None = None
    for start in range(len(targets)):
        for end, path in _paths(pairs, weeks, start).items():
            gain = over[start] - over[end] - SCALE
            if gain > 0 and (best is None or gain > best[0]):
                best = (gain, path)
    return best[1] if best else None


def arrange(chosen: Sequence[Option], targets: Sequence[int]) -> list[Pair]:
    """Primary and secondary of each week, with primaries as near to their shares as can be.

    Args:
        chosen: the option of each week.
        targets: each member's fair share of primary weeks, in parts of a week.
    """
    pairs: list[Pair] = []
    so_far = [0] * len(targets)
    for option in chosen:
        pair = min(option.pairs, key=lambda p: so_far[p[0]] - targets[p[0]] if p[0] >= 0 else 0)
        if pair[0] >= 0:
            so_far[pair[0]] += SCALE
        pairs.append(pair)
    weeks = _turnable(chosen)
    while (turn := _better(pairs, weeks, targets)) is not None:
        for week in turn:
            pairs[week] = (pairs[week][1], pairs[week][0])
    return pairs


def unfairness(pairs: Sequence[Pair], targets: Sequence[int]) -> int:
    """How far primary weeks are from their shares: the sum of squares."""
    held = count(pairs, len(targets))
    return sum((SCALE * h - share) ** 2 for h, share in zip(held, targets, strict=True))
