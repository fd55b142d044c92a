"""People edit between plan, lock, write and verification."""

import contextlib
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sheets_coc.errors import Error, SafetyStop, SheetError
from sheets_coc.local.person.edits import PersonEdit
from sheets_coc.sheet.undo_tab import Copy, Kind
from tests.sheet.conftest import House
from tests.sheet.transaction.outcome import BATCH, DONE, GONE, intact


def test_the_second_plan_sees_what_people_did_before_the_lock(house):
    house.rule(
        "edit_before",
        path=BATCH,
        nth=1,
        edit=PersonEdit("overtype", tab="Records", cell="E3", value="appeal"),
    )
    outcome = house.run()
    assert outcome.result == ["case-4", "case-7"]
    assert house.records()["case-1"][0] == "Person 1"


MOVES = [
    PersonEdit("insert_rows", tab="Records", row=3),
    PersonEdit("insert_rows", tab="Records", row=1, count=2),
    PersonEdit("delete_rows", tab="Records", row=2),
    PersonEdit("move_rows", tab="Records", row=3, to=8),
    PersonEdit("sort", tab="Records", column="C", descending=True),
    PersonEdit("insert_columns", tab="Records", column="A"),
    PersonEdit("move_columns", tab="Records", column="B", to="E"),
    PersonEdit("cut_paste", tab="Records", block="A3:F3", to="A12"),
]


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.name)
def test_the_owner_moves_things_between_lock_and_write(house, move):
    rule = house.rule("edit_before", path=BATCH, nth=2, edit=move)
    outcome = house.run()
    assert (rule.fired, rule.refused) == (1, 0)
    assert outcome.rounds == 2
    assert outcome.repaired > 0
    left = house.records()
    assert left == {case: DONE[case] for case in left}
    assert len(left) >= 7
    assert house.locks() == 0
    assert [line[0] for line in outcome.after.tab("Log").values[1:]] == ["redact"]


def test_a_hold_typed_between_lock_and_write_counts(house):
    house.rule(
        "edit_before",
        path=BATCH,
        nth=2,
        edit=PersonEdit("overtype", tab="Records", cell="E3", value="appeal"),
    )
    house.run()
    left = house.records()
    assert left["case-1"] == ("Person 1", "What 1 did", "yes", "appeal", None)
    assert left["case-4"] == GONE


def test_notes_and_formulas_hit_by_mistake_are_put_back(house):
    owner = house.session("owner")
    tab = owner.read().tab("Records")
    cell = {"userEnteredValue": {"formulaValue": '="Per"&"son"'}, "note": "a note"}
    owner.batch(
        [
            {
                "updateCells": {
                    "start": {"sheetId": tab.id, "rowIndex": 3, "columnIndex": 1},
                    "rows": [{"values": [cell]}],
                    "fields": "userEnteredValue,note",
                }
            }
        ]
    )
    house.rule(
        "edit_before", path=BATCH, nth=2, edit=PersonEdit("delete_rows", tab="Records", row=2)
    )
    outcome = house.run()
    assert outcome.repaired
    after = house.look().tab("Records")
    assert after.formulas == {(2, 1): '="Per"&"son"'}
    assert after.notes == {(2, 1): "a note"}


def test_the_owner_never_stops_and_the_tool_gives_up_cleanly(house):
    for nth in range(2, 30):
        house.rule(
            "edit_before",
            path=BATCH,
            nth=nth,
            edit=PersonEdit("move_rows", tab="Records", row=2, to=9),
        )
    with pytest.raises(SafetyStop):
        house.run()
    assert house.locks() == 0


def test_an_editor_is_stopped_by_the_lock(house):
    rule = house.rule(
        "edit_before",
        path=BATCH,
        nth=2,
        who="editor",
        edit=PersonEdit("sort", tab="Records", column="C", descending=True),
    )
    outcome = house.run()
    assert rule.refused == 1
    assert outcome.rounds == 1
    assert house.records() == DONE


def test_the_owner_takes_the_lock_away(house):
    rule = house.rule(
        "edit_before", path=BATCH, nth=2, edit=PersonEdit("remove_protection", tab="Records")
    )
    outcome = house.run()
    assert rule.refused == 0
    assert outcome.applied
    assert house.records() == DONE
    assert house.locks() == 0


def test_the_tab_goes_while_it_is_locked(house):
    house.rule("edit_before", path=BATCH, nth=2, edit=PersonEdit("delete_tab", tab="Records"))
    with pytest.raises(SheetError):
        house.run()
    assert house.locks() == 0


EDITS = st.sampled_from(
    [
        *MOVES,
        PersonEdit("overtype", tab="Records", cell="E3", value="hold"),
        PersonEdit("overtype", tab="Records", cell="H20", value="remark"),
        PersonEdit("remove_protection", tab="Records"),
        PersonEdit("sort", tab="Records", column="A", descending=True),
        PersonEdit("sort", tab="Records", column="B"),
        PersonEdit("add_column", tab="Records", header="Mine"),
    ]
)


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.tuples(st.integers(1, 6), EDITS), min_size=1, max_size=4), st.randoms())
def test_whatever_the_owner_moves_no_wrong_record_is_destroyed(tmp_path_factory, script, rng):
    assert isinstance(rng, random.Random)
    house = House(tmp_path_factory.mktemp("house"))
    for nth, edit in script:
        house.rule("edit_before", path=BATCH, nth=nth, edit=edit)
    stopped = False
    try:
        house.run()
    except Error:
        stopped = True
    if house.look().undo:  # stopped in the middle: the next run takes it back
        assert stopped
        with contextlib.suppress(SheetError):  # somebody typed over a header
            house.run(run_id="next")
        assert all(Copy.read(tab).label.kind is Kind.KEPT for tab in house.look().undo)
    try:
        left = house.records()
    except SheetError:
        assert stopped  # somebody typed over a header
        left = {}
    for case, seen in left.items():
        if not str(case).startswith("case-"):
            continue  # typed over
        number = int(case.removeprefix("case-"))
        due = seen[2] == "yes" and not seen[3]
        gone = seen[:2] == ("Expunged", "Expunged") and seen[4] == 46_000
        typed = {"hold", "remark"}  # wherever that cell was by then
        whole = seen[4] in {None, *typed} and all(
            value in {kept, *typed} for value, kept in zip(seen[:2], intact(number), strict=False)
        )
        assert gone or whole, case
        if number % 3 != 1:
            assert whole, case
        elif due and not stopped:
            assert gone, case
    assert house.locks() == 0
