"""What must never leave the committee: who reported, and whatever is not settled.

"Never disclose identities of reporters outside of the committee" (communications guidelines,
"Protect reporters"). What is shared is written as if its subject will read it (record-keeping
policy), and that is checked here rather than hoped for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sheets_coc.errors import SafetyStop
from sheets_coc.people.contacts import ContactKind, normalise
from sheets_coc.people.entries import entry_keys
from sheets_coc.records import cases
from sheets_coc.records.record import Record
from sheets_coc.records.sheet import RecordsSheet
from sheets_coc.redaction.sweep import TellingSearch
from sheets_coc.scrubbing import Flag, Known, Scrubbed, Scrubber
from sheets_coc.sheet.model import text
from sheets_coc.todo.analysis import Analysis

_ADDRESSES = frozenset({"email", "handle", "phone", "url"})
_NAMELIKE = frozenset({"typo", "initials", "nickname", "namesake", "word"})
_NAMELIKE_IN_WORDING = _NAMELIKE - {"word"}
"""Flags that count in the wording of a letter, in which `will` is no Will."""


class Reporters:
    """Everybody who ever reported, as whatever leaves the committee must protect them.

    Whoever reads about a record knows its subject and may guess who reported it, or another
    one about the same person: any mention of *those* reporters, or what only may be one, is
    too much. Of reporters elsewhere in the sheet it takes a mention that tells who they are,
    since their given names are other people's as well.

    Args:
        seen: what the rules say of the sheet.
        about: the records something is said of. Their subject may be named, unless a record
            has several: then nobody can tell whom a sentence is about.
        own: further keys of whoever reads it.
    """

    def __init__(
        self, seen: Analysis, about: Sequence[Record], own: frozenset[str] = frozenset()
    ) -> None:
        alone = [record for record in about if len(record.subjects.reveal()) <= 1]
        self._own = own.union(*(entry_keys(one) for record in alone for one in typed(record)))
        near = _near(seen, about)
        self.near = self._known(record for record in seen.sheet.records if record.row in near)
        far = self._known(record for record in seen.sheet.records if record.row not in near)
        self._far = TellingSearch(far)
        self._scrubber = Scrubber(self.near, strangers=False)

    def __repr__(self) -> str:
        return "<Reporters>"

    def _known(self, records: Iterable[Record]) -> Known:
        every = dict.fromkeys(name for record in records for name in record.reporter.reveal())
        return _known([name for name in every if not self._own & entry_keys(name)])

    def may_be_in(self, said: str, *, wording: bool = False) -> bool:
        """Whether a text names, or may name, somebody who reported.

        Args:
            said: what is to leave the committee.
            wording: whether it is the wording of a letter, with ordinary words in it.
        """
        result = self._scrubber(said)
        doubts = _NAMELIKE_IN_WORDING if wording else _NAMELIKE
        if result.replaced or any(flag.rule in doubts for flag in result.flags):
            return True
        return self._far.names_in(said)


def _near(seen: Analysis, about: Sequence[Record]) -> set[int]:
    """Rows of the records about the people of these, surely or possibly, and of their reports."""
    rows = {one.row for record in about for one in same_case(seen.sheet.records, record)}
    records = seen.sheet.records
    for i, record in enumerate(records):
        if record.row in rows:
            linked = {*seen.links.same(i), *seen.links.possible(i)}
            rows = rows | {records[j].row for j in linked}
    return rows


def _known(names: Sequence[str]) -> Known:
    return Known(names=tuple(names), contacts=tuple(one for one in names if normalise(one).key))


def shared_summary(seen: Analysis, record: Record) -> str:
    """The summary meant for sharing, if it may be shared.

    Raises:
        SafetyStop: the record is not settled, or the summary names somebody who must not be
            named: who reported, who else is named in the case, or another of its subjects.
    """
    check_settled(record)
    said = text(seen.sheet.cell(record, "outcome")).strip()
    if not said:
        return ""
    others, own = _others(seen.sheet, record)
    result = Scrubber(others, strangers=False)(said)
    named = result.replaced or any(flag.rule in _NAMELIKE for flag in result.flags)
    if named or Reporters(seen, [record]).may_be_in(said):
        raise _stop(
            record,
            "names-others",
            "the summary to share names, or may name, who reported or somebody else. Write it so "
            "that it names nobody",
        )
    if any(_foreign_address(result, flag, own) for flag in result.flags):
        raise _stop(
            record,
            "holds-address",
            "the summary to share holds an address that is not known to be its subject's. "
            "Remove it",
        )
    return said


def check_settled(record: Record) -> None:
    """Refuse a record of which nothing may be told.

    Raises:
        SafetyStop: it is expunged, or something in its row has to be settled first.
    """
    if record.expunged:
        raise _stop(record, "expunged", "it is expunged")
    if "flag-disagrees" in record.blocked_by:
        raise _stop(
            record, "unsettled", "Decision and Banned or flagged say different things. Settle that"
        )
    if record.blocked_by:
        raise _stop(record, "unsettled", "something in its row must be settled; see validate")


def _stop(record: Record, code: str, why: str) -> SafetyStop:
    return SafetyStop(f"No letter about this record: {why}.", code=code, case=record.name)


def typed(record: Record) -> tuple[str, ...]:
    """What a record knows its subjects by, as typed."""
    people = (record.subjects, record.aliases, record.contacts)
    return tuple(one for cell in people for one in cell.reveal())


def _others(sheet: RecordsSheet, record: Record) -> tuple[Known, frozenset[str]]:
    """Who must not be named about a record, and what its own subject is known by.

    Where a row has several subjects nobody can tell which of them a sentence is about, so
    none of them may be named in it.
    """
    alone = len(record.subjects.reveal()) <= 1
    own = frozenset(k for one in typed(record) for k in entry_keys(one)) if alone else frozenset()
    names: list[str] = []
    for one in same_case(sheet.records, record):
        cells = [one.reporter, one.others, one.handled_by, one.recused]
        if not alone or one is not record:
            cells += [one.subjects, one.aliases, one.contacts]
        names += [name for cell in cells for name in cell.reveal()]
    return _known([name for name in dict.fromkeys(names) if not own & entry_keys(name)]), own


def same_case(records: Sequence[Record], record: Record) -> list[Record]:
    """The rows of one report, the row itself among them."""
    if not record.case:
        return [record]
    return [r for r in records if r.case and cases.base(r.case) == cases.base(record.case)]


def _foreign_address(result: Scrubbed, flag: Flag, own: frozenset[str]) -> bool:
    if flag.rule not in _ADDRESSES:
        return False
    found = normalise(result.text[flag.start : flag.end])
    if flag.rule == "url" and found.kind is not ContactKind.PROFILE:
        return False
    return found.key is None or found.key not in own


def check_values(values: Iterable[str], seen: Analysis, about: Sequence[Record]) -> None:
    """Refuse what people filled in where it names, or may name, anybody who reported.

    Raises:
        SafetyStop: it does.
    """
    reporters = Reporters(seen, about)
    if any(reporters.may_be_in(value) for value in values):
        raise _names_reporter()


def check_body(body: str, seen: Analysis, about: Sequence[Record], may: Iterable[str]) -> None:
    """Refuse a finished letter that names anybody who has ever reported.

    Args:
        body: the letter.
        seen: what the rules say of the sheet.
        about: the records it is about, whose subjects may be named.
        may: further texts in it that may be anybody's name, such as the signature.

    Raises:
        SafetyStop: it names somebody who reported.
    """
    for known in filter(None, may):
        body = re.sub(rf"(?<!\w){re.escape(known)}(?!\w)", " ", body)
    if Reporters(seen, about).may_be_in(body, wording=True):
        raise _names_reporter()


def _names_reporter() -> SafetyStop:
    return SafetyStop(
        "This letter names, or may name, somebody who stands in the records as a reporter. "
        "It is not written: reporters are protected before everything. If it goes to that "
        "very person as the subject of a record, name the record with --case.",
        code="names-reporter",
    )
