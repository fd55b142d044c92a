"""Reading one row into a record; what cannot be understood becomes a finding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from sheets_coc.dates import NEVER, Day
from sheets_coc.people.contacts import split_contacts
from sheets_coc.people.names import count_expunged, split_aliases, split_people
from sheets_coc.policy import Policy
from sheets_coc.private import Private
from sheets_coc.records import cases, remembered
from sheets_coc.records.apart.row_check import changed_since
from sheets_coc.records.key import persons
from sheets_coc.records.key.persons import CaseCounts
from sheets_coc.records.record import Record
from sheets_coc.records.row.checks import ENDS, RowChecks
from sheets_coc.records.row.decided import Decided, read_decided
from sheets_coc.records.sheet import RecordsSheet
from sheets_coc.records.values import no_date_word, read_date, read_flag
from sheets_coc.schema.columns import (
    BY_KEY,
    COLUMNS,
    ColumnKind,
    Decision,
    FlagState,
    OnExpunge,
)
from sheets_coc.sheet.model import text

_COUNTED = ("subjects", "aliases")
_SUBJECTS = (*_COUNTED, "contacts")
"""Columns that name the subject. Addresses of chips in them are contacts: entries of the first
two are names, and of *Named subjects* they are counted."""
NOBODY: frozenset[str] = frozenset()
_PERSONAL = tuple(c.key for c in COLUMNS if c.on_expunge is OnExpunge.ERASE)
_DATES = tuple(c for c in COLUMNS if c.kind in (ColumnKind.DATE, ColumnKind.DATE_OR_NEVER))
_SETTLED_BY_EXPUNGING = frozenset(c.key for c in _DATES) - {"reported_on", "expunged_on"}


class RowReader(RowChecks):
    """Reads one row; what it cannot understand it adds to the sheet's findings."""

    def __init__(self, sheet: RecordsSheet, policy: Policy, today: date, row: int) -> None:
        super().__init__(sheet, policy, today, row)
        self.report: str | None = None

    def read(self, taken: CaseCounts, formulas: tuple[int, ...], merged: bool) -> Record:
        """The record of this row."""
        first = len(self.sheet.findings)
        people = self._everybody()
        self._read_case(taken, people)
        decided = self._read_decided()
        decision = decided.decision
        flag = self._read_flag()
        days = {c.key: self._read_day(c.key, decision) for c in _DATES if c.key in self.columns}
        if decided.permanent and days.get("banned_until") is None and ENDS not in self.unread:
            days[ENDS] = NEVER
        expunged = self._is_expunged(people, decision, days.get("expunged_on"))
        if expunged:
            self._let_rest(first)
        else:
            self._check_cells(formulas, merged)
            self._check_dates(decided, days)
            self._check_flag(decided, flag, days.get("banned_until"))
            self._check_source(decided)
            self._check_people(decision, people)
        return self._build(people, decided, flag, days, expunged)

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

    def _read_case(self, taken: CaseCounts, people: Mapping[str, tuple[str, ...]]) -> None:
        typed = text(self._value("case")).strip()
        if not typed:
            return
        if not cases.is_code_name(typed):
            self._find("case-name", "case")
        elif cases.tells(typed, (name for names in people.values() for name in names)):
            self._find("case-tells", "case")
        else:
            self.report = typed
            self.case = self._told(typed, taken)
        if taken.pairs[cases.key(typed), frozenset(map(persons.key, self.codes))] > 1:
            self._find("duplicate-case", "case")

    def _told(self, typed: str, taken: CaseCounts) -> str | None:
        """How messages speak of this row: with its person's code where the case has several."""
        if taken.rows[cases.key(typed)] == 1 or not self.codes:
            return typed
        return (
            f"{typed}/{' + '.join(self.codes)}" if all(map(persons.is_code, self.codes)) else None
        )

    def _read_decided(self) -> Decided:
        decided = read_decided(
            self._value("decision"),
            self._value("status"),
            self._value("consequence"),
            self.policy.decisions,
            has_words=not {"decision", "consequence"}.isdisjoint(self.columns),
        )
        for code, key in decided.problems:
            self._find(code, key if key in self.columns else "decision")
        return decided

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

    def _announced(self, day: date | None) -> date | None:
        """The announced day. One that people typed, or filled down, is none before the notice."""
        check, typed = text(self._value("row_check")), self._value("goes_on")
        if day is None or not changed_since(check, "goes_on", typed):
            return day
        notice = timedelta(days=self.policy.retention.notice_days)
        return day if day >= self.today + notice else None

    def _build(
        self,
        people: Mapping[str, tuple[str, ...]],
        decided: Decided,
        flag: FlagState | None,
        days: Mapping[str, Day | None],
        expunged: bool,
    ) -> Record:
        event = text(self._value("event")).strip()
        named = {key: Private(names) for key, names in people.items()}
        record = Record(
            row=self.row,
            case=self.case,
            reported_on=_plain(days.get("reported_on")),
            decision=decided.decision,
            consequence=decided.consequence,
            report=self.report,
            persons=tuple(dict.fromkeys(map(persons.key, self.codes))),
            decided_on=_plain(days.get("decided_on")),
            banned_until=days.get("banned_until"),
            flag=flag,
            expunge_on=days.get("expunge_on"),
            no_date=no_date_word(self._value("expunge_on")),
            policy_date=days.get("policy_date"),
            extended_until=days.get("extended_until"),
            goes_on=self._announced(_plain(days.get("goes_on"))),
            expunged_on=_plain(days.get("expunged_on")),
            responded_on=_plain(days.get("responded_on")),
            held=bool((hold := self._value("hold")) and split_people(text(hold))),
            expunged=expunged,
            not_same_as=self._others(),
            event=event or None,
            date_errors=tuple(self.date_errors),
            blocked_by=tuple(self.blocked_by),
            has_decision_column=self.sheet.layout.has_decisions,
            reporter=named["reporter"],
            subjects=named["subjects"],
            aliases=named["aliases"],
            contacts=named["contacts"],
            others=named["others"],
            handled_by=named["handled_by"],
            recused=named["recused"],
        )
        began = remembered.day(self.sheet.metadata, remembered.RESTART, record.lasting)
        return replace(record, restarted_on=began) if began else record


def _plain(day: Day | None) -> date | None:
    return None if day is NEVER else day
