"""What must never stand in a letter: who reported, and whatever is not settled.

"Never disclose identities of reporters outside of the committee" (communications guidelines,
"Protect reporters"). What is shared is written as if its subject will read it (record-keeping
policy), and that is checked here rather than hoped for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sheets_coc.errors import SafetyStop
from sheets_coc.people.contacts import ContactKind, normalise
from sheets_coc.people.entries import entry_keys
from sheets_coc.private import Private
from sheets_coc.records import cases
from sheets_coc.records.record import Record
from sheets_coc.records.sheet import RecordsSheet
from sheets_coc.redaction.sweep import sweep
from sheets_coc.scrubbing import Flag, Known, Scrubber
from sheets_coc.sheet.model import text
from sheets_coc.sheet.workbook import Text

_ADDRESSES = frozenset({"email", "handle", "phone", "url"})
_NAMELIKE = frozenset({"typo", "initials", "nickname", "namesake", "word"})


def shared_summary(sheet: RecordsSheet, record: Record) -> str:
    """The summary meant for sharing, if it may be shared.

    Raises:
        SafetyStop: the record is not settled, or the summary names somebody who must not be
            named: who reported, who else is named in the case, or another of its subjects.
    """
    check_settled(record)
    said = text(sheet.cell(record, "outcome")).strip()
    if not said:
        return ""
    protected, own = _people(sheet, record)
    result = Scrubber(protected)(said)
    if result.replaced or any(flag.rule in _NAMELIKE for flag in result.flags):
        raise _stop(
            record,
            "names-others",
            "the summary to share names, or may name, who reported or somebody else. Write it so "
            "that it names nobody",
        )
    if any(_foreign_address(result.text, flag, own) for flag in result.flags):
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


def _typed(record: Record) -> tuple[str, ...]:
    people = (record.subjects, record.aliases, record.contacts)
    return tuple(one for cell in people for one in cell.reveal())


def _people(sheet: RecordsSheet, record: Record) -> tuple[Known, frozenset[str]]:
    """Who must not be named about a record, and what its own subject is known by.

    Where a row has several subjects nobody can tell which of them a sentence is about, so
    none of them may be named in it.
    """
    alone = len(record.subjects.reveal()) <= 1
    own = frozenset(k for one in _typed(record) for k in entry_keys(one)) if alone else frozenset()
    names: list[str] = []
    for one in same_case(sheet.records, record):
        cells = [one.reporter, one.others, one.handled_by]
        if not alone or one is not record:
            cells += [one.subjects, one.aliases, one.contacts]
        names += [name for cell in cells for name in cell.reveal()]
    protected = [name for name in dict.fromkeys(names) if not own & entry_keys(name)]
    addresses = tuple(n for n in protected if normalise(n).key)
    return Known(names=tuple(protected), contacts=addresses), own


def same_case(records: Sequence[Record], record: Record) -> list[Record]:
    """The rows of one report, the row itself among them."""
    if not record.case:
        return [record]
    return [r for r in records if r.case and cases.base(r.case) == cases.base(record.case)]


def _foreign_address(content: str, flag: Flag, own: frozenset[str]) -> bool:
    if flag.rule not in _ADDRESSES:
        return False
    found = normalise(content[flag.start : flag.end])
    if flag.rule == "url" and found.kind is not ContactKind.PROFILE:
        return False
    return found.key is None or found.key not in own


def check_body(body: str, sheet: RecordsSheet, about: Sequence[Record], may: Iterable[str]) -> None:
    """Refuse a finished letter that names anybody who has ever reported.

    Args:
        body: the letter.
        sheet: all records.
        about: the records it is about, whose subjects may be named.
        may: further texts in it that may be anybody's name, such as the signature.

    Raises:
        SafetyStop: it names somebody who reported.
    """
    for known in may:
        body = body.replace(known, " ") if known else body
    own = {key for record in about for one in _typed(record) for key in entry_keys(one)}
    reporters = {
        name: None
        for record in sheet.records
        for name in record.reporter.reveal()
        if not own & entry_keys(name)
    }
    addresses = tuple(name for name in reporters if normalise(name).key)
    wanted = Known(names=tuple(reporters), contacts=addresses)
    if sweep([Text("letter", "", None, None, None, Private(body))], wanted):
        raise SafetyStop(
            "This letter names somebody who stands in the records as a reporter. It is not "
            "written: reporters are protected before everything. If it goes to that very person "
            "as the subject of a record, name the record with --case.",
            code="names-reporter",
        )
