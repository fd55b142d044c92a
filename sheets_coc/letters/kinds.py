"""The kinds of letters, to whom each goes, and what may be filled in."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class LetterKind(StrEnum):
    """What a letter is for."""

    ACKNOWLEDGE = "acknowledge"
    ACKNOWLEDGE_HANDLED = "acknowledge-handled"
    DELAY = "delay"
    DECISION = "decision"
    RIGHT_OF_REPLY = "right-of-reply"
    WARNING = "warning"
    SUSPENSION = "suspension"
    SUSPENSION_ENDS = "suspension-ends"
    READMISSION = "readmission"
    BAN = "ban"
    APPEAL = "appeal"
    APPEAL_ANSWER = "appeal-answer"
    REPORTS_RECEIVED = "reports-received"
    EVENT_ANSWER = "event-answer"
    SCREENING = "screening"
    RECIPIENTS_CHANGED = "recipients-changed"


class Audience(StrEnum):
    """Who reads a letter, as the Log says it."""

    REPORTER = "who reported"
    SUBJECT = "the person concerned"
    EVENT = "an event"
    THREAD = "a thread"


AUDIENCES: Final = {
    LetterKind.ACKNOWLEDGE: Audience.REPORTER,
    LetterKind.ACKNOWLEDGE_HANDLED: Audience.REPORTER,
    LetterKind.DELAY: Audience.REPORTER,
    LetterKind.DECISION: Audience.REPORTER,
    LetterKind.RIGHT_OF_REPLY: Audience.SUBJECT,
    LetterKind.WARNING: Audience.SUBJECT,
    LetterKind.SUSPENSION: Audience.SUBJECT,
    LetterKind.SUSPENSION_ENDS: Audience.SUBJECT,
    LetterKind.READMISSION: Audience.SUBJECT,
    LetterKind.BAN: Audience.SUBJECT,
    LetterKind.APPEAL: Audience.SUBJECT,
    LetterKind.APPEAL_ANSWER: Audience.SUBJECT,
    LetterKind.REPORTS_RECEIVED: Audience.EVENT,
    LetterKind.EVENT_ANSWER: Audience.EVENT,
    LetterKind.SCREENING: Audience.EVENT,
    LetterKind.RECIPIENTS_CHANGED: Audience.THREAD,
}
"""Who reads each letter."""

MEASURES: Final = frozenset(
    {
        LetterKind.WARNING,
        LetterKind.SUSPENSION,
        LetterKind.SUSPENSION_ENDS,
        LetterKind.READMISSION,
        LetterKind.BAN,
        LetterKind.APPEAL,
        LetterKind.APPEAL_ANSWER,
    }
)
"""The steps of the enforcement ladder: they must say what the record says."""

ABOUT_A_CASE: Final = MEASURES | {
    LetterKind.RIGHT_OF_REPLY, LetterKind.DECISION, LetterKind.DELAY,
    LetterKind.ACKNOWLEDGE, LetterKind.ACKNOWLEDGE_HANDLED, LetterKind.EVENT_ANSWER,
}  # fmt: skip
"""Letters that may name the record they are about with `--case`."""

PLACEHOLDERS: Final = {
    "recipient": "name of the recipient",
    "event": "name of the event",
    "event_date": "date of the event",
    "count": "number of reports",
    "concern": "what it is about: observed facts, nothing that tells who reported",
    "reply_by": "date by which to answer",
    "behaviour": "what happened: what could be seen, no guesses at why, nobody's words",
    "impact": "what it did to people or to the community",
    "expected": "what is expected from now on, concrete enough to be kept",
    "consequences": "what follows, and what follows if it goes on",
    "conditions": "what has to be done before returning",
    "until": "last day of the suspension",
    "by": "day by which to expect news",
    "decided": "what was decided, without naming anybody",
    "question": "what the event asked",
    "answer": "what can be answered: information, no instruction",
    "thread": "subject of the thread",
    "added": "who was added",
    "removed": "who was removed",
    "people": "who is told about",
    "signature": "your name",
    "group": "name of the committee",
    "code": "name of the code of conduct",
}
"""What the templates may ask for, and how it reads where nobody has filled it in."""

PERSONAL: Final = frozenset(
    {
        "recipient", "concern", "behaviour", "impact", "expected", "consequences", "conditions",
        "decided", "question", "answer", "added", "removed", "people",
    }
)  # fmt: skip
"""What is never taken from the command line, where others can read it."""
