"""A batch as a whole: what is refused before anything happens, all or nothing, the state after."""

from sheets_coc.local.edits.batch import handlers
from sheets_coc.local.wire.messages import snake, tables
from tests.local.edits.client import Sheet, block, cells, rows, text
from tests.local.knocking import SHEETS


def test_every_kind_is_implemented_or_said_to_be_lacking(sheet):
    for kind, message in tables()[0]["Request"].items():
        assert (kind in handlers()) == (message != "-")
        if message == "-":
            assert snake(kind) in sheet.refused({kind: {}}, code=501)


def test_unknown_fields_are_refused_with_their_place(sheet):
    answer = sheet.do({"updateCells": {"colour": 1}}, code=400)["error"]
    told = (
        "Invalid JSON payload received. Unknown name \"colour\" at 'requests[0].update_cells': "
        "Cannot find field."
    )
    assert answer["message"] == told
    assert answer["details"][0]["fieldViolations"] == [
        {"field": "requests[0].update_cells", "description": told}
    ]


def test_unknown_parameters_and_masks_are_refused(sheet):
    assert (
        "Cannot bind query parameter"
        in sheet.call("GET", code=400, params={"x": 1})["error"]["message"]
    )
    assert sheet.call("GET", code=400, params={"fields": "sheets.x"})["error"]["status"] == (
        "INVALID_ARGUMENT"
    )


def test_a_batch_is_all_or_nothing(sheet):
    write = {"updateCells": {"start": {}, "rows": cells(text("x")), "fields": "userEnteredValue"}}
    assert "requests[1].deleteSheet" in sheet.refused(write, {"deleteSheet": {"sheetId": 9}})
    assert sheet.values()[0][0] == "Name"


def test_the_state_after_comes_with_the_answer(sheet):
    write = {"updateCells": {"start": {}, "rows": cells(text("x")), "fields": "userEnteredValue"}}
    answer = sheet.call(
        "POST",
        ":batchUpdate",
        params={"fields": "updatedSpreadsheet.sheets.data.rowData.values.effectiveValue"},
        json={
            "requests": [write],
            "includeSpreadsheetInResponse": True,
            "responseIncludeGridData": True,
            "responseRanges": ["Sheet1!A1:A2"],
        },
    )
    assert answer == {
        "updatedSpreadsheet": {
            "sheets": [
                {
                    "data": [
                        {
                            "rowData": [
                                {"values": [{"effectiveValue": {"stringValue": "x"}}]},
                                {"values": [{"effectiveValue": {"stringValue": "b"}}]},
                            ]
                        }
                    ]
                }
            ]
        }
    }


def test_readers_may_not_write_and_strangers_may_not_read(google, sheet):
    google.identities.add("stranger@example.org")
    stranger = Sheet(google, sheet.id, "stranger@example.org")
    error = stranger.call("GET", code=403)["error"]
    assert error == {
        "code": 403,
        "message": "The caller does not have permission",
        "status": "PERMISSION_DENIED",
    }
    stranger.id = "unknown"
    assert stranger.call("GET", code=404)["error"]["status"] == "NOT_FOUND"


def test_the_rarer_requests(sheet):
    """Each at least once, so that its request and its answer are held against the description."""
    line = {"style": "SOLID", "color": {"red": 1}}
    sheet.put([["  two   words ", "x"], ["b", 2], ["b", 2]], "Sheet1!A5")
    view = {"filterViewId": 7, "range": block(0, 4, 0, 2), "title": "mine"}
    band = {"bandedRangeId": 8, "range": block(0, 4, 0, 2), "rowProperties": {}}
    chart = {"chartId": 9, "spec": {"title": "t", "pieChart": {"legendPosition": "NO_LEGEND"}}}
    red = {
        "ranges": [block(1, 9, 0, 1)],
        "gradientRule": {
            "minpoint": {"type": "MIN", "color": {"red": 1}},
            "maxpoint": {"type": "MAX", "color": {"green": 1}},
        },
    }
    moved = {"overlayPosition": {"anchorCell": {"rowIndex": 2}}}
    mark = {
        "metadataId": 3,
        "metadataKey": "k",
        "visibility": "PROJECT",
        "location": {"sheetId": 0},
    }
    lookup = {"developerMetadataLookup": {"metadataId": 3}}
    replies = sheet.do(
        {"trimWhitespace": {"range": block(4, 5, 0, 1)}},
        {"deleteDuplicates": {"range": block(1, 7, 0, 2)}},
        {"updateBorders": {"range": block(0, 2, 0, 2), "top": line, "innerVertical": line}},
        {"addFilterView": {"filter": view}},
        {"updateFilterView": {"filter": {**view, "title": "yours"}, "fields": "title"}},
        {"duplicateFilterView": {"filterId": 7}},
        {"deleteFilterView": {"filterId": 7}},
        {"addBanding": {"bandedRange": band}},
        {"updateBanding": {"bandedRange": {**band, "range": block(0, 3, 0, 2)}, "fields": "range"}},
        {"deleteBanding": {"bandedRangeId": 8}},
        {"addChart": {"chart": chart}},
        {"updateChartSpec": {"chartId": 9, "spec": {**chart["spec"], "title": "u"}}},
        {
            "updateEmbeddedObjectPosition": {
                "objectId": 9,
                "newPosition": moved,
                "fields": "anchorCell.rowIndex",
            }
        },
        {"deleteEmbeddedObject": {"objectId": 9}},
        {"addConditionalFormatRule": {"rule": red}},
        {"updateConditionalFormatRule": {"rule": red}},
        {"updateConditionalFormatRule": {"newIndex": 0}},
        {"deleteConditionalFormatRule": {}},
        {"createDeveloperMetadata": {"developerMetadata": mark}},
        {
            "updateDeveloperMetadata": {
                "dataFilters": [lookup],
                "developerMetadata": {"metadataValue": "v"},
                "fields": "metadataValue",
            }
        },
        {"deleteDeveloperMetadata": {"dataFilter": lookup}},
        {"insertRange": {"range": block(0, 1, 3, 4), "shiftDimension": "ROWS"}},
        {"deleteRange": {"range": block(0, 1, 3, 4), "shiftDimension": "COLUMNS"}},
        {"randomizeRange": {"range": block(1, 4, 0, 2)}},
        {"pasteData": {"coordinate": {"rowIndex": 9}, "data": "1,2\n3,4", "delimiter": ","}},
        {"autoResizeDimensions": {"dimensions": {**rows(0, 1), "dimension": "COLUMNS"}}},
        {"appendDimension": {"dimension": "COLUMNS", "length": 1}},
        {"duplicateSheet": {"newSheetName": "Two", "insertSheetIndex": 1}},
    )["replies"]
    assert replies[0]["trimWhitespace"] == {"cellsChangedCount": 1}
    assert replies[1]["deleteDuplicates"] == {"duplicatesRemovedCount": 2}
    found = sheet.sheet(includeGridData=True)
    borders = found["data"][0]["rowData"][0]["values"][1]["userEnteredFormat"]["borders"]
    assert borders.keys() == {"top", "left"}
    assert "bandedRanges" not in found
    assert [view["title"] for view in found["filterViews"]] == ["Copy of yours"]
    assert sheet.values("Two!A10:B11") == [["1", "2"], ["3", "4"]]


def test_create_with_tabs_and_cells(google, sheet):
    body = {
        "properties": {"title": "Made", "locale": "de_DE"},
        "sheets": [
            {
                "properties": {"title": "One", "gridProperties": {"frozenRowCount": 1}},
                "data": [{"rowData": cells(text("x"))}],
            }
        ],
    }
    answer = sheet.session.post(SHEETS, json=body).json()
    sheet.id = answer["spreadsheetId"]
    assert sheet.values("One") == [["x"]]
    assert answer["properties"]["locale"] == "de_DE"
    tool = Sheet(google, sheet.id, "tool")
    assert tool.session.post(SHEETS, json=body).status_code == 403


def test_an_unknown_path_is_named(sheet):
    answer = sheet.session.get("https://sheets.googleapis.com/v4/nothing/here")
    assert answer.status_code == 501
    assert "GET /v4/nothing/here" in answer.json()["error"]["message"]
