"""Chips in cells: people and files that stand in a text, as Google's API tells of them.

The value of such a cell has an `@` for each chip, says the description; others have seen the
chip's text there, and an `@` in what the cell shows. So both are asked for, and the text is put
together from whichever of them knows more:

    effectiveValue  Ask @ today            formattedValue  Ask Jane Roe today
    chipRuns        [{"startIndex": 4, "chip": {"personProperties": {"email": "jane@…"}}}, …]

    text            Ask Jane Roe today     people  4 to 12: jane@…

Where no one tells the name, the address stands in its place. Places in Google's runs count in
UTF-16 code units; ours are Python's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sheets_coc.sheet.model import PersonChip

SIGN = "@"


def read(cell: Mapping[str, Any]) -> tuple[str, tuple[PersonChip, ...]] | None:
    """A cell's text as people see it, and the people that are chips in it.

    Args:
        cell: Google's `CellData`.

    Returns:
        None where the cell has no chip, or is a formula.

    Raises:
        KeyError, TypeError: it is of another form than the API describes.
    """
    all_runs = cell.get("chipRuns", ())
    runs = [run for run in all_runs if run.get("chip")]
    entered = cell.get("effectiveValue", {}).get("stringValue")
    if (
        not runs
        or not isinstance(entered, str)
        or "formulaValue" in cell.get("userEnteredValue", {})
    ):
        return None
    between, texts = _taken_apart(entered, all_runs)
    shown = _shown(str(cell.get("formattedValue", "")), between)
    if any(text != SIGN for text in texts):
        shown = texts  # the value itself knows
    named = [
        text if text != SIGN else _address(run)
        for run, text in zip(runs, shown or texts, strict=True)
    ]
    return _together(between, named, runs)


def _taken_apart(entered: str, runs: Sequence[Mapping[str, Any]]) -> tuple[list[str], list[str]]:
    """What stands around the chips in the value, and what stands for them.

    A chip that stands there as `@` is one character long, any other ends where the next run of
    text or chip begins.
    """
    units = entered.encode("utf-16-le", "surrogatepass")
    sign = SIGN.encode("utf-16-le")
    starts = [2 * run.get("startIndex", 0) for run in runs]
    between, texts, at = [], [], 0
    for run, start, limit in zip(runs, starts, [*starts[1:], len(units)], strict=True):
        if not run.get("chip"):
            continue
        alone = units[start : start + 2] == sign
        end = start + 2 if alone else limit
        between.append(units[at:start])
        texts.append(units[start:end])
        at = end
    between.append(units[at:])
    return [_decoded(part) for part in between], [_decoded(part) for part in texts]


def _decoded(units: bytes) -> str:
    return units.decode("utf-16-le", "surrogatepass")


def _shown(shown: str, between: Sequence[str]) -> list[str] | None:
    """What each chip shows: what stands between the same texts; None where they are not there."""
    if not shown.startswith(between[0]):
        return None
    # Chips side by side cannot be told apart: the last of them gets the whole text.
    found, at = [], len(between[0])
    for number, text in enumerate(between[1:], start=1):
        last = number == len(between) - 1
        end = len(shown) - len(text) if last else shown.find(text, at) if text else at
        if end < at or not shown[end:].startswith(text):
            return None
        found.append(shown[at:end])
        at = end + len(text)
    return found


def _address(run: Mapping[str, Any]) -> str:
    chip = run["chip"]
    link = chip.get("richLinkProperties", {}).get("uri", "")
    return str(chip.get("personProperties", {}).get("email", link)) or SIGN


def _together(
    between: Sequence[str], named: Sequence[str], runs: Sequence[Mapping[str, Any]]
) -> tuple[str, tuple[PersonChip, ...]]:
    """The whole text, and where in it each person stands."""
    text, people = "", []
    for part, name, run in zip(between, named, runs, strict=False):
        text += part
        email = run["chip"].get("personProperties", {}).get("email")
        if email:
            people.append(PersonChip(len(text), len(text) + len(name), str(email)))
        text += name
    return text + between[-1], tuple(people)
