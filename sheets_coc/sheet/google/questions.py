"""Put to the real Google what nobody has measured of it.

The local Google can answer each of these questions either way (`local serve --variant NAME`);
here a person with an account finds out which it is. Everything happens on one tab of an empty test
sheet, which goes afterwards. An answer is true where Google is as the variant of that name says,
false where it is not, and null where it could not be told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from gspread.urls import SPREADSHEET_BATCH_UPDATE_URL

from sheets_coc.errors import GoogleError
from sheets_coc.sheet.google.session import Session

_TAB, _MARK = 7_000_002, 7_000_003
_SOMEBODY = "sheets-coc-test@example.com"
_CELLS = (
    "sheets(properties(sheetId),data(rowData(values("
    "effectiveValue,formattedValue,note,chipRuns,dataValidation))))"
)
_PLACES = "developerMetadata.metadataId,sheets(properties(sheetId),data(rowMetadata))"

Answers = dict[str, bool | None]


def asked(session: Session) -> Answers:
    """Every answer, by the name of the variant it decides.

    Raises:
        GoogleError: Google could not be reached.
    """
    add = {"properties": {"sheetId": _TAB, "title": "Questions"}}
    answers: Answers = {}
    session.batch([{"addSheet": add}, _filled()])
    try:
        for question in (_chips, _pastes, _second_id, _sorts, _replies, _editors):
            answers |= _or_unknown(question, session)
    finally:
        _or_none(lambda: session.batch([{"deleteSheet": {"sheetId": _TAB}}]))
    return {name: answers.get(name) for name in NAMES}


NAMES = (
    "paste-drops-notes", "paste-drops-chips", "paste-drops-validation", "paste-skips-filtered",
    "empty-editors-open", "chips-as-text", "chips-shown-as-at", "sort-moves-metadata",
    "metadata-id-twice", "masked-replies-shrink",
)  # fmt: skip
"""The variants that can be decided so."""


def _or_none(send: Callable[[], Any]) -> Any:
    """What came back; None where Google refused."""
    try:
        return send()
    except GoogleError as error:
        if error.code == "no-network":
            raise
        return None


def _or_unknown(question: Callable[[Session], Answers], session: Session) -> Answers:
    return _or_none(lambda: question(session)) or {}


def _grid(top: int, bottom: int, left: int = 0, right: int = 1) -> dict[str, int]:
    return {
        "sheetId": _TAB,
        "startRowIndex": top,
        "endRowIndex": bottom,
        "startColumnIndex": left,
        "endColumnIndex": right,
    }


def _filled() -> dict[str, Any]:
    """A heading, a note, a chip, a tick box, a row to be hidden; beside them what to sort by."""
    box = {"condition": {"type": "BOOLEAN"}, "showCustomUi": True}
    chip = {"chip": {"personProperties": {"email": _SOMEBODY}}}
    first: list[dict[str, Any]] = [
        {"userEnteredValue": {"stringValue": "Heading"}},
        {"userEnteredValue": {"stringValue": "noted"}, "note": "An invented note"},
        {"userEnteredValue": {"stringValue": "@"}, "chipRuns": [chip]},
        {"userEnteredValue": {"boolValue": True}, "dataValidation": box},
        {"userEnteredValue": {"stringValue": "hidden"}},
    ]
    rows = [
        {"values": [cell, {"userEnteredValue": {"numberValue": 9 - row}}]}
        for row, cell in enumerate(first)
    ]
    start = {"sheetId": _TAB, "rowIndex": 0, "columnIndex": 0}
    fields = "userEnteredValue,note,chipRuns,dataValidation"
    return {"updateCells": {"start": start, "rows": rows, "fields": fields}}


def _cells(session: Session) -> list[list[Mapping[str, Any]]]:
    """The cells of the tab, row by row."""

    def decode(answer: Any) -> list[list[Mapping[str, Any]]]:
        (sheet,) = (s for s in answer["sheets"] if s["properties"].get("sheetId", 0) == _TAB)
        return [row.get("values", []) for row in sheet["data"][0].get("rowData", [])]

    return session.get(_CELLS, decode)


def _chips(session: Session) -> Answers:
    cell = _cells(session)[2][0]
    value = cell.get("effectiveValue", {}).get("stringValue")
    if not any(run.get("chip") for run in cell.get("chipRuns", ())):
        return {}
    return {"chips-as-text": value != "@", "chips-shown-as-at": cell.get("formattedValue") == "@"}


def _pastes(session: Session) -> Answers:
    criteria = {"0": {"hiddenValues": ["hidden"]}}
    shown = {"filter": {"range": _grid(0, 5, 0, 2), "criteria": criteria}}
    paste = {"source": _grid(1, 5), "destination": _grid(1, 5, 3, 4)}
    session.batch(
        [
            {"setBasicFilter": shown},
            {"copyPaste": {**paste, "pasteType": "PASTE_NORMAL"}},
            {"clearBasicFilter": {"sheetId": _TAB}},
        ]
    )
    rows = _cells(session)
    pasted = [row[3] if len(row) > 3 else {} for row in rows]
    return {
        "paste-drops-notes": "note" not in pasted[1],
        "paste-drops-chips": not any(run.get("chip") for run in pasted[2].get("chipRuns", ())),
        "paste-drops-validation": "dataValidation" not in pasted[3],
        "paste-skips-filtered": "effectiveValue" not in pasted[4],
    }


def _mark(location: Mapping[str, Any], number: int) -> dict[str, Any]:
    mark = {"metadataId": number, "metadataKey": "try", "visibility": "DOCUMENT"}
    return {"createDeveloperMetadata": {"developerMetadata": {**mark, "location": location}}}


def _second_id(session: Session) -> Answers:
    make = [_mark({"sheetId": _TAB}, _MARK)]
    session.batch(make)
    return {"metadata-id-twice": _or_none(lambda: session.batch(make)) is not None}


def _sorts(session: Session) -> Answers:
    place = {"sheetId": _TAB, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    sort = {"range": _grid(1, 5, 0, 2), "sortSpecs": [{"dimensionIndex": 1}]}
    session.batch([_mark({"dimensionRange": place}, _MARK + 1), {"sortRange": sort}])

    def decode(answer: Any) -> list[bool]:
        (sheet,) = (s for s in answer["sheets"] if s["properties"].get("sheetId", 0) == _TAB)
        rows = sheet["data"][0]["rowMetadata"]
        return [bool(row.get("developerMetadata")) for row in rows[:5]]

    marked = session.get(_PLACES, decode)
    # The marked row was the first of four and is the last now.
    return {"sort-moves-metadata": marked[4]} if marked[1] or marked[4] else {}


def _replies(session: Session) -> Answers:
    named = {"namedRangeId": str(_MARK), "name": "sheets_coc_try", "range": {"sheetId": _TAB}}
    requests = [
        {"clearBasicFilter": {"sheetId": _TAB}},
        {"addNamedRange": {"namedRange": named}},
    ]
    replies = session.http.fetch(
        "post",
        SPREADSHEET_BATCH_UPDATE_URL % session.spreadsheet,
        params={"fields": "replies.addNamedRange.namedRange.name"},
        body={"requests": requests},
        decode=lambda answer: answer["replies"],
    )
    return {"masked-replies-shrink": len(replies) < len(requests)}


def _editors(session: Session) -> Answers:
    """Whether people who were not named may edit; it takes two who may write beside the owner."""
    whole = {"protectedRangeId": _MARK, "range": {"sheetId": _TAB}}
    lock = {**whole, "editors": {"users": []}}
    session.batch([{"addProtectedRange": {"protectedRange": lock}}])
    fields = {"fields": "permissions(type,role,emailAddress)"}
    path = f"files/{session.spreadsheet}/permissions"
    permissions = session.drive("GET", path, params=fields)["permissions"]
    writers = {
        str(one["emailAddress"]).casefold()
        for one in permissions
        if (one["type"], one["role"]) == ("user", "writer")
    }

    def decode(answer: Any) -> set[str]:
        return {
            str(user).casefold()
            for sheet in answer["sheets"]
            for one in sheet.get("protectedRanges", ())
            for user in one.get("editors", {}).get("users", ())
        }

    named = session.get("sheets.protectedRanges.editors", decode)
    return {"empty-editors-open": writers <= named} if len(writers) > 1 else {}
