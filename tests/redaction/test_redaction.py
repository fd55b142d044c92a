"""What expunging a record changes, cell by cell."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets_coc import policy
from sheets_coc.dates import to_serial
from sheets_coc.records.reading import read_records
from sheets_coc.redaction import plan as due
from sheets_coc.redaction.row_redaction import (
    ALL,
    REPORTER,
    plan_id,
    row_redactions,
)
from sheets_coc.retention.terms import DatedRecord, State
from sheets_coc.schema.columns import BY_KEY
from sheets_coc.todo.analysis import analyse
from sheets_coc.todo.pairs import row_identity
from tests.sheets import ALL as EVERY
from tests.sheets import TEN, applied, records_tab, snapshot

TODAY = date(2026, 11, 21)
DEFAULT = policy.default()
ROW = {
    "case": "stunned-bulb", "reported_on": "2025-01-15", "reporter": "Petra Pepper",
    "subjects": "Ottilie Wendel; user_17", "aliases": "Tilly", "contacts": "ottilie@example.org",
    "others": "Karl Kraus", "summary": "Ottilie was loud; Petra and Karl told us. Tilly agreed.",
    "our_action": "Asked Ms. Wendel to stop.", "local_action": "No", "outcome": "A warning.",
    "flag": "no", "decision": "Violation, resolved", "handled_by": "Lena Linde",
    "row_check": "1abc",
}  # fmt: skip


def _gone(*rows, keys=EVERY, scope=ALL, own=DEFAULT, which=(0,), sheet=None):
    before = sheet or snapshot(*rows, keys=keys)
    read = read_records(before, own, TODAY)
    found = row_redactions(
        read, own, [DatedRecord(read.records[i], scope, State.DUE) for i in which], TODAY
    )
    from sheets_coc.sheet.model import Changes

    return found, applied(before, Changes(found.cells))


def _cells(sheet, row=1, keys=EVERY):
    values = sheet.tabs[0].values[row]
    return {key: values[i] if i < len(values) else None for i, key in enumerate(keys)}


def test_a_whole_record():
    _, after = _gone(ROW)
    assert _cells(after) == {
        **dict.fromkeys(EVERY), **ROW,
        "reported_on": to_serial(date(2025, 1, 15)), "reporter": "Expunged",
        "subjects": "Expunged (2)", "aliases": "Expunged", "contacts": "Expunged",
        "others": "Expunged", "handled_by": "Expunged", "row_check": None,
        "summary": "Expunged was loud; Expunged and Expunged told us. Expunged agreed.",
        "our_action": "Asked Expunged to stop.", "expunged_on": to_serial(TODAY),
    }  # fmt: skip


def test_only_the_reporter():
    _, after = _gone(ROW | {"decision": "nobody identified"}, scope=REPORTER)
    cells = _cells(after)
    assert cells["reporter"] == "Expunged"
    assert cells["subjects"] == ROW["subjects"]
    assert cells["summary"] == "Ottilie was loud; Expunged and Karl told us. Tilly agreed."
    assert cells["our_action"] == ROW["our_action"]
    assert cells["expunged_on"] == to_serial(TODAY)


@pytest.mark.parametrize(
    ("typed", "left"),
    [("", None), ("none", "none"), ("n/a", "n/a"), ("Ottilie Wendel", "Expunged"),
     ("A Bee; C Dee; E Eff", "Expunged (3)"), ("Expunged; Ottilie Wendel", "Expunged (2)"),
     ("Expunged (2)", "Expunged (2)"), (4711, "Expunged")],
)  # fmt: skip
def test_named_subjects_keep_their_number(typed, left):
    _, after = _gone(ROW | {"subjects": typed})
    assert _cells(after)["subjects"] in ({left, ""} if left is None else {left})


def test_notes_and_links_go_and_other_rows_keep_theirs():
    sheet = snapshot(ROW, ROW | {"case": "frosty-boat", "subjects": "Someone Else"})
    tab = sheet.tabs[0]
    columns = {key: i for i, key in enumerate(EVERY)}
    for row in (1, 2):
        for key in ("subjects", "outcome", "reported_on"):
            tab.notes[row, columns[key]] = "see mail"
        tab.rich.add((row, columns["summary"]))
    _, after = _gone(sheet=sheet)
    assert {position[0] for position in after.tabs[0].notes} == {2}
    assert {position[0] for position in after.tabs[0].rich} == {2}


def test_narratives_may_be_erased_whole_and_actions_keep_their_yes_or_no():
    own = policy.parse(b'[retention]\nnarrative = "erase"\n')
    _, after = _gone(ROW, own=own)
    cells = _cells(after)
    assert cells["summary"] == cells["outcome"] == "Expunged"
    assert (cells["our_action"], cells["local_action"]) == ("Yes", "No")


def test_a_remark_in_a_kept_column_is_scrubbed():
    row = ROW | {"flag": "flagged, ask Petra", "decision": "Violation, flagged"}
    _, after = _gone(row)
    assert _cells(after)["flag"] == "flagged, ask Expunged"


def test_a_name_among_case_names_goes_and_case_names_stay():
    _, after = _gone(ROW | {"not_same_as": "frosty-boat; Ottilie Wendel"})
    assert _cells(after)["not_same_as"] == "frosty-boat; Expunged"


def test_columns_of_the_committees_own():
    own = policy.parse(
        b'[columns.own]\nVictim = "erase"\nThoughts = "remove names"\nSeverity = "keep"\n'
    )
    headers = ("Victim", "Thoughts", "Severity")
    row = ROW | {"Victim": "Brigid Buche", "Thoughts": "Poor Brigid", "Severity": "Ottilie: 5",
                 "summary": "Brigid Buche was hurt by Ottilie"}  # fmt: skip
    sheet = snapshot()
    sheet.tabs[0] = records_tab([row], EVERY, own=headers)
    _, after = _gone(sheet=sheet, own=own)
    assert after.tabs[0].values[1][-3:] == ["Expunged", "Poor Expunged", "Ottilie: 5"]
    assert _cells(after)["summary"] == "Expunged was hurt by Expunged"


def test_other_rows_of_the_case_lose_the_people_too_but_keep_their_own():
    sibling = ROW | {"case": "stunned-bulb/2", "subjects": "Karl Kraus", "aliases": "",
                     "contacts": "", "others": "", "reporter": "",
                     "summary": "Karl helped Ottilie."}  # fmt: skip
    held = sibling | {"case": "stunned-bulb/3", "hold": "asked by counsel"}
    _, after = _gone(ROW, sibling, held)
    assert _cells(after, 2)["summary"] == "Karl helped Expunged."
    assert _cells(after, 2)["subjects"] == "Karl Kraus"
    assert _cells(after, 2)["expunged_on"] is None
    assert _cells(after, 3)["summary"] == "Karl helped Ottilie."


def test_never_half_a_row():
    long = ROW | {"subjects": "Bo", "aliases": "", "summary": "Bo went. " * 5_400}
    found, after = _gone(long)
    assert [why for _, why in found.failed] == ["cell-full"]
    assert _cells(after)["subjects"] == "Bo"


def test_a_record_without_identifiers_is_never_called_clean():
    row = {k: v for k, v in ROW.items() if BY_KEY[k].holds.value in ("nobody", "narrative")}
    found, _ = _gone(row)
    rules = {(m.column, m.rule) for m in found.done[0].flags}
    assert ("summary", "no_identifiers") in rules


def test_doing_it_again_changes_nothing_more():
    _, once = _gone(ROW)
    _, twice = _gone(sheet=once)
    assert _cells(twice) == _cells(once)


def test_the_ten_columns():
    _, after = _gone(ROW, keys=TEN)
    assert "Ottilie" not in str(after.tabs[0].values)
    assert _cells(after, keys=TEN)["subjects"] == "Expunged (2)"


def _plan(sheet, today=TODAY):
    seen = analyse(sheet, policy.parse(b"[retention]\nnotice_days = 0\n"), today)
    return due.redaction_plan(seen, apply=False)


OPEN = {
    "case": "icy-kite",
    "reported_on": "2026-11-01",
    "subjects": "Fenja Falke",
    "decision": "Open",
}


def test_a_plan_is_the_same_after_a_sort_and_on_another_day():
    rows = [ROW, ROW | {"case": "frosty-boat"}, OPEN]
    plan = _plan(snapshot(*rows)).plan
    assert plan == _plan(snapshot(*reversed(rows))).plan
    assert plan == _plan(snapshot(*rows), TODAY + timedelta(days=1)).plan
    assert plan == _plan(snapshot(*[r | {"reporter": "Someone Else"} for r in rows])).plan
    assert plan != _plan(snapshot(*rows[1:])).plan
    assert plan != _plan(snapshot(*[r | {"others": ""} for r in rows])).plan


def test_plans_of_the_ten_column_sheet_are_told_apart():
    rows = [ROW | {"expunge_on": "2026-01-01", "summary": str(n)} for n in range(3)]
    read = read_records(snapshot(*rows, keys=TEN), DEFAULT, TODAY)
    names = {row_identity(read, record) for record in read.records}
    assert len(names) == 3
    assert plan_id((), ()) == plan_id((), ())


WORDS = st.sampled_from(
    ["Ottilie", "Wendel", "Petra", "said", "hello", "to", "user_17", "the", "talk", "at", "noon",
     "ottilie@example.org", "WENDEL", "Karl's", "(Tilly)", "no", "-", "Expunged"]
)  # fmt: skip


@given(st.lists(WORDS, max_size=25), st.lists(WORDS, max_size=6))
def test_what_is_known_is_gone_whatever_the_text(story, action):
    row = ROW | {"summary": " ".join(story), "our_action": " ".join(action)}
    _, after = _gone(row)
    written = str([_cells(after)[k] for k in ("summary", "our_action", "subjects")]).casefold()
    for known in ("ottilie", "wendel", "user_17", "petra", "example.org", "tilly"):
        assert known not in written
