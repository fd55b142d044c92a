"""The jobs on the records tab, whole: read, plan, write in one transaction.

Each takes a session and the moment, and returns what a command prints. Nothing is written
without `apply`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from sheets_coc.errors import Error, GoogleError, OutcomeUnknown, already_written
from sheets_coc.records import drift
from sheets_coc.redaction import mentions, results, tool_columns
from sheets_coc.redaction import plan as due
from sheets_coc.redaction.checking import Validated, look, validate
from sheets_coc.redaction.checking import write as write_changes
from sheets_coc.redaction.found import RunFindings
from sheets_coc.redaction.key import changes_of
from sheets_coc.redaction.key_first import codes_of, left_behind, said_of_key, stopped
from sheets_coc.redaction.staying import NotExpunged
from sheets_coc.retention.terms import DatedRecord
from sheets_coc.sheet.model import Changes, Snapshot
from sheets_coc.sheet.workbook import Workbook
from sheets_coc.todo.analysis import Analysis, analyse
from sheets_coc.todo.mentions import NO_MENTIONS, Mentions, Residual
from sheets_coc.todo.pairs import row_identity
from sheets_coc.todo.stops import uncertain

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["DatesResult", "RedactResult", "Validated", "Write", "dates", "redact", "validate"]

Write = Callable[[Analysis, due.RedactionPlan, Mentions], Changes]
"""What a redaction writes, from the analysis, the plan, and where those who go are mentioned."""


@dataclass(frozen=True, slots=True)
class DatesResult:
    """What `dates` says of each record, in the sheet's order."""

    dated: Sequence[DatedRecord]

    def to_frame(self) -> pd.DataFrame:
        """The dates as a frame; its columns are `sheets_coc.redaction.results.DATES`."""
        return results.dates_frame(self.dated)


@dataclass(frozen=True, slots=True)
class RedactResult:
    """What `redact` did or would do.

    Attributes:
        redaction: the plan.
        applied: whether something was written.
        mentions: where someone expunged is still mentioned, and what could not be searched.
        requests: requests to Sheets.
        seen: what the rules say of the sheet as the plan found it.
        over_limit: of a dry run, the limit for one run that would stop it; else None.
    """

    redaction: due.RedactionPlan
    applied: bool
    mentions: Mentions
    requests: int
    seen: Analysis
    over_limit: int | None = None

    @property
    def residual(self) -> Sequence[Residual]:
        """Places where someone expunged is still mentioned."""
        return self.mentions.places

    @property
    def unread(self) -> Sequence[str]:
        """Kinds of places that could not be searched."""
        return self.mentions.unread

    @property
    def plan(self) -> str:
        """The plan's id."""
        return self.redaction.plan

    @property
    def due(self) -> list[str]:
        """The cases that go."""
        return [done.record.name for done in self.redaction.done]

    def to_frame(self) -> pd.DataFrame:
        """The cells that change, by case, column and address."""
        return results.changes_frame(self.seen, self.redaction)


REFUSED = ("not-kept", "protected", "refused")
"""Codes of errors after which the same records stay the next time as well."""


def dates(book: Workbook, *, apply: bool) -> DatesResult:
    """Date every record; with `apply`, write the tool's columns and To do.

    Raises:
        SafetyStop: records may have been overlooked or misread; with `apply`, also where rows
            have come apart.
    """
    seen = look(book, apply=apply)
    drift.refuse(uncertain(seen))
    if apply:
        nothing_goes = due.RedactionPlan("", (), (), (), ())
        kept_up = _gone_from_key(book, seen, lambda of: nothing_goes)
        with already_written(said_of_key(seen, kept_up)):
            seen, _, _ = write_changes(book, kept_up, tool_columns.dates_changes)
    return DatesResult(seen.dated)


def redact(
    book: Workbook,
    *,
    apply: bool,
    plan: str | None = None,
    max_records: int | None = None,
    break_lock: bool = False,
    write: Write | None = None,
    select: Callable[[Analysis], Analysis] = lambda seen: seen,
) -> RedactResult:
    """Expunge what is due; without `apply`, say what would happen.

    Args:
        book: the spreadsheet.
        apply: whether to write.
        plan: the id of the only plan that may be applied.
        max_records: how many records may go at the most, in place of the policy's limits.
        break_lock: whether to remove another run's lock.
        write: what is written, in place of `tool_columns.redact_changes`.
        select: says anew which records are due, for an erasure on request.
    """
    seen = look(book, apply=apply, break_lock=break_lock)

    plans: dict[int, tuple[Analysis, due.RedactionPlan]] = {}
    went: set[str] = set()  # the codes of people whose names have gone from a key of its own

    def planned(of: Analysis) -> due.RedactionPlan:
        if id(of) not in plans:  # scrubbing costs most: each state is planned once
            made = due.redaction_plan(select(of), max_records=max_records, plan=plan, apply=apply)
            plans[id(of)] = (of, left_behind(made, of, went))
        return plans[id(of)][1]

    first = planned(seen)
    if not apply:
        over = due.over_limit(select(seen), max_records) if first.done else None
        return RedactResult(first, False, NO_MENTIONS, book.requests, seen, over)
    key = ""  # what has been written into a key of its own, in words
    if not first.stop and (of := _gone_from_key(book, seen, planned)) is not seen:
        went |= codes_of(of, planned(of))
        key = said_of_key(seen, of, went)
        seen, first = of, planned(of)
    with already_written(key):
        texts = book.texts() if first.done and not first.stop else []

    found: dict[int, Mentions] = {}

    def mentioned(of: Analysis) -> Mentions:
        planned(of)  # which keeps the analysis, so that its id stays its own
        if id(of) not in found:
            found[id(of)] = mentions.residual(of, planned(of), texts, book.unread)
        return found[id(of)]

    def change(of: Analysis) -> Changes:
        if write:
            return write(of, planned(of), mentioned(of))
        return tool_columns.redact_changes(
            of, planned(of), book.now, RunFindings(mentions=mentioned(of))
        )

    try:
        with already_written(key):
            last, after, written = write_changes(book, seen, change, break_lock=break_lock)
    except Error as error:
        if error.code in REFUSED and first.done:
            _note_refused(book, error.code, seen, first)
        raise
    final = stopped(planned(last), written=written, key=key)
    if not written:  # what stands under the lock counts, not what was there before it
        return RedactResult(final, False, NO_MENTIONS, book.requests, last)
    known = mentioned(last)
    late = mentions.late(last, final, after, known) if final.done else []
    if late:
        known = replace(known, places=(*known.places, *late))
        _note_late(book, after, known)
    return RedactResult(final, True, known, book.requests, last)


def _gone_from_key(
    book: Workbook, seen: Analysis, planned: Callable[[Analysis], due.RedactionPlan]
) -> Analysis:
    """Let people go from a key that is a spreadsheet of its own: before their rows are marked.

    Returns:
        The analysis on which that was done: it still knows the names, for the search. Where the
        key cannot be written, the sheet as it is without one: then nothing that needs it goes.
    """
    if not seen.sheet.key.elsewhere or seen.apart:
        return seen

    def planner(snapshot: Snapshot) -> tuple[Changes, Analysis]:
        same = snapshot is seen.snapshot
        of = seen if same else analyse(snapshot, book.policy, book.now, seen.seed)
        made = planned(of)
        return Changes() if made.stop or of.apart else changes_of(of, made.key_cells), of

    if not planner(seen.snapshot)[0]:
        return seen
    try:
        return cast(Analysis, book.transact_key(planner, seen.snapshot)[-1])
    except OutcomeUnknown:
        raise
    except GoogleError:
        without = replace(seen.snapshot, beside=None)
        return analyse(without, book.policy, book.now, seen.seed)


def _note_refused(
    book: Workbook, why: str, planned_on: Analysis, planned: due.RedactionPlan
) -> None:
    """Say in To do which records did not go because Google would not write them, if it can be."""
    refused = {row_identity(planned_on.sheet, removal.record) for removal in planned.done}

    def change(of: Analysis) -> Changes:
        """People may have moved the records since."""
        records = (r for r in of.sheet.records if row_identity(of.sheet, r) in refused)
        failed = [NotExpunged(record, why) for record in records]
        return tool_columns.todo_changes(of, found=RunFindings(failed=failed))

    with contextlib.suppress(Error):  # why the run stopped matters more
        write_changes(book, look(book, apply=True), change)


def _note_late(book: Workbook, after: Snapshot, found: Mentions) -> None:
    """Put what was found only after the write into To do.

    Raises:
        Error: it could not be; the records are expunged all the same.
    """
    seen = analyse(after, book.policy, book.now)
    try:
        write_changes(book, seen, lambda of: tool_columns.validate_changes(of, found))
    except Error as error:
        error.message = (
            "The records that were due are expunged. Where they are still mentioned could not be "
            "put into To do: search for that with sheets-coc sweep."
        )
        error.args = (error.message,)
        raise
