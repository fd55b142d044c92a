"""The invented spreadsheet of the demo, as a committee might have it before sheets-coc."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sheets_coc.book.workbook import Book
from sheets_coc.sheet.model import Snapshot, Tab

if TYPE_CHECKING:
    from sheets_coc.local import LocalGoogle
    from sheets_coc.policy import Policy
    from sheets_coc.sheet.google.session import Session

FIRST_DAY = date(2026, 11, 21)
"""The day the committee tries sheets-coc: its file is no younger than what happens in it."""
TITLE = "Records of an invented committee"
TABS = {
    "Records": "records.csv",
    "Committee": "committee.csv",
    "On-call": "on-call.csv",
    "Minutes": "minutes.csv",
}
"""The tabs and the files their rows come from."""
TABS_2026 = {
    "Records": "records_2026.csv",
    "Person Identity Key": "key_2026.csv",
    "Committee": "committee.csv",
}
"""The same of the sheet of 2026."""

_LINKED = re.compile(r"/document/d/([\w-]+)")
_SHARED_BY_LINK = 4
"""Which document can be opened by whoever has the link."""
_WIDTHS = {4: 190, 5: 420, 6: 200, 8: 300, 14: 220}
"""Widths people gave some columns of Records, in pixels."""
_HEADER_NOTE = "Full names please, separated by semicolons. (Ada)"
_BLANK_ROWS = 30
_HEADER_COLOUR = {"rgbColor": {"red": 0.85, "green": 0.92, "blue": 0.83}}


def rows(name: str) -> list[list[str]]:
    """The rows of one of the demo's files."""
    content = resources.files("sheets_coc").joinpath("demo", name).read_text("utf-8")
    return list(csv.reader(io.StringIO(content, newline="")))


def make(path: Path, layout: str = "2018") -> LocalGoogle:
    """Make the local spreadsheet, dressed as its owner has it.

    Args:
        path: its file; there must be none yet.
        layout: the generation of its columns: 2018, or 2026 with a key.
    """
    from sheets_coc.local import LocalGoogle
    from sheets_coc.local.files import text as files

    tabs = TABS_2026 if layout == "2026" else TABS
    begun = datetime.combine(FIRST_DAY, time(), UTC)
    content = {title: rows(name) for title, name in tabs.items()}
    files.new(path, TITLE, content, clock=lambda: begun)
    google = LocalGoogle(path)
    if layout == "2026":
        _documents(google)
    owner = session(google, "owner")
    snapshot = owner.read()
    plain = [_bold_header(tab) for tab in snapshot.tabs] + list(map(_shortened, snapshot.tabs))
    owner.batch(plain if layout == "2026" else _dress(snapshot))
    return google


def _documents(google: LocalGoogle) -> None:
    """The document of each case, open to every member; of one somebody shared the link."""
    members = [row[1] for row in rows(TABS["Committee"])[1:] if not row[3]]
    tool = google.identities["tool"].email
    ids = dict.fromkeys(_LINKED.findall("\n".join(row[-1] for row in rows(TABS_2026["Records"]))))
    for number, file_id in enumerate(ids):
        shared = dict.fromkeys(members[1:], "writer") | {tool: "writer"}
        if number == _SHARED_BY_LINK:
            shared |= {"anyone": "reader"}
        google.create_document("Report", members[0], shared, file_id)


def session(google: LocalGoogle, who: str = "tool") -> Session:
    """A session with the local Google, in this process, by the real clients."""
    from sheets_coc.sheet.google.session import connect

    key = google.identities.key_file(who)
    return connect(google.main_spreadsheet, credentials=key, adapter=google.adapter())


def book(google: LocalGoogle, policy: Policy, now: datetime) -> Book:
    """The spreadsheet as the jobs work on it."""
    return Book(session(google), policy, now, any_clock=True)


def find(tab: Tab, wanted: str) -> tuple[int, int]:
    """Where a text of the demo stands."""
    return next(
        (row, column)
        for row, cells in enumerate(tab.values)
        for column, value in enumerate(cells)
        if isinstance(value, str) and value.startswith(wanted)
    )


def put(tab: Tab, at: tuple[int, int], cell: Mapping[str, Any], fields: str) -> dict[str, Any]:
    """The request by which a person changes one cell."""
    start = {"sheetId": tab.id, "rowIndex": at[0], "columnIndex": at[1]}
    return {"updateCells": {"start": start, "rows": [{"values": [cell]}], "fields": fields}}


def _dress(snapshot: Snapshot) -> list[Mapping[str, Any]]:
    """What the committee did to its sheet: a header, widths, a filter, notes and a formula."""
    records = snapshot.tabs[0]
    width = len(records.values[0])
    span = {"sheetId": records.id, "startColumnIndex": 0, "endColumnIndex": width}
    requests: list[Mapping[str, Any]] = [_bold_header(tab) for tab in snapshot.tabs]
    requests += [_width(records, column, pixels) for column, pixels in _WIDTHS.items()]
    requests += [_shortened(tab) for tab in snapshot.tabs]
    requests += [
        {"setBasicFilter": {"filter": {"range": {**span, "startRowIndex": 0}}}},
        _wrapped(records),
        put(records, (0, 3), {"note": _HEADER_NOTE}, "note"),
        put(
            records,
            find(records, "Nguyễn Văn Mẫu wrote"),
            {"note": "Văn Mẫu telephoned on the 20th, wants to know who reported."},
            "note",
        ),
        put(
            records,
            find(records, "fitz@blank"),
            {"userEnteredValue": {"formulaValue": '="fitz@"&"blank.example"'}},
            "userEnteredValue",
        ),
        _width(snapshot.tabs[1], 1, 210),
        _width(snapshot.tabs[3], 1, 460),
    ]
    return requests


def _shortened(tab: Tab) -> Mapping[str, Any]:
    """Blank rows below the records are few, as in a sheet that somebody keeps tidy."""
    grid = {"rowCount": len(tab.values) + _BLANK_ROWS}
    return {
        "updateSheetProperties": {
            "properties": {"sheetId": tab.id, "gridProperties": grid},
            "fields": "gridProperties.rowCount",
        }
    }


def _bold_header(tab: Tab) -> Mapping[str, Any]:
    look = {"textFormat": {"bold": True}, "backgroundColorStyle": _HEADER_COLOUR}
    return {
        "repeatCell": {
            "range": {
                "sheetId": tab.id,
                "startRowIndex": 0,
                "endRowIndex": 1,
                "startColumnIndex": 0,
                "endColumnIndex": len(tab.values[0]),
            },
            "cell": {"userEnteredFormat": {**look, "wrapStrategy": "WRAP"}},
            "fields": "userEnteredFormat(textFormat.bold,backgroundColorStyle,wrapStrategy)",
        }
    }


def _wrapped(tab: Tab) -> Mapping[str, Any]:
    """Everything starts at the top of its row, and long texts are broken."""
    look = {"verticalAlignment": "TOP", "wrapStrategy": "WRAP"}
    return {
        "repeatCell": {
            "range": {"sheetId": tab.id, "startRowIndex": 1, "endRowIndex": len(tab.values)},
            "cell": {"userEnteredFormat": look},
            "fields": "userEnteredFormat.verticalAlignment,userEnteredFormat.wrapStrategy",
        }
    }


def _width(tab: Tab, column: int, pixels: int) -> Mapping[str, Any]:
    span = {
        "sheetId": tab.id,
        "dimension": "COLUMNS",
        "startIndex": column,
        "endIndex": column + 1,
    }
    return {
        "updateDimensionProperties": {
            "range": span,
            "properties": {"pixelSize": pixels},
            "fields": "pixelSize",
        }
    }
