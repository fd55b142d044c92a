"""Everywhere text lives is read, each place by its kind."""

import pytest

from sheets_coc.local.person.edits import PersonEdit
from sheets_coc.sheet.google import credentials as logins
from sheets_coc.sheet.google.text_locations import TextLocation, read_places
from sheets_coc.sheet.transaction.transaction import transact
from sheets_coc.sheet.undo_tab import UNDO, Kind, Label
from tests.sheet.conftest import House, expunge


def grid(tab: int, row: int, column: int) -> dict:
    return {
        "sheetId": tab,
        "startRowIndex": row,
        "endRowIndex": row + 1,
        "startColumnIndex": column,
        "endColumnIndex": column + 1,
    }


def cell(tab: int, row: int, column: int, data: dict, fields: str) -> dict:
    start = {"sheetId": tab, "rowIndex": row, "columnIndex": column}
    return {"updateCells": {"start": start, "rows": [{"values": [data]}], "fields": fields}}


def condition(words: str, kind: str = "TEXT_CONTAINS") -> dict:
    return {"type": kind, "values": [{"userEnteredValue": words}]}


def hide_everywhere(house: House) -> dict[str, str]:
    """A word of its own in every kind of place; which word is where."""
    owner = house.session("owner")
    tab = owner.read().tab("Records").id
    other = owner.read().tab("Other").id
    link = {"format": {"link": {"uri": "https://example.org/canary-run"}}}
    owner.batch(
        [
            cell(tab, 1, 1, {"note": "canary-note"}, "note"),
            cell(
                tab,
                1,
                7,
                {"userEnteredValue": {"formulaValue": '="canary-"&"formula"'}},
                "userEnteredValue",
            ),
            cell(
                tab,
                1,
                2,
                {"userEnteredValue": {"stringValue": "a link"}, "textFormatRuns": [link]},
                "userEnteredValue,textFormatRuns",
            ),
            {
                "setDataValidation": {
                    "range": grid(tab, 2, 3),
                    "rule": {
                        "condition": condition("canary-list", "ONE_OF_LIST"),
                        "inputMessage": "canary-help",
                    },
                }
            },
            {
                "setBasicFilter": {
                    "filter": {
                        "range": {"sheetId": tab},
                        "filterSpecs": [
                            {
                                "columnIndex": 1,
                                "filterCriteria": {"hiddenValues": ["canary-hidden"]},
                            }
                        ],
                    }
                }
            },
            {"addFilterView": {"filter": {"title": "canary-view", "range": {"sheetId": tab}}}},
            {"addNamedRange": {"namedRange": {"name": "canary_name", "range": grid(tab, 4, 1)}}},
            {
                "addProtectedRange": {
                    "protectedRange": {
                        "range": grid(tab, 5, 1),
                        "description": "canary-protected",
                        "warningOnly": True,
                    }
                }
            },
            {
                "addConditionalFormatRule": {
                    "rule": {
                        "ranges": [grid(tab, 6, 1)],
                        "booleanRule": {
                            "condition": condition("canary-rule", "TEXT_EQ"),
                            "format": {"textFormat": {"bold": True}},
                        },
                    },
                    "index": 0,
                }
            },
            {
                "createDeveloperMetadata": {
                    "developerMetadata": {
                        "metadataKey": "canary-key",
                        "metadataValue": "canary-value",
                        "location": {"spreadsheet": True},
                        "visibility": "DOCUMENT",
                    }
                }
            },
            {
                "updateSheetProperties": {
                    "properties": {"sheetId": other, "title": "canary-tab", "hidden": True},
                    "fields": "title,hidden",
                }
            },
            {
                "updateSpreadsheetProperties": {
                    "properties": {"title": "canary-file"},
                    "fields": "title",
                }
            },
        ]
    )
    return {
        "canary-note": "note",
        "canary-formula": "cell",
        "canary-run": "link",
        "canary-list": "drop-down",
        "canary-help": "drop-down",
        "canary-hidden": "filter",
        "canary-view": "filter view",
        "canary_name": "named range",
        "canary-protected": "protected range",
        "canary-rule": "conditional format",
        "canary-key": "metadata",
        "canary-value": "metadata",
        "canary-tab": "tab title",
        "canary-file": "file title",
    }


def find(places: list[TextLocation], word: str) -> list[TextLocation]:
    return [place for place in places if word in place.text.reveal()]


@pytest.fixture
def places(house: House) -> list[TextLocation]:
    hide_everywhere(house)
    return read_places(house.session())


def test_every_kind_of_place_is_read_in_one_request(house):
    hidden = hide_everywhere(house)
    session = house.session()
    places = read_places(session)
    assert session.requests == 1
    for word, where in hidden.items():
        assert where in {place.where for place in find(places, word)}, word


def test_places_have_addresses(places):
    def addresses(word: str) -> set[str | None]:
        return {place.cell for place in find(places, word)}

    assert addresses("canary-note") == {"B2"}
    assert addresses("canary-list") == {"D3"}
    assert addresses("canary_name") == {"B5"}
    assert addresses("canary-protected") == {"B6"}
    assert addresses("canary-rule") == {"B7"}
    assert addresses("Person 3") == {"B5"}
    assert [place.where for place in find(places, '"canary-"&')] == ["formula"]


def test_numbers_are_text_too(house):
    house.google.edit(PersonEdit("overtype", tab="Records", cell="H5", value=447700900123))
    assert [p.cell for p in find(read_places(house.session()), "447700900123")] == ["H5"]


def test_comments_are_read_from_drive_where_they_may_be(house):
    house.session("owner", scopes=[logins.SPREADSHEETS, logins.DRIVE]).drive(
        "post",
        f"files/{house.spreadsheet}/comments",
        params={"fields": "id"},
        body={
            "content": "canary-comment",
            "quotedFileContent": {"mimeType": "text/html", "value": "canary-quote"},
        },
    )
    may = read_places(house.session(scopes=[logins.SPREADSHEETS, logins.DRIVE]))
    assert find(may, "canary-comment")
    assert find(may, "canary-quote")
    assert not [place for place in may if place.unread]
    may_not = read_places(house.session())
    assert "comment" in {place.where for place in may_not if place.unread}


def test_nothing_shows_when_places_are_printed(places):
    assert "canary" not in repr(places)
    assert "Person" not in repr(places)


def test_the_tools_own_markers_are_no_text(house):
    transact(house.session(), expunge, run_id="run-1")
    assert "metadata" not in {place.where for place in read_places(house.session())}


@pytest.mark.parametrize("kind", Kind)
def test_what_a_hidden_tab_keeps_for_a_person_is_read_until_it_goes(house, kind):
    label = Label(kind, "run-1", 1, None, 0, 5, 5).text()
    entry = {"metadataKey": UNDO, "metadataValue": label, "location": {"sheetId": 4711},
             "visibility": "DOCUMENT"}  # fmt: skip
    house.session("owner").batch(
        [
            {"addSheet": {"properties": {"sheetId": 4711, "title": "kept", "hidden": True}}},
            cell(4711, 2, 1, {"userEnteredValue": {"stringValue": "canary-kept"}},
                 "userEnteredValue"),
            {"createDeveloperMetadata": {"developerMetadata": entry}},
        ]
    )  # fmt: skip
    found = [(p.where, p.tab, p.cell) for p in find(read_places(house.session()), "canary-kept")]
    assert found == ([("kept rows", "kept", None)] if kind in (Kind.KEPT, Kind.SPENT) else [])
