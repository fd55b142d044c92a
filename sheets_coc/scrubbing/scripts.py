"""A name known in one script, written in another.

Letters are turned into Latin ones (`Светлана` is `svetlana`), and a name counts when it comes
out exactly. Spelling between scripts is loose, so where two parts of a name stand side by side
it is enough that their consonants agree (`Γλαύκος Κληρίδης`, a Hebrew name without vowels).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from functools import cached_property
from itertools import product

from sheets_coc.people.fuzzy import one_letter_apart
from sheets_coc.scrubbing.known.identifiers import Identifiers
from sheets_coc.scrubbing.known.names import PersonName
from sheets_coc.scrubbing.text.romanise import consonants, even, foreign
from sheets_coc.scrubbing.text.tokens import Words

_GAPS = frozenset({"", " ", "-", "·"})
_LONGEST_SOLO = 8
_ENOUGH = 4


class OtherScripts:
    """Finds whole names written in another script than they are known in."""

    def __init__(self, ids: Identifiers) -> None:
        self._names = ids.names
        self._longest = max((name.slots for name in self._names), default=0)
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
        reduced = _Reduced(words, taken)
        found: list[tuple[int, int]] = []
        for index in words.where(self._like_names(words, reduced)):
            done = found[-1][1] + 1 if found else 0
            if index >= done and (place := self._at(reduced, index, done)):
                found.append(place)
        return found

    def _like_names(self, words: Words, reduced: _Reduced) -> set[str]:
        """Which words in other scripts may belong to a name: few, in most texts."""
        return {
            latin
            for latin in words.latin.values()
            if reduced.bones[latin] in self._bones or reduced.evened[latin] in self._begun
        }

    def _at(self, reduced: _Reduced, index: int, done: int) -> tuple[int, int] | None:
        """The name at a word, or around it where it stands in a row of its own."""
        row = reduced.row(index)
        if index not in row:
            return None
        length = self._solo(reduced, range(index, row.stop))
        if not length and reduced.bones[reduced.latin(index)] in self._bones:
            if row.start >= done and len(row) <= self._longest:
                bones = [reduced.bones[reduced.latin(i)] for i in row]
                if self._most(bones) or self._nearly(bones):
                    return row[0], row[-1]
            length = self._exactly(reduced, range(index, row.stop))
        return (index, index + length - 1) if length else None

    def _solo(self, reduced: _Reduced, row: range) -> int:
        """In a script without spaces: how many syllables of a row begin with a whole name."""
        text, best = "", 0
        for length, index in enumerate(row[:_LONGEST_SOLO], start=1):
            text += reduced.evened[reduced.latin(index)]
            if text not in self._begun:
                break
            if length > 1 and text in self._wholes:
                best = length
        return best

    def _most(self, bones: list[str]) -> bool:
        """Whether a row is as long as a name, and all but one of its parts agree."""
        for person, name in enumerate(self._names):
            if len(bones) != name.slots:
                continue
            known = [b for b in bones if any(p == person for p, _ in self._bones.get(b, ()))]
            agree = len(set(known)) > 1 and sum(map(len, set(known))) >= _ENOUGH
            if agree and len(bones) == len(known) + 1:
                return True
        return False

    def _nearly(self, bones: list[str]) -> bool:
        """Whether a row is as long as a name, and agrees with it but for single consonants."""
        persons = {person for person, _ in self._bones.get(bones[0], ())} if bones else ()
        return any(
            len(bones) == self._names[person].slots > 1 and self._nearly_of(bones, person)
            for person in persons
        )

    def _nearly_of(self, bones: list[str], person: int) -> bool:
        parts = [known for known, whose in self._bones.items() if person in {p for p, _ in whose}]
        return all(
            any(b == p or (len(p) > 2 and one_letter_apart(b, p)) for p in parts) for b in bones
        )

    def _exactly(self, reduced: _Reduced, row: range) -> int:
        """How many words at the beginning of a row are parts of one name, if more than one."""
        if len(row) == 1 or reduced.bones[reduced.latin(row[1])] not in self._bones:
            return 0
        bones = [reduced.bones[reduced.latin(i)] for i in row[: self._longest]]
        persons = {person for person, _ in self._bones.get(bones[0], ())}
        return max((self._parts(bones, person) for person in persons), default=0)

    def _parts(self, bones: list[str], person: int) -> int:
        seen: set[int] = set()
        for bone in bones:
            slots = {s for p, s in self._bones.get(bone, ()) if p == person} - seen
            if not slots:
                break
            seen.add(min(slots))
        enough = len(seen) > 1 and sum(map(len, bones[: len(seen)])) >= _ENOUGH
        return len(seen) if enough else 0


class _Reduced:
    """The words of one text in other scripts, without what spellings disagree on.

    Attributes:
        bones: the consonants of each word in Latin letters.
        evened: the same for scripts written in syllables.
    """

    def __init__(self, words: Words, taken: set[int]) -> None:
        self._words = words
        self._taken = taken
        different = list(set(words.latin.values()))
        together = "\n".join(different)
        self.bones = dict(zip(different, consonants(together).split("\n"), strict=True))
        self.evened = dict(zip(different, even(together).split("\n"), strict=True))

    def latin(self, index: int) -> str:
        """A word in another script, in Latin letters."""
        return self._words.latin[self._words.typed[index]]

    @cached_property
    def _last(self) -> list[int]:
        """Every word that cannot belong to one name with the next."""
        words, latin = self._words, self._words.latin
        free = [typed in latin for typed in words.typed]
        for index in self._taken:
            free[index] = False
        pairs = zip(free, [*free[1:], False], words.gaps, strict=True)
        joined = [one and other and gap in _GAPS for one, other, gap in pairs]
        return [index for index, both in enumerate(joined) if not both]

    def row(self, index: int) -> range:
        """The neighbouring words in other scripts that a word stands among, itself included."""
        if index in self._taken or self._words.typed[index] not in self._words.latin:
            return range(0)
        place = bisect_left(self._last, index)
        return range(self._last[place - 1] + 1 if place else 0, self._last[place] + 1)


def _wholes(name: PersonName) -> frozenset[str]:
    """A name of two parts as one word, in both orders."""
    if name.slots != 2:
        return frozenset()
    first, last = (_longest(name, slot) for slot in (0, 1))
    return frozenset(way for a, b in product(first, last) for way in (a + b, b + a))


def _longest(name: PersonName, slot: int) -> set[str]:
    """The spellings of a whole part, not of its halves."""
    ways = {"".join(p.words) for p in name.parts if p.slot == slot and _latin(p.words)}
    length = max(map(len, ways), default=0)
    return {way for way in ways if len(way) >= length - 1}


def _latin(words: tuple[str, ...]) -> bool:
    return not any(foreign(word) for word in words)
