"""Locks: of other runs, of runs that crashed, and the committee's own protections."""

from datetime import timedelta

import pytest

from sheets_coc.errors import GoogleError, SafetyStop
from sheets_coc.local.person.edits import PersonEdit
from sheets_coc.sheet.transaction import lock as locking
from tests.sheet.conftest import House
from tests.sheet.transaction.outcome import DONE, UNTOUCHED


def leave_lock(house: House, *, minutes: int, who: str = "tool") -> None:
    session = house.session(who)
    snapshot = session.read()
    text = locking.description("other", session.now() - timedelta(minutes=minutes))
    tabs = {snapshot.tab("Records").id}
    session.batch(list(locking.add_requests(snapshot, tabs, text, session.account)))


def test_a_run_at_work_is_waited_for_and_then_left_alone(house):
    leave_lock(house, minutes=1)
    with pytest.raises(SafetyStop) as caught:
        house.run()
    assert caught.value.code == "locked"
    assert house.records() == UNTOUCHED
    assert house.locks() == 1
    assert sum(house.naps) > 30


def test_a_run_that_finishes_meanwhile_is_followed(house):
    leave_lock(house, minutes=1)
    house.rule(
        "edit_before",
        nth=3,
        path=r"fields=spreadsheetId",
        edit=PersonEdit("remove_protection", tab="Records"),
    )
    assert house.run().applied
    assert house.records() == DONE


def test_a_crashed_runs_lock_is_removed(house):
    leave_lock(house, minutes=11)
    assert house.run().requests == 5
    assert house.records() == DONE
    assert house.locks() == 0


def test_a_crashed_runs_lock_is_removed_when_there_is_nothing_to_do(house):
    house.run()
    leave_lock(house, minutes=11)
    assert house.run(run_id="run-2").requests == 2
    assert house.locks() == 0


def test_a_lock_can_be_broken(house):
    leave_lock(house, minutes=1)
    assert house.run(break_lock=True).applied
    assert house.locks() == 0


def protect(house: House, span: dict[str, int] | None = None, **more: object) -> None:
    """The committee protects Records, or a span of it, as it likes."""
    owner = house.session("owner")
    tab = owner.read().tab("Records")
    entry = {"range": {"sheetId": tab.id, **(span or {})}, "description": "ours", **more}
    owner.batch([{"addProtectedRange": {"protectedRange": entry}}])


def test_two_runs_that_lock_at_once_beside_the_committees_own_protection(house):
    protect(house, warningOnly=True)
    seen = house.session().read()
    leave_lock(house, minutes=0)
    with pytest.raises(SafetyStop):
        house.run(first=seen)
    assert house.locks() == 2


def test_beside_the_committees_own_protection_the_range_is_locked(house):
    protect(house, warningOnly=True)
    assert house.run().requests == 4
    assert house.records() == DONE
    assert house.locks() == 1


def test_a_protected_range_the_tool_may_not_edit_is_named(house):
    columns = {"startColumnIndex": 1, "endColumnIndex": 2}
    protect(house, columns, editors={"users": ["owner@example.org"]})
    with pytest.raises(GoogleError) as caught:
        house.run()
    assert caught.value.code == "protected"
    assert house.records() == UNTOUCHED
    assert house.locks() == 1
