"""What the Monday mail says of the records: new things first, ten lines a person reads."""

from __future__ import annotations

from datetime import datetime

from sheets_coc.errors import Error
from sheets_coc.policy import Policy
from sheets_coc.sheet.model import Snapshot
from sheets_coc.status import status as rules
from sheets_coc.todo.analysis import analyse


def status_lines(snapshot: Snapshot, policy: Policy, now: datetime) -> list[str]:
    """What the mail says of the records: case names only; nothing where there are none."""
    if snapshot.tab(policy.tabs.records) is None:
        return []
    try:
        return rules.status_lines(analyse(snapshot, policy, now.date()), now)
    except Error as error:
        return [f"The records could not be looked at. {error.message}"]
