"""Values as people see them: number formats in the spreadsheet's locale."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from sheets_coc.local.numbers.locales import Locale, locale_of
from sheets_coc.local.numbers.serials import EPOCH
from sheets_coc.local.state.chips import has_chips, spelled_out
from sheets_coc.local.state.model import Content, RichCell, Spreadsheet
from sheets_coc.local.state.results import CellError, Result

_DAY_SECONDS = 86_400
_FIRST_DAY, _LAST_DAY = -693_000, 2_958_465
"""Serial numbers of dates in the years 3 to 9999; others are shown as plain numbers."""
_EXACT = Context(prec=1000)
_TEMPORAL = ("DATE", "TIME", "DATE_TIME")
_TOKEN = re.compile(
    r'"[^"]*"|\\.|\[[^\]]*\]|am/pm|a/p|y+|m+|d+|h+|s+|0+|[eE][+-]|General|@|.',
    re.IGNORECASE | re.DOTALL,
)
_DATE_LETTERS = re.compile(r'"[^"]*"|\\.|\[[^\]hms]*\]', re.IGNORECASE)
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def formatted(spreadsheet: Spreadsheet, value: Result, content: Content) -> str:
    """A value as it is shown in its cell.

    Args:
        spreadsheet: whose locale counts.
        value: what the cell comes to.
        content: the cell, for its number format.
    """
    if isinstance(value, str):
        if has_chips(content) and "chips-shown-as-at" not in spreadsheet.variants:
            return spelled_out(content)[0]
        return value
    if isinstance(value, CellError):
        return value.text
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if value is None:
        return ""
    locale = str(spreadsheet.properties["locale"])
    style = _number_format(content)
    if style is None and isinstance(content, RichCell) and content.formula is not None:
        style = _formula_format(content.formula)
    if style is None:
        return plain_number(value, locale_of(locale))
    kind, pattern = style
    return with_pattern(value, pattern or default_pattern(kind, locale), locale)


def _number_format(content: Content) -> tuple[str, str] | None:
    if not isinstance(content, RichCell) or not content.format:
        return None
    style = content.format.get("numberFormat")
    if not style or style.get("type") in (None, "NUMBER_FORMAT_TYPE_UNSPECIFIED"):
        return None
    return style["type"], style.get("pattern", "")


def _formula_format(formula: str) -> tuple[str, str] | None:
    """Formulas whose result is a date by themselves are shown as one."""
    match = re.match(r"=\s*(TODAY|NOW|DATE|EDATE|EOMONTH|DATEVALUE)\s*\(", formula, re.IGNORECASE)
    if match is None:
        return None
    return ("DATE_TIME" if match[1].upper() == "NOW" else "DATE"), ""


def number_kind(content: RichCell | None) -> str | None:
    """The type of a cell's number format: `DATE`, `PERCENT`, …; None where it has none."""
    style = _number_format(content)
    if style is None and content is not None and content.formula is not None:
        style = _formula_format(content.formula)
    return style[0] if style else None


def is_temporal(value: Result, content: Content) -> bool:
    """Whether a value is a number that is shown as a date or a time."""
    if isinstance(value, bool | str) or not isinstance(value, int | float):
        return False
    return isinstance(content, RichCell) and number_kind(content) in _TEMPORAL


def default_pattern(kind: str, locale: str) -> str:
    """The pattern of a format that names only its type."""
    known = locale_of(locale)
    sign = known.currency
    return {
        "DATE": known.date,
        "TIME": known.time,
        "DATE_TIME": f"{known.date} {known.time}",
        "PERCENT": "0.00%",
        "CURRENCY": f'"{sign}"#,##0.00' if known.currency_first else f'#,##0.00 "{sign}"',
        "SCIENTIFIC": "0.00E+00",
        "NUMBER": "#,##0.00",
        "TEXT": "@",
    }[kind]


def plain_number(value: float, locale: Locale) -> str:
    """A number without a format: up to ten significant digits, no thousands signs."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    if abs(value) >= 1e15 or abs(value) < 1e-9:
        mantissa, _, exponent = f"{value:.5E}".partition("E")
        shown = mantissa.rstrip("0").rstrip(".")
        text = f"{shown}E{exponent[0]}{int(exponent[1:]):02d}"
    else:
        whole_digits = len(str(int(abs(value))))
        places = max(10 - whole_digits, 0) if abs(value) >= 1 else 10
        text = f"{value:.{places}f}".rstrip("0").rstrip(".") or "0"
    return text.replace(".", locale.decimal)


def with_pattern(value: float, pattern: str, locale: str) -> str:
    """A number under a pattern as it stands in a number format.

    Args:
        value: the number; a date is its serial number.
        pattern: Google's notation, up to four sections for positive, negative, zero and text.
        locale: whose signs are used.
    """
    known = locale_of(locale)
    sections = _sections(pattern)
    section, own_sign = sections[0], False
    if value < 0 and len(sections) > 1:
        section, own_sign = sections[1], True
    elif value == 0 and len(sections) > 2:
        section = sections[2]
    if is_date_pattern(section):
        return _date_text(value, section, known)
    if section.strip() in ("@", "General", ""):
        return plain_number(value, known) if section.strip() else ""
    return _number_text(value, section, known, own_sign)


@lru_cache(maxsize=256)
def _sections(pattern: str) -> list[str]:
    parts, current = [], ""
    for piece in re.findall(r'"[^"]*"|\\.|[^"\\]', pattern):
        if piece == ";":
            parts.append(current)
            current = ""
        else:
            current += piece
    return [*parts, current]


@lru_cache(maxsize=256)
def is_date_pattern(pattern: str) -> bool:
    """Whether a pattern shows dates or times."""
    bare = re.sub(r"[eE][+-]", "", _DATE_LETTERS.sub("", pattern)).replace("General", "")
    return bool(re.search("[ymdhsYMDHS]", bare))


def _date_text(value: float, pattern: str, locale: Locale) -> str:
    if not _FIRST_DAY <= value <= _LAST_DAY:
        return plain_number(value, locale)
    seconds = round(value * _DAY_SECONDS, 3)
    if not re.search("s", _DATE_LETTERS.sub("", pattern), re.IGNORECASE):
        seconds = float(int(seconds // 60) * 60) if "." not in pattern else seconds
    moment = EPOCH + timedelta(seconds=seconds)
    tokens = _TOKEN.findall(pattern)
    half = any(token.lower() in ("am/pm", "a/p") for token in tokens)
    return "".join(
        _date_piece(tokens, index, moment, seconds, half) for index in range(len(tokens))
    )


def _date_piece(tokens: list[str], index: int, moment: datetime, seconds: float, half: bool) -> str:
    token = tokens[index]
    low = token.lower()
    if token[0] == '"':
        return token[1:-1]
    if token[0] == "\\":
        return token[1:]
    if token[0] == "[":
        return _elapsed(low[1:-1], seconds)
    if low in ("am/pm", "a/p"):
        text = "AM" if moment.hour < 12 else "PM"
        return text if low == "am/pm" else text[0]
    if set(token) == {"0"} and index and tokens[index - 1] in (".", ","):
        return f"{moment.microsecond / 1e6:.{len(token)}f}"[2:]
    if low[0] == "m" and _is_minute(tokens, index):
        return _padded(moment.minute, len(low))
    if low[0] == "h":
        return _padded((moment.hour - 1) % 12 + 1 if half else moment.hour, len(low))
    if low[0] == "s":
        return _padded(moment.second, len(low))
    if low[0] in "ymd":
        return _day_piece(low, moment)
    return token


def _day_piece(low: str, moment: datetime) -> str:
    if low[0] == "y":
        return f"{moment.year % 100:02d}" if len(low) <= 2 else f"{moment.year:04d}"
    number, names = (moment.month, _MONTHS) if low[0] == "m" else (moment.day, _DAYS)
    name = names[moment.month - 1 if low[0] == "m" else moment.weekday()]
    if len(low) <= 2:
        return _padded(number, len(low))
    if low == "mmmmm":
        return name[0]
    return name[:3] if len(low) == 3 else name


def _padded(number: int, digits: int) -> str:
    return f"{number:02d}" if digits > 1 else str(number)


def _is_minute(tokens: list[str], index: int) -> bool:
    """An `m` after hours or before seconds means minutes."""
    kinds = [
        (place, token.lower().strip("[]")[:1])
        for place, token in enumerate(tokens)
        if token.lower().strip("[]")[:1] in tuple("ymdhs")
        and token[0] not in '"\\'
        and token.lower() not in ("am/pm", "a/p")
    ]
    places = [place for place, _ in kinds]
    here = places.index(index)
    before = kinds[here - 1][1] if here else ""
    after = kinds[here + 1][1] if here + 1 < len(kinds) else ""
    return before == "h" or after == "s"


def _elapsed(low: str, seconds: float) -> str:
    """`[h]`, `[m]`, `[s]`: a whole span and not a time of day; colours show nothing."""
    if not low or low.strip("hms"):
        return ""
    unit = {"h": 3600, "m": 60, "s": 1}[low[0]]
    return _padded(int(seconds // unit), len(low))


def _number_text(value: float, section: str, locale: Locale, own_sign: bool) -> str:
    tokens = _TOKEN.findall(section)
    marks = [token for token in tokens if token[0] not in '"\\[']
    spine = "".join(marks)
    if "@" in spine and not re.search("[0#?]", spine):
        return "".join(_literal(t) if t != "@" else plain_number(value, locale) for t in tokens)
    scaled = Decimal(repr(abs(float(value)))).scaleb(2 * spine.count("%"), _EXACT)
    exponent = re.search(r"[eE]([+-])(0+)", spine)
    if exponent is not None:
        body = _scientific(scaled, spine[: exponent.start()], exponent)
    else:
        body = _fixed(scaled, spine, locale)
    body = body if exponent is None else body.replace(".", locale.decimal)
    sign = "-" if value < 0 and not own_sign and re.search("[1-9]", body) else ""
    return sign + _in_place(tokens, body)


def _literal(token: str) -> str:
    if token[0] == '"':
        return token[1:-1]
    return token[1:] if token[0] == "\\" else "" if token[0] == "[" else token


def _in_place(tokens: list[str], body: str) -> str:
    """The digits where the pattern's digits stand, its other signs around them."""
    out, placed, inside_exponent = [], False, False
    for sign in tokens:
        if sign[0] in '"\\[':
            out.append(_literal(sign))
        elif sign[0] in "0#?.," or _is_exponent(sign):
            if not placed:
                out.append(body)
                placed = True
            inside_exponent = _is_exponent(sign)
        elif sign not in "_*" and not (inside_exponent and sign in "+-"):
            out.append(sign)
    return "".join(out)


def _is_exponent(token: str) -> bool:
    """Whether a piece of a pattern is the `E+` of an exponent."""
    return len(token) == 2 and token[0] in "eE" and token[1] in "+-"


def _fixed(value: Decimal, spine: str, locale: Locale) -> str:
    digits = re.sub(r"[^0#?.,]", "", spine)
    whole, _, part = digits.partition(".")
    thousands = len(digits) - len(digits.rstrip(","))
    exact = value.scaleb(-3 * thousands, _EXACT)
    places = sum(part.count(sign) for sign in "0#?")
    rounded = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _EXACT)
    text = f"{rounded:f}"
    left, _, right = text.partition(".")
    least = whole.count("0")
    left = left.lstrip("0").rjust(least, "0") if left.strip("0") or least else ""
    if "," in whole.rstrip(","):
        left = f"{int(left or 0):,}".rjust(least, "0").replace(",", locale.group) if left else ""
    kept = len(part.rstrip("#?").replace(",", ""))
    while len(right) > kept and right.endswith("0"):
        right = right[:-1]
    shows_sign = "." in digits and (right or part.strip(",") != part.strip(",#?"))
    return left + (locale.decimal + right if shows_sign or right else "")


def _scientific(value: Decimal, mantissa: str, exponent: re.Match[str]) -> str:
    places = sum(mantissa.partition(".")[2].count(sign) for sign in "0#?")
    # A zero has no exponent of its own.
    plain: Decimal | float = value or 0.0
    shown, _, power = f"{plain:.{places}E}".partition("E")
    sign = "-" if power[0] == "-" else "+" if exponent[1] == "+" else ""
    return f"{shown}E{sign}{abs(int(power)):0{len(exponent[2])}d}"
