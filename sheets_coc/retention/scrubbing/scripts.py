"""A name known in one script, written in another.

Letters are turned into Latin ones (`Светлана` is `svetlana`), and a name counts when it comes
out exactly. Spelling between scripts is loose, so where two parts of a name stand side by side
it is enough that their consonants agree (`Γλαύκος Κληρίδης`, a Hebrew name without vowels).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import product

from sheets_coc.retention.scrubbing.identifiers import Identifiers
from sheets_coc.retention.scrubbing.names import Name
from sheets_coc.retention.scrubbing.romanise import consonants, even, foreign
from sheets_coc.retention.scrubbing.typos import one_letter_apart
from sheets_coc.retention.scrubbing.words import Words

_GAPS = frozenset({"", " ", "-", "·"})
_LONGEST_SOLO = 8
_REACH = 16  # more than the parts of any name
_ENOUGH = 4


class OtherScripts:
    """Finds whole names written in another script than they are known in."""

    def __init__(self, ids: Identifiers) -> None:
        self._names = ids.names
        self._wholes = {even(whole) for name in ids.names for whole in _wholes(name)}
        self._begun = {whole[:n] for whole in self._wholes for n in range(1, len(whole) + 1)}
        self._bones: dict[str, set[tuple[int, int]]] = defaultdict(set)
        for person, name in enumerate(ids.names):
            for part in name.parts:
                if bones := _latin(part.words) and consonants("".join(part.words)):
                    self._bones[bones].add((person, part.slot))

    def find(self, words: Words, taken: set[int]) -> list[tuple[int, int]]:
        """The first and last word of each such name."""
        if not self._names or not words.latin:
            return []
        hot = words.where(self._like_a_name(words.latin))
        return [place for run in _runs(words, taken, hot) for place in self._in_run(words, run)]

    def _like_a_name(self, latin: Mapping[str, str]) -> frozenset[str]:
        """Which of the words in other scripts may be part of a name."""
        joined = "\n".join(latin.values())
        bones, evened = consonants(joined).split("\n"), even(joined).split("\n")
        return frozenset(
            word
            for word, bone, plain in zip(latin.values(), bones, evened, strict=True)
            if bone in self._bones or plain in self._begun
        )

    def _in_run(self, words: Words, run: range) -> Iterator[tuple[int, int]]:
        latin = [words.latin[words.typed[index]] for index in run]
        bones = [consonants(word) for word in latin]
        at = 0
        while at < len(run):
            length = self._solo(latin, at) or self._spaced(bones, at)
            if length:
                yield run[at], run[at + length - 1]
            at += length or 1

    def _solo(self, latin: list[str], at: int) -> int:
        """In a script without spaces: how many syllables from here are a whole name."""
        text, best = "", 0
        for end in range(at, min(len(latin), at + _LONGEST_SOLO)):
            text += even(latin[end])
            if text not in self._begun:
                break
            if end > at and text in self._wholes:
                best = end - at + 1
        return best

    def _spaced(self, bones: list[str], at: int) -> int:
        """How many words from here are parts of one name, by their consonants."""
        if at == 0 and (length := self._most(bones)):
            return length
        for person in {person for person, _ in self._bones.get(bones[at], ())}:
            slots = self._names[person].slots
            if at == 0 and len(bones) == slots > 1 and self._nearly(bones, person):
                return slots
            length = self._exactly(bones, at, person)
            if length > 1:
                return length
        return 0

    def _most(self, bones: list[str]) -> int:
        """A row as long as a name where all but one of its parts agree."""
        for person, name in enumerate(self._names):
            known = [b for b in bones if any(p == person for p, _ in self._bones.get(b, ()))]
            agree = len(set(known)) > 1 and sum(map(len, set(known))) >= _ENOUGH
            if agree and len(bones) == name.slots == len(known) + 1:
                return len(bones)
        return 0

    def _exactly(self, bones: list[str], at: int, person: int) -> int:
        seen: set[int] = set()
        end = at
        while end < len(bones):
            slots = {s for p, s in self._bones.get(bones[end], ()) if p == person} - seen
            if not slots:
                break
            seen.add(min(slots))
            end += 1
        return end - at if sum(map(len, bones[at:end])) >= _ENOUGH else 0

    def _nearly(self, bones: list[str], person: int) -> bool:
        """Whether every word is a part of the name but for one consonant."""
        parts = [known for known, whose in self._bones.items() if person in {p for p, _ in whose}]
        return all(
            any(b == p or (len(p) > 2 and one_letter_apart(b, p)) for p in parts) for b in bones
        )


def _runs(words: Words, taken: set[int], hot: list[int]) -> list[range]:
    """Rows of neighbouring words in other scripts, as far as they are near a hot one."""

    def joined(index: int) -> bool:
        return (
            foreign(words.words[index])
            and foreign(words.words[index + 1])
            and taken.isdisjoint((index, index + 1))
            and words.gap(index) in _GAPS
        )

    runs: list[range] = []
    for index in hot:
        done = runs[-1].stop if runs else 0
        if index in taken or not foreign(words.words[index]):
            continue
        start, stop = index, max(done, index + 1)
        while start > max(done, index - _REACH) and joined(start - 1):
            start -= 1
        while stop < min(len(words), index + _REACH) and joined(stop - 1):
            stop += 1
        if runs and start <= done and (start < done or joined(done - 1)):
            start = runs.pop().start
        runs.append(range(start, stop))
    return runs


def _wholes(name: Name) -> frozenset[str]:
    """A name of two parts as one word, in both orders."""
    if name.slots != 2:
        return frozenset()
    first, last = (_longest(name, slot) for slot in (0, 1))
    return frozenset(way for a, b in product(first, last) for way in (a + b, b + a))


def _longest(name: Name, slot: int) -> set[str]:
    """The spellings of a whole part, not of its halves."""
    ways = {"".join(p.words) for p in name.parts if p.slot == slot and _latin(p.words)}
    length = max(map(len, ways), default=0)
    return {way for way in ways if len(way) >= length - 1}


def _latin(words: tuple[str, ...]) -> bool:
    return not any(foreign(word) for word in words)
