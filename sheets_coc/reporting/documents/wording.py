"""Numbers and lists as people write them in English."""

from __future__ import annotations

from collections.abc import Sequence


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 report`, `3 reports`, `no reports`."""
    return f"{number or 'no'} {one if number == 1 else many or one + 's'}"


def listed(items: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(part for part in (", ".join(items[:-1]), *items[-1:]) if part)


def mean(values: Sequence[int]) -> str:
    """The mean with at most one decimal."""
    return f"{sum(values) / len(values):.1f}".removesuffix(".0")
