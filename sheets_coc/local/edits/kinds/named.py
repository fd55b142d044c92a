"""`batchUpdate` requests about named ranges."""

from __future__ import annotations

import re

from sheets_coc.local.edits.edit import Edit, Handler, fresh_id, kept_range
from sheets_coc.local.errors import Json
from sheets_coc.local.wire.fields import update_mask
from sheets_coc.local.wire.ranges import shown_range

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.]{0,249}$")
_NOT_A_NAME = re.compile(r"([A-Za-z]{1,3}[0-9]+|[Rr][0-9]+[Cc][0-9]+|true|false)$", re.IGNORECASE)


def _check_name(edit: Edit, named: Json) -> None:
    name = named.get("name", "")
    if not _NAME.match(name) or _NOT_A_NAME.match(name):
        raise edit.refuse(f"The name of the range is invalid: {name}")
    for other in edit.spreadsheet.named_ranges:
        same_name = other["name"].casefold() == name.casefold()
        if same_name and other["namedRangeId"] != named.get("namedRangeId"):
            raise edit.refuse(f"A named range with the name {name} already exists.")


def add_named_range(edit: Edit, request: Json) -> Json:
    """Gives a range a name."""
    named = request.get("namedRange", {})
    _check_name(edit, named)
    edit.area(named.get("range"))
    taken = [item["namedRangeId"] for item in edit.spreadsheet.named_ranges]
    number = fresh_id(int(item) for item in taken if item.isdigit())
    new = {
        "namedRangeId": named.get("namedRangeId") or str(number),
        "name": named["name"],
        "range": kept_range(named["range"]),
    }
    if new["namedRangeId"] in taken:
        raise edit.refuse(f"A named range with id {new['namedRangeId']} already exists.")
    edit.spreadsheet.named_ranges.append(new)
    return {"namedRange": {**new, "range": shown_range(new["range"])}}


def named_range(edit: Edit, named_range_id: str) -> Json:
    """The named range of that id.

    Raises:
        ApiError: 400, there is none.
    """
    for item in edit.spreadsheet.named_ranges:
        if item["namedRangeId"] == named_range_id:
            return item
    raise edit.refuse(f"No named range with id: {named_range_id}")


def update_named_range(edit: Edit, request: Json) -> Json:
    """Changes name or range of a named range."""
    mask = update_mask(request.get("fields", ""), "NamedRange", edit.where)
    given = request.get("namedRange", {})
    item = named_range(edit, given.get("namedRangeId", ""))
    if not mask or "name" in mask:
        _check_name(edit, {**item, "name": given.get("name", "")})
        item["name"] = given["name"]
    if not mask or "range" in mask:
        edit.area(given.get("range"))
        item["range"] = kept_range(given["range"])
    return {}


def delete_named_range(edit: Edit, request: Json) -> Json:
    """Takes a name away; formulas that used it keep it and fail."""
    edit.spreadsheet.named_ranges.remove(named_range(edit, request.get("namedRangeId", "")))
    return {}


HANDLERS: dict[str, Handler] = {
    "addNamedRange": add_named_range,
    "updateNamedRange": update_named_range,
    "deleteNamedRange": delete_named_range,
}
