"""`batchUpdate` requests about rules that format cells by their content."""

from __future__ import annotations

from sheets_coc.local.edits.edit import Edit, Handler, kept_range
from sheets_coc.local.edits.parts import remove_part, shown_message
from sheets_coc.local.errors import Json
from sheets_coc.local.state.model import Tab
from sheets_coc.local.state.plain import json_copy
from sheets_coc.local.wire.colors import tidy_format


def _rule(edit: Edit, given: Json | None) -> tuple[Tab, Json]:
    rule = tidy_format(json_copy(given or {}))
    if not rule.get("ranges"):
        raise edit.refuse("At least one range must be specified for a conditional format rule.")
    if ("booleanRule" in rule) == ("gradientRule" in rule):
        raise edit.refuse("A conditional format rule must be either boolean or gradient.")
    tabs = [edit.clipped(grid)[0] for grid in rule["ranges"]]
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
        return {"newRule": shown_message(rule), "newIndex": request["newIndex"], "oldIndex": index}
    tab, rule = _rule(edit, request.get("rule"))
    index = _rule_at(edit, request, tab)
    old = tab.parts["conditionalFormats"][index]
    tab.parts["conditionalFormats"][index] = rule
    return {
        "newRule": shown_message(rule),
        "newIndex": index,
        "oldRule": shown_message(old),
        "oldIndex": index,
    }


def delete_conditional_format(edit: Edit, request: Json) -> Json:
    """Deletes a rule; those after it move up."""
    tab = edit.tab(request.get("sheetId", 0))
    index = _rule_at(edit, request, tab)
    rule = tab.parts["conditionalFormats"][index]
    remove_part(tab, "conditionalFormats", rule)
    return {"rule": shown_message(rule)}


HANDLERS: dict[str, Handler] = {
    "addConditionalFormatRule": add_conditional_format,
    "updateConditionalFormatRule": update_conditional_format,
    "deleteConditionalFormatRule": delete_conditional_format,
}
