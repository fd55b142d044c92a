"""A text as words that know where they stood in the original."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property

from sheets_coc.people.folding import fold_with_map, spellings
from sheets_coc.retention.scrubbing.romanise import foreign, romanised
from sheets_coc.retention.scrubbing.vocabulary import SUFFIXES, TITLES

# Scripts written without spaces: every character (or syllable) is a word of its own, so that
# a name is found anywhere in a line. Hangul syllables arrive here decomposed.
_SOLO = (
    "[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]"
    "|[\u3041-\u30ff][\u3099\u309a]?"
    "|[\u1100-\u1112][\u1161-\u1175]?[\u11a8-\u11c2]?"
    "|[\u0e01-\u0e2e\u0e40-\u0e44][\u0e30-\u0e3a\u0e45\u0e47-\u0e4e]*"
)
_SOLO_OR_REST = re.compile(f"{_SOLO}|.", re.DOTALL)
_HAS_SOLO = re.compile(_SOLO)
# Vowel signs of Indic scripts are no word characters to `re`. No two parts of the pattern can
# match the same character in two ways, so it cannot be made slow.
_INDIC = "\u0900-\u0963\u0966-\u0dff"
_THAI = "\u0e30-\u0e3a\u0e47-\u0e4e"
_WORD = re.compile(f"[\\w{_INDIC}{_THAI}\u3099\u309a]+")
_SENTENCE_END = re.compile(r"[.!?:;\n\r\"*•>|…()\[\]{}]")
_NEARBY = 4


class Words:
    """The words of one text, folded, with their places.

    Attributes:
        text: the original.
        folded: the folded text.
        offsets: for each folded character, its offset in the original.
        words: the folded words.
        starts: where each word begins in the folded text.
        ends: where each word ends in the folded text.
        plain: whether the text is ASCII throughout.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded, self.offsets = fold_with_map(text)
        self.words: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.plain = text.isascii()
        self._one_line = len(f"{text}.".splitlines()) == 1
        self._spelled: dict[str, set[str]] = {}
        # An underscore parts words here, though not for `\w`.
        for match in _WORD.finditer(self.folded.replace("_", "-")):
            if self.plain or not _HAS_SOLO.search(match[0]):
                self._add(match[0], match.start())
            else:
                self._add_solos(match[0], match.start())

    def _add(self, word: str, start: int) -> None:
        self.words.append(word)
        self.starts.append(start)
        self.ends.append(start + len(word))

    def _add_solos(self, run: str, start: int) -> None:
        pending = 0
        for match in _SOLO_OR_REST.finditer(run):
            if _HAS_SOLO.match(match[0]):
                if pending < match.start():
                    self._add(run[pending : match.start()], start + pending)
                self._add(match[0], start + match.start())
                pending = match.end()
        if pending < len(run):
            self._add(run[pending:], start + pending)

    def __len__(self) -> int:
        return len(self.words)

    def gap(self, index: int) -> str:
        """The folded text between a word and the next; before the first word for -1."""
        left = self.ends[index] if index >= 0 else 0
        right = self.starts[index + 1] if index + 1 < len(self.words) else len(self.folded)
        return self.folded[left:right]

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
        following = self.offsets[folded_end] if folded_end < len(self.offsets) else len(self.text)
        end = self.offsets[folded_end - 1] + 1
        while end < following and not self.text[end].isspace():
            end += 1  # what folds to nothing (an accent, a soft hyphen) belongs to the word
        return end

    def as_typed(self, index: int) -> str:
        """A word as it stands in the original."""
        return self.text[self.original_start(index) : self.original_end(index)]

    def spellings(self, index: int) -> Iterable[str]:
        """Every folded spelling of a word, in Latin letters too; the same set for the same word."""
        if self.plain:
            return (self.words[index],)
        typed = self.as_typed(index)
        found = self._spelled.get(typed)
        if found is None:
            found = {self.words[index], *spellings(typed)}
            if foreign(self.words[index]):
                found.add(romanised(typed))
            self._spelled[typed] = found
        return found

    def inside(self, start: int, end: int) -> range:
        """The words that begin inside a part of the folded text."""
        return range(bisect_left(self.starts, start), bisect_left(self.starts, end))

    def capital(self, index: int) -> bool:
        """Whether a word begins with a capital, or its script has none."""
        first = self.text[self.original_start(index)]
        return first.isupper() or (first.isalpha() and first.lower() == first.upper())

    def all_capitals(self, index: int) -> bool:
        """Whether a word is written in capitals only, and has more than one letter."""
        typed = self.as_typed(index)
        return len(typed) > 1 and typed.isupper()

    @cached_property
    def _lower(self) -> list[int]:
        """How many of the words before each index have a small letter."""
        counts = [0]
        for index in range(len(self.words)):
            counts.append(counts[-1] + any(c.islower() for c in self.as_typed(index)))
        return counts

    @cached_property
    def no_capitals(self) -> bool:
        """Whether the whole text is written without capitals."""
        return not any(char.isupper() for char in self.text)

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
