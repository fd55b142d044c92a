"""What set-up lays over the records: warnings, colours, and filters made wide enough."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sheets_coc.schema.columns import DECISION_LABELS, EXPUNGED, Decision, Filler
from sheets_coc.setup.steps import Wardrobe
from sheets_coc.sheet.model import column_letters

DESCRIPTION = "Filled in by sheets-coc"
"""What the warning on the tool's own columns says."""
_CELLS = re.compile(r"\$?[A-Z]{1,3}\$?[0-9]+")
_RED = {"rgbColor": {"red": 0.96, "green": 0.78, "blue": 0.76}}
_AMBER = {"rgbColor": {"red": 1.0, "green": 0.9, "blue": 0.6}}
_STRONG_RED = {"rgbColor": {"red": 0.88, "green": 0.3, "blue": 0.26}}
_WHITE = {"rgbColor": {"red": 1.0, "green": 1.0, "blue": 1.0}}
_GREY = {"rgbColor": {"red": 0.55, "green": 0.58, "blue": 0.62}}
_GONE = "expunged_on"
"""The column that tells what has been expunged: such rows are grey from end to end."""


def protect(w: Wardrobe) -> None:
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


def _warned(w: Wardrobe, at: int) -> bool:
    """Whether a warning covers a column already. A lock of the tool's own is no warning."""
    for entry in w.tab.protections:
        top, _, left, right = entry.range
        rows = (top or 0) <= w.below
        if entry.warning_only and rows and (left or 0) <= at and (right is None or at < right):
            return True
    return False


def colours(w: Wardrobe) -> None:
    """Colours for flagged and banned, red where a record is overdue, grey where it has gone."""
    place = len(w.facts.rules)
    for key, condition, look in _rules(w):
        at = w.layout.columns[key]
        if any(_is_rule(rule, condition, at) for rule in w.facts.rules):
            continue
        w.act("colour", key)
        left, right = (0, max(w.layout.columns.values()) + 1) if key == _GONE else (at, at + 1)
        span = w.grid(w.below, None, left, right)
        rule = {"ranges": [span], "booleanRule": {"condition": condition, "format": look}}
        w.dress.requests.append({"addConditionalFormatRule": {"rule": rule, "index": place}})
        place += 1


def _rules(w: Wardrobe) -> Iterator[tuple[str, Mapping[str, Any], Mapping[str, Any]]]:
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

    if _GONE in columns:
        gone = f'=${column_letters(columns[_GONE])}{w.below + 1}<>""'
        condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": gone}]}
        yield _GONE, condition, {"textFormat": {"foregroundColorStyle": _GREY}}


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


def filters(w: Wardrobe) -> None:
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


def _widened(w: Wardrobe, found: Mapping[str, Any], right: int) -> dict[str, Any] | None:
    """The range of a filter over the records, reaching to `right`; None where it does."""
    span = dict(found.get("range", {}))
    on_header = span.get("startRowIndex", 0) <= w.below
    backed = "namedRangeId" in found or "tableId" in found
    end = span.get("endColumnIndex")
    if backed or not on_header or end is None or end >= right:
        return None
    if any(table.range[2] < right for table in w.tab.tables):
        return None  # no filter may meet a table
    return {**span, "endColumnIndex": right}
