"""A row with more cells than the header: a sign that should have been quoted cut one in two.

    Name,Email,Company
    Tobias Quandringer,t@x.example,ACME, Inc.

Cells are joined again where the row then fits its columns best.
"""

from __future__ import annotations

from sheets_coc.screening.lists.content import looks_like
from sheets_coc.screening.lists.headings import FieldKind
from sheets_coc.screening.lists.layout import ListLayout
from sheets_coc.tables.table import TableRow

MOST_EXTRA = 20
"""A row with more cells too many than this fell apart for good."""


def realign(row: TableRow, width: int, layout: ListLayout) -> tuple[TableRow, bool]:
    """The row with as many cells as the header, and whether that is sure.

    Args:
        row: the row.
        width: how many cells the header has.
        layout: what its columns hold.
    """
    last = max(at for at, cell in enumerate(row.cells) if cell)
    cells = row.cells[: last + 1]
    extra = len(cells) - width
    if extra > MOST_EXTRA:
        return TableRow(row.number, (), broken=True), False
    tried = [
        (*cells[:at], ", ".join(cells[at : at + extra + 1]), *cells[at + extra + 1 :])
        for at in range(width)
    ]
    fits = [_fit(candidate, layout) for candidate in tried]
    best = max(fits)
    chosen = len(fits) - 1 - fits[::-1].index(best)
    read = {tuple(tried[at][c.place] for c in layout.columns if c.place < width)
            for at, fit in enumerate(fits) if fit == best}  # fmt: skip
    return TableRow(row.number, tried[chosen]), len(read) == 1


def _fit(cells: tuple[str, ...], layout: ListLayout) -> int:
    """How many cells are what their columns hold."""
    fit = 0
    for column in layout.columns:
        value = cells[column.place] if column.place < len(cells) else ""
        looks = looks_like(value) if value else None
        if column.holds is FieldKind.EMAIL:
            fit += 3 * (looks is FieldKind.EMAIL) - ("@" not in value and bool(value))
        elif column.holds is FieldKind.HANDLE:
            fit += looks is FieldKind.HANDLE
        else:
            fit += (
                2 * (looks is FieldKind.NAME)
                + (looks is FieldKind.GIVEN)
                - (looks is FieldKind.EMAIL)
            )
    return fit
