"""Words that are one slip of the finger away from a known name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sheets_coc.people.fuzzy import one_letter_apart
from sheets_coc.scrubbing.known.names import PersonName

_SHORTEST = 4


class Typos:
    """Looks words up among everything one letter away from a name.

    A name and a word are at most one letter apart only if they become equal by leaving out one
    letter at most from each; so both are looked up by what is left, and then compared.
    """

    def __init__(self, names: Iterable[PersonName]) -> None:
        self._names: dict[str, int] = {}
        for name in names:
            for part in name.parts:
                word = "".join(part.words)
                if len(word) >= _SHORTEST:
                    self._names[word] = min(name.slots, self._names.get(word, name.slots))
        self._longest = max(map(len, self._names), default=0)
        self._heads = {known[:2] for known in self._names}
        self._tails = {known[-2:] for known in self._names}
        self._shorter: dict[str, set[str]] = defaultdict(set)
        for known in self._names:
            for less in _without_one(known):
                self._shorter[less].add(known)

    def of(self, word: str, most_parts: int = 99) -> str | None:
        """The name a word is one letter away from, if any; not the name itself.

        Args:
            word: a folded word.
            most_parts: leave out persons whose names have more parts.
        """
        if not _SHORTEST <= len(word) <= self._longest + 1 or word in self._names:
            return None
        if not self._likely(word):
            return None
        for less in _without_one(word):
            for name in self._shorter.get(less, ()):
                if self._names[name] <= most_parts and one_letter_apart(word, name):
                    return name
        return None

    def among(self, words: Iterable[str]) -> set[str]:
        """Which of some words are one letter away from a name."""
        longest = self._longest + 1
        return {
            word
            for word in words
            if _SHORTEST <= len(word) <= longest and self.of(word) is not None
        }

    def _likely(self, word: str) -> bool:
        """Whether an end of a word is that of a name: one slip leaves one end as it was.

        Only in four letters may two that changed places belong to both ends.
        """
        if word[:2] in self._heads or word[-2:] in self._tails:
            return True
        return len(word) == _SHORTEST and f"{word[0]}{word[2]}{word[1]}{word[3]}" in self._names


def _without_one(word: str) -> set[str]:
    return {word} | {word[:i] + word[i + 1 :] for i in range(len(word))}
