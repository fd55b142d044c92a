"""Handles, and the words before the @ of a mail address, as they stand in running text."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sheets_coc.people.folding import fold
from sheets_coc.scrubbing.text.tokens import words_of
from sheets_coc.scrubbing.vocabulary import ordinary_words


def joined_handle(name: str) -> str:
    """A handle's letters and digits: what is left when separators are dropped."""
    return "".join(words_of(fold(name)))


def stands_in_text(words: Sequence[str], name: str) -> bool:
    """Whether a handle is looked for where nothing marks it as one.

    Args:
        words: its words, folded.
        name: the handle, folded.
    """
    if len(words) > 1:
        return sum(map(len, words)) > 3
    return len(name) >= 3 and not name.isdecimal() and name not in ordinary_words()


def is_somebody(words: Sequence[str], offices: Collection[str]) -> bool:
    """Whether words before an @ are how somebody is called: `ossian.vale@`, not `press.berlin@`.

    Args:
        words: the words, folded.
        offices: words that stand for an office.
    """
    some = len(words) > 1 and all(map(str.isalpha, words))
    return some and set(words).isdisjoint(offices) and not ordinary_words().issuperset(words)
