"""All that gspread's public interface can do, done with the real gspread."""

import gspread
import pytest
from gspread.cell import Cell
from gspread.utils import (
    DateTimeOption,
    Dimension,
    ExportFormat,
    InsertDataOption,
    MergeType,
    PasteOrientation,
    PasteType,
    ValidationConditionType,
    ValueInputOption,
    ValueRenderOption,
)

from tests.keyed import local_google
from tests.local.clients import gspread_client

TABLE = [["Name", "Points"], ["b", 2], ["a", 3], ["c", 1]]


@pytest.fixture(scope="module")
def google(tmp_path_factory):
    return local_google(tmp_path_factory.mktemp("gspread") / "google")


@pytest.fixture(scope="module")
def client(google):
    return gspread_client(google)


@pytest.fixture
def book(client):
    return client.create("A book")


@pytest.fixture
def tab(book):
    return book.sheet1


@pytest.fixture
def table(tab):
    tab.update(TABLE, "A1")
    return tab


def test_create_open_copy_rename_and_delete(client):
    made = client.create("First")
    assert client.open("First").id == made.id
    assert client.open_by_url(made.url).title == "First"
    copied = client.copy(made.id, title="Second", copy_comments=True)
    assert {"First", "Second"} <= {one["name"] for one in client.list_spreadsheet_files()}
    assert {"First", "Second"} <= {one.title for one in client.openall()}
    copied.update_title("Third")
    assert client.open_by_key(copied.id).title == "Third"
    client.del_spreadsheet(copied.id)
    with pytest.raises(gspread.SpreadsheetNotFound):
        client.open_by_key(copied.id)


def test_properties_of_the_spreadsheet(book):
    assert (book.locale, book.timezone) == ("en_US", "Etc/GMT")
    book.update_timezone("Europe/Berlin")
    book.update_locale("de_DE")
    assert book.fetch_sheet_metadata()["properties"]["locale"] == "de_DE"
    with pytest.raises(gspread.exceptions.APIError):
        book.update_timezone("Mars/Olympus")
    assert book.creationTime <= book.get_lastUpdateTime()


def test_tabs_come_go_and_move(book):
    one = book.add_worksheet("One", rows=5, cols=5)
    two = book.add_worksheet("Two", rows=5, cols=5, index=0)
    assert [tab.title for tab in book.worksheets()] == ["Two", "Sheet1", "One"]
    book.reorder_worksheets([one, two, book.worksheet("Sheet1")])
    assert [tab.title for tab in book.worksheets()] == ["One", "Two", "Sheet1"]
    one.update_index(2)
    assert [tab.title for tab in book.worksheets()] == ["Two", "Sheet1", "One"] or one.index
    one.update_title("Uno")
    copied = one.duplicate(new_sheet_name="Dos")
    assert book.worksheet("Dos").id == copied.id
    book.duplicate_sheet(one.id, insert_sheet_index=1, new_sheet_id=77, new_sheet_name="Tres")
    assert book.get_worksheet_by_id(77).index == 1
    book.del_worksheet(copied)
    book.del_worksheet_by_id(77)
    assert {tab.title for tab in book} == {"Two", "Sheet1", "Uno"}
    with pytest.raises(gspread.WorksheetNotFound):
        book.worksheet("Dos")


def test_a_tab_goes_to_another_spreadsheet(client, table):
    other = client.create("Other")
    table.copy_to(other.id)
    assert other.worksheet("Copy of Sheet1").get_all_values()[1] == ["b", "2"]


def test_the_last_visible_tab_stays(book, tab):
    with pytest.raises(gspread.exceptions.APIError, match="can't hide all"):
        tab.hide()
    with pytest.raises(gspread.exceptions.APIError, match="can't remove all"):
        book.del_worksheet(tab)
    other = book.add_worksheet("Other", 5, 5)
    tab.hide()
    assert [t.title for t in book.worksheets(exclude_hidden=True)] == ["Other"]
    tab.show()
    assert other.isSheetHidden is False


def test_values_are_read_in_every_way(table):
    assert table.get_all_values() == [["Name", "Points"], ["b", "2"], ["a", "3"], ["c", "1"]]
    assert table.get_all_records() == [
        {"Name": name, "Points": points} for name, points in TABLE[1:]
    ]
    assert table.row_values(2) == ["b", "2"]
    assert table.col_values(2) == ["Points", "2", "3", "1"]
    assert table.acell("B2").value == "2"
    assert table.cell(2, 2, value_render_option=ValueRenderOption.unformatted).value == 2
    assert table.get("A2:B3") == [["b", "2"], ["a", "3"]]
    assert table.get("B:B", major_dimension=Dimension.cols) == [["Points", "2", "3", "1"]]
    assert table.batch_get(["A1", "A4:B"]) == [[["Name"]], [["c", "1"]]]
    assert [cell.value for cell in table.range("A1:B2")] == ["Name", "Points", "b", "2"]
    assert table.get_all_cells()[27].value == "2"
    assert table.get("A9:B9") == [[]]
    assert table.find("a").address == "A3"
    assert [cell.address for cell in table.findall("Points", in_row=1)] == ["B1"]


def test_values_are_written_in_every_way(tab):
    tab.update_acell("A1", "=1+1")
    tab.update_cell(1, 2, "x")
    tab.update_cells([Cell(2, 1, "y"), Cell(2, 3, 4)])
    tab.batch_update([{"range": "A3:B3", "values": [[1, 2]]}, {"range": "D1", "values": [["z"]]}])
    tab.update([["c", "d"]], "A4", major_dimension=Dimension.cols)
    assert tab.get_all_values() == [
        ["2", "x", "", "z"],
        ["y", "", "4", ""],
        ["1", "2", "", ""],
        ["c", "", "", ""],
        ["d", "", "", ""],
    ]
    assert tab.acell("A1", value_render_option=ValueRenderOption.formula).value == "=1+1"
    tab.batch_clear(["A1:B1", "D1"])
    assert tab.get("A1:D2") == [[], ["y", "", "4"]]
    tab.clear()
    assert tab.get_all_values() == [[]]


def test_rows_are_appended(table):
    answer = table.append_rows([["d", 4], ["e", 5]], value_input_option=ValueInputOption.raw)
    assert answer["updates"]["updatedRange"] == "Sheet1!A5:B6"
    assert answer["tableRange"] == "Sheet1!A1:B4"
    table.append_row(["f"], insert_data_option=InsertDataOption.insert_rows, table_range="A1:B4")
    assert table.col_values(1) == ["Name", "b", "a", "c", "d", "e", "f"]
    answer = table.append_row(["g"], include_values_in_response=True)
    assert answer["updates"]["updatedData"]["values"] == [["g"]]


def test_append_grows_the_grid(book):
    tab = book.add_worksheet("Small", rows=1, cols=1)
    tab.append_rows([["a", "b"], ["c", "d"], ["e", "f"]])
    assert book.worksheet("Small").row_count == 3
    assert book.worksheet("Small").col_count == 2


def test_rows_and_columns_come_and_go(table):
    table.insert_row(["x", 9], 2)
    table.insert_rows([["y"], ["z"]], 4, inherit_from_before=True)
    table.insert_cols([["new", "n1"]], 2)
    assert table.get_all_values()[:3] == [
        ["Name", "new", "Points"],
        ["x", "n1", "9"],
        ["b", "", "2"],
    ]
    table.delete_columns(2)
    table.delete_rows(2)
    table.delete_rows(3, 4)
    assert table.get_all_values() == [["Name", "Points"], ["b", "2"], ["a", "3"], ["c", "1"]]
    table.add_rows(10)
    table.add_cols(1)
    assert (table.row_count, table.col_count) == (1010, 27)
    table.resize(rows=2, cols=2)
    assert table.get_all_values() == [["Name", "Points"], ["b", "2"]]


def test_sorting(table):
    table.sort((2, "des"), range="A2:B4")
    assert table.col_values(1) == ["Name", "a", "b", "c"]
    table.freeze(rows=1)
    table.sort((1, "asc"))
    assert table.col_values(1) == ["Name", "a", "b", "c"]


def test_looks(book, tab):
    tab.format("A1:B1", {"textFormat": {"bold": True}, "backgroundColor": {"red": 1.0}})
    tab.batch_format([{"range": "A2", "format": {"numberFormat": {"type": "PERCENT"}}}])
    tab.update([[0.5]], "A2")
    assert tab.acell("A2").value == "50.00%"
    tab.freeze(rows=1, cols=1)
    tab.update_tab_color("#ff0000")
    assert tab.get_tab_color() == "#FF0000"
    tab.clear_tab_color()
    assert tab.get_tab_color() is None
    tab.hide_gridlines()
    tab.show_gridlines()
    tab.columns_auto_resize(0, 1)
    tab.rows_auto_resize(0, 1)
    fresh = book.get_worksheet(0)
    assert (fresh.frozen_row_count, fresh.frozen_col_count) == (1, 1)
    assert fresh.is_gridlines_hidden is False


def test_merges(table):
    table.update([["x"]] * 4, "C1")
    table.merge_cells("A1:B2", merge_type=MergeType.merge_rows)
    table.merge_cells("A3:B4")
    assert table.get("A1:C4", combine_merged_cells=True, pad_values=True) == [
        ["Name", "Name", "x"],
        ["b", "b", "x"],
        ["a", "a", "x"],
        ["a", "a", "x"],
    ]
    table.unmerge_cells("A1:B4")
    assert "merges" not in table.spreadsheet.fetch_sheet_metadata()["sheets"][0]


def test_hidden_rows_and_groups(book, table):
    table.hide_rows(1, 2)
    table.unhide_rows(1, 2)
    table.hide_columns(0, 1)
    table.unhide_columns(0, 1)
    table.add_dimension_group_rows(1, 3)
    table.add_dimension_group_columns(0, 1)
    table.add_dimension_group_rows(0, 4)
    assert [g["depth"] for g in table.list_dimension_group_rows()] == [1, 2]
    table.delete_dimension_group_rows(0, 4)
    table.delete_dimension_group_columns(0, 1)
    assert table.list_dimension_group_columns() == []
    assert len(table.list_dimension_group_rows()) == 1


def test_copies_and_cuts(table):
    table.copy_range("A1:B2", "D1:E2", PasteType.values, PasteOrientation.transpose)
    assert table.get("D1:E2") == [["Name", "b"], ["Points", "2"]]
    table.cut_range("A3:B3", "D5")
    assert table.get("D5:E5") == [["a", "3"]]
    assert table.get("A3:B3") == [[]]


def test_filters_names_notes_rules_and_protection(book, table):
    table.set_basic_filter("A1:B4")
    table.clear_basic_filter()
    table.define_named_range("A1:B4", "Everything")
    assert book.values_get("Everything")["range"] == "Sheet1!A1:B4"
    named = book.list_named_ranges()[0]
    table.delete_named_range(named["namedRangeId"])
    table.insert_note("A1", "a note")
    table.update_notes({"B2": "another"})
    assert table.get_note("A1") == "a note"
    assert table.get_notes()[:2] == [["a note", ""], ["", "another"]]
    table.clear_notes(["A1"])
    assert table.get_note("A1") == ""
    table.add_validation("A2:A4", ValidationConditionType.one_of_list, ["a", "b"], strict=True)
    table.add_protected_range("A1:B1", description="header", warning_only=True)
    protection = book.list_protected_ranges(table.id)[0]
    assert protection["description"] == "header"
    table.delete_protected_range(protection["protectedRangeId"])


def test_people(book):
    book.share("reader@example.org", perm_type="user", role="reader", notify=False)
    assert {p["role"] for p in book.list_permissions()} == {"owner", "reader"}
    book.remove_permissions("reader@example.org", role="any")
    assert {p["role"] for p in book.list_permissions()} == {"owner"}


def test_values_of_the_whole_spreadsheet(book, table):
    book.values_update("B1", {"valueInputOption": "USER_ENTERED"}, {"values": [["=A2"]]})
    assert book.values_batch_get(["Sheet1!B1:B2"])["valueRanges"][0]["values"] == [["b"], ["2"]]
    book.values_append("A1", {"valueInputOption": "RAW"}, {"values": [["q"]]})
    book.values_batch_update(
        {"valueInputOption": "RAW", "data": [{"range": "C1", "values": [["c1"]]}]}
    )
    book.values_clear("A1:A2")
    book.values_batch_clear(body={"ranges": ["B2"]})
    assert table.get_all_values() == [
        ["", "", "c1"],
        ["", "", ""],
        ["a", "3", ""],
        ["c", "1", ""],
        ["q", "", ""],
    ]


def test_dates_in_every_render_option(tab):
    tab.update([["2020-01-01", "10:30", "12%", "TRUE"]], "A1", raw=False)
    assert tab.get("A1:D1") == [["2020-01-01", "10:30:00 AM", "12%", "TRUE"]]
    assert tab.get("A1:D1", value_render_option=ValueRenderOption.unformatted) == [
        [43831, 0.4375, 0.12, True]
    ]
    assert tab.get(
        "A1",
        value_render_option=ValueRenderOption.unformatted,
        date_time_render_option=DateTimeOption.formatted_string,
    ) == [["2020-01-01"]]


def test_a_number_as_text_stays_text_when_raw(tab):
    tab.update([["0042", "=1", "2020-01-01"]], "A1")
    assert tab.get("A1:C1", value_render_option=ValueRenderOption.unformatted) == [
        ["0042", "=1", "2020-01-01"]
    ]


def test_export(book, table):
    assert book.export(ExportFormat.CSV).decode().startswith("Name,Points")
