"""What happens to rows that stay when a further row of the same report goes, and to its name."""

from datetime import UTC, date, datetime

import pytest

from sheets_coc.people.organisations import event_key, is_organisation
from sheets_coc.policy import parse
from sheets_coc.records import cases
from sheets_coc.redaction.plan import redaction_plan
from sheets_coc.redaction.sparing import SPARED, SparingScrubber
from sheets_coc.redaction.tool_columns import redact_changes
from sheets_coc.scrubbing import Known
from sheets_coc.todo import tab as todo
from sheets_coc.todo.analysis import analyse
from tests.sheets import applied, snapshot

POLICY = parse(b"[retention]\nnotice_days = 0\n")
TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, tzinfo=UTC)
GOES = {"case": "stunned-bulb", "reported_on": "2025-01-15", "subjects": "Torvald Quixby",
        "decision": "Violation, resolved"}  # fmt: skip
STAYS = {"case": "stunned-bulb/2", "reported_on": "2025-01-15", "decision": "Violation, flagged",
         "flag": "flagged"}  # fmt: skip


def _night(*rows, **tabs):
    before = snapshot(*rows, **tabs)
    seen = analyse(before, POLICY, TODAY, "seed")
    planned = redaction_plan(seen, apply=True)
    after = applied(before, redact_changes(seen, planned, NOW))
    again = analyse(after, POLICY, TODAY)
    return planned, again, todo.read(after, POLICY)


def _value(seen, row, key):
    return seen.sheet.cell(seen.sheet.records[row], key)


@pytest.mark.parametrize(
    "typed", ["Underhay, Rosalind", "Dr. Rosalind Underhay", "ROSALIND UNDERHAY"]
)
@pytest.mark.parametrize("column", ["reporter", "others", "subjects"])
def test_whoever_a_live_row_still_names_stays_in_its_story(typed, column):
    said = "Rosalind Underhay told us; Torvald Quixby left."
    _, seen, _ = _night(
        {**GOES, "reporter": "Rosalind Underhay"}, {**STAYS, column: typed, "summary": said}
    )
    assert _value(seen, 1, "summary") == "Rosalind Underhay told us; Expunged left."
    assert _value(seen, 1, column) == typed


def test_words_that_may_be_of_a_live_namesake_stay_and_are_for_a_person():
    said = "Ms Quixby shouted. Torvald Quixby left, Torvald came back."
    planned, seen, lines = _night(GOES, {**STAYS, "subjects": "Marta Quixby", "summary": said})
    assert _value(seen, 1, "summary") == "Ms Quixby shouted. Expunged left, Expunged came back."
    marked = [(m.record.name, m.column, m.rule, m.of) for m in planned.flags if m.of]
    assert marked == [("stunned-bulb/2", "summary", SPARED, "stunned-bulb")]
    assert any(
        "stunned-bulb, who was expunged and has a name in common" in one.what for one in lines
    )


def test_where_only_the_reporter_goes_namesakes_in_the_row_stay():
    row = {"case": "calm-lamp", "reported_on": "2025-01-15", "reporter": "Petra Pepper",
           "others": "Paul Pepper", "decision": "Violation, nobody identified",
           "summary": "Petra Pepper told us. Mr Pepper saw it."}  # fmt: skip
    _, seen, _ = _night(row)
    assert _value(seen, 0, "summary") == "Expunged told us. Mr Pepper saw it."


def test_flags_stand_where_their_words_are():
    scrub = SparingScrubber(Known(("Torvald Quixby",)), Known(("Marta Quixby",)))
    text = "Torvald left. Ms Quixby wrote to Torwald and to x@example.org, then Torvald too."
    result = scrub(text)
    assert result.text == (
        "Expunged left. Ms Quixby wrote to Torwald and to x@example.org, then Expunged too."
    )
    found = {flag.rule: result.text[flag.start : flag.end] for flag in result.flags}
    assert found == {SPARED: "Ms Quixby", "typo": "Torwald", "email": "x@example.org"}


@pytest.mark.parametrize("name", ["quixby-talk", "Torvald Quixby", "the Quixby matter"])
def test_a_case_name_that_tells_who_it_is_gets_a_new_one(name):
    _, seen, _ = _night(
        {**GOES, "case": name},
        {**STAYS, "case": f"{name}/2", "subjects": "Karl Kringel"},
        {"case": "calm-lamp", "reported_on": "2026-01-15", "subjects": "T. Quixbi",
         "not_same_as": name},
    )  # fmt: skip
    first, second = _value(seen, 0, "case"), _value(seen, 1, "case")
    assert cases.is_code_name(first)
    assert second == f"{first}/2"
    assert _value(seen, 2, "not_same_as") == first
    assert "uixby" not in str([_value(seen, 0, k) for k in ("case", "subjects", "not_same_as")])


def test_a_case_name_that_tells_nothing_stays():
    _, seen, _ = _night(GOES)
    assert _value(seen, 0, "case") == "stunned-bulb"


@pytest.mark.parametrize(
    ("event", "other", "left"),
    [
        ("Keynote of Quixby", None, "Keynote of Expunged"),
        (
            "Keynote of Torvald Quixby",
            "Keynote of Torvald Quixby 2024",
            "Keynote of Torvald Quixby",
        ),
        ("QuixbyCon 2025", None, "QuixbyCon 2025"),
        ("PyCon Italia", None, "PyCon Italia"),
    ],
)
def test_an_event_that_is_called_after_a_person_is_scrubbed(event, other, left):
    rows = [{**GOES, "event": event}]
    if other:
        rows.append({"case": "new-roof", "reported_on": "2026-11-15", "event": other,
                     "decision": "Open"})  # fmt: skip
    _, seen, _ = _night(*rows)
    assert _value(seen, 0, "event") == left


@pytest.mark.parametrize(
    "reporter", ["DjangoCon Europe", "PyLadies", "DSF board", "Conference team"]
)
def test_an_organisation_is_nobodys_name(reporter):
    said = f"At {reporter} in Europe, Torvald talked on board."
    _, seen, _ = _night({**GOES, "reporter": reporter, "summary": said})
    assert _value(seen, 0, "reporter") == "Expunged"
    assert _value(seen, 0, "summary") == f"At {reporter} in Europe, Expunged talked on board."


@pytest.mark.parametrize(
    "name",
    ["Mary Board", "Anna Falcon", "John Conway", "McDonald", "Jean Camp", "team@example.org"],
)
def test_what_may_be_somebodys_name_is_one(name):
    assert not is_organisation(name)


def test_an_event_of_the_sheet_is_no_person():
    assert is_organisation("Nordic Sprint", {event_key("Nordic Sprint 2025")})
