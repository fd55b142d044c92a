"""Some of many cases in every run, the others in the soak."""

from collections.abc import Iterable
from typing import Any

import pytest


def some(cases: Iterable[tuple[Any, ...]], every: int) -> list[Any]:
    """Cases for `parametrize`: each `every`-th as it is, the others marked as soak.

    Every value of every parameter is in one of those that are run each time.
    """
    every_case = list(cases)
    each_time = every_case[::every]
    for values, met in zip(
        zip(*every_case, strict=True), zip(*each_time, strict=True), strict=True
    ):
        assert set(values) == set(met), set(values) - set(met)
    return [
        case if number % every == 0 else pytest.param(*case, marks=pytest.mark.soak)
        for number, case in enumerate(every_case)
    ]
