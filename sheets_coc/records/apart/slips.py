"""Noticing two slips of the hand that leave every other cell where it was.

*Fill down*: dragging the corner of a date over the rows below makes them the same day, or the
days after. Correcting one date is ordinary, and two reports may be of one day; two dates in
rows one below the other that both went on from the row above are not:

    written      now
    2026-01-05   2026-01-05
    2026-03-09   2026-01-06   went on from the row above
    2026-02-01   2026-01-07   and so did this one

*Insert cells, shift down* on the last cell of a column: the row below the last has that one cell,
and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sheets_coc.records.apart.row_check import ABSENT, BLANK, CheckedRow
from sheets_coc.sheet.model import Value

DATES = ("reported_on", "decided_on", "banned_until", "expunge_on")
"""Columns of dates that people fill, and that decide when a record goes."""


def filled_down(
    rows: Sequence[CheckedRow], keys: Sequence[str], dates: Mapping[str, Sequence[Value]]
) -> set[int]:
    """Positions in `rows` of dates that went on from the row above, two in a row at least.

    Args:
        rows: every row that was there when the tool last wrote, by its place.
        keys: the column of each digest.
        dates: what stands in each column of dates now, row by row.
    """
    found: set[int] = set()
    for key, values in dates.items():
        at = keys.index(key)
        for first in range(1, len(rows) - 1):
            step = _step(rows, values, first)
            second = first + 1
            if step is None or _step(rows, values, second) != step:
                continue
            if all(_overwritten(rows[i], at) for i in (first, second)):
                found |= {first, second}
    return found


def _step(rows: Sequence[CheckedRow], values: Sequence[Value], at: int) -> float | None:
    """By how many days a date goes on from the row above; None where it does not."""
    above, here = values[at - 1], values[at]
    if rows[at].place != rows[at - 1].place + 1:
        return None
    if not isinstance(above, int | float) or not isinstance(here, int | float):
        return None
    return here - above if here - above in (0, 1) else None


def _overwritten(row: CheckedRow, at: int) -> bool:
    return row.before[at] != row.now[at] and not _empty(row.before[at])


def slid_out(
    rows: Sequence[CheckedRow], keys: Sequence[str], added: Mapping[int, Sequence[str]]
) -> set[int]:
    """Positions in `rows` of cells that stand alone in the row below now.

    Args:
        rows: every row that was there when the tool last wrote.
        keys: the column of each digest.
        added: the digests of rows that are new, by their place.
    """
    found: set[int] = set()
    for i, row in enumerate(rows):
        below = added.get(row.place + 1)
        if below is None:
            continue
        filled = [at for at in range(len(keys)) if not _empty(below[at])]
        if len(filled) == 1:
            (at,) = filled
            if row.before[at] == below[at] and _empty(row.now[at]):
                found.add(i)
    return found


def _empty(piece: str) -> bool:
    return BLANK in piece or ABSENT in piece
