"""What a further violation gives to earlier records of the same person.

"If a person commits a new violation, this extends the retention term for all previous
non-expunged records as well" (record-keeping policy, "Data retention"). Links are direct:
what extends the later record does not extend the earlier one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sheets_coc.dates import Day, is_after, later
from sheets_coc.people.identity import Links
from sheets_coc.records.record import Record
from sheets_coc.records.schema import VIOLATIONS, Decision
from sheets_coc.retention.rules import Terms, date_problem, latest, months_after, own_base, own_date

Gift = tuple[int, Day]
"""The position of a later violation, and the date it gives."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a record is by itself, before others extend it.

    Attributes:
        problem: the finding for which it has no date; None if it is in order or expunged.
        base: the date of its own term; None where it has none, or a problem.
        own: the date it has: its own term's, or one set by hand; None where it has none.
        violation: whether it extends others, and is extended.
    """

    problem: str | None
    base: Day | None
    own: Day | None
    violation: bool


EXPUNGED = Standing(None, None, None, False)


def standing(record: Record, terms: Terms) -> Standing:
    """What a record is by itself."""
    if record.expunged:
        return EXPUNGED
    base = own_base(record, terms)
    violation = record.decision in VIOLATIONS
    if problem := date_problem(record, base):
        return Standing(problem, None, None, violation)
    return Standing(None, base, own_date(record, base), violation)


class Extensions:
    """Who extends whom, and to which day. Positions are those of the records given."""

    def __init__(
        self, records: Sequence[Record], terms: Terms, links: Links, standings: Sequence[Standing]
    ) -> None:
        """Prepare.

        Args:
            records: every record of the sheet.
            terms: the policy's terms.
            links: who is who among the records.
            standings: what each record is by itself.
        """
        self._records, self._terms, self._links = records, terms, links
        self._standings = standings
        none = terms.extension == "none"
        self._given = [
            s.base if s.violation and r.reported_on and not none else None
            for s, r in zip(standings, records, strict=True)
        ]

    def gifts(self, i: int) -> tuple[Gift, ...]:
        """What later violations of the same person add to a record, in row order.

        Also for a record whose dates are wrong at present: it may be put right when the later
        one has been expunged.
        """
        if not self._standings[i].violation:
            return ()
        found = [(j, day) for j in self._links.same(i) if (day := self.gift(i, j)) is not None]
        if len(found) > 1:
            found.sort(key=lambda gift: self._records[gift[0]].row)
        return tuple(found)

    def gift(self, i: int, j: int) -> Day | None:
        """What violation `j`, if by the same person, adds to violation `i`; None if nothing.

        Restarting begins the earlier record's own term anew on the day of the later report;
        matching takes the later record's own date.
        """
        given = self._given[j]
        if given is None:
            return None
        mine, received = self._records[i].reported_on, self._records[j].reported_on
        if mine is None or received is None or received < mine:
            return None
        if self._terms.extension != "match":
            restarted = self._restarted(self._records[i], received)
            given = restarted if self._terms.extension == "restart" else later(restarted, given)
        now = self._standings[i]
        adds = now.own is None or is_after(given, now.own)
        return given if adds or now.base is None or is_after(given, now.base) else None

    def _restarted(self, record: Record, received: date) -> Day:
        """A violation's own term begun anew; a ban's from its end where that is later."""
        start: Day = received
        if record.decision is Decision.BANNED and record.banned_until is not None:
            start = later(record.banned_until, received)
        return months_after(start, self._terms.months[record.decision or Decision.RESOLVED])

    def late(self, own: Day | None, gifts: Sequence[Gift]) -> list[int]:
        """Violations reported when the record was already past the date it had until then."""
        until, late = own, []
        for received, j, day in sorted(
            ((self._received(j), j, day) for j, day in gifts), key=lambda gift: gift[:2]
        ):
            if until is not None and is_after(received, until) and is_after(day, until):
                late.append(j)
            until = latest(until, day)
        return late

    def _received(self, j: int) -> date:
        return self._records[j].reported_on or date.max
