"""Headings that nearly name a column of ours, so that a person is asked before one is added.

Compared by their letters, or by their words in any order and form:

    Banned or flaged                             one letter missing
    Summary of outcome to share, with events     the heading itself, and more
    Reason for hold                              all words of Hold
    Date to be expunged                          the words of Date to expunge
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from sheets_coc.private import remembered
from sheets_coc.schema.headers import header_key

_SHORTEST = 5
"""Letters of the shortest heading that may be part of a longer one: `Type` is in too many."""
_FEWEST = 4
"""Letters of the words that two headings share: *Hold* at least."""
_LONG = 10
"""Letters from which two of them may differ; in shorter headings one."""
_SMALL = frozenset((
    "a", "an", "and", "any", "are", "as", "be", "by", "for", "if", "in", "is", "it", "not",
    "of", "on", "or", "s", "that", "the", "this", "to", "was", "were", "when",
))  # fmt: skip
_ANYWHERE = frozenset((
    "aka", "cas", "cod", "contact", "dat", "document", "event", "nam", "report", "summary", "typ",
))  # fmt: skip
"""Words, by their stem, that stand in too many headings to tell by themselves which one it is."""
_ENDINGS = ("ing", "ed", "er", "es", "e", "s")


def nearly(header: str, known: Mapping[str, str]) -> str | None:
    """The key of the heading that this one nearly is; None where it is like none.

    Of several the one that shares most with it.

    Args:
        header: what stands there.
        known: the key of each heading, as it is written.
    """
    shared = {name: _letters(header, name) or _same_words(header, name) for name in known}
    best = max(shared, key=shared.__getitem__, default="")
    return known[best] if shared.get(best) else None


def _letters(header: str, name: str) -> int:
    """How many letters two headings share, where one contains the other or few differ."""
    from rapidfuzz.distance import Levenshtein

    typed, name = header_key(header), header_key(name)
    shorter = min(len(name), len(typed))
    if shorter < _SHORTEST:
        return 0
    if name in typed or typed in name:
        return shorter
    few = 2 if shorter >= _LONG else 1
    return shorter - few if Levenshtein.distance(name, typed, score_cutoff=few) <= few else 0


def _same_words(header: str, name: str) -> int:
    """How many letters of words two headings share, where one has all words of the other."""
    typed, known = _words(header), _words(name)
    shared = typed & known
    if shared not in (typed, known) or shared <= _ANYWHERE:
        return 0
    letters = sum(map(len, shared))
    return letters if letters >= _FEWEST else 0


@remembered(4096)
def _words(header: str) -> frozenset[str]:
    """The stems of the words that say what a heading is of."""
    folded = unicodedata.normalize("NFKC", header).casefold()
    return frozenset(_stem(word) for word in re.findall(r"\w+", folded) if word not in _SMALL)


def _stem(word: str) -> str:
    """A word without its ending: *banned* and *bans* are `ban`, *expunging* is `expung`."""
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= 3:
            return stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] else stem
    return word
