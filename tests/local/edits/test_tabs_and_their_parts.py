"""Tabs by name, and what lies on them: drop-downs, charts, filters, banding."""

from tests.local.edits.client import block, rows


def test_a_name_used_twice_is_refused(sheet):
    add = {"addSheet": {"properties": {"title": "New"}}}
    sheet.do(add)
    assert 'A sheet with the name "New" already exists' in sheet.refused(add)


def test_renaming_a_tab_changes_formulas(sheet):
    sheet.do({"addSheet": {"properties": {"title": "Other", "sheetId": 5}}})
    sheet.put([["=Sheet1!A2"]], "Other!A1", "USER_ENTERED")
    change = {"properties": {"sheetId": 0, "title": "My records"}, "fields": "title"}
    sheet.do({"updateSheetProperties": change})
    assert sheet.values("Other", valueRenderOption="FORMULA") == [["='My records'!A2"]]
    assert sheet.values("Other") == [["b"]]


def test_drop_downs_and_rules_and_charts(sheet):
    rule = {
        "condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "yes"}]},
        "showCustomUi": True,
    }
    chart = {
        "spec": {
            "title": "Points",
            "basicChart": {
                "chartType": "COLUMN",
                "series": [{"series": {"sourceRange": {"sources": [block(0, 4, 1, 2)]}}}],
            },
        },
        "position": {"overlayPosition": {"anchorCell": {"rowIndex": 6}}},
    }
    red = {
        "ranges": [block(1, 9, 0, 1)],
        "booleanRule": {
            "condition": {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": "=TRUE"}]},
            "format": {"backgroundColor": {"red": 1}},
        },
    }
    sheet.do(
        {"setDataValidation": {"range": block(1, 3, 0, 1), "rule": rule}},
        {"addConditionalFormatRule": {"rule": red}},
        {"addChart": {"chart": chart}},
        {"addFilterView": {"filter": {"range": block(0, 4, 0, 2), "title": "mine"}}},
        {"addBanding": {"bandedRange": {"range": block(0, 4, 0, 2), "rowProperties": {}}}},
        {"insertDimension": {"range": rows(0, 1)}},
    )
    found = sheet.sheet(includeGridData=True)
    assert found["conditionalFormats"][0]["ranges"][0]["startRowIndex"] == 2
    source = found["charts"][0]["spec"]["basicChart"]["series"][0]["series"]["sourceRange"]
    assert source["sources"][0] == block(1, 5, 1, 2)
    assert found["filterViews"][0]["range"]["startRowIndex"] == 1
    assert found["bandedRanges"][0]["range"] == block(1, 5, 0, 2)
    assert found["data"][0]["rowData"][2]["values"][0]["dataValidation"] == rule
    assert found["data"][0]["rowMetadata"][0] == {"pixelSize": 21}


def test_filters_choose_by_range_and_by_mark(sheet):
    mark = {
        "metadataKey": "row",
        "visibility": "DOCUMENT",
        "location": {"dimensionRange": rows(2, 3)},
    }
    sheet.do({"createDeveloperMetadata": {"developerMetadata": mark}})
    by_mark = {"developerMetadataLookup": {"metadataKey": "row"}}
    found = sheet.call("POST", "/values:batchGetByDataFilter", json={"dataFilters": [by_mark]})
    assert found["valueRanges"][0]["valueRange"]["values"] == [["a", "3"]]
    grid = sheet.call(
        "POST",
        ":getByDataFilter",
        json={"dataFilters": [{"a1Range": "A1"}], "includeGridData": True},
    )
    assert grid["sheets"][0]["data"][0]["rowData"][0]["values"][0]["formattedValue"] == "Name"
    written = sheet.call(
        "POST",
        "/values:batchUpdateByDataFilter",
        json={
            "valueInputOption": "RAW",
            "data": [{"dataFilter": by_mark, "values": [["z"]]}],
        },
    )
    assert written["totalUpdatedCells"] == 1
    cleared = sheet.call(
        "POST",
        "/values:batchClearByDataFilter",
        json={"dataFilters": [{"gridRange": block(1, 2, 0, 2)}]},
    )
    assert cleared["clearedRanges"] == ["Sheet1!A2:B2"]
    assert sheet.values() == [["Name", "Points"], [], ["z", "3"], ["c", "1"]]
