"""What a text is read as when it is typed: a number, an amount, a percentage, a date, a time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from sheets_coc.local.numbers.locales import Locale, locale_of
from sheets_coc.local.numbers.serials import serial
from sheets_coc.local.state.model import number

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_TIME = re.compile(r"(\d{1,2})(?::(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?)?\s*([ap]\.?m\.?)?$", re.I)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$")
_NUMBERS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})(?:\2(\d{4}|\d{2}))?$")
_DAY_MONTH = re.compile(
    rf"(\d{{1,2}})(?:st|nd|rd|th)?[ -]{_MONTH}(?:,?[ -](\d{{4}}|\d{{2}}))?$", re.I
)
_MONTH_DAY = re.compile(rf"{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?(?:,? (\d{{4}}))?$", re.I)


@dataclass(frozen=True, slots=True)
class Read:
    """What a text was read as.

    Attributes:
        value: the number.
        kind: the type of number format that comes with it, None for a bare number.
        pattern: the pattern of that format, empty for the locale's own.
    """

    value: float | int
    kind: str | None = None
    pattern: str = ""


def read(text: str, locale: str, year: int | None = None) -> Read | None:
    """A text as a number, a percentage, an amount, a date or a time; None if it is none.

    Args:
        text: what was typed.
        locale: in whose order and with whose signs.
        year: the year of a date without one; such a date is none where this is not given.
    """
    bare = text.strip()
    if not any(character.isdigit() for character in bare) or len(bare) > 60:
        return None
    known = locale_of(locale)
    return _amount(bare, known) or _moment(bare, known, year)


def read_number(text: str, locale: str) -> float | int | None:
    """A text as a number of any kind."""
    found = read(text, locale)
    return None if found is None else found.value


def read_date(text: str, locale: str) -> float | int | None:
    """A text as the serial number of a date."""
    found = _moment(text.strip(), locale_of(locale), None)
    return found.value if found is not None and found.kind != "TIME" else None


def _amount(text: str, locale: Locale) -> Read | None:
    negative = False
    if text.startswith("(") and text.endswith(")"):
        text, negative = text[1:-1], True
    elif text[0] in "+-":
        text, negative = text[1:].lstrip(), text[0] == "-"
    kind = None
    if text.endswith("%"):
        text, kind = text[:-1].rstrip(), "PERCENT"
    elif locale.currency in text and (
        text.startswith(locale.currency) or text.endswith(locale.currency)
    ):
        text, kind = text.replace(locale.currency, "", 1).strip(), "CURRENCY"
    value = _plain_number(text, locale)
    if value is None:
        return None
    fraction = locale.decimal in text
    grouped = locale.group in text
    value = -value if negative else value
    if kind == "PERCENT":
        return Read(number(value / 100), kind, "0.00%" if fraction else "0%")
    if kind == "CURRENCY":
        return Read(number(value), kind, _currency_pattern(locale, fraction))
    if "e" in text.lower():
        return Read(number(value), "SCIENTIFIC", "0.00E+00")
    if grouped:
        return Read(number(value), "NUMBER", "#,##0.00" if fraction else "#,##0")
    return Read(number(value))


def _currency_pattern(locale: Locale, fraction: bool) -> str:
    digits = "#,##0.00" if fraction else "#,##0"
    sign = f'"{locale.currency}"'
    return f"{sign}{digits}" if locale.currency_first else f"{digits} {sign}"


def _plain_number(text: str, locale: Locale) -> float | None:
    group, decimal = re.escape(locale.group), re.escape(locale.decimal)
    whole = rf"(?:\d{{1,3}}(?:{group}\d{{3}})+|\d+)"
    pattern = rf"(?:{whole}(?:{decimal}\d*)?|{decimal}\d+)(?:[eE][+-]?\d{{1,3}})?"
    if not re.fullmatch(pattern, text, re.ASCII):
        return None
    value = float(text.replace(locale.group, "").replace(locale.decimal, "."))
    return value if abs(value) < 1e308 else None


def _moment(text: str, locale: Locale, year: int | None) -> Read | None:
    """A date, a time, or both with a blank (or the T of ISO 8601) between."""
    day = _day(text, locale, year)
    if day is not None:
        return day
    clock = _clock(text)
    if clock is not None and (":" in text or text.lower().rstrip(".").endswith("m")):
        return Read(number(clock), "TIME", "")
    for split in re.finditer(r"(?<=\d)T(?=\d)|, | ", text):
        day, clock = _day(text[: split.start()], locale, year), _clock(text[split.end() :])
        if day is not None and clock is not None and ":" in text:
            pattern = f"{day.pattern} {locale.time}" if day.pattern else ""
            if day.pattern == "yyyy-mm-dd":
                pattern = "yyyy-mm-dd h:mm:ss"
            return Read(number(day.value + clock), "DATE_TIME", pattern)
    return None


def _clock(text: str) -> float | None:
    """A time of day as a part of a day."""
    match = _TIME.match(text.strip())
    if match is None or not (match[2] or match[5]):
        return None
    hour, minute, second = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    if match[5]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match[5].lower().startswith("p") else 0)
    if minute > 59 or second > 59:
        return None
    fraction = int((match[4] or "0").ljust(3, "0")) / 1000
    return (hour * 3600 + minute * 60 + second + fraction) / 86_400


def _day(text: str, locale: Locale, this_year: int | None) -> Read | None:
    if match := _YEAR_FIRST.match(text):
        pattern = {"-": "yyyy-mm-dd", "/": "yyyy/mm/dd", ".": "yyyy.mm.dd"}[match[2]]
        return _read_day(match[1], match[3], match[4], pattern)
    if match := _NUMBERS.match(text):
        return _numeric_day(match, locale, this_year)
    if match := _DAY_MONTH.match(text):
        pattern = "d mmm yyyy" if match[3] else "d mmm"
        return _read_day(match[3] or this_year, _month(match[2]), match[1], pattern)
    if match := _MONTH_DAY.match(text):
        pattern = "mmm d, yyyy" if match[3] else "mmm d"
        return _read_day(match[3] or this_year, _month(match[1]), match[2], pattern)
    return None


def _numeric_day(match: re.Match[str], locale: Locale, this_year: int | None) -> Read | None:
    """`3/4/2019` in the order of the locale; `.` and no year only where that is usual."""
    first, sign, second, year = match.groups()
    if sign == "." and "." not in locale.date:
        return None
    if year is None and sign != "/":
        return None
    day_first = locale.order == "dmy"
    day, month = (first, second) if day_first else (second, first)
    pattern = ""
    if year is None:
        pattern = "d/m" if day_first else "m/d"
    elif sign not in locale.date:
        pattern = sign.join(("d", "m", "yyyy") if day_first else ("m", "d", "yyyy"))
    return _read_day(year or this_year, month, day, pattern)


def _month(name: str) -> str:
    return str(_MONTHS.index(name[:3].lower()) + 1)


def _read_day(year: str | int | None, month: str, day: str, pattern: str) -> Read | None:
    if year is None:
        return None
    whole = int(year)
    if isinstance(year, str) and len(year) == 2:
        whole += 2000 if whole < 30 else 1900
    try:
        found = date(whole, int(month), int(day))
    except ValueError:
        return None
    return Read(serial(found), "DATE", pattern)
