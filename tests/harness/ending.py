"""What people do about the hidden tabs that a run left for them: as To do says, step by step."""

from __future__ import annotations

from sheets_coc.errors import Error
from sheets_coc.local.person.edits import PersonEdit
from sheets_coc.local.state.model import as_cell
from sheets_coc.nightly import nightly
from sheets_coc.todo.kept import KEPT_REF
from tests.harness.door import labels
from tests.harness.world import World


def end_kept(world: World, spreadsheet: str) -> list[str]:
    """Unprotect what is protected, let the tool say what is to be done, tick it, and run again.

    Returns:
        The codes of what stopped the runs, and the titles of hidden tabs still there.
    """
    said = [_run(world, spreadsheet)]
    with world.google.store.read() as state:
        sheet = state.spreadsheet(spreadsheet)
        hidden = [sheet.tab(tab_id) for tab_id in labels(sheet)]
        closed = [tab.title for tab in hidden if tab.parts.get("protectedRanges")]
    for title in closed:
        world.google.edit(PersonEdit("remove_protection", tab=title), "owner", spreadsheet)
    tick(world, spreadsheet)
    said.append(_run(world, spreadsheet))
    with world.google.store.read() as state:
        sheet = state.spreadsheet(spreadsheet)
        left = [sheet.tab(tab_id).title for tab_id in labels(sheet)]
    return [*filter(None, said), *left]


def tick(world: World, spreadsheet: str) -> int:
    """Tick the lines about hidden tabs that are kept; how many there are."""
    with world.google.store.write() as state:
        lines = [
            (tab, row)
            for tab in state.spreadsheet(spreadsheet).tabs
            for row, cells in enumerate(tab.rows)
            if any(str(as_cell(cell).value).startswith(KEPT_REF) for cell in cells)
        ]
        for tab, row in lines:
            tab.set(row, 0, True)
        return len(lines)


def _run(world: World, spreadsheet: str) -> str | None:
    """The next night's run; what stopped it, if anything did."""
    try:
        stop = nightly(world.book(spreadsheet), apply=True).stop
    except Error as error:
        return error.code
    return stop.code if stop else None
