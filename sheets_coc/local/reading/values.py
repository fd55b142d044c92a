"""Reading plain values: `values.get` and its batches."""

from __future__ import annotations

from dataclasses import dataclass

from sheets_coc.local.errors import Json
from sheets_coc.local.formulas.machine import result
from sheets_coc.local.numbers.shown import formatted, is_temporal
from sheets_coc.local.state.model import Content, RichCell, Scalar, Spreadsheet, Tab
from sheets_coc.local.state.results import CellError
from sheets_coc.local.wire import a1
from sheets_coc.local.wire.a1 import Area


@dataclass(frozen=True, slots=True)
class Options:
    """How values are given back.

    Attributes:
        render: `FORMATTED_VALUE`, `UNFORMATTED_VALUE` or `FORMULA`.
        dates: `SERIAL_NUMBER` or `FORMATTED_STRING`; counts unless values are formatted.
        by_columns: whether each list is a column.
    """

    render: str = "FORMATTED_VALUE"
    dates: str = "SERIAL_NUMBER"
    by_columns: bool = False


def read(spreadsheet: Spreadsheet, area: Area, options: Options) -> Json:
    """A `ValueRange`: trailing blanks are left out, `values` too where there is none.

    Raises:
        ApiError: 400, the block begins outside the grid.
    """
    a1.check_within(area)
    top, bottom, left, right = area.closed()
    answer: Json = {
        "range": a1.echo(area.tab, top, bottom, left, right),
        "majorDimension": "COLUMNS" if options.by_columns else "ROWS",
    }
    rows = [
        [
            _shown(spreadsheet, area.tab, row, left + index, content, options)
            for index, content in cells
        ]
        for row, cells in _cells(area.tab, top, bottom, left, right)
    ]
    if options.by_columns:
        rows = _transposed(rows)
    values = _trimmed(rows)
    if values:
        answer["values"] = values
    return answer


def _cells(
    tab: Tab, top: int, bottom: int, left: int, right: int
) -> list[tuple[int, list[tuple[int, Content]]]]:
    return [
        (top + offset, list(enumerate(cells[left:right])))
        for offset, cells in enumerate(tab.rows[top:bottom])
    ]


def _shown(
    spreadsheet: Spreadsheet,
    tab: Tab,
    row: int,
    column: int,
    content: Content,
    options: Options,
) -> Scalar:
    """One value as it is given back; an empty text for a cell without one."""
    if content is None:
        return ""
    if isinstance(content, str):
        return content
    if (
        options.render == "FORMULA"
        and isinstance(content, RichCell)
        and content.formula is not None
    ):
        return content.formula
    value = result(spreadsheet, tab, row, column, content)
    if value is None:
        return ""
    if options.render == "FORMATTED_VALUE":
        return formatted(spreadsheet, value, content)
    if isinstance(value, CellError):
        return value.text
    if options.dates == "FORMATTED_STRING" and is_temporal(value, content):
        return formatted(spreadsheet, value, content)
    return value


def _transposed(rows: list[list[Scalar]]) -> list[list[Scalar]]:
    width = max(map(len, rows), default=0)
    return [[row[column] if column < len(row) else "" for row in rows] for column in range(width)]


def _trimmed(rows: list[list[Scalar]]) -> list[list[Scalar]]:
    for row in rows:
        while row and row[-1] == "":
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows
