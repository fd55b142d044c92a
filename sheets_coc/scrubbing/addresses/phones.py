"""Telephone numbers in a text."""

from __future__ import annotations

import re

from sheets_coc.scrubbing.addresses.links import PHONE, Link
from sheets_coc.scrubbing.text.tokens import Words

_DIGIT = re.compile(r"\d")
_PHONE_GAP = re.compile(r"[ .()/-]{0,3}")
_MOST_GROUPS = 12


def find_phones(words: Words) -> list[Link]:
    """Every telephone number in a text."""
    if not _DIGIT.search(words.folded):
        return []
    found = []
    done = 0
    for index in [i for i, word in enumerate(words.words) if word.isdecimal()]:
        if index >= done:
            last = index
            while _continues(words, last, index):
                last += 1
            found += _phone(words, index, last)
            done = last + 1
    return found


def _continues(words: Words, last: int, first: int) -> bool:
    return (
        last + 1 < len(words)
        and last - first < _MOST_GROUPS
        and words.words[last + 1].isdecimal()
        and bool(_PHONE_GAP.fullmatch(words.gap(last)))
    )


def _phone(words: Words, first: int, last: int) -> list[Link]:
    groups = words.words[first : last + 1]
    digits = "".join(groups)
    before = words.folded[max(0, words.starts[first] - 1) : words.starts[first]]
    plus = before == "+"
    if not 7 <= len(digits) <= 15 or not _like_phone(groups, plus or before == "(", digits):
        return []
    start = words.starts[first] - (1 if plus or before == "(" else 0)
    return [Link(PHONE, start, words.ends[last], digits)]


def _like_phone(groups: list[str], marked: bool, digits: str) -> bool:
    """Whether a row of digits is a telephone number rather than a date, a year or a count."""
    if marked or digits.startswith("00"):
        return True
    if _like_date(groups):
        return False
    return len(digits) >= 9 or [len(g) for g in groups] in ([3, 4], [4, 4], [3, 5])


def _like_date(groups: list[str]) -> bool:
    year = any(
        len(g) == 4 and g[:2] in {"19", "20"} for g in (groups[0], groups[-1], groups[-2:][0])
    )
    return len(groups) <= 5 and year and all(len(g) <= 4 for g in groups)
