"""Everywhere text lives in a spreadsheet, so that what was removed can be searched for.

Cells are the least of it: notes, formulas, drop-down lists, filters, charts, names, comments
and the file itself keep words as well. One request to Sheets reads them all; one or two to
Drive add the file's description, and the comments where Sheets does not show them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote

from sheets_coc.errors import GoogleError
from sheets_coc.private import Private
from sheets_coc.sheet.google import chips
from sheets_coc.sheet.google.decode import tolerantly
from sheets_coc.sheet.google.requests import MARKER
from sheets_coc.sheet.google.session import Session
from sheets_coc.sheet.model import a1, text
from sheets_coc.sheet.undo_tab import UNDO, Label

Json = Mapping[str, Any]

_CELL = (
    "userEnteredValue/formulaValue,effectiveValue,formattedValue,note,hyperlink,"
    "textFormatRuns(format(link)),chipRuns,dataValidation(condition(values),inputMessage),"
    "pivotTable"
)
_DATA = (
    f"data(startRow,startColumn,rowData(values({_CELL})),"
    "rowMetadata(developerMetadata),columnMetadata(developerMetadata))"
)
_SHEET = (
    "properties(sheetId,title),basicFilter,filterViews,slicers(spec),charts(spec),"
    "conditionalFormats(ranges,booleanRule(condition),gradientRule),developerMetadata,tables,"
    "protectedRanges(description,range,editors(users,groups)),commentAnchors," + _DATA
)
MASK = f"properties(title),namedRanges,developerMetadata,comments,commentsViewMode,sheets({_SHEET})"
"""What is asked for."""

AS_ALLOWED = "COMMENTS_VIEW_MODE_DEFAULT_FOR_CURRENT_ACCESS"
INCLUDED = "COMMENTS_VIEW_MODE_INCLUDED"

_WORDS = {
    "title",
    "subtitle",
    "altText",
    "name",
    "label",
    "formula",
    "formulaValue",
    "stringValue",
    "description",
    "inputMessage",
    "userEnteredValue",
    "value",
    "uri",
    "email",
    "users",
    "groups",
    "hiddenValues",
    "visibleValues",
    "columnName",
    "metadataKey",
    "metadataValue",
    "content",
    "contentHtml",
    "displayName",
    "emailAddress",
    "assigneeEmail",
    "plainTextQuote",
    "prefix",
    "suffix",
}
"""The fields of Google's messages whose strings people write; the others are kinds and ids."""


@dataclass(frozen=True, slots=True)
class TextLocation:
    """A piece of text and where it is.

    Attributes:
        where: what kind of place: `cell`, `formula`, `note`, `link`, `drop-down`, `filter`,
            `filter view`, `slicer`, `named range`, `tab title`, `protected range`, `chart`,
            `pivot table`, `metadata`, `conditional format`, `table`, `comment`, `file title`,
            `file description` or `kept rows`, those of a run that a person must put right.
        tab: the tab's title; None where it belongs to no tab.
        cell: its address in the tab, if it has one.
        text: the text.
        unread: whether such places could not be read; then there is no text.
    """

    where: str
    tab: str | None = field(repr=False)
    cell: str | None
    text: Private[str]
    unread: bool = False


def read_places(session: Session) -> list[TextLocation]:
    """Every place with text, hidden tabs included, in one request to Sheets.

    Comments and the file's description may need more access than the tool has; then a place
    of that kind says `unread`.

    Raises:
        GoogleError: Google could not be reached or refused.
    """
    places, with_comments = session.get(MASK, _decode, commentsViewMode=AS_ALLOWED)
    if not with_comments:
        places += _drive_comments(session)
    return places + _description(session)


def _decode(answer: Any) -> tuple[list[TextLocation], bool]:
    """The places in the answer, and whether comments are among them."""
    return tolerantly(
        lambda: (
            [*_file(answer), *_tabs(answer), *_threads(answer)],
            answer.get("commentsViewMode") == INCLUDED,
        )
    )


def _place(where: str, words: str, tab: str | None = None, cell: str | None = None) -> TextLocation:
    return TextLocation(where, tab, cell, Private(words))


def _file(answer: Json) -> Iterator[TextLocation]:
    """What belongs to the file."""
    yield _place("file title", answer["properties"]["title"])
    titles = {s["properties"].get("sheetId", 0): s["properties"]["title"] for s in answer["sheets"]}
    for named in answer.get("namedRanges", ()):
        span = named.get("range", {})
        tab = titles.get(span.get("sheetId", 0))
        yield _place("named range", named.get("name", ""), tab, _corner(span))
    for entry in answer.get("developerMetadata", ()):
        if not entry.get("metadataKey", "").startswith(MARKER):
            yield from _all("metadata", entry)


def _tabs(answer: Json) -> Iterator[TextLocation]:
    """What belongs to each tab, the tool's own hidden ones aside: those go by themselves.

    But for one that waits for people: it keeps what a run could not put back, or is protected.
    """
    for sheet in answer["sheets"]:
        tab = sheet["properties"]["title"]
        if (label := _undo_label(sheet)) is not None:
            if label.waits_for_people:
                cells = (one for block in sheet.get("data", ()) for one in _block(block, tab))
                yield from (replace(one, where="kept rows", cell=None) for one in cells)
            continue
        yield _place("tab title", tab, tab)
        yield from _all("filter", sheet.get("basicFilter"), tab)
        yield from _all("filter view", sheet.get("filterViews"), tab)
        yield from _all("slicer", sheet.get("slicers"), tab)
        yield from _all("chart", sheet.get("charts"), tab)
        yield from _all("table", sheet.get("tables"), tab)
        yield from _all("metadata", sheet.get("developerMetadata"), tab)
        for entry in sheet.get("protectedRanges", ()):
            yield from _all("protected range", entry, tab, _corner(entry.get("range", {})))
        for rule in sheet.get("conditionalFormats", ()):
            first = (rule.get("ranges") or [{}])[0]
            yield from _all("conditional format", rule, tab, _corner(first))
        for block in sheet.get("data", ()):
            yield from _block(block, tab)


def _undo_label(sheet: Json) -> Label | None:
    """What a hidden tab of the tool's own says of itself; None for any other tab."""
    for entry in sheet.get("developerMetadata", ()):
        if entry.get("metadataKey") == UNDO:
            return Label.read(entry.get("metadataValue", ""))
    return None


def _block(block: Json, tab: str) -> Iterator[TextLocation]:
    """What is in and on the cells, and the metadata of rows and columns."""
    top, left = block.get("startRow", 0), block.get("startColumn", 0)
    for name in ("rowMetadata", "columnMetadata"):
        yield from _all("metadata", block.get(name), tab)
    rules: set[tuple[str, ...]] = set()
    for row, entry in enumerate(block.get("rowData", ()), start=top):
        for column, cell in enumerate(entry.get("values", ()), start=left):
            if cell:
                yield from _cell(cell, tab, a1(row, column), rules)


def _cell(cell: Json, tab: str, where: str, rules: set[tuple[str, ...]]) -> Iterator[TextLocation]:
    """What one cell holds. A drop-down is named once, at the first cell that has it."""
    told = chips.read(cell) if "chipRuns" in cell else None
    if shown := told[0] if told else _shown(cell.get("effectiveValue")):
        yield _place("cell", shown, tab, where)
    if not cell.keys() - {"effectiveValue", "formattedValue"}:
        return
    if formula := cell.get("userEnteredValue", {}).get("formulaValue"):
        yield _place("formula", formula, tab, where)
    if note := cell.get("note"):
        yield _place("note", note, tab, where)
    if link := cell.get("hyperlink"):
        yield _place("link", link, tab, where)
    yield from _all("link", cell.get("textFormatRuns"), tab, where)
    yield from _all("link", cell.get("chipRuns"), tab, where)
    yield from _all("pivot table", cell.get("pivotTable"), tab, where)
    rule = tuple(_words(cell.get("dataValidation")))
    if rule not in rules:
        rules.add(rule)
        yield from (_place("drop-down", words, tab, where) for words in rule)


def _shown(value: Json | None) -> str:
    """A cell's content as text; a number too, since it may be a telephone number."""
    for name in ("stringValue", "numberValue"):
        if value and name in value:
            return text(value[name])
    return ""


def _all(
    where: str, part: Any, tab: str | None = None, cell: str | None = None
) -> Iterator[TextLocation]:
    """A place for each string that people may have written in a part of an answer."""
    return (_place(where, words, tab, cell) for words in _words(part))


def _words(part: Any, mine: bool = False) -> Iterator[str]:
    """The strings in a part of an answer that stand in fields people write."""
    if isinstance(part, str):
        if mine and part:
            yield part
    elif isinstance(part, Mapping):
        for name, value in part.items():
            yield from _words(value, name in _WORDS)
    elif isinstance(part, Sequence):
        for value in part:
            yield from _words(value, mine)


def _corner(span: Json) -> str | None:
    """The address of the first cell of a range; None for a whole tab."""
    if not any(name.endswith("Index") for name in span):
        return None
    return a1(span.get("startRowIndex", 0), span.get("startColumnIndex", 0))


def _threads(answer: Json) -> Iterator[TextLocation]:
    """Comments as Sheets shows them, with the old text of their cell."""
    anchors: dict[str, tuple[str, str | None]] = {}
    for sheet in answer["sheets"]:
        for anchor in sheet.get("commentAnchors", ()):
            place = sheet["properties"]["title"], _corner(anchor.get("range", {}))
            anchors.setdefault(anchor.get("anchorId", ""), place)
    for thread in answer.get("comments", ()):
        tab, cell = anchors.get(thread.get("anchorId", ""), (None, None))
        yield from _all("comment", thread, tab, cell)


def _drive_comments(session: Session) -> list[TextLocation]:
    """Comments as Drive shows them, page by page; cells are not named there."""
    fields = "nextPageToken,comments(content,quotedFileContent(value),replies(content))"
    params = {"fields": fields, "pageSize": "100"}
    places: list[TextLocation] = []
    try:
        while True:
            page = session.drive("get", f"{_file_path(session)}/comments", params=params)
            places += _all("comment", page.get("comments") if isinstance(page, dict) else None)
            more = page.get("nextPageToken") if isinstance(page, dict) else None
            if not more:
                return places
            params = {**params, "pageToken": more}
    except GoogleError:
        return [*places, TextLocation("comment", None, None, Private(""), unread=True)]


def _description(session: Session) -> list[TextLocation]:
    """The file's description."""
    try:
        answer = session.drive("get", _file_path(session), params={"fields": "description"})
        found = tolerantly(lambda: answer.get("description", ""))
    except GoogleError:
        return [TextLocation("file description", None, None, Private(""), unread=True)]
    return [_place("file description", found)] if found else []


def _file_path(session: Session) -> str:
    return f"files/{quote(session.spreadsheet, safe='')}"
