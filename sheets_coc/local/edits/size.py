"""How large a spreadsheet may be: ten million cells, over all of its tabs."""

from __future__ import annotations

from sheets_coc.local.errors import invalid
from sheets_coc.local.state.model import Spreadsheet

MOST_CELLS = 10_000_000
TOO_LARGE = (
    "This action would increase the number of cells in the workbook above the limit of"
    f" {MOST_CELLS} cells."
)


def cells_of(spreadsheet: Spreadsheet) -> int:
    """How many cells there are, blank ones too."""
    return sum(tab.row_count * tab.column_count for tab in spreadsheet.tabs)


def check_size(spreadsheet: Spreadsheet, more: int = 0) -> None:
    """Refuses a spreadsheet that has grown too large.

    Args:
        spreadsheet: as it is now.
        more: cells that shall still come.

    Raises:
        ApiError: 400.
    """
    if cells_of(spreadsheet) + more > MOST_CELLS:
        raise invalid(TOO_LARGE)
