"""`batchUpdate` requests that group rows or columns, collapse and expand them."""

from __future__ import annotations

from sheets_coc.local.edits.edit import Edit, Handler
from sheets_coc.local.edits.kinds.dimensions import check_within, place
from sheets_coc.local.errors import Json
from sheets_coc.local.state.model import Tab
from sheets_coc.local.wire.fields import update_mask
from sheets_coc.local.wire.ranges import shown_part


def _groups(tab: Tab, dimension: str) -> list[Json]:
    return tab.part("rowGroups" if dimension == "ROWS" else "columnGroups")


def _group_key(group: Json) -> tuple[int, int]:
    return group["range"]["startIndex"], group.get("depth", 1)


def add_group(edit: Edit, request: Json) -> Json:
    """Groups rows or columns; a group inside or around others gets its depth."""
    tab, dimension, start, end = place(edit, request.get("range"))
    check_within(edit, tab, dimension, end)
    depths = _depths(_groups(tab, dimension))
    for index in range(start, end):
        depths[index] = depths.get(index, 0) + 1
    return {"dimensionGroups": _regroup(tab, dimension, depths)}


def delete_group(edit: Edit, request: Json) -> Json:
    """Takes one level of grouping from rows or columns."""
    tab, dimension, start, end = place(edit, request.get("range"))
    depths = _depths(_groups(tab, dimension))
    if not any(depths.get(index) for index in range(start, end)):
        raise edit.refuse(f"Cannot delete a group that does not exist: [{start}, {end})")
    for index in range(start, end):
        depths[index] = max(depths.get(index, 0) - 1, 0)
    left = _regroup(tab, dimension, depths)
    return {"dimensionGroups": left} if left else {}


def _depths(groups: list[Json]) -> dict[int, int]:
    depths: dict[int, int] = {}
    for group in groups:
        for index in range(group["range"]["startIndex"], group["range"]["endIndex"]):
            depths[index] = max(depths.get(index, 0), group.get("depth", 1))
    return depths


def _regroup(tab: Tab, dimension: str, depths: dict[int, int]) -> list[Json]:
    """The groups that nested depths amount to, stored and as an answer has them."""
    name = "rowGroups" if dimension == "ROWS" else "columnGroups"
    collapsed = {_span(g): True for g in tab.parts.get(name, []) if g.get("collapsed")}
    groups: list[Json] = []
    for depth in range(1, max(depths.values(), default=0) + 1):
        deep = sorted(index for index, level in depths.items() if level >= depth)
        for start, end in _runs(deep):
            group: Json = {
                "range": {
                    "sheetId": tab.id,
                    "dimension": dimension,
                    "startIndex": start,
                    "endIndex": end,
                },
                "depth": depth,
            }
            if collapsed.get((start, end, depth)):
                group["collapsed"] = True
            groups.append(group)
    groups.sort(key=_group_key)
    tab.parts[name] = groups
    if not groups:
        del tab.parts[name]
    shown: list[Json] = shown_part(groups)  # type: ignore[assignment]  # a list stays a list
    return shown


def _span(group: Json) -> tuple[int, int, int]:
    return group["range"]["startIndex"], group["range"]["endIndex"], group.get("depth", 1)


def _runs(indexes: list[int]) -> list[tuple[int, int]]:
    """Unbroken runs of sorted numbers as start and end."""
    runs: list[tuple[int, int]] = []
    for index in indexes:
        if runs and runs[-1][1] == index:
            runs[-1] = (runs[-1][0], index + 1)
        else:
            runs.append((index, index + 1))
    return runs


def update_group(edit: Edit, request: Json) -> Json:
    """Collapses or expands a group."""
    mask = update_mask(request.get("fields", ""), "DimensionGroup", edit.where)
    given = request.get("dimensionGroup", {})
    tab, dimension, start, end = place(edit, given.get("range"))
    for group in _groups(tab, dimension):
        if _span(group) == (start, end, given.get("depth", 1)):
            if not mask or "collapsed" in mask:
                group.pop("collapsed", None)
                metas = tab.row_meta if dimension == "ROWS" else tab.column_meta
                if given.get("collapsed"):
                    group["collapsed"] = True
                for index in range(start, end):
                    meta = metas.setdefault(index, {})
                    meta["hiddenByUser"] = bool(given.get("collapsed"))
                    if not meta["hiddenByUser"]:
                        del meta["hiddenByUser"]
            return {}
    raise edit.refuse("No dimension group with that range and depth.")


HANDLERS: dict[str, Handler] = {
    "addDimensionGroup": add_group,
    "deleteDimensionGroup": delete_group,
    "updateDimensionGroup": update_group,
}
