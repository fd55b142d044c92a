"""Which rows of the Records tab are records.

People put more into a tab than records: the header once more for each year, a line of help
below it, a total, drop-downs filled down a hundred rows. To take such a row for a record means
a case name and fifteen errors for nothing; to take a record for such a row means overlooking
somebody. So a row that looks like none is left out *and said*, and nothing that relies on
having seen every record goes on until a person has answered.

    | Date of report | Named subjects | Decision |
    | 2026-03-01     | Ada Pretend    | Open     |   a record
    | Date of report | Named subjects | Decision |   the header again
    |                |                | Open     |   a drop-down filled down
    | -              | n/a            | Open     |   and words for nothing
    | Total          | 12             |          |   a total

A header of two rows is merged downwards where it has only one, so its second row is told by that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from sheets_coc.policy import Policy
from sheets_coc.records import shape
from sheets_coc.records.layout import NEEDED_COLUMNS, Layout, known_columns
from sheets_coc.records.values import read_date, read_decision, read_flag, says_something
from sheets_coc.schema import layouts
from sheets_coc.schema.columns import BY_KEY, COLUMNS, ColumnKind, Filler
from sheets_coc.schema.headers import header_key, read_headings
from sheets_coc.sheet.model import Tab, Value, text

_CHOSEN = (ColumnKind.DECISION, ColumnKind.FLAG, ColumnKind.STATUS, ColumnKind.CHOICE)
DROP_DOWNS = frozenset(c.key for c in COLUMNS if c.kind in _CHOSEN)
"""Columns whose drop-down people fill down: a value in them alone makes no record."""
_TYPED = tuple(
    c.key
    for c in COLUMNS
    if (c.filler is not Filler.TOOL or c.key == "case") and c.key not in DROP_DOWNS
)
_DECIDED = ("decision", "consequence", "status")
_DATES = tuple(
    c.key
    for c in COLUMNS
    if c.kind in (ColumnKind.DATE, ColumnKind.DATE_OR_NEVER) and c.filler is not Filler.TOOL
)
_TOTALS = re.compile(
    r"(?:grand|sub)?(?:total|sum|count|average|mean|summe|gesamt)"
    r"(?:s|of.*|number.*|records?|reports?|cases?)?\d*|(?:number|count)of.*"
    r"|\d+(?:records?|reports?|cases?|people|persons|rows|entries)"
)
_SUMS = re.compile(r"\b(?:SUM|COUNT|SUBTOTAL|AVERAGE|MEDIAN|SUMME|ANZAHL)\w*\s*\(", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s*[-/–]\s*(?:(?:19|20)?\d\d|q[1-4]|h[12]))?", re.IGNORECASE)
_RECENT = 40_000
"""A serial number of 2009: what is larger is a day without a closer look."""
_BRACKETS = re.compile(r"[(\[<{].*[)\]>}]", re.DOTALL)
_HOW_TO_TYPE = frozenset((
    "dd", "mm", "mmm", "mmmm", "yy", "yyyy", "d", "m", "y", "day", "date", "month", "year",
    "tt", "jj", "jjjj", "in", "as", "eg", "format", "the", "of", "when", "it", "came", "was",
    "received", "report", "reported", "first", "1st",
))  # fmt: skip
"""Words that say how a date is to be typed, or which: `DD/MM/YYYY`, `day of the report`."""
_HELP_ROWS = 3
"""How many rows below the header a line of help may stand."""


@dataclass(frozen=True, slots=True)
class RecordRows:
    """The rows below the header, sorted.

    Attributes:
        records: rows that are records.
        merged: of these, the ones that are part of a merged block.
        unlike: rows that look like no record, which nobody has confirmed.
        above: rows above the header that look like records.
        filled_down: rows that hold nothing but the value of a drop-down, or words for nothing.
    """

    records: tuple[int, ...]
    merged: frozenset[int] = field(default_factory=frozenset)
    unlike: tuple[int, ...] = ()
    above: tuple[int, ...] = ()
    filled_down: tuple[int, ...] = ()

    @property
    def alone(self) -> tuple[int, ...]:
        """Of the rows that hold nothing but a drop-down's value, those with no other beside."""
        rows = set(self.filled_down)
        return tuple(row for row in self.filled_down if not {row - 1, row + 1} & rows)


def is_filled(value: Value) -> bool:
    """Whether anything stands in a cell; an unticked box is nothing."""
    if isinstance(value, str):
        return bool(value.strip())
    return value is not None and value is not False


def record_rows(
    tab: Tab, layout: Layout, policy: Policy, metadata: Mapping[str, str]
) -> RecordRows:
    """Sort the rows of the Records tab.

    Args:
        tab: the Records tab.
        layout: where its header and columns stand.
        policy: the committee's headers.
        metadata: what people answered about rows that look like no record.
    """
    sorter = _Sorter(tab, layout, policy, metadata)
    merged, headings = _merged_rows(tab, layout)
    records: list[int] = []
    unlike: list[int] = []
    filled_down: list[int] = []
    for row in range(layout.header_row + 1, len(tab.values)):
        cells = tab.values[row]
        if row in headings or not cells:
            continue
        if not _any(says_something, cells, sorter.typed):
            if _any(is_filled, cells, (*sorter.typed, *sorter.drop_downs)):
                filled_down.append(row)
            continue
        kind = sorter.kind(row)
        if kind == shape.IS_RECORD:
            records.append(row)
        elif kind == "":
            unlike.append(row)
    above = tuple(row for row in range(layout.header_row) if sorter.is_record_above(row))
    return RecordRows(tuple(records), frozenset(merged), tuple(unlike), above, tuple(filled_down))


def _any(holds: Callable[[Value], bool], cells: Sequence[Value], columns: Sequence[int]) -> bool:
    width = len(cells)
    return any(column < width and holds(cells[column]) for column in columns)


def _merged_rows(tab: Tab, layout: Layout) -> tuple[set[int], set[int]]:
    """Rows that are part of a merged block, and those that are only a heading across."""
    merged: set[int] = set()
    headings: set[int] = set()
    for top, bottom, left, right in tab.merges:
        if top <= layout.header_row:
            continue
        for row in range(top, min(bottom, len(tab.values))):
            filled = [v for v in tab.values[row] if v not in (None, "", False)]
            heading = bottom - top == 1 and right - left > 2 and len(filled) <= 1
            (headings if heading else merged).add(row)
    return merged, headings


class _Sorter:
    """Tells records from other rows."""

    def __init__(
        self, tab: Tab, layout: Layout, policy: Policy, metadata: Mapping[str, str]
    ) -> None:
        columns = layout.columns
        self.tab, self.layout, self.metadata = tab, layout, metadata
        passed = layouts.irrelevant(columns)
        self.known = {n: k for n, k in known_columns(policy).items() if k not in passed}
        self.words = policy.decisions
        self.typed = [columns[k] for k in _TYPED if k in columns]
        self.drop_downs = [columns[k] for k in DROP_DOWNS if k in columns]
        self.dates = [columns[k] for k in _DATES if k in columns]
        self.answered = any(key.startswith(shape.ROW) for key in metadata)
        formulas: dict[int, list[str]] = {}
        for (row, _), formula in tab.formulas.items():
            formulas.setdefault(row, []).append(formula)
        self.formulas = formulas
        before = shape.remembered(metadata)
        self.header_ends = max(
            (bottom for top, bottom, _, _ in tab.merges if top <= layout.header_row), default=0
        )
        self.moved = before.tab == tab.id and before.row < layout.header_row

    def kind(self, row: int) -> str:
        """`record`, `no record`, or nothing where it looks like none and nobody has said."""
        looks = self._is_record(row)
        if self.answered:
            said = self.metadata.get(shape.ROW + shape.row_digest(self.tab.values[row]), "")
            if said and not looks:
                return said
        return shape.IS_RECORD if looks else ""

    def _value(self, row: int, key: str) -> Value:
        column = self.layout.columns.get(key)
        return None if column is None else self.tab.value(row, column)

    def _is_record(self, row: int) -> bool:
        cells = self.tab.values[row]
        dated = self._has_day(row, "reported_on") and not self._is_computed(row, "reported_on")
        if dated and not self._is_alone(cells):
            return True
        return not (
            row < self.header_ends  # of a header of two rows, the second
            or self._is_header(row)
            or self._is_total(row)
            or self._is_help(row)
            or self._is_section(row)
        )

    def _has_day(self, row: int, key: str) -> bool:
        value = self._value(row, key)
        if isinstance(value, float) and value > _RECENT:  # as nearly every one is
            return True
        reading = read_date(value)
        return reading.day is not None or bool(reading.readings)

    def _is_computed(self, row: int, key: str) -> bool:
        return (row, self.layout.columns.get(key, -1)) in self.tab.formulas

    @staticmethod
    def _is_alone(cells: Sequence[Value]) -> bool:
        return sum(is_filled(value) for value in cells) <= 1

    def _is_header(self, row: int) -> bool:
        cells = self.tab.values[row]
        found = len(read_headings(row, cells, self.known).columns)
        return found >= NEEDED_COLUMNS and 2 * found >= sum(is_filled(v) for v in cells)

    def _is_total(self, row: int) -> bool:
        cells = self.tab.values[row]
        first = next((v for v in cells if is_filled(v)), None)
        if isinstance(first, str) and _TOTALS.fullmatch(header_key(first)):
            return True
        return any(_SUMS.search(formula) for formula in self.formulas.get(row, ()))

    def _is_help(self, row: int) -> bool:
        """A line of help: where a date or a choice belongs stands text, and nowhere one."""
        if row > self.layout.header_row + _HELP_ROWS:
            return False
        filled = [text(v).strip() for v in self.tab.values[row] if is_filled(v)]
        if len(filled) > 1 and all(_BRACKETS.fullmatch(said) for said in filled):
            return True
        values = [v for c in self.dates if is_filled(v := self.tab.value(row, c))]
        readable = any(read_date(v, never=True).problem is None for v in values)
        decided = [v for k in _DECIDED if is_filled(v := self._value(row, k))]
        flag = self._value(row, "flag")
        readable = readable or any(self._decides(v) for v in decided)
        readable = readable or (is_filled(flag) and not read_flag(flag).remark)
        tried = len(values) + len(decided) + is_filled(flag)
        said = [re.findall(r"\w+", text(v).casefold()) for v in values]
        explains = any(words and _HOW_TO_TYPE.issuperset(words) for words in said)
        return (tried >= 2 or explains) and not readable

    def _decides(self, value: Value) -> bool:
        return read_decision(text(value), self.words) is not None

    def _is_section(self, row: int) -> bool:
        """A single word or year where a date or a case name belongs."""
        cells = self.tab.values[row]
        if not self._is_alone(cells):
            return False
        column = next(c for c, v in enumerate(cells) if is_filled(v))
        key = self.layout.keys.get(column, "")
        if key not in BY_KEY or BY_KEY[key].kind not in (
            ColumnKind.DATE, ColumnKind.DATE_OR_NEVER, ColumnKind.CASE,
        ):  # fmt: skip
            return False
        typed = text(cells[column]).strip()
        return _YEAR.fullmatch(typed) is not None or (
            key != "case" and read_date(cells[column], never=True).problem is not None
        )

    def is_record_above(self, row: int) -> bool:
        """Whether a row above the header looks like a record, as after a sort took it down."""
        cells = self.tab.values[row]
        if not cells or shape.ROW + shape.row_digest(cells) in self.metadata:
            return False
        filled = [c for c in (*self.typed, *self.drop_downs) if is_filled(self.tab.value(row, c))]
        if len(filled) < 2:
            return False
        dated = any(
            read_date(v, never=True).day is not None
            for c in self.dates
            if is_filled(v := self.tab.value(row, c))
        )
        decided = any(self._decides(self._value(row, key)) for key in _DECIDED)
        likely = dated or decided or "@" in text(self._value(row, "contacts"))
        return likely or (self.moved and len(filled) >= NEEDED_COLUMNS)
