"""Sending one atomic write, and finding out what became of it when its answer is lost."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import datetime

from sheets_coc.errors import Error, GoogleError, OutcomeUnknown
from sheets_coc.sheet.google import requests as rq
from sheets_coc.sheet.google.failures import unknown, who
from sheets_coc.sheet.model import Snapshot
from sheets_coc.sheet.transaction import lock as locking
from sheets_coc.sheet.transaction.expected import mentioned
from sheets_coc.sheet.transaction.locking import note_locks
from sheets_coc.sheet.transaction.state import Run, T


def send(
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
        note_locks(run, after, ())
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
        note_locks(run, locked, ())
    return True


def _lost_lock(run: Run[T], snapshot: Snapshot) -> bool:
    """Whether someone took away a lock, without which the lost write is refused as well."""
    there = {lock.id for lock in locking.locks_of(snapshot)}
    if there.issuperset(run.locks):
        return False
    note_locks(run, snapshot, ())
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
