"""Requests that wait for an answer: received on a day, to be answered by another.

A request is known by a code name, because its line in the Log must not say who asked. Its
whole life stands in the Log, so that nothing else has to be kept:

    person --received   Request calm-river received on 2026-11-01, to be answered by 2026-12-01.
    person --for-them   Request for access answered: 2 records handed out.
                        Request calm-river answered.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sheets_coc.errors import UsageError
from sheets_coc.policy import Policy
from sheets_coc.records import cases
from sheets_coc.sheet.model import Changes, Snapshot
from sheets_coc.todo import log

_NAME = r"[a-z]+-[a-z0-9]+"
_RECEIVED = re.compile(
    rf"Request ({_NAME}) received on (\d{{4}}-\d\d-\d\d), to be answered by (\d{{4}}-\d\d-\d\d)"
)
_ANSWERED = re.compile(rf"Request ({_NAME}) answered")


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """A request that waits for an answer.

    Attributes:
        name: its code name.
        received: the day it came.
        by: the day by which it must be answered.
    """

    name: str
    received: date
    by: date


def open_requests(lines: Sequence[log.Logged]) -> list[OpenRequest]:
    """The requests that nobody has answered yet, by the Log, the most urgent first."""
    waiting: dict[str, OpenRequest] = {}
    for line in lines:
        for name, received, by in _RECEIVED.findall(line.what):
            try:
                days = date.fromisoformat(received), date.fromisoformat(by)
            except ValueError:
                continue
            waiting[name] = OpenRequest(name, *days)
        for name in _ANSWERED.findall(line.what):
            waiting.pop(name, None)
    return sorted(waiting.values(), key=lambda one: (one.by, one.name))


def check_open(lines: Sequence[log.Logged], name: str) -> None:
    """Refuse to answer a request that does not wait.

    Raises:
        UsageError: there is none of that name, or it is answered.
    """
    if name not in {one.name for one in open_requests(lines)}:
        raise UsageError("No request of that name waits for an answer.", code="no-request")


def answered(name: str) -> str:
    """How the Log says that a request is answered."""
    return f"Request {name} answered."


def receive(
    snapshot: Snapshot, policy: Policy, received: date, now: datetime, seed: str
) -> tuple[Changes, OpenRequest]:
    """Note a request in the Log, under a name of its own.

    Args:
        snapshot: the spreadsheet.
        policy: how many days an answer may take.
        received: the day it came.
        now: the moment, in UTC.
        seed: what the name is drawn from.

    Raises:
        UsageError: the day lies in the future.
    """
    if received > now.date():
        raise UsageError("That day lies in the future.", code="received")
    lines = log.read(snapshot, policy)
    known = {name for line in lines for name, *_ in _RECEIVED.findall(line.what)}
    name = cases.new_case(known, random.Random(seed), [])
    by = received + timedelta(days=policy.legal.answer_days)
    said = f"Request {name} received on {received.isoformat()}, to be answered by {by.isoformat()}."
    entry = log.LogEntry("person --received", said)
    return log.append(snapshot, policy, entry, now), OpenRequest(name, received, by)


def close(snapshot: Snapshot, policy: Policy, name: str, now: datetime) -> Changes:
    """Note in the Log that a request was answered in another way.

    Raises:
        UsageError: there is none of that name, or it is answered.
    """
    check_open(log.read(snapshot, policy), name)
    return log.append(snapshot, policy, log.LogEntry("person --answered", answered(name)), now)
