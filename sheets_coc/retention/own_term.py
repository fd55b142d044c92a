"""What one record says about its own date, looked at by itself.

The terms are the committee's record-keeping policy, "Data retention". What a person typed
wrongly never makes a record go: it becomes an error with no date.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from sheets_coc.dates import NEVER, Day, add_months, later
from sheets_coc.policy import Months, Retention
from sheets_coc.records.record import Record
from sheets_coc.schema.columns import Decision


def is_past(day: Day | None, today: date) -> bool:
    """Whether a record with this date is past it: today is strictly after."""
    return day is not None and day is not NEVER and today > day


def announced_day(goes_on: date | None, effective: Day, today: date, notice: int) -> date | None:
    """The earliest day a record may go, given the day announced so far.

    A day announced after the record's date stands. Otherwise a new one is announced once the
    record would go within the notice, so that nothing goes which the sheet did not say.

    Args:
        goes_on: the day in the sheet, if any.
        effective: the record's date.
        today: the day in UTC.
        notice: days between announcing and going.
    """
    if effective is NEVER:
        return None
    if goes_on is not None and goes_on > effective:
        return goes_on
    horizon = _days_after(today, notice)
    return horizon if effective < horizon else None


def _days_after(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max


@lru_cache(maxsize=1 << 15)
def months_after(day: Day, months: Months) -> Day:
    """A day some calendar months later; NEVER where either is NEVER."""
    return NEVER if day is NEVER or months is NEVER else add_months(day, months)


def latest(first: Day | None, second: Day | None) -> Day | None:
    """The later of two days, where there are two."""
    if first is None or second is None:
        return first or second
    return later(first, second)


def is_hand_set(record: Record) -> bool:
    """Whether a person set the date: it is not what the tool wrote last. Open ones have none."""
    typed = record.expunge_on
    return (
        typed is not None
        and typed != record.policy_date
        and record.decision is not Decision.OPEN
        and not record.expunged
    )


def own_base(record: Record, terms: Retention) -> Day | None:
    """The date of a record's own term; None where it has none."""
    decision = record.decision
    if decision is None or decision is Decision.OPEN or record.reported_on is None:
        return None
    months = terms.months[decision]
    if decision is Decision.BANNED:
        return None if record.banned_until is None else months_after(record.banned_until, months)
    if decision is Decision.NO_VIOLATION:
        return months_after(max(record.reported_on, record.decided_on or date.min), months)
    anchor = record.reported_on if terms.anchor == "report" else record.decided_on
    return None if anchor is None else months_after(anchor, months)


def own_date(record: Record, base: Day | None) -> Day | None:
    """A record's date before anything extends it; None for one that is open.

    A date set by hand takes the place of the record's own term, but never cuts a ban short.

    Args:
        record: a record whose dates are right.
        base: the date of its own term.
    """
    if not is_hand_set(record):
        return base
    if record.decision is Decision.BANNED:
        return latest(record.expunge_on, record.banned_until)
    return record.expunge_on


def date_problem(record: Record, base: Day | None) -> str | None:
    """The code of the finding for which a record has no date and never goes; None if none.

    Repeats what validation finds, because a record whose date is wrong must not go even
    where nobody validated it.

    Args:
        record: a record that is not expunged.
        base: the date of its own term.
    """
    if record.date_errors:
        return record.date_errors[0]
    if record.has_decision_column and record.reported_on is None:
        return "no-report-date"
    if record.decision is Decision.BANNED and record.banned_until is None:
        return "ban-without-end"
    typed, reported = record.expunge_on, record.reported_on
    if is_hand_set(record) and reported and isinstance(typed, date) and typed < reported:
        return "expunge-before-report"
    undecided = record.decision is None or record.decision is Decision.OPEN
    return "no-decision-date" if base is None and not undecided else None
