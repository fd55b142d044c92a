"""The key to people's codes: who goes from it, when, with whom; what keeps them."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheets_coc.errors import GoogleError
from sheets_coc.policy import default, parse
from sheets_coc.records import cases
from sheets_coc.redaction.documents import follow
from sheets_coc.redaction.found import RunFindings
from sheets_coc.redaction.plan import redaction_plan
from sheets_coc.redaction.tool_columns import redact_changes
from sheets_coc.retention.terms import State
from sheets_coc.schema.columns import BY_KEY
from sheets_coc.schema.layouts import BY_NAME, wanted
from sheets_coc.sheet.model import Tab, text
from sheets_coc.todo.analysis import analyse
from tests.records.sheet_2026 import ADA, BOB, KEY, key_tab, records_2026, row
from tests.sheets import applied, cell

TODAY = date(2027, 11, 21)
SET_UP = [BY_KEY[key].header for key in sorted(wanted(BY_NAME["2026"].keys)) if key not in
          BY_NAME["2026"].keys]  # fmt: skip


def sheet(*rows, people=(ADA, BOB), headings=KEY, tabs=None):
    tabs = [key_tab(*people, headings=headings)] if tabs is None else tabs
    return records_2026(*rows, more=SET_UP, tabs=tabs)


def set_up(**cells):
    """A row with something in a column that set-up adds."""
    return [*row(**cells), *(cell(cells.get(heading)) for heading in SET_UP)]


def seen(snapshot, today=TODAY, policy=None):
    return analyse(snapshot, policy or default(), today, "seed")


def states(snapshot, today=TODAY):
    return {dated.case: dated.state.value for dated in seen(snapshot, today).dated}


def night(snapshot, today, policy=None):
    """The spreadsheet after a night."""
    of = seen(snapshot, today, policy)
    planned = redaction_plan(of, apply=True)
    return applied(snapshot, redact_changes(of, planned, of.now)), planned


def names(snapshot):
    return [text(cells[0]) for cells in snapshot.tab("Person Identity Key").values[1:]]


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


@pytest.mark.parametrize(
    ("people", "code"),
    [(((*ADA,), ("Jane Doe", "")), "key-without-code"),
     (((*ADA,), ("Jane Doe", "Grey Owl")), "key-without-record"),
     ((("Jay Pretend", "Blue Jay"),), "person-tells"),
     (((*ADA,), ("Ms Ada Pretend", "Grey Owl")), "key-name-twice"),
     ((("Jay Blue", "Red Fox"),), "person-tells"),
     ((), "person-not-in-key")],
)  # fmt: skip
def test_what_does_not_fit_is_said(people, code):
    found = seen(sheet(row(), people=people))
    assert code in {f.code for f in found.findings}


def test_two_people_of_one_name_may_stand_in_the_key_with_what_tells_them_apart():
    other = ("Ada Pretend", "Red Fox", None, "other@blank.example")
    found = seen(sheet(row(), row(case="calm lamp", person="Red Fox"), people=(ADA, other)))
    assert not {"key-name-twice", "person-tells"} & {f.code for f in found.findings}


@pytest.mark.parametrize("typed", [" blue  JAY ", "Blue-Jay", "BLUE_JAY"])
def test_a_code_is_the_same_however_it_is_typed(typed):
    found = seen(sheet(row(person=typed), people=(ADA,)))
    assert not {"person-code", "person-not-in-key"} & {f.code for f in found.findings}


def test_a_code_that_tells_who_it_is_is_not_said():
    rows = (row(), row(person="Red Fox"))
    found = seen(sheet(*rows, people=(("Jay Pretend", "Blue Jay"), BOB)))
    assert [one.case for one in found.dated] == ["row 2", "home shelf/Red Fox"]


def test_a_case_name_that_tells_whom_the_key_names_is_not_said():
    rows = (row(case="pretend matter", reported_on="soon"),
            row(case="pretend matter", person="Red Fox"), row(case="calm lamp"))  # fmt: skip
    found = seen(sheet(*rows))
    assert [one.case for one in found.dated] == ["row 2", "row 3", "calm lamp"]
    told = [f for f in found.findings if f.code == "case-tells"]
    assert [f.cell for f in told] == ["B2", "B3"]
    assert "pretend" not in repr((found.findings, found.sheet.records, found.sheet.findings))


def test_no_case_gets_a_name_of_the_key():
    first, _ = cases._words()
    people = [(" ".join(first[1:]), "Blue Jay")]
    made = seen(sheet(row(case=None), people=people)).sheet.records[0].case
    assert made.startswith(first[0])


def test_what_was_found_before_does_not_say_a_code_that_tells_either():
    rows = (row(reported_on="soon"), row(person="Red Fox"))
    found = seen(sheet(*rows, people=(("Jay Pretend", "Blue Jay"), BOB)))
    assert not any("Blue Jay" in str(f.case) for f in found.findings)


def test_a_name_that_comes_back_is_said():
    gone = [*set_up(consequence="Out of scope")]
    gone[len(row()) + SET_UP.index("Expunged on")] = cell("2027-01-01")
    assert "key-after-expunge" in {f.code for f in seen(sheet(gone)).findings}


LINK = "https://docs.google.com/document/d/1aBcDeFgHiJkLmNoPqRsTuVwXyZ/edit"


def todo(snapshot):
    tab = snapshot.tab("To do")
    return {text(cells[6]): cells for cells in tab.values[1:] if len(cells) > 6}


def test_documents_are_asked_for_until_somebody_ticks_that_they_are_gone():
    rows = (set_up(consequence="Out of scope", documents=LINK),
            set_up(consequence="Out of scope", documents=LINK, person="Red Fox"))  # fmt: skip
    state = sheet(*rows)
    where = BY_NAME["2026"].keys.index("documents")
    for day in (0, 8, 9):
        state, _ = night(state, TODAY + timedelta(days=day))
    assert [cells[where] for cells in state.tab("Records").values[1:]] == [LINK, LINK]
    (line,) = [cells for ref, cells in todo(state).items() if ref.startswith("documents/")]
    assert text(line[2]).startswith("home shelf: expunged, and the documents are left; J2 links")
    line[0] = True
    state, _ = night(state, TODAY + timedelta(days=10))
    assert [cells[where] for cells in state.tab("Records").values[1:]] == [None, None]
    assert not [ref for ref in todo(state) if ref.startswith("documents/")]


def test_documents_of_a_case_that_is_not_over_for_everybody_stay():
    state = sheet(set_up(consequence="Out of scope", documents=LINK),
                  set_up(consequence="Ban", documents=LINK, person="Red Fox"))  # fmt: skip
    for day in (0, 8):
        state, planned = night(state, TODAY + timedelta(days=day))
    assert planned.done
    assert not [ref for ref in todo(state) if ref.startswith("documents/")]


def test_documents_of_many_cases_are_one_line():
    state = sheet(*(set_up(case=f"case {n}", consequence="Out of scope", documents=LINK)
                    for n in range(5)))  # fmt: skip
    for day in (0, 8):
        state, _ = night(state, TODAY + timedelta(days=day))
    (line,) = [cells for ref, cells in todo(state).items() if ref.startswith("documents/")]
    line[0] = True
    state, _ = night(state, TODAY + timedelta(days=9))
    where = BY_NAME["2026"].keys.index("documents")
    assert not any(cells[where] for cells in state.tab("Records").values[1:])


def test_a_link_that_shows_no_text_is_asked_about_too():
    state = sheet(set_up(consequence="Out of scope"))
    state.tab("Records").formulas[1, BY_NAME["2026"].keys.index("documents")] = (
        f'=HYPERLINK("{LINK}"; "")'
    )
    for day in (0, 8):
        state, _ = night(state, TODAY + timedelta(days=day))
    assert [ref for ref in todo(state) if ref.startswith("documents/")] == ["documents/home shelf"]


class Drive:
    """Google's Drive, as far as documents of cases are asked about."""

    def __init__(self):
        self.trashed = False
        self.found = True

    def drive(self, method, path, *, params=None, body=None):
        assert (method, path) == ("GET", "files/1aBcDeFgHiJkLmNoPqRsTuVwXyZ")
        if not self.found:
            raise GoogleError("No such file.", code="not-found")
        return {"trashed": self.trashed}


def test_a_document_that_was_in_the_trash_and_is_not_found_any_more_is_gone():
    """Only then: one that is simply not found may have been taken from the tool's sight."""
    state = sheet(set_up(consequence="Out of scope", documents=LINK))
    for day in (0, 8):
        state, _ = night(state, TODAY + timedelta(days=day))
    drive, where = Drive(), BY_NAME["2026"].keys.index("documents")

    def links(day):
        nonlocal state
        of = seen(state, TODAY + timedelta(days=day))
        found = RunFindings(documents=follow(of, drive))
        state = applied(state, redact_changes(of, redaction_plan(of, apply=True), of.now, found))
        return [cells[where] for cells in state.tab("Records").values[1:]]

    drive.found = False
    assert links(9) == [LINK]
    drive.found = drive.trashed = True
    assert links(10) == [LINK]
    drive.trashed = False
    assert links(11) == [LINK], "somebody took it out of the trash"
    drive.found = False
    assert links(12) == [LINK]
    drive.found = drive.trashed = True
    assert links(13) == [LINK]
    drive.found = False
    assert links(14) == [None]
    assert not [key for key in state.metadata if key.startswith("sheets-coc.trashed.")]
