"""Rows become records; what cannot be understood becomes a finding, by code and address."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets_coc import policy
from sheets_coc.dates import NEVER
from sheets_coc.errors import SheetError
from sheets_coc.records.reading import read_records
from sheets_coc.schema.columns import Decision, FlagState
from sheets_coc.schema.findings import KINDS
from sheets_coc.sheet.model import Snapshot, Tab
from tests.sheets import ALL, TEN, snapshot

TODAY = date(2026, 11, 21)
GOOD = {
    "case": "stunned-bulb", "reported_on": "2025-03-15", "reporter": "Petra Pepper",
    "subjects": "Ottilie Wendel; user_17", "contacts": "ottilie@example.org",
    "summary": "A loud talk.", "our_action": "Asked to stop.", "local_action": "No",
    "flag": "flagged", "decision": "Violation, flagged", "decided_on": "2025-04-01",
}  # fmt: skip


def _read(*rows, keys=ALL, own=None, **changes):
    sheet = snapshot(*rows, keys=keys)
    for name, value in changes.items():
        setattr(sheet.tabs[0], name, value)
    return read_records(sheet, own or policy.default(), TODAY)


def _codes(sheet):
    return [(f.code, f.cell) for f in sheet.findings]


def test_a_good_row():
    sheet = _read(GOOD)
    (record,) = sheet.records
    assert not sheet.findings
    assert record.case == "stunned-bulb"
    assert record.reported_on == date(2025, 3, 15)
    assert record.decision is Decision.FLAGGED
    assert record.flag is FlagState.FLAGGED
    assert record.subjects.reveal() == ("Ottilie Wendel", "user_17")
    assert record.contacts.reveal() == ("ottilie@example.org",)
    assert not record.expunged


def test_a_record_shows_nobody():
    (record,) = _read(GOOD).records
    for name in ("Ottilie", "Petra", "user_17", "example.org"):
        assert name not in repr(record)


def test_blank_rows_and_untouched_tick_boxes_are_no_records():
    assert not _read({}, {"flag": False}, {"summary": "   "}).records


def test_no_records_tab():
    with pytest.raises(SheetError) as caught:
        read_records(Snapshot("id", "t", [Tab(1, "Other")]), policy.default(), TODAY)
    assert caught.value.code == "no-tab"


@pytest.mark.parametrize(
    ("change", "code", "cell"),
    [
        ({"reported_on": None}, "no-report-date", "B2"),
        ({"reported_on": "3/4/2025"}, "ambiguous-date", "B2"),
        ({"reported_on": "soon"}, "not-a-date", "B2"),
        ({"reported_on": "2027-01-01", "decided_on": None}, "report-in-future", "B2"),
        ({"decision": "Closed"}, "unknown-decision", "N2"),
        ({"decided_on": "2025-01-01"}, "decided-before-report", "O2"),
        ({"decision": "banned", "flag": "banned"}, "ban-without-end", "P2"),
        ({"decision": "banned", "flag": "", "banned_until": "2024-01-01"},
         "ban-ends-before-report", "P2"),
        ({"expunge_on": "2024-01-01"}, "expunge-before-report", "M2"),
        ({"flag": "no"}, "flag-disagrees", "L2"),
        ({"decision": "Open", "flag": "banned"}, "open-with-measure", "N2"),
        ({"decision": "Open", "flag": "", "banned_until": "2027-01-01"}, "open-with-measure", "P2"),
        ({"decision": "Open", "flag": "no", "banned_until": "2027-01-01"}, "ban-end-without-ban",
         "P2"),
        ({"flag": "perhaps"}, "flag-unclear", "L2"),
        ({"flag": "flagged, ask Petra"}, "remark", "L2"),
        ({"case": "the case of Petra"}, "case-name", "A2"),
        ({"case": "wendel-matter"}, "case-tells", "A2"),
        ({"expunged_on": "2026-01-01"}, "names-after-expunge", "Y2"),
        ({"reporter": "Expunged"}, "half-expunged", "A2"),
        ({"decision": "nobody identified", "flag": ""}, "nobody-but-named", "D2"),
        ({"subjects": "", "contacts": ""}, "nobody-to-look-for", "D2"),
        ({"summary": "x" * 49_500}, "cell-full", "H2"),
    ],
)  # fmt: skip
def test_findings(change, code, cell):
    assert (code, cell) in _codes(_read({**GOOD, **change}))


def test_a_formula_where_people_belong_blocks_the_row():
    sheet = _read(GOOD, formulas={(1, 3): "=IMPORTDATA(1)"})
    assert ("formula", "D2") in _codes(sheet)
    assert sheet.records[0].blocked_by == ("formula",)


def test_a_formula_in_a_date_is_no_finding_but_its_error_is():
    assert not _read(GOOD, formulas={(1, 1): "=DATE(2025,3,15)"}).findings
    assert ("formula-error", "B2") in _codes(_read(GOOD, errors={(1, 1)}))


def test_a_copied_row_blocks_both():
    sheet = _read(GOOD, {**GOOD, "summary": "copied"}, {**GOOD, "case": "Stunned-Bulb/2"})
    assert [r.blocked_by for r in sheet.records] == [("duplicate-case",), ("duplicate-case",), ()]


def test_merged_cells_inside_a_record_block_it():
    sheet = _read(GOOD, merges=[(1, 2, 2, 4)])
    assert sheet.records[0].blocked_by == ("merged-cells",)


def test_a_heading_across_the_sheet_is_no_record():
    sheet = _read({"case": "Reports of 2025"}, GOOD, merges=[(1, 2, 0, 10)])
    assert len(sheet.records) == 1


def test_the_ten_column_sheet_needs_no_decision_and_no_date():
    sheet = _read({"subjects": "Ottilie Wendel", "summary": "x"}, keys=TEN)
    assert _codes(sheet) == [("no-report-date", "A2")]
    assert sheet.records[0].date_errors == ()
    assert sheet.records[0].name == "row 2"


@pytest.mark.parametrize("typed", ["3/4/2019", "soon"])
def test_a_date_that_cannot_be_read_is_not_called_missing(typed):
    (finding,) = _read({"subjects": "Ottilie Wendel", "reported_on": typed}, keys=TEN).findings
    assert finding.code in ("ambiguous-date", "not-a-date")


def test_an_unreadable_date_elsewhere_does_not_hide_a_missing_one():
    codes = _codes(_read({**GOOD, "reported_on": None, "extended_until": "soon"}))
    assert ("no-report-date", "B2") in codes


def test_a_date_that_decides_nothing_is_an_error_without_consequence():
    sheet = _read({**GOOD, "responded_on": "later"})
    assert ("not-a-date", "S2") in _codes(sheet)
    assert sheet.records[0].date_errors == ()


@pytest.mark.parametrize("gone", ["Expunged", "expunged", "Expunged (2)"])
def test_expunged_rows(gone):
    sheet = _read({**GOOD, "reporter": "Expunged", "subjects": gone, "contacts": "Expunged"})
    (record,) = sheet.records
    assert record.expunged
    assert not sheet.findings


def test_an_expunged_row_is_asked_nothing_more_that_nobody_needs():
    gone = {**GOOD, "reporter": "Expunged", "subjects": "Expunged", "contacts": "Expunged"}
    late = {"decided_on": "see Expunged", "expunge_on": "3/4/2025", "flag": "flagged, by Expunged"}
    sheet = _read(gone | late, {**GOOD, "case": "frosty-boat", "responded_on": "soon"})
    assert _codes(sheet) == [("not-a-date", "S3")]
    assert not sheet.ambiguous
    assert ("not-a-date", "B2") in _codes(_read(gone | {"reported_on": "soon"}))


def test_where_only_the_reporter_goes_the_rest_may_stay():
    row = {**GOOD, "decision": "nobody identified", "flag": "", "reporter": "Expunged",
           "expunged_on": "2026-01-01"}  # fmt: skip
    assert _read(row).records[0].expunged


def test_hold_says_nothing_when_it_says_no():
    assert _read({**GOOD, "hold": "asked by counsel"}).records[0].held
    assert not _read({**GOOD, "hold": "no"}).records[0].held
    assert not _read({**GOOD, "hold": "Expunged"}).records[0].held


def test_never_and_permanent():
    row = {**GOOD, "decision": "banned", "flag": "banned", "banned_until": "permanent"}
    (record,) = _read({**row, "expunge_on": "never"}).records
    assert record.banned_until is NEVER
    assert record.expunge_on is NEVER


@given(
    st.lists(
        st.lists(
            st.one_of(
                st.none(), st.text(max_size=40), st.booleans(),
                st.floats(allow_nan=False, allow_infinity=False),
                st.sampled_from(["Expunged", "banned", "2024-01-01", "Expunged (3)", "never"]),
            ),
            max_size=len(ALL),
        ),
        max_size=6,
    )
)  # fmt: skip
def test_whatever_stands_in_the_rows_reading_never_fails(rows):
    sheet = snapshot()
    sheet.tabs[0].values += rows
    read = read_records(sheet, policy.default(), TODAY)
    known = {kind.code for kind in KINDS}
    assert all(f.code in known for f in read.findings)
    assert len(read.records) <= len(rows)


@pytest.mark.parametrize("answered", ["2020-01-01", "2062-01-01"])
def test_a_first_answer_before_the_report_or_ahead_of_today_is_asked_about(answered):
    sheet = _read({**GOOD, "responded_on": answered})
    assert ("answer-date", "S2") in _codes(sheet)
    assert sheet.records[0].date_errors == sheet.records[0].blocked_by == ()
