"""What people answer in To do: about columns, dates and people, remembered and acted on."""

from datetime import date

from sheets_coc.dates import to_serial
from sheets_coc.records.layout import ANSWER_PREFIX
from sheets_coc.redaction import plan as due
from sheets_coc.redaction import tool_columns
from sheets_coc.schema.headers import header_digest
from sheets_coc.sheet.model import text
from sheets_coc.todo.analysis import analyse
from tests.sheets import ALL, applied, records_tab, snapshot
from tests.todo.lines import NOW, POLICY, ROW, TODAY, refs, set_cell


def test_an_answer_about_a_column_is_remembered_and_acted_on():
    sheet = snapshot()
    sheet.tabs[0] = records_tab([ROW | {"Rating": "5"}], ALL, own=("Rating",))
    first = analyse(sheet, POLICY, TODAY, "seed")
    assert [f.code for f in first.findings] == ["unclassified-column"]
    sheet = applied(sheet, tool_columns.validate_changes(first))
    ref = next(r for r in refs(sheet) if r.startswith("column/"))
    assert "Rating" not in ref
    set_cell(sheet, ref, "Answer", "keep")
    second = analyse(sheet, POLICY, TODAY, "seed")
    assert not second.sheet.layout.unclassified
    sheet = applied(sheet, tool_columns.validate_changes(second))
    assert sheet.metadata[ANSWER_PREFIX + header_digest("rating")] == "keep"
    assert refs(sheet) == []
    assert not analyse(sheet, POLICY, TODAY).findings


def test_an_answer_about_a_date_is_written_into_its_cell():
    sheet = snapshot(ROW | {"reported_on": "3/4/2026"})
    sheet = applied(sheet, tool_columns.validate_changes(analyse(sheet, POLICY, TODAY, "seed")))
    ref = next(r for r in refs(sheet) if r.startswith("ambiguous-date/"))
    set_cell(sheet, ref, "Answer", "2026-04-03")
    sheet = applied(sheet, tool_columns.validate_changes(analyse(sheet, POLICY, TODAY, "seed")))
    assert sheet.tabs[0].values[1][1] == to_serial(date(2026, 4, 3))
    sheet = applied(sheet, tool_columns.validate_changes(analyse(sheet, POLICY, TODAY, "seed")))
    assert refs(sheet) == []


def test_different_people_is_remembered():
    rows = [ROW | {"contacts": "a@example.org"},
            ROW | {"case": "frosty-boat", "contacts": "b@example.org"}]  # fmt: skip
    sheet = snapshot(*rows)
    first = analyse(sheet, POLICY, TODAY, "seed")
    assert "possible-repeat" in {f.code for f in first.findings}
    sheet = applied(sheet, tool_columns.validate_changes(first))
    ref = next(r for r in refs(sheet) if r.startswith("repeat/"))
    set_cell(sheet, ref, "Answer", "different people")
    sheet = applied(sheet, tool_columns.validate_changes(analyse(sheet, POLICY, TODAY, "seed")))
    assert not analyse(sheet, POLICY, TODAY).findings


def test_an_answer_about_a_date_counts_in_the_same_run():
    sheet = snapshot(ROW | {"reported_on": "3/4/2024", "decision": "Violation, resolved"})
    sheet = applied(sheet, tool_columns.validate_changes(analyse(sheet, POLICY, TODAY, "seed")))
    ref = next(r for r in refs(sheet) if r.startswith("ambiguous-date/"))
    set_cell(sheet, ref, "Answer", "2024-04-03")
    answered = analyse(sheet, POLICY, TODAY, "seed")
    assert answered.findings == []
    assert answered.dated[0].effective == date(2025, 6, 3)
    sheet = applied(sheet, tool_columns.dates_changes(answered))
    assert not tool_columns.dates_changes(analyse(sheet, POLICY, TODAY, "seed"))


def test_an_answer_waits_while_a_rule_stops_the_run():
    row = ROW | {"reported_on": "3/4/2024", "decision": "Violation, resolved"}
    sheet = snapshot()
    sheet.tabs[0] = records_tab([row | {"Rating": "5"}], ALL, own=("Rating",))
    sheet = applied(sheet, tool_columns.validate_changes(analyse(sheet, POLICY, TODAY, "seed")))
    ref = next(r for r in refs(sheet) if r.startswith("ambiguous-date/"))
    set_cell(sheet, ref, "Answer", "2024-04-03")
    seen = analyse(sheet, POLICY, TODAY, "seed")
    stopped = due.redaction_plan(seen, apply=True)
    assert stopped.stop is not None
    before = [list(cells) for cells in sheet.tabs[0].values]
    sheet = applied(sheet, tool_columns.redact_changes(seen, stopped, NOW))
    changed = {
        text(header)
        for cells, was in zip(sheet.tabs[0].values, before, strict=True)
        for header, one, other in zip(before[0], cells, was, strict=True)
        if one != other
    }
    assert changed == {"Row check"}
    assert ref in refs(sheet)


def test_a_record_without_a_name_keeps_its_lines():
    sheet = snapshot(ROW | {"case": "", "reported_on": "3/4/2026"})
    sheet = applied(sheet, tool_columns.validate_changes(analyse(sheet, POLICY, TODAY, "one")))
    lines = refs(sheet)
    assert sheet.tabs[0].values[1][0] in lines[0]
    sheet = applied(sheet, tool_columns.validate_changes(analyse(sheet, POLICY, TODAY, "two")))
    assert refs(sheet) == lines


def test_an_answer_about_a_nameless_column_is_about_that_column():
    sheet = snapshot()
    sheet.tabs[0] = records_tab([ROW | {"": "kept"}], ALL, own=("",))
    sheet = applied(sheet, tool_columns.validate_changes(analyse(sheet, POLICY, TODAY, "seed")))
    set_cell(sheet, refs(sheet)[0], "Answer", "keep")
    sheet = applied(sheet, tool_columns.validate_changes(analyse(sheet, POLICY, TODAY, "seed")))
    assert not analyse(sheet, POLICY, TODAY).sheet.layout.unclassified
    sheet.tabs[0].values[1].append("a name, perhaps")
    # Whether it was inserted before or after the other, nobody can tell.
    assert len(analyse(sheet, POLICY, TODAY).sheet.layout.unclassified) == 2
