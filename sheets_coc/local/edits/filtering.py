"""Which rows a tab's filter hides: worked out when the filter is set, as Google does."""

from __future__ import annotations

from collections.abc import Callable

from sheets_coc.local.edits.edit import Edit
from sheets_coc.local.errors import Json
from sheets_coc.local.formulas.machine import result
from sheets_coc.local.numbers.serials import serial
from sheets_coc.local.numbers.shown import formatted
from sheets_coc.local.numbers.typed import read_date, read_number
from sheets_coc.local.state.model import Tab
from sheets_coc.local.state.results import Result

HIDDEN = "hiddenByFilter"


def filtered(tab: Tab, row: int) -> bool:
    """Whether the tab's filter hides a row."""
    return bool(tab.row_meta.get(row, {}).get(HIDDEN))


def show_all(tab: Tab) -> None:
    """Lets every row be seen that a filter hid."""
    for row, meta in list(tab.row_meta.items()):
        kept = {name: value for name, value in meta.items() if name != HIDDEN}
        if kept:
            tab.row_meta[row] = kept
        else:
            del tab.row_meta[row]


def hide(edit: Edit, tab: Tab, found: Json) -> None:
    """Hides the rows that a filter's criteria leave out; its first row is the heading.

    Raises:
        ApiError: 501, a condition or a colour that is not worked out here.
    """
    show_all(tab)
    grid = found["range"]
    for key, criterion in found.get("criteria", {}).items():
        if criterion.keys() & {"visibleBackgroundColor", "visibleForegroundColor"}:
            raise edit.lacks("filters by colour")
        hidden = set(criterion.get("hiddenValues", ()))
        condition = criterion.get("condition")
        passes = _test(edit, condition) if condition else None
        for row in range(grid["startRowIndex"] + 1, grid["endRowIndex"]):
            content = tab.get(row, int(key))
            value = result(edit.spreadsheet, tab, row, int(key), content)
            text = "" if value is None else formatted(edit.spreadsheet, value, content)
            if text in hidden or (passes and not passes(value, text)):
                tab.row_meta[row] = {**tab.row_meta.get(row, {}), HIDDEN: True}


_Test = Callable[[Result, str], bool]

_TEXTS: dict[str, Callable[[str, str], bool]] = {
    "TEXT_CONTAINS": lambda text, wanted: wanted in text,
    "TEXT_NOT_CONTAINS": lambda text, wanted: wanted not in text,
    "TEXT_STARTS_WITH": lambda text, wanted: text.startswith(wanted),
    "TEXT_ENDS_WITH": lambda text, wanted: text.endswith(wanted),
    "TEXT_EQ": lambda text, wanted: text == wanted,
    "TEXT_NOT_EQ": lambda text, wanted: text != wanted,
}
_NUMBERS: dict[str, Callable[[float, list[float]], bool]] = {
    "GREATER": lambda value, than: value > than[0],
    "GREATER_THAN_EQ": lambda value, than: value >= than[0],
    "LESS": lambda value, than: value < than[0],
    "LESS_THAN_EQ": lambda value, than: value <= than[0],
    "EQ": lambda value, than: value == than[0],
    "NOT_EQ": lambda value, than: value != than[0],
    "BETWEEN": lambda value, than: than[0] <= value <= than[1],
    "NOT_BETWEEN": lambda value, than: not than[0] <= value <= than[1],
    "AFTER": lambda value, than: value >= than[0] + 1,
    "BEFORE": lambda value, than: value < than[0],
    "ON_OR_AFTER": lambda value, than: value >= than[0],
    "ON_OR_BEFORE": lambda value, than: value < than[0] + 1,
}


_RELATIVE = {
    "PAST_YEAR": -365, "PAST_MONTH": -30, "PAST_WEEK": -7,
    "YESTERDAY": -1, "TODAY": 0, "TOMORROW": 1,
}  # fmt: skip
"""Days from today, the first of a span that reaches up to it."""


def _test(edit: Edit, condition: Json) -> _Test:
    """What a condition asks of a value and its text."""
    kind = condition.get("type", "")
    wanted = [value.get("userEnteredValue", "") for value in condition.get("values", [])]
    if kind in ("BLANK", "NOT_BLANK"):
        return lambda _value, text: (text == "") == (kind == "BLANK")
    if kind in _TEXTS and wanted:
        compare, folded = _TEXTS[kind], wanted[0].casefold()
        return lambda _value, text: compare(text.casefold(), folded)
    family, _, name = kind.partition("_")
    read = {"NUMBER": read_number, "DATE": read_date}.get(family)
    locale = edit.spreadsheet.properties["locale"]
    numbers = [read(text, locale) for text in wanted] if read else []
    relative = [
        value["relativeDate"] for value in condition.get("values", []) if "relativeDate" in value
    ]
    if family == "DATE" and relative and relative[0] in _RELATIVE:
        numbers = [serial(edit.now.date()) + _RELATIVE[relative[0]]]
    known = [number for number in numbers if number is not None]
    if name not in _NUMBERS or not known or len(known) < len(numbers):
        raise edit.lacks(f"filters by {kind}")
    order = _NUMBERS[name]
    return lambda value, _text: (
        isinstance(value, int | float) and not isinstance(value, bool) and order(value, known)
    )
