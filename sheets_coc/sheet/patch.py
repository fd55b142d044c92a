"""What a write should have left, what it hit by mistake, and how to put that back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sheets_coc.sheet import requests as rq
from sheets_coc.sheet.model import (
    AppendRow,
    Changes,
    Position,
    SetCell,
    Snapshot,
    Tab,
    Value,
    a1,
)
from sheets_coc.sheet.trace import Trace

HARMLESS = {
    "addSheet",
    "appendDimension",
    "updateSheetProperties",
    "updateSpreadsheetProperties",
    "updateDimensionProperties",
    "autoResizeDimensions",
    "setDataValidation",
    "setBasicFilter",
    "updateFilterView",
    "addFilterView",
    "addConditionalFormatRule",
    "updateConditionalFormatRule",
    "deleteConditionalFormatRule",
    "addProtectedRange",
    "updateProtectedRange",
    "deleteProtectedRange",
    "updateBorders",
    "addBanding",
    "updateNamedRange",
    "addNamedRange",
}
"""Raw requests that leave the content of existing cells where and as it is."""

LOOKS = tuple(
    f"userEnteredFormat.{part}"
    for part in (
        "numberFormat",
        "backgroundColor",
        "wrapStrategy",
        "verticalAlignment",
        "horizontalAlignment",
        "textFormat.bold",
    )
)
"""Field masks of formats alone. A whole `textFormat` would hold a cell's link as well."""


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


def remembered(tab: Tab, source: Position | None, target: Position, *, everything: bool) -> Put:
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


_REFERENCE = re.compile(r"""("[^"]*"|'[^']*')|(?<![\w.$!])(\$?)([A-Z]{1,3})(\$?)(\d+)(?![\w(])""")


def shifted(formula: str, rows: int, columns: int) -> str:
    """A formula with its relative references moved, as when it is copied."""
    if not rows and not columns:
        return formula

    def move(match: re.Match[str]) -> str:
        quoted, column_fixed, letters, row_fixed, number = match.groups()
        if quoted:
            return quoted
        column = _column_number(letters) + (0 if column_fixed else columns)
        row = int(number) - 1 + (0 if row_fixed else rows)
        if row < 0 or column < 0:
            return "#REF!"
        name = a1(row, column)
        split = len(name.rstrip("0123456789"))
        return f"{column_fixed}{name[:split]}{row_fixed}{name[split:]}"

    return _REFERENCE.sub(move, formula)


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


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


def moved_by(changes: Changes) -> set[int]:
    """Tabs whose content raw requests may move or change, so that it cannot be compared."""
    tabs: set[int] = set()
    for request in (*changes.before, *changes.after):
        if not HARMLESS.issuperset(request) and not _only_looks(request):
            tabs |= mentioned(request)
    return tabs


def _only_looks(request: rq.Request) -> bool:
    """Whether a request changes how cells look and nothing of what they hold."""
    fields = request.get("repeatCell", {}).get("fields", "")
    return bool(fields) and all(part.startswith(LOOKS) for part in fields.split(","))


def mentioned(part: Any) -> set[int]:
    """Every sheetId in a raw request; a range without one means sheet 0."""
    if isinstance(part, Mapping):
        own = {part["sheetId"]} if isinstance(part.get("sheetId"), int) else set()
        return own.union(*(mentioned(value) for value in part.values()))
    if isinstance(part, list | tuple):
        return set().union(*(mentioned(value) for value in part))
    return set()


def applied(tab: Tab, puts: Mapping[Position, Put], appended: Iterable[AppendRow] = ()) -> Tab:
    """A tab after a patch and appended rows."""
    values = list(tab.values)
    after = replace(
        tab,
        values=values,
        formulas=dict(tab.formulas),
        notes=dict(tab.notes),
        rich=set(tab.rich),
        rich_text=dict(tab.rich_text),
        errors=set(tab.errors),
    )
    copied: set[int] = set()
    for (row, column), put in puts.items():
        while len(values) <= row:
            values.append([])
        if row not in copied:
            values[row] = list(values[row])
            copied.add(row)
        cells = values[row]
        cells += [None] * (column + 1 - len(cells))
        cells[column] = put.value
        _hang(after, (row, column), put)
    _trim(values, copied)
    values += [_trimmed(row.values) for row in appended]
    return after


def _hang(tab: Tab, at: Position, put: Put) -> None:
    """Put formula, note and rich text of a cell in place."""
    tab.formulas.pop(at, None)
    tab.errors.discard(at)
    tab.rich_text.pop(at, None)
    tab.rich.discard(at)
    if put.formula is not None:
        tab.formulas[at] = put.formula
    if put.rich:
        tab.rich_text[at] = put.rich
        tab.rich.add(at)
    if put.everything:
        tab.notes.pop(at, None)
    if put.note:
        tab.notes[at] = put.note


def _trim(values: list[list[Value]], rows: Iterable[int]) -> None:
    """Trailing blanks go, as in answers."""
    for row in rows:
        values[row] = _trimmed(values[row])
    while values and not values[-1]:
        values.pop()


def _trimmed(row: Iterable[Value]) -> list[Value]:
    cells = [None if value == "" else value for value in row]
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def same(expected: Tab, seen: Tab) -> bool:
    """Whether two tabs have the same content: values, formulas by their text, notes, links."""
    if expected.formulas != seen.formulas or expected.notes != seen.notes:
        return False
    if expected.rich != seen.rich:
        return False
    if expected.values == seen.values:
        return True
    return _plain(expected) == _plain(seen)


def _plain(tab: Tab) -> list[list[Value]]:
    """The values without formulas' results, which may change at any time."""
    rows = [list(row) for row in tab.values]
    for row, column in tab.formulas:
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = None
    rows = [_trimmed(row) for row in rows]
    while rows and not rows[-1]:
        rows.pop()
    return rows


def as_planned(
    before: Snapshot, patch: Patch, appended: Iterable[AppendRow], after: Snapshot, skip: set[int]
) -> bool:
    """Whether the tabs that were written hold what was there before, and the patch.

    Args:
        before: what the patch was planned on.
        patch: what was written.
        appended: rows that were added.
        after: the state right after.
        skip: tabs that cannot be compared.
    """
    seen = {tab.id: tab for tab in after.tabs}
    by_tab = _by_tab(appended)
    for tab in before.tabs:
        if tab.id in skip or tab.id not in patch:
            continue
        expected = applied(tab, patch[tab.id], by_tab.get(tab.id, ()))
        if tab.id not in seen or not same(expected, seen[tab.id]):
            return False
    return True


def as_called_for(met: Undone, planned: Changes, changes: Changes, after: Snapshot) -> bool:
    """Whether a write left just what the rules call for in the state it met.

    Args:
        met: that state.
        planned: what the rules call for in it.
        changes: what was written.
        after: the state after the write.
    """
    if rq.merged(planned.cells) == rq.merged(changes.cells):
        return True
    patch, added = from_changes(planned), _by_tab(changes.appended)
    now = {tab.id: tab for tab in after.tabs}
    for tab in met.snapshot.tabs:
        if tab.id in patch or tab.id in met.damage:
            seen = now[tab.id]
            seen = applied(seen, _clear_appended(seen, added.get(tab.id, [])))
            if not same(applied(tab, patch.get(tab.id, {})), seen):
                return False
    return True


def _by_tab(appended: Iterable[AppendRow]) -> dict[int, list[AppendRow]]:
    by_tab: dict[int, list[AppendRow]] = {}
    for row in appended:
        by_tab.setdefault(row.tab, []).append(row)
    return by_tab


@dataclass(frozen=True, slots=True, repr=False)
class Undone:
    """What a write replaced.

    Attributes:
        snapshot: the state the write met, worked out.
        damage: what puts it back: a patch on the state right after the write.
        torn: whether rows had come apart, as in a sort of only some columns.
        lost: whether some of what stood there could not be worked out.
    """

    snapshot: Snapshot
    damage: Patch
    torn: bool = False
    lost: bool = False


def undone(before: Snapshot, changes: Changes, after: Snapshot, *, late: bool = False) -> Undone:
    """The state a write met, if people moved things between planning and writing.

    Args:
        before: what the changes were planned on.
        changes: what was written.
        after: the state after the write.
        late: whether people may have moved things since the write as well.
    """
    skip = moved_by(changes)
    patch = from_changes(changes)
    earlier = {tab.id: tab for tab in before.tabs}
    added = _by_tab(changes.appended)
    damage: Patch = {}
    tabs, traces = [], []
    for tab in after.tabs:
        puts: dict[Position, Put] = {}
        if tab.id in earlier and tab.id not in skip:
            puts = _clear_appended(tab, added.get(tab.id, []))
            shown, planned = applied(tab, puts), patch.get(tab.id, {})
            holes = found(earlier[tab.id], shown, planned) if late else planned
            trace = Trace(earlier[tab.id], shown, holes)
            traces.append(trace)
            for at, put in holes.items():
                whole = put.everything or bool(put.rich) or put.note is not None
                old = remembered(earlier[tab.id], trace.source(at), at, everything=whole)
                if not (late and _holds(shown, at, old)):
                    puts[at] = old
        if puts:
            damage[tab.id] = puts
        tabs.append(applied(tab, puts) if puts else tab)
    return Undone(
        replace(after, tabs=tabs),
        damage,
        any(trace.torn for trace in traces),
        any(trace.lost for trace in traces),
    )


def found(earlier: Tab, later: Tab, puts: Mapping[Position, Put]) -> dict[Position, Put]:
    """The cells that may have been written, of a tab that people may have edited since.

    Those that hold what was written somewhere in their column: nothing else tells them.

    Args:
        earlier: the tab the write was planned on.
        later: the tab now.
        puts: what was written, by the position it was planned for.
    """
    by_column: dict[int, dict[Value, Put]] = {}
    for (_, column), put in puts.items():
        by_column.setdefault(column, {})[put.value] = put
    height = max(len(later.values), *(row + 1 for row, _ in puts), 0)
    return {
        (row, here): written[value]
        for here, there in Trace(earlier, later).columns.items()
        for written in [by_column.get(there, {})]
        for row in range(height)
        if (row, here) not in later.formulas and (value := later.value(row, here)) in written
    }


def _holds(tab: Tab, at: Position, put: Put) -> bool:
    """Whether a cell holds what is to be put there already."""
    return (tab.value(*at), tab.formulas.get(at)) == (put.value, put.formula) and (
        not put.everything or tab.notes.get(at) == put.note
    )


def _clear_appended(tab: Tab, rows: list[AppendRow]) -> dict[Position, Put]:
    """What empties the rows a write added, where they are found as they were written."""
    wanted = [_trimmed(row.values) for row in rows]
    height = len(wanted)
    for top in range(len(tab.values) - height, -1, -1) if height else ():
        if tab.values[top : top + height] == wanted:
            return {
                (row, column): Put()
                for row in range(top, top + height)
                for column in range(len(tab.values[row]))
            }
    return {}


@dataclass(frozen=True, slots=True, repr=False)
class Carried:
    """A patch moved to another state.

    Attributes:
        patch: the patch there.
        certain: whether it is known for sure where all of it belongs, and that nobody has
            changed what it is meant for.
    """

    patch: Patch
    certain: bool = True


def carried(patch: Patch, earlier: Snapshot, later: Snapshot) -> Carried:
    """A patch planned on one state, moved to where its cells are in a later one.

    Cells that are gone, or that someone has typed into since, are left as people left them.
    """
    was = {tab.id: tab for tab in earlier.tabs}
    result: Patch = {}
    certain = True
    for tab in later.tabs:
        puts = patch.get(tab.id)
        if not puts:
            continue
        trace = Trace(was[tab.id], tab)
        targets = trace.targets(list(puts))
        changed = any(
            not _untouched(was[tab.id], at, tab, now) and puts[at].value is not None
            for at, now in targets.items()
        )
        certain = certain and not trace.torn and not changed
        moved = {
            targets[at]: put
            for at, put in puts.items()
            if at in targets and _untouched(was[tab.id], at, tab, targets[at])
        }
        if moved:
            result[tab.id] = moved
    return Carried(result, certain)


def _untouched(earlier: Tab, at: Position, later: Tab, now: Position) -> bool:
    """Whether a cell still holds what it held."""
    return (
        earlier.value(*at) == later.value(*now)
        and earlier.formulas.get(at) == later.formulas.get(now)
        and earlier.notes.get(at) == later.notes.get(now)
    )


def amended(damage: Patch, before: Snapshot, after: Snapshot) -> Carried:
    """What is left to put back after a repair that met another state than it was planned on.

    Args:
        damage: what was written.
        before: the state it was planned on.
        after: the state right after it.
    """
    was = {tab.id: tab for tab in before.tabs}
    result: Patch = {}
    certain = True
    for tab in after.tabs:
        puts = damage.get(tab.id)
        if not puts:
            continue
        trace = Trace(was[tab.id], tab, list(puts))
        certain = certain and not trace.torn
        left = {now: puts[at] for at, now in trace.targets(list(puts)).items()}
        for at in puts.keys() - left.keys():
            source = trace.source(at)
            if source is None or source not in puts:
                left[at] = remembered(was[tab.id], source, at, everything=puts[at].everything)
        result[tab.id] = left
    return Carried(result, certain)
