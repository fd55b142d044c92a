"""Formats, drop-downs, filters and protections: added, and never in place of people's own."""

from sheets_coc.schema.columns import BY_KEY, COLUMNS
from sheets_coc.setup.present_format import Facts
from sheets_coc.setup.protections import DESCRIPTION
from sheets_coc.sheet.model import Protection
from tests.setup.planning import did, planned, requests_of, sheet_of, tab_after
from tests.sheets import TEN, records_tab


def test_a_note_of_peoples_stays():
    tab = records_tab([{"subjects": "Karl Kraus"}], TEN)
    column = TEN.index("subjects")
    tab.notes[0, column] = "Full names please"
    made = planned(sheet_of(tab))
    assert "subjects" not in did(made, "note")
    assert (0, column) not in {(c.row, c.column) for c in made.changes.cells if c.tab == tab.id}
    assert "reporter" in did(made, "note")


def test_drop_downs_are_not_strict_where_older_words_stand():
    tab = records_tab([{"subjects": "a", "flag": "no"}, {"subjects": "b", "flag": "Blacklisted"},
                       {"subjects": "c"}], TEN)  # fmt: skip
    at = TEN.index("flag")
    rules = {
        (r["range"]["startRowIndex"], r["range"]["endRowIndex"]): r["rule"]["strict"]
        for r in requests_of(planned(sheet_of(tab)), "setDataValidation")
        if r["range"]["startColumnIndex"] == at and r["range"]["sheetId"] == tab.id
    }
    assert rules == {(1, 2): True, (3, tab.rows): True, (2, 3): False}


def test_older_words_everywhere_make_no_request_for_each_row():
    words = [{"subjects": f"Ann{n} Berg{n}", "flag": ("no", "Blacklisted")[n % 2]}
             for n in range(300)]  # fmt: skip
    made = planned(sheet_of(records_tab(words, TEN)))
    at = TEN.index("flag")
    rules = [r for r in requests_of(made, "setDataValidation")
             if r["range"]["startColumnIndex"] == at and r["range"]["sheetId"] == 11]  # fmt: skip
    assert [rule["rule"]["strict"] for rule in rules] == [False]


def test_peoples_drop_downs_and_formats_stay():
    tab = records_tab([{"reported_on": 45000.0, "subjects": "a"}], TEN)
    tab.rows = 4
    flag, day = TEN.index("flag"), TEN.index("reported_on")
    facts = Facts(
        validated=frozenset({(r, flag) for r in range(1, 4)}),
        formatted=frozenset({(r, day) for r in range(2, 4)}),
    )
    made = planned(sheet_of(tab), facts)
    assert "flag" not in did(made, "drop-down")
    # Row 2 holds a number that would look different as a date, the others have a format.
    assert "reported_on" not in did(made, "date-format")


def test_a_width_somebody_set_stays():
    tab = records_tab([{"subjects": "a"}], TEN)
    made = planned(sheet_of(tab), Facts(widths={0: 333, 1: 100}))
    assert TEN[0] not in did(made, "width")
    assert TEN[1] in did(made, "width")


def test_only_the_tools_columns_are_protected_and_only_by_a_warning():
    tab = records_tab([{"subjects": "a"}])
    made = planned(sheet_of(tab))
    for request in requests_of(made, "addProtectedRange"):
        protected = request["protectedRange"]
        assert protected["warningOnly"] is True
        assert protected["description"] == DESCRIPTION
        span = protected["range"]
        keys = [c.key for c in COLUMNS][span["startColumnIndex"] : span["endColumnIndex"]]
        assert {BY_KEY[key].filler.value for key in keys} == {"tool"}


def test_a_lock_of_a_run_is_no_warning_and_a_warning_is_not_repeated():
    tab = records_tab([{"subjects": "a"}])
    asked = did(planned(sheet_of(tab)), "protect")
    tab.protections.append(Protection(1, "a lock", False, True, True))
    assert did(planned(sheet_of(tab)), "protect") == asked
    tab.protections.append(Protection(2, "ours", True, False, True, (0, None, 0, None)))
    assert did(planned(sheet_of(tab)), "protect") == []


def test_filters_are_widened_and_nothing_is_sorted_again():
    tab = records_tab([{"subjects": "a"}], TEN)
    span = {"startRowIndex": 0, "endRowIndex": 9, "startColumnIndex": 0, "endColumnIndex": 5}
    facts = Facts(
        basic_filter={"range": span, "sortSpecs": [{}], "criteria": {"1": {}},
                      "filterSpecs": [{"columnIndex": 1}]},
        filter_views=({"filterViewId": 7, "title": "mine", "range": span},
                      {"filterViewId": 8, "range": {**span, "startRowIndex": 40}}),
    )  # fmt: skip
    made = planned(sheet_of(tab), facts)
    width = len(tab_after(sheet_of(tab), made).values[0])
    [basic] = requests_of(made, "setBasicFilter")
    assert basic["filter"]["range"] == {**span, "endColumnIndex": width}
    assert basic["filter"]["filterSpecs"] == [{"columnIndex": 1}]
    assert "sortSpecs" not in basic["filter"]
    [view] = requests_of(made, "updateFilterView")
    assert view == {
        "filter": {"filterViewId": 7, "range": {**span, "endColumnIndex": width}},
        "fields": "range",
    }
