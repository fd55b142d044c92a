"""The one way back: what a write replaced is put back from its hidden tab.

Whether verification failed, an answer was lost or an earlier run died, the newest hidden tab is
taken back first. First its rows are located, then what stood there is pasted back, from the
hidden tab, so that chips, notes, links and formulas return as Google knows them. That is a write
like any other: it keeps what it replaces, and afterwards it is looked at whether it met the rows
it was meant for. If people moved them in that very second, it is taken back itself, once.

A cell is only overwritten if it holds exactly what the tool left there. What cannot be put back
for certain stays in the hidden tab, and a person is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from sheets_coc.sheet import undo_tab
from sheets_coc.sheet.google import requests as rq
from sheets_coc.sheet.model import Position, Snapshot
from sheets_coc.sheet.transaction import undo
from sheets_coc.sheet.transaction.filter_trial import note_trial, trial
from sheets_coc.sheet.transaction.lock import locks_of, remove_copies
from sheets_coc.sheet.transaction.locking import acquire_lock, end, is_left, release
from sheets_coc.sheet.transaction.placing import rows_missing
from sheets_coc.sheet.transaction.put_back import PutBack, pasted, put_backs, remade, written
from sheets_coc.sheet.transaction.sending import send
from sheets_coc.sheet.transaction.state import TRIES, Run, T, not_put_back
from sheets_coc.sheet.undo_tab import Copy, Kind, Left

ATTEMPTS = 2
"""How often a put-back is tried while people keep moving things."""


@dataclass(frozen=True, slots=True, repr=False)
class Done:
    """What became of a put-back.

    Attributes:
        after: the state right after it.
        made: what was put back, by the hidden tab that keeps what stood there.
    """

    after: Snapshot
    made: Mapping[int, PutBack]

    @property
    def met(self) -> bool:
        """Whether the rows that were meant were met: all of each stood there."""
        there = {copy.tab.id: copy for copy in undo_tab.copies(self.after)}
        return all(
            undo.same_cell(put.tab, at, there[tab_id].tab, at)
            for tab_id, put in self.made.items()
            if tab_id in there  # else somebody has deleted it: there is nothing to look at
            for at in _cells_of(there[tab_id])
        )

    def holds(self, copy: Copy, at: Position) -> bool:
        """Whether a cell was put back, and is as it was."""
        tabs = {tab.id: tab for tab in self.after.tabs}
        return any(
            undo.same_cell(copy.tab, at, tabs[put.tab.id], put.cells[at])
            for put in self.made.values()
            if put.copy is copy and at in put.cells and put.tab.id in tabs
        )


def _cells_of(copy: Copy) -> Iterator[Position]:
    """The cells of the rows that were written."""
    return ((row, column) for row in copy.rows for column in range(copy.label.width))


def settle(run: Run[T], snapshot: Snapshot) -> Snapshot:
    """Take back what crashed runs left half done, and remove their locks and hidden tabs.

    Raises:
        SafetyStop: people keep moving things, or another run is at work.
    """
    left = [copy for copy in undo_tab.copies(snapshot) if is_left(run, copy.label)]
    if left:
        tabs = {copy.label.tab for copy in left}
        locked = acquire_lock(run, snapshot, tabs, partial(trial, run, tabs))
        note_trial(run, locked)
        return release(run, roll_back(run, locked))
    return release(run, snapshot)


def roll_back(run: Run[T], snapshot: Snapshot) -> Snapshot:
    """Put back what unfinished writes of this run and of crashed ones replaced, the newest first.

    Args:
        run: the transaction, holding the lock over the tabs concerned.
        snapshot: the state under the lock.

    Returns:
        The state afterwards; the lock stays.

    Raises:
        SafetyStop: people keep moving things. What was replaced stays in the hidden tabs.
    """
    done: set[int] = set()
    while newest := _newest(run, snapshot, done):
        snapshot = _take_back(run, snapshot, newest)
        done |= {copy.tab.id for copy in newest}
    return snapshot


def _newest(run: Run[T], snapshot: Snapshot, done: set[int]) -> list[Copy]:
    """The copies of the newest write that is to be taken back.

    Memory stands in for hidden tabs that somebody has deleted.
    """
    there = [
        copy
        for copy in undo_tab.copies(snapshot)
        if copy.label.kind is Kind.UNDO and (copy.label.run == run.name or is_left(run, copy.label))
    ]
    known = {copy.tab.id: copy for copy in run.unverified}
    there = [known.pop(copy.tab.id, copy) for copy in there] + list(known.values())
    there = [copy for copy in there if copy.tab.id not in done]
    last = there[-1:]
    return [
        copy
        for copy in there
        if (copy.label.run, copy.label.write) == (last[0].label.run, last[0].label.write)
    ]


def _take_back(run: Run[T], snapshot: Snapshot, copies: Sequence[Copy]) -> Snapshot:
    """Put back what one write replaced, and end its hidden tabs.

    Raises:
        SafetyStop: people keep moving things. The hidden tabs stay.
    """
    run.whole = run.whole or any(copy.label.whole for copy in copies)
    for _ in range(ATTEMPTS):
        first = _put(run, snapshot, copies, by_hand=False)
        # A paste may leave out rows that a filter hides in its goal: they are written instead.
        second = _put(run, first.after, copies, by_hand=True, first=first) if first.met else first
        if second.met:
            return _finish(run, second.after, copies, (first, second))
        # It hit other rows than it was meant for.
        wrong = [copy for copy in undo_tab.copies(second.after) if copy.tab.id in second.made]
        back = _put(run, second.after, wrong, by_hand=False)
        snapshot = back.after
        if not back.met:
            break
        snapshot = _finish(run, snapshot, wrong, (back,))
    raise not_put_back()


def _put(
    run: Run[T], snapshot: Snapshot, copies: Sequence[Copy], *, by_hand: bool,
    first: Done | None = None,
) -> Done:  # fmt: skip
    """Put back the cells that may be, keeping what stands there now.

    Args:
        run: the transaction.
        snapshot: the state under the lock.
        copies: what to put back.
        by_hand: write the cells one by one, instead of pasting.
        first: what was put back before: none of it is put back again, wherever else it fits.
    """
    for _ in range(TRIES):
        puts = list(
            put_backs(snapshot, copies, by_hand=by_hand, held=first.holds if first else None)
        )
        if not puts:
            break
        run.count_write(snapshot)
        made: dict[int, PutBack] = {}
        memory: list[Copy] = []
        batch: list[rq.Request] = []
        for put in puts:
            copy, keeping = _kept(run, snapshot, put)
            made[copy.tab.id] = put
            memory.append(copy)
            batch += keeping
        for put in puts:
            there = any(tab.id == put.copy.tab.id for tab in snapshot.undo)
            by_paste = there and not (by_hand or put.copy.label.bare)
            batch += pasted(put) if by_paste else written(put, put.cells)
        after, _refusal = send(run, snapshot, batch, made)
        if after is not None:
            run.repaired += sum(len(put.cells) for put in puts)
            run.unverified += undo_tab.as_read(memory, after)
            return Done(after, made)
        seen = run.session.read()
        held = {lock.id for lock in locks_of(seen)}
        by_hand = by_hand or held.issuperset(run.locks)  # then it is the paste that is refused
        snapshot = acquire_lock(run, seen, {put.tab.id for put in puts})
    return Done(snapshot, {})


def _kept(run: Run[T], snapshot: Snapshot, put: PutBack) -> tuple[Copy, list[rq.Request]]:
    """What a put-back replaces, and the requests that keep it."""
    source, label = put.copy.tab, put.copy.label
    left = {
        now: Left(
            None if at in source.formulas else source.value(*at),
            at in source.formulas,
            source.notes.get(at),
        )
        for at, now in put.cells.items()
    }
    key = label.header, label.keys[0] if label.keyed else None
    return undo.keep(run, snapshot, put.tab, left, key, source=put.copy.tab.id)


def _finish(
    run: Run[T], snapshot: Snapshot, copies: Sequence[Copy], done: Sequence[Done]
) -> Snapshot:
    """End the hidden tabs of a write that was taken back; what is left over is kept.

    Args:
        run: the transaction.
        snapshot: the state now.
        copies: what the write replaced.
        done: what was put back of it.
    """
    gone = {tab_id for one in done for tab_id in one.made}
    kept: dict[int, tuple[Copy, set[int]]] = {}
    for copy in copies:
        restored = partial(_is_restored, copy, done)
        if rows := rows_missing(copy, snapshot, restored):
            kept[copy.tab.id] = copy, rows
        else:
            gone.add(copy.tab.id)
    ended = gone | kept.keys()
    run.unverified = [copy for copy in run.unverified if copy.tab.id not in ended]
    run.kept += len(kept)

    def keeping(now: Snapshot) -> list[rq.Request]:
        there = {tab.id for tab in now.undo}
        batch: list[rq.Request] = []
        for copy, rows in kept.values():
            label = replace(copy.label, kind=Kind.KEPT)
            batch += _keep(copy, rows) if copy.tab.id in there else remade(label, copy, rows)
        return batch

    return end(run, snapshot, keeping(snapshot), gone, unlock=False, anew=keeping)


def _is_restored(copy: Copy, done: Iterable[Done], at: Position) -> bool:
    """Whether a cell was put back."""
    return any(one.holds(copy, at) for one in done)


def _keep(copy: Copy, rows: set[int]) -> Iterator[rq.Request]:
    """Requests that keep of a hidden tab only the rows that could not be put back."""
    label = replace(copy.label, kind=Kind.KEPT)
    yield from undo.relabel(copy.tab.id, label)
    yield from remove_copies(copy.tab)
    if not undo_tab.is_removable(copy.tab):
        return  # it stays as it is: protected by somebody
    others = set(range(label.height)) - rows
    gone = others - {label.header} | {row + label.height for row in others}
    # Somebody may have deleted rows in the second when the whole tab was copied.
    for first, stop in undo.blocks(row for row in gone if row < copy.tab.rows):
        span = undo.area(copy.tab.id, first, stop, label.width)
        yield {"updateCells": {"range": span, "fields": "*"}}
