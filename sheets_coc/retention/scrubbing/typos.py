"""Words that are one slip of the finger away from a known name."""

from __future__ import annotations

from collections import defaultdict

from sheets_coc.retention.scrubbing.identifiers import Identifiers, name_parts

_SHORTEST = 4


class Typos:
    """Looks words up among everything one letter away from a name.

    A name and a word are at most one letter apart only if they become equal by leaving out one
    letter at most from each; so both are looked up by what is left, and then compared.
    """

    def __init__(self, ids: Identifiers) -> None:
        names = {"".join(part.words) for part in name_parts(ids)}
        self._names = {name for name in names if len(name) >= _SHORTEST}
        self._longest = max(map(len, self._names), default=0)
        self._shorter: dict[str, set[str]] = defaultdict(set)
        for name in self._names:
            for less in _without_one(name):
                self._shorter[less].add(name)

    def of(self, word: str) -> str | None:
        """The name a word is one letter away from, if any; not the name itself."""
        if not _SHORTEST <= len(word) <= self._longest + 1 or word in self._names:
            return None
        for less in _without_one(word):
            for name in self._shorter.get(less, ()):
                if one_letter_apart(word, name):
                    return name
        return None


def _without_one(word: str) -> set[str]:
    return {word} | {word[:i] + word[i + 1 :] for i in range(len(word))}


def one_letter_apart(one: str, other: str) -> bool:
    """Whether one letter put in, left out, changed, or changed places makes one the other."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    same = 0
    while same < min(len(one), len(other)) and one[same] == other[same]:
        same += 1
    left, right = one[same:], other[same:]
    swapped = left[:2] == right[:2][::-1] and left[2:] == right[2:]
    return swapped or left[1:] == right[1:] or left[1:] == right or left == right[1:]
