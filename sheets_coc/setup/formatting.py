"""How set-up dresses the Records tab: notes, the header, widths, drop-downs, dates.

Whatever people have dressed themselves stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sheets_coc.policy import Policy
from sheets_coc.records.layout import Layout
from sheets_coc.schema.columns import DECISION_LABELS, Column, ColumnKind
from sheets_coc.schema.consequences import CONSEQUENCE_LABELS, STATUS_LABELS
from sheets_coc.setup import protections as setup_over
from sheets_coc.setup.present_format import Facts
from sheets_coc.setup.steps import Dress, Request, Wardrobe
from sheets_coc.sheet.model import SetCell, Tab, text

DEFAULT_WIDTH = 100
"""The width in pixels Google gives a column nobody has touched."""
MOST_FROZEN = 5
"""More frozen rows than this would leave too little of the screen."""
MOST_RUNS = 100
"""More stretches than this with older words between them, and no cell is strict."""

WIDTHS: Mapping[ColumnKind, int] = {
    ColumnKind.TEXT: 320,
    ColumnKind.CASE: 140,
    ColumnKind.PEOPLE: 180,
    ColumnKind.CONTACTS: 200,
    ColumnKind.ACTION: 180,
    ColumnKind.DATE: 115,
    ColumnKind.DATE_OR_NEVER: 115,
    ColumnKind.FLAG: 110,
    ColumnKind.DECISION: 190,
    ColumnKind.STATUS: 110,
    ColumnKind.PERSON: 140,
    ColumnKind.CHOICE: 130,
    ColumnKind.LINK: 160,
    ColumnKind.CASES: 140,
    ColumnKind.DIGEST: 90,
}
"""Width in pixels by what a column holds."""

OPTIONS: Mapping[str, tuple[str, ...]] = {
    "decision": tuple(DECISION_LABELS.values()),
    "flag": ("no", "flagged", "banned"),
    "status": STATUS_LABELS,
    "consequence": CONSEQUENCE_LABELS,
    "safety_risk": ("Yes", "No"),
    "ongoing_harassment": ("Yes", "No", "Maybe"),
}
"""Drop-downs, by column."""

DATES = (ColumnKind.DATE, ColumnKind.DATE_OR_NEVER)
_WRAP = {
    ColumnKind.TEXT: "WRAP",
    ColumnKind.PEOPLE: "WRAP",
    ColumnKind.CONTACTS: "WRAP",
    ColumnKind.ACTION: "WRAP",
    ColumnKind.DIGEST: "CLIP",
}
_DATE_FORMAT = {"type": "DATE", "pattern": "yyyy-mm-dd"}
_GREY = {"rgbColor": {"red": 0.91, "green": 0.93, "blue": 0.95}}


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
    wardrobe = Wardrobe(tab, layout, keys, facts, policy, blank, Dress())
    for part in (_headers, _header_look, _freeze, _widths, _drop_downs, _dates):
        part(wardrobe)
    for over in (setup_over.protect, setup_over.colours, setup_over.filters):
        over(wardrobe)
    return wardrobe.dress


def _headers(w: Wardrobe) -> None:
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


def _header_look(w: Wardrobe) -> None:
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


def _freeze(w: Wardrobe) -> None:
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


def _widths(w: Wardrobe) -> None:
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


def _drop_downs(w: Wardrobe) -> None:
    """Drop-downs where there are none; cells with older words may keep them."""
    for column, at in w.columns():
        options = OPTIONS.get(column.key, ())
        if column.kind in (ColumnKind.DECISION, ColumnKind.STATUS):
            options += tuple(word.capitalize() for word in w.policy.decisions.own)
        if not options or w.tab.typed(at):  # a table's type allows no drop-down
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


def _dates(w: Wardrobe) -> None:
    """Dates as 2026-03-15, in cells without a format whose present look would not change."""
    for column, at in w.columns():
        if column.kind not in DATES or w.tab.typed(at):  # nor another format
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
