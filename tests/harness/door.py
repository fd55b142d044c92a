"""The way between tool and Google, where people and faults come in and every write is noted."""

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sheets_coc.errors import Error, SheetError
from sheets_coc.local.errors import ApiError
from sheets_coc.local.server.misbehaviour import Rule
from sheets_coc.redaction import jobs, tool_columns
from sheets_coc.redaction import plan as due
from sheets_coc.sheet.model import SetCell
from sheets_coc.sheet.undo_tab import UNDO, Kind, Label
from sheets_coc.todo.analysis import analyse
from tests.harness.ledger import NOTHING, Ledger, Seen, snapshot_of
from tests.harness.people import Deed, aim
from tests.harness.scripts import Script
from tests.harness.world import POLICY, TODAY, World, moment

SHEETS = "/v4/spreadsheets/"


@dataclass(frozen=True)
class Write:
    """What the tool was entitled to write when a batch of its was applied.

    Attributes:
        edits: how many edits people had made.
        allowed: by mark, the value that the rules call for in the sheet the batch met.
        gone: the marks of cells of records that were due then.
        rows: by record that was due: the marks of its cells that were to change.
    """

    edits: int
    allowed: Mapping[int, Any]
    gone: frozenset[int]
    rows: Mapping[int, frozenset[int]]


class Killed(BaseException):
    """The process is gone: whatever it still tries does not reach Google."""


class Door:
    """The way between tool and Google, where people and faults come in.

    Args:
        world: the local Google.
        ledger: what people left.
        script: what happens when.
        kill: before (`-n`) or after (`n`) which request the process dies.
    """

    def __init__(self, world: World, ledger: Ledger, script: Script, kill: int = 0) -> None:
        self.world, self.ledger, self.script, self.kill = world, ledger, script, kill
        self.count = 0
        self.refused = 0
        self.dead = False
        self.writes: list[Write] = []
        self.last: dict[int, tuple[Write, Any]] = {}
        self.states: list[Any] = []
        self.records = next(t.id for t in world.tabs(ledger.spreadsheet) if t.title == "Records")
        self.keep_state()

    def keep_state(self) -> None:
        """Keep the sheet as it stands, for questions asked later."""
        with self.world.google.store.read() as state:
            self.states.append(state.spreadsheet(self.ledger.spreadsheet).copy())

    def respond(self, request: Any) -> Any:
        """Pass a request on, with whatever the script has for it."""
        if SHEETS not in request.target:
            return self.world.google.respond(request)
        self.count += 1
        now = self.count
        for number, deed in self.script.deeds:
            if number == now:
                self.carry_out(deed)
        for _ in range(self.script.broken.count(now)):
            self.break_in()
        if self.script.second == now:
            self.run_again()
        if self.dead or self.kill == -now:
            self.dead = True
            raise Killed
        for number, fault in self.script.faults:
            if number == now:
                self.world.google.misbehaviour.add(Rule(fault, times=1, seconds=0.001))
        writes = ":batchUpdate" in request.target
        before = self.ledger.truth() if writes else {}
        met = self.states[-1]
        try:
            reply = self.world.google.respond(request)
        finally:
            self.world.google.misbehaviour.clear()
            if writes:
                self.note(before, met)
        if self.kill == now:
            self.dead = True
            raise Killed
        return reply

    def carry_out(self, deed: Deed) -> bool:
        """Let a person do something, unless Google refuses or there is nothing to do it to."""
        before = self.ledger.truth()
        try:
            aimed = aim(deed, self.world.tabs(self.ledger.spreadsheet), self.records)
            self.world.google.edit(aimed.edit, deed.who, self.ledger.spreadsheet)
        except (ApiError, LookupError, ValueError):
            self.refused += 1
            return False
        fresh = {aimed.tab: aimed.fresh} if aimed.tab >= 0 else {}
        keep = not self.script.ten or self._half_done()
        self.ledger.after_edit(before, fresh, aimed.tears, keep=keep)
        self.keep_state()
        return True

    def break_in(self) -> None:
        """Delete all locks and hidden tabs, as nobody should."""
        for kind in ("remove-lock", "delete-hidden"):
            while self.carry_out(Deed(kind)):
                pass

    def run_again(self) -> None:
        """Let another run come in between, from beginning to end."""
        with contextlib.suppress(Error):
            jobs.redact(self.world.book(self.ledger.spreadsheet), apply=True)

    def _half_done(self) -> bool:
        """Whether what the tool wrote stands there, and is not known to be right yet."""
        with self.world.google.store.read() as state:
            left = labels(state.spreadsheet(self.ledger.spreadsheet)).values()
        return any(label.kind is Kind.UNDO for label in left) and not self.ledger.is_intact()

    def note(self, before: Mapping[int, Seen], met: Any) -> None:
        """Note what a batch of the tool changed, and whether the rules called for it."""
        after = self.ledger.after_tool(before)
        self.keep_state()
        was = {m: before[m].what if m in before else NOTHING for m in after}
        changed = [m for m, seen in after.items() if was[m] != seen.what]
        lost = before.keys() - after.keys()
        if not changed and not lost:
            return
        write = entitled(met, before, self.ledger, TODAY)
        self.writes.append(write)
        for mark in changed:
            self.last[mark] = (write, after[mark].what[0])
        for mark in lost:
            self.last[mark] = (write, None)


def entitled(met: Any, truth: Mapping[int, Seen], ledger: Ledger, today: Any) -> Write:
    """What the rules call for in a state of the sheet; nothing where rows are torn apart."""
    at = {(seen.tab, seen.row, seen.column): mark for mark, seen in truth.items()}
    nothing = Write(ledger.edits, {}, frozenset(), {})
    if ledger.torn(truth):
        return nothing
    met = met.copy()  # whatever the tab is called by now, its records are as due as before
    met.tab(ledger.records).properties["title"] = "Records"
    cells, rows = planned(met, today)
    allowed = {at[c.tab, c.row, c.column]: c.value for c in cells if (c.tab, c.row, c.column) in at}
    by_row: dict[int, frozenset[int]] = {}
    gone: set[int] = set()
    for row, places in rows.items():
        marks = frozenset(at[place] for place in places if place in at)
        by_row[row] = marks
        gone |= {
            m for (tab, r, _), m in at.items() if r == row and any(p[0] == tab for p in places)
        }
    return Write(ledger.edits, allowed, frozenset(gone), by_row)


def planned(
    spreadsheet: Any, today: Any
) -> tuple[Sequence[SetCell], Mapping[int, frozenset[tuple[int, int, int]]]]:
    """The cells the rules call for, and of each row that is due the places that change."""
    metadata = {
        e["metadataKey"]: e.get("metadataValue", "")
        for e in spreadsheet.metadata
        if e["location"]["locationType"] == "SPREADSHEET"
    }
    hidden = labels(spreadsheet)
    snapshot = snapshot_of([t for t in spreadsheet.tabs if t.id not in hidden], metadata)
    try:
        seen = analyse(snapshot, POLICY, today, "oracle")
        redaction = due.redaction_plan(seen, apply=True)
        changes = tool_columns.redact_changes(seen, redaction, moment(today))
    except SheetError:
        return (), {}
    rows = {
        removal.record.row: frozenset((c.tab, c.row, c.column) for c in removal.cells)
        for removal in redaction.done
    }
    return changes.cells, rows


def labels(spreadsheet: Any) -> dict[int, Label]:
    """What the tool's hidden tabs say of themselves, by their id."""
    return {
        e["location"].get("sheetId", 0): Label.read(e.get("metadataValue", ""))
        for e in spreadsheet.metadata
        if e["metadataKey"] == UNDO
    }
