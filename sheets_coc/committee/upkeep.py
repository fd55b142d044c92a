"""What the tool changes in the sheet: from a survey to one set of changes.

The functions here plan and never write. A dry run shows a plan, an applied run hands the
very same plan to the transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sheets_coc.committee import agenda, log, todo
from sheets_coc.committee.agenda import Residual
from sheets_coc.committee.survey import Survey, row_identity
from sheets_coc.dates import NEVER, Day, to_serial
from sheets_coc.errors import SafetyStop
from sheets_coc.records.record import Record
from sheets_coc.records.validation import lacks_columns, present_check
from sheets_coc.records.values import read_date
from sheets_coc.retention.redaction import Going, Mark, Removal, joined, plan_id, removals
from sheets_coc.retention.scrubbing import Known
from sheets_coc.retention.terms import Dated, State, inherited
from sheets_coc.sheet.model import Changes, SetCell, Value, text


def _day_value(day: Day | None) -> Value:
    if day is None:
        return None
    return "never" if day is NEVER else to_serial(day)


class _Columns:
    """Collects the cells of the tool's own columns that must change."""

    def __init__(self, survey: Survey) -> None:
        self.sheet = survey.sheet
        self.cells: list[SetCell] = []

    def put(self, record: Record, key: str, value: Value, *, is_date: bool = False) -> None:
        column = self.sheet.layout.columns.get(key)
        if column is None:
            return
        present = self.sheet.tab.value(record.row, column)
        if present == value or (present in (None, "") and value in (None, "")):
            return
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


def may_write(record: Record) -> bool:
    """Whether the tool may write into a row: not where two rows have the same case name."""
    return "duplicate-case" not in record.blocked_by


def own_columns(survey: Survey, skip: Iterable[int] = ()) -> list[SetCell]:
    """The cells that bring the tool's own columns up to date: names, dates, row checks.

    A date a person set stays; where both date cells agree or the first is blank, both follow
    the policy.

    Args:
        survey: what the rules say of the sheet.
        skip: rows that are being expunged, whose dates stay as they are.
    """
    columns = _Columns(survey)
    skipped = set(skip)
    for record, dated in zip(survey.sheet.records, survey.dated, strict=True):
        if not may_write(record):
            continue
        if record.case and not text(survey.sheet.cell(record, "case")).strip():
            columns.put(record, "case", record.case)
        if record.expunged or record.row in skipped:
            continue
        _dates(columns, record, dated)
        columns.put(record, "row_check", present_check(survey.sheet, record))
    return columns.cells


def _dates(columns: _Columns, record: Record, dated: Dated) -> None:
    if not record.has_decision_column or dated.state is State.ERROR:
        return
    if "policy_date" not in columns.sheet.layout.columns:
        return  # a date written without its twin would look as if a person had set it
    if not dated.hand_set:
        columns.put_day(record, "expunge_on", dated.effective)
        columns.put_day(record, "policy_date", dated.policy_date)
    elif dated.policy_date != record.expunge_on:
        # The same date in both cells would make a date set by hand look like the policy's.
        columns.put_day(record, "policy_date", dated.policy_date)
    columns.put_day(record, "goes_on", dated.goes_on)


@dataclass(frozen=True, slots=True)
class NotExpunged:
    """A record that stays, and the reason, as a code."""

    record: Record
    why: str


@dataclass(slots=True, repr=False)
class Redaction:
    """What a redaction would do today.

    Attributes:
        plan: the plan's id.
        done: the records that go.
        cells: the cells of the records tab that change because of that.
        marks: words that may still identify someone, in records that go or are announced.
        stays: records that are not expunged, with the reason.
        stop: the safety rule that stops the run, if one does.
        belt: the records that were more than usual.
        removed: who goes; what the sweep looks for.
    """

    plan: str
    done: tuple[Removal, ...]
    cells: tuple[SetCell, ...]
    marks: tuple[Mark, ...]
    stays: tuple[NotExpunged, ...]
    stop: SafetyStop | None = None
    belt: tuple[Record, ...] = ()
    removed: Known = field(default_factory=lambda: Known((), (), ()))


def _why(record: Record, dated: Dated) -> str:
    if dated.state is State.ERROR:
        codes = record.blocked_by or record.date_errors
        return f"{'blocked' if record.blocked_by else 'error'}: {codes[0]}" if codes else "error"
    return {State.ANNOUNCED: "notice"}.get(dated.state, dated.state.value)


_STAYING = (State.OPEN, State.HELD, State.WAITING, State.ERROR, State.ANNOUNCED)


def _limit(survey: Survey, most: int | None) -> float:
    safety = survey.policy.safety
    return most if most is not None else max(safety.max_records, safety.max_share * survey.live)


def _unclassified(survey: Survey) -> SafetyStop:
    columns = ", ".join(column.name for column in survey.sheet.layout.unclassified)
    return SafetyStop(
        f"Stopped, nothing changed. Nobody has said what happens to {columns} when a record "
        "goes. Answer in the To do tab (sheets-coc validate --apply puts the question there), "
        "or in the policy under [columns.own].",
        code="unclassified-column",
    )


def _apart(survey: Survey) -> SafetyStop:
    names = ", ".join(record.name for record in survey.apart[:10])
    return SafetyStop(
        f"Stopped, nothing changed. The content of {len(survey.apart)} records has changed "
        f"places, as after sorting only some columns: {names}. Undo the sort (Edit, Undo, or "
        "File, Version history), then run again.",
        code="rows-apart",
    )


def _belt_stop(number: int) -> SafetyStop:
    return SafetyStop(
        f"Stopped, nothing changed. {number} records are past their date, more than usual. "
        "Tick the line in the To do tab, or allow it with --max-records.",
        code="belt",
    )


def _inherits_without_column(survey: Survey, going: Sequence[Going]) -> frozenset[int]:
    """Rows that cannot go because what they give others could not be written anywhere."""
    if "extended_until" in survey.sheet.layout.columns or not survey.sheet.layout.has_decisions:
        return frozenset()
    index = {record.row: i for i, record in enumerate(survey.sheet.records)}
    alone = [index[g.record.row] for g in going]
    return frozenset(
        survey.sheet.records[i].row
        for i in alone
        if inherited(survey.sheet.records, survey.dated, {i})
    )


def redaction(
    survey: Survey, *, most: int | None = None, wanted: str | None = None, applying: bool
) -> Redaction:
    """What is due today, and everything that expunging it changes.

    Args:
        survey: what the rules say of the sheet.
        most: how many records may go at the most, in place of the policy's limits.
        wanted: the id of the only plan that may be applied.
        applying: whether the limits hold; they do not limit dry runs.
    """
    pairs = list(zip(survey.sheet.records, survey.dated, strict=True))
    lacking = lacks_columns(survey.sheet, survey.policy)
    stays = [
        NotExpunged(r, "needs-setup" if lacking and d.state is State.ANNOUNCED else _why(r, d))
        for r, d in pairs
        if d.state in _STAYING
    ]
    going = [Going(r, d.scope) for r, d in pairs if d.state is State.DUE]
    homeless = _inherits_without_column(survey, going)
    stays += [NotExpunged(g.record, "needs-setup") for g in going if g.record.row in homeless]
    going = [g for g in going if g.record.row not in homeless]
    stop: SafetyStop | None = None
    if survey.apart:
        stop = _apart(survey)
    elif survey.sheet.layout.unclassified:
        stop = _unclassified(survey)
    if stop:
        stays += [NotExpunged(g.record, stop.code) for g in going]
        return Redaction("", (), (), (), tuple(stays), stop)
    going, later, belt = _within_limits(survey, going, most, applying)
    stays += [NotExpunged(g.record, "belt") for g in later]
    planned = removals(survey.sheet, survey.policy, going, survey.today)
    stays += [NotExpunged(record, why) for record, why in planned.failed]
    done = tuple(r for r in planned.done if r.cells)
    identities = [row_identity(survey.sheet, r.going.record) for r in done]
    name = plan_id(done, identities)
    if belt:
        stop = _belt_stop(len(belt))
    elif wanted is not None and wanted != name:
        stop = SafetyStop(
            "Stopped, nothing changed. What is due is no longer what that plan says. "
            "Look at the new plan (sheets-coc redact), and apply that one.",
            code="other-plan",
        )
    if stop:
        return Redaction(name, (), (), (), tuple(stays), stop, belt)
    return Redaction(
        plan=name,
        done=done,
        cells=planned.cells,
        marks=(*(m for r in done for m in r.marks), *_marks_ahead(survey)),
        stays=tuple(stays),
        removed=joined(removal.known for removal in done),
    )


def _within_limits(
    survey: Survey, going: list[Going], most: int | None, applying: bool
) -> tuple[list[Going], list[Going], tuple[Record, ...]]:
    """What may go now, what waits for a later run, and what the belt stopped at."""
    if not applying or len(going) <= _limit(survey, most):
        return going, [], ()
    allowed = agenda.approved(survey) if most is None else frozenset()
    now = [g for g in going if row_identity(survey.sheet, g.record) in allowed]
    if now:
        return now, [g for g in going if g not in now], ()
    return going, [], tuple(g.record for g in going)


def _marks_ahead(survey: Survey) -> list[Mark]:
    """What the scrubber would leave in announced records, while an alias can still be added."""
    announced = [
        Going(record, dated.scope)
        for record, dated in zip(survey.sheet.records, survey.dated, strict=True)
        if dated.goes_on is not None and dated.state in (State.ANNOUNCED, State.KEPT)
    ]
    planned = removals(survey.sheet, survey.policy, announced, survey.today)
    return [mark for removal in planned.done for mark in removal.marks]


def _extensions(survey: Survey, done: Sequence[Removal]) -> list[SetCell]:
    """What the records that go gave to earlier ones, written where it counts from then on."""
    index = {record.row: i for i, record in enumerate(survey.sheet.records)}
    gone = {index[removal.going.record.row] for removal in done}
    columns = _Columns(survey)
    for i, day in inherited(survey.sheet.records, survey.dated, gone).items():
        columns.put_day(survey.sheet.records[i], "extended_until", day)
    return columns.cells


def _answers(survey: Survey) -> list[SetCell]:
    """Dates people chose in To do between two readings."""
    chosen = todo.answers(survey.standing)
    by_row = {record.row: record for record in survey.sheet.records}
    cells = []
    for (row, key), readings in survey.sheet.ambiguous.items():
        if row not in by_row:
            continue
        ref = f"ambiguous-date/{row_identity(survey.sheet, by_row[row])}/{key}"
        answer = chosen.get(ref)
        for day in readings:
            if answer == day.isoformat() or answer == str(to_serial(day)):
                column = survey.sheet.layout.columns[key]
                cells.append(
                    SetCell(survey.sheet.tab.id, row, column, to_serial(day), is_date=True)
                )
    return cells


def todo_changes(
    survey: Survey,
    *,
    marks: Sequence[Mark] = (),
    belt: Sequence[Record] = (),
    residual: Sequence[Residual] = (),
    going: Collection[int] = (),
) -> Changes:
    """The changes that bring To do up to date, and keep what people answered there."""
    wanted = agenda.lines(survey, marks, belt, residual, going)
    written = todo.rewrite(survey.snapshot, survey.policy, wanted, survey.today)
    return Changes.merge([written, Changes(metadata=survey.remember)])


def validate_changes(survey: Survey) -> Changes:
    """What `validate --apply` writes: To do, and the answers given there."""
    return Changes.merge(
        [todo_changes(survey, marks=_marks_ahead(survey)), Changes(tuple(_answers(survey)))]
    )


def dates_changes(survey: Survey) -> Changes:
    """What `dates --apply` writes: the tool's own columns, and To do.

    Raises:
        SafetyStop: where rows have come apart.
    """
    if survey.apart:
        raise _apart(survey)
    cells = [*_answers(survey), *own_columns(survey)]
    return Changes.merge([Changes(tuple(cells)), todo_changes(survey, marks=_marks_ahead(survey))])


def redact_changes(
    survey: Survey, planned: Redaction, now: datetime, residual: Sequence[Residual] = ()
) -> Changes:
    """What `redact --apply` writes, in one batch: what goes, dates, To do and the Log.

    Where a safety rule stops the run only To do is written, so that people can answer; where
    rows have come apart nothing is.
    """
    if survey.apart:
        return Changes()
    if planned.stop:
        if planned.stop.code == "other-plan":
            return Changes()
        return todo_changes(survey, belt=planned.belt)
    rows = [removal.going.record.row for removal in planned.done]
    expunging = {(c.row, c.column) for c in planned.cells}
    cells = [
        cell
        for cell in (
            *_answers(survey),
            *own_columns(survey, rows),
            *_extensions(survey, planned.done),
        )
        if (cell.row, cell.column) not in expunging
    ]
    parts = [
        Changes((*cells, *planned.cells)),
        todo_changes(survey, marks=planned.marks, residual=residual, going=rows),
    ]
    if planned.done:
        names = tuple(removal.going.record.name for removal in planned.done)
        count = f"{len(names)} record" + ("" if len(names) == 1 else "s")
        entry = log.Entry("redact", f"{count} expunged, {len(planned.cells)} cells", names)
        parts.append(log.append(survey.snapshot, survey.policy, entry, now))
    return Changes.merge(parts)
