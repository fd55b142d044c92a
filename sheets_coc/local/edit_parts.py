"""`batchUpdate` requests about what lies over cells: merges, names, filters, rules, charts."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from typing import Any

from sheets_coc.local.cells import tidy_format
from sheets_coc.local.edit import Edit, closed_range, fresh_id, kept_range
from sheets_coc.local.errors import Json
from sheets_coc.local.fields import assign, update_mask
from sheets_coc.local.model import Tab
from sheets_coc.local.protection import Block
from sheets_coc.local.read import shown_part, shown_range

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.]{0,249}$")
_NOT_A_NAME = re.compile(r"([A-Za-z]{1,3}[0-9]+|[Rr][0-9]+[Cc][0-9]+|true|false)$", re.IGNORECASE)
Handler = Callable[[Edit, Json], Json]


def _overlap(one: Block, other: Block) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


def _bounds(grid: Json) -> Block:
    return (
        grid["startRowIndex"],
        grid["endRowIndex"],
        grid["startColumnIndex"],
        grid["endColumnIndex"],
    )


def merge_cells(edit: Edit, request: Json) -> Json:
    """Merges cells; only the first one of each block keeps its value."""
    tab, block = edit.editable(request.get("range"))
    _unmerge(edit, tab, block)
    top, bottom, left, right = block
    kind = request.get("mergeType", "MERGE_ALL")
    blocks = [block]
    if kind == "MERGE_ROWS":
        blocks = [(row, row + 1, left, right) for row in range(top, bottom)]
    elif kind == "MERGE_COLUMNS":
        blocks = [(top, bottom, column, column + 1) for column in range(left, right)]
    for one in blocks:
        if (one[1] - one[0]) * (one[3] - one[2]) > 1:
            tab.part("merges").append(closed_range(tab, one))
            _keep_first(tab, one)
    return {}


def _keep_first(tab: Tab, block: Block) -> None:
    from sheets_coc.local.cells import with_value
    from sheets_coc.local.model import has_value

    top, bottom, left, right = block
    for row in range(top, min(bottom, len(tab.rows))):
        for column in range(left, right):
            if (row, column) != (top, left) and has_value(tab.get(row, column)):
                tab.set(row, column, with_value(tab.get(row, column), None))


def unmerge_cells(edit: Edit, request: Json) -> Json:
    """Takes merges apart."""
    tab, block = edit.editable(request.get("range"))
    _unmerge(edit, tab, block)
    return {}


def _unmerge(edit: Edit, tab: Tab, block: Block) -> None:
    kept = []
    for merge in tab.part("merges"):
        bounds = _bounds(merge)
        if not _overlap(bounds, block):
            kept.append(merge)
        elif not (
            block[0] <= bounds[0]
            and bounds[1] <= block[1]
            and block[2] <= bounds[2]
            and bounds[3] <= block[3]
        ):
            raise edit.refuse(
                "You must select all cells in a merged range to merge or unmerge them."
            )
    tab.parts["merges"] = kept
    if not kept:
        del tab.parts["merges"]


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


def _named(edit: Edit, named_range_id: str) -> Json:
    for item in edit.spreadsheet.named_ranges:
        if item["namedRangeId"] == named_range_id:
            return item
    raise edit.refuse(f"No named range with id: {named_range_id}")


def update_named_range(edit: Edit, request: Json) -> Json:
    """Changes name or range of a named range."""
    mask = update_mask(request.get("fields", ""), "NamedRange", edit.where)
    given = request.get("namedRange", {})
    item = _named(edit, given.get("namedRangeId", ""))
    if not mask or "name" in mask:
        _check_name(edit, {**item, "name": given.get("name", "")})
        item["name"] = given["name"]
    if not mask or "range" in mask:
        edit.area(given.get("range"))
        item["range"] = kept_range(given["range"])
    return {}


def delete_named_range(edit: Edit, request: Json) -> Json:
    """Takes a name away; formulas that used it keep it and fail."""
    edit.spreadsheet.named_ranges.remove(_named(edit, request.get("namedRangeId", "")))
    return {}


def _filter(edit: Edit, given: Json) -> tuple[Tab, Json]:
    """A filter with its range made whole: open ends are those of the grid."""
    found = copy.deepcopy(given)
    if "namedRangeId" in found and "range" not in found:
        found["range"] = _named(edit, found["namedRangeId"])["range"]
    tab, block = edit.block(found.get("range"))
    found["range"] = closed_range(tab, block)
    if not all(column.isdecimal() for column in found.get("criteria", {})):
        raise edit.refuse("The keys of filter criteria must be column indexes.")
    return tab, _with_specs(tidy_format(found))


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
    if "sortSpecs" in found:
        from sheets_coc.local.moving import sort_block

        edit.check(tab, _bounds(found["range"]))
        top, bottom, left, right = _bounds(found["range"])
        sort_block(edit, tab, (top + 1, bottom, left, right), found["sortSpecs"])
    tab.parts["basicFilter"] = found
    return {}


def clear_basic_filter(edit: Edit, request: Json) -> Json:
    """Takes the filter of a tab away."""
    edit.tab(request.get("sheetId", 0)).parts.pop("basicFilter", None)
    return {}


def _find(edit: Edit, part: str, key: str, wanted: object, what: str) -> tuple[Tab, Json]:
    for tab in edit.spreadsheet.tabs:
        for item in tab.parts.get(part, []):
            if item[key] == wanted:
                return tab, item
    raise edit.refuse(f"No {what} with id: {wanted}")


def _taken(edit: Edit, part: str, key: str) -> list[int]:
    return [item[key] for tab in edit.spreadsheet.tabs for item in tab.parts.get(part, [])]


def _remove(tab: Tab, part: str, item: Json) -> None:
    tab.parts[part] = [other for other in tab.parts[part] if other is not item]
    if not tab.parts[part]:
        del tab.parts[part]


def _chosen_id(edit: Edit, part: str, key: str, given: Json) -> int:
    taken = _taken(edit, part, key)
    wanted = given.get(key)
    if wanted in taken:
        raise edit.refuse(f"{key} already exists: {wanted}")
    return fresh_id(taken) if wanted is None else int(wanted)


def _shown(value: Json) -> Json:
    shown: Any = shown_part(value)
    found: Json = shown
    return found


def add_filter_view(edit: Edit, request: Json) -> Json:
    """Adds a filter view."""
    tab, found = _filter(edit, request.get("filter", {}))
    found["filterViewId"] = _chosen_id(edit, "filterViews", "filterViewId", found)
    found.setdefault("title", f"Filter {len(tab.part('filterViews')) + 1}")
    tab.part("filterViews").append(found)
    return {"filter": _shown(found)}


def update_filter_view(edit: Edit, request: Json) -> Json:
    """Changes a filter view."""
    mask = update_mask(request.get("fields", ""), "FilterView", edit.where)
    given = request.get("filter", {})
    tab, item = _find(edit, "filterViews", "filterViewId", given.get("filterViewId"), "filter view")
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
    tab, item = _find(edit, "filterViews", "filterViewId", request.get("filterId"), "filter view")
    new = copy.deepcopy(item)
    new["filterViewId"] = fresh_id(_taken(edit, "filterViews", "filterViewId"))
    new["title"] = f"Copy of {item['title']}"
    tab.part("filterViews").append(new)
    return {"filter": _shown(new)}


def delete_filter_view(edit: Edit, request: Json) -> Json:
    """Deletes a filter view."""
    tab, item = _find(edit, "filterViews", "filterViewId", request.get("filterId"), "filter view")
    _remove(tab, "filterViews", item)
    return {}


def _rule(edit: Edit, given: Json | None) -> tuple[Tab, Json]:
    rule = tidy_format(copy.deepcopy(given or {}))
    if not rule.get("ranges"):
        raise edit.refuse("At least one range must be specified for a conditional format rule.")
    if ("booleanRule" in rule) == ("gradientRule" in rule):
        raise edit.refuse("A conditional format rule must be either boolean or gradient.")
    tabs = [edit.area(grid).tab for grid in rule["ranges"]]
    if any(tab is not tabs[0] for tab in tabs):
        raise edit.refuse("All ranges of a conditional format rule must be on the same sheet.")
    rule["ranges"] = [kept_range(grid) for grid in rule["ranges"]]
    return tabs[0], rule


def add_conditional_format(edit: Edit, request: Json) -> Json:
    """Adds a rule that formats cells by their content."""
    tab, rule = _rule(edit, request.get("rule"))
    rules = tab.part("conditionalFormats")
    index = request.get("index", 0)
    if not 0 <= index <= len(rules):
        raise edit.refuse(f"No conditional format on sheet: {tab.id} at index: {index}")
    rules.insert(index, rule)
    return {}


def _rule_at(edit: Edit, request: Json, tab: Tab) -> int:
    index: int = request.get("index", 0)
    if not 0 <= index < len(tab.parts.get("conditionalFormats", [])):
        raise edit.refuse(f"No conditional format on sheet: {tab.id} at index: {index}")
    return index


def update_conditional_format(edit: Edit, request: Json) -> Json:
    """Replaces a rule, or moves it to another place in the order."""
    if "newIndex" in request:
        tab = edit.tab(request.get("sheetId", 0))
        index = _rule_at(edit, request, tab)
        rules = tab.part("conditionalFormats")
        rule = rules.pop(index)
        rules.insert(request["newIndex"], rule)
        return {"newRule": _shown(rule), "newIndex": request["newIndex"], "oldIndex": index}
    tab, rule = _rule(edit, request.get("rule"))
    index = _rule_at(edit, request, tab)
    old = tab.parts["conditionalFormats"][index]
    tab.parts["conditionalFormats"][index] = rule
    return {"newRule": _shown(rule), "newIndex": index, "oldRule": _shown(old), "oldIndex": index}


def delete_conditional_format(edit: Edit, request: Json) -> Json:
    """Deletes a rule; those after it move up."""
    tab = edit.tab(request.get("sheetId", 0))
    index = _rule_at(edit, request, tab)
    rule = tab.parts["conditionalFormats"][index]
    _remove(tab, "conditionalFormats", rule)
    return {"rule": _shown(rule)}


def add_banding(edit: Edit, request: Json) -> Json:
    """Colours rows or columns in turn."""
    given = tidy_format(copy.deepcopy(request.get("bandedRange", {})))
    tab, block = edit.block(given.get("range"))
    for other in tab.parts.get("bandedRanges", []):
        if _overlap(_bounds(other["range"]), block):
            raise edit.refuse(
                "You cannot add alternating background colors to a range that already has"
                " alternating background colors."
            )
    given["range"] = closed_range(tab, block)
    given["bandedRangeId"] = _chosen_id(edit, "bandedRanges", "bandedRangeId", given)
    tab.part("bandedRanges").append(given)
    return {"bandedRange": _shown(given)}


def update_banding(edit: Edit, request: Json) -> Json:
    """Changes alternating colours."""
    mask = update_mask(request.get("fields", ""), "BandedRange", edit.where)
    given = tidy_format(copy.deepcopy(request.get("bandedRange", {})))
    wanted = given.get("bandedRangeId")
    tab, item = _find(edit, "bandedRanges", "bandedRangeId", wanted, "banded range")
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
    tab, item = _find(edit, "bandedRanges", "bandedRangeId", wanted, "banded range")
    _remove(tab, "bandedRanges", item)
    return {}


def add_chart(edit: Edit, request: Json) -> Json:
    """Puts a chart over a tab; its specification is kept as it was given."""
    chart = tidy_format(copy.deepcopy(request.get("chart", {})))
    if not chart.get("spec"):
        raise edit.refuse("Chart spec must be specified.")
    position = chart.setdefault("position", {})
    if position.pop("newSheet", None):
        raise edit.lacks("a chart on a sheet of its own")
    anchor = position.setdefault("overlayPosition", {}).setdefault("anchorCell", {})
    tab = edit.tab(anchor.setdefault("sheetId", 0))
    position["overlayPosition"].setdefault("widthPixels", 600)
    position["overlayPosition"].setdefault("heightPixels", 371)
    chart["chartId"] = _chosen_id(edit, "charts", "chartId", chart)
    chart["spec"] = _kept_sources(chart["spec"])
    tab.part("charts").append(chart)
    return {"chart": _shown(chart)}


def _kept_sources(value: Any) -> Any:
    """A chart's specification with a `sheetId` in each source range."""
    if isinstance(value, list):
        return [_kept_sources(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "sources" in value:
        return {**value, "sources": [kept_range(grid) for grid in value["sources"]]}
    return {name: _kept_sources(item) for name, item in value.items()}


def update_chart(edit: Edit, request: Json) -> Json:
    """Replaces a chart's specification."""
    if not request.get("spec"):
        raise edit.refuse("Chart spec must be specified.")
    _, chart = _find(edit, "charts", "chartId", request.get("chartId"), "chart")
    chart["spec"] = _kept_sources(tidy_format(copy.deepcopy(request["spec"])))
    return {}


def delete_object(edit: Edit, request: Json) -> Json:
    """Deletes a chart."""
    tab, chart = _find(edit, "charts", "chartId", request.get("objectId"), "embedded object")
    _remove(tab, "charts", chart)
    return {}


def move_object(edit: Edit, request: Json) -> Json:
    """Moves or resizes a chart on its tab."""
    tab, chart = _find(edit, "charts", "chartId", request.get("objectId"), "embedded object")
    mask = update_mask(request.get("fields", ""), "OverlayPosition", edit.where)
    given = request.get("newPosition", {}).get("overlayPosition", {})
    new = assign(chart["position"]["overlayPosition"], given, mask)
    anchor = {"sheetId": tab.id, **new.get("anchorCell", {})}
    if anchor["sheetId"] != tab.id:
        raise edit.lacks("moving a chart to another sheet")
    chart["position"] = {"overlayPosition": {**new, "anchorCell": anchor}}
    return {"position": _shown(chart["position"])}


HANDLERS: dict[str, Handler] = {
    "mergeCells": merge_cells,
    "unmergeCells": unmerge_cells,
    "addNamedRange": add_named_range,
    "updateNamedRange": update_named_range,
    "deleteNamedRange": delete_named_range,
    "setBasicFilter": set_basic_filter,
    "clearBasicFilter": clear_basic_filter,
    "addFilterView": add_filter_view,
    "updateFilterView": update_filter_view,
    "duplicateFilterView": duplicate_filter_view,
    "deleteFilterView": delete_filter_view,
    "addConditionalFormatRule": add_conditional_format,
    "updateConditionalFormatRule": update_conditional_format,
    "deleteConditionalFormatRule": delete_conditional_format,
    "addBanding": add_banding,
    "updateBanding": update_banding,
    "deleteBanding": delete_banding,
    "addChart": add_chart,
    "updateChartSpec": update_chart,
    "deleteEmbeddedObject": delete_object,
    "updateEmbeddedObjectPosition": move_object,
}
