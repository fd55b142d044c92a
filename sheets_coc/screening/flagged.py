"""Our side of a screening: who is flagged or banned on the day of an event.

Organisers are told of people who are flagged or banned, and of nobody else: minor incidents
and what the committee has finished with are not passed on (advice to events, "Before the
event"; record-keeping policy, "Data retention").
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sheets_coc.dates import NEVER, is_after
from sheets_coc.people.contacts import Contact, ContactKind, normalise
from sheets_coc.people.names import is_full_name
from sheets_coc.records.record import Record
from sheets_coc.retention.terms import DatedRecord
from sheets_coc.schema.columns import Decision, FlagState
from sheets_coc.screening.lists.people_cell import read_people
from sheets_coc.screening.matching.names import ParsedName
from sheets_coc.screening.matching.spellings import readings


class ListedStatus(StrEnum):
    """What a person is on the day of the event."""

    BANNED = "banned"
    FLAGGED = "flagged"
    BAN_ENDED = "ban ended"


PAST = frozenset({"expunged", "held", "waiting", "announced", "due"})
"""States of a record that is expunged, or past its date for whatever reason it is still there."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A record whose people are looked for. Its repr shows nothing of them.

    Attributes:
        case: how messages speak of the record.
        row: its row in the tab, from 0.
        status: what its people are on the day of the event.
        names: their names and aliases as typed.
        contacts: their contacts as typed.
        parsed: the names that can be looked for.
        keys: the contacts that can be looked for, user names among the names included.
        not_searchable: how many of its people have nothing they could be found by.
        unsettled: whether "Decision" and "Banned or flagged" disagree, so that nothing about
            it may be told until that is settled.
    """

    case: str
    row: int
    status: ListedStatus
    names: tuple[str, ...] = field(default=(), repr=False)
    contacts: tuple[str, ...] = field(default=(), repr=False)
    parsed: tuple[ParsedName, ...] = field(default=(), repr=False)
    keys: tuple[Contact, ...] = field(default=(), repr=False)
    not_searchable: int = 0
    unsettled: bool = False


def listed(
    records: Sequence[Record], dated: Sequence[DatedRecord], event_date: date
) -> list[Listed]:
    """The records whose people are flagged or banned on the day of an event.

    Expunged records, records past their date (on the day the dates were worked out, or by
    the day of the event), resolved ones and those without a violation are not among them.

    Args:
        records: all records.
        dated: their dates, in any order, matched by row.
        event_date: the first day of the event.
    """
    by_row = {one.row: one for one in dated}
    found: list[Listed] = []
    for record in records:
        status = status_at(record, event_date)
        if status and not _is_gone(record, by_row.get(record.row), event_date):
            found.append(make_listed(record, status))
    return found


SAYING = frozenset({"decision", "flag", "consequence"})
"""The columns that say whether people are flagged or banned."""
NOT_UNDERSTOOD = frozenset({"flag-unclear", "unknown-decision"})
"""Findings on a record of whose people it cannot be told whether they are."""


def undecided(
    records: Sequence[Record], dated: Sequence[DatedRecord], rows: Collection[int], event_date: date
) -> int:
    """How many records are not looked for though they may be of people flagged or banned.

    Args:
        records: all records.
        dated: their dates, in any order, matched by row.
        rows: the rows with a flag or a decision that is not understood.
        event_date: the first day of the event.
    """
    by_row = {one.row: one for one in dated}
    return sum(
        record.row in rows
        and status_at(record, event_date) is None
        and not _is_gone(record, by_row.get(record.row), event_date)
        for record in records
    )


def status_at(record: Record, event_date: date) -> ListedStatus | None:
    """What a record says of its people on a day; None where it says nothing to pass on.

    A suspension or a ban counts while its case is open as well, as during an appeal. Where the two
    columns disagree the stronger one counts here: the committee is shown the
    candidate and the disagreement, and letters refuse it.
    """
    stands = record.measure_stands and record.flag is not FlagState.FLAGGED
    if record.decision is Decision.BANNED or record.flag is FlagState.BANNED or stands:
        until = record.banned_until
        ended = until is not None and until is not NEVER and until < event_date
        return ListedStatus.BAN_ENDED if ended else ListedStatus.BANNED
    if record.decision is Decision.FLAGGED or record.flag is FlagState.FLAGGED:
        return ListedStatus.FLAGGED
    return None


def _is_gone(record: Record, dated: DatedRecord | None, event_date: date) -> bool:
    """Whether it is expunged or past its date, or will be by the event."""
    if record.expunged or (dated and dated.state in PAST):
        return True
    effective = dated.effective if dated else None
    return effective is not None and is_after(event_date, effective)


def make_listed(record: Record, status: ListedStatus) -> Listed:
    """A record's people, prepared for looking."""
    subjects, aliases = record.subjects.reveal(), record.aliases.reveal()
    names = subjects + aliases
    contacts = record.contacts.reveal()
    parsed = tuple(name for text in names for name in searchable_names(text))
    keys = tuple(_keys(names, contacts))
    return Listed(
        case=record.name,
        row=record.row,
        status=status,
        names=names,
        contacts=contacts,
        parsed=parsed,
        keys=keys,
        not_searchable=_not_searchable(subjects, aliases, contacts),
        unsettled=_disagree(record),
    )


def searchable_names(text: str) -> Iterator[ParsedName]:
    """The name and its variants, as far as they can be compared with anything."""
    if text.lstrip().startswith("="):  # a formula is nobody's name
        return
    if "@" in text or "://" in text:
        text = next((person.name for person in read_people(text)), "")
    for name in readings(text) if text else ():
        if name.usable or name.run_together:
            yield name


def user_name(text: str) -> Contact | None:
    """The handle or address that stands where a name should, if that is what it is."""
    if "@" in text or "://" in text or (len(text.split()) == 1 and is_full_name(text)):
        contact = normalise(text)
        return contact if contact.key else None
    return None


def _keys(names: Sequence[str], contacts: Sequence[str]) -> Iterator[Contact]:
    for contact in contacts:
        key = normalise(contact)
        if key.key:
            yield key
    for name in names:
        found = user_name(name)
        if found and not any(one.usable for one in searchable_names(name)):
            yield found


def _not_searchable(
    subjects: Sequence[str], aliases: Sequence[str], contacts: Sequence[str]
) -> int:
    """How many people have no usable name; the row's contacts and aliases make up for as many."""
    without = sum(1 for name in subjects if not _can_be_found(name))
    people = without if subjects else 1
    others = sum(1 for name in aliases if _can_be_found(name))
    others += sum(1 for one in contacts if normalise(one).kind is not ContactKind.OTHER
                  and normalise(one).key)  # fmt: skip
    return max(0, people - others)


def _can_be_found(name: str) -> bool:
    return user_name(name) is not None or any(one.usable for one in searchable_names(name))


def _disagree(record: Record) -> bool:
    """Whether both columns are filled and say different things.

    An appeal is no disagreement: open, and the measure stands.
    """
    if record.decision is None or record.flag is None or record.measure_stands:
        return False
    said = {Decision.BANNED: FlagState.BANNED, Decision.FLAGGED: FlagState.FLAGGED}
    return said.get(record.decision, FlagState.NONE) is not record.flag
