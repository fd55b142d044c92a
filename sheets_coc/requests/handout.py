"""What somebody may be given who asks what is on record about them.

Their data comes with dates and recipients and without anybody else: who reported is
protected before everything (communications guidelines, "Protect reporters").
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sheets_coc.dates import NEVER, Day
from sheets_coc.errors import SafetyStop
from sheets_coc.letters.guard import same_case
from sheets_coc.letters.rendering import clean
from sheets_coc.people.contacts import normalise
from sheets_coc.people.entries import entry_keys
from sheets_coc.people.names import split_people
from sheets_coc.records.record import Record
from sheets_coc.records.sheet import RecordsSheet
from sheets_coc.requests.lookup import Asked, Part, Role
from sheets_coc.schema.columns import DECISION_LABELS, OnExpunge
from sheets_coc.schema.columns import FlagState as Listed
from sheets_coc.scrubbing import Flag, Known, Scrubbed, Scrubber
from sheets_coc.sheet.model import text
from sheets_coc.todo import log
from sheets_coc.todo.analysis import Analysis

SOMEBODY = "[somebody else]"
"""What stands for other people in what is handed out."""
INTERNAL = ("summary", "our_action", "local_action")
"""Texts written for the committee: handed out only if asked for, and to be read before."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a record says of somebody, without anybody else.

    Attributes:
        case: how messages speak of the record.
        facts: what is known, as label and value.
        left_out: labels of texts that were not handed out.
        doubts: labels of texts left out because words in them may name somebody else.
        role: what the person is in it.
    """

    case: str
    role: Role
    facts: tuple[tuple[str, str], ...] = field(repr=False)
    left_out: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def entries(seen: Analysis, found: Sequence[Part], who: Asked, *, texts: bool) -> list[Entry]:
    """What each record that is surely about somebody says of them.

    Args:
        seen: what the rules say of the sheet.
        found: where they stand.
        who: who asks.
        texts: whether the committee's internal texts are handed out, too, without the people
            who are known in the record. They may still tell who reported, so a person has to
            read them first.

    Raises:
        SheetError: the Log's tab holds something else.
    """
    logged = log.read(seen.snapshot, seen.policy)
    return [
        _as_subject(seen, part.record, who, logged, texts=texts)
        if part.role is Role.SUBJECT
        else Entry(part.record.name, part.role, _filled(_dates_of(part.record)))
        for part in found
        if part.sure
    ]


def _filled(facts: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The facts that say anything."""
    return tuple((label, value) for label, value in facts if value)


def _as_subject(
    seen: Analysis, record: Record, who: Asked, logged: Sequence[log.Logged], *, texts: bool
) -> Entry:
    dated = next(one for one in seen.dated if one.row == record.row)
    one = _Subject(seen.sheet, record, who)
    said, doubts = one.texts(("outcome", *INTERNAL) if texts else ("outcome",))
    facts = [
        *_dates_of(record),
        *one.identity(),
        *_decision(record),
        ("Kept until", _day(dated.effective)),
        *said,
        *(("Shared with", shared) for shared in _shared(logged, record)),
    ]
    left = () if texts else one.filled(INTERNAL)
    return Entry(record.name, Role.SUBJECT, _filled(facts), left, doubts)


_LABELS = {
    "outcome": "Outcome",
    "summary": "What was reported",
    "our_action": "What the committee did",
    "local_action": "What local organisers did",
}


class _Subject:
    """One record, seen by one of its subjects."""

    def __init__(self, sheet: RecordsSheet, record: Record, who: Asked) -> None:
        self.sheet, self.record = sheet, record
        alone = len(record.subjects.reveal()) <= 1
        self.mine = [one for one in _typed(record) if alone or who.keys & entry_keys(one)]
        self.keys = who.keys.union(*(entry_keys(one) for one in self.mine))
        self.scrubber = Scrubber(self._others())

    def _others(self) -> Known:
        """Everybody else in the rows of this report."""
        everybody = [
            one
            for record in same_case(self.sheet.records, self.record)
            for one in (*_typed(record), *_named(record), *self._own_columns(record))
        ]
        others = [one for one in dict.fromkeys(everybody) if not self.keys & entry_keys(one)]
        return Known(names=tuple(others), contacts=tuple(o for o in others if normalise(o).key))

    def _own_columns(self, record: Record) -> list[str]:
        tab = self.sheet.tab
        return [
            name
            for column in self.sheet.layout.own
            if column.on_expunge is OnExpunge.ERASE
            for name in split_people(text(tab.value(record.row, column.column)))
        ]

    def identity(self) -> list[tuple[str, str]]:
        """What they are recorded under."""
        return [("Recorded under", "; ".join(self.mine))]

    def filled(self, keys: Sequence[str]) -> tuple[str, ...]:
        """Which of these texts hold anything, by label."""
        return tuple(_LABELS[k] for k in keys if text(self.sheet.cell(self.record, k)).strip())

    def texts(self, keys: Sequence[str]) -> tuple[list[tuple[str, str]], tuple[str, ...]]:
        """Texts without anybody else, and labels of those that may still name somebody."""
        said, doubts = [], []
        for key in keys:
            content = text(self.sheet.cell(self.record, key)).strip()
            result = self.scrubber(content)
            if any(self._doubtful(result, flag) for flag in result.flags):
                doubts.append(_LABELS[key])
            else:
                said.append((_LABELS[key], _replaced(content, result)))
        return said, tuple(doubts)

    def _doubtful(self, result: Scrubbed, flag: Flag) -> bool:
        piece = result.text[flag.start : flag.end]
        return flag.rule != "no_identifiers" and not self.keys & entry_keys(piece)


def _replaced(content: str, result: Scrubbed) -> str:
    pieces, at = [], 0
    for start, end in result.spans:
        pieces += [content[at:start], SOMEBODY]
        at = end
    return "".join([*pieces, content[at:]])


def _typed(record: Record) -> tuple[str, ...]:
    cells = (record.subjects, record.aliases, record.contacts)
    return tuple(one for cell in cells for one in cell.reveal())


def _named(record: Record) -> tuple[str, ...]:
    cells = (record.reporter, record.others, record.handled_by)
    return tuple(one for cell in cells for one in cell.reveal())


def _day(day: Day | None) -> str:
    if day is None:
        return ""
    return "for good" if day is NEVER else day.isoformat()


def _dates_of(record: Record) -> list[tuple[str, str]]:
    return [("Date of the report", _day(record.reported_on))]


def _decision(record: Record) -> list[tuple[str, str]]:
    decision = DECISION_LABELS[record.decision] if record.decision else ""
    flag = record.flag.value if record.flag and record.flag is not Listed.NONE else ""
    return [
        ("Decision", decision),
        ("Decided on", _day(record.decided_on)),
        ("Banned or flagged", flag),
        ("Banned until", _day(record.banned_until)),
    ]


def _shared(logged: Sequence[log.Logged], record: Record) -> list[str]:
    """What the Log says of sharing: with which event, and on which day."""
    return [
        f"{line.shared} (told on {line.when.date().isoformat()})" if line.when else line.shared
        for line in logged
        if line.shared and record.case and record.case in line.cases.split(", ")
    ]


def report(made: Sequence[Entry], committee: str) -> str:
    """What may be handed out, as text."""
    lines = ["What the Code of Conduct committee has on record about you", ""]
    if not made:
        lines += ["Nothing, under the names and addresses we looked for.", ""]
    for entry in made:
        subject = entry.role is Role.SUBJECT
        lines.append("A report that names you" if subject else "A report that you are part of")
        lines += [*(f"  {label}: {value}" for label, value in entry.facts)]
        if not subject:
            lines.append(f"  Your part: {_PARTS[entry.role]}")
        lines.append("")
    if made:
        lines += [
            "Who can see it: the members of the committee. It is kept in a Google spreadsheet.",
            "Where something was shared with others, it says so above.",
            "What is said about other people, and who reported, is not handed out.",
        ]
    lines.append(f"Questions, corrections and objections: {committee}")
    return clean("\n".join(lines) + "\n")


_PARTS = {
    Role.REPORTER: "you reported it",
    Role.OTHER: "you are named in it",
    Role.HANDLER: "you looked after it for the committee",
}


def nobody_stop() -> SafetyStop:
    """The refusal to hand out data where it cannot be told whose they are."""
    return SafetyStop(
        "This name stands in records that may be about different people. Ask again with an "
        "address or handle as well, so that nobody gets somebody else's data.",
        code="several-people",
    )
