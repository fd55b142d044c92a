"""`batchUpdate` requests that move content about: sort, copy, cut, shift, replace, deduplicate."""

from __future__ import annotations

from sheets_coc.local.edit import Edit
from sheets_coc.local.edit_parts import Handler
from sheets_coc.local.errors import Json
from sheets_coc.local.model import Tab
from sheets_coc.local.protection import Block

HANDLERS: dict[str, Handler] = {}


def sort_block(edit: Edit, tab: Tab, block: Block, specs: list[Json]) -> None:
    """Sorts rows."""
    raise NotImplementedError
