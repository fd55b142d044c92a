"""The Log tab: one line for each thing the tool did. No personal data ever stands there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sheets_coc.dates import EPOCH, to_serial
from sheets_coc.policy import Policy
from sheets_coc.records.cases import key
from sheets_coc.sheet.model import AppendRow, Changes, Snapshot, Value, text
from sheets_coc.todo.own_tabs import Place, TabColumn, find, make_room, prepare
from sheets_coc.todo.wording import named

HEADINGS = (
    TabColumn("When (UTC)", 150),
    TabColumn("Command", 120),
    TabColumn("Cases", 240),
    TabColumn("What was done", 420),
    TabColumn("Published", 240),
    TabColumn("Shared with", 200),
)
_CASES_SHOWN = 200
_FREE_ROWS = 10
"""Rows that stay free below the last line, so that people can note something by hand."""

NIGHTLY = "nightly"
"""The command of the lines by which people see that the schedule still runs."""
ON_REQUEST = "person --expunge"
"""The command of the lines about records that were expunged because somebody asked."""
_EXPUNGING = (NIGHTLY, "redact")
FRESH_COPY = "fresh copy"
"""What people note in a line when they have moved to a fresh copy of the file."""
SILENT_DAYS = 2
"""Days without a nightly run after which the schedule must have stopped: runs start late."""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One line of the Log.

    Attributes:
        command: the command that ran.
        what: what was done, in plain words.
        cases: case names it concerned.
        published: what was published, for later disclosure checks.
        shared: what was shared with which event.
    """

    command: str
    what: str
    cases: tuple[str, ...] = ()
    published: str = ""
    shared: str = ""


def _serial(now: datetime) -> float:
    """A moment as Sheets counts it: days since its epoch, the time as their fraction."""
    now = now.astimezone(UTC)
    seconds = now.hour * 3600 + now.minute * 60 + now.second
    return to_serial(now.date()) + round(seconds / 86400, 8)


def append(snapshot: Snapshot, policy: Policy, entry: LogEntry, now: datetime) -> Changes:
    """The changes that add a line to the Log, and make the tab where it is missing.

    Raises:
        SheetError: where a tab of that title holds something else.
    """
    place, made = prepare(snapshot, policy.tabs.log, HEADINGS)
    columns = place.columns
    cells: list[Value] = [None] * (max(columns) + 1)
    typed: tuple[Value, ...] = (
        _serial(now), entry.command, named(entry.cases, _CASES_SHOWN), entry.what,
        entry.published, entry.shared,
    )  # fmt: skip
    for column, value in zip(columns, typed, strict=True):
        cells[column] = value if value != "" else None
    row = AppendRow(place.tab, tuple(cells), time_columns=frozenset({columns[0]}))
    room = make_room(place, place.first_free + 1 + _FREE_ROWS)
    return Changes.merge([made, Changes(appended=(row,), before=room)])


def ensure(snapshot: Snapshot, policy: Policy) -> Changes:
    """The changes that make the Log where it is missing.

    Raises:
        SheetError: where a tab of that title holds something else.
    """
    return prepare(snapshot, policy.tabs.log, HEADINGS)[1]


@dataclass(frozen=True, slots=True)
class Logged:
    """A line of the Log as it stands in the sheet."""

    when: datetime | None
    command: str
    cases: str
    what: str
    published: str
    shared: str


def _when(value: Value) -> datetime | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    midnight = datetime.combine(EPOCH, datetime.min.time(), UTC).timestamp()
    try:
        return datetime.fromtimestamp(midnight + round(value * 86400), UTC)
    except (OverflowError, ValueError, OSError):
        return None


def read(snapshot: Snapshot, policy: Policy) -> list[Logged]:
    """The lines of the Log, oldest first; none where there is no such tab.

    Raises:
        SheetError: where a tab of that title holds something else.
    """
    tab = snapshot.tab(policy.tabs.log)
    place: Place | None = find(tab, HEADINGS) if tab else None
    if tab is None or place is None:
        return []
    lines = []
    for row in range(place.header_row + 1, len(tab.values)):
        when, *rest = [tab.value(row, column) for column in place.columns]
        if any(v not in (None, "") for v in (when, *rest)):
            lines.append(Logged(_when(when), *(text(v) for v in rest)))
    return lines


def last_run(lines: Sequence[Logged]) -> datetime | None:
    """When the tool last wrote into the Log; None where it never did."""
    return max((line.when for line in lines if line.when), default=None)


def last_nightly(lines: Sequence[Logged]) -> datetime | None:
    """When the nightly job last ran."""
    return last_run([line for line in lines if line.command.strip().casefold() == NIGHTLY])


def silent_since(lines: Sequence[Logged], now: datetime) -> datetime | None:
    """When the nightly job last ran, where that is so long ago that it must have stopped.

    None while it runs, and where it never did: a committee may do without a schedule.
    """
    nightly = last_nightly(lines)
    stopped = nightly is not None and now - nightly > timedelta(days=SILENT_DAYS)
    return nightly if stopped else None


def last_fresh_copy(lines: Sequence[Logged]) -> datetime | None:
    """When people last noted that they moved to a fresh copy of the file."""
    noted = [line for line in lines if FRESH_COPY in f"{line.command} {line.what}".casefold()]
    return last_run(noted)


def history_begins(lines: Sequence[Logged], created: datetime | None = None) -> datetime | None:
    """Since when the version history of the file holds what is expunged; None for always.

    Since the file was made, as a copy brings no history along; or since people noted a fresh
    copy. Of both the later one counts.

    Args:
        lines: the Log.
        created: when the file was made, where Drive was asked.
    """
    return max((m for m in (last_fresh_copy(lines), created) if m), default=None)


def cases_of(line: Logged) -> list[str]:
    """The case names of a line, as far as it names them."""
    return re.sub(r" and \d+ more$", "", line.cases).split(", ") if line.cases else []


def expunged_cases(lines: Sequence[Logged]) -> dict[str, bool]:
    """The cases that the Log calls expunged, and whether the last time was on request."""
    found: dict[str, bool] = {}
    for line in lines:
        command = line.command.strip().casefold()
        if command in (*_EXPUNGING, ON_REQUEST):
            found |= {key(case): command == ON_REQUEST for case in cases_of(line)}
    return found
