"""Records that go together: those of one person who stands in them by a code alone.

Such a row names nobody. What ends is the entry in the key, which says whose the code is, and that
can only end once for all of the person's records: on the day the last of them has passed. Until
then they wait for each other, and on that day all go in one step. For *Blue Jay*:

    record        its date      2027-05-01      2027-09-01       2027-09-09
    home shelf    2027-04-01    waits           announced        due
    calm lamp     2027-09-01    kept            announced        due

A record that holds names in cells of its own goes on its own day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sheets_coc.records.record import Record
from sheets_coc.retention.own_term import is_past
from sheets_coc.retention.terms import DatedRecord, State

TOGETHER = "together"
"""Why a record waits for another one of the same person."""
_LEAVING = (State.DUE, State.ANNOUNCED)


def by_code_alone(record: Record) -> bool:
    """Whether its people stand in it by a code, and nobody by a name."""
    cells = (record.reporter, record.subjects, record.aliases, record.contacts, record.others)
    return bool(record.persons) and not any(cells)


def together(dated: Sequence[DatedRecord], today: date) -> list[DatedRecord]:
    """The records with their dates, those of one person in step.

    Args:
        dated: what each record comes to by itself.
        today: the day in UTC.
    """
    groups: dict[str, list[int]] = defaultdict(list)
    for i, one in enumerate(dated):
        if not one.record.expunged:
            for code in one.record.persons:
                groups[code].append(i)
    alone = {i for some in groups.values() for i in some if by_code_alone(dated[i].record)}
    # First who cannot leave yet, and whom that keeps: until nobody is added.
    staying = {i for some in groups.values() for i in some if not _leaving(dated[i])}
    while (
        kept := {
            i
            for some in groups.values()
            if not staying.isdisjoint(some)
            for i in some
            if i in alone
        }
        - staying
    ):
        staying |= kept
    # Then the day on which the others go: the latest of those who are announced together.
    result = list(dated)
    for i in sorted(alone):
        others = sorted({j for code in dated[i].record.persons for j in groups[code]} - {i})
        if others:
            group = [dated[j] for j in (i, *others)]
            result[i] = (
                _waiting(dated[i], [dated[j] for j in others if j in staying], today)
                if i in staying
                else _in_step(dated[i], group)
            )
    return result


def _leaving(one: DatedRecord) -> bool:
    """Whether it goes soon, or would if it went by itself."""
    return one.state in _LEAVING or (one.state is State.KEPT and one.goes_on is not None)


def _waiting(one: DatedRecord, others: Sequence[DatedRecord], today: date) -> DatedRecord:
    """A record that stays because another one of its person does."""
    if not _leaving(one) or not others:
        return one
    names = tuple(other.case for other in others)
    if not is_past(one.effective, today):
        return one._replace(goes_on=None, waits_for=())
    return one._replace(state=State.WAITING, why=TOGETHER, waits_for=names, goes_on=None)


def _in_step(one: DatedRecord, group: Sequence[DatedRecord]) -> DatedRecord:
    """A record that goes with the others, on the last of their days."""
    day = max((other.goes_on for other in group if other.goes_on), default=one.goes_on)
    if one.state is State.DUE and any(other.state is not State.DUE for other in group):
        return one._replace(state=State.ANNOUNCED, why="notice", goes_on=day)
    return one._replace(goes_on=day)
