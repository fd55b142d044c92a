"""Sending a write, and finding out what became of it when its answer is lost.

A write keeps what it replaces in a hidden tab whose id is of its own choice, and renews the
lock, which fails if that is gone. So it is applied once at the most, a hidden tab of that id
tells that it was, and once the lock is replaced it never will be.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection

from sheets_coc.errors import Error, GoogleError, OutcomeUnknown
from sheets_coc.sheet.google import requests as rq
from sheets_coc.sheet.google.failures import unknown, who
from sheets_coc.sheet.model import Snapshot
from sheets_coc.sheet.transaction import lock as locking
from sheets_coc.sheet.transaction.locking import note_locks
from sheets_coc.sheet.transaction.parts import mentioned
from sheets_coc.sheet.transaction.state import Run, T


def send(
    run: Run[T], snapshot: Snapshot, batch: list[rq.Request], kept: Collection[int]
) -> tuple[Snapshot | None, Error | None]:
    """Send a write under the lock, which stays, and find out what became of it.

    Args:
        run: the transaction; the write's number is counted before.
        snapshot: the state it was planned on.
        batch: the write.
        kept: the hidden tabs it makes.

    Returns:
        The state right after it, or None if it was not applied; and why it was refused.

    Raises:
        OutcomeUnknown: Google cannot be asked.
    """
    text = locking.description(run.name, run.clock(), run.writes)
    renewed = [locking.renew_request(lock, text) for lock in run.locks]
    run.unsure = True
    try:
        after = run.session.batch([*batch, *renewed], read_back=True).snapshot
        after = after or run.session.read()
    except OutcomeUnknown:
        after = _resolve(run, snapshot, kept)
    except GoogleError as error:
        if error.code != "refused":
            raise
        return None, _refusal(run, snapshot, mentioned(batch), error)
    if after:
        note_locks(run, after, ())
    return after, None


def _refusal(run: Run[T], snapshot: Snapshot, tabs: set[int], error: GoogleError) -> Error:
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
        f"ranges, let {who(run.session.account)} edit it. Nothing of this was written.",
        code="protected",
    )


def _resolve(run: Run[T], snapshot: Snapshot, kept: Collection[int]) -> Snapshot | None:
    """What became of a write whose answer was lost.

    Returns:
        The state if it was applied; None if it was not, and then it never will be.

    Raises:
        OutcomeUnknown: Google cannot be asked.
    """
    for pause in (0.0, 2.0, 5.0, 10.0):
        run.sleep(pause)
        with contextlib.suppress(GoogleError):
            seen = run.session.read()
            if _was_applied(run, seen, kept):
                return seen
            held = {lock.id for lock in locking.locks_of(seen)}
            if not held.issuperset(run.locks):
                note_locks(run, seen, ())
                return None  # somebody took the lock away: it fails as well
            fenced = _fence(run, snapshot)
            if fenced:
                return fenced if _was_applied(run, fenced, kept) else None
    raise unknown()


def _was_applied(run: Run[T], seen: Snapshot, kept: Collection[int]) -> bool:
    """Whether a write left its hidden tabs, or at least its number on the lock."""
    if any(tab.id in kept for tab in seen.undo):
        return True
    own = [lock for lock in locking.locks_of(seen) if lock.run == run.name]
    return any(lock.write == run.writes for lock in own)


def _fence(run: Run[T], snapshot: Snapshot) -> Snapshot | None:
    """Replace the lock, without which the lost write cannot be applied any more.

    Returns:
        The state then; None if the lock was not there to be replaced.
    """
    tabs = {lock.tab for lock in locking.locks_of(snapshot) if lock.id in set(run.locks)}
    text = locking.description(run.name, run.clock(), run.writes - 1)
    batch = [locking.remove_request(lock) for lock in run.locks]
    batch += locking.add_requests(snapshot, tabs, text, run.session.account)
    try:
        fenced = run.session.batch(batch, read_back=True).snapshot
    except GoogleError as error:
        if error.code != "refused":
            raise
        return None
    if fenced:
        note_locks(run, fenced, ())
    return fenced
