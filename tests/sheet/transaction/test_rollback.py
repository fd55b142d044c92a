"""The way back: what a hidden tab keeps, where rows are found again, and what ends it."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheets_coc.errors import GoogleError, SafetyStop
from sheets_coc.local.person.edits import PersonEdit
from sheets_coc.sheet.google import requests as rq
from sheets_coc.sheet.model import Changes, SetCell, Tab
from sheets_coc.sheet.transaction import parts, rollback, undo
from sheets_coc.sheet.transaction.placing import missing, place, untouched
from sheets_coc.sheet.transaction.state import Run as State
from sheets_coc.sheet.transaction.transaction import recover
from sheets_coc.sheet.undo_tab import Copy, Kind, Label, closed, copies, unfinished
from tests.sheet.conftest import House, expunge
from tests.sheet.transaction.test_transaction import BATCH, DONE, UNTOUCHED, intact


class Gone(BaseException):
    """The process is gone."""


def die(house: House, after: int, **more: object) -> None:
    """Run a transaction that dies after so many batches, and lets go of nothing."""
    session = house.session()
    send, count = session.http.fetch, 0

    def fetch(method, url, **options):
        nonlocal count
        if count >= after:
            raise Gone
        answer = send(method, url, **options)
        count += ":batchUpdate" in url
        return answer

    session.http.fetch = fetch
    with pytest.raises(Gone):
        house.run(session=session, **more)


def later(house: House, minutes: int = 11, **more: object):
    """The next run, so many minutes later."""
    session = house.session()
    return house.run(
        session=session,
        now=lambda: session.now() + timedelta(minutes=minutes),
        run_id="next",
        **more,
    )


@pytest.mark.parametrize("batches", [1, 2])
def test_what_a_run_that_died_left_half_done_is_taken_back(house, batches):
    die(house, batches)
    assert house.look().undo
    later(house)
    assert house.records() == DONE
    assert (house.look().undo, house.locks()) == ([], 0)
    assert [line[0] for line in house.look().tab("Log").values[1:]] == ["redact"]


def test_the_rows_stand_in_the_hidden_tab_until_then(house):
    die(house, 2)
    [copy] = map(Copy.read, house.look().undo)
    assert copy.label.kind is Kind.UNDO
    assert copy.tab.hidden
    assert copy.tab.value(2, 1) == "Person 1"
    assert copy.left(2, 1) == "Expunged"


def test_a_young_hidden_tab_is_a_lock(house):
    die(house, 2)
    house.google.edit(PersonEdit("remove_protection", tab="Records"))
    assert not later(house, 1).applied  # what is due seems to have gone
    line = PersonEdit("add_row", tab="Records", values=["case-9", "Person 9", "Story", "yes"])
    house.google.edit(line)
    with pytest.raises(SafetyStop) as stopped:
        later(house, 1)
    assert stopped.value.code == "locked"
    house.google.edit(PersonEdit("delete_rows", tab="Records", row=10))
    assert later(house, 1, break_lock=True).applied
    assert house.records() == DONE


@pytest.mark.parametrize(
    "move",
    [
        PersonEdit("sort", tab="Records", column="A", descending=True, first_row=2),
        PersonEdit("insert_rows", tab="Records", row=2, count=3),
        PersonEdit("move_columns", tab="Records", column="B", to="F"),
        PersonEdit("rename_tab", tab="Records", title="Records"),
    ],
    ids=lambda move: move.name,
)
def test_rows_that_people_moved_since_are_found_again(house, move):
    die(house, 2)
    house.google.edit(move)
    later(house)
    assert house.records() == DONE
    assert house.look().undo == []


def protect(house: House, block: str = "A:A") -> Tab:
    """The owner protects the only hidden tab."""
    [tab] = house.look().undo
    house.google.edit(PersonEdit("protect", tab=tab.title, block=block), "owner")
    return tab


def test_a_hidden_tab_that_somebody_protected_stays_and_nothing_else_does(house):
    die(house, 2)
    tab = protect(house)
    for _ in range(2):  # and what went meanwhile is never put back from it
        later(house)
        assert house.records() == DONE
        assert house.locks() == 0
        seen = house.session().read()
        assert [one.title for one in closed(seen)] == [tab.title]
        assert [Copy.read(one).label.kind for one in seen.undo] == [Kind.SPENT]
        assert not unfinished(seen)
    assert house.look().tab("Log").values[1:] == [["redact", "case-1 case-4 case-7"]]
    house.google.edit(PersonEdit("remove_protection", tab=tab.title), "owner")
    later(house)
    assert house.records() == DONE
    assert house.look().undo == []


def test_one_protected_before_the_write_is_known_to_be_right_stays_and_all_is_logged(house):
    session = house.session()
    send = session.http.fetch

    def fetch(method, url, **options):
        kept = house.session("owner").read().undo if "batchUpdate" in url else []
        for tab in kept:
            if Copy.read(tab).label.kind is Kind.UNDO and not tab.protections:
                house.google.edit(PersonEdit("protect", tab=tab.title), "owner")
        return send(method, url, **options)

    session.http.fetch = fetch
    house.run(session=session)
    assert house.records() == DONE
    [left] = house.look().undo
    assert Copy.read(left).label.kind is Kind.SPENT
    assert house.look().tab("Log").values[1:] == [["redact", "case-1 case-4 case-7"]]
    house.google.edit(PersonEdit("remove_protection", tab=left.title), "owner")
    assert recover(house.session(), house.look(), run_id="next").undo == []


def test_what_cannot_be_put_back_stays_whole_where_the_hidden_tab_is_protected(house):
    die(house, 2)
    house.google.edit(PersonEdit("delete_rows", tab="Records", row=3))
    protect(house)
    later(house)
    [copy] = map(Copy.read, house.look().undo)
    assert (copy.label.kind, copy.tab.value(2, 0)) == (Kind.KEPT, "case-1")


def test_where_google_guards_the_label_as_well_the_run_stops_and_says_what_to_do(house):
    die(house, 2)
    tab = protect(house)

    def closed_to_all(session):
        send = session.http.fetch

        def fetch(method, url, *, body=None, **options):
            if '"kind":"spent"' in str(body):
                raise GoogleError("Google refused.", code="refused")
            return send(method, url, body=body, **options)

        session.http.fetch = fetch
        return session

    for _ in range(2):
        session = closed_to_all(house.session())
        with pytest.raises(GoogleError) as stopped:
            house.run(
                session=session,
                run_id="next",
                now=lambda: datetime.now(UTC) + timedelta(minutes=11),
            )
        assert stopped.value.code == "hidden-tab-protected"
        assert tab.title in stopped.value.message
        assert "Protect sheets and ranges" in stopped.value.message
        assert house.records() == UNTOUCHED
    house.google.edit(PersonEdit("remove_protection", tab=tab.title), "owner")
    later(house)
    assert house.records() == DONE
    assert house.look().undo == []


def test_what_cannot_be_told_is_kept_and_the_rest_put_back(house):
    die(house, 2)
    house.google.edit(PersonEdit("overtype", tab="Records", cell="B3", value="Somebody else"))
    later(house)
    assert house.records() == DONE  # and who was typed in was due as well
    [copy] = map(Copy.read, house.look().undo)
    assert (copy.label.kind, copy.rows) == (Kind.KEPT, [2])
    assert copy.tab.value(2, 1) == "Person 1"
    assert copy.tab.value(5, 1) is None  # what was put back is kept no longer
    later(house)  # and it stays, without being in anybody's way
    assert len(house.look().undo) == 1


def test_a_row_that_was_deleted_is_kept(house):
    die(house, 2)
    house.google.edit(PersonEdit("delete_rows", tab="Records", row=3))
    later(house)
    [copy] = map(Copy.read, house.look().undo)
    assert (copy.label.kind, copy.tab.value(2, 0)) == (Kind.KEPT, "case-1")


def test_the_owner_deletes_the_hidden_tab_and_memory_stands_for_it(house):
    edit = PersonEdit("insert_rows", tab="Records", row=3)
    house.rule("edit_before", path=BATCH, nth=2, edit=edit)
    session = house.session()
    send, deleted = session.http.fetch, []

    def fetch(method, url, **options):
        kept = house.session("owner").read().undo if "batchUpdate" in url else []
        for tab in kept:
            if Copy.read(tab).label.kind is Kind.UNDO and not deleted:
                deleted.append(tab.title)
                house.google.edit(PersonEdit("delete_tab", tab=tab.title))
        return send(method, url, **options)

    session.http.fetch = fetch
    assert house.run(session=session).repaired
    assert deleted
    assert house.records() == DONE


def test_a_label_says_what_it_is_and_a_broken_one_is_for_a_person(house):
    die(house, 2)
    [tab] = house.look().undo
    label = Copy.read(tab).label
    assert Label.read(label.text()) == label
    assert Label.read("nonsense").kind is Kind.KEPT
    earlier = {k: v for k, v in json.loads(label.text()).items() if k != "source"}
    assert Label.read(json.dumps(earlier)) == replace(label, source=0)


CELLS = st.lists(
    st.lists(st.sampled_from(["a", "b", "c", "d", 1, 2.5, None]), min_size=3, max_size=3),
    min_size=2, max_size=8,
)  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(CELLS, st.data())
def test_a_row_is_never_found_where_it_is_not(rows, data):
    """Whatever the rows hold and however they are shuffled, with some of them gone."""
    body = [[f"{n}" if data.draw(st.booleans()) else "x", *row] for n, row in enumerate(rows)]
    before = [["H", "I", "J", "K"], *body]
    chosen = data.draw(st.sets(st.integers(1, len(body)), min_size=1))
    tab = Tab(7, "x", rows=30, columns=4, values=[list(row) for row in before])
    left = undo.left_by(SetCell(7, row, 2, "Expunged") for row in chosen)
    label = undo.label_for(Kind.UNDO, "run", 1, None, tab, left, (0, 0))
    copy = Copy(label, replace(tab, id=8), left, undo.repeated(tab, label, left))
    after = [list(row) for row in before]
    for row in chosen:
        after[row][2] = "Expunged"
    order = data.draw(st.permutations(range(1, len(after))))
    order = order[: data.draw(st.integers(0, len(order)))]
    now = Tab(7, "x", rows=30, columns=4, values=[after[0], *(after[row] for row in order)])
    found = place(copy, now)
    for row, there in found.rows.items():
        # Either it is that very row, or one that nobody could tell from it, in its old place.
        assert order[there - 1] == row or (there == row and after[order[there - 1]] == after[row])
    for at, there in untouched(copy, now, found).items():
        assert now.value(*there) == copy.left(*at)


def test_requests_that_would_change_cells_that_nothing_keeps_are_a_fault(house):
    tab = house.look().tab("Records")
    span = {"sheetId": tab.id, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    changes = Changes(after=({"deleteDimension": {"range": span}},))
    with pytest.raises(ValueError, match="deleteDimension"):
        parts.overwriting(changes, house.look())


def test_only_what_is_added_goes_with_the_batch_that_forgets(house):
    before = house.look()
    changes, _cases = expunge(before)
    assert parts.overwriting(changes, before).appended == ()
    assert parts.adding(changes, before).cells == ()
    assert rq.build(parts.adding(changes, before), before)


def test_a_put_back_that_meets_other_rows_is_taken_back_itself(house, monkeypatch):
    for nth, row in ((2, 3), (3, 2)):
        edit = PersonEdit("insert_rows", tab="Records", row=row)
        house.rule("edit_before", path=BATCH, nth=nth, edit=edit)
    outcome = house.run()
    assert outcome.rounds == 2
    assert house.records() == DONE
    assert (house.look().undo, outcome.kept) == ([], 0)


def test_a_second_disturbance_is_left_to_the_next_run(house):
    for nth in (2, 3, 4):
        edit = PersonEdit("insert_rows", tab="Records", row=2)
        house.rule("edit_before", path=BATCH, nth=nth, edit=edit)
    with pytest.raises(SafetyStop) as stopped:
        house.run()
    assert stopped.value.code == "not-put-back"
    assert house.look().undo
    house.run(run_id="next")  # at once: the first run has given it up
    assert house.records() == DONE
    assert house.look().undo == []


def test_nobody_elses_rows_are_touched(house):
    house.run()
    assert {case: row for case, row in house.records().items() if int(case[-1]) % 3 != 1} == {
        f"case-{n}": intact(n) for n in range(8) if n % 3 != 1
    }
    assert rollback.ATTEMPTS == 2


def test_a_row_that_was_blank_is_found_again_by_what_the_tool_left_there():
    header, words = ["Case", "Named"], [None, "Expunged"]
    label = Label(Kind.UNDO, "run", 1, None, 0, 5, 2, keys=(0,), keyed=True)
    kept = Tab(1, "", 10, 3, values=[header, [], [], [], [], [], [], words])
    copy = Copy.read(replace(kept, metadata={"sheets-coc-undo": label.text()}))
    assert copy.rows == [2]
    moved = Tab(0, "Records", 10, 2, values=[[], header, ["amber", "Expunged"], [], words])
    assert untouched(copy, moved, place(copy, moved)) == {(2, 1): (4, 1)}
    twice = replace(moved, values=[*moved.values, words])
    assert untouched(copy, twice, place(copy, twice)) == {}
    assert missing(copy, twice, place(copy, twice)) == [(2, 1)]


def test_columns_are_known_again_though_rows_came_in_above_the_header():
    names = ["Case", "Named", "Note"]
    label = Label(Kind.UNDO, "run", 1, None, 0, 6, 3, keys=(0,), keyed=True)
    kept = Tab(1, "", 12, 4, values=[
        [], names, [], ["amber", "Oskar", "x"], [], [], [], [], [], [None, "Expunged"],
    ])  # fmt: skip
    copy = Copy.read(replace(kept, metadata={"sheets-coc-undo": label.text()}))
    now = Tab(0, "Records", 10, 4, values=[
        [], ["Remarks", "Case", "Named", "Note"], [], [None, "amber", "Expunged", "x"],
    ])  # fmt: skip
    placing = place(copy, now)
    assert (placing.columns, placing.in_place) == ({0: 1, 1: 2, 2: 3}, False)
    assert untouched(copy, now, placing) == {(3, 1): (3, 2)}


def test_the_newest_write_is_told_by_its_number_whatever_clocks_say(house):
    die(house, 2)
    first = house.look().undo
    labels = [Label.read(tab.metadata["sheets-coc-undo"]) for tab in first]
    later_by_clock = replace(first[0], metadata={"sheets-coc-undo": replace(
        labels[0], taken=labels[0].taken + timedelta(seconds=1)).text()})  # fmt: skip
    second = replace(first[0], id=9, metadata={"sheets-coc-undo": replace(
        labels[0], run="next", write=labels[0].write + 1).text()})  # fmt: skip
    given_up = replace(first[0], id=10, metadata={"sheets-coc-undo": replace(
        labels[0], run="a", write=labels[0].write + 2, taken=None).text()})  # fmt: skip
    seen = replace(house.look(), undo=[given_up, second, later_by_clock])
    assert [copy.tab.id for copy in copies(seen)] == [later_by_clock.id, 9, 10]
    run = State(house.session(), lambda seen: (Changes(), None), "x", False, None, None)
    run.count_write(seen)
    assert run.writes == labels[0].write + 3
