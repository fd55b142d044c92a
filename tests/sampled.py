"""Some of many cases in every run, the others in the soak."""

from collections.abc import Iterable
from typing import Any

import pytest


def some(cases: Iterable[tuple[Any, ...]], every: int) -> list[Any]:
    """Cases for `parametrize`: each `every`-th as it is, the others marked as soak."""
    return [
        case if number % every == 0 else pytest.param(*case, marks=pytest.mark.soak)
        for number, case in enumerate(cases)
    ]
