"""What needs attention besides cases: the rota, the schedule, stops; and every line's form."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sheets_coc import policy
from sheets_coc.records import remembered
from sheets_coc.sheet.model import Tab
from sheets_coc.status.item import Urgency
from sheets_coc.status.status import status
from sheets_coc.todo import items
from sheets_coc.todo import tab as todo
from sheets_coc.todo.analysis import analyse
from tests.oncall.builders import committee_tab, oncall_tab
from tests.sheets import TEN, snapshot
from tests.status.looking import at, closed, codes, item, logged, seen
from tests.status.open_case import NOW, OPEN


def test_the_most_urgent_comes_first():
    rows = [closed(reported_on="2025-10-19"), {**OPEN, "reported_on": "2026-11-01"}]
    found = status(seen(*rows))
    urgencies = [list(Urgency).index(i.urgency) for i in found.items]
    assert urgencies == sorted(urgencies)
    assert found.items[0].code == "unanswered"
    assert found.attention


def test_on_duty_and_gaps():
    people = committee_tab(
        [n, "", None, None, "yes", None] for n in ("Ada Quill", "Bela Frost", "Cleo Marsh")
    )
    rota = oncall_tab([[date(2026, 11, 16), "Ada Quill", "Bela Frost"],
                       [date(2026, 11, 23), "Cleo Marsh", None]])  # fmt: skip
    found = status(seen(OPEN, a=people, b=rota))
    assert found.duty is not None
    assert (found.duty.primary.reveal(), found.duty.secondary.reveal()) == (
        "Ada Quill", "Bela Frost",
    )  # fmt: skip
    assert [(i.code, i.text) for i in found.items if i.urgency is not Urgency.KNOW] == [
        (
            "nobody-on-duty",
            "Nobody is on duty next week as secondary. Fill the rota: sheets-coc oncall plan.",
        )
    ]
    assert "Quill" not in str([item.text for item in found.items])
    assert "Quill" not in repr(found)
    monday = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)
    later = status(seen({**OPEN, "reported_on": "2026-11-22"}, a=people, b=rota, now=monday))
    assert later.items[0].text.startswith("Nobody is on duty this week as secondary")
    assert status(seen(OPEN)).duty is None


def test_an_unreadable_rota_is_said_and_stops_nothing():
    broken = Tab(8, "On-call", values=[["No", "header"]])
    assert codes(OPEN, a=committee_tab([]), b=broken) == ["rota-unreadable"]


def test_a_schedule_that_stopped():
    fresh = logged([at(NOW - timedelta(hours=30)), "nightly", "", "0 expunged", "", ""])
    assert codes(OPEN, log=fresh) == []
    old = logged([at(NOW - timedelta(days=3)), "nightly", "", "0 expunged", "", ""],
                 [at(NOW), "setup", "", "", "", ""])  # fmt: skip
    assert codes(OPEN, log=old) == ["schedule-stopped"]
    by_hand = logged([at(NOW - timedelta(days=9)), "redact", "", "", "", ""])
    assert codes(OPEN, log=by_hand) == []


def test_the_history_holds_what_went_since_the_last_fresh_copy():
    gone = closed(subjects="Expunged", expunged_on="2026-10-01", decision="Violation, resolved")
    assert (
        "may hold 1 expunged record: sheets-coc doctor looks" in item("last-fresh-copy", gone).text
    )
    copied = logged([at(datetime(2026, 10, 15, tzinfo=UTC)), "Fresh copy", "", "by hand", "", ""])
    assert item("last-fresh-copy", gone, log=copied).text == (
        "Last fresh copy: 2026-10-15 00:00 UTC."
    )
    before = logged([at(datetime(2026, 9, 1, tzinfo=UTC)), "", "", "Made a FRESH COPY", "", ""])
    assert (
        "may hold 1 record expunged since: sheets-coc doctor"
        in item("last-fresh-copy", gone, log=before).text
    )


def test_what_stops_a_run_comes_first():
    header = [heading.header for heading in todo.HEADINGS]
    over_limit = Tab(13, "To do", values=[
        header, [False, "Question", "9 records", "", "", None, "limit/a,b"],
        [True, "To settle", "x", "", "", None, "mention/x"],
    ])  # fmt: skip
    assert codes(OPEN, todo=over_limit) == [
        "batch-limit"
    ]  # said once, not among the lines that wait as well
    own = snapshot(OPEN)
    own.tabs[0].values[0].append("Secret column")
    own.tabs[0].values[1].append("y")
    found = status(analyse(own, policy.default(), NOW))
    assert found.items[0].code == "unclassified-column"
    assert "Secret" not in str([i.text for i in found.items])


def test_ten_columns_are_enough():
    rows = [{"reported_on": "2025-01-15", "subjects": "Karl Kraus", "summary": "x",
             "expunge_on": "2026-12-01"}]  # fmt: skip
    found = status(seen(*rows, keys=TEN))
    assert found.items[0].text == "Going within 30 days: row 2 (on 2026-12-02)."


def test_nothing_to_do_is_said():
    assert not status(seen(OPEN)).attention
    assert not status(seen()).attention


DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31)).map(date.isoformat)
DECISIONS = st.sampled_from(
    ["Open", "No violation", "Violation, resolved", "Violation, flagged", "Violation, banned",
     "Violation, nobody identified", "Perhaps", None]
)  # fmt: skip
ROWS = st.fixed_dictionaries(
    {
        "reported_on": st.none() | DAYS,
        "subjects": st.sampled_from(["Ottilie Wendel", "Karl Kraus; Ottilie Wendel", None]),
        "summary": st.just("Ottilie Wendel shouted"),
        "reporter": st.just("Petra Pepper"),
        "decision": DECISIONS,
        "banned_until": st.none() | DAYS | st.just("permanent"),
        "hold": st.sampled_from([None, None, "Wendel sues"]),
        "handled_by": st.sampled_from([None, "Ada Quill"]),
        "goes_on": st.none() | DAYS,
    }
)


@given(st.lists(ROWS, max_size=5))
def test_no_name_is_ever_in_it(rows):
    named = [{**row, "case": f"blue-boat{'abcde'[n]}"} for n, row in enumerate(rows)]
    found = status(seen(*named))
    said = str([item.as_json() for item in found.items])
    assert not [w for w in ("Wendel", "Kraus", "Pepper", "Quill", "shouted", "sues") if w in said]
    assert {c for i in found.items for c in i.cases} <= {row["case"] for row in named}


def test_a_line_about_many_records_is_said_of_none_and_settles_all_when_ticked():
    rows = [
        {**OPEN, "case": f"frosty-boat{n}", "hold": "a court asks", "decision": None,
         "responded_on": "2026-11-20"}
        for n in range(5)
    ]  # fmt: skip
    held = {remembered.key(remembered.HELD, row["case"]): "2026-01-10" for row in rows}

    def told(done):
        book = snapshot(*rows)
        book.metadata.update(held)
        lines = items.lines(analyse(book, policy.default(), NOW))
        (line,) = (one for one in lines if "six months" in one.what)
        heads = [heading.header for heading in todo.HEADINGS]
        cells = [done, line.topic.value, line.what, line.where, None, None, line.ref]
        book.tabs.append(Tab(77, "To do", values=[heads, cells]))
        found = status(analyse(book, policy.default(), NOW)).items
        return {item.code: item for item in found}

    asked = told(False)
    assert len(asked["hold-review"].cases) == 5
    assert "to-do" not in asked  # said by the line about holds
    assert {"hold-review", "to-do"}.isdisjoint(told(True))
