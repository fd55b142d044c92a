"""The committee's members, as the Committee tab has them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from sheets_coc.committee.columns import COMMITTEE, find_header
from sheets_coc.committee.findings import MemberFinding
from sheets_coc.committee.names import Directory, parts, says_nobody
from sheets_coc.errors import SheetError
from sheets_coc.policy import Policy
from sheets_coc.private import Private, remembered
from sheets_coc.records.values import read_date
from sheets_coc.sheet.model import Snapshot, Tab, Value, text

_YES: Final = frozenset({"yes", "y", "true", "on", "1", "x", "✓", "✔"})
_NO: Final = frozenset({"", "no", "n", "false", "off", "0", "-", "–", "—", "never", "none"})
NOT_AWAY: Final = frozenset({"", "-", "–", "—", "no", "none", "n/a", "never"})
"""What stands under *Away* for somebody who is not."""

_BETWEEN = re.compile(r"\s*(?:\.{2,}|…|–|—|→|\bto\b|\buntil\b|\btill\b)\s*|\s+-\s+", re.IGNORECASE)
_ISO_PAIR = re.compile(r"(\d{4}-\d{2}-\d{2})\s*-\s*(\d{4}-\d{2}-\d{2})")
NO_ADDRESS: Final = Private("")
NO_ALIASES: Final[Private[tuple[str, ...]]] = Private(())


@dataclass(frozen=True, slots=True)
class Absence:
    """Days away, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Member:
    """One row of the Committee tab.

    Attributes:
        row: the row in its tab, from 0.
        name: the full name as typed.
        email: the address as typed; may be empty.
        joined: the day of joining; None where blank: always been there.
        left: the day of leaving; None where blank.
        on_call: whether the member takes part in the rota.
        away: absences that were understood.
        zone: the time zone's name, if it is known.
        aliases: further names they are known by, such as a former one.
        doubts: the columns that leave open when the member may serve.
    """

    row: int
    name: Private[str]
    email: Private[str] = NO_ADDRESS
    joined: date | None = field(default=None, repr=False)
    left: date | None = field(default=None, repr=False)
    on_call: bool = True
    away: tuple[Absence, ...] = field(default=(), repr=False)
    zone: str | None = field(default=None, repr=False)
    aliases: Private[tuple[str, ...]] = NO_ALIASES
    doubts: frozenset[str] = frozenset()

    @property
    def unclear(self) -> bool:
        """Whether it is open when the member may serve.

        Such a member gets no new weeks, and agreed ones are left alone.
        """
        return bool(self.doubts)

    def obstacle(self, week: date, since: date | None = None) -> str | None:
        """Why the member cannot serve a week, as a finding's code; None where they can.

        A member serves who is on call, joined before the week's first day, has not left by
        its end (the next week's first day) and is not away on any of its seven days.

        Args:
            week: the day the week begins.
            since: the first day they would serve, where that is a later one.
        """
        first = max(week, since or week)
        if self.left is not None and self.left <= week + timedelta(days=7):
            return "left"
        if not self.on_call:
            return "not-on-call"
        if self.joined is not None and self.joined >= first:
            return "not-joined"
        last = week + timedelta(days=6)
        if any(a.first <= last and a.last >= first for a in self.away):
            return "away"
        return None

    def eligible(self, week: date) -> bool:
        """Whether the member may be given a week."""
        return not self.unclear and self.obstacle(week) is None


@dataclass(frozen=True, slots=True)
class Committee:
    """Everyone in the Committee tab, and what is wrong with it."""

    members: tuple[Member, ...]
    findings: tuple[MemberFinding, ...] = ()

    def __repr__(self) -> str:
        return f"<Committee: {len(self.members)} members>"

    def directory(self) -> Directory:
        """The members' names, ready for matching."""
        return directory(self.members)

    def left_out(self, week: date) -> tuple[Member, ...]:
        """Members who may have to serve from a week on, and of whom nobody can tell.

        A row that is surely no longer about duty (Left lies in the past, or On call says no)
        may hold anything.
        """
        return tuple(
            member
            for member in self.members
            if member.unclear
            and ("left" in member.doubts or member.obstacle(week) != "left")
            and (member.on_call or "on_call" in member.doubts)
        )


def directory(members: Sequence[Member]) -> Directory:
    """The names of some members, ready for matching."""
    return Directory(
        [member.name.reveal() for member in members],
        [member.aliases.reveal() for member in members],
    )


@remembered(256)
def time_zone(name: str) -> str | None:
    """The time zone of that name, in its proper spelling; None where there is none."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

    wanted = name.strip().replace(" ", "_")
    try:
        ZoneInfo(wanted)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        known = {zone.casefold(): zone for zone in available_timezones()}
        return known.get(wanted.casefold())
    return wanted


def _absence(typed: str) -> tuple[Absence | None, str | None]:
    """One absence, or the code of what is wrong with it."""
    pair = _ISO_PAIR.fullmatch(typed)
    ends = list(pair.groups()) if pair else _BETWEEN.split(typed)
    if len(ends) > 2:
        return None, "away-unclear"
    days = [read_date(end.strip()).day if end.strip() else None for end in ends]
    first, last = days[0], days[-1]
    if not isinstance(first, date) or not isinstance(last, date):
        return None, "away-unclear"
    return (Absence(first, last), None) if first <= last else (None, "away-reversed")


def read_away(value: Value) -> tuple[tuple[Absence, ...], tuple[str, ...]]:
    """Absences of a cell, and the codes of what was not understood.

    Dates or inclusive ranges (`2026-12-21..2027-01-04`, also with "to" or a dash), separated
    by commas, semicolons or new lines; a cell that is a date is one day.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        day = read_date(value).day
        return ((Absence(day, day),), ()) if isinstance(day, date) else ((), ("away-unclear",))
    absences: list[Absence] = []
    problems: list[str] = []
    for piece in re.split(r"[,;\n]", text(value)):
        if piece.strip().casefold() in NOT_AWAY:
            continue
        absence, problem = _absence(piece.strip())
        if absence:
            absences.append(absence)
        elif problem and problem not in problems:
            problems.append(problem)
    return tuple(absences), tuple(problems)


class _Row:
    """Reading one row, collecting what is wrong with it."""

    def __init__(self, tab: Tab, title: str, row: int, columns: dict[str, int]) -> None:
        self.tab, self.title, self.row, self.columns = tab, title, row, columns
        self.findings: list[MemberFinding] = []

    def value(self, key: str) -> Value:
        return self.tab.value(self.row, self.columns[key]) if key in self.columns else None

    def text(self, key: str) -> str:
        return " ".join(text(self.value(key)).split())

    def named(self) -> bool:
        """Whether the row is somebody's; a vacancy is not."""
        name = self.text("name")
        return bool(parts(name)) and not says_nobody(name)

    def note(self, code: str, key: str) -> None:
        self.findings.append(
            MemberFinding(code, self.title, self.row, self.columns.get(key, 0), key=key)
        )

    def day(self, key: str) -> date | None:
        reading = read_date(self.value(key))
        if reading.problem:
            self.note(reading.problem, key)
        return reading.day if isinstance(reading.day, date) else None

    def on_call(self) -> bool:
        said = self.text("on_call").casefold().rstrip(".!")
        if said not in _YES | _NO:
            self.note("on-call-unclear", "on_call")
        return said in _YES

    def away(self) -> tuple[Absence, ...]:
        absences, problems = read_away(self.value("away"))
        for problem in problems:
            self.note(problem, "away")
        return absences

    def aliases(self) -> tuple[str, ...]:
        """Further names, separated by semicolons, slashes or new lines."""
        pieces = re.split(r"[;/\n]", text(self.value("aliases")))
        return tuple(" ".join(piece.split()) for piece in pieces if parts(piece))

    def zone(self) -> str | None:
        if not (typed := self.text("time_zone")):
            return None
        zone = time_zone(typed)
        if zone is None:
            self.note("unknown-time-zone", "time_zone")
        return zone


_DOUBTS: Final = ("name", "joined", "left", "on_call", "away")
"""Columns that, where they are not understood, leave open when somebody may serve."""


_DATED: Final = ("left", "joined", "away")
"""Columns of days; where one is missing, days elsewhere in a row may be what it would say."""


def _note_days_elsewhere(tab: Tab, header: int, rows: Sequence[_Row]) -> None:
    """Point out days under headings nobody knows, where a column of days is not found.

    *Away* that was given the heading *Holidays* would mean that nobody ever is away.
    """
    columns = rows[0].columns if rows else {}
    missing = next((key for key in _DATED if key not in columns), None)
    if missing is None:
        return
    for column, heading in enumerate(tab.values[header]):
        if column in columns.values() or not text(heading).strip():
            continue
        for row in rows:
            if read_away(tab.value(row.row, column))[0]:
                row.findings.append(
                    MemberFinding("column-unknown", row.title, row.row, column, key=missing)
                )


def _forms(row: _Row) -> set[tuple[str, ...]]:
    """The names of a row, ready for comparing."""
    return {form for name in (row.text("name"), *row.aliases()) if (form := parts(name))}


def _read_member(row: _Row, twice: set[tuple[str, ...]]) -> Member:
    name = row.text("name")
    joined, left = row.day("joined"), row.day("left")
    if joined and left and left < joined:
        row.note("left-before-joined", "left")
    if _forms(row) & twice:
        row.note("name-twice", "name")
    on_call, away, zone = row.on_call(), row.away(), row.zone()
    return Member(
        row=row.row,
        name=Private(name),
        email=Private(row.text("email")),
        joined=joined,
        left=left,
        on_call=on_call,
        away=away,
        zone=zone,
        aliases=Private(row.aliases()),
        doubts=frozenset(f.key for f in row.findings if f.key in _DOUBTS),
    )


def _about_everyone(members: list[Member], title: str) -> list[MemberFinding]:
    if not members:
        return [MemberFinding("no-members", title)]
    serving = sum(m.on_call and m.left is None for m in members)
    if serving > 1 or sum(m.on_call for m in members) > 1:
        return []
    return [MemberFinding("one-member" if serving else "nobody-on-call", title)]


def read_committee(tab: Tab, title: str = "Committee") -> Committee:
    """Read the Committee tab.

    Args:
        tab: the tab as it was read.
        title: how findings call it.

    Raises:
        SheetError: where no header with Name stands in its first rows.
    """
    header, columns = find_header(tab, COMMITTEE, ("name",))
    rows = [_Row(tab, title, r, columns) for r in range(header + 1, len(tab.values))]
    named = [row for row in rows if row.named()]
    _note_days_elsewhere(tab, header, named)
    counted = Counter(form for row in named for form in _forms(row))
    twice = {name for name, count in counted.items() if count > 1}
    members = [_read_member(row, twice) for row in named]
    findings = [finding for row in named for finding in row.findings]
    findings += [
        MemberFinding("no-name", title, row.row, columns["name"], key="name")
        for row in rows
        if not row.named() and (row.text("email") or row.text("joined"))
    ]
    return Committee(tuple(members), (*_about_everyone(members, title), *findings))


def read_if_any(snapshot: Snapshot, policy: Policy) -> Committee | None:
    """Read the Committee tab; None where there is none, or none that can be read."""
    tab = snapshot.tab(policy.tabs.committee)
    if tab is None:
        return None
    try:
        return read_committee(tab, policy.tabs.committee)
    except SheetError:
        return None
