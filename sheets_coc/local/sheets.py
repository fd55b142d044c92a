"""The endpoints of the Sheets API v4."""

from __future__ import annotations

from typing import Any

from sheets_coc.local import a1, batch, metadata, values
from sheets_coc.local.a1 import Area
from sheets_coc.local.access import check_sheet, touch
from sheets_coc.local.create import created
from sheets_coc.local.endpoint import Call, Endpoint
from sheets_coc.local.errors import Json, invalid
from sheets_coc.local.fields import answer_mask, select
from sheets_coc.local.messages import check, check_value, snake
from sheets_coc.local.model import Spreadsheet
from sheets_coc.local.oauth import SHEETS_READ, SHEETS_WRITE
from sheets_coc.local.read import (
    answer_for_areas,
    sheet_properties,
    shown_metadata,
    spreadsheet_answer,
)
from sheets_coc.local.values import Options


def _open(call: Call, wanted: str) -> Spreadsheet:
    """The spreadsheet of the path, if the caller may do what they want."""
    spreadsheet_id = call.params["spreadsheet_id"]
    check_sheet(call.state, spreadsheet_id, call.email, wanted)
    if wanted == "writer":
        touch(call.state.file(spreadsheet_id), call.email, call.state.now)
    return call.state.spreadsheet(spreadsheet_id)


def _selected(call: Call, answer: Json, message: str) -> Json:
    """The answer under the query's field mask."""
    text = call.option("fields")
    return select(answer, answer_mask(text, message)) if text else answer


def _enum(call: Call, name: str, kind: str, default: str) -> str:
    value = call.option(name)
    return check_value(kind, value, snake(name)) if value else default


def _by_columns(dimension: str | None) -> bool:
    return dimension == "COLUMNS"


def _render_options(call: Call) -> Options:
    return Options(
        _enum(call, "valueRenderOption", "ValueRenderOption", "FORMATTED_VALUE"),
        _enum(call, "dateTimeRenderOption", "DateTimeRenderOption", "SERIAL_NUMBER"),
        _by_columns(_enum(call, "majorDimension", "Dimension", "ROWS")),
    )


def _input_is_typed(option: str | None) -> bool:
    """Whether values are parsed as if typed.

    Raises:
        ApiError: 400, the option is missing.
    """
    if option in (None, "INPUT_VALUE_OPTION_UNSPECIFIED"):
        raise invalid("'valueInputOption' is required but not specified")
    return option == "USER_ENTERED"


def get(call: Call) -> Json:
    """`spreadsheets.get`."""
    text = call.option("fields")
    return spreadsheet_answer(
        _open(call, "reader"),
        call.email,
        call.query.get("ranges", []),
        call.flag("includeGridData"),
        answer_mask(text, "Spreadsheet") if text else None,
    )


def get_by_filter(call: Call) -> Json:
    """`spreadsheets.getByDataFilter`."""
    spreadsheet = _open(call, "reader")
    body = check("GetSpreadsheetByDataFilterRequest", call.json())
    areas = _filter_areas(spreadsheet, body.get("dataFilters", []))
    text = call.option("fields")
    mask = answer_mask(text, "Spreadsheet") if text else None
    grid = body.get("includeGridData", False)
    return answer_for_areas(spreadsheet, call.email, areas or None, grid, mask)


def _filter_areas(spreadsheet: Spreadsheet, filters: list[Json]) -> list[Area]:
    return [area for one in filters for area in metadata.filter_areas(spreadsheet, one)]


def create(call: Call) -> Json:
    """`spreadsheets.create`."""
    body = check("Spreadsheet", call.json())
    spreadsheet = created(call.state, call.email, body)
    call.state.add(spreadsheet)
    return _selected(call, spreadsheet_answer(spreadsheet, call.email), "Spreadsheet")


def batch_update(call: Call) -> Json:
    """`spreadsheets.batchUpdate`."""
    body = check("BatchUpdateSpreadsheetRequest", call.json())
    spreadsheet = _open(call, "writer")
    replies = batch.run(spreadsheet, body.get("requests", []), call.email, call.state.now)
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
    # Below its top level the mask has done its work already.
    return {name: answer[name] for name in mask if name in answer} if mask else answer


def values_get(call: Call) -> Json:
    """`spreadsheets.values.get`."""
    spreadsheet = _open(call, "reader")
    area = a1.parse(spreadsheet, call.params["range"])
    return _selected(call, values.read(spreadsheet, area, _render_options(call)), "ValueRange")


def values_batch_get(call: Call) -> Json:
    """`spreadsheets.values.batchGet`."""
    spreadsheet = _open(call, "reader")
    options = _render_options(call)
    areas = [a1.parse(spreadsheet, text) for text in call.query.get("ranges", [])]
    found = [values.read(spreadsheet, area, options) for area in areas]
    answer: Json = {"spreadsheetId": spreadsheet.id}
    if found:
        answer["valueRanges"] = found
    return _selected(call, answer, "BatchGetValuesResponse")


def values_batch_get_by_filter(call: Call) -> Json:
    """`spreadsheets.values.batchGetByDataFilter`."""
    spreadsheet = _open(call, "reader")
    body = check("BatchGetValuesByDataFilterRequest", call.json())
    options = Options(
        body.get("valueRenderOption", "FORMATTED_VALUE"),
        body.get("dateTimeRenderOption", "SERIAL_NUMBER"),
        _by_columns(body.get("majorDimension")),
    )
    found = [
        {"valueRange": values.read(spreadsheet, area, options), "dataFilters": [one]}
        for one in body.get("dataFilters", [])
        for area in metadata.filter_areas(spreadsheet, one)
    ]
    answer: Json = {"spreadsheetId": spreadsheet.id}
    if found:
        answer["valueRanges"] = found
    return _selected(call, answer, "BatchGetValuesByDataFilterResponse")


def values_update(call: Call) -> Json:
    """`spreadsheets.values.update`."""
    body = check("ValueRange", call.json())
    spreadsheet = _open(call, "writer")
    as_typed = _input_is_typed(_enum(call, "valueInputOption", "ValueInputOption", "") or None)
    text = call.params["range"]
    if body.get("range", text) != text:
        raise invalid(
            f"Requested writing within range [{text}], but data range is [{body['range']}]."
        )
    area = a1.parse(spreadsheet, text)
    answer = _write(spreadsheet, area, body, call.email, as_typed, _response_options(call))
    return _selected(call, answer, "UpdateValuesResponse")


def _response_options(call: Call) -> Options | None:
    if not call.flag("includeValuesInResponse"):
        return None
    return Options(
        _enum(call, "responseValueRenderOption", "ValueRenderOption", "FORMATTED_VALUE"),
        _enum(call, "responseDateTimeRenderOption", "DateTimeRenderOption", "SERIAL_NUMBER"),
    )


def _write(
    spreadsheet: Spreadsheet,
    area: Area,
    data: Json,
    email: str,
    as_typed: bool,
    include: Options | None,
) -> Json:
    by_columns = _by_columns(data.get("majorDimension"))
    written = values.write(spreadsheet, area, data.get("values", []), email, by_columns, as_typed)
    spreadsheet.results.clear()
    return values.update_answer(spreadsheet, written, include)


def values_append(call: Call) -> Json:
    """`spreadsheets.values.append`."""
    body = check("ValueRange", call.json())
    spreadsheet = _open(call, "writer")
    as_typed = _input_is_typed(_enum(call, "valueInputOption", "ValueInputOption", "") or None)
    insert = _enum(call, "insertDataOption", "InsertDataOption", "OVERWRITE") == "INSERT_ROWS"
    table, written = values.append(
        spreadsheet,
        a1.parse(spreadsheet, call.params["range"]),
        body.get("values", []),
        call.email,
        _by_columns(body.get("majorDimension")),
        as_typed,
        insert,
    )
    spreadsheet.results.clear()
    updates = values.update_answer(spreadsheet, written, _response_options(call))
    answer: Json = {"spreadsheetId": spreadsheet.id, "updates": updates}
    if table is not None:
        answer["tableRange"] = table
    return _selected(call, answer, "AppendValuesResponse")


def values_batch_update(call: Call) -> Json:
    """`spreadsheets.values.batchUpdate`."""
    body = check("BatchUpdateValuesRequest", call.json())
    spreadsheet = _open(call, "writer")
    blocks = [(a1.parse(spreadsheet, data.get("range", "")), data) for data in body.get("data", [])]
    return _write_all(call, spreadsheet, body, blocks, "BatchUpdateValuesResponse")


def _write_all(
    call: Call,
    spreadsheet: Spreadsheet,
    body: Json,
    blocks: list[tuple[Area, Json]],
    message: str,
) -> Json:
    """Writes several blocks; the answer has the sums and one response for each."""
    as_typed = _input_is_typed(body.get("valueInputOption"))
    include = None
    if body.get("includeValuesInResponse"):
        include = Options(
            body.get("responseValueRenderOption", "FORMATTED_VALUE"),
            body.get("responseDateTimeRenderOption", "SERIAL_NUMBER"),
        )
    written = [
        values.write(
            spreadsheet,
            area,
            data.get("values", []),
            call.email,
            _by_columns(data.get("majorDimension")),
            as_typed,
        )
        for area, data in blocks
    ]
    spreadsheet.results.clear()
    responses = [values.update_answer(spreadsheet, one, include) for one in written]
    tabs = {one.area.tab.id for one in written if one.cells}
    totals = {
        "totalUpdatedRows": len({(w.area.tab.id, row) for w in written for row in w.rows}),
        "totalUpdatedColumns": len({(w.area.tab.id, col) for w in written for col in w.columns}),
        "totalUpdatedCells": sum(one.cells for one in written),
        "totalUpdatedSheets": len(tabs),
    }
    answer: Json = {"spreadsheetId": spreadsheet.id}
    answer |= {name: total for name, total in totals.items() if total}
    if responses:
        answer["responses"] = responses
    return _selected(call, answer, message)


def values_batch_update_by_filter(call: Call) -> Json:
    """`spreadsheets.values.batchUpdateByDataFilter`."""
    body = check("BatchUpdateValuesByDataFilterRequest", call.json())
    spreadsheet = _open(call, "writer")
    blocks = [
        (area, data)
        for data in body.get("data", [])
        for area in metadata.filter_areas(spreadsheet, data.get("dataFilter", {}))
    ]
    answer = _write_all(call, spreadsheet, body, blocks, "BatchUpdateValuesByDataFilterResponse")
    for response, (_, data) in zip(answer.get("responses", []), blocks, strict=False):
        response.pop("spreadsheetId", None)
        response["dataFilter"] = data.get("dataFilter", {})
    return answer


def values_clear(call: Call) -> Json:
    """`spreadsheets.values.clear`."""
    check("ClearValuesRequest", call.json())
    spreadsheet = _open(call, "writer")
    cleared = values.clear(spreadsheet, a1.parse(spreadsheet, call.params["range"]), call.email)
    spreadsheet.results.clear()
    answer = {"spreadsheetId": spreadsheet.id, "clearedRange": cleared}
    return _selected(call, answer, "ClearValuesResponse")


def values_batch_clear(call: Call) -> Json:
    """`spreadsheets.values.batchClear`."""
    body = check("BatchClearValuesRequest", call.json())
    spreadsheet = _open(call, "writer")
    areas = [a1.parse(spreadsheet, text) for text in body.get("ranges", [])]
    return _selected(call, _clear_all(call, spreadsheet, areas), "BatchClearValuesResponse")


def values_batch_clear_by_filter(call: Call) -> Json:
    """`spreadsheets.values.batchClearByDataFilter`."""
    body = check("BatchClearValuesByDataFilterRequest", call.json())
    spreadsheet = _open(call, "writer")
    areas = _filter_areas(spreadsheet, body.get("dataFilters", []))
    answer = _clear_all(call, spreadsheet, areas)
    return _selected(call, answer, "BatchClearValuesByDataFilterResponse")


def _clear_all(call: Call, spreadsheet: Spreadsheet, areas: list[Area]) -> Json:
    cleared = [values.clear(spreadsheet, area, call.email) for area in areas]
    spreadsheet.results.clear()
    answer: Json = {"spreadsheetId": spreadsheet.id}
    if cleared:
        answer["clearedRanges"] = cleared
    return answer


def metadata_get(call: Call) -> Json:
    """`spreadsheets.developerMetadata.get`."""
    spreadsheet = _open(call, "reader")
    wanted = call.params["metadata_id"]
    for item in spreadsheet.metadata:
        if str(item["metadataId"]) == wanted:
            return _selected(call, shown_metadata([item])[0], "DeveloperMetadata")
    raise invalid(f"No developer metadata with id: {wanted}")


def metadata_search(call: Call) -> Json:
    """`spreadsheets.developerMetadata.search`."""
    spreadsheet = _open(call, "reader")
    body = check("SearchDeveloperMetadataRequest", call.json())
    answer = metadata.search(spreadsheet, body.get("dataFilters", []))
    return _selected(call, answer, "SearchDeveloperMetadataResponse")


def sheets_copy_to(call: Call) -> Json:
    """`spreadsheets.sheets.copyTo`."""
    from sheets_coc.local.edit_tabs import copy_to

    body = check("CopySheetToAnotherSpreadsheetRequest", call.json())
    source = _open(call, "reader")
    target_id = body.get("destinationSpreadsheetId", "")
    check_sheet(call.state, target_id, call.email, "writer")
    touch(call.state.file(target_id), call.email, call.state.now)
    target = call.state.spreadsheet(target_id)
    tab = source.tab(int(call.params["sheet_id"])) if call.params["sheet_id"].isdigit() else None
    if tab is None:
        raise invalid(f"The sheet ({call.params['sheet_id']}) to be copied does not exist.")
    answer = sheet_properties(target, copy_to(tab, target))
    return _selected(call, answer, "SheetProperties")


_NAME = "sheets.spreadsheets"
_ROOT = "/v4/spreadsheets"
_ONE = f"{_ROOT}/<spreadsheet_id>"


_RENDER = ("valueRenderOption", "dateTimeRenderOption", "majorDimension")
_INPUT = (
    "valueInputOption",
    "includeValuesInResponse",
    "responseValueRenderOption",
    "responseDateTimeRenderOption",
)
_QUERY = {
    "get": ("ranges", "includeGridData", "commentsViewMode", "excludeTablesInBandedRanges"),
    "values.get": _RENDER,
    "values.batchGet": ("ranges", *_RENDER),
    "values.update": _INPUT,
    "values.append": (*_INPUT, "insertDataOption"),
}


def _read(method: str, rule: str, name: str, handle: Any) -> Endpoint:
    query = _QUERY.get(name, ())
    return Endpoint(method, rule, f"{_NAME}.{name}", handle, SHEETS_READ, query=query)


def _writes(method: str, rule: str, name: str, handle: Any) -> Endpoint:
    query = _QUERY.get(name, ())
    return Endpoint(method, rule, f"{_NAME}.{name}", handle, SHEETS_WRITE, True, query)


ENDPOINTS = (
    _writes("POST", _ROOT, "create", create),
    _read("GET", _ONE, "get", get),
    _read("POST", f"{_ONE}:getByDataFilter", "getByDataFilter", get_by_filter),
    _writes("POST", f"{_ONE}:batchUpdate", "batchUpdate", batch_update),
    _read("GET", f"{_ONE}/values/<path:range>", "values.get", values_get),
    _read("GET", f"{_ONE}/values:batchGet", "values.batchGet", values_batch_get),
    _read(
        "POST",
        f"{_ONE}/values:batchGetByDataFilter",
        "values.batchGetByDataFilter",
        values_batch_get_by_filter,
    ),
    _writes("PUT", f"{_ONE}/values/<path:range>", "values.update", values_update),
    _writes("POST", f"{_ONE}/values/<path:range>:append", "values.append", values_append),
    _writes("POST", f"{_ONE}/values:batchUpdate", "values.batchUpdate", values_batch_update),
    _writes(
        "POST",
        f"{_ONE}/values:batchUpdateByDataFilter",
        "values.batchUpdateByDataFilter",
        values_batch_update_by_filter,
    ),
    _writes("POST", f"{_ONE}/values/<path:range>:clear", "values.clear", values_clear),
    _writes("POST", f"{_ONE}/values:batchClear", "values.batchClear", values_batch_clear),
    _writes(
        "POST",
        f"{_ONE}/values:batchClearByDataFilter",
        "values.batchClearByDataFilter",
        values_batch_clear_by_filter,
    ),
    _read("GET", f"{_ONE}/developerMetadata/<metadata_id>", "developerMetadata.get", metadata_get),
    _read(
        "POST",
        f"{_ONE}/developerMetadata:search",
        "developerMetadata.search",
        metadata_search,
    ),
    _writes("POST", f"{_ONE}/sheets/<sheet_id>:copyTo", "sheets.copyTo", sheets_copy_to),
)
