"""Field masks: which parts of a message are meant. `sheets(properties.title,data/rowData)`, `*`.

A mask is kept as a tree of names: `{"properties": {"title": {}}}`; an empty tree means all
that is below.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from sheets_coc.local.errors import ApiError, Json, invalid
from sheets_coc.local.wire.messages import inner, snake, tables

Mask = dict[str, Any]

_TOKEN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*|\*|[(),./]")


def parse(text: str) -> Mask:
    """The tree of a mask in Google's notation.

    Raises:
        ValueError: it cannot be understood.
    """
    tokens = _TOKEN.findall(text.replace(" ", ""))
    if "".join(tokens) != text.replace(" ", ""):
        raise ValueError("not a field mask")
    tree, rest = _list(tokens)
    if rest:
        raise ValueError("not a field mask")
    return tree


def _list(tokens: list[str]) -> tuple[Mask, list[str]]:
    tree: Mask = {}
    while True:
        path, tokens = _path(tokens)
        _merge(tree, path)
        if not tokens or tokens[0] != ",":
            return tree, tokens
        tokens = tokens[1:]


def _path(tokens: list[str]) -> tuple[Mask, list[str]]:
    if not tokens or tokens[0] in "(),./":
        raise ValueError("not a field mask")
    name, tokens = tokens[0], tokens[1:]
    below: Mask = {}
    if tokens and tokens[0] in "./":
        below, tokens = _path(tokens[1:])
    elif tokens and tokens[0] == "(":
        below, tokens = _list(tokens[1:])
        if not tokens or tokens[0] != ")":
            raise ValueError("not a field mask")
        tokens = tokens[1:]
    return {name: below}, tokens


def _merge(tree: Mask, more: Mask) -> None:
    for name, below in more.items():
        if name not in tree:
            tree[name] = below
        elif not tree[name] or not below:
            tree[name] = {}
        else:
            _merge(tree[name], below)


@lru_cache(maxsize=256)
def answer_mask(text: str, message: str) -> Mask:
    """The tree of a `fields` parameter of a query, checked against the answer's message.

    Raises:
        ApiError: 400, as Google words it.
    """
    try:
        return _resolve(parse(text), message, "")
    except ValueError as error:
        path = str(error) if str(error) != "not a field mask" else text
        description = (
            f"Error expanding 'fields' parameter. Cannot find matching fields for path '{path}'."
        )
        raise ApiError(
            400,
            "Request contains an invalid argument.",
            details=[
                {
                    "@type": "type.googleapis.com/google.rpc.BadRequest",
                    "fieldViolations": [{"field": path, "description": description}],
                }
            ],
        ) from None


@lru_cache(maxsize=1024)
def update_mask(text: str, message: str, where: str) -> Mask:
    """The tree of a `fields` member of a request, checked; `*` becomes the empty tree (all).

    Args:
        text: the mask.
        message: what it selects from.
        where: the request it stands in, for the message: `requests[0].updateCells`.

    Raises:
        ApiError: 400, as Google words it.
    """
    if not text:
        raise invalid(
            f"Invalid {where}: At least one field must be listed in 'fields'."
            " (Use '*' to indicate all fields.)"
        )
    try:
        return _resolve(parse(text), message, "")
    except ValueError as error:
        path = str(error) if str(error) != "not a field mask" else text
        raise invalid(f"Invalid {where}: Invalid field: {snake(path)}") from None


def _resolve(tree: Mask, message: str, path: str) -> Mask:
    """The tree under proper names; `*` anywhere means everything of that level."""
    fields = tables()[0].get(message)
    if "*" in tree:
        below = tree["*"]
        if not below or fields is None:
            return {}
        found = {name: below for name, kind in fields.items() if inner(kind) in tables()[0]}
        tree = {name: sub for name, sub in tree.items() if name != "*"} | found
    if fields is None:
        return tree
    names = {snake(name): name for name in fields} | {name: name for name in fields}
    resolved: Mask = {}
    for given, below in tree.items():
        here = f"{path}.{given}" if path else given
        if given not in names:
            raise ValueError(here)
        name = names[given]
        resolved[name] = _resolve(below, inner(fields[name]), here) if below else {}
    return resolved


def select(value: Any, mask: Mask) -> Any:
    """What a mask lets through of a JSON value."""
    if not mask:
        return value
    if isinstance(value, list):
        return [select(item, mask) for item in value]
    if not isinstance(value, dict):
        return value
    return {name: select(value[name], below) for name, below in mask.items() if name in value}


def wants(mask: Mask, *path: str) -> bool:
    """Whether a mask lets anything through at a path."""
    for name in path:
        if not mask:
            return True
        if name not in mask:
            return False
        mask = mask[name]
    return True


def below(mask: Mask, *path: str) -> Mask:
    """The part of a mask below a path that it lets through."""
    for name in path:
        mask = mask.get(name, {}) if mask else {}
    return mask


def assign(target: Json, source: Json, mask: Mask) -> Json:
    """A copy of `target` in which the masked fields are those of `source`.

    Masked fields that `source` lacks are cleared; an empty mask takes `source` whole.
    """
    if not mask:
        return dict(source)
    result = dict(target)
    for name, sub in mask.items():
        if not sub:
            value = source.get(name)
        else:
            value = assign(result.get(name) or {}, source.get(name) or {}, sub) or None
        if value is None:
            result.pop(name, None)
        else:
            result[name] = value
    return result
