"""Which fields the messages of the Sheets API have, and checking requests against them.

`messages.txt` lists them. A request that holds an unknown field or a value of the wrong type is
refused in Google's words and with its field violations; one that holds something this local
Google lacks gets a 501 that names it.
"""

from __future__ import annotations

import math
import re
from functools import cache
from pathlib import Path
from typing import Any

from sheets_coc.local.errors import ApiError, Json, lacking

_LIST = "type.googleapis.com/google.protobuf.ListValue"
_PACKAGE = "type.googleapis.com/google.apps.sheets.v4."
_ONE_OF = {"Request": "kind", "ExtendedValue": "value", "DataFilter": "filter"}
_INTEGER_RANGE = range(-(2**31), 2**31)


@cache
def tables() -> tuple[dict[str, dict[str, str]], dict[str, frozenset[str]]]:
    """Messages (field to type) and lists of values, by name."""
    messages: dict[str, dict[str, str]] = {}
    values: dict[str, frozenset[str]] = {}
    text = Path(__file__).with_name("messages.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        if " = " in line:
            name, _, listed = line.partition(" = ")
            values[name] = frozenset(listed.split())
        else:
            name, _, listed = line.partition(":")
            pairs = (item.split() for item in listed.split(",") if item.strip())
            messages[name] = {pair[0]: pair[1] for pair in pairs}
    return messages, values


@cache
def _names(message: str) -> dict[str, str]:
    """Every name a field may be given by: `sheetId` and `sheet_id`."""
    fields = tables()[0][message]
    return {snake(name): name for name in fields} | {name: name for name in fields}


@cache
def snake(name: str) -> str:
    """`sheetId` as `sheet_id`."""
    return re.sub("([A-Z])", lambda match: "_" + match[1].lower(), name)


@cache
def inner(kind: str) -> str:
    """The type of what a repeated or named field holds: `[CellData]` holds `CellData`."""
    return kind[1:-1] if kind[0] in "[{" else kind


def check(message: str, body: Json, root: str = "") -> Json:
    """A request's body with its fields under their proper names, nulls left out.

    Args:
        message: the name of the message it shall be.
        body: what was sent.
        root: what the body is called in messages, where it has a name.

    Raises:
        ApiError: 400, unknown fields or values of a wrong type; 501, something lacking.
    """
    checker = _Checker()
    checked = checker.message(message, body, root)
    if checker.violations:
        raise _refusal(checker.violations)
    return checked


def check_value(name: str, value: str, field: str) -> str:
    """A query parameter that must be one of a list of values.

    Raises:
        ApiError: 400, it is not.
    """
    if value not in tables()[1][name]:
        raise _refusal([(field, f"Invalid value at '{field}' ({_PACKAGE}{name}), \"{value}\"")])
    return value


def _refusal(violations: list[tuple[str, str]]) -> ApiError:
    found = [
        {"field": field, "description": description} if field else {"description": description}
        for field, description in violations
    ]
    details = [{"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": found}]
    return ApiError(400, "\n".join(text for _, text in violations), details=details)


def _flat(values: list[Any]) -> list[Any]:
    """A list without lists in it."""
    found: list[Any] = []
    for value in values:
        found += _flat(value) if isinstance(value, list) else [value]
    return found


class _Checker:
    """Walks through a body and collects what is wrong with it."""

    def __init__(self) -> None:
        self.violations: list[tuple[str, str]] = []
        self._messages, self._values = tables()

    def message(self, name: str, body: Any, path: str) -> Json:
        if not isinstance(body, dict):
            self._wrong(path, _PACKAGE + name, body)
            return {}
        fields, known = self._messages[name], _names(name)
        checked: Json = {}
        for given, value in body.items():
            field = known.get(given)
            if field is None:
                self._unknown(given, path)
            elif value is not None:
                below = f"{path}.{snake(field)}" if path else snake(field)
                checked[field] = self._field(fields[field], value, below)
        if name in _ONE_OF and len(checked) > 1:
            self._twice(_ONE_OF[name], list(checked), path)
        return checked

    def _field(self, kind: str, value: Any, path: str) -> Any:
        if kind == "-":
            raise lacking(path)
        if kind == "any":
            return value
        if kind[0] == "[":
            return self._repeated(kind[1:-1], value, path)
        if kind[0] == "{":
            return {key: self._field(kind[1:-1], item, path) for key, item in dict(value).items()}
        if kind in self._messages:
            return self.message(kind, value, path)
        return self._scalar(kind, value, path)

    def _repeated(self, kind: str, value: Any, path: str) -> Any:
        """A list; one value counts as a list of it, and lists in it as their values."""
        if kind == "any":
            return value if isinstance(value, list) else self._wrong(path, _LIST, value)
        if not isinstance(value, list):
            return [self._field(kind, value, path)]
        if kind[0] != "[":
            value = _flat(value)
        if kind in _ONE_OF:
            value = [item for item in value if item is not None]  # a request of nothing is none
        empty: Any = {} if kind in self._messages else None
        return [
            self._field(kind, empty if item is None else item, f"{path}[{index}]")
            for index, item in enumerate(value)
        ]

    def _scalar(self, kind: str, value: Any, path: str) -> Any:
        if kind == "str":
            return value if isinstance(value, str) else self._wrong(path, "TYPE_STRING", value)
        if kind == "bool":
            return self._bool(value, path)
        if kind in ("int", "num"):
            return self._number(kind, value, path)
        if not isinstance(value, str) or value not in self._values[kind]:
            return self._wrong(path, _PACKAGE + kind, value)
        return value

    def _bool(self, value: Any, path: str) -> Any:
        if isinstance(value, str) and value in ("true", "false"):
            return value == "true"
        return value if isinstance(value, bool) else self._wrong(path, "TYPE_BOOL", value)

    def _number(self, kind: str, value: Any, path: str) -> Any:
        wanted = "TYPE_INT32" if kind == "int" else "TYPE_DOUBLE"
        if isinstance(value, str):
            try:
                value = float(value)
            except ValueError:
                return self._wrong(path, wanted, value)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return self._wrong(path, wanted, value)
        if not math.isfinite(value):
            return self._wrong(path, wanted, str(value))
        if kind == "num":
            return value
        if value != int(value) or int(value) not in _INTEGER_RANGE:
            return self._wrong(path, wanted, value)
        return int(value)

    def _wrong(self, path: str, kind: str, value: Any) -> None:
        shown = f'"{value}"' if isinstance(value, str) else str(value)
        self.violations.append((path, f"Invalid value at '{path}' ({kind}), {shown}"))

    def _unknown(self, name: str, path: str) -> None:
        place = f" at '{path}'" if path else ""
        text = f'Invalid JSON payload received. Unknown name "{name}"{place}: Cannot find field.'
        self.violations.append((path, text))

    def _twice(self, one_of: str, fields: list[str], path: str) -> None:
        for field in fields[1:]:
            text = (
                f"Invalid value at '{path}' (oneof), oneof field '{one_of}' is already set."
                f" Cannot set '{field}'"
            )
            self.violations.append((path, text))
