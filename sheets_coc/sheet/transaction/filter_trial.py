"""Whether Google copies rows that a filter hides: nobody has measured it, so it is tried.

On a hidden tab of its own, in the batch that locks. Rows 1 to 3 are copied to rows 4 to 6:

    row 1   in and out     the filter's heading
    row 2   out            hidden by the filter
    row 3   in
    row 5   out            stands there if hidden rows are copied; "in" stands there if not
"""

from __future__ import annotations

from collections.abc import Collection

from sheets_coc.sheet.google import requests as rq
from sheets_coc.sheet.model import Snapshot
from sheets_coc.sheet.transaction import undo
from sheets_coc.sheet.transaction.state import Run, T
from sheets_coc.sheet.undo_tab import UNDO, Kind, Label, title_of

_NO_TAB = -1
"""The id that a trial's label bears in place of that of the tab whose rows it keeps."""
_HIDDEN = "out"
_ROWS = ("in and out", _HIDDEN, "in")


def filtered(snapshot: Snapshot, tabs: Collection[int]) -> bool:
    """Whether one of the tabs has a filter, which may be changed in the second of a write."""
    return any(tab.filtered for tab in snapshot.tabs if tab.id in tabs)


def trial(run: Run[T], tabs: Collection[int], snapshot: Snapshot) -> list[rq.Request]:
    """Requests that try it, where it matters and is not known.

    Args:
        run: the transaction.
        tabs: the tabs to be written.
        snapshot: the spreadsheet as last seen.
    """
    if run.whole or run.filters_harmless or not filtered(snapshot, tabs):
        return []
    tab = undo.new_id(snapshot)
    label = Label(Kind.PROOF, run.name, 0, run.clock(), _NO_TAB, height=0, width=1)
    size = {"rowCount": 2 * len(_ROWS), "columnCount": 1}
    properties = {"sheetId": tab, "title": title_of(tab), "hidden": True, "gridProperties": size}
    source, goal = (undo.area(tab, first, first + len(_ROWS), 1) for first in (0, len(_ROWS)))
    texts = {
        (row, 0): (rq.VALUE, {rq.VALUE: {"stringValue": text}}) for row, text in enumerate(_ROWS)
    }
    criteria = {"0": {"hiddenValues": [_HIDDEN]}}
    return [
        {"addSheet": {"properties": properties}},
        undo.describe(tab, label),
        *rq.update_cells(tab, texts),
        {"setBasicFilter": {"filter": {"range": source, "criteria": criteria}}},
        undo.paste(source, goal),
    ]


def note_trial(run: Run[T], snapshot: Snapshot) -> bool:
    """Note what came of it: whether the hidden row was copied, to its place.

    Returns:
        Whether it was tried.
    """
    place = len(_ROWS) + _ROWS.index(_HIDDEN)
    labels = ((tab, Label.read(tab.metadata[UNDO])) for tab in snapshot.undo)
    tried = [
        tab
        for tab, label in labels
        if (label.kind, label.run, label.tab) == (Kind.PROOF, run.name, _NO_TAB)
    ]
    run.filters_harmless |= any(tab.value(place, 0) == _HIDDEN for tab in tried)
    return bool(tried)
