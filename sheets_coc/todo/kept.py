"""Lines about hidden tabs of the tool that stay until a person has done something.

A write that was disturbed is taken back. What cannot be put back for certain stays in a hidden
tab, which holds personal data: one line names it and its cells, and once that is ticked, it goes.
One that somebody has protected against the tool's account stays too, and a line says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sheets_coc.sheet.model import Changes, Snapshot, column_letters
from sheets_coc.sheet.undo_tab import (
    UNDO,
    Copy,
    Kind,
    Label,
    closed,
    is_removable,
    kept,
    title_of,
    unprotect,
)
from sheets_coc.todo.tab import Line, PresentLine, Topic, ticks

KEPT_REF = "kept/"
"""The beginning of the references of these lines; the hidden tab's id follows."""
NAMED_ROWS = 5
"""How many rows a line names; the rest are counted."""


def lines(snapshot: Snapshot, present: Sequence[PresentLine]) -> list[Line]:
    """A line for each hidden tab that is left for a person, until it is ticked and can go."""
    ticked = ticks(present)
    beside = snapshot.beside
    return [
        *(
            _line(snapshot, copy)
            for copy in kept(snapshot)
            if _ref(copy) not in ticked or not is_removable(copy.tab)
        ),
        *_protected(snapshot),
        *((_line_of_key(copy) for copy in kept(beside)) if beside else ()),
        *(_protected(beside, key=True) if beside else ()),
    ]


def forgotten(snapshot: Snapshot, present: Sequence[PresentLine]) -> Changes:
    """What removes the hidden tabs whose line a person has ticked."""
    ticked = ticks(present)
    gone = [
        copy.tab.id for copy in kept(snapshot) if _ref(copy) in ticked and is_removable(copy.tab)
    ]
    return Changes(after=tuple({"deleteSheet": {"sheetId": tab}} for tab in gone))


def _ref(copy: Copy) -> str:
    return f"{KEPT_REF}{copy.tab.id}"


def _line(snapshot: Snapshot, copy: Copy) -> Line:
    """Which cells they were, where their content is, and what to do."""
    title = next((tab.title for tab in snapshot.tabs if tab.id == copy.label.tab), "a deleted tab")
    said = (
        "While the tool wrote, rows were moved, and it could not put back for certain what had "
        f"stood in {title}, {_cells(copy)}. It is kept in the hidden tab “{copy.tab.title}”, in "
        "the same rows. Put it right by hand, then tick this line: that tab is deleted."
    )
    if not is_removable(copy.tab):
        said += f" {unprotect([copy.tab])}"
    row = min(copy.rows, default=0)
    return Line(_ref(copy), Topic.SETTLE, said, copy.tab.id, copy.tab.title, row, 0)


def _protected(snapshot: Snapshot, *, key: bool = False) -> Iterator[Line]:
    """Lines about protected hidden tabs of which nothing else has to be said."""
    for tab in closed(snapshot):
        if Label.read(tab.metadata[UNDO]).kind is not Kind.KEPT:
            ref = f"{KEPT_REF}{'key/' if key else ''}{tab.id}"
            yield Line(ref, Topic.SETTLE, unprotect([tab], key=key))


def _line_of_key(copy: Copy) -> Line:
    """The same for the key's own spreadsheet, where people remove the hidden tab themselves."""
    said = (
        "While the tool wrote into the key, rows were moved there, and it could not put back for "
        f"certain what had stood in {_cells(copy)}. It is kept in the key's spreadsheet, in the "
        f"hidden tab “{title_of(copy.tab.id)}”, in the same rows. Put it right by hand, then "
        "delete that tab: it holds names."
    )
    if not is_removable(copy.tab):
        said += f" {unprotect([copy.tab], key=True)}"
    return Line(f"{KEPT_REF}key/{copy.tab.id}", Topic.SETTLE, said)


def _cells(copy: Copy) -> str:
    """The rows and columns that are kept, as people name them."""
    rows = [str(row + 1) for row in copy.rows]
    shown = ", ".join(rows[:NAMED_ROWS])
    if len(rows) > NAMED_ROWS:
        shown += f" and {len(rows) - NAMED_ROWS} more"
    columns = sorted({column for _, column in copy.written})
    letters = ", ".join(map(column_letters, columns))
    return f"{'row' if len(rows) == 1 else 'rows'} {shown} (columns {letters})"
