"""Reading the Records tab into records, with a finding for whatever cannot be understood.

The reader trusts nothing: every cell is optional, every date may be text, any row may be
half filled. What it cannot read it says, by code and address.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sheets_coc.dates import NEVER, Day
from sheets_coc.errors import SheetError
from sheets_coc.people.contacts import split_contacts
from sheets_coc.people.names import count_expunged, split_people
from sheets_coc.policy import Policy
from sheets_coc.private import Private
from sheets_coc.records import cases
from sheets_coc.records.findings import BY_CODE, Finding
from sheets_coc.records.layout import Layout, read_layout
from sheets_coc.records.record import Record
from sheets_coc.records.schema import (
    BY_KEY,
    COLUMNS,
    Decision,
    Filler,
    Flag,
    Holds,
    Kind,
    OnExpunge,
)
from sheets_coc.records.values import read_date, read_decision, read_flag
from sheets_coc.sheet.model import Snapshot, Tab, Value, text

NOBODY: frozenset[str] = frozenset()
CELL_LIMIT = 50_000
"""Characters a cell can hold (Sheets limits)."""
_NEARLY_FULL = 49_000

_PERSONAL = tuple(c.key for c in COLUMNS if c.on_expunge is OnExpunge.ERASE)
_TYPED = tuple(c.key for c in COLUMNS if c.filler is not Filler.TOOL or c.key == "case")
_DATES = tuple(c for c in COLUMNS if c.kind in (Kind.DATE, Kind.DATE_OR_NEVER))


@dataclass(slots=True, repr=False)
class RecordsSheet:
    """The Records tab, read and understood.

    Attributes:
        tab: the tab as it was read.
        layout: where its columns stand.
        records: one for each row that holds anything, in the sheet's order.
        findings: what could not be understood, in the sheet's order.
        ambiguous: both readings of each ambiguous date, by row and column key.
    """

    tab: Tab
    layout: Layout
    records: list[Record]
    findings: list[Finding]
    ambiguous: dict[tuple[int, str], tuple[date, ...]] = field(default_factory=dict)

    def cell(self, record: Record, key: str) -> Value:
        """The value of a record's cell; None where there is no such column."""
        column = self.layout.columns.get(key)
        return None if column is None else self.tab.value(record.row, column)


def records_tab(snapshot: Snapshot, policy: Policy) -> Tab:
    """The Records tab of a spreadsheet.

    Raises:
        SheetError: `no-tab` where none has the title the policy gives.
    """
    tab = snapshot.tab(policy.tabs.records)
    if tab is None:
        raise SheetError(
            f"The spreadsheet has no tab called {policy.tabs.records}. "
            "Rename the tab, or name yours in the policy under [tabs].",
            code="no-tab",
        )
    return tab


def read_records(snapshot: Snapshot, policy: Policy, today: date) -> RecordsSheet:
    """Read every record of a spreadsheet.

    Args:
        snapshot: the spreadsheet.
        policy: the committee's rules, tabs and headers.
        today: the UTC date.

    Raises:
        SheetError: where there is no such tab or no header.
    """
    tab = records_tab(snapshot, policy)
    layout = read_layout(tab, policy, snapshot.metadata)
    sheet = RecordsSheet(tab, layout, [], [])
    sheet.findings += _layout_findings(layout, policy.tabs.records)
    merged, headings = _merged_rows(tab, layout)
    typed = [layout.columns[key] for key in _TYPED if key in layout.columns]
    taken = _case_counts(tab, layout)
    formulas = _formulas(tab, layout)
    for row in range(layout.header_row + 1, len(tab.values)):
        if row in headings or not _is_filled(tab.values[row], typed):
            continue
        reader = _RowReader(sheet, policy, today, row)
        sheet.records.append(reader.read(taken, formulas.get(row, ()), row in merged))
    return sheet


def _is_filled(cells: Sequence[Value], typed: Iterable[int]) -> bool:
    width = len(cells)
    for column in typed:
        if column < width and cells[column] not in (None, "", False):
            value = cells[column]
            if not isinstance(value, str) or value.strip():
                return True
    return False


def _layout_findings(layout: Layout, tab: str) -> list[Finding]:
    row = layout.header_row
    found = [Finding("merged-header", tab, row, column) for column in layout.merged[:1]]
    found += [Finding("unclassified-column", tab, row, c.column) for c in layout.unclassified]
    return found


def _merged_rows(tab: Tab, layout: Layout) -> tuple[set[int], set[int]]:
    """Rows that are part of a merged block, and those that are only a heading across."""
    merged: set[int] = set()
    headings: set[int] = set()
    for top, bottom, left, right in tab.merges:
        if top <= layout.header_row:
            continue
        for row in range(top, min(bottom, len(tab.values))):
            filled = [v for v in tab.values[row] if v not in (None, "", False)]
            heading = bottom - top == 1 and right - left > 2 and len(filled) <= 1
            (headings if heading else merged).add(row)
    return merged, headings


def _case_counts(tab: Tab, layout: Layout) -> Counter[str]:
    column = layout.columns.get("case")
    if column is None:
        return Counter()
    return Counter(
        key
        for row in range(layout.header_row + 1, len(tab.values))
        if (key := cases.key(text(tab.value(row, column))))
    )


def _formulas(tab: Tab, layout: Layout) -> Mapping[int, tuple[int, ...]]:
    """Columns of personal data that hold a formula, by row."""
    watched = {c for k, c in layout.columns.items() if BY_KEY[k].holds is not Holds.NOBODY}
    watched |= {c.column for c in layout.own if c.on_expunge is not OnExpunge.KEEP}
    found: dict[int, tuple[int, ...]] = {}
    for row, column in sorted(tab.formulas):
        if column in watched:
            found[row] = (*found.get(row, ()), column)
    return found


class _RowReader:
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

    def value(self, key: str) -> Value:
        column = self.columns.get(key)
        if column is None or column >= len(self.cells):
            return None
        return self.cells[column]

    def find(self, code: str, key: str | None = None, *, decides: bool | None = None) -> None:
        column = self.columns.get(key) if key else self.columns.get("case")
        self.add(code, column, key, decides=decides)

    def add(
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
        people = {key: self.people(key) for key in _PERSONAL}
        self.read_case(taken, people)
        decision = self.read_decision()
        flag = self.read_flag()
        days = {c.key: self.read_day(c.key, decision) for c in _DATES if c.key in self.columns}
        expunged = self.is_expunged(people, decision, days.get("expunged_on"))
        if expunged:
            self.date_errors.clear()
        else:
            self.check_cells(formulas, merged)
            self.check_dates(decision, days)
            self.check_flag(decision, flag)
            self.check_people(decision, people)
        return self.build(people, decision, flag, days, expunged)

    def people(self, key: str) -> tuple[str, ...]:
        value = self.value(key)
        if value is None or value == "":
            return ()
        return split_contacts(text(value)) if key == "contacts" else split_people(text(value))

    def expunged_people(self, key: str) -> int:
        value = self.value(key)
        if not isinstance(value, str) or "expunged" not in value.casefold():
            return 0
        return count_expunged(value)

    def others(self) -> frozenset[str]:
        value = self.value("not_same_as")
        return cases.split(text(value)) if value else NOBODY

    def read_case(self, taken: Counter[str], people: Mapping[str, tuple[str, ...]]) -> None:
        typed = text(self.value("case")).strip()
        if not typed:
            return
        if not cases.is_code_name(typed):
            self.find("case-name", "case")
        elif cases.tells(typed, (name for names in people.values() for name in names)):
            self.find("case-tells", "case")
        else:
            self.case = typed
        if taken[cases.key(typed)] > 1:
            self.find("duplicate-case", "case")

    def read_decision(self) -> Decision | None:
        value = self.value("decision")
        typed = text(value).strip()
        if not typed or value is False:
            return None
        decision = read_decision(typed)
        if decision is None:
            self.find("unknown-decision", "decision")
        return decision

    def read_flag(self) -> Flag | None:
        reading = read_flag(self.value("flag"))
        if reading.flag is None and reading.remark:
            self.find("flag-unclear", "flag")
        elif reading.remark:
            self.find("remark", "flag")
        return reading.flag

    def decides(self, key: str, decision: Decision | None) -> bool:
        """Whether a date that cannot be read leaves open when the record goes."""
        if not self.sheet.layout.has_decisions:
            return key in ("expunge_on", "expunged_on")
        if key == "decided_on":
            by_decision = self.policy.retention.anchor == "decision"
            return by_decision or decision is Decision.NO_VIOLATION
        if key == "banned_until":
            return decision is Decision.BANNED
        return key not in ("goes_on", "responded_on")

    def read_day(self, key: str, decision: Decision | None) -> Day | None:
        column = self.columns[key]
        if (self.row, column) in self.sheet.tab.errors:
            self.find("formula-error", key, decides=self.decides(key, decision))
            return None
        reading = read_date(self.value(key), never=BY_KEY[key].kind is Kind.DATE_OR_NEVER)
        if reading.problem:
            self.find(reading.problem, key, decides=self.decides(key, decision))
        if reading.readings:
            self.sheet.ambiguous[self.row, key] = reading.readings
        return reading.day

    def is_expunged(
        self, people: Mapping[str, tuple[str, ...]], decision: Decision | None, on: Day | None
    ) -> bool:
        """Whether the record has gone; a row with names left counts as live."""
        partial = decision is Decision.NOBODY_IDENTIFIED
        keys = ("reporter",) if partial else _PERSONAL
        named = any(people[key] for key in keys)
        marked = any(self.expunged_people(key) for key in keys)
        if named and on is not None:
            self.find("names-after-expunge", "expunged_on")
        elif named and marked:
            self.find("half-expunged")
        return not named and (marked or on is not None)

    def check_cells(self, formulas: tuple[int, ...], merged: bool) -> None:
        keys = self.sheet.layout.keys
        for column in formulas:
            self.add("formula", column, keys.get(column))
        if merged:
            self.find("merged-cells")
        for column, value in enumerate(self.cells):
            if isinstance(value, str) and len(value) > _NEARLY_FULL and column in keys:
                self.find("cell-full", keys[column])

    def check_dates(self, decision: Decision | None, days: Mapping[str, Day | None]) -> None:
        reported, decided = days.get("reported_on"), days.get("decided_on")
        unread = {"not-a-date", "ambiguous-date", "formula-error"}
        if not isinstance(reported, date):
            if not unread & set(self.date_errors):
                self.find("no-report-date", "reported_on", decides=self.sheet.layout.has_decisions)
            return
        if reported > self.today:
            self.find("report-in-future", "reported_on")
        if isinstance(decided, date) and decided < reported:
            self.find("decided-before-report", "decided_on")
        self.check_ban(decision, days, reported)
        expunge = days.get("expunge_on")
        if isinstance(expunge, date) and expunge < reported:
            self.find("expunge-before-report", "expunge_on")
        needs_decision_date = self.policy.retention.anchor == "decision" and decision not in (
            None,
            Decision.OPEN,
        )
        if needs_decision_date and decided is None and not unread & set(self.date_errors):
            self.find("no-decision-date", "decided_on")

    def check_ban(
        self, decision: Decision | None, days: Mapping[str, Day | None], reported: date
    ) -> None:
        if decision is not Decision.BANNED:
            return
        until = days.get("banned_until")
        if until is None and not {"not-a-date", "ambiguous-date"} & set(self.date_errors):
            self.find("ban-without-end", "banned_until")
        elif isinstance(until, date) and until < reported:
            self.find("ban-ends-before-report", "banned_until")

    def check_flag(self, decision: Decision | None, flag: Flag | None) -> None:
        if decision is None or flag is None:
            return
        wanted = {Decision.FLAGGED: Flag.FLAGGED, Decision.BANNED: Flag.BANNED}
        if wanted.get(decision, Flag.NONE) is not flag:
            self.find("flag-disagrees", "flag")

    def check_people(
        self, decision: Decision | None, people: Mapping[str, tuple[str, ...]]
    ) -> None:
        named = people["subjects"] or people["contacts"] or people["aliases"]
        if decision is Decision.NOBODY_IDENTIFIED and named:
            self.find("nobody-but-named", "subjects")
        if decision in (Decision.RESOLVED, Decision.FLAGGED, Decision.BANNED) and not named:
            self.find("nobody-to-look-for", "subjects")

    def build(
        self,
        people: Mapping[str, tuple[str, ...]],
        decision: Decision | None,
        flag: Flag | None,
        days: Mapping[str, Day | None],
        expunged: bool,
    ) -> Record:
        event = text(self.value("event")).strip()
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
            goes_on=_plain(days.get("goes_on")),
            expunged_on=_plain(days.get("expunged_on")),
            responded_on=_plain(days.get("responded_on")),
            held=bool((hold := self.value("hold")) and split_people(text(hold))),
            expunged=expunged,
            expunged_subjects=self.expunged_people("subjects"),
            not_same_as=self.others(),
            event=event or None,
            date_errors=tuple(self.date_errors),
            blocked_by=tuple(self.blocked_by),
            has_decision_column=self.sheet.layout.has_decisions,
            **{key: Private(names) for key, names in people.items()},
        )


def _plain(day: Day | None) -> date | None:
    return None if day is NEVER else day
