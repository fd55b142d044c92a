"""Functions on dates."""

from __future__ import annotations

import calendar
import math
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sheets_coc.local.formulas.functions.arguments import number_in, plain_in
from sheets_coc.local.formulas.values import Failed, Value, Working, number_of
from sheets_coc.local.numbers.serials import EPOCH, serial
from sheets_coc.local.numbers.typed import read_date
from sheets_coc.local.state.results import Result


def _day(work: Working, value: Value) -> date:
    found = plain_in(work, value)
    if isinstance(found, str):
        known = read_date(found, work.spreadsheet.properties["locale"])
        if known is None:
            raise Failed("VALUE", "A date was expected, but it was given a text.")
        found = known
    return EPOCH.date() + timedelta(days=math.floor(number_of(found)))


def _date(work: Working, year: Value, month: Value, day: Value) -> Result:
    whole = int(number_in(work, year))
    whole += 1900 if whole < 1900 else 0
    months = whole * 12 + int(number_in(work, month)) - 1
    first = date(months // 12, months % 12 + 1, 1)
    return serial(first) + int(number_in(work, day)) - 1


def _now(work: Working) -> datetime:
    work.spreadsheet.volatile = True
    moment = work.spreadsheet.now or datetime.now(UTC)
    return moment.astimezone(ZoneInfo(work.spreadsheet.properties["timeZone"]))


def _now_serial(work: Working) -> Result:
    return serial(_now(work))


def _months_later(work: Working, start: Value, months: Value) -> date:
    day = _day(work, start)
    total = day.year * 12 + day.month - 1 + int(number_in(work, months))
    year, month = divmod(total, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _eomonth(work: Working, start: Value, months: Value) -> Result:
    day = _months_later(work, start, months)
    return serial(day.replace(day=calendar.monthrange(day.year, day.month)[1]))


def _weekday(work: Working, value: Value, kind: Value = 1) -> Result:
    monday = _day(work, value).weekday()
    return {1: (monday + 1) % 7 + 1, 2: monday + 1, 3: monday}[int(number_in(work, kind))]


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "DATE": _date,
    "YEAR": lambda work, value: _day(work, value).year,
    "MONTH": lambda work, value: _day(work, value).month,
    "DAY": lambda work, value: _day(work, value).day,
    "DATEVALUE": lambda work, value: serial(_day(work, value)),
    "TODAY": lambda work: serial(_now(work).date()),
    "NOW": _now_serial,
    "EDATE": lambda work, a, b: serial(_months_later(work, a, b)),
    "EOMONTH": _eomonth,
    "DAYS": lambda work, a, b: (_day(work, a) - _day(work, b)).days,
    "WEEKDAY": _weekday,
}
