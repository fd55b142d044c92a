"""People whom nobody in the row is: what looks like somebody, and is nobody's known name.

The policy puts the *handler* of a report into the Reporter column, so private reporters,
witnesses and victims stand only in the story. Nothing of them is replaced, because nobody can
know who they are; a person is asked while they can still be added under *Others named*.

Worked example, where Casimir Reuss is known: `Casimir Reuss insulted Kayleigh Brandt at the
Grand Hotel in Porto. "Ms Okafor saw it", Brandt said.` The row of capitals `Kayleigh Brandt`
begins with a common given name; `Ms` stands before `Okafor`; `Brandt` said something. `Grand
Hotel` ends in what places are called by, and `Porto` is a town.

First every row of words that look like a name is taken, then it is asked what they are.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Set
from functools import cache, cached_property

from sheets_coc.people.folding import fold
from sheets_coc.people.given_names import is_given_name
from sheets_coc.people.name_words import PARTICLES, PLAIN_TITLES
from sheets_coc.scrubbing.evidence.sentence import Sentence
from sheets_coc.scrubbing.model import REPLACEMENT
from sheets_coc.scrubbing.text.tokens import Words
from sheets_coc.scrubbing.vocabulary import (
    listed,
    not_people,
    ordinary_words,
    other_words,
    places,
)

_SAID = listed("said")
_THINGS, _THING_NOUNS = listed("things"), listed("thing_nouns")
_MOST_WORDS = 5
_SHORTEST_GIVEN = 4
_HONOURED = re.compile(
    "([\u3400-\u9fff]{1,4})(?:さん|様|先生|女士|同学)|([\uac00-\ud7a3]{2,4})(?= (?:씨|님))"
)
_TIME = r"\[?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?: ?[AaPp][Mm])?\]?"
_NICK = re.compile(
    rf"^[ \t>]*(?:{_TIME}[ \t]+)?<[@+%~&]?([\w.|-]{{2,30}})>(?=\s)"
    rf"|^[ \t>]*{_TIME}[ \t]+[@+]?([\w.|-]{{2,30}}):(?=\s)",
    re.MULTILINE,
)
# What ends like an ordinary word, whatever its first letter.
_ABSTRACT = (
    *("tion", "tions", "sion", "sions", "ment", "ments", "ness", "ship", "ships", "ance", "ence"),
    *("ism", "isms", "ology", "ities", "ings", "ical", "ational", "shire", "strasse", "straat"),
    *("gatan", "platz", "universitesi", "keit", "heit", "ung", "schaft"),
)
# Of a language in which every noun has a capital.
_GERMAN = listed("german")
_ENOUGH_GERMAN = 2
_BARRING = frozenset({"a", "an", "this", "that", "our", "your", "each", "every", "no"})
_DONE = fold(REPLACEMENT)
_BEFORE_NAMES_OF_THINGS = listed("named_nouns") | listed("before_places") | listed("before_things")
_BEFORE_PEOPLE = listed("told") | listed("people_nouns")


@cache
def _quiet() -> frozenset[str]:
    """Words that make a row of capitals anything but a person."""
    return _THINGS | not_people()


class Strangers:
    """Rows of words in one text that look like people nobody has listed."""

    def __init__(self, words: Words, sentence: Sentence, gone: Set[int]) -> None:
        self._words = words
        self._sentence = sentence
        self._gone = gone
        self._quiet = _quiet()

    def find(self) -> list[tuple[int, int]]:
        """The first and last word of each, in order."""
        rows = [row for row in self._rows() if self._person(*row)]
        if not self._words.plain:
            rows += self._places(_HONOURED)
        return [*rows, *self._nicks()]

    def _places(self, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
        """The words of every match of a pattern that are nobody's known."""
        words = self._words
        for match in pattern.finditer(words.text):
            start, end = match.span(match.lastindex or 0)
            first = bisect_left(words.starts, bisect_left(words.offsets, start))
            last = bisect_left(words.starts, bisect_left(words.offsets, end)) - 1
            if first <= last and self._gone.isdisjoint(range(first, last + 1)):
                yield first, last

    def _nicks(self) -> Iterator[tuple[int, int]]:
        """Who speaks in a chat log, each once."""
        seen: set[tuple[str, ...]] = set()
        for first, last in self._places(_NICK):
            nick = tuple(self._words.words[first : last + 1])
            if nick not in seen and not (len(nick) == 1 and nick[0] in other_words()):
                seen.add(nick)
                yield first, last

    def _rows(self) -> Iterator[tuple[int, int]]:
        """Every longest row of words that look like names, with particles and initials between."""
        words, done = self._words, 0
        for index in words.upper:
            if index < done or index in self._gone:
                continue
            single = words.initial(index)
            if not (self._begins_name(index) if single else self._name_like(index)):
                continue
            last = self._end(index)
            done = last + 1
            if last > index or not single:
                yield index, last

    def _begins_name(self, index: int) -> bool:
        """Whether a name follows an initial, after another one perhaps."""
        words, after = self._words, index + 1
        if after < words.count and words.initial(after):
            after += 1
        return after < words.count and not words.initial(after) and words.capital(after)

    def _name_like(self, index: int) -> bool:
        if self._words.words[index] in PLAIN_TITLES:
            return False
        return self._sentence.name_like(index)

    def _end(self, first: int) -> int:
        """The last word of the row that begins here."""
        words, last, at = self._words, first, first + 1
        while at < words.count and at - first < _MOST_WORDS and at not in self._gone:
            gap = words.gap(at - 1)
            initial = words.initial(at - 1) and gap in {". ", "."}
            if not (gap in {" ", "-"} or initial) or words.lines_between(at - 1):
                break
            if self._name_like(at):
                last = at
            elif not (words.words[at] in PARTICLES or words.initial(at)):
                break
            at += 1
        return last

    def _person(self, first: int, last: int) -> bool:
        """Whether a row is somebody's name, by what it is and what stands around it."""
        if self._nobody(first, last):
            return False
        if self._titled(first):
            return True
        names = [i for i in range(first, last + 1) if self._words.words[i] not in PARTICLES]
        return self._full_name(first, last) if len(names) > 1 else self._single(first, last)

    def _nobody(self, first: int, last: int) -> bool:
        """Whether a row is a place, a firm, an event, a product or a heading."""
        words = self._words
        row = words.words[first : last + 1]
        beside = words.words[last + 1] if self._spaced(last) else ""
        before = words.words[first - 1] if first and words.gap(first - 1) == " " else ""
        if not self._quiet.isdisjoint(row) or any(_DONE in word for word in row):
            return True
        if any(word.endswith(_ABSTRACT) and not is_given_name(word) for word in row):
            return True
        if beside in _THINGS and words.capital(last + 1):
            return True
        if before in _BEFORE_NAMES_OF_THINGS and words.capital(first - 1):
            return True
        if beside in _THING_NOUNS or before == "the":
            return True
        return self._in_place(first, last) or self._heading(first, last)

    def _spaced(self, last: int) -> bool:
        return last + 1 < self._words.count and self._words.gap(last) == " "

    def _in_place(self, first: int, last: int) -> bool:
        """`in Almada`, `at Contoso`: one word after a place's preposition is no person."""
        words = self._words
        before = words.words[first - 1] if first else ""
        return first == last and before in {"in", "at", "near", "into", "via"}

    def _heading(self, first: int, last: int) -> bool:
        """Whether a row ends in a colon or stands alone in its line: `Incident Report:`."""
        words = self._words
        starts = not first or words.lines_between(first - 1) > 0
        gap = words.gap(last)
        alone = last + 1 >= words.count or words.lines_between(last) > 0
        plain = not any(is_given_name(w) for w in words.words[first : last + 1])
        return starts and plain and (alone or gap.startswith(":"))

    def _titled(self, first: int) -> bool:
        words, before = self._words, first - 1
        return (
            before >= 0
            and words.words[before] in PLAIN_TITLES
            and words.gap(before) in {" ", ". "}
            and (words.capital(before) or len(words.words[before]) > 1)
        )

    def _full_name(self, first: int, last: int) -> bool:
        """Whether a row of two words or more is a name."""
        words = self._words
        row = [w for w in words.words[first : last + 1] if w not in PARTICLES and len(w) > 1]
        if not row:
            return False
        plain = [w for w in row if w in ordinary_words() or w in self._words.lower]
        given = is_given_name(row[0]) or (len(row) > 1 and is_given_name(row[-1]))
        if given:
            return len(plain) < len(row)
        if plain or any(words.all_capitals(i) for i in range(first, last + 1)):
            return False
        if self._nouns_are_large(first):
            return False
        return not words.opens(first) or self._sentence.opens_with_name(first)

    def _single(self, first: int, last: int) -> bool:
        """Whether one word is a name: a given one, or what only a person can be."""
        words = self._words
        word = words.words[first]
        if word in ordinary_words() or word in places() or word in self._words.lower:
            return False
        said = self._spaced(last) and words.words[last + 1] in _SAID
        if is_given_name(word) and len(word) >= _SHORTEST_GIVEN:
            return True
        if words.opens(first) and not self._sentence.opens_with_name(first):
            return False
        if said:
            return True
        before = words.words[first - 1] if first and words.gap(first - 1) == " " else ""
        if before in _BEFORE_PEOPLE and not words.opens(first):
            return True
        if words.opens(first) or before in _BARRING:
            return False
        return not self._nouns_are_large(first)

    @cached_property
    def _german(self) -> bool:
        """Whether any of the text is in a language in which every noun has a capital."""
        return len(_GERMAN & self._words.lower) >= _ENOUGH_GERMAN

    def _nouns_are_large(self, index: int) -> bool:
        return self._german and self._words.in_clause(index, _GERMAN) >= _ENOUGH_GERMAN
