"""Functions on numbers."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from typing import Any

from sheets_coc.local.formulas.functions.arguments import number_in, numbers_in, on_number
from sheets_coc.local.formulas.values import Failed, Value, Working, power
from sheets_coc.local.state.model import number
from sheets_coc.local.state.results import Result


def _sum(work: Working, *values: Value) -> Result:
    return number(math.fsum(numbers_in(work, values)))


def _average(work: Working, *values: Value) -> Result:
    found = numbers_in(work, values)
    if not found:
        raise Failed(
            "DIVIDE_BY_ZERO", "Evaluation of function AVERAGE caused a divide by zero error."
        )
    return number(math.fsum(found) / len(found))


def _of_numbers(function: Callable[[list[float | int]], float]) -> Callable[..., Result]:
    def called(work: Working, *values: Value) -> Result:
        found = numbers_in(work, values)
        return number(function(found)) if found else 0

    return called


def _round(rounding: str) -> Callable[..., Result]:
    def called(work: Working, value: Value, places: Value = 0) -> Result:
        digits = int(number_in(work, places))
        exact = Decimal(repr(number_in(work, value)))
        return number(float(exact.quantize(Decimal(1).scaleb(-digits), rounding)))

    return called


def _mod(work: Working, value: Value, by: Value) -> Result:
    divisor = number_in(work, by)
    if divisor == 0:
        raise Failed("DIVIDE_BY_ZERO", "Function MOD parameter 2 cannot be zero.")
    return number(number_in(work, value) % divisor)


def _sqrt(value: float) -> float:
    if value < 0:
        raise Failed("NUM", "Function SQRT parameter 1 cannot be negative.")
    return math.sqrt(value)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "SUM": _sum,
    "AVERAGE": _average,
    "MIN": _of_numbers(min),
    "MAX": _of_numbers(max),
    "MEDIAN": _of_numbers(statistics.median),
    "PRODUCT": _of_numbers(math.prod),
    "ROUND": _round(ROUND_HALF_UP),
    "ROUNDUP": _round(ROUND_UP),
    "ROUNDDOWN": _round(ROUND_DOWN),
    "TRUNC": _round(ROUND_DOWN),
    "ABS": on_number(abs),
    "INT": on_number(math.floor),
    "SQRT": on_number(_sqrt),
    "EXP": on_number(math.exp),
    "SIGN": on_number(lambda value: (value > 0) - (value < 0)),
    "POWER": lambda work, a, b: power(number_in(work, a), number_in(work, b)),
    "MOD": _mod,
    "PI": lambda work: math.pi,
}
