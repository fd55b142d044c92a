"""What the endpoints of the Sheets API share: opening the spreadsheet, masks, their declaration."""

from __future__ import annotations

from collections.abc import Callable

from sheets_coc.local.auth.access import check_sheet, touch
from sheets_coc.local.auth.scopes import SHEETS_READ, SHEETS_WRITE
from sheets_coc.local.edits.kinds import metadata
from sheets_coc.local.errors import Json
from sheets_coc.local.state.model import Spreadsheet
from sheets_coc.local.wire.a1 import Area
from sheets_coc.local.wire.endpoint import Call, Endpoint
from sheets_coc.local.wire.fields import answer_mask, select


def opened(call: Call, wanted: str) -> Spreadsheet:
    """The spreadsheet of the path, if the caller may do what they want."""
    spreadsheet_id = call.params["spreadsheet_id"]
    check_sheet(call.state, spreadsheet_id, call.email, wanted)
    if wanted == "writer":
        touch(call.state.file(spreadsheet_id), call.email, call.state.now)
    return call.state.spreadsheet(spreadsheet_id)


def selected(call: Call, answer: Json, message: str) -> Json:
    """The answer under the query's field mask."""
    text = call.option("fields")
    return select(answer, answer_mask(text, message)) if text else answer


def filter_areas(spreadsheet: Spreadsheet, filters: list[Json]) -> list[Area]:
    """The blocks that data filters choose, one after another."""
    return [area for one in filters for area in metadata.filter_areas(spreadsheet, one)]


_NAME = "sheets.spreadsheets"
ROOT = "/v4/spreadsheets"
ONE = f"{ROOT}/<spreadsheet_id>"
Handle = Callable[[Call], Json]


def reads(
    method: str, rule: str, name: str, handle: Handle, query: tuple[str, ...] = ()
) -> Endpoint:
    """An endpoint that changes nothing; `name` is Google's without its first two parts.

    A scope for reading opens those that are a GET and no search in metadata, as Google has it.
    """
    plain = method == "GET" and not name.startswith("developerMetadata")
    scopes = SHEETS_READ if plain else SHEETS_WRITE
    return Endpoint(method, rule, f"{_NAME}.{name}", handle, scopes, query=query)


def writes(
    method: str, rule: str, name: str, handle: Handle, query: tuple[str, ...] = ()
) -> Endpoint:
    """An endpoint that may change the spreadsheet."""
    return Endpoint(method, rule, f"{_NAME}.{name}", handle, SHEETS_WRITE, True, query)
