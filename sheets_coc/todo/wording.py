"""Counts, case names, moments and answers as the committee's messages say them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from sheets_coc.schema.columns import COLUMNS


def count(number: int, what: str) -> str:
    """`1 record`, `3 records`, `0 records`."""
    return f"{number} {what}" + ("" if number == 1 else "s")


def named(names: Sequence[str], most: int) -> str:
    """Names in a line, not more than can be read: `a, b and 3 more`.

    Args:
        names: what is listed.
        most: how many are named before the rest is only counted.
    """
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")


def moment(when: datetime) -> str:
    """`2026-11-21 03:17 UTC`, whatever time zone it came in."""
    return f"{when.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


_OFFERED = re.compile(
    r"it is (?:column [a-z]+|gone on purpose)|th(?:ey|ese) are (?:no )?records"
    r"|this (?:account is meant|is known)|put back on purpose|we look through them ourselves"
    r"|(?:day|month) first|different people|same person|erase|remove names|keep"
    r"|\d{4}-\d\d-\d\d|\d{5}(?:\.0)?"
)
_COLUMNS = frozenset(f"it is {column.header}".casefold() for column in COLUMNS)


def is_offered(answer: str) -> bool:
    """Whether a text is one of the answers that lines offer."""
    said = answer.strip().casefold()
    return said in _COLUMNS or _OFFERED.fullmatch(said) is not None
