"""Where a text shows who is speaking, who is spoken to, and who has signed."""

from __future__ import annotations

from sheets_coc.scrubbing.text.tokens import Words
from sheets_coc.scrubbing.vocabulary import MONTHS, listed

_CLOCK = listed("clock")
_SPOKEN_TO, _IN_CHAT = listed("spoken_to"), listed("spoken_to_in_chat")
_MOST_STAMP = 8
_MARKS = "*_` "


class Talk:
    """The places of speakers in one text."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def speaks(self, first: int, last: int) -> bool:
        """Whether a word stands where a chat log names who is speaking."""
        words = self._words
        before = words.gap(first - 1).rstrip("@" + _MARKS)
        after = words.gap(last).lstrip(_MARKS)
        if before.endswith("<") and after.startswith(">"):
            return True
        if not (self._begins_line(first) or before.endswith("]")):
            return False
        return after.startswith(":") or self._stamped(last)

    def _begins_line(self, first: int) -> bool:
        return first == 0 or words_apart(self._words, first - 1)

    def _stamped(self, last: int) -> bool:
        """Whether only a time follows in the line: `**Will**  10:03`, `Will — Today at 10:03`."""
        words, at, digits = self._words, last + 1, 0
        while at < words.count and at <= last + _MOST_STAMP and not words.lines_between(at - 1):
            word = words.words[at]
            if not word.isdecimal() and word not in _CLOCK:
                return False
            digits += len(word) == 2 and word.isdecimal() and words.gap(at - 1) in {":", "."}
            at += 1
        ends = at >= words.count or words_apart(words, at - 1)
        return ends and digits > 0

    def addressed(self, first: int, last: int) -> bool:
        """Whether a word that opens a sentence is spoken to: `Will, I asked you not to`."""
        words, after = self._words, last + 1
        if after >= words.count or words.gap(last) != ", ":
            return False
        in_chat = first > 0 and words.gap(first - 1) == ": "
        return words.words[after] in _SPOKEN_TO or (in_chat and words.words[after] in _IN_CHAT)

    def dated(self, first: int) -> bool:
        """Whether a name of a month stands after a date, and is none: `April 28: April wrote`."""
        words, before = self._words, first - 1
        if before < 1 or words.words[first] not in MONTHS or words.gap(before) != ": ":
            return False
        date = {words.words[before], words.words[before - 1]}
        return any(word in MONTHS for word in date) and any(word.isdecimal() for word in date)

    def signs(self, first: int, last: int) -> bool:
        """Whether a word is a signature on a line of its own, below `Best regards,`."""
        words = self._words
        if not first or not words_apart(words, first - 1):
            return False
        if last + 1 < words.count and not words.lines_between(last):
            return False
        before = words.gap(first - 1).strip()
        return before.startswith(",") or before.endswith(("-", "~"))


def words_apart(words: Words, index: int) -> bool:
    """Whether a line ends after a word."""
    return words.lines_between(index) > 0
