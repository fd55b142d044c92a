"""Writing to a sheet that people are editing, as a database does: nothing is lost on the way.

Google Sheets has no conditional write. What it has: one `batchUpdate` is atomic, can return the
sheet as it stands right after, and can copy rows to another tab in the same step that overwrites
them; and protected ranges stop everyone but the owner.

1. Settle: take back what a crashed run left half done.
2. Read and plan. Nothing to do: stop. Only rows to be added: one batch.
3. Lock, prove that Google copies those rows whole, and read again, atomically. Plan from that.
4. Keep, write, read back, atomically: the rows are copied to a hidden tab, then overwritten.
5. Verify: the copies, put into what came back, give the state the write met. If the planner calls
   for the same cells there, one batch forgets: it removes the hidden tab and the lock, and
   carries what only adds, such as the line in the Log.
6. Otherwise roll back from the hidden tab, and start again from 3, three times at most.

An example: case `amber-kite` is due. Under the lock it stands in row 2, so "Expunged" is to be
written to C2. In that second the file's owner, whom no lock stops, inserts a row above.

    what the write met        hidden tab              what came back
    1  Case        Named      Case        Named       Case        Named
    2                                                             Expunged
    3  amber-kite  Oskar V.                           amber-kite  Oskar V.

The hidden tab's row 2 put back gives the left column: the write met a blank row. Planned on that,
C3 is called for and not C2, so C2 is pasted back from the hidden tab, and all starts again.

Whatever is overwritten exists elsewhere until it is known to be right, whoever did what meanwhile
and whatever became of this process: a hidden tab that is left is taken back by the next run.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Generic

from sheets_coc.errors import Error, SafetyStop
from sheets_coc.sheet import undo_tab
from sheets_coc.sheet.google import requests as rq
from sheets_coc.sheet.google.session import Session
from sheets_coc.sheet.model import Changes, Snapshot
from sheets_coc.sheet.transaction import lock as locking
from sheets_coc.sheet.transaction import undo
from sheets_coc.sheet.transaction.adding import add
from sheets_coc.sheet.transaction.giving_up import let_go
from sheets_coc.sheet.transaction.locking import (
    end,
    proofs,
    release,
    wait_for_others,
)
from sheets_coc.sheet.transaction.parts import adding, overwriting
from sheets_coc.sheet.transaction.proof import locked_plan
from sheets_coc.sheet.transaction.rollback import roll_back, settle
from sheets_coc.sheet.transaction.sending import send
from sheets_coc.sheet.transaction.state import Planner, Run, T, gave_up, not_put_back
from sheets_coc.sheet.transaction.verification import Verdict, verify
from sheets_coc.sheet.undo_tab import Copy

ROUNDS = 3
"""How often a plan is tried while people keep moving things."""


@dataclass(frozen=True, slots=True, repr=False)
class Outcome(Generic[T]):
    """What became of a transaction.

    Attributes:
        applied: whether anything was written.
        results: what the planner said, once for each plan that was tried.
        after: the state as it was last seen.
        requests: how many requests to Sheets it took.
        rounds: how many writes were tried.
        repaired: how many cells were put back.
        kept: how many hidden tabs keep what could not be put back.
        open: whether Google let more people past the lock than it was asked to.
    """

    applied: bool
    results: tuple[T, ...]
    after: Snapshot
    requests: int
    rounds: int = 0
    repaired: int = 0
    kept: int = 0
    open: bool = False

    @property
    def result(self) -> T:
        """What the planner said of the plan that stands."""
        return self.results[-1]


def transact(
    session: Session,
    planner: Planner[T],
    *,
    run_id: str,
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
        now: the time for locks; by default Google's.
        break_lock: remove other runs' locks whatever their age, and take back what they wrote.
        first: the state as it was just read, which saves a request.
        sleep: what waits.

    Raises:
        SafetyStop: another run is at work, or people kept moving things; nothing is changed, or
            what was is kept in a hidden tab that the next run takes back.
        OutcomeUnknown: an answer was lost, and Google cannot be asked what became of it.
        GoogleError: Google could not be reached or refused.
        Error: what the planner raised; nothing is changed.
    """
    name = re.sub(r"[^A-Za-z0-9-]+", "-", run_id) or "run"
    run = Run(session, planner, name, break_lock, sleep, now or session.now)
    sent = session.requests
    snapshot = first or session.read()
    try:
        snapshot = settle(run, snapshot)
        after, applied = _rounds(run, snapshot, run.plan(snapshot))
    except BaseException as error:
        let_go(run, error)
        raise
    return Outcome(applied, tuple(run.results), after, session.requests - sent,
                   run.rounds, run.repaired, run.kept, run.open)  # fmt: skip


def recover(
    session: Session,
    snapshot: Snapshot,
    *,
    run_id: str,
    now: Callable[[], datetime] | None = None,
    break_lock: bool = False,
    sleep: Callable[[float], None] = time.sleep,
) -> Snapshot:
    """Take back what crashed runs left half done: before the first plan of a writing command.

    Args:
        session: the session with Google.
        snapshot: the spreadsheet as it was just read.
        run_id: tells this run from others.
        now: the time; by default Google's.
        break_lock: do so for runs that may still be at work.
        sleep: what waits.

    Returns:
        The state afterwards; `snapshot` itself where nothing was left, without a request.

    Raises:
        SafetyStop: people keep moving things, or another run is at work.
        GoogleError: Google could not be reached or refused.
    """
    outcome = transact(session, lambda seen: (Changes(), None), run_id=run_id, now=now,
                       break_lock=break_lock, first=snapshot, sleep=sleep)  # fmt: skip
    return outcome.after


def _rounds(run: Run[T], snapshot: Snapshot, changes: Changes) -> tuple[Snapshot, bool]:
    """Write until a write is verified. Returns the state then, and whether."""
    refusal: Error | None = None
    for _ in range(ROUNDS):
        if overwriting(changes, snapshot).cells:
            snapshot, changes = locked_plan(run, snapshot, changes)
        if not rq.build(changes, snapshot):
            return release(run, snapshot), False
        if not overwriting(changes, snapshot).cells:
            free = wait_for_others(run, release(run, snapshot))
            if free is not snapshot:
                snapshot, changes = free, run.plan(free)
                continue
            after, refusal = add(run, snapshot, rq.build(changes, snapshot))
            if after is not None:
                run.rounds += 1
                return after, True
            snapshot = run.session.read()
            changes = run.plan(snapshot)
            continue
        after, refusal = write(run, snapshot, changes)
        if after is None:
            snapshot = run.session.read()
            continue
        verdict = verify(run, snapshot, changes, after, run.unverified)
        if verdict.met is not None:
            return forget(run, after, verdict), True
        snapshot = roll_back(run, after)
        if run.kept:
            raise not_put_back()
        if verdict.error:
            raise verdict.error
    raise refusal or gave_up()


def write(
    run: Run[T], snapshot: Snapshot, changes: Changes
) -> tuple[Snapshot | None, Error | None]:
    """Keep the rows, write, and read back, atomically; the lock stays.

    Returns:
        The state right after, or None if nothing was applied; and why it was refused.
    """
    run.rounds += 1
    run.count_write(snapshot)
    part = overwriting(changes, snapshot)
    batch: list[rq.Request] = []
    made: dict[int, Copy] = {}
    for tab in snapshot.tabs:
        if left := undo.left_by(cell for cell in part.cells if cell.tab == tab.id):
            copy, keeping = undo.keep(run, snapshot, tab, left, part.keys.get(tab.id))
            made[copy.tab.id] = copy
            batch += keeping
    batch = rq.build(part, snapshot, copies=batch)
    batch += [one for tab in proofs(run, snapshot) for one in undo.forget(tab)]
    after, refusal = send(run, snapshot, batch, made)
    run.unverified = undo_tab.as_read(made.values(), after) if after else []
    return after, refusal


def forget(run: Run[T], snapshot: Snapshot, verdict: Verdict) -> Snapshot:
    """Remove hidden tabs and lock, and add what is to be added: the write is known to be right.

    Args:
        run: the transaction.
        snapshot: the state after the write.
        verdict: the state it met, and what is to be added.

    Raises:
        SafetyStop: another run broke the lock and took the write back.
    """
    copies, run.unverified = run.unverified, []
    tabs = {copy.tab.id for copy in copies}
    batch = rq.build(verdict.rest, snapshot)
    anew = partial(_rest_anew, run, verdict, copies)
    return end(run, snapshot, batch, tabs, anew=anew, once=True)


def _rest_anew(
    run: Run[T], verdict: Verdict, copies: Sequence[Copy], snapshot: Snapshot
) -> list[rq.Request]:
    """What is to be added, if somebody deleted the Log or the like in the meantime.

    Planned on the state the write met, in the tabs it wrote, and on what the others are now.
    """
    if any(lock.run != run.name for lock in locking.locks_of(snapshot)):
        raise SafetyStop(
            "Another run broke this one's lock and took back what it had written. Run it again.",
            code="taken-over",
        )
    written = {copy.label.tab for copy in copies}
    met = verdict.met or snapshot
    old = {tab.id: tab for tab in met.tabs if tab.id in written}
    tabs = [old.get(tab.id, tab) for tab in snapshot.tabs]
    state = replace(snapshot, tabs=tabs)
    planned, _result = run.planner(state)
    return rq.build(adding(planned, state), snapshot)
