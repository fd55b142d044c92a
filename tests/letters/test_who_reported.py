"""Who reported never stands in a letter, whatever the sheet says."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheets_coc.errors import SafetyStop
from sheets_coc.letters.guard import check_body, check_values, shared_summary
from sheets_coc.letters.kinds import LetterKind
from sheets_coc.letters.rendering import render
from sheets_coc.letters.screening import told
from sheets_coc.todo.analysis import analyse
from tests.letters.drafting import COMMITTEE, EVENT, POLICY, TODAY, analysis, confirmed
from tests.sheets import snapshot

GIVEN, FAMILY = ("Petra", "Nomvula", "Zoë", "Jean-Luc"), ("Pepper", "Dlamini", "Gröning", "O'Shea")


@st.composite
def _mentions(draw):
    """A reporter, and a sentence that may name them in some spelling."""
    given, family = draw(st.sampled_from(GIVEN)), draw(st.sampled_from(FAMILY))
    spelling = draw(st.sampled_from([
        f"{given} {family}", f"{family}, {given}", f"{given[0]}. {family}", f"Dr. {family}",
        f"{family}'s friend", f"{given} {family}".upper(), f"{given} {family}".lower(),
        f"{given}\u00a0{family}", f"{given}.{family}@example.net".replace("'", "").lower(), family,
    ]))  # fmt: skip
    before = draw(st.sampled_from(["", "Wanda Example shouted at ", "As reported by "]))
    after = draw(st.sampled_from(["", " and left.", ", who was there."]))
    return f"{given} {family}", f"{before}{spelling}{after}"


@settings(deadline=None)
@given(mention=_mentions(), column=st.sampled_from(["reporter", "others", "handled_by"]))
def test_no_letter_names_who_reported(mention, column):
    person, outcome = mention
    seen = analysis(**{column: person, "outcome": outcome})
    try:
        people = told(seen, [confirmed()], EVENT)
    except SafetyStop as stop:
        assert stop.code in ("names-others", "holds-address")
        assert person.split()[0] not in str(stop)
        return
    text = render(LetterKind.SCREENING, {"people": [p.as_values() for p in people]}, COMMITTEE).text
    given_name, family = person.split()
    assert given_name.casefold() not in text.casefold()
    assert family.casefold() not in text.casefold()


def test_what_names_nobody_is_told():
    seen = analysis(reporter="Petra Pepper", outcome="Wanda Example was asked to stop.")
    people = told(seen, [confirmed()], EVENT)
    assert [(p.row, p.entries) for p in people] == [
        (17, (("flagged", "Wanda Example was asked to stop."),))
    ]
    assert "Wanda" not in repr(people)


def test_a_reporter_of_any_record_is_not_named():
    seen = analyse(
        snapshot(
            {"case": "a-one", "reported_on": "2026-01-15", "reporter": "Petra Pepper"},
            {"case": "b-two", "reported_on": "2026-01-15", "subjects": "Wanda Example",
             "reporter": "Wanda Example"},
        ), POLICY, TODAY,
    )  # fmt: skip
    second = seen.sheet.records[1]
    with pytest.raises(SafetyStop):
        check_body("We heard it from Pepper, Petra.", seen, [second], [])
    with pytest.raises(SafetyStop):
        check_body("It was Petra Pepper’s idea.", seen, [second], [])
    check_body("Hello Wanda Example", seen, [second], [])
    check_body("Regards, Petra Pepper", seen, [second], ["Petra Pepper"])
    check_body("Petra is a pretty name.", seen, [second], [])


WANDA = {"subjects": "Wanda Example", "contacts": "wanda@example.org"}
BEFORE = {
    **WANDA,
    "case": "calm-lamp",
    "reported_on": "2025-01-15",
    "reporter": "Rosalind Underhay",
}
ELSEWHERE = {"case": "new-roof", "reported_on": "2025-01-15", "subjects": "Karl Kringel",
             "reporter": "Rosalind Underhay"}  # fmt: skip
NAMED = ["Ms Underhay", "R. Underhay", "Underhay, R.", "Underhay, Rosalind", "Rosalind Underhay",
         "rosalind.underhay@example.net", "#RosalindUnderhay"]  # fmt: skip
HINTED = ["Rosalind", "Underhay", "R.U.", "Rosalynd", "Underhey"]


@pytest.mark.parametrize("mention", [*NAMED, *HINTED])
def test_who_reported_about_the_same_person_is_not_even_hinted_at(mention):
    seen = analyse(
        snapshot({**WANDA, "case": "stunned-bulb", "reported_on": "2026-01-15",
                  "outcome": f"She shouted at {mention} and left."}, BEFORE), POLICY, TODAY,
    )  # fmt: skip
    record = seen.sheet.records[0]
    with pytest.raises(SafetyStop):
        shared_summary(seen, record)
    with pytest.raises(SafetyStop):
        check_body(f"She shouted at {mention} and left.", seen, [record], [])
    with pytest.raises(SafetyStop):
        check_values(["You will see.", f"As {mention} said."], seen, [record])


@pytest.mark.parametrize(
    ("mention", "names"), [(m, True) for m in NAMED] + [("Rosalind", False), ("Underhay", False)]
)
def test_who_reported_somebody_else_is_not_named_so_that_it_tells(mention, names):
    rows = {**WANDA, "case": "stunned-bulb", "reported_on": "2026-01-15"}, ELSEWHERE
    seen = analyse(snapshot(*rows), POLICY, TODAY)
    said = f"She shouted at {mention} and left."
    if names:
        with pytest.raises(SafetyStop):
            check_body(said, seen, seen.sheet.records[:1], [])
    else:
        check_body(said, seen, seen.sheet.records[:1], [])


def test_a_name_that_is_a_word_does_not_stop_the_wording():
    seen = analysis(reporter="Will Conduct; Mark May; Grace Page")
    for kind in LetterKind:
        made = render(kind, {"code": "Rules", "group": "Group"}, COMMITTEE)
        check_body(made.body, seen, seen.sheet.records, [])


def test_others_of_the_same_case_are_protected_too():
    rows = (
        {"case": "stunned-bulb", "reported_on": "2026-01-15", "subjects": "Wanda Example",
         "outcome": "Shouted together with Karl Kringel."},
        {"case": "stunned-bulb/2", "reported_on": "2026-01-15", "subjects": "Karl Kringel"},
    )  # fmt: skip
    seen = analyse(snapshot(*rows), POLICY, TODAY)
    with pytest.raises(SafetyStop):
        shared_summary(seen, seen.sheet.records[0])


def test_ones_own_address_may_stand_in_the_summary():
    seen = analysis(outcome="Wrote as wanda@example.org to many people.", reporter="Petra Pepper")
    assert shared_summary(seen, seen.sheet.records[0])
