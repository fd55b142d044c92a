"""Checking the records, and what all jobs on them begin and end with.

What expunging needs is imported when something is written, so that looking stays quick.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sheets_coc.schema.findings import Finding
from sheets_coc.sheet.model import Changes, Snapshot
from sheets_coc.sheet.workbook import Workbook
from sheets_coc.todo.analysis import Analysis, analyse
from sheets_coc.todo.findings import all_findings

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Validated:
    """What `validate` found: findings in the sheet's order, and how many records there are."""

    findings: Sequence[Finding]
    rows: int

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(finding.severity == "error" for finding in self.findings)

    def to_frame(self) -> pd.DataFrame:
        """The findings as a frame; its columns are `sheets_coc.redaction.results.FINDINGS`."""
        from sheets_coc.redaction import results

        return results.findings_frame(self.findings)


def look(book: Workbook, *, apply: bool, break_lock: bool = False) -> Analysis:
    """The sheet as the rules see it; with `apply`, as it is once it was settled."""
    snapshot = book.read(acting=apply, break_lock=break_lock)
    return analyse(snapshot, book.policy, book.now, secrets.token_hex(16) if apply else "")


def write(
    book: Workbook,
    seen: Analysis,
    change: Callable[[Analysis], Changes],
    *,
    break_lock: bool = False,
) -> tuple[Analysis, Snapshot, bool]:
    """Write what `change` makes of the sheet as it stands under lock.

    Returns:
        What the rules say of the sheet the write met, the sheet after it, and whether anything
        was written.
    """
    first = change(seen)
    if not first:
        return seen, seen.snapshot, False

    def planner(snapshot: Snapshot) -> tuple[Changes, Analysis]:
        if snapshot is seen.snapshot:
            return first, seen
        fresh = analyse(snapshot, book.policy, book.now, seen.seed)
        return change(fresh), fresh

    results, after, written = book.transact(planner, seen.snapshot, break_lock=break_lock)
    return results[-1], after, written


def validate(book: Workbook, *, apply: bool) -> Validated:
    """Check every row; with `apply`, bring To do up to date and act on its answers."""
    seen = look(book, apply=apply)
    if apply:
        from sheets_coc.redaction.tool_columns import validate_changes

        seen, _, _ = write(book, seen, validate_changes)
    return Validated(all_findings(seen), len(seen.sheet.records))
