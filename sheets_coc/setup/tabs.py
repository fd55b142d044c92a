"""The Committee and On-call tabs, as set-up makes them where they are missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sheets_coc.oncall.columns import COMMITTEE, ONCALL
from sheets_coc.policy import Policy
from sheets_coc.setup.steps import Action
from sheets_coc.sheet.model import Changes, Snapshot, Tab
from sheets_coc.todo.own_tabs import Place, TabColumn, prepare

_WIDTHS = {"name": 180, "email": 220, "away": 260, "note": 260, "time_zone": 140}
_NOTES = {
    "joined": "The day they joined. Nobody is put on the rota before it.",
    "left": "The day they left. Leave it blank while they are a member.",
    "on_call": "yes or no: whether they take weeks on duty.",
    "away": "Days or inclusive ranges, separated by commas or new lines: 2026-12-21..2027-01-04",
    "time_zone": "Such as Europe/Berlin; only used in the handover mail.",
    "week": "The Monday on which the week of duty begins, at 12:00 UTC.",
    "primary": "A name from the Committee tab. Blank weeks are filled by sheets-coc.",
    "secondary": "A name from the Committee tab. Blank weeks are filled by sheets-coc.",
    "reminder": "When the handover mail of that week went out. Written by sheets-coc.",
}
_DATES = ("joined", "left", "week", "reminder")


def people_tabs(snapshot: Snapshot, policy: Policy) -> tuple[list[Action], list[Changes]]:
    """What makes the Committee and On-call tabs where they are missing or empty.

    Returns:
        What is done, and its changes in the order a batch should have them.
    """
    actions: list[Action] = []
    made: list[Changes] = []
    for title, headers in ((policy.tabs.committee, COMMITTEE), (policy.tabs.oncall, ONCALL)):
        tab = snapshot.tab(title)
        if tab is not None and _in_use(tab):
            continue
        headings = [TabColumn(names[0], _WIDTHS.get(key, 120)) for key, names in headers.items()]
        place, changes = prepare(snapshot, title, headings)
        actions.append(Action("add-tab", title))
        made.insert(0, _dressed(changes, place, list(headers)))
    return actions, made


def _in_use(tab: Tab) -> bool:
    filled = any(value not in (None, "", False) for cells in tab.values for value in cells)
    return filled or bool(tab.formulas or tab.notes)


def _dressed(changes: Changes, place: Place, keys: list[str]) -> Changes:
    """Notes on the headers, dates as 2026-03-15, yes or no as a drop-down."""
    cells = tuple(replace(cell, note=_NOTES.get(keys[cell.column])) for cell in changes.cells)
    after: list[Mapping[str, Any]] = list(changes.after)
    for at, key in enumerate(keys):
        span = {
            "sheetId": place.tab,
            "startRowIndex": place.header_row + 1,
            "endRowIndex": place.rows,
            "startColumnIndex": at,
            "endColumnIndex": at + 1,
        }
        if key in _DATES:
            after.append(_date_format(span))
        elif key == "on_call":
            after.append(_yes_or_no(span))
    return replace(changes, cells=cells, after=tuple(after))


def _date_format(span: Mapping[str, int]) -> Mapping[str, Any]:
    look = {"numberFormat": {"type": "DATE", "pattern": "yyyy-mm-dd"}}
    return {
        "repeatCell": {
            "range": span,
            "cell": {"userEnteredFormat": look},
            "fields": "userEnteredFormat.numberFormat",
        }
    }


def _yes_or_no(span: Mapping[str, int]) -> Mapping[str, Any]:
    values = [{"userEnteredValue": word} for word in ("yes", "no")]
    condition = {"type": "ONE_OF_LIST", "values": values}
    rule = {"condition": condition, "showCustomUi": True, "strict": True}
    return {"setDataValidation": {"range": span, "rule": rule}}
