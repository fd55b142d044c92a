"""Numbers, days and lists as people write them in English."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 report`, `3 reports`, `no reports`."""
    return f"{number or 'no'} {one if number == 1 else many or one + 's'}"


def day(when: date) -> str:
    """`21 November 2026`, whatever the machine's language."""
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def listed(items: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(part for part in (", ".join(items[:-1]), *items[-1:]) if part)


def mean(values: Sequence[int]) -> str:
    """The mean with at most one decimal."""
    return f"{sum(values) / len(values):.1f}".removesuffix(".0")
