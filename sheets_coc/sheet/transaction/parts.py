"""Which part of a set of changes overwrites something, and which only adds.

What overwrites cells of an existing tab is written under lock and kept first. What is new
(tabs, rows below, metadata) is written afterwards, in the batch that ends the transaction: so
a write that has to be taken back never leaves a line in the Log.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sheets_coc.sheet.google import requests as rq
from sheets_coc.sheet.model import Changes, Snapshot

HARMLESS = {
    "addSheet",
    "addChart",
    "addConditionalFormatRule",
    "addProtectedRange",
    "appendDimension",
    "setBasicFilter",
    "setDataValidation",
    "updateChartSpec",
    "updateDimensionProperties",
    "updateFilterView",
    "updateSheetProperties",
}
"""Raw requests that leave the content of existing cells where and as it is."""

LOOKS = tuple(
    f"userEnteredFormat.{part}"
    for part in (
        "numberFormat",
        "backgroundColor",
        "wrapStrategy",
        "verticalAlignment",
        "horizontalAlignment",
        "textFormat.bold",
    )
)
"""Field masks of formats alone. A whole `textFormat` would hold a cell's link as well."""


def overwriting(changes: Changes, snapshot: Snapshot) -> Changes:
    """What overwrites cells of existing tabs, with the raw requests about those tabs.

    Args:
        changes: all that is to be done.
        snapshot: the spreadsheet they were planned on.

    Raises:
        ValueError: a raw request would change what cells hold, which nothing keeps.
    """
    there = {tab.id for tab in snapshot.tabs}
    for request in (*changes.before, *changes.after):
        if mentioned(request) & there and not _is_harmless(request):
            raise ValueError(f"{next(iter(request))} would change cells that nothing keeps")
    return Changes(
        cells=tuple(cell for cell in rq.merged(changes.cells) if cell.tab in there),
        before=tuple(request for request in changes.before if _is_about(request, there)),
        after=tuple(request for request in changes.after if _is_about(request, there)),
        keys=changes.keys,
    )


def adding(changes: Changes, snapshot: Snapshot) -> Changes:
    """The rest: new tabs and what stands in them, rows added below, metadata."""
    there = {tab.id for tab in snapshot.tabs}
    return Changes(
        cells=tuple(cell for cell in rq.merged(changes.cells) if cell.tab not in there),
        appended=changes.appended,
        before=tuple(request for request in changes.before if not _is_about(request, there)),
        after=tuple(request for request in changes.after if not _is_about(request, there)),
        metadata=changes.metadata,
    )


def _is_about(request: rq.Request, tabs: Collection[int]) -> bool:
    """Whether a raw request is about existing tabs, and no others."""
    named = mentioned(request)
    return bool(named) and named <= set(tabs)


def _is_harmless(request: rq.Request) -> bool:
    if HARMLESS.issuperset(request):
        return True
    fields = request.get("repeatCell", {}).get("fields", "")
    parent, _, listed = fields.rstrip(")").partition("(")
    names = [f"{parent}.{name}" for name in listed.split(",")] if listed else fields.split(",")
    return bool(fields) and all(name.startswith(LOOKS) for name in names)


def mentioned(part: Any) -> set[int]:
    """Every sheetId in a raw request."""
    if isinstance(part, Mapping):
        own = {part["sheetId"]} if isinstance(part.get("sheetId"), int) else set()
        return own.union(*(mentioned(value) for value in part.values()))
    if isinstance(part, list | tuple):
        return set().union(*(mentioned(value) for value in part))
    return set()
