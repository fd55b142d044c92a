"""The generations of the sheet: which columns count, what a row of 2026 says was decided."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets_coc.dates import NEVER
from sheets_coc.errors import UsageError
from sheets_coc.policy import default, parse
from sheets_coc.records.identity import Links
from sheets_coc.records.reading import read_records
from sheets_coc.records.row.decided import read_decided
from sheets_coc.schema.columns import BY_KEY, DECISION_LABELS, Decision
from sheets_coc.schema.consequences import CONSEQUENCE_LABELS, EVERYBODYS, WORDS, Consequence
from sheets_coc.schema.layouts import BY_NAME, GENERATIONS, generation, wanted, without_strangers
from sheets_coc.sheet.model import Snapshot, Tab
from sheets_coc.todo.analysis import analyse
from sheets_coc.todo.pairs import row_identity
from tests.records.sheet_2026 import records_2026, row
from tests.sheets import TEN

TODAY = date(2026, 11, 21)
C, D = Consequence, Decision


def read(*rows, policy=None, more=()):
    return read_records(records_2026(*rows, more=more), policy or default(), TODAY)


def codes(sheet):
    """The findings of the rows."""
    return sorted(f.code for f in sheet.findings if f.code != "key-without-record")


@pytest.mark.parametrize("one", GENERATIONS, ids=lambda one: one.name)
def test_every_generation_is_found_by_its_own_headings(one):
    tab = Tab(11, "Records", values=[[heading for _, heading in one.headings]])
    sheet = read_records(Snapshot("id", "", [tab]), default(), TODAY)
    assert tuple(sheet.layout.columns) == one.keys
    assert sheet.layout.own == ()
    assert sheet.findings == []


def test_set_up_adds_no_column_for_names_where_people_have_codes():
    ten = BY_NAME["2026"].keys
    added = wanted(ten) - set(ten)
    assert {"banned_until", "goes_on", "extended_until", "row_check", "recused"} <= added
    assert added.isdisjoint({"subjects", "aliases", "contacts", "reporter", "decision", "summary"})
    assert wanted(TEN) >= {"decision", "aliases", "others"}
    assert wanted(TEN).isdisjoint({"person", "status", "consequence"})
    mixture = {*TEN, "person", "consequence"}
    assert generation(mixture) is None
    assert "decision" not in wanted(mixture)


@given(st.sets(st.sampled_from(sorted(BY_KEY))))
def test_columns_of_names_always_count(found):
    new = set(BY_NAME["2026"].keys) - {"reported_on", "case", "decided_on"}
    assert found - new <= without_strangers(found) <= found


@pytest.mark.parametrize(
    "own", [["Status"], ["Documents"], ["Consequences"], ["Safety risk"], ["Status", "Documents"]]
)
def test_plain_words_in_a_sheet_of_names_are_columns_of_their_own(own):
    headings = [BY_KEY[key].header for key in TEN]
    values = [[*headings, *own], [46000.0, *[None] * 9, *["waiting for Ada"] * len(own)]]
    sheet = read_records(Snapshot("id", "", [Tab(11, "Records", values=values)]), default(), TODAY)
    assert tuple(sheet.layout.columns) == TEN
    found = [f.code for f in sheet.findings if f.row == 0]
    assert found == ["unclassified-column"] * len(own)


def test_three_plain_words_say_together_what_the_manual_says():
    names, words = set(TEN), {"status", "documents", "consequence"}
    assert without_strangers(names | words) == names | words
    assert without_strangers(names | {"status", "person"}) == names | {"status", "person"}
    assert without_strangers(names | {"status"}, {"status"}) == names | {"status"}
    assert without_strangers(names | {"status", "documents"}) == names


def test_a_further_person_of_a_case_has_a_row_of_the_same_name():
    sheet = read(row(), row(person="Red Fox"), row(case="calm lamp"))
    assert codes(sheet) == []
    names = [record.name for record in sheet.records]
    assert names == ["home shelf/Blue Jay", "home shelf/Red Fox", "calm lamp"]
    assert len({row_identity(sheet, record) for record in sheet.records}) == 3
    assert Links(sheet.records).same(0) == {2}
    alone = read(row()).records[0]
    assert alone.name == "home shelf"
    assert alone.lasting == sheet.records[0].lasting


def test_the_same_person_twice_in_a_case_stands_twice():
    sheet = read(row(), row(person="blue-jay"))
    assert codes(sheet) == ["duplicate-case", "duplicate-case"]


@pytest.mark.parametrize("label", CONSEQUENCE_LABELS)
def test_every_consequence_of_the_manual_is_understood(label):
    (record,) = read(row(consequence=label)).records
    assert record.decision is WORDS[label.casefold()].decision
    assert record.consequence is WORDS[label.casefold()].consequence
    assert record.decision is not None


def test_a_ban_is_for_good_and_a_suspension_is_asked_about():
    sheet = read(row(consequence="Ban"), row(case="calm lamp", consequence="First Suspension"))
    assert sheet.records[0].banned_until is NEVER
    assert codes(sheet) == ["suspension-without-end"]
    dated = analyse(records_2026(row(consequence="Second Suspension")), default(), TODAY).dated
    assert dated[0].effective is None
    until = ("Banned until",)
    ended = read([*row(consequence="Second Suspension"), 46300.0], more=until)
    assert codes(ended) == []
    banned = read([*row(consequence="Ban"), 46300.0], more=until).records[0]
    assert banned.banned_until is not NEVER


@pytest.mark.parametrize(
    ("cells", "decision", "found"),
    [({"status": "Ongoing", "consequence": None}, D.OPEN, []),
     ({"status": "Ongoing", "consequence": "Ban"}, D.OPEN, ["open-with-measure"]),
     ({"status": None}, D.RESOLVED, []),
     ({"status": "Resolved", "consequence": None}, None, ["no-consequence"]),
     ({"status": "perhaps"}, D.RESOLVED, ["unknown-status"]),
     ({"consequence": "perhaps"}, None, ["unknown-decision"]),
     ({"consequence": "Warning, Other"}, D.RESOLVED, []),
     ({"consequence": "Warning, Ban"}, D.BANNED, []),
     ({"consequence": "Warning; perhaps"}, None, ["unknown-decision"])],
)  # fmt: skip
def test_status_and_consequence_together_say_what_was_decided(cells, decision, found):
    sheet = read(row(**cells))
    assert sheet.records[0].decision is decision
    assert codes(sheet) == found


@given(
    st.sampled_from([None, "", *DECISION_LABELS.values()]),
    st.sampled_from([None, "Ongoing", "Resolved"]),
    st.sampled_from([None, *CONSEQUENCE_LABELS]),
)
def test_what_was_decided_is_never_made_up(decision, status, consequence):
    said = read_decided(decision, status, consequence, EVERYBODYS, has_words=True)
    words = [EVERYBODYS.read(typed) for typed in (decision, consequence) if typed]
    if status == "Ongoing" or any(one.decision is D.OPEN for one in words):
        assert said.decision is D.OPEN
    elif words:
        assert said.decision in {one.decision for one in words}
        disagree = len({one.decision for one in words}) > 1
        assert ("decisions-disagree", "consequence") in said.problems or not disagree
    else:
        assert said.decision is None
        assert bool(said.problems) == (status == "Resolved")


def test_a_committee_has_words_of_its_own():
    policy = parse(
        b'[decisions]\n"Verbal warning" = { decision = "resolved", outcome = "warned" }\n'
        b'"On appeal" = "open"\n"Lifetime ban" = { decision = "banned", outcome = "banned" }\n'
        b'"Ban" = { decision = "banned", outcome = "suspended" }\n'
    )
    rows = [
        row(consequence="verbal  warning."),
        row(case="calm lamp", status="On appeal"),
        row(case="odd table", consequence="Lifetime ban"),
        row(case="red box", consequence="Ban"),
    ]
    sheet = read(*rows, policy=policy)
    assert [r.decision for r in sheet.records] == [D.RESOLVED, D.OPEN, D.BANNED, D.BANNED]
    assert [r.banned_until for r in sheet.records] == [None, None, NEVER, None]
    assert sheet.records[0].consequence is C.WARNED
    assert codes(sheet) == ["suspension-without-end"]


@pytest.mark.parametrize(
    "wrong",
    ['"X" = "kept"', '"X" = 3', '"" = "open"', '"X" = { outcome = "warned" }',
     '"X" = { decision = "open", outcome = "sacked" }', '"X" = "open"\n"x." = "flagged"',
     '"X" = { decision = "open", colour = "red" }'],
)  # fmt: skip
def test_a_word_that_comes_to_nothing_is_refused(wrong):
    with pytest.raises(UsageError):
        parse(f"[decisions]\n{wrong}\n".encode())


def test_case_names_are_drawn_in_the_style_of_the_sheet():
    drawn = analyse(records_2026(row(), row(case=None)), default(), TODAY, "seed").sheet.records[1]
    assert drawn.case
    assert drawn.case.count(" ") == 1
    assert "-" not in drawn.case


def test_a_code_that_is_none_is_not_said():
    sheet = read(row(person="ada@blank.example"), row(person="Red Fox"))
    assert codes(sheet) == ["person-code", "person-not-in-key"]
    assert sheet.records[0].name == "row 2"


def test_a_spreadsheet_that_nobody_has_set_up_is_no_error():
    seen = analyse(records_2026(row(), row(person="Red Fox")), default(), TODAY)
    assert [(f.code, f.severity) for f in seen.findings] == [("not-set-up", "warning")]
