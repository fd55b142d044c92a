"""Compares names in the letters of Chinese, Japanese and Korean.

One letter there is a syllable or a word: another letter is another name, so little is
forgiven. Where the name is written with spaces, its words are compared like parts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import permutations

from sheets_coc.screening.matching.match import FULL_NAME, Match, Tier
from sheets_coc.screening.matching.parts import slips

_ONE_WORD = "one word of the name equal"


def letters(words: Sequence[str]) -> str:
    """All letters of a name in one fixed order: the same for every order of its words."""
    return "".join(sorted("".join(words)))


def compare_native(ours: Sequence[str], theirs: Sequence[str]) -> Match | None:
    """How two names agree; None where they do not.

    Args:
        ours: the words of the name in the records.
        theirs: the words of the name on the list.
    """
    if _same(ours, theirs):
        return FULL_NAME
    equal = Counter(ours) & Counter(theirs)
    mine, other = (
        list((Counter(ours) - equal).elements()),
        list((Counter(theirs) - equal).elements()),
    )
    if equal.total() >= 2 and not (mine and other):
        side = "only in our record" if mine else "only on the list"
        return Match(Tier.LIKELY, 0.92, ("two words of the name equal", f"a further name {side}"))
    if equal.total() and len(mine) == len(other) == 1:
        return _nearly(mine[0], other[0], equal.total())
    return None


def _same(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether these are the same words in any order, written apart or together."""
    if letters(ours) != letters(theirs) or sum(map(len, ours)) < 2:
        return False
    together = "".join(theirs)
    orders = ("".join(order) for order in permutations(ours)) if len(ours) <= 4 else ()
    return sorted(ours) == sorted(theirs) or any(order == together for order in orders)


def _nearly(mine: str, other: str, equal: int) -> Match | None:
    """One word of each is left: an initial, or a slip.

    A letter more, less or exchanged with its neighbour is a slip; another letter is one only
    where enough else is equal, since in a short name it makes another name.
    """
    short, long = sorted((mine, other), key=len)
    if len(short) == 1 and len(long) > 1 and long[0] == short:
        return Match(Tier.POSSIBLE, 0.78, (_ONE_WORD, "another word: initial"))
    enough = equal >= 2 or len(long) >= 3
    moved = len(short) != len(long) or sorted(short) == sorted(long)
    if (enough or moved) and len(long) > 1 and slips(mine, other) == 1:
        return Match(Tier.POSSIBLE, 0.75, (_ONE_WORD, "another word: one letter differs"))
    return None
