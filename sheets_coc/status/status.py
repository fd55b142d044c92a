"""What needs attention today, the most urgent first: for a terminal, a mail, a job summary.

A pure look at one seen and the moment. Case names only; the one place with members' names
is who is on duty, which is carried closed.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sheets_coc.committee.members import read_if_any
from sheets_coc.status import cases as status_cases
from sheets_coc.status import open_cases
from sheets_coc.status import tool as status_tool
from sheets_coc.status.duty import OnDuty, on_duty
from sheets_coc.status.item import Item, Urgency, without_names
from sheets_coc.status.requests import requests
from sheets_coc.todo import log
from sheets_coc.todo.analysis import Analysis
from sheets_coc.todo.open_cases import conflicts


@dataclass(frozen=True, slots=True)
class Status:
    """What needs attention.

    Attributes:
        today: the UTC date.
        duty: who is on duty; None where the committee has no rota, or it cannot be read.
        items: the lines, the most urgent first.
        last_run: when the tool last ran by its Log.
        last_fresh_copy: when people last moved to a fresh copy, by the Log.
    """

    today: date
    duty: OnDuty | None
    items: tuple[Item, ...]
    last_run: datetime | None
    last_fresh_copy: datetime | None

    @property
    def attention(self) -> bool:
        """Whether there is anything to do."""
        return any(item.urgency is not Urgency.KNOW for item in self.items)

    def as_json(self, *, names: bool = True) -> dict[str, Any]:
        """How it stands in JSON.

        Args:
            names: whether the members on duty are named, as the rota has them.
        """
        duty = self.duty
        return {
            "today": self.today.isoformat(),
            "attention": self.attention,
            "on_duty": duty
            and {
                "week": duty.week.isoformat(),
                "primary": (names and duty.primary.reveal()) or None,
                "secondary": (names and duty.secondary.reveal()) or None,
            },
            "items": [item.as_json() for item in self.items],
            "last_run": self.last_run.isoformat() if self.last_run else None,
            "last_fresh_copy": self.last_fresh_copy.isoformat() if self.last_fresh_copy else None,
        }


def status(seen: Analysis, readers: Collection[int] | None = ()) -> Status:
    """What needs attention.

    Args:
        seen: what the rules say of the sheet.
        readers: the members who read it, by their position in the Committee tab: cases from
            which one of them is recused are counted, and not named. None for whoever it may be.

    Raises:
        SheetError: the Log's tab holds something else.
    """
    now = seen.now
    lines = log.read(seen.snapshot, seen.policy)
    duty, gaps = on_duty(seen.snapshot, seen.policy, now)
    committee = read_if_any(seen.snapshot, seen.policy)
    who = conflicts(seen)
    found = [
        *status_tool.stopped(seen, lines, now),
        *requests(lines, seen.today),
        *gaps,
        *open_cases.items(seen, committee, who, duty),
        *status_cases.items(seen),
        *status_tool.memory(seen, lines),
    ]
    found = without_names(found, who.hidden_from(readers))
    order = list(Urgency)
    return Status(
        seen.today,
        duty,
        tuple(sorted(found, key=lambda item: order.index(item.urgency))),
        log.last_run(lines),
        log.last_fresh_copy(lines),
    )
