"""Lock, write, verify: on a local Google, with real gspread and google-auth."""

import itertools
from datetime import timedelta

import pytest

from sheets_coc.errors import SheetError
from sheets_coc.sheet.model import AppendRow, Changes
from tests.sheet.conftest import expunge
from tests.sheet.transaction.outcome import DONE, UNTOUCHED


def test_what_is_due_goes_in_four_requests(house):
    outcome = house.run()
    assert (outcome.applied, outcome.requests, outcome.rounds, outcome.repaired) == (True, 4, 1, 0)
    assert outcome.result == ["case-1", "case-4", "case-7"]
    assert house.records() == DONE
    assert house.locks() == 0
    assert outcome.after.tab("Log").values[1:] == [["redact", "case-1 case-4 case-7"]]


def test_nothing_to_do_is_one_read(house):
    house.run()
    outcome = house.run(run_id="run-2")
    assert (outcome.applied, outcome.requests, outcome.rounds) == (False, 1, 0)


def test_a_snapshot_at_hand_saves_a_request(house):
    session = house.session()
    assert house.run(session=session, first=session.read()).requests == 3


def test_rows_that_are_only_added_need_no_lock(house):
    def note(snapshot):
        log = snapshot.tab("Log")
        return Changes(appended=(AppendRow(log.id, ("ran",)),)), None

    outcome = house.run(note)
    assert outcome.requests == 2
    assert house.look().tab("Log").values == [["What", "Cases"], ["ran"]]


def test_what_the_planner_refuses_is_said_and_nothing_is_changed(house):
    def plan(snapshot):
        if snapshot.tab("Records").protections:
            raise SheetError("Seen under the lock only.", code="late")
        return expunge(snapshot)

    with pytest.raises(SheetError):
        house.run(plan)
    assert house.records() == UNTOUCHED
    assert house.locks() == 0


def test_markers_do_not_pile_up(house):
    def touch(snapshot):
        tab = snapshot.tab("Other")
        return Changes(appended=(AppendRow(tab.id, ("x",)),)), None

    session = house.session()
    later = itertools.count(1)
    for number in range(4):
        house.run(
            touch,
            session=session,
            run_id=f"run-{number}",
            now=lambda: session.now() + timedelta(hours=next(later)),
        )
    assert len(house.look().metadata) == 1
    assert len(house.look().tab("Other").values) == 5
