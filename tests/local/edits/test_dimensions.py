"""Rows that are inserted, deleted, moved, cut, sorted and grouped, and what follows them."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheets_coc.local import LocalGoogle
from tests.local.edits.client import Sheet, block, cells, column, rows


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


@pytest.mark.parametrize("columns", [(-1, 1), (1, 2), (3, 5)])
def test_duplicates_are_told_by_columns_of_their_range(sheet, columns):
    places = [{"dimension": "COLUMNS", "startIndex": columns[0], "endIndex": columns[1]}]
    request = {"range": block(0, 3, 2, 4), "comparisonColumns": places}
    sheet.refused({"deleteDuplicates": request})


def test_a_merge_that_shrinks_to_one_cell_is_gone(sheet):
    sheet.do({"mergeCells": {"range": block(1, 3, 0, 1)}})
    sheet.do({"deleteDimension": {"range": rows(2, 3)}})
    assert "merges" not in sheet.sheet()


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
