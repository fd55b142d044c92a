"""Old records are led through decision by decision; rows that have gone are grey."""

from sheets_coc import policy
from sheets_coc.redaction.tool_columns import validate_changes
from sheets_coc.schema.columns import BY_KEY
from sheets_coc.sheet.model import column_letters
from sheets_coc.todo import tab as todo_tab
from sheets_coc.todo.analysis import analyse
from tests.setup.planning import NOW, planned, requests_of, sheet_of, tab_after
from tests.sheets import TEN, applied, cell, records_tab


def test_old_records_are_led_through_year_by_year():
    rows = [
        {"reported_on": f"{2016 + n % 10}-05-0{1 + n % 9}", "subjects": f"Person Number{n}",
         "expunge_on": ("2020-01-01", "2030-01-01", None, None)[n % 4]}
        for n in range(60)
    ]  # fmt: skip
    before = sheet_of(records_tab(rows, TEN))
    made = planned(before)
    assert [a.tab for a in made.actions if a.action == "explain"] == ["To do"]
    todo = tab_after(before, made, "To do").values[1:]
    refs = [row[6] for row in todo]
    assert refs[0] == "sticky/setup/old-records"
    assert refs[1:11] == [f"sticky/setup/year-{year}" for year in range(2016, 2026)]
    assert "60 records" in todo[0][2]
    assert "30 have a date" in todo[0][2]
    assert "15 have passed" in todo[0][2]
    assert not any("Person" in str(value) for row in todo for value in row)
    cases = {row[10] for row in tab_after(before, made).values[1:]}
    assert all(any(case in row[2] for row in todo[1:]) for case in cases - _to_come(before, made))


def test_a_line_of_the_guide_goes_when_its_records_are_decided():
    rows = [{"reported_on": f"{2016 + n}-05-01", "subjects": f"Person Number{n}"} for n in range(4)]
    before = sheet_of(records_tab(rows, TEN))
    sheet = applied(before, planned(before).changes)

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
    rows = tab_after(before, made).values[1:]
    return {row[10] for row in rows if row[TEN.index("expunge_on")] == cell("2030-01-01")}


def test_a_sheet_that_had_decisions_needs_no_guide():
    rows = [{"reported_on": "2024-01-01", "subjects": "a", "decision": "Open"}]
    made = planned(sheet_of(records_tab(rows, (*TEN, "decision"))))
    assert "explain" not in {a.action for a in made.actions}


def test_a_row_that_has_gone_is_grey_from_end_to_end():
    before = sheet_of(records_tab([{"subjects": "a"}], TEN))
    made = planned(before)
    header = tab_after(before, made).values[0]
    at = column_letters(header.index("Expunged on"))
    (rule,) = [
        r["rule"]
        for r in requests_of(made, "addConditionalFormatRule")
        if r["rule"]["booleanRule"]["condition"].get("values")
        == [{"userEnteredValue": f'=${at}2<>""'}]
    ]
    (span,) = rule["ranges"]
    assert (span["startColumnIndex"], span["endColumnIndex"]) == (0, len(header))
    assert list(rule["booleanRule"]["format"]) == ["textFormat"]
