"""The On-call tab, read: who serves in which week, and which cells may be written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Final

from sheets_coc.committee.columns import find_header
from sheets_coc.committee.members import Member, directory
from sheets_coc.committee.names import (
    Directory,
    Matched,
    NameMatch,
    is_plain_name,
    says_nobody,
)
from sheets_coc.dates import MONDAY_NOON, Changeover
from sheets_coc.oncall.columns import ONCALL
from sheets_coc.oncall.findings import RotaFinding
from sheets_coc.private import Private
from sheets_coc.records.values import read_date
from sheets_coc.sheet.model import Position, Tab, Value, text


class DutyRole(StrEnum):
    """The two people on duty (report handling procedure, "On-call duty")."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


ROLES: Final = (DutyRole.PRIMARY, DutyRole.SECONDARY)


@dataclass(frozen=True, slots=True)
class Slot:
    """One cell of a week: a role and who holds it.

    Attributes:
        typed: what stands there; empty where it is open.
        holder: the index of the member it means, misspelt ones included; None otherwise.
        candidates: indices of the members it could mean, where that is more than one.
        writable: whether the tool may write there at all.
        agreement: whether more than one plain name stands there: somebody's agreement.
    """

    typed: Private[str]
    holder: int | None = None
    candidates: tuple[int, ...] = ()
    writable: bool = True
    agreement: bool = False

    @property
    def known(self) -> bool:
        """Whether a member is meant, or mentioned."""
        return self.holder is not None or bool(self.candidates)

    def shown(self, members: Sequence[Member]) -> Private[str]:
        """What people are told stands there: an agreement as typed, else the member's name."""
        return self.typed if self.holder is None or self.agreement else members[self.holder].name


OPEN_SLOT: Final = Slot(Private(""))


@dataclass(frozen=True, slots=True)
class Week:
    """One week of duty.

    Attributes:
        starts: the day it begins, and its name.
        row: its row in the tab, from 0; None where it has none yet.
        slots: primary and secondary.
        reminded: whether its reminder is marked as sent.
    """

    starts: date
    row: int | None = None
    slots: tuple[Slot, Slot] = (OPEN_SLOT, OPEN_SLOT)
    reminded: bool = False

    @property
    def holders(self) -> tuple[int, ...]:
        """The members on duty, as far as they are known."""
        return tuple(dict.fromkeys(s.holder for s in self.slots if s.holder is not None))


@dataclass(frozen=True, slots=True)
class RotaTab:
    """The On-call tab.

    Attributes:
        tab: Google's id of the tab.
        header_row: the header's row, from 0.
        columns: the column of each key that was found.
        weeks: the weeks in the order of time, by the day they begin.
        first_free: the first row below everything.
        changeover: when duty changes hands.
        notes: what stands in the Note column, by row; None where it must not be written.
    """

    tab: int
    header_row: int
    columns: dict[str, int]
    weeks: dict[date, Week] = field(repr=False)
    findings: tuple[RotaFinding, ...] = ()
    first_free: int = 1
    changeover: Changeover = MONDAY_NOON
    notes: dict[int, Private[str] | None] = field(default_factory=dict, repr=False)

    @property
    def row_key(self) -> Mapping[int, tuple[int, int | None]]:
        """What tells rows apart, for `Changes.keys`: the header's row, and the Mondays' column."""
        return {self.tab: (self.header_row, self.columns.get("week"))}

    def week(self, starts: date) -> Week:
        """The week that begins on a day; an open one without a row where the tab has none."""
        return self.weeks.get(starts, Week(starts))

    def remarks(self, row: int) -> list[str] | None:
        """What stands in a row's Note cell, if anything; None where it must not be written."""
        noted = self.notes.get(row)
        if noted is None:
            return None
        return [noted.reveal()] if noted else []


def merged_cells(tab: Tab) -> set[Position]:
    """Every cell that is part of a merged block."""
    return {
        (row, column)
        for top, bottom, left, right in tab.merges
        for row in range(top, min(bottom, len(tab.values)))
        for column in range(left, right)
    }


def _first_free(tab: Tab) -> int:
    """The first row below every value, note and merged block."""
    noted = [row + 1 for row, _ in tab.notes]
    merged = [bottom for _, bottom, _, _ in tab.merges]
    return max([len(tab.values), *noted, *merged])


class _Reader:
    def __init__(
        self,
        tab: Tab,
        title: str,
        columns: dict[str, int],
        names: Directory,
        changeover: Changeover,
    ) -> None:
        self.tab, self.title, self.columns, self.names = tab, title, columns, names
        self.changeover = changeover
        self.findings: list[RotaFinding] = []
        self.merged = merged_cells(tab)

    def value(self, row: int, key: str) -> Value:
        return self.tab.value(row, self.columns[key]) if key in self.columns else None

    def note(
        self, code: str, row: int, key: str, week: date | None, member: Private[str] | None = None
    ) -> None:
        self.findings.append(
            RotaFinding(code, self.title, row, self.columns[key], key, week, member)
        )

    def starts(self, row: int) -> date | None:
        """The week of a row; None where it has none that can be relied on."""
        reading = read_date(self.value(row, "week"))
        if reading.problem and any(self.filled(row, role) for role in ROLES):
            self.note(reading.problem, row, "week", None)
        elif reading.day is None and any(self.filled(row, role) for role in ROLES):
            self.note("no-week", row, "week", None)
        if not isinstance(reading.day, date):
            return None
        if self.changeover.on_or_before(reading.day) != reading.day:
            self.note("not-monday", row, "week", None)
            return None
        return reading.day

    def own(self, position: Position) -> bool:
        """Whether a cell is not the tool's to write: a formula, or part of a merged block."""
        return position in self.tab.formulas or position in self.merged

    def filled(self, row: int, role: DutyRole) -> bool:
        return not says_nobody(text(self.value(row, role)))

    def slot(self, row: int, role: DutyRole, week: date, members: Sequence[Member]) -> Slot:
        position = (row, self.columns[role])
        writable = not self.own(position) and position not in self.tab.rich
        if position in self.tab.formulas:
            self.note("formula", row, role, week)
        if position in self.merged:
            self.note("merged-cells", row, role, week)
        if position in self.tab.errors or not self.filled(row, role):
            return Slot(Private(""), writable=writable)
        typed = text(self.value(row, role)).strip()
        found = self.names.match(typed)
        more = not is_plain_name(typed)
        more = more or (found.how is NameMatch.NONE and self.names.mentions_more(typed))
        if more and not self.names.names(typed):
            return self.agreement(row, role, week, typed, found)
        if found.how is NameMatch.SEVERAL:
            self.note("two-members", row, role, week)
            return Slot(Private(typed), None, found.members, writable=False)
        if found.how is NameMatch.NONE:
            self.note("unknown-name", row, role, week)
            # Somebody typed it: it makes room only where Note can keep it.
            return Slot(Private(typed), writable=writable and self.note_cell(row) is not None)
        holder = found.members[0]
        if found.how is NameMatch.MISSPELT:
            self.note("misspelt-name", row, role, week, members[holder].name)
        return Slot(Private(typed), holder, writable=writable)

    def agreement(self, row: int, role: DutyRole, week: date, typed: str, found: Matched) -> Slot:
        """A cell that holds more than one plain name: asked about, never overwritten."""
        if found.how is NameMatch.ONE:
            self.note("agreement", row, role, week)
            return Slot(Private(typed), found.members[0], writable=False, agreement=True)
        several = found.how is NameMatch.SEVERAL
        mentioned = found.members if several else self.names.mentioned(typed)
        code = "two-members" if several else "agreement" if mentioned else "unknown-name"
        self.note(code, row, role, week)
        return Slot(Private(typed), None, mentioned, writable=False, agreement=True)

    def note_cell(self, row: int) -> Private[str] | None:
        """What stands in Note; None where there is no such cell, or not one to write in."""
        position = (row, self.columns.get("note", -1))
        if "note" not in self.columns or self.own(position) or position in self.tab.rich:
            return None  # writing would lose its links and chips
        return Private(text(self.tab.value(*position)).strip())

    def week(self, row: int, starts: date, members: Sequence[Member]) -> Week:
        first, second = (self.slot(row, role, starts, members) for role in ROLES)
        reminded = bool(text(self.value(row, "reminder")).strip(" -–—"))
        if self.value(row, "reminder") is False:
            reminded = False
        return Week(starts, row, (first, second), reminded)


def _closed(week: Week) -> Week:
    """A week whose cells must not be written."""
    first, second = (replace(slot, writable=False) for slot in week.slots)
    return Week(week.starts, week.row, (first, second), week.reminded)


def read_rota(
    tab: Tab,
    members: Sequence[Member],
    title: str = "On-call",
    changeover: Changeover = MONDAY_NOON,
) -> RotaTab:
    """Read the On-call tab; whatever is not understood is said so and left alone.

    Args:
        tab: the tab as it was read.
        members: the Committee tab's members; indices of holders refer to them.
        title: how findings call it.
        changeover: when duty changes hands; weeks are named by that day.

    Raises:
        SheetError: where no header with Week starting, Primary and Secondary is found.
    """
    header, columns = find_header(tab, ONCALL, ("week", "primary", "secondary"))
    reader = _Reader(tab, title, columns, directory(members), changeover)
    weeks: dict[date, Week] = {}
    for row in range(header + 1, len(tab.values)):
        starts = reader.starts(row)
        if starts is None:
            continue
        week = reader.week(row, starts, members)
        if starts in weeks:
            reader.note("week-twice", row, "week", starts)
            weeks[starts] = _closed(weeks[starts] if weeks[starts].holders else week)
        else:
            weeks[starts] = week
    return RotaTab(
        tab=tab.id,
        header_row=header,
        columns=columns,
        weeks=dict(sorted(weeks.items())),
        findings=tuple(reader.findings),
        first_free=_first_free(tab),
        changeover=changeover,
        notes={w.row: reader.note_cell(w.row) for w in weeks.values() if w.row is not None},
    )
