"""The file: made from texts, shown as texts, kept whole, and never somebody else's."""

import os
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets_coc.local import LocalGoogle
from sheets_coc.local.errors import ApiError, LocalGoogleError, NoSuchTab, NotALocalSheet
from sheets_coc.local.files.text import new, show
from sheets_coc.local.state import codec
from sheets_coc.local.state.model import RichCell, Spreadsheet, Tab
from sheets_coc.local.state.state import Store

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


def test_texts_come_back(tmp_path):
    path = tmp_path / "records"
    rows = [["Case", "When"], ["a", "2020-02-29"], [], ["=1+1", "0042", "2020-02-30", ""]]
    new(path, "Records", {"Records": rows, "Other": []})
    assert show(path, "records") == [["Case", "When"], ["a", "2020-02-29"], [], rows[3][:3]]
    assert show(path, "Other") == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_the_file_is_its_owners_alone(tmp_path):
    new(tmp_path / "records", "Records", {"Records": [["a"]]})
    assert (tmp_path / "records").stat().st_mode & 0o077 == 0
    (tmp_path / "shared").touch(mode=0o644)
    LocalGoogle(tmp_path / "shared")
    assert (tmp_path / "shared").stat().st_mode & 0o777 == 0o644  # theirs stays as it is


def test_dates_are_dates_and_the_rest_is_text(tmp_path):
    path = tmp_path / "records"
    new(path, "Records", {"Records": [["2020-01-01", "42", "TRUE"]]})
    google = LocalGoogle(path)
    with google.store.read() as state:
        row = state.spreadsheet(google.main_spreadsheet).tabs[0].rows[0]
    assert isinstance(row[0], RichCell)
    assert row[0].value == 43831
    assert row[0].format == {"numberFormat": {"type": "DATE", "pattern": "yyyy-mm-dd"}}
    assert row[1:] == ["42", "TRUE"]


def test_every_kind_of_value_is_shown_plainly(tmp_path):
    path = tmp_path / "records"
    google = LocalGoogle(path)
    when = {"numberFormat": {"type": "DATE_TIME", "pattern": "d/m/yy h:mm"}}
    google.create_spreadsheet("Book", {"A": [[True, False, 1.0, 0.5, None, "x"]]})
    with google.store.write() as state:
        tab = state.spreadsheet(google.main_spreadsheet).tabs[0]
        tab.set(1, 0, RichCell(43831.5, format=when))
        tab.set(1, 1, RichCell(formula="=1/0"))
    assert show(path, "A") == [
        ["TRUE", "FALSE", "1", "0.5", "", "x"],
        ["2020-01-01 12:00:00", "#DIV/0!"],
    ]


def test_what_cannot_be_made_or_shown_is_said(tmp_path):
    path = tmp_path / "records"
    new(path, "Records", {"Records": []})
    with pytest.raises(NotALocalSheet):
        new(path, "Records", {})
    with pytest.raises(NotALocalSheet):
        new(tmp_path / "no" / "folder", "Records", {})
    with pytest.raises(NoSuchTab):
        show(path, "Nowhere")
    with pytest.raises(NotALocalSheet):
        show(tmp_path / "absent", "Records")
    assert not (tmp_path / "absent").exists()
    with pytest.raises(LocalGoogleError):
        new(tmp_path / "long", "Records", {"A": [["x" * 50_001]]})
    with pytest.raises(LocalGoogleError):
        new(tmp_path / "twice", "Records", {"A": [], "a": []})
    assert not (tmp_path / "long").exists()


@pytest.mark.parametrize("content", [b"Case,Name\n", b"SQLite format 3\x00" + b"x" * 200])
def test_other_files_are_left_alone(tmp_path, content):
    path = tmp_path / "other"
    path.write_bytes(content)
    with pytest.raises(NotALocalSheet):
        LocalGoogle(path)
    assert path.read_bytes() == content


def test_nothing_lies_beside_the_file(tmp_path):
    google = LocalGoogle(tmp_path / "records")
    google.create_spreadsheet("Book", {"A": [["x"]]})
    assert [path.name for path in tmp_path.iterdir()] == ["records"]


def test_a_change_that_fails_leaves_nothing(tmp_path):
    google = LocalGoogle(tmp_path / "records")
    made = google.create_spreadsheet("Book", {"A": [["old"]]})
    with pytest.raises(ZeroDivisionError), google.store.write() as state:
        state.spreadsheet(made).tabs[0].set(0, 0, "new")
        state.file(made)["name"] = "New"
        state.delete(made)
        raise ZeroDivisionError
    with google.store.read() as state:
        assert state.spreadsheet(made).tabs[0].get(0, 0) == "old"
        assert state.file(made)["name"] == "Book"


def test_deleting_takes_everything(tmp_path):
    google = LocalGoogle(tmp_path / "records")
    made = google.create_spreadsheet("Book", {"A": [["x"]]})
    with google.store.write() as state:
        state.delete(made)
    with google.store.read() as state:
        assert state.ids() == []
        with pytest.raises(ApiError):
            state.spreadsheet(made)


def test_times_come_from_the_clock(tmp_path):
    moment = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
    google = LocalGoogle(tmp_path / "records", clock=lambda: moment)
    made = google.create_spreadsheet("Book", {})
    with google.store.read() as state:
        assert state.file(made)["createdTime"] == "2026-03-01T09:30:00.000Z"


def test_another_process_is_seen(tmp_path):
    one, other = (Store(tmp_path / "records") for _ in range(2))
    with one.write() as state:
        tab = Tab(0, {"title": "A"}, rows=[[f"r{n}"] for n in range(1000)], row_count=1000)
        state.add(Spreadsheet("id", {"name": "Book"}, {}, [tab]))
    with other.read() as state:
        assert state.spreadsheet("id").tabs[0].get(999, 0) == "r999"
    with other.write() as state:
        state.spreadsheet("id").tabs[0].set(500, 0, "changed")
    with one.read() as state:
        tab = state.spreadsheet("id").tabs[0]
        assert (tab.get(499, 0), tab.get(500, 0)) == ("r499", "changed")


def test_a_restored_copy_of_the_file_is_noticed(tmp_path):
    path = tmp_path / "records"
    store = Store(path)
    with store.write() as state:
        state.add(Spreadsheet("id", {"name": "Book"}, {}, [Tab(0, {"title": "A"}, rows=[["old"]])]))
    copy = path.read_bytes()
    with store.write() as state:
        state.spreadsheet("id").tabs[0].set(0, 0, "new")
    path.write_bytes(copy)
    with store.read() as state:
        assert state.spreadsheet("id").tabs[0].get(0, 0) == "old"


CELLS = st.one_of(
    st.none(),
    TEXTS,
    st.booleans(),
    st.integers(-(10**9), 10**9),
    st.floats(allow_nan=False, allow_infinity=False),
    st.builds(
        RichCell,
        TEXTS,
        format=st.sampled_from([None, {"textFormat": {"bold": True}}]),
        note=st.none() | TEXTS,
        extra=st.sampled_from([None, {"dataValidation": {"strict": True}}]),
    ),
)


@given(st.lists(st.lists(CELLS, max_size=5), max_size=8))
def test_rows_survive_the_file(rows):
    found = codec.decode_rows(codec.encode_rows(rows), {})
    assert found == rows
    assert [[type(cell) for cell in row] for row in found] == [
        [type(cell) for cell in row] for row in rows
    ]
