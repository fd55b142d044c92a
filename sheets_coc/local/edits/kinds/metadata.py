"""Developer metadata: small marks on a spreadsheet, a tab, a row or a column, found by a search."""

from __future__ import annotations

from sheets_coc.local.edits.edit import Edit, Handler, fresh_id
from sheets_coc.local.errors import Json, invalid
from sheets_coc.local.state.model import Spreadsheet
from sheets_coc.local.state.plain import json_copy
from sheets_coc.local.wire.a1 import Area, grid_area, parse
from sheets_coc.local.wire.fields import update_mask, wants
from sheets_coc.local.wire.ranges import shown_metadata

_MOST_CHARACTERS = 30_000


def create_metadata(edit: Edit, request: Json) -> Json:
    """Adds a mark."""
    given = request.get("developerMetadata", {})
    if not given.get("metadataKey"):
        raise edit.refuse("Developer metadata must have a key.")
    if given.get("visibility") not in ("DOCUMENT", "PROJECT"):
        raise edit.refuse("Developer metadata must have a visibility.")
    taken = [item["metadataId"] for item in edit.spreadsheet.metadata]
    if given.get("metadataId") in taken and not edit.varies("metadata-id-twice"):
        raise edit.refuse(f"Developer metadata with id {given['metadataId']} already exists.")
    new = {
        "metadataId": given.get("metadataId") or fresh_id(taken),
        "metadataKey": given["metadataKey"],
        **({"metadataValue": given["metadataValue"]} if "metadataValue" in given else {}),
        "location": _location(edit, given.get("location", {})),
        "visibility": given["visibility"],
    }
    edit.spreadsheet.metadata.append(new)
    _check_room(edit)
    return {"developerMetadata": shown_metadata([new])[0]}


def _check_room(edit: Edit) -> None:
    used = sum(
        len(item["metadataKey"]) + len(item.get("metadataValue", ""))
        for item in edit.spreadsheet.metadata
    )
    if used > _MOST_CHARACTERS:
        raise edit.refuse("Developer metadata exceeds the limit of 30000 characters.")


def _location(edit: Edit, given: Json) -> Json:
    if given.get("spreadsheet"):
        return {"locationType": "SPREADSHEET", "spreadsheet": True}
    if "dimensionRange" in given:
        place = given["dimensionRange"]
        tab = edit.tab(place.get("sheetId", 0))
        start, end = place.get("startIndex", 0), place.get("endIndex", 0)
        rows = place.get("dimension") == "ROWS"
        size = tab.row_count if rows else tab.column_count
        if place.get("dimension") not in ("ROWS", "COLUMNS") or end - start != 1:
            raise edit.refuse(
                "Developer metadata can only be associated with a single row or column."
            )
        if not 0 <= start < size:
            raise edit.refuse(f"Dimension index {start} is outside of the sheet.")
        return {
            "locationType": "ROW" if rows else "COLUMN",
            "dimensionRange": {
                "sheetId": tab.id,
                "dimension": place["dimension"],
                "startIndex": start,
                "endIndex": end,
            },
        }
    if "sheetId" in given:
        tab = edit.tab(given["sheetId"])
        return {"locationType": "SHEET", "sheetId": tab.id}
    raise edit.refuse("Developer metadata must have a location.")


def update_metadata(edit: Edit, request: Json) -> Json:
    """Changes the marks that filters select."""
    mask = update_mask(request.get("fields", ""), "DeveloperMetadata", edit.where)
    given = request.get("developerMetadata", {})
    filters = request.get("dataFilters", [])
    if not filters:
        raise edit.refuse("At least one data filter must be specified.")
    changed = []
    for item in edit.spreadsheet.metadata:
        if not any(matches(edit.spreadsheet, item, one) for one in filters):
            continue
        for name in ("metadataKey", "metadataValue", "visibility"):
            if wants(mask, name) and (mask or name in given):
                item[name] = given.get(name, "")
        if wants(mask, "location") and "location" in given:
            item["location"] = _location(edit, given["location"])
        changed.append(item)
    return {"developerMetadata": shown_metadata(changed)} if changed else {}


def delete_metadata(edit: Edit, request: Json) -> Json:
    """Removes the marks that a filter selects."""
    chosen = request.get("dataFilter")
    if not chosen:
        raise edit.refuse("A data filter must be specified.")
    gone = [item for item in edit.spreadsheet.metadata if matches(edit.spreadsheet, item, chosen)]
    edit.spreadsheet.metadata = [
        item for item in edit.spreadsheet.metadata if not any(item is other for other in gone)
    ]
    return {"deletedDeveloperMetadata": shown_metadata(gone)} if gone else {}


HANDLERS: dict[str, Handler] = {
    "createDeveloperMetadata": create_metadata,
    "updateDeveloperMetadata": update_metadata,
    "deleteDeveloperMetadata": delete_metadata,
}


def matches(spreadsheet: Spreadsheet, item: Json, chosen: Json) -> bool:
    """Whether a data filter selects a mark: by what is in it, or by where it stands."""
    lookup = chosen.get("developerMetadataLookup")
    if lookup is not None:
        return _found_by(item, lookup)
    area = filter_area(spreadsheet, chosen)
    return area is not None and _stands_in(item, area)


def _found_by(item: Json, lookup: Json) -> bool:
    for name in ("metadataId", "metadataKey", "metadataValue", "visibility"):
        if name in lookup and item.get(name) != lookup[name]:
            return False
    location = item["location"]
    if "locationType" in lookup and location["locationType"] != lookup["locationType"]:
        return False
    wanted = lookup.get("metadataLocation")
    if not wanted:
        return True
    exact = lookup.get("locationMatchingStrategy") != "INTERSECTING_LOCATION"
    return _same_place(location, wanted) if exact else _intersects(location, wanted)


def _same_place(location: Json, wanted: Json) -> bool:
    if wanted.get("spreadsheet"):
        return bool(location["locationType"] == "SPREADSHEET")
    if "dimensionRange" in wanted:
        place = {"sheetId": 0, **wanted["dimensionRange"]}
        return bool(location.get("dimensionRange") == place)
    own = location.get("sheetId") if location["locationType"] == "SHEET" else None
    return bool(own == wanted.get("sheetId", 0))


def _intersects(location: Json, wanted: Json) -> bool:
    if wanted.get("spreadsheet"):
        return True
    place = location.get("dimensionRange")
    own_tab = place["sheetId"] if place else location.get("sheetId")
    if "dimensionRange" not in wanted:
        return bool(own_tab == wanted.get("sheetId", 0))
    other = wanted["dimensionRange"]
    if own_tab != other.get("sheetId", 0):
        return False
    if place is None or place["dimension"] != other.get("dimension"):
        return True
    start, end = other.get("startIndex", 0), other.get("endIndex", 2**31)
    return bool(place["startIndex"] < end and start < place["endIndex"])


def _stands_in(item: Json, area: Area) -> bool:
    location = item["location"]
    if location["locationType"] == "SHEET":
        return bool(location["sheetId"] == area.tab.id)
    place = location.get("dimensionRange")
    if place is None or place["sheetId"] != area.tab.id:
        return False
    top, bottom, left, right = area.closed()
    start, end = (top, bottom) if place["dimension"] == "ROWS" else (left, right)
    return bool(start <= place["startIndex"] < end)


def filter_area(spreadsheet: Spreadsheet, chosen: Json) -> Area | None:
    """The block that a data filter by range selects; None for one by metadata.

    Raises:
        ApiError: 400, the range cannot be understood, or the filter is empty.
    """
    if "a1Range" in chosen:
        return parse(spreadsheet, chosen["a1Range"])
    if "gridRange" in chosen:
        area = grid_area(spreadsheet, chosen["gridRange"])
        if area is None:
            raise invalid(f"No grid with id: {chosen['gridRange'].get('sheetId', 0)}")
        return area
    if "developerMetadataLookup" in chosen:
        return None
    raise invalid("Invalid dataFilter: exactly one filter must be specified.")


def filter_areas(spreadsheet: Spreadsheet, chosen: Json) -> list[Area]:
    """Every block that a data filter selects: marked rows, columns and tabs as well."""
    area = filter_area(spreadsheet, chosen)
    if area is not None:
        return [area]
    found = [item for item in spreadsheet.metadata if matches(spreadsheet, item, chosen)]
    return [place for item in found for place in _marked(spreadsheet, item)]


def _marked(spreadsheet: Spreadsheet, item: Json) -> list[Area]:
    location = item["location"]
    if location["locationType"] == "SPREADSHEET":
        return [Area(tab) for tab in spreadsheet.tabs]
    place = location.get("dimensionRange")
    tab = spreadsheet.tab(place["sheetId"] if place else location["sheetId"])
    if tab is None:
        return []
    if place is None:
        return [Area(tab)]
    start, end = place["startIndex"], place["endIndex"]
    if place["dimension"] == "ROWS":
        return [Area(tab, start, end)]
    return [Area(tab, None, None, start, end)]


def search(spreadsheet: Spreadsheet, filters: list[Json]) -> Json:
    """Google's `SearchDeveloperMetadataResponse`: every mark with the filters that found it."""
    if not filters:
        raise invalid("At least one data filter must be specified.")
    matched = []
    for item in spreadsheet.metadata:
        hits = [json_copy(one) for one in filters if matches(spreadsheet, item, one)]
        if hits:
            mark = shown_metadata([item])[0]
            matched.append({"developerMetadata": mark, "dataFilters": hits})
    return {"matchedDeveloperMetadata": matched} if matched else {}
