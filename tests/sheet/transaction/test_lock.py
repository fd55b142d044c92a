"""A lock as it is read: whose, since when, and what the committee's own protections close."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sheets_coc.sheet.model import Protection, Snapshot, Tab
from sheets_coc.sheet.protections import LOCK, closed_tabs
from sheets_coc.sheet.transaction import lock as locking

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def protection(description: str, *, whole: bool = True, **more) -> Protection:
    return Protection(3, description, False, whole, True, editors=2, **more)


def test_a_lock_says_who_and_when():
    lock = locking.parse(8, protection(locking.description("run-1", NOW, 2)))
    assert lock == locking.Lock(3, 8, "run-1", NOW, True, write=2, is_open=False)
    assert not lock.is_stale(NOW + timedelta(minutes=9))
    assert lock.is_stale(NOW + timedelta(minutes=11))


def test_the_committees_own_protections_are_no_locks():
    assert locking.parse(8, protection("Header, please leave")) is None
    assert locking.parse(8, protection("")) is None


@pytest.mark.parametrize("words", ["", "run", "run yesterday", "run 2026-11-21", "a b c d"])
def test_a_lock_without_a_time_is_nobodys(words):
    lock = locking.parse(8, protection(f"{LOCK} {words}"))
    assert lock
    assert lock.is_stale(NOW)


@pytest.mark.parametrize(
    "given", [{"editors": None}, {"editors": 0}, {"editors": 3}, {"everyone": True}]
)
def test_a_lock_that_more_people_were_let_past_is_open(given):
    lock = locking.parse(8, replace(protection(locking.description("run-1", NOW)), **given))
    assert lock
    assert lock.is_open


def test_beside_a_protection_of_the_whole_tab_the_range_with_content_is_locked():
    tab = Tab(id=8, title="x", rows=100, columns=4, values=[["a"], ["b"]])
    [free] = locking.add_requests(Snapshot("x", "x", [tab]), {8}, "text", "a@example.org")
    assert free["addProtectedRange"]["protectedRange"]["range"] == {"sheetId": 8}
    tab.protections.append(protection("ours"))
    [beside] = locking.add_requests(Snapshot("x", "x", [tab]), {8}, "text", None)
    assert beside["addProtectedRange"]["protectedRange"]["range"] == {
        "sheetId": 8,
        "startRowIndex": 0,
        "endRowIndex": 3,
        "startColumnIndex": 0,
        "endColumnIndex": 4,
    }


@pytest.mark.parametrize(
    ("given", "closed"),
    [
        ({"may_edit": False}, ["Records"]),
        ({"may_edit": True}, []),
        ({"may_edit": False, "warning_only": True}, []),
        ({"may_edit": False, "description": locking.description("run-1", NOW)}, []),
    ],
)
def test_a_tab_is_closed_where_people_protected_part_of_it_against_the_account(given, closed):
    tabs = [Tab(id=n, title=title, rows=9, columns=2) for n, title in enumerate(("Records", "Own"))]
    for tab in tabs:
        tab.protections.append(replace(protection("ours"), **given))
    assert closed_tabs(Snapshot("x", "x", tabs), ["Records", "Log"]) == closed
