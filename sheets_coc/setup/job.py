"""`setup`, whole: read, plan, write in one transaction."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace

from sheets_coc.errors import SafetyStop, SheetError
from sheets_coc.policy import Policy
from sheets_coc.records.layout import read_layout
from sheets_coc.records.shape import SHAPE
from sheets_coc.setup.plan import Plan, plan
from sheets_coc.setup.present_format import Facts
from sheets_coc.setup.protections import DESCRIPTION
from sheets_coc.sheet.model import Changes, Snapshot, Tab
from sheets_coc.sheet.workbook import Workbook

Look = Callable[[Tab], Facts]
"""Asks how a tab is dressed, in one request."""


@dataclass(frozen=True, slots=True)
class SetupResult:
    """What set-up did or would do.

    Attributes:
        plan: what, in order.
        applied: whether it was written.
    """

    plan: Plan
    applied: bool


def setup(
    book: Workbook,
    look: Look,
    *,
    apply: bool,
    with_oncall: bool = False,
    with_event: bool = False,
) -> SetupResult:
    """Make a spreadsheet ready, or say what that would do.

    Args:
        book: the spreadsheet.
        look: asks how the Records tab is dressed.
        apply: whether to write.
        with_oncall: whether there shall be an On-call tab; a committee may do without a rota.
        with_event: whether there shall be a column for the event a report is about.

    Raises:
        SheetError: the records cannot be found or understood.
        SafetyStop: somebody changed the columns in the meantime.
    """
    policy, now = book.policy, book.now
    first = book.read(acting=apply)
    tab = first.tab(policy.tabs.records)
    facts = look(tab) if tab is not None else Facts()
    seed = secrets.token_hex(16)
    planned = plan(first, facts, policy, now, seed, with_oncall=with_oncall, with_event=with_event)
    if not apply or not planned.changes:
        return SetupResult(planned, applied=False)
    columns, looked = _columns(first, policy), _dressing(first, policy)

    def planner(snapshot: Snapshot) -> tuple[Changes, Plan]:
        nonlocal facts, looked
        snapshot = _remembering(snapshot, first)
        if _columns(snapshot, policy) != columns:
            raise SafetyStop(
                "Stopped. Somebody changed the columns of the records tab at this moment, so "
                "set-up is not finished. Run setup again.",
                code="columns-changed",
            )
        tab = snapshot.tab(policy.tabs.records)
        if tab is not None and (now_worn := _dressing(snapshot, policy)) != looked:
            # Rows came or went, or a round whose rows had to be put back left the tab dressed.
            facts, looked = look(tab), now_worn
        made = plan(
            snapshot, facts, policy, now, seed, with_oncall=with_oncall, with_event=with_event
        )
        return made.changes, made

    results, _, written = book.transact(planner, first)
    return SetupResult(results[-1], written)


def _remembering(snapshot: Snapshot, first: Snapshot) -> Snapshot:
    """A spreadsheet with the shape it had at first: a round that was undone left its own."""
    metadata = {k: v for k, v in snapshot.metadata.items() if k != SHAPE}
    kept = {k: v for k, v in first.metadata.items() if k == SHAPE}
    return replace(snapshot, metadata=metadata | kept)


def _columns(snapshot: Snapshot, policy: Policy) -> object:
    """Where the columns stand: what was looked at is known by them."""
    tab = snapshot.tab(policy.tabs.records)
    if tab is None:
        return None
    try:
        layout = read_layout(tab, policy, snapshot.metadata)
    except SheetError:
        return tab.id
    own = tuple(column.column for column in layout.own)
    return tab.id, dict(layout.columns), own


def _dressing(snapshot: Snapshot, policy: Policy) -> tuple[int, bool] | None:
    """What shows that the Records tab may be dressed otherwise than when it was looked at."""
    tab = snapshot.tab(policy.tabs.records)
    if tab is None:
        return None
    return tab.rows, any(p.description == DESCRIPTION for p in tab.protections)
