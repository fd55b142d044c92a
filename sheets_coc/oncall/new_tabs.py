"""The Committee and On-call tabs, made where they are missing or empty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sheets_coc.committee.columns import COMMITTEE
from sheets_coc.oncall.columns import ONCALL
from sheets_coc.policy import Policy
from sheets_coc.sheet.model import Changes, Snapshot, Tab
from sheets_coc.todo.own_tabs import Place, TabColumn, prepare

_WIDTHS = {"name": 180, "email": 220, "away": 260, "note": 260, "time_zone": 140, "aliases": 200}
_NOTES = {
    "joined": "The day they joined. Nobody is put on the rota before it.",
    "left": "The day they left. Leave it blank while they are a member.",
    "on_call": "yes or no: whether they take weeks on duty.",
    "away": "Days or inclusive ranges, separated by commas or new lines: 2026-12-21..2027-01-04",
    "aliases": "Further names, such as a former one, separated by semicolons: by them the rota "
    "and the history still know the member.",
    "time_zone": "Such as Europe/Berlin; only used in the handover mail.",
    "week": "The day on which the week of duty begins: Mondays at 12:00 UTC, unless the policy "
    "says otherwise.",
    "primary": "A name from the Committee tab. Blank weeks are filled by sheets-coc.",
    "secondary": "A name from the Committee tab. Blank weeks are filled by sheets-coc.",
    "reminder": "When the handover mail of that week went out. Written by sheets-coc.",
}
_DATES = ("joined", "left", "week", "reminder")


def committee_tab(snapshot: Snapshot, policy: Policy) -> Changes:
    """What makes the Committee tab; nothing where it is in use."""
    return _made(snapshot, policy.tabs.committee, COMMITTEE)


def oncall_tab(snapshot: Snapshot, policy: Policy) -> Changes:
    """What makes the On-call tab; nothing where it is in use."""
    return _made(snapshot, policy.tabs.oncall, ONCALL)


def _made(snapshot: Snapshot, title: str, headers: Mapping[str, tuple[str, ...]]) -> Changes:
    tab = snapshot.tab(title)
    if tab is not None and _in_use(tab):
        return Changes()
    headings = [TabColumn(names[0], _WIDTHS.get(key, 120)) for key, names in headers.items()]
    place, changes = prepare(snapshot, title, headings)
    return _dressed(changes, place, list(headers))


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
