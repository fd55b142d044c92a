"""Intake, whole: reports that an event hands over become rows, and a letter confirms them.

A terminal, a page and the library all walk through `take_in`.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from sheets_coc.errors import SafetyStop, UsageError, already_written
from sheets_coc.intake.likeness import Likeness
from sheets_coc.intake.planning import Duplicates, IntakePlan, changes, plan
from sheets_coc.intake.reading import EventReports
from sheets_coc.letters.kinds import LetterKind
from sheets_coc.letters.rendering import Letter, render
from sheets_coc.records import drift
from sheets_coc.sheet.model import Changes, Snapshot
from sheets_coc.sheet.workbook import Workbook
from sheets_coc.todo.analysis import Analysis, analyse
from sheets_coc.todo.stops import uncertain
from sheets_coc.todo.wording import count

LONGEST_NAME = 100
"""Characters an event's name may have."""


@dataclass(frozen=True, slots=True)
class IntakeResult:
    """What came of taking in an event's reports.

    Attributes:
        read: the reports as they were read.
        plan: what is added, or would be.
        applied: whether it was.
        letter: the letter that confirms them to the event.
        agreed: whether somebody said that reports without anybody named may be added.
    """

    read: EventReports = field(repr=False)
    plan: IntakePlan = field(repr=False)
    applied: bool
    letter: Letter = field(repr=False)
    agreed: bool = False

    @property
    def needs_subjects(self) -> bool:
        """Whether nothing in the file says who is reported, and nobody said that this is meant."""
        return self.read.names_nobody and not self.agreed

    @property
    def attention(self) -> bool:
        """Whether a person must look."""
        return bool(
            self.read.unreadable
            or self.read.asked
            or self.needs_subjects
            or self.plan.unread_key
            or self.plan.duplicates
            or any(problem.is_error for problem in self.plan.problems)
        )

    def as_json(self) -> dict[str, Any]:
        """The answer as JSON: rows, cases and codes; the letter; no other values."""
        plan = self.plan
        return {
            "rows": len(plan.rows),
            "cases": list(plan.cases) if self.applied else [],
            "duplicates": [_likeness(one) for one in plan.duplicates],
            "similar": [_likeness(one) for one in plan.likenesses if one not in plan.duplicates],
            "findings": [{"row": p.number, "code": p.code, "column": p.key} for p in plan.problems],
            "unreadable": list(self.read.unreadable),
            "columns": dict(self.read.columns),
            "left_out": dict(self.read.left_out),
            "asked": list(self.read.asked),
            "needs": ["subjects"] if self.needs_subjects else [],
            "no_column": list(plan.homeless),
            "new_people": len(plan.key_rows),
            "applied": self.applied,
            "letter": self.letter.text,
        }


def _likeness(one: Likeness) -> dict[str, Any]:
    return {"row": one.number, "like": one.like, "why": one.why.value}


def take_in(
    book: Workbook,
    read: EventReports,
    *,
    event: str = "",
    received: date | None = None,
    duplicates: Duplicates = Duplicates.STOP,
    without_subjects: bool = False,
    templates: Path | None = None,
    apply: bool = False,
) -> IntakeResult:
    """Adds an event's reports to the records, and drafts the letter that confirms them.

    Args:
        book: the spreadsheet of the records.
        read: the reports, as they were read.
        event: the event's name.
        received: the day the reports came, for those without a date.
        duplicates: what to do with what seems to be there already.
        without_subjects: whether reports that name nobody are meant.
        templates: a folder of the committee's own wording.
        apply: whether to add them.

    Raises:
        UsageError: the file holds no reports, or rows that cannot be read or name nobody, which
            are not added; or people would need codes of a key that cannot be read.
        SafetyStop: something seems to be there already, and nobody has said what to do; or
            records may have been overlooked or misread, so that nobody knows what is there.
    """
    event = " ".join(event.split())
    if len(event) > LONGEST_NAME:
        raise UsageError(f"--event takes at most {LONGEST_NAME} characters.", code="too-long")
    if not read.reports and not read.unreadable:
        raise UsageError("The file holds no reports.", code="no-reports")
    seed, skip = secrets.token_hex(16), duplicates is Duplicates.SKIP

    def look(snapshot: Snapshot) -> tuple[Analysis, IntakePlan]:
        seen = analyse(snapshot, book.policy, book.now.date())
        drift.refuse(uncertain(seen))
        made = plan(
            seen, read.reports, seed,
            event=event, received=received, skip=skip, month_first=read.month_first,
        )  # fmt: skip
        return seen, made

    def names_first(snapshot: Snapshot) -> tuple[Changes, IntakePlan]:
        seen, made = look(snapshot)
        changes(seen, made, duplicates, event, book.now)  # refuses before anybody is named
        return Changes(appended=made.key_rows), made

    def planner(snapshot: Snapshot) -> tuple[Changes, IntakePlan]:
        seen, made = look(snapshot)
        if seen.sheet.key.elsewhere and made.key_rows:
            raise _key_changed()  # a code whose name stands nowhere says nothing
        return changes(seen, made, duplicates, event, book.now), made

    first = book.read()
    made, applied = look(first)[1], False
    if apply:
        _check_complete(read, agreed=without_subjects)
        named = bool(made.key_rows and book.transact_key(names_first, first))
        with already_written(NAMED if named else ""):
            first = book.read() if named else first
            results, _, applied = book.transact(planner, first)
        made = replace(results[-1], key_rows=made.key_rows)
    letter = _letter(book, len(read.reports), event, templates)
    return IntakeResult(read, made, applied, letter, without_subjects)


def _check_complete(read: EventReports, *, agreed: bool) -> None:
    """Refuse to add a part of what was handed over."""
    if read.unreadable:
        rows = ", ".join(map(str, read.unreadable[:20]))
        raise UsageError(
            f"Cannot be read: {count(len(read.unreadable), 'row')} of the file ({rows}). Nothing "
            "is added before all can: mend them.",
            code="unreadable-rows",
        )
    if read.names_nobody and not agreed:
        raise UsageError(
            "No column of this file was understood as who is reported, so nothing was added. Name "
            "it, for instance --column subjects=D; or, if these reports name nobody, add "
            "--without-subjects.",
            code="no-subjects",
        )


NAMED = (
    "Whoever had no code stands in the key with a new one already, and keeps it when this is run "
    "again."
)


def _key_changed() -> SafetyStop:
    return SafetyStop(
        "The key was changed at that very moment. Run it again: whoever stands in the key by "
        "then keeps their code.",
        became="no report was added",
        code="busy",
    )


def _letter(book: Workbook, count: int, event: str, templates: Path | None) -> Letter:
    values = {
        "event": event,
        "count": str(count) if count else "",
        "signature": book.policy.mail.signature,
    }
    return render(LetterKind.REPORTS_RECEIVED, values, book.policy.mail.committee, templates)
