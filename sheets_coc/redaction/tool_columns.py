"""What the tool changes in the sheet: from an analysis to one set of changes.

The functions here plan and never write. A dry run shows a plan, an applied run hands the
very same plan to the transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sheets_coc.oncall.lines import rota_lines
from sheets_coc.records.apart import row_memory
from sheets_coc.records.key import key_memory
from sheets_coc.redaction.documents import cleared, document_lines
from sheets_coc.redaction.found import NOTHING_FOUND, RunFindings
from sheets_coc.redaction.key import key_changes, key_with
from sheets_coc.redaction.new_case_names import logged_names, new_case_names
from sheets_coc.redaction.own_columns import (
    case_names,
    checks_where_nothing_goes,
    extensions,
    own_columns,
)
from sheets_coc.redaction.plan import RedactionPlan, failed_line, flags_ahead
from sheets_coc.sheet.after import with_cells
from sheets_coc.sheet.model import Changes, SetCell, text
from sheets_coc.todo import items as todo_items
from sheets_coc.todo import kept, log
from sheets_coc.todo import tab as todo
from sheets_coc.todo.analysis import (
    Analysis,
    analyse,
)
from sheets_coc.todo.mentions import NO_MENTIONS, Mentions
from sheets_coc.todo.pairs import row_identity
from sheets_coc.todo.stops import refuse, uncertain
from sheets_coc.todo.wording import count


def _afterwards(
    seen: Analysis, cells: Sequence[SetCell], key_cells: Sequence[SetCell] = ()
) -> Analysis:
    """The sheet as it will be: To do speaks of that, so a second run adds nothing."""
    after = with_cells(seen.snapshot, seen.sheet.tab.id, cells)
    if key_cells:
        after = key_with(after, seen.sheet.key, key_cells)
    return analyse(after, seen.policy, seen.now, seen.seed, settle=seen.settle)


def todo_changes(
    seen: Analysis, cells: Sequence[SetCell] = (), found: RunFindings = NOTHING_FOUND
) -> Changes:
    """The changes that bring To do up to date, and keep what people answered there.

    Args:
        seen: what the rules say of the sheet.
        cells: what the same batch writes into the records tab.
        found: what the run found out besides.
    """
    after = _afterwards(seen, cells, found.key_cells) if cells else seen
    flags = flags_ahead(after) if found.flags is None else found.flags
    wanted = todo_items.lines(after, flags, found.over_limit, found.mentions, found.going)
    wanted += document_lines(after) + rota_lines(after.snapshot, after.policy, after.now)
    wanted += [failed_line(after, one) for one in found.failed] + [*(found.access or ())]
    keep = todo_items.pending(after, found.over_limit)
    if found.access is None:  # nobody looked: what was said of it stands
        keep |= todo_items.access_refs(after)
    written = todo.rewrite(
        seen.snapshot, seen.policy, wanted, seen.today, keep=keep, over=todo_items.outlived(after),
        make=bool(cells),
    )  # fmt: skip
    ticked = kept.forgotten(seen.snapshot, seen.present_lines)
    metadata = {**written.metadata, **seen.remember}
    metadata |= _row_digests(seen, after, metadata)
    metadata |= _key_digests(seen, after, metadata)
    return Changes.merge([written, ticked, Changes(metadata=metadata)])


def _known(seen: Analysis, written: Mapping[str, str | None]) -> dict[str, str]:
    """What metadata will hold once something more is written there."""
    known = {**seen.snapshot.metadata, **written}
    return {key: value for key, value in known.items() if value is not None}


def _row_digests(
    seen: Analysis, after: Analysis, written: Mapping[str, str | None]
) -> dict[str, str | None]:
    """What is remembered of each row where no column holds its check.

    Not while rows are apart or may be misread: what they were is still wanted then.
    """
    before, sheet = seen.snapshot.metadata.get(row_memory.ROWS), after.sheet
    if seen.apart or uncertain(seen) or not (before or seen.seed):
        return {}
    digests = None
    if "row_check" not in sheet.layout.columns:
        digests = row_memory.to_remember(sheet, _known(seen, written), seen.seed)
    elif any(not r.expunged and not text(sheet.cell(r, "row_check")) for r in sheet.records):
        return {}
    return {} if digests == before else {row_memory.ROWS: digests}


def _key_digests(
    seen: Analysis, after: Analysis, written: Mapping[str, str | None]
) -> dict[str, str | None]:
    """What is remembered of each row of the key; not while its names may stand elsewhere."""
    if seen.apart or uncertain(seen):
        return {}
    return key_memory.to_remember(after.sheet.key, _known(seen, written), seen.seed)


def _of(seen: Analysis, cells: Sequence[SetCell]) -> Changes:
    """Cells of the records tab as changes, with what tells its rows apart."""
    return Changes(tuple(cells), keys=seen.sheet.layout.row_key if cells else {})


def validate_changes(seen: Analysis, mentions: Mentions = NO_MENTIONS) -> Changes:
    """What `validate --apply` writes: To do, the answers given there, missing case names.

    Args:
        seen: what the rules say of the sheet.
        mentions: where people who went are still mentioned, where they were looked for.
    """
    names = [] if uncertain(seen) else case_names(seen)
    cells = (*seen.answered, *names, *(() if uncertain(seen) else cleared(seen)))
    return Changes.merge(
        [_of(seen, cells), todo_changes(seen, cells, RunFindings(mentions=mentions))]
    )


def dates_changes(seen: Analysis) -> Changes:
    """What `dates --apply` writes: the tool's own columns, and To do.

    Raises:
        SafetyStop: where rows have come apart, or may have been overlooked or misread.
    """
    refuse(seen)
    cells = (*seen.answered, *own_columns(seen), *cleared(seen))
    return Changes.merge([_of(seen, cells), key_changes(seen), todo_changes(seen, cells)])


def _stopped(seen: Analysis, planned: RedactionPlan, found: RunFindings) -> Changes:
    """What is written where a safety rule stops the run: case names, row checks and To do.

    All of the records as they are. Those that it stopped at stay without a name: the plan that
    was looked at knows them so. Rows are checked although nothing goes: a run may stop for
    weeks, and what was corrected since the last check would hide a sort of some columns.
    """
    as_it_is = analyse(seen.snapshot, seen.policy, seen.now, seen.seed, settle=False)
    rows = {record.row for record in planned.over_limit}
    # A date that was chosen counts for the next run: so the rows are known by the settled sheet.
    ids = {r.row: row_identity(seen.sheet, r) for r in seen.sheet.records if r.row in rows}
    over_limit = {ids[r.row]: r for r in as_it_is.sheet.records if r.row in ids}
    cells: list[SetCell] = []
    if not uncertain(as_it_is):
        cells = [cell for cell in case_names(as_it_is) if cell.row not in rows]
        cells += checks_where_nothing_goes(as_it_is, rows, cells)
    lines = todo_changes(as_it_is, cells, RunFindings(over_limit=over_limit, access=found.access))
    return Changes.merge([_of(seen, cells), lines])


def redact_changes(
    seen: Analysis,
    planned: RedactionPlan,
    now: datetime,
    found: RunFindings = NOTHING_FOUND,
    *,
    log_it: bool = True,
) -> Changes:
    """What `redact --apply` writes, in one batch: what goes, dates, To do and the Log.

    Where a safety rule stops the run only To do is written, so that people can answer; where
    rows have come apart nothing is.

    Args:
        seen: what the rules say of the sheet.
        planned: what goes, and what stops the run.
        now: the moment, for the Log.
        found: what the run found out besides: where people are still mentioned, and who can
            open the sheet.
        log_it: whether to write the Log's line; some callers write their own.
    """
    if seen.apart:
        return Changes()
    if planned.stop:
        if planned.stop.code == "other-plan":
            return Changes()
        return _stopped(seen, planned, found)
    rows = [removal.record.row for removal in planned.done]
    expunging = {(c.row, c.column) for c in planned.cells}
    gained = extensions(seen, planned.done)
    cells = [
        cell
        for cell in (
            *seen.answered,
            *own_columns(seen, rows, [*gained.cells, *planned.cells]),
            *gained.cells,
            *cleared(seen, found.documents.gone),
        )
        if (cell.row, cell.column) not in expunging
    ]
    cells += planned.cells
    renamed = new_case_names(seen, planned.done)
    replaced = {(cell.row, cell.column) for cell in renamed}
    cells = [*(cell for cell in cells if (cell.row, cell.column) not in replaced), *renamed]
    parts = [
        _of(seen, cells),
        key_changes(seen, planned.key_cells),
        Changes(metadata={**gained.metadata, **found.documents.remember}),
        todo_changes(
            seen,
            cells,
            replace(
                found,
                flags=planned.flags,
                going=rows,
                failed=planned.failed,
                key_cells=planned.key_cells,
            ),
        ),
    ]
    if planned.done and log_it:
        names = logged_names(seen, planned.done)
        went = f"{count(len(names), 'record')} expunged, {count(len(planned.cells), 'cell')}"
        went += f", {count(planned.people, 'name')} gone from the key" if planned.people else ""
        what = f"{went}; {found.mentions.said}"
        entry = log.LogEntry("redact", what, names)
        parts.append(log.append(seen.snapshot, seen.policy, entry, now))
    elif cells and log_it:
        parts.append(log.ensure(seen.snapshot, seen.policy))
    return Changes.merge(parts)
