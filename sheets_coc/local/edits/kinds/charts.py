"""`batchUpdate` requests about charts."""

from __future__ import annotations

from typing import Any

from sheets_coc.local.edits.edit import Edit, Handler, kept_range
from sheets_coc.local.edits.parts import chosen_id, find_part, remove_part, shown_message
from sheets_coc.local.errors import Json
from sheets_coc.local.state.plain import json_copy
from sheets_coc.local.wire.colors import tidy_format
from sheets_coc.local.wire.fields import assign, update_mask

_FONT = "Roboto"


def add_chart(edit: Edit, request: Json) -> Json:
    """Puts a chart over a tab; its specification is kept as it was given."""
    chart = tidy_format(json_copy(request.get("chart", {})))
    if not chart.get("spec"):
        raise edit.refuse("Chart spec must be specified.")
    position = chart.setdefault("position", {})
    if position.pop("newSheet", None):
        raise edit.lacks("a chart on a sheet of its own")
    anchor = position.setdefault("overlayPosition", {}).setdefault("anchorCell", {})
    tab = edit.tab(anchor.setdefault("sheetId", 0))
    position["overlayPosition"].setdefault("widthPixels", 600)
    position["overlayPosition"].setdefault("heightPixels", 371)
    chart["chartId"] = chosen_id(edit, "charts", "chartId", chart)
    chart["spec"] = _kept(chart["spec"])
    tab.part("charts").append(chart)
    return {"chart": shown_message(chart)}


def _kept(spec: Json) -> Json:
    """A chart's specification as it is kept: with Google's font, where none was chosen."""
    found: Json = _kept_sources(spec)
    title = {"fontFamily": _FONT, **found.get("titleTextFormat", {})}
    return {"fontName": _FONT, **found, **({"titleTextFormat": title} if "title" in found else {})}


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
    _, chart = find_part(edit, "charts", "chartId", request.get("chartId"), "chart")
    chart["spec"] = _kept(tidy_format(json_copy(request["spec"])))
    return {}


def delete_object(edit: Edit, request: Json) -> Json:
    """Deletes a chart."""
    tab, chart = find_part(edit, "charts", "chartId", request.get("objectId"), "embedded object")
    remove_part(tab, "charts", chart)
    return {}


def move_object(edit: Edit, request: Json) -> Json:
    """Moves or resizes a chart on its tab."""
    tab, chart = find_part(edit, "charts", "chartId", request.get("objectId"), "embedded object")
    mask = update_mask(request.get("fields", ""), "OverlayPosition", edit.where)
    given = request.get("newPosition", {}).get("overlayPosition", {})
    new = assign(chart["position"]["overlayPosition"], given, mask)
    anchor = {"sheetId": tab.id, **new.get("anchorCell", {})}
    if anchor["sheetId"] != tab.id:
        raise edit.lacks("moving a chart to another sheet")
    chart["position"] = {"overlayPosition": {**new, "anchorCell": anchor}}
    return {"position": shown_message(chart["position"])}


HANDLERS: dict[str, Handler] = {
    "addChart": add_chart,
    "updateChartSpec": update_chart,
    "deleteEmbeddedObject": delete_object,
    "updateEmbeddedObjectPosition": move_object,
}
