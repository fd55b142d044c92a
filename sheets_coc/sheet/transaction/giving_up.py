"""What a run leaves behind that could not finish: no lock, and all it had overwritten.

What a write replaced stays in its hidden tab, and that it is given up lets the next run put it
back at once. If somebody has deleted that tab, it is made anew from this run's memory.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from sheets_coc.errors import Error, GoogleError
from sheets_coc.sheet.google import requests as rq
from sheets_coc.sheet.model import Snapshot
from sheets_coc.sheet.transaction import lock as locking
from sheets_coc.sheet.transaction import undo
from sheets_coc.sheet.transaction.locking import end
from sheets_coc.sheet.transaction.put_back import remade
from sheets_coc.sheet.transaction.state import Run, T
from sheets_coc.sheet.undo_tab import UNDO, Kind, Label, labelled

KEEPS = (
    "What was written before that is not taken back yet: a hidden tab keeps what stood there. Run "
    "it again."
)
"""Said of an error that speaks of its own request alone."""


def let_go(run: Run[T], error: BaseException) -> None:
    """Leave no lock behind when something goes wrong, as far as Google can be reached."""
    if not (run.locks or run.unsure or run.unverified):
        return
    try:
        snapshot = run.session.read()
        given_up = partial(_given_up, run)
        snapshot = end(run, snapshot, given_up(snapshot), anew=given_up)
        mine = [label for label in labelled(snapshot).values() if label.run == run.name]
        if isinstance(error, GoogleError) and {Kind.UNDO, Kind.KEPT} & {one.kind for one in mine}:
            error.say_as_well(KEEPS)
    except Error:
        if isinstance(error, Error):
            error.say_as_well("A lock may be left in the sheet; it is ignored after ten minutes.")


def _given_up(run: Run[T], snapshot: Snapshot) -> list[rq.Request]:
    """Requests that let others put back what this run has written."""
    batch: list[rq.Request] = []
    for tab in snapshot.undo:
        label = Label.read(tab.metadata[UNDO])
        if label.run == run.name and label.kind is Kind.UNDO:
            batch += undo.relabel(tab.id, replace(label, taken=None))
            batch += locking.remove_copies(tab)
    there = {tab.id for tab in snapshot.undo}
    for copy in run.unverified:
        if copy.tab.id not in there:
            batch += remade(replace(copy.label, taken=None), copy, copy.rows)
    return batch
