"""The table that `values.append` finds at a range."""

from __future__ import annotations

from sheets_coc.local.state.model import Tab, has_value
from sheets_coc.local.wire.a1 import Area


def table_at(tab: Tab, area: Area) -> tuple[int, int, int, int] | None:
    """The table that `append` finds at a range; None where there is none.

    A table is a block of filled cells without a blank row or column through it. The last one
    in the range counts; a range of blank cells may still lie inside a table.
    """
    top, bottom, left, right = area.closed()
    for row in range(min(bottom, len(tab.rows)) - 1, top - 1, -1):
        cells = tab.rows[row][left:right]
        for offset in range(len(cells) - 1, -1, -1):
            if has_value(cells[offset]):
                column = left + offset
                return _grown(tab, (row, row + 1, column, column + 1))
    return _around(tab, top, left)


def _around(tab: Tab, row: int, column: int) -> tuple[int, int, int, int] | None:
    """The table around a blank cell."""
    for near in range(max(row - 1, 0), row + 2):
        for beside in range(max(column - 1, 0), column + 2):
            if has_value(tab.get(near, beside)):
                table = _grown(tab, (near, near + 1, beside, beside + 1))
                if table[0] <= row < table[1] and table[2] <= column < table[3]:
                    return table
    return None


def _grown(tab: Tab, block: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    top, bottom, left, right = block
    while True:
        grown = (
            top - 1 if top and _filled(tab, top - 1, top, left - 1, right + 1) else top,
            bottom + 1 if _filled(tab, bottom, bottom + 1, left - 1, right + 1) else bottom,
            left - 1 if left and _filled(tab, top - 1, bottom + 1, left - 1, left) else left,
            right + 1 if _filled(tab, top - 1, bottom + 1, right, right + 1) else right,
        )
        if grown == (top, bottom, left, right):
            return grown
        top, bottom, left, right = grown


def _filled(tab: Tab, top: int, bottom: int, left: int, right: int) -> bool:
    return any(
        has_value(content)
        for cells in tab.rows[max(top, 0) : bottom]
        for content in cells[max(left, 0) : right]
    )
