"""The rota as a calendar file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from sheets_coc.oncall.calendar import calendar
from tests.oncall.builders import NAMES, committee, rota, week

PEOPLE = committee()
ROWS = [[week(n), NAMES[n % 7], NAMES[(n + 3) % 7]] for n in range(60)]


def events(content: bytes) -> list[dict[str, object]]:
    return [
        {
            "uid": str(e["uid"]),
            "start": e.decoded("dtstart"),
            "end": e.decoded("dtend"),
            "summary": str(e["summary"]),
        }
        for e in Calendar.from_ical(content).walk("VEVENT")
    ]


def test_the_file_reads_back_as_the_rota() -> None:
    read = events(calendar(PEOPLE, rota(PEOPLE, ROWS)))
    assert len(read) == 120
    assert len({e["uid"] for e in read}) == 120
    assert read[0] == {
        "uid": "oncall-2026-11-23-primary@sheets-coc",
        "start": datetime(2026, 11, 23, 12, tzinfo=UTC),
        "end": datetime(2026, 11, 30, 12, tzinfo=UTC),
        "summary": "On call (primary): Ada Quill",
    }
    lengths = {e["end"] - e["start"] for e in read}  # type: ignore[operator]
    assert lengths == {timedelta(days=7)}


def test_the_bytes_are_the_same_while_the_rota_is() -> None:
    once = calendar(PEOPLE, rota(PEOPLE, ROWS))
    assert calendar(committee(), rota(committee(), ROWS)) == once
    assert calendar(PEOPLE, rota(PEOPLE, ROWS[::-1])) == once
    changed = [*ROWS[:3], [week(3), "Ada Quill", "Bela Frost"], *ROWS[4:]]
    assert calendar(PEOPLE, rota(PEOPLE, changed)) != once


def test_a_duty_keeps_its_identity_when_it_changes_hands() -> None:
    before = events(calendar(PEOPLE, rota(PEOPLE, ROWS)))
    after = events(calendar(PEOPLE, rota(PEOPLE, [[week(0), *ROWS[1][1:]], *ROWS[1:]])))
    assert [e["uid"] for e in before] == [e["uid"] for e in after]


def test_one_member_gets_their_own_weeks() -> None:
    read = events(calendar(PEOPLE, rota(PEOPLE, ROWS), member=2))
    assert {str(e["summary"]).partition(": ")[2] for e in read} == {"Cleo Marsh"}
    assert len(read) == 17


def test_no_addresses_and_no_open_cells() -> None:
    content = calendar(PEOPLE, rota(PEOPLE, [[week(0), "Ada Quill", None]]))
    assert b"example.org" not in content
    assert b"ATTENDEE" not in content
    assert len(events(content)) == 1
    assert events(calendar(PEOPLE, rota(PEOPLE))) == []


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=90))
def test_any_name_survives(name: str) -> None:
    people = committee([name, "Bela Frost"])
    if len(people.members) != 2:
        return
    read = events(calendar(people, rota(people, [[week(0), name, None]])))
    if read:
        shown = str(read[0]["summary"]).removeprefix("On call (primary): ")
        assert " ".join(shown.split()) == " ".join(name.split())
