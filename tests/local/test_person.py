"""What a person does in the sheet, done through the API's own requests."""

from pathlib import Path
from typing import Any

import pytest

from sheets_coc.local.auth.access import new_file, share
from sheets_coc.local.errors import ApiError
from sheets_coc.local.person.edits import NAMES, PersonEdit, perform
from sheets_coc.local.state.blank import default_properties
from sheets_coc.local.state.model import RichCell, Spreadsheet, Tab, as_cell
from sheets_coc.local.state.state import Store

OWNER, EDITOR = "owner@example.org", "editor@example.org"
ROWS = [["Case", "Day", "Who"], ["c", 3, "Cy"], ["a", 1, "Al"], ["b", 2, "Bo"]]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "file")
    with made.write() as state:
        file = new_file("Book", OWNER, state.now)
        share(file, EDITOR, "writer")
        rows = [list(row) for row in ROWS]
        tabs = [Tab(0, {"title": "Records"}, 20, 6, rows), Tab(1, {"title": "Other"}, 5, 5)]
        state.add(Spreadsheet("book", file, default_properties(), tabs))
    return made


def do(store: Store, name: str, who: str = OWNER, /, **arguments: Any) -> None:
    with store.write() as state:
        perform(state, "book", who, PersonEdit(name, **arguments))


def values(store: Store, title: str = "Records") -> list[list[Any]]:
    with store.read() as state:
        found = state.spreadsheet("book").tab_titled(title)
        assert found is not None
        rows = [[as_cell(content).value for content in row] for row in found.rows]
    for row in rows:
        while row and row[-1] is None:
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("insert_rows", {"row": 2}, [ROWS[0], [], *ROWS[1:]]),
        ("insert_rows", {"row": 5, "count": 3}, ROWS),
        ("delete_rows", {"row": 2, "count": 2}, [ROWS[0], ROWS[3]]),
        ("move_rows", {"row": 2, "to": 5}, [ROWS[0], ROWS[2], ROWS[3], ROWS[1]]),
        ("move_rows", {"row": 4, "to": 2}, [ROWS[0], ROWS[3], ROWS[1], ROWS[2]]),
        ("insert_columns", {"column": "B"}, [[r[0], None, *r[1:]] for r in ROWS]),
        ("delete_columns", {"column": "B"}, [[r[0], r[2]] for r in ROWS]),
        ("move_columns", {"column": "A", "to": "C"}, [[r[1], r[0], r[2]] for r in ROWS]),
        ("sort", {"column": "B"}, [ROWS[0], ROWS[2], ROWS[3], ROWS[1]]),
        ("sort", {"column": "A", "descending": True}, [ROWS[0], ROWS[1], ROWS[3], ROWS[2]]),
        (
            "sort",
            {"column": "A", "columns": "A:A"},
            [ROWS[0], ["a", 3, "Cy"], ["b", 1, "Al"], ["c", 2, "Bo"]],
        ),
        (
            "cut_paste",
            {"block": "A2:C2", "to": "A6"},
            [ROWS[0], [], ROWS[2], ROWS[3], [], ROWS[1]],
        ),
        ("copy_paste", {"block": "A2:B2", "to": "A5"}, [*ROWS, ["c", 3]]),
        ("overtype", {"cell": "C2", "value": "Di"}, [ROWS[0], ["c", 3, "Di"], *ROWS[2:]]),
        ("overtype", {"cell": "B2", "value": "=A2"}, [ROWS[0], ["c", None, "Cy"], *ROWS[2:]]),
        ("clear", {"block": "B2:C3"}, [ROWS[0], ["c"], ["a"], ROWS[3]]),
        ("add_row", {"values": ["d", None, "Ed"]}, [*ROWS, ["d", None, "Ed"]]),
        ("add_column", {"header": "Mine"}, [[*ROWS[0], "Mine"], *ROWS[1:]]),
        (
            "add_column",
            {"header": "Mine", "before": "A"},
            [["Mine", *ROWS[0]], *([None, *row] for row in ROWS[1:])],
        ),
    ],
)
def test_an_edit_leaves_the_sheet_as_a_person_would(
    store: Store, name: str, arguments: dict[str, Any], expected: list[list[Any]]
) -> None:
    do(store, name, tab="Records", **arguments)
    assert values(store) == expected


def test_a_block_can_be_carried_to_another_tab(store: Store) -> None:
    do(store, "cut_paste", tab="Records", block="A2:C2", to="B2", to_tab="Other")
    assert values(store, "Other") == [[], [None, "c", 3, "Cy"]]
    assert values(store) == [ROWS[0], [], ROWS[2], ROWS[3]]


def test_a_typed_date_becomes_a_date(store: Store) -> None:
    do(store, "overtype", tab="Records", cell="B2", value="2026-03-15")
    with store.read() as state:
        cell = as_cell(state.spreadsheet("book").tabs[0].get(1, 1))
    assert cell.value == 46096
    assert cell.format is not None and cell.format["numberFormat"]["type"] == "DATE"


def test_notes_and_tabs(store: Store) -> None:
    do(store, "note", tab="Records", cell="A2", text="seen")
    do(store, "rename_tab", tab="Records", title="Reports")
    do(store, "add_tab", title="New")
    do(store, "hide_tab", tab="New")
    do(store, "delete_tab", tab="Other")
    with store.read() as state:
        book = state.spreadsheet("book")
        assert [tab.title for tab in book.tabs] == ["Reports", "New"]
        assert as_cell(book.tabs[0].get(1, 0)) == RichCell("c", note="seen")
        assert book.tabs[1].properties["hidden"]


def test_locks_stop_the_editor_and_not_the_owner(store: Store) -> None:
    do(store, "protect", tab="Records")
    with pytest.raises(ApiError) as caught:
        do(store, "overtype", EDITOR, tab="Records", cell="A2", value="x")
    assert caught.value.code == 400
    assert values(store) == ROWS
    do(store, "overtype", tab="Records", cell="A2", value="x")
    assert values(store)[1][0] == "x"
    do(store, "remove_protection", tab="Records")
    do(store, "overtype", EDITOR, tab="Records", cell="A2", value="y")
    assert values(store)[1][0] == "y"


def test_somebody_without_access_cannot_edit(store: Store) -> None:
    with pytest.raises(ApiError) as caught:
        do(store, "clear", "stranger@example.org", tab="Records", block="A1:C4")
    assert caught.value.code == 403


def test_an_edit_that_changes_nothing_is_no_version(store: Store) -> None:
    with store.read() as state:
        before = state.file("book")["version"]
    do(store, "remove_protection")
    with store.read() as state:
        assert state.file("book")["version"] == before
    do(store, "clear", tab="Records", block="C2")
    with store.read() as state:
        assert state.file("book")["version"] == before + 1


@pytest.mark.parametrize(
    "edit",
    [
        ("overtype", {"tab": "Nowhere", "cell": "A1", "value": 1}),
        ("overtype", {"tab": "Records", "cell": "1A", "value": 1}),
        ("overtype", {"tab": "Records", "cell": "ZZ99", "value": 1}),
        ("clear", {"tab": "Records", "block": "?"}),
    ],
)
def test_what_cannot_be_done_is_an_error_and_changes_nothing(
    store: Store, edit: tuple[str, dict[str, Any]]
) -> None:
    with pytest.raises((ValueError, ApiError)):
        do(store, edit[0], **edit[1])
    assert values(store) == ROWS


def test_an_unknown_edit_names_those_there_are() -> None:
    with pytest.raises(ValueError, match="insert_rows"):
        PersonEdit("dance")
    assert len(NAMES) == len(set(NAMES))


def test_an_edit_does_not_show_what_was_typed() -> None:
    edit = PersonEdit("overtype", tab="Records", cell="A1", value="Ann Example")
    assert "Ann" not in repr(edit)
