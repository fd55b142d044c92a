"""Functions on dates."""

from __future__ import annotations

import calendar
import math
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sheets_coc.local.cells.results import Result
from sheets_coc.local.cells.typed import read_date
from sheets_coc.local.formulas.functions.arguments import number_in, plain_in
from sheets_coc.local.formulas.values import Failed, Value, number_of
from sheets_coc.local.state.serials import EPOCH, serial

if TYPE_CHECKING:
    from sheets_coc.local.formulas.machine import Machine


def _day(machine: Machine, value: Value) -> date:
    found = plain_in(machine, value)
    if isinstance(found, str):
        known = read_date(found, machine.spreadsheet.properties["locale"])
        if known is None:
            raise Failed("VALUE", "A date was expected, but it was given a text.")
        found = known
    return EPOCH.date() + timedelta(days=math.floor(number_of(found)))


def _date(machine: Machine, year: Value, month: Value, day: Value) -> Result:
    whole = int(number_in(machine, year))
    whole += 1900 if whole < 1900 else 0
    months = whole * 12 + int(number_in(machine, month)) - 1
    first = date(months // 12, months % 12 + 1, 1)
    return serial(first) + int(number_in(machine, day)) - 1


def _now(machine: Machine) -> datetime:
    machine.spreadsheet.volatile = True
    moment = machine.spreadsheet.now or datetime.now(UTC)
    return moment.astimezone(ZoneInfo(machine.spreadsheet.properties["timeZone"]))


def _now_serial(machine: Machine) -> Result:
    return serial(_now(machine))


def _months_later(machine: Machine, start: Value, months: Value) -> date:
    day = _day(machine, start)
    total = day.year * 12 + day.month - 1 + int(number_in(machine, months))
    year, month = divmod(total, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _eomonth(machine: Machine, start: Value, months: Value) -> Result:
    day = _months_later(machine, start, months)
    return serial(day.replace(day=calendar.monthrange(day.year, day.month)[1]))


def _weekday(machine: Machine, value: Value, kind: Value = 1) -> Result:
    monday = _day(machine, value).weekday()
    return {1: (monday + 1) % 7 + 1, 2: monday + 1, 3: monday}[int(number_in(machine, kind))]


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "DATE": _date,
    "YEAR": lambda machine, value: _day(machine, value).year,
    "MONTH": lambda machine, value: _day(machine, value).month,
    "DAY": lambda machine, value: _day(machine, value).day,
    "DATEVALUE": lambda machine, value: serial(_day(machine, value)),
    "TODAY": lambda machine: serial(_now(machine).date()),
    "NOW": _now_serial,
    "EDATE": lambda machine, a, b: serial(_months_later(machine, a, b)),
    "EOMONTH": _eomonth,
    "DAYS": lambda machine, a, b: (_day(machine, a) - _day(machine, b)).days,
    "WEEKDAY": _weekday,
}
