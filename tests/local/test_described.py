"""What every test holds requests and answers to finds what Google's description does not allow."""

import json

import pytest

from tests.described import Disagreement, agrees, check, tell

ANSWER = {"$ref": "Spreadsheet"}
GOOD = {
    "spreadsheetId": "x",
    "properties": {"title": "t", "autoRecalc": "HOUR"},
    "sheets": [
        {
            "properties": {"sheetId": 3, "gridProperties": {"rowCount": 2}},
            "data": [{"rowData": [{"values": [{"effectiveValue": {"numberValue": 1.5}}, {}]}]}],
        }
    ],
}


def changed(path, value):
    answer = json.loads(json.dumps(GOOD))
    place = answer
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return answer


CELL = ("sheets", 0, "data", 0, "rowData", 0, "values", 0, "effectiveValue")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("unheard",), 1),
        (("spreadsheetId",), 4),
        (("properties", "autoRecalc"), "YEARLY"),
        (("sheets",), {}),
        (("sheets", 0, "properties", "sheetId"), 2**31),
        (("sheets", 0, "properties", "sheetId"), True),
        (("sheets", 0, "properties", "gridProperties", "rows"), 1),
        ((*CELL, "numberValue"), "1.5"),
        ((*CELL, "boolValue"), 1),
        (CELL, [1]),
    ],
)
def test_what_is_not_described_is_found(path, value):
    with pytest.raises(Disagreement):
        check("sheets.v4", ANSWER, changed(path, value), "answer")


def test_what_is_described_passes_both_tests():
    assert agrees("sheets.v4", ANSWER)(GOOD)
    tell("sheets.v4", ANSWER, GOOD, "answer")
