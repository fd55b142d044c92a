"""Requests about somebody's data that wait for an answer, by the day it is due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sheets_coc.status.item import Item, Urgency
from sheets_coc.todo.deadlines import open_requests
from sheets_coc.todo.log import Logged

NOW_DAYS = 7
"""Days before the deadline from which on an answer is urgent."""


def requests(lines: Sequence[Logged], today: date) -> list[Item]:
    """One line for each request that waits, the most urgent first."""
    return [
        Item(
            "request",
            Urgency.NOW if today + timedelta(days=NOW_DAYS) >= one.by else Urgency.SOON,
            f"The request {one.name} of {one.received.isoformat()} "
            + (
                f"should have been answered by {one.by.isoformat()}."
                if today > one.by
                else f"is to be answered by {one.by.isoformat()}."
            ),
        )
        for one in open_requests(lines)
    ]
