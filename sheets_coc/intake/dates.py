"""The day that a form or a person wrote, with or without a time, in several languages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from sheets_coc.dates import from_serial
from sheets_coc.people.folding import fold
from sheets_coc.records.values import read_date

_ZONE = r"(?:Z|UTC|GMT|[A-Z]{2,5}T)?\s?(?:[+-]\d{1,2}(?::?\d{2})?)?(?:\s?\([^)]*\))?"
_TIME = re.compile(
    r"(?<=[\w.])(?:[T ]|,?\s+(?:at|um|gegen|à|a las|a|alle|om|kl\.?|klo|o|,)?\s*)"
    rf"\d{{1,2}}(?:[:.h]\d{{2}}(?::\d{{2}}(?:[.,]\d+)?)?|\s?[h](?=\s|$)|(?=\s?[ap]\.?m))"
    rf"\s?(?:[ap]\.?\s?m\.?|uhr|h)?\s*{_ZONE}$",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(
    r"^[^\W\d]+,?\s+(?:den |the |le |el )?(?=\d|[^\W\d]+ \d{1,2}\b)", re.IGNORECASE
)
_ORDINAL = re.compile(r"\b(\d{1,2})(?:\.|er|º|o|:e|st|nd|rd|th)?\s+(?:de |of |d')?(?=[^\W\d])")
_OF = re.compile(r"(?<=[^\W\d])\.?,?\s+(?:de|del|of)\s+(?=\d{4})")
_NUMBERS = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?!\d)")
_COMPACT = re.compile(r"(20\d{2})(\d{2})(\d{2})")
_SERIAL = re.compile(r"[3-7]\d{4}(?:\.\d+)?")

_MONTHS = (
    "january januar jan. janvier enero gennaio janeiro januari stycznia leden ledna января",
    "february februar feb. fevrier febrero febbraio fevereiro februari lutego unora февраля",
    "march marz mrz maerz mars marzo marco maart marca brezna марта",
    "april avril abril aprile kwietnia dubna апреля",
    "may mai mayo maggio maio mei maj maja kvetna мая",
    "june juni juin junio giugno junho czerwca cervna июня",
    "july juli juillet julio luglio julho lipca cervence июля",
    "august aout agosto augustus augusti sierpnia srpna августа",
    "september septembre septiembre setiembre settembre setembro wrzesnia zari сентября",
    "october oktober octobre octubre ottobre outubro pazdziernika rijna октября",
    "november novembre noviembre novembro listopada listopadu ноября",
    "december dezember decembre diciembre dicembre dezembro grudnia prosince декабря",
)
_ENGLISH = {name: line.split()[0] for line in _MONTHS for name in line.split()}


def read_day(typed: str, *, month_first: bool | None = None) -> date | None:
    """The day a text names, a time of day dropped; None where it is unclear.

    Args:
        typed: the text: `2026/05/20 3:12:11 PM GMT+2`, `20. Mai 2026`, `le 20 mai 2026 à 18h30`.
        month_first: what other dates of the same column prove of `3/4/2026`.
    """
    text = " ".join(typed.split()).strip(" .,")
    if _SERIAL.fullmatch(text):
        return from_serial(float(text))
    if found := _COMPACT.fullmatch(text):
        text = "-".join(found.groups())
    text = _TIME.sub("", text)
    for candidate in (text, _in_english(text), _in_english(_WEEKDAY.sub("", text, count=1))):
        reading = read_date(candidate)
        if isinstance(reading.day, date):
            return reading.day
        if reading.readings and month_first is not None:
            return reading.readings[month_first]
    return None


def _in_english(text: str) -> str:
    """A date in words with its month in English: `20. Mai 2026` → `20 may 2026`."""
    words = _OF.sub(
        " ", _ORDINAL.sub(r"\1 ", re.sub(r"^(?:le|el|den|am|the)\s+", "", text, flags=re.I))
    )
    return " ".join(_ENGLISH.get(fold(word.strip(".,")), word) for word in words.split())


def proves_month_first(typed: Iterable[str]) -> bool | None:
    """What the dates of one column prove of their order; None where nothing, or both.

    `5/20/2026` can only have the month first, and a form writes all its dates alike.
    """
    orders = set()
    for text in typed:
        if found := _NUMBERS.match(text.strip()):
            first, second = int(found[1]), int(found[2])
            if first > 12 >= second:
                orders.add(False)
            elif second > 12 >= first:
                orders.add(True)
    return orders.pop() if len(orders) == 1 else None
