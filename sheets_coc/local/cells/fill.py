"""Tabs out of plain values."""

from __future__ import annotations

from collections.abc import Sequence

from sheets_coc.local.cells.cells import raw
from sheets_coc.local.state.model import Content, Row, Scalar, Tab

_ROWS, _COLUMNS = 1000, 26


def filled_tab(tab_id: int, title: str, rows: Sequence[Sequence[Scalar | None]]) -> Tab:
    """A tab of values stored as they are; empty texts are empty cells."""
    return tab_of(
        tab_id,
        title,
        [[None if value is None else raw(None, value) for value in row] for row in rows],
    )


def tab_of(tab_id: int, title: str, rows: Sequence[Sequence[Content]]) -> Tab:
    """A tab of cells, in a grid of at least Google's usual 1000 rows and 26 columns."""
    stored: list[Row] = [list(row) for row in rows]
    width = max(map(len, stored), default=0)
    return Tab(tab_id, {"title": title}, max(_ROWS, len(stored)), max(_COLUMNS, width), stored)
