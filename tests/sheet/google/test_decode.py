"""Answers that are not what the API describes are errors, never an empty sheet."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets_coc.errors import GoogleError
from sheets_coc.sheet.google import decode

ANSWER = {
    "spreadsheetId": "x",
    "properties": {"title": "Invented", "locale": "en_GB", "timeZone": "Europe/London"},
    "developerMetadata": [{"metadataKey": "k", "metadataValue": "v"}, {"metadataKey": "bare"}],
    "sheets": [
        {
            "properties": {
                "title": "Second",
                "sheetId": 5,
                "index": 1,
                "hidden": True,
                "gridProperties": {"rowCount": 4, "columnCount": 2},
            },
            "data": [{}],
        },
        {
            "properties": {
                "title": "First",
                "index": 0,
                "gridProperties": {"rowCount": 100, "columnCount": 9},
            },
            "merges": [{"startRowIndex": 0, "endRowIndex": 2, "endColumnIndex": 3}],
            "protectedRanges": [
                {"protectedRangeId": 1, "range": {}, "requestingUserCanEdit": True},
                {"protectedRangeId": 2, "range": {"endRowIndex": 3}, "warningOnly": True},
                {"protectedRangeId": 3, "namedRangeId": "n"},
            ],
            "data": [
                {
                    "rowData": [
                        {},
                        {
                            "values": [
                                {"effectiveValue": {"stringValue": "a"}, "userEnteredValue": {}},
                                {},
                                {"effectiveValue": {"boolValue": False}, "note": "n"},
                                {},
                            ]
                        },
                        {
                            "values": [
                                {
                                    "userEnteredValue": {"formulaValue": "=1/0"},
                                    "effectiveValue": {"errorValue": {"type": "DIVIDE_BY_ZERO"}},
                                },
                                {
                                    "userEnteredValue": {"formulaValue": "=1+1"},
                                    "effectiveValue": {"numberValue": 2},
                                },
                                {
                                    "effectiveValue": {"stringValue": "see"},
                                    "hyperlink": "https://example.org",
                                },
                                {"note": "alone"},
                            ]
                        },
                        {"values": [{}, {}]},
                    ]
                }
            ],
        },
    ],
}


def test_a_spreadsheet_is_read_as_it_is():
    snapshot = decode.snapshot(ANSWER)
    assert [tab.title for tab in snapshot.tabs] == ["First", "Second"]
    assert snapshot.metadata == {"k": "v", "bare": ""}
    first, second = snapshot.tabs
    assert first.id == 0
    assert second.hidden
    assert second.values == []
    assert first.values == [[], ["a", None, False], [None, 2, "see"]]
    assert first.formulas == {(2, 0): "=1/0", (2, 1): "=1+1"}
    assert first.errors == {(2, 0)}
    assert first.notes == {(1, 2): "n", (2, 3): "alone"}
    assert first.rich == {(2, 2)}
    assert first.merges == [(0, 2, 0, 3)]
    assert [p.whole_tab for p in first.protections] == [True, False, False]
    assert [p.may_edit for p in first.protections] == [True, False, False]


@pytest.mark.parametrize(
    "answer",
    [
        {},
        None,
        [],
        "text",
        {"spreadsheetId": "x"},
        {"spreadsheetId": "x", "properties": {"title": "x"}, "sheets": []},
        {"spreadsheetId": "x", "properties": {"title": "x"}, "sheets": [{}]},
        {"spreadsheetId": 5, "properties": {"title": "x"}, "sheets": ANSWER["sheets"]},
        {"error": {"message": "no"}},
    ],
)
def test_another_schema_is_an_error(answer):
    with pytest.raises(GoogleError) as caught:
        decode.snapshot(answer)
    assert caught.value.code == "unreadable-answer"
    assert caught.value.__context__ is None


def _paths(part, path=()):
    yield path
    items = part.items() if isinstance(part, dict) else enumerate(part)
    for key, value in items:
        if isinstance(value, dict | list):
            yield from _paths(value, (*path, key))
        else:
            yield (*path, key)


PATHS = [path for path in _paths(ANSWER) if path]


@given(st.sampled_from(PATHS), st.sampled_from([None, 7, "text", [], {}, [[]], [None], {"a": {}}]))
def test_any_part_that_is_of_another_kind_is_read_or_refused(path, instead):
    answer = copy.deepcopy(ANSWER)
    part = answer
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = instead
    try:
        decode.snapshot(answer)
    except GoogleError as error:
        assert error.__context__ is None
