"""The lock: taking it over tabs, waiting for other runs', letting go."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator

from sheets_coc.errors import Error, GoogleError, OutcomeUnknown, SafetyStop
from sheets_coc.sheet.model import Snapshot
from sheets_coc.sheet.transaction import lock as locking
from sheets_coc.sheet.transaction.state import TRIES, Run, T, gave_up

LOCK_WAITS = (2.0, 5.0, 10.0, 20.0, 30.0)
"""Seconds to wait for another run's lock, each followed by a look."""


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
    raise gave_up()


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
    return locked if locked and note_locks(run, locked, tabs) else None


def note_locks(run: Run[T], snapshot: Snapshot, tabs: Collection[int]) -> bool:
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
    note_locks(run, after, ())
    if run.locks:
        _remove_own(run)
    return after


def _remove_own(run: Run[T]) -> None:
    """Remove whatever locks of this run there are, and look again where that went wrong.

    An answer may be lost, and a request is refused where someone else took a lock away.
    """
    for last in (False, False, True):
        own = [lock for lock in locking.locks_in(run.session.locks()) if lock.run == run.name]
        try:
            if own:
                run.session.batch([locking.remove_request(lock.id) for lock in own])
            break
        except GoogleError as error:
            if last or not (error.code == "refused" or isinstance(error, OutcomeUnknown)):
                raise
    run.locks, run.unsure = (), False


def let_go(run: Run[T], error: BaseException) -> None:
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
