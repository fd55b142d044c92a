"""The functions that formulas may call. Each takes the machine and its arguments' values."""

from __future__ import annotations

import calendar
import contextlib
import math
import re
import statistics
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sheets_coc.local.cells import number
from sheets_coc.local.formulas import (
    Block,
    Failed,
    Machine,
    Value,
    compare,
    number_of,
    power,
    text_of,
)
from sheets_coc.local.model import Scalar
from sheets_coc.local.results import CellError, Result

Tokens = list[tuple[str, str]]
_EPOCH = date(1899, 12, 30)


def _plain(machine: Machine, value: Value) -> Scalar | None:
    found = machine.single(value)
    if isinstance(found, CellError):
        raise Failed(found.kind, found.message)
    return found


def _number(machine: Machine, value: Value) -> float | int:
    return number_of(_plain(machine, value))


def _text(machine: Machine, value: Value) -> str:
    return text_of(_plain(machine, value))


def _all(machine: Machine, values: tuple[Value, ...]) -> Iterator[tuple[Scalar | None, bool]]:
    """Every value of every argument, and whether it comes from a block; errors come through."""
    for value in values:
        inside = isinstance(value, Block)
        for item in value.values() if isinstance(value, Block) else [value]:
            if isinstance(item, CellError):
                raise Failed(item.kind, item.message)
            yield item, inside


def _numbers(machine: Machine, values: tuple[Value, ...]) -> list[float | int]:
    """The numbers among arguments; in blocks, texts and truth values do not count."""
    found: list[float | int] = []
    for item, inside in _all(machine, values):
        if inside:
            if isinstance(item, int | float) and not isinstance(item, bool):
                found.append(item)
        elif item is not None:
            found.append(number_of(item))
    return found


def _sum(machine: Machine, *values: Value) -> Result:
    return number(math.fsum(_numbers(machine, values)))


def _average(machine: Machine, *values: Value) -> Result:
    found = _numbers(machine, values)
    if not found:
        raise Failed(
            "DIVIDE_BY_ZERO", "Evaluation of function AVERAGE caused a divide by zero error."
        )
    return number(math.fsum(found) / len(found))


def _of_numbers(function: Callable[[list[float | int]], float]) -> Callable[..., Result]:
    def called(machine: Machine, *values: Value) -> Result:
        found = _numbers(machine, values)
        return number(function(found)) if found else 0

    return called


def _count(machine: Machine, *values: Value) -> Result:
    flat = [
        item
        for value in values
        for item in (value.values() if isinstance(value, Block) else [value])
    ]
    return sum(isinstance(item, int | float) and not isinstance(item, bool) for item in flat)


def _counta(machine: Machine, *values: Value) -> Result:
    flat = [
        item
        for value in values
        for item in (value.values() if isinstance(value, Block) else [value])
    ]
    return sum(item is not None for item in flat)


def _countblank(machine: Machine, value: Value) -> Result:
    if not isinstance(value, Block):
        return int(value in (None, ""))
    filled = sum(item not in (None, "") for item in value.values())
    return value.height * value.width - filled


def _criterion(machine: Machine, wanted: Value) -> Callable[[Result], bool]:
    """What COUNTIF and its like look for: a value, `>5`, `<>x`, or a text with `*` and `?`."""
    plain = _plain(machine, wanted)
    sign, text = "=", plain
    if isinstance(plain, str):
        match = re.match(r"(<>|<=|>=|=|<|>)?(.*)$", plain, re.DOTALL)
        sign, text = (match[1] or "=", match[2]) if match else ("=", plain)
        with contextlib.suppress(ValueError):
            text = number(float(text))
    if isinstance(text, str) and sign in ("=", "<>"):
        pattern = re.compile(_wildcards(text), re.IGNORECASE | re.DOTALL)
        return lambda value: (
            (
                (isinstance(value, str) and bool(pattern.fullmatch(value)))
                or (value is None and not text)
            )
            == (sign == "=")
        )

    def fits(value: Result) -> bool:
        if (
            isinstance(value, CellError)
            or value is None
            or isinstance(value, str) != isinstance(text, str)
        ):
            return sign == "<>"
        return compare(sign, value, text)

    return fits


def _wildcards(text: str) -> str:
    parts = re.split(r"(~[*?~]|[*?])", text)
    known = {"*": ".*", "?": ".", "~*": r"\*", "~?": r"\?", "~~": "~"}
    return "".join(known.get(part, re.escape(part)) for part in parts)


def _cells(block: Value) -> list[Result]:
    """Every cell of a block, blank ones too."""
    if not isinstance(block, Block):
        return [block]
    return [block.at(row, column) for row in range(_used(block)) for column in range(block.width)]


def _used(block: Block) -> int:
    return max(min(block.bottom, len(block.tab.rows)) - block.top, 0)


def _countif(machine: Machine, block: Value, wanted: Value) -> Result:
    return _countifs(machine, block, wanted)


def _countifs(machine: Machine, *pairs: Value) -> Result:
    columns = [
        [fits(item) for item in _cells(pairs[index])]
        for index in range(0, len(pairs), 2)
        for fits in [_criterion(machine, pairs[index + 1])]
    ]
    return sum(all(row) for row in zip(*columns, strict=False))


def _sumif(machine: Machine, block: Value, wanted: Value, total: Value = None) -> Result:
    fits = _criterion(machine, wanted)
    amounts = _cells(block if total is None else total)
    chosen = [amount for item, amount in zip(_cells(block), amounts, strict=False) if fits(item)]
    return number(math.fsum(a for a in chosen if isinstance(a, int | float)))


def _round(rounding: str) -> Callable[..., Result]:
    def called(machine: Machine, value: Value, places: Value = 0) -> Result:
        digits = int(_number(machine, places))
        exact = Decimal(repr(_number(machine, value)))
        return number(float(exact.quantize(Decimal(1).scaleb(-digits), rounding)))

    return called


def _mod(machine: Machine, value: Value, by: Value) -> Result:
    divisor = _number(machine, by)
    if divisor == 0:
        raise Failed("DIVIDE_BY_ZERO", "Function MOD parameter 2 cannot be zero.")
    return number(_number(machine, value) % divisor)


def _concatenate(machine: Machine, *values: Value) -> Result:
    return "".join(text_of(item) for item, _ in _all(machine, values))


def _join(machine: Machine, between: Value, *values: Value) -> Result:
    return _text(machine, between).join(text_of(item) for item, _ in _all(machine, values))


def _textjoin(machine: Machine, between: Value, skip: Value, *values: Value) -> Result:
    texts = [text_of(item) for item, _ in _all(machine, values)]
    kept = [text for text in texts if text or not _plain(machine, skip)]
    return _text(machine, between).join(kept)


def _left(machine: Machine, text: Value, count: Value = 1) -> Result:
    return _text(machine, text)[: int(_number(machine, count))]


def _right(machine: Machine, text: Value, count: Value = 1) -> Result:
    wanted = int(_number(machine, count))
    return _text(machine, text)[-wanted:] if wanted else ""


def _mid(machine: Machine, text: Value, start: Value, count: Value) -> Result:
    first = int(_number(machine, start)) - 1
    return _text(machine, text)[first : first + int(_number(machine, count))]


def _find(fold: bool) -> Callable[..., Result]:
    def called(machine: Machine, wanted: Value, text: Value, start: Value = 1) -> Result:
        needle, hay = _text(machine, wanted), _text(machine, text)
        if fold:
            needle, hay = needle.casefold(), hay.casefold()
        found = hay.find(needle, int(_number(machine, start)) - 1)
        if found < 0:
            raise Failed("VALUE", "The text was not found.")
        return found + 1

    return called


def _substitute(machine: Machine, text: Value, old: Value, new: Value) -> Result:
    wanted = _text(machine, old)
    whole = _text(machine, text)
    return whole.replace(wanted, _text(machine, new)) if wanted else whole


def _on_text(function: Callable[[str], Scalar]) -> Callable[..., Result]:
    return lambda machine, value: function(_text(machine, value))


def _on_number(function: Callable[[float], float]) -> Callable[..., Result]:
    return lambda machine, value: number(function(_number(machine, value)))


def _sqrt(value: float) -> float:
    if value < 0:
        raise Failed("NUM", "Function SQRT parameter 1 cannot be negative.")
    return math.sqrt(value)


def _serial(day: date) -> int:
    return (day - _EPOCH).days


def _day(machine: Machine, value: Value) -> date:
    found = _plain(machine, value)
    if isinstance(found, str):
        from sheets_coc.local.typed import read_date

        known = read_date(found, machine.spreadsheet.properties["locale"])
        if known is None:
            raise Failed("VALUE", "A date was expected, but it was given a text.")
        found = known
    return _EPOCH + timedelta(days=math.floor(number_of(found)))


def _date(machine: Machine, year: Value, month: Value, day: Value) -> Result:
    whole = int(_number(machine, year))
    whole += 1900 if whole < 1900 else 0
    months = whole * 12 + int(_number(machine, month)) - 1
    first = date(months // 12, months % 12 + 1, 1)
    return _serial(first) + int(_number(machine, day)) - 1


def _now(machine: Machine) -> datetime:
    machine.spreadsheet.volatile = True
    moment = machine.spreadsheet.now or datetime.now(UTC)
    return moment.astimezone(ZoneInfo(machine.spreadsheet.properties["timeZone"]))


def _now_serial(machine: Machine) -> Result:
    moment = _now(machine).replace(tzinfo=None)
    whole = moment - datetime.combine(_EPOCH, time())
    return number(whole / timedelta(days=1))


def _months_later(machine: Machine, start: Value, months: Value) -> date:
    day = _day(machine, start)
    total = day.year * 12 + day.month - 1 + int(_number(machine, months))
    year, month = divmod(total, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _eomonth(machine: Machine, start: Value, months: Value) -> Result:
    day = _months_later(machine, start, months)
    return _serial(day.replace(day=calendar.monthrange(day.year, day.month)[1]))


def _weekday(machine: Machine, value: Value, kind: Value = 1) -> Result:
    monday = _day(machine, value).weekday()
    return {1: (monday + 1) % 7 + 1, 2: monday + 1, 3: monday}[int(_number(machine, kind))]


def _value_of(machine: Machine, value: Value) -> Result:
    from sheets_coc.local.typed import read_number

    plain = _plain(machine, value)
    if not isinstance(plain, str):
        return number_of(plain)
    found = read_number(plain, machine.spreadsheet.properties["locale"])
    if found is None:
        raise Failed("VALUE", "The text cannot be read as a number.")
    return found


def _text_format(machine: Machine, value: Value, pattern: Value) -> Result:
    from sheets_coc.local.render import with_pattern

    plain = _plain(machine, value)
    if isinstance(plain, str) or plain is None:
        return text_of(plain)
    locale = machine.spreadsheet.properties["locale"]
    return with_pattern(float(plain), _text(machine, pattern), locale)


def _row(machine: Machine, block: Value = None) -> Result:
    return (block.top if isinstance(block, Block) else machine.row) + 1


def _column(machine: Machine, block: Value = None) -> Result:
    return (block.left if isinstance(block, Block) else machine.column) + 1


def _vlookup(
    machine: Machine, wanted: Value, block: Value, index: Value, is_sorted: Value = True
) -> Result:
    if not isinstance(block, Block):
        raise Failed("N_A", "VLOOKUP needs a range.")
    column = int(_number(machine, index)) - 1
    if not 0 <= column < block.width:
        raise Failed("REF", "VLOOKUP evaluates to an out of bounds range.")
    key, best = _plain(machine, wanted), None
    for row in range(_used(block)):
        value = block.at(row, 0)
        if isinstance(value, CellError) or value is None:
            continue
        if compare("=", value, key):
            best = row
            break
        if _plain(machine, is_sorted) and compare("<", value, key):
            best = row
    if best is None:
        raise Failed("N_A", "Did not find value in VLOOKUP evaluation.")
    return block.at(best, column)


def _match(machine: Machine, wanted: Value, block: Value, kind: Value = 1) -> Result:
    key, how = _plain(machine, wanted), _number(machine, kind)
    best = None
    for place, value in enumerate(_cells(block)):
        if isinstance(value, CellError) or value is None:
            continue
        if compare("=", value, key):
            return place + 1
        if how and compare("<" if how > 0 else ">", value, key):
            best = place + 1
    if best is None:
        raise Failed("N_A", "Did not find value in MATCH evaluation.")
    return best


def _index(machine: Machine, block: Value, row: Value = 1, column: Value = 1) -> Result:
    if not isinstance(block, Block):
        return block
    r, c = int(_number(machine, row)), int(_number(machine, column))
    if block.height == 1 and column == 1:
        r, c = 1, r
    if not (1 <= r <= block.height and 1 <= c <= block.width):
        raise Failed("REF", "INDEX evaluates to an out of bounds range.")
    return block.at(r - 1, c - 1)


def _if(machine: Machine, parts: list[Tokens]) -> Value:
    if not 2 <= len(parts) <= 3:
        raise Failed("N_A", "Wrong number of arguments to IF.")
    if _truth(machine, machine.run_tokens(parts[0])):
        return machine.run_tokens(parts[1])
    return machine.run_tokens(parts[2]) if len(parts) == 3 else False


def _ifs(machine: Machine, parts: list[Tokens]) -> Value:
    for test, value in zip(parts[::2], parts[1::2], strict=False):
        if _truth(machine, machine.run_tokens(test)):
            return machine.run_tokens(value)
    raise Failed("N_A", "No match.")


def _truth(machine: Machine, value: Value) -> bool:
    found = _plain(machine, value)
    if isinstance(found, str):
        if found.upper() in ("TRUE", "FALSE"):
            return found.upper() == "TRUE"
        raise Failed("VALUE", "A truth value was expected, but it was given a text.")
    return bool(found)


def _tried(machine: Machine, part: Tokens) -> Value | CellError:
    """The value of an argument, with an error as a value."""
    kept = machine._tokens, machine._at
    try:
        return machine.single(machine.run_tokens(part))
    except Failed as failed:
        machine._tokens, machine._at = kept
        return failed.error


def _iferror(machine: Machine, parts: list[Tokens]) -> Value:
    value = _tried(machine, parts[0])
    if not isinstance(value, CellError):
        return value
    return machine.run_tokens(parts[1]) if len(parts) > 1 else ""


def _ifna(machine: Machine, parts: list[Tokens]) -> Value:
    value = _tried(machine, parts[0])
    if isinstance(value, CellError) and value.kind != "N_A":
        raise Failed(value.kind, value.message)
    if not isinstance(value, CellError):
        return value
    return machine.run_tokens(parts[1]) if len(parts) > 1 else ""


def _is_error(kinds: frozenset[str] | None, besides: bool = False) -> Callable[..., Value]:
    def called(machine: Machine, parts: list[Tokens]) -> Value:
        value = _tried(machine, parts[0])
        if not isinstance(value, CellError):
            return False
        return kinds is None or (value.kind in kinds) != besides

    return called


def _is(test: Callable[[Result], bool]) -> Callable[..., Value]:
    return lambda machine, parts: test(_tried(machine, parts[0]))  # type: ignore[arg-type]


def _and(machine: Machine, *values: Value) -> Result:
    return all(_truth(machine, item) for item, _ in _all(machine, values) if item is not None)


def _or(machine: Machine, *values: Value) -> Result:
    return any(_truth(machine, item) for item, _ in _all(machine, values) if item is not None)


def _hyperlink(machine: Machine, address: Value, label: Value = None) -> Result:
    return _text(machine, address) if label is None else _plain(machine, label)


def _proper(text: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), text)


LAZY: dict[str, Callable[[Machine, list[Tokens]], Value]] = {
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
    "SUM": _sum,
    "AVERAGE": _average,
    "MIN": _of_numbers(min),
    "MAX": _of_numbers(max),
    "MEDIAN": _of_numbers(statistics.median),
    "PRODUCT": _of_numbers(math.prod),
    "COUNT": _count,
    "COUNTA": _counta,
    "COUNTBLANK": _countblank,
    "COUNTIF": _countif,
    "COUNTIFS": _countifs,
    "SUMIF": _sumif,
    "ROUND": _round(ROUND_HALF_UP),
    "ROUNDUP": _round(ROUND_UP),
    "ROUNDDOWN": _round(ROUND_DOWN),
    "TRUNC": _round(ROUND_DOWN),
    "ABS": _on_number(abs),
    "INT": _on_number(math.floor),
    "SQRT": _on_number(_sqrt),
    "EXP": _on_number(math.exp),
    "SIGN": _on_number(lambda value: (value > 0) - (value < 0)),
    "POWER": lambda machine, a, b: power(_number(machine, a), _number(machine, b)),
    "MOD": _mod,
    "PI": lambda machine: math.pi,
    "AND": _and,
    "OR": _or,
    "NOT": lambda machine, value: not _truth(machine, value),
    "TRUE": lambda machine: True,
    "FALSE": lambda machine: False,
    "CONCATENATE": _concatenate,
    "CONCAT": _concatenate,
    "JOIN": _join,
    "TEXTJOIN": _textjoin,
    "LEN": _on_text(len),
    "UPPER": _on_text(str.upper),
    "LOWER": _on_text(str.lower),
    "PROPER": _on_text(_proper),
    "TRIM": _on_text(lambda text: " ".join(text.split())),
    "CLEAN": _on_text(lambda text: "".join(c for c in text if c.isprintable())),
    "LEFT": _left,
    "RIGHT": _right,
    "MID": _mid,
    "FIND": _find(fold=False),
    "SEARCH": _find(fold=True),
    "SUBSTITUTE": _substitute,
    "REPT": lambda machine, text, n: _text(machine, text) * int(_number(machine, n)),
    "EXACT": lambda machine, a, b: _text(machine, a) == _text(machine, b),
    "CHAR": lambda machine, value: chr(int(_number(machine, value))),
    "VALUE": _value_of,
    "TEXT": _text_format,
    "DATE": _date,
    "YEAR": lambda machine, value: _day(machine, value).year,
    "MONTH": lambda machine, value: _day(machine, value).month,
    "DAY": lambda machine, value: _day(machine, value).day,
    "DATEVALUE": lambda machine, value: _serial(_day(machine, value)),
    "TODAY": lambda machine: _serial(_now(machine).date()),
    "NOW": _now_serial,
    "EDATE": lambda machine, a, b: _serial(_months_later(machine, a, b)),
    "EOMONTH": _eomonth,
    "DAYS": lambda machine, a, b: (_day(machine, a) - _day(machine, b)).days,
    "WEEKDAY": _weekday,
    "ROW": _row,
    "COLUMN": _column,
    "ROWS": lambda machine, block: block.height if isinstance(block, Block) else 1,
    "COLUMNS": lambda machine, block: block.width if isinstance(block, Block) else 1,
    "VLOOKUP": _vlookup,
    "MATCH": _match,
    "INDEX": _index,
    "HYPERLINK": _hyperlink,
}
