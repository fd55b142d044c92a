"""`spreadsheets.batchUpdate`: which request kinds there are, and doing a list of them."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from importlib import import_module

from sheets_coc.local.edits.edit import Edit, Handler
from sheets_coc.local.edits.size import MOST_CELLS, TOO_LARGE, cells_of
from sheets_coc.local.errors import ApiError, Json, invalid, lacking
from sheets_coc.local.state.model import Spreadsheet
from sheets_coc.local.state.state import Transaction
from sheets_coc.local.wire.messages import check

_ALWAYS_ANSWERED = {
    "addDimensionGroup",
    "deleteDeveloperMetadata",
    "deleteDimensionGroup",
    "deleteDuplicates",
    "findReplace",
    "trimWhitespace",
    "updateDeveloperMetadata",
}
"""Kinds that have a reply of their own, which is there even where it says nothing."""


MOST_REQUESTS = 100_000

_ROOMS = (
    "banding", "blocks", "cells", "charts", "conditional", "dimensions", "filling", "filters",
    "groups", "merges", "metadata", "named", "pasting", "protecting", "replacing", "sorting",
    "tables", "tabs",
)  # fmt: skip
"""The modules with a table HANDLERS of kinds of requests and what does them."""


@cache
def handlers() -> dict[str, Handler]:
    """What does each kind of request."""
    found: dict[str, Handler] = {}
    for name in _ROOMS:
        found |= import_module(f"sheets_coc.local.edits.kinds.{name}").HANDLERS
    return found


def run(
    spreadsheet: Spreadsheet,
    requests: list[Json],
    email: str,
    now: datetime,
    *,
    links: bool = True,
) -> list[Json]:
    """Does all requests on a working copy; an error leaves it to be thrown away.

    Args:
        spreadsheet: the working copy.
        requests: checked requests.
        email: who asks.
        now: the server's time.
        links: whether chips may link to files of Drive.

    Returns:
        One reply for each request, empty where there is nothing to say.

    Raises:
        ApiError: 400, with the number and kind of the request; 501, a kind that is lacking.
    """
    if not requests:
        raise invalid("Must specify at least one request.")
    if len(requests) > MOST_REQUESTS:
        raise invalid(f"Invalid requests: a batch holds at most {MOST_REQUESTS} requests.")
    replies = []
    size = cells_of(spreadsheet)
    for number, request in enumerate(requests):
        if not request:
            raise invalid(f"Invalid requests[{number}]: No request set.")
        ((kind, body),) = request.items()
        edit = Edit(spreadsheet, email, f"requests[{number}].{kind}", now, links)
        replies.append(_one(edit, kind, body))
        # Whichever way a request made the grid grow, the limit holds for each of them.
        size, before = cells_of(spreadsheet), size
        if size > max(before, MOST_CELLS):
            raise edit.refuse(TOO_LARGE)
    return replies


def _one(edit: Edit, kind: str, body: Json) -> Json:
    handler = handlers().get(kind)
    if handler is None:
        raise lacking(f"the request {kind}")
    try:
        reply = handler(edit, body)
    except ApiError as error:
        # Rules deeper down do not know which request they refuse.
        if error.code == 400 and not error.message.startswith("Invalid requests["):
            raise ApiError(400, f"Invalid {edit.where}: {error.message}") from None
        raise
    finally:
        edit.spreadsheet.results.clear()
        if not kind.endswith("Dimension"):
            # Any other request may have written a formula.
            edit.spreadsheet.formula_free = None
    return {kind: reply} if reply or kind in _ALWAYS_ANSWERED else {}


def apply(
    state: Transaction, spreadsheet: Spreadsheet, email: str, requests: list[Json]
) -> list[Json]:
    """Checks requests as if they had been sent and does them on a working copy.

    Raises:
        ApiError: as Google would refuse them.
    """
    body = check("BatchUpdateSpreadsheetRequest", {"requests": requests})
    return run(spreadsheet, body["requests"], email, state.now)
