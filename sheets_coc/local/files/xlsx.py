"""A spreadsheet as an .xlsx file, to be looked at in LibreOffice or Excel.

Carried over: values, formulas that other programs know, number formats, fonts, colours,
alignment, borders, links, notes, drop-downs, check boxes (as TRUE and FALSE), conditional
formats, merged cells, filters, widths, heights, hidden and frozen rows and columns, hidden and
coloured tabs. Left behind: charts, filter views, protection, several styles within one cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sheets_coc.local.cells.told import hyperlink
from sheets_coc.local.errors import NotALocalSheet
from sheets_coc.local.files import xlsx_style as style
from sheets_coc.local.files.in_memory import saved
from sheets_coc.local.files.main import main_spreadsheet
from sheets_coc.local.files.xlsx_rules import add_conditions, add_drop_downs
from sheets_coc.local.formulas.machine import result
from sheets_coc.local.state.chips import has_chips, spelled_out
from sheets_coc.local.state.model import Content, RichCell, Spreadsheet, Tab, as_cell
from sheets_coc.local.state.results import CellError
from sheets_coc.local.state.state import Store
from sheets_coc.local.wire.a1 import letters

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

Json = dict[str, Any]

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold: control characters, halves of characters."""
_LONGEST = 32_767
"""Characters a cell of an .xlsx file holds; Google's hold 50,000."""
_TRUTH = '"TRUE";"TRUE";"FALSE"'
_ONLY_AT_GOOGLE = re.compile(
    r"\b(IMPORT\w+|GOOGLE\w+|QUERY|ARRAYFORMULA|REGEX\w+|SPLIT|JOIN|FLATTEN|IMAGE|SPARKLINE"
    r"|FILTER|SORT|SORTN|UNIQUE|DETECTLANGUAGE|ISEMAIL|ISURL|TO_\w+|LAMBDA)\s*\(",
    re.IGNORECASE,
)
_LINE, _HIGHEST = 13.0, 400.0
"""Points a line of text takes, and what a row may have at the most."""
_CHARACTER = 6.0
"""Pixels a character takes, spaces and line ends that fall badly included."""
_FORBIDDEN_IN_TITLES = re.compile(r"[\[\]:*?/\\]")


def workbook_bytes(spreadsheet: Spreadsheet) -> bytes:
    """The content of an .xlsx file that shows the spreadsheet."""
    return saved(workbook(spreadsheet))


def exported(file: Path) -> bytes:
    """The main spreadsheet of a local file as .xlsx.

    Raises:
        NotALocalSheet: the file is absent or something else.
    """
    if not file.is_file():
        raise NotALocalSheet("There is no such file; `local new` makes one.")
    store = Store(file)
    spreadsheet_id = main_spreadsheet(store, file.stem)
    with store.read() as state:
        return workbook_bytes(state.spreadsheet(spreadsheet_id))


def workbook(spreadsheet: Spreadsheet) -> Workbook:
    """The spreadsheet as openpyxl has it."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    titles = _titles(spreadsheet)
    # All tabs come first: a sheet that is added for long lists must not come between them.
    sheets = [book.create_sheet(titles[tab.id]) for tab in spreadsheet.tabs]
    for sheet, tab in zip(sheets, spreadsheet.tabs, strict=True):
        _fill(sheet, spreadsheet, tab, renamed=titles[tab.id] != tab.title)
        _lay_out(sheet, tab)
        _fit_rows(sheet, tab)
        add_drop_downs(book, sheet, tab)
        add_conditions(sheet, tab)
    _hide_tabs(book, sheets, spreadsheet)
    return book


def readable(text: str) -> str:
    """A text that an .xlsx cell can hold: what XML forbids is shown as a replacement sign."""
    return _UNWRITABLE.sub("\ufffd", text)[:_LONGEST]


def _titles(spreadsheet: Spreadsheet) -> dict[int, str]:
    """Titles that .xlsx allows: 31 characters, some signs forbidden, no two alike."""
    titles: dict[int, str] = {}
    for tab in spreadsheet.tabs:
        plain = _FORBIDDEN_IN_TITLES.sub("_", readable(tab.title)).strip("'")[:31] or "Tab"
        title, number = plain, 2
        while title.casefold() in {taken.casefold() for taken in titles.values()}:
            ending = f" ({number})"
            title, number = plain[: 31 - len(ending)] + ending, number + 1
        titles[tab.id] = title
    return titles


def _fill(sheet: Worksheet, spreadsheet: Spreadsheet, tab: Tab, *, renamed: bool) -> None:
    for row, column, content in _stored(tab):
        target: Any = sheet.cell(row + 1, column + 1)
        _put_value(target, spreadsheet, tab, (row, column), content, renamed)
        cell = as_cell(content)
        style.apply(target, cell.format or {})
        if cell.note:
            target.comment = style.note(readable(cell.note))
        link = hyperlink(content)
        if link and target.data_type != "f":
            target.hyperlink = readable(link)


def _stored(tab: Tab) -> Iterator[tuple[int, int, Content]]:
    for row, contents in enumerate(tab.rows):
        for column, content in enumerate(contents):
            if content is not None:
                yield row, column, content


def _put_value(
    target: Any,
    spreadsheet: Spreadsheet,
    tab: Tab,
    place: tuple[int, int],
    content: Content,
    renamed: bool,
) -> None:
    """Put the value; text is always text, also where it begins with `=`."""
    cell = as_cell(content)
    if cell.formula is not None and _understood(cell.formula, renamed):
        target.value = readable(cell.formula)
        return
    value = result(spreadsheet, tab, *place, content)
    if isinstance(value, CellError):
        value = value.text
    if has_chips(content):
        value = spelled_out(content)[0]
    if value is None and _is_check_box(cell):
        value = False
    if isinstance(value, str):
        target.value = readable(value)
        target.data_type = "s"
    else:
        target.value = value
    if isinstance(value, bool):
        target.number_format = _TRUTH  # LibreOffice would show 1 and 0


def _understood(formula: str, renamed: bool) -> bool:
    """Whether other programs can work a formula out."""
    return not _ONLY_AT_GOOGLE.search(formula) and not (renamed and "!" in formula)


def _is_check_box(cell: RichCell) -> bool:
    validation = (cell.extra or {}).get("dataValidation", {})
    return bool(validation.get("condition", {}).get("type") == "BOOLEAN")


def _lay_out(sheet: Worksheet, tab: Tab) -> None:
    """Widths, heights, what is hidden, frozen, merged or filtered."""
    from openpyxl.worksheet.properties import PageSetupProperties

    for column in range(tab.column_count):
        meta = tab.column_meta.get(column, {})
        sheet.column_dimensions[letters(column)].width = meta.get("pixelSize", 100) / 7.0
        sheet.column_dimensions[letters(column)].hidden = bool(meta.get("hiddenByUser"))
    for row, meta in tab.row_meta.items():
        if "pixelSize" in meta:
            sheet.row_dimensions[row + 1].height = meta["pixelSize"] * 0.75
        if meta.get("hiddenByUser") or meta.get("hiddenByFilter"):
            sheet.row_dimensions[row + 1].hidden = True
    grid = tab.properties.get("gridProperties", {})
    rows, columns = grid.get("frozenRowCount", 0), grid.get("frozenColumnCount", 0)
    if rows or columns:
        sheet.freeze_panes = f"{letters(columns)}{rows + 1}"
    if grid.get("hideGridlines"):
        sheet.sheet_view.showGridLines = False
    for merge in tab.parts.get("merges", []):
        sheet.merge_cells(style.a1_block(tab, merge))
    grid_filter = tab.parts.get("basicFilter", {}).get("range")
    if grid_filter:
        sheet.auto_filter.ref = style.a1_block(tab, grid_filter)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0  # as many pages as it takes, each as wide as the table
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    colour = style.hex_colour(tab.properties, "tabColor")
    if colour:
        sheet.sheet_properties.tabColor = colour


def _fit_rows(sheet: Worksheet, tab: Tab) -> None:
    """Make rows as high as their wrapped text, as Google does where nobody set a height.

    Programs that open an .xlsx do not all work this out by themselves. How wide a text runs is
    estimated from the number of its characters.
    """
    for row, cells in enumerate(sheet.iter_rows()):
        if "pixelSize" in tab.row_meta.get(row, {}):
            continue
        lines = max((_lines(cell, tab) for cell in cells), default=1)
        if lines > 1:
            sheet.row_dimensions[row + 1].height = min(_LINE * lines + 3, _HIGHEST)


def _lines(cell: Any, tab: Tab) -> int:
    """About how many lines a cell's text takes in its column."""
    if not isinstance(cell.value, str) or not cell.alignment.wrap_text:
        return 1
    width = tab.column_meta.get(cell.column - 1, {}).get("pixelSize", 100)
    fits = max(1, int(width / _CHARACTER))
    return sum(max(1, -(-len(part) // fits)) for part in cell.value.split("\n"))


def _hide_tabs(book: Workbook, sheets: list[Worksheet], spreadsheet: Spreadsheet) -> None:
    """Hide what is hidden; the first tab to be seen is the one in front."""
    hidden = [bool(tab.properties.get("hidden")) for tab in spreadsheet.tabs]
    if all(hidden):
        hidden[0] = False
    for sheet, is_hidden in zip(sheets, hidden, strict=True):
        sheet.sheet_state = "hidden" if is_hidden else "visible"
    book.active = hidden.index(False)
