"""What goes into To do: the lines that follow from an analysis.

A line's reference is made of codes, case names and digests, so that it can be known again
without repeating anything personal.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sheets_coc.dates import iso
from sheets_coc.policy.dates import DAY_OR_MONTH
from sheets_coc.records import cases
from sheets_coc.records.record import Record
from sheets_coc.records.same_person import shared_alias
from sheets_coc.retention.terms import DatedRecord, State
from sheets_coc.schema.columns import DECISION_LABELS
from sheets_coc.schema.findings import BY_CODE, Finding, Severity
from sheets_coc.todo import kept, shape_questions
from sheets_coc.todo.analysis import ACCESS_REF, LIMIT_REF, Analysis
from sheets_coc.todo.came_back import CAME_BACK, PUT_BACK
from sheets_coc.todo.digest import digest
from sheets_coc.todo.findings import all_findings, key_line
from sheets_coc.todo.flagged_words import FlaggedWords, flag_lines
from sheets_coc.todo.mentions import NO_MENTIONS, Mentions, followed, mention_lines
from sheets_coc.todo.pairs import DIFFERENT, REPEAT, SAME, pair_key, row_identity
from sheets_coc.todo.stops import reason_to_stop
from sheets_coc.todo.tab import STICKY, Line, Topic
from sheets_coc.todo.wording import named

NAMED = 100
"""How many cases a line names at the most."""
GUIDE_REF = f"{STICKY}setup/"
"""What references of the lines that lead through old records begin with."""
LOOKED_AHEAD = 500
"""How many announced records are looked through for words scrubbing would leave."""
_TWO_READINGS = "These dates can be read in two ways. Does the day come first, or the month?"
_MANY_PAIRS = (
    "They may be the same person as in another record. Where they are, add the same contact, or "
    "the same full name under Also known as, to both; then say here that the others are not."
)
_ASKED = ("hold-review", "wait-review", "late-violation")
"""Notices that ask something. Others are told by `validate`, and are no lines."""
_SOON = (State.KEPT, State.ANNOUNCED, State.DUE)


def lines(
    seen: Analysis,
    flags: Sequence[FlaggedWords] = (),
    over_limit: Mapping[str, Record] | None = None,
    mentions: Mentions = NO_MENTIONS,
    going: Collection[int] = (),
) -> list[Line]:
    """Every line that should stand in To do, each reference once.

    Args:
        seen: what the rules say of the sheet.
        flags: words that may still identify someone when a record goes.
        over_limit: the records a run stopped at, because they were more than usual, by what each is
            known by to the next run.
        mentions: where people who go are still mentioned, and what could not be searched.
        going: rows that are expunged in the same batch: their flags stay until ticked.
    """
    found = [
        *kept.lines(seen.snapshot, seen.present_lines),
        *limit_lines(over_limit or {}),
        *stopping(seen),
        *_going(seen),
        *_too_many(seen),
        *_findings(seen),
        *flag_lines(seen, flags, going),
        *followed(seen.snapshot, seen.present_lines),
        *mention_lines(mentions, seen.today),
    ]
    first: dict[str, Line] = {}
    for line in found:
        first.setdefault(line.ref, line)
    return digest(list(first.values()))


def stopping(seen: Analysis) -> list[Line]:
    """The questions without whose answers nothing goes: the shape of the sheet, rows apart."""
    return [*_shape(seen), *_apart(seen)]


def _line(
    seen: Analysis,
    ref: str,
    topic: Topic,
    what: str,
    row: int,
    column: int,
    options: tuple[str, ...] = (),
) -> Line:
    return Line(ref, topic, what, seen.sheet.tab.id, seen.policy.tabs.records, row, column, options)


def limit_lines(over_limit: Mapping[str, Record]) -> list[Line]:
    """The question whether records may go that were more than usual; none where there are none."""
    if not over_limit:
        return []
    names = named([record.name for record in over_limit.values()], NAMED)
    what = (
        f"{past_their_date(len(over_limit))}, more than usual, so nothing was expunged. "
        f"If that is right, tick this line, and these go on the next run: {names}"
    )
    return [Line(LIMIT_REF + ",".join(sorted(over_limit)), Topic.QUESTION, what)]


def past_their_date(number: int) -> str:
    """How many records a run stopped at, in words."""
    return "1 record is past its date" if number == 1 else f"{number} records are past their date"


def approved(seen: Analysis) -> frozenset[str]:
    """The rows that a ticked line of an earlier stop lets go."""
    return frozenset(
        identity
        for line in seen.present_lines
        if line.done and line.ref.startswith(LIMIT_REF)
        for identity in _limit_cases(line.ref)
    )


def pending(seen: Analysis, over_limit: Collection[str] = ()) -> frozenset[str]:
    """References of standing lines that no run has acted on yet, so that they must stay.

    Whoever ticks one of them answers a run that stopped. Until a run acts on it, the answer
    must outlast every other command that brings To do up to date.

    Args:
        seen: what the rules say of the sheet.
        over_limit: the records this run stopped at: a line about them replaces older ones.
    """
    due = {
        row_identity(seen.sheet, dated.record) for dated in seen.dated if dated.state is State.DUE
    }
    asked = {line.ref for line in seen.present_lines if line.ref.startswith(LIMIT_REF)}
    waiting = {ref for ref in asked if not over_limit and not due.isdisjoint(_limit_cases(ref))}
    confirmed = {line.ref for line in seen.present_lines if line.done and not seen.apart}
    return frozenset(waiting | (confirmed & {seen.apart_ref}))


def outlived(seen: Analysis) -> frozenset[str]:
    """References of the guide's lines whose records have all been decided, dated or expunged.

    Such a line needs no tick any more: what it led to is done.
    """
    left = [r for r in seen.sheet.records if r.decision is None and not r.expunged]
    years = {r.reported_on.year if isinstance(r.reported_on, date) else 0 for r in left}
    waiting = {f"{GUIDE_REF}year-{year}" for year in years}
    waiting |= {f"{GUIDE_REF}old-records"} if left else set()
    there = {one.ref for one in seen.present_lines if one.ref.startswith(GUIDE_REF)}
    return frozenset(there - waiting)


def access_refs(seen: Analysis) -> frozenset[str]:
    """References of lines about who can open the sheet, which only whoever looks can settle."""
    return frozenset(one.ref for one in seen.present_lines if one.ref.startswith(ACCESS_REF))


def _limit_cases(ref: str) -> list[str]:
    """The rows that a line about the batch limit is about, by what they are known by."""
    return ref.removeprefix(LIMIT_REF).split(",")


def _shape(seen: Analysis) -> list[Line]:
    sheet = seen.sheet
    return shape_questions.questions(
        seen.snapshot, sheet.tab, sheet.layout, sheet.rows, sheet.findings
    )


def _apart(seen: Analysis) -> list[Line]:
    if not seen.apart:
        return []
    names = named([record.name for record in seen.apart], NAMED)
    what = (
        f"{BY_CODE['came-apart'].text} Nothing is written until then. "
        f"If these records are right as they are, tick this line: {names}"
    )
    column = seen.sheet.layout.columns.get("case", 0)
    return [_line(seen, seen.apart_ref, Topic.QUESTION, what, seen.apart[0].row, column)]


def announced(seen: Analysis) -> list[DatedRecord]:
    """The records that are announced and still there, the first to go first."""
    found = [
        dated
        for dated in seen.dated
        if dated.goes_on is not None and dated.state in (State.ANNOUNCED, State.KEPT)
    ]
    return sorted(found, key=lambda dated: (dated.goes_on or date.max, dated.row))


def _too_many(seen: Analysis) -> list[Line]:
    number = len(announced(seen))
    if number <= LOOKED_AHEAD:
        return []
    said = (
        f"{number} records are announced. Only the first {LOOKED_AHEAD} were looked through for "
        "words that may still tell who somebody is; the others are when they go."
    )
    return [Line("looked-ahead", Topic.SETTLE, said)]


def _going(seen: Analysis) -> list[Line]:
    column = seen.sheet.layout.columns.get("goes_on")
    if column is None or reason_to_stop(seen):
        return []  # what may have been misread is not announced either
    found = []
    for dated in seen.dated:
        record = dated.record
        if dated.goes_on is None or dated.state not in _SOON:
            continue
        what = "the reporter" if dated.scope == "reporter" else "everything personal"
        decision = DECISION_LABELS[record.decision] if record.decision else "dated by hand"
        why = "dated by hand" if dated.hand_set else decision
        said = (
            f"{record.name}: {what} goes on {dated.goes_on.isoformat()} "
            f"({why}; its date is {iso(dated.effective)})."
        )
        ref = f"going/{row_identity(seen.sheet, record)}"
        line = _line(seen, ref, Topic.GOING, said, record.row, column)
        day = dated.goes_on.isoformat()
        alike = f"{what} goes on {day}. Look at them before: `redact` shows what goes."
        found.append(replace(line, group=f"going/{day}/{what}", name=record.name, alike=alike))
    return found


def _findings(seen: Analysis) -> list[Line]:
    by_row = {record.row: record for record in seen.sheet.records}
    found = []
    for finding in all_findings(seen):
        if finding.code in ("came-apart", "filled-down") or finding.code in shape_questions.CODES:
            continue
        if finding.severity is Severity.NOTICE and finding.code not in _ASKED:
            continue
        ours = finding.tab == seen.policy.tabs.records and finding.row is not None
        record = by_row.get(finding.row or 0) if ours else None
        found.append(_finding_line(seen, finding, record))
    return found


def _finding_line(seen: Analysis, finding: Finding, record: Record | None) -> Line:
    row, column = finding.row or 0, finding.column or 0
    if record is None and finding.tab != seen.policy.tabs.records:
        return key_line(seen, finding)
    if record is None:
        ref = f"{finding.code}/{column}"
        return _line(seen, ref, Topic.SETTLE, finding.text, row, column)
    if finding.code in (CAME_BACK, "came-back"):
        ref, said = f"came-back/{row_identity(seen.sheet, record)}", _said(finding, record.name)
        return _line(seen, ref, Topic.QUESTION, said, row, column, (PUT_BACK,))
    if finding.code == "possible-repeat":
        return _repeat_question(seen, finding, record)
    identity = row_identity(seen.sheet, record)
    ref, said = f"{finding.code}/{identity}/{finding.key or column}", _said(finding, record.name)
    if readings := seen.sheet.ambiguous.get((row, finding.key or "")):
        options = tuple(day.isoformat() for day in readings)
        line = _line(seen, ref, Topic.QUESTION, said, row, column, options)
        group = f"ambiguous-date/{finding.key}"
        return replace(
            line, group=group, name=record.name, alike=_TWO_READINGS, choices=DAY_OR_MONTH
        )
    if finding.code == "late-violation":
        ref = STICKY + ref
    topic = Topic.QUESTION if finding.severity is Severity.NOTICE else Topic.SETTLE
    line = _line(seen, ref, topic, said, row, column)
    group = f"{finding.code}/{finding.key or column}"
    if finding.detail:  # another record, which differs from line to line
        return replace(line, group=group, name=record.name, alike=finding.kind.text)
    group += "/more" if finding.besides else ""
    return replace(line, group=group, name=record.name, alike=finding.text)


def _said(finding: Finding, *names: str) -> str:
    return f"{' and '.join(names)}: {finding.text}"


def _repeat_question(seen: Analysis, finding: Finding, record: Record) -> Line:
    """Whether two records are about one person; the same line from whichever of the two."""
    other = finding.detail[0]
    both = row_identity(seen.sheet, record), _identity_of(seen, other)
    said = _said(finding, record.name, other)
    row, column = finding.row or 0, finding.column or 0
    ref = f"{REPEAT}/{pair_key(*both)}"
    both_rows = record, next(r for r in seen.sheet.records if r.name == other)
    options = (SAME, DIFFERENT) if shared_alias(seen.sheet, *both_rows) else (DIFFERENT,)
    line = _line(seen, ref, Topic.QUESTION, said, row, column, options)
    name = f"{record.name} and {other}"
    return replace(line, group=REPEAT, name=name, alike=_MANY_PAIRS, choices=(DIFFERENT,))


def _identity_of(seen: Analysis, name: str) -> str:
    if name.startswith("row "):
        row = int(name.removeprefix("row ")) - 1
        return next(row_identity(seen.sheet, r) for r in seen.sheet.records if r.row == row)
    return cases.key(name)
