"""Chips: people and files that stand inside a cell's text, each in place of one `@`.

A cell keeps its text with an `@` for each chip, the chips by the place of their `@`, and what each
one shows. `Ask @ today` with a chip at 4 that shows `Jane Roe` reads as:

    userEnteredValue  Ask @ today
    formattedValue    Ask Jane Roe today
    chipRuns          [{"startIndex": 4, "chip": …}, {"startIndex": 5}]

Places count in UTF-16 code units, as everywhere in Google's API.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sheets_coc.local.state.model import Content, Json, RichCell

SIGN = "@"
SHOWN = "chipTexts"
"""Where a cell keeps what each of its chips shows; no field of Google's. A cell without it keeps
the text of its chips in its own."""


def has_chips(content: Content) -> bool:
    """Whether a cell holds any chip."""
    return isinstance(content, RichCell) and bool((content.extra or {}).get("chipRuns"))


def spelled_out(content: Content) -> tuple[str, list[Json]]:
    """A cell's text with what its chips show, and the chips by the place of that.

    Only for cells with chips.
    """
    assert isinstance(content, RichCell) and content.extra  # noqa: S101  (see the line above)
    text = content.value if isinstance(content.value, str) else ""
    if SHOWN not in content.extra:
        return text, list(content.extra["chipRuns"])
    units = text.encode("utf-16-le", "surrogatepass")
    parts, runs, at, place = [], [], 0, 0
    for run, shown in zip(content.extra["chipRuns"], content.extra[SHOWN], strict=True):
        start = run.get("startIndex", 0)
        between = units[2 * at : 2 * start]
        place += len(between) // 2
        runs.append({**({"startIndex": place} if place else {}), "chip": run["chip"]})
        own = shown.encode("utf-16-le", "surrogatepass")
        parts += [between, own]
        place, at = place + len(own) // 2, start + 1
    whole = b"".join([*parts, units[2 * at :]]).decode("utf-16-le", "surrogatepass")
    return whole, _with_gaps(runs, content.extra[SHOWN], whole)


def runs_of(content: RichCell, *, as_text: bool) -> list[Json]:
    """`chipRuns` as they are read: the text after each chip begins a run of its own.

    Args:
        content: a cell with chips.
        as_text: whether chips stand in the value as their text and not as `@`.
    """
    if as_text:
        return spelled_out(content)[1]
    extra = content.extra or {}
    if SHOWN not in extra:
        return list(extra["chipRuns"])
    return _with_gaps(extra["chipRuns"], [SIGN] * len(extra["chipRuns"]), str(content.value or ""))


def _with_gaps(runs: Sequence[Json], shown: Sequence[str], text: str) -> list[Json]:
    length = len(text.encode("utf-16-le", "surrogatepass")) // 2
    starts = {run.get("startIndex", 0) for run in runs}
    found = []
    for run, own in zip(runs, shown, strict=True):
        found.append(run)
        end = run.get("startIndex", 0) + len(own.encode("utf-16-le", "surrogatepass")) // 2
        if end < length and end not in starts:
            found.append({"startIndex": end})
    return found


def without_chips(cell: RichCell) -> RichCell:
    """A cell whose chips have become the text that they show."""
    if not has_chips(cell):
        return cell
    kept = {k: v for k, v in (cell.extra or {}).items() if k not in ("chipRuns", SHOWN)}
    return replace(cell, value=spelled_out(cell)[0], extra=kept or None)
