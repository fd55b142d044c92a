"""One run of a job with people and faults in between, and what the oracle says of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from sheets_coc.errors import Error, OutcomeUnknown, SheetError
from sheets_coc.local.errors import ApiError
from sheets_coc.local.server.misbehaviour import Rule
from sheets_coc.redaction import jobs
from sheets_coc.redaction import plan as due
from sheets_coc.redaction import tool_columns as upkeep
from sheets_coc.schema.columns import BY_KEY, EXPUNGED, OnExpunge
from sheets_coc.sheet.model import SetCell
from sheets_coc.sheet.transaction.transaction import ROUNDS
from sheets_coc.todo.analysis import analyse
from tests.harness.ledger import NOTHING, Ledger, Seen, snapshot_of
from tests.harness.people import EDITORS, KINDS, Deed, aim
from tests.harness.world import POLICY, TODAY, World, moment

SHEETS = "/v4/spreadsheets/"
ERASED = frozenset(c.header for c in BY_KEY.values() if c.on_expunge is OnExpunge.ERASE)
SCRUBBED = frozenset(c.header for c in BY_KEY.values() if c.on_expunge is OnExpunge.SCRUB)
CASE = BY_KEY["case"].header
ROW_CHECK = BY_KEY["row_check"].header
FAULTS = ("drop_before", "drop_after", "timeout_after", "status", "error_after", "half", "html")
"""What may happen to a request besides people. All of these pass: Google answers the next one."""
LOST = ("drop_after", "timeout_after", "error_after", "half")
"""Those after which the request was done."""
A_ROW_CHECK = re.compile(r"1[\w.-]{30,}")
SAID_UNTOUCHED = re.compile(r"[Nn]othing (was |is )?changed|as they left it")


@dataclass(frozen=True)
class Script:
    """What happens during a run.

    Attributes:
        deeds: before which request to Sheets (from 1) who does what.
        faults: what happens to which request.
        ten: whether the sheet has only the ten columns of old.
    """

    deeds: tuple[tuple[int, Deed], ...] = ()
    faults: tuple[tuple[int, str], ...] = ()
    ten: bool = False

    def __str__(self) -> str:
        said = [f"before request {n}: {deed}" for n, deed in self.deeds]
        said += [f"request {n}: {fault}" for n, fault in self.faults]
        return "; ".join([*said, "ten columns"] if self.ten else said) or "undisturbed"


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


@dataclass
class Verdict:
    """What the oracle found.

    Attributes:
        script: what happened.
        error: the code of the error the run stopped with, if it did.
        expunged: the cases that are expunged afterwards.
        rounds: how often the tool wrote.
        repaired: how many cells it put back.
        refused: how many edits Google refused (the lock held), or could not be done.
        requests: how many requests to Sheets were sent.
        violations: what must never be.
        windows: what is documented as impossible to prevent, by name.
    """

    script: Script
    error: str | None = None
    expunged: frozenset[str] = frozenset()
    rounds: int = 0
    repaired: int = 0
    refused: int = 0
    requests: int = 0
    violations: list[str] = field(default_factory=list)
    windows: list[str] = field(default_factory=list)

    @property
    def outcome(self) -> tuple[Any, ...]:
        """What an edit may have changed."""
        return self.error, self.expunged, self.rounds > 1


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
        self.locked_at = 0
        self.between: set[int] = set()
        self.unread: set[int] = set()
        self.waiting = False
        self.writes: list[Write] = []
        self.disturbed = 0
        self.hit_at = -1
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
        for number, deed in self.script.deeds:
            if number == self.count:
                self.carry_out(deed)
        if self.dead or self.kill == -self.count:
            self.dead = True
            raise Killed
        lost = False
        for number, fault in self.script.faults:
            if number == self.count:
                lost = fault in LOST
                self.world.google.misbehaviour.add(Rule(fault, times=1, seconds=0.001))
        before = self.ledger.truth()
        met = self.states[-1]
        try:
            reply = self.world.google.respond(request)
        finally:
            self.world.google.misbehaviour.clear()
            if ":batchUpdate" in request.target:
                self.note(before, met, lost)
        if self.kill == self.count:
            self.dead = True
            raise Killed
        return reply

    def carry_out(self, deed: Deed) -> None:
        """Let a person do something, unless Google refuses or there is nothing to do it to."""
        before = self.ledger.truth()
        try:
            aimed = aim(deed, self.world.tabs(self.ledger.spreadsheet), self.records)
            self.world.google.edit(aimed.edit, deed.who, self.ledger.spreadsheet)
        except (ApiError, LookupError, ValueError):
            self.refused += 1
            return
        fresh = {aimed.tab: aimed.fresh} if aimed.tab >= 0 else {}
        if self.waiting:
            self.unread.add(self.ledger.edits + 1)
        self.ledger.after_edit(before, fresh, aimed.tears, keep=not self.script.ten)
        if deed.kind == "protect":
            self.ledger.protections.add(self.ledger.edits)
        self.keep_state()

    def note(self, before: Mapping[int, Seen], met: Any, answer_lost: bool) -> None:
        """Note what a batch of the tool changed, and whether the rules called for it."""
        after = self.ledger.after_tool()
        self.keep_state()
        was = {m: before[m].what if m in before else NOTHING for m in after}
        changed = [m for m, seen in after.items() if was[m] != seen.what]
        lost = before.keys() - after.keys()
        if not changed and not lost:
            self.locked_at, self.waiting = self.ledger.edits, False
            return
        write = entitled(met, before, self.ledger, TODAY)
        self.writes.append(write)
        self.between |= set(range(self.locked_at + 1, write.edits + 1))
        self.disturbed += write.edits > self.locked_at
        for mark in changed:
            self.last[mark] = (write, after[mark].what[0])
        for mark in lost:
            self.last[mark] = (write, None)
        self.locked_at = self.ledger.edits
        wrong = any(self.last[mark][1] != write.allowed.get(mark) for mark in changed)
        if self.hit_at < 0:
            self.hit_at = write.edits
        self.waiting = answer_lost or wrong


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
    metadata = {e["metadataKey"]: e.get("metadataValue", "") for e in spreadsheet.metadata}
    snapshot = snapshot_of(spreadsheet.tabs, metadata)
    try:
        seen = analyse(snapshot, POLICY, today, "oracle")
        redaction = due.redaction_plan(seen, apply=True)
        changes = upkeep.redact_changes(seen, redaction, moment(today))
    except SheetError:
        return (), {}
    rows = {
        removal.going.record.row: frozenset((c.tab, c.row, c.column) for c in removal.cells)
        for removal in redaction.done
    }
    return changes.cells, rows


def run(
    world: World,
    script: Script,
    job: Callable[..., Any] = jobs.redact,
    *,
    keep: Callable[[World, str], None] | None = None,
) -> Verdict:
    """Run a job while a script happens, and judge what is left.

    Args:
        world: the local Google.
        script: what happens meanwhile.
        job: the job, as in `sheets_coc.redaction.jobs`.
        keep: looks at the spreadsheet before it is thrown away.
    """
    spreadsheet = world.copy(ten=script.ten)
    ledger = Ledger(world.google, spreadsheet)
    ledger.begin()
    door = Door(world, ledger, script)
    verdict = Verdict(script)
    book = world.book(spreadsheet)
    result: Any = None
    failure: Exception | None = None
    world.door = door
    try:
        result = job(book, apply=True)
    except Error as error:
        failure = error
        verdict.error = error.code
    except Exception as error:
        failure = error
        verdict.error = type(error).__name__
        verdict.violations.append(f"an exception that is none of ours: {type(error).__name__}")
    finally:
        world.door = None
    said = getattr(getattr(result, "redaction", None), "done", None)
    if said == () and _went(door, ledger.truth(), ledger):
        verdict.violations.append("it does not say what went")
    if getattr(result, "applied", None) is False and _went(door, ledger.truth(), ledger):
        verdict.violations.append("it says that nothing was written, and records are expunged")
    verdict.refused, verdict.requests = door.refused, door.count
    if book.outcome is not None:
        verdict.rounds, verdict.repaired = book.outcome.rounds, book.outcome.repaired
    if verdict.error is None and getattr(getattr(result, "redaction", None), "stop", None):
        verdict.error = result.redaction.stop.code
    judge(world, ledger, door, verdict, failure, redacts=job not in (jobs.dates, jobs.validate))
    if keep:
        keep(world, spreadsheet)
    world.delete(spreadsheet)
    return verdict


def judge(
    world: World,
    ledger: Ledger,
    door: Door,
    verdict: Verdict,
    failure: Exception | None,
    *,
    redacts: bool = True,
) -> None:
    """Everything that must hold after every run."""
    truth = ledger.truth()
    tabs = world.tabs(ledger.spreadsheet)
    _cells(ledger, door, truth, verdict)
    _halves(ledger, door, truth, verdict)
    _locks(tabs, verdict)
    _log(tabs, door, truth, verdict)
    if redacts and failure is None and verdict.error is None:
        _left_undone(door, verdict)
    if isinstance(failure, OutcomeUnknown):
        verdict.violations.append("the fate of a write was left unknown though Google answered")
    expunged = {
        str(truth_value(ledger, truth, ledger.born[m].record, CASE))
        for m, s in truth.items()
        if ledger.born[m].header in ERASED and str(s.value).startswith(EXPUNGED)
    }
    verdict.expunged = frozenset(expunged)
    if failure is not None and SAID_UNTOUCHED.search(str(failure)) and _went(door, truth, ledger):
        verdict.violations.append("it says that nothing was changed, and records are expunged")


def truth_value(ledger: Ledger, truth: Mapping[int, Seen], record: int, header: str) -> Any:
    """What stands in a record under a header."""
    return next(
        (s.value for m, s in truth.items() if ledger.born[m].record == record
         and ledger.born[m].header == header),
        None,
    )  # fmt: skip


def _went(door: Door, truth: Mapping[int, Seen], ledger: Ledger) -> bool:
    """Whether a record that the tool expunged still stands expunged."""
    return any(
        mark in write.gone and ledger.born[mark].header in ERASED and truth[mark].value == value
        for mark, (write, value) in door.last.items()
        if mark in truth and isinstance(value, str) and value.startswith(EXPUNGED)
        and truth[mark].what != ledger.left.get(mark)
    )  # fmt: skip


def _cells(ledger: Ledger, door: Door, truth: Mapping[int, Seen], verdict: Verdict) -> None:
    """No cell differs from what people left there, but for what the rules called for."""
    for mark, left in ledger.left.items():
        seen = truth.get(mark)
        if seen is not None and seen.what == left:
            continue
        if mark not in door.last:
            verdict.violations.append(f"{_name(ledger, mark)} changed, and nobody knows how")
            continue
        write, value = door.last[mark]
        if seen is not None and _right(ledger, write, mark, value, left):
            continue
        if verdict.error == "not-put-back" and (named := _not_put_back(ledger, door)):
            verdict.windows.append(named)
            continue
        if seen is not None and seen.what == NOTHING and _cleared(ledger, truth, mark):
            verdict.windows.append("cleared a whole row while a cell of it was to be put back")
            continue
        if named := _window(ledger, door, mark):
            verdict.windows.append(named)
            continue
        what = "is gone" if seen is None else "is not as people left it"
        verdict.violations.append(f"{_name(ledger, mark)} {what}")


def _cleared(ledger: Ledger, truth: Mapping[int, Seen], mark: int) -> bool:
    """Whether nothing stands in a cell's record any more but what the tool put there."""
    record = ledger.born[mark].record
    left = [m for m, seen in truth.items() if ledger.born[m].record == record]
    return all(truth[m].what == NOTHING or ledger.born[m].header == ROW_CHECK for m in left)


def _right(ledger: Ledger, write: Write, mark: int, value: Any, left: Any) -> bool:
    """Whether the rules called for a value where the batch put it."""
    header = ledger.born[mark].header
    if mark in write.allowed and _same(write.allowed[mark], value):
        return True
    if mark in write.gone and header in ERASED | SCRUBBED:
        return True  # a due record's cell, typed into in the very second it went
    return header == CASE and left[0] is None and mark in write.allowed


def _same(one: Any, other: Any) -> bool:
    return (None if one == "" else one) == (None if other == "" else other)


def _not_put_back(ledger: Ledger, door: Door) -> str | None:
    """Why something could not be put back, which the run says itself."""
    if door.disturbed >= ROUNDS:
        return "disturbed three times while putting back; the run says so"
    since = door.between | {n for n in range(ledger.edits + 1) if n > door.hit_at >= 0}
    if ledger.tears & since:
        return "sorted some columns, and moved things besides, within a second; the run says so"
    if ledger.protections & since:
        return "protected cells before they were put back; the run says so"
    if door.hit_at >= 0 and ledger.edits > door.hit_at:
        return "edited what had been hit by mistake, before it was put back; the run says so"
    return None


def _window(ledger: Ledger, door: Door, mark: int) -> str | None:
    """The name of the documented window a loss falls into, if it does."""
    if ledger.typed.get(mark) in door.unread:
        return "typed into what had been hit by mistake, before it was put back"
    if any(ledger.moved.get(n) == {mark} for n in door.unread):
        return "cut or pasted a cell that had been written, before the answer was known"
    digest = A_ROW_CHECK.fullmatch(str(door.last[mark][1])) and ledger.left[mark] == NOTHING
    if digest or ledger.born[mark].header == ROW_CHECK:
        return "a row check, which says nothing about anybody, stays or comes back to an empty row"
    family = _family(ledger, mark)
    if any(_in_the_very_cell(ledger, door, n) for n in door.between):
        return "cut or pasted over the very cell that was being written, between lock and write"
    under_the_pen = [
        m for m in door.last
        if (m not in ledger.blank or ledger.left.get(m, NOTHING) != NOTHING)
        and ledger.typed.get(m) in door.between and _family(ledger, m) == family
    ]  # fmt: skip
    if not under_the_pen:
        return None
    if any(ledger.moved.get(n) for n in door.between):
        return "typed into a cell and moved its row between lock and write"
    return "typed into the very cell that was being written, between lock and write"


def _in_the_very_cell(ledger: Ledger, door: Door, edit: int) -> bool:
    """Whether an edit cut or pasted one cell that was being written."""
    moved = ledger.moved.get(edit, frozenset())
    touched = moved | {mark for mark, when in ledger.typed.items() if when == edit}
    return len(moved) == 1 and not touched.isdisjoint(door.last)


def _family(ledger: Ledger, mark: int) -> Any:
    """The case a cell belongs to, further rows of it included; its record where there is none."""
    record = ledger.born[mark].record
    names = (
        str(ledger.left[m][0]).partition("/")[0]
        for m, born in ledger.born.items()
        if born.record == record and born.header == CASE and m in ledger.left
        and ledger.left[m][0]
    )  # fmt: skip
    return next(names, record)


def _halves(ledger: Ledger, door: Door, truth: Mapping[int, Seen], verdict: Verdict) -> None:
    """Nothing of a record is half done."""
    if not door.writes or verdict.error == "not-put-back":
        return  # which says so itself
    write = door.writes[-1]
    for marks in write.rows.values():
        there = [m for m in marks if m in truth and ledger.typed.get(m, 0) <= write.edits]
        done = [m for m in there if _same(truth[m].value, write.allowed.get(m))]
        personal = [m for m in there if ledger.born[m].header in ERASED]
        undone = [m for m in personal if truth[m].what == ledger.left.get(m)]
        if any(m in done for m in personal) and undone:
            verdict.violations.append(f"{_name(ledger, undone[0])}: its record is half expunged")


def _locks(tabs: Sequence[Any], verdict: Verdict) -> None:
    """No lock is left."""
    for tab in tabs:
        for entry in tab.parts.get("protectedRanges", ()):
            if entry.get("description", "").startswith("sheets-coc lock"):
                verdict.violations.append("a lock is left")


def _log(tabs: Sequence[Any], door: Door, truth: Mapping[int, Seen], verdict: Verdict) -> None:
    """What went stands in the Log once."""
    log = next((tab for tab in tabs if tab.title == "Log"), None)
    if log is None:
        return
    lines = max(0, log.last_row() - 2)  # the header, and the run before
    if verdict.script.ten:
        lines = max(0, log.last_row() - 2)
    if lines > 1:
        verdict.violations.append("the Log has the same thing twice")


def _left_undone(door: Door, verdict: Verdict) -> None:
    """Every record that was due all the time is expunged."""
    _, rows = planned(door.states[-1], TODAY)
    if not rows:
        return
    cases = _cases_due(door.states[-1])
    for state in door.states:
        cases &= _cases_due(state)
    for _case in sorted(cases):
        verdict.violations.append("a record was due all the time, and was not expunged")


def _cases_due(state: Any) -> set[Any]:
    """The case names, or first reports' dates, of the rows due in a state."""
    _, rows = planned(state, TODAY)
    found = set()
    for row, places in rows.items():
        tab = next(t for t in state.tabs if t.id == next(iter(places))[0])
        found.add(tuple(str(getattr(c, "value", c)) for c in tab.rows[row]))
    return found


def _name(ledger: Ledger, mark: int) -> str:
    born = ledger.born.get(mark)
    return f"cell of record {born.record} under {born.header!r}" if born else "a cell"


def at_random(seed: int, *, longest: int = 6) -> Script:
    """A script drawn from a seed."""
    rng = Random(seed)
    deeds = []
    for _ in range(rng.randint(1, longest)):
        who = "owner" if rng.random() < 0.7 else "editor"
        kind = rng.choice(list(KINDS) if who == "owner" else list(EDITORS))
        step = rng.choice((1, 2, 3, 4, 4, 4, 5, 6, 7, 8))
        deeds.append((step, Deed(kind, who, rng.randrange(10**6))))
    deeds.sort(key=lambda item: item[0])
    faults: list[tuple[int, str]] = []
    if rng.random() < 0.25:
        faults.append((rng.randint(1, 6), rng.choice(FAULTS)))
    return Script(tuple(deeds), tuple(faults), ten=rng.random() < 0.15)


def shorter(script: Script) -> list[Script]:
    """The scripts with one thing less, for finding what matters."""
    less = [
        replace(script, deeds=script.deeds[:i] + script.deeds[i + 1 :])
        for i in range(len(script.deeds))
    ]
    return less + [
        replace(script, faults=script.faults[:i] + script.faults[i + 1 :])
        for i in range(len(script.faults))
    ]


def shrunk(world: World, script: Script) -> Script:
    """The shortest script with a violation that leaving things out leads to."""
    for less in shorter(script):
        if run(world, less).violations:
            return shrunk(world, less)
    return script
