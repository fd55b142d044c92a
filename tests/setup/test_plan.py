"""What set-up plans, without any sheet being touched."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheets_coc import policy
from sheets_coc.errors import SheetError
from sheets_coc.redaction.tool_columns import validate_changes
from sheets_coc.schema.columns import BY_KEY, COLUMNS
from sheets_coc.schema.layouts import wanted
from sheets_coc.setup.plan import plan
from sheets_coc.setup.present_format import Facts, decode
from sheets_coc.setup.protections import DESCRIPTION
from sheets_coc.sheet.model import Protection, Snapshot, Tab, column_letters, text
from sheets_coc.todo import tab as todo_tab
from sheets_coc.todo.analysis import analyse
from tests.sheets import TEN, applied, cell, records_tab

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
NEEDED = [c.key for c in COLUMNS if c.key in wanted(())]
MAY_SEND = {
    "addSheet", "appendDimension", "setDataValidation", "repeatCell", "addProtectedRange",
    "addConditionalFormatRule", "setBasicFilter", "updateFilterView", "updateSheetProperties",
    "updateDimensionProperties",
}  # fmt: skip
"""Kinds of requests that leave every cell where and as it is."""


def _sheet(*tabs):
    return Snapshot("id", "Invented", list(tabs))


def _plan(snapshot, facts=None, rules=None):
    return plan(snapshot, facts or Facts(), rules or policy.default(), NOW, "seed")


def _did(made, action):
    return [a.column for a in made.actions if a.action == action]


def _requests(made, kind):
    found = (*made.changes.before, *made.changes.after)
    return [request[kind] for request in found if kind in request]


def _tab(made_on, made, title="Records"):
    return applied(made_on, made.changes).tab(title)


def test_the_ten_columns_get_the_others_at_the_right():
    before = _sheet(records_tab([{"reported_on": "2024-03-01", "subjects": "Karl Kraus"}], TEN))
    made = _plan(before)
    assert _did(made, "add-column") == [key for key in NEEDED if key not in TEN]
    header = _tab(before, made).values[0]
    assert header[: len(TEN)] == [BY_KEY[key].header for key in TEN]
    assert header[len(TEN) :] == [BY_KEY[key].header for key in NEEDED if key not in TEN]


def test_added_columns_stand_beyond_whatever_is_there():
    tab = records_tab([{"subjects": "Karl Kraus"}], TEN, own=["Ours"])
    tab.values[1] += [None, "far to the right"]
    tab.notes[0, 15] = "a note by itself"
    tab.merges.append((0, 1, 16, 18))
    header = _tab(_sheet(tab), _plan(_sheet(tab))).values[0]
    assert header[len(TEN) + 1 : 18] == [None] * (17 - len(TEN))
    assert header[18] == "Case"


def test_a_title_row_stays_above_the_header():
    tab = records_tab([{"subjects": "Karl Kraus"}], TEN)
    tab.values[:0] = [["Records of the committee"], []]
    made = _plan(_sheet(tab))
    after = _tab(_sheet(tab), made)
    assert after.values[0] == ["Records of the committee"]
    assert after.values[2][len(TEN)] == "Case"
    [frozen] = _requests(made, "updateSheetProperties")
    assert frozen["properties"]["gridProperties"] == {"frozenRowCount": 3}


def test_a_header_far_down_and_a_merged_block_are_not_frozen():
    far = records_tab([{"subjects": "Karl Kraus"}], TEN)
    far.values[:0] = [["words"]] * 6
    assert "freeze" not in {a.action for a in _plan(_sheet(far)).actions}
    cut = records_tab([{"subjects": "Karl Kraus"}], TEN)
    cut.merges.append((0, 2, 30, 31))
    assert "freeze" not in {a.action for a in _plan(_sheet(cut)).actions}


def test_rows_get_case_names_and_named_ones_keep_theirs():
    rows = [{"case": "stunned-bulb", "subjects": "Karl Kraus"}, {"subjects": "Ines Fabel"}, {}]
    before = _sheet(records_tab(rows))
    made = _plan(before)
    cases = [row[0] for row in _tab(before, made).values[1:]]
    assert cases[0] == "stunned-bulb"
    assert cases[1]
    assert cases[2] is None
    assert made.cases == 1


def test_a_blank_spreadsheet_gets_every_tab_in_order():
    before = _sheet(Tab(0, "Sheet1"))
    made = _plan(before)
    assert [a.tab for a in made.actions if a.action == "add-tab"] == [
        "Records", "Committee", "To do", "Log",
    ]  # fmt: skip
    assert _did(made, "add-column") == NEEDED
    # Each goes before those made earlier, so the last one made stands first.
    added = [sheet["properties"]["title"] for sheet in _requests(made, "addSheet")]
    assert added == ["Log", "To do", "Committee", "Records"]


def test_a_rota_is_set_up_only_for_who_asks():
    before = _sheet(Tab(0, "Sheet1"))
    asked = plan(before, Facts(), policy.default(), NOW, "seed", with_oncall=True)
    assert _tab(before, asked, "On-call").values[0][:3] == [
        "Week starting", "Primary", "Secondary",
    ]  # fmt: skip
    begun = _plan(_sheet(Tab(0, "Sheet1"), Tab(3, "On-call")))
    assert "On-call" in [a.tab for a in begun.actions if a.action == "add-tab"]


def test_an_empty_records_tab_gets_its_header():
    before = _sheet(Tab(5, "records "))
    made = _plan(before)
    assert _tab(before, made).values[0] == [BY_KEY[key].header for key in NEEDED]
    assert "Records" not in [a.tab for a in made.actions if a.action == "add-tab"]


def test_records_under_another_title_are_not_given_a_rival():
    tab = records_tab([{"subjects": "Karl Kraus"}], TEN)
    tab.title = "Sheet1"
    with pytest.raises(SheetError) as caught:
        _plan(_sheet(tab))
    assert caught.value.code == "no-tab"
    assert "Kraus" not in str(caught.value)


def test_text_without_a_header_is_refused():
    with pytest.raises(SheetError) as caught:
        _plan(_sheet(Tab(0, "Records", values=[["hello"], ["world"]])))
    assert caught.value.code == "no-header"


def test_the_policys_headers_are_used():
    rules = policy.parse(b'[columns]\nhold = "Do not touch"\n')
    before = _sheet(records_tab([{"subjects": "Karl Kraus"}], TEN))
    header = _tab(before, _plan(before, rules=rules)).values[0]
    assert "Do not touch" in header
    assert "Hold" not in header


def test_a_note_of_peoples_stays():
    tab = records_tab([{"subjects": "Karl Kraus"}], TEN)
    column = TEN.index("subjects")
    tab.notes[0, column] = "Full names please"
    made = _plan(_sheet(tab))
    assert "subjects" not in _did(made, "note")
    assert (0, column) not in {(c.row, c.column) for c in made.changes.cells if c.tab == tab.id}
    assert "reporter" in _did(made, "note")


def test_drop_downs_are_not_strict_where_older_words_stand():
    tab = records_tab([{"subjects": "a", "flag": "no"}, {"subjects": "b", "flag": "Blacklisted"},
                       {"subjects": "c"}], TEN)  # fmt: skip
    at = TEN.index("flag")
    rules = {
        (r["range"]["startRowIndex"], r["range"]["endRowIndex"]): r["rule"]["strict"]
        for r in _requests(_plan(_sheet(tab)), "setDataValidation")
        if r["range"]["startColumnIndex"] == at and r["range"]["sheetId"] == tab.id
    }
    assert rules == {(1, 2): True, (3, tab.rows): True, (2, 3): False}


def test_older_words_everywhere_make_no_request_for_each_row():
    words = [{"subjects": f"Ann{n} Berg{n}", "flag": ("no", "Blacklisted")[n % 2]}
             for n in range(300)]  # fmt: skip
    made = _plan(_sheet(records_tab(words, TEN)))
    at = TEN.index("flag")
    rules = [r for r in _requests(made, "setDataValidation")
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
    made = _plan(_sheet(tab), facts)
    assert "flag" not in _did(made, "drop-down")
    # Row 2 holds a number that would look different as a date, the others have a format.
    assert "reported_on" not in _did(made, "date-format")


def test_a_width_somebody_set_stays():
    tab = records_tab([{"subjects": "a"}], TEN)
    made = _plan(_sheet(tab), Facts(widths={0: 333, 1: 100}))
    assert TEN[0] not in _did(made, "width")
    assert TEN[1] in _did(made, "width")


def test_only_the_tools_columns_are_protected_and_only_by_a_warning():
    tab = records_tab([{"subjects": "a"}])
    made = _plan(_sheet(tab))
    for request in _requests(made, "addProtectedRange"):
        protected = request["protectedRange"]
        assert protected["warningOnly"] is True
        assert protected["description"] == DESCRIPTION
        span = protected["range"]
        keys = [c.key for c in COLUMNS][span["startColumnIndex"] : span["endColumnIndex"]]
        assert {BY_KEY[key].filler.value for key in keys} == {"tool"}


def test_a_lock_of_a_run_is_no_warning_and_a_warning_is_not_repeated():
    tab = records_tab([{"subjects": "a"}])
    asked = _did(_plan(_sheet(tab)), "protect")
    tab.protections.append(Protection(1, "a lock", False, True, True))
    assert _did(_plan(_sheet(tab)), "protect") == asked
    tab.protections.append(Protection(2, "ours", True, False, True, (0, None, 0, None)))
    assert _did(_plan(_sheet(tab)), "protect") == []


def test_filters_are_widened_and_nothing_is_sorted_again():
    tab = records_tab([{"subjects": "a"}], TEN)
    span = {"startRowIndex": 0, "endRowIndex": 9, "startColumnIndex": 0, "endColumnIndex": 5}
    facts = Facts(
        basic_filter={"range": span, "sortSpecs": [{}], "criteria": {"1": {}},
                      "filterSpecs": [{"columnIndex": 1}]},
        filter_views=({"filterViewId": 7, "title": "mine", "range": span},
                      {"filterViewId": 8, "range": {**span, "startRowIndex": 40}}),
    )  # fmt: skip
    made = _plan(_sheet(tab), facts)
    width = len(_tab(_sheet(tab), made).values[0])
    [basic] = _requests(made, "setBasicFilter")
    assert basic["filter"]["range"] == {**span, "endColumnIndex": width}
    assert basic["filter"]["filterSpecs"] == [{"columnIndex": 1}]
    assert "sortSpecs" not in basic["filter"]
    [view] = _requests(made, "updateFilterView")
    assert view == {
        "filter": {"filterViewId": 7, "range": {**span, "endColumnIndex": width}},
        "fields": "range",
    }


def test_a_column_nobody_knows_is_pointed_out_once_columns_are_added():
    tab = records_tab([{"subjects": "a"}], TEN, own=["Whatever"])
    assert _plan(_sheet(tab)).unknown == ("K",)


def test_old_records_are_led_through_year_by_year():
    rows = [
        {"reported_on": f"{2016 + n % 10}-05-0{1 + n % 9}", "subjects": f"Person Number{n}",
         "expunge_on": ("2020-01-01", "2030-01-01", None, None)[n % 4]}
        for n in range(60)
    ]  # fmt: skip
    before = _sheet(records_tab(rows, TEN))
    made = _plan(before)
    assert [a.tab for a in made.actions if a.action == "explain"] == ["To do"]
    todo = _tab(before, made, "To do").values[1:]
    refs = [row[6] for row in todo]
    assert refs[0] == "sticky/setup/old-records"
    assert refs[1:11] == [f"sticky/setup/year-{year}" for year in range(2016, 2026)]
    assert "60 records" in todo[0][2]
    assert "30 have a date" in todo[0][2]
    assert "15 have passed" in todo[0][2]
    assert not any("Person" in str(value) for row in todo for value in row)
    cases = {row[10] for row in _tab(before, made).values[1:]}
    assert all(any(case in row[2] for row in todo[1:]) for case in cases - _to_come(before, made))


def test_a_line_of_the_guide_goes_when_its_records_are_decided():
    rows = [{"reported_on": f"{2016 + n}-05-01", "subjects": f"Person Number{n}"} for n in range(4)]
    before = _sheet(records_tab(rows, TEN))
    sheet = applied(before, _plan(before).changes)

    def lines_after(decided):
        tab = sheet.tab("Records")
        column = tab.values[0].index(BY_KEY["decision"].header)
        for row in tab.values[1 : decided + 1]:
            row.extend([None] * (column + 1 - len(row)))
            row[column] = "Open"
        after = applied(sheet, validate_changes(analyse(sheet, policy.default(), NOW)))
        refs = [line.ref for line in todo_tab.read(after, policy.default())]
        return [ref.removeprefix("sticky/setup/") for ref in refs if "setup" in ref]

    assert lines_after(0) == ["old-records", "year-2016", "year-2017", "year-2018", "year-2019"]
    assert lines_after(2) == ["old-records", "year-2018", "year-2019"]
    assert lines_after(4) == []


def _to_come(before, made):
    """Cases with a date still to come: counted, not named."""
    rows = _tab(before, made).values[1:]
    return {row[10] for row in rows if row[TEN.index("expunge_on")] == cell("2030-01-01")}


def test_a_sheet_that_had_decisions_needs_no_guide():
    rows = [{"reported_on": "2024-01-01", "subjects": "a", "decision": "Open"}]
    made = _plan(_sheet(records_tab(rows, (*TEN, "decision"))))
    assert "explain" not in {a.action for a in made.actions}


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


VALUES = st.one_of(
    st.none(), st.text(max_size=8), st.integers(1, 60000).map(float), st.booleans(),
    st.sampled_from(["Expunged", "2024-05-06", "3/4/2024", "flagged", "Resolved", "never"]),
)  # fmt: skip


@st.composite
def sheets(draw):
    keys = draw(st.permutations([c.key for c in COLUMNS]))
    keys = keys[: draw(st.integers(3, len(keys)))]
    own = draw(st.lists(st.sampled_from(["Ours", "", "Zzz"]), max_size=2))
    width = len(keys) + len(own)
    header = [BY_KEY[key].header for key in keys] + own
    cells = st.lists(VALUES, max_size=width + 2)
    values = [["Title"], header] if draw(st.booleans()) else [header]
    values = values + draw(st.lists(cells, max_size=6))
    tab = Tab(9, "Records", rows=20, columns=max(width, 4), values=values)
    for place in draw(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 20)), max_size=3)):
        tab.notes[place] = "a note"
    return _sheet(Tab(0, "Another", values=[["words"]]), tab)


@settings(max_examples=60, deadline=None)
@given(sheets())
def test_every_existing_cell_is_the_same_afterwards(before):
    made = _plan(before)
    tab = before.tab("Records")
    for change in made.changes.cells:
        assert not change.strip
        if change.tab != tab.id:
            continue
        present = tab.value(change.row, change.column)
        assert present == change.value or text(present).strip() == ""
        if change.note is not None:
            assert (change.row, change.column) not in tab.notes
    for request in (*made.changes.before, *made.changes.after):
        [(kind, body)] = request.items()
        assert kind in MAY_SEND
        if kind == "repeatCell":
            assert "Value" not in body["fields"]
            assert "note" not in body["fields"]
    again = _plan(applied(before, made.changes))
    assert not _did(again, "add-column")
    assert not _did(again, "name-cases")
    assert not _did(again, "add-tab")


def test_a_column_for_the_event_is_added_only_where_somebody_wants_it():
    sheet = _sheet(records_tab([{"subjects": "a"}], TEN))
    plain = plan(sheet, Facts(), policy.default(), NOW, "seed")
    asked = plan(sheet, Facts(), policy.default(), NOW, "seed", with_event=True)
    assert [key for key in _did(asked, "add-column") if key not in _did(plain, "add-column")] == [
        "event"
    ]


def test_a_row_that_has_gone_is_grey_from_end_to_end():
    before = _sheet(records_tab([{"subjects": "a"}], TEN))
    made = _plan(before)
    header = _tab(before, made).values[0]
    at = column_letters(header.index("Expunged on"))
    (rule,) = [
        r["rule"]
        for r in _requests(made, "addConditionalFormatRule")
        if r["rule"]["booleanRule"]["condition"].get("values")
        == [{"userEnteredValue": f'=${at}2<>""'}]
    ]
    (span,) = rule["ranges"]
    assert (span["startColumnIndex"], span["endColumnIndex"]) == (0, len(header))
    assert list(rule["booleanRule"]["format"]) == ["textFormat"]
