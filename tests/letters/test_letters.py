"""Letters: who reported never stands in one, whatever the sheet and the templates say."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheets_coc.errors import SafetyStop, UsageError
from sheets_coc.letters.draft import LetterRequest
from sheets_coc.letters.guard import check_body, check_values, shared_summary
from sheets_coc.letters.job import draft
from sheets_coc.letters.kinds import PLACEHOLDERS, LetterKind
from sheets_coc.letters.rendering import clean, render
from sheets_coc.letters.screening import told
from sheets_coc.policy import load
from sheets_coc.screening.confirming import ConfirmedHit
from sheets_coc.screening.flagged import ListedStatus
from sheets_coc.screening.matching.match import Tier
from sheets_coc.todo.analysis import analyse
from tests.sheets import snapshot

POLICY = load(None)
TODAY = date(2026, 11, 21)
EVENT = date(2027, 5, 21)
COMMITTEE = "conduct@example.org"
GIVEN, FAMILY = ("Petra", "Nomvula", "Zoë", "Jean-Luc"), ("Pepper", "Dlamini", "Gröning", "O'Shea")


def _analysis(**row):
    base = {
        "case": "stunned-bulb", "reported_on": "2026-01-15", "subjects": "Wanda Example",
        "contacts": "wanda@example.org", "decision": "Violation, flagged", "flag": "flagged",
    }  # fmt: skip
    return analyse(snapshot({**base, **row}), POLICY, TODAY)


def _hit(**changes):
    said = {
        "row": 17, "case": "stunned-bulb", "status": ListedStatus.FLAGGED, "tier": Tier.EXACT,
        "may_be_told": True, "event_date": EVENT, "expires": EVENT, "our_names": "Wanda Example",
    }  # fmt: skip
    return ConfirmedHit(**{**said, **changes})


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


@pytest.mark.parametrize("kind", LetterKind)
def test_lines_of_ours_are_no_wider_than_a_terminal(kind):
    values = {"group": POLICY.group.name, "code": POLICY.group.code, "signature": "The committee"}
    written = render(kind, values, COMMITTEE).text.splitlines()
    assert [line for line in written if len(line) > 80 and "[" not in line] == []


@settings(deadline=None)
@given(mention=_mentions(), column=st.sampled_from(["reporter", "others", "handled_by"]))
def test_no_letter_names_who_reported(mention, column):
    person, outcome = mention
    seen = _analysis(**{column: person, "outcome": outcome})
    try:
        people = told(seen, [_hit()], EVENT)
    except SafetyStop as stop:
        assert stop.code in ("names-others", "holds-address")
        assert person.split()[0] not in str(stop)
        return
    text = render(LetterKind.SCREENING, {"people": [p.as_values() for p in people]}, COMMITTEE).text
    given_name, family = person.split()
    assert given_name.casefold() not in text.casefold()
    assert family.casefold() not in text.casefold()


def test_what_names_nobody_is_told():
    seen = _analysis(reporter="Petra Pepper", outcome="Wanda Example was asked to stop.")
    people = told(seen, [_hit()], EVENT)
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
    seen = _analysis(reporter="Will Conduct; Mark May; Grace Page")
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
    seen = _analysis(outcome="Wrote as wanda@example.org to many people.", reporter="Petra Pepper")
    assert shared_summary(seen, seen.sheet.records[0])


@pytest.mark.parametrize("kind", list(LetterKind))
def test_every_letter_has_the_committee_in_copy_and_names_what_is_missing(kind):
    letter = render(kind, {}, COMMITTEE)
    assert letter.text.startswith(f"Cc: {COMMITTEE}\nSubject: ")
    assert letter.missing
    assert set(letter.missing) <= set(PLACEHOLDERS)
    for key in letter.missing:
        if key not in ("added", "removed", "people"):
            assert f"[{PLACEHOLDERS[key]}]" in letter.text


@settings(deadline=None)
@given(st.text(max_size=60))
def test_what_is_filled_in_cannot_add_headers_or_code(value):
    letter = render(LetterKind.REPORTS_RECEIVED, {"event": value, "recipient": value}, COMMITTEE)
    head, _, body = letter.text.partition("\n\n")
    assert len(head.split("\n")) == 2
    assert head.startswith(f"Cc: {COMMITTEE}\nSubject: ")
    if value.strip() and "\n" not in value and "\r" not in value:
        assert clean(value).rstrip() in body or not clean(value).strip()


def test_a_value_is_no_template():
    assert (
        "{{ 7 * 7 }}"
        in render(LetterKind.ACKNOWLEDGE, {"recipient": "{{ 7 * 7 }}"}, COMMITTEE).text
    )


@pytest.fixture
def own(tmp_path):
    def write(text, name="acknowledge.j2"):
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return tmp_path

    return write


def test_wording_of_ones_own(own):
    folder = own("Subject: Thanks\r\n\r\nDear {{ recipient }}, {{ motto }}\r\n")
    letter = render(LetterKind.ACKNOWLEDGE, {"recipient": "Wanda"}, COMMITTEE, folder)
    assert (letter.subject, letter.body) == ("Thanks", "Dear Wanda, [motto]")
    assert letter.missing == ("motto",)
    ours = render(LetterKind.ACKNOWLEDGE_HANDLED, {}, COMMITTEE, folder)
    assert ours.text == render(LetterKind.ACKNOWLEDGE_HANDLED, {}, COMMITTEE).text


@pytest.mark.parametrize(
    "text",
    [
        "no subject line",
        "Subject: x\n{% if %}",
        "Subject: x\n{{ ''.__class__.__subclasses__() }}",
        "Subject: x\n{% include '../../etc/passwd' %}",
        "Subject: x\n{% include 'missing.j2' %}",
        "Subject: x\n{{ 1 / 0 }}",
        "Subject: x\n{{ nothing() }}",
        "Subject: x\n{% for i in range(10000000) %}x{% endfor %}",
        "Subject: x\n{% include 'acknowledge.j2' %}",
        b"Subject: \xff\xfe",
        "Subject: x\n" + "y" * 300_000,
    ],
)
def test_templates_that_cannot_be_used(own, text):
    with pytest.raises(UsageError) as caught:
        render(LetterKind.ACKNOWLEDGE, {"recipient": "Wanda"}, COMMITTEE, own(text))
    assert "Wanda" not in str(caught.value)


@pytest.mark.parametrize(
    ("path", "shown"),
    [("recipient.__class__.__mro__", "[__class__]"), ("self.__dict__", "[__dict__]")],
)
def test_templates_see_nothing_but_what_is_filled_in(own, path, shown):
    folder = own(f"Subject: x\n{{{{ {path} }}}}")
    letter = render(LetterKind.ACKNOWLEDGE, {"recipient": "Wanda"}, COMMITTEE, folder)
    assert (letter.body, letter.missing) == (shown, (shown.strip("[]"),))


@pytest.mark.parametrize("address", ["", "  ", "nobody"])
def test_without_an_address_of_the_committee_there_is_no_letter(address):
    with pytest.raises(UsageError):
        render(LetterKind.ACKNOWLEDGE, {}, address)


def test_nothing_of_a_letter_shows_in_its_repr():
    letter = render(LetterKind.ACKNOWLEDGE, {"recipient": "Wanda"}, COMMITTEE)
    assert "Wanda" not in repr(letter)


@pytest.mark.parametrize(
    ("kind", "row", "fits"),
    [
        ("appeal", {"decision": "Open", "flag": "banned", "banned_until": "2027-03-01"}, True),
        ("appeal", {"decision": "Open", "flag": "flagged"}, True),
        ("appeal", {"decision": "Open", "consequence": "Ban"}, True),
        ("appeal", {"decision": "Open", "banned_until": "2027-03-01"}, True),
        ("appeal", {"decision": "Open"}, False),
        ("appeal", {"decision": "Violation, banned", "banned_until": "permanent"}, False),
        ("appeal-answer", {"decision": "Open", "flag": "banned"}, False),
        ("appeal-answer", {"decision": "No violation"}, True),
        ("warning", {"consequence": "Warning"}, True),
        ("warning", {"consequence": "No action taken"}, False),
        ("suspension", {"consequence": "First Suspension", "banned_until": "2027-03-01"}, True),
        ("ban", {"consequence": "First Suspension", "banned_until": "2027-03-01"}, False),
        ("ban", {"consequence": "Ban"}, True),
    ],
)
def test_a_letter_says_what_came_of_it_and_what_an_appeal_leaves(kind, row, fits):
    keys = ("case", "reported_on", "subjects", "flag", "banned_until", "decision")
    keys += ("consequence",) if "consequence" in row else ()
    keys += ("person", "status") if "consequence" in row else ()
    full = {"case": "stunned-bulb", "reported_on": "2026-03-01", "subjects": "Wanda Example",
            "person": "Blue Jay", **row}  # fmt: skip
    book = snapshot(full, keys=keys)
    request = LetterRequest(LetterKind(kind), {"recipient": "Wanda"}, case="stunned-bulb")

    def look():
        return analyse(book, POLICY, TODAY)

    if not fits:
        with pytest.raises(SafetyStop) as caught:
            draft(request, POLICY, TODAY, look)
        assert caught.value.code == "record-differs"
        return
    made = draft(request, POLICY, TODAY, look).letter()
    assert "Wanda" in made.body
    if kind == "appeal":
        assert "stays as it is until we have decided" in " ".join(made.body.split())
        assert ("2027-03-01" in made.body) == ("banned_until" in row)
