"""The reference of the library, from its docstrings: what is exported, and what that returns.

Steps: first what `sheets_coc.__all__` lists, in its order; then the classes that its calls
return, found by following return annotations through the modules' imports, those for types
alone included. A docstring is split at its Google-style sections; each becomes a list.
"""

from __future__ import annotations

import ast
import dataclasses
import inspect
import re
import sys
from collections.abc import Iterator
from enum import Enum
from importlib import import_module
from textwrap import dedent
from typing import Any

import sheets_coc as coc

HEAD = """\
What `import sheets_coc as coc` gives: everything in `__all__`, and below it what those calls
return. [Use it as a library](library.md) has runnable examples, and says what may change.
Values that people typed are `Private`, which shows nothing until `reveal()`."""

SECTIONS = ("Args", "Attributes", "Returns", "Raises", "Example", "Source")
_LEADS = {"Args": "Arguments"}
_SECTION = re.compile(rf"^({'|'.join(SECTIONS)}):\s*(.*)$")
_ITEM = re.compile(r"^(\*{0,2}\w+): (.*)$")


def pages() -> list[str]:
    """The parts of the page."""
    exported = {name: getattr(coc, name) for name in coc.__all__}
    returned = _returned([thing for thing in exported.values() if inspect.isclass(thing)])
    for call in exported.values():
        returned |= {} if inspect.isclass(call) else _classes_of(call)
    results = {n: c for n, c in sorted(returned.items()) if c not in exported.values()}
    parts = ["# Reference of the library", HEAD, "## What is exported"]
    for name, thing in exported.items():
        parts += [f"### {name}", *_entry(name, thing)]
    parts.append("## What calls return")
    for name, thing in results.items():
        parts += [f"### {name}", *_entry(name, thing)]
    return parts


def _returned(classes: list[type]) -> dict[str, type]:
    """The classes that public methods return, and what the methods of those return."""
    found: dict[str, type] = {}
    waiting = list(classes)
    while waiting:
        for _, member in _members(waiting.pop()):
            for name, kind in _classes_of(member).items():
                if name not in found:
                    found[name] = kind
                    waiting.append(kind)
    return found


def _classes_of(call: Any) -> dict[str, type]:
    """The product's classes in a return annotation."""
    function = call.fget if isinstance(call, property) else call
    said = getattr(function, "__annotations__", {}).get("return", "")
    module = sys.modules[function.__module__]
    found = {}
    for name in re.findall(r"\w+", said if isinstance(said, str) else ""):
        kind = getattr(module, name, None) or _imported(module, name)
        if inspect.isclass(kind) and kind.__module__.startswith("sheets_coc"):
            found[name] = kind
    return found


def _imported(module: Any, name: str) -> Any:
    """What a module imports under a name, for types alone or inside a function too."""
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sheets_coc"):
            for alias in node.names:
                if (alias.asname or alias.name) == name:
                    return getattr(import_module(str(node.module)), alias.name, None)
    return None


def _members(kind: type) -> Iterator[tuple[str, Any]]:
    """A class's public methods and properties, in the order they are written."""
    for name, member in vars(kind).items():
        plain = getattr(member, "__func__", member)
        if not name.startswith("_") and (inspect.isfunction(plain) or isinstance(plain, property)):
            yield name, plain


def _entry(name: str, thing: Any) -> list[str]:
    if not inspect.isclass(thing):
        return [_code(f"{name}{_signature(thing)}"), *_described(thing.__doc__)]
    made = dataclasses.is_dataclass(thing) or issubclass(thing, Exception)
    lead = [] if made or name not in coc.__all__ else [_code(f"class {name}")]
    parts = [*lead, *_described(thing.__doc__)]
    if issubclass(thing, Enum):
        parts.append("One of " + ", ".join(f"`{one.value}`" for one in thing) + ".")
    for inner, member in _members(thing):
        if isinstance(member, property):
            kind = member.fget.__annotations__.get("return", "") if member.fget else ""
            parts += [f"#### {name}.{inner}", _code(f"{name}.{inner}: {kind}")]
        else:
            parts += [f"#### {name}.{inner}", _code(f"{name}.{inner}{_signature(member)}")]
        parts += _described(member.__doc__)
    return parts


def _signature(call: Any) -> str:
    """A signature without `self`, as wide as a page."""
    signature = inspect.signature(call)
    given: list[str] = []
    for name, parameter in signature.parameters.items():
        if parameter.kind is parameter.KEYWORD_ONLY and "*" not in given:
            given.append("*")
        if name not in ("self", "cls"):
            given.append(_parameter(parameter))
    returns = signature.return_annotation
    end = "" if returns is signature.empty else f" -> {returns}"
    line = f"({', '.join(given)}){end}"
    return line if len(line) < 80 else "(\n    " + ",\n    ".join(given) + ",\n)" + end


def _parameter(parameter: inspect.Parameter) -> str:
    """A parameter with its type and default; a function as the default is one that does nothing."""
    empty, default = inspect.Parameter.empty, parameter.default
    stars = "*" if parameter.kind is parameter.VAR_POSITIONAL else ""
    kind = "" if parameter.annotation is empty else f": {parameter.annotation}"
    if default is empty:
        return f"{stars}{parameter.name}{kind}"
    return f"{parameter.name}{kind} = {'…' if callable(default) else repr(default)}"


def _code(text: str) -> str:
    return f"```python\n{text}\n```"


def _described(docstring: str | None) -> list[str]:
    """A docstring as Markdown: its text, then each section as a list."""
    parts: list[str] = []
    section, lines = "", list[str]()
    for line in [*inspect.cleandoc(docstring or "").splitlines(), "Source:"]:
        if found := _SECTION.match(line):
            parts += _section(section, lines)
            section, lines = found[1], [found[2]] if found[2] else []
        else:
            lines.append(line)
    return parts


def _section(name: str, lines: list[str]) -> list[str]:
    text = dedent("\n".join(lines)).strip()
    if not text:
        return []
    if name == "Example":
        return [_code(text)]
    if name in ("", "Source"):
        return [_indented_as_code(text) if not name else f"Source: {text}"]
    if name == "Returns":
        return [f"Returns: {' '.join(text.split())}"]
    items: list[str] = []
    for line in text.splitlines():
        if found := _ITEM.match(line):
            items.append(f"- `{found[1]}`: {found[2]}")
        else:
            items.append(f"  {line.strip()}")
    return [f"{_LEADS.get(name, name)}:", "\n".join(items)]


def _indented_as_code(text: str) -> str:
    """Running text; what stands indented in it is an example."""
    blocks = text.split("\n\n")
    return "\n\n".join(_code(dedent(b)) if b.startswith("    ") else b for b in blocks)
