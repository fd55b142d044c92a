"""Things that carry a known name: products, places, works, famous people, technical terms.

Asked about a part of a name that stands alone, without title, initial or the rest of the name.
What is called by it is flagged, not replaced: `Jenkins job`, `the play "Salomé"`, `River
Trent`, `kjetil-bot`, `Hector (the mascot dog)`.
"""

from __future__ import annotations

from sheets_coc.people.given_names import is_given_name
from sheets_coc.people.name_words import JOINED_COURTESIES
from sheets_coc.scrubbing.evidence.sentence import Sentence
from sheets_coc.scrubbing.text.tokens import Words
from sheets_coc.scrubbing.vocabulary import listed

_NOUNS = listed("thing_nouns")
_GLOSSES, _THINGS = listed("glosses"), listed("things")
_STATES = listed("states")
_NAMED, _QUOTED = listed("named_nouns"), listed("quoted_nouns")
_ARTICLES, _TECHNICAL = listed("articles"), listed("technical")
_RULED = listed("ruled")
_POSSESSED, _POSSESSED_TITLES = listed("possessed_things"), listed("possessed_titles")
_PRONOUNS = listed("pronouns")
_GERMAN, _ENOUGH_GERMAN = listed("german"), 3
_SEASONS, _IN_TIME, _YEAR = listed("seasons"), listed("in_time"), 4
_WELL_KNOWN, _STORMS = listed("well_known"), listed("storms")
_SOFTWARE, _USED = listed("software"), listed("used")
_MOST_GLOSS = 6
_LONGEST_ACRONYM = 4


class Products:
    """Whether a part of a known name is what a thing is called by."""

    def __init__(self, words: Words, sentence: Sentence) -> None:
        self._words = words
        self._sentence = sentence

    def carries(self, first: int, last: int) -> bool:
        """Whether any of the signs below is there."""
        return (
            self.technical(first, last)
            or self.noun_follows(first, last)
            or self._explained(first, last)
            or self._named(first)
            or self._software(first, last)
            or self._well_known(first, last)
            or self._season(first, last)
            or self._article(first)
            or self._quoted_title(first)
            or self._of_thing(first)
            or self._town(last)
            or self._thing_itself(first, last)
            or self._proverbial(last)
        )

    def technical(self, first: int, last: int) -> bool:
        """`carmen.js`, `JIRA-3312`, `kjetil-bot`, `Cardano/ADA`: joined to more by a sign."""
        words, after = self._words, last + 1
        if after < words.count and words.gap(last) in {".", "-", "/"}:
            word = words.words[after]
            if word.isdecimal() or (word in _TECHNICAL and word not in JOINED_COURTESIES):
                return not words.capital(after) or word.isdecimal()
        before = first - 1
        slashed = before >= 0 and words.gap(before) == "/"
        return slashed and words.all_capitals(first) and words.words[before].isalpha()

    def noun_follows(self, first: int, last: int) -> bool:
        """`Mercedes van`, `Jira tickets`, `Travis CI`; but `the Dorrit complaint` is a person's."""
        words, after = self._words, last + 1
        if after >= words.count or words.gap(last) != " " or words.lines_between(last):
            return False
        if words.all_capitals(after) and words.words[after] in _TECHNICAL:
            return words.capital(first)
        if words.capital(after):
            return False
        if words.words[after] not in _NOUNS or not (words.capital(first) or self._one_of(first)):
            return False
        # `Jan van Dorrit` is a person, whatever a van is.
        goes_on = after + 1 < words.count and words.gap(after) == " "
        return not (goes_on and words.capital(after + 1))

    def _one_of(self, first: int) -> bool:
        """Whether an article stands before a word in small letters: `the jazz band`."""
        words, before = self._words, first - 1
        return before >= 0 and words.words[before] in {"the", "a", "an"}

    def _town(self, last: int) -> bool:
        """`Charlotte, NC`: a state follows."""
        words, after = self._words, last + 1
        return after < words.count and words.gap(last) == ", " and words.typed[after] in _STATES

    def _thing_itself(self, first: int, last: int) -> bool:
        """`Windsor Castle`: a word for a thing, after what it is called."""
        words, before = self._words, first - 1
        if before < 0 or first != last or words.words[first] not in _THINGS:
            return False
        called = words.words[before]
        if words.gap(before) != " " or not words.capital(before) or is_given_name(called):
            return False
        return self._sentence.name_like(before) and words.capital(first)

    def _explained(self, first: int, last: int) -> bool:
        """`Hector (the mascot dog)`, `Iman the model`, `wrona = crow`, `Anselm of Canterbury`."""
        words, after = self._words, last + 1
        if after >= words.count or words.lines_between(last):
            return False
        gap = words.gap(last)
        if gap.strip() in {"(", "="} and gap.startswith(" "):
            return self._glossed(after, closed=gap.strip() == "(")
        if gap in {" ", ", "} and words.words[after] == "the":
            return self._glossed(after + 1, closed=False, most=2)
        famous = gap == " " and words.words[after] == "of" and words.capital(first)
        beyond = after + 1
        if not famous or beyond >= words.count or not words.gap(after).startswith(" "):
            return False
        quoted = words.gap(after).strip() in {'"', "'"}
        return words.capital(beyond) and (quoted or self._sentence.name_like(beyond))

    def _glossed(self, at: int, *, closed: bool, most: int = _MOST_GLOSS) -> bool:
        """Whether a few words from here on say what it is, before a bracket or a clause ends."""
        words = self._words
        for index in range(at, min(at + most, words.count)):
            word = words.words[index]
            if word in _GLOSSES:
                return True
            gap = words.gap(index)
            if word in _PRONOUNS or (closed and ")" in gap) or not gap.startswith((" ", "-", "'")):
                return False
        return False

    def _named(self, first: int) -> bool:
        """`River Trent`, `Eggs Benedict`, `Aston Martin`: a noun before it, with a capital."""
        return self._words.capital_before(first, _NAMED) and self._words.capital(first)

    def _well_known(self, first: int, last: int) -> bool:
        """`Burger King`, `Mason jar`, `hurricane Ida`: two words that everybody knows."""
        words, before, after = self._words, first - 1, last + 1
        if before >= 0 and words.gap(before) == " ":
            if words.words[before] in _STORMS and words.capital(first):
                return True
            if f"{words.words[before]}-{words.words[first]}" in _WELL_KNOWN:
                return True
        beside = after < words.count and words.gap(last) == " "
        return beside and f"{words.words[last]}-{words.words[after]}" in _WELL_KNOWN

    def _season(self, first: int, last: int) -> bool:
        """`Sommer 2023`, `last Summer`, `im Sommer`; in German what is `im` is always a thing."""
        words, before, after = self._words, first - 1, last + 1
        told = words.words[before] if before >= 0 and words.gap(before) == " " else ""
        if told in {"im", "am", "ins", "ans"} and len(_GERMAN & words.lower) >= _ENOUGH_GERMAN:
            return words.capital(first)
        if words.words[first] not in _SEASONS or first != last:
            return False
        year = after < words.count and words.words[after].isdecimal() and words.gap(last) == " "
        return told in _IN_TIME or (year and len(words.words[after]) == _YEAR)

    def _software(self, first: int, last: int) -> bool:
        """`uses Django`, `learning Julia`, `Ruby on Rails`."""
        words, before = self._words, first - 1
        if words.words[last + 1 : last + 3] == ["on", "rails"]:
            return True
        used = before >= 0 and words.words[before] in _USED and words.gap(before) == " "
        return used and words.words[first] in _SOFTWARE and words.capital(first)

    def _article(self, first: int) -> bool:
        """`La Guerra`, `Las Mercedes`, `El Carmen`."""
        words, before = self._words, first - 1
        if before < 0 or words.gap(before) != " " or not words.capital(first):
            return False
        return words.words[before] in _ARTICLES and words.capital(before)

    def acronym(self, first: int, last: int) -> bool:
        """`ADA` among small letters, where Ada is known."""
        words = self._words
        typed = words.typed[first]
        short = first == last and 1 < len(typed) <= _LONGEST_ACRONYM and typed.isupper()
        return short and typed.isascii() and not words.shouted(first) and self._small_beside(first)

    def _small_beside(self, index: int) -> bool:
        words = self._words
        near = [i for i in (index - 1, index + 1) if 0 <= i < words.count]
        return any(words.typed[i].islower() and len(words.typed[i]) > 1 for i in near)

    def _quoted_title(self, first: int) -> bool:
        """`the play "Salomé"`, `job "docs"`, `workshop "Esperanza para todas"`."""
        words, before = self._words, first - 1
        if before < 0 or words.words[before] not in _QUOTED:
            return False
        gap = words.gap(before)
        return gap.startswith(" ") and gap.strip() in {'"', "'", '("'}

    def _of_thing(self, first: int) -> bool:
        """`the University of Lincoln`, `Borough of Kensington and Chelsea`, `Duke of York`."""
        words, before = self._words, first - 1
        if before > 1 and words.words[before] == "and" and words.capital(before - 1):
            before -= 2
        if before < 1 or words.words[before] != "of" or words.gap(before) != " ":
            return False
        return words.words[before - 1] in _RULED and words.capital(before - 1)

    def _proverbial(self, last: int) -> bool:
        """`Robert's Rules`, `Jacob's Ladder`, `Murphy's law`, `Guido's time machine`."""
        words, after = self._words, last + 2
        if after >= words.count or words.gap(last) != "'" or words.words[last + 1] != "s":
            return False
        if words.words[after : after + 2] == ["time", "machine"]:
            return True
        return words.words[after] in (_POSSESSED_TITLES if words.capital(after) else _POSSESSED)
