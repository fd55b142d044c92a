"""What a run that died left half done is put back, wherever the rows are by then."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheets_coc.errors import SafetyStop
from sheets_coc.local.person.edits import PersonEdit
from sheets_coc.sheet.google import requests as rq
from sheets_coc.sheet.model import Changes, SetCell, Tab
from sheets_coc.sheet.transaction import parts, rollback, undo
from sheets_coc.sheet.transaction.placing import missing, place, untouched
from sheets_coc.sheet.undo_tab import Copy, Kind, Label
from tests.sheet.conftest import expunge
from tests.sheet.transaction.dying import die, later
from tests.sheet.transaction.outcome import BATCH, DONE, intact


@pytest.mark.parametrize("batches", [1, 2])
def test_what_a_run_that_died_left_half_done_is_taken_back(house, batches):
    die(house, batches)
    assert house.look().undo
    later(house)
    assert house.records() == DONE
    assert (house.look().undo, house.locks()) == ([], 0)
    assert [line[0] for line in house.look().tab("Log").values[1:]] == ["redact"]


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


def test_a_put_back_that_meets_other_rows_is_taken_back_itself(house):
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
