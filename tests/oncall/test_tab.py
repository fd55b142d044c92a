"""The On-call tab as it is read: weeks, names, open cells, and what is not the tool's to write."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets_coc.errors import SheetError
from sheets_coc.oncall.tab import read_rota
from sheets_coc.sheet.model import Tab
from tests.oncall.builders import committee, oncall_tab, rota, serials, week

PEOPLE = committee()


def codes(rows: list[list[object]]) -> list[tuple[str, str | None]]:
    return [(f.code, f.cell) for f in rota(PEOPLE, rows).findings]


def test_weeks_are_read_by_their_monday() -> None:
    read = rota(PEOPLE, [[week(1), "Ada Quill", "Bela Frost"], [week(0), "cleo marsh", None]])
    assert list(read.weeks) == [week(0), week(1)]
    assert [slot.holder for slot in read.weeks[week(0)].slots] == [2, None]
    assert read.weeks[week(1)].holders == (0, 1)
    assert read.weeks[week(1)].row == 1
    assert read.week(week(5)).row is None
    assert read.findings == ()


def test_columns_stand_anywhere_with_others_between_and_text_dates_count() -> None:
    rows = serials(
        [
            ["Rota", None, "see the wiki"],
            [None],
            ["Mood", "Secondary", "Reminder sent", "WEEK STARTING", "Shoe size", "primary"],
            [":)", "Bela Frost", week(0), str(week(0)), 42.0, "Ada Quill"],
            [":|", "Ada Quill", None, "30 November 2026", 41.0, "Cleo Marsh"],
            ["Total", None, None, None, 83.0],
        ]
    )
    read = read_rota(Tab(id=3, title="On-call", values=rows), PEOPLE.members)
    assert (read.header_row, read.columns["primary"]) == (2, 5)
    assert [slot.holder for slot in read.weeks[week(0)].slots] == [0, 1]
    assert [w.reminded for w in read.weeks.values()] == [True, False]
    assert read.findings == ()


@pytest.mark.parametrize("typed", ["", " ", "-", "?", "TBD", "tba", None])
def test_what_counts_as_open(typed: str | None) -> None:
    slot = rota(PEOPLE, [[week(0), typed, "Ada Quill"]]).weeks[week(0)].slots[0]
    assert (slot.holder, bool(slot.typed), slot.writable) == (None, False, True)


def test_a_typo_is_pointed_out_with_the_nearest_member() -> None:
    read = rota(PEOPLE, [[week(0), "Ada Quil", "Nobody We Know"]])
    first, second = read.findings
    assert (first.code, first.cell, first.key, first.week) == (
        "misspelt-name", "B2", "primary", week(0),
    )  # fmt: skip
    assert first.member == PEOPLE.members[0].name
    assert (second.code, second.cell, second.member) == ("unknown-name", "C2", None)
    assert "Ada" not in repr(read.findings) + str(first.as_json())


def test_a_name_that_is_two_members_is_left_alone() -> None:
    people = committee(["Alex Marsh", "Alex Tinker", "Ada Quill"])
    read = rota(people, [[week(0), "Alex", "Ada Quill and Alex Marsh"]])
    assert [(f.code, f.cell) for f in read.findings] == [
        ("two-members", "B2"),
        ("two-members", "C2"),
    ]
    assert [s.writable for s in read.weeks[week(0)].slots] == [False, False]
    assert read.weeks[week(0)].slots[0].candidates == (0, 1)


def test_rows_without_a_week_that_can_be_relied_on_are_left_alone() -> None:
    assert codes([[date(2026, 11, 24), "Ada Quill", None]]) == [("not-monday", "A2")]
    assert codes([["soon", "Ada Quill", None]]) == [("not-a-date", "A2")]
    assert codes([["7/12/2026", "Ada Quill", None]]) == [("ambiguous-date", "A2")]
    assert codes([[None, "Ada Quill", None]]) == [("no-week", "A2")]
    assert codes([["Legend", None, None], [None, None, None], []]) == []
    assert rota(PEOPLE, [[date(2026, 11, 24), "Ada Quill", None]]).weeks == {}


def test_a_week_that_stands_twice_is_closed() -> None:
    read = rota(PEOPLE, [[week(0), None, None], [week(0), "Ada Quill", None]])
    assert [(f.code, f.cell) for f in read.findings] == [("week-twice", "A3")]
    assert read.weeks[week(0)].holders == (0,)
    assert not any(slot.writable for slot in read.weeks[week(0)].slots)


def test_formulas_and_merged_cells_are_not_ours_to_write() -> None:
    tab = oncall_tab([[week(0), "Ada Quill", None], [week(1), None, None]])
    tab.formulas[(1, 1)] = "=Z9"
    tab.merges.append((2, 3, 1, 3))
    read = read_rota(tab, PEOPLE.members)
    assert [s.writable for s in read.weeks[week(0)].slots] == [False, True]
    assert [s.writable for s in read.weeks[week(1)].slots] == [False, False]
    assert [f.code for f in read.findings] == ["formula", "merged-cells", "merged-cells"]


def test_a_tab_without_a_header_is_not_understood() -> None:
    with pytest.raises(SheetError) as raised:
        read_rota(Tab(id=3, title="On-call", values=[["Week starting", "Primary"]]), PEOPLE.members)
    assert raised.value.code == "no-header"


@given(st.lists(st.lists(st.none() | st.text(max_size=9) | st.floats() | st.booleans(),
                         max_size=5), max_size=6))  # fmt: skip
def test_no_content_makes_reading_fail(rows: list[list[object]]) -> None:
    read = rota(PEOPLE, rows)
    assert all(monday.weekday() == 0 for monday in read.weeks)
    assert all(finding.cell for finding in read.findings)
