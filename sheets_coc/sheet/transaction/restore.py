"""What a write hit by mistake, and how to put that back wherever it is by now."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sheets_coc.sheet.google import requests as rq
from sheets_coc.sheet.model import AppendRow, Changes, Position, Snapshot, Tab, Value
from sheets_coc.sheet.transaction.cell_write import Patch, Put, from_changes, remembered
from sheets_coc.sheet.transaction.expected import (
    added_to,
    applied,
    deleted_rows,
    made_by,
    moved_by,
    same,
    trimmed,
    with_blank,
)
from sheets_coc.sheet.transaction.trace import Trace


@dataclass(frozen=True, slots=True, repr=False)
class Undone:
    """What a write replaced.

    Attributes:
        snapshot: the state the write met, worked out; rows it should not have deleted stand
            at the bottom.
        damage: what puts it back: a patch on the state right after the write.
        torn: whether rows had come apart, as in a sort of only some columns.
        lost: whether some of what stood there could not be worked out.
        deleted: whether rows were deleted that should not have been.
    """

    snapshot: Snapshot
    damage: Patch
    torn: bool = False
    lost: bool = False
    deleted: bool = False


def undone(before: Snapshot, changes: Changes, after: Snapshot, *, late: bool = False) -> Undone:
    """The state a write met, if people moved things between planning and writing.

    Args:
        before: what the changes were planned on.
        changes: what was written.
        after: the state after the write.
        late: whether people may have moved things since the write as well.
    """
    skip, patch = moved_by(changes), from_changes(changes)
    added, deleted = added_to(changes.appended), deleted_rows(changes)
    earlier = {tab.id: tab for tab in before.tabs if tab.id not in skip}
    made = made_by(changes)
    damage: Patch = {}
    tabs, parts = [], []
    for tab in after.tabs:
        puts: dict[Position, Put] = {}
        if tab.id in earlier:
            gone = () if late else deleted.get(tab.id, ())
            part = _Part(earlier[tab.id], tab, patch.get(tab.id, {}), gone, late=late)
            puts = part.puts(added.get(tab.id, []))
            parts.append(part)
        elif tab.id in made:
            puts = _clear_appended(tab, added.get(tab.id, []))
        if puts:
            damage[tab.id] = puts
        if tab.id not in made:
            tabs.append(applied(tab, puts) if puts else tab)
    return Undone(
        replace(after, tabs=tabs),
        damage,
        any(part.torn for part in parts),
        any(part.lost for part in parts),
        any(part.deleted for part in parts),
    )


@dataclass(slots=True, repr=False)
class _Part:
    """What a write replaced in one tab.

    Attributes:
        earlier: the tab the write was planned on.
        later: the tab after the write.
        planned: what was written.
        gone: the rows that were deleted, counted as they were before that.
        late: whether people may have moved things since.
        torn: whether rows had come apart.
        lost: whether some of what stood there could not be worked out.
        deleted: whether rows were deleted that should not have been.
    """

    earlier: Tab
    later: Tab
    planned: Mapping[Position, Put]
    gone: Sequence[int] = ()
    late: bool = False
    torn: bool = False
    lost: bool = False
    deleted: bool = False

    def puts(self, appended: list[AppendRow]) -> dict[Position, Put]:
        """What puts it back, in the tab as it is after the write."""
        puts = _clear_appended(self.later, appended)
        cleared = applied(self.later, puts)
        shown = with_blank(cleared, self.gone) if self.gone else cleared
        written = found(self.earlier, shown, self.planned) if self.late else self.planned
        trace = Trace(self.earlier, shown, written)
        self.torn, self.lost = trace.torn, trace.lost
        for at, put in written.items():
            source = trace.source(at)
            if at[0] not in self.gone and not (source is None and trace.lost):
                whole = put.everything or bool(put.rich) or put.note is not None
                old = remembered(self.earlier, source, at, everything=whole)
                if not (self.late and _holds(shown, at, old)):
                    puts[self._now(at)] = old
        return puts | self._below(trace, len(cleared.values))

    def _now(self, at: Position) -> Position:
        """Where a cell is after the rows were deleted."""
        return at[0] - sum(row < at[0] for row in self.gone), at[1]

    def _below(self, trace: Trace, bottom: int) -> dict[Position, Put]:
        """Rows that may have been deleted by mistake, to be put below everything else.

        Those found nowhere that were not to be deleted. One that its owner deleted in the very
        same second comes back with them: it can be deleted again.
        """
        if not self.gone:
            return {}
        kept = trace.rows_found() | set(self.gone)
        missing = [
            row for row, cells in enumerate(self.earlier.values) if cells and row not in kept
        ]
        self.deleted = bool(missing)
        return {
            (bottom + n, column): remembered(self.earlier, (row, there), (bottom + n, column))
            for n, row in enumerate(missing)
            for column, there in trace.columns.items()
        }


def found(earlier: Tab, later: Tab, puts: Mapping[Position, Put]) -> dict[Position, Put]:
    """The cells that may have been written, of a tab that people may have edited since.

    Those that hold something that was written, and blank ones where something was emptied in
    their column: nothing else tells them.

    Args:
        earlier: the tab the write was planned on.
        later: the tab now.
        puts: what was written, by the position it was planned for.
    """
    written = {put.value: put for put in puts.values() if put.value is not None}
    emptied = {column: put for (_, column), put in puts.items() if put.value is None}
    columns = Trace(earlier, later).columns
    height = max(len(later.values), *(row + 1 for row, _ in puts), 0)
    cells = ((row, column) for row in range(height) for column in columns)
    places: dict[Position, Put] = {}
    for at in cells:
        value = later.value(*at)
        put = emptied.get(columns[at[1]]) if value is None else written.get(value)
        if put and at not in later.formulas:
            places[at] = put
    return places | {at: put for at, put in puts.items() if later.value(*at) == put.value}


def _holds(tab: Tab, at: Position, put: Put) -> bool:
    """Whether a cell holds what is to be put there already."""
    return (tab.value(*at), tab.formulas.get(at)) == (put.value, put.formula) and (
        not put.everything or tab.notes.get(at) == put.note
    )


def as_called_for(met: Undone, planned: Changes, changes: Changes, after: Snapshot) -> bool:
    """Whether a write left just what the rules call for in the state it met.

    Args:
        met: that state.
        planned: what the rules call for in it.
        changes: what was written.
        after: the state after the write.
    """
    if met.deleted:
        return False
    if rq.merged(planned.cells) == rq.merged(changes.cells):
        return True
    patch, added = from_changes(planned), added_to(changes.appended)
    now = {tab.id: tab for tab in after.tabs}
    for tab in met.snapshot.tabs:
        if tab.id in patch or tab.id in met.damage:
            seen = now[tab.id]
            seen = applied(seen, _clear_appended(seen, added.get(tab.id, [])))
            if not same(applied(tab, patch.get(tab.id, {})), seen):
                return False
    return True


def _clear_appended(tab: Tab, rows: list[AppendRow]) -> dict[Position, Put]:
    """What empties the rows a write added, where they are found as they were written."""
    wanted = [trimmed(row.values) for row in rows]
    height = len(wanted)
    for top in range(len(tab.values) - height, -1, -1) if height else ():
        if tab.values[top : top + height] == wanted:
            return {
                (row, column): Put()
                for row in range(top, top + height)
                for column in range(len(tab.values[row]))
            }
    return {}


@dataclass(frozen=True, slots=True, repr=False)
class Carried:
    """A patch moved to another state.

    Attributes:
        patch: the patch there.
        certain: whether it is known for sure where all of it belongs, and that nobody has
            changed what it is meant for.
    """

    patch: Patch
    certain: bool = True


def carried(patch: Patch, earlier: Snapshot, later: Snapshot) -> Carried:
    """A patch planned on one state, moved to where its cells are in a later one.

    Cells that are gone, or that someone has typed into since, are left as people left them.
    """
    was = {tab.id: tab for tab in earlier.tabs}
    result: Patch = {}
    certain = True
    for tab in later.tabs:
        puts = patch.get(tab.id)
        if not puts:
            continue
        trace = Trace(was[tab.id], tab)
        targets = trace.targets(list(puts))
        targets |= _by_content(was[tab.id], tab, trace, puts.keys() - targets.keys())
        changed = any(
            not _untouched(was[tab.id], at, tab, now) and puts[at].value is not None
            for at, now in targets.items()
        )
        certain = certain and not trace.torn and not changed
        moved = {
            targets[at]: put
            for at, put in puts.items()
            if at in targets and _untouched(was[tab.id], at, tab, targets[at])
        }
        if moved:
            result[tab.id] = moved
    return Carried(result, certain)


def _by_content(
    earlier: Tab, later: Tab, trace: Trace, positions: Collection[Position]
) -> dict[Position, Position]:
    """Where cells are whose row is gone, if what they hold stands once in their column."""
    here = {there: column for column, there in trace.columns.items()}
    found: dict[Position, Position] = {}
    for row, column in positions:
        value = earlier.value(row, column)
        if value is None or column not in here:
            continue
        before, now = _holding(earlier, column, value), _holding(later, here[column], value)
        if len(before) == len(now) == 1:
            found[row, column] = now[0], here[column]
    return found


def _holding(tab: Tab, column: int, value: Value) -> list[int]:
    return [row for row in range(len(tab.values)) if tab.value(row, column) == value]


def _untouched(earlier: Tab, at: Position, later: Tab, now: Position) -> bool:
    """Whether a cell still holds what it held."""
    return (
        earlier.value(*at) == later.value(*now)
        and earlier.formulas.get(at) == later.formulas.get(now)
        and earlier.notes.get(at) == later.notes.get(now)
    )


def amended(damage: Patch, before: Snapshot, after: Snapshot, *, late: bool = False) -> Carried:
    """What is left to put back after a repair that met another state than it was planned on.

    Args:
        damage: what was written.
        before: the state it was planned on.
        after: the state after it.
        late: whether people may have moved things since it as well.
    """
    was = {tab.id: tab for tab in before.tabs}
    result: Patch = {}
    certain = True
    for tab in after.tabs:
        puts = damage.get(tab.id)
        if not puts:
            continue
        holes = found(was[tab.id], tab, puts) if late else puts
        trace = Trace(was[tab.id], tab, holes)
        certain = certain and not trace.torn
        left: dict[Position, Put] = {}
        for at in holes.keys() | set(trace.targets(list(puts)).values()):
            source = trace.source(at)
            put = puts.get(source) if source else None
            if put is None:
                whole = holes[at].everything
                put = remembered(was[tab.id], source, at, everything=whole)
            if not (late and _holds(tab, at, put)):
                left[at] = put
        result[tab.id] = left
    return Carried(result, certain)
