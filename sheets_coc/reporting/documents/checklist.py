"""What must not be in a transparency report: what the tool checked, and what people must.

After the committee's guidelines for events: no names, nothing by which reporters or
reported people can be recognised, and of law enforcement no more than that it was called.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from sheets_coc.reporting.documents.document import ChecklistItem
from sheets_coc.reporting.documents.wording import listed

_TRACES = {
    "an e-mail address": re.compile(
        r"[^\s@<>,;]+@[^\s@<>,;]+\.[a-z]{2,}"
        r"|\S+\s?[(\[{]\s?at\s?[)\]}]\s?\S+"
        r"|\S+\sat\s\S+\s?(?:[(\[{]\s?dot\s?[)\]}]|\sdot\s)\s?\S+",
        re.IGNORECASE,
    ),
    "a user name": re.compile(r"(?<![\w@.])@\w[\w.-]*"),
    "a web address": re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE),
    "a telephone number": re.compile(r"(?<!\w)\+?\d[\d\s().-]{7,}\d(?!\w)"),
}
_YEARS = re.compile(r"\b(?:19|20)\d\d(?:-\d\d-\d\d)?\b")


def traces(text: str) -> tuple[str, ...]:
    """What in a text could identify someone, by kind and never by content."""
    without_years = _YEARS.sub("year", text)
    return tuple(kind for kind, pattern in _TRACES.items() if pattern.search(without_years))


def checks(
    *,
    supplied: Iterable[str],
    names_checked: bool,
    small_numbers: str | None,
    for_people: Iterable[str],
) -> tuple[ChecklistItem, ...]:
    """The checklist at the end of a report.

    Args:
        supplied: texts that people gave for the report, addresses for reporting aside.
        names_checked: whether those texts were searched for people in the records.
        small_numbers: what was done about small numbers; None where they were shown.
        for_people: what only a person can check.
    """
    texts = [text for text in supplied if text.strip()]
    found = tuple(dict.fromkeys(kind for text in texts for kind in traces(text)))
    done = [
        ChecklistItem(
            done=True,
            text="No name, contact, reporter or account of what happened: every figure was "
            "counted without reading them.",
        ),
        ChecklistItem(
            done=small_numbers is not None,
            text=small_numbers
            or "Small numbers are shown, by choice. Could anybody be recognised by one of them?",
        ),
    ]
    if texts:
        done.append(_traces_check(found))
        done.append(
            ChecklistItem(
                done=names_checked,
                text="The texts given for this report name nobody who stands in the records.",
            )
        )
    return (*done, *(ChecklistItem(done=False, text=text) for text in for_people))


def _traces_check(found: tuple[str, ...]) -> ChecklistItem:
    if not found:
        return ChecklistItem(
            done=True,
            text="The texts given for this report hold no address, user name or telephone number.",
        )
    return ChecklistItem(
        done=False,
        text=f"The texts given for this report hold {listed(found)}. Is that meant to be public?",
    )
