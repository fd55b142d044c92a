"""`batchUpdate` requests about alternating colours."""

from __future__ import annotations

from sheets_coc.local.edits.edit import Edit, Handler, closed_range
from sheets_coc.local.edits.parts import (
    bounds_of,
    chosen_id,
    find_part,
    overlap,
    remove_part,
    shown_message,
)
from sheets_coc.local.errors import Json
from sheets_coc.local.state.plain import json_copy
from sheets_coc.local.wire.colors import tidy_format
from sheets_coc.local.wire.fields import assign, update_mask


def add_banding(edit: Edit, request: Json) -> Json:
    """Colours rows or columns in turn."""
    given = tidy_format(json_copy(request.get("bandedRange", {})))
    tab, block = edit.block(given.get("range"))
    for other in tab.parts.get("bandedRanges", []):
        if overlap(bounds_of(other["range"]), block):
            raise edit.refuse(
                "You cannot add alternating background colors to a range that already has"
                " alternating background colors."
            )
    given["range"] = closed_range(tab, block)
    given["bandedRangeId"] = chosen_id(edit, "bandedRanges", "bandedRangeId", given)
    tab.part("bandedRanges").append(given)
    return {"bandedRange": shown_message(given)}


def update_banding(edit: Edit, request: Json) -> Json:
    """Changes alternating colours."""
    mask = update_mask(request.get("fields", ""), "BandedRange", edit.where)
    given = tidy_format(json_copy(request.get("bandedRange", {})))
    wanted = given.get("bandedRangeId")
    tab, item = find_part(edit, "bandedRanges", "bandedRangeId", wanted, "banded range")
    new = assign(item, given, mask)
    new["bandedRangeId"] = wanted
    tab_now, block = edit.block(new.get("range"))
    if tab_now is not tab:
        raise edit.refuse("A banded range cannot move to another sheet.")
    new["range"] = closed_range(tab, block)
    bands = tab.parts["bandedRanges"]
    bands[bands.index(item)] = new
    return {}


def delete_banding(edit: Edit, request: Json) -> Json:
    """Takes alternating colours away."""
    wanted = request.get("bandedRangeId")
    tab, item = find_part(edit, "bandedRanges", "bandedRangeId", wanted, "banded range")
    remove_part(tab, "bandedRanges", item)
    return {}


HANDLERS: dict[str, Handler] = {
    "addBanding": add_banding,
    "updateBanding": update_banding,
    "deleteBanding": delete_banding,
}
