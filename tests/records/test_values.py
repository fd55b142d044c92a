"""Single cells: dates that have one reading, decisions, flags, actions."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets_coc.dates import NEVER, to_serial
from sheets_coc.records.values import action_taken, read_date, read_decision, read_flag
from sheets_coc.schema.columns import DECISION_LABELS, Decision, FlagState

MARCH = date(2019, 3, 15)


@pytest.mark.parametrize(
    "typed",
    ["2019-03-15", "15 March 2019", "15/03/2019", "15.03.2019", "15.3.2019", "15-Mar-2019",
     "15th of March 2019", "March 15, 2019", "Mar 15 2019", "2019-Mar-15", "Mar-15-2019",
     "15–Mar–2019", "15\u2011Mar\u20112019", "the 15th of March 2019", "2019–03–15",
     "  15 mar 2019 ", "Fri, 15 March 2019",
     "2019-03-15T10:00:00Z",
     "2019-03-15 10:00", "2019/3/15", "03/15/2019", "15-03-2019", 43539, 43539.75],
)  # fmt: skip
def test_a_date_with_one_reading_is_read(typed):
    assert read_date(typed).day == MARCH


def test_two_readings_are_offered_and_never_guessed():
    reading = read_date("3/4/2019")
    assert reading.day is None
    assert reading.problem == "ambiguous-date"
    assert reading.readings == (date(2019, 4, 3), date(2019, 3, 4))


def test_both_readings_the_same_day_is_one_reading():
    assert read_date("4/4/2019").day == date(2019, 4, 4)


@pytest.mark.parametrize(
    "typed",
    ["soon", "2019", 2019, "15/03/19", "31/02/2019", "2019-13-01", True, "1/2", "maybe 2019-03-15",
     "9999999999999", 1e300, "2019-03-15 or later", "x" * 50_000, "0/0/0000", -1, float("inf")],
)  # fmt: skip
def test_anything_else_is_no_date(typed):
    reading = read_date(typed)
    assert reading.problem == "not-a-date"
    assert reading.day is None


@pytest.mark.parametrize("typed", [None, "", "  ", "-", "n/a", "none", "No"])
def test_nothing_is_blank(typed):
    assert read_date(typed, never=True).day is None
    assert read_date(typed).problem is None


@pytest.mark.parametrize(
    "typed", ["permanent", "Never", "LIFETIME", "indefinite", "permanently", "Forever!"]
)
def test_never_only_where_it_may_stand(typed):
    assert read_date(typed, never=True).day is NEVER
    assert read_date(typed).problem == "not-a-date"


@given(st.dates(date(1990, 1, 1), date(2199, 12, 31)))
def test_every_way_of_writing_a_day_reads_as_that_day(day):
    for typed in (
        to_serial(day),
        day.isoformat(),
        f"{day.day} {day:%B} {day.year}",
        f"{day:%b} {day.day}, {day.year}",
        f"{day.day}.{day.month}.{day.year}",
    ):
        assert read_date(typed).day == day


@given(st.one_of(st.text(), st.floats(), st.integers(), st.booleans(), st.none()))
def test_reading_a_date_never_fails(value):
    reading = read_date(value, never=True)
    assert reading.day is None or reading.problem is None


@pytest.mark.parametrize("decision", Decision)
def test_labels_and_codes_name_decisions(decision):
    assert read_decision(DECISION_LABELS[decision].upper()) is decision
    assert read_decision(f" {decision.value} ") is decision


@pytest.mark.parametrize(
    ("typed", "decision"),
    [("1", Decision.NO_VIOLATION), ("Type 2", Decision.NOBODY_IDENTIFIED), ("3", Decision.RESOLVED),
     ("type 4", Decision.FLAGGED), ("5", Decision.BANNED), ("Resolved", Decision.RESOLVED),
     ("flagged", Decision.FLAGGED), ("BANNED", Decision.BANNED), ("Blacklisted", Decision.BANNED),
     ("violation,flagged", Decision.FLAGGED), ("Violation - resolved", Decision.RESOLVED)],
)  # fmt: skip
def test_older_words_for_decisions(typed, decision):
    assert read_decision(typed) is decision


@pytest.mark.parametrize("typed", ["6", "0", "closed", "resolved?!", "type", "banned maybe"])
def test_other_words_are_no_decision(typed):
    assert read_decision(typed) is None


@pytest.mark.parametrize(
    ("value", "flag", "remark"),
    [(None, None, False), ("", None, False), ("no", FlagState.NONE, False),
     ("N/A", FlagState.NONE, False),
     ("-", FlagState.NONE, False), (False, FlagState.NONE, False),
     ("Flagged", FlagState.FLAGGED, False),
     ("BANNED", FlagState.BANNED, False), ("blacklisted", FlagState.BANNED, False),
     ("banned until the next conference", FlagState.BANNED, True),
     ("flagged, see mail", FlagState.FLAGGED, True),
     ("no, but watch", FlagState.NONE, True), ("perhaps", None, True), ("yes", None, True)],
)  # fmt: skip
def test_flags_and_remarks(value, flag, remark):
    reading = read_flag(value)
    assert (reading.flag, reading.remark) == (flag, remark)


@pytest.mark.parametrize(
    ("value", "taken"),
    [(None, None), ("", None), ("  ", None), ("No", False), ("no.", False), ("No, nothing", False),
     ("none", False), ("N/A", False), ("-", False), ("False", False), (False, False), (True, True),
     ("Nora was warned", True),
     ("Na Li was warned", True), ("yes", True), ("Asked them to stop", True), ("Not yet", True),
     ("– nothing", False), ("Expunged was warned", True)],
)  # fmt: skip
def test_an_action_counts_unless_its_first_word_says_no(value, taken):
    assert action_taken(value) is taken
