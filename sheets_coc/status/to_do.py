"""What stands in To do unticked, as far as no other line of the status says it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from sheets_coc.records.record import Record
from sheets_coc.status.item import Item, Urgency
from sheets_coc.todo.analysis import ACCESS_REF, APART_REF, LIMIT_REF, Analysis
from sheets_coc.todo.digest import TOGETHER_REF
from sheets_coc.todo.items import GUIDE_REF
from sheets_coc.todo.kept import KEPT_REF
from sheets_coc.todo.mentions import MENTION_REF, UNREAD_REF
from sheets_coc.todo.shape_questions import SHAPE_REFS
from sheets_coc.todo.tab import STICKY, PresentLine, Topic
from sheets_coc.todo.wording import count

_SAID_ABOVE: Final = (
    "unanswered/", "hold-review/", "wait-review/", LIMIT_REF, APART_REF, KEPT_REF, *SHAPE_REFS,
)  # fmt: skip
"""What references of lines begin with that have an item of their own."""
_KINDS: Final = {
    ACCESS_REF: "who can open the sheet",
    MENTION_REF: "where somebody is still mentioned",
    UNREAD_REF: "what could not be searched",
    GUIDE_REF: "old records",
}
"""What lines about no single record are about, by what their references begin with."""


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
    kinds: dict[str, None] = {}
    others = 0
    for line, record in _waiting(seen, said):
        if line.ref in known:
            continue
        if record is not None:
            cases[record.row] = record
        elif kind := _kind(line.ref):
            kinds[kind] = None
        else:
            others += 1
    names = tuple(record.name for record in cases.values())
    named = (*names, *kinds)
    more = [count(others, "other line" if named else "line")] if others else []
    # What is no case stands last: it is listed, and counted, all the same.
    listed = (*named, *more)
    return [Item("to-do", Urgency.SOON, "Waiting in To do: {}.", names, listed)] if listed else []


def _kind(ref: str) -> str:
    """What a line about no record is about, in words; empty where that is not known."""
    return next((what for begins, what in _KINDS.items() if ref.startswith(begins)), "")


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
