"""E-mail addresses written for people: `jane (at) example dot org`, `jane @ example . org`."""

from __future__ import annotations

import re
from bisect import bisect_left

from sheets_coc.scrubbing.addresses.links import EMAIL, Link
from sheets_coc.scrubbing.text.tokens import Words
from sheets_coc.scrubbing.vocabulary import TOP_DOMAINS

_AT = frozenset({"at", "arroba", "arobase", "chiocciola", "zavinac", "klammeraffe"})
_DOT = frozenset({"dot", "punkt", "punto", "point", "ponto", "kropka", "tecka"})
_ENTITIES = {"64": "&#", "x40": "&#", "commat": "&"}  # an @ in the source of a page
_LONELY_AT = re.compile(r"\s@|@\s")
_INSIDE = frozenset({".", "_", "-", "+"})
_MOST_WORDS = 12


def find_spelled_out(words: Words) -> list[Link]:
    """Addresses written for people: `jane (at) example dot org`, `jane @ example . org`."""
    found = []
    for index in [i for i, word in enumerate(words.words) if word in _AT]:
        if index and index + 1 < len(words):
            found += _around_at(words, index - 1, index + 1, _bracketed(words, index))
    entities = [i for i, word in enumerate(words.words) if word in _ENTITIES]
    for index in entities:
        opened = index > 0 and words.gap(index - 1) == _ENTITIES[words.words[index]]
        if opened and words.gap(index) == ";" and index + 1 < len(words):
            found += _around_at(words, index - 1, index + 1, bracketed=True)
    for match in _LONELY_AT.finditer(words.folded):
        index = bisect_left(words.starts, match.end())
        if 0 < index < len(words) and words.gap(index - 1).strip() == "@":
            # `we told @jane.example.org` is a word and a handle, unless that address is known.
            apart = words.gap(index - 1) == " @ "
            found += _around_at(words, index - 1, index, bracketed=apart)
    return found


def _bracketed(words: Words, index: int) -> bool:
    before, after = words.gap(index - 1).strip(), words.gap(index).strip()
    return bool(before and after) and before[-1:] + after[:1] in {"()", "[]", "{}", "<>", "--"}


def _around_at(words: Words, left: int, right: int, bracketed: bool) -> list[Link]:
    """An address around an `at`, if what follows it is a domain."""
    last, dots = _domain(words, right)
    if not dots:
        return []
    spelled = {words.words[i] for i in dots} & _DOT
    # `at some point Bo` is no address, though `point` is how French spells one.
    sure = bracketed or "dot" in spelled or bool(spelled and words.words[last] in TOP_DOMAINS)
    first = _local(words, left)
    written = f"{_written(words, first, left)}@{_written(words, right, last)}"
    return [Link(EMAIL, words.starts[first], words.ends[last], written, sure)]


def _written(words: Words, first: int, last: int) -> str:
    """A part of an address as it is typed into a mail program."""
    pieces = []
    for index in range(first, last + 1):
        if words.words[index] in _DOT:
            pieces.append(".")
            continue
        if index > first and (sign := words.gap(index - 1).strip()) in _INSIDE:
            pieces.append(sign)
        pieces.append(words.words[index])
    return "".join(pieces)


def _domain(words: Words, right: int) -> tuple[int, list[int]]:
    """The last word of a domain that begins at `right`, and the words after its points."""
    last, points = right, []
    while last + 1 < len(words) and last - right < _MOST_WORDS:
        gap = words.gap(last)
        if words.words[last + 1] in _DOT and last + 2 < len(words) and _thin(gap, words, last):
            points.append(last + 1)
            last += 2
        elif gap in {".", " . "}:
            points.append(last + 1)
            last += 1
        elif gap == "-":
            last += 1
        else:
            break
    return last, points


def _thin(gap: str, words: Words, last: int) -> bool:
    after = words.gap(last + 1).strip()
    return gap.strip() in {"", "(", "[", "{", "<"} and after in {"", ")", "]", "}", ">"}


def _local(words: Words, left: int) -> int:
    """The first word of the part before the `at`."""
    first = left
    while first and left - first < _MOST_WORDS:
        if words.gap(first - 1) in {".", "_", "-", "+"}:
            first -= 1
        elif (
            first > 1
            and words.words[first - 1] in _DOT
            and _thin(words.gap(first - 2), words, first - 2)
        ):
            first -= 2
        else:
            break
    return first
