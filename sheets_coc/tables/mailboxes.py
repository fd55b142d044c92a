"""Lists of people as programs for mail write them: `"Roe, Ida" <ida@x.example>, …`."""

from __future__ import annotations

import re

_LABEL = r"\s*(?:(?:to|cc|bcc|from|an|von|à|de|para|da)\s*:)?\s*"


def _line_of(sign: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What a whole line of mailboxes with this sign between them is, and what each of them is."""
    address = r"<(?:mailto:)?[^<>\s@]+@[^<>\s@]+>"
    one = rf'(?:"[^"<>]*"\s*|[^"<>{sign}]*){address}'
    each = rf'{_LABEL}"?([^<>]*?)"?\s*<(?:mailto:)?([^<>\s]+)>[\s{sign}]*'
    whole = rf"{_LABEL}{one}(?:\s*{sign}\s*{one})*[\s,;]*"
    return re.compile(whole, re.IGNORECASE), re.compile(each, re.IGNORECASE)


_MAILBOXES = tuple(map(_line_of, ",;"))
"""Lists of mailboxes between commas, and between semicolons as Outlook has them."""


def named_mailboxes(typed: str) -> tuple[tuple[str, str], ...]:
    """The names and addresses of a line as programs for mail write it; empty for any other text.

    `"Roe, Ida" <ida@x.example>, Jo Poe <jo@x.example>` are Roe, Ida and Jo Poe.
    """
    if "<" not in typed:
        return ()
    for whole, each in _MAILBOXES:
        if whole.fullmatch(typed):
            return tuple((found[1].strip(), found[2]) for found in each.finditer(typed))
    return ()
