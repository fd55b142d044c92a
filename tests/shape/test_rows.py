"""Rows that are no records, headers that moved, and records in another tab."""

import pytest

from sheets_coc import policy
from sheets_coc.records.layout import read_layout
from sheets_coc.records.record_rows import record_rows
from sheets_coc.sheet.model import Tab
from tests.shape.drifting import OLD, stops_everything
from tests.shape.sheet import FULL, TEN, Sheet, person


@pytest.mark.parametrize("remembered", [True, False])
def test_a_header_that_a_sort_took_along(world, remembered):
    rows = [person(n, **OLD, decision="Violation, flagged") for n in range(6)]
    sheet = Sheet(world, rows).no_notice()
    if remembered:
        sheet.policy = Sheet(world, []).policy
        sheet.night()
        sheet.no_notice()
    before = sheet.standing()
    sheet.edit(lambda grid: [*grid[1:4], grid[0], *grid[4:]])
    stops_everything(sheet, "rows-above-header")
    assert sheet.standing() == before
    sheet.edit(lambda grid: [grid[3], *grid[:3], *grid[4:]])
    assert "rows-above-header" not in sheet.codes()


def test_a_title_above_the_header_is_no_record(world):
    sheet = Sheet(world, [person(1)])
    sheet.edit(lambda grid: [["Our records", None, "confidential"], ["2026"], *grid])
    assert sheet.night().stop is None


def test_a_second_tab_with_records(world):
    rows = [person(1), person(2)]
    sheet = Sheet(world, rows)
    sheet.night()
    older = [sheet.grid()[0], *sheet.grid()[1:2]]
    sheet = Sheet(world, rows, **{"2024": older})
    stops_everything(sheet, "unread-tab")
    found = [line for line in sheet.todo() if "2024" in line["Where"]]
    assert len(found) == 1
    sheet.answer("rows of records", "these are no records")
    assert sheet.night().stop is None
    assert "unread-tab" not in sheet.codes()


@pytest.mark.parametrize(
    "cells",
    [
        ["Case", "Date of 1st report", "Reporter", "Named subjects"],
        ["Total", None, None, 12.0],
        ["a word", "when it came", "a member, if private", "separated by semicolons", None, None,
         None, None, None, "banned, flagged or no", "filled in by the tool"],
    ],
    ids=["the header again", "a total", "a line of help"],
)  # fmt: skip
def test_rows_that_are_no_records(world, cells):
    sheet = Sheet(world, [person(1), person(2)])
    sheet.edit(lambda grid: [grid[0], cells, *grid[1:]])
    stops_everything(sheet, "unlike-a-record")
    assert not {"not-a-date", "no-report-date", "case-name"} & sheet.codes()
    row = sheet.grid()[1]
    assert not row[sheet.column("row_check")]
    assert row[0] == cells[0]
    sheet.answer("looks like a heading", "they are no records")
    assert sheet.night().stop is None
    assert "unlike-a-record" not in sheet.codes()


@pytest.mark.parametrize(
    ("filled", "code"),
    [
        ({"decision": "Open", "flag": "no"}, "filled-down"),
        ({"our_action": "No", "local_action": "No"}, "filled-down"),
        ({"reporter": "n/a", "subjects": "-", "summary": "..."}, "filled-down"),
        ({"reported_on": "2026-11-01", "summary": "TBD", "handled_by": "Ines"}, None),
    ],
)
def test_the_batch_limit_counts_rows_that_hold_a_report(world, filled, code):
    rows = [person(n, case=f"amber-kite{n}", **OLD) for n in range(30)]
    filled_down = [filled for _ in range(320)]
    sheet = Sheet(world, [*rows, *filled_down]).no_notice()
    night = sheet.night()
    assert night.stop is not None
    assert night.stop.code == "batch-limit"
    assert len(sheet.standing()) == 30
    assert code is None or code in sheet.codes()


@pytest.mark.parametrize(
    "cells",
    [
        ["", "(day)", "(who)", "(whom)"],
        ["", "DD/MM/YYYY", "who told us", "whom"],
        [None, None, None, "Total: 12"],
        [None, None, "12 reports"],
    ],
)
def test_more_rows_that_are_no_records(world, cells):
    sheet = Sheet(world, [person(1), person(2)])
    sheet.edit(lambda grid: [grid[0], cells, *grid[1:]])
    assert "unlike-a-record" in sheet.codes()


@pytest.mark.parametrize("keys", [FULL, TEN])
def test_records_nobody_has_decided_are_missed_in_another_tab_too(world, keys):
    rows = [person(n, decision="Open", flag=None, our_action=None) for n in range(3)]
    there = Sheet(world, rows, keys).grid()[2:]
    minutes = [[46000, "Ines; Jo", "All members", "the sprints", "We talked about a date.", "x"]]
    sheet = Sheet(world, rows[:1], keys, Minutes=minutes)
    assert "unread-tab" not in sheet.codes()
    sheet = Sheet(world, rows[:1], keys, Old=there)
    stops_everything(sheet, "unread-tab")


def test_records_moved_to_another_tab_without_their_header(world):
    moved = [["amber-kite", 43832, "Quillan Ozark7", "Violation, banned", "banned"]]
    sheet = Sheet(world, [person(1), person(2)], **{"2020": moved})
    stops_everything(sheet, "unread-tab")
    sheet.answer("rows of records", "these are no records")
    assert sheet.night().stop is None


@pytest.mark.parametrize(
    ("second", "unlike"),
    [
        ([None, None, None, "by us?", "by them?"], (1,)),
        ([None, "Ada Abbot", "She shouted.", "Yes", "No"], (1,)),  # asked about, never overlooked
        ([46_000.0, "Ada Abbot", "She shouted.", "Yes", "No"], ()),
    ],
)
def test_the_second_row_of_a_header_is_asked_about(second, unlike):
    header = ["Date of Report", "Named subjects", "Summary", "Action taken by us", None]
    first = [46_001.0, "Bo Marsh", "He shouted.", "Yes", "No"]
    merges = [(0, 2, 0, 1), (0, 1, 3, 5)]
    tab = Tab(1, "Records", values=[header, second, first], merges=merges)
    rules = policy.default()
    found = record_rows(tab, read_layout(tab, rules, {}), rules, {})
    assert (found.unlike, found.records) == (unlike, (2,) if unlike else (1, 2))
