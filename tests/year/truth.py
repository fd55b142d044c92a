"""What each record of the invented year really is, and when it may go: without the product.

The rules are written down once more, shortly and slowly, from the policy's text: terms in
calendar months, a later violation of the same person extends an earlier one, whatever became
of the later one since; an open report makes those before it wait.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

TERMS = {"Violation, resolved": 14, "Violation, flagged": 26, "Violation, banned": 26}
NEVER = date.max


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or the month's last day."""
    if day == NEVER:
        return NEVER
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError(day)


@dataclass
class Truth:
    """One record.

    Attributes:
        case: its case name.
        person: who is reported, as a number.
        reported: when it came.
        added: the day it was typed into the sheet.
        decision: what stands under Decision.
        decided: when that was decided.
        until: the ban's end.
        answered: whether the reporter has a first answer.
        held: whether it is on hold.
        held_since: the day it was put on hold.
        reviewed: whether somebody has said that the hold is still right.
        appealed: whether it is open because what was decided is appealed.
        on_request: whether somebody asked for it to be expunged.
        blocked: what people typed that contradicts itself, if they did.
        gone: the day it was expunged.
    """

    case: str
    person: int
    reported: date
    added: date
    decision: str = "Open"
    decided: date | None = None
    until: date | None = None
    answered: bool = True
    held: bool = False
    held_since: date | None = None
    reviewed: bool = False
    appealed: bool = False
    on_request: bool = False
    blocked: bool = False
    gone: date | None = None
    goes_on: set[date] = field(default_factory=set)

    @property
    def name(self) -> str:
        """Who is reported."""
        return f"Quillan Ozark{self.person}"

    def base(self, start: date | None = None) -> date | None:
        """The last day it is kept by its own term, or by that term begun anew."""
        if self.decision == "Open":
            return None
        if self.decision == "No violation":
            return max(self.reported, self.decided or self.reported)
        begins = start or self.reported
        if self.decision == "Violation, banned":
            if self.until == NEVER or self.until is None:
                return NEVER
            begins = max(self.until, begins) if start else self.until
        return months_later(begins, TERMS[self.decision])

    def last_day(self, records: Collection[Truth]) -> date | None:
        """The last day it is kept, with what later violations of the same person add."""
        own = self.base()
        if own is None or self.decision == "No violation":
            return own
        for other in records:
            later = other is not self and other.person == self.person
            together = other.gone is None or self.added <= other.gone
            if later and together and other.decision in TERMS and other.reported >= self.reported:
                own = max(own, self.base(other.reported) or own, other.base() or own)
        return own

    def waits(self, records: Collection[Truth]) -> bool:
        """Whether an open report of the same person keeps it."""
        return self.decision in TERMS and any(
            other.person == self.person
            and other.gone is None
            and (other.decision == "Open" or other.blocked)
            and other.reported >= self.reported
            for other in records
            if other is not self
        )

    def may_go(self, records: Collection[Truth], today: date) -> bool:
        """Whether nothing but the notice keeps it."""
        last = self.last_day(records)
        kept = self.held or self.blocked or self.waits(records)
        return last is not None and last < today and not kept
