"""Finds, for a name on the list, the few of our names worth comparing with it.

Comparing each of 100,000 attendees with each of 1,000 listed names would take minutes. Two
names can only match where at least two of their parts agree (or one and an initial), so our
parts are indexed by everything that agrees with them: themselves, their sound, their
nicknames, and themselves with one letter taken out (two in long parts): two words differ by
one slip only if they share such a rest.

    ours       Jane      filed under jane, ane, jne, jae, jan, its sound and its nicknames
    on a list  Jayne     looked for under jayne, ayne, jyne, jane, ...: both have jane
    on a list  Bob       shares the group of nicknames with our Robert, and no letters
    on a list  Husayn    shares the sound hosain with our Hussein
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sheets_coc.people.sounds import consonants
from sheets_coc.screening.matching.cjk import letters
from sheets_coc.screening.matching.names import ParsedName
from sheets_coc.screening.matching.parts import LONG, Parts, equivalents, tails


def rests(part: str, slips: int) -> set[str]:
    """The part itself, and what is left of it without one letter, or two."""
    found = {part}
    for _ in range(slips):
        found |= {rest[:i] + rest[i + 1 :] for rest in found for i in range(len(rest))}
    return found


def _keys(part: str, parts: Parts, *, joined: bool = False) -> Iterator[str]:
    """Everything a part is filed and looked for under."""
    yield from rests(part, 2 if len(part) >= LONG and not joined else 1)
    sound = parts.sound(part)
    if joined:
        yield f"~{sound}"
    else:
        yield from (f"-{tail}" for tail in (part, *tails(part)))
        yield from (f"~{rest}" for rest in (rests(sound, 1) if len(sound) >= 5 else {sound}))
        yield from (f"={group}" for group in equivalents(part))


def joins(name: ParsedName) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Neighbouring parts written as one, and the places they cover."""
    for size in (2, 3):
        for start in range(len(name.parts) - size + 1):
            places = tuple(range(start, start + size))
            text = "".join(name.parts[i] for i in places)
            if len(text) >= 5:
                yield text, places


def _native_keys(name: ParsedName) -> set[str]:
    """Each word in its own letters, and all letters whatever their order."""
    return {*name.native, f"={letters(name.native)}"} if name.native else set()


def _mask(places: Iterable[int]) -> int:
    return sum(1 << place for place in places)


def _letters(name: ParsedName, *, initials_only: bool) -> frozenset[str]:
    return frozenset(p[0] for p in name.parts if len(p) == 1 or not initials_only)


def _without_spaces(name: ParsedName) -> tuple[str, ...]:
    """A name run together, in either order of its parts; one of a single part as it is."""
    if not name.parts:
        return ()
    return "".join(name.parts), "".join((*name.parts[1:], name.parts[0]))


class Postings:
    """The names of ours that agree with one part of theirs, and by which of their parts.

    Attributes:
        masks: for each name the places of its parts, one bit each.
        several: the names of which more than one part agrees.
    """

    __slots__ = ("masks", "several")

    def __init__(self, postings: Iterable[tuple[int, int]] = ()) -> None:
        """Gather the postings of all parts that agree."""
        self.masks: dict[int, int] = {}
        for number, mask in postings:
            self.masks[number] = self.masks.get(number, 0) | mask
        self.several = {number for number, mask in self.masks.items() if mask & (mask - 1)}


_NONE = Postings()


@dataclass(slots=True, repr=False)
class NameIndex:
    """Our names, filed by their parts.

    Attributes:
        names: our names; results are places in this list.
        parts: the run's memory of compared parts.
    """

    names: Sequence[ParsedName]
    parts: Parts
    _postings: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    _filed: dict[str, set[str]] = field(default_factory=dict)
    _consonants: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    _vowelless: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    _native: dict[str, list[int]] = field(default_factory=dict)
    _letters: list[tuple[frozenset[str], frozenset[str]]] = field(default_factory=list)
    _heard: dict[tuple[str, bool], Postings] = field(default_factory=dict)
    _families: list[int] = field(default_factory=list)
    _run_together: dict[str, list[int]] = field(default_factory=dict)
    _found: dict[str, Postings] = field(default_factory=dict)
    _single: set[int] = field(default_factory=set)
    _with_initials: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Files every name."""
        for number, name in enumerate(self.names):
            self._file(number, name)

    def _file(self, number: int, name: ParsedName) -> None:
        singles = [(part, (place,)) for place, part in enumerate(name.parts)]
        for text, places in [*singles, *joins(name)]:
            if text not in self._postings:
                for key in set(_keys(text, self.parts, joined=len(places) > 1)):
                    self._filed.setdefault(key, set()).add(text)
            self._postings.setdefault(text, []).append((number, _mask(places)))
        for part, places in singles:
            self._consonants.setdefault(consonants(part), []).append((number, _mask(places)))
        for text, places in [*singles, *joins(name)] if name.vowelless else ():
            self._vowelless.setdefault(consonants(text), []).append((number, _mask(places)))
        for text in _without_spaces(name):
            self._run_together.setdefault(text, []).append(number)
        for key in _native_keys(name):
            self._native.setdefault(key, []).append(number)
        self._families.append(_mask(name.family))
        initials = _letters(name, initials_only=True)
        self._letters.append((_letters(name, initials_only=False), initials))
        if initials:
            self._with_initials.add(number)
        if name.run_together:
            self._single.add(number)

    def candidates(self, name: ParsedName) -> list[int]:
        """Places of our names that may match, each once, in order."""
        postings = list(self._postings_of(name))
        # First those of whom two parts agree: with two parts of theirs, or with two as one.
        chosen: set[int] = set()
        for at, (place, one) in enumerate(postings):
            chosen |= one.several
            if place < 0:
                chosen |= one.masks.keys() & self._single
            for _, other in postings[:at]:
                for number in one.masks.keys() & other.masks.keys():
                    both = one.masks[number] | other.masks[number]
                    if both & (both - 1):
                        chosen.add(number)
        # Then those of whom the family name agrees, and an initial on either side.
        chosen |= self._by_initials(name, postings)
        # Last, names run together, and names in letters of their own.
        for text in _without_spaces(name):
            chosen.update(self._run_together.get(text, ()))
        for key in _native_keys(name):
            chosen.update(self._native.get(key, ()))
        return sorted(chosen)

    def _by_initials(self, name: ParsedName, postings: list[tuple[int, Postings]]) -> set[int]:
        """Names of ours whose family name agrees and whose initial, or theirs, fits."""
        initials = _letters(name, initials_only=True)
        letters = _letters(name, initials_only=False)
        chosen: set[int] = set()
        for place, one in postings:
            # Where they have no initial, only our names with one can fit.
            numbers = one.masks.keys() if initials else one.masks.keys() & self._with_initials
            family = place in name.family
            chosen.update(
                number
                for number in numbers
                if (family or one.masks[number] & self._families[number])
                and self._initials_agree(number, letters, initials)
            )
        return chosen

    def _initials_agree(
        self, number: int, letters: frozenset[str], initials: frozenset[str]
    ) -> bool:
        """Whether an initial on either side fits a first letter on the other."""
        ours, our_initials = self._letters[number]
        return not our_initials.isdisjoint(letters) or not initials.isdisjoint(ours)

    def _postings_of(self, name: ParsedName) -> Iterator[tuple[int, Postings]]:
        """For each part of theirs (-1: several joined), the postings of ours that agree."""
        for place, part in enumerate(name.parts):
            if len(part) > 1:
                yield place, self._agreeing(part)
            if name.vowelless or self._vowelless:
                yield place, self._by_consonants(part, name.vowelless)
        for text, _ in joins(name):
            yield -1, self._look(text, joined=True)
            if name.vowelless:
                yield -1, self._by_consonants(text, name.vowelless)

    def _agreeing(self, part: str) -> Postings:
        """The postings of all our parts that agree with one of theirs, remembered."""
        known = self._found.get(part)
        if known is None:
            known = self._found[part] = self._look(part, joined=False)
        return known

    def _by_consonants(self, part: str, vowelless: bool) -> Postings:
        """The postings of parts that agree once vowels are left out, remembered.

        Only names of which one was written without vowels are compared like that.
        """
        known = self._heard.get((part, vowelless))
        if known is None:
            filed = self._consonants if vowelless else self._vowelless
            near = (rest for rest in rests(consonants(part), 1) if len(rest) >= 2)
            known = Postings(posting for rest in near for posting in filed.get(rest, ()))
            self._heard[part, vowelless] = known
        return known

    def _look(self, text: str, *, joined: bool) -> Postings:
        filed: set[str] = set()
        for key in _keys(text, self.parts, joined=joined):
            if key in self._filed:
                filed |= self._filed[key]
        if not filed:
            return _NONE
        agreeing = (ours for ours in filed if self.parts.agree(ours, text))
        return Postings(posting for ours in agreeing for posting in self._postings[ours])
