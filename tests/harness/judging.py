"""What the oracle says of a run: everything that must hold once it is over."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from sheets_coc.errors import OutcomeUnknown
from sheets_coc.local.state.model import as_cell
from sheets_coc.schema.columns import BY_KEY, EXPUNGED, OnExpunge
from sheets_coc.sheet.transaction.giving_up import KEEPS
from tests.harness.door import Door, Write, labels, planned
from tests.harness.ledger import NOTHING, OWNER, Ledger, Seen, mark_of
from tests.harness.scripts import Script
from tests.harness.world import TODAY, World

ERASED = frozenset(c.header for c in BY_KEY.values() if c.on_expunge is OnExpunge.ERASE)
SCRUBBED = frozenset(c.header for c in BY_KEY.values() if c.on_expunge is OnExpunge.SCRUB)
CASE = BY_KEY["case"].header
ROW_CHECK = BY_KEY["row_check"].header
FROM_MEMORY = 0
"""The mark of no cell."""
SAID_UNTOUCHED = re.compile(
    r"[Nn]othing (was |is |of it was |of this was )?(changed|written|done)|as they left it"
)


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


def judge(
    world: World,
    ledger: Ledger,
    door: Door,
    verdict: Verdict,
    failure: Exception | None,
    *,
    redacts: bool = True,
    told: bool = False,
) -> None:
    """Everything that must hold after every run.

    Args:
        world: the local Google.
        ledger: what people left.
        door: the way between tool and Google.
        verdict: what was found is added to it.
        failure: what the run ended with.
        redacts: whether the job expunges records.
        told: whether the run said that a hidden tab keeps something.
    """
    truth = ledger.truth()
    tabs = world.tabs(ledger.spreadsheet)
    check_cells(world, ledger, door, truth, verdict)
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
    if (
        failure is not None
        and SAID_UNTOUCHED.search(str(failure))
        and not told
        and KEEPS not in str(failure)
        and still_expunged(door, truth, ledger)
    ):
        verdict.violations.append("it says that nothing was changed, and records are expunged")


def truth_value(ledger: Ledger, truth: Mapping[int, Seen], record: int, header: str) -> Any:
    """What stands in a record under a header."""
    return next(
        (s.value for m, s in truth.items() if ledger.born[m].record == record
         and ledger.born[m].header == header),
        None,
    )  # fmt: skip


def still_expunged(door: Door, truth: Mapping[int, Seen], ledger: Ledger) -> bool:
    """Whether a record that the run expunged still stands expunged."""
    return not door.script.second and any(
        mark in write.gone and ledger.born[mark].header in ERASED and truth[mark].value == value
        for mark, (write, value) in door.last.items()
        if mark in truth and isinstance(value, str) and value.startswith(EXPUNGED)
        and truth[mark].what != ledger.left.get(mark)
    )  # fmt: skip


def check_cells(
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
        if ledger.is_torn_word(mark) or _is_put_into_its_row(ledger, truth, mark, left):
            continue
        what = "is gone" if seen is None else "is not as people left it"
        verdict.violations.append(f"{_name(ledger, mark)} {what}")


def _is_put_into_its_row(ledger: Ledger, truth: Mapping[int, Seen], mark: int, left: Any) -> bool:
    """Whether what people tore out of a row was put back into that row, in another torn cell.

    The cell that is asked about is the one it was torn out with, or the one it was put into.
    """
    if not ledger.is_torn(mark):
        return False
    header = ledger.born[mark].header
    torn = {
        other: (ledger.left.get(other, NOTHING), seen.what)
        for other, seen in truth.items()
        if other != mark and ledger.born[other].header == header and ledger.is_torn(other)
    }
    if left == NOTHING:
        content = truth[mark].what if mark in truth else NOTHING
        return any(was == content != now for was, now in torn.values())
    return any(now == left != was for was, now in torn.values())


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
    if OWNER in found:
        found.add("@")  # a chip is said as what it shows
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
    # A case name that was missing is drawn, and the row check counts that in, whatever people type
    # there afterwards.
    case = replace(ledger.born[mark], header=CASE)
    return any(
        ledger.left.get(m, NOTHING)[0] is None or ledger.typed.get(m, 0) > write.edits
        for m, born in ledger.born.items()
        if born == case
    )


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
