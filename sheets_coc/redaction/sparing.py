"""Scrub a text of people who go, and leave what is said of people who stay.

A further row of the same report may name somebody who shares a name with whoever goes. For a
text that stays, with `Torvald Quixby` going and `Marta Quixby` staying:

    Torvald Quixby left      Expunged left         nobody else can be meant
    Torvald left             Expunged left
    Marta Quixby left        Marta Quixby left     it is hers
    Ms Quixby left           Ms Quixby left        may be either: left, and flagged for a person
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sheets_coc.scrubbing import REPLACEMENT, STRANGER, Flag, Known, Scrubbed, Scrubber

Span = tuple[int, int]

_NOBODY = Known()
SPARED = "same-name"
"""The rule of a flag on words that may mean somebody who goes or somebody who stays."""


class SparingScrubber:
    """Replaces the people who go, wherever the words are not just as well of those who stay.

    Args:
        going: who goes.
        staying: who stays, and is named in the same row.
        members: the committee, who are no strangers in a story.
    """

    def __init__(self, going: Known, staying: Known, members: Known = _NOBODY) -> None:
        self._going = Scrubber(going)
        self._staying = Scrubber(staying, strangers=False)
        self._members = Scrubber(members, strangers=False)
        self._nobody_stays = staying == _NOBODY

    def __call__(self, text: str) -> Scrubbed:
        """Scrub one text; see `sheets_coc.scrubbing.Scrubber`."""
        result = self._without_acquaintances(text, self._going(text))
        if not result.spans or self._nobody_stays:
            return result
        theirs = self._staying(text).spans
        spared = [span for span in result.spans if _within(span, theirs)]
        if not spared:
            return result
        return _without(text, result, spared)

    def _without_acquaintances(self, text: str, result: Scrubbed) -> Scrubbed:
        """A result that calls nobody a stranger who stays in the row or is on the committee."""
        if not any(flag.rule == STRANGER for flag in result.flags):
            return result
        known = [*self._staying(text).spans, *self._members(text).spans]
        flags = tuple(
            flag
            for flag in result.flags
            if flag.rule != STRANGER or not _touches(result.original(flag), known)
        )
        return replace(result, flags=flags)


def _touches(span: Span, others: Sequence[Span]) -> bool:
    """Whether a place shares a character with one of several."""
    return any(start < span[1] and span[0] < end for start, end in others)


def _within(span: Span, others: Sequence[Span]) -> bool:
    """Whether a place lies in one of several."""
    return any(start <= span[0] and span[1] <= end for start, end in others)


def _without(text: str, result: Scrubbed, spared: Sequence[Span]) -> Scrubbed:
    """A scrubbed text in which some places stand as they were, each with a flag.

    The flags of the text that was scrubbed whole move by what stands before them.
    """
    pieces: list[str] = []
    flags: list[Flag] = []
    moved: list[tuple[int, int]] = []  # from where in the old result on, and by how much
    at = old = new = shift = 0
    for start, end in result.spans:
        old += start - at + len(REPLACEMENT)
        new += start - at
        kept = text[start:end] if (start, end) in spared else REPLACEMENT
        pieces += [text[at:start], kept]
        if (start, end) in spared:
            flags.append(Flag(SPARED, new, new + len(kept)))
            shift += len(kept) - len(REPLACEMENT)
            moved.append((old, shift))
        new += len(kept)
        at = end
    pieces.append(text[at:])
    for flag in result.flags:
        by = next((shift for begin, shift in reversed(moved) if flag.start >= begin), 0)
        flags.append(Flag(flag.rule, flag.start + by, flag.end + by))
    spans = tuple(span for span in result.spans if span not in spared)
    ordered = tuple(sorted(flags, key=lambda flag: flag.start))
    return Scrubbed("".join(pieces), len(spans), ordered, spans)
