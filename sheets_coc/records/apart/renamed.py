"""Following what is remembered of a case to the name that somebody gave it since.

It is remembered under a digest of the case name, with the letters that the row check has for it:

    remembered   <digest of amber-kite>: 2025-06-01 Ehx
    row check    Ehx …                                    of the row that is called first-oak now
"""

from __future__ import annotations

from collections.abc import Mapping

from sheets_coc.records import remembered
from sheets_coc.records.apart.row_check import CHECKED, cell_digest, pieces
from sheets_coc.records.sheet import RecordsSheet
from sheets_coc.sheet.model import text

_CASE = CHECKED.index("case")


def followed(sheet: RecordsSheet, metadata: Mapping[str, str]) -> dict[str, str | None]:
    """What moves the days that are remembered to the present names of their cases, as metadata."""
    prefix = remembered.RESTART
    known = {remembered.key(prefix, r.lasting) for r in sheet.records if r.lasting}
    orphans = {k: v for k, v in metadata.items() if k.startswith(prefix) and k not in known}
    moved: dict[str, str | None] = {}
    for key, value in orphans.items():
        letters = value.partition(" ")[2]
        called = [
            record
            for record in sheet.records
            if record.lasting
            and (before := pieces(text(sheet.cell(record, "row_check"))))
            and before[_CASE] == letters != cell_digest("case", sheet.cell(record, "case"))
        ]
        if letters and len(called) == 1 and called[0].lasting:
            moved |= {key: None, remembered.key(prefix, called[0].lasting): value}
    return moved
