"""`spreadsheets.create`: a new spreadsheet out of a description of one."""

from __future__ import annotations

from collections.abc import Sequence

from sheets_coc.local.auth.access import is_person, new_file
from sheets_coc.local.edits.batch import run
from sheets_coc.local.errors import ApiError, Json, lacking
from sheets_coc.local.state.blank import blank
from sheets_coc.local.state.model import Spreadsheet
from sheets_coc.local.state.plain import json_copy
from sheets_coc.local.state.state import Transaction, new_id

_TAKEN = {"properties", "sheets", "namedRanges", "developerMetadata"}


def created(state: Transaction, email: str, body: Json) -> Spreadsheet:
    """A spreadsheet as it was asked for.

    Raises:
        ApiError: 403, a service account cannot own files; 400 and 501 as for the requests that
            would make the same.
    """
    if not is_person(email):
        raise ApiError(403, "The caller does not have permission")
    unknown = body.keys() - _TAKEN - {"spreadsheetId", "spreadsheetUrl"}
    if unknown:
        raise lacking(f"{min(unknown)} in spreadsheets.create")
    given = body.get("properties", {})
    name = given.get("title") or "Untitled spreadsheet"
    spreadsheet = blank(new_id(), new_file(name, email, state.now))
    requests = _requests(body)
    if body.get("sheets"):
        spreadsheet.tabs = []
    if requests:
        run(spreadsheet, json_copy(requests), email, state.now)
    return spreadsheet


def _requests(body: Json) -> list[Json]:
    given = body.get("properties", {})
    requests: list[Json] = []
    names = [name for name in given if name != "title"]
    if names:
        update = {"properties": given, "fields": ",".join(names)}
        requests.append({"updateSpreadsheetProperties": update})
    requests += _sheet_requests(body.get("sheets", []))
    requests += [{"addNamedRange": {"namedRange": one}} for one in body.get("namedRanges", [])]
    requests += [
        {"createDeveloperMetadata": {"developerMetadata": one}}
        for one in body.get("developerMetadata", [])
    ]
    return requests


def _sheet_requests(sheets: Sequence[Json]) -> list[Json]:
    requests: list[Json] = []
    for number, sheet in enumerate(sheets):
        unknown = sheet.keys() - {"properties", "data", "protectedRanges", "conditionalFormats"}
        if unknown:
            raise lacking(f"sheets.{min(unknown)} in spreadsheets.create")
        usual = {"sheetId": number, "title": f"Sheet{number + 1}"}
        properties = {**usual, **sheet.get("properties", {})}
        properties.pop("index", None)
        requests.append({"addSheet": {"properties": properties}})
        for data in sheet.get("data", []):
            start = {
                "sheetId": properties["sheetId"],
                "rowIndex": data.get("startRow", 0),
                "columnIndex": data.get("startColumn", 0),
            }
            if data.get("rowData"):
                write = {"start": start, "rows": data["rowData"], "fields": "*"}
                requests.append({"updateCells": write})
        requests += [
            {"addProtectedRange": {"protectedRange": one}}
            for one in sheet.get("protectedRanges", [])
        ]
        requests += [
            {"addConditionalFormatRule": {"rule": one, "index": index}}
            for index, one in enumerate(sheet.get("conditionalFormats", []))
        ]
    return requests
