"""Things that lie over the cells of a tab: finding them by id, adding and removing them."""

from __future__ import annotations

from typing import Any

from sheets_coc.local.auth.protection import Block
from sheets_coc.local.edits.edit import Edit, fresh_id
from sheets_coc.local.errors import Json
from sheets_coc.local.state.model import Tab
from sheets_coc.local.wire.ranges import shown_part


def overlap(one: Block, other: Block) -> bool:
    """Whether two blocks share a cell."""
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


def bounds_of(grid: Json) -> Block:
    """The bounds of a stored, closed `GridRange`."""
    return (
        grid["startRowIndex"],
        grid["endRowIndex"],
        grid["startColumnIndex"],
        grid["endColumnIndex"],
    )


def find_part(edit: Edit, part: str, key: str, wanted: object, what: str) -> tuple[Tab, Json]:
    """The part whose `key` is what is wanted, and its tab.

    Raises:
        ApiError: 400, there is none; `what` names the kind of part.
    """
    for tab in edit.spreadsheet.tabs:
        for item in tab.parts.get(part, []):
            if item[key] == wanted:
                return tab, item
    raise edit.refuse(f"No {what} with id: {wanted}")


def taken_ids(edit: Edit, part: str, key: str) -> list[int]:
    """The ids that parts of a kind have, in all tabs."""
    return [item[key] for tab in edit.spreadsheet.tabs for item in tab.parts.get(part, [])]


def remove_part(tab: Tab, part: str, item: Json) -> None:
    """Takes one part away from a tab."""
    tab.parts[part] = [other for other in tab.parts[part] if other is not item]
    if not tab.parts[part]:
        del tab.parts[part]


def chosen_id(edit: Edit, part: str, key: str, given: Json) -> int:
    """The id that was asked for, or a fresh one.

    Raises:
        ApiError: 400, it is taken.
    """
    taken = taken_ids(edit, part, key)
    wanted = given.get(key)
    if wanted in taken:
        raise edit.refuse(f"{key} already exists: {wanted}")
    return fresh_id(taken) if wanted is None else int(wanted)


def shown_message(value: Json) -> Json:
    """A stored part as an answer has it."""
    shown: Any = shown_part(value)
    found: Json = shown
    return found
