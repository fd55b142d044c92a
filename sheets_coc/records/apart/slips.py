"""Noticing two slips of the hand that leave every other cell where it was.

*Fill down*: dragging the corner of a date over the rows below, or above, makes them the same day,
or days so far apart. Correcting one date is ordinary, and two reports may be of one day; two
dates in rows one below the other that both went on from the row above are not, unless both cells
were blank before:

    written      now
    2026-01-05   2026-01-05
    2026-03-09   2026-01-06   went on from the row above
    2026-02-01   2026-01-07   and so did this one

*Insert cells, shift down* on the last cell of a column: the row below the last has that one cell,
and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sheets_coc.records.apart.row_check import ABSENT, BLANK, CheckedRow
from sheets_coc.records.values import read_date
from sheets_coc.sheet.model import Value

DATES = ("reported_on", "decided_on", "banned_until", "expunge_on")
"""Columns of dates that people fill, and that decide when a record goes."""


def filled_down(
    rows: Sequence[CheckedRow], keys: Sequence[str], dates: Mapping[str, Sequence[Value]]
) -> set[int]:
    """Positions in `rows` of dates that went on from the row above or below, two at least.

    Args:
        rows: every row that was there when the tool last wrote, by its place.
        keys: the column of each digest.
        dates: what stands in each column of dates now, row by row.
    """
    found: set[int] = set()
    for key, values in dates.items():
        at = keys.index(key)
        overwritten = {i for i, row in enumerate(rows) if _overwritten(row, at)}
        changed = {i for i, row in enumerate(rows) if row.before[at] != row.now[at]}
        near = {j for i in overwritten for j in range(i - 2, i + 3) if 0 <= j < len(rows)}
        days = {j: _day(values[j]) for j in near}
        for first in changed:
            for step in (1, -1):  # dragged down, or up
                begin, second = first - step, first + step
                if second not in changed or not 0 <= begin < len(rows):
                    continue
                if not overwritten & {first, second}:
                    continue
                places = [rows[i].place for i in (begin, first, second)]
                if places != [places[0], places[0] + step, places[0] + 2 * step]:
                    continue
                if _goes_on(days.get(begin), days.get(first), days.get(second)):
                    found |= {first, second}
    return found


def _day(value: Value) -> date | None:
    day = read_date(value).day
    return day if isinstance(day, date) else None


def _goes_on(first: date | None, second: date | None, third: date | None) -> bool:
    """Whether three dates are what dragging one makes: the same, so many days apart, monthly."""
    if first is None or second is None or third is None:
        return False
    if third - second == second - first:
        return True
    months = [day.year * 12 + day.month for day in (first, second, third)]
    return len({day.day for day in (first, second, third)}) == 1 and (
        months[2] - months[1] == months[1] - months[0]
    )


def _overwritten(row: CheckedRow, at: int) -> bool:
    return row.before[at] != row.now[at] and not _empty(row.before[at])


def slid_out(
    rows: Sequence[CheckedRow], keys: Sequence[str], added: Mapping[int, Sequence[str]]
) -> set[int]:
    """Positions in `rows` of cells that stand alone in the row below now.

    Args:
        rows: every row that was there when the tool last wrote.
        keys: the column of each digest.
        added: the digests of rows that are new, or no records, by their place.
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
