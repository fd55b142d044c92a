"""Letters, whole: what goes into one, what it is checked against, and its line in the Log.

A terminal and a page both walk these steps: `draft` a letter from a request, `fill` in what
people type, take its `letter`, and `note` it in the Log before anybody sees it.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from sheets_coc.dates import NEVER, iso
from sheets_coc.errors import SafetyStop, UsageError
from sheets_coc.letters import screening
from sheets_coc.letters.draft import Draft, LetterRequest, Look
from sheets_coc.letters.guard import check_settled, shared_summary
from sheets_coc.letters.kinds import (
    ABOUT_A_CASE,
    AUDIENCES,
    MEASURES,
    Audience,
    LetterKind,
)
from sheets_coc.policy import Policy
from sheets_coc.records import cases
from sheets_coc.records.record import Record
from sheets_coc.schema.columns import Decision
from sheets_coc.schema.consequences import Consequence
from sheets_coc.sheet.model import Changes, Snapshot
from sheets_coc.sheet.workbook import Workbook
from sheets_coc.todo import log
from sheets_coc.todo.analysis import Analysis
from sheets_coc.todo.stops import refuse
from sheets_coc.todo.wording import count

LONGEST_NAME = 100
"""Characters an event's name or a day may have."""


def check_request(request: LetterRequest, *, apply: bool) -> None:
    """Refuse what does not go together.

    Raises:
        UsageError: an option that this letter has no use for, or one that it lacks.
    """
    is_screening = request.kind is LetterKind.SCREENING
    if request.case and request.kind not in ABOUT_A_CASE:
        raise UsageError("--case goes with letters about one record.", code="usage")
    if request.result and not is_screening:
        raise UsageError("--result goes with screening.", code="usage")
    if apply and not (is_screening or request.case):
        raise UsageError(
            "--apply notes in the Log what is told about a record: it goes with screening, or "
            "with --case.",
            code="usage",
        )
    if is_screening and request.result is None:
        raise UsageError(
            "Which result? letter screening --result FILE --event NAME --event-date DATE",
            code="missing",
        )


def draft(request: LetterRequest, policy: Policy, today: date, look: Look) -> Draft:
    """A letter with everything in it that the sheet and the request say.

    Args:
        request: which letter.
        policy: the committee's rules.
        today: the UTC date.
        look: reads the sheet; called only where the letter draws on it or is checked by it.

    Raises:
        UsageError: there is no such record, or the result cannot be used.
        SafetyStop: the record is not settled, says something else than the letter would, or
            its summary names somebody.
    """
    values = {
        "signature": policy.mail.signature,
        "group": policy.group.name,
        "code": policy.group.code,
        **request.values,
    }
    made = Draft(request, policy, values, look)
    if request.kind is LetterKind.SCREENING:
        return _screening(made, today)
    return _about_case(made, request.case) if request.case else made


def _about_case(made: Draft, case: str) -> Draft:
    """Let a letter be about one record, and say no other than the record does."""
    seen = made.seen = made.look()
    if seen is None:
        raise UsageError("--case needs the spreadsheet: name it too.", code="no-spreadsheet")
    refuse(seen)
    found = [r for r in seen.sheet.records if cases.key(r.name) == cases.key(case)]
    if len(found) != 1:
        raise UsageError("There is no such case, or it stands there twice.", code="no-case")
    record = found[0]
    check_settled(record)
    made.about, made.personal = (record,), True
    if made.kind in MEASURES:
        _check_measure(made.kind, record)
    if made.kind is LetterKind.RIGHT_OF_REPLY:
        made.values["concern"] = shared_summary(seen, record)
    if made.kind in (LetterKind.WARNING, LetterKind.SUSPENSION, LetterKind.BAN):
        made.values.setdefault("behaviour", shared_summary(seen, record))
    if isinstance(record.banned_until, date):
        made.values.setdefault("until", iso(record.banned_until))
    made.notes.append(
        f"{record.name}: a second member reads it before it goes: could a place, a day, a phrase "
        "or who was there tell who reported?"
    )
    if not record.reporter:
        made.notes.append(
            f"{record.name}: who reported is not recorded, so that nothing could be compared with "
            "their name. Read it with that in mind."
        )
    return made


def _check_measure(kind: LetterKind, record: Record) -> None:
    """Refuse a step of the ladder that the record does not say."""
    if record.decision is not None and not _fits(kind, record):
        raise SafetyStop(
            f"No such letter about this record: {_WANTED.get(kind, _MEASURE_WANTED)}, and it says "
            f"something else than “{kind}”. Settle the record first, so that the letter and the "
            "records agree.",
            code="record-differs",
            case=record.name,
        )


_MEASURE_WANTED = "what was decided and Banned until have to say the same"
_WANTED = {
    LetterKind.APPEAL: "during an appeal the case is open, while the measure stands",
    LetterKind.APPEAL_ANSWER: "once an appeal is answered the case is decided",
}
"""What a record has to say for a letter, in words."""


def _fits(kind: LetterKind, record: Record) -> bool:
    """Whether a record says what a letter would.

    What came of it in the words of 2026 tells more than the decision it comes to: a record of
    which no action was taken is resolved, and yet nobody was warned.
    """
    banned, end, came = record.decision is Decision.BANNED, record.banned_until, record.consequence
    match kind:
        case LetterKind.WARNING:
            resolved = record.decision in (Decision.RESOLVED, Decision.FLAGGED)
            return resolved and came in (None, Consequence.WARNED, Consequence.OTHER)
        case LetterKind.BAN:
            return banned and end is NEVER
        case LetterKind.APPEAL:
            return record.measure_stands
        case LetterKind.APPEAL_ANSWER:
            return record.decision is not Decision.OPEN
    return banned and isinstance(end, date)


def _screening(made: Draft, today: date) -> Draft:
    request = made.request
    assert request.result is not None  # noqa: S101 - checked with the options
    answers = screening.answered(request.result, today)
    day = _event_day(request.event_date, answers)
    event = made.values.get("event") or next((h.event for h in answers.hits if h.event), "")
    if not event:
        raise UsageError("Name the event with --event.", code="missing")
    seen = made.look()
    if seen is None:
        raise UsageError("Which spreadsheet? Name it with --spreadsheet.", code="no-spreadsheet")
    made.seen, made.people, made.day = seen, screening.told(seen, answers.hits, day), day
    made.about = tuple(record for one in made.people for record in one.records)
    made.personal = bool(made.people)
    made.values |= {"event": event, "event_date": day.isoformat(),
                    "people": [one.as_values() for one in made.people],
                    "compared": list(answers.compared)}  # fmt: skip
    if answers.unanswered:
        waiting = count(answers.unanswered, "candidate")
        made.notes.append(f"Not answered yet in the result: {waiting}.")
    if answers.kept_back:
        made.notes.append(
            f"Not told of: {count(len(answers.kept_back), 'confirmed ban')} that ended; answer "
            "“tell” instead of “yes” if the committee decides to."
        )
    made.notes += [
        f"{record.name}: open, as during an appeal. The letter tells what stands until that is "
        "decided, and nothing of the appeal."
        for record in made.about
        if record.measure_stands
    ]
    made.notes += [
        f"{record.name}: who reported is not recorded, so that the summary could not be compared "
        "with their name. Read it with that in mind."
        for record in made.about
        if not record.reporter
    ]
    return made


def _event_day(typed: str | None, answers: screening.ScreeningAnswers) -> date:
    if typed is None and answers.hits:
        return answers.hits[0].event_date
    try:
        return date.fromisoformat(typed or "")
    except ValueError:
        raise UsageError(
            "--event-date must be a date such as 2027-05-21.", code="event-date"
        ) from None


def note(made: Draft, book: Workbook) -> bool:
    """Note in the Log what is told about records: nothing unlogged is sent.

    Args:
        made: the letter.
        book: the spreadsheet.

    Returns:
        Whether there was anything to note.
    """
    seen = made.seen
    if not made.loggable or seen is None:
        return False

    def plan(snapshot: Snapshot) -> tuple[Changes, None]:
        return _noted(made, seen, snapshot, book.now), None

    first = book.read(acting=True)
    book.transact(plan, first)
    return True


def _noted(made: Draft, seen: Analysis, snapshot: Snapshot, now: datetime) -> Changes:
    if made.day is not None:
        event = " ".join(str(made.values["event"]).split())
        return screening.sharing(snapshot, seen, made.people, event, made.day, now)
    audience = AUDIENCES[made.kind]
    event = re.sub(r"\s+", " ", str(made.values.get("event", "")))
    shared = {Audience.SUBJECT: audience.value, Audience.EVENT: event}.get(audience, "")
    names = tuple(record.name for record in made.about)
    entry = log.LogEntry(
        f"letter {made.kind}", f"A letter to {audience.value}: {made.kind}", names, shared=shared
    )
    return log.append(snapshot, made.policy, entry, now)
