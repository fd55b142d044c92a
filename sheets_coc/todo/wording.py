"""Counts, case names and moments as the committee's messages say them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime


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
