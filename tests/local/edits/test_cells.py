"""Cells written, appended and replaced: masks, links, colours, and the edge of the grid."""

from tests.local.edits.client import block, cells, text


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
