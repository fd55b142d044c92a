"""One transaction under way: what it holds, and what it has tried."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from sheets_coc.errors import SafetyStop
from sheets_coc.sheet.google.session import Session
from sheets_coc.sheet.model import Changes, Snapshot
from sheets_coc.sheet.undo_tab import Copy, labelled

T = TypeVar("T")
Planner = Callable[[Snapshot], tuple[Changes, T]]
"""Pure: the changes a state of the sheet calls for, and what to say about them."""

TRIES = 4
"""How often a lock, or the fate of a lost answer, is asked for."""


@dataclass(slots=True, repr=False)
class Run(Generic[T]):
    """One transaction under way.

    Attributes:
        session: the session with Google.
        planner: the pure planner.
        name: the run's id, no white space.
        break_lock: whether other runs' locks are removed whatever their age.
        sleep: what waits.
        clock: the time, the same for all machines: Google's.
        locks: ids of the locks held.
        unsure: whether a lock may be held that is not among them.
        open: whether Google gave a lock to more people than it was asked to, or does not say.
        whole: whether tabs are copied whole, because Google left something out of a copy of rows.
        filters_harmless: whether Google was seen to copy rows that a filter hides.
        unverified: what its writes replaced that are not known to be right, nor taken back.
        writes: the number of the last write that was tried, put-backs included.
        rounds: how many writes of the plan were tried.
        repaired: how many cells were put back.
        kept: how many hidden tabs are left for a person.
        results: what the planner said so far.
        number: the id of the marker of rows that are only added.
    """

    session: Session
    planner: Planner[T]
    name: str
    break_lock: bool
    sleep: Callable[[float], None]
    clock: Callable[[], datetime]
    locks: tuple[int, ...] = ()
    unsure: bool = False
    open: bool = False
    whole: bool = False
    filters_harmless: bool = False
    unverified: list[Copy] = field(default_factory=list)
    writes: int = 0
    rounds: int = 0
    repaired: int = 0
    kept: int = 0
    results: list[T] = field(default_factory=list)
    number: int = field(default_factory=lambda: secrets.randbelow(2**31 - 1) + 1)

    def count_write(self, snapshot: Snapshot) -> None:
        """Give the next write a number that is more than those of all hidden tabs."""
        there = [label.write for label in labelled(snapshot).values()]
        self.writes = max(self.writes, *there, 0) + 1

    def plan(self, snapshot: Snapshot) -> Changes:
        """The changes a state calls for; what the planner says of them is kept."""
        changes, result = self.planner(snapshot)
        self.results.append(result)
        return changes


def gave_up() -> SafetyStop:
    """The refusal to go on while people keep moving things."""
    return SafetyStop(
        "People are moving rows in the sheet faster than it can be written to. Everything is as "
        "they left it. Try again later.",
        code="busy",
    )


def not_put_back() -> SafetyStop:
    """The refusal to go on while rows are moved that have to be put back."""
    return SafetyStop(
        "Stopped. Rows were moved while the tool wrote, and not all that it had hit could be put "
        "back. What stood there is kept in a hidden tab: the next run puts it back, or says in "
        "To do which cells.",
        code="not-put-back",
    )
