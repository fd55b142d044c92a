"""A policy file in words: what was answered, as TOML that people can read and change."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

HEAD = """\
# Your committee's own rules, as `sheets-coc start` wrote them from your answers. What is not said
# here is as in the default policy; the documentation has it whole, with every word explained.
"""
_ABOUT = {
    "tabs": "What the tabs are called in your spreadsheet.",
    "columns": "Your headings of a record's columns, by key.",
    "columns.own": "Columns of your own: what happens to them when a record goes.",
    "dates": "Dates such as 3/4/2019, by column key.",
}
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_UNWRITABLE = re.compile("[\x7f\ud800-\udfff]")
"""What TOML cannot hold: no heading that a person typed does."""


def policy_file(settings: Mapping[str, Any]) -> str:
    """The content of a policy file, with what each section is about."""
    return f"{HEAD}\n{toml(settings, comments=True)}"


def toml(settings: Mapping[str, Any], *, comments: bool = False) -> str:
    """Sections as TOML: texts, numbers, truth values, tables in tables."""
    return "\n".join(_section("", settings, comments=comments)).strip() + "\n"


def _section(name: str, values: Mapping[str, Any], *, comments: bool) -> Iterator[str]:
    plain = {key: value for key, value in values.items() if not _is_section(name, value)}
    if name and (plain or not values):
        yield f"\n[{name}]"
        if comments and name in _ABOUT:
            yield f"# {_ABOUT[name]}"
    for key, value in plain.items():
        yield f"{_key(key)} = {_value(value)}"
    for key, value in values.items():
        if key not in plain:
            inner = f"{name}.{_key(key)}" if name else _key(key)
            yield from _section(inner, value, comments=comments)


def _is_section(name: str, value: Any) -> bool:
    return isinstance(value, Mapping) and name != "decisions"


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _text(key)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(key)} = {_value(one)}" for key, one in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return _text(str(value))


def _text(typed: str) -> str:
    quoted = json.dumps(typed, ensure_ascii=False)
    return _UNWRITABLE.sub("\ufffd", quoted)
