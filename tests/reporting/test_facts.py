"""Statistics can see nothing but facts, and facts are nobody's data."""

import ast
import gc
from dataclasses import FrozenInstanceError, fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

import sheets_coc.reporting
from sheets_coc.garbage import uncollected
from sheets_coc.people.names import count_expunged
from sheets_coc.policy import default
from sheets_coc.records import facts
from sheets_coc.records.facts import COUNTED, YES_OR_NO, Fact, Frame, read_facts
from sheets_coc.records.reading import read_records
from sheets_coc.schema.columns import BY_KEY, Decision, FlagState, Holds, OnExpunge
from sheets_coc.sheet.model import Tab, text
from tests.reporting.histories import TODAY, rows
from tests.sheets import TEN, records_tab, snapshot

ALLOWED = {"dates", "errors", "garbage", "policy", "records.facts",
           "records.grouping", "schema.columns", "schema.consequences", "sheet.model"}  # fmt: skip


SOURCES = {
    "report": ("case",),
    "reported_on": ("reported_on",),
    "people": ("subjects", "person"),
    "action_us": ("our_action", "consequence", "resolution_source"),
    "action_local": ("local_action", "consequence", "resolution_source"),
    "source_unread": ("resolution_source",),
    "flag": ("flag",),
    "flag_unread": ("flag", "decision", "status", "consequence"),
    "decision": ("decision", "status", "consequence"),
    "banned_until": ("banned_until",),
    "decided_on": ("decided_on",),
    "responded_on": ("responded_on",),
    "closed": ("decision", "status", "consequence", "expunge_on"),
    "event": ("event",),
    "consequence": ("consequence",),
    "group": (),
}
"""The columns each fact is made of; `group` of the one that is asked for, see `grouping`."""


def read(*history: dict[str, Any], **options: Any) -> tuple[Fact, ...]:
    return read_facts(snapshot(*history, **options), default()).facts


def test_every_fact_says_what_it_is_made_of():
    assert set(SOURCES) == {field.name for field in fields(Fact)}
    assert set(facts._READ) == {key for keys in SOURCES.values() for key in keys}


def test_facts_are_made_of_nobodys_columns_a_count_and_a_yes_or_no():
    for key in facts._READ:
        column = BY_KEY[key]
        nobodys = column.holds is Holds.NOBODY and column.on_expunge is OnExpunge.KEEP
        assert nobodys or key in COUNTED | YES_OR_NO
    assert {"subjects"} == COUNTED
    assert {"our_action", "local_action"} == YES_OR_NO


@pytest.mark.parametrize("key", [k for k, c in BY_KEY.items() if c.holds is not Holds.NOBODY])
def test_no_other_column_can_be_read(key: str):
    if key in COUNTED | YES_OR_NO:
        return
    with pytest.raises(ValueError, match="may not read"):
        facts._allowed(key)


@pytest.mark.parametrize("key", sorted(BY_KEY))
def test_no_other_column_can_be_put_into_a_fact(key: str):
    if key in SOURCES:
        return
    with pytest.raises(TypeError):
        Fact(report=1, **{key: "Ann Quillfeather"})
    with pytest.raises((AttributeError, FrozenInstanceError, TypeError)):
        setattr(Fact(report=1), key, "Ann Quillfeather")


@pytest.mark.parametrize("row", [{"subjects": "Ann"}, ("Ann",), "Ann", None, object()])
def test_a_frame_is_made_of_facts_only(row: Any):
    with pytest.raises(TypeError, match="facts only"):
        Frame((Fact(1), row))


def test_a_kind_of_fact_with_more_columns_is_refused():
    class More(Fact):
        reporter = "Ann Quillfeather"

    with pytest.raises(TypeError, match="facts only"):
        Frame((More(1),))


def test_nothing_is_shown_when_a_frame_is_printed():
    frame = Frame((Fact(1, event="Ann's party"),))
    assert "Ann" not in repr(frame)
    assert "Ann" not in repr(frame.facts[0])


def test_the_code_that_writes_reports_imports_nothing_that_holds_people():
    folder = Path(sheets_coc.reporting.__file__).parent
    modules = sorted(folder.rglob("*.py"))
    assert len(modules) > 10
    for module in modules:
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            names = []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            for name in names:
                if name.startswith("sheets_coc."):
                    inner = name.removeprefix("sheets_coc.")
                    mine = inner.startswith("reporting")
                    assert mine or any((inner + ".").startswith(a + ".") for a in ALLOWED), name
            assert not (isinstance(node, ast.Attribute) and node.attr == "reveal")


def test_rows_of_one_case_share_a_number():
    numbers = [
        fact.report
        for fact in read(
            {"case": "stunned-bulb", "reported_on": "2025-01-01"},
            {"case": "Stunned-Bulb/2", "reported_on": "2025-01-01"},
            {"case": "quiet-river", "reported_on": "2025-01-01"},
            {"reported_on": "2025-01-01"},
            {"reported_on": "2025-01-01"},
        )
    ]
    assert numbers[0] == numbers[1]
    assert len(set(numbers)) == 4


def test_a_name_people_made_up_is_not_cut_at_its_slash():
    one, other = read({"case": "2019/3", "summary": "x"}, {"case": "2019/4", "summary": "x"})
    assert one.report != other.report


def test_in_the_ten_columns_each_row_is_a_report():
    row = {"reported_on": "2025-01-01", "subjects": "Ann Quillfeather"}
    assert len({fact.report for fact in read(row, row, keys=TEN)}) == 2


@pytest.mark.parametrize(
    ("subjects", "people"),
    [
        (None, 0), ("", 0), ("none", 0), ("-", 0), ("N/A", 0),
        ("Quillfeather, Ann", 1), ("Ann Quillfeather; Bo Tarnished", 2), ("@quill_99", 1),
        ("Expunged", 1), ("expunged (3)", 3), ("Expunged; Ann Quillfeather", 2), (17.0, 1),
    ],
)  # fmt: skip
def test_people_are_counted_expunged_ones_included(subjects: Any, people: int):
    assert read({"reported_on": "2025-01-01", "subjects": subjects})[0].people == people


def test_a_row_is_read():
    (fact,) = read({
        "case": "stunned-bulb", "reported_on": "15 March 2025", "subjects": "Ann Quillfeather",
        "our_action": "Warned", "local_action": "no", "flag": "Blacklisted",
        "decision": "Violation, banned", "banned_until": "permanent",
        "responded_on": "2025-03-16", "decided_on": "2025-04-01", "event": " DjangoCon US ",
    })  # fmt: skip
    assert fact.reported_on == date(2025, 3, 15)
    assert (fact.action_us, fact.action_local) == (True, False)
    assert (fact.flag, fact.decision) == (FlagState.BANNED, Decision.BANNED)
    assert fact.event == "DjangoCon US"
    assert fact.closed is True


def test_what_cannot_be_read_is_unknown():
    (fact,) = read({"reported_on": "3/4/2022", "decision": "hm", "flag": "perhaps"})
    assert (fact.reported_on, fact.decision, fact.flag) == (None, None, None)
    assert (fact.action_us, fact.closed) == (None, None)


@pytest.mark.parametrize(
    ("row", "keys", "closed"),
    [
        ({"decision": "Open"}, None, False),
        ({"decision": "No violation"}, None, True),
        ({}, None, False),
        ({"expunge_on": "2024-01-01"}, None, True),
        ({"expunge_on": "never"}, TEN, True),
        ({}, TEN, None),
    ],
)
def test_whether_a_report_is_closed(row: dict[str, Any], keys: Any, closed: bool | None):
    options = {"keys": keys} if keys else {}
    assert read({"summary": "x", **row}, **options)[0].closed is closed


def test_a_heading_across_the_sheet_is_no_report():
    tab = records_tab([{"case": "2025"}, {"reported_on": "2025-01-01"}])
    tab.merges.append((1, 2, 0, 10))
    book = snapshot()
    book.tabs = [tab]
    assert len(read_facts(book, default()).facts) == 1


def test_short_rows_and_empty_tabs():
    tab = records_tab([])
    tab.values.append([])
    tab.values.append([None, None])
    tab.values.append([None, 45000])
    book = snapshot()
    book.tabs = [tab]
    assert [fact.people for fact in read_facts(book, default()).facts] == [0]


@settings(max_examples=60, deadline=None)
@given(rows())
def test_it_reads_what_the_reader_of_records_reads(history: list[dict[str, Any]]):
    book = snapshot(*history)
    sheet = read_records(book, default(), TODAY)
    subjects = sheet.layout.columns["subjects"]
    found = read_facts(book, default()).facts
    assert [f.reported_on for f in found] == [r.reported_on for r in sheet.records]
    assert [f.decision for f in found] == [r.decision for r in sheet.records]
    assert [f.flag for f in found] == [r.flag for r in sheet.records]
    assert [f.people for f in found] == [
        len(r.subjects.reveal()) + count_expunged(text(sheet.tab.value(r.row, subjects)))
        for r in sheet.records
    ]


def test_garbage_is_looked_for_again_afterwards():
    assert gc.isenabled()
    read({"reported_on": "2025-01-01"})
    assert gc.isenabled()
    with pytest.raises(ZeroDivisionError), uncollected():
        assert not gc.isenabled()
        raise ZeroDivisionError
    assert gc.isenabled()


def test_a_tab_of_another_name_is_said_to_be_missing():
    book = snapshot()
    book.tabs = [Tab(1, "Something else")]
    with pytest.raises(Exception, match="no tab called"):
        read_facts(book, default())
