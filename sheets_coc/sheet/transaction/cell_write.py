"""Cells to write: a patch of what shall stand where, and what memory has of cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sheets_coc.sheet.google import requests as rq
from sheets_coc.sheet.model import Changes, Position, SetCell, Tab, Value
from sheets_coc.sheet.transaction.formula import shifted


@dataclass(frozen=True, slots=True, repr=False)
class Put:
    """What shall stand in a cell.

    Attributes:
        value: the value; a formula's text is in `formula`.
        formula: the formula, if it is one.
        note: the note, None for none.
        rich: what makes the text rich, as Google's API has it.
        everything: whether note and rich text are written too, or only the value.
    """

    value: Value = None
    formula: str | None = None
    note: str | None = None
    rich: Mapping[str, Any] = field(default_factory=dict)
    everything: bool = True

    def request(self) -> tuple[str, rq.Cell]:
        """The field mask and the CellData."""
        cell: dict[str, Any] = {}
        if entered := self._entered():
            cell[rq.VALUE] = entered
        if not self.everything:
            return rq.VALUE, cell
        if self.note:
            cell["note"] = self.note
        if self.formula is None and isinstance(self.value, str):
            cell |= _rich(self.rich)
        return rq.STRIP, cell

    def _entered(self) -> dict[str, Any]:
        if self.formula is not None:
            return {"formulaValue": self.formula}
        return rq.extended_value(self.value)


Patch = dict[int, dict[Position, Put]]
"""Cells to write, by tab id and position."""


def _rich(rich: Mapping[str, Any]) -> dict[str, Any]:
    """Rich text as it can be written: what Google fills in itself is left out."""
    cell: dict[str, Any] = {}
    if runs := rich.get("textFormatRuns"):
        cell["textFormatRuns"] = list(runs)
    elif link := rich.get("hyperlink"):
        cell["userEnteredFormat"] = {"textFormat": {"link": {"uri": link}}}
    chips = [_chip(run) for run in rich.get("chipRuns", ())]
    return cell | ({"chipRuns": chips} if chips else {})


def _chip(run: Mapping[str, Any]) -> dict[str, Any]:
    """A chip without the read-only kind of its target."""
    chip = dict(run.get("chip", {}))
    if "richLinkProperties" in chip:
        chip["richLinkProperties"] = {"uri": chip["richLinkProperties"].get("uri", "")}
    return {**run, "chip": chip} if chip else dict(run)


def remembered(
    tab: Tab, source: Position | None, target: Position, *, everything: bool = True
) -> Put:
    """What memory has of a cell, to be written at `target`.

    Args:
        tab: the tab as it was.
        source: the cell's position then; None if it was not there.
        target: its position now: a formula's references move along.
        everything: whether to remember note and rich text.
    """
    if source is None:
        return Put(everything=everything)
    formula = tab.formulas.get(source)
    if formula is not None:
        formula = shifted(formula, target[0] - source[0], target[1] - source[1])
    return Put(
        tab.value(*source),
        formula,
        tab.notes.get(source),
        tab.rich_text.get(source, {}),
        everything,
    )


def from_changes(changes: Changes) -> Patch:
    """The cells of changes as a patch."""
    patch: Patch = {}
    for cell in rq.merged(changes.cells):
        patch.setdefault(cell.tab, {})[cell.row, cell.column] = _put(cell)
    return patch


def _put(cell: SetCell) -> Put:
    value = cell.value if cell.value != "" else None
    value = rq.whole_characters(value) if isinstance(value, str) else value
    rich = {"hyperlink": cell.link} if cell.link else {}
    return Put(value, None, cell.note, rich, cell.strip)


def requests_for(patch: Patch) -> list[rq.Request]:
    """The requests that write a patch."""
    return [
        request
        for tab, puts in patch.items()
        for request in rq.update_cells(tab, {at: put.request() for at, put in puts.items()})
    ]
