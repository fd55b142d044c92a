"""Codes of people: lasting names that stand for somebody without telling who it is.

`Blue Jay`, `blue-jay` and `Person A` are codes; an address is none. A code may be said in
messages as case names are, as long as nothing shows that it is somebody's name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from sheets_coc.people.names import split_people
from sheets_coc.records import cases
from sheets_coc.records.layout import Layout
from sheets_coc.sheet.model import Tab, Value, text

_SHAPE = re.compile(r"\w{1,20}(?:[ _-]\w{1,20}){0,3}")
_BETWEEN = re.compile(r"[\s_-]+")


def key(code: str) -> str:
    """A code for comparing: without regard to case and to what joins its words."""
    return _BETWEEN.sub(" ", code.strip().casefold())


def is_code(typed: str) -> bool:
    """Whether this has the shape of a person's code: up to four words of letters and digits."""
    return _SHAPE.fullmatch(" ".join(typed.split())) is not None


def codes(value: Value) -> tuple[str, ...]:
    """The codes in a cell, as typed; usually one."""
    typed = text(value).strip()
    return split_people(typed) if typed else ()


@dataclass(frozen=True, slots=True)
class CaseCounts:
    """How often each case stands in the Records tab.

    Attributes:
        rows: in how many rows, by case name as `cases.key` has it.
        pairs: in how many rows with the same people, by case name and their codes.
    """

    rows: Counter[str] = field(default_factory=Counter)
    pairs: Counter[tuple[str, frozenset[str]]] = field(default_factory=Counter)


def case_counts(tab: Tab, layout: Layout, rows: Iterable[int]) -> CaseCounts:
    """How often each case stands in the Records tab, with which people."""
    found = CaseCounts()
    column, person = layout.columns.get("case"), layout.columns.get("person")
    if column is None:
        return found
    for row in rows:
        case = cases.key(text(tab.value(row, column)))
        if not case:
            continue
        found.rows[case] += 1
        people = codes(tab.value(row, person)) if person is not None else ()
        found.pairs[case, frozenset(map(key, people))] += 1
    return found
