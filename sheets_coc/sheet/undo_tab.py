"""The hidden tab that keeps what a write replaces, as it is read.

Below the copies of the rows as they stood, each in its own row so that formulas keep their
references, stands what the tool left in their place, and beside that which values cannot tell
rows apart, because they stand more than once. For a write of B3 in a tab three columns wide:

    row 1   Case        Named       Due        the header, copied
    row 3   amber-kite  Oskar Vane  yes        the row as it stood, copied
    row 4                                  no  "no" stands twice in Due, so it tells nothing
    row 6               Expunged               what was left in B3, three rows further down

The tab's own metadata says which run made it, when, and for which tab.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from sheets_coc.sheet.model import Position, Snapshot, Tab, Value

UNDO = "sheets-coc-undo"
"""A tab with developer metadata of this key is one of the tool's own hidden tabs."""
LEFT_AFTER = timedelta(minutes=10)
"""A run whose lock or hidden tab is older must have died."""
ABOVE = 3
"""How many rows may come in above a header in the second of a write, and it is still copied."""
BLANK = '=""'
"""Stands where the tool left a blank cell."""
FORMULA = '="a formula"'
"""Stands where the tool left a formula."""


NUMBERS = ("write", "tab", "height", "width", "header")
"""The fields of a label that are numbers."""


class Kind(StrEnum):
    """What a hidden tab is for."""

    PROOF = "proof"
    """It shows, before anything is written, that Google copies rows whole."""
    UNDO = "undo"
    """It keeps what a write replaced, until that is known to be right."""
    KEPT = "kept"
    """It keeps what could not be put back, until a person has."""
    SPENT = "spent"
    """Nothing of it is needed; it stays because this account may not remove it."""


@dataclass(frozen=True, slots=True)
class Label:
    """What the metadata of a hidden tab says.

    Attributes:
        kind: what it is for.
        run: the run that made it.
        write: its number: more than that of every hidden tab there was.
        taken: when; None if its run gave it up, or the label was tampered with.
        tab: the id of the tab it keeps rows of.
        height: how many rows further down stands what the tool left.
        width: how many columns were copied.
        header: the header's row.
        keys: the columns by which rows are known again, the surest first.
        keyed: whether the planner named the first of them: without it no row is believed.
        whole: whether the whole tab was copied, because a paste loses something.
        source: the id of the hidden tab that the write put back; 0 for a write of its own.
        bare: whether it was made from memory: its cells bear no formats, so none is pasted back.
    """

    kind: Kind
    run: str
    write: int
    taken: datetime | None
    tab: int
    height: int
    width: int
    header: int = 0
    keys: tuple[int, ...] = ()
    keyed: bool = False
    whole: bool = False
    source: int = 0
    bare: bool = False

    def text(self) -> str:
        """The label as metadata holds it."""
        fields = asdict(self) | {"taken": self.taken.isoformat() if self.taken else None}
        return json.dumps(fields, separators=(",", ":"))

    @property
    def waits_for_people(self) -> bool:
        """Whether no run is behind it any more: people have to put it right, or unprotect it."""
        return self.kind in (Kind.KEPT, Kind.SPENT)

    def is_left(self, now: datetime) -> bool:
        """Whether its run must have died, or gave it up; what waits for people is not."""
        if self.waits_for_people:
            return False
        return self.taken is None or abs(now - self.taken) > LEFT_AFTER

    @staticmethod
    def read(text: str) -> Label:
        """The label in a metadata's value; one that cannot be read is kept for a person."""
        with contextlib.suppress(ValueError, TypeError, KeyError, AttributeError):
            found = json.loads(text)
            taken = found["taken"] and datetime.fromisoformat(found["taken"])
            numbers = {k: int(found[k]) for k in NUMBERS}
            keys = tuple(int(key) for key in found["keys"])
            keyed, whole = bool(found["keyed"]), bool(found["whole"])
            return Label(
                Kind(found["kind"]),
                str(found["run"]),
                taken=taken,
                keys=keys,
                keyed=keyed,
                whole=whole,
                source=int(found.get("source", 0)),  # an earlier version wrote none
                bare=bool(found.get("bare")),  # nor whether it is bare
                **numbers,
            )
        return Label(Kind.KEPT, "", 0, None, -1, 0, 0)


@dataclass(frozen=True, slots=True)
class Left:
    """What the tool left in a cell.

    Attributes:
        value: the value; None for a blank cell and for a formula.
        formula: whether it is a formula.
        note: the note the tool left there.
    """

    value: Value = field(repr=False)
    formula: bool = False
    note: str | None = field(default=None, repr=False)


@dataclass(slots=True, repr=False)
class Copy:
    """A hidden tab of the tool's, read.

    Attributes:
        label: what its metadata says.
        tab: the hidden tab.
        written: what the tool left, by the position it was written at.
        repeated: for each of the label's keys, the values that stood in it more than once.
    """

    label: Label
    tab: Tab
    written: dict[Position, Left]
    repeated: tuple[frozenset[Value], ...] = ()

    @staticmethod
    def read(tab: Tab) -> Copy:
        """Read a hidden tab."""
        label = Label.read(tab.metadata.get(UNDO, ""))
        repeated = tuple(
            frozenset(
                value
                for row in range(label.height, len(tab.values))
                if (value := tab.value(row, label.width + number)) not in (None, "")
            )
            for number in range(len(label.keys))
        )
        return Copy(label, tab, dict(_written(tab, label)), repeated)

    @property
    def rows(self) -> list[int]:
        """The rows that were written."""
        return sorted({row for row, _ in self.written})

    @property
    def top_rows(self) -> range:
        """The rows among which the header is."""
        return range(min(self.label.header + 1 + ABOVE, self.label.height))

    def left(self, row: int, column: int) -> Value:
        """What stood in a cell right after the write; None for a formula."""
        left = self.written.get((row, column))
        if left is not None:
            return left.value
        if (row, column) in self.tab.formulas:
            return None
        value = self.tab.value(row, column)
        return None if value == "" else value

    def is_formula(self, row: int, column: int) -> bool:
        """Whether a formula stood in a cell right after the write."""
        left = self.written.get((row, column))
        return (row, column) in self.tab.formulas if left is None else left.formula

    def telling(self, row: int) -> Iterator[tuple[int, Value]]:
        """Columns and values of a row that stood nowhere else when it was written."""
        for column, repeated in zip(self.label.keys, self.repeated, strict=True):
            value = self.left(row, column)
            if value is not None and value not in repeated:
                yield column, value


def _written(tab: Tab, label: Label) -> Iterator[tuple[Position, Left]]:
    """What the tool left, as a hidden tab shows it."""
    for row in range(label.height, min(len(tab.values), 2 * label.height)):
        for column in range(min(label.width, len(tab.values[row]))):
            formula = tab.formulas.get((row, column))
            value = tab.value(row, column)
            if formula is None and value is None:
                continue
            note = tab.notes.get((row, column))
            shown = None if formula is not None else value
            yield (row - label.height, column), Left(shown, formula == FORMULA, note)


def top_rows(header: int, tab: Tab) -> range:
    """The rows that are copied along, so that the header is among them if rows come in above."""
    return range(min(header + 1 + ABOVE, tab.rows))


def copies(snapshot: Snapshot) -> list[Copy]:
    """The tool's hidden tabs, the newest last: clocks jump, so the writes are numbered."""
    found = [Copy.read(tab) for tab in snapshot.undo]
    return sorted(found, key=lambda c: (c.label.write, str(c.label.taken), c.label.run))


def as_read(memory: Iterable[Copy], snapshot: Snapshot) -> list[Copy]:
    """Hidden tabs as they are read, or as memory has them, where somebody has deleted one."""
    there = {copy.tab.id: copy for copy in copies(snapshot)}
    return [there.get(copy.tab.id, copy) for copy in memory]


def labelled(snapshot: Snapshot) -> dict[int, Label]:
    """The labels of the tool's hidden tabs, by the id of the tab."""
    return {tab.id: Label.read(tab.metadata.get(UNDO, "")) for tab in snapshot.undo}


def is_removable(tab: Tab) -> bool:
    """Whether this account may remove a hidden tab: a copy of a whole tab bears its protections."""
    return all(entry.may_edit or entry.warning_only for entry in tab.protections)


def closed(snapshot: Snapshot) -> list[Tab]:
    """The hidden tabs that this account may not remove: somebody has protected them against it."""
    return [tab for tab in snapshot.undo if not is_removable(tab)]


def kept(snapshot: Snapshot) -> list[Copy]:
    """The hidden tabs that keep something for a person."""
    return [copy for copy in copies(snapshot) if copy.label.kind is Kind.KEPT]


def put_right(tabs: Iterable[Copy]) -> str:
    """What people are told of hidden tabs that keep something for them, in every run."""
    titles = ", ".join(f"“{title_of(copy.tab.id)}”" for copy in tabs)
    return (
        f"A hidden tab keeps what a run could not put back: {titles}. To do says which cells "
        "those are, as soon as it can be written: put them right, and tick that line."
    )


def unprotect(tabs: Iterable[Tab], *, key: bool = False) -> str:
    """What people are told of hidden tabs that this account may not remove.

    Args:
        tabs: the hidden tabs.
        key: whether they are in the key's own spreadsheet.
    """
    where = " in the key's spreadsheet" if key else ""
    titles = ", ".join(f"“{title_of(tab.id)}”" for tab in tabs)
    return (
        f"A hidden tab of the tool{where}, with rows as they stood before, is protected against "
        f"this account, so it cannot be removed: {titles}. Show it with View > Hidden sheets, "
        "take its protection away under Data > Protect sheets and ranges, and run again."
    )


def unfinished(snapshot: Snapshot) -> bool:
    """Whether a run is at work, or has left something half done."""
    return not all(label.waits_for_people for label in labelled(snapshot).values())


def title_of(tab_id: int) -> str:
    """The title of a hidden tab, which no other has; it says nothing of what is in it."""
    return f"sheets-coc rows {tab_id}"
