"""Reading one row into a record; what cannot be understood becomes a finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from sheets_coc.dates import NEVER, Day
from sheets_coc.people.contacts import split_contacts
from sheets_coc.people.entries import entry_keys
from sheets_coc.people.names import count_expunged, split_aliases, split_people
from sheets_coc.policy import Policy
from sheets_coc.private import Private
from sheets_coc.records import cases, remembered
from sheets_coc.records.record import Record
from sheets_coc.records.sheet import RecordsSheet
from sheets_coc.records.values import read_date, read_decision, read_flag
from sheets_coc.schema.columns import (
    BY_KEY,
    COLUMNS,
    ColumnKind,
    Decision,
    FlagState,
    OnExpunge,
)
from sheets_coc.schema.findings import BY_CODE, Finding
from sheets_coc.sheet.model import Value, text

_COUNTED = ("subjects", "aliases")
_SUBJECTS = (*_COUNTED, "contacts")
"""Columns that name the subject. Addresses of chips in them are contacts: entries of the first
two are names, and of *Named subjects* they are counted."""
NOBODY: frozenset[str] = frozenset()
_NEARLY_FULL = 49_000
_PERSONAL = tuple(c.key for c in COLUMNS if c.on_expunge is OnExpunge.ERASE)
_DATES = tuple(c for c in COLUMNS if c.kind in (ColumnKind.DATE, ColumnKind.DATE_OR_NEVER))
_SETTLED_BY_EXPUNGING = frozenset(c.key for c in _DATES) - {"reported_on", "expunged_on"}


class RowReader:
    """Reads one row; what it cannot understand it adds to the sheet's findings."""

    def __init__(self, sheet: RecordsSheet, policy: Policy, today: date, row: int) -> None:
        self.sheet = sheet
        self.policy = policy
        self.today = today
        self.row = row
        self.cells = sheet.tab.values[row]
        self.columns = sheet.layout.columns
        self.case: str | None = None
        self.date_errors: list[str] = []
        self.blocked_by: list[str] = []
        self.unread: set[str] = set()

    def _value(self, key: str) -> Value:
        column = self.columns.get(key)
        if column is None or column >= len(self.cells):
            return None
        return self.cells[column]

    def _find(self, code: str, key: str | None = None, *, decides: bool | None = None) -> None:
        column = self.columns.get(key) if key else self.columns.get("case")
        self._add(code, column, key, decides=decides)

    def _add(
        self, code: str, column: int | None, key: str | None, *, decides: bool | None = None
    ) -> None:
        kind = BY_CODE[code]
        self.sheet.findings.append(
            Finding(code, self.policy.tabs.records, self.row, column, key, self.case)
        )
        if kind.decides if decides is None else decides:
            self.date_errors.append(code)
        if kind.blocks:
            self.blocked_by.append(code)

    def read(self, taken: Counter[str], formulas: tuple[int, ...], merged: bool) -> Record:
        """The record of this row."""
        first = len(self.sheet.findings)
        people = self._everybody()
        self._read_case(taken, people)
        decision = self._read_decision()
        flag = self._read_flag()
        days = {c.key: self._read_day(c.key, decision) for c in _DATES if c.key in self.columns}
        expunged = self._is_expunged(people, decision, days.get("expunged_on"))
        if expunged:
            self._let_rest(first)
        else:
            self._check_cells(formulas, merged)
            self._check_dates(decision, days)
            self._check_flag(decision, flag)
            self._check_people(decision, people)
        return self._build(people, decision, flag, days, expunged)

    def _let_rest(self, first: int) -> None:
        """Ask nothing more of a record that has gone, except what statistics still read.

        Args:
            first: where this row's findings begin.
        """
        self.date_errors.clear()
        found = self.sheet.findings
        found[first:] = [
            f for f in found[first:] if f.code != "remark" and f.key not in _SETTLED_BY_EXPUNGING
        ]
        for key in _SETTLED_BY_EXPUNGING:
            self.sheet.ambiguous.pop((self.row, key), None)

    def _everybody(self) -> dict[str, tuple[str, ...]]:
        """The people of each personal column; those who are chips with their addresses too."""
        people = {key: self._people(key) for key in _PERSONAL}
        chips = {key: self.sheet.tab.emails(self.row, self.columns.get(key)) for key in _PERSONAL}
        if any(chips.values()):
            own = [email for key in _SUBJECTS for email in chips[key]]
            typed = self._typed_contacts() if chips["contacts"] else people["contacts"]
            chips["contacts"] = tuple(own)
            people["contacts"] = typed
            for key in chips.keys() - set(_COUNTED):
                people[key] = tuple(dict.fromkeys((*people[key], *chips[key])))
        return people

    def _typed_contacts(self) -> tuple[str, ...]:
        """The contacts that were typed; what a chip shows among them is a name, and no contact."""
        column = self.columns["contacts"]
        shown = text(self.cells[column])
        for chip in reversed(self.sheet.tab.people[self.row, column]):
            shown = shown[: chip.start] + chip.email + shown[chip.end :]
        return split_contacts(shown)

    def _people(self, key: str) -> tuple[str, ...]:
        value = self._value(key)
        if value is None or value == "":
            return ()
        if key == "contacts":
            return split_contacts(text(value))
        return split_aliases(text(value)) if key == "aliases" else split_people(text(value))

    def _expunged_people(self, key: str) -> int:
        value = self._value(key)
        if not isinstance(value, str) or "expunged" not in value.casefold():
            return 0
        return count_expunged(value)

    def _others(self) -> frozenset[str]:
        value = self._value("not_same_as")
        return cases.split(text(value)) if value else NOBODY

    def _read_case(self, taken: Counter[str], people: Mapping[str, tuple[str, ...]]) -> None:
        typed = text(self._value("case")).strip()
        if not typed:
            return
        if not cases.is_code_name(typed):
            self._find("case-name", "case")
        elif cases.tells(typed, (name for names in people.values() for name in names)):
            self._find("case-tells", "case")
        else:
            self.case = typed
        if taken[cases.key(typed)] > 1:
            self._find("duplicate-case", "case")

    def _read_decision(self) -> Decision | None:
        value = self._value("decision")
        typed = text(value).strip()
        if not typed or value is False:
            return None
        decision = read_decision(typed)
        if decision is None:
            self._find("unknown-decision", "decision")
        return decision

    def _read_flag(self) -> FlagState | None:
        reading = read_flag(self._value("flag"))
        if reading.flag is None and reading.remark:
            self._find("flag-unclear", "flag")
        elif reading.remark:
            self._find("remark", "flag")
        return reading.flag

    def _decides(self, key: str, decision: Decision | None) -> bool:
        """Whether a date that cannot be read leaves open when the record goes."""
        if not self.sheet.layout.has_decisions:
            return key in ("expunge_on", "expunged_on")
        if key == "decided_on":
            by_decision = self.policy.retention.anchor == "decision"
            return by_decision or decision is Decision.NO_VIOLATION
        if key == "banned_until":
            return decision is Decision.BANNED
        return key not in ("goes_on", "responded_on")

    def _read_day(self, key: str, decision: Decision | None) -> Day | None:
        column = self.columns[key]
        if (self.row, column) in self.sheet.tab.errors:
            self._find("formula-error", key, decides=self._decides(key, decision))
            self.unread.add(key)
            return None
        reading = read_date(self._value(key), never=BY_KEY[key].kind is ColumnKind.DATE_OR_NEVER)
        if reading.problem:
            self._find(reading.problem, key, decides=self._decides(key, decision))
            self.unread.add(key)
        if reading.readings:
            self.sheet.ambiguous[self.row, key] = reading.readings
        return reading.day

    def _is_expunged(
        self, people: Mapping[str, tuple[str, ...]], decision: Decision | None, on: Day | None
    ) -> bool:
        """Whether the record has gone; a row with names left counts as live."""
        partial = decision is Decision.NOBODY_IDENTIFIED
        keys = ("reporter",) if partial else _PERSONAL
        named = any(people[key] for key in keys)
        marked = any(self._expunged_people(key) for key in keys)
        if named and on is not None:
            self._find("names-after-expunge", "expunged_on")
        elif named and marked:
            self._find("half-expunged")
        return not named and (marked or on is not None)

    def _check_cells(self, formulas: tuple[int, ...], merged: bool) -> None:
        keys = self.sheet.layout.keys
        for column in formulas:
            self._add("formula", column, keys.get(column))
        if merged:
            self._find("merged-cells")
        for column, value in enumerate(self.cells):
            if isinstance(value, str) and len(value) > _NEARLY_FULL and column in keys:
                self._find("cell-full", keys[column])

    def _check_dates(self, decision: Decision | None, days: Mapping[str, Day | None]) -> None:
        reported, decided = days.get("reported_on"), days.get("decided_on")
        if not isinstance(reported, date):
            if "reported_on" not in self.unread:
                self._find("no-report-date", "reported_on", decides=self.sheet.layout.has_decisions)
            return
        if reported > self.today:
            self._find("report-in-future", "reported_on")
        if isinstance(decided, date) and decided < reported:
            self._find("decided-before-report", "decided_on")
        if isinstance(decided, date) and decided > self.today:
            self._find("decided-in-future", "decided_on")
        self._check_ban(decision, days, reported)
        expunge = days.get("expunge_on")
        set_by_hand = expunge != days.get("policy_date")
        if isinstance(expunge, date) and expunge < reported and set_by_hand:
            self._find("expunge-before-report", "expunge_on")
        needs_decision_date = self.policy.retention.anchor == "decision" and decision not in (
            None,
            Decision.OPEN,
        )
        if needs_decision_date and decided is None and "decided_on" not in self.unread:
            self._find("no-decision-date", "decided_on")

    def _check_ban(
        self, decision: Decision | None, days: Mapping[str, Day | None], reported: date
    ) -> None:
        until = days.get("banned_until")
        if decision is not Decision.BANNED:
            if until is not None and decision not in (None, Decision.OPEN):
                self._find("ban-end-without-ban", "banned_until")
            return
        if until is None and "banned_until" not in self.unread:
            self._find("ban-without-end", "banned_until")
        elif isinstance(until, date) and until < reported:
            self._find("ban-ends-before-report", "banned_until")

    def _check_flag(self, decision: Decision | None, flag: FlagState | None) -> None:
        if decision is None or flag is None:
            return
        if decision is Decision.OPEN and flag is not FlagState.NONE:
            self._find("open-with-measure", "decision")
            return
        wanted = {
            Decision.FLAGGED: FlagState.FLAGGED,
            Decision.BANNED: FlagState.BANNED,
        }
        if wanted.get(decision, FlagState.NONE) is not flag:
            self._find("flag-disagrees", "flag")

    def _check_people(
        self, decision: Decision | None, people: Mapping[str, tuple[str, ...]]
    ) -> None:
        named = people["subjects"] or people["contacts"] or people["aliases"]
        if decision is Decision.NOBODY_IDENTIFIED and named:
            self._find("nobody-but-named", "subjects")
        if decision in (Decision.RESOLVED, Decision.FLAGGED, Decision.BANNED) and not named:
            self._find("nobody-to-look-for", "subjects")
        if self._handles_own_case(people):
            self._find("handles-own-case", "handled_by")

    @staticmethod
    def _handles_own_case(people: Mapping[str, tuple[str, ...]]) -> bool:
        """Whether somebody who was reported handles the report about them."""
        handlers = {entry_keys(name) for name in people["handled_by"]}
        reported = {
            entry_keys(name) for key in ("subjects", "aliases", "contacts") for name in people[key]
        }
        return any(a and b and not a.isdisjoint(b) for a in handlers for b in reported)

    def _build(
        self,
        people: Mapping[str, tuple[str, ...]],
        decision: Decision | None,
        flag: FlagState | None,
        days: Mapping[str, Day | None],
        expunged: bool,
    ) -> Record:
        event = text(self._value("event")).strip()
        return Record(
            row=self.row,
            case=self.case,
            reported_on=_plain(days.get("reported_on")),
            decision=decision,
            decided_on=_plain(days.get("decided_on")),
            banned_until=days.get("banned_until"),
            flag=flag,
            expunge_on=days.get("expunge_on"),
            policy_date=days.get("policy_date"),
            extended_until=days.get("extended_until"),
            restarted_on=remembered.day(self.sheet.metadata, remembered.RESTART, self.case),
            goes_on=_plain(days.get("goes_on")),
            expunged_on=_plain(days.get("expunged_on")),
            responded_on=_plain(days.get("responded_on")),
            held=bool((hold := self._value("hold")) and split_people(text(hold))),
            expunged=expunged,
            expunged_subjects=self._expunged_people("subjects"),
            not_same_as=self._others(),
            event=event or None,
            date_errors=tuple(self.date_errors),
            blocked_by=tuple(self.blocked_by),
            has_decision_column=self.sheet.layout.has_decisions,
            **{key: Private(names) for key, names in people.items()},
        )


def _plain(day: Day | None) -> date | None:
    return None if day is NEVER else day
