"""A spreadsheet as it will be when some of its cells have been written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sheets_coc.sheet.model import SetCell, Snapshot, Tab, pad


def tab_with(tab: Tab, cells: Sequence[SetCell]) -> Tab:
    """A tab as it will be when some of its cells have been written."""
    values = list(tab.values)
    notes, rich, people = dict(tab.notes), set(tab.rich), dict(tab.people)
    for cell in cells:
        row = pad(values[cell.row], cell.column + 1)
        row[cell.column] = cell.value
        values[cell.row] = row
        people.pop((cell.row, cell.column), None)
        if cell.strip:
            notes.pop((cell.row, cell.column), None)
            rich.discard((cell.row, cell.column))
    return replace(tab, values=values, notes=notes, rich=rich, people=people)


def with_cells(snapshot: Snapshot, tab_id: int, cells: Sequence[SetCell]) -> Snapshot:
    """A snapshot as it will be when these cells of one tab have been written."""
    tabs = [tab_with(t, cells) if t.id == tab_id else t for t in snapshot.tabs]
    return replace(snapshot, tabs=tabs)
