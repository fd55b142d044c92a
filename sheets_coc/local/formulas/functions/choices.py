"""Functions on truth values, choices and errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sheets_coc.local.formulas.functions.arguments import Tokens, all_in, truth_in
from sheets_coc.local.formulas.values import Failed, Value, Working
from sheets_coc.local.state.results import CellError, Result


def _if(work: Working, parts: list[Tokens]) -> Value:
    if not 2 <= len(parts) <= 3:
        raise Failed("N_A", "Wrong number of arguments to IF.")
    if truth_in(work, work.run_tokens(parts[0])):
        return work.run_tokens(parts[1])
    return work.run_tokens(parts[2]) if len(parts) == 3 else False


def _ifs(work: Working, parts: list[Tokens]) -> Value:
    for test, value in zip(parts[::2], parts[1::2], strict=False):
        if truth_in(work, work.run_tokens(test)):
            return work.run_tokens(value)
    raise Failed("N_A", "No match.")


def _iferror(work: Working, parts: list[Tokens]) -> Value:
    value = work.tried(parts[0])
    if not isinstance(value, CellError):
        return value
    return work.run_tokens(parts[1]) if len(parts) > 1 else ""


def _ifna(work: Working, parts: list[Tokens]) -> Value:
    value = work.tried(parts[0])
    if isinstance(value, CellError) and value.kind != "N_A":
        raise Failed(value.kind, value.message)
    if not isinstance(value, CellError):
        return value
    return work.run_tokens(parts[1]) if len(parts) > 1 else ""


def _is_error(kinds: frozenset[str] | None, besides: bool = False) -> Callable[..., Value]:
    def called(work: Working, parts: list[Tokens]) -> Value:
        value = work.tried(parts[0])
        if not isinstance(value, CellError):
            return False
        return kinds is None or (value.kind in kinds) != besides

    return called


def _is(test: Callable[[Result], bool]) -> Callable[..., Value]:
    return lambda work, parts: test(work.tried(parts[0]))


def _and(work: Working, *values: Value) -> Result:
    return all(truth_in(work, item) for item, _ in all_in(work, values) if item is not None)


def _or(work: Working, *values: Value) -> Result:
    return any(truth_in(work, item) for item, _ in all_in(work, values) if item is not None)


LAZY: dict[str, Callable[[Working, list[Tokens]], Value]] = {
    "IF": _if,
    "IFS": _ifs,
    "IFERROR": _iferror,
    "IFNA": _ifna,
    "ISERROR": _is_error(None),
    "ISERR": _is_error(frozenset({"N_A"}), besides=True),
    "ISNA": _is_error(frozenset({"N_A"})),
    "ISBLANK": _is(lambda value: value is None),
    "ISTEXT": _is(lambda value: isinstance(value, str)),
    "ISLOGICAL": _is(lambda value: isinstance(value, bool)),
    "ISNUMBER": _is(lambda v: isinstance(v, int | float) and not isinstance(v, bool)),
}
"""Functions that do not work out all their arguments, or take errors as they are."""

FUNCTIONS: dict[str, Callable[..., Any]] = {
    "AND": _and,
    "OR": _or,
    "NOT": lambda work, value: not truth_in(work, value),
    "TRUE": lambda work: True,
    "FALSE": lambda work: False,
}
