"""`batchUpdate` requests about a tab's filter and filter views."""

from __future__ import annotations

from sheets_coc.local.edits.edit import Edit, Handler, closed_range, fresh_id
from sheets_coc.local.edits.filtering import hide, show_all
from sheets_coc.local.edits.kinds.named import named_range
from sheets_coc.local.edits.kinds.sorting import sort_block
from sheets_coc.local.edits.parts import (
    bounds_of,
    chosen_id,
    find_part,
    remove_part,
    shown_message,
    taken_ids,
)
from sheets_coc.local.edits.typed_columns import check_filter
from sheets_coc.local.errors import Json
from sheets_coc.local.state.model import Tab
from sheets_coc.local.state.plain import json_copy
from sheets_coc.local.wire.colors import tidy_format
from sheets_coc.local.wire.fields import assign, update_mask


def _filter(edit: Edit, given: Json) -> tuple[Tab, Json]:
    """A filter with its range made whole: open ends are those of the grid."""
    found = json_copy(given)
    if "namedRangeId" in found and "range" not in found:
        found["range"] = named_range(edit, found["namedRangeId"])["range"]
    tab, block = edit.block(found.get("range"))
    found["range"] = closed_range(tab, block)
    if not all(column.isdecimal() for column in found.get("criteria", {})):
        raise edit.refuse("The keys of filter criteria must be column indexes.")
    known = {name: part for name, part in tidy_format(found).items() if part != []}
    return tab, _with_specs(known)


def _with_specs(found: Json) -> Json:
    """Criteria are given in one of two forms and shown in both."""
    if found.get("criteria") and not found.get("filterSpecs"):
        found["filterSpecs"] = [
            {"columnIndex": int(column), "filterCriteria": criterion}
            for column, criterion in sorted(found["criteria"].items(), key=lambda kv: int(kv[0]))
        ]
    elif found.get("filterSpecs"):
        found["criteria"] = {
            str(spec.get("columnIndex", 0)): spec.get("filterCriteria", {})
            for spec in found["filterSpecs"]
        }
    return found


def set_basic_filter(edit: Edit, request: Json) -> Json:
    """Sets the filter of a tab."""
    tab, found = _filter(edit, request.get("filter", {}))
    check_filter(edit, tab, bounds_of(found["range"]))
    if "sortSpecs" in found:
        edit.check(tab, bounds_of(found["range"]))
        top, bottom, left, right = bounds_of(found["range"])
        sort_block(edit, tab, (top + 1, bottom, left, right), found["sortSpecs"])
    tab.parts["basicFilter"] = found
    hide(edit, tab, found)
    return {}


def clear_basic_filter(edit: Edit, request: Json) -> Json:
    """Takes the filter of a tab away."""
    tab = edit.tab(request.get("sheetId", 0))
    tab.parts.pop("basicFilter", None)
    show_all(tab)
    return {}


def add_filter_view(edit: Edit, request: Json) -> Json:
    """Adds a filter view."""
    tab, found = _filter(edit, request.get("filter", {}))
    found["filterViewId"] = chosen_id(edit, "filterViews", "filterViewId", found)
    found.setdefault("title", f"Filter {len(tab.part('filterViews')) + 1}")
    tab.part("filterViews").append(found)
    return {"filter": shown_message(found)}


def update_filter_view(edit: Edit, request: Json) -> Json:
    """Changes a filter view."""
    mask = update_mask(request.get("fields", ""), "FilterView", edit.where)
    given = request.get("filter", {})
    tab, item = find_part(
        edit, "filterViews", "filterViewId", given.get("filterViewId"), "filter view"
    )
    new = assign(item, given, mask)
    if mask and "criteria" in mask and "filterSpecs" not in mask:
        new.pop("filterSpecs", None)
    _, found = _filter(edit, {**new, "range": new.get("range", item["range"])})
    found["filterViewId"] = item["filterViewId"]
    views = tab.parts["filterViews"]
    views[views.index(item)] = found
    return {}


def duplicate_filter_view(edit: Edit, request: Json) -> Json:
    """Copies a filter view."""
    tab, item = find_part(
        edit, "filterViews", "filterViewId", request.get("filterId"), "filter view"
    )
    new = json_copy(item)
    new["filterViewId"] = fresh_id(taken_ids(edit, "filterViews", "filterViewId"))
    new["title"] = f"Copy of {item['title']}"
    tab.part("filterViews").append(new)
    return {"filter": shown_message(new)}


def delete_filter_view(edit: Edit, request: Json) -> Json:
    """Deletes a filter view."""
    tab, item = find_part(
        edit, "filterViews", "filterViewId", request.get("filterId"), "filter view"
    )
    remove_part(tab, "filterViews", item)
    return {}


HANDLERS: dict[str, Handler] = {
    "setBasicFilter": set_basic_filter,
    "clearBasicFilter": clear_basic_filter,
    "addFilterView": add_filter_view,
    "updateFilterView": update_filter_view,
    "duplicateFilterView": duplicate_filter_view,
    "deleteFilterView": delete_filter_view,
}
