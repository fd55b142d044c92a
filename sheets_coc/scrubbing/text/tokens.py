"""A text as words that know where they stood in the original.

Words are found in the folded text, and their offsets there are mapped back:

    original   Zoë Großmann's talk
    folded     zoe grossmann's talk      one character longer: the ß is two
    words      zoe 0-3, grossmann 4-13, s 14-15, talk 16-20 in the folded text,
               0-3,     4-12,           13-14,   15-19 in the original
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Set
from functools import cached_property
from itertools import accumulate

from sheets_coc.people.folding import fold_with_map, spellings
from sheets_coc.people.name_words import SUFFIXES, TITLES
from sheets_coc.scrubbing.model import REPLACEMENT
from sheets_coc.scrubbing.text.romanise import all_romanised, foreign

# Scripts written without spaces: every character (or syllable) is a word of its own, so that
# a name is found anywhere in a line.
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003134f"
_KANA = "\u3041-\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
_THAI, _THAI_SIGNS = "\u0e01-\u0e2e\u0e40-\u0e44", "\u0e30-\u0e3a\u0e45\u0e47-\u0e4e"
_SOLO = f"[{_HAN}]|[{_KANA}][\u3099\u309a]?|[{_THAI}][{_THAI_SIGNS}]*"
# Vowel signs of Indic scripts are no word characters to `re`. No two parts of the pattern can
# match the same character in two ways, so it cannot be made slow. An underscore parts words.
_LETTERS = f"[^\\W_{_HAN}{_KANA}{_THAI}\u0900-\u0dff]"
_SIGNS = "[\u0900-\u0963\u0966-\u0dff\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]"
_WORD = re.compile(f"({_SOLO}|(?:{_LETTERS}+|{_SIGNS}+)+)")
_PLAIN_WORD = re.compile("([a-z0-9]+)")
# Letters with a longer spelling (`ü`, `ue`), composed or not.
_LONG = re.compile("[äöüåøÄÖÜÅØ\u0308\u030a]")
_SENTENCE_END = re.compile(r"[.!?:;\n\r\"*•>|…()\[\]{}]")
_CLAUSE_END = re.compile(r'[.!?;"«»|<>]|: ')
_MOST_CLAUSE = 30
_NEARBY = 4
_LONGEST_NAME = 60


def _has_capitals(text: str) -> bool:
    return any(char.isupper() for char in text.replace(REPLACEMENT, ""))


def words_of(folded: str) -> list[str]:
    """The words of a text that is folded already."""
    return (_PLAIN_WORD if folded.isascii() else _WORD).findall(folded)


class Words:
    """The words of one text, folded, with their places.

    Attributes:
        text: the original.
        folded: the folded text.
        offsets: for each folded character, its offset in the original.
        words: the folded words.
        count: how many words there are.
        plain: whether the text is ASCII throughout.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded, self.offsets = fold_with_map(text)
        self.plain = text.isascii()
        pieces = (_PLAIN_WORD if self.plain else _WORD).split(self.folded)
        self.words: list[str] = pieces[1::2]
        self.count = len(self.words)
        self._gaps: list[str] = pieces[::2]
        self._pieces: list[str] = pieces
        self._one_to_one = isinstance(self.offsets, range)
        self._one_line = len(f"{text}.".splitlines()) == 1

    def __len__(self) -> int:
        return self.count

    @cached_property
    def _edges(self) -> list[int]:
        """Where in the folded text each word begins and ends, by turns."""
        return list(accumulate(map(len, self._pieces)))

    @cached_property
    def starts(self) -> list[int]:
        """Where each word begins in the folded text."""
        return self._edges[:-1:2]

    @cached_property
    def ends(self) -> list[int]:
        """Where each word ends in the folded text."""
        return self._edges[1::2]

    @property
    def gaps(self) -> list[str]:
        """The folded text between each word and the next."""
        return self._gaps[1:]

    def gap(self, index: int) -> str:
        """The folded text between a word and the next; before the first word for -1."""
        return self._gaps[index + 1]

    def lines_between(self, index: int) -> int:
        """How many line ends stand between a word and the next."""
        if self._one_line:
            return 0
        left = self.original_end(index) if index >= 0 else 0
        last = index + 1 >= len(self.words)
        right = len(self.text) if last else self.original_start(index + 1)
        return len(f".{self.text[left:right]}.".splitlines()) - 1

    def original_start(self, index: int) -> int:
        """Where a word begins in the original."""
        return self.offsets[self.starts[index]]

    def original_end(self, index: int) -> int:
        """Where a word ends in the original."""
        return self.origin_of_end(self.ends[index])

    def origin_of_end(self, folded_end: int) -> int:
        """The offset in the original just after a folded character, accents included."""
        if self._one_to_one:
            return folded_end
        # What folds to nothing (an accent, a soft hyphen) belongs to the word before it.
        following = self.offsets[folded_end] if folded_end < len(self.offsets) else len(self.text)
        return max(following, self.offsets[folded_end - 1] + 1)

    @cached_property
    def typed(self) -> list[str]:
        """The words as they stand in the original."""
        if self.folded == self.text:
            return self.words
        text, starts, ends = self.text, self.starts, self.ends
        if not self._one_to_one:
            origins = [*self.offsets, len(text)]
            starts = [origins[start] for start in starts]
            ends = [max(origins[end], origins[end - 1] + 1) for end in ends]
        return [text[start:end] for start, end in zip(starts, ends, strict=True)]

    @cached_property
    def _different(self) -> frozenset[str]:
        return frozenset(self.words)

    @cached_property
    def _folded_of(self) -> dict[str, str]:
        """Each different word as typed, and what it folds to."""
        if self.typed is self.words:
            return {word: word for word in self._different}
        return dict(zip(self.typed, self.words, strict=True))

    @cached_property
    def latin(self) -> dict[str, str]:
        """Each different word in another script, as typed, in Latin letters."""
        if self.plain:
            return {}
        words = self._folded_of.items()
        strange = [typed for typed, word in words if foreign(word) and len(word) <= _LONGEST_NAME]
        return dict(zip(strange, all_romanised(strange), strict=True)) if strange else {}

    @cached_property
    def _long(self) -> dict[str, frozenset[str]]:
        """Each different word that has a longer spelling, as typed, with its spellings."""
        if self.plain or not _LONG.search(self.text):
            return {}
        return {typed: spellings(typed) for typed in filter(_LONG.search, self._folded_of)}

    @cached_property
    def spelled(self) -> frozenset[str]:
        """Every folded spelling of every word."""
        return self._different.union(self.latin.values(), *self._long.values())

    def spellings(self, index: int) -> Iterable[str]:
        """Every folded spelling of a word, in Latin letters too; the same set for the same word."""
        word = self.words[index]
        if not self.latin and not self._long:
            return (word,)
        typed = self.typed[index]
        return {word, self.latin.get(typed, word), *self._long.get(typed, ())}

    def where(self, wanted: Set[str]) -> list[int]:
        """The words of which some spelling is among those wanted, in order."""
        places: set[int] = set()
        if not self._different.isdisjoint(wanted):
            places.update(i for i, word in enumerate(self.words) if word in wanted)
        also = {typed for typed, latin in self.latin.items() if latin in wanted}
        also |= {typed for typed, ways in self._long.items() if not ways.isdisjoint(wanted)}
        if also:
            places.update(i for i, typed in enumerate(self.typed) if typed in also)
        return sorted(places)

    def inside(self, start: int, end: int) -> range:
        """The words that begin inside a part of the folded text."""
        return range(bisect_left(self.starts, start), bisect_left(self.starts, end))

    def capital(self, index: int) -> bool:
        """Whether a word begins with a capital, or its script has none."""
        first = self.text[self.original_start(index)]
        return first.isupper() or (first.isalpha() and first.lower() == first.upper())

    def capital_before(self, index: int, among: Collection[str]) -> bool:
        """Whether one of some words stands before a word, with a capital and just a space apart."""
        before = index - 1
        return (
            before >= 0
            and self.gap(before) == " "
            and self.words[before] in among
            and self.capital(before)
        )

    def initial(self, index: int) -> bool:
        """Whether a word is one capital letter."""
        return len(self.words[index]) == 1 and self.text[self.original_start(index)].isupper()

    def all_capitals(self, index: int) -> bool:
        """Whether a word is written in capitals only, and has more than one letter."""
        typed = self.typed[index]
        return len(typed) > 1 and typed.isupper()

    @cached_property
    def _lower(self) -> list[int]:
        """How many of the words before each index have a small letter."""
        return list(accumulate((typed != typed.upper() for typed in self.typed), initial=0))

    @cached_property
    def upper(self) -> list[int]:
        """The words that begin with a capital."""
        if self.text == self.text.lower():
            return []
        return [i for i, typed in enumerate(self.typed) if typed[0].isupper()]

    @cached_property
    def lower(self) -> frozenset[str]:
        """The folded words that stand somewhere in small letters."""
        large = set(self.upper)
        return frozenset(word for i, word in enumerate(self.words) if i not in large)

    @cached_property
    def no_capitals(self) -> bool:
        """Whether the whole text is written without capitals, but for what was replaced."""
        return not _has_capitals(self.text)

    @cached_property
    def _lines(self) -> tuple[list[int], list[bool]]:
        """Where each line begins in the original, and whether it has no capitals."""
        lines = self.text.splitlines(keepends=True)
        starts = accumulate(map(len, lines[:-1]), initial=0)
        return list(starts), [not _has_capitals(line) for line in lines]

    def small_line(self, index: int) -> bool:
        """Whether the line a word stands in is written without capitals."""
        starts, small = self._lines
        return small[bisect_right(starts, self.original_start(index)) - 1]

    def small_clause(self, index: int) -> bool:
        """Whether the clause or quotation a word stands in is written without capitals."""
        return not any(self._begins_large(i) for i in self._clause(index))

    def in_clause(self, index: int, wanted: Set[str]) -> int:
        """How many words of some are in the clause a word stands in."""
        return sum(self.words[i] in wanted for i in self._clause(index))

    def _clause(self, index: int) -> range:
        """The words up to where a sentence, a line or a quotation begins and ends."""
        first = last = index
        floor, end = max(0, index - _MOST_CLAUSE), min(self.count, index + _MOST_CLAUSE)
        while first > floor and not self._parts_clauses(first - 1):
            first -= 1
        while last + 1 < end and not self._parts_clauses(last):
            last += 1
        return range(first, last + 1)

    def _parts_clauses(self, index: int) -> bool:
        gap = self.gap(index)
        if gap == " " and self._one_line:
            return False
        return bool(_CLAUSE_END.search(gap)) or self.lines_between(index) > 0

    def _begins_large(self, index: int) -> bool:
        typed = self.typed[index]
        return typed[0].isupper() and typed not in {"I", REPLACEMENT}

    @cached_property
    def shouting(self) -> bool:
        """Whether any word is written in capitals only."""
        return any(len(typed) > 1 and typed.isupper() for typed in self.typed)

    def shouted(self, index: int) -> bool:
        """Whether a capital says nothing here: the words around are in capitals too."""
        if not self.all_capitals(index):
            return False
        left, right = max(0, index - _NEARBY), min(len(self.words), index + _NEARBY + 1)
        small = self._lower[right] - self._lower[left]
        others = (i for i in range(left, right) if i != index)
        return small * 2 <= right - left and any(self.all_capitals(i) for i in others)

    def opens(self, index: int) -> bool:
        """Whether a word is the first of a sentence, a line, a quotation or a list item."""
        if index == 0:
            return True
        gap = self.gap(index - 1)
        if self.lines_between(index - 1):
            return True
        if gap.strip() == "." and self._abbreviates(index - 1):
            return False
        return bool(_SENTENCE_END.search(gap)) or " - " in gap

    def _abbreviates(self, index: int) -> bool:
        """Whether a point after a word is part of it: a title, a suffix or an initial."""
        word = self.words[index]
        return word in TITLES or word in SUFFIXES or (len(word) == 1 and word != "i")
