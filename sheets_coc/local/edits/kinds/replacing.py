"""The `batchUpdate` request that finds and replaces."""

from __future__ import annotations

import re

from sheets_coc.local.auth.protection import Block
from sheets_coc.local.cells.cells import with_value
from sheets_coc.local.edits.edit import Edit, Handler
from sheets_coc.local.errors import Json
from sheets_coc.local.state.model import Content, Tab, as_cell


def find_replace(edit: Edit, request: Json) -> Json:
    """Replaces texts in a range, a tab or everywhere, and counts."""
    if not request.get("find"):
        raise edit.refuse("Find text must be specified.")
    pattern = _pattern(edit, request)
    replacement = request.get("replacement", "")
    if not request.get("searchByRegex"):
        replacement = replacement.replace("\\", "\\\\")
    else:
        replacement = re.sub(r"\$(\d)", r"\\\1", replacement)
    counts = {"valuesChanged": 0, "formulasChanged": 0, "occurrencesChanged": 0}
    rows, tabs = set(), set()
    for tab, block in _searched(edit, request):
        for row, column in _stored_places(tab, block):
            new, changed, formula = _replaced(tab.get(row, column), pattern, replacement, request)
            if changed:
                edit.check(tab, (row, row + 1, column, column + 1))
                tab.set(row, column, new)
                counts["formulasChanged" if formula else "valuesChanged"] += 1
                counts["occurrencesChanged"] += changed
                rows.add((tab.id, row))
                tabs.add(tab.id)
    counts |= {"rowsChanged": len(rows), "sheetsChanged": len(tabs)}
    return {name: count for name, count in counts.items() if count}


def _pattern(edit: Edit, request: Json) -> re.Pattern[str]:
    text = request["find"] if request.get("searchByRegex") else re.escape(request["find"])
    if request.get("matchEntireCell"):
        text = rf"\A(?:{text})\Z"
    try:
        return re.compile(text, 0 if request.get("matchCase") else re.IGNORECASE)
    except re.error:
        raise edit.refuse("Invalid regular expression.") from None


def _searched(edit: Edit, request: Json) -> list[tuple[Tab, Block]]:
    if request.get("allSheets"):
        tabs = edit.spreadsheet.tabs
    elif "sheetId" in request:
        tabs = [edit.tab(request["sheetId"])]
    elif "range" in request:
        return [edit.block(request["range"])]
    else:
        raise edit.refuse("One of range, sheetId or allSheets must be specified.")
    return [(tab, (0, tab.row_count, 0, tab.column_count)) for tab in tabs]


def _stored_places(tab: Tab, block: Block) -> list[tuple[int, int]]:
    top, bottom, left, right = block
    return [
        (row, column)
        for row in range(top, min(bottom, len(tab.rows)))
        for column in range(left, min(right, len(tab.rows[row])))
    ]


def _replaced(
    content: Content, pattern: re.Pattern[str], replacement: str, request: Json
) -> tuple[Content, int, bool]:
    """The cell after replacing, how often, and whether it is a formula."""
    cell = as_cell(content)
    if cell.formula is not None:
        if not request.get("includeFormulas"):
            return content, 0, True
        text, count = pattern.subn(replacement, cell.formula)
        is_formula = text.startswith("=")
        value = (None, text) if is_formula else (text or None, None)
        return with_value(content, *value), count, True
    if cell.value is None or isinstance(cell.value, bool):
        return content, 0, False
    shown = cell.value if isinstance(cell.value, str) else str(cell.value)
    text, count = pattern.subn(replacement, shown)
    if not count:
        return content, 0, False
    return with_value(content, text or None), count, False


HANDLERS: dict[str, Handler] = {
    "findReplace": find_replace,
}
