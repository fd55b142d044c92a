"""The rota on the desk: planned, swapped by clicking, absences, the calendar."""

import re

import pytest

from sheets_coc.local.files import text as files
from tests.desk.pages import COMMITTEE, Pages, sheet
from tests.redaction.nights import HEADER


@pytest.fixture(scope="module")
def rota(tmp_path_factory):
    path = sheet(tmp_path_factory.mktemp("rota") / "r.coc")
    made = Pages(path)
    assert "a committee does well without one" in made.get("/rota")
    made.post("/rota/plan")
    yield made
    made.desk.close()


def test_the_rota_is_planned_and_a_week_swapped_by_clicking(rota):
    text = rota.get("/rota")
    duties = re.findall(r'href="(/rota/\d{4}-\d\d-\d\d/(?:primary|secondary))"', text)
    assert len(duties) == 26
    assert "away: Cid Invented" in text
    assert "Invented" not in "".join(duties)
    text = rota.get(duties[4])
    (holder,) = re.findall(r'class="lead">(\w+ Invented) is on duty', text)
    other, taker = re.search(r'name="other" value="([^"]+)">.*?<strong>(\w+ Invented)', text,
                             re.DOTALL).groups()  # fmt: skip
    rota.post(duties[4], other=other)
    with rota.desk.opener() as book:
        plan = {week["starts"]: week for week in book.oncall.plan().plan.as_json()["weeks"]}
    week, role = duties[4].split("/")[2:]
    assert plan[week][role] == taker
    week, _, role = other.partition("/")
    assert plan[week][role] == holder


def test_an_absence_is_noted_behind_what_stands_there_and_names_the_weeks_it_hits(rota):
    with rota.desk.opener() as book:
        plan = book.oncall.plan().plan.as_json()["weeks"]
    week = next(w for w in plan if "Cid Invented" in (w["primary"], w["secondary"]))
    text = rota.post("/rota/away", member="Cid Invented", first=week["starts"])
    assert f"/rota/{week['starts']}/" in text
    with rota.desk.opener() as book:
        tab = book.read().tab("Committee")
        assert tab.values[3][5] == f"2027-01-04..2027-01-10, {week['starts']}"
    again = rota.post("/rota/away", member="Cid Invented", first="2027-01-05", last="2027-01-06")
    assert "Absences" in again  # it stands there already: nothing is written twice
    with rota.desk.opener() as book:
        assert book.read().tab("Committee").values[3][5].count("..") == 1
    assert "ends before it begins" in rota.post(
        "/rota/away", 409, member="Cid Invented", first="2027-02-05", last="2027-02-01"
    )


@pytest.mark.parametrize("names", ["full", "initials", "none"])
def test_the_calendar_names_members_as_asked(rota, names):
    text = rota.post("/rota/calendar", names=names, member="")
    assert text.startswith("BEGIN:VCALENDAR")
    assert ("Ann Invented" in text) is (names == "full")
    assert ("A. I." in text) is (names == "initials")
    rota.post("/rota/calendar", 409, names="?")


def test_what_is_not_understood_is_said_and_the_page_stands(tmp_path):
    """Of some members nobody knows when they can serve, and of some cells who is meant."""
    committee = [
        *COMMITTEE,
        ["Fay Invented", "fay@coc.example", "once upon a time", "", "perhaps", "for a while"],
    ]
    rota = [
        ["Week starting", "Primary", "Secondary"],
        ["2026-11-02", "Zoe Unknown", "Ann Invented"],
        ["2026-12-09", "Ben Invented", "Ann Invented"],
    ]
    files.new(tmp_path / "r.coc", "Invented", {
        "Records": [HEADER], "Committee": committee, "On-call": rota,
    })  # fmt: skip
    pages = Pages(tmp_path / "r.coc")
    text = pages.get("/rota")
    assert "When Fay Invented can serve is not understood" in text
    shares = text[text.index("Not all is counted") :]
    assert [cell in shares for cell in ("On-call B2", "On-call A3", "Committee C7")] == [True] * 3
    pages.desk.close()
