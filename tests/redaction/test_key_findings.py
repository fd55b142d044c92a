"""What is found in a key: codes that fit nobody, two people, or tell who they are."""

import pytest

from sheets_coc.records import cases
from tests.records.sheet_2026 import ADA, BOB, row
from tests.redaction.key_sheet import SET_UP, seen, set_up, sheet
from tests.sheets import cell


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
