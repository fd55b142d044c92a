"""What nobody has measured of Google: questions, and the other answer that can be chosen.

Each variant is the answer that the local Google does *not* give by itself. What the product does
must hold under every one of them, alone and together; `local record` puts the same questions to
the real Google.
"""

from __future__ import annotations

from collections.abc import Iterable

VARIANTS = {
    "paste-drops-notes": "A paste leaves notes behind.",
    "paste-drops-chips": "A paste leaves chips behind: their text arrives as plain text.",
    "paste-drops-validation": "A paste leaves drop-downs and check boxes behind.",
    "paste-skips-filtered": "A paste leaves out source rows that a filter hides.",
    "empty-editors-open": "A protection without named editors binds nobody who may write.",
    "chips-as-text": "A chip reads as its text in the value, and not as `@`.",
    "chips-shown-as-at": "A chip reads as `@` in the formatted value too.",
    "sort-moves-metadata": "Developer metadata of rows goes along in a sort.",
    "metadata-id-twice": "A second piece of metadata with an id that is taken is accepted.",
    "masked-replies-shrink": "Under a field mask, replies that say nothing are left out.",
}
"""Every variant by its name, with what is true of a Google that is so."""


def checked(names: Iterable[str]) -> frozenset[str]:
    """The names as a set.

    Raises:
        ValueError: one is no variant; the message lists those there are.
    """
    chosen = frozenset(names)
    unknown = chosen - VARIANTS.keys()
    if unknown:
        raise ValueError(f"no such variant; there are: {', '.join(VARIANTS)}")
    return chosen
