"""Whether a write did what is called for in the state it met.

That state is not worked out but read: it is what came back, with the cells that were written as
the hidden tab shows they stood. The planner is asked again there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from sheets_coc.errors import Error
from sheets_coc.sheet.model import Changes, Position, Snapshot, Tab, pad
from sheets_coc.sheet.transaction.parts import adding, overwriting
from sheets_coc.sheet.transaction.placing import place
from sheets_coc.sheet.transaction.state import Run, T
from sheets_coc.sheet.undo_tab import Copy

V = TypeVar("V")


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
    source, places = copy.tab, copy.written.keys()

    def mixed(now: Mapping[Position, V], old: Mapping[Position, V]) -> dict[Position, V]:
        others = {at: hanging for at, hanging in now.items() if at not in places}
        return others | {at: old[at] for at in places & old.keys()}

    values = [list(row) for row in tab.values]
    values += [[] for _ in range(max(copy.rows, default=-1) + 1 - len(values))]
    for row, column in places:
        values[row] = pad(values[row], column + 1)
        values[row][column] = source.value(row, column)
    for row in copy.rows:
        while values[row] and values[row][-1] in (None, ""):
            values[row].pop()
    while values and not values[-1]:
        values.pop()
    return replace(
        tab,
        values=values,
        formulas=mixed(tab.formulas, source.formulas),
        notes=mixed(tab.notes, source.notes),
        rich=(tab.rich - places) | (source.rich & places),
        errors=(tab.errors - places) | (source.errors & places),
        rich_text=mixed(tab.rich_text, source.rich_text),
        people=mixed(tab.people, source.people),
    )


def _same_state(one: Snapshot, other: Snapshot) -> bool:
    """Whether two states have the same content: nobody did anything in between."""
    return _content(one) == _content(other)


def _content(state: Snapshot) -> tuple[Any, ...]:
    return state.metadata, [
        (tab.id, tab.title, tab.formulas, tab.notes, tab.rich_text, tab.values)
        for tab in state.tabs
    ]
