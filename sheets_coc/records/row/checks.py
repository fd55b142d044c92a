"""What one row is checked for, once its cells are understood."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sheets_coc.dates import Day
from sheets_coc.people.entries import entry_keys
from sheets_coc.policy import Policy
from sheets_coc.records.key import persons
from sheets_coc.records.row.decided import Decided
from sheets_coc.records.sheet import RecordsSheet
from sheets_coc.schema.columns import Decision, FlagState
from sheets_coc.schema.consequences import ACTIONS, Consequence
from sheets_coc.schema.findings import BY_CODE, Finding
from sheets_coc.schema.resolvers import Resolver
from sheets_coc.sheet.model import Value, text

ENDS = "banned_until"
_NEARLY_FULL = 49_000


class RowChecks:
    """Checks one row; what is wrong it adds to the sheet's findings."""

    def __init__(self, sheet: RecordsSheet, policy: Policy, today: date, row: int) -> None:
        self.sheet = sheet
        self.policy = policy
        self.today = today
        self.row = row
        self.cells = sheet.tab.values[row]
        self.columns = sheet.layout.columns
        self.case: str | None = None
        self.codes = persons.codes(self._value("person"))
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

    def _check_cells(self, formulas: tuple[int, ...], merged: bool) -> None:
        keys = self.sheet.layout.keys
        for column in formulas:
            self._add("formula", column, keys.get(column))
        if merged:
            self._find("merged-cells")
        for column, value in enumerate(self.cells):
            if isinstance(value, str) and len(value) > _NEARLY_FULL and column in keys:
                self._find("cell-full", keys[column])

    def _check_dates(self, said: Decided, days: Mapping[str, Day | None]) -> None:
        decision = said.decision
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
        answered = days.get("responded_on")
        if isinstance(answered, date) and not reported <= answered <= self.today:
            self._find("answer-date", "responded_on")
        self._check_ban(said, days, reported)
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

    def _check_ban(self, said: Decided, days: Mapping[str, Day | None], reported: date) -> None:
        decision = said.decision
        until = days.get("banned_until")
        if decision is not Decision.BANNED:
            if until is not None and decision not in (None, Decision.OPEN):
                self._find("ban-end-without-ban", ENDS)
            return
        if until is None and "banned_until" not in self.unread:
            suspended = said.consequence is Consequence.SUSPENDED
            self._find(
                "suspension-without-end" if suspended else "ban-without-end",
                ENDS if ENDS in self.columns else said.key,
            )
        elif isinstance(until, date) and until < reported:
            self._find("ban-ends-before-report", "banned_until")

    def _check_flag(self, said: Decided, flag: FlagState | None, until: Day | None) -> None:
        decision = said.decision
        if said.interim:
            self._find("open-with-measure", said.key)
        elif decision is Decision.OPEN:
            self._check_open(flag, until)
        elif decision is not None and flag is not None:
            self._check_agree(decision, flag)

    def _check_open(self, flag: FlagState | None, until: Day | None) -> None:
        """Whether a measure stands in an open case, as during an appeal."""
        if flag in (FlagState.FLAGGED, FlagState.BANNED):
            self._find("open-with-measure", "decision")
        elif until is not None:
            self._find("open-with-measure" if flag is None else "ban-end-without-ban", ENDS)

    def _check_agree(self, decision: Decision, flag: FlagState) -> None:
        wanted = {
            Decision.FLAGGED: FlagState.FLAGGED,
            Decision.BANNED: FlagState.BANNED,
        }
        if wanted.get(decision, FlagState.NONE) is not flag:
            self._find("flag-disagrees", "flag")

    def _check_source(self, said: Decided) -> None:
        """Whether it is understood who resolved the case, and whether anybody can have acted."""
        by = self.policy.resolvers.read(text(self._value("resolution_source")))
        if by is None:
            self._find("unknown-source", "resolution_source")
        elif by == {Resolver.NOBODY} and said.consequence in ACTIONS:
            self._find("nobody-acted", "resolution_source")

    def _check_people(
        self, decision: Decision | None, people: Mapping[str, tuple[str, ...]]
    ) -> None:
        named = people["subjects"] or people["contacts"] or people["aliases"] or self.codes
        if len(self.codes) > 1:
            self._find("several-persons", "person")
        if not all(map(persons.is_code, self.codes)):
            self._find("person-code", "person")
        if decision is Decision.NOBODY_IDENTIFIED and named:
            self._find("nobody-but-named", "subjects")
        if decision in (Decision.RESOLVED, Decision.FLAGGED, Decision.BANNED) and not named:
            self._find("nobody-to-look-for", "subjects" if "subjects" in self.columns else "person")
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
