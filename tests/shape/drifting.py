"""What people do to columns, and that it stops everything."""

import pytest

from sheets_coc.doctor import sheet as doctor
from sheets_coc.errors import SafetyStop
from sheets_coc.records.facts import read_facts
from sheets_coc.sheet.model import text
from sheets_coc.todo.analysis import analyse
from sheets_coc.todo.stops import refuse
from tests.shape.sheet import TODAY

OLD = {"reported_on": "2020-03-01"}
"""Reported so long ago that whatever keeps it is all that keeps it."""


def stops_everything(sheet, code):
    """Expunging, screening, publishing and doctor's "All is well"."""
    night = sheet.night()
    assert night.stop is not None
    assert night.stop.code == code
    assert night.attention
    assert code is None or code in sheet.codes()
    snapshot = sheet.book().read()
    seen = analyse(snapshot, sheet.policy, TODAY)
    with pytest.raises(SafetyStop):
        refuse(seen)
    with pytest.raises(SafetyStop):
        read_facts(snapshot, sheet.policy)
    assert not doctor.headers(seen).ok


def sort_columns(sheet, keys, *, descending=True):
    """Sort these columns by themselves, and leave the others where they are."""
    columns = [sheet.column(key) for key in keys]

    def change(grid):
        rows = sorted(grid[1:], key=lambda row: text(row[columns[0]]), reverse=descending)
        for row, other in zip(grid[1:], [list(r) for r in rows], strict=True):
            for column in columns:
                row[column] = other[column]

    sheet.edit(change)
