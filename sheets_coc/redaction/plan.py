"""What is due today: which records go, which stay and why, and what stops a run.

The safety rules stand here: the batch limit, unclassified columns, rows that came apart, another
plan than the one that was looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sheets_coc.committee.members import Committee, read_if_any
from sheets_coc.errors import NOTHING_CHANGED, SafetyStop
from sheets_coc.records.record import Record
from sheets_coc.records.validation import lacks_columns
from sheets_coc.redaction.key import ONLY_A_PERSON, erased, kept_by_key, leaving
from sheets_coc.redaction.row_redaction import (
    RowRedaction,
    RowRedactions,
    joined,
    plan_id,
    row_redactions,
)
from sheets_coc.redaction.staying import NotExpunged, in_words, staying
from sheets_coc.retention.terms import DatedRecord, State, inherited
from sheets_coc.scrubbing import Known
from sheets_coc.sheet.model import SetCell
from sheets_coc.todo import items as todo_items
from sheets_coc.todo.analysis import Analysis
from sheets_coc.todo.flagged_words import FlaggedWords
from sheets_coc.todo.pairs import row_identity
from sheets_coc.todo.stops import reason_to_stop
from sheets_coc.todo.tab import Line, Topic


@dataclass(slots=True, repr=False)
class RedactionPlan:
    """What a redaction_plan would do today.

    Attributes:
        plan: the plan's id.
        done: the records that go.
        cells: the cells of the records tab that change because of that.
        flags: words that may still identify someone, in records that go or are announced.
        stays: records that are not expunged, with the reason.
        stop: the safety rule that stops the run, if one does.
        over_limit: the records that were more than usual.
        removed: who goes; what the sweep looks for.
        key_cells: the cells of the key that change because of that.
    """

    plan: str
    done: tuple[RowRedaction, ...]
    cells: tuple[SetCell, ...]
    flags: tuple[FlaggedWords, ...]
    stays: tuple[NotExpunged, ...]
    stop: SafetyStop | None = None
    over_limit: tuple[Record, ...] = ()
    removed: Known = field(default_factory=lambda: Known((), (), ()))
    key_cells: tuple[SetCell, ...] = ()

    @property
    def people(self) -> int:
        """How many people go from the key."""
        return len({cell.row for cell in self.key_cells})

    @property
    def failed(self) -> tuple[NotExpunged, ...]:
        """Records that are past their date and that no later run will expunge by itself."""
        return tuple(stay for stay in self.stays if stay.why in _FAILED)


_FAILED = ("cell-full", "scrub-failed", "needs-setup", "key-ahead", *ONLY_A_PERSON)
"""Reasons to stay that only a person can settle, though nothing in the row is wrong."""


_STAYING = (State.OPEN, State.HELD, State.WAITING, State.ERROR, State.ANNOUNCED)


def limit(seen: Analysis, max_records: int | None = None) -> float:
    """How many records may go in one run."""
    safety = seen.policy.safety
    return (
        max_records
        if max_records is not None
        else max(safety.max_records, safety.max_share * seen.live)
    )


def _unclassified(seen: Analysis) -> SafetyStop:
    columns = ", ".join(column.name for column in seen.sheet.layout.unclassified)
    return SafetyStop(
        f"Nobody has said what happens to {columns} when a record goes. Answer in the To do tab "
        "(sheets-coc validate --apply puts the question there), or in the policy under "
        "[columns.own].",
        became=NOTHING_CHANGED,
        code="unclassified-column",
    )


def _limit_stop(number: int) -> SafetyStop:
    return SafetyStop(
        f"{todo_items.past_their_date(number)}, more than usual. Tick the line in the To do tab "
        "(sheets-coc answer shows it), or allow it with --max-records.",
        became=NOTHING_CHANGED,
        code="batch-limit",
    )


def _inherits_without_column(seen: Analysis, going: Sequence[DatedRecord]) -> frozenset[int]:
    """Rows that cannot go because what they give others could not be written anywhere."""
    if "extended_until" in seen.sheet.layout.columns or not seen.sheet.layout.has_decisions:
        return frozenset()
    index = {record.row: i for i, record in enumerate(seen.sheet.records)}
    alone = [index[g.record.row] for g in going]
    return frozenset(
        seen.sheet.records[i].row for i in alone if inherited(seen.sheet.records, seen.dated, {i})
    )


def redaction_plan(
    seen: Analysis,
    *,
    max_records: int | None = None,
    plan: str | None = None,
    apply: bool,
    ahead: bool = True,
) -> RedactionPlan:
    """What is due today, and everything that expunging it changes.

    Args:
        seen: what the rules say of the sheet.
        max_records: how many records may go at the most, in place of the policy's limits.
        plan: the id of the only plan that may be applied.
        apply: whether the limits hold; they do not limit dry runs.
        ahead: whether records that are only announced are looked through for words that may
            still tell who somebody is: most of the work, where nothing is due.
    """
    going, stays = _sorted(seen)
    if stop := _nothing_may_go(seen):
        stays += [NotExpunged(g.record, stop.code) for g in going]
        return RedactionPlan("", (), (), (), tuple(stays), stop)
    going, later, over_limit = _within_limits(seen, going, max_records, apply)
    stays += [NotExpunged(g.record, "batch-limit") for g in later]
    planned, stays_too = _redactions(seen, going)
    stays += stays_too
    done = tuple(r for r in planned.done if r.cells)
    people = leaving(seen.sheet, done)
    name = plan_id(done, [row_identity(seen.sheet, r.record) for r in done], len(people))
    stop = _limit_stop(len(over_limit)) if over_limit else _other_plan(plan, name)
    if stop:
        return RedactionPlan(name, (), (), (), tuple(stays), stop, over_limit)
    return RedactionPlan(
        plan=name,
        done=done,
        cells=planned.cells,
        flags=(
            *(m for r in done for m in r.flags),
            *planned.flags,
            *(flags_ahead(seen) if ahead else ()),
        ),
        stays=tuple(stays),
        removed=joined(removal.known for removal in done),
        key_cells=tuple(erased(seen.sheet.key, people)),
    )


def _redactions(
    seen: Analysis, going: list[DatedRecord]
) -> tuple[RowRedactions, list[NotExpunged]]:
    """What expunging these changes, without those that the key, or a cell of theirs, keeps."""
    stays: list[NotExpunged] = []
    while True:
        by_key = kept_by_key(seen.sheet, going)
        stays += [NotExpunged(one.record, why) for one, why in by_key]
        kept = {one.record.row for one, _ in by_key}
        going = [one for one in going if one.record.row not in kept]
        planned = row_redactions(seen.sheet, seen.policy, going, seen.today, _members(seen))
        failed = {record.row for record, _ in planned.failed}
        stays += [NotExpunged(record, why) for record, why in planned.failed]
        left = [one for one in going if one.record.row not in failed]
        if not failed or not kept_by_key(seen.sheet, left):
            return planned, stays
        going = left


def _sorted(seen: Analysis) -> tuple[list[DatedRecord], list[NotExpunged]]:
    """The records whose day has come, and those that stay whatever the limits say."""
    lacking = lacks_columns(seen.sheet, seen.policy)
    wrong = [f for f in seen.findings if f.tab == seen.policy.tabs.records]
    stays = [
        staying(d, wrong, "needs-setup" if lacking and d.state is State.ANNOUNCED else "")
        for d in seen.dated
        if d.state in _STAYING
    ]
    going = [d for d in seen.dated if d.state is State.DUE]
    layout = seen.sheet.layout
    decided = not {"decision", "consequence"}.isdisjoint(layout.columns)
    if layout.has_decisions and not decided:  # gone on purpose
        homeless = frozenset(g.record.row for g in going)
    else:
        homeless = _inherits_without_column(seen, going)
    stays += [NotExpunged(g.record, "needs-setup") for g in going if g.record.row in homeless]
    return [g for g in going if g.record.row not in homeless], stays


def _nothing_may_go(seen: Analysis) -> SafetyStop | None:
    """The rule that keeps every record where it is, if one does."""
    if found := reason_to_stop(seen):
        return found
    return _unclassified(seen) if seen.sheet.layout.unclassified else None


def _other_plan(plan: str | None, name: str) -> SafetyStop | None:
    if plan is None or plan == name:
        return None
    return SafetyStop(
        "What is due is no longer what that plan says. Look at the new plan (sheets-coc redact), "
        "and apply that one.",
        became=NOTHING_CHANGED,
        code="other-plan",
    )


def _within_limits(
    seen: Analysis, going: list[DatedRecord], max_records: int | None, apply: bool
) -> tuple[list[DatedRecord], list[DatedRecord], tuple[Record, ...]]:
    """What may go now, what waits for a later run, and what the batch limit stopped at."""
    if not apply or len(going) <= limit(seen, max_records):
        return going, [], ()
    allowed = todo_items.approved(seen) if max_records is None else frozenset()
    now: list[DatedRecord] = []
    later: list[DatedRecord] = []
    for one in going:
        (now if row_identity(seen.sheet, one.record) in allowed else later).append(one)
    return (now, later, ()) if now else (going, [], tuple(g.record for g in going))


def over_limit(seen: Analysis, max_records: int | None = None) -> int | None:
    """The limit that would stop a run which applies, or leave records for later; else None.

    Records that a person let go by a tick in To do do not count.
    """
    going, _ = _sorted(seen)
    _, later, over_limit = _within_limits(seen, going, max_records, apply=True)
    return int(limit(seen, max_records)) if later or over_limit else None


def _members(seen: Analysis) -> Known:
    """The names of the committee, past members among them."""
    committee = read_if_any(seen.snapshot, seen.policy) or Committee(())
    names = [member.name.reveal() for member in committee.members]
    return Known(names=tuple(name for name in names if name))


def flags_ahead(seen: Analysis) -> list[FlaggedWords]:
    """What the scrubber would leave in announced records, while an alias can still be added.

    Scrubbing costs most of a run, so of very many only the first to go are looked through;
    To do says so then, and what is left in the others is said when they go.
    """
    chosen = todo_items.announced(seen)[: todo_items.LOOKED_AHEAD]
    planned = row_redactions(seen.sheet, seen.policy, chosen, seen.today, _members(seen))
    return [flag for removal in planned.done for flag in removal.flags]


def failed_line(seen: Analysis, one: NotExpunged) -> Line:
    """The line about a record whose day has passed and that could not go."""
    said = f"{one.record.name}: its day has passed, and it stays: {in_words(one.why)}."
    ref = f"failed/{row_identity(seen.sheet, one.record)}/{one.why}"
    column = seen.sheet.layout.columns.get("case", 0)
    title = seen.policy.tabs.records
    return Line(ref, Topic.SETTLE, said, seen.sheet.tab.id, title, one.record.row, column)
