"""The endpoints of the Sheets API v4 but for those of `spreadsheets.values`."""

from __future__ import annotations

from sheets_coc.local.auth.access import check_sheet, touch
from sheets_coc.local.edits import batch
from sheets_coc.local.edits.create import created
from sheets_coc.local.edits.kinds import metadata
from sheets_coc.local.edits.kinds.tabs import copy_to
from sheets_coc.local.errors import Json, invalid
from sheets_coc.local.reading.read import (
    answer_for_areas,
    sheet_properties,
    spreadsheet_answer,
)
from sheets_coc.local.sheets.calls import ONE, ROOT, filter_areas, opened, reads, selected, writes
from sheets_coc.local.wire.a1 import check_within
from sheets_coc.local.wire.endpoint import Call
from sheets_coc.local.wire.fields import answer_mask, select
from sheets_coc.local.wire.messages import check
from sheets_coc.local.wire.ranges import shown_metadata


def get(call: Call) -> Json:
    """`spreadsheets.get`."""
    text = call.option("fields")
    return spreadsheet_answer(
        opened(call, "reader"),
        call.email,
        call.query.get("ranges", []),
        call.flag("includeGridData"),
        answer_mask(text, "Spreadsheet") if text else None,
    )


def get_by_filter(call: Call) -> Json:
    """`spreadsheets.getByDataFilter`."""
    spreadsheet = opened(call, "reader")
    body = check("GetSpreadsheetByDataFilterRequest", call.json())
    areas = filter_areas(spreadsheet, body.get("dataFilters", []))
    for area in areas:
        check_within(area)
    text = call.option("fields")
    mask = answer_mask(text, "Spreadsheet") if text else None
    grid = body.get("includeGridData", False)
    return answer_for_areas(spreadsheet, call.email, areas or None, grid, mask)


def create(call: Call) -> Json:
    """`spreadsheets.create`."""
    body = check("Spreadsheet", call.json())
    spreadsheet = created(call.state, call.email, body)
    call.state.add(spreadsheet)
    return selected(call, spreadsheet_answer(spreadsheet, call.email), "Spreadsheet")


def batch_update(call: Call) -> Json:
    """`spreadsheets.batchUpdate`."""
    body = check("BatchUpdateSpreadsheetRequest", call.json())
    spreadsheet = opened(call, "writer")
    requests = body.get("requests", [])
    replies = batch.run(spreadsheet, requests, call.email, call.state.now, links=call.state.links)
    answer: Json = {"spreadsheetId": spreadsheet.id, "replies": replies}
    text = call.option("fields")
    mask = answer_mask(text, "BatchUpdateSpreadsheetResponse") if text else None
    if body.get("includeSpreadsheetInResponse") and (not mask or "updatedSpreadsheet" in mask):
        answer["updatedSpreadsheet"] = spreadsheet_answer(
            spreadsheet,
            call.email,
            body.get("responseRanges", []),
            body.get("responseIncludeGridData", False),
            (mask["updatedSpreadsheet"] or None) if mask else None,
        )
    if mask and "replies" in mask:
        answer["replies"] = [select(reply, mask["replies"]) for reply in replies]
        if "masked-replies-shrink" in spreadsheet.variants:
            answer["replies"] = [reply for reply in answer["replies"] if reply]
    # Of the updated spreadsheet the mask has let through its part already.
    return {name: answer[name] for name in mask if name in answer} if mask else answer


def metadata_get(call: Call) -> Json:
    """`spreadsheets.developerMetadata.get`."""
    spreadsheet = opened(call, "reader")
    wanted = call.params["metadata_id"]
    for item in spreadsheet.metadata:
        if str(item["metadataId"]) == wanted:
            return selected(call, shown_metadata([item])[0], "DeveloperMetadata")
    raise invalid(f"No developer metadata with id: {wanted}")


def metadata_search(call: Call) -> Json:
    """`spreadsheets.developerMetadata.search`."""
    spreadsheet = opened(call, "reader")
    body = check("SearchDeveloperMetadataRequest", call.json())
    answer = metadata.search(spreadsheet, body.get("dataFilters", []))
    return selected(call, answer, "SearchDeveloperMetadataResponse")


def sheets_copy_to(call: Call) -> Json:
    """`spreadsheets.sheets.copyTo`."""
    body = check("CopySheetToAnotherSpreadsheetRequest", call.json())
    source = opened(call, "reader")
    target_id = body.get("destinationSpreadsheetId", "")
    check_sheet(call.state, target_id, call.email, "writer")
    touch(call.state.file(target_id), call.email, call.state.now)
    target = call.state.spreadsheet(target_id)
    tab = source.tab(int(call.params["sheet_id"])) if call.params["sheet_id"].isdigit() else None
    if tab is None:
        raise invalid(f"The sheet ({call.params['sheet_id']}) to be copied does not exist.")
    answer = sheet_properties(target, copy_to(tab, target))
    return selected(call, answer, "SheetProperties")


_GET = ("ranges", "includeGridData", "commentsViewMode", "excludeTablesInBandedRanges")

ENDPOINTS = (
    writes("POST", ROOT, "create", create),
    reads("GET", ONE, "get", get, _GET),
    reads("POST", f"{ONE}:getByDataFilter", "getByDataFilter", get_by_filter),
    writes("POST", f"{ONE}:batchUpdate", "batchUpdate", batch_update),
    reads("GET", f"{ONE}/developerMetadata/<metadata_id>", "developerMetadata.get", metadata_get),
    reads(
        "POST",
        f"{ONE}/developerMetadata:search",
        "developerMetadata.search",
        metadata_search,
    ),
    writes("POST", f"{ONE}/sheets/<sheet_id>:copyTo", "sheets.copyTo", sheets_copy_to),
)
