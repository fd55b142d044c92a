"""The checks that values of a policy file go through, and what is said where one fails."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any

from sheets_coc.errors import UsageError


def read(source: str, content: bytes) -> dict[str, Any]:
    """A policy file as its sections."""
    try:
        return tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise UsageError(
            f"The policy file {source} is not valid TOML. Compare it with the default policy.",
            code="policy-syntax",
        ) from None


def wrong(section: str, key: str, wanted: str) -> UsageError:
    """The error that says what a value must be."""
    return UsageError(f"Policy: [{section}] {key} must be {wanted}.", code="policy-value")


PLACES = ["The mailing list", "The chat channels", "The web page that names the members"]
"""Where members are besides the sheet, where nobody has said it."""
FREE = frozenset({"columns.", "retention.narratives.", "decisions.", "dates.", "resolvers."})
"""Sections in which a committee's own words stand on the left."""


def merged(default: dict[str, Any], own: dict[str, Any], path: str = "") -> dict[str, Any]:
    """The default with a committee's own values; a word the default does not know is an error."""
    result = dict(default)
    for key, value in own.items():
        where = f"{path}{key}"
        if path in FREE or where == "columns.own":
            result[key] = value
        elif key not in default:
            raise UsageError(
                f"Policy: nothing is called {where}. Is it misspelt?", code="policy-unknown"
            )
        elif isinstance(default[key], dict):
            if not isinstance(value, dict):
                raise UsageError(f"Policy: {where} must be a section.", code="policy-value")
            result[key] = merged(default[key], value, f"{where}.")
        else:
            result[key] = value
    return result


def without_names(default: dict[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """The default, without what it calls its committee where a policy is another committee's.

    Letters and tables must not speak in another committee's name, so whoever states an address or
    a name of their own is called by plain words until they state the rest.
    """
    if "group" not in own and "committee" not in own.get("mail", {}):
        return default
    return default | {
        "group": {"name": "", "code": "", "places": PLACES},
        "statistics": default["statistics"] | {"us": ""},
    }


def number(section: str, key: str, value: object, least: float, most: float) -> float:
    """A number between two limits."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise wrong(section, key, f"a number from {least:g} to {most:g}")
    return value


def integer(section: str, key: str, value: object, least: int, most: int) -> int:
    """A whole number between two limits."""
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise wrong(section, key, f"a whole number from {least} to {most}")
    return value


def text(section: str, key: str, value: object) -> str:
    """A text."""
    if not isinstance(value, str):
        raise wrong(section, key, "a text in quotes")
    return value


def choice(section: str, key: str, value: object, choices: tuple[str, ...]) -> Any:
    """One of several words."""
    if value not in choices:
        raise wrong(section, key, "one of " + ", ".join(f'"{c}"' for c in choices))
    return value


def one_line(section: str, values: Mapping[str, Any]) -> dict[str, str]:
    """The texts of a section, each on one line."""
    found = {key: text(section, key, value).strip() for key, value in values.items()}
    for key, value in found.items():
        if not value.isprintable():
            raise wrong(section, key, "one line of text")
    return found


def lines(section: str, key: str, value: object) -> tuple[str, ...]:
    """Several texts, each on one line."""
    if not isinstance(value, list):
        raise wrong(section, key, "a list of texts")
    return tuple(one_line(section, {key: one})[key] for one in value)
