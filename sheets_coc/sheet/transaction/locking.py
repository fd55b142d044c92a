"""Taking the lock over tabs, waiting for other runs, and removing it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from sheets_coc.errors import GoogleError, OutcomeUnknown, SafetyStop
from sheets_coc.sheet import undo_tab
from sheets_coc.sheet.google import requests as rq
from sheets_coc.sheet.model import Snapshot, Tab
from sheets_coc.sheet.protections import LOCK
from sheets_coc.sheet.transaction import lock as locking
from sheets_coc.sheet.transaction import undo
from sheets_coc.sheet.transaction.state import TRIES, Run, T, gave_up
from sheets_coc.sheet.undo_tab import UNDO, Kind, Label, labelled

LOCK_WAITS = (2.0, 5.0, 10.0, 20.0, 30.0)
"""Seconds to wait for another run's lock, each followed by a look."""

Extra = Callable[[Snapshot], list[rq.Request]]
"""What else is sent with a lock, given the state it is taken on."""


def acquire_lock(
    run: Run[T], snapshot: Snapshot, tabs: Collection[int], extra: Extra = lambda snapshot: []
) -> Snapshot:
    """Lock tabs and read them, atomically: the state to plan from.

    Args:
        run: the transaction.
        snapshot: the spreadsheet as last seen.
        tabs: ids of the tabs.
        extra: what else the batch shall do.

    Raises:
        SafetyStop: another run is at work and does not finish, or Google keeps refusing.
    """
    waits = iter(LOCK_WAITS)
    for _ in range(TRIES + len(LOCK_WAITS)):
        if not {tab.id for tab in snapshot.tabs}.intersection(tabs):
            return snapshot  # they are gone: nothing is left to lock
        if _others_at_work(run, snapshot):
            _wait(run, waits)
            snapshot = run.session.read()
            continue
        locked = _lock_once(run, snapshot, tabs, extra(snapshot))
        if locked is None:
            snapshot = run.session.read()
        elif _others_at_work(run, locked):
            snapshot = release(run, locked)
            _wait(run, waits)
        else:
            return locked
    raise gave_up()


def wait_for_others(run: Run[T], snapshot: Snapshot) -> Snapshot:
    """The state once no other run is at work: until then what it wrote may be taken back.

    Returns:
        The state; `snapshot` itself where nobody was.

    Raises:
        SafetyStop: another run is at work and does not finish.
    """
    waits = iter(LOCK_WAITS)
    while _others_at_work(run, snapshot):
        _wait(run, waits)
        snapshot = run.session.read()
    return snapshot


def _lock_once(
    run: Run[T], snapshot: Snapshot, tabs: Collection[int], extra: list[rq.Request]
) -> Snapshot | None:
    """Try to lock: the state under the lock, or None if it must be looked at anew."""
    text = locking.description(run.name, run.clock(), run.writes)
    batch = [locking.remove_request(lock.id) for lock in _ending(run, snapshot)]
    batch += [one for tab in proofs(run, snapshot) for one in undo.forget(tab)]
    batch += locking.add_requests(snapshot, tabs, text, run.session.account)
    run.unsure = True
    try:
        locked = run.session.batch([*batch, *extra], read_back=True).snapshot
    except OutcomeUnknown:
        locked = run.session.read()
    except GoogleError as error:
        if error.code != "refused":
            raise
        return None
    return locked if locked and note_locks(run, locked, tabs) else None


def proofs(run: Run[T], snapshot: Snapshot) -> list[Tab]:
    """The hidden tabs nobody needs: this run's proofs, those of crashed ones, and spent ones."""
    found = []
    for tab in snapshot.undo:
        label = Label.read(tab.metadata[UNDO])
        mine = label.run == run.name or is_left(run, label)
        if label.kind is Kind.SPENT or (label.kind is Kind.PROOF and mine):
            found.append(tab)
    return found


def is_left(run: Run[T], label: Label) -> bool:
    """Whether the run that made a hidden tab must have crashed, or has given it up."""
    if run.break_lock and label.run != run.name and not label.waits_for_people:
        return True
    return label.is_left(run.clock())


def note_locks(run: Run[T], snapshot: Snapshot, tabs: Collection[int]) -> bool:
    """Note the locks held; whether every tab that is there is locked."""
    own = [lock for lock in locking.locks_of(snapshot) if lock.run == run.name]
    run.locks = tuple(lock.id for lock in own)
    run.unsure = False
    run.open = run.open or any(lock.is_open for lock in own)
    there = {tab.id for tab in snapshot.tabs}
    return bool(own) and {lock.tab for lock in own} >= (set(tabs) & there)


def _others_at_work(run: Run[T], snapshot: Snapshot) -> bool:
    """Whether other runs seem to be at work: a young hidden tab is a lock too.

    Raises:
        SafetyStop: a lock was left behind that this account may not remove.
    """
    ending = _ending(run, snapshot)
    if not all(lock.may_remove for lock in ending):
        raise SafetyStop(
            "A crashed run of another account left its lock in the sheet. Remove the protected "
            f"range named “{LOCK}…” under Data > Protect sheets and ranges.",
            code="lock-left",
        )
    return len(ending) < len(locking.locks_of(snapshot)) or any(
        label.run != run.name and not label.waits_for_people and not is_left(run, label)
        for label in labelled(snapshot).values()
    )


def _ending(run: Run[T], snapshot: Snapshot) -> list[locking.Lock]:
    """The locks that are to go: this run's own, and those that crashed ones left behind."""
    now = run.clock()
    return [
        lock
        for lock in locking.locks_of(snapshot)
        if lock.run == run.name or run.break_lock or lock.is_stale(now)
    ]


def _wait(run: Run[T], waits: Iterator[float]) -> None:
    """Give another run time to finish."""
    seconds = next(waits, None)
    if seconds is None:
        raise SafetyStop(
            "Another run of sheets-coc is writing to this sheet, so this one could not. Try again "
            "in ten minutes. If that run has crashed, --break-lock does not wait.",
            code="locked",
        )
    run.sleep(seconds)


def end(
    run: Run[T], snapshot: Snapshot, batch: list[rq.Request], forget: Collection[int] = (),
    *, unlock: bool = True, anew: Extra | None = None, once: bool = False,
) -> Snapshot:  # fmt: skip
    """Carry out last requests, forget hidden tabs and remove locks, all in one batch.

    If the answer is lost, what it removes tells whether it was applied: that is gone then.

    Args:
        run: the transaction.
        snapshot: the spreadsheet as last seen.
        batch: what else is done.
        forget: the hidden tabs that go.
        unlock: whether locks go as well, and hidden tabs that nobody needs.
        anew: what else is done if that was refused or lost, on the state as it is then.
        once: whether it must never be done twice, even if that means not at all.

    Returns:
        The state afterwards.

    Raises:
        GoogleError: it could not be done; a protected hidden tab is named.
    """
    lost, removed = False, once
    for last in (*(False,) * TRIES, True):
        gone = [tab for tab in snapshot.undo if tab.id in forget]
        gone += proofs(run, snapshot) if unlock else []
        removal = [one for tab in gone for one in undo.forget(tab)]
        if unlock:
            locks = [lock for lock in _ending(run, snapshot) if lock.may_remove]
            removal += [locking.remove_request(lock.id) for lock in locks]
        if not (batch or removal) or (lost and removed and not removal):
            break
        removed = removed or bool(removal)
        try:
            sent = run.session.batch([*batch, *removal], read_back=True)
            snapshot = sent.snapshot or run.session.read()
            break
        except GoogleError as error:
            lost = lost or isinstance(error, OutcomeUnknown)
            if last:
                raise explained(gone, error) from None
        snapshot = run.session.read()
        batch = anew(snapshot) if anew else batch
    if unlock:
        run.locks, run.unsure = (), False
    return snapshot


def explained(forgotten: Iterable[Tab], error: GoogleError) -> GoogleError:
    """Why hidden tabs could not be removed, where a protection of one of them explains it."""
    closed = [tab for tab in forgotten if not undo_tab.is_removable(tab)]
    if error.code != "refused" or not closed:
        return error
    return GoogleError(undo_tab.unprotect(closed), code="hidden-tab-protected")


def release(run: Run[T], snapshot: Snapshot) -> Snapshot:
    """Let go of the locks held, and of the proof that copies are whole."""
    return end(run, snapshot, [])
