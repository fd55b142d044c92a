"""The Records tab, read and understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sheets_coc.people.organisations import event_key
from sheets_coc.records.key.identity_key import IdentityKey
from sheets_coc.records.layout import Layout
from sheets_coc.records.record import Record
from sheets_coc.records.record_rows import RecordRows
from sheets_coc.schema.findings import Finding
from sheets_coc.sheet.model import Tab, Value


@dataclass(slots=True, repr=False)
class RecordsSheet:
    """The Records tab, read and understood.

    Attributes:
        tab: the tab as it was read.
        layout: where its columns stand.
        records: one for each row that holds anything, in the sheet's order.
        findings: what could not be understood, in the sheet's order.
        rows: which rows are records, and which look like none.
        metadata: what the spreadsheet remembers.
        ambiguous: both readings of each ambiguous date, by row and column key.
        key: whose the people's codes are.
    """

    tab: Tab
    layout: Layout
    records: list[Record]
    findings: list[Finding]
    metadata: Mapping[str, str] = field(default_factory=dict)
    rows: RecordRows = field(default_factory=lambda: RecordRows(()))
    ambiguous: dict[tuple[int, str], tuple[date, ...]] = field(default_factory=dict)
    key: IdentityKey = field(default_factory=IdentityKey)

    _events: frozenset[str] | None = field(default=None, repr=False)

    @property
    def events(self) -> frozenset[str]:
        """What the events in it are called, without their years; see `event_key`."""
        if self._events is None:
            keys = {event_key(record.event) for record in self.records if record.event}
            self._events = frozenset(keys - {""})
        return self._events

    @property
    def named_records(self) -> list[Record]:
        """The records, with what the key knows of their people: for whoever looks for somebody."""
        return [self.key.named(record) for record in self.records]

    def cell(self, record: Record, key: str) -> Value:
        """The value of a record's cell; None where there is no such column."""
        column = self.layout.columns.get(key)
        return None if column is None else self.tab.value(record.row, column)

    def own_cells(self, record: Record) -> dict[int, Value]:
        """What stands in the committee's own columns of a record's row, by column."""
        columns = [own.column for own in self.layout.own]
        return {column: self.tab.value(record.row, column) for column in columns}
