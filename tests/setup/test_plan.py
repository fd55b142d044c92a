"""Setting up: which tabs and columns are added, and where."""

import pytest

from sheets_coc import policy
from sheets_coc.errors import SheetError
from sheets_coc.schema.columns import BY_KEY
from sheets_coc.setup.plan import plan
from sheets_coc.setup.present_format import Facts, decode
from sheets_coc.sheet.model import Tab
from tests.setup.planning import NEEDED, NOW, did, planned, requests_of, sheet_of, tab_after
from tests.sheets import TEN, records_tab


def test_the_ten_columns_get_the_others_at_the_right():
    before = sheet_of(records_tab([{"reported_on": "2024-03-01", "subjects": "Karl Kraus"}], TEN))
    made = planned(before)
    assert did(made, "add-column") == [key for key in NEEDED if key not in TEN]
    header = tab_after(before, made).values[0]
    assert header[: len(TEN)] == [BY_KEY[key].header for key in TEN]
    assert header[len(TEN) :] == [BY_KEY[key].header for key in NEEDED if key not in TEN]


def test_added_columns_stand_beyond_whatever_is_there():
    tab = records_tab([{"subjects": "Karl Kraus"}], TEN, own=["Ours"])
    tab.values[1] += [None, "far to the right"]
    tab.notes[0, 15] = "a note by itself"
    tab.merges.append((0, 1, 16, 18))
    header = tab_after(sheet_of(tab), planned(sheet_of(tab))).values[0]
    assert header[len(TEN) + 1 : 18] == [None] * (17 - len(TEN))
    assert header[18] == "Case"


def test_a_title_row_stays_above_the_header():
    tab = records_tab([{"subjects": "Karl Kraus"}], TEN)
    tab.values[:0] = [["Records of the committee"], []]
    made = planned(sheet_of(tab))
    after = tab_after(sheet_of(tab), made)
    assert after.values[0] == ["Records of the committee"]
    assert after.values[2][len(TEN)] == "Case"
    [frozen] = requests_of(made, "updateSheetProperties")
    assert frozen["properties"]["gridProperties"] == {"frozenRowCount": 3}


def test_a_header_far_down_and_a_merged_block_are_not_frozen():
    far = records_tab([{"subjects": "Karl Kraus"}], TEN)
    far.values[:0] = [["words"]] * 6
    assert "freeze" not in {a.action for a in planned(sheet_of(far)).actions}
    cut = records_tab([{"subjects": "Karl Kraus"}], TEN)
    cut.merges.append((0, 2, 30, 31))
    assert "freeze" not in {a.action for a in planned(sheet_of(cut)).actions}


def test_rows_get_case_names_and_named_ones_keep_theirs():
    rows = [{"case": "stunned-bulb", "subjects": "Karl Kraus"}, {"subjects": "Ines Fabel"}, {}]
    before = sheet_of(records_tab(rows))
    made = planned(before)
    cases = [row[0] for row in tab_after(before, made).values[1:]]
    assert cases[0] == "stunned-bulb"
    assert cases[1]
    assert cases[2] is None
    assert made.cases == 1


def test_a_blank_spreadsheet_gets_every_tab_in_order():
    before = sheet_of(Tab(0, "Sheet1"))
    made = planned(before)
    assert [a.tab for a in made.actions if a.action == "add-tab"] == [
        "Records", "Committee", "To do", "Log",
    ]  # fmt: skip
    assert did(made, "add-column") == NEEDED
    # Each goes before those made earlier, so the last one made stands first.
    added = [sheet["properties"]["title"] for sheet in requests_of(made, "addSheet")]
    assert added == ["Log", "To do", "Committee", "Records"]


def test_a_rota_is_set_up_only_for_who_asks():
    before = sheet_of(Tab(0, "Sheet1"))
    asked = plan(before, Facts(), policy.default(), NOW, "seed", with_oncall=True)
    assert tab_after(before, asked, "On-call").values[0][:3] == [
        "Week starting", "Primary", "Secondary",
    ]  # fmt: skip
    begun = planned(sheet_of(Tab(0, "Sheet1"), Tab(3, "On-call")))
    assert "On-call" in [a.tab for a in begun.actions if a.action == "add-tab"]


def test_an_empty_records_tab_gets_its_header():
    before = sheet_of(Tab(5, "records "))
    made = planned(before)
    assert tab_after(before, made).values[0] == [BY_KEY[key].header for key in NEEDED]
    assert "Records" not in [a.tab for a in made.actions if a.action == "add-tab"]


def test_records_under_another_title_are_not_given_a_rival():
    tab = records_tab([{"subjects": "Karl Kraus"}], TEN)
    tab.title = "Sheet1"
    with pytest.raises(SheetError) as caught:
        planned(sheet_of(tab))
    assert caught.value.code == "no-tab"
    assert "Kraus" not in str(caught.value)


def test_text_without_a_header_is_refused():
    with pytest.raises(SheetError) as caught:
        planned(sheet_of(Tab(0, "Records", values=[["hello"], ["world"]])))
    assert caught.value.code == "no-header"


def test_the_policys_headers_are_used():
    rules = policy.parse(b'[columns]\nhold = "Do not touch"\n')
    before = sheet_of(records_tab([{"subjects": "Karl Kraus"}], TEN))
    header = tab_after(before, planned(before, rules=rules)).values[0]
    assert "Do not touch" in header
    assert "Hold" not in header


def test_a_column_nobody_knows_is_pointed_out_once_columns_are_added():
    tab = records_tab([{"subjects": "a"}], TEN, own=["Whatever"])
    assert planned(sheet_of(tab)).unknown == ("K",)


def test_facts_are_decoded_whatever_is_left_out():
    answer = {
        "sheets": [
            {"properties": {}},
            {
                "properties": {"sheetId": 4, "gridProperties": {"frozenRowCount": 2}},
                "data": [
                    {
                        "startRow": 1,
                        "columnMetadata": [{"pixelSize": 100}, {}],
                        "rowData": [{}, {"values": [{}, {"dataValidation": {}}]}],
                    }
                ],
            },
        ]
    }
    assert decode(answer, 0) == Facts()
    facts = decode(answer, 4)
    assert (facts.frozen, facts.widths, facts.validated) == (2, {0: 100}, frozenset({(2, 1)}))


def test_a_column_for_the_event_is_added_only_where_somebody_wants_it():
    sheet = sheet_of(records_tab([{"subjects": "a"}], TEN))
    plain = plan(sheet, Facts(), policy.default(), NOW, "seed")
    asked = plan(sheet, Facts(), policy.default(), NOW, "seed", with_event=True)
    assert [key for key in did(asked, "add-column") if key not in did(plain, "add-column")] == [
        "event"
    ]
