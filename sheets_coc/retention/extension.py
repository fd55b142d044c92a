"""What a further violation gives to earlier records of the same person.

"If a person commits a new violation, this extends the retention term for all previous
non-expunged records as well" (record-keeping policy, "Data retention"). Links are direct:
what extends the later record does not extend the earlier one.

    R: resolved, reported 2023-01-10: by its own term until 2024-03-10
    V: flagged, the same person, reported 2024-12-01: until 2027-02-01
    R's term restarted on V's day: 2024-12-01 + 14 months = 2026-02-01
    R goes by the latest of the three: 2027-02-01, although it was past its date already
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sheets_coc.dates import NEVER, Day
from sheets_coc.policy import Retention
from sheets_coc.records.identity import Links
from sheets_coc.records.record import Record
from sheets_coc.retention.own_term import date_problem, latest, months_after, own_base, own_date
from sheets_coc.schema.columns import VIOLATIONS, Decision

Extension = tuple[int, Day]
"""The position of a later violation, and the date it gives."""


class OwnTerm(NamedTuple):
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


EXPUNGED = OwnTerm(None, None, None, False)


def own_term(record: Record, terms: Retention) -> OwnTerm:
    """What a record is by itself."""
    if record.expunged:
        return EXPUNGED
    base = own_base(record, terms)
    violation = record.decision in VIOLATIONS
    if problem := date_problem(record, base):
        return OwnTerm(problem, None, None, violation)
    return OwnTerm(None, base, own_date(record, base), violation)


class Extended(NamedTuple):
    """What later violations add to one record, by position among the records.

    Attributes:
        extensions: every later violation that adds something to the record's own term or to its
            date, with the date it gives, in row order.
        until: the latest of these dates.
        beyond: those that give a later date than the record's own, in row order.
        late: those reported when the record was already past the date it had until then.
    """

    extensions: tuple[Extension, ...] = ()
    until: Day | None = None
    beyond: tuple[int, ...] = ()
    late: tuple[int, ...] = ()


NOT_EXTENDED = Extended()

_NO_RESTART = ("match", "none")
"""Ways to extend that never begin a record's own term anew."""

# Days as numbers: comparing them is most of the work on a large sheet.
_NONE, _NEVER = 0, date.max.toordinal() + 1


def _number(day: Day | None) -> int:
    if day is None:
        return _NONE
    return _NEVER if day is NEVER else day.toordinal()


def _day(number: int) -> Day:
    return NEVER if number == _NEVER else date.fromordinal(number)


class Extensions:
    """Who extends whom, and to which day. Positions are those of the records given."""

    def __init__(
        self,
        records: Sequence[Record],
        terms: Retention,
        links: Links,
        own_terms: Sequence[OwnTerm],
    ) -> None:
        """Prepare.

        Args:
            records: every record of the sheet.
            terms: the policy's terms.
            links: who is who among the records.
            own_terms: what each record is by itself.
        """
        self._records, self._terms, self._links = records, terms, links
        self._own_terms = own_terms
        none = terms.extension == "none"
        self._received = [_number(record.reported_on) for record in records]
        self._given = [_number(s.base) if s.violation and not none else _NONE for s in own_terms]
        self._restarts: dict[tuple[Decision, int], int] = {}

    def of(self, i: int) -> Extended:
        """What later violations of the same person add to a record.

        Also for a record whose dates are wrong at present: it may be put right when the later
        one has been expunged. One that is no violation at present (open, undecided, decided
        otherwise by mistake) is not extended now, and what it would be given is told in
        `extensions`: it may become a violation (again) afterwards.
        """
        mine = self._received[i]
        if not mine or self._records[i].expunged:
            return NOT_EXTENDED
        same = self._links.same(i)
        if not same:
            return NOT_EXTENDED
        given, received = self._given, self._received
        low = self._low(i) if self._own_terms[i].violation else _NONE
        found = [
            (received[j], j, number)
            for j in same
            if given[j] and received[j] >= mine and (number := self._extended(i, j)) > low
        ]
        if not found:
            return NOT_EXTENDED
        if not self._own_terms[i].violation:
            return Extended(tuple((j, _day(number)) for _, j, number in found))
        return self._sum(i, found)

    def kept(self, i: int) -> Day | None:
        """What later violations that have been expunged gave to a record that is a violation."""
        record = self._records[i]
        restart = record.restarted_on
        if restart is None or record.decision is None or self._terms.extension in _NO_RESTART:
            return record.extended_until
        return latest(record.extended_until, _day(self._restarted(record, restart.toordinal())))

    def keeps(self, i: int, j: int, today: date) -> bool:
        """Whether violation `j`, were it by the same person, would keep record `i` today."""
        if not self._given[j] or not self._own_terms[i].violation:
            return False
        if not 0 < self._received[i] <= self._received[j]:
            return False
        number = self._extended(i, j)
        return number > self._low(i) and number >= today.toordinal()

    def _low(self, i: int) -> int:
        """The date from which on a later violation adds something."""
        now = self._own_terms[i]
        return min(_number(now.base), _number(now.own))

    def _extended(self, i: int, j: int) -> int:
        """The date violation `j` gives to the earlier violation `i` of the same person.

        Restarting begins the earlier record's own term anew on the day of the later report
        (a ban's from its end where that is later); matching takes the later record's date.
        """
        if self._terms.extension == "match":
            return self._given[j]
        if not self._own_terms[i].violation:  # by what term it may be kept is not known yet
            return self._received[j] if self._terms.extension == "restart" else self._given[j]
        restarted = self._restarted(self._records[i], self._received[j])
        return restarted if self._terms.extension == "restart" else max(restarted, self._given[j])

    def _restarted(self, record: Record, start: int) -> int:
        """A record's own term begun anew on a day; a ban's from its end where that is later."""
        decision = record.decision or Decision.RESOLVED
        if decision is Decision.BANNED:
            start = max(start, _number(record.banned_until))
        restarted = self._restarts.get((decision, start))
        if restarted is None:
            restarted = _number(months_after(_day(start), self._terms.months[decision]))
            self._restarts[decision, start] = restarted
        return restarted

    def _sum(self, i: int, found: list[tuple[int, int, int]]) -> Extended:
        """The dates given by later violations, each as (day received, position, date given)."""
        own = until = _number(self._own_terms[i].own)
        late = []
        for received, j, number in sorted(found):
            if 0 < until < received and number > until:
                late.append(j)
            until = max(until, number)
        if len(found) > 1:
            found.sort(key=lambda one: self._records[one[1]].row)
        return Extended(
            extensions=tuple([(j, _day(number)) for _, j, number in found]),
            until=_day(max([number for _, _, number in found])),
            beyond=tuple([j for _, j, number in found if number > own]),
            late=tuple(late),
        )
