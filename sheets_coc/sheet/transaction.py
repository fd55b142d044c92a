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
2 and 3 to the very cells that are being written: typing into one (and moving its row), and
sorting only some of the columns, which tears rows apart. The tests count how often such
happens to matter, by name.
"""

from __future__ import annotations

import contextlib
import re
import secrets
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from sheets_coc.errors import Error, GoogleError, OutcomeUnknown, SafetyStop
from sheets_coc.sheet import lock as locking
from sheets_coc.sheet import requests as rq
from sheets_coc.sheet.expected import as_planned, deleted_rows, holds, mentioned, moved_by
from sheets_coc.sheet.failures import unknown, who
from sheets_coc.sheet.model import Changes, Snapshot
from sheets_coc.sheet.put import Patch, requests_for
from sheets_coc.sheet.session import Session
from sheets_coc.sheet.undo import amended, as_called_for, carried, undone

T = TypeVar("T")
Planner = Callable[[Snapshot], tuple[Changes, T]]
"""Pure: the changes a state of the sheet calls for, and what to say about them."""

ROUNDS = 3
"""How often a plan is tried while people keep moving things."""
TRIES = 4
"""How often a lock, or the fate of a lost answer, is asked for."""
LOCK_WAITS = (2.0, 5.0, 10.0, 20.0, 30.0)
"""Seconds to wait for another run's lock, each followed by a look."""


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


@dataclass(slots=True, repr=False)
class Run(Generic[T]):
    """One transaction under way.

    Attributes:
        session: the session with Google.
        planner: the pure planner.
        name: the run's id, no white space.
        break_lock: whether other runs' locks are removed whatever their age.
        sleep: what waits.
        clock: the time, the same for all machines: Google's.
        locks: ids of the locks held.
        unsure: whether a lock may be held that is not among them.
        batches: how many batches were sent, to tell their markers apart.
        results: what the planner said so far.
        rounds: how many writes were tried.
        repaired: how many cells were put back.
        number: the id of the marker of rows that are only added.
    """

    session: Session
    planner: Planner[T]
    name: str
    break_lock: bool
    sleep: Callable[[float], None]
    clock: Callable[[], datetime]
    locks: tuple[int, ...] = ()
    unsure: bool = False
    batches: int = 0
    results: list[T] = field(default_factory=list)
    rounds: int = 0
    repaired: int = 0
    number: int = field(default_factory=lambda: secrets.randbelow(2**31 - 1) + 1)

    def plan(self, snapshot: Snapshot) -> Changes:
        """The changes a state calls for; what the planner says of them is kept."""
        changes, result = self.planner(snapshot)
        self.results.append(result)
        return changes

    def marker(self) -> tuple[str, int | None]:
        """The key of the next batch's marker, and its id where one is chosen.

        A batch that only adds rows has no lock whose absence would stop it from being applied
        late. Its marker has the same key and id each time it is sent: Google refuses a second.
        """
        if not self.locks:
            return f"{rq.MARKER}{self.name}-0", self.number
        self.batches += 1
        return f"{rq.MARKER}{self.name}-{self.batches}", None


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
        _let_go(run, error)
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
    raise refusal or _gave_up()


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
    raise _gave_up()


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


def acquire_lock(run: Run[T], snapshot: Snapshot, tabs: Collection[int]) -> Snapshot:
    """Lock tabs and read them, atomically: the state to plan from.

    Raises:
        SafetyStop: another run holds a lock and does not let go.
    """
    waits = iter(LOCK_WAITS)
    for _ in range(TRIES + len(LOCK_WAITS)):
        if not {tab.id for tab in snapshot.tabs}.intersection(tabs):
            return snapshot  # they are gone: nothing is left to lock
        if _others(run, snapshot):
            _wait(run, waits)
            snapshot = run.session.read()
            continue
        locked = _lock_once(run, snapshot, tabs)
        if locked is None:
            snapshot = run.session.read()
        elif _others(run, locked):
            snapshot = release(run, locked)
            _wait(run, waits)
        else:
            return locked
    raise _gave_up()


def _lock_once(run: Run[T], snapshot: Snapshot, tabs: Collection[int]) -> Snapshot | None:
    """Try to lock: the state under the lock, or None if it must be looked at anew."""
    text = locking.description(run.name, run.clock())
    kept = _without_stale(run, snapshot)
    removed = [lock.id for lock in locking.locks_of(snapshot) if lock not in kept]
    batch = [locking.remove_request(lock) for lock in removed]
    batch += locking.add_requests(snapshot, tabs, text, run.session.account)
    run.unsure = True
    try:
        locked = run.session.batch(batch, read_back=True).snapshot
    except OutcomeUnknown:
        locked = run.session.read()
    except GoogleError as error:
        if error.code != "refused":
            raise
        run.unsure = False
        return None
    return locked if locked and _hold(run, locked, tabs) else None


def _hold(run: Run[T], snapshot: Snapshot, tabs: Collection[int]) -> bool:
    """Note the locks held; whether every tab that is there is locked."""
    own = [lock for lock in locking.locks_of(snapshot) if lock.run == run.name]
    run.locks = tuple(lock.id for lock in own)
    run.unsure = False
    there = {tab.id for tab in snapshot.tabs}
    return bool(own) and {lock.tab for lock in own} >= (set(tabs) & there)


def _others(run: Run[T], snapshot: Snapshot) -> list[locking.Lock]:
    """Locks of other runs that seem to be at work."""
    return [lock for lock in _without_stale(run, snapshot) if lock.run != run.name]


def _without_stale(run: Run[T], snapshot: Snapshot) -> list[locking.Lock]:
    """The locks that are to be respected.

    Raises:
        SafetyStop: a lock was left behind that this account may not remove.
    """
    now = run.clock()
    locks = [lock for lock in locking.locks_of(snapshot) if lock.run != run.name]
    left = [lock for lock in locks if run.break_lock or lock.is_stale(now)]
    if any(not lock.may_remove for lock in left):
        raise SafetyStop(
            "A crashed run of another account left its lock in the sheet. Remove the protected "
            f"range named “{locking.PREFIX}…” under Data > Protect sheets and ranges.",
            code="lock-left",
        )
    return [lock for lock in locks if lock not in left]


def _wait(run: Run[T], waits: Iterator[float]) -> None:
    """Give another run time to finish."""
    seconds = next(waits, None)
    if seconds is None:
        raise SafetyStop(
            "Another run of sheets-coc is writing to this sheet; nothing was changed. Try again "
            "in ten minutes. If that run has crashed, --break-lock does not wait.",
            code="locked",
        )
    run.sleep(seconds)


def write(
    run: Run[T], snapshot: Snapshot, changes: Changes
) -> tuple[Snapshot | None, bool, Error | None]:
    """Write, mark, unlock and read back, atomically.

    Returns:
        The state right after, or None if nothing was applied; whether people may have edited
        since; and why it was refused.
    """
    run.rounds += 1
    return _send(run, snapshot, rq.build(changes, snapshot), keep_lock=False)


def _send(
    run: Run[T], snapshot: Snapshot, batch: list[rq.Request], *, keep_lock: bool
) -> tuple[Snapshot | None, bool, Error | None]:
    """Send a batch with its marker and without its lock, and find out what became of it."""
    marker, number = run.marker()
    tabs = mentioned(batch)
    batch += [rq.create_metadata(marker, run.clock().isoformat(), number)]
    batch += [rq.delete_metadata(key) for key in _old_markers(run, snapshot) if key != marker]
    batch += [locking.remove_request(lock) for lock in run.locks]
    if keep_lock:
        batch += _relock(run, snapshot)
    run.unsure = True
    late = False
    try:
        after = run.session.batch(batch, read_back=True).snapshot
    except OutcomeUnknown:
        after, late = resolve_unknown(run, marker, snapshot), True
    except GoogleError as error:
        if error.code != "refused":
            raise
        if number is None or not run.session.find_metadata(marker):
            return None, False, _refused(run, snapshot, tabs, error)
        after, late = run.session.read(), True
    if after:
        _hold(run, after, ())
    return after, late, None


def _old_markers(run: Run[T], snapshot: Snapshot) -> list[str]:
    """Markers that nobody will ask for again: this run's own, and those of finished runs."""
    now = run.clock()
    old = []
    for key, value in snapshot.metadata.items():
        if not key.startswith(rq.MARKER):
            continue
        try:
            young = abs(now - datetime.fromisoformat(value)) < locking.STALE_AFTER
        except (ValueError, TypeError):
            young = False
        if not young or key.startswith(f"{rq.MARKER}{run.name}-"):
            old.append(key)
    return old


def _refused(run: Run[T], snapshot: Snapshot, tabs: set[int], error: GoogleError) -> Error:
    """Why a write was refused, if a protected range of the committee's explains it."""
    blocked = any(
        not (entry.may_edit or entry.warning_only)
        for tab in snapshot.tabs
        for entry in tab.protections
        if tab.id in tabs
    )
    if not blocked:
        return error
    return GoogleError(
        "A protected range covers cells that must be written. Under Data > Protect sheets and "
        f"ranges, let {who(run.session.account)} edit it. Nothing was changed.",
        code="protected",
    )


def resolve_unknown(run: Run[T], marker: str, snapshot: Snapshot) -> Snapshot | None:
    """What became of a write whose answer was lost.

    Args:
        run: the transaction.
        marker: the key the write leaves behind.
        snapshot: the state it was planned on.

    Returns:
        The state if it was applied; None if it was not, and then it never will be.

    Raises:
        OutcomeUnknown: Google cannot be asked.
    """
    for pause in (0.0, 2.0, 5.0, 10.0):
        run.sleep(pause)
        with contextlib.suppress(GoogleError):
            if run.session.find_metadata(marker):
                return run.session.read()
            if not run.locks:
                return _look_again(run, marker)
            if _fence(run, snapshot):
                return None
            seen = run.session.read()
            if marker in seen.metadata:
                return seen
            if _lost_lock(run, seen):
                return None
    raise unknown()


def _fence(run: Run[T], snapshot: Snapshot) -> bool:
    """Replace the lock, without which the lost write cannot be applied any more.

    Returns:
        Whether it was there to be replaced: if not, the write took it away, or someone did.
    """
    batch = [locking.remove_request(lock) for lock in run.locks]
    batch += _relock(run, snapshot)
    try:
        locked = run.session.batch(batch, read_back=True).snapshot
    except GoogleError as error:
        if error.code != "refused":
            raise
        return False
    if locked:
        _hold(run, locked, ())
    return True


def _lost_lock(run: Run[T], snapshot: Snapshot) -> bool:
    """Whether someone took away a lock, without which the lost write is refused as well."""
    there = {lock.id for lock in locking.locks_of(snapshot)}
    if there.issuperset(run.locks):
        return False
    _hold(run, snapshot, ())
    return True


def _relock(run: Run[T], snapshot: Snapshot) -> Iterator[rq.Request]:
    """Requests that lock anew what is locked: a fresh lock has an id of its own."""
    held = set(run.locks)
    tabs = {lock.tab for lock in locking.locks_of(snapshot) if lock.id in held}
    text = locking.description(run.name, run.clock())
    return locking.add_requests(snapshot, tabs, text, run.session.account)


def _look_again(run: Run[T], marker: str) -> Snapshot | None:
    """Rows were added without a lock: give the write time to arrive before it is repeated."""
    run.sleep(15.0)
    return run.session.read() if run.session.find_metadata(marker) else None


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
    if as_planned(before, changes, after):
        return Verdict(good=True)
    met = undone(before, changes, after, late=late)
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
        after, _late, _error = _send(run, snapshot, requests_for(damage), keep_lock=True)
        if after is None:
            after = acquire_lock(run, run.session.read(), set(damage))
            moved = carried(damage, snapshot, after)
            damage, certain = moved.patch, certain and moved.certain
        elif holds(snapshot, damage, after):
            run.repaired += sum(len(puts) for puts in damage.values())
            damage = {}
        else:
            moved = amended(damage, snapshot, after)
            damage, certain = moved.patch, certain and moved.certain
        snapshot = after
    if damage or not certain:
        raise _not_put_back()
    return snapshot


def _put_back(run: Run[T], snapshot: Snapshot, damage: Patch) -> None:
    """Lock, put back and let go, after the last round."""
    release(run, _locked(run, snapshot, set(damage), damage))


def release(run: Run[T], snapshot: Snapshot) -> Snapshot:
    """Remove the locks held, and read."""
    batch = [locking.remove_request(lock) for lock in run.locks]
    if not batch:
        return snapshot
    try:
        after = run.session.batch(batch, read_back=True).snapshot
    except OutcomeUnknown:
        after = None
    except GoogleError as error:
        if error.code != "refused":
            raise
        after = None
    after = after or run.session.read()
    _hold(run, after, ())
    if run.locks:
        _remove_own(run)
    return after


def _remove_own(run: Run[T]) -> None:
    """Remove whatever locks of this run there are; an answer that is lost is asked for again."""
    for last in (False, False, True):
        own = [lock for lock in locking.locks_in(run.session.locks()) if lock.run == run.name]
        try:
            if own:
                run.session.batch([locking.remove_request(lock.id) for lock in own])
            break
        except OutcomeUnknown:
            if last:
                raise
    run.locks, run.unsure = (), False


def _let_go(run: Run[T], error: BaseException) -> None:
    """Leave no lock behind when something goes wrong, as far as Google can be reached."""
    if not run.locks and not run.unsure:
        return
    try:
        _remove_own(run)
    except Error:
        if isinstance(error, Error):
            error.message += " A lock may be left in the sheet; it is ignored after ten minutes."
            error.args = (error.message,)


def remove_stale_locks(run: Run[T], snapshot: Snapshot) -> Snapshot:
    """Remove what crashed runs left behind, when there is nothing else to do."""
    kept = _without_stale(run, snapshot)
    left = [lock for lock in locking.locks_of(snapshot) if lock not in kept]
    if not left:
        return snapshot
    with contextlib.suppress(GoogleError):
        batch = [locking.remove_request(lock.id) for lock in left]
        return run.session.batch(batch, read_back=True).snapshot or snapshot
    return snapshot


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


def _gave_up() -> SafetyStop:
    return SafetyStop(
        "People are moving rows in the sheet faster than it can be written to. Everything is as "
        "they left it. Try again later.",
        code="busy",
    )
