"""How set-up dresses the Records tab: drop-downs, dates, notes, widths, colours, filters.

Whatever people have dressed themselves stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sheets_coc.committee.setup_facts import Facts
from sheets_coc.policy import Policy
from sheets_coc.records.layout import Layout
from sheets_coc.records.schema import (
    BY_KEY,
    DECISION_LABELS,
    EXPUNGED,
    Column,
    Decision,
    Filler,
    Kind,
)
from sheets_coc.sheet.model import SetCell, Tab, column_letters, text

Request = Mapping[str, Any]

DEFAULT_WIDTH = 100
"""The width in pixels Google gives a column nobody has touched."""
MOST_FROZEN = 5
"""More frozen rows than this would leave too little of the screen."""
MOST_RUNS = 100
"""More stretches than this with older words between them, and no cell is strict."""
DESCRIPTION = "Filled in by sheets-coc"
"""What the warning on the tool's own columns says."""

WIDTHS: Mapping[Kind, int] = {
    Kind.TEXT: 320,
    Kind.CASE: 140,
    Kind.PEOPLE: 180,
    Kind.CONTACTS: 200,
    Kind.ACTION: 180,
    Kind.DATE: 115,
    Kind.DATE_OR_NEVER: 115,
    Kind.FLAG: 110,
    Kind.DECISION: 190,
    Kind.CASES: 140,
    Kind.DIGEST: 90,
}
"""Width in pixels by what a column holds."""

OPTIONS: Mapping[Kind, tuple[str, ...]] = {
    Kind.DECISION: tuple(DECISION_LABELS.values()),
    Kind.FLAG: ("no", "flagged", "banned"),
}
"""Drop-downs."""

DATES = (Kind.DATE, Kind.DATE_OR_NEVER)
_WRAP = {
    Kind.TEXT: "WRAP",
    Kind.PEOPLE: "WRAP",
    Kind.CONTACTS: "WRAP",
    Kind.ACTION: "WRAP",
    Kind.DIGEST: "CLIP",
}
_DATE_FORMAT = {"type": "DATE", "pattern": "yyyy-mm-dd"}
_CELLS = re.compile(r"\$?[A-Z]{1,3}\$?[0-9]+")
_GREY = {"rgbColor": {"red": 0.91, "green": 0.93, "blue": 0.95}}
_RED = {"rgbColor": {"red": 0.96, "green": 0.78, "blue": 0.76}}
_AMBER = {"rgbColor": {"red": 1.0, "green": 0.9, "blue": 0.6}}
_STRONG_RED = {"rgbColor": {"red": 0.88, "green": 0.3, "blue": 0.26}}
_WHITE = {"rgbColor": {"red": 1.0, "green": 1.0, "blue": 1.0}}


@dataclass(frozen=True, slots=True)
class Action:
    """One thing set-up does.

    Attributes:
        action: what, as a stable word: `add-tab`, `add-column`, `name-cases`, `drop-down`,
            `date-format`, `note`, `freeze`, `width`, `protect`, `colour`, `widen-filter`
            or `explain`.
        tab: the tab's title, as the policy names it.
        column: the key of the column it is about, if it is about one.
    """

    action: str
    tab: str
    column: str | None = None

    def as_json(self) -> dict[str, str | None]:
        """How it stands in `setup --format json`."""
        return {"action": self.action, "tab": self.tab, "column": self.column}


@dataclass(slots=True)
class Dress:
    """What dresses a tab.

    Attributes:
        actions: each thing, for people to read.
        cells: headers with their notes.
        requests: raw requests, none of which touches what a cell holds.
    """

    actions: list[Action] = field(default_factory=list)
    cells: list[SetCell] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)


@dataclass(frozen=True, slots=True, repr=False)
class _Wardrobe:
    """Everything the parts of `dressed` look at."""

    tab: Tab
    layout: Layout
    added: frozenset[str]
    facts: Facts
    policy: Policy
    blank: bool
    dress: Dress

    @property
    def below(self) -> int:
        """The first row below the header."""
        return self.layout.header_row + 1

    def columns(self) -> Iterator[tuple[Column, int]]:
        """Every known column and where it stands, from the left."""
        for key, column in sorted(self.layout.columns.items(), key=lambda item: item[1]):
            yield BY_KEY[key], column

    def act(self, action: str, key: str | None = None) -> None:
        """Note one thing, once."""
        said = Action(action, self.policy.tabs.records, key)
        if said not in self.dress.actions:
            self.dress.actions.append(said)

    def grid(self, top: int | None, bottom: int | None, left: int, right: int) -> dict[str, int]:
        """A range of the tab."""
        span = {"sheetId": self.tab.id, "startColumnIndex": left, "endColumnIndex": right}
        if top is not None:
            span["startRowIndex"] = top
        if bottom is not None:
            span["endRowIndex"] = bottom
        return span

    def runs(self, wanted: Callable[[int], bool]) -> Iterator[tuple[int, int]]:
        """First row and row after the last of each run of rows below the header."""
        start: int | None = None
        for row in range(self.below, self.tab.rows + 1):
            inside = row < self.tab.rows and wanted(row)
            if inside and start is None:
                start = row
            elif not inside and start is not None:
                yield start, row
                start = None


def dressed(
    tab: Tab,
    layout: Layout,
    added: Sequence[Column],
    facts: Facts,
    policy: Policy,
    *,
    blank: bool = False,
) -> Dress:
    """What dresses the Records tab, apart from what people have dressed.

    Args:
        tab: the tab with its new headers in place.
        layout: where its columns stand then.
        added: the columns that are new.
        facts: how it is dressed now.
        policy: the titles of tabs.
        blank: whether the tab held nothing before.
    """
    keys = frozenset(column.key for column in added)
    wardrobe = _Wardrobe(tab, layout, keys, facts, policy, blank, Dress())
    for part in (_headers, _header_look, _freeze, _widths, _drop_downs, _dates, _protect, _colours,
                 _filters):  # fmt: skip
        part(wardrobe)
    return wardrobe.dress


def _headers(w: _Wardrobe) -> None:
    """New headers, and a note on each header that has none."""
    row = w.layout.header_row
    for column, at in w.columns():
        place = (row, at)
        new = column.key in w.added
        taken = place in w.tab.notes or place in w.tab.formulas or place in w.tab.rich
        if not new and (taken or at in w.layout.merged):
            continue
        if not new:
            w.act("note", column.key)
        w.dress.cells.append(SetCell(w.tab.id, row, at, w.tab.value(row, at), note=column.help))


def _header_look(w: _Wardrobe) -> None:
    """New headers look like the header beside them; new columns for stories wrap their text."""
    new = [(column, at) for column, at in w.columns() if column.key in w.added]
    if not new:
        return
    row = w.layout.header_row
    old = [at for column, at in w.columns() if column.key not in w.added]
    colour = _GREY if w.blank else w.facts.colours.get((row, max(old, default=0)))
    look: dict[str, Any] = {"textFormat": {"bold": True}, "wrapStrategy": "WRAP"}
    fields = "userEnteredFormat.textFormat.bold,userEnteredFormat.wrapStrategy"
    if colour:
        look["backgroundColorStyle"] = colour
        fields += ",userEnteredFormat.backgroundColorStyle"
    left, right = new[0][1], new[-1][1] + 1
    w.dress.requests.append(_repeat(w.grid(row, row + 1, left, right), look, fields))
    for column, at in new:
        if wrap := _WRAP.get(column.kind):
            span = w.grid(w.below, w.tab.rows, at, at + 1)
            look = {"wrapStrategy": wrap}
            w.dress.requests.append(_repeat(span, look, "userEnteredFormat.wrapStrategy"))


def _repeat(span: Mapping[str, int], look: Mapping[str, Any], fields: str) -> Request:
    cell = {"userEnteredFormat": look}
    return {"repeatCell": {"range": span, "cell": cell, "fields": fields}}


def _freeze(w: _Wardrobe) -> None:
    """Keep the header in sight, unless that would take the screen or cut a merged block."""
    rows = w.below
    cut = any(top < rows < bottom for top, bottom, _, _ in w.tab.merges)
    if w.facts.frozen >= rows or rows > MOST_FROZEN or rows >= w.tab.rows or cut:
        return
    w.act("freeze")
    grid = {"frozenRowCount": rows}
    properties = {"sheetId": w.tab.id, "gridProperties": grid}
    w.dress.requests.append(
        {
            "updateSheetProperties": {
                "properties": properties,
                "fields": "gridProperties.frozenRowCount",
            }
        }
    )


def _widths(w: _Wardrobe) -> None:
    """Widen columns nobody has touched."""
    for column, at in w.columns():
        if w.facts.widths.get(at, DEFAULT_WIDTH) != DEFAULT_WIDTH:
            continue
        w.act("width", column.key)
        span = {
            "sheetId": w.tab.id,
            "dimension": "COLUMNS",
            "startIndex": at,
            "endIndex": at + 1,
        }
        w.dress.requests.append(
            {
                "updateDimensionProperties": {
                    "range": span,
                    "properties": {"pixelSize": WIDTHS[column.kind]},
                    "fields": "pixelSize",
                }
            }
        )


def _drop_downs(w: _Wardrobe) -> None:
    """Drop-downs where there are none; cells with older words may keep them."""
    for column, at in w.columns():
        options = OPTIONS.get(column.kind)
        if not options:
            continue
        known = {"", *options}

        free = {row for row in range(w.below, w.tab.rows) if (row, at) not in w.facts.validated}
        fits = {row for row in free if text(w.tab.value(row, at)).strip() in known}
        if len(list(w.runs(fits.__contains__))) > MOST_RUNS:
            fits = set()  # strict in places would take a request for each of them
        for rows, strict in ((fits, True), (free - fits, False)):
            for top, bottom in w.runs(rows.__contains__):
                w.act("drop-down", column.key)
                span = w.grid(top, bottom, at, at + 1)
                w.dress.requests.append(_one_of(span, options, strict=strict))


def _one_of(span: Mapping[str, int], options: Sequence[str], *, strict: bool) -> Request:
    values = [{"userEnteredValue": option} for option in options]
    rule = {
        "condition": {"type": "ONE_OF_LIST", "values": values},
        "showCustomUi": True,
        "strict": strict,
    }
    return {"setDataValidation": {"range": span, "rule": rule}}


def _dates(w: _Wardrobe) -> None:
    """Dates as 2026-03-15, in cells without a format whose present look would not change."""
    for column, at in w.columns():
        if column.kind not in DATES:
            continue
        plain = {
            row
            for row in range(w.below, w.tab.rows)
            if (row, at) not in w.facts.formatted
            and not isinstance(w.tab.value(row, at), int | float)
        }
        for top, bottom in w.runs(plain.__contains__):
            w.act("date-format", column.key)
            span = w.grid(top, bottom, at, at + 1)
            look = {"numberFormat": _DATE_FORMAT}
            w.dress.requests.append(_repeat(span, look, "userEnteredFormat.numberFormat"))


def _protect(w: _Wardrobe) -> None:
    """A warning before typing into the tool's own columns; it stops nobody."""
    bare = [
        (column.key, at)
        for column, at in w.columns()
        if column.filler is Filler.TOOL and not _warned(w, at)
    ]
    runs: list[list[int]] = []
    for key, at in bare:
        w.act("protect", key)
        if runs and runs[-1][-1] + 1 == at:
            runs[-1].append(at)
        else:
            runs.append([at])
    for run in runs:
        span = w.grid(w.layout.header_row, None, run[0], run[-1] + 1)
        protected = {"range": span, "description": DESCRIPTION, "warningOnly": True}
        w.dress.requests.append({"addProtectedRange": {"protectedRange": protected}})


def _warned(w: _Wardrobe, at: int) -> bool:
    """Whether a warning covers a column already. A lock of the tool's own is no warning."""
    for entry in w.tab.protections:
        top, _, left, right = entry.range
        rows = (top or 0) <= w.below
        if entry.warning_only and rows and (left or 0) <= at and (right is None or at < right):
            return True
    return False


def _colours(w: _Wardrobe) -> None:
    """Colours for flagged and banned, and red where a record is overdue."""
    place = len(w.facts.rules)
    for key, condition, look in _rules(w):
        at = w.layout.columns[key]
        if any(_is_rule(rule, condition, at) for rule in w.facts.rules):
            continue
        w.act("colour", key)
        span = w.grid(w.below, None, at, at + 1)
        rule = {"ranges": [span], "booleanRule": {"condition": condition, "format": look}}
        w.dress.requests.append({"addConditionalFormatRule": {"rule": rule, "index": place}})
        place += 1


def _rules(w: _Wardrobe) -> Iterator[tuple[str, Mapping[str, Any], Mapping[str, Any]]]:
    columns = w.layout.columns
    for key, kind in (("flag", "TEXT_STARTS_WITH"), ("decision", "TEXT_ENDS_WITH")):
        if key in columns:
            for word, colour in (("banned", _RED), ("flagged", _AMBER)):
                condition = {"type": kind, "values": [{"userEnteredValue": word}]}
                yield key, condition, {"backgroundColorStyle": colour}
    if "expunge_on" in columns:
        condition = {
            "type": "CUSTOM_FORMULA",
            "values": [{"userEnteredValue": _overdue(columns, w.below)}],
        }
        bold = {"foregroundColorStyle": _WHITE, "bold": True}
        yield (
            "expunge_on",
            condition,
            {"backgroundColorStyle": _STRONG_RED, "textFormat": bold},
        )


def _overdue(columns: Mapping[str, int], row: int) -> str:
    """A formula that is true where a record is past its date; it works when no tool runs.

    It multiplies instead of calling AND: what separates a function's arguments depends on the
    spreadsheet's locale.
    """

    def cell(key: str) -> str:
        return f"${column_letters(columns[key])}{row + 1}"

    date = cell("expunge_on")
    parts = [f"ISNUMBER({date})", f"({date}<TODAY())"]
    if "expunged_on" in columns:
        parts.append(f'({cell("expunged_on")}="")')
    if "subjects" in columns:
        # Whether it begins with that word, likewise without a function of two arguments.
        name = cell("subjects")
        parts.append(f'(1-({name}>="{EXPUNGED}")*({name}<"{_AFTER_EXPUNGED}"))')
    if "decision" in columns:
        parts.append(f'({cell("decision")}<>"{DECISION_LABELS[Decision.OPEN]}")')
    if "hold" in columns:
        parts.append(f'({cell("hold")}="")')
    return "=" + "*".join(parts)


_AFTER_EXPUNGED = EXPUNGED[:-1] + chr(ord(EXPUNGED[-1]) + 1)
"""The first text in the order of the alphabet after all that begin with "Expunged"."""


def _is_rule(rule: Mapping[str, Any], condition: Mapping[str, Any], at: int) -> bool:
    """Whether a conditional format says the same of the same column."""
    found = rule.get("booleanRule", {}).get("condition", {})
    if _said(found) != _said(condition):
        return False
    return any(
        span.get("startColumnIndex", 0) <= at < span.get("endColumnIndex", at + 1)
        for span in rule.get("ranges", ())
    )


def _said(condition: Mapping[str, Any]) -> tuple[str, ...]:
    """What tells a condition from others: of a formula the cells it looks at.

    Google may write a formula's functions and separators as the spreadsheet's locale does.
    """
    values = [value.get("userEnteredValue", "").upper() for value in condition.get("values", ())]
    kind = condition.get("type", "")
    if kind == "CUSTOM_FORMULA":
        values = sorted({cell for value in values for cell in _CELLS.findall(value)})
    return (kind, *values)


def _filters(w: _Wardrobe) -> None:
    """Widen filters over the added columns: sorting some columns only would tear rows apart."""
    right = max(w.layout.columns.values()) + 1
    if w.facts.basic_filter and (span := _widened(w, w.facts.basic_filter, right)):
        w.act("widen-filter")
        kept = {"range": span}
        # Without the old sort order: sent again, it would sort the rows again.
        for name in ("filterSpecs", "criteria"):
            if name in w.facts.basic_filter:
                kept[name] = w.facts.basic_filter[name]
                break
        w.dress.requests.append({"setBasicFilter": {"filter": kept}})
    for view in w.facts.filter_views:
        if span := _widened(w, view, right):
            w.act("widen-filter")
            found = {"filterViewId": view["filterViewId"], "range": span}
            w.dress.requests.append({"updateFilterView": {"filter": found, "fields": "range"}})


def _widened(w: _Wardrobe, found: Mapping[str, Any], right: int) -> dict[str, Any] | None:
    """The range of a filter over the records, reaching to `right`; None where it does."""
    span = dict(found.get("range", {}))
    on_header = span.get("startRowIndex", 0) <= w.below
    backed = "namedRangeId" in found or "tableId" in found
    end = span.get("endColumnIndex")
    if backed or not on_header or end is None or end >= right:
        return None
    return {**span, "endColumnIndex": right}
