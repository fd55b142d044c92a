"""From the Records tab to facts that are nobody's data: all that statistics may see.

Of columns that hold somebody's data only two things are taken, and both survive
redaction: *how many* people "Named subjects" stands for, and *whether* an action cell says
that something was done. Everything else comes from columns that hold nobody's data and
are kept when a record is expunged. So no figure made of facts can change on that day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sheets_coc.dates import Day
from sheets_coc.people.names import count_expunged, split_people
from sheets_coc.policy import Policy
from sheets_coc.records import cases
from sheets_coc.records.layout import Layout, read_layout
from sheets_coc.records.reading import records_tab
from sheets_coc.records.schema import BY_KEY, COLUMNS, Decision, Filler, Flag, Holds, OnExpunge
from sheets_coc.records.values import action_taken, read_date, read_decision, read_flag
from sheets_coc.sheet.model import Snapshot, Tab, Value, text

SOURCES: Final[Mapping[str, tuple[str, ...]]] = {
    "report": ("case",),
    "reported_on": ("reported_on",),
    "people": ("subjects",),
    "action_us": ("our_action",),
    "action_local": ("local_action",),
    "flag": ("flag",),
    "decision": ("decision",),
    "banned_until": ("banned_until",),
    "decided_on": ("decided_on",),
    "responded_on": ("responded_on",),
    "closed": ("decision", "expunge_on"),
    "event": ("event",),
}
"""The columns each fact is made of."""

COUNTED: Final = frozenset({"subjects"})
"""Columns of which only the number of people is taken."""
YES_OR_NO: Final = frozenset({"our_action", "local_action"})
"""Columns of which only a yes or no is taken."""

_TYPED = tuple(c.key for c in COLUMNS if c.filler is not Filler.TOOL or c.key == "case")


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


_READ: Final = frozenset(_allowed(key) for keys in SOURCES.values() for key in keys)


@dataclass(frozen=True, slots=True)
class Fact:
    """What statistics may know of one row.

    Attributes:
        report: a number for the report; rows of one case share it. It means nothing else.
        reported_on: the day of the first report; None where blank or not understood.
        people: how many people are named, expunged ones included.
        action_us: whether the committee did something; None where the cell is blank.
        action_local: whether local representatives did.
        flag: what "Banned or flagged" says; None where blank or not understood.
        decision: what was decided; None where not recorded.
        banned_until: the ban's last day, NEVER for a permanent one, None where not recorded.
        decided_on: the day of the decision.
        responded_on: the day of the first answer.
        closed: whether the report has been dealt with; None where the sheet does not say.
        event: the event's name, as it was typed.
    """

    report: int
    reported_on: date | None = None
    people: int = 0
    action_us: bool | None = None
    action_local: bool | None = None
    flag: Flag | None = None
    decision: Decision | None = None
    banned_until: Day | None = None
    decided_on: date | None = None
    responded_on: date | None = None
    closed: bool | None = None
    event: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, repr=False)
class Frame:
    """Every row as facts, and which of the later columns the sheet has.

    Attributes:
        facts: one for each row that holds anything.
        has_decisions: whether the sheet has the Decision column.
        has_events: whether it has the Event column.
        has_answers: whether it has the column First answered on.

    Raises:
        TypeError: where a row is anything but a `Fact`.
    """

    facts: tuple[Fact, ...]
    has_decisions: bool = True
    has_events: bool = True
    has_answers: bool = True

    def __post_init__(self) -> None:
        if any(type(fact) is not Fact for fact in self.facts):
            raise TypeError("statistics are made of facts only")

    def __repr__(self) -> str:
        return f"<Frame: {len(self.facts)} rows>"


def read_facts(snapshot: Snapshot, policy: Policy) -> Frame:
    """The facts of a spreadsheet's records.

    Raises:
        SheetError: where there is no such tab or no header.
    """
    tab = records_tab(snapshot, policy)
    return facts_of(tab, read_layout(tab, policy, snapshot.metadata))


def facts_of(tab: Tab, layout: Layout) -> Frame:
    """The facts of the Records tab, whose columns stand as `layout` says."""
    has = layout.columns.keys()
    return Frame(
        tuple(_facts(tab, layout)), "decision" in has, "event" in has, "responded_on" in has
    )


def _facts(tab: Tab, layout: Layout) -> Iterator[Fact]:
    columns = {key: column for key, column in layout.columns.items() if key in _READ}
    typed = tuple(layout.columns[key] for key in _TYPED if key in layout.columns)
    headings = set(_heading_rows(tab))
    numbers: dict[str, int] = {}
    for row in range(layout.header_row + 1, len(tab.values)):
        cells = tab.values[row]
        if row in headings or not _holds_anything(cells, typed):
            continue
        width = len(cells)
        values = {key: cells[column] for key, column in columns.items() if column < width}
        yield _fact(values, _number(values.get("case"), row, numbers), layout.has_decisions)


def _holds_anything(cells: Sequence[Value], columns: Sequence[int]) -> bool:
    width = len(cells)
    return any(
        column < width and cells[column] not in (None, "", False) and text(cells[column]).strip()
        for column in columns
    )


def _heading_rows(tab: Tab) -> Iterator[int]:
    """Rows that are only a heading, merged across several columns."""
    for top, bottom, left, right in tab.merges:
        across = bottom - top == 1 and right - left > 2
        cells = tab.values[top] if top < len(tab.values) else []
        if across and sum(value not in (None, "", False) for value in cells) <= 1:
            yield top


def _number(case: Value, row: int, numbers: dict[str, int]) -> int:
    """The report's number: the same for rows of one case, a new one where there is no case.

    The name itself goes no further. It counts as it stands, fit for messages or not: that a
    name of the record is in it can be seen only until the record is expunged.
    """
    typed = text(case).strip()
    if not typed:
        return row
    name = cases.base(typed) if cases.is_code_name(typed) else cases.key(typed)
    return numbers.setdefault(name, row)


def _fact(values: Mapping[str, Value], report: int, has_decisions: bool) -> Fact:
    decision = read_decision(text(values.get("decision")))
    return Fact(
        report=report,
        reported_on=_date(values.get("reported_on")),
        people=_people(values.get("subjects")),
        action_us=action_taken(values.get("our_action")),
        action_local=action_taken(values.get("local_action")),
        flag=read_flag(values.get("flag")).flag,
        decision=decision,
        banned_until=read_date(values.get("banned_until"), never=True).day,
        decided_on=_date(values.get("decided_on")),
        responded_on=_date(values.get("responded_on")),
        closed=_closed(decision, values, has_decisions),
        event=text(values.get("event")).strip() or None,
    )


def _date(value: Value) -> date | None:
    day = read_date(value).day
    return day if isinstance(day, date) else None


def _people(value: Value) -> int:
    if value is None or value == "":
        return 0
    typed = text(value)
    return len(split_people(typed)) + count_expunged(typed)


def _closed(
    decision: Decision | None, values: Mapping[str, Value], has_decisions: bool
) -> bool | None:
    """Whether a report has been dealt with.

    A decision says so. A record without one goes by the date people set for expunging it,
    which they set when the case was settled; without either, a sheet with decisions says
    that the report is still being handled, and the ten-column sheet says nothing.
    """
    if decision is not None:
        return decision is not Decision.OPEN
    if text(values.get("decision")).strip():
        return None
    if read_date(values.get("expunge_on"), never=True).day is not None:
        return True
    return False if has_decisions else None
