"""One run of a job with people and faults in between, and what the oracle says of it."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import product
from random import Random
from typing import Any

from sheets_coc.errors import Error, OutcomeUnknown, SheetError
from sheets_coc.local.errors import ApiError
from sheets_coc.local.server.misbehaviour import Rule
from sheets_coc.local.state.model import as_cell
from sheets_coc.redaction import jobs, tool_columns
from sheets_coc.redaction import plan as due
from sheets_coc.schema.columns import BY_KEY, EXPUNGED, OnExpunge
from sheets_coc.sheet.model import SetCell
from sheets_coc.sheet.undo_tab import UNDO, Kind, Label
from sheets_coc.todo.analysis import analyse
from tests.harness.ledger import NOTHING, Ledger, Seen, mark_of, snapshot_of
from tests.harness.people import EDITORS, KINDS, Deed, aim
from tests.harness.world import POLICY, TODAY, World, moment

SHEETS = "/v4/spreadsheets/"
ERASED = frozenset(c.header for c in BY_KEY.values() if c.on_expunge is OnExpunge.ERASE)
SCRUBBED = frozenset(c.header for c in BY_KEY.values() if c.on_expunge is OnExpunge.SCRUB)
CASE = BY_KEY["case"].header
ROW_CHECK = BY_KEY["row_check"].header
FAULTS = ("drop_before", "drop_after", "timeout_after", "status", "error_after", "half", "html")
"""What may happen to a request besides people. All of these pass: Google answers the next one."""
FROM_MEMORY = 0
"""The mark of no cell."""
SAID_UNTOUCHED = re.compile(
    r"[Nn]othing (was |is |of it was |of this was )?(changed|written|done)|as they left it"
)


@dataclass(frozen=True)
class Script:
    """What happens during a run.

    Attributes:
        deeds: before which request to Sheets (from 1) who does what.
        faults: what happens to which request.
        ten: whether the sheet has only the ten columns of old.
        second: before which request another run comes, from beginning to end; 0 for none. Its
            requests count as well.
        broken: before which requests somebody deletes all locks and hidden tabs.
    """

    deeds: tuple[tuple[int, Deed], ...] = ()
    faults: tuple[tuple[int, str], ...] = ()
    ten: bool = False
    second: int = 0
    broken: tuple[int, ...] = ()

    def __str__(self) -> str:
        said = [f"before request {n}: {deed}" for n, deed in self.deeds]
        said += [f"request {n}: {fault}" for n, fault in self.faults]
        said += [f"before request {n}: locks and hidden tabs deleted" for n in self.broken]
        said += [f"before request {self.second}: another run"] if self.second else []
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
        kept: how many hidden tabs are left for a person.
        left: whether the run left it to the next one to put back what it had written.
    """

    script: Script
    error: str | None = None
    expunged: frozenset[str] = frozenset()
    rounds: int = 0
    repaired: int = 0
    refused: int = 0
    requests: int = 0
    violations: list[str] = field(default_factory=list)
    kept: int = 0
    left: bool = False

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


def run(
    world: World,
    script: Script,
    job: Callable[..., Any] = jobs.redact,
    *,
    kill: int = 0,
    keep: Callable[[World, str], None] | None = None,
) -> Verdict:
    """Run a job while a script happens, and judge what is left.

    Args:
        world: the local Google.
        script: what happens meanwhile.
        job: the job, as in `sheets_coc.redaction.jobs`.
        kill: before (`-n`) or after (`n`) which request the process dies; the next run, eleven
            minutes later, has to put everything right.
        keep: looks at the spreadsheet before it is thrown away.
    """
    spreadsheet = world.copy(ten=script.ten)
    ledger = Ledger(world.google, spreadsheet)
    ledger.begin()
    door = Door(world, ledger, script, kill)
    verdict = Verdict(script)
    book = world.book(spreadsheet)
    result: Any = None
    failure: Exception | None = None
    world.door = door
    try:
        result = job(book, apply=True)
    except Killed:
        verdict.error = "killed"
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
    if door.dead:
        door.dead, door.kill, world.clock.ahead = False, 0, timedelta(minutes=11)
        _cells(world, ledger, door, ledger.truth(), verdict)
        _next_run(world, ledger, door, verdict, job)
        world.clock.ahead = timedelta()
    else:
        redacts = job not in (jobs.dates, jobs.validate)
        judge(world, ledger, door, verdict, failure, redacts=redacts)
        if verdict.left:
            _next_run(world, ledger, door, verdict, job)
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
    _cells(world, ledger, door, truth, verdict)
    _tabs_left(world, ledger, verdict)
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
    """Whether a record that the run expunged still stands expunged."""
    return not door.script.second and any(
        mark in write.gone and ledger.born[mark].header in ERASED and truth[mark].value == value
        for mark, (write, value) in door.last.items()
        if mark in truth and isinstance(value, str) and value.startswith(EXPUNGED)
        and truth[mark].what != ledger.left.get(mark)
    )  # fmt: skip


def _next_run(
    world: World, ledger: Ledger, door: Door, verdict: Verdict, job: Callable[..., Any]
) -> None:
    """A run that left something to the next one: that does it, and nobody disturbs it."""
    door.script, door.count = Script(ten=verdict.script.ten), 0
    again = Verdict(door.script)
    world.door = door
    failure: Exception | None = None
    try:
        job(world.book(ledger.spreadsheet), apply=True)
    except Error as error:
        failure, again.error = error, error.code
    finally:
        world.door = None
    judge(world, ledger, door, again, failure, redacts=False)
    if again.left:
        again.violations.append("the next run does not put back what was left to it")
    verdict.kept = again.kept
    verdict.violations += [f"after the next run: {text}" for text in again.violations]


def _cells(
    world: World, ledger: Ledger, door: Door, truth: Mapping[int, Seen], verdict: Verdict
) -> None:
    """No cell differs from what people left there, but for what the rules called for.

    Or else what stood there is in a hidden tab that says what it is.
    """
    hidden, said = _hidden(world, ledger), _said(world, ledger)
    for mark, left in ledger.left.items():
        seen = truth.get(mark)
        if seen is not None and seen.what == left:
            continue
        if seen is None and left == NOTHING:
            continue  # a blank cell has its blank format back
        if mark not in door.last:
            verdict.violations.append(f"{_name(ledger, mark)} changed, and nobody knows how")
            continue
        write, value = door.last[mark]
        if seen is not None and _right(ledger, write, mark, value, left):
            continue
        if left in hidden.get(mark, ()) or left in hidden.get(FROM_MEMORY, ()):
            continue
        if left == NOTHING and seen is not None and seen.value in said:
            continue  # what the tool left in a blank row, which has no marks to be copied
        if ledger.is_torn_word(mark):
            continue
        what = "is gone" if seen is None else "is not as people left it"
        verdict.violations.append(f"{_name(ledger, mark)} {what}")


def _hidden(world: World, ledger: Ledger) -> dict[int, list[Any]]:
    """What the tool's hidden tabs keep, by the marks of the cells.

    What it wrote there from memory, because somebody had deleted the tab, bears no marks.
    """
    with world.google.store.read() as state:
        spreadsheet = state.spreadsheet(ledger.spreadsheet)
        known = labels(spreadsheet)
        found: dict[int, list[Any]] = {}
        for tab in spreadsheet.tabs:
            if tab.id in known:
                for row, column in product(range(known[tab.id].height), range(known[tab.id].width)):
                    cell = as_cell(tab.get(row, column))
                    what = Seen.of(cell, tab.id, row, column).what
                    if what != NOTHING or mark_of(cell):
                        found.setdefault(mark_of(cell) or FROM_MEMORY, []).append(what)
    return found


def _said(world: World, ledger: Ledger) -> set[Any]:
    """What the tool's hidden tabs say it left, and did not take back."""
    found = set()
    with world.google.store.read() as state:
        spreadsheet = state.spreadsheet(ledger.spreadsheet)
        for tab_id, label in labels(spreadsheet).items():
            tab = spreadsheet.tab(tab_id)
            for row, column in product(range(label.height), range(label.width)):
                found.add(as_cell(tab.get(row + label.height, column)).value)
    return found - {None, ""}


def _tabs_left(world: World, ledger: Ledger, verdict: Verdict) -> None:
    """A hidden tab is left only for a person, or for the next run where this one stopped."""
    with world.google.store.read() as state:
        left = labels(state.spreadsheet(ledger.spreadsheet)).values()
    verdict.kept = sum(label.waits_for_people for label in left)
    others = [label for label in left if not label.waits_for_people]
    verdict.left = bool(others)
    if others and (verdict.error is None or any(label.taken for label in others)):
        verdict.violations.append("a hidden tab is left without a word")


def _right(ledger: Ledger, write: Write, mark: int, value: Any, left: Any) -> bool:
    """Whether the rules called for a value where the batch put it."""
    header = ledger.born[mark].header
    if mark in write.allowed and _same(write.allowed[mark], value):
        return True
    if mark in write.gone and header in ERASED | SCRUBBED:
        return True  # a due record's cell, typed into in the very second it went
    if header not in (CASE, ROW_CHECK) or mark not in write.allowed:
        return False
    # A case name that was missing is drawn, and the row check counts that in.
    case = replace(ledger.born[mark], header=CASE)
    return any(b == case and ledger.left.get(m, NOTHING)[0] is None for m, b in ledger.born.items())


def _same(one: Any, other: Any) -> bool:
    return (None if one == "" else one) == (None if other == "" else other)


def _halves(ledger: Ledger, door: Door, truth: Mapping[int, Seen], verdict: Verdict) -> None:
    """Nothing of a record is half done."""
    if not door.writes or verdict.error == "not-put-back" or verdict.kept:
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


def before_each(seed: int) -> Script:
    """A script of six things the owner does, one before each request from the lock on."""
    rng = Random(seed)
    kinds = list(KINDS)
    return Script(tuple(
        (step, Deed(rng.choice(kinds), "owner", rng.randrange(10**6)))
        for step in range(3, 9)
    ))  # fmt: skip


def beside_another(seed: int) -> Script:
    """A script of two runs at once, with locks and hidden tabs deleted and a person at work."""
    rng = Random(seed)
    second = rng.randint(1, 6)
    at = range(1, second + 9)
    broken = [rng.choice(at) for _ in range(rng.randint(1, 3))]
    deeds = [
        (rng.choice(at), Deed(rng.choice(list(KINDS)), "owner", rng.randrange(10**6)))
        for _ in range(rng.randint(0, 3))
    ]
    deeds.sort(key=lambda item: item[0])
    return Script(tuple(deeds), second=second, broken=tuple(sorted(broken)))


def shorter(script: Script) -> list[Script]:
    """The scripts with one thing less, for finding what matters."""
    less = [
        replace(script, deeds=script.deeds[:i] + script.deeds[i + 1 :])
        for i in range(len(script.deeds))
    ]
    return (
        less
        + [
            replace(script, faults=script.faults[:i] + script.faults[i + 1 :])
            for i in range(len(script.faults))
        ]
        + [
            replace(script, broken=script.broken[:i] + script.broken[i + 1 :])
            for i in range(len(script.broken))
        ]
    )


def shrunk(world: World, script: Script) -> Script:
    """The shortest script with a violation that leaving things out leads to."""
    for less in shorter(script):
        if run(world, less).violations:
            return shrunk(world, less)
    return script
