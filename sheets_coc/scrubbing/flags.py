"""What is left in a text that may still point at somebody: for a person to look at."""

from __future__ import annotations

from sheets_coc.scrubbing.identifiers import Identifiers, name_parts
from sheets_coc.scrubbing.matching import Matcher
from sheets_coc.scrubbing.names import Role
from sheets_coc.scrubbing.tokens import Words
from sheets_coc.scrubbing.typos import Typos
from sheets_coc.scrubbing.vocabulary import ordinary_words

Doubt = tuple[str, int, int]
"""A rule and a place in the original."""

_LONG_NAME = 6
_SHORTEST_PREFIX = 3
_SHORT_NAME = 4
_MOST_INITIALS = 4


def find_doubts(ids: Identifiers, typos: Typos, words: Words, matcher: Matcher) -> list[Doubt]:
    """Typos, initials and short forms among the words that are no mention."""
    found = list(matcher.doubts)
    gone = set(matcher.taken)
    for first, last in [*matcher.mentions, *((a, b) for _, a, b in found)]:
        gone.update(range(first, last + 1))
    look = _Look(ids, typos, words, gone)
    done = 0
    for index in look.places():
        if index < done:
            continue
        end = look.initials(index)
        rule = "initials" if end is not None else look.rule(index)
        last = index if end is None else end
        if rule:
            found.append((rule, index, last))
        done = last + 1
    return [(r, words.original_start(a), words.original_end(b)) for r, a, b in found]


class _Look:
    """The rules for one text."""

    def __init__(self, ids: Identifiers, typos: Typos, words: Words, gone: set[int]) -> None:
        self._ids = ids
        self._typos = typos
        self._words = words
        self._gone = gone
        self._initials = {way for name in ids.names for way in name.letters}
        self._first = {way[0] for way in self._initials}
        self._letters = {letter for way in self._initials for letter in (way[0], way[-1])}
        self._givens = {
            part.words[0]
            for part in name_parts(ids)
            if len(part.words) == 1 and part.role in {Role.GIVEN, Role.ONLY}
        }
        self._begun = {
            given[:length]
            for given in self._givens
            if len(given) > _SHORT_NAME
            for length in range(_SHORTEST_PREFIX, len(given))
        }
        short = words.spelled & (ids.nicknames.keys() | self._begun)
        self._interesting = short | typos.among(words.spelled)

    def places(self) -> list[int]:
        """The words that may be in doubt, in order: few, in most texts."""
        return self._words.where(self._interesting | self._initials | self._first)

    def initials(self, index: int) -> int | None:
        """The last word of the initials that begin at a word, if any do: `JD`, `J. D.`, `J.`."""
        words = self._words
        word = words.words[index]
        if word not in (self._initials if len(word) > 1 else self._first):
            return None
        if index in self._gone or not words.capital(index):
            return None
        if len(word) > 1:
            return index if words.all_capitals(index) and not words.shouted(index) else None
        last = index
        while last + 1 < len(words) and last - index < _MOST_INITIALS and self._goes_on(last):
            last += 1
        if last > index:
            return last if "".join(words.words[index : last + 1]) in self._initials else None
        return index if word in self._letters and self._alone(index) else None

    def _goes_on(self, index: int) -> bool:
        words = self._words
        single = words.initial(index + 1)
        return single and index + 1 not in self._gone and words.gap(index) in {".", ". ", "", "-"}

    def _alone(self, index: int) -> bool:
        """Whether one letter with a point stands in the middle of a sentence."""
        words = self._words
        after = index + 1 < len(words) and not words.capital(index + 1)
        return after and words.gap(index) == ". "

    def rule(self, index: int) -> str | None:
        """Why a word should be looked at, if it should."""
        if index in self._gone:
            return None
        words = self._words
        for word in words.spellings(index):
            if word not in self._interesting:
                continue
            plain = words.capital(index) and word not in ordinary_words()
            if self._short_form(word, index, plain):
                return "nickname"
            name = self._typos.of(word)
            certain = plain and not words.shouted(index)
            if name and word not in ordinary_words() and (certain or len(name) >= _LONG_NAME):
                return "typo"
        return None

    def _short_form(self, word: str, index: int, plain: bool) -> bool:
        if self._ids.nicknames.get(word):
            inside = self._words.capital(index) and not self._words.opens(index)
            return plain or inside or (len(word) > 3 and word not in ordinary_words())
        return plain and word in self._begun
