"""A spreadsheet as an .xlsx file, opened again with openpyxl."""

import io
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from sheets_coc.local.auth.access import new_file
from sheets_coc.local.cells.chips import chip_cell
from sheets_coc.local.errors import NotALocalSheet
from sheets_coc.local.files.xlsx import exported, workbook_bytes
from sheets_coc.local.server.google import LocalGoogle
from sheets_coc.local.state.blank import blank
from sheets_coc.local.state.model import Content, RichCell, Spreadsheet, Tab

NOW = datetime(2026, 3, 2, tzinfo=UTC)
RED = {"red": 1}


def book() -> Spreadsheet:
    return blank("b", new_file("Book", "owner@example.org", NOW))


def opened(spreadsheet: Spreadsheet) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook_bytes(spreadsheet)))


def shown(*contents: Content, **parts: Any) -> Worksheet:
    """One row of cells, as the first sheet of the file."""
    made = book()
    for column, content in enumerate(contents):
        made.tabs[0].set(0, column, content)
    made.tabs[0].parts.update(parts)
    return opened(made).worksheets[0]


def formatted(value: Any, kind: str, pattern: str = "") -> RichCell:
    number = {"type": kind, "pattern": pattern} if pattern else {"type": kind}
    return RichCell(value, format={"numberFormat": number})


def choice(*values: str, strict: bool = True) -> dict[str, Any]:
    listed = [{"userEnteredValue": value} for value in values]
    return {"condition": {"type": "ONE_OF_LIST", "values": listed}, "strict": strict}


def test_values_are_what_they_were() -> None:
    sheet = shown("text", 1.5, True, False, None, "0042", 7)
    assert [cell.value for cell in sheet[1]] == ["text", 1.5, True, False, None, "0042", 7]


def test_text_stays_text_whatever_it_begins_with() -> None:
    sheet = shown("=1+1", "+1", "#N/A", "@x", "'x")
    assert [cell.value for cell in sheet[1]] == ["=1+1", "+1", "#N/A", "@x", "'x"]
    assert {cell.data_type for cell in sheet[1]} == {"s"}


def test_dates_are_dates() -> None:
    sheet = shown(
        formatted(45000, "DATE", "yyyy-mm-dd"),
        formatted(45000.5, "DATE_TIME"),
        formatted(0.25, "PERCENT"),
        formatted(45000, "DATE", "d mmm yyyy"),
    )
    assert sheet["A1"].value == datetime(2023, 3, 15)
    assert sheet["B1"].value == datetime(2023, 3, 15, 12)
    assert (sheet["C1"].value, sheet["C1"].number_format) == (0.25, "0.00%")
    assert sheet["D1"].is_date and sheet["D1"].number_format == "d mmm yyyy"


def test_formulas_that_others_know_stay_formulas() -> None:
    sheet = shown(
        1, RichCell(formula="=A1+1"), RichCell(formula='=IMPORTDATA("https://example.org/")')
    )
    assert (sheet["B1"].value, sheet["B1"].data_type) == ("=A1+1", "f")
    assert sheet["C1"].data_type == "s"


def test_a_note_is_a_comment() -> None:
    note = shown(RichCell("x", note="one\ntwo"))["A1"].comment
    assert note is not None and note.text == "one\ntwo"


def test_the_look_is_kept() -> None:
    look = {
        "textFormat": {"bold": True, "italic": True, "fontSize": 14, "foregroundColor": RED},
        "backgroundColorStyle": {"rgbColor": {"green": 1}},
        "horizontalAlignment": "CENTER",
        "wrapStrategy": "WRAP",
        "borders": {"bottom": {"style": "SOLID", "color": RED}},
    }
    cell = shown(RichCell("x", format=look))["A1"]
    assert (cell.font.b, cell.font.i, cell.font.sz) == (True, True, 14)
    assert cell.font.color.rgb == "00FF0000" and cell.fill.fgColor.rgb == "0000FF00"
    assert cell.alignment.horizontal == "center" and cell.alignment.wrap_text
    assert cell.border.bottom.style == "thin"


def test_links_lead_somewhere() -> None:
    link = {"textFormat": {"link": {"uri": "https://example.org/x"}}}
    cell = shown(RichCell("x", format=link))["A1"]
    assert cell.hyperlink is not None and cell.hyperlink.target == "https://example.org/x"


def test_drop_downs_become_lists() -> None:
    rule = choice("Open", "Closed")
    made = book()
    for row in (1, 2, 3, 7):
        made.tabs[0].set(row, 2, RichCell("Open", extra={"dataValidation": rule}))
    (found,) = opened(made).worksheets[0].data_validations.dataValidation
    assert (found.type, found.formula1, found.errorStyle) == ("list", '"Open,Closed"', "stop")
    assert str(found.sqref) == "C2:C4 C8"


@pytest.mark.parametrize("values", [["a, b", "c"], ['say "x"', "y"], ["long" * 20] * 9])
def test_choices_that_do_not_fit_stand_on_a_hidden_sheet(values: list[str]) -> None:
    made = book()
    made.tabs[0].set(0, 0, RichCell(None, extra={"dataValidation": choice(*values, strict=False)}))
    result = opened(made)
    (found,) = result.worksheets[0].data_validations.dataValidation
    assert found.formula1 == f"Lists!$A$1:$A${len(values)}"
    assert [cell.value for cell in result["Lists"]["A"]] == values
    assert result["Lists"].sheet_state == "hidden" and found.errorStyle == "warning"


def test_the_sheet_of_choices_comes_between_no_tabs_and_takes_nobodys_title() -> None:
    made = book()
    rule = choice("a, b", "c")
    made.tabs = [
        Tab(0, {"title": "Records"}),
        Tab(1, {"title": "lists", "hidden": True}),
        Tab(2, {"title": "Notes"}),
    ]
    for tab in made.tabs:
        tab.set(0, 0, RichCell(None, extra={"dataValidation": rule}))
    result = opened(made)
    assert [(sheet.title, sheet.sheet_state) for sheet in result.worksheets] == [
        ("Records", "visible"),
        ("lists", "hidden"),
        ("Notes", "visible"),
        ("Lists2", "hidden"),
    ]
    assert result.active.title == "Records"
    for sheet in result.worksheets[:3]:
        (found,) = sheet.data_validations.dataValidation
        assert found.formula1.startswith("Lists2!$")


def test_check_boxes_are_true_or_false() -> None:
    box = {"dataValidation": {"condition": {"type": "BOOLEAN"}}}
    sheet = shown(RichCell(True, extra=box), RichCell(False, extra=box), RichCell(None, extra=box))
    assert [cell.value for cell in sheet[1]] == [True, False, False]
    # LibreOffice shows 1 and 0 without a format.
    assert {cell.number_format for cell in sheet[1]} == {'"TRUE";"TRUE";"FALSE"'}


def test_checks_that_xlsx_does_not_know_are_left_out() -> None:
    rule = {"condition": {"type": "TEXT_IS_EMAIL"}}
    sheet = shown(RichCell("x", extra={"dataValidation": rule}))
    assert not sheet.data_validations.dataValidation


def test_date_checks_compare_with_serial_numbers() -> None:
    values = [{"userEnteredValue": "2023-03-15"}]
    rule = {"condition": {"type": "DATE_ON_OR_AFTER", "values": values}}
    (found,) = shown(RichCell(1, extra={"dataValidation": rule})).data_validations.dataValidation
    assert (found.type, found.operator, found.formula1) == ("date", "greaterThanOrEqual", "45000")


def test_the_layout_is_kept() -> None:
    made = book()
    tab = made.tabs[0]
    tab.set(0, 0, "x")
    tab.properties["gridProperties"] = {"frozenRowCount": 2, "frozenColumnCount": 1}
    tab.properties["tabColor"] = RED
    tab.column_meta = {1: {"pixelSize": 210}, 2: {"hiddenByUser": True}}
    tab.row_meta = {3: {"pixelSize": 40}, 4: {"hiddenByUser": True}}
    tab.parts["merges"] = [
        {"startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 3}
    ]
    tab.parts["basicFilter"] = {"range": {"endRowIndex": 9, "endColumnIndex": 3}}
    sheet = opened(made).worksheets[0]
    assert sheet.freeze_panes == "B3"
    assert sheet.column_dimensions["B"].width == 30 and sheet.column_dimensions["C"].hidden
    assert sheet.row_dimensions[4].height == 30 and sheet.row_dimensions[5].hidden
    assert [str(block) for block in sheet.merged_cells.ranges] == ["A1:C2"]
    assert sheet.auto_filter.ref == "A1:C9"
    assert sheet.sheet_properties.tabColor.rgb == "00FF0000"


def test_a_value_inside_a_merge_does_not_stop_the_export() -> None:
    merge = {"startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 2}
    assert shown("kept", RichCell("under", note="n"), merges=[merge])["A1"].value == "kept"


def test_conditional_formats_are_kept() -> None:
    block = [{"startRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 1}]
    look = {"backgroundColor": RED, "textFormat": {"bold": True}}

    def rule(kind: str, *values: Any) -> dict[str, Any]:
        condition = {"type": kind, "values": list(values)}
        return {"ranges": block, "booleanRule": {"condition": condition, "format": look}}

    points = {"minpoint": {"type": "MIN", "color": RED}, "maxpoint": {"type": "MAX", "color": {}}}
    sheet = shown(
        "x",
        conditionalFormats=[
            rule("CUSTOM_FORMULA", {"userEnteredValue": "=A2<TODAY()"}),
            rule("NUMBER_GREATER", {"userEnteredValue": "5"}),
            rule("DATE_BEFORE", {"relativeDate": "TODAY"}),
            rule("TEXT_CONTAINS", {"userEnteredValue": 'a "b"'}),
            rule("NOT_BLANK"),
            {"ranges": block, "gradientRule": points},
        ],
    )
    ((where, rules),) = [(str(f.sqref), f.rules) for f in sheet.conditional_formatting]
    assert where == "A2:A1000"
    assert [found.formula[0] for found in rules[:5]] == [
        "A2<TODAY()",
        "5",
        "TODAY()",
        'ISNUMBER(SEARCH("a ""b""",A2))',
        "LEN(TRIM(A2))>0",
    ]
    assert rules[5].type == "colorScale"


def test_titles_that_xlsx_forbids_are_changed_and_stay_apart() -> None:
    made = book()
    titles = ["A/B: [all]?", "A_B_ _all__", "x" * 40, "X" * 40, "History"]
    made.tabs = [Tab(n, {"title": title}) for n, title in enumerate(titles)]
    names = opened(made).sheetnames
    assert len({name.casefold() for name in names}) == 5
    assert all(len(name) <= 31 for name in names)


def test_hidden_tabs_are_hidden_and_one_is_in_front() -> None:
    made = book()
    made.tabs = [Tab(0, {"title": "One", "hidden": True}), Tab(1, {"title": "Two"})]
    result = opened(made)
    assert [sheet.sheet_state for sheet in result.worksheets] == ["hidden", "visible"]
    assert result.active is not None and result.active.title == "Two"


@given(st.text(), st.text(), st.text())
def test_no_text_stops_the_export(value: str, note: str, title: str) -> None:
    made = book()
    made.tabs = [Tab(0, {"title": title or "x"})]
    made.tabs[0].set(0, 0, RichCell(value or None, note=note or None))
    assert opened(made).worksheets


def test_a_local_file_is_exported(tmp_path: Path) -> None:
    LocalGoogle(tmp_path / "file").create_spreadsheet("Book", {"Records": [["Case"], ["a"]]})
    content = exported(tmp_path / "file")
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Records"]
    assert [row[0].value for row in sheet] == ["Case", "a"]
    with pytest.raises(NotALocalSheet):
        exported(tmp_path / "absent")
    assert not (tmp_path / "absent").exists()


def test_no_temporary_file_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "absent"))
    with pytest.raises(FileNotFoundError):
        tempfile.mkstemp()
    assert shown("x", RichCell("y", note="n"))["B1"].comment.text == "n"


def test_numbers_that_are_no_day_are_shown_as_numbers() -> None:
    sheet = shown(formatted(-3, "DATE"), formatted(1e9, "DATE_TIME"), formatted(-3, "NUMBER"))
    assert [cell.value for cell in sheet[1]] == [-3, 1e9, -3]
    assert [cell.number_format for cell in sheet[1]] == ["General", "General", "#,##0.00"]


def test_a_chip_is_what_it_shows() -> None:
    cell = chip_cell("by @!", (3, "a@example.org", "Jane Roe"))
    assert shown(cell)["A1"].value == "by Jane Roe!"
