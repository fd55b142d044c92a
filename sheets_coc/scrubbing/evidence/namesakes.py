"""Places, firms, events and works that bear a known person's name."""

from __future__ import annotations

from collections.abc import Callable

from sheets_coc.people.folding import fold
from sheets_coc.people.given_names import short_forms
from sheets_coc.scrubbing.evidence.sentence import Sentence
from sheets_coc.scrubbing.model import REPLACEMENT
from sheets_coc.scrubbing.text.romanise import foreign
from sheets_coc.scrubbing.text.tokens import Words
from sheets_coc.scrubbing.vocabulary import listed, places

_THINGS, _BEFORE_THINGS = listed("things"), listed("before_things")
_BEFORE_PLACES = listed("before_places")
_SMALL_WORDS, _SIGN_OFFS = listed("small_words"), listed("sign_offs")
_AFTER_NAME = listed("after_name")
_BEFORE_SMALL = listed("determiners") | listed("in_place") | {"on"}
_DONE = fold(REPLACEMENT)
_MOST_HEADING = 12
_MOST_NAMED = 4
_FEWEST_CAPITALS = 2
_CONTENT = 4


class Things:
    """Whether a known name is part of a longer name that is nobody's, or somebody else's."""

    def __init__(self, words: Words, sentence: Sentence, known: Callable[[int], bool]) -> None:
        self._words = words
        self._sentence = sentence
        self._known = known

    def named_after(self, first: int, last: int) -> bool:
        """Whether what a thing is called by follows: `King Street`, `Rose Hotel`."""
        words, after = self._words, last + 1
        if after >= words.count or words.gap(last) != " " or words.lines_between(last):
            return False  # a line may end in a name: `Family name: Dorrit`, then `Company: …`
        if words.words[after] not in _THINGS:
            return self._ends_in_thing(after)
        if words.capital(after) or words.capital(first):
            return words.capital(after) and not words.shouted(after) and words.capital(first)
        return words.small_line(first) and first > 0 and words.words[first - 1] in _BEFORE_SMALL

    def _ends_in_thing(self, at: int) -> bool:
        """Whether a row of capitals ends in such a word: `Vandenberg Air Force Base`."""
        words = self._words
        for index in range(at, min(at + _MOST_NAMED, words.count)):
            if not words.capital(index) or words.shouted(index):
                return False
            if words.words[index] in _THINGS:
                return True
            if words.gap(index) != " " or words.lines_between(index):
                return False
        return False

    def event(self, first: int, last: int) -> bool:
        """Whether a full name is that of an event or an institution: `the X Y Celebration`."""
        before = self._words.words[first - 1] if first else ""
        return before == "the" and self.named_after(first, last)

    def place(self, first: int) -> bool:
        """Whether a name is the second half of a place's: `San José`."""
        words, before = self._words, first - 1
        before_place = before >= 0 and words.words[before] in _BEFORE_PLACES
        return before_place and words.gap(before) in {" ", ". "} and words.capital(before)

    def firm(self, first: int, last: int) -> bool:
        """Whether a family name is joined to another one by `&`: `Dorrit & Smoth`."""
        words = self._words
        if words.gap(last) == " & " and self._sentence.name_like(last + 1):
            return words.words[last + 1] not in short_forms()
        beside = first > 0 and words.gap(first - 1) == " & "
        return (
            beside
            and self._sentence.name_like(first - 1)
            and words.words[first - 1] not in short_forms()
        )

    def family_of_other(self, first: int, last: int) -> bool:
        """Whether somebody else's given name follows a family name: `Dorrit, Petra`."""
        words, after = self._words, last + 1
        if words.gap(last) != ", " or words.lines_between(last) or not words.opens(first):
            return False
        return self._sentence.name_like(after) and self._ends_entry(after)

    def reversed_name(self, first: int, last: int) -> bool:
        """Whether a given name follows somebody else's family name: `Smoth, Janina`."""
        words, before = self._words, first - 1
        if before < 0 or words.gap(before) != ", " or words.lines_between(before):
            return False
        if not words.capital(first):
            return False
        family = words.words[before]
        if family in _SIGN_OFFS or family in short_forms() or family in places():
            return False
        if not self._sentence.name_like(before):
            return False
        adverb = words.opens(before) and family.endswith(("ly", "ing", "ed"))
        return not adverb and self._ends_entry(last)

    def _ends_entry(self, last: int) -> bool:
        """Whether a name given family name first may end here, rather than a clause go on."""
        words, after = self._words, last + 1
        gap = words.gap(last)
        if after >= words.count or words.lines_between(last):
            return True
        if gap == " ":
            if words.words[after] in {"and", "or"}:  # `Smoth, Janina and Dorrit, Janina`
                more = after + 1 < words.count
                return more and (words.gap(after + 1) == ", " or words.words[after + 1] == _DONE)
            return words.words[after] in _AFTER_NAME
        return gap[:1] not in {",", "'", "-"}

    def ordinary(self, first: int, last: int) -> bool:
        """Whether a name that is a word as well stands in a title, a place or a product."""
        return self._numbered(last) or self._compound(first) or self._heading(first, last)

    def _numbered(self, last: int) -> bool:
        """`Mark 2`, `Mark 4:12`, but not `told Mark 2 weeks later`."""
        words, after = self._words, last + 1
        if after >= words.count or words.gap(last) != " " or not words.words[after].isdecimal():
            return False
        more = after + 1 < words.count and words.gap(after).isspace()
        return not more or words.capital(after + 1)

    def _compound(self, first: int) -> bool:
        """`South Park`, `Air Jordan`."""
        return self._words.capital_before(first, _BEFORE_THINGS)

    def _heading(self, first: int, last: int) -> bool:
        """Whether a word stands in a row of words that all begin with a capital: a heading."""
        words = self._words
        capitals = 0
        for step, edge in ((-1, first), (1, last)):
            at = edge
            while abs(at - edge) < _MOST_HEADING and self._beside(at, step):
                at += step
                word = words.words[at]
                if words.capital(at) and not foreign(word):
                    content = len(word) >= _CONTENT and not words.shouted(at)
                    capitals += content and not self._known(at)
                elif word not in _SMALL_WORDS:
                    return False
        return capitals >= _FEWEST_CAPITALS

    def _beside(self, index: int, step: int) -> bool:
        other = index + step
        gap = min(index, other)
        if not 0 <= other < self._words.count or self._words.gap(gap) != " ":
            return False
        return not self._words.lines_between(gap)
