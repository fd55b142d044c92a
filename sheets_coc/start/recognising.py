"""What a sheet is recognised as: its tabs, its header, every column; and what must be asked.

First the tab that holds the records, then the header in it, then its columns, then their dates.
What depends on a question that is open is not asked yet: an answer changes what comes after it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sheets_coc import policy as policies
from sheets_coc.committee.members import read_committee
from sheets_coc.errors import SheetError
from sheets_coc.policy import Policy
from sheets_coc.policy.dates import DATED, DAY_OR_MONTH
from sheets_coc.records.date_order import DateOrder, date_order
from sheets_coc.records.layout import (
    TOOLS,
    Layout,
    OwnColumn,
    find_records_header,
    known_columns,
    read_layout,
)
from sheets_coc.schema.columns import BY_KEY, COLUMNS, OnExpunge
from sheets_coc.schema.headers import SEARCHED_ROWS, header_key, nearly
from sheets_coc.schema.layouts import irrelevant
from sheets_coc.sheet.model import Snapshot, Tab, Value, column_letters, text
from sheets_coc.start.contents import Contents, contents
from sheets_coc.start.policy_file import toml
from sheets_coc.start.questions import (
    FATES,
    NONE_OF_THEM,
    ONE_BY_ONE,
    StartQuestion,
    it_is,
)


class TabRole(StrEnum):
    """What a tab is for."""

    RECORDS = "records"
    COMMITTEE = "committee"
    ONCALL = "on-call"
    TODO = "to do"
    LOG = "log"
    IDENTITY_KEY = "identity key"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class SeenTab:
    """A tab, and what it is taken for.

    Attributes:
        title: its title; may name people.
        role: what it is taken for.
        rows: how many rows hold something.
    """

    title: str = field(repr=False)
    role: TabRole
    rows: int


@dataclass(frozen=True, slots=True)
class SeenColumn:
    """A column of the records tab, and what it is taken for.

    Attributes:
        letters: how the spreadsheet calls it.
        heading: what stands above it; may name people.
        key: the column of a record that it is; None for one of the committee's own.
        on_expunge: what happens to it when a record goes; None while nobody has said.
        contents: what stands in it, counted.
        asked: whether what it is, is asked now; else, where nothing is known, To do asks.
    """

    letters: str
    heading: str = field(repr=False)
    key: str | None
    on_expunge: OnExpunge | None
    contents: Contents
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a sheet is recognised as.

    Attributes:
        policy: the rules with what was answered.
        tabs: its tabs, without the tool's hidden ones.
        columns: the columns of the records tab, from the left.
        questions: what must be asked now, in order.
        header_row: the row of the headings, from 0; None while it is not known.
        problem: why the records cannot be read, where nothing that is asked would help.
    """

    policy: Policy
    tabs: tuple[SeenTab, ...]
    columns: tuple[SeenColumn, ...] = ()
    questions: tuple[StartQuestion, ...] = ()
    header_row: int | None = None
    problem: SheetError | None = None


def recognise(
    snapshot: Snapshot, settings: Mapping[str, Any], settled: frozenset[str] = frozenset()
) -> Recognised:
    """What a sheet is recognised as, and what must be asked.

    Args:
        snapshot: the spreadsheet.
        settings: the sections of the policy file so far.
        settled: names of questions that need not be asked again.

    Raises:
        UsageError: the settings are no policy.
    """
    rules = policies.parse(toml(settings).encode())
    tabs = tuple(SeenTab(tab.title, _role(tab, rules), _rows(tab)) for tab in _shown(snapshot))
    records = snapshot.tab(rules.tabs.records)
    if records is None or not _rows(records):
        asked = _which_tab(snapshot, rules)
        return Recognised(rules, tabs, questions=asked, problem=None if asked else _no_records())
    questions = [*_committee(snapshot, rules)]
    layout: Layout | None = None
    try:
        layout = read_layout(records, rules, snapshot.metadata)
        own, row = layout.own, layout.header_row
    except SheetError as error:
        guessed = _guessed_header(records)
        if error.code != "no-header" or guessed is None:
            return Recognised(rules, tabs, problem=error)
        own, row = _guessed_columns(records, guessed, rules), guessed
    keys = layout.keys if layout else {}
    columns = _columns(records, row, own, keys)
    missing = _missing(frozenset(keys.values()))
    questions += [
        _about_column(one, columns[one.column], missing)
        for one in own
        if one.on_expunge is None and _can_stand_in_policy(one, own, keys, records, row)
    ]
    names = {question.name for question in questions}
    if layout:
        questions += _about_dates(records, layout, rules)
    questions = [question for question in questions if question.name not in settled]
    seen = tuple(columns[place] for place in sorted(columns))
    marked = tuple(_marked(one, names) for one in seen)
    return Recognised(rules, tabs, marked, tuple(questions), row)


def _marked(column: SeenColumn, names: set[str]) -> SeenColumn:
    asked = column.letters in names and column.key is None
    return SeenColumn(
        column.letters, column.heading, column.key, column.on_expunge, column.contents, asked
    )


def _no_records() -> SheetError:
    return SheetError(
        "Nothing stands in this spreadsheet yet. Set-up makes the tabs: sheets-coc setup",
        code="no-tab",
    )


def _shown(snapshot: Snapshot) -> Iterator[Tab]:
    return (tab for tab in snapshot.tabs if not tab.hidden or _rows(tab))


def _rows(tab: Tab) -> int:
    return sum(any(value not in (None, "") for value in row) for row in tab.values)


def _role(tab: Tab, rules: Policy) -> TabRole:
    titles = rules.tabs
    named = {
        titles.records: TabRole.RECORDS,
        titles.committee: TabRole.COMMITTEE,
        titles.oncall: TabRole.ONCALL,
        titles.todo: TabRole.TODO,
        titles.log: TabRole.LOG,
        titles.identity_key: TabRole.IDENTITY_KEY,
    }
    folded = {title.casefold(): role for title, role in named.items()}
    return folded.get(tab.title.casefold(), TabRole.OTHER)


def _others(snapshot: Snapshot, rules: Policy) -> list[Tab]:
    return [
        tab
        for tab in _shown(snapshot)
        if _role(tab, rules) is TabRole.OTHER and _rows(tab) and not tab.hidden
    ]


def _which_tab(snapshot: Snapshot, rules: Policy) -> tuple[StartQuestion, ...]:
    """Which tab holds the records: those with headings of a record, else any."""
    others = _others(snapshot, rules)
    likely = [tab for tab in others if find_records_header(tab, rules)]
    if not others:
        return ()
    rest = [tab.title for tab in others if tab not in likely]
    titles = [tab.title for tab in likely]
    return (
        StartQuestion(
            "records",
            "tab",
            f"No tab is called {rules.tabs.records}. Which one holds the records?",
            tuple(titles or rest),
            tuple(rest if titles else ()),
        ),
    )


def _committee(snapshot: Snapshot, rules: Policy) -> Iterator[StartQuestion]:
    """Whether a tab of members by another title is the committee's."""
    if snapshot.tab(rules.tabs.committee) is not None:
        return
    titles = tuple(tab.title for tab in _others(snapshot, rules) if _lists_members(tab))
    if titles:
        yield StartQuestion(
            "committee",
            "tab",
            f"No tab is called {rules.tabs.committee}. Does one of these list the members?",
            (*titles, NONE_OF_THEM),
        )


def _lists_members(tab: Tab) -> bool:
    try:
        members = read_committee(tab).members
    except SheetError:
        return False
    return any(member.email.reveal() for member in members)


def _guessed_header(tab: Tab) -> int | None:
    """The first row of three texts: where no heading is known, what is most like a header."""
    for row, cells in enumerate(tab.values[:SEARCHED_ROWS]):
        if sum(isinstance(value, str) and bool(value.strip()) for value in cells) >= 3:
            return row
    return None


def _guessed_columns(tab: Tab, row: int, rules: Policy) -> tuple[OwnColumn, ...]:
    """Every column of a header in which too little is known: each is asked about."""
    known = known_columns(rules)
    said = {header_key(heading): fate for heading, fate in rules.own_columns.items()}
    named = {header_key(heading) for heading in rules.headers.values()}
    found = []
    for column, value in enumerate(tab.values[row]):
        heading = text(value).strip()
        key = header_key(heading)
        if key and key not in named:
            near = known.get(key) or nearly(heading, known)
            found.append(OwnColumn(column, heading, said.get(key), key, near))
    return tuple(found)


def _columns(
    tab: Tab, row: int, own: Sequence[OwnColumn], keys: Mapping[int, str]
) -> dict[int, SeenColumn]:
    mine = {one.column: one for one in own}
    found = {}
    for column in sorted({*mine, *keys}):
        key = keys.get(column)
        on_expunge = BY_KEY[key].on_expunge if key else mine[column].on_expunge
        found[column] = SeenColumn(
            column_letters(column),
            text(tab.value(row, column)).strip(),
            key,
            on_expunge,
            contents(_below(tab, row, column)),
        )
    return found


def _below(tab: Tab, row: int, column: int) -> Iterator[Value]:
    return (cells[column] for cells in tab.values[row + 1 :] if len(cells) > column)


def _missing(found: frozenset[str]) -> tuple[str, ...]:
    """Keys that a column of the committee's own may turn out to be: the original ten first."""
    other = irrelevant(found) if len(found) >= 3 else frozenset()
    keys = [c for c in COLUMNS if c.key not in found and c.key not in TOOLS and c.key not in other]
    return tuple(c.key for c in sorted(keys, key=lambda c: c.added))


def _can_stand_in_policy(
    one: OwnColumn, own: Sequence[OwnColumn], keys: Mapping[int, str], tab: Tab, row: int
) -> bool:
    """Whether a policy can say something of a column: it has a heading, and no other the same."""
    key = header_key(one.header)
    others = [header_key(c.header) for c in own if c.column != one.column]
    others += [header_key(text(tab.value(row, column))) for column in keys]
    return bool(key) and key not in others


def _about_column(one: OwnColumn, seen: SeenColumn, missing: Sequence[str]) -> StartQuestion:
    near = one.nearly if one.nearly in missing else None
    rest = tuple(it_is(key) for key in missing if key != near)
    if near:
        asked = f"Is column {seen.letters} {BY_KEY[near].header}? If not, what happens to it"
    else:
        asked = f"Nobody knows column {seen.letters} yet. What happens to it"
    return StartQuestion(
        seen.letters,
        "column",
        f"{asked} when a record goes?",
        (*((it_is(near),) if near else ()), *FATES),
        rest,
        one.header,
        seen.contents,
        near,
    )


def _about_dates(tab: Tab, layout: Layout, rules: Policy) -> Iterator[StartQuestion]:
    """Day or month first, once for each column with dates of two readings.

    Not asked where dates of both kinds stand in the column: then each is a question of its own.
    """
    for key in DATED:
        column = layout.columns.get(key)
        if column is None or key in rules.dates:
            continue
        order = date_order(_below(tab, layout.header_row, column))
        if order.either and not (order.day_first and order.month_first):
            letters = column_letters(column)
            yield StartQuestion(
                letters,
                "dates",
                f"In column {letters}, {BY_KEY[key].header}, {_how_many(order)} can be read in "
                f"two ways{_evidence(order)}. Is 3/4/2024 there 3 April (day first) or "
                "March 4 (month first)?",
                (*DAY_OR_MONTH, ONE_BY_ONE),
                key=key,
            )


def _how_many(order: DateOrder) -> str:
    return "1 date" if order.either == 1 else f"{order.either} dates"


def _evidence(order: DateOrder) -> str:
    if not order.day_first and not order.month_first:
        return ""
    number, which = max((order.day_first, "day first"), (order.month_first, "month first"))
    return f"; {number} other{'' if number == 1 else 's'} can only be {which}"
