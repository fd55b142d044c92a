"""Noticing that headings stand over other columns than before, as when two were exchanged.

Rows are whole, and no column is missed; only the headings lie. What stood under one of them
when the tool last wrote stands in its own row still, under another one:

    written   Hold: appeal     Also known as: tamm_77
    now       Hold: tamm_77    Also known as: appeal

What stands in its place under a heading that nobody knows is no such thing: that column was
renamed, and is asked about by its name. A cell or two moved by hand to where they belong looks
the same, so two cells of a column must have moved, and two thirds of those that held anything.
One is enough where columns have visibly changed places since the tool last wrote.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sheets_coc.records.apart.row_check import ABSENT, BLANK, CheckedRow


def under_other_headings(
    rows: Sequence[CheckedRow],
    keys: Sequence[str],
    then: Mapping[str, int],
    now: Mapping[str, int],
) -> tuple[int, ...]:
    """Which rows have a cell that stands under another heading than when the tool last wrote.

    Args:
        rows: every row that was there when the tool last wrote, as it was and as it is.
        keys: the column of each digest.
        then: where each known column stood when the tool last wrote.
        now: where it stands now.

    Returns:
        Positions in `rows`; empty when every difference is an ordinary edit.
    """
    changed = [i for i, row in enumerate(rows) if row.before != row.now]
    torn: set[int] = set()
    rearranged = any(then[key] != column for key, column in now.items() if key in then)
    for at, key in enumerate(keys):
        held = sum(not _empty(row.before[at]) for row in rows)
        moved: dict[int, list[int]] = {}
        for i in changed:
            for column in _stands_in(rows[i], at, keys, now):
                moved.setdefault(column, []).append(i)
        for column, found in moved.items():
            if key not in now and then.get(key) == column:
                continue  # its heading was renamed, which is asked about by its name
            if 3 * len(found) >= 2 * held and (len(found) > 1 or rearranged):
                torn.update(found)
    return tuple(sorted(torn))


def _stands_in(
    row: CheckedRow, at: int, keys: Sequence[str], now: Mapping[str, int]
) -> Iterator[int]:
    """The columns in which what a cell held stands now, and did not before."""
    content = row.before[at]
    if _empty(content) or row.now[at] == content:
        return
    for other, key in enumerate(keys):
        if row.now[other] == content != row.before[other] and key in now:
            yield now[key]
    yield from (column for column, piece in row.own.items() if piece == content)


def _empty(piece: str) -> bool:
    return BLANK in piece or ABSENT in piece
