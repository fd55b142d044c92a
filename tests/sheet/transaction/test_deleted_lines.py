"""Lines that are deleted while their owner moves things: the right one goes, the others stay."""

import pytest

from sheets_coc.local.person.edits import PersonEdit
from sheets_coc.sheet.model import Changes, SetCell
from tests.sheet.conftest import House

BATCH = r":batchUpdate"
LINES = ["What", "line a", "line b", "line c", "line d", "line e"]


def settle(*names):
    """A planner that deletes lines and marks those that stay."""

    def plan(snapshot):
        tab = snapshot.tab("Other")
        shown = [tab.value(row, 0) for row in range(len(tab.values))]
        gone = [row for row, name in enumerate(shown) if name in names]
        marks = [
            SetCell(tab.id, row, 1, "stays")
            for row, name in enumerate(shown)
            if row not in gone and str(name).startswith("line") and tab.value(row, 1) is None
        ]
        requests = tuple(
            {"deleteDimension": {"range": {"sheetId": tab.id, "dimension": "ROWS",
                                           "startIndex": row, "endIndex": row + 1}}}
            for row in reversed(gone)
        )  # fmt: skip
        return Changes(cells=tuple(marks), after=requests), gone

    return plan


@pytest.fixture
def lines(tmp_path):
    house = House(tmp_path)
    house.google.edit(PersonEdit("overtype", tab="Other", cell="A1", value="What"))
    for name in LINES[1:]:
        house.google.edit(PersonEdit("add_row", tab="Other", values=[name]))
    return house


def left(house):
    rows = house.look().tab("Other").values
    return [[*row, None, None][:2] for row in rows if row]


def test_lines_go_and_others_stay(lines):
    outcome = lines.run(settle("line b", "line d"))
    assert (outcome.rounds, outcome.repaired) == (1, 0)
    assert left(lines) == [["What", None], *([f"line {x}", "stays"] for x in "ace")]


@pytest.mark.parametrize(
    "move",
    [
        PersonEdit("insert_rows", tab="Other", row=2),
        PersonEdit("insert_rows", tab="Other", row=1, count=3),
        PersonEdit("delete_rows", tab="Other", row=2),
        PersonEdit("delete_rows", tab="Other", row=3),
        PersonEdit("move_rows", tab="Other", row=3, to=7),
        PersonEdit("sort", tab="Other", column="A", descending=True, first_row=2),
    ],
    ids=lambda move: move.name,
)
def test_the_owner_moves_lines_meanwhile(lines, move):
    rule = lines.rule("edit_before", path=BATCH, nth=2, edit=move)
    lines.run(settle("line b", "line d"))
    assert rule.fired == 1
    names = [row[0] for row in left(lines)]
    assert sorted(names) == ["What", "line a", "line c", "line e"]  # even one its owner deleted
    assert all(mark == "stays" for name, mark in left(lines) if name != "What")
