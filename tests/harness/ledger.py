"""What people left in every cell, wherever it goes: kept apart from what the tool believes.

Every cell of the records bears an invisible number of its own, as the name of its font. Formats
travel with cells, as on Google: a sort, a drag, a cut and paste carry the number along, and the
tool, which never touches fonts, leaves it where it is. So it is known for certain which record
each cell belongs to, without asking case names, row checks or any code of the product.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from sheets_coc.local.server.google import LocalGoogle
from sheets_coc.local.state.model import Content, RichCell, Tab, as_cell
from sheets_coc.schema.columns import EXPUNGED
from sheets_coc.sheet.model import Snapshot
from sheets_coc.sheet.model import Tab as SeenTab

OWNER = "Olive Owner"
"""What the world's only chip shows."""
NOTHING = (None, None, None, None)
WATCHED = ("Records", "Minutes")


class Seen(NamedTuple):
    """A marked cell as it stands: what is in it, and where."""

    value: Any
    formula: str | None
    note: str | None
    rich: str | None
    tab: int
    row: int
    column: int

    @classmethod
    def of(cls, cell: RichCell, tab: int, row: int, column: int) -> Seen:
        """A cell at its place."""
        extra = {k: v for k, v in (cell.extra or {}).items() if k != "dataValidation"}
        if link := (cell.format or {}).get("textFormat", {}).get("link"):
            extra["link"] = link
        rich = json.dumps(extra, sort_keys=True) if extra else None
        return cls(cell.value, cell.formula, cell.note, rich, tab, row, column)

    @property
    def what(self) -> tuple[Any, str | None, str | None, str | None]:
        """What is in it."""
        return (None if self.value == "" else self.value, self.formula, self.note, self.rich)


@dataclass(frozen=True)
class Born:
    """What a marked cell is: which record it belongs to, and under which header it stands."""

    record: int
    header: str


@dataclass
class Ledger:
    """What people left, by the marks of cells.

    Attributes:
        google: the local Google.
        spreadsheet: the spreadsheet that is watched.
        left: what people left in each cell.
        born: what each cell is.
        typed: when people last changed a cell: the number of the edit.
        moved: the cells that each edit moved.
        blank: cells that an edit made, with nothing in them.
        edits: how many edits were carried out.
        records: the id of the records tab.
        tears: the edits that tore rows apart.
        headings: the cells of the headers, as they were at first.
    """

    google: LocalGoogle
    spreadsheet: str
    left: dict[int, tuple[Any, ...]] = field(default_factory=dict)
    born: dict[int, Born] = field(default_factory=dict)
    typed: dict[int, int] = field(default_factory=dict)
    moved: dict[int, frozenset[int]] = field(default_factory=dict)
    blank: set[int] = field(default_factory=set)
    edits: int = 0
    records: int = 0
    tears: set[int] = field(default_factory=set)
    headings: set[int] = field(default_factory=set)
    _next: int = 1
    _tabs: tuple[int, ...] = ()

    def begin(self) -> None:
        """Mark every cell."""
        with self.google.store.write() as state:
            tabs = [t for t in state.spreadsheet(self.spreadsheet).tabs if t.title in WATCHED]
            self._tabs = tuple(tab.id for tab in tabs)
            for tab in tabs:
                self._mark(tab)
        self.records = next(tab.id for tab in tabs if tab.title == WATCHED[0])
        self._adopt(self.truth(), keep=())

    def truth(self) -> dict[int, Seen]:
        """Every marked cell as it really stands."""
        found: dict[int, Seen] = {}
        with self.google.store.read() as state:
            for tab in state.spreadsheet(self.spreadsheet).tabs:
                if tab.id in self._tabs:
                    for row, column, cell, mark in marked(tab):
                        found[mark] = Seen.of(cell, tab.id, row, column)
        return found

    def after_edit(
        self,
        before: Mapping[int, Seen],
        fresh: Mapping[int, Any],
        tears: bool,
        *,
        keep: bool = True,
    ) -> None:
        """Note what an edit of people left.

        Args:
            before: the truth before it.
            fresh: by tab id, whether a row and column is new: its marks are copies.
            tears: whether it tore rows apart.
            keep: whether torn content stays whose it was.
        """
        self.edits += 1
        if tears:
            self.tears.add(self.edits)
        with self.google.store.write() as state:
            for tab in state.spreadsheet(self.spreadsheet).tabs:
                if tab.id in fresh:
                    _unmark(tab, fresh[tab.id])
                if tab.id in self._tabs:
                    self._mark(tab)
        after = self.truth()
        self.moved[self.edits] = frozenset(
            mark
            for mark, seen in after.items()
            if mark in before and (seen.row, seen.column) != (before[mark].row, before[mark].column)
        )
        self.blank |= {m for m in after.keys() - before.keys() if after[m].what == NOTHING}
        for mark, seen in after.items():
            if mark not in before or before[mark].what != seen.what:
                self.typed[mark] = self.edits
                self.left[mark] = seen.what
        for mark in before.keys() - after.keys():
            self.left.pop(mark, None)
        self._adopt(after, keep=set(after) if tears and keep else ())

    def after_tool(self, before: Mapping[int, Seen]) -> dict[int, Seen]:
        """Give every cell its own mark back, mark those that are new, and give the truth.

        The tool moves no cell in the tabs that are watched. It pastes, and a paste brings the look
        along, and with that the mark of another cell.
        """
        with self.google.store.write() as state:
            tabs = {t.id: t for t in state.spreadsheet(self.spreadsheet).tabs if t.id in self._tabs}
            for mark, seen in before.items():
                if tab := tabs.get(seen.tab):
                    cell = as_cell(tab.get(seen.row, seen.column))
                    if mark_of(cell) != mark:
                        tab.set(seen.row, seen.column, _with_font(cell, mark))
            known = {(seen.tab, seen.row, seen.column) for seen in before.values()}
            for tab in tabs.values():
                _unmark(tab, lambda row, column, tab=tab: (tab.id, row, column) not in known)
                self._mark(tab)
        truth = self.truth()
        for mark in truth:
            self.left.setdefault(mark, NOTHING)
        self._adopt(truth, keep=set(truth))
        return truth

    def is_intact(self) -> bool:
        """Whether every cell is as people left it."""
        truth = self.truth()
        return all(
            truth[mark].what == left if mark in truth else left == NOTHING
            for mark, left in self.left.items()
        )

    def is_torn_word(self, mark: int) -> bool:
        """Whether a cell held only the tool's own word, and was torn out of its row by people.

        Where the tool had left the same word, nobody can tell the two apart: what stood there
        before may then be put back over it.
        """
        return self.is_torn(mark) and str(self.left[mark][0] or "").startswith(EXPUNGED)

    def is_torn(self, mark: int) -> bool:
        """Whether a cell was torn out of its row by people."""
        return any(mark in self.moved[edit] for edit in self.tears)

    def torn(self, truth: Mapping[int, Seen]) -> bool:
        """Whether a row holds content of more than one record."""
        rows: dict[tuple[int, int], set[int]] = {}
        for mark, seen in truth.items():
            if seen.what != NOTHING:
                rows.setdefault((seen.tab, seen.row), set()).add(self.born[mark].record)
        return any(len(records) > 1 for records in rows.values())

    def _mark(self, tab: Tab) -> None:
        """Give a mark to every cell that has none, as far as the tab is used."""
        width = max((len(cells) for cells in tab.rows), default=0)
        for row, cells in enumerate(tab.rows):
            if not any(content is not None for content in cells):
                continue
            wide = [*cells, *[None] * (width - len(cells))]
            tab.rows[row] = [self._with_mark(content) for content in wide]

    def _with_mark(self, content: Content) -> Content:
        cell = as_cell(content)
        if mark_of(cell) is not None:
            return content
        mark, self._next = self._next, self._next + 1
        return _with_font(cell, mark)

    def _tops(self, truth: Mapping[int, Seen]) -> dict[int, int]:
        """The row of the header in each tab: where most of the cells stand that it began with."""
        if not self.headings:
            filled = {(seen.tab, seen.row) for seen in truth.values() if seen.what != NOTHING}
            tops = {tab: min(row for t, row in filled if t == tab) for tab, _ in filled}
            self.headings = {m for m, seen in truth.items() if seen.row == tops.get(seen.tab)}
        rows: dict[int, Counter[int]] = {}
        for mark in self.headings & truth.keys():
            rows.setdefault(truth[mark].tab, Counter())[truth[mark].row] += 1
        return {tab: counts.most_common(1)[0][0] for tab, counts in rows.items()}

    def _adopt(self, truth: Mapping[int, Seen], *, keep: Collection[int]) -> None:
        """Say of every cell which record it belongs to and under which header it stands.

        Args:
            truth: the cells as they stand.
            keep: those that stay of the record they were of, whatever row they stand in.
        """
        headers: dict[tuple[int, int], str] = {}
        rows: dict[tuple[int, int], list[int]] = {}
        for mark, seen in truth.items():
            rows.setdefault((seen.tab, seen.row), []).append(mark)
            if mark not in self.left:
                self.left[mark] = seen.what
        tops = self._tops(truth)
        for seen in truth.values():
            if seen.row == tops.get(seen.tab):
                headers[seen.tab, seen.column] = str(seen.value or "")
        for marks in rows.values():
            known = Counter(
                self.born[m].record for m in marks if m in self.born and truth[m].what != NOTHING
            )
            record = known.most_common(1)[0][0] if known else min(marks)
            for mark in marks:
                seen = truth[mark]
                old = self.born.get(mark)
                whose = old.record if old and mark in keep else record
                self.born[mark] = Born(whose, headers.get((seen.tab, seen.column), ""))


def _with_font(cell: RichCell, mark: int) -> RichCell:
    """A cell that bears a mark."""
    look = dict(cell.format or {})
    look["textFormat"] = {**look.get("textFormat", {}), "fontFamily": f"m{mark}"}
    return replace(cell, format=look)


def mark_of(cell: RichCell) -> int | None:
    """The mark a cell bears."""
    name = (cell.format or {}).get("textFormat", {}).get("fontFamily", "")
    return int(name[1:]) if name[:1] == "m" and name[1:].isdigit() else None


def marked(tab: Tab) -> Iterator[tuple[int, int, RichCell, int]]:
    """Row, column, cell and mark of every marked cell of a tab."""
    for row, cells in enumerate(tab.rows):
        for column, content in enumerate(cells):
            if isinstance(content, RichCell) and (mark := mark_of(content)) is not None:
                yield row, column, content, mark


def _unmark(tab: Tab, is_fresh: Any) -> None:
    """Take the marks from new cells: Google gives those the look of their neighbours."""
    for row, column, cell, _mark in list(marked(tab)):
        if is_fresh(row, column):
            look = dict(cell.format or {})
            look.pop("textFormat")
            tab.set(row, column, replace(cell, format=look or None))


def snapshot_of(tabs: list[Tab], metadata: Mapping[str, str]) -> Snapshot:
    """Tabs of the local Google as a snapshot, without asking it; formulas have no result."""
    return Snapshot("id", "Invented records", [_seen(tab) for tab in tabs], metadata=dict(metadata))


def _seen(tab: Tab) -> SeenTab:
    seen = SeenTab(tab.id, tab.title, tab.row_count, tab.column_count)
    for row, cells in enumerate(tab.rows):
        values = []
        for column, content in enumerate(cells):
            cell = as_cell(content)
            has_chip = bool((cell.extra or {}).get("chipRuns"))
            shown = OWNER if has_chip and cell.value == "@" else cell.value
            values.append("see above" if cell.formula else shown)
            if cell.formula:
                seen.formulas[row, column] = cell.formula
            if cell.note:
                seen.notes[row, column] = cell.note
            if cell.extra and ("textFormatRuns" in cell.extra or "chipRuns" in cell.extra):
                seen.rich.add((row, column))
        while values and values[-1] in (None, ""):
            values.pop()
        seen.values.append(values)
    while seen.values and not seen.values[-1]:
        seen.values.pop()
    for block in tab.parts.get("merges", ()):
        seen.merges.append(
            (
                block["startRowIndex"],
                block["endRowIndex"],
                block["startColumnIndex"],
                block["endColumnIndex"],
            )
        )
    return seen
