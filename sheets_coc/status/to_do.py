"""What stands in To do unticked, as far as no other line of the status says it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from sheets_coc.records.record import Record
from sheets_coc.status.item import Item, Urgency
from sheets_coc.todo.analysis import APART_REF, BELT_REF, Analysis
from sheets_coc.todo.digest import TOGETHER_REF
from sheets_coc.todo.kept import KEPT_REF
from sheets_coc.todo.shape_questions import SHAPE_REFS
from sheets_coc.todo.tab import STICKY, PresentLine, Topic
from sheets_coc.todo.wording import count

_SAID_ABOVE: Final = (
    "unanswered/", "hold-review/", "wait-review/", BELT_REF, APART_REF, KEPT_REF, *SHAPE_REFS,
)  # fmt: skip
"""What references of lines begin with that have an item of their own."""


def refs(seen: Analysis, said: Collection[int]) -> tuple[str, ...]:
    """References of the lines that wait.

    Args:
        seen: what the rules say of the sheet.
        said: rows of records of which it is said already that something is to settle.
    """
    return tuple(line.ref for line, _ in _waiting(seen, said))


def items(seen: Analysis, said: Collection[int], known: Collection[str] = ()) -> list[Item]:
    """One item about the lines that wait, by the cases they are about.

    Args:
        seen: what the rules say of the sheet.
        said: as for `refs`.
        known: references of lines that are left out.
    """
    cases: dict[int, Record] = {}
    others = 0
    for line, record in _waiting(seen, said):
        if line.ref in known:
            continue
        if record is None:
            others += 1
        else:
            cases[record.row] = record
    names = tuple(record.name for record in cases.values())
    more = count(others, "other line") if names else count(others, "line")
    listed = (*names, *([more] if others else []))
    if not listed:
        return []
    # The last place is no case: it is listed, and counted, all the same.
    text = "Waiting in To do: {}." if names else f"{more} waits in To do." if others == 1 else (
        f"{more} wait in To do.")  # fmt: skip
    return [Item("to-do", Urgency.SOON, text, names, listed if names else ())]


def _waiting(seen: Analysis, said: Collection[int]) -> Iterator[tuple[PresentLine, Record | None]]:
    """The lines, each with its record; without one where it is about none, or about several."""
    by_row = {d.row: d.record for d in seen.dated if not d.record.expunged}
    for line in seen.present_lines:
        ref = line.ref.removeprefix(STICKY)
        together = ref.startswith(TOGETHER_REF)
        if line.done or line.kind == Topic.GOING.value:
            continue
        if ref.removeprefix(TOGETHER_REF).startswith(_SAID_ABOVE):
            continue
        record = by_row.get(_row_of(line.where, seen.policy.tabs.records))
        if record is None or (together and record.row not in said):
            yield line, None
        elif record.row not in said:
            yield line, record


def _row_of(where: str, title: str) -> int:
    """The row of an address such as `Records B12`, from 0; -1 for one in no such tab."""
    tab, _, cell = where.rpartition(" ")
    digits = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return int(digits) - 1 if tab == title and digits.isdigit() else -1
