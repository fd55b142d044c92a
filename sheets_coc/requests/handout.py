"""What somebody may be given who asks what is on record about them.

Their data comes with dates and recipients and without anybody else: who reported is
protected before everything (communications guidelines, "Protect reporters"). Around it stands
what an answer to a request for access must say (GDPR Article 15): why the records are kept,
where they come from, who sees them, for how long, and where to object and complain.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sheets_coc.dates import NEVER, Day
from sheets_coc.errors import SafetyStop
from sheets_coc.letters.guard import Reporters, same_case, typed
from sheets_coc.letters.rendering import clean
from sheets_coc.people.contacts import normalise
from sheets_coc.people.entries import entry_keys
from sheets_coc.people.names import name_parts, split_people
from sheets_coc.policy import Policy
from sheets_coc.records.record import Record
from sheets_coc.requests.lookup import Asked, Capacity, Involvement
from sheets_coc.schema.columns import DECISION_LABELS, OnExpunge
from sheets_coc.schema.columns import FlagState as Listed
from sheets_coc.scrubbing import STRANGER, Flag, Known, Scrubbed, Scrubber
from sheets_coc.sheet.model import text
from sheets_coc.todo import log
from sheets_coc.todo.analysis import Analysis

SOMEBODY = "[somebody else]"
"""What stands for other people in what is handed out."""
INTERNAL = ("summary", "our_action", "local_action")
"""Texts written for the committee: handed out only if asked for, and to be read before."""
THEMSELVES = "the person concerned"
"""How the Log calls whoever was given what is on record about them."""


@dataclass(frozen=True, slots=True)
class Extract:
    """What a record says of somebody, without anybody else.

    Attributes:
        case: how messages speak of the record.
        capacity: what the person is in it.
        facts: what is known, as label and value.
        left_out: labels of texts that were not handed out.
        doubts: labels of texts left out because words in them may name somebody else.
    """

    case: str
    capacity: Capacity
    facts: tuple[tuple[str, str], ...] = field(repr=False)
    left_out: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def extracts(
    seen: Analysis, found: Sequence[Involvement], who: Asked, *, texts: bool
) -> list[Extract]:
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
    sure = [part for part in found if part.sure]
    about = [part.record for part in sure if part.capacity is Capacity.SUBJECT]
    reporters = Reporters(seen, about, who.keys)
    return [
        _as_subject(seen, part.record, who, logged, reporters, texts=texts)
        if part.capacity is Capacity.SUBJECT
        else Extract(part.record.name, part.capacity, _filled(_dates_of(part.record)))
        for part in sure
    ]


def _filled(facts: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The facts that say anything."""
    return tuple((label, value) for label, value in facts if value)


def _as_subject(
    seen: Analysis,
    record: Record,
    who: Asked,
    logged: Sequence[log.Logged],
    reporters: Reporters,
    *,
    texts: bool,
) -> Extract:
    dated = next(one for one in seen.dated if one.row == record.row)
    one = _Subject(seen, record, who, reporters)
    said, doubts = one.texts(("outcome", *INTERNAL) if texts else ("outcome",))
    shared, unsaid = one.harmless([("Shared with", s) for s in _shared(logged, record)])
    facts = [
        *_dates_of(record),
        *one.identity(),
        *_decision(record),
        ("Kept until", _day(dated.effective)),
        *said,
        *shared,
    ]
    left = () if texts else one.filled(INTERNAL)
    return Extract(record.name, Capacity.SUBJECT, _filled(facts), left, (*doubts, *unsaid))


_LABELS = {
    "outcome": "Outcome",
    "summary": "What was reported",
    "our_action": "What the committee did",
    "local_action": "What local organisers did",
}


class _Subject:
    """One record, seen by one of its subjects."""

    def __init__(self, seen: Analysis, record: Record, who: Asked, reporters: Reporters) -> None:
        self.sheet, self.record = seen.sheet, record
        alone = len(record.subjects.reveal()) <= 1
        self.mine = [one for one in typed(record) if alone or who.keys & entry_keys(one)]
        self.keys = who.keys.union(*(entry_keys(one) for one in self.mine))
        self.own_words = {part for one in self.mine for part in name_parts(one)}
        self.reporters = reporters
        self.scrubber = Scrubber(self._others(reporters))

    def _others(self, reporters: Reporters) -> Known:
        """Everybody else in the rows of this report, and who reported about them elsewhere."""
        everybody = [
            one
            for record in same_case(self.sheet.records, self.record)
            for one in (*typed(record), *_named(record), *self._own_columns(record))
        ]
        everybody += reporters.near.names
        others = [one for one in dict.fromkeys(everybody) if not self.keys & entry_keys(one)]
        return Known(names=tuple(others), contacts=tuple(o for o in others if normalise(o).key))

    def _own_columns(self, record: Record) -> list[str]:
        tab = self.sheet.tab
        return [
            name
            for column in self.sheet.layout.own
            if column.on_expunge is OnExpunge.ERASE
            for name in (
                *split_people(text(tab.value(record.row, column.column))),
                *tab.emails(record.row, column.column),
            )
        ]

    def identity(self) -> list[tuple[str, str]]:
        """What they are recorded under."""
        return [("Recorded under", "; ".join(self.mine))]

    def filled(self, keys: Sequence[str]) -> tuple[str, ...]:
        """Which of these texts hold anything, by label."""
        return tuple(_LABELS[k] for k in keys if text(self.sheet.cell(self.record, k)).strip())

    def texts(self, keys: Sequence[str]) -> tuple[list[tuple[str, str]], tuple[str, ...]]:
        """Texts without anybody else, and labels of those that may still name somebody."""
        return self.harmless(
            [(_LABELS[key], text(self.sheet.cell(self.record, key)).strip()) for key in keys]
        )

    def harmless(
        self, facts: Sequence[tuple[str, str]]
    ) -> tuple[list[tuple[str, str]], tuple[str, ...]]:
        """Facts without anybody else, and labels of those that may still name somebody."""
        said, doubts = [], []
        for label, content in facts:
            result = self.scrubber(content)
            without = _replaced(content, result)
            doubtful = any(self._doubtful(result, flag) for flag in result.flags)
            if doubtful or self.reporters.may_be_in(without.replace(SOMEBODY, "")):
                doubts.append(label)
            else:
                said.append((label, without))
        return said, tuple(doubts)

    def _doubtful(self, result: Scrubbed, flag: Flag) -> bool:
        piece = result.text[flag.start : flag.end]
        if flag.rule == STRANGER and set(name_parts(piece)) <= self.own_words:
            return False
        return flag.rule != "no_identifiers" and not self.keys & entry_keys(piece)


def _replaced(content: str, result: Scrubbed) -> str:
    pieces, at = [], 0
    for start, end in result.spans:
        pieces += [content[at:start], SOMEBODY]
        at = end
    return "".join([*pieces, content[at:]])


def _named(record: Record) -> tuple[str, ...]:
    cells = (record.reporter, record.others, record.handled_by, record.recused)
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
    """What the Log says of sharing: with whom, and on which day."""
    return [
        f"{_with_whom(line)} (told on {line.when.date().isoformat()})"
        if line.when
        else _with_whom(line)
        for line in logged
        if line.shared and record.case and record.case in line.cases.split(", ")
    ]


def _with_whom(line: log.Logged) -> str:
    return "yourself" if line.shared == THEMSELVES else line.shared


def report(made: Sequence[Extract], policy: Policy) -> str:
    """What may be handed out, as text: an answer to a request for access.

    Args:
        made: what each record says of them.
        policy: what the committee is called, and whom people may turn to.
    """
    group, code = policy.group.name, policy.group.code
    lines = [f"What the {group} has on record about you", ""]
    if not made:
        # The same where something may be about them: neither a claim nor a hint.
        lines += [
            "Nothing that we can tell to be about you, under the names and addresses that we",
            "looked for. If you are known under others, tell us which, and we will look again.",
            "",
        ]
    for entry in made:
        subject = entry.capacity is Capacity.SUBJECT
        lines.append("A report that names you" if subject else "A report that you are part of")
        lines += [*(f"  {label}: {value}" for label, value in entry.facts)]
        if not subject:
            lines.append(f"  Your part: {_PARTS[entry.capacity]}")
        lines.append("")
    lines += _frame(policy, code) if made else []
    lines.append(f"Questions, corrections and objections: {_contact(policy)}")
    return clean("\n".join(lines) + "\n")


def _contact(policy: Policy) -> str:
    return policy.legal.contact or policy.mail.committee


def _frame(policy: Policy, code: str) -> list[str]:
    """What an answer says besides the data."""
    legal = policy.legal
    lines = [
        f"Why it is kept: to look after the {code}, and to notice when something happens again.",
        f"On what ground: {legal.basis}.",
        "Where it comes from: from reports to the committee, from organisers of events, and from "
        "what was written in public. Who reported is not handed out: it would put them at risk.",
        "Who can see it: the members of the committee. It is kept in a Google spreadsheet, so "
        "that Google stores it, also outside Europe.",
        "Where something was shared with others, it says so above.",
        "How long: until the day that is given above. A later report can move it; the rules are "
        "the committee's policy on records.",
        "What is said about other people is not handed out. No decision is made by a program.",
        "You may ask for corrections, for erasure, or that it is not used for the time being, and "
        "you may object.",
    ]
    if legal.controller:
        lines.append(f"Responsible: {legal.controller}")
    where = f": {legal.authority}" if legal.authority else " of the country you live in"
    lines.append(f"You may also complain to the supervisory authority{where}.")
    return [*lines, ""]


_PARTS = {
    Capacity.REPORTER: "you reported it",
    Capacity.OTHER: "you are named in it",
    Capacity.HANDLER: "you looked after it for the committee",
    Capacity.RECUSED: "you are a member of the committee and recused from it",
}


def nobody_stop() -> SafetyStop:
    """The refusal to hand out data where it cannot be told whose they are."""
    return SafetyStop(
        "This name stands in records that may be about different people. Ask again with an "
        "address or handle as well, so that nobody gets somebody else's data.",
        code="several-people",
    )
