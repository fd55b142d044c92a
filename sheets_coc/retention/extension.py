"""What a further violation gives to earlier records of the same person.

"If a person commits a new violation, this extends the retention term for all previous
non-expunged records as well" (record-keeping policy, "Data retention"). Links are direct:
what extends the later record does not extend the earlier one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sheets_coc.dates import Day, is_after, later
from sheets_coc.people.identity import Links
from sheets_coc.records.record import Record
from sheets_coc.records.schema import VIOLATIONS, Decision
from sheets_coc.retention.rules import Terms, is_past, latest, months_after

Gift = tuple[int, Day]
"""The position of a later violation, and the date it gives."""


class Extensions:
    """Who extends whom, and to which day. Positions are those of the records given."""

    def __init__(
        self,
        records: Sequence[Record],
        terms: Terms,
        links: Links,
        bases: Sequence[Day | None],
    ) -> None:
        """Prepare.

        Args:
            records: every record of the sheet.
            terms: the policy's terms.
            links: who is who among the records.
            bases: the date of each record's own term; None for one that gives nothing, such
                as one whose dates are wrong.
        """
        self._records, self._terms, self._links, self._bases = records, terms, links, bases
        self._none = terms.extension == "none"
        self._violations = [not r.expunged and r.decision in VIOLATIONS for r in records]

    def is_violation(self, i: int) -> bool:
        """Whether a record extends others, and is extended."""
        return self._violations[i]

    def gifts(self, i: int) -> tuple[Gift, ...]:
        """What later violations of the same person add to a record's own term, in row order."""
        if self._none or not self._violations[i]:
            return ()
        found = [(j, day) for j in self._links.same(i) if (day := self.gift(i, j)) is not None]
        return tuple(sorted(found, key=lambda gift: self._records[gift[0]].row))

    def gift(self, i: int, j: int) -> Day | None:
        """What violation `j`, if by the same person, adds to violation `i`; None if nothing.

        Restarting begins the earlier record's own term anew on the day of the later report;
        matching takes the later record's own date.
        """
        base = self._bases[j]
        if base is None or self._none or not (self._violations[i] and self._violations[j]):
            return None
        mine, received = self._records[i].reported_on, self._records[j].reported_on
        if mine is None or received is None or received < mine:
            return None
        day = self._extended(self._records[i], received, base)
        own = self._bases[i]
        return day if own is None or is_after(day, own) else None

    def _extended(self, record: Record, received: date, base: Day) -> Day:
        if self._terms.extension == "match":
            return base
        restarted = self._restarted(record, received)
        return restarted if self._terms.extension == "restart" else later(restarted, base)

    def _restarted(self, record: Record, received: date) -> Day:
        """A violation's own term begun anew; a ban's from its end where that is later."""
        start: Day = received
        if record.decision is Decision.BANNED and record.banned_until is not None:
            start = later(record.banned_until, received)
        return months_after(start, self._terms.months[record.decision or Decision.RESOLVED])

    def late(self, own: Day | None, gifts: Sequence[Gift]) -> list[int]:
        """Violations reported when the record was already past the date it had until then."""
        until, late = own, []
        for j, day in sorted(gifts, key=lambda gift: self._received(gift[0])):
            if until is not None and is_past(until, self._received(j)) and is_after(day, until):
                late.append(j)
            until = latest(until, day)
        return late

    def _received(self, j: int) -> date:
        return self._records[j].reported_on or date.max
