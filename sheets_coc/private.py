"""A type for personal values that shows nothing unless it is asked by name.

Whatever prints, logs, formats, joins or serialises a `Private` gets `‹private›` or an
error. The one way out is `reveal()`, so every place that takes a value out can be found by
searching for that word; a test keeps the list.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Generic, NoReturn, ParamSpec, TypeVar

T_co = TypeVar("T_co", covariant=True)
R = TypeVar("R")
P = ParamSpec("P")

MASK = "‹private›"


class Private(Generic[T_co]):
    """A personal value, closed against every implicit way out.

    Equality and hashing work on the value, so that private values can be compared and
    grouped; truth says whether there is anything in it. Nothing else is implicit.
    """

    __slots__ = ("__value",)

    def __init__(self, value: T_co) -> None:
        self.__value = value

    def reveal(self) -> T_co:
        """The value itself. Every use is a decision: keep it near its rule."""
        return self.__value

    def __repr__(self) -> str:
        return MASK

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return MASK

    def __bool__(self) -> bool:
        return bool(self.__value)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Private):
            return NotImplemented
        return bool(self.__value == other.__value)

    def __hash__(self) -> int:
        return hash((Private, self.__value))

    def __copy__(self) -> Private[T_co]:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Private[T_co]:
        return self

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a private value cannot be serialised")

    def __iter__(self) -> NoReturn:
        raise TypeError("a private value cannot be iterated over; call reveal()")


_emptied: list[Callable[[], None]] = []


def remembered(most: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep the last answers of a function that is asked about cells, until `forget`.

    Args:
        most: how many answers are kept.
    """

    def keep(function: Callable[P, R]) -> Callable[P, R]:
        kept = lru_cache(maxsize=most)(function)
        _emptied.append(kept.cache_clear)
        return kept  # type: ignore[return-value]

    return keep


def forget() -> None:
    """Forget every answer that is kept, and with it what stood in the cells."""
    for empty in _emptied:
        empty()
