"""Records in memory: what the rules say of them, without a spreadsheet behind them.

records = read_records(frame)
records.findings()                       what a person should look at
records.dates(date(2027, 1, 1))          when each record goes, and why
plan = records.redaction(date(2027, 1, 1))
plan.rows()                              the rows as they would be
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sheets_coc import policy as policies
from sheets_coc.dates import from_serial
from sheets_coc.library.sources import snapshot_of
from sheets_coc.policy import Policy
from sheets_coc.records import drift
from sheets_coc.redaction import results
from sheets_coc.redaction.plan import RedactionPlan, redaction_plan
from sheets_coc.schema.columns import BY_KEY, ColumnKind, Holds, OnExpunge
from sheets_coc.sheet.after import tab_with
from sheets_coc.sheet.model import Snapshot, Value, text
from sheets_coc.todo.analysis import Analysis, analyse
from sheets_coc.todo.findings import all_findings
from sheets_coc.todo.stops import uncertain

if TYPE_CHECKING:
    import pandas as pd

    from sheets_coc.frames.frame import PrivateFrame

_DATES = (ColumnKind.DATE, ColumnKind.DATE_OR_NEVER)


def _today(day: date | None) -> date:
    return datetime.now(UTC).date() if day is None else day


class Records:
    """The records of one sheet, read into memory. Nothing here writes to a spreadsheet.

    Args:
        snapshot: the spreadsheet they stand in.
        policy: the committee's rules.
    """

    def __init__(self, snapshot: Snapshot, policy: Policy) -> None:
        self._snapshot, self.policy = snapshot, policy
        self._analysis = lru_cache(maxsize=4)(self._look)

    def __repr__(self) -> str:
        return f"<Records: {len(self)}>"

    def __len__(self) -> int:
        """How many records there are, expunged ones too."""
        return len(self._analysis(_today(None)).sheet.records)

    def _look(self, today: date) -> Analysis:
        return analyse(self._snapshot, self.policy, today)

    def to_frame(self) -> PrivateFrame:
        """The rows as they stand: one for each record, under the sheet's own headings.

        Personal columns are closed until `reveal()`; dates are dates.
        """
        return _rows(self._analysis(_today(None)))

    def findings(self, today: date | None = None) -> pd.DataFrame:
        """What a person should look at, in the sheet's order.

        Args:
            today: the UTC date; the real one if not given.

        Returns:
            A frame of `code`, `severity` (error, warning, notice), `case`, `row` (as a
            spreadsheet counts), `column` (its key) and `cell` (`B12`). The codes are those of
            the page "Findings".
        """
        seen = self._analysis(_today(today))
        return results.findings_frame(all_findings(seen))

    def dates(self, today: date | None = None) -> pd.DataFrame:
        """When each record goes, and why.

        Args:
            today: the UTC date; the real one if not given.

        Returns:
            A frame with a row for each record, in the sheet's order; see
            `sheets_coc.redaction.results.DATES` for its columns. Days are `datetime64`, NaT
            where there is none; `never` says that a record is kept for good.

        Raises:
            SafetyStop: records may have been overlooked or misread; `findings` says which.

        Source: the committee's record-keeping policy, "Data retention".
        """
        seen = self._analysis(_today(today))
        drift.refuse(uncertain(seen))
        return results.dates_frame(seen.dated)

    def redaction(
        self, today: date | None = None, *, max_records: int | None = None
    ) -> PlannedRedaction:
        """What would be expunged on a day. Applying it to a spreadsheet is `Book.redact`.

        Args:
            today: the UTC date; the real one if not given.
            max_records: how many records may go in one run, in place of the policy's limit; a
                plan that exceeds it says so in `stop`.

        Returns:
            The plan. The same records in a spreadsheet give a plan of the same `id`.
        """
        seen = self._analysis(_today(today))
        plan = redaction_plan(seen, max_records=max_records, apply=max_records is not None)
        return PlannedRedaction(seen, plan)


@dataclass(frozen=True, slots=True, repr=False)
class PlannedRedaction:
    """What would be expunged: a dry run, with the rows as they would be."""

    _seen: Analysis
    _plan: RedactionPlan

    def __repr__(self) -> str:
        return f"<PlannedRedaction {self.id}: {len(self.due)} records, {self.cells} cells>"

    @property
    def id(self) -> str:
        """The plan's id: `Book.redact(apply=True, plan=id)` applies this plan or nothing."""
        return self._plan.plan

    @property
    def due(self) -> list[str]:
        """The cases that would go."""
        return [done.record.name for done in self._plan.done]

    @property
    def cells(self) -> int:
        """How many cells would change."""
        return len(self._plan.cells)

    @property
    def stop(self) -> str | None:
        """The code of the safety rule that would stop the run, if one does."""
        return self._plan.stop.code if self._plan.stop else None

    def flags(self) -> pd.DataFrame:
        """Words that may still identify someone afterwards: `case`, `column`, `rule`, `count`."""
        return results.flags_frame(self._plan.flags)

    def not_expunged(self) -> pd.DataFrame:
        """Records that stay, and why: `case`, `why` (a code), `in_words`."""
        return results.stays_frame(self._plan.stays)

    def to_frame(self) -> pd.DataFrame:
        """The cells that would change: `case`, `column`, `cell` (an address, never content)."""
        return results.changes_frame(self._seen, self._plan)

    def rows(self) -> PrivateFrame:
        """The rows as they would be, all records; closed where they hold personal values."""
        return _rows(self._seen, self._plan)


def _rows(seen: Analysis, plan: RedactionPlan | None = None) -> PrivateFrame:
    from sheets_coc.frames.frame import private_frame

    sheet = seen.sheet
    tab = tab_with(sheet.tab, plan.cells) if plan else sheet.tab
    keys = sheet.layout.keys
    own = {column.column: column.on_expunge for column in sheet.layout.own}
    header = [text(tab.value(sheet.layout.header_row, c)) for c in range(_width(seen))]
    closed = [
        name
        for column, name in enumerate(header)
        if (column in keys and BY_KEY[keys[column]].holds is not Holds.NOBODY)
        or (column in own and own[column] is not OnExpunge.KEEP)
    ]
    rows = [
        [_shown(keys.get(c), tab.value(record.row, c)) for c in range(len(header))]
        for record in sheet.records
    ]
    return private_frame(rows, header, closed)


def _width(seen: Analysis) -> int:
    columns = [*seen.sheet.layout.columns.values(), *(o.column for o in seen.sheet.layout.own)]
    return max(columns, default=-1) + 1


def _shown(key: str | None, value: Value) -> Value | date:
    if key and BY_KEY[key].kind in _DATES and isinstance(value, float):
        return from_serial(value) or value
    return value


def read_records(source: Any, policy: Policy | Path | str | None = None) -> Records:
    """Read records from where they stand, without a spreadsheet.

    Args:
        source: a DataFrame (its columns are the header), dicts (their keys are the header), rows
            of cells, or the path of a .csv or .xlsx file. Dates, moments, NaN, NaT and None are
            taken as what they are. Headings are those of the page "Columns", or the
            policy's own, in any order.
        policy: the committee's rules, or the path of their file; the default ones if not given.

    Returns:
        The records. Personal values in them stay closed.

    Raises:
        UsageError: `records-source`, `cell-type`, or what is wrong with the policy.
        SheetError: `no-header` where fewer than three headings are known.

    Example:
        >>> records = read_records([
        ...     {"Case": "stunned-bulb", "Date of 1st report": "2024-01-31",
        ...      "Named subjects": "Somebody", "Decision": "Violation, resolved"},
        ... ])
        >>> records.dates(date(2025, 4, 1))["state"].tolist()
        ['announced']
    """
    rules = (
        policy if isinstance(policy, Policy) else policies.load(Path(policy) if policy else None)
    )
    records = Records(snapshot_of(source, rules.tabs.records), rules)
    len(records)  # so that what cannot be understood is said here
    return records
