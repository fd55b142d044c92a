"""The requests that make, label and remove the hidden tab of a write; see `sheet.undo_tab`."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sheets_coc.sheet import undo_tab
from sheets_coc.sheet.google import requests as rq
from sheets_coc.sheet.model import Position, SetCell, Snapshot, Tab, Value
from sheets_coc.sheet.transaction.state import Run, T
from sheets_coc.sheet.undo_tab import BLANK, FORMULA, UNDO, Copy, Kind, Label, Left, title_of

MOST_KEYS = 3
"""How many columns of a tab are asked which row is which."""


def data_of(left: Left) -> rq.Cell:
    """The CellData that shows it in the hidden tab."""
    if left.formula or left.value in (None, ""):
        cell: dict[str, Any] = {rq.VALUE: {"formulaValue": FORMULA if left.formula else BLANK}}
    else:
        cell = {rq.VALUE: rq.extended_value(left.value)}
    return cell | ({"note": left.note} if left.note else {})


def left_by(cells: Iterable[SetCell]) -> dict[Position, Left]:
    """What changes leave, by position."""
    return {
        (cell.row, cell.column): Left(None if cell.value == "" else cell.value, note=cell.note)
        for cell in cells
    }


def label_for(
    kind: Kind, run: str, write: int, taken: datetime, tab: Tab, written: Mapping[Position, Left],
    key: tuple[int, int | None] | None, *, whole: bool = False,
) -> Label:  # fmt: skip
    """The label of the hidden tab for a write.

    Args:
        kind: what it is for.
        run: the run's id.
        write: which write it is.
        taken: the moment.
        tab: the tab that is written, as it was last seen.
        written: what will be left in it.
        key: the header's row and the column that tells rows apart, where the planner says so.
        whole: whether the whole tab is copied.
    """
    header, column = key or (0, None)
    rows = [*undo_tab.top_rows(header, tab), *(row for row, _ in written)]
    rows += [tab.rows - 1] if whole else []
    width = max([tab.columns, *(column + 1 for _, column in written)])
    plain = Label(kind, run, write, taken, tab.id, max(rows) + 1, width, header,
                  keyed=column is not None, whole=whole)  # fmt: skip
    return replace(plain, keys=tuple(_keys(tab, written, column)))


def _keys(tab: Tab, written: Mapping[Position, Left], named: int | None) -> Iterator[int]:
    """The columns that tell rows apart: the planner's, and the best that are not written."""
    if named is not None:
        yield named
    touched = {named, *(column for _, column in written)}
    unique: Counter[int] = Counter()
    for column in range(tab.columns):
        if column not in touched:
            counts = _counted(tab, column)
            unique[column] = sum(number == 1 for number in counts.values())
    best = [column for column, number in unique.most_common(MOST_KEYS) if number > 1]
    yield from best[: MOST_KEYS - (named is not None)]


def _counted(tab: Tab, column: int) -> Counter[Value]:
    """How often each value stands in a column."""
    shown = (
        tab.value(row, column)
        for row in range(len(tab.values))
        if (row, column) not in tab.formulas
    )
    return Counter(value for value in shown if value not in (None, ""))


def repeated(
    tab: Tab, label: Label, written: Mapping[Position, Left]
) -> tuple[frozenset[Value], ...]:
    """For each key, the values that stand in it more than once, written ones counted as well."""
    found = []
    for key in label.keys:
        counts = _counted(tab, key)
        counts.update(
            left.value for (_, column), left in written.items()
            if column == key and left.value not in (None, "")
        )  # fmt: skip
        found.append(frozenset(value for value, number in counts.items() if number > 1))
    return tuple(found)


def keep(
    run: Run[T], snapshot: Snapshot, tab: Tab, written: dict[Position, Left],
    key: tuple[int, int | None] | None, *, source: int = 0,
) -> tuple[Copy, list[rq.Request]]:  # fmt: skip
    """What the next write to a tab replaces, as memory has it, and the requests that keep it.

    Args:
        run: the transaction; the write's number is counted before.
        snapshot: the spreadsheet as last seen.
        tab: the tab in it that is written.
        written: what will be left in it.
        key: as for `label_for`.
        source: the hidden tab that the write puts back.
    """
    whole = run.whole or (tab.filtered and not run.filters_harmless)
    label = label_for(Kind.UNDO, run.name, run.writes, run.clock(), tab, written, key,
                      whole=whole)  # fmt: skip
    label = replace(label, source=source)
    hidden = replace(tab, id=new_id(snapshot))
    copy = Copy(label, hidden, written, repeated(tab, label, written))
    # A filter that somebody sets before this is carried out could keep rows out of the copy. Where
    # parts of the tab are closed to this account, Google might refuse that, and all of the write.
    may = not tab.filtered and undo_tab.is_removable(tab)
    unhide = [{"clearBasicFilter": {"sheetId": tab.id}}] if may else []
    return copy, [*unhide, *make(copy, tab, copy.rows)]


def make(copy: Copy, tab: Tab, rows: Iterable[int]) -> list[rq.Request]:
    """Requests that make a hidden tab, copy rows of another into it, and note what is left.

    Args:
        copy: what it shall hold. Its id is of one's own choice: no batch is applied twice.
        tab: the tab it keeps rows of, as it was last seen.
        rows: which rows, besides the top ones.
    """
    label, tab_id = copy.label, copy.tab.id
    size = {
        "rowCount": label.height + max(label.height, *map(len, copy.repeated), 0),
        "columnCount": label.width + len(label.keys),
    }
    if label.whole:
        batch = [*_duplicate(tab, tab_id, size), describe(tab_id, label)]
    else:
        properties = {"sheetId": tab_id, "title": title_of(tab_id), "hidden": True}
        properties["gridProperties"] = size
        batch = [{"addSheet": {"properties": properties}}, describe(tab_id, label)]
        for first, end in blocks({*undo_tab.top_rows(label.header, tab), *rows}):
            source, goal = (area(one, first, end, label.width) for one in (tab.id, tab_id))
            batch.append(paste(source, goal))
    places = {
        (row + label.height, column): (f"{rq.VALUE},note", data_of(left))
        for (row, column), left in copy.written.items()
    }
    for number, values in enumerate(copy.repeated, label.width):
        for row, value in enumerate(sorted(values, key=str), label.height):
            places[row, number] = (rq.VALUE, {rq.VALUE: rq.extended_value(value)})
    return [*batch, *rq.update_cells(tab_id, places)]


def _duplicate(tab: Tab, tab_id: int, size: Mapping[str, int]) -> Iterator[rq.Request]:
    """Requests that make a hidden tab of a whole other one.

    The copy may bear protected ranges, and if this account may not edit those it cannot be
    removed. So a first one is removed at once: then all of the batch is refused.
    """
    trial = secrets.randbelow(2**31 - 1) + 1
    for number in (trial, tab_id):
        yield {
            "duplicateSheet": {
                "sourceSheetId": tab.id,
                "newSheetId": number,
                "newSheetName": title_of(number),
                "insertSheetIndex": 1,  # there always; and what is first stays first
            }
        }
        if number == trial:
            yield {"deleteSheet": {"sheetId": trial}}
    yield {"clearBasicFilter": {"sheetId": tab_id}}
    hidden = {"sheetId": tab_id, "hidden": True}
    yield {"updateSheetProperties": {"properties": hidden, "fields": "hidden"}}
    for dimension, wanted, there in (
        ("ROWS", size["rowCount"], tab.rows),
        ("COLUMNS", size["columnCount"], tab.columns),
    ):
        if wanted > there:
            more = {"sheetId": tab_id, "dimension": dimension, "length": wanted - there}
            yield {"appendDimension": more}


def describe(tab_id: int, label: Label) -> rq.Request:
    """The request that labels a hidden tab."""
    entry = {
        "metadataKey": UNDO,
        "metadataValue": label.text(),
        "location": {"sheetId": tab_id},
        "visibility": "DOCUMENT",
    }
    return {"createDeveloperMetadata": {"developerMetadata": entry}}


def relabel(tab_id: int, label: Label) -> list[rq.Request]:
    """Requests that give a hidden tab another label."""
    lookup = {"metadataKey": UNDO, "metadataLocation": {"sheetId": tab_id}}
    removal = {"dataFilter": {"developerMetadataLookup": lookup}}
    return [{"deleteDeveloperMetadata": removal}, describe(tab_id, label)]


def forget(tab: Tab) -> list[rq.Request]:
    """Requests that remove a hidden tab nobody needs; or say so, where it is protected."""
    if undo_tab.is_removable(tab):
        return [{"deleteSheet": {"sheetId": tab.id}}]
    label = Label.read(tab.metadata[UNDO])
    if label.kind is Kind.SPENT:
        return []
    return relabel(tab.id, replace(label, kind=Kind.SPENT, taken=None))


def area(tab: int, first: int, end: int, width: int, *, column: int = 0) -> dict[str, int]:
    """A block of a tab: its first row, the one after its last, how wide it is, and from where."""
    return {
        "sheetId": tab,
        "startRowIndex": first,
        "endRowIndex": end,
        "startColumnIndex": column,
        "endColumnIndex": column + width,
    }


def paste(source: Mapping[str, int], destination: Mapping[str, int]) -> rq.Request:
    """A request that copies a block with all that hangs on its cells."""
    return {
        "copyPaste": {
            "source": dict(source),
            "destination": dict(destination),
            "pasteType": "PASTE_NORMAL",
        }
    }


def blocks(rows: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Runs of neighbouring rows: the first of each, and the one after its last."""
    start = end = None
    for row in sorted(rows):
        if start is None or row != end:
            if start is not None and end is not None:
                yield start, end
            start = row
        end = row + 1
    if start is not None and end is not None:
        yield start, end


def new_id(snapshot: Snapshot) -> int:
    """An id for a tab that no tab has."""
    taken = {tab.id for tab in (*snapshot.tabs, *snapshot.undo)}
    while (number := secrets.randbelow(2**31 - 1) + 1) in taken:
        pass
    return number


def same_cell(one: Tab, at: Position, other: Tab, there: Position) -> bool:
    """Whether two cells hold the same and the same hangs on them, formulas' results aside."""
    formulas = one.formulas.get(at), other.formulas.get(there)
    if (formulas[0] is None) != (formulas[1] is None):
        return False
    if formulas[0] is None and _plain(one.value(*at)) != _plain(other.value(*there)):
        return False
    hanging = one.notes.get(at), one.rich_text.get(at)
    return hanging == (other.notes.get(there), other.rich_text.get(there))


def _plain(value: Value) -> tuple[bool, Value]:
    """A value that is equal to none of another type."""
    return isinstance(value, bool), None if value == "" else value
