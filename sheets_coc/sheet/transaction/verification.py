"""Whether a write did what is called for in the state it met.

That state is not worked out but read: it is what came back, with the cells that were written as
the hidden tab shows they stood. The planner is asked again there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sheets_coc.errors import Error
from sheets_coc.sheet.model import Changes, Position, Snapshot, Tab, Value
from sheets_coc.sheet.transaction.parts import adding, overwriting
from sheets_coc.sheet.transaction.placing import place
from sheets_coc.sheet.transaction.state import Run, T
from sheets_coc.sheet.undo_tab import Copy


@dataclass(frozen=True, slots=True, repr=False)
class Verdict:
    """What verification found.

    Attributes:
        met: the state the write met, if it did what is called for there.
        rest: what is still to be added then.
        error: otherwise, why that state must not be written to at all.
    """

    met: Snapshot | None = None
    rest: Changes = field(default_factory=Changes)
    error: Error | None = None


def verify(
    run: Run[T], before: Snapshot, changes: Changes, after: Snapshot, copies: Sequence[Copy]
) -> Verdict:
    """Whether the write did what is called for in the state it met, and only that.

    Args:
        run: the transaction.
        before: the state the changes were planned on.
        changes: what was written.
        after: the state after the write.
        copies: what the write replaced.
    """
    met = state_met(after, copies)
    if met is None:
        return Verdict()  # rows were moved since: there is no telling where it hit
    if _same_state(before, met):
        return Verdict(met, adding(changes, before))
    try:
        planned, _result = run.planner(met)
    except Error as error:
        return Verdict(error=error)
    if overwriting(planned, met).cells != overwriting(changes, before).cells:
        return Verdict()
    return Verdict(met, adding(planned, met))


def state_met(after: Snapshot, copies: Sequence[Copy]) -> Snapshot | None:
    """The state a write met: what came back, with the cells it replaced as they stood.

    Returns:
        The state; None if rows that were written have moved since.
    """
    tabs = {tab.id: tab for tab in after.tabs}
    for copy in copies:
        tab = tabs.get(copy.label.tab)
        if tab is None or not place(copy, tab).in_place:
            return None
        tabs[tab.id] = _with_cells(tab, copy)
    return replace(after, tabs=[tabs[tab.id] for tab in after.tabs])


def _with_cells(tab: Tab, copy: Copy) -> Tab:
    """A tab with the cells that were written as they stood before."""
    source = copy.tab
    met = replace(
        tab,
        values=[list(row) for row in tab.values],
        formulas=dict(tab.formulas),
        notes=dict(tab.notes),
        rich=set(tab.rich),
        errors=set(tab.errors),
        rich_text=dict(tab.rich_text),
        people=dict(tab.people),
    )
    for at in copy.written:
        _put_value(met, at, source)
        for name in ("formulas", "notes", "rich_text", "people"):
            hanging, old = getattr(met, name), getattr(source, name)
            hanging.pop(at, None)
            if at in old:
                hanging[at] = old[at]
        for places, others in ((met.rich, source.rich), (met.errors, source.errors)):
            places.discard(at)
            places.update({at} & others)
    for row in {row for row, _ in copy.written}:
        _trim(met.values[row])
    while met.values and not met.values[-1]:
        met.values.pop()
    return met


def _put_value(tab: Tab, at: Position, source: Tab) -> None:
    row, column = at
    while len(tab.values) <= row:
        tab.values.append([])
    cells = tab.values[row]
    cells += [None] * (column + 1 - len(cells))
    cells[column] = source.value(row, column)


def _trim(row: list[Value]) -> None:
    while row and row[-1] in (None, ""):
        row.pop()


def _same_state(one: Snapshot, other: Snapshot) -> bool:
    """Whether two states have the same content: nobody did anything in between."""
    return _content(one) == _content(other)


def _content(state: Snapshot) -> tuple[Any, ...]:
    return state.metadata, [
        (tab.id, tab.title, tab.formulas, tab.notes, tab.rich_text, tab.values)
        for tab in state.tabs
    ]
