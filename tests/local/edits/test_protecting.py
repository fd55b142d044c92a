"""Protected ranges: whom they stop, what they leave free, where they go."""

from tests.local.edits.client import Sheet, block, cells, rows, text


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
