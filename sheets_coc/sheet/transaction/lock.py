"""The lock: a protected range that keeps people's hands off a tab for some seconds.

Google has no conditional write, but it enforces protected ranges for everyone except the
owner of the file. The description names the run and the moment, so that a lock left by a
crashed run can be told from one at work.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sheets_coc.sheet.model import Protection, Snapshot, Tab
from sheets_coc.sheet.protections import LOCK
from sheets_coc.sheet.undo_tab import LEFT_AFTER

MOST_EDITORS = 2
"""Whom Google lets into a protected range that is made: the account and the file's owner."""


@dataclass(frozen=True, slots=True)
class Lock:
    """A lock as it stands in the sheet.

    Attributes:
        id: Google's id of the protected range.
        tab: the tab's id.
        run: the run that took it; None if the description was tampered with.
        taken: when; None if the description does not say.
        may_remove: whether this account may remove it.
        write: the number of the last write that was applied under it.
        is_open: whether it keeps fewer people out than it was asked to: it only warns, or Google
            gave it to more than the account and the owner, or does not say to whom.
    """

    id: int
    tab: int
    run: str | None
    taken: datetime | None
    may_remove: bool
    write: int = 0
    is_open: bool = False

    def is_stale(self, now: datetime) -> bool:
        """Whether its run must have crashed: ten minutes old, or of no time at all."""
        return self.taken is None or abs(now - self.taken) > LEFT_AFTER


def description(run: str, now: datetime, write: int = 0) -> str:
    """What people see in the list of protected ranges while the tool writes.

    Args:
        run: the run's id.
        now: the moment.
        write: the number of the last write that was applied under it.
    """
    return f"{LOCK} {run} {write} {now.strftime('%Y-%m-%dT%H:%M:%SZ')}"


def parse(tab: int, protection: Protection) -> Lock | None:
    """The lock that a protected range is, or None."""
    if not protection.description.startswith(LOCK):
        return None
    words = protection.description[len(LOCK) :].split()
    run = words[0] if len(words) == 3 else None
    write = int(words[1]) if run and words[1].isdigit() else 0
    taken = None
    with contextlib.suppress(ValueError):
        taken = datetime.fromisoformat(words[-1]) if words else None
    if taken is not None and taken.tzinfo is None:
        taken = None
    is_open = (
        protection.warning_only or protection.everyone or (protection.editors or 99) > MOST_EDITORS
    )
    return Lock(protection.id, tab, run, taken, protection.may_edit, write, is_open)


def locks_of(snapshot: Snapshot) -> list[Lock]:
    """Every lock in a snapshot."""
    found = (parse(tab.id, entry) for tab in snapshot.tabs for entry in tab.protections)
    return [lock for lock in found if lock]


def add_requests(
    snapshot: Snapshot, tabs: Collection[int], text: str, account: str | None
) -> Iterator[Mapping[str, Any]]:
    """Requests that lock tabs.

    A tab bears only one protection of the whole tab. If the committee has its own there, the
    range with content is locked instead.

    Args:
        snapshot: the spreadsheet as last seen.
        tabs: ids of the tabs.
        text: the description.
        account: who may go on editing; Google adds the requester and the owner.
    """
    editors = {"editors": {"users": [account]}} if account else {"editors": {"users": []}}
    for tab in snapshot.tabs:
        if tab.id in tabs:
            span = {"range": _range(tab), "description": text, "warningOnly": False}
            yield {"addProtectedRange": {"protectedRange": span | editors}}


def _range(tab: Tab) -> dict[str, int]:
    """What the lock covers."""
    taken = any(p.whole_tab and parse(tab.id, p) is None for p in tab.protections)
    if not taken:
        return {"sheetId": tab.id}
    return {
        "sheetId": tab.id,
        "startRowIndex": 0,
        "endRowIndex": max(1, min(tab.rows, len(tab.values) + 1)),
        "startColumnIndex": 0,
        "endColumnIndex": max(1, tab.columns),
    }


def remove_request(lock: int) -> Mapping[str, Any]:
    """The request that removes a lock."""
    return {"deleteProtectedRange": {"protectedRangeId": lock}}


def renew_request(lock: int, text: str) -> Mapping[str, Any]:
    """The request that renews a lock; Google refuses it, and its whole batch, if that is gone."""
    entry = {"protectedRangeId": lock, "description": text}
    return {"updateProtectedRange": {"protectedRange": entry, "fields": "description"}}


def remove_copies(tab: Tab) -> list[Mapping[str, Any]]:
    """Requests that remove the copies of locks from a hidden tab: that of a whole tab bears some.

    Args:
        tab: the hidden tab.
    """
    locks = (entry for entry in tab.protections if parse(tab.id, entry))
    return [remove_request(entry.id) for entry in locks if entry.may_edit]
