"""One look at the whole sheet: what every rule says of it on a day.

Commands differ in what they do with an analysis, never in how they come to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from hashlib import blake2s

from sheets_coc.dates import to_serial
from sheets_coc.policy import Policy
from sheets_coc.policy.dates import DAY_OR_MONTH
from sheets_coc.records import remembered, shape
from sheets_coc.records.apart.renamed import followed
from sheets_coc.records.case_names import name_cases
from sheets_coc.records.identity import Links
from sheets_coc.records.key import key_memory
from sheets_coc.records.reading import read_records
from sheets_coc.records.record import Record
from sheets_coc.records.row.date_order import date_order
from sheets_coc.records.sheet import RecordsSheet
from sheets_coc.records.validation import apart, present_check, validate
from sheets_coc.records.values import says_something
from sheets_coc.retention.terms import DatedRecord, compute
from sheets_coc.retention.together import together
from sheets_coc.schema.columns import COLUMNS, ColumnKind, Holds
from sheets_coc.schema.findings import Finding
from sheets_coc.sheet.after import with_cells
from sheets_coc.sheet.model import SetCell, Snapshot, text
from sheets_coc.todo import came_back, mentions, shape_questions
from sheets_coc.todo import tab as todo
from sheets_coc.todo.came_back import PUT_BACK, PUT_BACK_PREFIX
from sheets_coc.todo.digest import TOGETHER_REF
from sheets_coc.todo.pairs import (
    DIFFERENT,
    DIFFERENT_PREFIX,
    all_different,
    joined,
    row_identity,
    with_answers,
)

_REPORT = tuple(
    c.key
    for c in COLUMNS
    if c.key in ("reported_on", "person")
    or (c.holds not in (Holds.NOBODY, Holds.MEMBER) and c.kind is not ColumnKind.ACTION)
)
"""Columns of which one at least is filled in a row that holds a report."""
MEANT_PREFIX = "sheets-coc.meant."
"""Developer metadata that remembers which access is meant as it is."""
MEANT = ("this account is meant", "this is known")
"""The answers to access that differs."""
ACCESS_REF = "access/"
APART_REF = "apart/"
LIMIT_REF = "limit/"


@dataclass(slots=True, repr=False)
class Analysis:
    """Everything the rules say of a spreadsheet on a day.

    Attributes:
        snapshot: the spreadsheet.
        policy: the committee's rules.
        now: the moment, in UTC; the beginning of the day where only that is known.
        sheet: the Records tab, read, with the dates people chose in To do already in place.
        answered: the cells that put those dates into the sheet.
        links: who is, or may be, the same person.
        dated: the dates and state of each record, in the order of `sheet.records`.
        findings: what a person should look at.
        apart: records whose content has changed places, unless a person confirmed it.
        apart_ref: by which To do knows exactly those records with exactly that content.
        present_lines: the lines of the To do tab.
        remember: what is to be remembered as metadata: answers given in To do, the shape of the
            sheet, digests of its rows where no column holds them. None removes.
        seed: what new case names are drawn from, or empty where none are given.
        settle: whether dates chosen in To do count as if they stood in their cells.
    """

    snapshot: Snapshot
    policy: Policy
    now: datetime
    sheet: RecordsSheet
    links: Links
    dated: list[DatedRecord]
    findings: list[Finding]
    apart: list[Record]
    present_lines: list[todo.PresentLine]
    remember: dict[str, str | None] = field(default_factory=dict)
    seed: str = ""
    answered: tuple[SetCell, ...] = ()
    apart_ref: str = ""
    settle: bool = True

    @property
    def today(self) -> date:
        """The UTC date."""
        return self.now.date()

    @property
    def live(self) -> int:
        """How many records are not expunged: rows that hold a report, each counted once.

        Not rows that people made in advance, by filling down drop-downs, a date or *n/a*.
        """
        said = {
            tuple(
                text(v) if says_something(v := self.sheet.cell(one, key)) else "" for key in _REPORT
            )
            for one in self.sheet.records
            if not one.expunged
        }
        return sum(any(cells) for cells in said)

    def expunged_since(self, begun: datetime | None) -> list[Record]:
        """Records whose people still stand in the version history of a file.

        Args:
            begun: when the file was last begun afresh; None for never.
        """
        return [
            record
            for record in self.sheet.records
            if record.expunged_on is not None
            and (begun is None or record.expunged_on >= begun.date())
        ]


def may_write(record: Record) -> bool:
    """Whether the tool may write into a row: not where two rows have the same case name."""
    return "duplicate-case" not in record.blocked_by


def _answers(standing: list[todo.PresentLine]) -> dict[str, str]:
    """Answers about people and places, as the metadata that keeps them."""
    kept = mentions.answers_by_hand(standing)
    for ref in todo.ticks(standing):
        if ref.startswith(key_memory.APART_REF):
            kept[key_memory.MEANT] = ref.removeprefix(key_memory.APART_REF)
    for ref, answer in todo.answers(standing).items():
        kind, _, rest = ref.partition("/")
        said = answer.casefold()
        if kind == "came-back" and said == PUT_BACK:
            kept[PUT_BACK_PREFIX + rest] = "1"
        elif kind == "access" and said in MEANT:
            kept[MEANT_PREFIX + rest] = "1"
        elif kind == "repeat" and said == DIFFERENT:
            kept[DIFFERENT_PREFIX + rest] = "1"
    return kept


def _shape(sheet: RecordsSheet, known: Mapping[str, str]) -> dict[str, str | None]:
    """What is to be remembered of the shape; where the header was until it went below records."""
    layout = sheet.layout
    row = shape.remembered(known).row if sheet.rows.above else layout.header_row
    return shape.to_remember(sheet.tab.id, row, layout.columns, layout.renamed, known)


def _holds(sheet: RecordsSheet, metadata: Mapping[str, str], today: date) -> dict[str, str | None]:
    """Since when each Hold has been seen, as metadata; of expunged records nothing."""
    changed: dict[str, str | None] = {}
    for record in sheet.records:
        if not record.lasting:
            continue
        if record.expunged:
            changed |= remembered.forgotten(metadata, record.lasting)
            continue
        key = remembered.key(remembered.HELD, record.lasting)
        if record.held and key not in metadata:
            changed[key] = today.isoformat()
        elif key in metadata and not record.held and "hold" in sheet.layout.columns:
            changed[key] = None
    return changed


def _by_the_policy(sheet: RecordsSheet, policy: Policy) -> dict[str, str]:
    """What the policy says of columns whose dates have two readings, unless a date says else."""
    asked = {key for _, key in sheet.ambiguous} & policy.dates.keys()
    below = sheet.tab.values[sheet.layout.header_row + 1 :]
    return {
        key: policy.dates[key]
        for key in asked
        if not date_order(
            row[column] for row in below if len(row) > (column := sheet.layout.columns[key])
        ).contradicts(policy.dates[key])
    }


def _chosen_dates(
    sheet: RecordsSheet, standing: Sequence[todo.PresentLine], policy: Policy
) -> tuple[SetCell, ...]:
    """The cells that get the dates people chose between two readings, in To do or the policy."""
    chosen = todo.answers(standing)
    whole = _by_the_policy(sheet, policy) | {
        ref.split("/")[2]: answer.casefold()
        for ref, answer in chosen.items()
        if ref.startswith(f"{TOGETHER_REF}ambiguous-date/")
    }
    by_row = {record.row: record for record in sheet.records if may_write(record)}
    cells = []
    for (row, key), readings in sheet.ambiguous.items():
        if row not in by_row:
            continue
        answer = chosen.get(f"ambiguous-date/{row_identity(sheet, by_row[row])}/{key}")
        for day, order in zip(readings, DAY_OR_MONTH, strict=True):
            if answer in (day.isoformat(), str(to_serial(day))) or (
                answer is None and whole.get(key) == order
            ):
                column = sheet.layout.columns[key]
                cells.append(SetCell(sheet.tab.id, row, column, to_serial(day), is_date=True))
    return tuple(cells)


def _apart_ref(sheet: RecordsSheet, moved: Sequence[Record]) -> str:
    """The reference of a question about rows that came apart: a tick is about what was seen."""
    seen = sorted(f"{row_identity(sheet, r)}|{present_check(sheet, r.row)}" for r in moved)
    return APART_REF + blake2s("\n".join(seen).encode(), digest_size=8).hexdigest()


def analyse(
    snapshot: Snapshot,
    policy: Policy,
    when: date | datetime,
    seed: str = "",
    *,
    settle: bool = True,
) -> Analysis:
    """Read a spreadsheet and apply every rule to it.

    Args:
        snapshot: the spreadsheet.
        policy: the committee's rules.
        when: the moment in UTC, or the UTC date: then what counts in hours counts from its
            beginning.
        seed: drawn once for a run that writes: records without a case name get one drawn
            from it, the same each time the run plans anew; none while rows are apart.
        settle: whether dates people chose in To do count as if they stood in their cells.

    Raises:
        SheetError: where the records cannot be found or understood.
    """
    now = when if isinstance(when, datetime) else datetime.combine(when, time(), UTC)
    today = now.date()
    standing = todo.read(snapshot, policy)
    answers = _answers(standing) | shape_questions.given(snapshot, policy, standing)
    known = snapshot.metadata | answers
    sheet = read_records(replace(snapshot, metadata=known), policy, today)
    moved = apart(sheet, snapshot.metadata)
    apart_ref = _apart_ref(sheet, moved)
    if apart_ref in todo.ticks(standing):
        moved = []
    if renamed := followed(sheet, known):
        known = {k: v for k, v in (known | renamed).items() if v is not None}
        sheet = read_records(replace(snapshot, metadata=known), policy, today)
    answered: tuple[SetCell, ...] = ()
    if settle and not moved:
        answered = (*_chosen_dates(sheet, standing, policy), *joined(sheet, standing))
    if answered:
        settled = with_cells(snapshot, sheet.tab.id, answered)
        sheet = read_records(replace(settled, metadata=known), policy, today)
    if seed and not moved:
        name_cases(sheet, seed)
    answers |= all_different(sheet, standing)
    known = known | answers
    with_answers(sheet, known)
    gone = came_back.block(sheet, snapshot, policy, known)
    remember: dict[str, str | None] = {**answers, **renamed, **_holds(sheet, known, today)}
    links = Links(sheet.records)
    dated = together(compute(sheet.records, policy.retention, today, links), today)
    return Analysis(
        snapshot=snapshot,
        policy=policy,
        now=now,
        sheet=sheet,
        links=links,
        dated=dated,
        findings=[
            *validate(sheet, links, policy, moved),
            *came_back.others(sheet, policy, dated, gone),
        ],
        apart=moved,
        present_lines=standing,
        remember={
            **{k: v for k, v in remember.items() if snapshot.metadata.get(k) != v},
            **_shape(sheet, known),
        },
        seed=seed,
        answered=answered,
        apart_ref=apart_ref,
        settle=settle,
    )
