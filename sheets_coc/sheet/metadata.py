"""How much more a spreadsheet can remember: Google refuses a write that goes beyond it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

MOST: Final = 30_000
"""Characters of all developer metadata of a spreadsheet together."""
_SPARE: Final = 2_000
"""What is left for labels of hidden tabs, locks and answers that come meanwhile."""


def room(metadata: Mapping[str, str], key: str) -> int:
    """How many characters may stand under a key, beside everything else that is remembered.

    Args:
        metadata: what the spreadsheet keeps, and what it will keep of other things.
        key: under which something is to be kept.
    """
    others = sum(len(one) + len(value) for one, value in metadata.items() if one != key)
    return max(0, MOST - _SPARE - len(key) - others)
