"""Rows that were overwritten and yet are not in the hidden tab, as memory has them.

The proof shows that Google copies rows whole. A filter that somebody sets between that and the
write may still keep a row out of the copy, and those below it close up. What was not written
tells: it came back in the same moment as the copy, and differs from it.

    memory, under the lock     what came back            the hidden tab
    2  amber-kite  Oskar V.    2  amber-kite  Expunged   2  brisk-lamp  Nadja B.
    3  brisk-lamp  Nadja B.    3  brisk-lamp  Nadja B.   3

What it held before is taken from the state under the lock: from the row that agrees best with
what was not written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from sheets_coc.sheet import undo_tab
from sheets_coc.sheet.model import Position, Snapshot, Tab, Value
from sheets_coc.sheet.transaction import undo
from sheets_coc.sheet.transaction.placing import place
from sheets_coc.sheet.undo_tab import Copy, Left


def complete(made: Mapping[int, Copy], after: Snapshot) -> Iterator[Copy]:
    """What is kept of a write: the hidden tabs, and memory for what is not in them.

    Args:
        made: the hidden tabs it made, as memory has them, by their ids.
        after: the state right after the write, as it came back with the write itself.
    """
    there = {copy.tab.id: copy for copy in undo_tab.copies(after)}
    tabs = {tab.id: tab for tab in after.tabs}
    for tab_id, memory in made.items():
        kept, tab = there.get(tab_id), tabs.get(memory.label.tab)
        if kept is None:
            yield memory  # somebody has deleted the hidden tab
        elif tab is None or not (rows := set(_left_out(kept, tab))):
            yield kept
        else:
            yield _without(kept, memory, rows)
            written = _written(memory, kept, tab, rows)
            height = max(memory.label.height, *(row + 1 for row, _ in written))
            label = replace(memory.label, height=height)
            anew = replace(memory.tab, id=undo.new_id(after))
            yield replace(memory, label=label, tab=anew, written=written)


def _without(kept: Copy, memory: Copy, rows: Collection[int]) -> Copy:
    """A hidden tab without the rows that are not in it: memory stands for them.

    It is needed all the same if it shows a row that memory does not have.
    """
    written = {at: left for at, left in kept.written.items() if at[0] not in rows}
    known = {(), *map(_filled, memory.tab.values)}
    shown = set(map(_filled, kept.tab.values[: kept.label.height]))
    return replace(kept, written=written, needed=not shown <= known)


def _filled(row: Sequence[Value]) -> tuple[Value, ...]:
    """A row's values without the blank cells behind them."""
    filled = [at for at, value in enumerate(row, 1) if value not in (None, "")]
    return tuple(row[: max(filled, default=0)])


def _left_out(kept: Copy, tab: Tab) -> Iterator[int]:
    """The rows that were written and that the hidden tab does not show as they stood."""
    for row in kept.rows:
        others = (column for column in range(kept.label.width) if (row, column) not in kept.written)
        if not all(undo.same_cell(kept.tab, (row, c), tab, (row, c)) for c in others):
            yield row


def _written(memory: Copy, kept: Copy, tab: Tab, rows: Collection[int]) -> dict[Position, Left]:
    """What was left in the rows left out, by where their cells stood under the lock."""
    columns = place(memory, tab).columns
    before = {now: column for column, now in columns.items()}
    sources = {row: _source(memory, kept, tab, row, columns) for row in rows}
    return {
        (sources[row], before.get(column, column)): left
        for (row, column), left in kept.written.items()
        if row in rows
    }


def _source(memory: Copy, kept: Copy, tab: Tab, row: int, columns: Mapping[int, int]) -> int:
    """The row under the lock that one is: the one that agrees best in what was not written.

    One that is blank beside what was written was blank before: it is a row below all others.
    """
    own = {
        column: tab.value(row, now)
        for column, now in columns.items()
        if (row, now) not in kept.written and tab.value(row, now) not in (None, "")
    }
    rows = len(memory.tab.values)
    if not own:
        return rows + row

    def agreement(at: int) -> tuple[int, bool]:
        return sum(memory.tab.value(at, c) == value for c, value in own.items()), at == row

    return max(range(rows), key=agreement, default=row)
