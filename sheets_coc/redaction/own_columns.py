"""The cells of the tool's own columns: case names, dates, row checks, what later records gave."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date

from sheets_coc.dates import NEVER, Day, to_serial
from sheets_coc.records import remembered
from sheets_coc.records.apart.row_check import cell_digest, changed_since
from sheets_coc.records.layout import TOOLS, is_the_tools
from sheets_coc.records.record import Record
from sheets_coc.records.validation import present_check
from sheets_coc.records.values import read_date
from sheets_coc.redaction.row_redaction import RowRedaction
from sheets_coc.retention.terms import DatedRecord, State, inherited
from sheets_coc.sheet.after import tab_with
from sheets_coc.sheet.model import Changes, SetCell, Value, text
from sheets_coc.todo.analysis import Analysis, may_write


def _day_value(day: Day | None) -> Value:
    if day is None:
        return None
    return "never" if day is NEVER else to_serial(day)


class _Columns:
    """Collects the cells of the tool's own columns that must change."""

    def __init__(self, seen: Analysis) -> None:
        self.sheet = seen.sheet
        self.cells: list[SetCell] = []

    def put(self, record: Record, key: str, value: Value, *, is_date: bool = False) -> None:
        column = self.sheet.layout.columns.get(key)
        if column is None:
            return
        present = self.sheet.tab.value(record.row, column)
        if present == value or (present in (None, "") and value in (None, "")):
            return
        if key in TOOLS and not is_the_tools(key, present):
            return  # people have written there, and what people write is not overwritten
        self.cells.append(SetCell(self.sheet.tab.id, record.row, column, value, is_date=is_date))

    def put_day(self, record: Record, key: str, day: Day | None) -> None:
        column = self.sheet.layout.columns.get(key)
        if column is None:
            return
        present = self.sheet.tab.value(record.row, column)
        reading = read_date(present, never=True)
        if reading.day == day and not reading.problem:
            return
        self.put(record, key, _day_value(day), is_date=isinstance(day, date))


def case_names(seen: Analysis) -> list[SetCell]:
    """The cells that give a case name to the records that have none.

    Written whenever anything is: lines of To do are known again by these names.
    """
    columns = _Columns(seen)
    for record in seen.sheet.records:
        if record.case and may_write(record) and not text(seen.sheet.cell(record, "case")).strip():
            columns.put(record, "case", record.case)
    return columns.cells


def own_columns(
    seen: Analysis, skip: Iterable[int] = (), written: Sequence[SetCell] = ()
) -> list[SetCell]:
    """The cells that bring the tool's own columns up to date: names, dates, row checks.

    A date a person set stays; where both date cells agree or the first is blank, both follow
    the policy.

    Args:
        seen: what the rules say of the sheet.
        skip: rows that are being expunged, whose dates stay as they are.
        written: what the same batch writes otherwise: row checks are of what stands then.
    """
    columns = _Columns(seen)
    columns.cells += case_names(seen)
    skipped = set(skip)
    staying: list[Record] = []
    for dated in seen.dated:
        record = dated.record
        if record.expunged or record.row in skipped:
            continue
        if not may_write(record):
            columns.put_day(record, "goes_on", None)  # whatever the row is, it is not announced
            continue
        _dates(columns, record, dated)
        staying.append(record)
    return [*columns.cells, *_row_checks(seen, staying, [*columns.cells, *written])]


def _row_checks(
    seen: Analysis, records: Iterable[Record], written: Sequence[SetCell]
) -> list[SetCell]:
    """The row checks of records, of what stands in their rows once other cells are written."""
    columns = _Columns(seen)
    sheet = replace(seen.sheet, tab=tab_with(seen.sheet.tab, written))
    for record in records:
        columns.put(record, "row_check", present_check(sheet, record.row))
    return columns.cells


def _dates(columns: _Columns, record: Record, dated: DatedRecord) -> None:
    if not record.has_decision_column:
        return
    if dated.state is State.ERROR:
        columns.put_day(record, "goes_on", None)
        return
    if "policy_date" not in columns.sheet.layout.columns:
        return  # a date written without its twin would look as if a person had set it
    typed = dated.hand_set or (record.expunge_on not in (None, record.policy_date))
    if not typed:
        columns.put_day(record, "expunge_on", dated.effective)
        columns.put_day(record, "policy_date", dated.policy_date)
    elif dated.policy_date != record.expunge_on:
        # The same date in both cells would make a date set by hand look like the policy's.
        columns.put_day(record, "policy_date", dated.policy_date)
    columns.put_day(record, "goes_on", dated.goes_on)


def extensions(seen: Analysis, done: Sequence[RowRedaction]) -> Changes:
    """What the records that go gave to earlier ones, written where it counts from then on."""
    index = {record.row: i for i, record in enumerate(seen.sheet.records)}
    gone = {index[removal.record.row] for removal in done}
    columns = _Columns(seen)
    remember: dict[str, str | None] = {}
    for removal in done:
        remember |= remembered.forgotten(seen.snapshot.metadata, removal.record.lasting)
    for i, gained in inherited(seen.sheet.records, seen.dated, gone).items():
        record = seen.sheet.records[i]
        if gained.until is not None:
            columns.put_day(record, "extended_until", gained.until)
        if gained.restart is not None and record.lasting:
            key = remembered.key(remembered.RESTART, record.lasting)
            letters = cell_digest("case", seen.sheet.cell(record, "case"))
            remember[key] = f"{gained.restart.isoformat()} {letters}"
    return Changes(tuple(columns.cells), metadata=remember)


def checks_where_nothing_goes(
    seen: Analysis, stopped_at: Collection[int], written: Sequence[SetCell]
) -> list[SetCell]:
    """The row checks that are written where a safety rule stops the run.

    Not of rows where people typed when a record goes: that would look like an announcement of the
    tool's. Nor of those the run stopped at: without a case name they are known by what they hold.

    Args:
        seen: what the rules say of the sheet as it is.
        stopped_at: rows that would have gone.
        written: what the same batch writes otherwise.
    """
    sheet = seen.sheet
    live = [
        record
        for record in sheet.records
        if not record.expunged
        and record.row not in stopped_at
        and may_write(record)
        and not changed_since(
            text(sheet.cell(record, "row_check")), "goes_on", sheet.cell(record, "goes_on")
        )
    ]
    return _row_checks(seen, live, written)
