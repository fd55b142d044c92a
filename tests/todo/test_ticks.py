"""Ticks about rows that came apart and about the batch limit, and how long they last."""

import pytest

from sheets_coc.redaction import plan as due
from sheets_coc.redaction import tool_columns
from sheets_coc.todo.analysis import analyse
from tests.sheets import applied, snapshot
from tests.todo.lines import NOW, POLICY, ROW, TODAY, refs, set_cell


def _exchange(sheet, one, other):
    """Let the names of two rows change places, as sorting that column alone would."""
    values = sheet.tabs[0].values
    column = values[0].index("Named subjects")
    values[one][column], values[other][column] = values[other][column], values[one][column]


def _come_apart():
    """A sheet in which the names of two records have changed places."""
    rows = [ROW | {"case": f"case-{n}", "subjects": f"Invented Person{n}"} for n in range(4)]
    sheet = snapshot(*rows)
    sheet = applied(sheet, tool_columns.dates_changes(analyse(sheet, POLICY, TODAY, "seed")))
    _exchange(sheet, 1, 2)
    return sheet


def test_a_tick_says_that_rows_are_right_as_they_are():
    sheet = _come_apart()
    apart = analyse(sheet, POLICY, TODAY, "seed")
    assert [r.case for r in apart.apart] == ["case-0", "case-1"]
    stopped = due.redaction_plan(apart, apply=True)
    assert stopped.stop is not None
    assert not tool_columns.redact_changes(apart, stopped, NOW)
    sheet = applied(sheet, tool_columns.validate_changes(apart))
    set_cell(sheet, next(r for r in refs(sheet) if r.startswith("apart/")), "Done", True)
    again = analyse(sheet, POLICY, TODAY, "seed")
    assert not again.apart
    sheet = applied(sheet, tool_columns.dates_changes(again))
    assert refs(sheet) == []
    assert not analyse(sheet, POLICY, TODAY).apart


def test_a_tick_about_rows_outlasts_commands_that_do_not_act_on_it():
    sheet = _come_apart()
    sheet = applied(sheet, tool_columns.validate_changes(analyse(sheet, POLICY, TODAY, "seed")))
    ref = next(r for r in refs(sheet) if r.startswith("apart/"))
    set_cell(sheet, ref, "Done", True)
    sheet = applied(sheet, tool_columns.validate_changes(analyse(sheet, POLICY, TODAY, "seed")))
    assert ref in refs(sheet)
    assert not analyse(sheet, POLICY, TODAY, "seed").apart
    sheet = applied(sheet, tool_columns.dates_changes(analyse(sheet, POLICY, TODAY, "seed")))
    assert ref not in refs(sheet)


def _stopped_at_the_batch_limit():
    """A sheet in which more records are due than usual, after the run that stopped at them."""
    rows = [
        ROW | {"case": f"case-{n}", "subjects": f"Invented Person{n}", "reported_on": "2024-01-15",
               "decision": "Violation, resolved", "goes_on": "2025-04-01"}
        for n in range(8)
    ]  # fmt: skip
    return _redacted(snapshot(*rows))[0]


def _redacted(sheet):
    """The sheet after `redact --apply`, and which cases went."""
    seen = analyse(sheet, POLICY, TODAY, "seed")
    planned = due.redaction_plan(seen, apply=True)
    gone = [removal.record.case for removal in planned.done]
    return applied(sheet, tool_columns.redact_changes(seen, planned, NOW)), gone


@pytest.mark.parametrize("between", [tool_columns.validate_changes, tool_columns.dates_changes])
def test_a_tick_about_the_batch_limit_outlasts_commands_that_do_not_act_on_it(between):
    sheet = _stopped_at_the_batch_limit()
    ref = next(r for r in refs(sheet) if r.startswith("limit/"))
    sheet = applied(sheet, between(analyse(sheet, POLICY, TODAY, "seed")))
    assert ref in refs(sheet)
    set_cell(sheet, ref, "Done", True)
    sheet = applied(sheet, between(analyse(sheet, POLICY, TODAY, "seed")))
    sheet, gone = _redacted(sheet)
    assert len(gone) == 8
    assert ref not in refs(sheet)


def test_a_line_about_the_batch_limit_goes_with_its_cases_and_for_a_newer_one():
    sheet = _stopped_at_the_batch_limit()
    ref = next(r for r in refs(sheet) if r.startswith("limit/"))
    held = sheet.tabs[0].values[0].index("Hold")
    sheet.tabs[0].values[1][held] = "asked by counsel"
    sheet, gone = _redacted(sheet)
    newer = [r for r in refs(sheet) if r.startswith("limit/")]
    assert (len(newer), ref in newer, gone) == (1, False, [])
    for row in sheet.tabs[0].values[1:]:
        row[held] = "asked by counsel"
    sheet = applied(sheet, tool_columns.validate_changes(analyse(sheet, POLICY, TODAY, "seed")))
    assert not any(r.startswith("limit/") for r in refs(sheet))


def test_a_tick_is_about_the_rows_as_they_were_seen():
    sheet = _come_apart()
    sheet = applied(sheet, tool_columns.validate_changes(analyse(sheet, POLICY, TODAY, "seed")))
    set_cell(sheet, next(r for r in refs(sheet) if r.startswith("apart/")), "Done", True)
    _exchange(sheet, 3, 4)
    assert len(analyse(sheet, POLICY, TODAY, "seed").apart) == 4


def test_rows_that_came_apart_get_no_names_and_no_dates():
    rows = [ROW | {"case": f"case-{n}", "subjects": f"Invented Person{n}"} for n in range(3)]
    sheet = snapshot(*rows, ROW | {"case": "case-3", "reported_on": "3/4/2026"})
    sheet = applied(sheet, tool_columns.dates_changes(analyse(sheet, POLICY, TODAY, "seed")))
    ref = next(r for r in refs(sheet) if r.startswith("ambiguous-date/"))
    set_cell(sheet, ref, "Answer", "2026-04-03")
    _exchange(sheet, 1, 2)
    values = sheet.tabs[0].values
    values[4][0] = None
    assert analyse(sheet, POLICY, TODAY, "seed").apart
    before = [list(cells) for cells in values]
    sheet = applied(sheet, tool_columns.validate_changes(analyse(sheet, POLICY, TODAY, "seed")))
    assert sheet.tabs[0].values == before
