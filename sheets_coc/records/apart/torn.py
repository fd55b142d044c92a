"""The rows whose content is no longer what belongs together, by everything that tells it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sheets_coc.records import shape
from sheets_coc.records.apart.headings_moved import under_other_headings
from sheets_coc.records.apart.row_check import CheckedRow, came_apart
from sheets_coc.records.apart.slips import DATES, filled_down, slid_out
from sheets_coc.records.sheet import RecordsSheet


def torn(
    sheet: RecordsSheet,
    rows: Sequence[CheckedRow],
    keys: Sequence[str],
    added: Mapping[int, Sequence[str]],
    alone: Mapping[int, Sequence[str]],
    metadata: Mapping[str, str],
) -> list[int]:
    """Positions in `rows` of those whose content has changed places since the tool last wrote.

    Args:
        sheet: the Records tab.
        rows: every row that was there when the tool last wrote, as it was and as it is, by place.
        keys: the column of each digest.
        added: the digests of rows that are new, or of which none was kept, by their place.
        alone: those of rows that are no records for they hold the value of a drop-down alone.
        metadata: what the spreadsheet keeps.
    """
    columns = sheet.layout.columns
    dates = {
        key: [sheet.tab.value(row.place, columns[key]) for row in rows]
        for key in DATES
        if key in keys and key in columns
    }
    return sorted(
        {
            *came_apart(rows, keys, list(added.values())),
            *under_other_headings(rows, keys, shape.remembered(metadata).columns, columns),
            *filled_down(rows, keys, dates),
            *slid_out(rows, keys, {**added, **alone}),
        }
    )
