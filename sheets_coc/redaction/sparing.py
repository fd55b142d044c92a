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

from sheets_coc.scrubbing import REPLACEMENT, Flag, Known, Scrubbed, Scrubber

Span = tuple[int, int]

SPARED = "same-name"
"""The rule of a flag on words that may mean somebody who goes or somebody who stays."""


class SparingScrubber:
    """Replaces the people who go, wherever the words are not just as well of those who stay.

    Args:
        going: who goes.
        staying: who stays, and is named in the same row.
    """

    def __init__(self, going: Known, staying: Known) -> None:
        self._going = Scrubber(going)
        self._staying = Scrubber(staying)
        self._nobody_stays = not (staying.names or staying.aliases or staying.contacts)

    def __call__(self, text: str) -> Scrubbed:
        """Scrub one text; see `sheets_coc.scrubbing.Scrubber`."""
        result = self._going(text)
        if not result.spans or self._nobody_stays:
            return result
        theirs = self._staying(text).spans
        spared = [span for span in result.spans if _within(span, theirs)]
        if not spared:
            return result
        return _without(text, result, spared)


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
