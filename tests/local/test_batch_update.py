"""`batchUpdate`, request kind by request kind, through the door in process."""

import random

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from sheets_coc.local import LocalGoogle
from sheets_coc.local.edits.batch import handlers
from sheets_coc.local.wire.messages import snake, tables

URL = "https://sheets.googleapis.com/v4/spreadsheets"


class Sheet:
    """A small client without any library, as somebody."""

    def __init__(self, google: LocalGoogle, spreadsheet: str, who: str = "owner") -> None:
        self.google = google
        self.id = spreadsheet
        self.session = requests.Session()
        self.session.mount("https://", google.adapter())
        token = google.tokens.token(google.identities[who], ["spreadsheets", "drive"])
        self.session.headers["Authorization"] = f"Bearer {token}"

    def call(self, method, path="", code=200, **kwargs):
        answer = self.session.request(method, f"{URL}/{self.id}{path}", **kwargs)
        assert answer.status_code == code, answer.json().get("error", {}).get("message")
        return answer.json() if answer.content else {}

    def do(self, *wanted, code=200, **options):
        return self.call("POST", ":batchUpdate", code, json={"requests": list(wanted), **options})

    def refused(self, *wanted, code=400):
        return self.do(*wanted, code=code)["error"]["message"]

    def values(self, tab="Sheet1", **params):
        return self.call("GET", f"/values/{tab}", params=params).get("values", [])

    def put(self, values, tab="Sheet1!A1", option="RAW"):
        params = {"valueInputOption": option}
        return self.call("PUT", f"/values/{tab}", params=params, json={"values": values})

    def get(self, **params):
        return self.call("GET", params=params)

    def sheet(self, **params):
        return self.get(**params)["sheets"][0]


@pytest.fixture
def google(tmp_path):
    return LocalGoogle(tmp_path / "google")


@pytest.fixture
def sheet(google):
    rows = [["Name", "Points"], ["b", 2], ["a", 3], ["c", 1]]
    return Sheet(google, google.create_spreadsheet("Book", {"Sheet1": rows}))


@pytest.fixture
def other(google, sheet):
    return Sheet(google, sheet.id, "editor")


def rows(start, end, **more):
    return {"dimension": "ROWS", "startIndex": start, "endIndex": end, **more}


def block(top, bottom, left, right):
    return {
        "startRowIndex": top,
        "endRowIndex": bottom,
        "startColumnIndex": left,
        "endColumnIndex": right,
    }


def text(value):
    return {"userEnteredValue": {"stringValue": value}}


def cells(*values):
    return [{"values": list(values)}]


def column(sheet):
    return [row[0] if row else "" for row in sheet.values()]


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


def test_masked_fields_that_are_absent_are_cleared(sheet):
    full = {**text("x"), "note": "n", "userEnteredFormat": {"textFormat": {"bold": True}}}
    sheet.do({"updateCells": {"start": {}, "rows": cells(full), "fields": "*"}})
    sheet.do({"updateCells": {"start": {}, "rows": cells({}), "fields": "note"}})
    fields = "sheets.data.rowData.values(note,userEnteredValue,userEnteredFormat)"
    cell = sheet.sheet(fields=fields, ranges="A1")["data"][0]["rowData"][0]["values"][0]
    assert cell == {
        "userEnteredValue": {"stringValue": "x"},
        "userEnteredFormat": {"textFormat": {"bold": True}},
    }


def test_runs_and_links_go_with_the_text_that_bore_them(sheet):
    run = {"startIndex": 0, "format": {"link": {"uri": "https://example.org"}}}
    data = {**text("linked"), "textFormatRuns": [run]}
    sheet.do({"updateCells": {"start": {}, "rows": cells(data), "fields": "*"}})
    fields = "sheets.data.rowData.values(textFormatRuns,hyperlink)"
    before = sheet.sheet(fields=fields, ranges="A1")["data"][0]["rowData"][0]["values"][0]
    assert before["hyperlink"] == "https://example.org"
    write = {"start": {}, "rows": cells(text("Expunged")), "fields": "userEnteredValue"}
    sheet.do({"updateCells": write})
    after = sheet.sheet(fields=fields, ranges="A1")["data"][0]["rowData"][0]["values"][0]
    assert after == {}


def test_a_range_is_cleared_beyond_the_given_rows(sheet):
    update = {"range": block(1, 4, 0, 2), "rows": cells(text("x")), "fields": "userEnteredValue"}
    sheet.do({"updateCells": update})
    assert sheet.values() == [["Name", "Points"], ["x"]]


def test_append_cells_goes_below_the_last_row(sheet):
    sheet.do({"appendCells": {"rows": cells(text("d"), {}, text("z")), "fields": "*"}})
    assert sheet.values()[4] == ["d", "", "z"]


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


def test_formulas_follow_rows(sheet):
    sheet.put([["=A3", "=SUM(B2:B4)"]], "Sheet1!D1", "USER_ENTERED")
    sheet.do({"insertDimension": {"range": rows(1, 3)}})
    assert sheet.values(valueRenderOption="FORMULA")[0][3:] == ["=A5", "=SUM(B4:B6)"]
    sheet.do({"deleteDimension": {"range": rows(3, 5)}})
    assert sheet.values(valueRenderOption="FORMULA")[0][3:] == ["=#REF!", "=SUM(B4:B4)"]
    assert sheet.values()[0][3:] == ["#REF!", "1"]


def test_moved_rows_take_their_marks_along_and_cut_ones_do_not(sheet):
    mark = {
        "metadataKey": "case",
        "metadataValue": "b",
        "visibility": "DOCUMENT",
        "location": {"dimensionRange": rows(1, 2)},
    }
    sheet.do({"createDeveloperMetadata": {"developerMetadata": mark}})
    lookup = {"dataFilters": [{"developerMetadataLookup": {"metadataKey": "case"}}]}

    def place():
        found = sheet.call("POST", "/developerMetadata:search", json=lookup)
        metadata = found["matchedDeveloperMetadata"][0]["developerMetadata"]
        return metadata["location"]["dimensionRange"]["startIndex"]

    sheet.do({"moveDimension": {"source": rows(1, 2), "destinationIndex": 4}})
    assert column(sheet) == ["Name", "a", "c", "b"]
    assert place() == 3
    cut = {"source": block(3, 4, 0, 2), "destination": {"rowIndex": 6}, "pasteType": "PASTE_NORMAL"}
    sheet.do({"cutPaste": cut})
    assert place() == 3
    sheet.do({"deleteDimension": {"range": rows(3, 4)}})
    assert sheet.call("POST", "/developerMetadata:search", json=lookup) == {}


def test_sorting_takes_notes_along_and_leaves_blank_rows_last(sheet):
    sheet.put([[], ["0", 9]], "Sheet1!A6")
    note = {"note": "of b"}
    sheet.do({"updateCells": {"start": {"rowIndex": 1}, "rows": cells(note), "fields": "note"}})
    order = [{"dimensionIndex": 0, "sortOrder": "DESCENDING"}]
    sheet.do({"sortRange": {"range": block(1, 20, 0, 2), "sortSpecs": order}})
    assert column(sheet) == ["Name", "c", "b", "a", "0"]
    found = sheet.sheet(fields="sheets.data.rowData.values.note", ranges="A3")
    assert found["data"][0]["rowData"][0]["values"][0] == {"note": "of b"}


def test_a_protected_range_stops_everybody_but_owner_and_editors(sheet, other):
    protect = {"addProtectedRange": {"protectedRange": {"range": {"sheetId": 0}}}}
    other.do(protect)
    tool = Sheet(sheet.google, sheet.id, "tool")
    write = {"updateCells": {"start": {}, "rows": cells(text("x")), "fields": "userEnteredValue"}}
    for request in (
        write,
        {"insertDimension": {"range": rows(1, 2)}},
        {"deleteDimension": {"range": rows(1, 2)}},
        {"moveDimension": {"source": rows(1, 2), "destinationIndex": 3}},
        {"sortRange": {"range": block(1, 3, 0, 1), "sortSpecs": [{"dimensionIndex": 0}]}},
        {"appendCells": {"rows": cells(text("x")), "fields": "*"}},
        {"deleteSheet": {"sheetId": 0}},
        {"repeatCell": {"range": {"sheetId": 0}, "cell": {}, "fields": "note"}},
    ):
        assert "protected" in tool.refused(request)
    message = tool.call(
        "PUT",
        "/values/A1",
        400,
        params={"valueInputOption": "RAW"},
        json={"values": [["x"]]},
    )["error"]["message"]
    assert "protected" in message
    sheet.do(write)
    other.do(write)
    assert "already sheet protection" in sheet.refused(protect)
    found = tool.sheet()["protectedRanges"][0]
    assert "requestingUserCanEdit" not in found
    assert "protected" in tool.refused(
        {"deleteProtectedRange": {"protectedRangeId": found["protectedRangeId"]}}
    )
    other.do({"deleteProtectedRange": {"protectedRangeId": found["protectedRangeId"]}})
    tool.do(write)


def test_protection_follows_rows_and_leaves_holes_free(sheet, other):
    tool = Sheet(sheet.google, sheet.id, "tool")
    protection = {"range": {"sheetId": 0}, "unprotectedRanges": [block(5, 6, 0, 1)]}
    other.do({"addProtectedRange": {"protectedRange": protection}})
    sheet.do({"insertDimension": {"range": rows(0, 2)}})
    tool.put([["free"]], "Sheet1!A8")
    found = tool.sheet()["protectedRanges"][0]
    assert found["unprotectedRanges"][0]["startRowIndex"] == 7


def test_warnings_and_editors_exclude_each_other(sheet):
    both = {"range": {"sheetId": 0}, "warningOnly": True, "editors": {"users": ["a@example.org"]}}
    sheet.refused({"addProtectedRange": {"protectedRange": both}})


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


def test_writes_beyond_the_grid_are_refused(sheet):
    params = {"valueInputOption": "RAW"}
    beyond = sheet.call("PUT", "/values/Z1000", 400, params=params, json={"values": [["a", "b"]]})
    assert "exceeds grid limits. Max rows: 1000, max columns: 26" in beyond["error"]["message"]
    out = sheet.call("PUT", "/values/A1:B1", 400, params=params, json={"values": [["a"], ["b"]]})
    assert "tried writing to row [2]" in out["error"]["message"]
    far = sheet.call("GET", "/values/Sheet1!A100000", 400)["error"]["message"]
    assert far == ("Range (Sheet1!A100000) exceeds grid limits. Max rows: 1000, max columns: 26")


def test_find_and_replace(sheet):
    found = sheet.do({"findReplace": {"find": "b", "replacement": "B", "allSheets": True}})
    assert found["replies"][0]["findReplace"] == {
        "valuesChanged": 1,
        "occurrencesChanged": 1,
        "rowsChanged": 1,
        "sheetsChanged": 1,
    }


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


def test_a_colour_replaces_the_one_before_in_both_its_fields(sheet):
    for color in ({"red": 1}, {"green": 0.5}):
        style = {"userEnteredFormat": {"backgroundColor": color}}
        fields = "userEnteredFormat.backgroundColor"
        repeat = {"range": block(0, 1, 0, 1), "cell": style, "fields": fields}
        sheet.do({"repeatCell": repeat})
    found = sheet.sheet(fields="sheets.data.rowData.values.userEnteredFormat", ranges="A1")
    assert found["data"][0]["rowData"][0]["values"][0]["userEnteredFormat"] == {
        "backgroundColor": {"green": 0.49803922},
        "backgroundColorStyle": {"rgbColor": {"green": 0.49803922}},
    }


def test_groups_show_where_their_signs_stand(sheet):
    added = sheet.do({"addDimensionGroup": {"range": rows(1, 3)}})
    assert added["replies"][0]["addDimensionGroup"]["dimensionGroups"] == [
        {"range": rows(1, 3), "depth": 1}
    ]
    assert sheet.sheet()["properties"]["gridProperties"]["rowGroupControlAfter"] is True
    collapse = {"range": rows(1, 3), "depth": 1, "collapsed": True}
    sheet.do({"updateDimensionGroup": {"dimensionGroup": collapse, "fields": "collapsed"}})
    found = sheet.sheet(includeGridData=True)
    assert found["data"][0]["rowMetadata"][1]["hiddenByUser"] is True
    removed = sheet.do({"deleteDimensionGroup": {"range": rows(1, 3)}})
    assert removed["replies"] == [{"deleteDimensionGroup": {}}]
    assert "rowGroupControlAfter" not in sheet.sheet()["properties"]["gridProperties"]


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


@pytest.mark.parametrize("columns", [(-1, 1), (1, 2), (3, 5)])
def test_duplicates_are_told_by_columns_of_their_range(sheet, columns):
    places = [{"dimension": "COLUMNS", "startIndex": columns[0], "endIndex": columns[1]}]
    request = {"range": block(0, 3, 2, 4), "comparisonColumns": places}
    sheet.refused({"deleteDuplicates": request})


def test_a_merge_that_shrinks_to_one_cell_is_gone(sheet):
    sheet.do({"mergeCells": {"range": block(1, 3, 0, 1)}})
    sheet.do({"deleteDimension": {"range": rows(2, 3)}})
    assert "merges" not in sheet.sheet()


def test_a_table_may_lie_anywhere(sheet):
    """As in the examples of Google's guide to appending."""
    sheet.do({"addSheet": {"properties": {"title": "Two"}}})
    sheet.put([["x", "x", "x"], ["x", "x", "x"]], "Two!A1")
    sheet.put([["x", "x"], ["x", "x"], ["x", "x"]], "Two!B4")

    def lands(area):
        answer = sheet.call(
            "POST",
            f"/values/Two!{area}:append",
            params={"valueInputOption": "RAW"},
            json={"values": [["new"]]},
        )
        found = answer["updates"]["updatedRange"]
        sheet.call("POST", f"/values/{found}:clear")
        return found

    assert [lands(area) for area in ("B4", "C5:D5", "B2:D4", "A3:G10")] == ["Two!B7"] * 4
    assert lands("A1") == "Two!A3"
    assert lands("E4") == "Two!E4"


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
    answer = sheet.session.post(URL, json=body).json()
    sheet.id = answer["spreadsheetId"]
    assert sheet.values("One") == [["x"]]
    assert answer["properties"]["locale"] == "de_DE"
    tool = Sheet(google, sheet.id, "tool")
    assert tool.session.post(URL, json=body).status_code == 403


def test_an_unknown_path_is_named(sheet):
    answer = sheet.session.get("https://sheets.googleapis.com/v4/nothing/here")
    assert answer.status_code == 501
    assert "GET /v4/nothing/here" in answer.json()["error"]["message"]


@pytest.fixture(scope="module")
def lasting(tmp_path_factory) -> LocalGoogle:
    """One file for many examples, each with a spreadsheet of its own."""
    return LocalGoogle(tmp_path_factory.mktemp("rows") / "google")


@given(st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_random_rows_come_and_go_as_in_a_plain_list(lasting: LocalGoogle, chance: random.Random):
    model = [f"row {number}" for number in range(12)]
    made = lasting.create_spreadsheet("Book", {"Sheet1": [[text] for text in model]})
    sheet = Sheet(lasting, made)
    small = {
        "properties": {"gridProperties": {"rowCount": 12}},
        "fields": "gridProperties.rowCount",
    }
    named = {"name": "tail", "range": block(6, 12, 0, 1)}
    requested = [{"updateSheetProperties": small}, {"addNamedRange": {"namedRange": named}}]
    for _ in range(8):
        start = chance.randrange(len(model))
        end = chance.randrange(start, min(start + 3, len(model))) + 1
        kind = chance.choice(["insert", "delete", "move"])
        if kind == "insert":
            requested.append({"insertDimension": {"range": rows(start, end)}})
            model[start:start] = [""] * (end - start)
        elif kind == "delete" and end - start < len(model):
            requested.append({"deleteDimension": {"range": rows(start, end)}})
            del model[start:end]
        elif kind == "move":
            to = chance.choice([n for n in range(len(model)) if not start < n < end])
            move = {"source": rows(start, end), "destinationIndex": to}
            requested.append({"moveDimension": move})
            taken = model[start:end]
            del model[start:end]
            at = to - (end - start) if to > start else to
            model[at:at] = taken
    sheet.do(*requested)
    while model and not model[-1]:
        model.pop()
    assert column(sheet) == model
