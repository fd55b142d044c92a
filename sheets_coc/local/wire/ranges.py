"""Ranges as answers have them: a `sheetId` of 0 is left out, as Google leaves out every zero."""

from __future__ import annotations

from collections.abc import Sequence

from sheets_coc.local.errors import Json
from sheets_coc.local.state.plain import json_copy


def shown_range(grid: Json) -> Json:
    """A range as answers have it: without a `sheetId` that is 0."""
    return {name: value for name, value in grid.items() if name != "sheetId" or value}


def shown_metadata(found: Sequence[Json]) -> list[Json]:
    """Developer metadata as answers have it: no `sheetId` of 0."""
    shown = json_copy(list(found))
    for item in shown:
        location = item["location"]
        if "dimensionRange" in location:
            location["dimensionRange"] = shown_range(location["dimensionRange"])
    return shown


def shown_part(value: object) -> object:
    """Any part of a tab with the `sheetId` of its ranges left out where it is 0."""
    if isinstance(value, list):
        return [shown_part(item) for item in value]
    if isinstance(value, dict):
        return {
            name: shown_part(item) for name, item in value.items() if name != "sheetId" or item != 0
        }
    return value
