"""One transaction under way: what it holds, and what it has tried."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from sheets_coc.errors import SafetyStop
from sheets_coc.sheet.google import requests as rq
from sheets_coc.sheet.google.session import Session
from sheets_coc.sheet.model import Changes, Snapshot

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
        batches: how many batches were sent, to tell their markers apart.
        results: what the planner said so far.
        rounds: how many writes were tried.
        repaired: how many cells were put back.
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
    batches: int = 0
    results: list[T] = field(default_factory=list)
    rounds: int = 0
    repaired: int = 0
    number: int = field(default_factory=lambda: secrets.randbelow(2**31 - 1) + 1)

    def plan(self, snapshot: Snapshot) -> Changes:
        """The changes a state calls for; what the planner says of them is kept."""
        changes, result = self.planner(snapshot)
        self.results.append(result)
        return changes

    def marker(self) -> tuple[str, int | None]:
        """The key of the next batch's marker, and its id where one is chosen.

        A batch that only adds rows has no lock whose absence would stop it from being applied
        late. Its marker has the same key and id each time it is sent: Google refuses a second.
        """
        if not self.locks:
            return f"{rq.MARKER}{self.name}-0", self.number
        self.batches += 1
        return f"{rq.MARKER}{self.name}-{self.batches}", None


def gave_up() -> SafetyStop:
    """The refusal to go on while people keep moving things."""
    return SafetyStop(
        "People are moving rows in the sheet faster than it can be written to. Everything is as "
        "they left it. Try again later.",
        code="busy",
    )
