"""What set-up would do to a spreadsheet, in plain words and as one set of changes.

It adds and dresses; it never moves, renames, deletes or overwrites. What is there already is
left as people made it, so a second run has nothing to do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from sheets_coc.errors import SheetError
from sheets_coc.policy import Policy
from sheets_coc.records.drift import said
from sheets_coc.records.layout import Layout, read_layout, taken_headings
from sheets_coc.schema.columns import COLUMNS, Column
from sheets_coc.schema.layouts import wanted
from sheets_coc.setup import guide as setup_guide
from sheets_coc.setup import tabs as setup_tabs
from sheets_coc.setup.formatting import dressed
from sheets_coc.setup.present_format import Facts
from sheets_coc.setup.steps import Action
from sheets_coc.sheet.beside_tables import beside_tables
from sheets_coc.sheet.model import Changes, SetCell, Snapshot, Tab, column_letters, pad, text
from sheets_coc.todo import log
from sheets_coc.todo.analysis import Analysis, analyse, may_write
from sheets_coc.todo.own_tabs import new_tab_id
from sheets_coc.todo.stops import uncertain
from sheets_coc.todo.wording import count

NEW_ROWS = 300
"""Rows of a Records tab that is made: every dressed row costs a little in each reading."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What set-up would do.

    Attributes:
        actions: each thing, for people to read.
        changes: all of them, for one batch.
        unknown: letters of columns whose header nobody knows: perhaps one of ours by another
            name, which a person should say before a second one is added.
        cases: how many rows get a case name.
        questions: what a person must say before anything that it is about is added.
        beware: what a person should do about what set-up leaves as it is.
    """

    actions: tuple[Action, ...] = ()
    changes: Changes = field(default_factory=Changes)
    unknown: tuple[str, ...] = ()
    cases: int = 0
    questions: tuple[str, ...] = ()
    beware: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class _Base:
    """The Records tab with every column it needs.

    Attributes:
        snapshot: the spreadsheet with the headers in place.
        tab: its Records tab.
        layout: where the columns stand then.
        added: the columns that are added.
        missing: whether there is no Records tab yet.
        blank: whether it held nothing.
    """

    snapshot: Snapshot
    tab: Tab
    layout: Layout
    added: tuple[Column, ...]
    missing: bool = False
    blank: bool = False


def plan(
    snapshot: Snapshot,
    facts: Facts,
    policy: Policy,
    now: datetime,
    seed: str,
    *,
    with_oncall: bool = False,
    with_event: bool = False,
) -> Plan:
    """What set-up would do to a spreadsheet.

    Args:
        snapshot: the spreadsheet.
        facts: how its Records tab is dressed; the default where there is no such tab.
        policy: the committee's rules and names.
        now: the moment, in UTC.
        seed: what new case names are drawn from, the same for a whole run.
        with_oncall: whether there shall be an On-call tab.
        with_event: whether there shall be a column for the event a report is about.

    Raises:
        SheetError: the records cannot be found or understood, or a tab of the tool's own
            holds something else.
    """
    base = _base(snapshot, policy, {"event"} if with_event else set())
    seen = analyse(base.snapshot, policy, now.date(), seed, settle=False)
    asked = [*uncertain(seen)]
    names = [] if asked else _case_names(seen)
    dress = dressed(base.tab, base.layout, base.added, facts, policy, blank=base.blank)
    title = policy.tabs.records
    actions = [Action("add-tab", title)] * base.missing
    actions += [Action("add-column", title, column.key) for column in base.added]
    actions += [Action("name-cases", title, "case")] * bool(names)
    actions += dress.actions
    records = Changes(
        (*dress.cells, *names),
        (),
        _made(base, policy),
        tuple(dress.requests),
        keys=base.layout.row_key,
    )
    people, made = setup_tabs.people_tabs(snapshot, policy, with_oncall=with_oncall)
    own, listed = _todo(base, seen, snapshot, now, asking=bool(asked))
    actions += [*people, *own]
    if snapshot.tab(policy.tabs.log) is None:
        actions.append(Action("add-tab", policy.tabs.log))
    questions = tuple(said(finding) for finding in asked)
    kept = Changes(metadata=seen.remember)
    if not actions:
        return Plan(changes=kept, questions=questions)
    entry = log.LogEntry("setup", _said(actions, len(names)))
    logged = log.append(snapshot, policy, entry, now)
    # A new tab goes before those made earlier in the batch, hence this order.
    changes = Changes.merge([logged, listed, *made, records, kept])
    unknown = tuple(column_letters(c.column) for c in base.layout.unclassified if not c.likeness)
    return Plan(
        tuple(actions),
        changes,
        unknown if base.added else (),
        len(names),
        questions,
        tuple(beside_tables(base.tab)),
    )


def _base(snapshot: Snapshot, policy: Policy, more: set[str]) -> _Base:
    tab = snapshot.tab(policy.tabs.records)
    if tab is None:
        _refuse_elsewhere(snapshot, policy)
        tab_id = new_tab_id(policy.tabs.records, snapshot)
        tab = Tab(tab_id, policy.tabs.records, rows=NEW_ROWS, index=len(snapshot.tabs))
        return _with_headers(
            replace(snapshot, tabs=[*snapshot.tabs, tab]), tab, policy, more, missing=True
        )
    return _with_headers(snapshot, tab, policy, more)


def _refuse_elsewhere(snapshot: Snapshot, policy: Policy) -> None:
    """Refuse to make a second Records tab beside one of another title."""
    for number, tab in enumerate(snapshot.tabs, 1):
        try:
            read_layout(tab, policy, {})
        except SheetError as error:
            if error.code == "no-header":
                continue
        raise SheetError(
            f"There is no tab called {policy.tabs.records}, but tab {number} looks like your "
            "records. Rename it, or name it in the policy under [tabs].",
            code="no-tab",
        )


def _is_blank(tab: Tab) -> bool:
    filled = any(value not in (None, "", False) for cells in tab.values for value in cells)
    return not (filled or tab.notes or tab.formulas)


def _with_headers(
    snapshot: Snapshot, tab: Tab, policy: Policy, more: set[str], *, missing: bool = False
) -> _Base:
    """The state in which every column that is not optional has its header."""
    blank = _is_blank(tab)
    row, columns, right = 0, {}, 0
    asked: frozenset[str] = frozenset()
    if not blank:
        layout = read_layout(tab, policy, snapshot.metadata)
        row, columns, right = layout.header_row, dict(layout.columns), _right(tab, layout)
        asked = taken_headings(layout, policy)
    added = tuple(
        c for c in COLUMNS if c.key in {*wanted(columns), *more} and c.key not in {*columns, *asked}
    )
    values = [*tab.values, *([] for _ in range(len(tab.values), row + 1))]
    header = pad(values[row], right)
    header += [policy.headers.get(column.key, column.header) for column in added]
    values[row] = header if added else values[row]
    after = replace(tab, values=values, columns=max(tab.columns, right + len(added)))
    tabs = [after if other is tab else other for other in snapshot.tabs]
    whole = replace(snapshot, tabs=tabs)
    layout = read_layout(after, policy, snapshot.metadata)
    return _Base(whole, after, layout, added, missing, blank)


def _right(tab: Tab, layout: Layout) -> int:
    """The first column to the right of everything that stands in the tab."""
    ends = [len(cells) for cells in tab.values]
    ends += [column + 1 for _, column in (*tab.notes, *tab.formulas)]
    ends += [right for _, bottom, _, right in tab.merges if bottom > layout.header_row]
    return max([*ends, *(column + 1 for column in layout.columns.values())])


def _made(base: _Base, policy: Policy) -> tuple[Mapping[str, object], ...]:
    """The request that makes the Records tab where there is none."""
    if not base.missing:
        return ()
    properties = {
        "sheetId": base.tab.id,
        "title": policy.tabs.records,
        "index": base.tab.index,
        "gridProperties": {"rowCount": base.tab.rows, "columnCount": base.tab.columns},
    }
    return ({"addSheet": {"properties": properties}},)


def _case_names(seen: Analysis) -> list[SetCell]:
    """Case names for the rows that have none, as the analysis drew them."""
    column = seen.sheet.layout.columns["case"]
    tab = seen.sheet.tab
    return [
        SetCell(tab.id, record.row, column, record.case)
        for record in seen.sheet.records
        if record.case and may_write(record) and not text(seen.sheet.cell(record, "case")).strip()
    ]


def _todo(
    base: _Base, seen: Analysis, snapshot: Snapshot, now: datetime, *, asking: bool
) -> tuple[list[Action], Changes]:
    """The To do tab, with the way to sort old records if decisions are new in this sheet."""
    title = seen.policy.tabs.todo
    actions = [Action("add-tab", title)] if snapshot.tab(title) is None else []
    if asking:  # its answers come first
        return actions, setup_guide.written(snapshot, seen, (), now.date())
    if any(column.key == "decision" for column in base.added):
        lines = setup_guide.lines(seen)
        if lines:
            actions.append(Action("explain", title))
            return actions, setup_guide.written(snapshot, seen, lines, now.date())
    return actions, setup_guide.empty_tab(snapshot, seen.policy) if actions else Changes()


def _said(actions: list[Action], cases: int) -> str:
    """What the Log says of it."""
    columns = sum(a.action == "add-column" for a in actions)
    tabs = sum(a.action == "add-tab" for a in actions)
    return (
        f"{count(columns, 'column')} and {count(tabs, 'tab')} added, {count(cases, 'case')} named"
    )
