"""What needs attention: the rules, on invented records."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets_coc import policy
from sheets_coc.dates import to_serial
from sheets_coc.records import remembered
from sheets_coc.sheet.model import Tab
from sheets_coc.status.item import Urgency
from sheets_coc.status.status import status
from sheets_coc.todo import items, log
from sheets_coc.todo import tab as todo
from sheets_coc.todo.analysis import analyse
from tests.oncall.builders import committee_tab, oncall_tab
from tests.sheets import ALL, TEN, snapshot
from tests.status.open_case import NOW, OPEN

TODAY = NOW.date()


def seen(*rows, keys=ALL, now=NOW, **tabs):
    return analyse(snapshot(*rows, keys=keys, **tabs), policy.default(), now)


def codes(*rows, now=NOW, **options):
    found = status(seen(*rows, now=now, **options))
    return [item.code for item in found.items if item.urgency is not Urgency.KNOW]


def logged(*lines):
    header = [heading.header for heading in log.HEADINGS]
    return Tab(12, "Log", values=[header, *lines])


def at(moment):
    return to_serial(moment.date()) + moment.hour / 24


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


def closed(case="stunned-bulb", **more):
    return {
        "case": case,
        "reported_on": "2025-01-15",
        "subjects": f"Zed {case[::-1].replace('-', '')}",
        "summary": "x",
        "our_action": "Yes",
        "decision": "Violation, resolved",
        **more,
    }


def item(code, *rows, **options):
    found = [i for i in status(seen(*rows, **options)).items if i.code == code]
    assert len(found) == 1
    return found[0]


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
