"""What a sheet is recognised as: its tabs, its header, every column; and what must be asked.

First the tab that holds the records, then the header in it, then its columns, then their dates.
What depends on a question that is open is not asked yet: an answer changes what comes after it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sheets_coc import policy as policies
from sheets_coc.errors import SheetError
from sheets_coc.policy import Policy
from sheets_coc.records.layout import (
    Layout,
    OwnColumn,
    headings,
    known_columns,
    read_layout,
)
from sheets_coc.schema.columns import BY_KEY, OnExpunge
from sheets_coc.schema.headers import SEARCHED_ROWS, header_key
from sheets_coc.schema.near import nearly
from sheets_coc.sheet.model import Snapshot, Tab, column_letters, text
from sheets_coc.start.asking import (
    about_column,
    about_dates,
    committee_tab,
    missing_columns,
    which_tab,
)
from sheets_coc.start.contents import Contents, contents
from sheets_coc.start.policy_file import toml
from sheets_coc.start.questions import StartQuestion, it_is
from sheets_coc.start.tabs import SeenTab, below, filled_rows, role_of, shown


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

    policy: Policy = field(repr=False)
    tabs: tuple[SeenTab, ...]
    columns: tuple[SeenColumn, ...] = ()
    questions: tuple[StartQuestion, ...] = ()
    header_row: int | None = None
    problem: SheetError | None = None

    @property
    def blank(self) -> bool:
        """Whether nothing stands in the spreadsheet yet."""
        return self.problem is not None and self.problem.code == "no-tab"

    @property
    def only_answer(self) -> tuple[StartQuestion, str] | None:
        """The question which tab holds the records, and its title, where there is one tab."""
        for question in self.questions:
            every = (*question.answers, *question.more)
            if question.name == "records" and len(every) == 1:
                return question, every[0]
        return None


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
    tabs = tuple(
        SeenTab(tab.title, role_of(tab, rules), filled_rows(tab)) for tab in shown(snapshot)
    )
    records = snapshot.tab(rules.tabs.records)
    if records is None or not filled_rows(records):
        asked = which_tab(snapshot, rules)
        return Recognised(rules, tabs, questions=asked, problem=None if asked else _no_records())
    questions = [*committee_tab(snapshot, rules)]
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
    missing = missing_columns(frozenset({*keys.values(), *_said(records, row, rules)}))
    questions += [
        about_column(one, columns[one.column].contents, missing, unread=layout is None)
        for one in own
        if one.on_expunge is None and _can_stand_in_policy(one, own, keys, records, row)
    ]
    names = {question.name for question in questions}
    if layout:
        questions += about_dates(records, layout, rules)
    questions = [question for question in questions if question.name not in settled]
    seen = tuple(columns[place] for place in sorted(columns))
    marked = tuple(_marked(one, names) for one in seen)
    unread = _unread() if layout is None and not questions else None
    return Recognised(rules, tabs, marked, tuple(questions), row, unread)


def _marked(column: SeenColumn, names: set[str]) -> SeenColumn:
    asked = column.letters in names and column.key is None
    return SeenColumn(
        column.letters, column.heading, column.key, column.on_expunge, column.contents, asked
    )


def _no_records() -> SheetError:
    return SheetError(
        "No records stand in this spreadsheet yet. Set-up makes the tabs: sheets-coc setup",
        code="no-tab",
    )


def _unread() -> SheetError:
    return SheetError(
        "Nobody can tell where a report's date, its people and its story stand: fewer than three "
        "columns were said to be a record's. Begin again, and answer of each which one it is, as "
        f"{it_is('reported_on')}.",
        code="no-header",
    )


def _said(tab: Tab, row: int, rules: Policy) -> set[str]:
    """Keys of the columns that the policy names by a heading of this row."""
    there = {header_key(text(value)) for value in tab.values[row]}
    return {key for key, heading in rules.headers.items() if header_key(heading) in there}


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
            near = known.get(key) or nearly(heading, headings(rules))
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
            contents(below(tab, row, column)),
        )
    return found


def _can_stand_in_policy(
    one: OwnColumn, own: Sequence[OwnColumn], keys: Mapping[int, str], tab: Tab, row: int
) -> bool:
    """Whether a policy can say something of a column: it has a heading, and no other the same."""
    key = header_key(one.header)
    others = [header_key(c.header) for c in own if c.column != one.column]
    others += [header_key(text(tab.value(row, column))) for column in keys]
    return bool(key) and key not in others
