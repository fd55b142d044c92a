"""Days the sheet remembers about a case, in metadata that people do not see.

    sheets-coc.held.<digest of the case>      since when a Hold has been seen
    sheets-coc.restart.<digest of the case>   the day a later report about the same person came
                                              that was expunged while this case was no violation

The case name itself is not repeated, so that nothing is told of a case that was renamed; behind
the second day stand the letters that the row check has for it, by which it is followed. What is
remembered goes when the record is expunged.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from hashlib import blake2s

from sheets_coc.records import cases

HELD = "sheets-coc.held."
RESTART = "sheets-coc.restart."


def key(prefix: str, case: str) -> str:
    """Under which key a day about a case is remembered."""
    return prefix + blake2s(cases.key(case).encode(), digest_size=8).hexdigest()


def forgotten(metadata: Mapping[str, str], case: str | None) -> dict[str, str | None]:
    """What takes away everything that is remembered about a case, as metadata."""
    keys = [key(prefix, case) for prefix in (HELD, RESTART)] if case else []
    return dict.fromkeys(one for one in keys if one in metadata)


def day(metadata: Mapping[str, str], prefix: str, case: str | None) -> date | None:
    """The day that is remembered about a case; None where there is none."""
    if not case:
        return None
    try:
        return date.fromisoformat(metadata.get(key(prefix, case), "").partition(" ")[0])
    except ValueError:
        return None
