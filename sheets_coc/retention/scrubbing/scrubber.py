"""Replace the people of one row in its narratives."""

from __future__ import annotations

from sheets_coc.people.folding import fold
from sheets_coc.retention.scrubbing.addresses import identifies
from sheets_coc.retention.scrubbing.doubts import find_doubts
from sheets_coc.retention.scrubbing.identifiers import compile_known
from sheets_coc.retention.scrubbing.links import find_links
from sheets_coc.retention.scrubbing.matching import Matcher
from sheets_coc.retention.scrubbing.model import REPLACEMENT, Flag, Known, Scrubbed
from sheets_coc.retention.scrubbing.scripts import OtherScripts
from sheets_coc.retention.scrubbing.typos import Typos
from sheets_coc.retention.scrubbing.words import Words

Span = tuple[int, int]
_DONE = fold(REPLACEMENT)


class Scrubber:
    """Replaces what is known about the people of one row; compiled once, used on every text."""

    def __init__(self, known: Known) -> None:
        self._ids = compile_known(known)
        self._typos = Typos(self._ids)
        self._scripts = OtherScripts(self._ids)

    def __call__(self, text: str) -> Scrubbed:
        """Scrub one text.

        Args:
            text: a narrative, any Unicode.

        Returns:
            The text with each mention replaced by "Expunged", and what a person should look at.
            Scrubbing the result again replaces nothing more.
        """
        words = Words(text)
        taken = {i for i, word in enumerate(words.words) if word == _DONE}
        spans: list[Span] = []
        doubts: list[tuple[str, int, int]] = []
        for link in find_links(words):
            inside = words.inside(link.start, link.end)
            if any(i in taken for i in inside):
                continue
            taken.update(inside)
            place = (words.offsets[link.start], words.origin_of_end(link.end))
            if identifies(self._ids, words, link):
                spans.append(place)
            else:
                doubts.append((link.kind, *place))
        foreign = self._scripts.find(words, taken)
        for first, last in foreign:
            taken.update(range(first, last + 1))
        matcher = Matcher(self._ids, self._typos, words, taken)
        matcher.find()
        spans += [_place(words, first, last) for first, last in [*foreign, *matcher.mentions]]
        doubts += find_doubts(self._ids, self._typos, words, matcher)
        if not self._ids and len(taken) < len(words):
            doubts.append(("no_identifiers", 0, 0))
        return _replace(text, _merge(spans), doubts)


def _place(words: Words, first: int, last: int) -> Span:
    """The place of a mention in the original, its possessive included."""
    start, end = words.original_start(first), words.original_end(last)
    gap = words.gap(last)
    following = words.words[last + 1] if last + 1 < len(words) else ""
    if gap == "'" and following == "s":
        end = words.original_end(last + 1)
    elif gap.startswith("'") and words.words[last].endswith(("s", "z", "x")):
        quoted = words.gap(first - 1).endswith("'")
        if not quoted and not gap[1:2].isalnum() and following:
            end = words.origin_of_end(words.ends[last] + 1)
    elif first < last and _pointed_initial(words, last, gap):
        end = words.origin_of_end(words.ends[last] + 1)
    return start, end


def _pointed_initial(words: Words, last: int, gap: str) -> bool:
    """Whether the point after a mention is its initial's: `Jane D. said`."""
    single = len(words.words[last]) == 1 and gap.startswith(". ")
    return single and last + 1 < len(words) and not words.capital(last + 1)


def _merge(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _replace(text: str, spans: list[Span], doubts: list[tuple[str, int, int]]) -> Scrubbed:
    """Replace the spans, and move the doubts to where they stand in the result."""
    pieces: list[str] = []
    flags: list[Flag] = []
    waiting = sorted(doubts, key=lambda doubt: doubt[1:])
    done, shift, at = 0, 0, 0
    for start, end in [*spans, (len(text) + 1, len(text) + 1)]:
        while at < len(waiting) and waiting[at][1] < start:
            rule, left, right = waiting[at]
            if left >= done:
                flags.append(Flag(rule, left + shift, min(right, start) + shift))
            at += 1
        if start <= len(text):
            pieces += [text[done:start], REPLACEMENT]
            shift += len(REPLACEMENT) - (end - start)
            done = end
    pieces.append(text[done:])
    return Scrubbed("".join(pieces), len(spans), tuple(flags), tuple(spans))
