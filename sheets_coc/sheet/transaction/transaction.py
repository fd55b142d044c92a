"""Writing to a sheet that people are editing: lock, write, verify.

Google Sheets has no conditional write. What it has: one `batchUpdate` is atomic and can
return the sheet as it stands right after, and protected ranges stop everyone but the owner.

1. Read, plan. Nothing to do: stop. Only new rows: one batch.
2. Lock and read, atomically; plan again, from that content.
3. Write, leave a marker, unlock and read back, atomically.
4. Verify. If the owner moved rows in between, the state the write met is worked out and
   planned on: the same plan means nothing wrong was hit. Otherwise everything the write
   replaced is put back from memory, and it starts again from 2, three times at most.

The write removes its own lock. So it cannot be applied once that lock is gone: when its
answer is lost and its marker is not found, the lock is replaced, and a write that is still
under way comes too late to do anything.

What cannot be told from an answer, and so cannot be prevented, is what the owner does between
2 and 3 to the very cells that are being written: typing into one, or cutting it out, and moving
its row. Where something was hit by mistake and cannot be put back for certain, the run says so.
The tests count how often such happens, by name.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic

from sheets_coc.errors import Error, SafetyStop
from sheets_coc.sheet.google import requests as rq
from sheets_coc.sheet.google.session import Session
from sheets_coc.sheet.model import Changes, Snapshot
from sheets_coc.sheet.transaction.cell_write import Patch, requests_for
from sheets_coc.sheet.transaction.expected import (
    as_planned,
    deleted_rows,
    holds,
    holds_somewhere,
    moved_by,
    only_moved,
)
from sheets_coc.sheet.transaction.locking import acquire_lock, let_go, release, remove_stale_locks
from sheets_coc.sheet.transaction.restore import amended, as_called_for, carried, undone
from sheets_coc.sheet.transaction.sending import send
from sheets_coc.sheet.transaction.state import TRIES, Planner, Run, T, gave_up

ROUNDS = 3
"""How often a plan is tried while people keep moving things."""


@dataclass(frozen=True, slots=True, repr=False)
class Outcome(Generic[T]):
    """What became of a transaction.

    Attributes:
        applied: whether anything was written.
        results: what the planner said, once for each plan that was tried.
        before: the state that the plan which stands was made from.
        after: the state as it was last seen.
        requests: how many requests to Sheets it took.
        rounds: how many writes were tried.
        repaired: how many cells were put back.
    """

    applied: bool
    results: tuple[T, ...]
    before: Snapshot
    after: Snapshot
    requests: int
    rounds: int = 0
    repaired: int = 0

    @property
    def result(self) -> T:
        """What the planner said of the plan that stands."""
        return self.results[-1]


@dataclass(frozen=True, slots=True, repr=False)
class Verdict:
    """What verification found.

    Attributes:
        good: whether the planned cells changed, and only those.
        damage: otherwise, what puts back all that the write replaced.
        error: why the state the write met must not be written to at all.
    """

    good: bool
    damage: Patch = field(default_factory=dict)
    error: Error | None = None


def transact(
    session: Session,
    planner: Planner[T],
    *,
    run_id: str,
    apply: bool = True,
    now: Callable[[], datetime] | None = None,
    break_lock: bool = False,
    first: Snapshot | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Outcome[T]:
    """Carry out what a planner calls for, and nothing else, whatever people do meanwhile.

    Args:
        session: the session with Google.
        planner: what to do about a state of the sheet. Pure; called again for every state
            that is looked at, so the same state must give the same changes.
        run_id: tells this run from others; letters, digits and hyphens.
        apply: whether to write; False plans only, in one request.
        now: the time for locks; by default Google's.
        break_lock: remove other runs' locks whatever their age.
        first: the state as it was just read, which saves a request.
        sleep: what waits.

    Raises:
        SafetyStop: another run is at work, or people kept moving things; nothing is changed.
        OutcomeUnknown: an answer was lost, and Google cannot be asked what became of it.
        GoogleError: Google could not be reached or refused.
        Error: what the planner raised; nothing is changed.
    """
    name = re.sub(r"[^A-Za-z0-9-]+", "-", run_id) or "run"
    run = Run(session, planner, name, break_lock, sleep, now or session.now)
    sent = session.requests
    snapshot = first or session.read()
    changes = run.plan(snapshot)
    if not apply or not rq.build(changes, snapshot):
        after = remove_stale_locks(run, snapshot) if apply else snapshot
        return _outcome(run, sent, snapshot, after, applied=False)
    try:
        before, after, applied = _rounds(run, snapshot, changes)
    except BaseException as error:
        let_go(run, error)
        raise
    return _outcome(run, sent, before, after, applied=applied)


def _outcome(
    run: Run[T], sent: int, before: Snapshot, after: Snapshot, *, applied: bool
) -> Outcome[T]:
    return Outcome(
        applied,
        tuple(run.results),
        before,
        after,
        run.session.requests - sent,
        run.rounds,
        run.repaired,
    )


def _rounds(run: Run[T], snapshot: Snapshot, changes: Changes) -> tuple[Snapshot, Snapshot, bool]:
    """Write until a write is verified. Returns the states before and after, and whether."""
    damage: Patch = {}
    refusal: Error | None = None
    for _ in range(ROUNDS):
        tabs = tabs_to_lock(snapshot, changes) | set(damage)
        if tabs:
            snapshot, changes, damage = _locked_plan(run, snapshot, tabs, damage)
            if not rq.build(changes, snapshot):
                return snapshot, release(run, snapshot), False
        written, late, refusal = write(run, snapshot, changes)
        if written is None:
            snapshot = run.session.read()
            changes = run.plan(snapshot)
            if not rq.build(changes, snapshot):
                return snapshot, release(run, snapshot), False
            continue
        verdict = verify(run, snapshot, changes, written, late=late)
        if verdict.good:
            return snapshot, written, True
        snapshot, damage = written, verdict.damage
        if verdict.error:
            refusal = verdict.error
            break
    if damage:
        _put_back(run, snapshot, damage)
    raise refusal or gave_up()


def _locked_plan(
    run: Run[T], snapshot: Snapshot, tabs: set[int], damage: Patch
) -> tuple[Snapshot, Changes, Patch]:
    """Lock, put back what an earlier round hit, and plan from what is there then."""
    for _ in range(TRIES):
        snapshot = _locked(run, snapshot, tabs, damage)
        damage = {}
        changes = run.plan(snapshot)
        more = tabs_to_lock(snapshot, changes) - tabs
        if not more:
            return snapshot, changes, {}
        tabs = tabs | more
    raise gave_up()


def _locked(run: Run[T], snapshot: Snapshot, tabs: set[int], damage: Patch) -> Snapshot:
    """Lock, and put back what an earlier round hit.

    Raises:
        SafetyStop: among others, that something could not be put back, whatever the reason.
    """
    try:
        locked = acquire_lock(run, snapshot, tabs)
        moved = carried(damage, snapshot, locked)
        return repair(run, locked, moved.patch, certain=moved.certain)
    except Error:
        if not damage:
            raise
    raise _not_put_back()


def tabs_to_lock(snapshot: Snapshot, changes: Changes) -> set[int]:
    """The tabs whose cells the changes touch; rows added below need no lock."""
    there = {tab.id for tab in snapshot.tabs}
    cells = {cell.tab for cell in changes.cells}
    return there & (cells | moved_by(changes) | deleted_rows(changes).keys())


def write(
    run: Run[T], snapshot: Snapshot, changes: Changes
) -> tuple[Snapshot | None, bool, Error | None]:
    """Write, mark, unlock and read back, atomically.

    Returns:
        The state right after, or None if nothing was applied; whether people may have edited
        since; and why it was refused.
    """
    run.rounds += 1
    return send(run, snapshot, rq.build(changes, snapshot), keep_lock=False)


def verify(
    run: Run[T], before: Snapshot, changes: Changes, after: Snapshot, *, late: bool = False
) -> Verdict:
    """Whether the planned cells of the planned rows changed, and nothing else.

    Args:
        run: the transaction.
        before: the state the changes were planned on.
        changes: what was written.
        after: the state right after.
        late: whether people may have edited after the write.
    """
    if as_planned(before, changes, after) or (late and only_moved(before, changes, after)):
        return Verdict(good=True)
    met = undone(before, changes, after, late=late)
    if late and met.torn:  # whether before the write or after it cannot be told
        return Verdict(False, error=_not_put_back())
    try:
        planned, _result = run.planner(met.snapshot)
    except Error as error:
        return Verdict(False, met.damage, _not_put_back() if met.lost else error)
    if met.torn:
        return Verdict(False, met.damage, _not_put_back() if met.lost else _came_apart())
    if as_called_for(met, planned, changes, after):
        return Verdict(good=True)
    return Verdict(False, met.damage)


def repair(run: Run[T], snapshot: Snapshot, damage: Patch, *, certain: bool = True) -> Snapshot:
    """Put back from memory what a write replaced, under the lock, which stays.

    Args:
        run: the transaction, holding its lock.
        snapshot: the state under the lock.
        damage: what to put back, on that state.
        certain: whether it is known for sure where all of it belongs.

    Returns:
        The state afterwards.

    Raises:
        SafetyStop: it could not be put back, or not for certain.
    """
    for _ in range(ROUNDS):
        if not damage:
            break
        after, late, _error = send(run, snapshot, requests_for(damage), keep_lock=True)
        if after is None:
            after = acquire_lock(run, run.session.read(), set(damage))
            moved = carried(damage, snapshot, after)
            damage, certain = moved.patch, certain and moved.certain
        elif holds(snapshot, damage, after) or (late and holds_somewhere(snapshot, damage, after)):
            run.repaired += sum(len(puts) for puts in damage.values())
            damage = {}
        else:
            moved = amended(damage, snapshot, after, late=late)
            damage, certain = moved.patch, certain and moved.certain
        snapshot = after
    if damage or not certain:
        raise _not_put_back()
    return snapshot


def _put_back(run: Run[T], snapshot: Snapshot, damage: Patch) -> None:
    """Lock, put back and let go, after the last round."""
    release(run, _locked(run, snapshot, set(damage), damage))


def _not_put_back() -> SafetyStop:
    return SafetyStop(
        "While the tool wrote, rows were moved, and not everything it hit could be put back. "
        "Compare with the version of a minute ago under File > Version history.",
        code="not-put-back",
    )


def _came_apart() -> SafetyStop:
    return SafetyStop(
        "Stopped. While the tool wrote, rows came apart, as after sorting only some columns. "
        "What it wrote was taken back; the rows are as the sort left them. Undo the sort (Edit, "
        "Undo, or File, Version history), then run again.",
        code="rows-apart",
    )
