"""The nightly job: validate, date, expunge, search, look at access; one line in the Log.

All steps look at one reading of the sheet, and what they write goes in one batch: the tool's
own columns, what is expunged, To do, and the Log line by which people see that the schedule
still runs. A night on which there is nothing to do costs one read and one batch that adds
that line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sheets_coc.access import lines as access_lines
from sheets_coc.access.differences import compare, people
from sheets_coc.access.documents import documents
from sheets_coc.access.identity_key import of_key
from sheets_coc.access.sharing import Drive, sharing
from sheets_coc.errors import Error, SafetyStop
from sheets_coc.policy import Policy
from sheets_coc.redaction import jobs, tool_columns
from sheets_coc.redaction import plan as due
from sheets_coc.redaction.documents import NOT_ASKED, Followed, follow
from sheets_coc.redaction.found import RunFindings
from sheets_coc.redaction.jobs import RedactResult
from sheets_coc.redaction.new_case_names import logged_names
from sheets_coc.retention.terms import State
from sheets_coc.schema.findings import Severity
from sheets_coc.sheet.model import Changes
from sheets_coc.sheet.workbook import Workbook
from sheets_coc.todo import log
from sheets_coc.todo.analysis import Analysis
from sheets_coc.todo.findings import all_findings
from sheets_coc.todo.mentions import Mentions
from sheets_coc.todo.open_cases import ESCALATED
from sheets_coc.todo.stops import reason_to_stop
from sheets_coc.todo.tab import Line
from sheets_coc.todo.wording import count


@dataclass(frozen=True, slots=True)
class Step:
    """What one step of the night came to.

    Attributes:
        name: the step's name, as the command that does it alone is called.
        attention: whether a person must look.
        said: what came of it, in counts: fit for the sheet and for private logs.
    """

    name: str
    attention: bool
    said: str

    @property
    def outcome(self) -> str:
        """What may be said of it anywhere."""
        return "a person must look" if self.attention else "done"

    def as_json(self) -> dict[str, str]:
        """How it stands in the command's JSON."""
        return {"step": self.name, "outcome": self.outcome, "said": self.said}


@dataclass(frozen=True, slots=True)
class Night:
    """What the nightly job did or would do.

    Attributes:
        steps: the steps, in order.
        result: what was expunged.
    """

    steps: tuple[Step, ...]
    result: RedactResult

    @property
    def stop(self) -> SafetyStop | None:
        """The safety rule that stopped the run, if one did."""
        return self.result.redaction.stop

    @property
    def attention(self) -> bool:
        """Whether a person must look."""
        return any(step.attention for step in self.steps)

    def as_json(self) -> dict[str, Any]:
        """The command's JSON: case names and counts only."""
        planned = self.result.redaction
        return {
            "steps": [step.as_json() for step in self.steps],
            "plan": planned.plan,
            "applied": self.result.applied,
            "due": [removal.record.name for removal in planned.done],
            "requests": self.result.requests,
        }


def validated(seen: Analysis) -> Step:
    """The step `validate`: errors and reporters who wait are for a person; To do has the rest.

    That a report waits has no step of its own: the name of a step that wants a person stands
    in logs that may be public, and would tell that a report arrived.
    """
    found = all_findings(seen)
    counts = [(s, sum(f.severity is s for f in found)) for s in Severity]
    said = [count(number, s.value) for s, number in counts if number]
    waiting = [f for f in found if f.code == "unanswered"]
    if waiting:
        said.append(f"{count(len(waiting), 'reporter')} waiting for a first answer")
    if long := sum(f.besides == ESCALATED for f in waiting):
        said.append(f"{long} for more than two days: the secondary steps in")
    attention = bool(waiting) or any(f.severity is Severity.ERROR for f in found)
    return Step("validate", attention, ", ".join(said) or "no findings")


def dated(seen: Analysis) -> Step:
    """The step `dates`: a record that an error in its row keeps from going is for a person.

    That every record has its date is said only where it is so: open records and those of which
    nobody has decided have none, and where records may have been misread, nothing is said.
    """
    if stop := reason_to_stop(seen):
        return Step("dates", True, f"not dated ({stop.code})")
    errors = sum(one.state is State.ERROR for one in seen.dated)
    undated = Counter(
        _UNDATED.get(one.why, "without a date")
        for one in seen.dated
        if one.effective is None and one.state not in (State.ERROR, State.EXPUNGED)
    )
    said = [f"{count(errors, 'record')} kept by an error"] if errors else []
    if undated:
        said += [f"{number} {what}" for what, number in undated.items()]
        said.append("all others have their date")
    return Step("dates", bool(errors), ", ".join(said) or "every record has its date")


_UNDATED: Final = {"open": "open", "no-decision": "without a decision"}
"""Why a record has no date, by the code of its state."""


def redacted(planned: due.RedactionPlan, *, applying: bool) -> Step:
    """The step `redact`: stopped by a rule, or a row that failed, is for a person."""
    if planned.stop:
        return Step("redact", True, f"stopped ({planned.stop.code})")
    failed = len(planned.failed)
    said = "nothing to expunge"
    if planned.done:
        verb = "expunged" if applying else "to expunge"
        cells = count(len(planned.cells), "cell")
        said = f"{count(len(planned.done), 'record')} {verb}, {cells}"
        said += f", {count(planned.people, 'name')} of the key" if planned.people else ""
    if announced := sum(stay.why == "notice" for stay in planned.stays):
        said += f", {announced} announced"
    if failed:
        said += f"; {count(failed, 'record')} could not be expunged"
    return Step("redact", bool(failed), said)


def searched(planned: due.RedactionPlan, mentions: Mentions, *, applying: bool) -> Step:
    """The step `sweep`: places where somebody who was expunged is still mentioned, or may be."""
    if not planned.done or not applying:
        return Step("sweep", False, "nobody to search for yet" if planned.done else "nobody went")
    return Step("sweep", mentions.attention, mentions.said)


def looked(
    seen: Analysis, policy: Policy, now: datetime, drive: Drive | None
) -> tuple[Step, Sequence[Line] | None]:
    """The step `access`; that it could not be looked at is for a person as well.

    Args:
        seen: what the rules say of the sheet.
        policy: the committee's rules.
        now: the moment, in UTC.
        drive: what answers for the file's permissions; None leaves the step out.

    Returns:
        The step, and what To do says of it; None where nobody looked.
    """
    snapshot = seen.snapshot
    if drive is None or snapshot.tab(policy.tabs.committee) is None:
        why = "left out" if drive is None else "there is no Committee tab to compare with"
        return Step("access", False, why), None
    try:
        persons = people(snapshot, policy, now.date())
        known = access_lines.meant(snapshot, policy)
        found = compare(sharing(drive, now), persons, group=policy.mail.committee, meant=known)
        found = found.beside(
            documents(seen, drive, persons, meant=known),
            of_key(policy, drive, now, persons, meant=known),
        )
    except Error as error:
        said = f"could not be looked at ({error.code}); see sheets-coc doctor"
        return Step("access", True, said), access_lines.not_looked(error.code)
    number = len(found.differences)
    said = f"{count(number, 'difference')}; see sheets-coc access" if number else "as it should be"
    return Step("access", bool(number), said), access_lines.lines(found)


class _Night:
    """The steps of one run; access is looked at once, before anything is locked."""

    def __init__(self, policy: Policy, now: datetime, drive: Drive | None) -> None:
        self.policy = policy
        self.now = now
        self.drive = drive
        self._access: tuple[Step, Sequence[Line] | None] | None = None
        self._documents: Followed | None = None

    def documents(self, seen: Analysis) -> Followed:
        """What became of the documents of expunged cases, asked the first time only.

        Where Google does not answer, To do goes on asking a person.
        """
        if self._documents is None:
            try:
                self._documents = follow(seen, self.drive) if self.drive else NOT_ASKED
            except Error:
                self._documents = NOT_ASKED
        return self._documents

    def access(self, seen: Analysis) -> tuple[Step, Sequence[Line] | None]:
        """The step `access` and its lines, looked at the first time this is asked."""
        if self._access is None:
            self._access = looked(seen, self.policy, self.now, self.drive)
        return self._access

    def steps(
        self,
        seen: Analysis,
        planned: due.RedactionPlan,
        mentions: Mentions,
        *,
        applying: bool,
    ) -> tuple[Step, ...]:
        """Every step, in order."""
        return (
            validated(seen),
            dated(seen),
            redacted(planned, applying=applying),
            searched(planned, mentions, applying=applying),
            self.access(seen)[0],
        )

    def write(self, seen: Analysis, planned: due.RedactionPlan, mentions: Mentions) -> Changes:
        """What the night writes; where rows have come apart that is To do and the Log alone."""
        _, lines = self.access(seen)
        if seen.apart:
            changes = tool_columns.todo_changes(seen, found=RunFindings(access=lines))
        else:
            changes = tool_columns.redact_changes(
                seen,
                planned,
                self.now,
                RunFindings(mentions=mentions, access=lines, documents=self.documents(seen)),
                log_it=False,
            )
        steps = self.steps(seen, planned, mentions, applying=True)
        entry = log.LogEntry(
            log.NIGHTLY,
            "; ".join(f"{step.name}: {step.said}" for step in steps),
            logged_names(seen, planned.done),
        )
        line = log.append(seen.snapshot, self.policy, entry, self.now)
        return Changes.merge([changes, line])


def nightly(
    book: Workbook,
    *,
    apply: bool,
    drive: Drive | None = None,
) -> Night:
    """Run the night's steps; without `apply`, say what would happen.

    Args:
        book: the spreadsheet.
        apply: whether to write.
        drive: what answers for the file's permissions; None leaves that step out.

    Raises:
        GoogleError: Google could not be reached or refused.
        SheetError: the records cannot be found or understood.
        SafetyStop: another run is at work, or people kept moving things.
    """
    night = _Night(book.policy, book.now, drive)
    result = jobs.redact(book, apply=apply, write=night.write)
    steps = night.steps(result.seen, result.redaction, result.mentions, applying=apply)
    return Night(steps, result)
