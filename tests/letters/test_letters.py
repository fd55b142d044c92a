"""Letters: who is in copy, what is missing, and what they say of a decision."""

import pytest

from sheets_coc.errors import SafetyStop, UsageError
from sheets_coc.letters.draft import LetterRequest
from sheets_coc.letters.job import draft
from sheets_coc.letters.kinds import PLACEHOLDERS, LetterKind
from sheets_coc.letters.rendering import render
from sheets_coc.todo.analysis import analyse
from tests.letters.drafting import COMMITTEE, POLICY, TODAY
from tests.sheets import snapshot


@pytest.mark.parametrize("kind", LetterKind)
def test_lines_of_ours_are_no_wider_than_a_terminal(kind):
    values = {"group": POLICY.group.name, "code": POLICY.group.code, "signature": "The committee"}
    written = render(kind, values, COMMITTEE).text.splitlines()
    assert [line for line in written if len(line) > 80 and "[" not in line] == []


@pytest.mark.parametrize("kind", list(LetterKind))
def test_every_letter_has_the_committee_in_copy_and_names_what_is_missing(kind):
    letter = render(kind, {}, COMMITTEE)
    assert letter.text.startswith(f"Cc: {COMMITTEE}\nSubject: ")
    assert letter.missing
    assert set(letter.missing) <= set(PLACEHOLDERS)
    for key in letter.missing:
        if key not in ("added", "removed", "people"):
            assert f"[{PLACEHOLDERS[key]}]" in letter.text


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
