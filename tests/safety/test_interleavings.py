"""Whatever people do between two requests of the tool, nothing wrong is destroyed.

A failure names a script; `run(world, script)` of `tests.harness.runs` repeats it, and for the
random ones the seed is enough: `at_random(seed)`.
"""

import pytest

from sheets_coc.nightly import nightly
from sheets_coc.redaction import jobs
from sheets_coc.sheet.transaction import locking, rollback, sending, transaction
from sheets_coc.todo import analysis
from tests.harness.people import EDITORS, KINDS, Deed
from tests.harness.runs import run, shrunk
from tests.harness.scripts import Script, at_random, before_each, beside_another
from tests.harness.world import DUE

REQUESTS = 5
"""What an undisturbed run sends: read, search the places text can hide in, lock, write, forget."""
WRITE = 4


@pytest.fixture(autouse=True)
def as_described():
    """Google's description is held to elsewhere; here it would only cost time."""


def test_undisturbed_everything_due_goes_and_nothing_else(undisturbed):
    verdict = undisturbed[False]
    assert (verdict.error, verdict.requests, verdict.rounds) == (None, REQUESTS, 1)
    assert verdict.expunged == DUE | {"kind-wharf"}
    assert verdict.violations == []
    assert undisturbed[True].violations == []
    assert undisturbed[True].requests == REQUESTS


def alternating(kinds, steps, half):
    """Some kinds, each at one of the steps, in every run; the rest in the soak."""
    return [
        pytest.param(kind, step, marks=() if number % 6 == 3 * at + half else pytest.mark.soak)
        for number, kind in enumerate(sorted(kinds))
        for at, step in enumerate(steps)
    ]


@pytest.mark.parametrize(("kind", "step"), alternating(KINDS, (WRITE, WRITE + 1), 0))
def test_the_owner_does_one_thing_around_the_write(judged, kind, step):
    script = Script(((step, Deed(kind, "owner", 0)),))
    assert judged(script).violations == [], script


@pytest.mark.soak
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_owner_does_one_thing_at_any_moment(judged, kind):
    for step in range(1, REQUESTS + 2):
        for seed in range(3):
            script = Script(((step, Deed(kind, "owner", seed)),))
            assert judged(script).violations == [], script


@pytest.mark.parametrize(("kind", "step"), alternating(EDITORS, (WRITE - 1, WRITE), 1))
def test_an_editor_does_one_thing_before_the_lock_and_under_it(judged, kind, step):
    script = Script(((step, Deed(kind, "editor", 11)),))
    assert judged(script).violations == [], script


def holds(judged, world, seed, script=at_random):
    verdict = judged(script(seed))
    if verdict.violations:
        least = shrunk(world, script(seed))
        again = run(world, least)
        pytest.fail(f"seed {seed}: {least}: {again.violations[:3]}")


@pytest.mark.parametrize(
    "block", [0, *(pytest.param(n, marks=pytest.mark.soak) for n in range(1, 20))]
)
def test_people_do_several_things_at_random(judged, world, block):
    for seed in range(block * 5, block * 5 + 5):
        holds(judged, world, seed)


@pytest.mark.parametrize("kind", ["sort", "set-hold", "move-column"])
def test_people_do_things_during_the_nightly_run(judged, kind):
    for step in (WRITE - 1, WRITE, WRITE + 1):
        script = Script(((step, Deed(kind, "owner", 4)),))
        assert judged(script, job=nightly).violations == [], script


@pytest.mark.soak
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_people_do_things_at_any_moment_of_the_nightly_run(judged, kind):
    for step in range(1, REQUESTS + 3):
        script = Script(((step, Deed(kind, "owner", 4)),))
        assert judged(script, job=nightly).violations == [], script


@pytest.mark.soak
@pytest.mark.parametrize("block", range(100))
def test_people_do_several_things_at_random_ten_thousand_times(judged, world, block):
    for seed in range(1_000_000 + block * 100, 1_000_000 + block * 100 + 100):
        holds(judged, world, seed)


@pytest.mark.parametrize("script", [before_each, beside_another])
@pytest.mark.parametrize(
    "block", [0, *(pytest.param(n, marks=pytest.mark.soak) for n in range(1, 200))]
)
def test_the_owner_is_at_it_all_the_time_or_takes_locks_away_from_two_runs(
    judged, world, script, block
):
    for seed in range(block * 2, block * 2 + 2):
        holds(judged, world, seed, script)


@pytest.mark.soak
@pytest.mark.parametrize("first", sorted(KINDS))
def test_the_owner_does_two_things_between_lock_and_write(judged, first):
    for second in KINDS:
        script = Script(((WRITE, Deed(first, "owner", 5)), (WRITE, Deed(second, "owner", 6))))
        assert judged(script).violations == [], script


# What each part of the machinery is for: without it, the harness finds a violation.


def found(world, scripts):
    """The first script that shows a violation."""
    return next((script for script in scripts if run(world, script).violations), None)


def in_the_window(kinds, who="owner", seeds=6):
    return [Script(((WRITE, Deed(kind, who, seed)),)) for seed in range(seeds) for kind in kinds]


def test_the_lock_keeps_editors_out_and_without_it_nothing_is_lost_either(world, monkeypatch):
    scripts = [
        Script(((WRITE, Deed(move, "editor", seed)), (WRITE, Deed("type-name", "editor", seed))))
        for seed, move in enumerate(("sort", "move-row"))
    ]
    refused = [run(world, script).refused for script in scripts]
    assert all(number == 2 for number in refused)
    monkeypatch.setattr(locking.locking, "_range", lambda tab: {"sheetId": tab.id,
        "startRowIndex": tab.rows - 1, "endRowIndex": tab.rows})  # fmt: skip
    open_door = [run(world, script) for script in scripts]
    assert all(verdict.refused < 2 for verdict in open_door)
    assert all(verdict.violations == [] for verdict in open_door)


IN_THE_WINDOW = ("sort", "insert-row", "delete-row", "move-row")


def test_without_verification_rows_that_moved_are_hit(world, monkeypatch):
    def good(run, before, changes, after, copies):
        return transaction.Verdict(after, transaction.adding(changes, before))

    monkeypatch.setattr(transaction, "verify", good)
    assert found(world, in_the_window(IN_THE_WINDOW))


def test_without_the_way_back_what_was_hit_stays_hit(world, monkeypatch):
    def forgotten(run, snapshot, copies):
        gone = {copy.tab.id for copy in copies}
        return locking.end(run, snapshot, [], gone, unlock=False)

    monkeypatch.setattr(transaction, "roll_back", forgotten)
    assert found(world, in_the_window(IN_THE_WINDOW))


def test_without_the_hidden_tab_a_lost_answer_is_never_cleared_up(world, monkeypatch):
    scripts = [Script((), ((WRITE, fault),)) for fault in ("drop_after", "timeout_after", "half")]
    assert found(world, scripts) is None
    monkeypatch.setattr(sending, "_was_applied", lambda run, seen, kept: False)
    assert found(world, scripts)


def test_without_a_look_at_what_is_put_back_other_rows_are_hit(world, monkeypatch):
    scripts = [
        Script(((WRITE, Deed("insert-row", "owner", 1)), (WRITE + 1, Deed(kind, "owner", 0))))
        for kind in ("sort", "insert-row")
    ]
    assert found(world, scripts) is None
    monkeypatch.setattr(rollback.Done, "met", property(lambda done: True))
    assert found(world, scripts)


def test_without_a_second_look_a_new_hold_is_overlooked(world, monkeypatch):
    def stale(run, snapshot):
        if not run.results:
            changes, result = run.planner(snapshot)
            run.results.append(result)
            monkeypatch.setattr(transaction.Run, "first", changes, raising=False)
        return transaction.Run.first

    scripts = [Script(((WRITE - 1, Deed("set-hold", "editor", seed)),)) for seed in range(4)]
    assert found(world, scripts) is None
    monkeypatch.setattr(transaction.Run, "plan", stale)
    assert found(world, scripts)


def test_without_row_check_a_torn_sheet_is_expunged(world, monkeypatch):
    scripts = [Script(((1, Deed("sort-some", "editor", seed)),)) for seed in range(4)]
    assert found(world, scripts) is None
    monkeypatch.setattr(analysis, "apart", lambda sheet: [])
    assert found(world, scripts)


def test_other_jobs_keep_their_hands_off_as_well(judged):
    for job in (jobs.dates, jobs.validate):
        for kind in ("sort", "insert-row", "delete-row", "move-column", "cut-row", "set-hold"):
            script = Script(((3, Deed(kind, "owner", 3)),))
            assert judged(script, job=job).violations == [], (job.__name__, script)
