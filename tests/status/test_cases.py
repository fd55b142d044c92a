"""What needs attention of cases: open ones, ones that go, bans, holds and errors."""

import pytest

from sheets_coc.records import remembered
from sheets_coc.status.item import Urgency
from sheets_coc.status.status import status
from tests.sheets import ALL
from tests.status.looking import closed, codes, item, seen
from tests.status.open_case import OPEN


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"reported_on": "2026-11-19"}, ["unanswered"]),
        ({"reported_on": "2026-11-19", "responded_on": "2026-11-20"}, []),
        ({"reported_on": "2026-11-14", "responded_on": "2026-11-15"}, []),
        ({"reported_on": "2026-11-13", "responded_on": "2026-11-15"}, ["undecided"]),
        ({"reported_on": "2026-11-13"}, ["unanswered"]),
        ({"reported_on": "2026-10-24"}, ["unanswered"]),
        ({"reported_on": "2026-10-23"}, ["undecided"]),
        ({"handled_by": None}, ["no-handler"]),
        ({"reported_on": "2026-11-01", "local_action": "Talked to him"}, ["acknowledge"]),
        ({"reported_on": "2026-11-01", "local_action": "Talked", "our_action": "No"},
         ["acknowledge"]),
        ({"reported_on": "2026-11-01", "local_action": "Talked", "our_action": "Wrote to him"},
         ["unanswered"]),
        ({"reported_on": "2026-11-01", "local_action": "no", "responded_on": "2026-11-02"},
         ["undecided"]),
        ({"reported_on": "2026-11-01", "local_action": "Yes", "responded_on": "2026-11-02"}, []),
    ],
)  # fmt: skip
def test_open_cases(change, expected):
    assert codes({**OPEN, **change}) == expected


def test_what_has_no_column_is_not_asked_for():
    keys = [k for k in ALL if k not in ("responded_on", "handled_by")]
    assert codes({**OPEN, "reported_on": "2026-11-15", "handled_by": None}, keys=keys) == []


def test_records_that_go_within_a_month_by_day():
    rows = [
        closed("late-lamp", reported_on="2025-10-20"),
        closed("soon-sofa", reported_on="2025-10-19"),
        closed("gone-goat", reported_on="2025-08-01", goes_on="2026-11-20"),
        closed("told-tree", reported_on="2025-08-01"),
        closed("kept-kite", reported_on="2025-11-01"),
    ]
    found = item("going", *rows)
    assert found.text == (
        "Going within 30 days: gone-goat (with the next run), told-tree (on 2026-11-28), "
        "soon-sofa (on 2026-12-20), late-lamp (on 2026-12-21)."
    )
    assert item("going", rows[-1]).urgency is Urgency.KNOW


def test_an_appeal_is_told_as_one():
    row = closed(decision="Open", flag="banned", banned_until="permanent")
    assert codes(row) == ["appealed"]
    assert item("appealed", row).cases == ("stunned-bulb",)


def test_what_is_kept_is_not_called_going():
    """On hold, or waiting for another report of the same person: before its date as well."""
    held = closed(reported_on="2025-10-01", hold="a court has asked for it")
    assert item("going", held).text == "Nothing goes within 30 days."
    waits = closed(reported_on="2025-09-25", contacts="kraus@example.org")
    again = {**OPEN, "reported_on": "2026-11-20", "contacts": "kraus@example.org"}
    assert item("going", waits).cases == ("stunned-bulb",)
    assert item("going", waits, again).cases == ()


def test_what_is_said_of_several_is_said_once():
    rows = [closed(name, reported_on="2025-10-19") for name in ("red-hat", "big-hat", "old-hat")]
    found = item("going", *rows, closed("new-hat", reported_on="2025-10-20"))
    assert found.text == (
        "Going within 30 days: red-hat, big-hat, old-hat (each on 2026-12-20), "
        "new-hat (on 2026-12-21)."
    )
    assert found.shortened(2) == (
        "Going within 30 days: red-hat, big-hat (each on 2026-12-20) and 2 more."
    )
    undecided = [
        {**OPEN, "case": name, "reported_on": "2026-10-23", "handled_by": None}
        for name in ("red-hat", "big-hat")
    ]
    said = item("undecided", *undecided).text
    assert said == "Undecided for more than a week, and handled by nobody: red-hat, big-hat."


def test_a_case_with_two_errors_of_one_kind_is_named_once():
    row = closed(reported_on="3/4/2025", decided_on="5/6/2025")
    assert item("to-settle", row).text.count("stunned-bulb") == 1


def test_only_the_reporter_goes_where_nobody_was_identified():
    row = closed(decision="Violation, nobody identified", reported_on="2026-06-01", subjects=None,
                 reporter="Petra Pepper")  # fmt: skip
    assert "stunned-bulb (on 2026-12-02, the reporter only)" in item("going", row).text


def test_bans_that_end_soon():
    def ban(case, until):
        return closed(case, decision="Violation, banned", flag="banned", banned_until=until)

    rows = [
        ban("able-acorn", "2027-01-20"),
        ban("big-bell", "2026-11-21"),
        ban("cold-cup", "2027-01-21"),
        ban("dry-dune", "2026-11-20"),
        ban("even-egg", "permanent"),
    ]
    assert item("ban-ends", *rows).cases == ("big-bell", "able-acorn")


def test_holds_waits_and_errors():
    rows = [
        closed("held-harp", hold="A court asked", reported_on="2025-08-01"),
        closed("odd-otter", decision="Perhaps", reported_on="2026-10-10"),
        closed("old-onion", hold="x", reported_on="2024-01-01"),
    ]
    assert item("held", *rows).cases == ("held-harp", "old-onion")
    look = seen(*rows)
    look.snapshot.metadata[remembered.key(remembered.HELD, "held-harp")] = "2026-11-01"
    look.snapshot.metadata[remembered.key(remembered.HELD, "old-onion")] = "2026-02-01"
    review = [one for one in status(look).items if one.code == "hold-review"]
    assert [one.cases for one in review] == [("old-onion",)]
    assert "odd-otter" in item("to-settle", *rows).cases
