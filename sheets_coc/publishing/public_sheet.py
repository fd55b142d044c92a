"""The other spreadsheet, in which the tables are public: never the one with the records."""

from __future__ import annotations

from typing import Protocol

from sheets_coc.errors import SheetError, UsageError
from sheets_coc.policy import Policy
from sheets_coc.records.layout import read_layout
from sheets_coc.reporting.documents.annual_report import Annual
from sheets_coc.reporting.documents.google_charts import changes, refuse_records
from sheets_coc.sheet.model import Changes, Snapshot, Tab


class PublicSheet(Protocol):
    """What publishing needs of the other spreadsheet; `sheets_coc.book` holds the real thing."""

    @property
    def id(self) -> str:
        """Its id."""

    def read(self) -> Snapshot:
        """Everything in it, in one request."""

    def chart_ids(self) -> list[int]:
        """The ids of the charts in it, in one request."""

    def write(self, changes: Changes, read: Snapshot) -> None:
        """Apply changes in one batch.

        Args:
            changes: what to write.
            read: the spreadsheet as it was read.
        """


def planned(target: PublicSheet, records: str, policy: Policy, annual: Annual) -> PlannedTables:
    """The one batch that brings the published tables and charts up to date.

    Args:
        target: the other spreadsheet.
        records: the id of the spreadsheet with the records.
        policy: the committee's rules.
        annual: the tables.

    Raises:
        UsageError: `statistics-target` where it is the records spreadsheet, or holds records.
        SheetError: where a tab of that title holds something else.
    """
    refuse_records(target.id, records)
    read = target.read()
    if any(_looks_like_records(tab, policy) for tab in read.tabs):
        raise UsageError(
            "The spreadsheet that the policy names for the statistics holds records, or a copy "
            "of them. Name one that holds nothing else.",
            code="statistics-target",
        )
    wanted = changes(
        read, target.chart_ids(), annual.rows, annual.outcomes, annual.as_of, annual.us
    )
    return PlannedTables(target, wanted, read)


class PlannedTables:
    """Tables that are ready to be written.

    Args:
        target: the other spreadsheet.
        changes: what to write.
        read: the spreadsheet as it was read.
    """

    def __init__(self, target: PublicSheet, changes: Changes, read: Snapshot) -> None:
        self._target, self._changes, self._read = target, changes, read

    def write(self) -> None:
        """Write them."""
        self._target.write(self._changes, self._read)


def _looks_like_records(tab: Tab, policy: Policy) -> bool:
    try:
        read_layout(tab, policy, {})
    except SheetError as error:
        return error.code != "no-header"
    return True
