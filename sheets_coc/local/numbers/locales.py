"""Locales and time zones: which exist, and how each writes dates and numbers."""

from __future__ import annotations

import zoneinfo
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Locale:
    """How a locale writes things.

    Attributes:
        decimal: the decimal sign.
        group: the sign between thousands.
        date: the default pattern of a date.
        time: the default pattern of a time of day.
        order: the order of day, month and year when typed: `mdy`, `dmy` or `ymd`.
        currency: the sign of its currency.
        currency_first: whether the sign stands before the number.
    """

    decimal: str
    group: str
    date: str
    time: str
    order: str
    currency: str
    currency_first: bool = True


_LOCALES = {
    "en_US": Locale(".", ",", "M/d/yyyy", "h:mm:ss am/pm", "mdy", "$"),
    "en_GB": Locale(".", ",", "dd/mm/yyyy", "hh:mm:ss", "dmy", "£"),
    "en_AU": Locale(".", ",", "dd/mm/yyyy", "hh:mm:ss", "dmy", "$"),
    "en_IE": Locale(".", ",", "dd/mm/yyyy", "hh:mm:ss", "dmy", "€"),
    "en_CA": Locale(".", ",", "yyyy-mm-dd", "h:mm:ss am/pm", "ymd", "$"),
    "de_DE": Locale(",", ".", "dd.mm.yyyy", "hh:mm:ss", "dmy", "€", currency_first=False),
    "fr_FR": Locale(",", "\u202f", "dd/mm/yyyy", "hh:mm:ss", "dmy", "€", currency_first=False),
    "es_ES": Locale(",", ".", "d/m/yyyy", "h:mm:ss", "dmy", "€", currency_first=False),
    "it_IT": Locale(",", ".", "d/m/yyyy", "h.mm.ss", "dmy", "€", currency_first=False),
    "nl_NL": Locale(",", ".", "d-m-yyyy", "h:mm:ss", "dmy", "€"),
    "pl_PL": Locale(",", "\xa0", "d.mm.yyyy", "h:mm:ss", "dmy", "zł", currency_first=False),
    "pt_BR": Locale(",", ".", "dd/mm/yyyy", "hh:mm:ss", "dmy", "R$"),
    "sv_SE": Locale(",", "\xa0", "yyyy-mm-dd", "hh:mm:ss", "ymd", "kr", currency_first=False),
}
_SHORT = {"en": "en_US", "de": "de_DE", "fr": "fr_FR", "es": "es_ES", "it": "it_IT"}


def known_locale(name: str) -> bool:
    """Whether this local Google knows how the locale writes things."""
    return name in _LOCALES or name in _SHORT


def locale_of(name: str) -> Locale:
    """How a locale writes things; one that is not known writes as en_US."""
    return _LOCALES.get(_SHORT.get(name, name), _LOCALES["en_US"])


def known_time_zone(name: str) -> bool:
    """Whether a time zone exists."""
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
