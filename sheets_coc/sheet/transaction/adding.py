"""Adding rows, tabs and metadata where nothing is overwritten: one batch, no lock, no copy.

A marker in the spreadsheet's metadata tells that the batch was applied, if its answer is lost.
"""

from __future__ import annotations

import contextlib
from datetime import datetime

from sheets_coc.errors import Error, GoogleError, OutcomeUnknown
from sheets_coc.sheet.google import requests as rq
from sheets_coc.sheet.google.failures import unknown
from sheets_coc.sheet.model import Snapshot
from sheets_coc.sheet.transaction.state import Run, T
from sheets_coc.sheet.undo_tab import LEFT_AFTER


def add(
    run: Run[T], snapshot: Snapshot, batch: list[rq.Request]
) -> tuple[Snapshot | None, Error | None]:
    """Send a batch that overwrites nothing.

    Returns:
        The state right after, or None if it was not applied; and why it was refused.

    Raises:
        OutcomeUnknown: Google cannot be asked what became of it.
    """
    marker = f"{rq.MARKER}{run.name}"
    batch = [*batch, rq.create_metadata(marker, run.clock().isoformat(), run.number)]
    batch += [rq.delete_metadata(key) for key in _old_markers(run, snapshot) if key != marker]
    try:
        return run.session.batch(batch, read_back=True).snapshot or run.session.read(), None
    except OutcomeUnknown:
        return _resolve(run, marker), None
    except GoogleError as error:
        if error.code != "refused":
            raise
        seen = run.session.read()
        return (seen, None) if marker in seen.metadata else (None, error)  # if it came late


def _resolve(run: Run[T], marker: str) -> Snapshot | None:
    """The state, if a batch whose answer was lost was applied; it is given time to arrive."""
    for pause in (0.0, 15.0, 5.0, 10.0):
        run.sleep(pause)
        with contextlib.suppress(GoogleError):
            seen = run.session.read()
            if marker in seen.metadata:
                return seen
            if pause:
                return None
    raise unknown()


def _old_markers(run: Run[T], snapshot: Snapshot) -> list[str]:
    """Markers that nobody will ask for again: those of finished runs."""
    now = run.clock()
    old = []
    for key, value in snapshot.metadata.items():
        if not key.startswith(rq.MARKER):
            continue
        young = False
        with contextlib.suppress(ValueError, TypeError):
            young = abs(now - datetime.fromisoformat(value)) < LEFT_AFTER
        if not young:
            old.append(key)
    return old
