"""The endpoints of `spreadsheets.values`."""

from __future__ import annotations

from sheets_coc.local.edits import values as edits
from sheets_coc.local.edits.kinds import metadata
from sheets_coc.local.errors import Json, invalid
from sheets_coc.local.reading import values as reading
from sheets_coc.local.reading.values import Options
from sheets_coc.local.sheets.calls import ONE, filter_areas, opened, reads, selected, writes
from sheets_coc.local.state.model import Spreadsheet
from sheets_coc.local.wire import a1
from sheets_coc.local.wire.a1 import Area
from sheets_coc.local.wire.endpoint import Call
from sheets_coc.local.wire.messages import check, check_value, snake


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


def values_get(call: Call) -> Json:
    """`spreadsheets.values.get`."""
    spreadsheet = opened(call, "reader")
    area = a1.parse(spreadsheet, call.params["range"])
    return selected(call, reading.read(spreadsheet, area, _render_options(call)), "ValueRange")


def values_batch_get(call: Call) -> Json:
    """`spreadsheets.values.batchGet`."""
    spreadsheet = opened(call, "reader")
    options = _render_options(call)
    areas = [a1.parse(spreadsheet, text) for text in call.query.get("ranges", [])]
    found = [reading.read(spreadsheet, area, options) for area in areas]
    answer: Json = {"spreadsheetId": spreadsheet.id}
    if found:
        answer["valueRanges"] = found
    return selected(call, answer, "BatchGetValuesResponse")


def values_batch_get_by_filter(call: Call) -> Json:
    """`spreadsheets.values.batchGetByDataFilter`."""
    spreadsheet = opened(call, "reader")
    body = check("BatchGetValuesByDataFilterRequest", call.json())
    options = Options(
        body.get("valueRenderOption", "FORMATTED_VALUE"),
        body.get("dateTimeRenderOption", "SERIAL_NUMBER"),
        _by_columns(body.get("majorDimension")),
    )
    found = [
        {"valueRange": reading.read(spreadsheet, area, options), "dataFilters": [one]}
        for one in body.get("dataFilters", [])
        for area in metadata.filter_areas(spreadsheet, one)
    ]
    answer: Json = {"spreadsheetId": spreadsheet.id}
    if found:
        answer["valueRanges"] = found
    return selected(call, answer, "BatchGetValuesByDataFilterResponse")


def values_update(call: Call) -> Json:
    """`spreadsheets.values.update`."""
    body = check("ValueRange", call.json(), "data")
    spreadsheet = opened(call, "writer")
    as_typed = _input_is_typed(_enum(call, "valueInputOption", "ValueInputOption", "") or None)
    text = call.params["range"]
    if body.get("range", text) != text:
        raise invalid(
            f"Requested writing within range [{text}], but data range is [{body['range']}]."
        )
    area = a1.parse(spreadsheet, text)
    answer = _write(spreadsheet, area, body, call.email, as_typed, _response_options(call))
    return selected(call, answer, "UpdateValuesResponse")


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
    written = edits.write(spreadsheet, area, data.get("values", []), email, by_columns, as_typed)
    spreadsheet.results.clear()
    return edits.update_answer(spreadsheet, written, include)


def values_append(call: Call) -> Json:
    """`spreadsheets.values.append`."""
    body = check("ValueRange", call.json(), "data")
    spreadsheet = opened(call, "writer")
    as_typed = _input_is_typed(_enum(call, "valueInputOption", "ValueInputOption", "") or None)
    insert = _enum(call, "insertDataOption", "InsertDataOption", "OVERWRITE") == "INSERT_ROWS"
    table, written = edits.append(
        spreadsheet,
        a1.parse(spreadsheet, call.params["range"]),
        body.get("values", []),
        call.email,
        _by_columns(body.get("majorDimension")),
        as_typed,
        insert,
    )
    spreadsheet.results.clear()
    updates = edits.update_answer(spreadsheet, written, _response_options(call))
    answer: Json = {"spreadsheetId": spreadsheet.id, "updates": updates}
    if table is not None:
        answer["tableRange"] = table
    return selected(call, answer, "AppendValuesResponse")


def values_batch_update(call: Call) -> Json:
    """`spreadsheets.values.batchUpdate`."""
    body = check("BatchUpdateValuesRequest", call.json())
    spreadsheet = opened(call, "writer")
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
        edits.write(
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
    responses = [edits.update_answer(spreadsheet, one, include) for one in written]
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
    return selected(call, answer, message)


def values_batch_update_by_filter(call: Call) -> Json:
    """`spreadsheets.values.batchUpdateByDataFilter`."""
    body = check("BatchUpdateValuesByDataFilterRequest", call.json())
    spreadsheet = opened(call, "writer")
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
    spreadsheet = opened(call, "writer")
    cleared = edits.clear(spreadsheet, a1.parse(spreadsheet, call.params["range"]), call.email)
    spreadsheet.results.clear()
    answer = {"spreadsheetId": spreadsheet.id, "clearedRange": cleared}
    return selected(call, answer, "ClearValuesResponse")


def values_batch_clear(call: Call) -> Json:
    """`spreadsheets.values.batchClear`."""
    body = check("BatchClearValuesRequest", call.json())
    spreadsheet = opened(call, "writer")
    areas = [a1.parse(spreadsheet, text) for text in body.get("ranges", [])]
    return selected(call, _clear_all(call, spreadsheet, areas), "BatchClearValuesResponse")


def values_batch_clear_by_filter(call: Call) -> Json:
    """`spreadsheets.values.batchClearByDataFilter`."""
    body = check("BatchClearValuesByDataFilterRequest", call.json())
    spreadsheet = opened(call, "writer")
    areas = filter_areas(spreadsheet, body.get("dataFilters", []))
    answer = _clear_all(call, spreadsheet, areas)
    return selected(call, answer, "BatchClearValuesByDataFilterResponse")


def _clear_all(call: Call, spreadsheet: Spreadsheet, areas: list[Area]) -> Json:
    cleared = [edits.clear(spreadsheet, area, call.email) for area in areas]
    spreadsheet.results.clear()
    answer: Json = {"spreadsheetId": spreadsheet.id}
    if cleared:
        answer["clearedRanges"] = cleared
    return answer


_RENDER = ("valueRenderOption", "dateTimeRenderOption", "majorDimension")
_INPUT = (
    "valueInputOption",
    "includeValuesInResponse",
    "responseValueRenderOption",
    "responseDateTimeRenderOption",
)

ENDPOINTS = (
    reads("GET", f"{ONE}/values/<path:range>", "values.get", values_get, _RENDER),
    reads(
        "GET", f"{ONE}/values:batchGet", "values.batchGet", values_batch_get, ("ranges", *_RENDER)
    ),
    reads(
        "POST",
        f"{ONE}/values:batchGetByDataFilter",
        "values.batchGetByDataFilter",
        values_batch_get_by_filter,
    ),
    writes("PUT", f"{ONE}/values/<path:range>", "values.update", values_update, _INPUT),
    writes(
        "POST",
        f"{ONE}/values/<path:range>:append",
        "values.append",
        values_append,
        (*_INPUT, "insertDataOption"),
    ),
    writes("POST", f"{ONE}/values:batchUpdate", "values.batchUpdate", values_batch_update),
    writes(
        "POST",
        f"{ONE}/values:batchUpdateByDataFilter",
        "values.batchUpdateByDataFilter",
        values_batch_update_by_filter,
    ),
    writes("POST", f"{ONE}/values/<path:range>:clear", "values.clear", values_clear),
    writes("POST", f"{ONE}/values:batchClear", "values.batchClear", values_batch_clear),
    writes(
        "POST",
        f"{ONE}/values:batchClearByDataFilter",
        "values.batchClearByDataFilter",
        values_batch_clear_by_filter,
    ),
)
