"""Names in the key that stand beside other codes than before: the wrong one is never erased."""

import pytest

from sheets_coc.private import Private
from sheets_coc.records.key.identity_key import IdentityKey, KeyEntry, KeyState
from sheets_coc.records.key.key_memory import PEOPLE, too_many
from sheets_coc.schema.layouts import BY_NAME, wanted
from sheets_coc.sheet.model import text
from tests.shape.sheet import Sheet

KEYS = [*BY_NAME["2026"].keys, *sorted(wanted(BY_NAME["2026"].keys) - set(BY_NAME["2026"].keys))]
KEY = "Person Identity Key"
NONE = Private(())
BIRDS = ("Heron", "Linnet", "Wren", "Dove", "Stork")
FIRST = [f"Quillan Ozark{n}" for n in range(5)]


def _sheet(world):
    """Five people; only the first one's record is past its date."""
    rows = [
        {"case": f"amber {bird.lower()}", "person": f"Blue {bird}", "status": "Resolved",
         "reported_on": "2020-01-05" if n == 0 else f"2026-0{n}-05", "consequence": "Warning",
         "resolution_source": "CoC WG", "hold": "an appeal" if n == 0 else None}
        for n, bird in enumerate(BIRDS)
    ]  # fmt: skip
    people = [[FIRST[n], f"Blue {bird}", f"oz{n}@x.example"] for n, bird in enumerate(BIRDS)]
    key = [["Real Name", "Person Code Name", "Contacts"], *people]
    sheet = Sheet(world, rows, KEYS, **{KEY: key}).no_notice()
    assert sheet.night().stop is None
    sheet.set(1, "hold", None)
    return sheet


def _names(sheet):
    return [text(row[0]) for row in sheet.grid(KEY)[1:]]


def _sorted(column):
    def change(grid):
        for row, value in zip(grid[1:], [row[column] for row in grid[:0:-1]], strict=True):
            row[column] = value

    return change


def _shifted(column, *, down):
    def change(grid):
        cells = [row[column] for row in grid[1:]]
        cells = [None, *cells] if down else [*cells[1:], None]
        grid += [[None] * len(grid[0])] * (len(cells) - len(grid) + 1)
        grid[1:] = [
            [*row[:column], cell, *row[column + 1 :]]
            for row, cell in zip(grid[1:], cells, strict=True)
        ]

    return change


def _exchanged(grid):
    grid[1][0], grid[2][0] = grid[2][0], grid[1][0]


@pytest.mark.parametrize(
    "change",
    [
        _sorted(0), _sorted(1), _shifted(0, down=True), _shifted(0, down=False),
        _shifted(1, down=True), _shifted(1, down=False), _exchanged,
    ],
)  # fmt: skip
def test_nobody_is_erased_while_names_stand_beside_other_codes(world, change):
    sheet = _sheet(world)
    sheet.edit(change, KEY)
    typed = _names(sheet)
    for night in sheet.nights(2):
        assert night.stop is not None
        assert night.stop.code == "key-apart"
    assert _names(sheet) == typed
    assert "key-apart" in sheet.codes()


def _whole_rows(grid):
    return [grid[0], *grid[:0:-1]]


def _corrected(grid):
    grid[2][0], grid[3][2] = "Quillan Ozark-One", None


def _new_and_gone(grid):
    return [*grid[:3], ["Quillan New", "Red Owl", None], *grid[4:]]


def _merged(grid):
    """The person of two codes turned out to be one: the later row is removed."""
    grid[2][0], grid[2][2] = grid[3][0], grid[3][2]
    return [*grid[:3], *grid[4:]]


@pytest.mark.parametrize("change", [_whole_rows, _corrected, _new_and_gone, _merged])
def test_ordinary_work_on_the_key_stops_nothing(world, change):
    sheet = _sheet(world)
    sheet.edit(change, KEY)
    assert sheet.night().stop is None
    assert FIRST[0] not in _names(sheet)


def test_a_tick_says_that_the_key_is_right_and_a_name_that_went_leaves_no_digest(world):
    sheet = _sheet(world)
    before = sheet.book().read().metadata[PEOPLE]
    sheet.edit(_exchanged, KEY)
    sheet.night()

    def tick(grid):
        row = next(row for row in grid[1:] if "beside other codes" in text(row[2]))
        row[0] = True

    sheet.edit(tick, "To do")
    assert sheet.night().stop is None
    assert sorted(_names(sheet))[:2] == ["Expunged", FIRST[0]]
    after = sheet.book().read().metadata[PEOPLE]
    assert len(after) == len(before)
    assert "......" in after
    assert "......" not in before
    assert "key-apart" not in sheet.codes()


def test_more_people_than_there_is_room_to_watch_are_said():
    people = {f"blue {n}": (KeyEntry(n, f"blue {n}", NONE, NONE, NONE),) for n in range(400)}
    key = IdentityKey(KeyState.READ, entries=people)
    assert not too_many(key, {})
    assert not too_many(key, {PEOPLE: "x" * 9_000})
    assert too_many(key, {"sheets-coc.rows": "x" * 25_000})
    more = {f"red {n}": (KeyEntry(n, f"red {n}", NONE, NONE, NONE),) for n in range(600)}
    assert too_many(IdentityKey(KeyState.READ, entries=people | more), {})
