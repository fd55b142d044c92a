"""Reading single cells: dates, decisions, flags, actions.

Dates are serial numbers, or text that has exactly one reading. Nothing is guessed: what has
two readings or none is said to be so, with a code and never with the value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from sheets_coc.dates import NEVER, Day, from_serial
from sheets_coc.private import remembered
from sheets_coc.schema.columns import Decision, FlagState
from sheets_coc.schema.consequences import EVERYBODYS, Vocabulary
from sheets_coc.sheet.model import Value, text

FIRST_DAY: Final = date(1990, 1, 1)
LAST_DAY: Final = date(2200, 1, 1)
"""Dates outside these are typing errors (a year alone reads as a day in 1905)."""

_NEVER_WORDS = frozenset(
    {
        "never",
        "permanent",
        "permanently",
        "indefinite",
        "indefinitely",
        "lifetime",
        "for life",
        "forever",
    }
)
_NOTHING_WORDS = frozenset({"none", "no", "n/a", "-", "–", "—"})
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july",
         "aug august", "sep sept september", "oct october", "nov november", "dec december"), 1)
    for name in names.split()
}  # fmt: skip

_ISO = re.compile(
    r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?"
)
_NUMBERS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
_DAY_FIRST = re.compile(r"(?:the )?(\d{1,2})(?:st|nd|rd|th)?(?: of)? ([a-z]+)\.?,? (\d{4})")
_MONTH_FIRST = re.compile(r"([a-z]+)\.?[- ](\d{1,2})(?:st|nd|rd|th)?,?[- ](\d{4})")
_MONTH_BETWEEN = re.compile(r"(\d{1,2})[-./ ]([a-z]+)[-./ ](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[-./ ]([a-z]+)[-./ ](\d{1,2})")
_DASHES = str.maketrans("\u2010\u2011\u2012\u2013\u2014", "-----")
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? ")


@dataclass(frozen=True, slots=True)
class DateReading:
    """What a cell says of a day.

    Attributes:
        day: the day; None where the cell is blank or not understood.
        problem: the code of a finding (`not-a-date`, `ambiguous-date`), or None.
        readings: both readings of an ambiguous date, day first, then month first.
    """

    day: Day | None = None
    problem: str | None = None
    readings: tuple[date, ...] = ()


BLANK: Final = DateReading()
_NOT_A_DATE: Final = DateReading(problem="not-a-date")


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _sensible(day: date | None) -> DateReading:
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        return _NOT_A_DATE
    return DateReading(day)


def _read_numbers(first: int, second: int, year: int, separator: str) -> DateReading:
    day_first, month_first = _date(year, second, first), _date(year, first, second)
    if separator == "." or month_first is None or month_first == day_first:
        return _sensible(day_first)  # points are only ever written day first
    if day_first is None:
        return _sensible(month_first)
    if _sensible(day_first).problem or _sensible(month_first).problem:
        return _NOT_A_DATE
    return DateReading(problem="ambiguous-date", readings=(day_first, month_first))


@remembered(4096)
def _read_text(typed: str) -> DateReading:
    words = " ".join(typed.lower().translate(_DASHES).split())
    if found := _ISO.fullmatch(words.upper().replace(" ", "T", 1) if ":" in words else words):
        return _sensible(_date(int(found[1]), int(found[3]), int(found[4])))
    if found := _NUMBERS.fullmatch(words):
        return _read_numbers(int(found[1]), int(found[3]), int(found[4]), found[2])
    words = _WEEKDAY.sub("", words)
    if (found := _DAY_FIRST.fullmatch(words)) and (month := _MONTHS.get(found[2])):
        return _sensible(_date(int(found[3]), month, int(found[1])))
    if (found := _MONTH_BETWEEN.fullmatch(words)) and (month := _MONTHS.get(found[2])):
        return _sensible(_date(int(found[3]), month, int(found[1])))
    if (found := _YEAR_FIRST.fullmatch(words)) and (month := _MONTHS.get(found[2])):
        return _sensible(_date(int(found[1]), month, int(found[3])))
    if (found := _MONTH_FIRST.fullmatch(words)) and (month := _MONTHS.get(found[1])):
        return _sensible(_date(int(found[3]), month, int(found[2])))
    return _NOT_A_DATE


def read_date(value: Value, *, never: bool = False) -> DateReading:
    """The day a cell says.

    Args:
        value: the cell.
        never: whether "never" and "permanent" may stand there.
    """
    if value is None or value == "":
        return BLANK
    if isinstance(value, bool):
        return _NOT_A_DATE
    if isinstance(value, int | float):
        return _sensible(from_serial(value))
    word = value.strip().casefold()
    if not word or word in _NOTHING_WORDS:
        return BLANK
    if word.rstrip(".!") in _NEVER_WORDS:
        return DateReading(NEVER) if never else _NOT_A_DATE
    if len(word) > 40:
        return _NOT_A_DATE
    return _read_text(word)


def no_date_word(value: Value) -> str | None:
    """The word in a cell that says there is no date (`n/a`, `none`); None for anything else."""
    word = value.strip().casefold() if isinstance(value, str) else ""
    return word if word in _NOTHING_WORDS else None


def read_decision(typed: str, words: Vocabulary = EVERYBODYS) -> Decision | None:
    """The decision a text names: a word of the vocabulary or a type from 1 to 5; None if none.

    Without regard to case and to what stands between the words.
    """
    meaning = words.read(typed)
    return meaning.decision if meaning else None


_FLAG_WORDS: Final = {
    "banned": FlagState.BANNED,
    "blacklisted": FlagState.BANNED,
    "ban": FlagState.BANNED,
    "flagged": FlagState.FLAGGED,
    "flag": FlagState.FLAGGED,
    "neither": FlagState.NONE,
}
_EDGES = re.compile(r"^[^\w/–—-]+|[^\w/–—-]+$")
_PIECES = re.compile(r"[^\w'’]+")


@remembered(4096)
def first_word(typed: str) -> str:
    """The first word of a text, folded, without punctuation; a dash alone is a word."""
    words = typed.casefold().split(maxsplit=1)
    if not words:
        return ""
    word = _EDGES.sub("", words[0])
    if word in _NOTHING_WORDS or not any(c.isalnum() for c in word):
        return word
    return next((piece for piece in _PIECES.split(word) if piece), word)


@dataclass(frozen=True, slots=True)
class FlagReading:
    """What "Banned or flagged" says.

    Attributes:
        flag: the flag; None where the cell is blank or not understood.
        remark: whether more stands there than the word.
    """

    flag: FlagState | None
    remark: bool = False


@remembered(4096)
def _read_flag_text(typed: str) -> FlagReading:
    words = " ".join(typed.casefold().split()).rstrip(".!")
    if not words:
        return FlagReading(None)
    if words in _NOTHING_WORDS or words in {"false", "0"}:
        return FlagReading(FlagState.NONE)
    if words in _FLAG_WORDS:
        return FlagReading(_FLAG_WORDS[words])
    if words in {"banned or flagged", "flagged and banned", "banned and flagged"}:
        return FlagReading(FlagState.BANNED if "and" in words else None, remark="and" not in words)
    word = first_word(words)
    if word in _FLAG_WORDS:
        return FlagReading(_FLAG_WORDS[word], remark=True)
    if word in _NOTHING_WORDS:
        return FlagReading(FlagState.NONE, remark=True)
    return FlagReading(None, remark=True)


def read_flag(value: Value) -> FlagReading:
    """What "Banned or flagged" (formerly "Blacklisted or flagged") says."""
    if value is None or value is False:
        return FlagReading(None if value is None else FlagState.NONE)
    return _read_flag_text(text(value))


def says_something(value: Value) -> bool:
    """Whether a cell is neither blank, an unticked box, punctuation, nor a word for nothing."""
    typed = "" if value is None or value is False else text(value).strip().casefold()
    return typed not in _NOTHING_WORDS and any(c.isalnum() for c in typed)


_NO_ACTION = frozenset({"no", "none", "n/a", "false", "-", "–", "—"})


def action_taken(value: Value) -> bool | None:
    """Whether an action cell says that something was done; None where it is blank.

    An action counts as taken unless the first word says no, none, n/a, false or is a dash.
    """
    if value is None:
        return None
    if isinstance(value, bool):
        return value
    typed = text(value).strip()
    if not typed:
        return None
    return first_word(typed) not in _NO_ACTION
