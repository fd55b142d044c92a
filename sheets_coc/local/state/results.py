"""What formulas result in: a value, or an error as it stands in the cell."""

from __future__ import annotations

from dataclasses import dataclass

from sheets_coc.local.state.model import Scalar


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
"""What a cell results in: its value, or what its formula works out to."""
