"""`batchUpdate` requests about protected ranges."""

from __future__ import annotations

from sheets_coc.local.auth.access import addresses, owners
from sheets_coc.local.auth.protection import is_whole_tab, may_edit, refusal
from sheets_coc.local.edits.edit import Edit, Handler, fresh_id, kept_range
from sheets_coc.local.edits.kinds.named import named_range
from sheets_coc.local.errors import Json
from sheets_coc.local.reading.read import visible_protection
from sheets_coc.local.state.model import Tab
from sheets_coc.local.state.plain import json_copy
from sheets_coc.local.wire.fields import assign, update_mask


def _protections(edit: Edit) -> list[tuple[Tab, Json]]:
    return [
        (tab, item)
        for tab in edit.spreadsheet.tabs
        for item in tab.parts.get("protectedRanges", [])
    ]


def _find(edit: Edit, protection_id: int | None) -> tuple[Tab, Json]:
    for tab, item in _protections(edit):
        if item["protectedRangeId"] == protection_id:
            return tab, item
    raise edit.refuse(f"No protected range with id: {protection_id}")


def _settle(edit: Edit, protection: Json, old: Json | None = None) -> Tab:
    """Checks a protection and brings it into the form in which it is stored."""
    if "namedRangeId" in protection and "range" not in protection:
        protection["range"] = json_copy(named_range(edit, protection["namedRangeId"])["range"])
    if "range" not in protection:
        raise edit.refuse("Protected range must specify a range.")
    tab = edit.tab(protection["range"].get("sheetId", 0))
    if not is_whole_tab(protection["range"]):
        tab = edit.area(protection["range"]).tab
    protection["range"] = kept_range(protection["range"])
    holes = protection.get("unprotectedRanges", [])
    if holes and not is_whole_tab(protection["range"]):
        raise edit.refuse("Unprotected ranges are only allowed on a protected sheet.")
    protection["unprotectedRanges"] = [kept_range(hole) for hole in holes]
    if is_whole_tab(protection["range"]):
        for other in tab.parts.get("protectedRanges", []):
            if other is not old and is_whole_tab(other["range"]):
                raise edit.refuse(
                    "There is already sheet protection on this sheet. You can only have one."
                )
    for name in ("unprotectedRanges", "description", "warningOnly", "requestingUserCanEdit"):
        if not protection.get(name) or name == "requestingUserCanEdit":
            protection.pop(name, None)
    return tab


def _settle_editors(edit: Edit, protection: Json) -> None:
    """The requester and the owner are always among the editors; warnings have none of their own."""
    given = protection.get("editors") or {}
    if protection.get("warningOnly") and any(given.values()):
        raise edit.refuse(
            "Cannot specify editors for a range that is protected with a warning only."
        )
    file = edit.spreadsheet.file
    always = [edit.email, *owners(file)]
    if edit.varies("empty-editors-open") and not any(given.values()):
        always += addresses(file, "writer")
    editors: Json = {"users": list(dict.fromkeys([*given.get("users", []), *always]))}
    if given.get("groups"):
        editors["groups"] = given["groups"]
    if given.get("domainUsersCanEdit"):
        editors["domainUsersCanEdit"] = True
    protection["editors"] = editors


def add_protected_range(edit: Edit, request: Json) -> Json:
    """Protects a range or a whole tab."""
    protection = json_copy(request.get("protectedRange", {}))
    tab = _settle(edit, protection)
    for other in tab.parts.get("protectedRanges", []):
        inside = is_whole_tab(other["range"])
        if inside and not may_edit(edit.spreadsheet, other, edit.email):
            raise refusal(edit.where)
    taken = [item["protectedRangeId"] for _, item in _protections(edit)]
    if protection.get("protectedRangeId") in taken:
        raise edit.refuse(
            f"A protected range with id {protection['protectedRangeId']} already exists."
        )
    protection.setdefault("protectedRangeId", fresh_id(taken))
    _settle_editors(edit, protection)
    tab.part("protectedRanges").append(protection)
    shown = visible_protection(edit.spreadsheet, protection, edit.email, with_editors=True)
    # The answer to the request shows no editors yet; the next read does.
    return {"protectedRange": {**shown, "editors": {}}}


def update_protected_range(edit: Edit, request: Json) -> Json:
    """Changes a protected range; only its editors may."""
    mask = update_mask(request.get("fields", ""), "ProtectedRange", edit.where)
    given = json_copy(request.get("protectedRange", {}))
    tab, item = _find(edit, given.get("protectedRangeId"))
    if not may_edit(edit.spreadsheet, item, edit.email):
        raise refusal(edit.where)
    new = assign(json_copy(item), given, mask)
    new["protectedRangeId"] = item["protectedRangeId"]
    if new.get("warningOnly") and not (mask and "editors" in mask):
        new.pop("editors", None)
    new_tab = _settle(edit, new, item)
    if new_tab is not tab:
        raise edit.refuse("A protected range cannot move to another sheet.")
    _settle_editors(edit, new)
    items = tab.parts["protectedRanges"]
    items[items.index(item)] = new
    return {}


def delete_protected_range(edit: Edit, request: Json) -> Json:
    """Takes a protection away; only its editors may."""
    tab, item = _find(edit, request.get("protectedRangeId"))
    may = item.get("warningOnly") or may_edit(edit.spreadsheet, item, edit.email)
    if not may:
        raise refusal(edit.where)
    tab.parts["protectedRanges"] = [
        other for other in tab.parts["protectedRanges"] if other is not item
    ]
    if not tab.parts["protectedRanges"]:
        del tab.parts["protectedRanges"]
    return {}


HANDLERS: dict[str, Handler] = {
    "addProtectedRange": add_protected_range,
    "updateProtectedRange": update_protected_range,
    "deleteProtectedRange": delete_protected_range,
}
