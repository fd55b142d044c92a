"""The Committee tab: members, absences, time zones, and rows that leave something open."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets_coc.committee.members import Absence, Committee, read_away, read_committee
from sheets_coc.dates import to_serial
from sheets_coc.errors import SheetError
from sheets_coc.sheet.model import Tab
from tests.oncall.builders import MONDAY, committee_tab, serials

DAY = timedelta(days=1)
JOINED = date(2020, 1, 6)


def read(*rows: list[object]) -> Committee:
    return read_committee(committee_tab(rows))


def codes(people: Committee) -> list[tuple[str, str | None]]:
    return [(f.code, f.cell) for f in people.findings]


def two(*first: object) -> Committee:
    """One row under test, and a second member so that the committee is large enough."""
    return read(
        list(first), ["Bela Frost", "", JOINED, None, "yes"], ["Dov", "", None, None, "yes"]
    )


def test_a_complete_row_is_read() -> None:
    member = two(
        " Ada  Quill", "ada@example.org", JOINED, date(2027, 6, 1), "Yes",
        "2026-12-21..2027-01-04, 2027-03-01", "Europe/Warsaw",
    ).members[0]  # fmt: skip
    assert member.name.reveal() == "Ada Quill"
    assert member.email.reveal() == "ada@example.org"
    assert (member.joined, member.left, member.on_call) == (JOINED, date(2027, 6, 1), True)
    assert member.away == (
        Absence(date(2026, 12, 21), date(2027, 1, 4)),
        Absence(date(2027, 3, 1), date(2027, 3, 1)),
    )
    assert member.zone == "Europe/Warsaw"


@pytest.mark.parametrize(
    "typed",
    [
        "2026-12-21..2027-01-04",
        "2026-12-21 .. 2027-01-04",
        "2026-12-21...2027-01-04",
        "2026-12-21…2027-01-04",
        "2026-12-21 to 2027-01-04",
        "2026-12-21 – 2027-01-04",
        "2026-12-21–2027-01-04",
        "2026-12-21 - 2027-01-04",
        "2026-12-21-2027-01-04",
        "21 December 2026 until 4 January 2027",
        "21/12/2026..04.01.2027",
    ],
)
def test_ways_to_type_a_range(typed: str) -> None:
    assert read_away(typed) == ((Absence(date(2026, 12, 21), date(2027, 1, 4)),), ())


def test_a_date_cell_is_one_day_away() -> None:
    serial = float(to_serial(date(2026, 12, 24)))
    assert read_away(serial) == ((Absence(date(2026, 12, 24), date(2026, 12, 24)),), ())


@pytest.mark.parametrize("typed", [None, "", "-", "no", "none", " , \n"])
def test_not_away(typed: str | None) -> None:
    assert read_away(typed) == ((), ())


@pytest.mark.parametrize(
    "typed",
    ["Christmas", "2026-12-21..", "..2027-01-04", "3/4/2027", "2026-02-30", "2026-12", True,
     "2026-12-21..2026-12-24..2026-12-27", "from 2026-12-21", 3.0],
)  # fmt: skip
def test_an_absence_nobody_understands(typed: object) -> None:
    people = two("Ada Quill", "", JOINED, None, "yes", typed)
    assert codes(people) == [("away-unclear", "F2")]
    assert people.members[0].away == ()


def test_the_rest_of_a_cell_counts_beside_an_absence_nobody_understands() -> None:
    people = two("Ada Quill", "", JOINED, None, "yes", "2026-12-24, sometime, 2026-12-30")
    assert codes(people) == [("away-unclear", "F2")]
    assert [a.first.day for a in people.members[0].away] == [24, 30]


def test_dates_the_wrong_way_round() -> None:
    people = two("Ada Quill", "", JOINED, None, "yes", "2027-01-04..2026-12-21")
    assert codes(people) == [("away-reversed", "F2")]
    people = two("Ada Quill", "", date(2026, 5, 1), date(2026, 4, 1), "yes")
    assert codes(people) == [("left-before-joined", "D2")]
    assert people.members[0].unclear


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        (2, "soon", "not-a-date"),
        (2, "3/4/2026", "ambiguous-date"),
        (3, "next year", "not-a-date"),
        (4, "maybe", "on-call-unclear"),
    ],
)
def test_a_member_whose_row_leaves_it_open_gets_no_new_weeks(
    column: int, value: str, code: str
) -> None:
    row: list[object] = ["Ada Quill", "", JOINED, None, "yes"]
    row[column] = value
    people = two(*row)
    assert codes(people) == [(code, f"{'ABCDE'[column]}2")]
    assert not people.members[0].eligible(MONDAY)
    assert people.members[1].eligible(MONDAY)


def test_unknown_time_zones_are_pointed_out_and_cost_nothing() -> None:
    for typed in ("Middle Earth", "/etc/passwd", "America", "../UTC", "UTC+2", "\0"):
        people = two("Ada Quill", "", JOINED, None, "yes", "", typed)
        assert codes(people) == [("unknown-time-zone", "G2")]
        assert people.members[0].eligible(MONDAY)
    for typed in ("europe/warsaw", "America/New York", " UTC "):
        assert codes(two("Ada Quill", "", JOINED, None, "yes", "", typed)) == []


def test_nobody_one_member_and_nobody_on_call() -> None:
    assert codes(read()) == [("no-members", None)]
    assert codes(read(["Ada Quill", "", JOINED, None, "yes"])) == [("one-member", None)]
    assert codes(read(["Ada Quill", "", JOINED, None, "no"])) == [("nobody-on-call", None)]
    assert codes(read(["Ada Quill", "", JOINED, None, None])) == [("nobody-on-call", None)]


def test_the_same_name_twice_is_pointed_out_on_both_rows() -> None:
    people = two("Dov", "", JOINED, None, "yes")
    assert codes(people) == [("name-twice", "A2"), ("name-twice", "A4")]
    assert [m.eligible(MONDAY) for m in people.members] == [False, True, False]


def test_a_row_without_a_name_is_pointed_out_and_blank_rows_are_not() -> None:
    people = two("", "ada@example.org")
    assert codes(people) == [("no-name", "A2")]
    assert len(two(None, None).members) == 2


@pytest.mark.parametrize("name", ["(vacant)", "TBD", "open", "n/a", "?"])
def test_a_vacancy_is_nobody_and_gets_no_weeks(name: str) -> None:
    found = two(name, "later@example.org", None, None, "yes")
    assert [m.name.reveal() for m in found.members] == ["Bela Frost", "Dov"]
    assert codes(found) == [("no-name", "A2")]


def test_the_header_may_stand_anywhere_among_own_columns() -> None:
    rows = serials(
        [
            ["Our committee"],
            [],
            ["Shirt size", "ON-CALL:", "Away ", "name", "E-mail"],
            ["M", True, "", "Ada Quill", "ada@example.org"],
            ["L", False, "", "Bela Frost", ""],
        ]
    )
    people = read_committee(Tab(id=1, title="Committee", values=rows))
    assert [m.on_call for m in people.members] == [True, False]
    assert [m.row for m in people.members] == [3, 4]
    assert people.members[0].joined is None


def test_without_a_header_the_tab_is_not_understood() -> None:
    with pytest.raises(SheetError, match="Name") as raised:
        read_committee(Tab(id=1, title="Committee", values=[["Ada Quill", "yes"]]))
    assert raised.value.code == "no-header"
    with pytest.raises(SheetError) as raised:
        read_committee(Tab(id=1, title="Committee", values=[["Name", "Away", "Full name"]]))
    assert (raised.value.code, raised.value.cell) == ("duplicate-header", "C1")


@pytest.mark.parametrize(
    ("joined", "left", "away", "obstacle"),
    [
        (MONDAY - DAY, None, "", None),
        (MONDAY, None, "", "not-joined"),
        (None, MONDAY + 8 * DAY, "", None),
        (None, MONDAY + 7 * DAY, "", "left"),
        (None, MONDAY - DAY, "", "left"),
        (None, None, f"{MONDAY}", "away"),
        (None, None, f"{MONDAY + 6 * DAY}", "away"),
        (None, None, f"{MONDAY - 9 * DAY}..{MONDAY - DAY}", None),
        (None, None, f"{MONDAY + 7 * DAY}..{MONDAY + 9 * DAY}", None),
        (None, None, f"{MONDAY - DAY}..{MONDAY + 9 * DAY}", "away"),
    ],
)
def test_who_may_serve_a_week(
    joined: date | None, left: date | None, away: str, obstacle: str | None
) -> None:
    member = two("Ada Quill", "", joined, left, "yes", away).members[0]
    assert member.obstacle(MONDAY) == obstacle
    assert member.eligible(MONDAY) == (obstacle is None)


@given(st.dates(date(2026, 1, 1), date(2028, 1, 1)), st.integers(0, 40))
def test_an_absence_hits_exactly_the_weeks_it_has_a_day_in(first: date, days: int) -> None:
    last = first + days * DAY
    member = two("Ada Quill", "", JOINED, None, "yes", f"{first}..{last}").members[0]
    for n in range(-60, 60):
        monday = MONDAY + 7 * n * DAY
        hit = any(first <= monday + d * DAY <= last for d in range(7))
        assert (member.obstacle(monday) == "away") == hit


@given(st.lists(st.lists(st.none() | st.text(max_size=12) | st.floats() | st.booleans(),
                         max_size=7), max_size=5))  # fmt: skip
def test_no_content_makes_reading_fail(rows: list[list[object]]) -> None:
    people = read(*rows)
    for finding in people.findings:
        assert finding.kind.text
        assert finding.as_json()["code"] == finding.code


def test_nothing_personal_is_shown_by_accident() -> None:
    people = two("Ada Quill", "ada@example.org", JOINED, None, "yes", "someday")
    shown = repr(people) + repr(people.members) + repr(people.findings) + str(people.findings)
    assert "Ada" not in shown
    assert "example" not in shown
    assert "someday" not in shown
