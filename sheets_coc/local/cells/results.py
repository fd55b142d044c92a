"""What a cell comes to: its value, or the result of its formula."""

from __future__ import annotations

from dataclasses import dataclass

from sheets_coc.local.state.model import Cell, Content, Scalar, Spreadsheet, Tab


@dataclass(frozen=True, slots=True)
class CellError:
    """An error that a formula results in.

    Attributes:
        kind: Google's `ErrorType`: `DIVIDE_BY_ZERO`, `NAME`, `REF`, `VALUE`, `N_A`, `NUM`, `ERROR`.
        message: what Google shows when the mouse rests on the cell.
    """

    kind: str
    message: str = ""

    @property
    def text(self) -> str:
        """What stands in the cell: `#DIV/0!`."""
        return _TEXTS.get(self.kind, "#ERROR!")


_TEXTS = {
    "DIVIDE_BY_ZERO": "#DIV/0!",
    "NULL_VALUE": "#NULL!",
    "VALUE": "#VALUE!",
    "REF": "#REF!",
    "NAME": "#NAME?",
    "NUM": "#NUM!",
    "N_A": "#N/A",
}

Result = Scalar | CellError | None


def result(spreadsheet: Spreadsheet, tab: Tab, row: int, column: int, content: Content) -> Result:
    """What a cell comes to; formulas are worked out once for each state of the spreadsheet."""
    if not isinstance(content, Cell):
        return content
    if content.formula is None:
        return content.value
    key = (tab.id, row, column)
    if key not in spreadsheet.results:
        from sheets_coc.local.formulas.machine import evaluate

        spreadsheet.results[key] = evaluate(spreadsheet, tab, row, column, content.formula)
    found: Result = spreadsheet.results[key]
    return found
