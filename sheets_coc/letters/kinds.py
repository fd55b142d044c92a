"""The kinds of letters, and what may be filled in."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What a letter is for."""

    ACKNOWLEDGE = "acknowledge"
    ACKNOWLEDGE_HANDLED = "acknowledge-handled"
    REPORTS_RECEIVED = "reports-received"
    RIGHT_OF_REPLY = "right-of-reply"
    SCREENING = "screening"
    RECIPIENTS_CHANGED = "recipients-changed"


PLACEHOLDERS: Final = {
    "recipient": "name of the recipient",
    "event": "name of the event",
    "event_date": "date of the event",
    "count": "number of reports",
    "concern": "what it is about: observed facts, nothing that tells who reported",
    "reply_by": "date by which to answer",
    "thread": "subject of the thread",
    "added": "who was added",
    "removed": "who was removed",
    "people": "who is told about",
    "signature": "your name",
}
"""What the templates may ask for, and how it reads where nobody has filled it in."""

PERSONAL: Final = frozenset({"recipient", "concern", "added", "removed", "people"})
"""What is never taken from the command line, where others can read it."""
