"""What is put back of a copy, and the requests that do it: pasted, or written cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from sheets_coc.sheet.google import requests as rq
from sheets_coc.sheet.model import PersonChip, Position, Snapshot, Tab
from sheets_coc.sheet.transaction import undo
from sheets_coc.sheet.transaction.placing import place, untouched
from sheets_coc.sheet.undo_tab import Copy, Label


@dataclass(frozen=True, slots=True, repr=False)
class PutBack:
    """What is put back in one tab.

    Attributes:
        copy: where it comes from.
        tab: the tab it goes to, as it was last seen.
        cells: where each cell is now, by where it stood.
    """

    copy: Copy
    tab: Tab
    cells: Mapping[Position, Position]


def put_backs(
    snapshot: Snapshot, copies: Iterable[Copy], *, by_hand: bool,
    held: Callable[[Copy, Position], bool] | None = None,
) -> Iterator[PutBack]:  # fmt: skip
    """What can be put back, in each tab.

    What a put-back replaced is left alone once somebody has deleted the hidden tab it came from:
    what it put there stands nowhere else.

    Args:
        snapshot: the spreadsheet as it is.
        copies: what to put back.
        by_hand: only what can be written cell by cell.
        held: whether a cell was put back before.
    """
    tabs = {tab.id: tab for tab in snapshot.tabs}
    sources = {0, *(tab.id for tab in snapshot.undo)}
    for copy in copies:
        tab = tabs.get(copy.label.tab) if copy.label.source in sources else None
        cells = untouched(copy, tab, place(copy, tab)) if tab else {}
        if held:
            cells = {at: now for at, now in cells.items() if not held(copy, at)}
        if by_hand:
            cells = {at: now for at, now in cells.items() if _is_writable(copy.tab, at)}
        if tab and cells:
            yield PutBack(copy, tab, cells)


def pasted(put: PutBack) -> Iterator[rq.Request]:
    """Requests that paste cells back, neighbours together.

    Where a paste is known to lose something, what hangs on a cell is written afterwards.
    """
    spans: dict[tuple[int, int, int, int], list[int]] = {}
    for (row, column), (there, now), width in _runs(put.cells):
        spans.setdefault((column, now, width, there - row), []).append(row)
    for (column, now, width, by), rows in spans.items():
        for first, last in undo.blocks(rows):
            yield undo.paste(
                undo.area(put.copy.tab.id, first, last, width, column=column),
                undo.area(put.tab.id, first + by, last + by, width, column=now),
            )
    if put.copy.label.whole:
        source = put.copy.tab
        hung = {
            at: now
            for at, now in put.cells.items()
            if (at in source.notes or at in source.rich) and _is_writable(source, at)
        }
        yield from written(put, hung)


def _runs(cells: Mapping[Position, Position]) -> Iterator[tuple[Position, Position, int]]:
    """Neighbouring cells that are neighbours still: where the first stood, is, and how many."""
    start: tuple[Position, Position] | None = None
    width = 0
    for at, now in sorted(cells.items()):
        if start is not None:
            (row, column), (there, here) = start
            if (at, now) == ((row, column + width), (there, here + width)):
                width += 1
                continue
            yield *start, width
        start, width = (at, now), 1
    if start is not None:
        yield *start, width


def written(put: PutBack, cells: Mapping[Position, Position]) -> Iterator[rq.Request]:
    """Requests that write cells back one by one: for what Google will not paste."""
    places = {now: (rq.STRIP, _data(put.copy.tab, at)) for at, now in cells.items()}
    return rq.update_cells(put.tab.id, places)


def remade(label: Label, copy: Copy, rows: Iterable[int]) -> Iterator[rq.Request]:
    """Requests that make a hidden tab anew that somebody has deleted, as memory has it.

    Args:
        label: what it shall be.
        copy: what the hidden tab held.
        rows: the rows that are still of use.
    """
    wanted = {label.header, *rows}
    left = {at: left for at, left in copy.written.items() if at[0] in wanted}
    anew = replace(copy, label=replace(label, whole=False, bare=True), written=left)
    yield from undo.make(anew, replace(copy.tab, rows=0), ())  # there is nothing to paste
    places = {at: (rq.STRIP, _data(copy.tab, at)) for at in product(wanted, range(label.width))}
    yield from rq.update_cells(copy.tab.id, places)


def _data(tab: Tab, at: Position) -> dict[str, Any]:
    """A cell as it can be written; the formula as it is, since its row is most likely its own."""
    cell: dict[str, Any] = {}
    value, rich = tab.value(*at), tab.rich_text.get(at, {})
    if at in tab.formulas:
        cell[rq.VALUE] = {"formulaValue": tab.formulas[at]}
    elif at in tab.people and isinstance(value, str):
        text, runs = _with_chips(value, tab.people[at])
        return {rq.VALUE: {"stringValue": text}, "chipRuns": runs} | _note(tab, at)
    elif value not in (None, ""):
        cell[rq.VALUE] = rq.extended_value(value)
    if "textFormatRuns" in rich:
        cell["textFormatRuns"] = list(rich["textFormatRuns"])
    elif "hyperlink" in rich and at not in tab.formulas:
        cell["userEnteredFormat"] = {"textFormat": {"link": {"uri": rich["hyperlink"]}}}
    return cell | _note(tab, at)


def _note(tab: Tab, at: Position) -> dict[str, Any]:
    return {"note": tab.notes[at]} if at in tab.notes else {}


def _with_chips(value: str, people: Sequence[PersonChip]) -> tuple[str, list[dict[str, Any]]]:
    """A text with people in it as Google takes it: an `@` for each, and where it stands."""
    text, runs, end = "", [], 0
    for chip in people:
        text += value[end : chip.start]
        place = len(text.encode("utf-16-le")) // 2
        runs.append({"startIndex": place, "chip": {"personProperties": {"email": chip.email}}})
        text, end = text + "@", chip.end
    return text + value[end:], runs


def _is_writable(tab: Tab, at: Position) -> bool:
    """Whether all that hangs on a cell can be written: files as chips cannot."""
    chips = [run for run in tab.rich_text.get(at, {}).get("chipRuns", ()) if run.get("chip")]
    return len(chips) == len(tab.people.get(at, ()))
