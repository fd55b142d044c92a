"""Requests without what Google does not allow on tables, so that the rest of a batch is applied.

In a table (*Convert to table*) a column may have a type. Google refuses a number format or a
drop-down for its cells, and a filter over any part of a table; and one refused request is a
refused batch. With a table in columns A to D, of which B is a date:

    setDataValidation A:D   becomes   setDataValidation A:A, setDataValidation C:D
    repeatCell B:B, fields "userEnteredFormat.numberFormat"               is left out
    setBasicFilter A:F                                                    is left out

A typed column is left alone in all of its rows, also below the table, which grows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sheets_coc.sheet.model import Snapshot, Tab, Table

Request = Mapping[str, Any]

_FORMAT = "userEnteredFormat.numberFormat"
_FILTERS = ("setBasicFilter", "addFilterView", "updateFilterView")


def allowed(requests: Iterable[Request], snapshot: Snapshot) -> list[Request]:
    """The requests, or what of them Google takes.

    Drop-downs are set on rows that a filter hides too, which Google leaves out otherwise.

    Args:
        requests: `batchUpdate` requests.
        snapshot: the spreadsheet they are meant for.
    """
    tabs = {tab.id: tab for tab in snapshot.tabs if tab.tables}
    return [kept for request in requests for kept in _kept(_on_hidden_rows(request), tabs)]


def _on_hidden_rows(request: Request) -> Request:
    rule = request.get("setDataValidation")
    return (
        request if rule is None else {"setDataValidation": {"filteredRowsIncluded": True, **rule}}
    )


def _kept(request: Request, tabs: Mapping[int, Tab]) -> Iterator[Request]:
    ((kind, body),) = request.items()
    tab = tabs.get(_tab_of(kind, body))
    if tab is None:
        yield request
    elif kind in _FILTERS:
        if not any(_meets(body["filter"]["range"], table) for table in tab.tables):
            yield request
    elif kind == "setDataValidation":
        yield from (
            {kind: {**body, "range": span}} for span, typed in _spans(tab, body) if not typed
        )
    elif kind == "repeatCell":
        yield from _repeated(tab, body)
    elif kind == "updateCells" and "start" in body:
        yield from _updated(tab, body)
    elif kind == "appendCells":
        yield from _appended(tab, body)
    else:
        yield request


def _tab_of(kind: str, body: Mapping[str, Any]) -> int:
    """The tab that a request is about; -1 for one that is about none."""
    if kind in _FILTERS:
        body = body["filter"]
    place = body.get("range") or body.get("start") or body
    found = place.get("sheetId", 0) if isinstance(place, Mapping) else -1
    return int(found)


def _meets(span: Mapping[str, int], table: Table) -> bool:
    top, bottom, left, right = table.range
    return (
        span.get("startRowIndex", 0) < bottom
        and top < span.get("endRowIndex", bottom)
        and span.get("startColumnIndex", 0) < right
        and left < span.get("endColumnIndex", right)
    )


def _spans(tab: Tab, body: Mapping[str, Any]) -> Iterator[tuple[dict[str, int], bool]]:
    """A request's range in runs of neighbouring columns, and whether those have types."""
    span = dict(body["range"])
    first, end = span.get("startColumnIndex", 0), span.get("endColumnIndex", tab.columns)
    for left, right in _runs([tab.typed(column) for column in range(first, end)]):
        part = {**span, "startColumnIndex": first + left, "endColumnIndex": first + right}
        yield part, tab.typed(first + left) is not None


def _runs(types: Sequence[str | None]) -> Iterator[tuple[int, int]]:
    """Start and end of each run of columns that all have types, or all have none."""
    start = 0
    for index in range(1, len(types) + 1):
        if index == len(types) or (types[index] is None) != (types[start] is None):
            yield start, index
            start = index


def _without_format(fields: str) -> str:
    """A field mask without the number format."""
    return ",".join(name for name in fields.split(",") if name != _FORMAT)


def _repeated(tab: Tab, body: Mapping[str, Any]) -> Iterator[Request]:
    if _FORMAT not in body["fields"].split(","):
        yield {"repeatCell": body}
        return
    for span, typed in _spans(tab, body):
        fields = _without_format(body["fields"]) if typed else body["fields"]
        if fields:
            yield {"repeatCell": {**body, "range": span, "fields": fields}}


def _updated(tab: Tab, body: Mapping[str, Any]) -> Iterator[Request]:
    if _FORMAT not in body["fields"].split(","):
        yield {"updateCells": body}
        return
    start = body["start"]
    left = start.get("columnIndex", 0)
    width = max((len(row.get("values", ())) for row in body["rows"]), default=0)
    types = [tab.typed(left + index) for index in range(width)]
    for first, end in _runs(types):
        typed = types[first] is not None
        fields = _without_format(body["fields"]) if typed else body["fields"]
        rows = [{"values": list(row.get("values", ()))[first:end]} for row in body["rows"]]
        if fields:
            place = {**start, "columnIndex": left + first}
            yield {"updateCells": {"start": place, "rows": rows, "fields": fields}}


def _appended(tab: Tab, body: Mapping[str, Any]) -> Iterator[Request]:
    """Rows to append, without formats where any column has a type: one mask is for all."""
    width = max((len(row.get("values", ())) for row in body["rows"]), default=0)
    fields = body["fields"]
    if any(tab.typed(column) for column in range(width)):
        fields = _without_format(fields)
    if fields:
        yield {"appendCells": {**body, "fields": fields}}
