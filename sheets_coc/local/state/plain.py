"""Copies of what JSON is made of."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")


def json_copy(value: T) -> T:
    """A copy of dictionaries and lists within each other; much faster than `copy.deepcopy`.

    Everything else in them is shared: texts, numbers and truth values never change.
    """
    if isinstance(value, dict):
        return {key: json_copy(item) for key, item in value.items()}  # type: ignore[return-value]
    if isinstance(value, list):
        return [json_copy(item) for item in value]  # type: ignore[return-value]
    return value
