"""From the Records tab to facts that are nobody's data: all that statistics may see.

Of columns that hold somebody's data only two things are taken, and both survive
redaction: *how many* people "Named subjects" stands for, and *whether* an action cell says
that something was done. Everything else comes from columns that hold nobody's data and
are kept when a record is expunged. So no figure made of facts can change on that day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import Final

from sheets_coc.dates import NEVER, Day
from sheets_coc.garbage import uncollected
from sheets_coc.people.names import count_expunged, split_people
from sheets_coc.policy import Policy
from sheets_coc.private import remembered
from sheets_coc.records import cases
from sheets_coc.records.drift import drift, refuse
from sheets_coc.records.grouping import GroupColumn, group_of
from sheets_coc.records.key.persons import codes
from sheets_coc.records.layout import Layout, read_layout
from sheets_coc.records.reading import records_tab
from sheets_coc.records.record_rows import record_rows
from sheets_coc.records.row.decided import Decided, read_decided
from sheets_coc.records.values import FlagReading, action_taken, read_date, read_flag
from sheets_coc.schema import layouts
from sheets_coc.schema.columns import (
    BY_KEY,
    Decision,
    FlagState,
    Holds,
    OnExpunge,
)
from sheets_coc.schema.consequences import Consequence, Vocabulary
from sheets_coc.schema.resolvers import KNOWN_WORDS, KnownWords, acted
from sheets_coc.sheet.model import Snapshot, Tab, Value, text

COUNTED: Final = frozenset({"subjects"})
"""Columns of which only the number of people is taken."""
YES_OR_NO: Final = frozenset({"our_action", "local_action"})
"""Columns of which only a yes or no is taken."""


def _allowed(key: str) -> str:
    """The key of a column that facts may be made of.

    Raises:
        ValueError: for a column that holds somebody's data, or goes when a record goes.
    """
    column = BY_KEY[key]
    kept = column.holds is Holds.NOBODY and column.on_expunge is OnExpunge.KEEP
    if not kept and key not in COUNTED | YES_OR_NO:
        raise ValueError(f"statistics may not read the column {key}")
    return key


_READ: Final = tuple(
    _allowed(key)
    for key in (
        "case", "reported_on", "subjects", "our_action", "local_action", "flag", "decision",
        "banned_until", "decided_on", "responded_on", "expunge_on", "event", "status",
        "consequence", "person", "resolution_source",
    )
)  # fmt: skip
"""Every column that is read, in the order in which a row's cells are handed on."""
_NOWHERE: Final = -1


@dataclass(frozen=True, slots=True)
class Fact:
    """What statistics may know of one row.

    Attributes:
        report: a number for the report; rows of one case share it. It means nothing else.
        reported_on: the day of the first report; None where blank or not understood.
        people: how many people are named, expunged ones included.
        action_us: whether the committee did something; None where nothing says so.
        action_local: whether local representatives did.
        source_unread: whether something stands under *Resolution Source* that is not understood,
            so that nobody can tell who acted.
        flag: what "Banned or flagged" says; None where blank or not understood.
        flag_unread: whether something stands there that is not understood, and no decision
            says it either.
        decision: what was decided; None where not recorded.
        banned_until: the ban's last day, NEVER for a permanent one, None where not recorded.
        decided_on: the day of the decision.
        responded_on: the day of the first answer.
        closed: whether the report has been dealt with; None where the sheet does not say.
        event: the event's name, as it was typed.
        consequence: what came of it for the row's person, where the sheet has a column that
            says so in the words of 2026; else None, and the decision is translated.
        group: what the column says by which the reports are broken down, if one was chosen.
    """

    report: int
    reported_on: date | None = None
    people: int = 0
    action_us: bool | None = None
    action_local: bool | None = None
    source_unread: bool = False
    flag: FlagState | None = None
    flag_unread: bool = False
    decision: Decision | None = None
    banned_until: Day | None = None
    decided_on: date | None = None
    responded_on: date | None = None
    closed: bool | None = None
    event: str | None = field(default=None, repr=False)
    consequence: Consequence | None = None
    group: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, repr=False)
class Frame:
    """Every row as facts, and which columns the sheet has.

    Attributes:
        facts: one for each row that holds anything.
        columns: the keys of the columns that the sheet has: of any other it says nothing,
            and nothing is not nought.

    Raises:
        TypeError: where a row is anything but a `Fact`.
    """

    facts: tuple[Fact, ...]
    columns: frozenset[str] = frozenset(BY_KEY) - layouts.irrelevant(())

    def __post_init__(self) -> None:
        if any(type(fact) is not Fact for fact in self.facts):
            raise TypeError("statistics are made of facts only")

    def __repr__(self) -> str:
        return f"<Frame: {len(self.facts)} rows>"

    @property
    def has_decisions(self) -> bool:
        """Whether the sheet says what was decided."""
        return not {"decision", "consequence"}.isdisjoint(self.columns)


def read_facts(snapshot: Snapshot, policy: Policy, by: str = "") -> Frame:
    """The facts of a spreadsheet's records.

    Args:
        snapshot: the spreadsheet.
        policy: the committee's rules.
        by: the heading of a column by which reports shall be broken down; none if blank.

    Raises:
        SheetError: where there is no such tab, no header, or no such column.
        SafetyStop: where nobody has said what that column holds, or where records may have
            been overlooked or misread.
        UsageError: where it holds somebody's data, or cannot be broken down by.
    """
    tab = records_tab(snapshot, policy)
    layout = read_layout(tab, policy, snapshot.metadata)
    rows = record_rows(tab, layout, policy, snapshot.metadata)
    refuse(drift(snapshot, policy, layout, rows, snapshot.metadata))
    return facts_of(tab, layout, rows.records, by, KnownWords(policy.decisions, policy.resolvers))


def facts_of(
    tab: Tab, layout: Layout, rows: Iterable[int], by: str = "", words: KnownWords = KNOWN_WORDS
) -> Frame:
    """The facts of the Records tab, whose columns and records stand where it is said."""
    group = group_of(layout, by) if by else None
    with uncollected():
        facts = tuple(_facts(tab, layout, rows, group, words))
    return Frame(facts, frozenset(layout.columns))


def _facts(
    tab: Tab, layout: Layout, rows: Iterable[int], group: GroupColumn | None, words: KnownWords
) -> Iterator[Fact]:
    pick = itemgetter(*(layout.columns.get(key, _NOWHERE) for key in _READ))
    # At least one cell more than there are columns: what a column that is missing holds.
    blanks = [None] * (max(layout.columns.values()) + 2)
    numbers: dict[str, int] = {}
    for row in rows:
        cells = tab.values[row]
        case, *values = pick([*cells, *blanks])
        named = group.read(cells) if group else None
        number = _number(case, row, numbers)
        yield _fact(number, layout.has_decisions, named, words, *values)


def _number(case: Value, row: int, numbers: dict[str, int]) -> int:
    """The report's number: the same for rows of one case, a new one where there is no case.

    The name itself goes no further. It counts as it stands, fit for messages or not: that a
    name of the record is in it can be seen only until the record is expunged.
    """
    typed = text(case).strip()
    if not typed:
        return row
    further = "/" in typed and cases.is_code_name(typed)
    name = cases.base(typed) if further else cases.key(typed)
    return numbers.setdefault(name, row)


def _fact(
    report: int,
    has_decisions: bool,
    group: str | None,
    words: KnownWords,
    reported_on: Value,
    subjects: Value,
    our_action: Value,
    local_action: Value,
    flag: Value,
    decision: Value,
    banned_until: Value,
    decided_on: Value,
    responded_on: Value,
    expunge_on: Value,
    event: Value,
    status: Value,
    consequence: Value,
    person: Value,
    source: Value,
) -> Fact:
    decided = _decided(decision, status, consequence, words.decisions)
    came = None if decided.decision is Decision.OPEN else decided.consequence
    by = words.resolvers.read(text(source))
    flagged = read_flag(flag)
    us, local = action_taken(our_action), action_taken(local_action)
    if us is None and local is None:
        us, local = acted(came, by)
    said = bool(text(decision).strip() or text(consequence).strip() or text(status).strip())
    return Fact(
        report=report,
        reported_on=_date(reported_on),
        people=_people(subjects) or len(codes(person)),
        action_us=us,
        action_local=local,
        source_unread=by is None,
        flag=flagged.flag,
        flag_unread=flagged == _UNREAD and decided.decision is None,
        decision=decided.decision,
        banned_until=_day(banned_until) or (NEVER if decided.permanent else None),
        decided_on=_date(decided_on),
        responded_on=_date(responded_on),
        closed=_closed(decided.decision, said, expunge_on, has_decisions),
        event=text(event).strip() or None,
        consequence=came,
        group=group,
    )


_UNREAD = FlagReading(None, remark=True)


# Only cells of columns that hold nobody's data are remembered between rows.
@remembered(512)
def _decided(decision: Value, status: Value, consequence: Value, words: Vocabulary) -> Decided:
    return read_decided(decision, status, consequence, words, has_words=True)


@remembered(32_768)
def _day(value: Value) -> Day | None:
    return read_date(value, never=True).day


@remembered(32_768)
def _date(value: Value) -> date | None:
    day = read_date(value).day
    return day if isinstance(day, date) else None


def _people(value: Value) -> int:
    if value is None or value == "":
        return 0
    typed = text(value)
    gone = count_expunged(typed) if "expunged" in typed.casefold() else 0
    return gone + len(split_people(typed))


def _closed(
    decided: Decision | None, said: bool, expunge_on: Value, has_decisions: bool
) -> bool | None:
    """Whether a report has been dealt with.

    A decision says so. A record without one goes by the date people set for expunging it,
    which they set when the case was settled; without either, a sheet with decisions says
    that the report is still being handled, and the ten-column sheet says nothing.
    """
    if decided is not None:
        return decided is not Decision.OPEN
    if said:
        return None
    if _day(expunge_on) is not None:
        return True
    return False if has_decisions else None
