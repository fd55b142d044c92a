"""What the words around a name say about it."""

from __future__ import annotations

import re
from collections.abc import Callable

from sheets_coc.people.given_names import short_forms
from sheets_coc.people.name_words import COURTESIES, PARTICLES
from sheets_coc.scrubbing.text.tokens import Words
from sheets_coc.scrubbing.vocabulary import (
    DETERMINERS,
    MONTHS,
    listed,
    ordinary_words,
    other_words,
    person_verbs,
    places,
)

_AUXILIARIES, _PRESENT = listed("auxiliaries"), listed("present")
_NOT_VERBS, _IN_TIME, _IN_PLACE = listed("not_verbs"), listed("in_time"), listed("in_place")
_SUFFERED, _BETWEEN = listed("suffered"), listed("between")
_OPENERS = listed("openers")
_SHORT_DAYS = listed("short_days")
_FOREIGN_VERBS = listed("foreign_verbs")
_MODALS, _MODAL_VERBS = listed("modals"), listed("modal_verbs")
_MOST_BETWEEN = 6
_INNER_CAPITAL = re.compile("[a-z][A-Z]")
_PREFIXES = frozenset({"Mc", "Mac", "De", "Di", "Du", "La", "Le", "Van", "Fitz", "Del"})
_ACRONYM = 5
_JOINS_MONTHS = frozenset({"and", "or", "to", "until", "through"})
_YEAR = re.compile("(?:19|20)[0-9]{2}$")


class Sentence:
    """Evidence from the words around a place."""

    def __init__(self, words: Words, known: Callable[[int], bool]) -> None:
        self._words = words
        self._known = known

    def name_like(self, index: int) -> bool:
        """Whether a word that is nobody's known name looks like part of one."""
        words = self._words
        word = words.words[index]
        if len(word) < 2 or not word.isalpha() or not words.capital(index):
            return False
        if word in PARTICLES or self._coined(index):
            return False
        if word in other_words() and not self._syllable(index):
            return False
        if words.shouted(index) or self._acronym(index):
            return False
        return word.lower() != word.upper() and not self._known(index)

    def _syllable(self, index: int) -> bool:
        """Whether what is short for a day or a month is a name here: `Thu Trang`."""
        words, after = self._words, index + 1
        if words.words[index] not in _SHORT_DAYS or words.opens(index) or after >= words.count:
            return False
        beside = words.gap(index) == " " and words.words[after] not in _SHORT_DAYS
        return beside and self.name_like(after)

    def _coined(self, index: int) -> bool:
        """Whether capitals stand inside a word as in PyCon, and not as in McAdam."""
        typed = self._words.typed[index]
        inside = _INNER_CAPITAL.search(typed)
        return inside is not None and typed[: inside.start() + 1] not in _PREFIXES

    def _acronym(self, index: int) -> bool:
        typed = self._words.typed[index]
        return len(typed) <= _ACRONYM and typed.isupper()

    def name_like_beside(self, gap: int, index: int) -> bool:
        """Whether a word beside a name, one space away, looks like part of the same name."""
        words = self._words
        if not 0 <= index < words.count or words.lines_between(gap):
            return False
        if not words.gap(gap).isspace():
            return False
        if index > gap and words.words[index] in COURTESIES:
            return False
        return self.name_like(index) or (gap < index and self._particle_and_name(index))

    def _particle_and_name(self, index: int) -> bool:
        """Whether up to three particles stand here with a name after them: `de la Cruz`."""
        words = self._words
        for at in range(index, min(index + 3, words.count - 1)):
            if words.words[at] not in PARTICLES or not words.gap(at).isspace():
                return False
            if self.name_like(at + 1):
                return True
        return False

    def opens_with_name(self, index: int) -> bool:
        """Whether the first word of a sentence is a given name rather than how one begins."""
        word = self._words.words[index]
        if word in short_forms():
            return True
        if word in _OPENERS or self._words.typed[index].lower() in _OPENERS:
            return False
        return word not in ordinary_words() and not word.endswith(("ly", "ing", "ed", "ers"))

    def acts(self, index: int) -> bool:
        """Whether the word after a name is a verb that only a person can be the subject of."""
        words = self._words
        if index + 1 >= words.count or not words.gap(index).isspace():
            return False
        verb = words.words[index + 1]
        if verb in _FOREIGN_VERBS:
            return words.capital(index)
        if verb in {"is", "was"} and words.words[index + 2 : index + 3] == ["from"]:
            return words.capital(index)
        if self._suffers(index):
            return words.capital(index) or words.small_line(index)
        if verb in _AUXILIARIES and not self._serves(index):
            return False
        if verb in _PRESENT:
            return words.capital(index)
        past = verb.endswith("ed") and len(verb) > 4 and verb not in _NOT_VERBS
        if not past and verb not in person_verbs():
            return False
        return index == 0 or words.opens(index) or words.words[index - 1] not in DETERMINERS

    def will_do(self, index: int) -> bool:
        """Whether what people do follows `will` and the like: `Crane will get a mail`."""
        words, at = self._words, index + 1
        if at >= words.count or words.gap(index) != " " or words.words[at] not in _MODALS:
            return False
        end = min(words.count, at + _MOST_BETWEEN)
        while at < end and (words.words[at] in _BETWEEN or words.words[at] in _MODALS):
            at += 1
        return at < words.count and words.words[at] in _MODAL_VERBS

    def _suffers(self, index: int) -> bool:
        """Whether something is done to a word that is done to people only: `June was told`."""
        words, at = self._words, index + 1
        end = min(words.count, at + _MOST_BETWEEN)
        while at < end and words.words[at] in _BETWEEN and words.gap(at - 1) in {" ", "'"}:
            at += 1
        if at == index + 1 or at >= words.count or words.gap(at - 1) != " ":
            return False
        return words.words[at] in _SUFFERED

    def _serves(self, index: int) -> bool:
        """Whether `was` and the like prove anything after a word.

        `Rose was` is a person or a flower; a small letter makes it the flower, unless the whole
        text has no capitals. A month or a place `is` something as well.
        """
        word = self._words.words[index]
        if word in MONTHS or word in places():
            return False
        return self._words.capital(index) or self._words.no_capitals

    def possesses(self, index: int) -> bool:
        """Whether a possessive follows."""
        words = self._words
        return index + 1 < words.count and words.gap(index) == "'" and words.words[index + 1] == "s"

    def a_month_or_place(self, word: str, first: int, last: int) -> bool:
        """Whether a word is a date or a town here: `in May`, `May 2020`, `in Paris`."""
        words = self._words
        before = words.words[first - 1] if first and not words.opens(first) else ""
        after = words.words[last + 1] if last + 1 < words.count else ""
        if word in MONTHS:
            dated = before in _IN_TIME or before[:1].isdecimal() or after[:1].isdecimal()
            return dated or self._month_beside(first, last)
        if word not in places():
            return False
        return (
            before in _IN_PLACE or self._place_beside(first, last) or _YEAR.match(after) is not None
        )

    def _month_beside(self, first: int, last: int) -> bool:
        """`April and June`, `from April to June`: joined to a month that is nobody's name."""
        words = self._words.words
        for joint, other in ((first - 1, first - 2), (last + 1, last + 2)):
            if 0 <= other < len(words) and words[joint] in _JOINS_MONTHS:
                return words[other] in MONTHS
        return False

    def _place_beside(self, first: int, last: int) -> bool:
        """`PyCon Austin`, `London, Paris, Rome`: after an event, or in a row of places."""
        words = self._words
        if first and words.gap(first - 1) == " " and self._coined(first - 1):
            return True
        before = first > 0 and words.gap(first - 1) == ", " and self._place(first - 1)
        after = last + 1 < words.count and words.gap(last) == ", " and self._place(last + 1)
        return before or after

    def _place(self, index: int) -> bool:
        return self._words.words[index] in places() and not self._known(index)
