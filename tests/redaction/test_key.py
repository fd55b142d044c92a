"""The key to people's codes: who goes from it, when, with whom; what keeps them."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheets_coc.policy import parse
from sheets_coc.redaction.plan import redaction_plan
from sheets_coc.retention.terms import State
from sheets_coc.sheet.model import Tab
from tests.records.sheet_2026 import ADA, BOB, KEY, key_tab, row
from tests.redaction.key_sheet import TODAY, names, night, seen, set_up, sheet, states


def test_a_name_goes_with_the_last_record_of_its_person():
    """Two warnings: the first restarts at the second's report, so both pass on 2027-05-01."""
    before = sheet(row(reported_on="2026-01-10"), row(case="calm lamp", reported_on="2026-03-01"),
                   row(case="odd table", person="Red Fox", reported_on="2026-10-01"))  # fmt: skip
    assert states(before, date(2027, 4, 30)) == {
        "home shelf": "kept", "calm lamp": "kept", "odd table": "kept"}  # fmt: skip
    announced, _ = night(before, date(2027, 5, 2))
    assert set(states(announced, date(2027, 5, 8)).values()) == {"announced", "kept"}
    after, planned = night(announced, date(2027, 5, 9))
    assert sorted(one.record.name for one in planned.done) == ["calm lamp", "home shelf"]
    assert names(after) == ["Expunged", "Robert Invented"]
    assert after.tab("Person Identity Key").values[1][:4] == [
        "Expunged", "Blue Jay", "Expunged", "Expunged"]  # fmt: skip
    again, second = night(after, date(2027, 5, 10))
    assert not second.done
    assert names(again) == names(after)


def test_a_record_waits_for_the_others_of_its_person():
    """No violation is kept for no time, and the name is needed for the ban that is for good."""
    rows = (row(consequence="Not a violation"), row(case="calm lamp", consequence="Ban"))
    found = seen(sheet(*rows))
    assert states(sheet(*rows)) == {"home shelf": "waiting", "calm lamp": "permanent"}
    (stay,) = [s for s in redaction_plan(found, apply=False).stays if s.record.name == "home shelf"]
    assert stay.in_words == "goes together with calm lamp, of the same person"
    assert "wait-review" not in {f.code for f in found.findings}


@pytest.mark.parametrize("other", [{"status": "Ongoing", "consequence": None}, {"Hold": "lawyer"},
                                   {"consequence": "Second Suspension"}])  # fmt: skip
def test_a_record_that_stays_keeps_the_name(other):
    before = sheet(set_up(consequence="Not a violation"), set_up(case="calm lamp", **other))
    for day in range(0, 30, 10):
        before, planned = night(before, TODAY + timedelta(days=day))
        assert not planned.done
    assert names(before) == ["Ada Pretend", "Robert Invented"]


WORDS = ["Not a violation", "Out of scope", "Warning", "First Suspension", "Ban", None]


@st.composite
def histories(draw):
    """Some cases of two people, as they may stand in the sheet."""
    rows = []
    for number in range(draw(st.integers(1, 6))):
        word = draw(st.sampled_from(WORDS))
        until = date(2026, 6, 1) + timedelta(days=draw(st.integers(0, 400)))
        rows.append(set_up(
            case=f"case {number}",
            person=draw(st.sampled_from(["Blue Jay", "Red Fox", None])),
            reported_on=date(2026, 1, 1) + timedelta(days=draw(st.integers(0, 500))),
            consequence=word,
            status="Resolved" if word else "Ongoing",
            **({"Banned until": until} if word == "First Suspension" else {}),
        ))  # fmt: skip
    return rows


@settings(max_examples=25)
@given(histories(), st.integers(0, 1500))
def test_a_name_stays_as_long_as_a_record_of_its_person_does(rows, days):
    """And goes when the last one has: the two never come apart, whatever the night."""
    state = sheet(*rows)
    for later in (0, 8, 16):
        state, _ = night(state, date(2026, 7, 1) + timedelta(days=days + later))
        dated = seen(state, TODAY).dated
        for code, name in zip(("blue jay", "red fox"), names(state), strict=True):
            about = [one for one in dated if code in one.record.persons]
            gone = bool(about) and all(one.state is State.EXPUNGED for one in about)
            assert (name == "Expunged") == gone
            assert gone or not any(one.state is State.EXPUNGED for one in about)


@pytest.mark.parametrize(
    ("tabs", "why"),
    [([], "no-identity-key"),
     ([Tab(21, "Person Identity Key", values=[["Names", "Numbers"]])], "key-without-header"),
     ([key_tab(ADA, (*BOB[:1], "Blue Jay"))], "key-code-twice"),
     ([key_tab(("Ada Pretend", "Bluejay"))], "person-not-in-key"),
     ([key_tab((*ADA, "a remark"), headings=(*KEY, "Remarks"))], "key-column")],
)  # fmt: skip
def test_nothing_goes_while_nobody_can_tell_whose_the_code_is(tabs, why):
    before = sheet(row(consequence="Out of scope"), tabs=tabs)
    for day in (TODAY, TODAY + timedelta(days=9)):
        before, planned = night(before, day)
    assert not planned.done
    assert [s.why for s in planned.failed] == [why]
    assert why in {f.code for f in seen(before).findings}


def test_where_the_policy_says_that_there_is_no_key_the_rows_are_marked():
    policy = parse(b'[identity_key]\nspreadsheet = "none"\n')
    before = sheet(row(consequence="Out of scope"), tabs=[])
    for day in (TODAY, TODAY + timedelta(days=9)):
        before, planned = night(before, day, policy)
    assert [one.record.name for one in planned.done] == ["home shelf"]


def test_columns_of_the_key_that_are_their_own_go_as_people_said():
    policy = parse(b'[columns.own]\n"Remarks" = "erase"\n"Pronouns" = "keep"\n')
    people = (*ADA, "met her in Graz", "she")
    before = sheet(row(consequence="Out of scope"),
                   tabs=[key_tab(people, headings=(*KEY, "Remarks", "Pronouns"))])  # fmt: skip
    for day in (TODAY, TODAY + timedelta(days=9)):
        before, _ = night(before, day, policy)
    assert before.tab("Person Identity Key").values[1][-2:] == ["Expunged", "she"]


def test_a_column_of_the_key_is_asked_about_in_to_do():
    people = (*ADA, "met her in Graz")
    before = sheet(
        row(consequence="Out of scope"), tabs=[key_tab(people, headings=(*KEY, "Remarks"))]
    )
    before, _ = night(before, TODAY)
    (asked,) = [line for line in seen(before).present_lines if line.ref.startswith("key-column/")]
    todo = before.tab("To do")
    at = next(n for n, cells in enumerate(todo.values) if asked.ref in cells)
    todo.values[at][todo.values[0].index("Answer")] = "Erase"
    for day in (TODAY, TODAY + timedelta(days=9)):
        before, planned = night(before, day)
    assert [one.record.name for one in planned.done] == ["home shelf"]
    assert before.tab("Person Identity Key").values[1][-1] == "Expunged"
    assert not [n for n in before.tab("To do").values if asked.ref in n]


def test_reports_and_the_gravest_consequence_are_kept_up_to_date():
    people = ((*ADA[:4], 1.0, "Warning"), (*BOB[:4], 5.0, "asked the board"))
    rows = (row(consequence="Warning"), row(case="calm lamp", consequence="Second Suspension"),
            row(case="odd table", status="Ongoing", consequence=None),
            row(case="odd table", person="Red Fox", consequence="Ban"))  # fmt: skip
    after, _ = night(sheet(*rows, people=people), TODAY)
    assert [cells[4:6] for cells in after.tab("Person Identity Key").values[1:]] == [
        [3.0, "Second Suspension"], [5.0, "asked the board"]]  # fmt: skip
